"""Public annotated sets: how to read and score each, so that anyone who obtains one can repeat the figures."""

from collections.abc import Callable, Sequence
from pathlib import Path

from crossread.benchmarks import (
    basil,
    common,
    generic_frames,
    muc4,
    neutral_conflict,
    newsmtsc,
    newswcl50,
    pasted_pages,
    polnear,
)

BENCHMARKS: dict[str, Callable[[Sequence[dict]], common.Scored]] = {
    "basil": basil.score,
    "generic-frames": generic_frames.score,
    "muc4": muc4.score,
    "neutral-conflict": neutral_conflict.score,
    "newsmtsc": newsmtsc.score,
    "newswcl50": newswcl50.score,
    "pasted-pages": pasted_pages.score,
    "polnear": polnear.score,
}


def validate(name: str, path: Path, predictions: Path | None = None) -> common.Scored:
    """Score the set at ``path``; write the lines of predictions to ``predictions``."""
    found = BENCHMARKS[name](common.read_lines(path))
    if predictions:
        common.write_lines(predictions, found.predictions)
    return found
