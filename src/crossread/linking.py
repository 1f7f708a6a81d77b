"""Linking: one deterministic pass over the tables of a set, in order of ``article_id``."""

from __future__ import annotations

import pandas as pd

from crossread.copies import Text, find_copies
from crossread.reading import REPORTED


def link(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Complete the tables of a set with what only the set can tell.

    Needs ``articles`` and ``blocks`` after the schema; gives the same tables with ``copy_of`` and ``copy_share``.
    """
    articles = tables["articles"].copy()
    copies = {copy.article_id: copy for copy in find_copies(_texts(articles, tables["blocks"]))}
    for place, article_id in articles["article_id"].items():
        if article_id in copies:
            articles.loc[place, ["copy_of", "copy_share"]] = [copies[article_id].copy_of, copies[article_id].share]
    return {**tables, "articles": articles}


def _texts(articles: pd.DataFrame, blocks: pd.DataFrame) -> list[Text]:
    """The reported words of each article, furniture and repeats left out."""
    reported = blocks[blocks["role"].isin(REPORTED) & blocks["duplicate_of"].isna()]
    spans = {
        article_id: list(zip(group["start"], group["end"], strict=True))
        for article_id, group in reported.groupby("article_id", sort=False)
    }

    def known(time: pd.Timestamp) -> pd.Timestamp | None:
        return None if pd.isna(time) else time

    return [
        Text(
            row.article_id,
            " ".join(row.text[start:end] for start, end in spans.get(row.article_id, [])),
            known(row.published_start),
            known(row.published_end),
        )
        for row in articles.itertuples()
    ]
