"""Measured figures do not fall unnoticed: what `crossread validate` prints, against ``benchmarks/measured.csv``."""

import os
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from crossread.validation import measures as validation

FOLDER = Path(os.environ.get("CROSSREAD_BENCHMARKS") or Path(__file__).parents[2] / "shared" / "benchmarks")
FIGURES = validation.measured().set_index("figure")


@cache
def scored(benchmark, path):
    return validation.score(benchmark, path).figures.set_index("figure")


@pytest.mark.parametrize("figure", FIGURES.index)
def test_a_figure_is_no_worse_than_its_floor(figure):
    listed = FIGURES.loc[figure]
    path = FOLDER / listed["file"]
    if not path.is_file():
        pytest.skip(f"{path} is not there; it is not part of the project")
    found = scored(listed["benchmark"], path).loc[[figure]]
    assert pd.notna(found["value"].item()), "the report does not give it"
    assert validation.below(found).empty, f"{found['value'].item()}, floor {listed['floor']}"
