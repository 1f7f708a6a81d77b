"""Word lists and code books as files: CSV with an entry a row, TOML with sections, each entry with its source."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from crossread.problems import UnreadableError

FOLDER = Path(__file__).parent / "lists"


class Book(dict):
    """The sections of a code book; a CSV file has one, ``row``. ``at`` says which entry is being read."""

    at = "its head"

    def each(self, kind: str, called: str = "") -> Iterator[dict]:
        """The entries of a section in turn; what is wrong with one is told with its number, or the name ``called``."""
        for number, entry in enumerate(self[kind], 2 if kind == "row" else 1):
            name = entry.get(called) if called and isinstance(entry, dict) else None
            self.at = f"line {number}" if kind == "row" else f"{kind} {name or number}"
            yield entry
        self.at = "its head"


@contextmanager
def book(path: Path) -> Iterator[Book]:
    """A code book, and one line on whatever is wrong with it while it is being read.

    Raises
    ------
    UnreadableError
        When it is no TOML or CSV file in UTF-8, or lacks what is asked of it: names the file and the entry.
    """
    found = Book()
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix == ".toml":
            found.update(tomllib.loads(text))
        else:
            found["row"] = list(csv.DictReader(io.StringIO(text, newline=""), restval=""))
        yield found
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error) as error:
        form = "TOML" if path.suffix == ".toml" else "CSV"
        what = f"code book {path.name} is not valid {form} in UTF-8 ({_line(error)})"
        raise UnreadableError(what, "mend or remove it") from None
    except (KeyError, AttributeError, TypeError, ValueError, IndexError, re.error) as error:
        why = f"it lacks {error}" if isinstance(error, KeyError) else _line(error)
        what = f"code book {path.name}, {found.at} cannot be used ({why})"
        raise UnreadableError(what, "see the library's own of that name for the form") from None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def cells(value: str | None) -> list[str]:
    """The entries of a cell, which semicolons part."""
    return [cell.strip() for cell in (value or "").split(";") if cell.strip()]


def rows(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file, with the columns of the library's own of that name; a column that is empty somewhere
    in the library's own may be missing.

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the line.
    """
    with book(path) as found:
        if path.parent == FOLDER:
            return tuple(found["row"])
        ours = read(path.stem)
        optional = dict.fromkeys((name for name in ours[0] if not all(row[name] for row in ours)), "") | {"source": ""}
        return tuple({name: (optional | row)[name].strip() for name in ours[0]} for row in found.each("row"))


@cache
def read(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lists/<name>.csv`` as dictionaries, in the order of the file."""
    return rows(FOLDER / f"{name}.csv")


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list in ``lists/words.csv``."""
    return frozenset(row["word"] for row in read("words") if row["list"] == name)


def any_of(name: str) -> str:
    """A pattern for any word of one list, the longest first."""
    return "|".join(sorted(map(re.escape, words(name)), key=lambda word: (-len(word), word)))
