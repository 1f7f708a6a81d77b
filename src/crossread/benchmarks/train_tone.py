"""Train the classifiers of tone on NewsMTSC (Hamborg and Donnay 2021, MIT): ``make tone TRAIN=path/to/train.jsonl.gz``.

Logistic regression with features weighted by their log-count ratios (Wang and Manning 2012). Settings are chosen by
cross-validation over the sentences of the training part alone, and written into the weights. Needs scikit-learn,
which ``pip install -e .[train]`` brings; reading does without.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from crossread import codebooks, tone, tone_features, tone_model
from crossread.benchmarks import common
from crossread.tone_features import Feature

FOLDS = 4
GRID = {"C": (0.02, 0.04), "power": (0.5, 1.0)}
LEAST = 2  # rows that a feature has to be in
KEPT = 60_000  # features, those with the largest weights
FALSE = 0.15  # of the neutral sentences, the share that may get a label


class Task(NamedTuple):
    """Rows of a task: features, labels, and the sentence of each."""

    rows: list[dict[str, float]]
    labels: np.ndarray
    groups: np.ndarray


class Fit(NamedTuple):
    """Weights by feature and label, and the intercepts."""

    weights: np.ndarray
    intercept: np.ndarray


def _once(features: Iterable[Feature]) -> dict[str, float]:
    row: dict[str, float] = {}
    for name, value, _ in features:
        row.setdefault(name, value)
    return row


def targets(items: list[dict]) -> Task:
    """A row a target."""
    lexicon, rows = codebooks.load().tone, []
    for item in items:
        text = item["sentence"]
        read = tone_features.read(text, [(0, len(text))], lexicon)
        aimed, at = tone_features.with_target(read, item["start"], item["end"])
        surface = text[item["start"] : item["end"]]
        features = (tone_features.of_sentence(read), tone_features.of_target(aimed, at, surface))
        rows.append(_once(itertools.chain(*features)))
    return Task(rows, np.array([i["label"] for i in items]), np.array([i["sentence"] for i in items]))


def sentences(items: list[dict]) -> Task:
    """A row a sentence whose targets do not contradict each other: neutral where all are."""
    lexicon, signs = codebooks.load().tone, defaultdict(set)
    for item in items:
        signs[item["sentence"]].add(item["label"])
    polar = {text: own - {"neutral"} for text, own in signs.items()}
    texts = [text for text in signs if len(polar[text]) < 2]
    rows = [_once(tone.sentence_features(tone.read(text, [(0, len(text))], lexicon), lexicon)) for text in texts]
    return Task(rows, np.array([min(polar[text], default="neutral") for text in texts]), np.array(texts))


def fit(matrix: sparse.csr_matrix, labels: np.ndarray, C: float, power: float) -> Fit:  # noqa: N803
    """Logistic regression on features weighted by the largest of their log-count ratios, to the ``power``."""
    ratios = []
    for label in tone_model.LABELS:
        own, others = (
            np.asarray((matrix[rows] != 0).sum(0)).ravel() + 1.0 for rows in (labels == label, labels != label)
        )
        ratios.append(np.abs(np.log((own / own.sum()) / (others / others.sum()))))
    scale = np.max(ratios, axis=0) ** power
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


def shift_for_f1(labels: np.ndarray, found: np.ndarray) -> float:
    """The shift with the best macro-F1."""
    return max(np.arange(-0.5, 0.51, 0.1), key=lambda shift: macro_f1(labels, _shifted(found, shift)))


def shift_for_neutral(labels: np.ndarray, found: np.ndarray) -> float:
    """The smallest shift at which no more than :data:`FALSE` of the neutral sentences get a label."""
    for shift in np.arange(0, 4, 0.1):
        if (_labelled(_shifted(found[labels == "neutral"], shift)) != "neutral").mean() <= FALSE:
            return shift
    return 4.0


def train(task: Task, shift: Callable[[np.ndarray, np.ndarray], float]) -> tuple[list[str], Fit, dict]:
    """Names and weights of the features kept, with the settings and what cross-validation gave for each."""
    vectors = DictVectorizer(dtype=np.float32)
    matrix = vectors.fit_transform(task.rows).tocsr()
    common_ones = np.asarray((matrix != 0).sum(0)).ravel() >= LEAST
    matrix, names = matrix[:, common_ones], np.array(vectors.feature_names_)[common_ones]
    tried = {}
    for C, power in itertools.product(*GRID.values()):  # noqa: N806
        found = cross_validated(matrix, task, C, power)
        moved = shift(task.labels, found)
        tried[C, power] = macro_f1(task.labels, _shifted(found, moved)), moved
        print(f"C {C}, power {power}: macro-F1 {tried[C, power][0]:.4f}, shift {moved:.1f}", flush=True)
    best = max(tried, key=lambda setting: tried[setting][0])
    fitted = fit(matrix, task.labels, *best)
    kept = np.sort(np.argsort(-np.ptp(fitted.weights, axis=0), kind="stable")[:KEPT])
    settings = {"C": best[0], "power": best[1], "shift": float(tried[best][1]), "rows": len(task.labels)}
    settings["cross_validated_macro_f1"] = round(tried[best][0], 4)
    intercept = fitted.intercept + np.array([0, tried[best][1], 0])
    return list(names[kept]), Fit(fitted.weights[:, kept], intercept), settings


def main(path: Path) -> None:
    """Train on the file at ``path`` and write the weights into the package."""
    items = common.read_lines(path)
    arrays: dict[str, np.ndarray] = {}
    said = {
        "data": "NewsMTSC, training part (fhamborg/NewsMTSC@b9d9b79, MIT; Hamborg and Donnay 2021)",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "method": "logistic regression, log-count ratios, cross-validated by sentence; train_tone.py",
    }
    for name, task, shift in (
        ("target", targets(items), shift_for_f1), ("sentence", sentences(items), shift_for_neutral),
    ):  # fmt: skip
        names, fitted, said[name] = train(task, shift)
        arrays[f"{name}_names"] = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
        arrays[f"{name}_weights"] = fitted.weights.T.astype(np.float16)
        arrays[f"{name}_intercept"] = fitted.intercept.astype(np.float32)
    arrays["provenance"] = np.frombuffer(json.dumps(said).encode(), dtype=np.uint8)
    tone_model.FILE.parent.mkdir(exist_ok=True)
    np.savez_compressed(tone_model.FILE, **arrays)
    print(f"{tone_model.FILE}: {tone_model.FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
