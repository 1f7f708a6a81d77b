"""Measured figures do not fall unnoticed: what `crossread validate` prints, against ``floors.toml``."""

import os
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from crossread.benchmarks import BENCHMARKS

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("CROSSREAD_BENCHMARKS") or HERE.parents[1] / "shared" / "benchmarks")
FIGURES = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))["figure"]


@cache
def report(benchmark, file):
    return BENCHMARKS[benchmark](FOLDER / file, None)


@pytest.mark.parametrize("entry", FIGURES, ids=lambda e: f"{e['benchmark']}, {e['line']}, {e['measure']}")
def test_a_figure_is_no_worse_than_its_floor(entry):
    if not (FOLDER / entry["file"]).is_file():
        pytest.skip(f"{FOLDER / entry['file']} is not there; it is not part of the project")
    line = next(ln for ln in report(entry["benchmark"], entry["file"]).splitlines() if ln.startswith(entry["line"]))
    figure = float(re.search(rf"{re.escape(entry['measure'])} (\d+\.\d+)", line)[1])
    assert entry.get("at_least", 0) <= figure <= entry.get("at_most", float("inf"))
