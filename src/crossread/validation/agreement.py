"""How far coders agree: percent agreement and Krippendorff's alpha by item, with intervals over units.

Alpha after Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", and Hayes and Krippendorff (2007): one
less the disagreement observed over the one expected, missing codes allowed. It is written out here as the library for
it has a licence that binds whoever uses it.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from crossread.analysis import Analysis
from crossread.articles.sets import SetError
from crossread.problems import Problem
from crossread.validation import coding
from crossread.validation.coding import NONE

SYSTEM = "Crossread"
BARS = (0.8, 0.667)  # Krippendorff (2004): relied on; for tentative conclusions
CUSTOM = (
    "95 % intervals: bootstrap over units. By custom (Krippendorff 2004) alpha from .800 on is relied on, from .667 on "
    "allows tentative conclusions; this is custom, no test. Alpha is missing where all codes are the same."
)
SAMPLES, SEED = 1000, 1
# Items that also have an order or a size, with the values that stand on it (none given: numbers).
SCALES = {
    "label": ("ordinal", ("negative", "neutral", "positive")),
    "reported_min": ("ratio", ()),
    "reported_max": ("ratio", ()),
}


def compared(files: Sequence[Path], analysis: Analysis | None = None) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The codes of each file by its name without its ending, and with ``analysis`` those of the system; and problems.

    Raises
    ------
    SetError
        When a file is no coding sheet, they are not of one kind, or there is nobody to compare with.
    """
    stems = [path.stem for path in files]
    sheets = {(path.stem if stems.count(path.stem) == 1 else str(path)): coding.read(path) for path in files}
    kinds = {sheet.of for sheet in sheets.values()}
    if len(kinds) > 1:
        raise SetError(f"these are sheets of {' and '.join(sorted(kinds))}; compare those of one kind")
    if analysis is None and len(sheets) < 2:
        raise SetError("one sheet has nobody to agree with; give another coder's too, or the set with --set")
    codes = {name: sheet.codes for name, sheet in sheets.items()}
    problems = [problem for sheet in sheets.values() for problem in sheet.problems]
    if analysis is None:
        return codes, problems + _units(codes)
    answers = coding.answers(analysis, kinds.pop())
    problems += _units(codes, list(answers.index))
    coded = {unit for frame in codes.values() for unit in frame.index}
    return codes | {SYSTEM: answers[answers.index.isin(coded)]}, problems


def _units(codes: Mapping[str, pd.DataFrame], known: Sequence[str] | None = None) -> list[Problem]:
    """What is wrong between sheets of one kind: units that one lacks, or that no other has; five of each are named.

    ``known`` are the units of the set, where it is at hand; else those of two sheets or more are taken as known.
    """
    often = pd.Series([unit for frame in codes.values() for unit in frame.index], dtype=object).value_counts()
    sure = set(often.index[often > 1] if known is None else known)
    where = "of another sheet" if known is None else "of the set"
    problems = []
    for name, frame in codes.items():
        strange = [unit for unit in frame.index if unit not in sure]
        lacking = [unit for unit in often.index if unit in sure and unit not in frame.index]
        for units, what, remedy in (
            (strange, f"is no unit {where}", "put back the id that the sheet had"),
            (lacking, "is missing, and others have it", "it counts as not coded"),
        ):
            problems += [Problem(name, f"unit {unit} {what}", remedy) for unit in units[:5]]
            problems += [Problem(name, f"{len(units) - 5} more such units", remedy)] if len(units) > 5 else []
    return problems


def by_item(codes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Agreement by item over coders, each with a frame of codes (a row a unit, a column an item).

    Returns
    -------
    Columns ``item``, ``scale`` (nominal, ordinal, ratio), ``units`` (with two codes or more), ``agreement`` (mean
    share of pairs of coders with the same code, over units), ``agreement_low``, ``agreement_high``, ``alpha``,
    ``alpha_low``, ``alpha_high``. What cannot be told is missing.
    """
    rows = []
    for item in dict.fromkeys(name for frame in codes.values() for name in frame.columns):
        table = pd.DataFrame({coder: frame[item] for coder, frame in codes.items() if item in frame})
        given = sorted({value for value in table.to_numpy().ravel() if pd.notna(value)})
        rows.append((item, "nominal", *_row(table, given, _apart)))
        if item in SCALES:
            scale, order = SCALES[item]
            values = order or sorted(set(given) - {NONE}, key=int)
            rows.append((item, scale, *_row(table.where(table.isin(values)), values, DISTANCES[scale])))
    names = ["units", "agreement", "agreement_low", "agreement_high", "alpha", "alpha_low", "alpha_high"]
    frame = pd.DataFrame(rows, columns=["item", "scale", *names])
    return frame.astype({"units": "Int64", **dict.fromkeys(names[1:], "Float64")})


def _row(table: pd.DataFrame, values: Sequence[str], distance: Callable) -> tuple:
    """Units, agreement and alpha, each of these with its interval."""
    counts = np.stack([(table == value).sum(axis=1) for value in values], axis=1) if len(values) else np.zeros((0, 1))
    counts = counts[counts.sum(axis=1) >= 2].astype(float)
    if not len(counts):
        return 0, *[None] * 6
    draws = np.random.default_rng(SEED).integers(0, len(counts), (SAMPLES, len(counts)))
    found = []
    for measure in (_agreement, lambda own: alpha(own, distance, values)):
        drawn = np.array([measure(counts[draw]) for draw in draws])
        interval = np.nanpercentile(drawn, [2.5, 97.5]) if not np.isnan(drawn).all() else (np.nan, np.nan)
        found += [measure(counts), *interval]
    return len(counts), *(None if np.isnan(value) else float(value) for value in found)


def _agreement(counts: np.ndarray) -> float:
    sizes = counts.sum(axis=1)
    return ((counts * (counts - 1)).sum(axis=1) / (sizes * (sizes - 1))).mean()


def alpha(counts: np.ndarray, distance: Callable, values: Sequence[str]) -> float:
    """Krippendorff's alpha; NaN where all codes are the same.

    Parameters
    ----------
    counts
        Units by values: how many coders gave the unit the value; every unit has two codes or more.
    distance
        One of :data:`DISTANCES`: squared distances of the values, from values and how often each was given.
    """
    given = counts.sum(axis=0)
    apart = distance(values, given)
    observed = (((counts @ apart) * counts).sum(axis=1) / (counts.sum(axis=1) - 1)).sum()
    expected = given @ apart @ given
    return 1 - (given.sum() - 1) * observed / expected if expected > 0 else np.nan


def _apart(values: Sequence[str], given: np.ndarray) -> np.ndarray:
    return 1.0 - np.eye(len(values))


def _ordinal(values: Sequence[str], given: np.ndarray) -> np.ndarray:
    middle = np.cumsum(given) - given / 2
    return (middle[:, None] - middle) ** 2


def _ratio(values: Sequence[str], given: np.ndarray) -> np.ndarray:
    numbers = np.array([float(value) for value in values])
    sums = numbers[:, None] + numbers
    return ((numbers[:, None] - numbers) / np.where(sums, sums, 1)) ** 2


DISTANCES = {"nominal": _apart, "ordinal": _ordinal, "ratio": _ratio}


def groups(codes: Mapping[str, pd.DataFrame]) -> list[dict[str, pd.DataFrame]]:
    """Whose agreement is of interest: that of the people where there are several, and of all with the system."""
    people = {name: frame for name, frame in codes.items() if name != SYSTEM}
    return [group for group in (people, dict(codes)) if len(group) > 1][: 1 if len(people) == len(codes) else 2]


def table(codes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Agreement by item in words, as the command and the notebook show it."""
    found = by_item(codes)
    return pd.DataFrame(
        {
            "Item": found["item"],
            "Scale": found["scale"],
            "Units": found["units"],
            "Agreement": [number(r.agreement, r.agreement_low, r.agreement_high) for r in found.itertuples()],
            "Alpha": [number(r.alpha, r.alpha_low, r.alpha_high) for r in found.itertuples()],
            "By custom": found["alpha"].map(reading),
        }
    )


def report(codes: Mapping[str, pd.DataFrame]) -> str:
    """Agreement of each group of coders as lines of text."""
    parts = [f"{', '.join(group)}\n{table(group).to_string(index=False)}" for group in groups(codes)]
    return "\n\n".join([*parts, CUSTOM])


def number(value: float, low: float, high: float) -> str:
    """A figure with its interval, as it is written."""
    if pd.isna(value):
        return "-"
    return "{} ({} to {})".format(*(f"{n:.2f}".replace("0.", ".", 1) for n in (value, low, high)))


def reading(value: float) -> str:
    """What custom makes of an alpha."""
    if pd.isna(value):
        return "cannot be told"
    return "relied on" if value >= BARS[0] else "tentative" if value >= BARS[1] else "below the bars"
