"""A set analysed: reading article by article, then linking, as tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread import codebooks, linking
from crossread import workers as spread
from crossread.articles import formats, sets
from crossread.articles.blocks import IN_A_GAP
from crossread.articles.documents import Record
from crossread.articles.sets import SetError
from crossread.comparison import clauses
from crossread.corrections import applying
from crossread.corrections import lines as corrections
from crossread.corrections.applying import Outcome
from crossread.corrections.lines import Correction
from crossread.problems import Problem, UnreadableError
from crossread.storage.cache import Cache
from crossread.storage.columns import Collected, Columns, of_rows, pack, to_rows, unpack
from crossread.workers import BATCH, Books, Pool, Task

FEW_WORDS = 10  # fewer are hardly an article
MOST_IN_GAPS = 0.5  # words set apart between paragraphs, beside those kept: a third of all


class Analysis(NamedTuple):
    """The tables of a set by name, and what was left out and why, in order of file."""

    folder: Path
    tables: Mapping[str, pd.DataFrame]
    problems: list[Problem]


def analyse(
    folder: str | os.PathLike,
    progress: Callable[[str], None] = lambda done: None,
    workers: int = 1,
    scheduler: str | None = None,
) -> Analysis:
    """Read and link the set in ``folder``.

    Parameters
    ----------
    progress
        Is called with the name of each article that is done.
    workers, scheduler
        Where articles are read: see :func:`crossread.workers.pool`. It changes nothing in the tables.

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
    problems += codebooks.unused(folder)
    actors, wrong = sets.read_actors(folder)
    problems += wrong
    lines, wrong = corrections.read(folder)
    problems += wrong
    collected = Collected()
    outcomes: list[Outcome] = []
    known: set[str] = set()
    named: set[str] = set()  # everything that a row of the metadata may name
    own = spread.own_books(folder)
    with Cache(books) as cache, spread.pool(workers, scheduler) as pool:
        for record, read in _read_all(_tasks(folder, metadata, named), cache, own, pool):
            if isinstance(read, Problem):
                problems.append(read)
                continue
            read, remarks = _remarked(read, record, known)
            problems += remarks
            if lines:
                read, new = _corrected(read, record, lines, books)
                outcomes += new
            collected.add(read)
            progress(record.place)
        goes_on = pool and pool.processes and collected.is_large
        beside = spread.Beside(pool.processes.pop(), own, books) if goes_on else None
    problems += sets.unmatched(metadata, named)
    outcomes += [applying.without_article(line) for left in lines.values() for line in left]
    outcomes.sort(key=lambda outcome: outcome.row["line"])
    problems += [outcome.problem for outcome in outcomes if outcome.problem]
    if not len(collected):
        raise SetError(_nothing(folder, problems))
    corrected = [outcome.row for outcome in outcomes]
    tables = linking.link(collected, actors, books, corrected, beside)
    problems += sets.unnamed(actors, tables["entities"])
    return Analysis(folder, tables, problems)


def _corrected(
    read: bytes, record: Record, lines: dict[str, list[Correction]], books: codebooks.Codebooks
) -> tuple[bytes, list[Outcome]]:
    """An article after the lines of ``corrections.csv`` that speak of it, which are taken out of ``lines``."""
    (article_id,) = unpack(read, "articles")["articles"]["article_id"]
    names = dict.fromkeys((article_id, record.name, record.source_file))
    own = sorted((line for name in names for line in lines.pop(corrections.key(name), ())), key=lambda line: line.line)
    if not own:
        return read, []
    rows = to_rows(unpack(read))
    outcomes = applying.apply(rows, own, books)
    return pack(clauses.of_article(of_rows(rows), books.likeness)), outcomes


def _tasks(folder: Path, metadata: dict[str, dict[str, str]], named: set[str]) -> Iterator[Task | Problem]:
    """Every article of a set with its row of the metadata, or what keeps it from being read; ``named`` gets all
    names under which the metadata may speak of them."""
    for path, name in sets.article_files(folder):
        named.add(name)
        for record in formats.records(path, name):
            if isinstance(record, Problem):
                yield record
                continue
            names = [name, record.name, formats.identifier(record)] if metadata else []
            named.update(filter(None, names))
            yield record, sets.metadata_row(metadata, *names)


def _read_all(
    tasks: Iterator[Task | Problem], cache: Cache, own: Books, pool: Pool | None
) -> Iterator[tuple[Record | None, bytes | Problem]]:
    """What is read of each article, packed, in order, from the cache where it is there."""

    def batches() -> Iterator[tuple[list, list[Task]]]:
        while some := list(islice(tasks, BATCH)):
            keys = [None if isinstance(task, Problem) else cache.key(*task) for task in some]
            kept = [(task, key, cache.get(key) if key else task) for task, key in zip(some, keys, strict=True)]
            yield kept, [task for task, _, found in kept if found is None]

    for kept, results in spread.results(batches(), own, pool):
        fresh = iter(results)
        for task, key, found in kept:
            record = task[0] if key else None
            if found is None:
                found = next(fresh)
                if isinstance(found, bytes):
                    cache.put(key, found)
                else:
                    found = Problem(record.place, *found)
            yield record, found


def _remarked(read: bytes, record: Record, known: set[str]) -> tuple[bytes, list[Problem]]:
    """What was read, under another id where its own is already taken; and what is to be said of it."""
    said: list[tuple[str, str]] = []
    found = unpack(read, "articles", "blocks")
    article = {name: values[0] for name, values in found["articles"].items()}
    article_id, language = article["article_id"], article["language"]
    if article["published_basis"] != "metadata" and (stated := formats.stated_time(record)):
        remedy = "write it like 2016-03-15T12:42+00:00, there or in metadata.csv"
        said.append((f"its time {stated[:40]} is not understood", remedy))
    if article["n_words"] < FEW_WORDS:
        what = f"it holds hardly any words of an article ({article['n_words']})"
        said.append((what, "if its page has more, save that once it has loaded, or paste its text"))
    gap = _words_in_gaps(article["text"], found["blocks"])
    if gap > MOST_IN_GAPS * article["n_words"]:
        what = (
            f"{gap:,} words between its first and its last paragraph were set apart, beside {article['n_words']:,} kept"
        )
        said.append(
            (what, "look at them in the reading view; a paste that breaks lines within sentences can be the cause")
        )
    if article_id in known:
        new = next(name for n in count(2) if (name := f"{article_id}#{n}") not in known)
        remedy = f"it is listed as {new}; remove one of them if they are the same"
        said.append((f"it has the id of an earlier article ({article_id})", remedy))
        read, article_id = pack(_renamed(unpack(read), article_id, new)), new
    known.add(article_id)
    if language not in ("en", None):
        remedy = "it is listed, and left out of the analyses; if it is in English, say so in metadata.csv"
        said.append((f"it is taken to be in another language than English ({language})", remedy))
    return read, [Problem(record.place, *each) for each in said]


def _words_in_gaps(text: str, blocks: dict[str, list]) -> int:
    """How many words of an article's gaps no rule knows."""
    gaps = (n for n, rule in enumerate(blocks["rule"]) if rule == IN_A_GAP)
    return sum(len(text[blocks["start"][n] : blocks["end"][n]].split()) for n in gaps)


def _renamed(read: Columns, old: str, new: str) -> Columns:
    """An article under another id, and with it every id of its rows."""

    def renamed(value: object) -> object:
        return new + value.removeprefix(old) if isinstance(value, str) and value.startswith(old) else value

    return {
        table: {
            name: [*map(renamed, values)] if name.endswith("_id") or name in ("duplicate_of", "part_of") else values
            for name, values in own.items()
        }
        for table, own in read.items()
    }


def _nothing(folder: Path, problems: list[Problem]) -> str:
    if not problems:
        return f"{folder.name}: its articles/ folder is empty; put the articles there"
    reasons = "".join(f"\n  {problem}" for problem in problems[:20])
    return f"{folder.name}: not one article could be read{reasons}"
