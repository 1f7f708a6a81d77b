"""Quotation marks: which of them open and close what, told apart from apostrophes, inches and nested marks.

Marks are paired within a paragraph only, so that a missing one spoils no more than its own; an unclosed mark runs
to the paragraph's end (in PolNeAR, one article in four has one). A quote over several paragraphs, an opening mark
at each and a closing one at the last alone, is several stretches here, of which all but the last are not closed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
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
    r"""['‘](?<![\w'’‘.,!?].)(?=[\w"“£$€…])(?!\d\ds\b)(?!(?i:em|til|tis|twas|cause|cos|n|round|bout)\b)"""
)
SINGLE_CLOSING = re.compile(r"""['’](?<=[\w.,!?…;%)"”].)(?!\w)""")
INNER_OPENING = re.compile(r"""\s"[A-Z]""")
TAG = re.compile(r",\s(?:\S{1,30}\s){0,4}(?:said|says|added)\b", re.IGNORECASE)
INCHES = re.compile(r"\d['’]?\s?\d*$")
LONGEST_SINGLE = 1200  # characters; a mark whose partner is further away is an apostrophe


@lru_cache(maxsize=200)  # an article's paragraphs are asked for by those who look for quotes and for labels
def stretches(text: str, start: int, end: int) -> tuple[Stretch, ...]:
    """Stretches in marks of the paragraph ``text[start:end]``, in order, none within another.

    Single marks count where they stand outside double ones.
    """
    found, at = [], start
    for stretch in _outermost(text, double(text, start, end), start, end):
        before = _single(text, at, stretch.start)
        found += before
        found.append(stretch)
        at = stretch.end
    return (*found, *_single(text, at, end))


def _outermost(text: str, doubles: list[Stretch], start: int, end: int) -> list[Stretch]:
    """Of stretches in double marks and those in single ones that hold some, the outer: 'She said "no" to me,'."""
    outer = [s for s in _single(text, start, end) if text[s.end - 2] in ".,?!"] if doubles else []
    found: list[Stretch] = []
    for stretch in sorted([*doubles, *outer]):
        if found and stretch.end <= found[-1].end:
            continue
        if found and stretch.start < found[-1].end:  # they cross: the double ones are sure
            if stretch.kind == "double":
                found[-1] = stretch
        elif stretch.kind == "double" or re.search('["“]', text[stretch.start : stretch.end]):
            found.append(stretch)
    return found


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
    openings = [m.start() for m in SINGLE_OPENING.finditer(text, start, end)]
    closings = [m.start() for m in SINGLE_CLOSING.finditer(text, start, end)] if openings else []
    for opening, nearer in zip(openings, [*openings[1:], end], strict=False):
        if not found or opening >= found[-1].end:
            first = bisect_right(closings, opening + 1)
            closing = _closing(text, closings[first : first + 12], min(end, opening + LONGEST_SINGLE), nearer)
            if closing is not None:
                found.append(Stretch(opening, closing + 1, "single", True))
    return found


def _closing(text: str, closings: list[int], limit: int, nearer: int) -> int | None:
    """The mark that closes: the first that is no plural's apostrophe, as far as a later one can stand for it."""
    fallback = None
    for closing in closings:
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
