"""Frames: words that indicate how a matter is treated, found sentence by sentence after a code book.

A code book (``lists/frames_*.toml``) lists indicators, each with the frame that it speaks for, its definition, its
source and its patterns. An indicator that is found is evidence for a reader to judge; it is no verdict on a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread import lists
from crossread.text import tokens

DIGIT = re.compile(r"\d")
BEGINNING = re.compile(r"[^\W_]+")
SPACE = r"\W{1,4}+"
OTHER = "\0"  # in place of what is no single sign in a regular expression
GAP = rf"(?:{SPACE}\w++){{0,5}}?"
OPENING, OPENING_WEIGHT = 2, 2  # sentences that open an article, and what each of them counts for
KNOWN = 50_000  # words of which it is kept what to look for
ORDINARY_TEXTS = 5  # what ordinary news weighs beside a set of texts


# What fits behind a word, if it alone is never enough, and the indicators that it may begin, each with what fits behind
# it and whether the word alone is enough.
Candidates = tuple[re.Pattern | None, list[tuple[str, str, bool]]]


class Indicator(NamedTuple):
    """One way in which a text shows a frame, and what a sentence with it counts for."""

    name: str
    frame: str
    definition: str
    source: str
    weight: float


class Book(NamedTuple):
    """A code book. ``ordinary`` is the share of sentences of ordinary news that have each frame, ``usual`` mean and
    standard deviation of its :func:`salience` there; ``beginnings`` say what has to come behind a word for each
    indicator, by the word or by its first letters and a star."""

    name: str
    source: str
    indicators: dict[str, Indicator]
    ordinary: dict[str, float]
    usual: dict[str, list[float]]
    beginnings: dict[str, dict[str, list[str]]]
    anywhere: list[tuple[str, re.Pattern, bool]]  # and whether only in sentences with a digit
    seen: set[str]  # words that were looked up
    known: dict[str, Candidates]  # those of them that an indicator may begin with

    @property
    def frames(self) -> list[str]:
        """The frames in the order of the book."""
        return list(dict.fromkeys(indicator.frame for indicator in self.indicators.values()))


class Hit(NamedTuple):
    """An indicator found; ``sentence`` counts the sentences that were given."""

    sentence: int
    start: int
    end: int
    frame: str
    indicator: str


def load(path: Path) -> Book:
    """Read a code book.

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the entry.
    """
    indicators: dict[str, Indicator] = {}
    beginnings: dict[str, dict[str, list[str]]] = {}
    anywhere = []
    with lists.book(path) as book:
        named = {f"@{name}": words for name, words in book.get("words", {}).items()}
        for entry in book.each("indicator", "id"):
            name, weight = entry["id"], float(entry.get("weight", 1))
            indicators[name] = Indicator(name, entry["frame"], entry["definition"], entry["source"], weight)
            for line in map(str.strip, entry["patterns"].splitlines()):
                kind, _, expression = line.partition(":")
                if kind in ("re", "digits"):
                    anywhere.append((name, re.compile(expression), kind == "digits"))
                    continue
                for pattern in filter(str.strip, line.split(";")):
                    for begins, behind in _openings(pattern, named):
                        beginnings.setdefault(begins, {}).setdefault(name, []).append(behind)
        ordinary = {frame: float(share) / 100 for frame, share in book.get("ordinary", {}).items()}
        usual = {frame: [float(mean), float(spread)] for frame, (mean, spread) in book.get("usual", {}).items()}
        return Book(book["codebook"], book["source"], indicators, ordinary, usual, beginnings, anywhere, set(), {})


def _openings(line: str, named: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What the first word of a pattern begins with, starred where more letters may follow, and what has to come behind
    it."""
    elements = [
        [word for part in element.lower().split("/") for word in (named[part].split("/") if part[0] == "@" else [part])]
        for element in line.split()
    ]
    rest = ""
    for alternatives in elements[1:]:
        one_of = "|".join(map(_escaped, alternatives))
        rest += GAP if alternatives == ["..."] else rf"{SPACE}(?:{one_of})(?!\w)"
    for word in elements[0]:
        begins = BEGINNING.match(word).group()
        behind = word.removeprefix(begins)
        star = "*" if behind[:1] == "*" else ""
        more = _escaped(behind.removeprefix(star))
        yield begins + star, (more and more + r"(?!\w)") + rest


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*+").replace("_", r"\s+")


def _any_of(behind: list[str]) -> str:
    """A pattern that fits where one of several does; what many of them begin with is tried once."""
    for begins in (GAP + SPACE, SPACE):
        shared = [each.removeprefix(begins) for each in behind if each.startswith(begins)]
        if shared:
            behind = [each for each in behind if not each.startswith(begins)] + [f"{begins}(?:{'|'.join(shared)})"]
    return "|".join(behind)


@cache
def _compiled(pattern: str) -> re.Pattern:
    """Compiled when it is first needed: few of thousands are in a set."""
    return re.compile(pattern, re.IGNORECASE)


def find(text: str, sentences: Iterable[tuple[int, int]], book: Book) -> list[Hit]:
    """The indicators of ``book`` in ``sentences`` (spans of ``text``), in order; hits of one indicator do not overlap.

    Linear in the length of the text.
    """
    spans, known = tuple(sentences), book.known
    read = tokens.words(text, spans)
    if len(book.seen) > KNOWN:
        book.seen.clear()
    new = {*read.words} - book.seen
    book.seen.update(new)
    known.update((word, candidates) for word in new if (candidates := _candidates(word, book))[1])
    found = []
    for at in [at for at, word in enumerate(read.words) if word in known]:
        any_of, candidates = known[read.words[at]]
        place, number = read.ends[at], read.spans[at]
        end = spans[number][1]
        if any_of and not any_of.match(text, place, end):
            continue
        for name, pattern, is_enough in candidates:
            match = pattern and _compiled(pattern).match(text, place, end)
            if match or is_enough:
                found.append((number, read.starts[at], -(match.end() if match else place), name))
    with_digits = [number for number, span in enumerate(spans) if DIGIT.search(text, *span)] if book.anywhere else []
    for name, pattern, of_digits in book.anywhere:
        for number in with_digits if of_digits else range(len(spans)):
            found += [(number, m.start(), -m.end(), name) for m in pattern.finditer(text, *spans[number])]
    hits: list[Hit] = []
    taken: dict[str, int] = {}
    for number, first, last, name in sorted(found):
        if first >= taken.get(name, 0):
            taken[name] = -last
            hits.append(Hit(number, first, -last, book.indicators[name].frame, name))
    return hits


def _candidates(word: str, book: Book) -> Candidates:
    """The indicators that may begin with ``word``, what to look for behind it, and whether it alone is enough."""
    keys = [word, *(f"{word[:n]}*" for n in range(1, len(word) + 1))]
    found = [own for key in keys if key in book.beginnings for own in book.beginnings[key].items()]
    alone = any("" in behind for _, behind in found)
    any_of = _compiled(_any_of([each for _, behind in found for each in behind])) if found and not alone else None
    return any_of, [
        (name, "|".join(sorted({*behind} - {""}, key=lambda each: (-len(each), each))), "" in behind)
        for name, behind in found
    ]


def salience(hits: Iterable[Hit], n_sentences: int, book: Book) -> dict[str, float]:
    """How much of the scale of each frame a text of ``n_sentences`` answers, 0 or more.

    An indicator is a question of the scale. It counts by the square root of the share of sentences that answer it, at
    its weight: another question answered says more than one that is answered again (Semetko and Valkenburg 2000 take
    the mean of yes and no). Words repeated in a sentence add nothing; the :data:`OPENING` sentences count double.
    """
    size = n_sentences + (OPENING_WEIGHT - 1) * min(OPENING, n_sentences)
    counts = dict.fromkeys(book.indicators, 0)
    for indicator, sentence in {(hit.indicator, hit.sentence) for hit in hits}:
        counts[indicator] += OPENING_WEIGHT if sentence < OPENING else 1
    sums = dict.fromkeys(book.frames, 0.0)
    for name, count in counts.items():
        indicator = book.indicators[name]
        sums[indicator.frame] += sqrt(indicator.weight * count / max(1, size))
    return sums


def strengths(texts: pd.DataFrame, book: Book) -> pd.DataFrame:
    """How far each frame stands out in each of some ``texts`` on one matter (a row each, of :func:`salience`).

    In standard deviations from a mean, both of ordinary news and of these texts together, where ordinary news weighs as
    much as :data:`ORDINARY_TEXTS` of them: so the words that come with the matter count for little in a large set, and
    one text alone is compared with ordinary news.
    """
    usual, spread = (pd.Series({frame: pair[n] for frame, pair in book.usual.items()}) for n in (0, 1))
    size = ORDINARY_TEXTS + len(texts)
    mean = (ORDINARY_TEXTS * usual + texts.sum()) / size
    variance = (ORDINARY_TEXTS * (spread**2 + (usual - mean) ** 2) + ((texts - mean) ** 2).sum()) / size
    return (texts - mean) / variance**0.5
