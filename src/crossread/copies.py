"""Copies: articles that carry each other's words, as papers do with the text of an agency.

Texts are compared as sets of 5-word shingles (Broder 1997). Resemblance alone misses a cut copy, so what counts is
containment: the share of an article's shingles that stand in another.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

SHINGLE = 5
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


def shingles(words: str) -> set[tuple[str, ...]]:
    """The 5-word sequences of a text, capitals and punctuation aside."""
    tokens = re.findall(r"\w+", words.lower())
    return set(zip(*(tokens[n:] for n in range(SHINGLE)), strict=False))


def find_copies(texts: Sequence[Text]) -> list[Copy]:
    """The copies among ``texts``, in order of article_id.

    An article is a copy of the one that holds most of it, at least half, and that comes before it: surely earlier,
    or, where the order is not known, longer. So no two articles are copies of each other. Near-linear in the number
    of texts: of those that share a shingle, each is compared with the :data:`ORIGINALS` likeliest originals only.
    """
    texts = sorted(texts, key=lambda text: text.article_id)
    sets = [shingles(text.words) for text in texts]
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, own in enumerate(sets):
        for shingle in own:
            holders[shingle].append(place)
    shared: defaultdict[int, Counter[int]] = defaultdict(Counter)
    rank = {place: number for number, place in enumerate(sorted(range(len(texts)), key=_likeliest(texts, sets)))}
    for places in holders.values():
        if len(places) > 1:
            originals = sorted(places, key=rank.__getitem__)[:ORIGINALS]
            for place in places:
                shared[place].update(originals)
    copies = []
    for place, counts in sorted(shared.items()):
        candidates = [
            (count / len(sets[place]), -rank[other], other)
            for other, count in counts.items()
            if other != place and count >= COPY_FROM * len(sets[place]) and _before(other, place, texts, sets)
        ]
        if candidates:
            share, _, other = max(candidates)
            copies.append(Copy(texts[place].article_id, texts[other].article_id, share))
    return copies


def _likeliest(texts: Sequence[Text], sets: list[set]) -> Callable[[int], tuple]:
    """Sorts articles by how likely they are to be an original: those of known time first, by time, then by length."""

    def key(place: int) -> tuple:
        end = texts[place].published_end
        return (end is None, end.value if end is not None else 0, -len(sets[place]), place)

    return key


def _before(one: int, other: int, texts: Sequence[Text], sets: list[set]) -> bool:
    if _surely_earlier(texts[one], texts[other]):
        return True
    if _surely_earlier(texts[other], texts[one]):
        return False
    return (-len(sets[one]), one) < (-len(sets[other]), other)


def _surely_earlier(one: Text, other: Text) -> bool:
    return (
        one.published_end is not None
        and other.published_start is not None
        and one.published_end < other.published_start
    )
