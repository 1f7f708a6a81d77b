"""What is shown of a set of many articles: all limits of pages stand here.

What tells of each article by itself has room for so many; of more it tells of a sample, and of all in sum.
"""

import hashlib
from collections.abc import Callable, Iterable

import pandas as pd

ARTICLES = 50  # of which charts and lists tell one by one
ROWS = 400  # of a table
EVENTS = 60  # whose tolls stand one below the other
OF_KIND = 100  # rows of a table that has others of its kind beside it
CELLS = 6000  # passages of articles on the page that puts two side by side
LISTED = 2000  # rows of the list of articles, by which a reader finds them
WHERE = "all are in the folder tables of the report"


def chosen(names: Iterable[str], most: int = ARTICLES) -> list[str]:
    """At most ``most`` of the different ``names``, in their order.

    They are drawn by a lot that goes by the name alone: all charts, pages and runs have the same ones.
    """
    names = list(dict.fromkeys(names))
    drawn = set(sorted(names, key=lambda name: hashlib.sha256(str(name).encode()).digest())[:most])
    return [name for name in names if name in drawn]


def sample(rows: pd.DataFrame, most: int = ARTICLES) -> pd.DataFrame:
    """The ``rows`` of at most ``most`` articles, by their column ``name``."""
    names = chosen(rows["name"], most)
    return rows if len(names) == rows["name"].nunique() else rows[rows["name"].isin(names)]


def note(n: int, most: int = ARTICLES) -> str:
    """What is to be said where a sample stands for ``n`` articles; nothing where all are shown."""
    return f"Shown are {most:,} of {n:,} articles, drawn by lot; {WHERE}." if n > most else ""


def named(names: Iterable[str]) -> list[str]:
    """``names``, or of more than are shown one by one how many there are."""
    names = list(names)
    return names if len(names) <= ARTICLES else [f"{len(names):,} articles"]


def spread(numbers: pd.DataFrame, worded: Callable[[float], str], head: str) -> pd.DataFrame | None:
    """The columns of ``numbers``, which has a row an article, in five numbers over all; none where all are shown."""
    if len(numbers) <= ARTICLES:
        return None
    steps = {"Least": 0, "A quarter below": 0.25, "Median": 0.5, "A quarter above": 0.75, "Most": 1}
    known = [numbers[column].dropna().astype(float) for column in numbers]
    shown = {name: [worded(own.quantile(at)) if len(own) else "–" for own in known] for name, at in steps.items()}
    return pd.DataFrame({head: list(map(str, numbers.columns)), "Articles": list(map(len, known))} | shown)
