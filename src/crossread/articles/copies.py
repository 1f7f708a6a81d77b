"""Copies: articles that carry each other's words, as papers do with the text of an agency.

Texts are compared as sets of 5-word shingles (Broder 1997). Resemblance alone misses a cut copy, so what counts is
containment: the share of an article's shingles that stand in another.
"""

import re
import zlib
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

SHINGLE = 5
AT_ONCE = 300_000  # shingles whose pairs are counted at once
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits evenly spread: 2**64 over the golden ratio
COPY_FROM = 0.5  # containment from which an article counts as a copy
ORIGINALS = 20  # of the articles that share a shingle, so many of the likeliest can be originals


class Text(NamedTuple):
    """What is compared of an article: its words as :func:`shingles` gives them, and the range in which it appeared."""

    article_id: str
    shingles: str
    published_start: pd.Timestamp | None = None
    published_end: pd.Timestamp | None = None


class Copy(NamedTuple):
    """``share`` of the shingles of ``article_id`` stand in ``copy_of``."""

    article_id: str
    copy_of: str
    share: float


def find_copies(texts: Iterable[Text]) -> list[Copy]:
    """The copies among ``texts``, in order of article_id.

    An article is a copy of the one that holds most of it, at least half, and that comes before it: surely earlier,
    or, where the order is not known, longer. So no two articles are copies of each other. Near-linear in the number
    of texts: of those that share a shingle, each is compared with the :data:`ORIGINALS` likeliest originals only.
    """
    found = ((t._replace(shingles=""), np.frombuffer(b64decode(t.shingles), dtype="<u8")) for t in texts)
    found = sorted(found, key=lambda one: one[0].article_id)
    texts = [text for text, _ in found]
    sizes = np.array([len(own) for _, own in found], dtype=np.int64)
    ends = [text.published_end for text in texts]
    # by how likely they are to be an original: those of known time first, by time, then by length
    by = [(end is None, end.value if end is not None else 0, -sizes[n], n) for n, end in enumerate(ends)]
    order = sorted(range(len(texts)), key=by.__getitem__)
    shared: defaultdict[int, list[tuple]] = defaultdict(list)
    for one, other, count in _shared([found[place][1] for place in order], sizes[order]):
        if _before(order[other], order[one], texts, sizes):
            shared[order[one]].append((count, -other, texts[order[other]].article_id))
    copies = []
    for place, originals in sorted(shared.items()):
        count, _, original = max(originals)
        copies.append(Copy(texts[place].article_id, original, float(count / sizes[place])))
    return copies


def shingles(words: str) -> str:
    """The 5-word sequences of a text, each once and as a number, capitals and punctuation aside, in order; the bytes of
    these as Base64.

    A word is its checksum; a sequence is the polynomial of its words' numbers modulo 2**64 (Rabin 1981), as millions of
    tuples of words would fill the memory.
    """
    line = np.array([zlib.crc32(word.encode()) for word in re.findall(r"\w+", words.lower())], dtype=np.uint64)
    n = max(len(line) - SHINGLE + 1, 0)
    value = np.zeros(n, dtype=np.uint64)
    for offset in range(SHINGLE):
        value = (value + line[offset : offset + n]) * MULTIPLIER
    value.sort()
    once = value[np.diff(value, prepend=~value[:1]) != 0]  # np.unique takes fifty times as long
    return b64encode(once.astype("<u8").tobytes()).decode()


def _shared(found: list[np.ndarray], sizes: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Pairs of texts, and how many shingles they share: at least :data:`COPY_FROM` of the first one's.

    Of the texts that hold a shingle only the first :data:`ORIGINALS` are the second of a pair.
    """
    every = np.sort(np.concatenate([*found, np.array([], np.uint64)]))
    several = np.unique(every[1:][every[1:] == every[:-1]])
    del every
    held = [_within(own, several) for own in found]
    likely = np.array([len(own) for own in held], dtype=np.int64) >= COPY_FROM * sizes
    places = np.repeat(np.arange(len(held), dtype=np.int32), [len(own) for own in held])
    held = np.concatenate([*held, np.array([], np.int32)])
    by_shingle = np.argsort(held, kind="stable")  # and within a shingle in order of place
    first = np.searchsorted(held[by_shingle], np.arange(len(several) + 1))
    holders = places[by_shingle]
    mine = np.flatnonzero(likely[places])
    for some in np.array_split(mine, np.searchsorted(places[mine], np.unique(places[mine][AT_ONCE::AT_ONCE]))):
        pairs = []
        for number in range(ORIGINALS):
            at = first[held[some]] + number
            some, at = (kept[at < first[held[some] + 1]] for kept in (some, at))
            pairs.append(places[some].astype(np.int64) * len(sizes) + holders[at])
        both, counts = np.unique(np.concatenate(pairs), return_counts=True)
        one, other = np.divmod(both, len(sizes))
        enough = (counts >= COPY_FROM * sizes[one]) & (one != other)
        yield from zip(one[enough].tolist(), other[enough].tolist(), counts[enough].tolist(), strict=True)


def _within(own: np.ndarray, several: np.ndarray) -> np.ndarray:
    """Where in ``several`` those of ``own`` stand that are there; both are in order."""
    at = np.searchsorted(several, own)
    there = at < len(several)
    there[there] = several[at[there]] == own[there]
    return at[there].astype(np.int32)


def _before(one: int, other: int, texts: Sequence[Text], sizes: np.ndarray) -> bool:
    """Whether ``one`` is surely earlier than ``other``, or, where the order is not known, longer."""
    for first, second in ((one, other), (other, one)):
        end, start = texts[first].published_end, texts[second].published_start
        if end is not None and start is not None and end < start:
            return first == one
    return (-sizes[one], one) < (-sizes[other], other)
