"""A linear classifier of tone towards a target, and the words that it went by.

The weights stand in ``model.npz`` with their provenance (:func:`provenance`); ``benchmarks/train_tone.py`` made
them from NewsMTSC (Hamborg and Donnay 2021, MIT), and nothing in them is ever unpickled.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crossread.tone.features import ITEMS, Features, Index, Numbers

FILE = Path(__file__).parent / "model.npz"
LABELS = ("negative", "neutral", "positive")  # the columns of the weights


class Model(NamedTuple):
    """``weights`` has the number of each feature, by kind and by what stands there (0 where it has no weight), and
    ``negative`` and ``positive`` what each number speaks for either over neutral, ``intercept`` what is so without any
    feature."""

    weights: Numbers
    index: Index
    negative: np.ndarray
    positive: np.ndarray
    intercept: np.ndarray


@cache
def model(path: Path = FILE) -> Model:
    """The classifier."""
    with np.load(path, allow_pickle=False) as file:
        numbers: dict[str, dict[str, int]] = {}
        for number, name in enumerate(file["names"].tobytes().decode().split("\n"), 1):
            kind, _, what = name.rpartition(" ") if name.startswith("s2 ") else name.partition(" ")
            numbers.setdefault(kind, {})[what] = number
        negative, neutral, positive = np.pad(file["weights"].astype(float), ((1, 0), (0, 0))).T
        intercept = file["intercept"].astype(float)
        return Model(numbers, Index(numbers, {}), negative - neutral, positive - neutral, intercept - intercept[1])


def provenance(path: Path = FILE) -> dict:
    """What the weights were made from, how, and with what settings."""
    with np.load(path, allow_pickle=False) as file:
        return json.loads(file["provenance"].tobytes().decode())


def sums(features: Features, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """What the features of each row speak for each of :data:`LABELS` over neutral, and what those of each item of a row
    speak for positive against negative."""
    own = model()
    negative, positive = (weights[features.number] * features.value for weights in (own.negative, own.positive))
    whole = [np.bincount(features.row, weights, rows) for weights in (negative, positive)]
    pulls = np.bincount(features.row * ITEMS + features.item, positive - negative, rows * ITEMS)
    return np.stack([whole[0], np.zeros(rows), whole[1]], axis=1), pulls.reshape(rows, ITEMS)


def chances(sums: np.ndarray) -> np.ndarray:
    """The probabilities of :data:`LABELS` that sums of weights give."""
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
