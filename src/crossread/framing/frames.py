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
    standard deviation of its :func:`salience` there; ``words`` and ``stems`` say what to look for at a word, by it or
    its first :attr:`shortest` letters."""

    name: str
    source: str
    indicators: dict[str, Indicator]
    ordinary: dict[str, float]
    usual: dict[str, list[float]]
    words: dict[str, list[tuple[str, list[str], bool]]]
    stems: dict[str, list[tuple[str, str, list[str], bool]]]
    shortest: int
    anywhere: list[tuple[str, re.Pattern, bool]]  # and whether only in sentences with a digit
    known: dict[str, Candidates]  # what was looked for at a word

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
    words: dict[str, dict[str, list[str]]] = {}
    stems: dict[str, dict[str, list[str]]] = {}
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
                    for begins, is_stem, behind in _openings(pattern, named):
                        index = stems if is_stem else words
                        index.setdefault(begins, {}).setdefault(name, []).append(behind)
        shortest = min(map(len, stems), default=1)
        by_beginning: dict[str, list[tuple[str, str, list[str], bool]]] = {}
        for stem, found in stems.items():
            by_beginning.setdefault(stem[:shortest], []).extend((stem, *one) for one in _joined(found))
        ordinary = {frame: float(share) / 100 for frame, share in book.get("ordinary", {}).items()}
        usual = {frame: [float(mean), float(spread)] for frame, (mean, spread) in book.get("usual", {}).items()}
        whole = {begins: _joined(found) for begins, found in words.items()}
        return Book(
            book["codebook"], book["source"], indicators, ordinary, usual, whole, by_beginning, shortest,
            anywhere, {},
        )  # fmt: skip


def _elements(line: str, named: dict[str, str]) -> list[list[str]]:
    """The words of a pattern, each as its alternatives."""
    return [
        [word for part in element.lower().split("/") for word in (named[part].split("/") if part[0] == "@" else [part])]
        for element in line.split()
    ]


def _openings(line: str, named: dict[str, str]) -> Iterator[tuple[str, bool, str]]:
    """What the first word of a pattern begins with, whether more letters may follow, and what has to come behind it."""
    first, *others = _elements(line, named)
    rest = ""
    for alternatives in others:
        one_of = "|".join(map(_escaped, alternatives))
        rest += GAP if alternatives == ["..."] else rf"{SPACE}(?:{one_of})(?!\w)"
    for word in first:
        begins = BEGINNING.match(word).group()
        behind = word.removeprefix(begins)
        more = _escaped(behind.removeprefix("*"))
        yield begins, behind[:1] == "*", (more and more + r"(?!\w)") + rest


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*+").replace("_", r"\s+")


def _joined(found: dict[str, list[str]]) -> list[tuple[str, list[str], bool]]:
    """Each indicator with what may come behind a word, the longest first, and whether the word alone is enough."""
    return [
        (name, sorted(filter(None, dict.fromkeys(behind)), key=len, reverse=True), "" in behind)
        for name, behind in found.items()
    ]


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
    if len(known) > KNOWN:
        known.clear()
    words = {*read.words}
    for word in words.difference(known):
        known[word] = _candidates(word, book)
    found = []
    begun = {word for word in words if known[word][1]}
    for at in [at for at, word in enumerate(read.words) if word in begun]:
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
    begun = book.stems.get(word[: book.shortest], ())
    found = [*book.words.get(word, ()), *(found for stem, *found in begun if word.startswith(stem))]
    alone = any(is_enough for *_, is_enough in found)
    any_of = None if alone or not found else _compiled(_any_of([each for _, behind, _ in found for each in behind]))
    return any_of, [(name, "|".join(behind), is_enough) for name, behind, is_enough in found]


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
