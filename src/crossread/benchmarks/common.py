"""What the benchmarks share: JSON Lines, and intervals by resampling articles."""

import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


def read_lines(path: Path) -> list[dict]:
    """The objects of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write_lines(path: Path, rows: Iterable[dict]) -> None:
    """Write objects as JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def interval(
    items: Sequence[Item], measure: Callable[[Sequence[Item]], float], samples: int = 1000, seed: int = 1
) -> tuple[float, float]:
    """95 % interval of ``measure`` over ``items`` drawn with replacement (percentile bootstrap, Efron 1979)."""
    draws = np.random.default_rng(seed).integers(0, len(items), (samples, len(items)))
    values = [measure([items[n] for n in draw]) for draw in draws]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def share(part: float, whole: float) -> float:
    """``part`` of ``whole``; 0 of nothing."""
    return part / whole if whole else 0.0


def measured(items: Sequence[Item], measure: Callable[[Sequence[Item]], float], samples: int = 1000) -> str:
    """A measure with its interval, as reports have it: ``0.812 (0.700-0.900)``."""
    low, high = interval(items, measure, samples)
    return f"{measure(items):.3f} ({low:.3f}-{high:.3f})"
