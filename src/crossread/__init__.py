"""Crossread: how several news articles cover one event.

>>> import crossread as cr
>>> s = cr.load("sample")
>>> s.articles  # a DataFrame, as are s.blocks and s.sentences
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd

from crossread import codebooks, schema
from crossread.analysis import Analysis, analyse
from crossread.codebooks import Codebooks
from crossread.problems import Problem
from crossread.storage.columns import held

__all__ = ["ArticleSet", "Problem", "analyse", "load"]


class ArticleSet:
    """A set of articles whose tables are its attributes, computed when asked for.

    ``articles``, ``blocks``, ``sentences`` are DataFrames after :mod:`crossread.schema`; ``problems`` lists
    what was left out and why.
    """

    def __init__(self, folder: str | os.PathLike, read: Callable[[Path], Analysis] = analyse):
        self.folder = Path(folder)
        self._read = read

    @cached_property
    def _analysis(self) -> Analysis:
        return self._read(self.folder)

    @property
    def problems(self) -> list[Problem]:
        """What was left out of the set, and why."""
        return self._analysis.problems

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """All tables by name."""
        return self._analysis.tables

    @property
    def books(self) -> Codebooks:
        """The code books of the set: its own, and the library's for the rest."""
        return codebooks.load(self.folder)

    def part(self, table: str, *columns: str, **only: Iterable) -> pd.DataFrame:
        """The columns named of a table, or all; of the rows those that have ``only`` such values in a column.

        Of a large set whose tables are in files that is all that is read, and it is not kept.
        """
        return held(self.tables).part(table, *columns, **only)

    def correct(
        self, table: str, row_id: str, *, who: str, why: str = "", delete: bool = False, **columns: object
    ) -> int:
        """Put a row right, or delete it, by lines in ``corrections.csv`` of the set; the tables then follow.

        ``s.correct("quotes", quote_id, source="Anna Torvald", who="A. Coder", why="...")`` writes one line, and none
        when it is said again. See :func:`crossread.corrections.writing.correct`.
        """
        from crossread.corrections import writing

        lines = writing.correct(self.folder, self.tables, table, row_id, who=who, why=why, delete=delete, **columns)
        self.__dict__.pop("_analysis", None)
        return lines

    def merge(self, name: str, other: str) -> int:
        """Make two entities one, called ``name``, by a row in ``actors.csv`` of the set; the tables then follow.

        See :func:`crossread.corrections.writing.merge`.
        """
        from crossread.corrections import writing

        rows = writing.merge(self.folder, self.tables, name, other)
        self.__dict__.pop("_analysis", None)
        return rows

    def __repr__(self) -> str:
        return f"ArticleSet({str(self.folder)!r}) with the tables {', '.join(schema.TABLES)}"

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in schema.TABLES:
            raise AttributeError(f"no table {name!r}; tables are {', '.join(schema.TABLES)}")
        return self._analysis.tables[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *schema.TABLES]


def load(name: str | os.PathLike = "sample") -> ArticleSet:
    """Load a set by its path or by its name under ``data/``, or the Parquet tables that a run left in a
    folder.

    Raises
    ------
    SetError
        When there is no such set.
    """
    from crossread.articles.sets import find_set
    from crossread.storage.tables import holds_tables, is_address, read_tables

    if is_address(name):
        return ArticleSet(name, lambda folder: read_tables(name))
    if holds_tables(name):
        return ArticleSet(Path(name).resolve(), read_tables)
    return ArticleSet(find_set(name))
