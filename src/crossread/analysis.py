"""A set analysed: reading article by article, then linking, as tables."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread import codebooks, formats, linking, sets
from crossread.cache import Cache
from crossread.documents import Record
from crossread.problems import Problem, UnreadableError
from crossread.reading import Rows, read_article
from crossread.sets import SetError


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
        When the folder is no set, a code book of it cannot be used, or not one article in it can be read.
    """
    folder = sets.find_set(folder)
    try:
        books = codebooks.load(folder)
    except UnreadableError as error:
        raise SetError(f"{folder.name}: {error}") from None
    metadata, problems = sets.read_metadata(folder)
    actors, wrong = sets.read_actors(folder)
    problems += wrong
    rows: dict[str, list[dict]] = defaultdict(list)
    known: set[str] = set()
    named: set[str] = set()  # everything that a row of the metadata may name
    with Cache(books) as cache:
        for path, name in sets.article_files(folder):
            named.add(name)
            for record in formats.records(path, name):
                if isinstance(record, Problem):
                    problems.append(record)
                    continue
                names = _names(record) if metadata else ()
                named.update(names)
                read = _read(record, sets.metadata_row(metadata, *names), books, cache)
                if isinstance(read, Problem):
                    problems.append(read)
                    continue
                problems += _remarks(read, record.place, known)
                for table, new in read.items():
                    rows[table] += new
                progress(record.place)
    problems += sets.unmatched(metadata, named)
    if not rows["articles"]:
        raise SetError(_nothing(folder, problems))
    return Analysis(folder, linking.link(rows, actors, books), problems)


def _names(record: Record) -> list[str]:
    """Under which names a row of the metadata may speak of a record."""
    return [name for name in (record.source_file, record.name, formats.identifier(record)) if name]


def _read(record: Record, metadata: dict[str, str], books: codebooks.Codebooks, cache: Cache) -> Rows | Problem:
    key = cache.key(record, metadata)
    read = cache.get(key)
    if read is None:
        try:
            read = read_article(record, metadata, books)
        except UnreadableError as error:
            return Problem(record.place, error.what, error.remedy)
        cache.put(key, read)
    return read


def _remarks(read: Rows, place: str, known: set[str]) -> list[Problem]:
    """What is to be said of an article that was read; an id that is already taken is made another."""
    remarks = []
    article = read["articles"][0]
    article_id = article["article_id"]
    if article_id in known:
        number = next(n for n in range(2, len(known) + 3) if f"{article_id}#{n}" not in known)
        _rename(read, article_id, f"{article_id}#{number}")
        remarks.append(
            Problem(
                place,
                f"has the id of an earlier article ({article_id})",
                f"it is listed as {article_id}#{number}; remove one of them if they are the same",
            )
        )
    known.add(article["article_id"])
    if article["language"] not in ("en", None):
        remarks.append(
            Problem(
                place,
                f"is taken to be in another language than English ({article['language']})",
                "it is listed, and left out of the analyses; if it is in English, say so in metadata.csv",
            )
        )
    return remarks


def _rename(read: Rows, old: str, new: str) -> None:
    for rows in read.values():
        for row in rows:
            for column, value in row.items():
                if column == "article_id":
                    row[column] = new
                elif (column.endswith("_id") and isinstance(value, str)) or (
                    column in ("duplicate_of", "part_of") and value
                ):
                    row[column] = new + value.removeprefix(old)


def _nothing(folder: Path, problems: list[Problem]) -> str:
    if not problems:
        return f"{folder.name}: its articles/ folder is empty; put the articles there"
    reasons = "".join(f"\n  {problem}" for problem in problems[:20])
    return f"{folder.name}: not one article could be read{reasons}"
