"""A set of articles: a folder with ``articles/`` and, all optional, ``metadata.csv`` and more beside it."""

import csv
import difflib
import io
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from crossread import lists
from crossread.articles import dates, decoding, webpages
from crossread.problems import Problem, UnreadableError
from crossread.schema import ENTITY_TYPES

DATA = Path(__file__).parents[3] / "data"
METADATA = "metadata.csv"
ACTORS = "actors.csv"
ACTOR_COLUMNS = ("name", "aliases", "entity_type", "side", "party_to_conflict")
YES, NO = ("true", "yes", "1"), ("false", "no", "0")  # how a cell may say so
NEAREST_NAMES = 20
METADATA_COLUMNS = ("file", "outlet", "title", "byline", "published", "url", "language")
USUAL_NAMES = {  # of a column of the metadata elsewhere
    row["name"].lower(): row["field"] for row in lists.read("fields") if row["field"] in METADATA_COLUMNS
} | {"filename": "file", "file_name": "file", "source_file": "file"}
CHECKS = {  # what a cell of a column has to be, what tells that it is, and what to do where it is not
    "published": ("time", lambda words: dates.parse(words, "").start, "write it like 2016-03-15T12:42+00:00"),
    "url": ("address of the web", webpages.original_address, "write it like https://example.org/article"),
    "language": (
        "code of a language",
        re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)*").fullmatch,
        "write it like en (ISO 639-1)",
    ),
    "entity_type": ("entity_type", ENTITY_TYPES.__contains__, f"it may be {', '.join(ENTITY_TYPES)}"),
    "party_to_conflict": (
        "party_to_conflict",
        lambda word: word.lower() in YES + NO,
        "write yes or no, or leave it empty",
    ),
}
INERT = re.compile(r"\A'(?='*[=+@\-])")  # the apostrophe that keeps a spreadsheet from computing a cell


class SetError(Exception):
    """A set cannot be used at all: one line that says why and what to do."""


LEFT_BEHIND = (".", "~$", "Thumbs.db", "desktop.ini")  # beginnings of names


def find_set(name: str | os.PathLike) -> Path:
    """The folder of a set, given its path or the name of a folder under ``data/``.

    Raises
    ------
    SetError
        When there is no such folder, or it holds no ``articles/``.
    """
    path = Path(name)
    for folder in (path, DATA / path) if path == Path(path.name) else (path,):
        if (folder / "articles").is_dir():
            return folder.resolve()
    if path.is_dir():
        within = sorted(p.name for p in path.glob("*") if (p / "articles").is_dir())
        remedy = "make one in it and put the articles there"
        if path.name == "articles" or within:
            remedy = f"give one of the sets in it, such as {path / within[0]}" if within else "give the folder above it"
        raise SetError(f"{name}: has no folder articles/ in it; {remedy}")
    if path.is_file():
        raise SetError(f"{name}: is a file; give a folder that has a folder articles/ in it, with the file there")
    known = ", ".join(sorted(p.name for p in DATA.glob("*") if (p / "articles").is_dir())) or "none"
    raise SetError(f"{name}: there is no such folder; sets that go by a name alone: {known}")


def article_files(folder: Path) -> list[tuple[Path, str]]:
    """Every file below ``articles/`` with its name there, in order of name.

    Hidden files and what a system leaves beside files are passed over, and so is the folder ``NAME_files`` that a
    browser leaves beside a saved page. Links to folders are not followed. Bytes of a name that are no UTF-8 stand in
    it as ``\\xNN``.
    """
    root = folder / "articles"
    found = []
    for above, folders, names in os.walk(root):
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = [f for f in folders if not f.startswith(".") and f.removesuffix("_files") not in pages - {f}]
        found += [Path(above, name) for name in names if not name.startswith(LEFT_BEHIND)]
    return sorted(((p, _printable_bytes(p.relative_to(root).as_posix())) for p in found), key=lambda item: item[1])


def _printable_bytes(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_metadata(folder: Path) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Read ``metadata.csv`` of a set; a set need not have one.

    Returns
    -------
    The rows by what their column ``file`` holds (a file's name below ``articles/``, or the id of an article
    in a file of many), each with those of :data:`METADATA_COLUMNS` that are filled in; and what is wrong with
    them. Names are only ever compared, never opened: see :func:`metadata_row` and :func:`unmatched`.
    """
    rows, problems = _by_name(folder / METADATA, METADATA_COLUMNS, _key, "keep one line a file", USUAL_NAMES)
    return {name: {c: value for c, value in row.items() if c != "file"} for name, row in rows.items()}, problems


def read_actors(folder: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read ``actors.csv`` of a set, the researcher's word on who is who; a set need not have one.

    Returns
    -------
    Columns of :data:`ACTOR_COLUMNS` as text, missing where the cell is empty, or None where there is no usable
    row; and what is wrong with the file.
    """
    remedy = "keep one line of each, with other names in aliases, parted by ;"
    rows, problems = _by_name(folder / ACTORS, ACTOR_COLUMNS, lambda name: " ".join(name.split()).casefold(), remedy)
    found = pd.DataFrame(list(rows.values()), columns=list(ACTOR_COLUMNS), dtype="object") if rows else None
    return found, problems


def _by_name(
    path: Path, columns: tuple[str, ...], key: Callable[[str], str], again: str, usual: dict[str, str] | None = None
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The rows of a table by the ``key`` of their first column, without the cells that cannot be used; and what is
    wrong with it, with the remedy where a name comes ``again``."""
    lines, problems = read_table(path, columns, usual)
    rows: dict[str, dict[str, str]] = {}
    for number, row in lines:
        name = key(row.get(columns[0], ""))
        if row and not name:
            what = f"line {number} has no {columns[0]} and is ignored"
            problems.append(Problem(path.name, what, f"fill in the column {columns[0]}"))
        elif name in rows:
            problems.append(Problem(path.name, f"line {number} names {row[columns[0]]} again and is ignored", again))
        elif row:
            for column in [column for column in CHECKS if column in row]:
                what, is_good, remedy = CHECKS[column]
                if not is_good(row[column]):
                    what = f"line {number}: {row.pop(column)} is no {what} and is ignored"
                    problems.append(Problem(path.name, what, remedy))
            rows[name] = row
    return rows, problems


def unnamed(actors: pd.DataFrame | None, entities: pd.DataFrame) -> list[Problem]:
    """A problem for the actors that no article names, in case one is misspelt."""
    nobody = [] if actors is None else actors.loc[~actors["name"].isin(entities["name"]), "name"].tolist()
    what = f"no article names {'; '.join(nobody)}"
    return [Problem(ACTORS, what, "check how it is spelt there, or leave it as it is")] if nobody else []


def read_table(
    path: Path, columns: tuple[str, ...], usual: dict[str, str] | None = None
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """The rows of a CSV file beside the articles, each with its line's number and its filled cells; the first of
    ``columns`` has to be there, others than these are ignored, but for the ``usual`` names of one that is not there.
    And what is wrong with the file."""
    if not path.is_file():
        return [], []
    try:
        lines, _ = read_cells(path)
    except UnreadableError as error:
        return [], [Problem(path.name, error.what, error.remedy)]
    header = [name.strip().lower() for name in lines[0]] if lines else []
    header = [usual[name] if usual and name in usual and usual[name] not in header else name for name in header]
    known = ", ".join(columns)
    if columns[0] not in header:
        return [], [Problem(path.name, f"it has no column {columns[0]}", f"its columns may be {known}")]
    problems = [
        Problem(path.name, f"column {name} is not known and is ignored", f"known are {known}")
        for name in header
        if name and name not in columns
    ]
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = zip(header, (INERT.sub("", cell.strip(), count=1) for cell in line), strict=False)
        rows.append((number, {name: cell for name, cell in cells if name in columns and cell}))
    return rows, problems


def read_cells(path: Path) -> tuple[list[list[str]], str]:
    """The cells of a CSV file, line by line, and what parts them: a comma or a semicolon.

    Raises
    ------
    UnreadableError
        When it is no such file.
    """
    try:
        text, _ = decoding.decode(path.read_bytes())
        first = text.split("\n", 1)[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        return list(csv.reader(io.StringIO(text), delimiter=separator)), separator
    except (OSError, csv.Error) as error:
        raise UnreadableError(f"it cannot be read ({error})", "save it as CSV in UTF-8") from None


def metadata_row(rows: dict[str, dict[str, str]], *names: str | None) -> dict[str, str]:
    """What ``rows`` say of an article under any of its ``names``: its file, its place in a file of many, its id.
    A later name wins over an earlier one."""
    return {column: value for name in names for column, value in rows.get(_key(name or ""), {}).items()}


def unmatched(rows: dict[str, dict[str, str]], known: Iterable[str]) -> list[Problem]:
    """A problem for each row that names none of ``known``: the files of a set and the ids in them."""
    there = {_key(name): name for name in known}
    problems = []
    for name in rows:
        if name not in there:
            # comparing is slow: the first few show what is the matter
            near = difflib.get_close_matches(name, there, 1, 0.5) if len(problems) < NEAREST_NAMES else []
            remedy = f"the nearest is {there[near[0]]}" if near else "give the name of a file below articles/"
            problems.append(Problem(METADATA, f"{name} is no file of the set", remedy))
    return problems


def _key(name: str) -> str:
    """A name as it is compared: two ways of writing one letter are one."""
    return unicodedata.normalize("NFC", name)
