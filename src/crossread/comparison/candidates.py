"""Which of many passages are worth comparing, how alike these are, and which go together.

Nothing is compared with everything: passages meet where they share a rare term, or two that are rare together, and of
the passages that share one each meets only so many before it. So the work grows with the number of passages and not
with its square. How alike two are is reckoned for many pairs at once, in arrays: 0 to 1, the mean of the cosine and
of the share of the shorter that is in the longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise, product
from typing import NamedTuple

import numpy as np

from crossread.comparison.similarity import ASKED, FEWEST, Passages, Terms, Weights, at_odds

KEYS = 8  # rarest terms of a passage that it is looked up by
PAIRED = 5  # of these that are looked up two by two: together they are rarer than each
WINDOW = 20  # passages that share a key are compared with so many before them
CROWD = 200  # passages that share a key from which on it tells little
FEW = 6  # and they are compared with so many before them
MOST_PAIRS = 24  # a passage is compared with so many before it in all, those with which it shares most keys
COUNTED = 3  # things that a passage counts that are looked at before it is compared
WIDEST = 32  # terms of a passage that is reckoned in arrays; wider ones are few
CHUNK = 1_000  # passages whose pairs are found at once
BLOCK = 4_000  # pairs that are reckoned at once: so many stay near the processor
UNIT = 1e-9  # in which scores are added up


class Coded(NamedTuple):
    """Passages as rows of numbers: their terms, the rarest first, and what these weigh."""

    names: list[str]  # the terms, the rarest first
    terms: np.ndarray  # a row a passage: places in names, -1 behind its last
    weight: np.ndarray  # of each term, and 0 behind the last
    size: np.ndarray  # of each passage: its terms, the sum of their weights, that of their squares
    sums: np.ndarray
    squares: np.ndarray
    asks: np.ndarray
    measures: np.ndarray  # what a passage counts, -1 behind its last, and with which numbers; none where two are of one
    values: np.ndarray
    opposite: np.ndarray  # of each term its denial, or what it denies; -2 where there is none
    is_plain: np.ndarray  # has no term with its denial, and what it counts is all in measures

    def flags(self, is_one: Callable[[str], bool]) -> np.ndarray:
        """For each term, and none behind the last, whether it is one."""
        return np.array([is_one(name) for name in self.names] + [False])


def coded(passages: Sequence[Terms], weight: Mapping[str, float]) -> Coded:
    """Passages in numbers; ``weight`` has every term of theirs."""
    passages = Passages.of(passages)
    size, row = passages.sizes, passages.rows.astype(np.int64)
    present = np.unique(passages.flat).tolist()
    present.sort(key=lambda n: (-weight[passages.names[n]], passages.names[n]))
    names = [passages.names[n] for n in present]
    rank = np.empty(len(passages.names), dtype=np.int64)
    rank[present] = np.arange(len(present))
    row, flat = np.divmod(np.sort(row * max(len(names), 1) + rank[passages.flat]), max(len(names), 1))
    every = row
    nth = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    terms = np.full((len(size), min(size.max(initial=1), WIDEST)), -1, dtype=np.int32)
    use = nth < WIDEST
    terms[row[use], nth[use]] = flat[use]
    weighs = np.array([*(weight[term] for term in names), 0.0])
    parts: dict[str, int] = {}
    number = np.full((len(names), 2), -1, dtype=np.int32)
    for n, term in enumerate(names):
        if term.lstrip("¬")[0] == "#":
            number[n] = [parts.setdefault(part, len(parts)) for part in term.lstrip("¬").rpartition(":")[::2]]
    use = number[flat, 0] >= 0
    row, (measure, value) = row[use], number[flat[use]].T
    order = np.lexsort((measure, row))
    row, measure, value = row[order], measure[order], value[order]
    nth = np.arange(len(row)) - np.searchsorted(row, row)
    unsure = np.zeros(len(size), dtype=bool)
    unsure[row[nth >= COUNTED]] = True
    unsure[row[1:][(row[1:] == row[:-1]) & (measure[1:] == measure[:-1])]] = True
    use = ~unsure[row]
    measures, values = (np.full((len(size), COUNTED), -1, dtype=np.int32) for _ in range(2))
    measures[row[use], nth[use]], values[row[use], nth[use]] = measure[use], value[use]
    number_of = {name: n for n, name in enumerate(names)}
    opposite = [number_of.get(name[1:] if name[0] == "¬" else f"¬{name}", -2) for name in names]
    opposite = np.array([*opposite, -2], dtype=np.int32)
    use = np.flatnonzero(opposite[flat] >= 0)
    own = every[use] * len(names)
    unsure[every[use][np.isin(own + opposite[flat[use]], own + flat[use])]] = True
    asks = passages.counts([ASKED]) > 0
    sums, squares = (np.bincount(every, own[flat], len(size)) for own in (weighs, weighs**2))
    return Coded(names, terms, weighs, size, sums, squares, asks, measures, values, opposite, ~unsure)


def pairs(given: Coded) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of passages that share a key, by place, the later one second; some at a time, each once."""
    n_passages = len(given.terms)
    place, n_before = _met(given)
    by_chunk = np.argsort((place // CHUNK).astype(np.uint16), kind="stable").astype(np.int32)
    edges = np.searchsorted(place[by_chunk] // CHUNK, np.arange(n_passages // CHUNK + 2)).tolist()
    narrow = np.min_scalar_type(CHUNK * n_passages)
    for n, (start, end) in enumerate(pairwise(edges)):
        own = by_chunk[start:end]
        sizes = n_before[own].astype(np.int64)
        back = np.arange(1, sizes.sum() + 1) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        later = np.repeat(own, sizes)
        both = (place[later] - n * CHUNK).astype(narrow) * narrow.type(n_passages) + place[later - back]
        both, shared = np.unique(both.astype(narrow), return_counts=True)
        later, earlier = np.divmod(both.astype(np.int64), n_passages)
        use = _most(later, shared)
        yield earlier[use], later[use] + n * CHUNK


def _met(given: Coded) -> tuple[np.ndarray, np.ndarray]:
    """Passages by place, key by key those that share one, and with how many right before it each is compared."""
    n_passages, n_terms = len(given.terms), len(given.names)
    rare = given.terms[:, :KEYS].astype(np.int64)
    rare[np.bincount(rare.ravel() + 1, minlength=n_terms + 1)[rare + 1] < 2] = -1  # nobody else has it among these
    pairs_of = (np.where((a < 0) | (b < 0), -1, (a + 1) * n_terms + b) for a, b in combinations(rare.T[:PAIRED], 2))
    found = [_met_by(keys, n_passages) for keys in (rare.T, pairs_of)]
    return tuple(map(np.concatenate, zip(*found, strict=True)))


def _met_by(keys: Iterable[np.ndarray], n_passages: int) -> tuple[np.ndarray, np.ndarray]:
    most = 2**62 // max(n_passages, 1)  # two keys that are one beyond it do no harm
    both = [own[own >= 0] % most * n_passages + np.flatnonzero(own >= 0) for own in keys]
    both = np.concatenate([np.zeros(0, dtype=np.int64), *both])  # there may be none
    both.sort()
    key = both // n_passages
    use = (np.diff(key, prepend=-1) == 0) | (np.diff(key, append=-1) == 0)  # nobody else has the others
    key, place = key[use], (both[use] % n_passages).astype(np.int32)
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    sizes = np.diff(starts, append=len(key))
    nth = np.arange(len(key)) - np.repeat(starts, sizes)
    return place, np.minimum(nth, np.repeat(np.where(sizes > CROWD, FEW, WINDOW), sizes)).astype(np.int8)


def _most(later: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """Of pairs in order, those of each later one that share most: :data:`MOST_PAIRS`, the first of equals first."""
    most = int(shared.max(initial=0))
    cell = later * (most + 2) + most - shared  # the most shared first, and none behind
    counts = np.bincount(cell, minlength=int(later.max(initial=0) + 1) * (most + 2)).reshape(-1, most + 2)
    so_far = counts.cumsum(1).ravel()[cell]
    before = so_far - counts.ravel()[cell]
    use = so_far <= MOST_PAIRS
    last = np.flatnonzero(~use & (before < MOST_PAIRS))
    nth = np.arange(len(last)) - np.searchsorted(later[last], later[last])
    use[last[nth < MOST_PAIRS - before[last]]] = True
    return use


def scored(
    given: Coded,
    passages: Sequence[Terms],
    apart: np.ndarray,
    least: float,
    whole: np.ndarray | None = None,
    can_be: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None,
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Pairs of passages that are worth comparing, as places of the one and of the other, with how alike they are and
    the terms that they share (a row a pair, -1 where there is none); some at a time.

    ``apart`` has a number for each passage: two with the same number are not compared, nor are those of which
    ``can_be`` says no. ``whole`` says of each passage whether it is held against all of the other. Pairs below
    ``least`` are left out, and those that are at odds.
    """
    is_denial = given.flags(lambda term: term[0] == "¬")
    denies = is_denial[given.terms].any(1)
    number = cache(lambda: {term: n for n, term in enumerate(given.names)})  # few passages need it
    for one, other in pairs(given):
        use = (apart[one] != apart[other]) & (given.asks[one] == given.asks[other])
        use &= True if can_be is None else can_be(one, other)
        one, other = one[use], other[use]
        use = ~_count_otherwise(given, one, other)
        one, other = one[use], other[use]
        width = np.maximum(given.size[one], given.size[other])
        for low, high in pairwise((0, 6, 10, 16, WIDEST, np.inf)):
            places = np.flatnonzero((width > low) & (width <= high))
            for first in range(0, len(places), BLOCK):
                a, b = (own[places[first : first + BLOCK]] for own in (one, other))
                own, their = given.terms[a, : min(high, WIDEST)].T, given.terms[b, : min(high, WIDEST)].T
                own, their = np.ascontiguousarray(own), np.ascontiguousarray(their)
                shared = _within(own, their) if high < np.inf else _shared_by_wide(number(), passages, a, b)
                score = _scores(given, a, b, shared, None if whole is None else whole[a] | whole[b])
                use = score >= max(least, 1e-9)
                is_plain = given.is_plain[a] & given.is_plain[b] & (high < np.inf)
                some = np.flatnonzero(use & is_plain & (denies[a] | denies[b]))
                n_denied = (_within(given.opposite[own[:, some]], their[:, some]) >= 0).sum(0)
                use[some] = n_denied <= is_denial[shared[:, some]].sum(0)
                for n in np.flatnonzero(use & ~is_plain).tolist():
                    use[n] = not at_odds(passages[a[n]], passages[b[n]])
                yield a[use].astype(np.int32), b[use].astype(np.int32), score[use], shared[:, use].T


def _count_otherwise(given: Coded, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether two passages surely count the same thing with different numbers."""
    found = np.zeros(len(one), dtype=bool)
    counts = given.measures[:, 0] >= 0
    some = np.flatnonzero(counts[one] & counts[other])
    one, other = one[some], other[some]
    for a, b in product(range(COUNTED), repeat=2):
        same = given.measures[one, a] == given.measures[other, b]
        found[some] |= same & (given.measures[one, a] >= 0) & (given.values[one, a] != given.values[other, b])
    return found


def _within(own: np.ndarray, their: np.ndarray) -> np.ndarray:
    """Column by column those of ``own`` that are in ``their``, -1 for the others."""
    found = np.zeros(own.shape, dtype=bool)
    for each in their:
        found |= own == each
    return np.where(found, own, -1)


def _shared_by_wide(
    number: dict[str, int], passages: Sequence[Terms], one: np.ndarray, other: np.ndarray
) -> np.ndarray:
    """The terms that pairs of passages share that have more of them than their rows."""
    both = [passages[a].all & passages[b].all for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    found = np.full((len(both), max(map(len, both))), -1, dtype=np.int32)
    for row, terms in zip(found, both, strict=True):
        row[: len(terms)] = sorted(number[term] for term in terms)
    return found.T


def _scores(
    given: Coded, one: np.ndarray, other: np.ndarray, shared: np.ndarray, whole: np.ndarray | None
) -> np.ndarray:
    """The likeness of pairs of passages by the terms that they share."""
    weighs = given.weight[shared]
    sums, squares = weighs.sum(0), (weighs**2).sum(0)
    part = np.minimum(given.sums[one], given.sums[other])
    if whole is not None:
        part = np.where(whole, np.maximum(given.sums[one], given.sums[other]), part)
    below = np.sqrt(given.squares[one] * given.squares[other])
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.minimum(1.0, (squares / below + sums / part) / 2)
    return np.where(((shared >= 0).sum(0) >= FEWEST) & (below > 0), score, 0.0).round(9)


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


def likeness(passages: Sequence[Terms], other: Terms, weight: Weights) -> list[float]:
    """How alike each passage is to another; 0 where they are at odds."""
    found = against(passages, [other], weight)[:, 0].tolist() if passages else []
    return [0.0 if at_odds(one, other) else like for one, like in zip(passages, found, strict=True)]


def grouped(one: np.ndarray, other: np.ndarray, score: np.ndarray, least: float) -> list[list[int]]:
    """Group places by the scores of pairs of them, the strongest first.

    Two groups become one where their members, pair by pair, score on average at least ``least``; a pair that was not
    compared counts for nothing and a pair of large groups by its strongest links only. So A like B and B like C do not
    bring A and C together. Groups of two or more, in order of their first member.
    """
    is_strong = score >= least
    places = np.union1d(one[is_strong], other[is_strong])
    use = np.isin(one, places) & np.isin(other, places)
    one, other = (np.searchsorted(places, own[use]).astype(np.int32) for own in (one, other))
    strong = np.lexsort((other, one, -score[use]))[: int(is_strong.sum())]
    worth, least = np.rint(score[use] / UNIT).astype(np.int32), least / UNIT  # whole numbers add up exactly
    ends = np.concatenate([one, other])  # a link stands at both of its ends
    by_end = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[by_end], np.arange(len(places) + 1)).tolist()
    beside, worths = np.concatenate([other, one])[by_end], np.tile(worth, 2)[by_end]
    del ends, by_end, use, worth
    group, size = np.arange(len(places), dtype=np.int32), [1] * len(places)
    group_of = memoryview(group)
    members: dict[int, tuple] = {}  # of groups of two and more: places, and what their links lead to and are worth
    refused: set[int] = set()  # pairs of groups, as large as they were

    def with_links(n: int) -> tuple[list[int], np.ndarray, np.ndarray]:
        own = slice(first[n], first[n + 1])
        return members.get(n) or ([n], beside[own], worths[own])

    for some in np.array_split(strong, len(strong) // CHUNK + 1):
        for a, b in zip(one[some].tolist(), other[some].tolist(), strict=True):
            a, b = group_of[a], group_of[b]
            if a == b:
                continue
            if size[a] < size[b]:
                a, b = b, a
            if size[a] > 1:
                key = ((a * len(places) + b) * len(places) + size[a]) * len(places) + size[b]
                if key in refused:
                    continue
                _, their, worth = with_links(b)
                common = group.take(their) == a
                n_links = int(np.count_nonzero(common))
                needed = least * min(size[a] * size[b], max(n_links, 2 * size[a]))
                if n_links / UNIT < needed or worth[common].sum(dtype=np.int64) < needed:
                    refused.add(key)
                    continue
            own, smaller = with_links(a), with_links(b)
            members[a] = own[0] + smaller[0], *map(np.concatenate, zip(own[1:], smaller[1:], strict=True))
            members.pop(b, None)
            group[smaller[0]] = a
            size[a] += size[b]
    found = (places[sorted(own)].tolist() for own, *_ in members.values())
    return sorted(found, key=lambda own: own[0])
