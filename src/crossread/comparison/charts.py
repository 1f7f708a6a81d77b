"""The chart of the comparison: how much of what several articles tell each article tells."""

import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes

from crossread.display import html as display
from crossread.display import many
from crossread.display.drawing import COLOURS, Style, bars, chart, told

STYLES = {
    "told": Style(COLOURS["blue"]),
    "undetermined": Style(COLOURS["grey"], "///"),
    "not yet known": Style(COLOURS["purple"], "---"),
    "absent": Style(COLOURS["orange"], "xxx"),
}


def coverage(covered: pd.DataFrame) -> HTML:
    """Show of each article how many of the facts that several articles tell it tells, lacks, or leaves open."""
    covered = covered.rename(columns={"not_yet_known": "not yet known"})
    total = int(covered[list(STYLES)].sum(axis=1).max()) if len(covered) else 0
    if not total:
        return display.say("No fact was found that two articles tell, so that there is nothing to chart.")
    whole = many.spread(covered.set_index("name")[list(STYLES)], "{:,.0f}".format, "Facts of an article")
    shown = many.sample(covered)
    title = "Facts that several articles tell, by how each article stands to them"
    heads = ["Article", "No.", *map(str.capitalize, STYLES), "Told by it alone"]
    data = shown[["name", "number", *STYLES, "alone"]].set_axis(heads, axis=1)
    numbers = shown[list(STYLES)].set_axis(shown["number"].astype(str) + "  " + shown["name"])
    alt = f"Bars of {display.counted(len(shown), 'article')}, each {total:,} facts long. " + told(
        f"{name}: " + ", ".join(f"{n} {key}" for key, n in row.items() if n) for name, row in numbers.iterrows()
    )
    caption = (
        f"Each bar is one article, all bars stand for the same {display.counted(total, 'fact')}: those that two "
        "articles or more tell, an article and its copies counted once. Undetermined is what cannot be said: the dates "
        "leave it open, or something in the article comes near. The chart does not say that an article ought to have "
        "told a fact, nor how much room it gives to it. " + many.note(len(covered))
    )

    def paint(axes: Axes) -> None:
        bars(axes, numbers, STYLES, "facts that several articles tell", [f"{n:,} told" for n in numbers["told"]])
        axes.set_xlim(0, total * 1.1)
        axes.xaxis.get_major_locator().set_params(integer=True)

    return chart(paint, len(shown) + 2, title, caption, alt, data, whole)
