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
Weights = dict[str, tuple[float, float, float]]


Chances = tuple[float, float, float]


class Model(NamedTuple):
    """Weights of each feature, and of none, towards negative, neutral and positive; ``shift`` is what a whole sentence
    adds to neutral."""

    weights: Weights
    intercept: Chances
    shift: float


class Score(NamedTuple):
    """Probabilities in order of :data:`LABELS`; ``pull`` has what each item adds to positive against negative."""

    chances: Chances
    pull: dict[int, float]


@cache
def model(path: Path = FILE) -> Model:
    """The classifier."""
    with np.load(path, allow_pickle=False) as file:
        names = file["names"].tobytes().decode().split("\n")
        weights = map(tuple, file["weights"].astype(float).tolist())
        return Model(
            dict(zip(names, weights, strict=True)),
            tuple(file["intercept"].astype(float).tolist()),
            float(file["shift"]),
        )


def provenance(path: Path = FILE) -> dict:
    """What the weights were made from, how, and with what settings."""
    with np.load(path, allow_pickle=False) as file:
        return json.loads(file["provenance"].tobytes().decode())


def total(features: Iterable[Feature], weights: Weights) -> tuple[list[float], dict[int, float]]:
    """Sums of the weights of ``features`` for each label, each feature once, and the pull of each item."""
    negative = neutral = positive = 0.0
    pull: dict[int, float] = {}
    seen = set()
    for name, value, owner in features:
        weight = weights.get(name)
        if weight is None or name in seen:
            continue
        seen.add(name)
        negative += weight[0] * value
        neutral += weight[1] * value
        positive += weight[2] * value
        pull[owner] = pull.get(owner, 0.0) + (weight[2] - weight[0]) * value
    return [negative, neutral, positive], pull


def score(*logits: Iterable[float]) -> Chances:
    """The probabilities that sums of weights give."""
    sums = [sum(values) for values in zip(*logits, strict=True)]
    highest = max(sums)
    powers = [math.exp(value - highest) for value in sums]
    return tuple(power / sum(powers) for power in powers)


def pooled(chances: Sequence[Chances]) -> Chances:
    """The probabilities for a whole sentence from those for each of its targets; all neutral without one."""
    if not chances:
        return 0.0, 1.0, 0.0
    means = [sum(map(math.log, column)) / len(chances) for column in zip(*chances, strict=True)]
    return score(means, (0.0, model().shift, 0.0))
