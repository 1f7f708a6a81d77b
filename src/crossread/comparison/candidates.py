"""Which of many passages are worth comparing, how alike these are, and which go together.

Nothing is compared with everything: passages meet where they share a rare term, or two that are rare together, and of
the passages that share one each meets only so many before it. So the work grows with the number of passages and not
with its square. How alike two are is reckoned for many pairs at once, in arrays: 0 to 1, the mean of the cosine and
of the share of the shorter that is in the longer, with each term weighted by inverse document frequency (Spärck Jones
1972). What a passage denies is another term than what it affirms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np

from crossread.comparison.similarity import ASKED

KEYS = 8  # rarest terms of a passage that it is looked up by
PAIRED = 5  # of these that are looked up two by two: together they are rarer than each
WINDOW = 20  # passages that share a key are compared with so many before them
MOST_SHARED = 64  # more keys than two passages can share
MOST_PAIRS = 24  # a passage is compared with so many before it in all, those with which it shares most keys
FEWEST = 2  # terms that two passages must share
WIDEST = 32  # terms of a passage that count, the rarest; few have more
CHUNK = 1_000  # passages whose pairs are found at once
BLOCK = 4_000  # pairs that are reckoned at once: so many stay near the processor


class Passages(Sequence):
    """The terms of many passages as rows of numbers; each as a set of words where it is asked for."""

    def __init__(self, names: Sequence[str], rows: Sequence[int], flat: Sequence[int], n: int):
        """``names`` are the terms; ``rows`` and ``flat`` say which of ``n`` passages has which."""
        both = np.unique(np.asarray(rows, dtype=np.int64) * len(names) + np.asarray(flat, dtype=np.int64))
        rows, flat = np.divmod(both, max(len(names), 1))
        edges = np.searchsorted(rows, np.arange(n + 1)).tolist()
        distinct = np.zeros(n, dtype=bool)  # wordings that are the same count once
        distinct[[*{flat[a:b].tobytes(): place for place, (a, b) in enumerate(pairwise(edges))}.values()]] = True
        counts = np.bincount(flat[distinct[rows]], minlength=len(names))
        order = sorted(range(len(names)), key=lambda term: (counts[term], names[term]))
        rank = np.argsort(order)
        rows, flat = np.divmod(np.sort(rows * len(names) + rank[flat]), max(len(names), 1))
        nth = _nth(rows)
        self.names = [names[term] for term in order]  # the rarest first
        self.number = {name: term for term, name in enumerate(self.names)}
        few = nth < WIDEST
        self.terms = np.full((int(nth[few].max(initial=0)) + 1, n), -1, dtype=np.int32)  # a column each, -1 behind
        self.terms[nth[few], rows[few]] = flat[few]
        self.weight = np.append(np.log((distinct.sum() + 1) / (counts[order] + 0.5)), 0.0)  # of each term, and of -1
        self.sizes, self.sums = self.counts(np.ones(len(names))), self.counts(self.weight[:-1])
        self.squares = self.counts(self.weight[:-1] ** 2)

    @classmethod
    def of(cls, each: Sequence[Iterable[str]]) -> Passages:
        """Those given one by one, each as its terms."""
        number: dict[str, int] = defaultdict(lambda: len(number))
        flat = [number[term] for own in each for term in sorted(own)]
        return cls([*number], np.repeat(np.arange(len(each)), [len(own) for own in each]), flat, len(each))

    def __len__(self) -> int:
        """How many there are."""
        return self.terms.shape[1]

    def __getitem__(self, place: int) -> frozenset[str]:
        """The terms of one."""
        return frozenset([self.names[term] for term in self.terms[:, place].tolist() if term >= 0])

    def flags(self, is_one: Callable[[str], bool]) -> np.ndarray:
        """For each term whether it is one."""
        return np.array([is_one(name) for name in self.names], dtype=bool)

    def counts(self, worth: np.ndarray | Iterable[str]) -> np.ndarray:
        """What the terms of each passage are worth in all, or how many it has of those named."""
        if not isinstance(worth, np.ndarray):
            worth = self.flags(frozenset(worth).__contains__)
        rows, own = self._held
        return np.bincount(rows, worth[own], len(self))

    def holders(self, term: str) -> np.ndarray:
        """The passages that have a term, by place."""
        rows, edges = self._holders
        number = self.number.get(term)
        return rows[:0] if number is None else rows[edges[number] : edges[number + 1]]

    def weigh(self, terms: Iterable[str]) -> float:
        """What terms come to."""
        return float(self.weight[sorted(self.number[term] for term in terms)].sum())

    @cached_property
    def _held(self) -> tuple[np.ndarray, np.ndarray]:
        rows, nth = np.nonzero(self.terms.T >= 0)
        return rows.astype(np.int32), self.terms[nth, rows]

    @cached_property
    def _holders(self) -> tuple[np.ndarray, np.ndarray]:
        rows, own = self._held
        order = np.argsort(own, kind="stable")
        return rows[order], np.searchsorted(own[order], np.arange(len(self.names) + 1))

    @cached_property
    def _odds(self) -> tuple[np.ndarray, ...]:
        """Of each term its denial, or what it denies (-2 where there is none), whether it is one, and what it counts,
        a bit each; of each passage whether it asks, whether it denies, and what it counts."""
        opposite = [self.number.get(name[1:] if name[0] == "¬" else f"¬{name}", -2) for name in self.names]
        denial = self.flags(lambda name: name[0] == "¬")
        measures: dict[str, int] = defaultdict(lambda: len(measures))
        counted = [measures[name.rpartition(":")[0]] if name[0] == "#" else -1 for name in self.names]
        bits = np.zeros((len(self.names) + 1, len(measures) // 64 + 1), dtype=np.uint64)
        for term, measure in enumerate(counted):
            if measure >= 0:
                bits[term, measure // 64] = np.uint64(1) << np.uint64(measure % 64)
        counts = np.zeros((len(self), bits.shape[1]), dtype=np.uint64)
        rows, own = self._held
        np.bitwise_or.at(counts, rows, bits[own])
        asks, denies = self.counts([ASKED]) > 0, self.counts(denial) > 0
        return np.array([*opposite, -2], dtype=np.int32), np.append(denial, False), bits, asks, denies, counts

    def alike(
        self, one: np.ndarray, other: np.ndarray, whole: np.ndarray | bool = False
    ) -> tuple[np.ndarray, np.ndarray]:
        """How alike passages are pair by pair, those that are ``whole`` by the share of the longer that both have; and
        the terms that they share: a column a pair, -1 where one is not."""
        width = int(max(self.sizes[one].max(initial=1), self.sizes[other].max(initial=1)))
        own, their = (self.terms[:width].take(each, axis=1) for each in (one, other))
        shared = _within(own, their)
        weighs = self.weight[shared]
        sums = self.sums[one], self.sums[other]
        part = np.where(whole, np.maximum(*sums), np.minimum(*sums))
        below = np.sqrt(self.squares[one] * self.squares[other])
        with np.errstate(divide="ignore", invalid="ignore"):
            score = np.minimum(1.0, ((weighs**2).sum(0) / below + weighs.sum(0) / part) / 2)
        return np.where((how_many(shared >= 0) >= FEWEST) & (below > 0), score, 0.0).round(9), shared

    def at_odds(
        self, one: np.ndarray, other: np.ndarray, shared: np.ndarray, by_number: bool | np.ndarray = True
    ) -> np.ndarray:
        """Whether of two passages one denies or asks what the other affirms, or counts the same with another number,
        where ``by_number`` says that this matters."""
        opposite, denial, bits, asks, denies, counts = self._odds
        found = (counts[one] & counts[other] & ~np.bitwise_or.reduce(bits[shared], axis=0)).any(1) & by_number
        found |= asks[one] != asks[other]
        some = np.flatnonzero(denies[one] | denies[other])
        conflict = _within(opposite[self.terms[:, one[some]]], self.terms[:, other[some]]) >= 0
        found[some] |= how_many(conflict) > how_many(denial[shared[:, some]])
        return found


def _within(own: np.ndarray, their: np.ndarray) -> np.ndarray:
    """Column by column those of ``own`` that are in ``their``, -1 for the others."""
    found = np.zeros(own.shape, dtype=bool)
    for each in their:
        found |= own == each
    return np.where(found, own, -1)


def how_many(terms: np.ndarray) -> np.ndarray:
    """How many of the terms of each pair, a column a pair, are marked."""
    return terms.view(np.int8).sum(0, dtype=np.int8)


def pairs(terms: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of passages that share a key, by place, the later one second; some at a time, each once. ``terms`` are
    those of each, a column, the rarest first."""
    n_passages, n_terms = terms.shape[1], int(terms.max(initial=0)) + 1
    rare = terms[:KEYS].astype(np.int64)
    rare[np.bincount(rare.ravel() + 1, minlength=n_terms + 1)[rare + 1] < 2] = -1  # nobody else has it among these
    two = (np.where((a < 0) | (b < 0), -1, (a + 1) * n_terms + b) for a, b in combinations(rare[:PAIRED], 2))
    both = np.concatenate([own[own >= 0] * n_passages + np.flatnonzero(own >= 0) for own in (*rare, *two)])
    both.sort()
    place = (both % max(n_passages, 1)).astype(np.int32)  # small numbers: of large sets these are the largest arrays
    both //= max(n_passages, 1)  # their keys
    n_before, both = np.minimum(_nth(both), WINDOW).astype(np.int8), None
    by_chunk = np.argsort((place // CHUNK).astype(np.int16), kind="stable").astype(np.int32)
    edges = np.searchsorted(place[by_chunk] // CHUNK, np.arange(n_passages // CHUNK + 2)).tolist()
    for start, end in pairwise(edges):
        own = by_chunk[start:end]
        later = np.repeat(own, n_before[own])
        earlier = later - 1 - _nth(later)
        both, shared = np.unique(place[later].astype(np.int64) * n_passages + place[earlier], return_counts=True)
        later, earlier = np.divmod(both, max(n_passages, 1))
        order = np.argsort(later * MOST_SHARED - shared, kind="stable")
        use = np.sort(order[_nth(later) < MOST_PAIRS])
        yield earlier[use], later[use]


def _nth(own: np.ndarray) -> np.ndarray:
    """Of numbers in order for each how many before it are the same."""
    first = np.flatnonzero(np.diff(own, prepend=-1)).astype(np.int32)
    return np.arange(len(own), dtype=np.int32) - np.repeat(first, np.diff(first, append=len(own)))


def scored(
    passages: Passages, places: np.ndarray, can_be: Callable, least: float, whole: np.ndarray | None = None
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Pairs of passages that are worth comparing, with how alike they are and the terms that they share; some at a
    time.

    Only passages at ``places`` are compared, and of these those of which ``can_be`` of two arrays says that they can be
    one. ``whole`` says of each whether it is held against all of another. Pairs below ``least`` are left out, and
    those that are at odds.
    """
    for one, other in pairs(passages.terms[:, places]):
        one, other = places[one], places[other]
        use = np.flatnonzero(can_be(one, other))
        width = np.maximum(passages.sizes[one[use]], passages.sizes[other[use]])
        use = use[np.argsort(width, kind="stable")]  # those as wide as each other at once
        for first in range(0, len(use), BLOCK):
            a, b = one[use[first : first + BLOCK]], other[use[first : first + BLOCK]]
            score, shared = passages.alike(a, b, False if whole is None else whole[a] | whole[b])
            near = score >= max(least, 1e-9)
            a, b, score, shared = a[near], b[near], score[near], shared[:, near]
            fits = ~passages.at_odds(a, b, shared)
            yield a[fits], b[fits], score[fits], shared[:, fits]


def grouped(found: Iterable[Sequence[np.ndarray]], least: float) -> list[list[int]]:
    """Group places by the scores of pairs of them (``found``: places of the one, of the other, and scores, some at a
    time), the strongest first.

    Two groups become one where their members, pair by pair, score on average at least ``least``; a pair that was not
    compared counts for nothing and a pair of large groups by its strongest links only. So A like B and B like C do not
    bring A and C together. Groups of two or more, in order of their first member.
    """
    between: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)  # what the links of two groups are worth
    links = [np.concatenate(own) for own in zip(*found, strict=True)] or [np.array([])] * 3
    order = np.lexsort((links[1], links[0], -links[2]))
    links = [*zip(*(own[order].tolist() for own in links), strict=True)]
    for a, b, worth in links:
        between[a][b] = between[b][a] = worth, 1
    members = {place: [place] for place in between}
    group = {place: place for place in between}
    for a, b, worth in links:
        if worth < least:
            break
        a, b = group[a], group[b]
        if a == b:
            continue
        if len(members[a]) < len(members[b]):
            a, b = b, a
        worth, n_links = between[a][b]
        if worth < least * min(len(members[a]) * len(members[b]), max(n_links, 2 * len(members[a]))):
            continue
        for third, (worth, n_links) in between.pop(b).items():
            del between[third][b]
            if third != a:
                before = between[a].get(third, (0.0, 0))
                between[a][third] = between[third][a] = before[0] + worth, before[1] + n_links
        group.update(dict.fromkeys(members[b], a))
        members[a] += members.pop(b)
    return sorted(sorted(own) for own in members.values() if len(own) > 1)
