"""A linear classifier of tone towards a target, and the words that it went by.

The weights stand in ``model.npz`` with their provenance (:func:`provenance`); ``benchmarks/train_tone.py`` made
them from NewsMTSC (Hamborg and Donnay 2021, MIT), and nothing in them is ever unpickled.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crossread.tone import features
from crossread.tone.features import STEPS, WINDOW, Feature, Item, Name, Span

FILE = Path(__file__).parent / "model.npz"
KEPT = 10_000  # words whose weights are kept
LABELS = ("negative", "neutral", "positive")  # the columns of the weights
# Kind of feature, what stands there: what speaks for negative over neutral, and for positive over neutral, as the parts
# of one complex number. Such a pair is one small object and is summed at one stroke, which takes most of the time.
Weights = dict[str, dict[str, complex]]
Chances = tuple[float, float, float]


class Placed(NamedTuple):
    """Weights of what a word is where it stands, their sum, and their addresses: each feature has an own object."""

    weights: list[complex]
    total: complex
    ids: frozenset[int]


Added = tuple[complex, dict[int, complex]]  # in all, and by item that can be evidence


class Model(NamedTuple):
    """Weights of each feature, and of none; ``shift`` is what a whole sentence adds to neutral. ``known`` keeps the
    weights of the words that were read, by where they stood."""

    weights: Weights
    intercept: complex
    shift: float
    known: dict[tuple, dict[tuple, Placed]]


class Score(NamedTuple):
    """Probabilities in order of :data:`LABELS`; ``pull`` has what each item that can be evidence adds to positive
    against negative."""

    chances: Chances
    pull: dict[int, float]


@cache
def model(path: Path = FILE) -> Model:
    """The classifier."""
    with np.load(path, allow_pickle=False) as file:
        weights: Weights = defaultdict(dict)
        names = file["names"].tobytes().decode().split("\n")
        for name, own in zip(names, file["weights"].astype(float).tolist(), strict=True):
            kind, _, what = name.partition(" ")
            weights[kind][what] = _over_neutral(*own)
        return Model(weights, _over_neutral(*file["intercept"].astype(float).tolist()), float(file["shift"]), {})


def _over_neutral(negative: float, neutral: float, positive: float) -> complex:
    return complex(negative - neutral, positive - neutral)


def provenance(path: Path = FILE) -> dict:
    """What the weights were made from, how, and with what settings."""
    with np.load(path, allow_pickle=False) as file:
        return json.loads(file["provenance"].tobytes().decode())


class Sentence:
    """Some items and what their features add together, each feature once: in all, and by item."""

    def __init__(self, items: Sequence[Item], model: Model):
        self.items, self.model = items, model
        if len(model.known) > KEPT:
            model.known.clear()
        self.words = [model.known.setdefault((i.marked, i.tag, i.kind, i.classes), {}) for i in items]
        self.classed = [n for n, item in enumerate(items) if item.classes]
        here = [(n, own.get(()) or self._keep(own, (), features.of_word(items[n]))) for n, own in enumerate(self.words)]
        self.common = self._added(here, features.of_sentence(items))

    def towards(self, first: int, last: int) -> tuple[Span, complex, dict[int, complex]]:
        """First and last item of the clause about the target from ``first`` to ``last``; what features of it and of
        the sentence add, in all and by item that can be evidence."""
        items, beside = self.items, []
        begins, ends = bounds = features.clause(items, first, last)
        low, high = min(begins, first - WINDOW), max(ends, last + WINDOW)
        near = [n for n in self.classed if n < low], range(max(0, low), first)
        after = range(last + 1, min(high + 1, len(items))), [n for n in self.classed if n > high]
        for n in chain(*near, *after):
            item, away = items[n], n - first if n < first else n - last
            across = f"{item.quoted:d}" if item.classes and item.quoted != items[first].quoted else ""
            place = STEPS[away], begins <= n <= ends, across
            found = self.words[n].get(place)
            if found is None:
                found = self._keep(self.words[n], place, features.beside(item, *place))
            if found.ids:
                beside.append((n, found))
        others, roles = features.of_target(items, first, last, bounds)
        kept = self.model.known.setdefault(roles, {})
        placed = kept.get(()) or self._keep(kept, (), features.of_roles(*roles))
        total, pull = self._added(beside, others)
        whole, common = self.common
        return (
            bounds,
            whole + placed.total + total,
            {n: common.get(n, 0j) + pull.get(n, 0j) for n in {**common, **pull}},
        )

    def _keep(self, kept: dict[tuple, Placed], place: tuple, names: list[Name]) -> Placed:
        weights = self.model.weights
        found = [weight for kind, what in names if (weight := weights[kind].get(what)) is not None]
        return kept.setdefault(place, Placed(found, sum(found), frozenset(map(id, found))))

    def _added(self, words: Iterable[tuple[int, Placed]], others: Iterable[Feature]) -> Added:
        total, pull, seen = 0j, {}, set()
        for n, (weights, own, ids) in words:
            if not seen.isdisjoint(ids):
                own = sum([weight for weight in weights if id(weight) not in seen])
            seen |= ids
            total += own
            if self.items[n].tells:
                pull[n] = own
        for kind, what, value, n in others:
            weight = self.model.weights[kind].get(what)
            if weight is not None and id(weight) not in seen:
                seen.add(id(weight))
                own = weight * value
                total += own
                if n >= 0 and self.items[n].tells:
                    pull[n] = pull.get(n, 0j) + own
        return total, pull


def score(over_neutral: complex) -> Chances:
    """The probabilities that a sum of weights gives."""
    sums = (over_neutral.real, 0.0, over_neutral.imag)
    highest = max(sums)
    powers = [math.exp(value - highest) for value in sums]
    whole = sum(powers)
    return powers[0] / whole, powers[1] / whole, powers[2] / whole


def pooled(chances: Sequence[Chances]) -> Chances:
    """The probabilities for a whole sentence from those for each of its targets; all neutral without one."""
    if not chances:
        return 0.0, 1.0, 0.0
    negative, neutral, positive = (sum(map(math.log, column)) / len(chances) for column in zip(*chances, strict=True))
    return score(_over_neutral(negative, neutral + model().shift, positive))
