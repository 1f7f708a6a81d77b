"""The articles of a set as all charts and tables have them: their order, their names, and their times in words."""

import pandas as pd

from crossread.display.html import counted, joined, shortened

EASTMOST = pd.Timedelta(hours=14)  # a bound reckoned from a date begins where that day begins first


def counts(articles: pd.DataFrame) -> str:
    """The size of a set in words: ``5 articles, 4 outlets, 2,312 words``."""
    outlets = articles["outlet"].nunique()
    parts = [
        counted(len(articles), "article"),
        counted(outlets, "outlet") if outlets else "no outlet known",
        counted(int(articles["n_words"].sum()), "word"),
    ]
    return ", ".join(parts)


def not_known(articles: pd.DataFrame) -> str:
    """Of how many articles outlet, title or time are not known, and where to say them; empty where all are."""
    lacking = {
        "outlet": articles["outlet"].isna(),
        "title": articles["title"].isna(),
        "time": articles["published_start"].isna() & articles["published_end"].isna(),
    }
    parts = [f"the {what} of {counted(int(rows.sum()), 'article')}" for what, rows in lacking.items() if rows.any()]
    if not parts:
        return ""
    return (
        f"Not known: {joined(parts)}. Say what you know in metadata.csv beside the folder articles/: columns file, "
        "outlet, title, byline, published, url, language, and a line an article."
        + " Without the times, what an article leaves out and how tolls grew can hardly be told."
        * bool(lacking["time"].any())
    )


def in_order(articles: pd.DataFrame) -> pd.DataFrame:
    """``articles`` in the one order of all charts and tables, with a short ``name`` each.

    The order is by earliest possible time, then those of which only one bound is known, then undated ones; of
    equals by ``article_id``. It serves finding, and where time ranges overlap it says nothing on which came first.
    A name is the outlet, else the file; articles that would share one are numbered in this order.
    """
    open_ended = articles["published_start"].isna() | articles["published_end"].isna()
    ordered = articles.assign(open_ended=open_ended).sort_values(
        ["open_ended", "published_start", "article_id"], na_position="last", ignore_index=True
    )
    ordered = ordered.drop(columns="open_ended")
    base = ordered["outlet"].fillna(ordered["source_file"]).map(lambda name: shortened(name, 34))
    number = base.groupby(base).cumcount() + 1
    shared = base.duplicated(keep=False)
    names = base.where(~shared, base + " (" + number.astype(str) + ")")
    return ordered.assign(name=names.astype(ordered["outlet"].dtype))


def published(row: pd.Series) -> str:
    """When an article appeared, as the range that is known, in UTC."""
    start, end = row["published_start"], row["published_end"]
    if pd.isna(start) and pd.isna(end):
        return "undated"
    if pd.isna(end):
        return f"not before {day(start + EASTMOST)}"
    if pd.isna(start):
        return f"not after {_moment(end)} UTC"
    if start == end:
        return f"{_moment(start)} UTC"
    return f"{_moment(start)} to {_moment(end, after=start)} UTC"


def published_basis(row: pd.Series) -> str:
    """How the time is known: ``text, to the day``, or why there is none. A time to the minute with a range
    is one whose zone is missing or has several readings."""
    if pd.isna(row["published_start"]) and pd.isna(row["published_end"]):
        return "no time found"
    basis = row["published_basis"] if pd.notna(row["published_basis"]) else "basis unknown"
    if row["published_precision"] == "unknown":
        both = pd.notna(row["published_start"]) and pd.notna(row["published_end"])
        return basis + ", which number is the day is not known" * both
    exact = row["published_precision"] != "minute" or row["published_start"] == row["published_end"]
    zone = "" if exact else ", zone uncertain"
    return f"{basis}, to the {row['published_precision']}{zone}"


def copies(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles that stand for at least half in another one.

    Returns
    -------
    Columns ``article_id``, ``name``, ``copy_of`` (an ``article_id``), ``copy_of_name``, ``copy_share`` (0 to
    1).
    """
    ordered = in_order(articles)
    names = ordered.set_index("article_id")["name"]
    found = ordered[ordered["copy_of"].notna()]
    found = found.assign(copy_of_name=found["copy_of"].map(names))
    return found[["article_id", "name", "copy_of", "copy_of_name", "copy_share"]].reset_index(drop=True)


def day(time: pd.Timestamp) -> str:
    """A day in words."""
    return f"{time.day} {time:%b %Y}"


def _moment(time: pd.Timestamp, after: pd.Timestamp | None = None) -> str:
    """A time to the minute; its day or year is left out where ``after`` has the same."""
    if after is not None and time.date() == after.date():
        return f"{time:%H:%M}"
    year = "" if after is not None and time.year == after.year else f" {time.year}"
    return f"{time.day} {time:%b}{year}, {time:%H:%M}"
