"""The chart of the comparison: how much of what several articles tell each article tells."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes

from crossread.display import html as display
from crossread.display import many
from crossread.display.charts import COLOURS, draw

LOOKS = {
    "told": ("told", COLOURS["blue"], None),
    "undetermined": ("undetermined", COLOURS["grey"], "///"),
    "not_yet_known": ("not yet known", COLOURS["purple"], "---"),
    "absent": ("absent", COLOURS["orange"], "xxx"),
}


def coverage(covered: pd.DataFrame) -> HTML:
    """Show of each article how many of the facts that several articles tell it tells, lacks, or leaves open."""
    total = int(covered[list(LOOKS)].sum(axis=1).max()) if len(covered) else 0
    if not total:
        return display.say("No fact was found that two articles tell, so that there is nothing to chart.")
    shown = many.sample(covered)
    numbers = covered.set_index("name")[list(LOOKS)].rename(columns={key: words for key, (words, *_) in LOOKS.items()})
    whole = many.spread(numbers, "{:,.0f}".format, "Facts of an article")
    title = "Facts that several articles tell, by how each article stands to them"
    heads = {"name": "Article", "number": "No."} | {key: words.capitalize() for key, (words, *_) in LOOKS.items()}
    data = shown[list(heads)].rename(columns=heads)
    alt = f"Bars of {display.counted(len(shown), 'article')}, each {total:,} facts long. " + "; ".join(
        f"{row.name}: {row.told} told, {row.undetermined} undetermined, {row.absent} absent"
        + (f", {row.not_yet_known} not yet known" if row.not_yet_known else "")
        for row in shown.head(12).itertuples()
    )
    alt += "; the others are in the data table." if len(shown) > 12 else "."
    caption = (
        f"Each bar is one article, all bars stand for the same {display.counted(total, 'fact')}: those that two "
        "articles or more tell, an article and its copies counted once. Undetermined is what cannot be said: the dates "
        "leave it open, or something in the article comes near. The chart does not say that an article ought to have "
        "told a fact, nor how much room it gives to it. " + many.note(len(covered))
    )
    svg = draw(lambda axes: _paint(axes, shown), len(shown) + 2, alt)
    return display.figure(svg, title, caption.strip(), data, whole)


def _paint(axes: Axes, rows: pd.DataFrame) -> None:
    left = pd.Series(0, index=range(len(rows)))
    for key, (label, colour, hatch) in LOOKS.items():
        widths = rows[key].to_numpy()
        if not widths.sum():
            continue
        axes.barh(
            left.index, widths, left=left, height=0.66, label=label,
            facecolor=colour if hatch is None else "none", edgecolor=colour, hatch=hatch,
            linewidth=(widths > 0).astype(float),
        )  # fmt: skip
        if hatch is None:
            for y, width in enumerate(widths):
                axes.text(width / 2, y, f"{width:,}" if width else "", ha="center", va="center", fontsize=8.5)
        left = left + widths
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [f"{row.number}  {row.name}" for row in rows.itertuples()])
    axes.tick_params(axis="y", length=0)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("facts that several articles tell")
    axes.figure.legend(loc="outside upper left", ncols=4, handlelength=1.6)
