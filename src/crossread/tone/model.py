"""A linear classifier of tone towards a target, and the words that it went by.

The weights stand in ``model.npz`` with their provenance (:func:`provenance`); ``benchmarks/train_tone.py`` made
them from NewsMTSC (Hamborg and Donnay 2021, MIT), and nothing in them is ever unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crossread.tone import features
from crossread.tone.features import Item, Target

FILE = Path(__file__).parent / "model.npz"
LABELS = ("negative", "neutral", "positive")  # the columns of the weights
KEPT = 50_000  # items whose weights are kept as they were looked up
FAR = features.WINDOW + 1
# Which places an item has, by how far away it is, whether in the clause, and whether it has other marks.
HELD = np.array(
    [
        [where in features.places(away, inside, other) for where in features.PLACES]
        for away in range(-FAR, FAR + 1)
        for inside in (False, True)
        for other in range(3)
    ],
    dtype=np.float32,
)


class Model(NamedTuple):
    """``numbers`` of what can stand somewhere, and by number what that speaks for negative and positive over neutral in
    each of :data:`features.PLACES`, in turns; ``intercept`` is what is so without any. ``kept`` has the weights of
    items by their number, as bytes."""

    numbers: dict[str, int]
    weights: np.ndarray
    intercept: np.ndarray
    kept: dict[int, bytes]


@cache
def model(path: Path = FILE) -> Model:
    """The classifier."""
    with np.load(path, allow_pickle=False) as file:
        names = [name.partition(" ") for name in file["names"].tobytes().decode().split("\n")]
        numbers: dict[str, int] = {}
        rows = [numbers.setdefault(what, len(numbers)) for _, _, what in names]
        columns = [*map({where: n for n, where in enumerate(features.PLACES)}.get, (where for where, _, _ in names))]
        negative, neutral, positive = file["weights"].astype(np.float32).T
        weights = np.zeros((len(numbers), len(features.PLACES), 2), dtype=np.float32)
        weights[rows, columns] = np.stack([negative - neutral, positive - neutral], axis=1)
        intercept = file["intercept"].astype(float)
        return Model(numbers, weights.reshape(len(numbers), -1), intercept - intercept[1], {})


def provenance(path: Path = FILE) -> dict:
    """What the weights were made from, how, and with what settings."""
    with np.load(path, allow_pickle=False) as file:
        return json.loads(file["provenance"].tobytes().decode())


def scores(sentences: Sequence[Sequence[Item]], targets: Sequence[Target]) -> tuple[np.ndarray, np.ndarray]:
    """The probabilities of :data:`LABELS` of each target in ``sentences``, and what each item of its sentence speaks
    for positive against negative; for nothing where it cannot be evidence."""
    size, lengths = len(targets), np.array([*map(len, sentences)], dtype=int)
    sentence, first, last, begins, ends = np.array(targets, dtype=int).reshape(-1, 5).T
    opens, length = (np.cumsum(lengths) - lengths)[sentence], lengths[sentence]
    row = np.repeat(np.arange(size), length)  # an item of the sentence of a target each
    item = np.arange(len(row)) - (np.cumsum(length) - length)[row]
    place = opens[row] + item
    items = list(chain.from_iterable(sentences))
    quoted = np.array([own.quoted for own in items], dtype=bool)
    telling = np.array([own.known.telling for own in items], dtype=bool)
    away = np.clip(np.minimum(item - first[row], 0) + np.maximum(item - last[row], 0), -FAR, FAR)
    inside = (item >= begins[row]) & (item <= ends[row])
    other = np.where(quoted[place] == quoted[opens + first][row], 0, 1 + quoted[place])
    spoken = np.einsum("np,npk->kn", HELD[((away + FAR) * 2 + inside) * 3 + other], _weights(items)[place])
    whose, shown, of_roles = _roles(sentences, targets)
    negative, positive = np.append(spoken, of_roles, axis=1)
    whose, shown = np.append(row, whose), np.append(item, shown)
    sums = np.bincount(whose, negative, size), np.zeros(size), np.bincount(whose, positive, size)
    pulls, evident = np.zeros((2, size, lengths.max(initial=0) + 1))  # the last column: of what no item shows
    np.add.at(pulls, (whose, shown), positive - negative)
    evident[row, item] = telling[place]
    return chances(model().intercept + np.stack(sums, axis=1)), (pulls * evident)[:, :-1]


def _weights(items: Sequence[Item]) -> np.ndarray:
    """What each item speaks for negative and positive in each of :data:`features.PLACES`."""
    own = model()
    if len(own.kept) > KEPT:
        own.kept.clear()
    numbers = [item.known.number for item in items]
    found = [
        own.kept.get(n) or own.kept.setdefault(n, _looked_up(item)) for n, item in zip(numbers, items, strict=True)
    ]
    return np.frombuffer(b"".join(found), dtype=np.float32).reshape(-1, len(features.PLACES), 2)


def _looked_up(item: Item) -> bytes:
    own = model()
    values = {own.numbers[what]: value for what, value in features.told(item) if what in own.numbers}
    return np.array([*values.values()], dtype=np.float32).dot(own.weights[list(values)]).tobytes()


def _roles(sentences: Sequence[Sequence[Item]], targets: Sequence[Target]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The features of the targets' roles: whose each is, the item that shows it (-1: none), and what it speaks for
    negative and positive."""
    numbers, weights, *_ = model()
    known = [
        (whose, shown, numbers[name])
        for whose, target in enumerate(targets)
        for name, shown in features.roles(sentences[target.sentence], target)
        if name in numbers
    ]
    whose, shown, number = np.array(known, dtype=int).reshape(-1, 3).T
    return whose, shown, weights[number, :2].T


def chances(sums: np.ndarray) -> np.ndarray:
    """The probabilities of :data:`LABELS` that sums of weights give."""
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
