"""A set analysed: reading article by article, then linking, as tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread import formats, linking, schema, sets
from crossread.problems import Problem, UnreadableError
from crossread.reading import read_article


class Analysis(NamedTuple):
    """The tables of a set by name, and what was left out and why, in order of file."""

    folder: Path
    tables: dict[str, pd.DataFrame]
    problems: list[Problem]


def analyse(folder: str | os.PathLike, progress: Callable[[str], None] = lambda done: None) -> Analysis:
    """Read and link the set in ``folder``.

    ``progress`` is called with the name of each article that is done.

    Raises
    ------
    SetError
        When the folder is no set or not one article in it can be read.
    """
    folder = sets.find_set(folder)
    problems: list[Problem] = []
    rows: dict[str, list[dict]] = {table: [] for table in schema.TABLES}
    for path, name in sets.article_files(folder):
        for record in formats.records(path, name):
            if isinstance(record, Problem):
                problems.append(record)
                continue
            try:
                read = read_article(record, {})
            except UnreadableError as error:
                problems.append(Problem(record.place, error.what, error.remedy))
                continue
            for table, new in read.items():
                rows[table].extend(new)
            progress(record.place)
    tables = {table: schema.enforce(table, new) for table, new in rows.items()}
    return Analysis(folder, linking.link(tables), problems)
