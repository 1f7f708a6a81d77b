"""Quotation marks: which of them open and close what, told apart from apostrophes, inches and nested marks.

Marks are paired within a paragraph only, so that a missing one spoils no more than its own; an unclosed mark runs
to the paragraph's end (in PolNeAR, one article in four has one). A quote over several paragraphs, an opening mark
at each and a closing one at the last alone, is several stretches here, of which all but the last are not closed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Stretch(NamedTuple):
    """Text in quotation marks, marks included; ``kind`` is double or single."""

    start: int
    end: int
    kind: str
    closed: bool


# A mark first, and what stands before it after that: so that only marks are looked at.
DOUBLE = re.compile(
    r"""["“”„‟«»＂‘`'’](?:(?<=["“”„‟«»＂])|(?<=[‘`'])(?<![\w'’‘].)[‘`'](?=\w)|"""
    r"""(?<=[\w.,!?…"][’'])[’'](?!\w)|(?<=[’'] ')'(?!\w))"""
)
SINGLE_OPENING = re.compile(
    r"""['‘](?<![\w'’‘.,!?].)(?=[\w"“£$€…])(?!\d\ds\b)(?!(?:em|til|tis|twas|cause|cos|n|round|bout)\b)""", re.I
)
SINGLE_CLOSING = re.compile(r"""['’](?<=[\w.,!?…;%)"”].)(?!\w)""")
INNER_OPENING = re.compile(r"""\s"[A-Z]""")
SPEECH_BEFORE = re.compile(r"(?:: )?$")  # the beginning of a paragraph, or a colon
TAG = re.compile(r",\s(?:\S{1,30}\s){0,4}(?:said|says|added)\b", re.IGNORECASE)
INCHES = re.compile(r"\d['’]?\s?\d*$")
LONGEST_SINGLE = 1200  # characters; a mark whose partner is further away is an apostrophe


@lru_cache(maxsize=200)  # an article's paragraphs are asked for by those who look for quotes and for labels
def stretches(text: str, start: int, end: int) -> tuple[Stretch, ...]:
    """Stretches in marks of the paragraph ``text[start:end]``, in order, none within another.

    Single marks count where they stand outside double ones.
    """
    found, at = [], start
    doubles = double(text, start, end)
    for outer in _single(text, start, end) if doubles else ():  # 'She said "no" to me,' he said
        within = [d for d in doubles if outer.start < d.start and d.end < outer.end]
        if within and text[outer.end - 2] in ".,?!" and not any(d.start < outer.start < d.end for d in doubles):
            doubles = sorted({outer, *doubles} - {*within})
    for stretch in doubles:
        before = _single(text, at, stretch.start)
        found += before
        found.append(stretch)
        at = stretch.end
    return (*found, *_single(text, at, end))


def double(text: str, start: int, end: int) -> list[Stretch]:
    """Stretches in double marks of ``text[start:end]``, in order."""
    found: list[Stretch] = []
    opened: int | None = None
    nested, closings = 0, text.count("”", start, end) - text.count("“", start, end)  # ahead, more than openings
    for mark in DOUBLE.finditer(text, start, end):
        at, sign = mark.start(), mark.group()[0]
        ahead, closings = closings, closings + (sign == "“") - (sign == "”")
        if nested and sign == "”":
            nested -= 1
        elif opened is None:
            if _opens(text, at, mark.end(), start, end, sign):
                opened = at
        elif text[opened] == "„" and sign == "“" and not text[at + 1 : at + 2].isalnum():  # „as in German“
            found.append(Stretch(opened, mark.end(), "double", True))
            opened = None
        elif sign in "“„«" and sign != text[opened]:
            found.append(Stretch(opened, _trimmed(text, opened, at), "double", False))
            opened = at
        elif sign == mark.group() == '"' == text[opened] and INNER_OPENING.match(text, at - 1):
            tag = TAG.search(text, opened, at)  # the mark before it is missing
            found.append(Stretch(opened, tag.start() + 1 if tag else _trimmed(text, opened, at), "double", False))
            opened = at
        elif sign == "“":
            nested += ahead > 0  # each of the two has its own closing mark
        elif sign not in "“„«":
            found.append(Stretch(opened, mark.end(), "double", True))
            opened = None
    if opened is not None:
        found.append(Stretch(opened, _trimmed(text, opened, end), "double", False))
    return found


def _opens(text: str, at: int, after: int, start: int, end: int, sign: str) -> bool:
    """Whether a mark can open: a closing curly one only before a word, a straight one not after a digit (inches)."""
    if after >= end or (sign in "”»" and ((at > start and not text[at - 1].isspace()) or text[after].isspace())):
        return False
    return sign != '"' or not (INCHES.search(text, max(start, at - 6), at) and not text[after].isalnum())


def _single(text: str, start: int, end: int) -> list[Stretch]:
    found: list[Stretch] = []
    at = start
    openings = [m.start() for m in SINGLE_OPENING.finditer(text, start, end)]
    if not openings:
        return found
    closings = [m.start() for m in SINGLE_CLOSING.finditer(text, start, end)]
    first = 0
    for number, opening in enumerate(openings):
        if opening < at:
            continue
        limit = min(end, opening + LONGEST_SINGLE)
        while first < len(closings) and closings[first] <= opening + 1:
            first += 1
        nearer = openings[number + 1] if number + 1 < len(openings) else end
        closing = _closing(text, closings, first, limit, nearer)
        if closing is None and first == len(closings) and SPEECH_BEFORE.match(text, max(start, opening - 2), opening):
            last = _trimmed(text, opening, end)
            if text[last - 1] in ".?!" and not TAG.search(text, opening, end):  # it goes on in the next paragraph
                found.append(Stretch(opening, last, "single", False))
            break
        if closing is not None:
            found.append(Stretch(opening, closing + 1, "single", True))
            at = closing + 1
    return found


def _closing(text: str, closings: list[int], first: int, limit: int, nearer: int) -> int | None:
    """The mark that closes: the first that is no plural's apostrophe, as far as a later one can stand for it."""
    fallback = None
    for closing in closings[first : first + 12]:
        if closing >= limit or (fallback is not None and closing > nearer):
            break
        possessive = text[closing - 1] in "sS" and re.match(r"\s[a-z]", text[closing + 1 : closing + 3])
        if not possessive:
            return closing
        fallback = closing if fallback is None else fallback
    return fallback


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
