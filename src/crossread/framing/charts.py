"""Charts of framing: frames by article with their intervals, how acts are worded, and how alike articles are."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

from crossread.display import html as display
from crossread.display import many, overview
from crossread.display.drawing import COLOURS, INK, Style, bars, chart, field, grid, name_rows, told
from crossread.display.html import shortened
from crossread.framing import shares as framing

PANEL = 0.84  # of the room that each frame has in its chart
CELL_TEXT = 16  # articles whose numbers still fit into the cells of a heat map
STYLES = {
    way: Style(COLOURS[colour], hatch)
    for way, colour, hatch in zip(
        framing.WAYS, ("blue", "blue", "orange", "grey", "orange"), (None, "///", None, None, "\\\\\\"), strict=True
    )
}
HEADS = {
    "name": "Article", "frame": "Frame", "sentences": "Sentences", "with_frame": "With an indicator", "share": "Share",
    "low": "From", "high": "To", "hits": "Hits", "per_100": "Hits in 100 words",
    "acts": "All", "without": "Without a doer",
}  # fmt: skip


def frames(table: pd.DataFrame, analysed: pd.Series, ordinary: Mapping[str, float], title: str) -> HTML:
    """Show the share of sentences with an indicator of each frame, with its interval; ``table`` of
    :func:`crossread.framing.shares.shares`, ``analysed`` of :func:`crossread.framing.shares.analysed`."""
    if table.empty:
        return display.say("None: there is no sentence in which indicators could be looked for.")
    names = many.chosen(analysed.index)
    columns = list(dict.fromkeys(table["frame"]))
    whole = table.pivot(index="name", columns="frame", values="share")[columns]
    whole = many.spread(whole, "{:.1%}".format, "Share of sentences with an indicator")
    table = table[table["name"].isin(names)]
    data = table.assign(per_100=[f"{n:.1f}" for n in table["per_100"]])[list(HEADS)[:9]].rename(columns=HEADS)
    wide = table.pivot(index="name", columns="frame", values="share").reindex(names)[columns].dropna()
    alt = f"Dots of the share of sentences with an indicator, {display.counted(len(wide), 'article')}. " + told(
        f"{name}: " + ", ".join(f"{frame} {share:.0%}" for frame, share in row.items()) for name, row in wide.iterrows()
    )
    caption = (
        "Each dot is the share of an article's sentences in which an indicator of the frame was found, its line the "
        "95 % interval of that share (Wilson), which describes this text and not its outlet. A sentence may have "
        "indicators of several frames. "
    )
    if ordinary:
        caption += (
            "The dashed line is the share in ordinary news, mostly on politics in the United States, counted with the "
            "same code book: to its right there is more of the frame than usual, to its left less. "
        )
    caption += (
        "All panels have one scale. The chart does not say what a text means to its readers, and a frame may be there "
        "in words that the code book does not have. " + many.note(len(analysed))
    )

    def paint(axes: Axes) -> None:
        most = min(1.0, np.ceil(max(table["high"].max(), max(ordinary.values(), default=0)) * 10) / 10)
        rows, wide, edges = {name: y for y, name in enumerate(names)}, PANEL / most, (-0.5, len(names) - 0.5)
        for left, frame in enumerate(columns):
            own = table[(table["frame"] == frame) & (table["sentences"] > 0)]
            y = own["name"].map(rows)
            axes.hlines(y, left + own["low"] * wide, left + own["high"] * wide, color=COLOURS["blue"], linewidth=1.4)
            axes.plot(left + own["share"] * wide, y, "o", color=COLOURS["blue"], markersize=5.5, clip_on=False)
            axes.vlines(left, *edges, color=INK, linewidth=0.6, alpha=0.5)
            if frame in ordinary:
                x = left + ordinary[frame] * wide
                axes.vlines(x, *edges, color=COLOURS["orange"], linewidth=1.2, linestyle="--")
            axes.text(left, -0.75, shortened(frame, 24), fontsize=9, va="bottom", weight="bold")
        for name in analysed.index[~analysed].intersection(names):
            axes.text(0.02, rows[name], "not analysed", va="center", fontsize=8)
        ticks = [left + part for left in range(len(columns)) for part in (0, PANEL / 2, PANEL)]
        labels = ["0", f"{most / 2:.0%}", f"{most:.0%}" if len(columns) < 4 else ""]  # it would touch the next 0
        name_rows(axes, names)
        axes.set_ylim(len(names) - 0.4, -1.5)
        axes.set_xlim(-0.02, len(columns) - 1 + PANEL + 0.06)
        axes.set_xticks(ticks, labels * len(columns), fontsize=8)
        axes.set_xlabel("share of the article's sentences with an indicator")
        axes.spines["bottom"].set_visible(False)

    return chart(paint, len(names) + 2, title, caption, alt, data, whole)


def agency(counts: pd.DataFrame, analysed: pd.Series) -> HTML:
    """Show how the violent acts of each article are worded; ``counts`` of :func:`.shares.agency_counts`."""
    title = "Violent acts, by how their doer is worded"
    numbers = counts.set_index("name")[[*framing.WAYS, "acts"]]
    whole, n_all = many.spread(numbers, "{:,.0f}".format, "Acts of an article"), len(numbers)
    counts = many.sample(counts).reset_index(drop=True)
    numbers = counts.set_index("name")[list(framing.WAYS)]
    ends = [
        f"n = {n}; {without:.0%} without a doer" if n else "no act" if analysed[name] else "not analysed"
        for name, n, without in zip(counts["name"], counts["acts"], counts["without"], strict=True)
    ]
    alt = "Bars of violent acts by wording. " + told(
        f"{name}: {display.joined(f'{n} {way}' for way, n in row.items() if n) or 'none'}"
        for name, row in numbers.iterrows()
    )
    caption = (
        "Each bar counts the violent acts of an article by wording: an active verb (they bombed the port), a passive "
        "with or without its doer (the port was bombed by them; people were killed), a noun with or without one "
        "(their raids; air strikes continue). Orange leaves the doer out; the number behind the bar is that share of "
        "all acts. An act told twice counts twice. A doer left out in one sentence may be named in the next, and may "
        "be unknown: the chart does not say why it is not there. Acts that are denied, feared or announced are counted "
        "like the others. " + many.note(n_all)
    )

    def paint(axes: Axes) -> None:
        bars(axes, numbers, STYLES, "violent acts in the text", ends)
        axes.set_xlim(0, max(axes.get_xlim()[1], 1) * 1.3)
        axes.xaxis.get_major_locator().set_params(integer=True)

    data = counts.rename(columns=HEADS).rename(columns=str.capitalize)
    return chart(paint, len(numbers) + 3, title, caption, alt, data, whole)


def similarity(articles: pd.DataFrame, alike: pd.DataFrame) -> HTML:
    """Show how alike the articles' own words are, copies marked; ``alike`` of :func:`.keyness.similarity`."""
    if len(alike) < 2:
        return display.say("There is one article only, so that nothing can be compared.")
    copied = overview.copies(articles)
    upper = alike.where(np.triu(np.ones(alike.shape, dtype=bool), 1)).stack()
    first = upper.sort_values(ascending=False, kind="stable").head(6)
    most = "; ".join(f"{a} and {b} {value:.2f}" for (a, b), value in first.items())
    alt = f"Grid of {display.counted(len(alike), 'article')}. " + (f"Most alike: {most}." if most else "")
    caption = (
        "Each field compares two articles by the words that they use in their own voice, words of sources left out: 0 "
        "is no word in common, 1 the same words as often; the deeper, the more alike. Words that few articles have "
        "count for more (TF-IDF, cosine), so that a value says something within this set only. A square around a field "
        "marks a copy: at least half of the 5-word sequences of one article stand in the other. Articles on one event "
        "share many words in any case, and the same words may say opposite things."
    )
    if len(articles) > len(alike):
        caption += (
            f" The grid has {len(alike)} of {len(articles):,} articles, drawn by lot; their words are weighed by all."
        )
    words = alike.map(lambda value: display.MISSING if pd.isna(value) else f"{value:.2f}")
    data = words.reset_index(names="Article")
    place = {name: number for number, name in enumerate(alike)}
    pairs = zip(copied["name"].map(place), copied["copy_of_name"].map(place), strict=True)
    marks = {at for a, b in pairs if pd.notna(a) and pd.notna(b) for at in ((a, b), (b, a))}

    def paint(axes: Axes) -> None:
        others = alike.mask(np.eye(len(alike), dtype=bool))
        written = words.where(others.notna(), display.MISSING) if len(alike) <= CELL_TEXT else None
        grid(axes, 0.85 * others.fillna(0), [COLOURS["blue"]] * len(alike), written, 60)
        for x, y in sorted(marks):
            axes.add_patch(PathPatch(field(x, y), fill=False, edgecolor=INK, linewidth=1.6))

    return chart(paint, len(alike) + 4, "How alike the articles are in their own words", caption, alt, data)
