"""Which of many passages are worth comparing, how alike these are, and which go together.

Nothing is compared with everything: passages meet where they share a rare term, or two that are rare together, and of
the passages that share one each meets only so many before it. So the work grows with the number of passages and not
with its square. What :func:`crossread.comparison.similarity.alike` says of two passages is reckoned here for many pairs
at once, in arrays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product
from math import fsum
from typing import NamedTuple

import numpy as np

from crossread.comparison.similarity import ASKED, FEWEST, Terms, Weights, at_odds
from crossread.comparison.similarity import alike as one_by_one

KEYS = 8  # rarest terms of a passage that it is looked up by
PAIRED = 5  # of these that are looked up two by two: together they are rarer than each
WINDOW = 20  # passages that share a key are compared with so many before them
CROWD = 200  # passages that share a key from which on it tells little
FEW = 6  # and they are compared with so many before them
MOST_PAIRS = 24  # a passage is compared with so many before it in all, those with which it shares most keys
COUNTED = 3  # things that a passage counts that are looked at before it is compared
WIDEST = 32  # terms of a passage that is reckoned in arrays; wider ones are few
CHUNK = 20_000  # passages whose pairs are reckoned at once


class Coded(NamedTuple):
    """Passages as rows of numbers: their terms, the rarest first, and what these weigh."""

    terms: np.ndarray  # a row a passage, -1 behind its last
    weight: np.ndarray  # of each term
    size: np.ndarray  # of each passage: its terms, the sum of their weights, that of their squares
    sums: np.ndarray
    squares: np.ndarray
    asks: np.ndarray
    measures: np.ndarray  # what a passage counts, -1 behind its last, and with which numbers; none where two are of one
    values: np.ndarray


def coded(passages: Sequence[Terms], weight: Mapping[str, float]) -> Coded:
    """Passages in numbers; ``weight`` has every term of theirs."""
    present = set().union(*(passage.all for passage in passages))
    rank = {term: n for n, term in enumerate(sorted(present, key=lambda term: (-weight[term], term)))}
    rows = [sorted(rank[term] for term in passage.all)[:WIDEST] for passage in passages]
    size = np.array([len(row) for row in rows])
    terms = np.full((len(rows), max(size.max(), 1)), -1, dtype=np.int32)
    terms[np.arange(terms.shape[1]) < size[:, None]] = [n for row in rows for n in row]
    size = np.array([len(passage.all) for passage in passages])
    weighs = np.array([*(weight[term] for term in rank), 0.0])
    each = weighs[terms]
    asks = np.array([ASKED in passage.said for passage in passages], dtype=bool)
    names: dict[str, int] = {}
    number = {n: [names.setdefault(part, len(names)) for part in term.lstrip("¬").rpartition(":")[::2]]
              for term, n in rank.items() if term.lstrip("¬")[0] == "#"}  # fmt: skip
    measures, values = (np.full((len(rows), COUNTED), -1, dtype=np.int32) for _ in range(2))
    for n, row in enumerate(rows):
        own = [number[term] for term in row if term in number]
        if 0 < len({measure for measure, _ in own}) == len(own) <= COUNTED:
            measures[n, : len(own)], values[n, : len(own)] = zip(*own, strict=True)
    return Coded(terms, weighs, size, each.sum(1), (each**2).sum(1), asks, measures, values)


def pairs(given: Coded) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of passages that share a key, by place, the later one second; some at a time, each once."""
    keys = [given.terms[:, n].astype(np.int64) for n in range(min(KEYS, given.terms.shape[1]))]
    two = [
        np.where(b < 0, -1, (a + 1) * len(given.weight) + b)
        for a, b in combinations(keys[:PAIRED], 2)
    ]  # fmt: skip
    key = np.concatenate([*keys, *two])
    place = np.tile(np.arange(len(given.terms)), len(keys) + len(two))
    key, place = key[key >= 0], place[key >= 0]
    order = np.lexsort((place, key))
    key, place = key[order], place[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    sizes = np.diff(starts, append=len(key))
    window = np.repeat(np.where(sizes > CROWD, FEW, WINDOW), sizes)
    for first in range(0, len(given.terms), CHUNK):
        own = np.flatnonzero((place >= first) & (place < first + CHUNK))
        met = []
        for back in range(1, WINDOW + 1):
            own = own[(own >= back) & (window[own] >= back)]
            own = own[key[own] == key[own - back]]
            met.append(place[own] * len(given.terms) + place[own - back])
        both, shared = np.unique(np.concatenate(met), return_counts=True)
        later, earlier = np.divmod(both, len(given.terms))
        order = np.lexsort((earlier, -shared, later))
        later, earlier = later[order], earlier[order]
        nth = np.arange(len(later)) - np.searchsorted(later, later)
        yield earlier[nth < MOST_PAIRS], later[nth < MOST_PAIRS]


def alike(
    passages: Sequence[Terms], weight: Weights, apart: np.ndarray, least: float, whole: np.ndarray | None = None
) -> dict[tuple[int, int], float]:
    """How alike those passages are that are worth comparing, by pairs of places; without those that are at odds.

    For ``apart``, ``least`` and ``whole`` see :func:`scored`.
    """
    found = zip(*(each.tolist() for each in scored(passages, weight, apart, least, whole)), strict=True)
    return {(a, b): score for a, b, score in found if not at_odds(passages[a], passages[b])}


def scored(
    passages: Sequence[Terms], weight: Weights, apart: np.ndarray, least: float, whole: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of passages that are worth comparing, as places of the one and of the other, with how alike they are.

    ``apart`` has a number for each passage: two with the same number are not compared. ``whole`` says of each passage
    whether it is held against all of the other. Pairs below ``least`` are left out, and those that count the same with
    another number; others can be at odds.
    """
    found = [(np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0))]
    given = coded(passages, weight) if len(passages) > 1 else None
    for one, other in pairs(given) if given else ():
        use = (apart[one] != apart[other]) & (given.asks[one] == given.asks[other])
        one, other = one[use], other[use]
        use = ~_count_otherwise(given, one, other)
        one, other = one[use], other[use]
        score = np.zeros(len(one))
        width = np.maximum(given.size[one], given.size[other])
        for low, high in pairwise((0, 6, 10, 16, WIDEST)):
            own = np.flatnonzero((width > low) & (width <= high))
            wide = None if whole is None else whole[one[own]] | whole[other[own]]
            score[own] = _scores(given, one[own], other[own], min(high, given.terms.shape[1]), wide)
        for n in np.flatnonzero(width > WIDEST).tolist():
            a, b = int(one[n]), int(other[n])
            score[n] = one_by_one(passages[a], passages[b], weight, whole is not None and bool(whole[a] | whole[b]))
        use = score >= max(least, 1e-9)
        found.append((one[use], other[use], score[use]))
    return tuple(map(np.concatenate, zip(*found, strict=True)))


def _count_otherwise(given: Coded, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether two passages surely count the same thing with different numbers."""
    found = np.zeros(len(one), dtype=bool)
    for a, b in product(range(COUNTED), repeat=2):
        same = given.measures[one, a] == given.measures[other, b]
        found |= same & (given.measures[one, a] >= 0) & (given.values[one, a] != given.values[other, b])
    return found


def _scores(given: Coded, one: np.ndarray, other: np.ndarray, width: int, whole: np.ndarray | None) -> np.ndarray:
    """The likeness of pairs of passages with at most ``width`` terms."""
    own, their = given.terms[one, :width], given.terms[other, :width]
    shared = np.zeros(own.shape, dtype=bool)
    for n in range(width):
        shared |= own == their[:, n, None]
    shared &= own >= 0
    weighs = np.where(shared, given.weight[own], 0.0)
    sums, squares = weighs.sum(1), (weighs**2).sum(1)
    part = np.minimum(given.sums[one], given.sums[other])
    if whole is not None:
        part = np.where(whole, np.maximum(given.sums[one], given.sums[other]), part)
    below = np.sqrt(given.squares[one] * given.squares[other])
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.minimum(1.0, (squares / below + sums / part) / 2)
    return np.where((shared.sum(1) >= FEWEST) & (below > 0), score, 0.0).round(9)


def against(passages: Sequence[Terms], fellows: Sequence[Terms], weight: Weights) -> np.ndarray:
    """How alike each of ``passages`` is to each of ``fellows``, in rows and columns; also of those that are at odds."""
    number = {term: n for n, term in enumerate(sorted(set().union(*(fellow.all for fellow in fellows))))}
    known = frozenset(number)

    def held(each: Sequence[Terms]) -> np.ndarray:
        found = np.zeros((len(each), len(number)))
        for row, passage in zip(found, each, strict=True):
            row[[number[term] for term in passage.all & known]] = 1.0
        return found

    def sizes(each: Sequence[Terms]) -> np.ndarray:
        return np.array([weight.sizes(passage.all) for passage in each]).T

    def shared(weighs: np.ndarray) -> np.ndarray:  # no "@": that wakes the other cores, for a product so small
        return np.einsum("ik,jk->ij", own, their * weighs)

    own, their = held(passages), held(fellows)
    weighs = np.array([weight.get(term, 0.0) for term in number])
    (sums, squares), (their_sums, their_squares) = sizes(passages), sizes(fellows)
    part = np.minimum.outer(sums, their_sums)
    below = np.sqrt(np.multiply.outer(squares, their_squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.minimum(1.0, (shared(weighs**2) / below + shared(weighs) / part) / 2)
    return np.where((shared(np.ones_like(weighs)) >= FEWEST) & (below > 0) & (part > 0), score, 0.0).round(9)


def grouped(scores: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Group places by the ``scores`` of pairs, the strongest first.

    Two groups become one where their members, pair by pair, score on average at least ``least``; a pair that was not
    compared counts for nothing and a pair of large groups by its strongest links only. So A like B and B like C do not
    bring A and C together. Groups of two or more, in order of their first member.
    """
    strong = sorted((pair for pair, score in scores.items() if score >= least), key=lambda pair: (-scores[pair], pair))
    linked = {place for pair in strong for place in pair}
    group = {place: place for place in linked}
    members = {place: [place] for place in linked}
    links: dict[int, dict[int, list[float]]] = defaultdict(dict)
    for (one, other), score in scores.items():
        if one in linked and other in linked:
            links[one][other] = [score]
            links[other][one] = [score]
    for one, other in strong:
        a, b = group[one], group[other]
        if a == b:
            continue
        known = links[a].get(b, [])
        possible = min(len(members[a]) * len(members[b]), max(len(known), 2 * max(len(members[a]), len(members[b]))))
        if fsum(known) / possible < least:
            continue
        if len(members[a]) < len(members[b]):
            a, b = b, a
        for place in members[b]:
            group[place] = a
        members[a] += members.pop(b)
        for third, between in links.pop(b).items():
            links[third].pop(b)
            if third != a:
                both = links[a].get(third, []) + between
                links[a][third] = links[third][a] = both
        links[a].pop(b, None)
    return sorted((sorted(own) for own in members.values() if len(own) > 1), key=lambda own: own[0])
