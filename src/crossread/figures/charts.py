"""Charts of tolls: the claims of the main event by kind of source, and how a toll grew over time of publication."""

import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path

from crossread.display import html as display
from crossread.display import many, overview
from crossread.display.drawing import COLOURS, INK, chart, time_axis, told
from crossread.display.html import shortened
from crossread.figures import claims, toll_words

WIDE = 30  # the axis is logarithmic when the largest number is more than this many times the smallest
LONGEST = 90  # lines in one chart
NAMED = 30  # lines of a chart of time that still have their article's name


MARKERS = {"current": "o", "superseded": "v", "stale": "s"}
OTHERS, SIDE = COLOURS["blue"], COLOURS["orange"]
_M, _L = Path.MOVETO, Path.LINETO
_OPEN = Path(
    [(0, -2), (0, 2), (0, 0), (7, 0), (5.2, 1.5), (7, 0), (5.2, -1.5), (-7, 0), (-7, 0)],
    [_M, _L, _M, _L, _M, _L, _L, _M, _M],
)
ARROWS = {"right": _OPEN, "left": Path(_OPEN.vertices * (-1, 1), _OPEN.codes)}


def by_origin(compared: pd.DataFrame, inside: pd.DataFrame, measure: str) -> HTML:
    """Show the claims of one measure on the main event by kind of source, those of parties to the conflict apart."""
    tolls = _of_main(compared, measure)
    chosen = inside[inside["toll_id"].isin(tolls["toll_id"])]
    if chosen.empty:
        return display.say(f"No claim of people {measure} on the main event.")
    if len(chosen) == 1:
        row = next(chosen.itertuples())
        claim = f"{row.value} {row.victims}, by {row.voice} ({row.kind}), in {row.name}"
        return display.say(f"One claim of people {measure} alone, so that there is nothing to draw: {claim}.")
    rows = _statements(chosen)
    title = f"People said to be {measure}, by kind of source (main event)"
    data = pd.DataFrame(
        {
            "Kind of source": rows["kind"],
            "Who says it": rows["voice"],
            "Claim": rows["value"] + " " + rows["victims"],
            "Lowest": rows["low"],
            "Highest": rows["high"],
            "Articles": rows["names"].map(many.named),
        }
    )
    alt = f"{display.counted(len(rows), 'statement')} on people {measure}. " + told(
        f"{row.voice} ({row.kind}): {row.value} {row.victims}" for row in rows.itertuples()
    )
    caption = (
        f"n = {display.counted(len(chosen), 'claim')}, {display.counted(len(rows), 'statement')}: the same number of "
        "the same people from one source is one line, with how many articles have it. A filled mark is exact, a "
        "hollow one about that many, a bar a range; a stroke with an arrow is a bound that is open in its direction. "
    )
    if (rows["kind"] == claims.PARTY).any():
        caption += "Squares, below the line, are parties to the conflict. "
    if _is_wide(rows):
        caption += "The axis is logarithmic: each step is ten times the one before. "
    if len(rows) > LONGEST:
        caption += f"The chart has the first {LONGEST} statements; the data table has all. "
    caption += "The chart cannot tell which number is true; that many articles give one is no proof."
    shown = rows.head(LONGEST)
    n_rows = len(shown) + shown["kind"].nunique() + 2
    return chart(lambda axes: _paint_origins(axes, shown, measure), n_rows, title, caption, alt, data)


def growth(articles: pd.DataFrame, compared: pd.DataFrame, inside: pd.DataFrame, measure: str) -> HTML:
    """Show when each number of the main event's largest toll of one measure can have appeared, and its standing."""
    tolls = _of_main(compared, measure)
    if tolls.empty:
        return display.say(f"No claim of people {measure} on the main event.")
    toll = next(tolls.sort_values("n_articles", ascending=False, kind="stable").itertuples())
    own = inside[inside["toll_id"] == toll.toll_id].drop_duplicates(["article_id", "value", "standing", "kind"])
    known = overview.in_order(articles)
    known = known.assign(published=[overview.published(row) for _, row in known.iterrows()])
    rows = own.merge(known[["article_id", "published_start", "published_end", "published"]], on="article_id")
    bounded = rows["published_start"].notna() & rows["published_end"].notna()
    dated, undated = rows[bounded], rows[~bounded]
    apart = _undated(undated)
    if dated["article_id"].nunique() < 2:
        few = "one article" if len(dated) else "no article"
        return display.say(f"Growth cannot be shown: {few} with a claim of people {measure} has a known time.", *apart)
    dated = (
        dated.sort_values(["number", "value", "published_start"], kind="stable").head(LONGEST).reset_index(drop=True)
    )
    title = f"{toll_words.HEADS[measure]}, {toll.victims}: the numbers by time of publication"
    data = pd.DataFrame(
        {
            "Article": rows["name"],
            "Published": rows["published"],
            "In the chart": bounded.map({True: "yes", False: "no"}),
            "Claim": rows["value"] + " " + rows["victims"],
            "Who says it": rows["voice"],
            "Standing": rows["standing"],
        }
    )
    alt = f"{display.counted(len(dated), 'claim')} by time of publication. " + told(
        f"{row.name}, {row.published}: {row.value}, {row.standing}" for row in dated.itertuples()
    )
    hostile = (dated["kind"] == claims.PARTY).any()
    party = "; orange marks are a party to the conflict, which its own side alone overtakes" if hostile else ""
    caption = (
        f"n = {display.counted(len(dated), 'claim')}. Each line is a claim, drawn over the whole time in which its "
        "article can have appeared; the mark stands in the middle of it only to be found. Numbers rise upwards, not to "
        "scale; claims of one number lie above each other. The shape of a mark tells the standing, and so do its "
        f"words{party}. Where lines lie over the "
        "same time, the chart does not say which came first, unless a text says that the toll rose. A higher number "
        f"that came later need not be a better one. {' '.join(apart)}"
    )
    share = 1.0 if len(dated) <= NAMED else 0.35
    return chart(lambda axes: _paint_growth(axes, dated), round(len(dated) * share) + 3, title, caption, alt, data)


def _of_main(compared: pd.DataFrame, measure: str) -> pd.DataFrame:
    return compared[compared["is_main"] & (compared["measure"] == measure)]


def _statements(chosen: pd.DataFrame) -> pd.DataFrame:
    """Claims of one number, of the same people and by the same source, as one row, in the order of kinds."""
    place = {kind: n for n, kind in enumerate(claims.KINDS)}
    keyed = chosen.assign(place=chosen["kind"].map(place), plain=chosen["victims"].map(claims.plain))
    groups = keyed.groupby(["place", "voice", "number", "value", "plain"], sort=True, dropna=False)
    rows = [
        {
            **own[["kind", "voice", "value", "victims", "modifier", "reported_min", "reported_max"]].iloc[0],
            "names": list(dict.fromkeys(own["name"])),
        }
        for _, own in groups
    ]
    bounds = {"reported_min": "low", "reported_max": "high"}
    return pd.DataFrame(rows).rename(columns=bounds).astype({"low": "Int64", "high": "Int64"})


def _undated(rows: pd.DataFrame) -> list[str]:
    if rows.empty:
        return []
    each = [
        f"{name} ({own['published'].iloc[0]}): " + display.joined(dict.fromkeys(own["value"]))
        for name, own in rows.groupby("name", sort=False)
    ]
    more = f"; and {len(each) - 5} more" if len(each) > 5 else ""
    return [f"Not in the chart, as their time has no two bounds: {'; '.join(each[:5])}{more}."]


def _is_wide(rows: pd.DataFrame) -> bool:
    known = pd.concat([rows["low"], rows["high"]]).dropna()
    known = known[known > 0]
    return len(known) > 0 and known.max() > WIDE * known.min()


def _paint_origins(axes: Axes, rows: pd.DataFrame, measure: str) -> None:
    labels, ticks, heads, y = [], [], [], 0
    _scale(axes, rows)
    for kind, own in rows.groupby("kind", sort=False):
        if kind == claims.PARTY:
            axes.axhline(y - 0.5, color=INK, lw=0.8, alpha=0.5)
        heads.append((y, kind[0].upper() + kind[1:]))
        for row in own.itertuples():
            y += 1
            ticks.append(y)
            labels.append(_label(row))
            _mark(axes, y, row)
        y += 1
    axes.set_ylim(y - 0.3, -0.6)
    axes.set_yticks([*ticks, *(at for at, _ in heads)], [*labels, *(words for _, words in heads)], fontsize=8.5)
    for label in axes.get_yticklabels()[len(ticks) :]:
        label.set_weight("bold")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", alpha=0.25)
    axes.set_xlabel(f"people {measure}, as claimed")


def _label(row: tuple) -> str:
    """Who says how much of whom, in how many articles."""
    many = f" ({len(row.names)} articles)" if len(row.names) > 1 else f" ({shortened(row.names[0], 26)})"
    voice = "" if row.kind == claims.NARRATOR else shortened(row.voice, 30) + ": "
    return voice + shortened(f"{row.value} {row.victims}", 36) + many


def _mark(axes: Axes, y: float, row: tuple) -> None:
    colour, marker = (SIDE, "s") if row.kind == claims.PARTY else (OTHERS, "o")
    if pd.isna(row.low) and pd.isna(row.high):
        return
    if pd.isna(row.low) or pd.isna(row.high):
        bound, arrow = (row.high, "left") if pd.isna(row.low) else (row.low, "right")
        axes.plot([int(bound)], [y], marker=ARROWS[arrow], color=colour, mfc="none", ms=28, mew=1.6)
        if row.kind == claims.PARTY:
            axes.plot([int(bound)], [y], marker="s", color=colour, ms=4)
    elif row.low < row.high:
        axes.plot([int(row.low), int(row.high)], [y, y], color=colour, linewidth=5, solid_capstyle="butt")
        axes.plot([int(row.low), int(row.high)], [y, y], "|", color=colour, ms=10, mew=1.6)
    else:
        fill = "none" if row.modifier == "approximately" else colour
        axes.plot([int(row.low)], [y], marker=marker, color=colour, mfc=fill, ms=6.5, mew=1.4)


def _scale(axes: Axes, rows: pd.DataFrame) -> None:
    """Room for all numbers, from 0 where the axis is even; in powers of ten where they lie far apart."""
    known = pd.concat([rows["low"], rows["high"]]).dropna().astype(int)
    top = max(known.max(), 1) if len(known) else 1
    if _is_wide(rows):
        zero = bool((known < 1).any())
        first = 0 if zero else len(str(known.min())) - 1
        powers = [power for power in range(first, 19) if 10**power <= top * 5]
        axes.set_xscale("symlog", linthresh=1, linscale=0.4)
        axes.set_xlim(-0.4 if zero else 10**first * 0.6, top * 5)
        axes.xaxis.set_ticks([0] * zero + [10**power for power in powers[:: 2 if len(powers) > 5 else 1]], minor=False)
        axes.xaxis.set_ticks([], minor=True)
    else:
        axes.set_xlim(-top * 0.03, top * 1.22)
        axes.xaxis.get_major_locator().set_params(integer=True)
    axes.xaxis.set_major_formatter("{x:,.0f}")


def _paint_growth(axes: Axes, rows: pd.DataFrame) -> None:
    ticks, labels, edges = [], [], []
    for value, own in rows.groupby("value", sort=False):
        ticks.append(own.index.to_numpy().mean())
        labels.append(shortened(value, 26))
        edges.append(own.index.max() + 0.5)
    for row in rows.itertuples():
        colour = SIDE if row.kind == claims.PARTY else OTHERS
        middle = row.published_start + (row.published_end - row.published_start) / 2
        axes.plot([row.published_start, row.published_end], [row.Index] * 2, "|-", color=colour, lw=1.4, ms=7)
        axes.plot([middle], [row.Index], MARKERS[row.standing], color=colour, ms=6.5)
        if len(rows) <= NAMED:
            party = ", party" if row.kind == claims.PARTY else ""
            words = f"{shortened(row.name, 24)}: {row.standing}{party}"
            end = (row.published_end, row.Index)
            axes.annotate(words, end, (7, 0), textcoords="offset points", fontsize=7.5, va="center")
    for edge in edges[:-1]:
        axes.axhline(edge, color=INK, lw=0.6, alpha=0.25)
    first, last = rows["published_start"].min(), rows["published_end"].max()
    width = max(last - first, pd.Timedelta(hours=6))
    axes.set_xlim(first - width * 0.04, last + width * (0.45 if len(rows) <= NAMED else 0.04))
    axes.set_ylim(-0.8, len(rows) - 0.2)
    axes.set_yticks(ticks, labels, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", alpha=0.25)
    time_axis(axes, first, last)
    handles = [
        Line2D([], [], ls="none", marker=MARKERS[standing], color=INK, ms=6.5, label=label)
        for standing, label in toll_words.STANDINGS.items()
        if standing in set(rows["standing"])
    ]
    if (rows["kind"] == claims.PARTY).any():
        handles.append(Line2D([], [], color=SIDE, lw=2, label="party to the conflict"))
    axes.figure.legend(handles=handles, loc="outside lower left", ncols=2, fontsize=8.5, handlelength=1.4)
