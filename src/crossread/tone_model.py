"""Two linear classifiers of tone, of a target and of a whole sentence, and the words that each went by.

The weights stand in ``models/tone.npz`` with their provenance (:func:`provenance`); ``benchmarks/train_tone.py`` made
them from NewsMTSC (Hamborg and Donnay 2021, MIT), and nothing in them is ever unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crossread.tone_features import Feature

FILE = Path(__file__).parent / "models" / "tone.npz"
LABELS = ("negative", "neutral", "positive")  # the columns of the weights
Weights = dict[str, tuple[float, float, float]]


class Model(NamedTuple):
    """Weights of each feature, and of none, towards negative, neutral and positive."""

    weights: Weights
    intercept: tuple[float, float, float]


class Score(NamedTuple):
    """Probabilities in order of :data:`LABELS`; ``pull`` has what each item adds to positive against negative."""

    chances: tuple[float, float, float]
    pull: dict[int, float]


@cache
def models(path: Path = FILE) -> dict[str, Model]:
    """The models ``target`` and ``sentence``."""
    with np.load(path, allow_pickle=False) as file:
        return {
            name: Model(
                dict(
                    zip(
                        file[f"{name}_names"].tobytes().decode().split("\n"),
                        map(tuple, file[f"{name}_weights"].astype(float).tolist()),
                        strict=True,
                    )
                ),
                tuple(file[f"{name}_intercept"].astype(float).tolist()),
            )
            for name in ("target", "sentence")
        }


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


def score(*parts: tuple[list[float], dict[int, float]], intercept: tuple[float, float, float]) -> Score:
    """The score from what :func:`total` gives for one part of the features or several."""
    logits = np.sum([intercept, *(sums for sums, _ in parts)], axis=0)
    chances = np.exp(logits - logits.max())
    chances /= chances.sum()
    pull: dict[int, float] = {}
    for _, own in parts:
        for owner, value in own.items():
            pull[owner] = pull.get(owner, 0.0) + value
    return Score(tuple(chances.tolist()), pull)
