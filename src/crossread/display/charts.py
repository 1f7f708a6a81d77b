"""Charts of the articles: when each can have appeared, and how many of its words were taken for what."""

import matplotlib.dates as mdates
import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes

from crossread.display import html as display
from crossread.display import many, overview, roles
from crossread.display.drawing import COLOURS, Style, bars, chart, name_rows, time_axis, told

GROUP_STYLES = [
    Style(colour, hatch) for colour, hatch in zip(COLOURS.values(), (None, "///", "\\\\\\", "xxx", "---"), strict=True)
]


def timeline(articles: pd.DataFrame) -> HTML:
    """Show when each article of a set can have appeared, on one line of time in UTC."""
    ordered = overview.in_order(articles)
    known = ordered[ordered["published_start"].notna() | ordered["published_end"].notna()].reset_index(drop=True)
    times = [(overview.published(row), overview.published_basis(row)) for _, row in ordered.iterrows()]
    data = pd.DataFrame(times, columns=["Published", "Basis"])
    data.insert(0, "Article", ordered["name"])
    undated = ordered.loc[ordered["published_start"].isna() & ordered["published_end"].isna(), "name"]
    undated = f"No time is known for {display.joined(many.named(undated))}." if len(undated) else ""
    if known.empty:
        return display.say(undated)
    if len(ordered) > many.ARTICLES:
        return _by_day(known, undated)
    lines = told(f"{row.Article}: {row.Published}" for row in data[: len(known)].itertuples())
    alt = f"Time line of {display.counted(len(known), 'article')}. {lines} {undated}"
    caption = (
        "A point is a time stated to the minute with its zone. A bar spans the whole range in which the "
        "article can have appeared, as a time without a zone or a day alone leaves it open. A line with an arrow "
        "means not before, or not after; its bound may lie outside the chart. Dashed lines and hollow marks are "
        "inferred from dates in the text. Times are UTC. Where "
        f"ranges overlap, the chart does not say which article came first. {undated}"
    )
    title = "When each article can have appeared"
    return chart(lambda axes: _paint_timeline(axes, known), len(known), title, caption, alt, data)


def _by_day(known: pd.DataFrame, undated: str) -> HTML:
    """How many articles appeared on which day, the middle of the time in which each can have."""
    start = known["published_start"].fillna(known["published_end"])
    end = known["published_end"].fillna(known["published_start"])
    days = (start + (end - start) / 2).dt.floor("D")
    counts = days.value_counts().sort_index()
    data = pd.DataFrame({"Day": [overview.day(day) for day in counts.index], "Articles": counts.to_numpy()})
    fullest = overview.day(counts.idxmax())
    alt = f"Bars of {display.counted(len(known), 'article')} by day, {counts.max():,} of them on {fullest}, the most."
    caption = (
        f"Each bar counts the articles of a day, n = {len(known):,}. An article that can have appeared on several days "
        "stands on the middle one; of one with a single bound the bound stands. Times are UTC. When each article "
        f"appeared is in the table articles, in the folder tables of the report. {undated}"
    )

    def paint(axes: Axes) -> None:
        bars = min((days.max() - days.min()).days + 1, 60)
        axes.hist(days, bins=bars, color=COLOURS["blue"], rwidth=0.9)
        axes.set_ylabel("articles")
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.grid(axis="y", alpha=0.25)
        time_axis(axes, days.min(), days.max())

    return chart(paint, 8, "When the articles appeared", caption, alt, data)


def words_by_group(articles: pd.DataFrame, blocks: pd.DataFrame) -> HTML:
    """Show how many words of each article were taken for what."""
    words = roles.words_by_group(articles, blocks)
    whole = many.spread(_renamed(words).set_index("Article"), "{:,.0f}".format, "Words of an article")
    words = many.sample(words).reset_index(drop=True)
    numbers = words.set_index("name")
    aside = numbers.drop(columns="reported text").sum(axis=1)
    total = numbers.sum(axis=1)
    alt = f"Bars of the words of {display.counted(len(words), 'article')} by what they were taken for. " + told(
        f"{name}: {aside[name]:,} of {total[name]:,} words set apart" for name in numbers.index
    )
    caption = (
        "Each bar is one article, its length the words of the whole file. What is not reported text is set apart and "
        "does not count as the article's own words. Lines that repeat an earlier one count once as text. The chart "
        "does not say whether a line was judged rightly; the words are listed below. " + many.note(len(articles))
    )
    title = "Words of each article, by what they were taken for"
    styles = dict(zip(numbers, GROUP_STYLES, strict=True))

    def paint(axes: Axes) -> None:
        bars(axes, numbers, styles, "words")
        axes.xaxis.set_major_formatter("{x:,.0f}")

    return chart(paint, len(words) + 2, title, caption, alt, _renamed(words), whole)


def _renamed(words: pd.DataFrame) -> pd.DataFrame:
    return words.rename(columns={"name": "Article"} | {c: c.capitalize() for c in words.columns if c != "name"})


def _paint_timeline(axes: Axes, known: pd.DataFrame) -> None:
    ends = known[["published_start", "published_end"]]
    bounded = ends.dropna()  # what is bounded on both sides decides from when to when it runs, if anything is
    ends = (ends if bounded.empty else bounded).stack()
    first, last = ends.min(), ends.max()
    margin = max((last - first) * 0.06, pd.Timedelta(hours=9))
    axes.set_xlim(first - margin, last + margin)
    for y, row in known.iterrows():
        _paint_range(axes, y, row["published_start"], row["published_end"], row["published_basis"])
    name_rows(axes, list(known["name"]))
    axes.grid(axis="x", alpha=0.25)
    time_axis(axes, first, last)


def _paint_range(axes: Axes, y: int, start: pd.Timestamp, end: pd.Timestamp, basis: object) -> None:
    inferred = pd.notna(basis) and basis == "inferred"
    colour, fill = COLOURS["blue"], "none" if inferred else COLOURS["blue"]
    if pd.isna(start) or pd.isna(end):
        _paint_open_range(axes, y, start, end, colour, "--" if inferred else "-")
    elif start == end:
        axes.plot([start], [y], "o", color=colour, markerfacecolor=fill, markersize=7)
    else:
        axes.plot([start, end], [y, y], "|", color=colour, markersize=11, markeredgewidth=1.6)
        axes.barh(y, end - start, left=start, height=0.36, facecolor=fill, edgecolor=colour, linewidth=1.2)


def _paint_open_range(axes: Axes, y: int, start: pd.Timestamp, end: pd.Timestamp, colour: str, line: str) -> None:
    """A line from the bound to the edge of the chart; one whose bound lies before the chart runs all across."""
    left, right = (mdates.num2date(edge) for edge in axes.get_xlim())
    pad = (right - left) * 0.012
    bound = start if pd.isna(end) else end
    other, edge, arrow = (left, right - pad, ">") if pd.isna(end) else (right, left + pad, "<")
    if left < bound < right:
        axes.plot([other := bound], [y], "|", color=colour, markersize=11, markeredgewidth=1.6)
    axes.plot([other, edge], [y, y], color=colour, linewidth=1.6, linestyle=line)
    axes.plot([edge], [y], arrow, color=colour, markersize=7)
