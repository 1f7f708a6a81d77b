"""A set as a whole: what several parts of a report need of it, reckoned once, when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import pandas as pd

from crossread.codebooks import Codebooks
from crossread.comparison import common
from crossread.display import overview
from crossread.figures import claims
from crossread.quotes import voices
from crossread.storage.columns import held

SPOKEN = "quote_id article_id quote_type parts content_start content_end source source_mention entity_id source_type"
NAMED = "article_id start end surface mention_type entity_id"


class Whole:
    """``tables`` are those of :data:`crossread.schema.TABLES`, ``books`` the code books of the set. Of tables in files
    no more is taken up than is needed."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], books: Codebooks):
        self.tables, self.books = held(tables), books
        self.articles = self.tables["articles"]

    def part(self, table: str, *columns: str, **only: Iterable) -> pd.DataFrame:
        """Some columns and rows of a table: see :meth:`crossread.storage.columns.Tables.part`."""
        return self.tables.part(table, *columns, **only)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each article, in the one order."""
        ordered = overview.in_order(self.articles)
        return dict(zip(ordered["article_id"], ordered["name"], strict=True))

    @cached_property
    def entities(self) -> pd.DataFrame:
        """The table."""
        return self.part("entities")

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The casualty claims: see :func:`crossread.figures.claims.claims`."""
        figures = self.part("figures", is_casualty=[True])
        sentences = self.part("sentences", "sentence_id", "start", "end", sentence_id=figures["sentence_id"].dropna())
        quotes = self.part("quotes", "quote_id", "source_mention", "cue", quote_id=figures["quote_id"].dropna())
        mentions = self.part("mentions", *NAMED.split())
        return claims.claims(self.articles, figures, sentences, quotes, mentions, self.entities, self.books)

    @cached_property
    def attributions(self) -> pd.DataFrame:
        """Who says what, without where: see :func:`crossread.quotes.voices.attributions`."""
        quotes = self.part("quotes", *SPOKEN.split())
        return voices.attributions(self.articles, self.part("blocks"), quotes, self.entities)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The table ``fact_cells``."""
        return self.part("fact_cells")

    @cached_property
    def told(self) -> pd.DataFrame:
        """Those of them whose article tells the fact."""
        return self.cells[self.cells["status"].isin(common.TOLD)]

    @cached_property
    def shared(self) -> pd.DataFrame:
        """The facts by how many tell them: see :func:`crossread.comparison.common.shares`."""
        return common.shares(self.articles, self.part("facts"), self.cells)

    @cached_property
    def is_apart(self) -> bool:
        """Whether little joins the articles: see :func:`crossread.comparison.common.is_apart`."""
        return common.is_apart(self.articles, self.shared, self.cells)
