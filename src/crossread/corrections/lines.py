"""The lines of ``corrections.csv``: a row named by table, article and exact words, and what is to be done with it.

A line sets a column of the row, deletes it, or adds a row at these words.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from crossread import schema
from crossread.articles import sets
from crossread.articles.sets import NO, YES
from crossread.problems import Problem, UnreadableError

FILE = "corrections.csv"
COLUMNS = ("table", "article", "words", "occurrence", "action", "column", "value", "who", "why")
# Columns that linking gives: the name that a line sets there is kept with the row until then.
LINKED = {"quotes": "source", "figures": "attributed_to", "mentions": "entity_id"}
OF_ARTICLES = ("outlet", "title", "byline", "url", "kind")
PLACED = ("blocks", "sentences")  # all else hangs on them: only reading can change them
KEPT = "corrected_"  # before the name of such a column


class Correction(NamedTuple):
    """A line of the file that can be used."""

    line: int
    table: str
    article: str
    words: str
    occurrence: int
    action: str
    column: str | None
    value: object
    who: str | None
    why: str | None


class UnfitError(UnreadableError):
    """A line cannot be used, or does not fit its article: what is wrong, and the remedy."""


def read(folder: Path) -> tuple[dict[str, list[Correction]], list[Problem]]:
    """The usable lines of a set's ``corrections.csv`` by article (its id or file), and what is wrong with others."""
    lines, problems = sets.read_table(folder / FILE, COLUMNS)
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for number, cells in lines:
        if not cells:
            continue
        try:
            line = checked(number, cells)
            found[key(line.article)].append(line)
        except UnfitError as error:
            problems.append(Problem(FILE, f"line {number}: {error.what}", error.remedy))
    return dict(found), problems


def key(name: str) -> str:
    """An article's id or file as it is compared."""
    return unicodedata.normalize("NFC", name)


def checked(number: int, cells: dict[str, str]) -> Correction:
    """The line ``number`` of the file, given its filled cells; raises :class:`UnfitError` where it cannot be used."""
    table, action, column = cells.get("table", ""), cells.get("action", "").lower(), cells.get("column")
    tables = [t for t, s in schema.TABLES.items() if "article_id" in s.columns and t not in (*PLACED, "corrections")]
    of_articles, occurrence = table == "articles", cells.get("occurrence", "1")
    _need(
        table not in PLACED, f"table {table} cannot be corrected line by line", "edit a code book in codebooks/ instead"
    )
    _need(table in tables, f"there is no table {table!r} to correct", f"it may be {', '.join(tables)}")
    _need(action in schema.CORRECTIONS, f"there is no action {action!r}", f"it may be {', '.join(schema.CORRECTIONS)}")
    _need("article" in cells, "it names no article", "fill in the column article: its article_id or its file")
    whole = f"an article cannot be corrected by {action}"
    _need(action == "set" or not of_articles, whole, "put files into articles/ or take them away")
    added = table == "mentions" and action == "add"
    _need(not added, "a mention cannot be added", "give its name an alias in actors.csv")
    exactly = "fill in the column words: exactly as they stand in the article"
    _need(of_articles or "words" in cells, "it names no words", exactly)
    first = "write 1 for the first place where the words stand"
    _need(occurrence.isdecimal() and int(occurrence) > 0, f"occurrence {occurrence} is no number", first)
    may_be = f"it may be {', '.join(settable(table))}"
    _need(column or action != "set", "it names no column to set", may_be)
    given = column and action != "delete"
    _need(not given or column in settable(table), f"column {column} of {table} cannot be set", may_be)
    value = _value(table, column, cells.get("value", "")) if given else None
    who, why, words = (cells.get(name) for name in ("who", "why", "words"))
    return Correction(number, table, cells["article"], words or "", int(occurrence), action, column, value, who, why)


def _need(fits: object, what: str, remedy: str) -> None:
    if not fits:
        raise UnfitError(what, remedy)


def settable(table: str) -> list[str]:
    """The columns of a table that a line may set: what is said of the row, not where it stands."""
    if table == "articles":
        return list(OF_ARTICLES)
    linked = {"source", "entity_id", "attributed_to", "source_entity_id", "event_id", "is_belligerent_claim"}
    places = {"rule", "surface", "content", "part_of", "text"}
    return [
        name
        for name, column in schema.TABLES[table].columns.items()
        if name == LINKED.get(table)
        or (
            not (name.endswith(("_id", "start", "end")) or name in linked | places)
            and schema.kind(column) in ("text", "count", "share", "flag")
        )
    ]


def _value(table: str, column: str, text: str) -> object:
    """``text`` as the column holds it."""
    given = schema.TABLES[table].columns[column]
    if not text:
        _need(given.nullable, f"{column} cannot be empty", "fill in the column value")
        return None
    kind, wrong = schema.kind(given), f"{text} is no value of {column}"
    if kind == "flag":
        _need(text.lower() in YES + NO, wrong, "write true or false")
        return text.lower() in YES
    try:
        value = {"count": int, "share": float}.get(kind, str)(text)
    except ValueError:
        value = -1
    _need(kind != "count" or value >= 0, wrong, "write a whole number")
    _need(kind != "share" or 0 <= value <= 1, wrong, "write a number from 0 to 1")
    closed = schema.closed_list(given)
    _need(not closed or value in closed, wrong, f"it may be {', '.join(closed or ())}")
    return value
