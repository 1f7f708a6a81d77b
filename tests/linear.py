"""Whether a step takes time in proportion to its input; how much time it takes, ``make bench`` says."""

import gc
import time
from collections.abc import Callable


def is_linear(step: Callable[[str], object], unit: str, size: int) -> bool:
    """Whether ``size`` characters of a repetition take less than half of what quadratic time would make of a fifth.

    Other programs and the search for cycles disturb one measurement: one of three has to hold.
    """
    few, many = ((unit * n)[:n] for n in (size // 5, size))
    step(few[:2000])
    return any(_seconds(step, many) < 12 * max(_seconds(step, few), 0.005) + 0.3 for _ in range(3))


def _seconds(step: Callable[[str], object], text: str) -> float:
    gc.collect()
    began = time.process_time()
    step(text)
    return time.process_time() - began
