"""Charts of tone. Left of nought is negative, right positive; a filled mark has a label, a hollow one none."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path

from crossread.display import html as display
from crossread.display import many
from crossread.display.drawing import COLOURS, INK, box, chart, fill, legend, name_rows, told
from crossread.display.html import shortened
from crossread.tone import summaries as tones

MARKS = {tones.NARRATOR: "o", tones.REPORTED: "D", tones.QUOTED: "s"}
TINTS = {tones.NARRATOR: COLOURS["blue"], tones.REPORTED: COLOURS["green"], tones.QUOTED: COLOURS["orange"]}
BELOW, ABOVE = COLOURS["orange"], COLOURS["blue"]
TOO_FEW = "too few"
LEAST_WORDS = 10  # of an article, below which a word shift is too few


def actors(found: pd.DataFrame, chosen: Sequence[str]) -> HTML:
    """Show the mean tone towards the ``chosen`` actors by article and voice, with n and interval."""
    title = "Tone towards each actor, by article and voice"
    aimed = found[found["actor"].isin(chosen)]
    if aimed.empty:
        return display.say("None: no clause of this set speaks of an actor with a name.")
    names = list(dict.fromkeys(found["name"]))
    shown, left_out = _most_telling(aimed, len(names))
    rows = tones.means(shown, ["actor", "name", "said_by"])
    rows = rows.sort_values(
        ["actor", "name"], key=lambda column: column.map((list(chosen) if column.name == "actor" else names).index)
    )
    lines = list(dict.fromkeys(zip(rows["actor"], rows["name"], strict=True)))
    known = rows[rows["mean"].notna()]
    means = told(f"{r.actor} in {r.name}, {r.said_by}: {r.mean:+z.2f} (n {r.n})" for r in known.itertuples())
    said = means if len(known) else "No mean is given: there are too few clauses."
    alt = f"Means of tone towards {display.joined(chosen)}. {said}"
    caption = (
        "Small hollow marks are the clauses of an article that speak of an actor, filled ones their mean: circle, the "
        "narrator's words; diamond, a source's word, or a verdict of others, in them; square, words in quotation "
        "marks. -1 is surely a negative judgement, +1 surely a positive one, 0 none or both. The line is a 95 % "
        "interval: how far the mean would move with other sentences like these. At the right stand the numbers of "
        f"clauses in each voice; below {tones.LEAST} no mean is drawn. The chart shows what words say of an actor in "
        "these texts, not what an outlet thinks; an interval that crosses nought is no tone, and a mean off it no "
        "judgement by itself. " + left_out
    )
    whole = _table(tones.means(aimed, ["actor", "said_by"])) if len(shown) < len(aimed) else None
    n_rows = len(lines) + rows["actor"].nunique() + 1
    return chart(lambda axes: _paint_actors(axes, rows, lines, shown), n_rows, title, caption, alt, _table(rows), whole)


def _most_telling(rows: pd.DataFrame, n_articles: int) -> tuple[pd.DataFrame, str]:
    """Of many articles the clauses of those that have most on an actor, and what is to be said of that."""
    if n_articles <= many.ARTICLES:
        return rows, ""
    room = many.ARTICLES // rows["actor"].nunique()
    sizes = rows.groupby(["actor", "name"], sort=False).size().sort_values(ascending=False, kind="stable")
    kept = sizes.groupby("actor").head(room).index
    note = f"Shown for each actor are at most {room} of {n_articles:,} articles, those with most clauses; {many.WHERE}."
    return rows[pd.MultiIndex.from_frame(rows[["actor", "name"]]).isin(kept)], note


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    heads = {"name": "Article", "actor": "Actor", "said_by": "Voice", "n": "n"}
    heads |= {"negative": "Negative", "positive": "Positive"}
    found = rows[[name for name in heads if name in rows]].rename(columns=heads)
    return found.assign(
        Mean=[signed(value) for value in rows["mean"]],
        Interval=[interval(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
    )


def signed(value: float) -> str:
    """A mean in two digits with its sign, or that there are too few."""
    return TOO_FEW if pd.isna(value) else f"{value:+z.2f}"


def interval(low: float, high: float) -> str:
    """An interval in words."""
    return display.MISSING if pd.isna(low) else f"{low:+z.2f} to {high:+z.2f}"


def _paint_actors(axes: Axes, rows: pd.DataFrame, lines: list[tuple[str, str]], found: pd.DataFrame) -> None:
    places, heads, at = {}, {}, -1.0
    for actor, name in lines:
        if actor not in heads:
            at += 1.0
            heads[actor] = at
        at += 1.0
        places[actor, name] = at
    aside = {tones.NARRATOR: -0.24, tones.REPORTED: 0.0, tones.QUOTED: 0.24}
    for (actor, name, voice), own in found.groupby(["actor", "name", "said_by"], sort=False):
        y, values = places[actor, name] + aside[voice], own["polarity"].to_numpy(dtype=float)
        axes.plot(
            values, [y] * len(values), MARKS[voice], color=TINTS[voice], markersize=4, linestyle="none",
            markerfacecolor="none", alpha=0.8,
        )  # fmt: skip
    for row in rows.itertuples():
        y = places[row.actor, row.name] + aside[row.said_by]
        if pd.notna(row.mean):
            axes.plot([row.low, row.high], [y, y], color=TINTS[row.said_by], linewidth=1.6, solid_capstyle="butt")
            axes.plot([row.mean], [y], MARKS[row.said_by], color=TINTS[row.said_by], markersize=6)
    for (actor, name), y in places.items():
        own = rows[(rows["actor"] == actor) & (rows["name"] == name)].set_index("said_by")["n"]
        few = all(n < tones.LEAST for n in own)
        words = " + ".join(f"{own.get(voice, 0)}" for voice in tones.VOICES)
        axes.text(1.03, y, f"n = {words}" + (f", {TOO_FEW}" if few else ""), va="center", fontsize=8)
    axes.text(1.03, 0, " + ".join(tones.VOICES), va="center", fontsize=8)
    axes.set_ylim(at + 0.7, -0.7)
    names = [shortened(name, 34) for _, name in places]
    _axis(axes, [*places.values(), *heads.values()], [*names, *(shortened(actor, 34) for actor in heads)], 1.5)
    for label in axes.get_yticklabels()[len(names) :]:
        label.set_weight("bold")
    handles = [Line2D([], [], color=TINTS[v], marker=MARKS[v], linewidth=1.6, label=v) for v in tones.VOICES]
    legend(axes, handles=handles)


def _axis(axes: Axes, places: Sequence[float], labels: Sequence[str], right: float = 1.2) -> None:
    axes.set_yticks(places, labels)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-1.05, right)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], ["-1", "-0.5", "0", "+0.5", "+1"])
    axes.axvline(0, color=INK, linewidth=0.8, alpha=0.6)
    axes.grid(axis="x", alpha=0.25)
    axes.set_xlabel("tone: negative to the left of 0, positive to the right")


def strip(found: pd.DataFrame) -> HTML:
    """Show each sentence of each article by its tone."""
    whole = found[found["is_sentence"]]
    if whole.empty:
        return display.say("None: no sentence of this set was read.")
    means = whole.groupby(["name", "said_by"])["polarity"].mean().unstack()
    n_all, in_sum = whole["name"].nunique(), many.spread(means, signed, "Mean tone of an article")
    whole = many.sample(whole)
    names = list(dict.fromkeys(whole["name"]))
    rows = tones.means(whole, ["name", "said_by"])
    polar = whole["label"].isin(tones.POLAR)
    labelled = polar.groupby(whole["name"], sort=False).agg(["sum", "size"])
    alt = f"Sentences of {display.counted(len(names), 'article')} by tone. " + told(
        f"{name}: {n} of {of} have a label" for name, n, of in labelled.itertuples()
    )
    caption = (
        "Each mark is a sentence, or its part in one voice: circle, narrator; diamond, reported; square, quoted. Marks "
        "with a label are filled, those without one hollow and pale; up and down in a row says nothing. Most of the "
        "news has no tone of its own, so that most marks are hollow: that is an answer. A sentence that names nobody "
        "stands at nought. The chart does not say whom a sentence judges. " + many.note(n_all)
    )
    n_rows = round(len(names) * 1.3) + 1
    return chart(
        lambda axes: _paint_strip(axes, whole, names), n_rows, "Every sentence by its tone", caption, alt, _table(rows),
        in_sum,
    )  # fmt: skip


def _paint_strip(axes: Axes, whole: pd.DataFrame, names: list[str]) -> None:
    place = {name: number for number, name in enumerate(names)}
    within = whole.groupby("name").cumcount()
    y = whole["name"].map(place) + ((within * 0.618) % 1 - 0.5) * 0.6  # spread evenly, the same each time
    for voice in tones.VOICES:
        for labelled in (False, True):
            own = (whole["said_by"] == voice) & (whole["label"].isin(tones.POLAR) == labelled)
            axes.plot(
                whole.loc[own, "polarity"].to_numpy(dtype=float), y[own].to_numpy(dtype=float), MARKS[voice],
                color=TINTS[voice], markersize=5.5 if labelled else 4, linestyle="none",
                markerfacecolor=TINTS[voice] if labelled else "none", alpha=1 if labelled else 0.7,
            )  # fmt: skip
    for name, number in place.items():
        own = whole[whole["name"] == name]
        axes.text(1.03, number, f"n = {len(own)}", va="center", fontsize=8)
    axes.set_ylim(len(names) - 0.5, -0.5)
    _axis(axes, list(place.values()), [shortened(name, 34) for name in names])
    handles = [
        Line2D([], [], color=TINTS[v], marker=MARKS[v], linestyle="none", label=f"{v}, with a label")
        for v in tones.VOICES
    ]
    handles.append(Line2D([], [], color=INK, marker="o", linestyle="none", markerfacecolor="none", label="no label"))
    legend(axes, handles=handles)


def course(found: pd.DataFrame) -> HTML:
    """Show the tone of the sentences in the order in which an article has them."""
    whole = found[found["is_sentence"]]
    names = list(dict.fromkeys(whole["name"]))
    n_all = len(names)
    heads = ["First half, mean", "Second half, mean"]
    half = (whole["position"] >= 0.5).map({False: heads[0], True: heads[1]})
    halves = whole.groupby(["name", half])["polarity"].mean().unstack().reindex(index=names, columns=heads)
    in_sum = many.spread(halves, signed, "Tone of an article")
    names = many.chosen(names)
    halves, whole = halves.loc[names], whole[whole["name"].isin(names)]
    data = halves.map(signed).rename_axis(columns=None).reset_index(names="Article")
    alt = "Tone through each article. " + told(
        f"{name}: first half {one}, second {two}" for name, one, two in data.itertuples(index=False)
    )
    caption = (
        "Each line is an article from its headline to its end; each bar a sentence, up where it is positive and down "
        "where it is negative, filled where it has a label. It shows where in an article the tone lies; it does not "
        "say that a reader goes that far. " + many.note(n_all)
    )
    rows, title = round(len(names) * 1.5) + 1, "The course of tone through each article"
    return chart(lambda axes: _paint_course(axes, whole, names), rows, title, caption, alt, data, in_sum)


def _paint_course(axes: Axes, whole: pd.DataFrame, names: list[str]) -> None:
    shapes: dict[tuple[str, bool], list[Path]] = {}
    for number, name in enumerate(names):
        own = whole[whole["name"] == name]
        axes.plot([0, 1], [number, number], color=COLOURS["grey"], linewidth=0.8)
        width = 0.8 / max(1, own["sentence_id"].nunique())
        for row in own.itertuples():
            style = ABOVE if row.polarity > 0 else BELOW, row.label in tones.POLAR
            height = number - 0.48 * row.polarity
            shapes.setdefault(style, []).append(box(row.position, row.position + width, number, height))
    fill(axes, shapes, 0.8)
    name_rows(axes, names)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel("place in the article")


def word_shift(shift: pd.DataFrame, one: str, other: str, shown: int) -> HTML:
    """Show which words make the mean polarity of two articles differ; ``shift`` is of :func:`tones.word_shift`."""
    if one == other:
        return display.say("None: two articles are needed.")
    if shift.empty:
        which = f"{one} or {other} has no word" if one else "no article has a word"
        return display.say(f"None: {which} that TextBlob scores and that counts.")
    rest_on = (
        f"{display.counted(shift['n_one'].sum(), 'word')} of {one} and "
        f"{display.counted(shift['n_other'].sum(), 'word')} of {other}"
    )
    if shift[["n_one", "n_other"]].sum().min() < LEAST_WORDS:
        return display.say(
            f"Too few: {rest_on} are scored by TextBlob and count, and less than {LEAST_WORDS} tell nothing."
        )
    top, total = shift.head(shown), shift["shift"].sum()
    words = [
        f"{row.word} ({'good' if row.score > 0 else 'bad'} word, {'more' if _more(row, shift) else 'less'} of it)"
        for row in top.itertuples()
    ]
    data = pd.DataFrame(
        {
            "Word": words,
            "Polarity": top["score"].map("{:+z.2f}".format),
            f"In {one}": top["n_one"],
            f"In {other}": top["n_other"],
            "Part": top["shift"].map("{:+.3f}".format),
        }
    )
    alt = f"Word shift from {one} to {other}, {total:+.3f} in all. " + told(
        f"{row.word} {row.shift:+.3f}" for row in top.itertuples()
    )
    caption = (
        f"The mean polarity of the words of {other} is {abs(total):.3f} {'above' if total >= 0 else 'below'} that of "
        f"{one}, after TextBlob and without the words set aside. Each bar is what a word adds to that: to the right it "
        f"makes {other} the more positive. Beside it stands how often the word is in {one} and in {other}. "
        + (f"The first {len(top)} of {len(shift)} words are shown. " if len(top) < len(shift) else "")
        + f"The means rest on {rest_on}: where that is few, they say nothing. The chart shows what a count of words "
        "rests on, so that you can see whether that is tone at all: it does not know whom a word is said of, nor in "
        "whose voice."
    )
    title = f"Which words make {one} and {other} differ"
    return chart(lambda axes: _paint_shift(axes, top), len(top) + 1, title, caption, alt, data)


def _more(row: tuple, shift: pd.DataFrame) -> bool:
    return row.n_other / max(1, shift["n_other"].sum()) > row.n_one / max(1, shift["n_one"].sum())


def _paint_shift(axes: Axes, top: pd.DataFrame) -> None:
    values = top["shift"].to_numpy(dtype=float)
    for y, row in enumerate(top.itertuples()):
        good = row.score > 0
        colour = ABOVE if good else BELOW
        axes.barh(
            y, row.shift, 0.66, facecolor=colour if good else "none", edgecolor=colour, hatch=None if good else "///"
        )
    room = max(np.abs(values).max(initial=0), 1e-9)
    axes.set_xlim(-1.35 * room, 1.35 * room)
    for y, row in enumerate(top.itertuples()):
        axes.text(1.33 * room, y, f"{row.n_one} : {row.n_other}", va="center", ha="right", fontsize=8)
    name_rows(axes, top["word"])
    axes.axvline(0, color=INK, linewidth=0.8, alpha=0.6)
    axes.grid(axis="x", alpha=0.25)
    axes.set_xlabel("part of the difference (mean polarity)")
    handles = [
        Patch(color=ABOVE, label="word that TextBlob scores as good"),
        Patch(facecolor="none", edgecolor=BELOW, hatch="///", label="as bad"),
    ]
    legend(axes, handles=handles)
