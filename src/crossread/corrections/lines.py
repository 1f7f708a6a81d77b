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
    if table in PLACED:
        raise UnfitError(f"table {table} cannot be corrected line by line", "edit a code book in codebooks/ instead")
    if table not in tables:
        raise UnfitError(f"there is no table {table!r} to correct", f"it may be {', '.join(tables)}")
    if action not in schema.CORRECTIONS:
        raise UnfitError(f"there is no action {action!r}", f"it may be {', '.join(schema.CORRECTIONS)}")
    if not cells.get("article"):
        raise UnfitError("it names no article", "fill in the column article: its article_id or its file")
    if table == "articles" and action != "set":
        raise UnfitError(f"an article cannot be corrected by {action}", "put files into articles/ or take them away")
    if table == "mentions" and action == "add":
        raise UnfitError("a mention cannot be added", "give its name an alias in actors.csv")
    if table != "articles" and not cells.get("words"):
        raise UnfitError("it names no words", "fill in the column words: exactly as they stand in the article")
    occurrence = cells.get("occurrence", "1")
    if not occurrence.isdecimal() or int(occurrence) < 1:
        raise UnfitError(f"occurrence {occurrence} is no number", "write 1 for the first place where the words stand")
    if action == "set" and not column:
        raise UnfitError("it names no column to set", f"it may be {', '.join(settable(table))}")
    if column and action != "delete" and column not in settable(table):
        raise UnfitError(f"column {column} of {table} cannot be set", f"it may be {', '.join(settable(table))}")
    value = _value(table, column, cells.get("value", "")) if column and action != "delete" else None
    who, why, words = (cells.get(name) for name in ("who", "why", "words"))
    return Correction(number, table, cells["article"], words or "", int(occurrence), action, column, value, who, why)


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
        if given.nullable:
            return None
        raise UnfitError(f"{column} cannot be empty", "fill in the column value")
    kind = schema.kind(given)
    try:
        if kind == "flag":
            if text.lower() not in YES + NO:
                raise ValueError
            return text.lower() in YES
        value = {"count": int, "share": float}.get(kind, str)(text)
        if (kind == "count" and value < 0) or (kind == "share" and not 0 <= value <= 1):
            raise ValueError
    except ValueError:
        hint = {"flag": "true or false", "count": "a whole number", "share": "a number from 0 to 1"}[kind]
        raise UnfitError(f"{text} is no value of {column}", f"write {hint}") from None
    closed = schema.closed_list(given)
    if closed and value not in closed:
        raise UnfitError(f"{text} is no value of {column}", f"it may be {', '.join(closed)}")
    return value
