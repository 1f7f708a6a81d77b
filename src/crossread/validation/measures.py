"""How right each step is: what was measured, on what, what it must not fall below, and with which version of the code.

All of it stands in one file, ``benchmarks/measured.csv``, a figure a row. ``python -m crossread.validation.measures
FOLDER``
measures anew on the annotated sets in FOLDER and writes it: a floor is raised to what was gained and never lowered; to
lower one is an edit of that file, in the open. What others reach stands in ``benchmarks/peers.csv``.
"""

import ast
import hashlib
import re
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread.articles.sets import SetError
from crossread.benchmarks import BENCHMARKS, validate
from crossread.storage.replacing import replacing

PACKAGE = Path(__file__).parents[1]
MEASURED = PACKAGE / "benchmarks" / "measured.csv"
PEERS = PACKAGE / "benchmarks" / "peers.csv"
_NUMBERS = ("floor", "value", "low", "high")
_AFTER = r" (\d+\.\d+)(?: \((\d+\.\d+)-(\d+\.\d+)\))?"


class Scored(NamedTuple):
    """An annotated set that was scored: its file, what was said, the figures in it as rows of :func:`measured`, and the
    errors: where, which words, the right answer, and the one found."""

    file: str
    report: str
    figures: pd.DataFrame
    errors: list[tuple[str, str, str, str]]


def measured(notebook: str | None = None) -> pd.DataFrame:
    """The figures as last measured, of one notebook or of all.

    Returns
    -------
    One row a figure of a benchmark that there is: ``figure`` (its id), ``notebook`` (whose results rest on it),
    ``main``, ``said`` (what is measured, in words), ``less_is_better``, ``benchmark``, ``file`` (below the folder of
    benchmarks), ``line`` and ``measure`` (where the report of `crossread validate` has it), ``floor``, ``value``,
    ``low``, ``high`` (95 %), ``measured`` (a day), ``stamp``, and ``current``: whether the stamp is that of the code.
    """
    found = pd.read_csv(MEASURED, dtype="string")
    found = found.astype(dict.fromkeys(_NUMBERS, "Float64"))
    for name in ("main", "less_is_better"):
        found[name] = found[name].fillna("no") == "yes"
    found = found[found["benchmark"].isin(list(BENCHMARKS))]
    found = found[found["notebook"] == notebook] if notebook else found
    current = [pd.notna(row.stamp) and row.stamp == stamp(row.benchmark) for row in found.itertuples()]
    return found.assign(current=pd.Series(current, index=found.index, dtype=bool)).reset_index(drop=True)


def peers() -> pd.DataFrame:
    """What others reach: ``figure``, ``who``, ``low`` and ``high`` (a range, or one value twice), ``source``."""
    return pd.read_csv(PEERS, dtype={"figure": "string", "who": "string", "source": "string"})


@cache
def stamp(benchmark: str) -> str:
    """Changes whenever a module that a benchmark's figures rest on does, or a word list or a model."""
    modules, waiting = set(), [PACKAGE / "benchmarks" / f"{benchmark.replace('-', '_')}.py"]
    while waiting:
        path = waiting.pop()
        if path.is_file() and path not in modules:
            modules.add(path)
            waiting += _imported(path)
    data = [*(PACKAGE / "lists").glob("*"), *PACKAGE.rglob("*.npz")]
    parts = [path.read_bytes() for path in sorted([*modules, *data])]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


@cache
def _imported(path: Path) -> list[Path]:
    """The modules of this package that a module imports by name."""
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE.name:
            folder = PACKAGE.joinpath(*node.module.split(".")[1:])
            found += [folder.with_suffix(".py"), *(folder / f"{alias.name}.py" for alias in node.names)]
    return found


def files(folder: Path) -> list[tuple[str, Path]]:
    """The annotated sets in ``folder``: benchmark and file, each in a folder that has the benchmark's name.

    What is named after training is left out: rules were made and models fitted on it.
    """
    return [
        (name, path)
        for name in sorted(BENCHMARKS)
        for path in sorted((folder / name).glob("*.jsonl*"))
        if not path.name.startswith("train")
    ]


def score(benchmark: str, path: Path) -> Scored:
    """Score one set. The floor is missing where the file is another than the one that it was measured on.

    Raises
    ------
    SetError
        When the file has not the form of that set.
    """
    place = f"{benchmark}/{path.name}"
    try:
        report, predictions, errors = validate(benchmark, path)
    except (LookupError, ValueError, TypeError, OSError, EOFError) as error:
        raise SetError(f"{place}: cannot be scored ({type(error).__name__}: {error})") from None
    if not predictions:
        raise SetError(f"{place}: cannot be scored (it holds nothing)")
    listed = measured()
    listed = listed[listed["benchmark"] == benchmark]
    if place in set(listed["file"]):
        rows = listed[listed["file"] == place]
    else:
        rows = listed.drop_duplicates(["line", "measure"]).assign(floor=pd.NA)
    found = [
        dict(zip(("value", "low", "high"), figure(report, r.line, r.measure), strict=True)) for r in rows.itertuples()
    ]
    fresh = {"file": place, "measured": f"{datetime.now(UTC):%Y-%m-%d}", "stamp": stamp(benchmark), "current": True}
    figures = rows.assign(**pd.DataFrame(found, index=rows.index, dtype="Float64"), **fresh)
    return Scored(place, report, figures, errors)


def figure(report: str, line: str, measure: str) -> tuple[float | None, ...]:
    """A figure in a report of `crossread validate`, with the bounds of its interval if they are given."""
    for words in report.splitlines()[1:]:
        if words.startswith(line) and (found := re.search(re.escape(measure) + _AFTER, words)):
            return tuple(None if number is None else float(number) for number in found.groups())
    return None, None, None


def below(figures: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`measured` that are worse than their floor."""
    worse = (figures["value"] - figures["floor"]) * figures["less_is_better"].map({True: -1, False: 1}) < 0
    return figures[worse.fillna(False)]


def update(folder: Path) -> pd.DataFrame:
    """Measure anew on the sets in ``folder``, write the file, and give the figures that fell below their floor.

    Value, interval, day and stamp are always written, floors only when they are gained.
    """
    scored = [score(name, path).figures for name, path in files(folder)]
    figures = pd.concat(scored or [measured().iloc[:0]], ignore_index=True)
    listed = pd.read_csv(MEASURED, dtype="string", keep_default_na=False).set_index("figure")
    for new in figures.dropna(subset="value").itertuples():
        old = listed.loc[new.figure]
        if old["file"] == new.file:
            better = min if old["less_is_better"] else max
            given = {name: getattr(new, name) for name in ("value", "low", "high", "measured", "stamp")}
            given["floor"] = better(float(old["floor"] or new.value), new.value)
            listed.loc[new.figure, list(given)] = ["" if pd.isna(value) else str(value) for value in given.values()]
    with replacing(MEASURED) as unfinished:
        listed.to_csv(unfinished, lineterminator="\n")
    return below(figures)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not files(Path(sys.argv[1])):
        sys.exit("give the folder of the annotated sets: a folder in it for each, named as for `crossread validate`")
    worse = update(Path(sys.argv[1]))
    for row in worse.itertuples():
        print(f"below its floor: {row.figure} {row.value}, floor {row.floor}")
    sys.exit(1 if len(worse) else 0)
