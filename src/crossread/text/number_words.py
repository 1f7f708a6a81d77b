"""The words of numbers as look-ups; they stand in ``lists/numbers.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from crossread import lists

DIGITS = frozenset("0123456789")
DASHES = frozenset("-–—‑")
SIGNS = frozenset("$£€¥₽₹₩₪₺₴")


class Lexicon(NamedTuple):
    """The words of numbers: see ``lists/numbers.toml``."""

    value: dict[str, int]
    scale: dict[str, int]
    suffix: dict[str, int]
    indefinite: dict[str, int]
    before: dict[str, list[tuple[tuple[str, ...], str]]]
    after: dict[str, list[tuple[tuple[str, ...], str]]]
    words: dict[str, frozenset[str]]
    starters: frozenset[str]


def load(path: Path) -> Lexicon:
    """Read the list of number words.

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the entry.
    """
    with lists.book(path) as book:
        value, scale, suffix, indefinite = (_values(book[name]) for name in ("value", "scale", "suffix", "indefinite"))
        words = {name: frozenset(part["words"].split()) for name, part in book.items() if "words" in part}
        bounds = [_bounds(book["before"], -1), _bounds(book["after"], 0)]
    starters = frozenset(
        [*value, *indefinite, *words["vague"], "a", "an", "half", "as", "no", "none", "nobody", "three", "hundred"]
    )
    return Lexicon(value, scale, suffix, indefinite, *bounds, words, starters)


def _values(section: dict) -> dict[str, int]:
    return {word: int(value) for word, value in (entry.split("=") for entry in section["words"].split())}


def _bounds(section: dict, key: int) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Phrases by their word next to the number, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for modifier, phrases in section.items():
        for phrase in phrases if modifier != "source" else ():
            words = tuple(phrase.split())
            found.setdefault(words[key], []).append((words, modifier))
    return {word: sorted(entries, key=lambda e: -len(e[0])) for word, entries in found.items()}
