"""Train the classifier of tone on NewsMTSC (Hamborg and Donnay 2021, MIT): ``make tone TRAIN=path``.

Logistic regression with features weighted by their log-count ratios (Wang and Manning 2012). Settings are chosen by
cross-validation over the sentences of the training part alone, and written into the weights. Needs scikit-learn,
which ``pip install -e .[train]`` brings; reading does without.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from crossread import codebooks
from crossread.benchmarks import common
from crossread.tone import features as tone_features
from crossread.tone import model as tone_model
from crossread.tone import scoring as tone
from crossread.tone.features import Item

FOLDS = 4
GRID = {"C": (0.04, 0.06), "power": (0.5,)}
LEAST = 2  # rows that a feature has to be in
KEPT = 60_000  # features, those with the largest weights
FALSE = 0.13  # of the neutral sentences, the share that may get a label


class Task(NamedTuple):
    """Rows of features, with the label and the sentence of each."""

    rows: list[dict[str, float]]
    labels: np.ndarray
    groups: np.ndarray


class Fit(NamedTuple):
    """Weights by feature and label, and the intercepts."""

    weights: np.ndarray
    intercept: np.ndarray


class _Names(dict):
    """Numbers of features by what stands there, given as they are asked for; ``names`` has those of all kinds."""

    def __init__(self, kind: str, names: list[str]):
        self.kind, self.names = kind, names

    def get(self, what: str, default: int = 0) -> int:
        if what not in self:
            self.names.append(f"{self.kind} {what}".rstrip())
        return self.setdefault(what, len(self.names))


class _Kinds(dict):
    """The numbers of the features of each kind."""

    def __init__(self):
        self.names: list[str] = []

    def get(self, kind: str, default: dict | None = None) -> _Names:
        return self.setdefault(kind, _Names(kind, self.names))


def _row(items: list[Item], start: int, end: int) -> dict[str, float]:
    numbers, target = _Kinds(), tone_features.target(0, items, start, end)
    sheet = tone_features.sheet([items], tone_features.Index(numbers, {}))
    found = tone_features.of_sentences(sheet, numbers), tone_features.of_targets(sheet, [target], numbers)
    return {
        numbers.names[number - 1]: value
        for own in found
        for number, value in zip(own.number.tolist(), own.value.tolist(), strict=True)
    }


def targets(items: list[dict]) -> Task:
    """A row a target."""
    lexicon = codebooks.load().tone
    read = {
        item["sentence"]: tone_features.read(item["sentence"], [(0, len(item["sentence"]))], lexicon) for item in items
    }
    rows = [_row(read[item["sentence"]], item["start"], item["end"]) for item in items]
    return Task(rows, np.array([i["label"] for i in items]), np.array([i["sentence"] for i in items]))


def sentences(items: list[dict]) -> Task:
    """A row for each name or pronoun of the sentences whose targets are all neutral."""
    lexicon, polar = codebooks.load().tone, {item["sentence"] for item in items if item["label"] != "neutral"}
    rows, groups = [], []
    for text in dict.fromkeys(item["sentence"] for item in items if item["sentence"] not in polar):
        read = tone_features.read(text, [(0, len(text))], lexicon)
        for named in tone.candidates(read):
            rows.append(_row(read, read[named].start, read[named].end))
            groups.append(text)
    return Task(rows, np.array(["neutral"] * len(rows)), np.array(groups))


def fit(matrix: sparse.csr_matrix, labels: np.ndarray, C: float, power: float) -> Fit:  # noqa: N803
    """Logistic regression on features weighted by the largest of their log-count ratios, to the ``power``."""
    ratios = []
    for label in tone_model.LABELS:
        own, others = (
            np.asarray((matrix[rows] != 0).sum(0)).ravel() + 1.0 for rows in (labels == label, labels != label)
        )
        ratios.append(np.abs(np.log((own / own.sum()) / (others / others.sum()))))
    scale = (np.max(ratios, axis=0) ** power).astype(np.float32)
    model = LogisticRegression(C=C, max_iter=100, tol=1e-3, class_weight="balanced")
    model.fit(matrix @ sparse.diags(scale), labels)
    return Fit(model.coef_ * scale, model.intercept_)


def chances(matrix: sparse.csr_matrix, fitted: Fit) -> np.ndarray:
    """Probabilities of the labels."""
    logits = matrix @ fitted.weights.T + fitted.intercept
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_validated(matrix: sparse.csr_matrix, task: Task, C: float, power: float) -> np.ndarray:  # noqa: N803
    """Probabilities of each row from a model that has not seen its sentence."""
    found = np.zeros((len(task.labels), 3))
    for rest, part in GroupKFold(FOLDS).split(task.labels, task.labels, task.groups):
        found[part] = chances(matrix[part], fit(matrix[rest], task.labels[rest], C, power))
    return found


def shift_of_neutral(
    matrix: sparse.csr_matrix, task: Task, whole: sparse.csr_matrix, groups: np.ndarray, best
) -> float:
    """The smallest shift at which no more than :data:`FALSE` of the neutral sentences get a label from models that
    have not seen them; ``whole`` has the rows of their names, ``groups`` the sentence of each."""
    pooled = []
    for rest, part in GroupKFold(FOLDS).split(task.labels, task.labels, task.groups):
        fitted, unseen = fit(matrix[rest], task.labels[rest], *best), np.isin(groups, task.groups[part])
        logs = np.log(chances(whole[unseen], fitted))
        texts, place = np.unique(groups[unseen], return_inverse=True)
        sums = np.stack([np.bincount(place, column, len(texts)) for column in logs.T], axis=1)
        pooled.append(np.exp(sums / np.bincount(place)[:, None]))
    found = np.concatenate(pooled)
    n_sentences = len(set(groups))
    return next(
        float(shift)
        for shift in np.arange(0, 4, 0.05)
        if (_labelled(_shifted(found, shift)) != "neutral").sum() <= FALSE * n_sentences
    )


def macro_f1(labels: np.ndarray, found: np.ndarray) -> float:
    """Macro-F1 of the labels that the probabilities give at the threshold."""
    return float(f1_score(labels, _labelled(found), average="macro"))


def _labelled(found: np.ndarray) -> np.ndarray:
    given = [tone.label(row) for row in found]
    return np.array(["neutral" if label == "no_clear_tone" else label for label in given])


def _shifted(found: np.ndarray, shift: float) -> np.ndarray:
    """Probabilities when the odds of neutral are raised by ``shift``, in logits."""
    odds = found * np.exp([0, shift, 0])
    return odds / odds.sum(axis=1, keepdims=True)


def main(path: Path) -> None:
    """Train on the file at ``path`` and write the weights into the package."""
    items = common.read_lines(path)
    task, neutral = targets(items), sentences(items)
    vectors = DictVectorizer(dtype=np.float32)
    matrix = vectors.fit_transform(task.rows).tocsr()
    often = np.asarray((matrix != 0).sum(0)).ravel() >= LEAST
    matrix, names = matrix[:, often], np.array(vectors.feature_names_)[often]
    tried = {}
    for setting in itertools.product(*GRID.values()):
        tried[setting] = macro_f1(task.labels, cross_validated(matrix, task, *setting))
        print(f"{dict(zip(GRID, setting, strict=True))}: macro-F1 {tried[setting]:.4f}", flush=True)
    best = max(tried, key=tried.get)
    whole = vectors.transform(neutral.rows).tocsr()[:, often]
    shift = shift_of_neutral(matrix, task, whole, neutral.groups, best)
    fitted = fit(matrix, task.labels, *best)
    kept = np.sort(np.argsort(-np.ptp(fitted.weights, axis=0), kind="stable")[:KEPT])
    said = {
        "data": "NewsMTSC, training part (fhamborg/NewsMTSC@b9d9b79, MIT; Hamborg and Donnay 2021)",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "method": "logistic regression, features weighted by log-count ratios (Wang and Manning 2012)",
        "settings": dict(zip(GRID, best, strict=True)) | {"shift": round(shift, 2), "features": len(kept)},
        "targets": len(task.labels),
        "cross_validated_macro_f1": round(tried[best], 4),
    }
    tone_model.FILE.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        tone_model.FILE,
        names=np.frombuffer("\n".join(names[kept]).encode(), dtype=np.uint8),
        weights=fitted.weights[:, kept].T.astype(np.float16),
        intercept=fitted.intercept.astype(np.float32),
        shift=np.float32(shift),
        provenance=np.frombuffer(json.dumps(said).encode(), dtype=np.uint8),
    )
    print(f"{tone_model.FILE}: {tone_model.FILE.stat().st_size:,} bytes; {said}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
