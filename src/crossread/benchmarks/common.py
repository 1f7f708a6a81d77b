"""What the benchmarks share: JSON Lines, what is given for a set, and shares of counts with intervals.

Each benchmark counts things in every unit of its set (an article, a sentence, an event); its figures are formulas of
the sums of these counts, and the intervals come from drawing units.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

SAMPLES, SEED = 1000, 1
Measure = Callable[[Mapping[str, np.ndarray]], np.ndarray]  # of sums of counts, by name


class Scored(NamedTuple):
    """What was said of a set, the lines of predictions, and the errors: where, which words, the right answer, and the
    one found."""

    report: str
    predictions: list[dict]
    errors: list[tuple[str, str, str, str]]


def read_lines(path: Path) -> list[dict]:
    """The objects of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write_lines(path: Path, rows: Iterable[dict]) -> None:
    """Write objects as JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """``part`` of ``whole``; 0 of nothing."""
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def of(part: str, whole: str) -> Measure:
    """The share that one count is of another."""
    return lambda sums: share(sums.get(part, 0), sums.get(whole, 0))


def f1(right: str, found: str, gold: str) -> Measure:
    """The harmonic mean of precision and recall."""
    return lambda sums: share(2 * sums.get(right, 0), sums.get(found, 0) + sums.get(gold, 0))


def measured(counts: Sequence[Mapping], measure: Measure, digits: int = 3) -> str:
    """A measure of the ``counts`` of some units with its 95 % interval (percentile bootstrap over units, Efron 1979),
    as reports have it: ``0.812 (0.700-0.900)``."""
    table = pd.DataFrame(counts).fillna(0)
    draws = np.random.default_rng(SEED).integers(0, len(table), (SAMPLES, len(table)))
    times = np.stack([np.bincount(draw, minlength=len(table)) for draw in draws])
    sums = dict(zip(table, (times @ table.to_numpy(dtype=float)).T, strict=True))
    value, (low, high) = measure(table.sum()), np.percentile(measure(sums), [2.5, 97.5])
    return f"{value:.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"
