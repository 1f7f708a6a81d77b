"""Public annotated sets: how to read and score each, so that anyone who obtains one can repeat the figures."""

from collections.abc import Callable
from pathlib import Path

from crossread.benchmarks import (
    basil,
    generic_frames,
    muc4,
    neutral_conflict,
    newsmtsc,
    newswcl50,
    pasted_pages,
    polnear,
)

BENCHMARKS: dict[str, Callable[[Path, Path | None], str]] = {
    "basil": basil.validate,
    "generic-frames": generic_frames.validate,
    "muc4": muc4.validate,
    "neutral-conflict": neutral_conflict.validate,
    "newsmtsc": newsmtsc.validate,
    "newswcl50": newswcl50.validate,
    "pasted-pages": pasted_pages.validate,
    "polnear": polnear.validate,
}
