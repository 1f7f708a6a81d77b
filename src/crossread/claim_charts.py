"""Charts of casualty claims: each number with its bounds, by victims and source, and over time of publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import matplotlib.dates as mdates
import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import ScaledTranslation

from crossread import claims, display
from crossread.charts import COLOURS, INK, draw, time_axis
from crossread.overview import in_order, shortened

WIDE = 30  # the axis is logarithmic when the largest number is more than this many times the smallest
NAMED_COLUMNS = 12  # articles whose names still fit above their columns; more are numbered
LONGEST = 90  # statements in one chart


class Look(NamedTuple):
    """How the claims of a kind of source are drawn: by shape as well as by colour."""

    label: str
    colour: str
    marker: str


SOURCE, ARTICLE, SIDE = (
    Look("another source", COLOURS["blue"], "o"),
    Look("the article itself", COLOURS["grey"], "D"),
    Look("party to the conflict", COLOURS["orange"], "s"),
)
_M, _L = Path.MOVETO, Path.LINETO
_UP = Path(
    [(0, -2), (0, 2), (0, 0), (7, 0), (5.2, 1.5), (7, 0), (5.2, -1.5), (-7, 0), (-7, 0)],
    [_M, _L, _M, _L, _M, _L, _L, _M, _M],
)
_DOWN = Path(_UP.vertices * (-1, 1), _UP.codes)
_TURN = Path([(0, -7), (0, 7)], [_M, _M])
ARROWS = {
    "right": _UP,
    "left": _DOWN,
    "up": Path.make_compound_path(Path(_UP.vertices[:, ::-1], _UP.codes), _TURN),
    "down": Path.make_compound_path(Path(_DOWN.vertices[:, ::-1], _DOWN.codes), _TURN),
}


def look(kind: str) -> Look:
    """How a kind of source is drawn."""
    return {claims.PARTY: SIDE, claims.NARRATOR: ARTICLE}.get(kind, SOURCE)


def statements(found: pd.DataFrame, covered: pd.DataFrame, measure: str, apart: bool = False) -> HTML:
    """Show every claim of one measure with its bounds, and beside it which articles make it.

    With ``apart`` those of the background, of captions and of another scope than one incident; else the others.
    """
    chosen = found[(found["measure"] == measure) & (found["apart"] == apart)]
    where = "set apart: background, captions, totals over time, rates" if apart else "in title, lead and body"
    if chosen.empty:
        return display.say(
            f"No claim of people {measure} {where}." if not apart else f"No claim of people {measure} is set apart."
        )
    rows = claims.statements(chosen)
    shown = rows.head(LONGEST)
    title = f"People said to be {measure}, by victims and by who says it ({where})"
    data = pd.DataFrame(
        {
            "Victims": rows["status"].map(claims.STATUSES),
            "Claim": rows["value"] + " " + rows["victims"],
            "Who says it": rows["voice"],
            "Kind of source": rows["kind"],
            "Lowest": rows["low"],
            "Highest": rows["high"],
            "Subtotal": rows["is_part"].map({True: "yes", False: "no"}),
            "Articles": rows["names"],
        }
    )
    alt = f"{display.counted(len(rows), 'statement')} on people {measure}. "
    alt += "; ".join(
        f"{row.voice}: {row.value} {row.victims} ({display.counted(len(row.names), 'article')})"
        for row in rows.head(12).itertuples()
    )
    alt += "; the others are in the data table." if len(rows) > 12 else "."
    svg = draw(lambda axes: _paint(axes, shown, covered, measure), len(shown) + shown["status"].nunique() + 3, alt)
    return display.figure(svg, title, _caption(chosen, rows, shown, covered), data)


def over_time(articles: pd.DataFrame, found: pd.DataFrame, measure: str = "killed") -> HTML:
    """Show the claims of one measure by when their article can have appeared; undated ones are listed below."""
    dated, undated = claims.by_time(articles, found, measure)
    apart = _undated(undated, measure)
    if dated.empty:
        return display.say(f"No claim of people {measure} stands in an article with a known time.", *apart)
    title = f"People said to be {measure}, by when the article can have appeared"
    every = pd.concat([dated, undated], ignore_index=True)
    data = pd.DataFrame(
        {
            "Article": every["name"],
            "Published": every["published"],
            "In the chart": ["yes"] * len(dated) + ["no"] * len(undated),
            "Claim": every["value"] + " " + every["victims"],
            "Who says it": every["voice"],
            "Kind of source": every["kind"],
        }
    )
    alt = f"{display.counted(len(dated), 'claim')} by time. " + "; ".join(
        f"{row.name}, {row.published}: {row.value} {row.victims}" for row in dated.head(12).itertuples()
    )
    alt += "; the others are in the data table." if len(dated) > 12 else "."
    caption = (
        f"n = {display.counted(len(dated), 'claim')}, subtotals and claims set apart left out. Each mark is a claim, "
        "one panel for each kind of victims; the same number from one kind of source in one article is one mark. The "
        "flat line is the range in which its article can have appeared, the upright one the range of its number; an "
        "arrow is a bound that is open. Shape and colour tell who says it. A mark stands in the middle of its line "
        "only to be found; of those that would lie on each other, some are moved aside. "
    )
    if len(articles) <= NAMED_COLUMNS:
        caption += "The small number is that of the article in the table above. "
    caption += (
        "Where time ranges overlap, the chart does not say which came first, and a higher number that came later need "
        "not be a better one. "
    )
    panels = list(dict.fromkeys(map(claims.status, dated.itertuples())))
    panels = [status for status in claims.STATUSES if status in panels]
    numbers = {article_id: n for n, article_id in enumerate(in_order(articles)["article_id"], 1)}
    svg = draw(lambda axes: _paint_time(axes, dated, panels, numbers, measure), 7 * len(panels) + 1, alt)
    return display.figure(svg, title, caption + " ".join(apart), data)


def _undated(rows: pd.DataFrame, measure: str) -> list[str]:
    if rows.empty:
        return []
    if rows["article_id"].nunique() > 3:
        size = f"{display.counted(len(rows), 'claim')} of {rows['article_id'].nunique()} articles"
        return [f"Not in the chart, as their time has no two bounds: {size}; the table of all claims has them."]
    each = [
        f"{name} ({own['published'].iloc[0]}): " + display.joined(dict.fromkeys(own["value"]))
        for name, own in rows.groupby("name", sort=False)
    ]
    return [f"Not in the chart, as their time has no two bounds: {'; '.join(each)} {measure}."]


def _caption(chosen: pd.DataFrame, rows: pd.DataFrame, shown: pd.DataFrame, covered: pd.DataFrame) -> str:
    words = (
        f"n = {display.counted(len(chosen), 'claim')}, {display.counted(len(rows), 'statement')}: the same number for "
        "victims of one kind from the same source is one line, with its wordings. A filled mark is an exact number, a "
        "hollow one about that many, a bar a range; a stroke with an arrow is a bound that is open in the direction of "
        "the arrow. Shape and colour tell who says it. Lines that begin with “of these” are part of the total above "
        "and come not on top of it. A mark to the right says that the article of this column has the claim: as its own "
        "word, or as one that it passes on. "
    )
    if len(covered) > NAMED_COLUMNS:
        words += "Columns are numbered as in the table of articles above. "
    if _is_wide(shown):
        words += "The axis is logarithmic: each step is ten times the one before. "
    if len(rows) > len(shown):
        words += f"The chart has the first {len(shown)} statements; the data table has all. "
    return words + "The chart cannot tell which number is true; that many articles give it is no proof."


def _is_wide(rows: pd.DataFrame) -> bool:
    known = pd.concat([rows["low"], rows["high"]]).dropna()
    known = known[known > 0]
    return len(known) > 0 and known.max() > WIDE * known.min()


def _paint(axes: Axes, rows: pd.DataFrame, covered: pd.DataFrame, measure: str) -> None:
    share = min(0.09 * len(covered), 1.1) if len(covered) > NAMED_COLUMNS else 0.07 * len(covered)
    grid = axes.figure.add_gridspec(1, 2, width_ratios=[1, max(share, 0.12)], wspace=0.02)
    axes.set_subplotspec(grid[0])
    beside = axes.figure.add_subplot(grid[1], sharey=axes)
    column = {name: x for x, name in enumerate(covered["name"])}
    labels, ticks, heads, dots, y = [], [], [], [], 0
    _scale(axes.set_xscale, axes.set_xlim, axes.xaxis, rows)
    for status, own in rows.groupby("status", sort=False):
        heads.append((y, _headline(status)))
        for row in own.itertuples():
            y += 1
            ticks.append(y)
            labels.append(_label(row))
            _mark(axes, y, row)
            dots += [(column[name], y, look(row.kind)) for name in row.names if name in column]
        y += 1
    axes.set_ylim(y - 0.3, -0.6)
    axes.set_yticks([*ticks, *(at for at, _ in heads)], [*labels, *(words for _, words in heads)], fontsize=8.5)
    for label in axes.get_yticklabels()[len(ticks) :]:
        label.set_weight("bold")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", alpha=0.25)
    axes.set_xlabel(f"people {measure}, as claimed")
    _paint_columns(beside, dots, ticks, covered)
    _legend(axes, rows["kind"])


def _paint_columns(beside: Axes, dots: list[tuple[int, int, Look]], ticks: list[int], covered: pd.DataFrame) -> None:
    size = 5 if len(covered) <= 25 else 3
    for style in (SOURCE, ARTICLE, SIDE):
        own = [(x, y) for x, y, other in dots if other == style]
        if own:
            beside.plot(*zip(*own, strict=True), ls="none", marker=style.marker, color=style.colour, markersize=size)
    if len(covered) <= NAMED_COLUMNS:
        names = [shortened(name, 24) for name in covered["name"]]
        beside.set_xticks(range(len(names)), names, rotation=50, ha="left", rotation_mode="anchor", fontsize=8)
    else:
        step = 1 if len(covered) <= 20 else 5
        chosen = [n for n in covered["number"] if n % step == 0 or n == 1]
        beside.set_xticks([n - 1 for n in chosen], [str(n) for n in chosen], fontsize=8)
    beside.xaxis.tick_top()
    beside.tick_params(axis="both", length=0, labelleft=False)
    beside.set_xlim(-0.7, len(covered) - 0.3)
    beside.grid(axis="x", alpha=0.2)
    beside.hlines(ticks, -0.5, len(covered) - 0.5, color=INK, alpha=0.12, linewidth=0.6)
    for side in ("top", "bottom"):
        beside.spines[side].set_visible(False)


def _label(row: tuple) -> str:
    """Who says how much of whom, on one line; a party to the conflict and a subtotal are named as such."""
    words = shortened(f"{row.value} {row.victims}", 34)
    if row.is_part:
        return f"↳ of these: {words}"
    party = " (party)" if row.kind == claims.PARTY else ""
    return f"{shortened(row.voice, 28)}{party}: {words}"


def _headline(status: str) -> str:
    words = claims.STATUSES[status]
    return words[0].upper() + words[1:]


def _mark(axes: Axes, y: float, row: tuple) -> None:
    _, colour, marker = look(row.kind)
    if pd.isna(row.low) and pd.isna(row.high):
        return
    if pd.isna(row.low) or pd.isna(row.high):
        bound, arrow = (row.high, "left") if pd.isna(row.low) else (row.low, "right")
        axes.plot([int(bound)], [y], marker=ARROWS[arrow], color=colour, mfc="none", ms=28, mew=1.6)
    elif row.low < row.high:
        axes.plot([int(row.low), int(row.high)], [y, y], color=colour, linewidth=5, solid_capstyle="butt")
        axes.plot([int(row.low), int(row.high)], [y, y], "|", color=colour, ms=10, mew=1.6)
    else:
        fill = "none" if row.modifier == "approximately" else colour
        size = 4.5 if row.is_part else 6.5
        axes.plot([int(row.low)], [y], marker=marker, color=colour, mfc=fill, ms=size, mew=1.4)


def _scale(set_scale, set_limits, axis, rows: pd.DataFrame) -> None:
    """Room for all numbers, from 0 where the axis is even; in powers of ten where they lie far apart."""
    known = pd.concat([rows["low"], rows["high"]]).dropna().astype(int)
    top = max(known.max(), 1) if len(known) else 1
    if _is_wide(rows):
        zero = bool((known < 1).any())
        first = 0 if zero else len(str(known.min())) - 1
        powers = [power for power in range(first, 19) if 10**power <= top * 5]
        set_scale("symlog", linthresh=1, linscale=0.4)
        set_limits(-0.4 if zero else 10**first * 0.6, top * 5)
        step = 2 if len(powers) > 5 else 1
        axis.set_ticks([0] * zero + [10**power for power in powers[::step]], minor=False)
        axis.set_ticks([], minor=True)
    else:
        set_limits(-top * 0.03, top * 1.22)
        axis.get_major_locator().set_params(integer=True)
    axis.set_major_formatter("{x:,.0f}")


def _legend(axes: Axes, kinds: pd.Series) -> None:
    used = [style for style in (SOURCE, ARTICLE, SIDE) if style in set(map(look, kinds))]
    handles = [Line2D([], [], ls="none", marker=s.marker, color=s.colour, ms=6.5, label=s.label) for s in used]
    handles.append(Line2D([], [], ls="none", marker="o", color=INK, mfc="none", ms=6.5, label="about"))
    handles.append(Line2D([], [], ls="none", marker=_UP, color=INK, mfc="none", ms=24, label="open bound"))
    axes.figure.legend(handles=handles, loc="outside lower left", ncols=5, fontsize=9, handlelength=2.2)


def _paint_time(axes: Axes, dated: pd.DataFrame, panels: list[str], numbers: Mapping[str, int], measure: str) -> None:
    grid = axes.figure.add_gridspec(len(panels), 1)
    axes.set_subplotspec(grid[0])
    every = [axes, *(axes.figure.add_subplot(grid[n], sharex=axes) for n in range(1, len(panels)))]
    first, last = dated["published_start"].min(), dated["published_end"].max()
    margin = max((last - first) * 0.05, pd.Timedelta(hours=3))
    status = pd.Series([claims.status(row) for row in dated.itertuples()])
    for panel, name in zip(every, panels, strict=True):
        own = dated[status == name].rename(columns={"reported_min": "low", "reported_max": "high"})
        _scale(panel.set_yscale, panel.set_ylim, panel.yaxis, own)
        _paint_panel(panel, own, numbers)
        panel.set_title(_headline(name), loc="left", fontsize=9.5)
        panel.set_ylabel(f"{measure}, as claimed", fontsize=9)
        panel.grid(alpha=0.25)
        panel.tick_params(axis="x", labelbottom=panel is every[-1])
    axes.set_xlim(first - margin, last + margin)
    time_axis(every[-1], first, last)
    _legend(axes, dated["kind"])


def _paint_panel(panel: Axes, own: pd.DataFrame, numbers: Mapping[str, int]) -> None:
    own = own.drop_duplicates(["article_id", "low", "high", "modifier", "kind"])
    before: dict[tuple, int] = {}
    for row in own.itertuples():
        if pd.isna(row.number):
            continue
        place = row.published_start + (row.published_end - row.published_start) / 2
        step = before.setdefault((place, int(row.number)), 0)
        before[place, int(row.number)] += 1
        moved = panel.transData + ScaledTranslation(step * 9 / 72, 0, panel.figure.dpi_scale_trans)
        _, colour, marker = look(row.kind)
        y = int(row.number)
        panel.plot([row.published_start, row.published_end], [y, y], color=colour, lw=1.1, alpha=0.7)
        if pd.notna(row.low) and pd.notna(row.high):
            panel.plot([place, place], [int(row.low), int(row.high)], color=colour, lw=3, transform=moved)
        else:
            arrow = ARROWS["down" if pd.isna(row.low) else "up"]
            panel.plot([place], [y], marker=arrow, color=colour, mfc="none", ms=28, mew=1.4, transform=moved)
        fill = "none" if row.modifier == "approximately" else colour
        panel.plot([place], [y], marker=marker, color=colour, mfc=fill, ms=5.5, mew=1.2, transform=moved)
        if len(numbers) > NAMED_COLUMNS:
            continue
        below = moved + ScaledTranslation(4 / 72, -8 / 72, panel.figure.dpi_scale_trans)
        panel.text(mdates.date2num(place), y, f"{numbers[row.article_id]}", fontsize=6.5, transform=below)
