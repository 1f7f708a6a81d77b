"""When an article was published: the range that its words allow."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd


class Published(NamedTuple):
    """Earliest and latest time (UTC, None when unknown), how finely stated, and on what basis."""

    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None
    precision: str = "unknown"
    basis: str | None = None


def parse(words: str, basis: str) -> Published:
    """Read a time as written."""
    stamp = pd.Timestamp(words)
    if stamp.tzinfo is None:
        early, late = stamp - pd.Timedelta(hours=14), stamp + pd.Timedelta(hours=12)
        return Published(early.tz_localize("UTC"), late.tz_localize("UTC"), "minute", basis)
    return Published(stamp.tz_convert("UTC"), stamp.tz_convert("UTC"), "minute", basis)
