"""Copies: articles that carry each other's words, as papers do with the text of an agency.

Texts are compared as sets of 5-word shingles (Broder 1997). Resemblance alone misses a cut copy, so what counts is
containment: the share of an article's shingles that stand in another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

SHINGLE = 5
AT_ONCE = 300_000  # shingles whose pairs are counted at once
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits evenly spread: 2**64 over the golden ratio
COPY_FROM = 0.5  # containment from which an article counts as a copy
ORIGINALS = (
    20  # of the articles that share a shingle, so many of the earliest and longest are taken for possible originals
)


class Text(NamedTuple):
    """What is compared of an article: its words, and the range in which it appeared."""

    article_id: str
    words: str
    published_start: pd.Timestamp | None = None
    published_end: pd.Timestamp | None = None


class Copy(NamedTuple):
    """``share`` of the shingles of ``article_id`` stand in ``copy_of``."""

    article_id: str
    copy_of: str
    share: float


def find_copies(texts: Sequence[Text]) -> list[Copy]:
    """The copies among ``texts``, in order of article_id.

    An article is a copy of the one that holds most of it, at least half, and that comes before it: surely earlier,
    or, where the order is not known, longer. So no two articles are copies of each other. Near-linear in the number
    of texts: of those that share a shingle, each is compared with the :data:`ORIGINALS` likeliest originals only.
    """
    texts = sorted(texts, key=lambda text: text.article_id)
    found, places = _numbered(texts)
    sizes = np.bincount(places, minlength=len(texts))
    order = sorted(range(len(texts)), key=_likeliest(texts, sizes))
    rank = np.empty(len(texts), dtype=np.int64)
    rank[order] = np.arange(len(texts))
    shared: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, original, count in _shared(found, rank[places], sizes[order]):
        shared[order[number]].append((order[original], count))
    copies = []
    for place, counts in sorted(shared.items()):
        candidates = [
            (count / sizes[place], -rank[other], other)
            for other, count in counts
            if _before(other, place, texts, sizes)
        ]
        if candidates:
            share, _, other = max(candidates)
            copies.append(Copy(texts[place].article_id, texts[other].article_id, float(share)))
    return copies


def _numbered(texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray]:
    """The shingles of all texts, each as a number and once a text, and the places of the texts that they are of.

    Words are numbered as they come; a shingle is the polynomial of its words' numbers modulo 2**64 (Rabin 1981), as
    millions of tuples of words would fill the memory.
    """
    numbers: dict[str, int] = {}
    hashes, places = [], []
    for place, text in enumerate(texts):
        words = [numbers.setdefault(word, len(numbers) + 1) for word in re.findall(r"\w+", text.words.lower())]
        line = np.array(words, dtype=np.uint64)
        n = max(len(line) - SHINGLE + 1, 0)
        value = np.zeros(n, dtype=np.uint64)
        for offset in range(SHINGLE):
            value = (value + line[offset : offset + n]) * MULTIPLIER
        hashes.append(np.unique(value))
        places.append(np.full(len(hashes[-1]), place, dtype=np.int64))
    return np.concatenate([*hashes, np.array([], np.uint64)]), np.concatenate([*places, np.array([], np.int64)])


def _shared(found: np.ndarray, ranks: np.ndarray, sizes: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Pairs of texts by rank, and how many shingles they share: at least :data:`COPY_FROM` of the first one's.

    Of the texts that hold a shingle only the first :data:`ORIGINALS` are the second of a pair.
    """
    by_shingle = np.lexsort((ranks, found))
    found, ranks = found[by_shingle], ranks[by_shingle]
    first = np.searchsorted(found, found, "left")
    held_by = np.searchsorted(found, found, "right") - first
    several = held_by > 1
    likely = np.bincount(ranks[several], minlength=len(sizes)) >= COPY_FROM * sizes
    held = np.flatnonzero(several & likely[ranks])
    held = held[np.argsort(ranks[held], kind="stable")]
    for some in np.array_split(held, np.searchsorted(ranks[held], _bounds(ranks[held]))):
        pairs = []
        for number in range(ORIGINALS):
            some = some[held_by[some] > number]
            pairs.append(ranks[some] * len(sizes) + ranks[first[some] + number])
        both, counts = np.unique(np.concatenate(pairs), return_counts=True)
        one, other = np.divmod(both, len(sizes))
        enough = (counts >= COPY_FROM * sizes[one]) & (one != other)
        yield from zip(one[enough].tolist(), other[enough].tolist(), counts[enough].tolist(), strict=True)


def _bounds(ranks: np.ndarray) -> np.ndarray:
    """The texts before which the work is split, so that not all pairs are in memory at once."""
    return np.unique(ranks[AT_ONCE::AT_ONCE])


def _likeliest(texts: Sequence[Text], sizes: np.ndarray) -> Callable[[int], tuple]:
    """Sorts articles by how likely they are to be an original: those of known time first, by time, then by length."""

    def key(place: int) -> tuple:
        end = texts[place].published_end
        return (end is None, end.value if end is not None else 0, -sizes[place], place)

    return key


def _before(one: int, other: int, texts: Sequence[Text], sizes: np.ndarray) -> bool:
    if _surely_earlier(texts[one], texts[other]):
        return True
    if _surely_earlier(texts[other], texts[one]):
        return False
    return (-sizes[one], one) < (-sizes[other], other)


def _surely_earlier(one: Text, other: Text) -> bool:
    return (
        one.published_end is not None
        and other.published_start is not None
        and one.published_end < other.published_start
    )
