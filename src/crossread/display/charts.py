"""Charts as SVG that follow the page, light or dark: the same bytes for the same data, and in words too."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import matplotlib
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from IPython.display import HTML
from lxml import etree
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from crossread.display import html as display
from crossread.display import many, overview, roles
from crossread.display.html import shortened

# Middle tones: each stands out at least 3:1 from the light and from the dark page.
COLOURS = {"blue": "#3d7fc4", "orange": "#c46a14", "green": "#2f8f6b", "purple": "#9a68c0", "grey": "#7c828c"}
# Stand for the colour of the page's own text, which the page fills in.
INK, FAINT = "#010203", "#030201"
STYLE = {
    "svg.hashsalt": "crossread",
    "svg.fonttype": "none",
    "text.parse_math": False,  # a headline with two dollar signs is no formula
    "axes.formatter.use_mathtext": False,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
}
_WIDTH, _ROW = 8.6, 0.3  # inches
_LONG_NUMBER = re.compile(r"(\d\.\d\d)\d+")  # a hundredth of a point is no line's breadth
_POINT = re.compile(r"M [-\d.]+ [-\d.]+\s*")
_SVG = "{http://www.w3.org/2000/svg}"
_TOLD = 12  # rows that an alternative text tells of
_SHADES = 20  # of a field of a grid


class Style(NamedTuple):
    """How a part of a bar is filled: its colour, its hatch (then the colour is of the lines), or neither."""

    colour: str
    hatch: str | None = None  # dots would be drawn one by one, at 150 kB
    filled: bool = True


def chart(
    paint: Callable[[Axes], None],
    rows: int,
    title: str,
    caption: str,
    alt: str,
    data: pd.DataFrame,
    whole: pd.DataFrame | None = None,
) -> HTML:
    """Show what ``paint`` draws: see :func:`draw` and :func:`crossread.display.html.figure`."""
    return display.figure(draw(paint, rows, alt), title, caption.strip(), data, whole)


def told(rows: Iterable[str]) -> str:
    """What an alternative text says of the first ``rows``, and where the others are."""
    rows = list(rows)
    return "; ".join(rows[:_TOLD]) + ("; the others are in the data table." if len(rows) > _TOLD else ".")


def name_rows(axes: Axes, names: Sequence[str], length: int = 40) -> None:
    """Name the rows of a chart, the first on top, each name cut to ``length`` characters."""
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), [shortened(name, length) for name in names])
    axes.tick_params(axis="y", length=0)


def legend(axes: Axes, columns: int = 4, **given: object) -> None:
    """The key of a chart, above it."""
    axes.figure.legend(
        loc="outside upper left", ncols=columns, handlelength=1.6, columnspacing=1.4, fontsize=9, **given
    )


def bars(axes: Axes, numbers: pd.DataFrame, styles: Mapping[str, Style], unit: str, ends: Sequence[str] = ()) -> None:
    """Draw a bar a row of ``numbers``, its columns as parts, with the words of ``ends`` behind it."""
    left = np.zeros(len(numbers))
    for name in numbers.columns:
        widths = numbers[name].to_numpy(dtype=float)
        there = np.flatnonzero(widths)  # an empty bar would show its edge
        if len(there):
            colour, hatch, filled = styles[name]
            axes.barh(
                there, widths[there], left=left[there], height=0.66, label=shortened(name, 34), hatch=hatch,
                facecolor=colour if filled and hatch is None else "none", edgecolor=colour, linewidth=1,
            )  # fmt: skip
            left += widths
    room = max(left.max(initial=0), 1e-9) * 0.008
    for y, (x, words) in enumerate(zip(left, ends, strict=False)):
        axes.text(x + room, y, words, va="center", fontsize=8)
    name_rows(axes, list(numbers.index))
    axes.grid(axis="x", alpha=0.25)
    axes.set_xlabel(unit)
    if numbers.to_numpy().any():
        legend(axes)


def grid(axes: Axes, depths: pd.DataFrame, colours: Sequence[str], words: pd.DataFrame | None, rotation: int) -> None:
    """Draw a field a cell of ``depths`` (opacity; none at 0), in the colour of its column, with its ``words``."""
    shapes: dict[tuple[str, float], list[Path]] = {}  # thousands of single ones would make a heavy page
    for (y, x), depth in np.ndenumerate(depths.to_numpy(dtype=float)):
        if shade := round(depth * _SHADES):
            shapes.setdefault((colours[x], shade / _SHADES), []).append(field(x, y))
        if words is not None:
            bold = "bold" if x == len(colours) else "normal"
            axes.text(x, y, words.iat[y, x], ha="center", va="center", fontsize=8.5, weight=bold)
    for (colour, shade), paths in sorted(shapes.items()):
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), facecolor=colour, alpha=shade, linewidth=0))
    axes.set_xlim(-0.6, len(depths.columns) - 0.4)
    name_rows(axes, list(depths.index))
    heads = [shortened(name, 30) for name in depths]
    size = 9 if words is not None else 6
    axes.set_xticks(range(len(heads)), heads, rotation=rotation, ha="left", rotation_mode="anchor", fontsize=size)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)


def field(x: int, y: int) -> Path:
    """A field of a grid."""
    corners = [(x - 0.46, y - 0.44), (x + 0.46, y - 0.44), (x + 0.46, y + 0.44), (x - 0.46, y + 0.44)]
    return Path([*corners, corners[0]], closed=True)


def draw(paint: Callable[[Axes], None], rows: int, alt: str) -> Markup:
    """Let ``paint`` draw on axes with room for ``rows`` rows, and give the SVG.

    ``alt`` says in words what the chart shows.
    """
    with matplotlib.rc_context(STYLE), warnings.catch_warnings():
        # The page draws the words in its own font, which may have what this one lacks.
        warnings.filterwarnings("ignore", message=r"(?s)Glyph .* missing from font", category=UserWarning)
        figure = Figure(figsize=(_WIDTH, rows * _ROW + 1.1), layout="constrained")
        paint(figure.subplots())
        written = io.BytesIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(written.getvalue(), "".join(c for c in alt if c.isprintable()))


GROUP_STYLES = [
    Style(colour, hatch) for colour, hatch in zip(COLOURS.values(), (None, "///", "\\\\\\", "xxx", "---"), strict=True)
]


def timeline(articles: pd.DataFrame) -> HTML:
    """Show when each article of a set can have appeared, on one line of time in UTC."""
    ordered = overview.in_order(articles)
    known = ordered[ordered["published_start"].notna() | ordered["published_end"].notna()].reset_index(drop=True)
    data = pd.DataFrame(
        {
            "Article": ordered["name"],
            "Published": [overview.published(row) for _, row in ordered.iterrows()],
            "Basis": [overview.published_basis(row) for _, row in ordered.iterrows()],
        }
    )
    undated = _undated_words(ordered)
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


def _undated_words(ordered: pd.DataFrame) -> str:
    undated = ordered.loc[ordered["published_start"].isna() & ordered["published_end"].isna(), "name"]
    return f"No time is known for {display.joined(many.named(undated))}." if len(undated) else ""


def _span(known: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """From when to when the time line runs: what is bounded on both sides decides, if anything is."""
    bounded = known.dropna(subset=["published_start", "published_end"])
    ends = pd.concat([(known if bounded.empty else bounded)[side] for side in ("published_start", "published_end")])
    return ends.min(), ends.max()


def _paint_timeline(axes: Axes, known: pd.DataFrame) -> None:
    first, last = _span(known)
    margin = max((last - first) * 0.06, pd.Timedelta(hours=9))
    axes.set_xlim(first - margin, last + margin)
    for y, row in known.iterrows():
        _paint_range(axes, y, row["published_start"], row["published_end"], row["published_basis"])
    name_rows(axes, list(known["name"]))
    axes.grid(axis="x", alpha=0.25)
    time_axis(axes, first, last)


def time_axis(axes: Axes, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Ticks and words of an axis of time of publication that runs from ``first`` to ``last``."""
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        mdates.ConciseDateFormatter(
            locator,
            formats=["%Y", "%b %Y", "%d %b", "%H:%M", "%H:%M", "%H:%M:%S"],
            zero_formats=["", "%Y", "%b %Y", "%d %b", "%H:%M", "%H:%M"],
            show_offset=False,
        )
    )
    days = dict.fromkeys((overview.day(first), overview.day(last)))
    axes.set_xlabel(f"time of publication (UTC), {' to '.join(days)}")


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
    within = left < bound < right
    ends = (
        [bound if within else left + pad, right - pad]
        if pd.isna(end)
        else [left + pad, bound if within else right - pad]
    )
    axes.plot(ends, [y, y], color=colour, linewidth=1.6, linestyle=line)
    if within:
        axes.plot([bound], [y], "|", color=colour, markersize=11, markeredgewidth=1.6)
    arrow = (ends[1], ">") if pd.isna(end) else (ends[0], "<")
    axes.plot([arrow[0]], [y], arrow[1], color=colour, markersize=7)


def _inline(svg: bytes, alt: str) -> Markup:
    """The drawing as an element of a page: its own ids, the page's ink, and its words for a screen reader."""
    root = etree.fromstring(svg, etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True))
    for element in [
        *root.iter(f"{_SVG}metadata"),
        *root.iter(f"{_SVG}style"),
    ]:  # a style here would be the page's
        element.getparent().remove(element)
    _without_what_draws_nothing(root)
    text = etree.tostring(root, encoding="unicode")
    prefix = f"c{hashlib.sha256(text.encode()).hexdigest()[:8]}-"
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name and f"#{name}" in text:
            element.set("id", prefix + name)
        for key, value in element.attrib.items():
            element.set(key, _at_home(value, prefix))
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("style", "fill: currentColor; stroke-linejoin: round; stroke-linecap: butt")
    return Markup(etree.tostring(root, encoding="unicode").strip())


def _without_what_draws_nothing(root: etree._Element) -> None:
    """Take out the lines of one point that stand beside markers, and groups that say nothing of what they hold."""
    for path in list(root.iter(f"{_SVG}path")):
        if _POINT.fullmatch(path.get("d", "")):
            path.getparent().remove(path)
    for group in list(root.iter(f"{_SVG}g")):
        if not (set(group.attrib) - {"id"}):
            parent = group.getparent()
            place = parent.index(group)
            parent[place : place + 1] = list(group)


def _at_home(value: str, prefix: str) -> str:
    value = _LONG_NUMBER.sub(r"\1", value)
    value = value.replace("url(#", f"url(#{prefix}").replace(INK, "currentColor").replace(FAINT, "currentColor")
    value = value.replace("font-family: 'DejaVu Sans'", "font-family: inherit")
    return f"#{prefix}{value[1:]}" if value.startswith("#") and len(value) > 7 else value
