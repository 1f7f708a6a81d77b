"""Word lists: CSV files of this package, one entry a row, each with its source."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources


@cache
def read(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lists/<name>.csv`` as dictionaries, in the order of the file."""
    text = resources.files("crossread").joinpath("lists", f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list in ``lists/words.csv``."""
    return frozenset(row["word"] for row in read("words") if row["list"] == name)


def any_of(name: str) -> str:
    """A pattern for any word of one list, the longest first."""
    return "|".join(sorted(map(re.escape, words(name)), key=lambda word: (-len(word), word)))
