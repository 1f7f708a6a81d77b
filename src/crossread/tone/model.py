"""A linear classifier of tone towards a target, and the words that it went by.

The weights stand in ``model.npz`` with their provenance (:func:`provenance`); ``benchmarks/train_tone.py`` made
them from NewsMTSC (Hamborg and Donnay 2021, MIT), and nothing in them is ever unpickled.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crossread.tone.features import Feature

FILE = Path(__file__).parent / "model.npz"
LABELS = ("negative", "neutral", "positive")  # the columns of the weights
# Kind of feature, what stands there: what speaks for negative over neutral, and for positive over neutral, as the parts
# of one complex number. Such a pair is one small object and is summed at one stroke, which takes most of the time.
Weights = dict[str, dict[str, complex]]
Chances = tuple[float, float, float]


class Model(NamedTuple):
    """Weights of each feature, and of none; ``shift`` is what a whole sentence adds to neutral."""

    weights: Weights
    intercept: complex
    shift: float


class Score(NamedTuple):
    """Probabilities in order of :data:`LABELS`; ``pull`` has what each item adds to positive against negative."""

    chances: Chances
    pull: dict[int, float]


@cache
def model(path: Path = FILE) -> Model:
    """The classifier."""
    with np.load(path, allow_pickle=False) as file:
        weights: Weights = {}
        names = file["names"].tobytes().decode().split("\n")
        for name, own in zip(names, file["weights"].astype(float).tolist(), strict=True):
            kind, _, what = name.partition(" ")
            weights.setdefault(kind, {})[what] = _over_neutral(*own)
        return Model(weights, _over_neutral(*file["intercept"].astype(float).tolist()), float(file["shift"]))


def _over_neutral(negative: float, neutral: float, positive: float) -> complex:
    return complex(negative - neutral, positive - neutral)


def provenance(path: Path = FILE) -> dict:
    """What the weights were made from, how, and with what settings."""
    with np.load(path, allow_pickle=False) as file:
        return json.loads(file["provenance"].tobytes().decode())


def total(features: Iterable[Feature], weights: Weights) -> dict[int, complex]:
    """What the ``features`` of each item add, each feature once."""
    added: dict[int, complex] = {}
    seen = set()
    none: dict = {}
    for kind, what, value, owner in features:
        weight = weights.get(kind, none).get(what)
        if weight is None or id(weight) in seen:  # each feature has a weight of its own
            continue
        seen.add(id(weight))
        added[owner] = added.get(owner, 0j) + weight * value
    return added


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
