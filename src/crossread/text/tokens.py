"""Words, numbers and marks of a passage with their places, and where its sentences end."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, repeat
from typing import NamedTuple

from crossread import lists

# A plain word, a number grouped by spaces, one with separators, letters with stops between (p.m.), any word, a mark;
# spaces are passed over at once, and tried with no alternative.
TOKEN = re.compile(
    r"(?!\s)([A-Za-z]++(?=[ ,])|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[.,:/]\d+)*|(?:[A-Za-z]\.){2,}"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_)"
)
WORD = re.compile(r"(\w+)")
CLOSING = frozenset("\"”’')]")
ENDS = frozenset(".!?…")
LONGEST = 150  # tokens of a sentence; what goes on without a stop is a list or a table
with lists.book(lists.FOLDER / "grammar.toml") as grammar:
    TITLES = frozenset(grammar["before_name"]["words"].split())  # abbreviations
SHORTENED = TITLES | {"st", "no", "jr", "sr", "vs", "etc"}


class Tokens(NamedTuple):
    """Tokens of a passage: in lower case, and where each begins and ends in the text."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def touches(self, number: int) -> bool:
        """Whether a token begins where the one before it ends."""
        return 0 < number < len(self.words) and self.starts[number] == self.ends[number - 1]


def read(text: str, start: int, end: int) -> Tokens:
    """The tokens of ``text[start:end]``; linear in its length."""
    words, starts, ends = placed(TOKEN, text, start, end)
    return Tokens(text, list(map(str.lower, words)), starts, ends)


def placed(pattern: re.Pattern, text: str, start: int, end: int) -> tuple[list[str], list[int], list[int]]:
    """What a pattern that is one group finds in ``text[start:end]``, of which it sees no more, and where each begins
    and ends; half the time of ``finditer``."""
    parts = pattern.split(text[start:end])  # every other one is what lies between
    bounds = list(accumulate(map(len, parts), initial=start))
    return parts[1::2], bounds[1:-1:2], bounds[2::2]


class Placed(NamedTuple):
    """Words of several spans of a text, one after another: where each begins and ends in the text, and
    the number of its span; ``first`` has the number of the first one of each span, and of all."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    spans: list[int]
    first: list[int]


@lru_cache(maxsize=1)  # several steps ask for those of an article's sentences
def words(text: str, spans: tuple[tuple[int, int], ...]) -> Placed:
    """The words in the ``spans`` of a text, in lower case; what a hyphen or an apostrophe parts are several."""
    found, starts, ends, numbers, first = [], [], [], [], [0]
    for number, span in enumerate(spans):
        own, begins, stops = placed(WORD, text, *span)
        found += own
        starts += begins
        ends += stops
        numbers += repeat(number, len(own))
        first.append(len(found))
    return Placed(list(map(str.lower, found)), starts, ends, numbers, first)


def sentences(tokens: Tokens) -> list[tuple[int, int]]:
    """The sentences as ranges of tokens: a stop ends one before space and anything but a small letter."""
    words, found, first = tokens.words, [], 0
    for number, word in enumerate(words):
        if number - first >= LONGEST:
            found.append((first, number))
            first = number
        if word not in ENDS or number < first or (number and words[number - 1] in SHORTENED):
            continue
        last = number + 1
        while last < len(words) and words[last] in CLOSING and tokens.touches(last):
            last += 1
        if last >= len(words) or tokens.touches(last) or tokens.text[tokens.starts[last]].islower():
            continue
        if number and len(words[number - 1]) == 1 and words[number - 1].isalpha():  # an initial
            continue
        found.append((first, last))
        first = last
    if first < len(words):
        found.append((first, len(words)))
    return found
