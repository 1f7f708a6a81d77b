"""Public annotated sets: how to read and score each, so that anyone who obtains one can repeat the figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crossread.benchmarks import generic_frames, muc4, newswcl50, pasted_pages, polnear

BENCHMARKS: dict[str, Callable[[Path, Path | None], str]] = {
    "generic-frames": generic_frames.validate,
    "muc4": muc4.validate,
    "newswcl50": newswcl50.validate,
    "pasted-pages": pasted_pages.validate,
    "polnear": polnear.validate,
}
