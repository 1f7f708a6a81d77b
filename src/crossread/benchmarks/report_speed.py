"""How long a report of the sample takes, beside a floor and beside the plain way, all in one run.

The floor is as many notebooks that import the same and draw four charts, run in one process, two at a time, and made
into pages by one exporter. The plain way is one papermill and one nbconvert process a notebook, one after the other, on
the same tables. What can be compared between machines is the ratio; processor time stands beside wall time, as other
work on the machine disturbs it less. Run it with ``make bench``.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from crossread.report.notebook_runs import find_notebooks

ROUNDS = 3
IMPORTS = (
    "import crossread as cr\nimport pandas as pd\nimport matplotlib.pyplot as plt\nfrom crossread.display import charts"
)
CHART = "figure, axes = plt.subplots()\naxes.plot(range(50), [n % 7 for n in range(50)])\nfigure"
FLOOR = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
sys.modules.setdefault("rfc3987_syntax", None)
import papermill
from nbconvert import HTMLExporter
given = {"kernel_name": "python3", "progress_bar": False, "shutdown_kernel": "immediate",
         "extra_arguments": ["--IPKernelApp.log_level=ERROR"]}
paths = sorted(Path(sys.argv[1]).glob("[0-9]*.ipynb"))
with ThreadPoolExecutor(2) as pool:
    done = list(pool.map(lambda path: papermill.execute_notebook(str(path), None, **given), paths))
exporter = HTMLExporter()
for path, notebook in zip(paths, done):
    path.with_suffix(".html").write_text(exporter.from_notebook_node(notebook)[0])
"""


class Took(NamedTuple):
    """Seconds: on the clock, and of processors."""

    wall: float
    cpu: float


def main() -> None:
    """Print the medians and the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "floor").mkdir()
        notebooks = find_notebooks()
        for path in notebooks:
            cells = [new_code_cell(IMPORTS), *(new_code_cell(CHART) for _ in range(4))]
            kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
            nbformat.write(new_notebook(cells=cells, metadata=kernel), work / "floor" / path.name)
        steps: dict[str, Callable[[], None]] = {
            "report, warm cache": lambda: _report(work, "warm"),
            "report, empty cache": lambda: _report(work, f"cold-{time.monotonic_ns()}"),
            "floor": lambda: _call(work, "-c", FLOOR, str(work / "floor")),
        }
        _report(work, "warm")
        times = {name: [] for name in steps}
        for _ in range(ROUNDS):  # in turn, so that what else the machine does falls on all alike
            for name, step in steps.items():
                times[name].append(_timed(step))
        took = {name: Took(*map(median, zip(*own, strict=True))) for name, own in times.items()}
        took["plain way"] = _timed(lambda: _plainly(work, notebooks))
    print(f"\nReport of the sample, {len(notebooks)} notebooks; median of {ROUNDS} rounds, the plain way once")
    print(f"{'step':28}{'wall s':>10}{'ratio':>8}{'cpu s':>10}{'ratio':>8}   ratios to the floor")
    floor = took["floor"]
    for name, own in took.items():
        print(f"{name:28}{own.wall:>10.2f}{own.wall / floor.wall:>8.2f}{own.cpu:>10.2f}{own.cpu / floor.cpu:>8.2f}")
    warm, plain = took["report, warm cache"], took["plain way"]
    print(f"warm report to plain way: {warm.wall / plain.wall:.2f} (wall), {warm.cpu / plain.cpu:.2f} (cpu)")


def _timed(step: Callable[[], None]) -> Took:
    before, began = _children(), time.perf_counter()
    step()
    return Took(time.perf_counter() - began, _children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _report(work: Path, cache: str) -> None:
    _call(work, "-m", "crossread.cli", "report", "sample", "-o", str(work / "reports"), cache=cache)


def _plainly(work: Path, notebooks: list[Path]) -> None:
    tables = work / "reports" / "sample" / "tables"
    for path in notebooks:
        _call(work, "-m", "papermill", str(path), str(work / path.name), "-p", "tables", str(tables))
        _call(work, "-m", "nbconvert", "--to", "html", str(work / path.name))


def _call(work: Path, *words: str, cache: str = "warm") -> None:
    environment = {**os.environ, "CROSSREAD_CACHE": str(work / cache)}
    subprocess.run([sys.executable, *words], env=environment, check=True, capture_output=True, cwd=work)


if __name__ == "__main__":
    main()
