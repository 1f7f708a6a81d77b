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
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from crossread import codebooks, lists
from crossread.benchmarks import common
from crossread.tone import features as tone_features
from crossread.tone import model as tone_model
from crossread.tone import scoring as tone

FOLDS = 4
GRID = {"C": (0.03, 0.04), "power": (0.5, 0.8)}
LEAST = 2  # rows that a feature has to be in
WRITTEN = 0.5  # of a neutral target of the set, that a target of the sentences written for this project counts


class Task(NamedTuple):
    """Targets: the features of each, a row a target, its label and its sentence."""

    matrix: sparse.csr_matrix
    labels: np.ndarray
    groups: np.ndarray


class Fit(NamedTuple):
    """Weights by feature and label, and the intercepts."""

    weights: np.ndarray
    intercept: np.ndarray


def _task(targets: list[tuple[str, int, int, str]], numbers: dict[str, int]) -> Task:
    """The targets (text, start, end, label), an equal text read once; ``numbers`` gets the features by name."""
    lexicon, rows, columns, values = codebooks.load().tone, [], [], []
    read = {text: tone_features.read(text, [(0, len(text))], lexicon) for text, *_ in targets}
    for row, (text, *aim, _) in enumerate(targets):
        for where, what, value in tone_features.of_target(read[text], tone_features.target(0, read[text], *aim)):
            rows.append(row)
            columns.append(numbers.setdefault(f"{where} {what}", len(numbers)))
            values.append(value)
    matrix = sparse.csr_matrix((values, (rows, columns)), (len(targets), len(numbers)), dtype=np.float32)
    groups, labels = (np.array([target[column] for target in targets]) for column in (0, 3))
    return Task(matrix, labels, groups)


def _neutral(texts: Iterable[str], numbers: dict[str, int]) -> Task:
    """Each name and pronoun of ``texts`` as a neutral target."""
    lexicon, targets = codebooks.load().tone, []
    for text in texts:
        read = tone_features.read(text, [(0, len(text))], lexicon)
        targets += [(text, read[n].start, read[n].end, "neutral") for n in tone.candidates(read)]
    return _task(targets, numbers)


def fit(task: Task, C: float, power: float, written: Task) -> Fit:  # noqa: N803
    """Logistic regression on features weighted by the largest of their log-count ratios, to the ``power``; the labels
    of ``task`` count alike, a target of ``written`` counts :data:`WRITTEN` of a neutral one."""
    matrix, labels = sparse.vstack([task.matrix, written.matrix]).tocsr(), np.append(task.labels, written.labels)
    ratios = []
    for label in tone_model.LABELS:
        own, others = (
            np.asarray((matrix[rows] != 0).sum(0)).ravel() + 1.0 for rows in (labels == label, labels != label)
        )
        ratios.append(np.abs(np.log((own / own.sum()) / (others / others.sum()))))
    scale = (np.max(ratios, axis=0) ** power).astype(np.float32)
    each = {label: len(task.labels) / 3 / (task.labels == label).sum() for label in tone_model.LABELS}
    model = LogisticRegression(C=C, max_iter=100, tol=1e-3)
    counts = [each[label] for label in task.labels] + [WRITTEN * each["neutral"]] * len(written.labels)
    model.fit(matrix @ sparse.diags(scale), labels, sample_weight=counts)
    return Fit(model.coef_ * scale, model.intercept_)


def cross_validated(task: Task, written: Task, setting: Sequence[float]) -> float:
    """Macro-F1 of the labels that models give that have not seen the sentence."""
    given = np.empty(len(task.labels), dtype=object)
    for rest, part in GroupKFold(FOLDS).split(task.labels, task.labels, task.groups):
        fitted = fit(Task(task.matrix[rest], task.labels[rest], task.groups[rest]), *setting, written)
        logits = task.matrix[part] @ fitted.weights.T + fitted.intercept
        given[part] = np.array(tone_model.LABELS)[logits.argmax(axis=1)]
    return float(f1_score(task.labels, given.astype(str), average="macro"))


def main(path: Path) -> None:
    """Train on the file at ``path`` and write the weights into the package."""
    items, numbers = common.read_lines(path), {}
    task = _task([tuple(item[key] for key in ("sentence", "start", "end", "label")) for item in items], numbers)
    written = _neutral((row["sentence"] for row in lists.read("tone_neutral")), numbers)
    for part in (task, written):
        part.matrix.resize(len(part.labels), len(numbers))
    seen = np.asarray((sparse.vstack([task.matrix, written.matrix]) != 0).sum(0)).ravel() >= LEAST
    names = np.array(list(numbers))[seen]
    task, written = (part._replace(matrix=part.matrix[:, seen]) for part in (task, written))
    tried = {}
    for setting in itertools.product(*GRID.values()):
        tried[setting] = cross_validated(task, written, setting)
        print(f"{dict(zip(GRID, setting, strict=True))}: macro-F1 {tried[setting]:.4f}", flush=True)
    best = max(tried, key=tried.get)
    fitted = fit(task, *best, written)
    said = {
        "data": "NewsMTSC, training part (fhamborg/NewsMTSC@b9d9b79, MIT; Hamborg and Donnay 2021), and neutral "
        "sentences written for this project (tone_neutral.csv)",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "method": "logistic regression, features weighted by log-count ratios (Wang and Manning 2012)",
        "settings": dict(zip(GRID, best, strict=True)) | {"written": WRITTEN, "features": len(names)},
        "targets": len(task.labels),
        "written_targets": len(written.labels),
        "cross_validated_macro_f1": round(tried[best], 4),
    }
    tone_model.FILE.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        tone_model.FILE,
        names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        weights=fitted.weights.T.astype(np.float16),
        intercept=fitted.intercept.astype(np.float32),
        provenance=np.frombuffer(json.dumps(said).encode(), dtype=np.uint8),
    )
    print(f"{tone_model.FILE}: {tone_model.FILE.stat().st_size:,} bytes; {said}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
