"""Charts of who is given a voice. A voice has one colour and one letter in all of them and in the reading view."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd
from IPython.display import HTML
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from crossread.display import html as display
from crossread.display import many
from crossread.display.drawing import COLOURS, INK, Style, bars, chart, grid, legend, name_rows, told
from crossread.display.html import shortened
from crossread.quotes import voices

GREY = COLOURS["grey"]
# By letter, each 3:1 or more from the light and from the dark page; page.css has the same ones.
VOICE_COLOURS = dict(
    zip(
        voices.LETTERS,
        ("#3d7fc4", "#c46a14", "#2f8f6b", "#9a68c0", "#cf4d5c", "#857c1c", "#1d8ca3", "#c2549d"),
        strict=True,
    )
)
HEIGHTS = {"direct": 0.54, "mixed": 0.34, "indirect": 0.16}  # of a row
OTHERS, WITHOUT_NAME = "other named", "unnamed"


BLUE, ORANGE, GREEN, PURPLE = (COLOURS[name] for name in ("blue", "orange", "green", "purple"))
TYPES = {
    "named_individual": Style(BLUE),
    "named_group": Style(BLUE, "///"),
    "document": Style(GREEN),
    "unnamed_individual": Style(ORANGE),
    "unnamed_group": Style(ORANGE, "\\\\\\"),
    voices.NO_TYPE: Style(GREY, None, False),
}
CLASSES = {
    "neutral": Style(BLUE),
    "doubting": Style(ORANGE, "///"),
    "endorsing": Style(GREEN, "\\\\\\"),
    voices.NOT_CLASSED: Style(GREY),
    voices.NO_CUE: Style(GREY, None, False),
}
_SIDES = [
    Style(BLUE), Style(ORANGE, "///"), Style(GREEN), Style(PURPLE, "\\\\\\"), Style(VOICE_COLOURS["E"]),
    Style(VOICE_COLOURS["F"], "xxx"), Style(VOICE_COLOURS["G"], "---"),
]  # fmt: skip


def strips(found: pd.DataFrame, covered: pd.DataFrame, letters: Mapping[str, str]) -> HTML:
    """Show each article as a line of its length, with its attributions as marks by voice and kind."""
    title, n_all = "Whose words stand where in each article", len(covered)
    numbers = covered.set_index("name")[["words", "attributions", "attributed"]]
    whole = many.spread(numbers, "{:,.0f}".format, "Of an article")
    named = found.loc[found["voice_kind"] == voices.NAMED, "voice"].nunique()
    lettered = f"Letters go to the {len(letters)} named sources with most words, of {named}."
    lettered = lettered if named > len(letters) else "Every named source has a letter."
    covered = many.sample(covered)
    found = found[found["name"].isin(covered["name"])]
    data = _headed(covered.drop(columns="article_id"))
    alt = f"A line an article, {display.counted(len(covered), 'article')}, with marks where words are attributed. "
    known = covered[covered["attributions"].notna()]
    alt += told(f"{r.name}: {r.attributions} attributions, {r.share:.0%} of its words" for r in known.itertuples())
    caption = (
        "Each line is an article from its first word to its last; each mark is a run of words that the article gives "
        "to a source. Full height is direct speech, middle height mixed, low indirect. Letter and colour name the "
        "speaker, the same ones on all pages of this report; grey is another named source, hollow one without a name. "
        f"{lettered} A letter is left out where there is no room for it. The number at the end counts "
        "attributions. The chart does not say whether the words were said, nor how much weight a reader gives them. "
        + many.note(n_all)
    )
    rows = round(len(covered) * 1.45) + 3
    return chart(lambda axes: _paint_strips(axes, found, covered, letters), rows, title, caption, alt, data, whole)


def matrix(found: pd.DataFrame, covered: pd.DataFrame, letters: Mapping[str, str], shown: int) -> HTML:
    """Show how many words each article gives to each of the ``shown`` voices with most words, and to the others."""
    title = "Words given to each source, by article"
    words = voice_matrix(found, covered, shown)
    others = (voices.voices(found)["kind"] == voices.NAMED).sum() - shown
    named = f"{display.counted(others, 'other source')} with a name stand together"
    named = named if others > 0 else "None is left out"
    caption = (
        "Each number is the words that an article gives to a source; the deeper the field, the more. Sources run from "
        f"most words in the set to fewest, articles in the one order. {named}; those without a name are one column, "
        "though they need not be one person. Words within another's words count for both. Blank is none, a dash not "
        "analysed. A copy repeats its original's words. A source that an article lacks may have said nothing, or may "
        "not have been asked: the chart cannot tell. " + many.note(len(words))
    )
    sums = [f"{shortened(name, 40)} {total:,}" for name, total in words.sum().items()]
    alt = f"Table of words by article and source. Over all articles: {'; '.join(sums)}."
    whole = many.spread(words, "{:,.0f}".format, "Words given by an article")
    words = words.loc[many.chosen(words.index)]
    data = words.reset_index().rename(columns={"name": "Article"})
    return chart(lambda axes: _paint_matrix(axes, words, letters), len(words) + 5, title, caption, alt, data, whole)


def source_types(found: pd.DataFrame, covered: pd.DataFrame) -> HTML:
    """Show the share of attributed words by kind of source."""
    kinds = found["source_type"].fillna(voices.NO_TYPE)
    words = voices.words_by(found.assign(kinds=kinds), list(covered["name"]), "kinds", list(TYPES))
    styles = {name.replace("_", " "): style for name, style in TYPES.items()}
    words.columns = list(styles)
    caption = (
        "Each bar is all words that an article gives to sources, split by who they are; the number at its end counts "
        "these words. Solid blue and orange are persons, hatched ones groups. A source is named when its name can be "
        "found in the article. An unnamed source may well be known to the newsroom: the chart does not say why it has "
        "no name, nor whether it is right."
    )
    return _share_chart("Attributed words by kind of source", words, covered, styles, caption)


def source_sides(found: pd.DataFrame, covered: pd.DataFrame) -> HTML:
    """Show the share of attributed words by side, or say that no side is known."""
    if not found["side"].notna().any():
        return display.say(
            "No side is known: actors.csv gives none for a source of this set, and nothing here guesses one. "
            "Put name and side of the actors into actors.csv beside the articles folder to see the sides compared."
        )
    totals = found[found["side"].notna()].groupby("side")["n_words"].sum().sort_values(ascending=False, kind="stable")
    many = len(totals) > len(_SIDES)
    own = list(totals.index[: len(_SIDES) - many])
    styles = dict(zip([*own, *(["other sides"] if many else [])], _SIDES, strict=False))
    styles |= {voices.NO_SIDE: Style(GREY), "unnamed": Style(GREY, "///"), voices.NO_SOURCE: Style(GREY, None, False)}
    sides = voices.sides(found)
    sides = sides.where(sides.isin(list(styles)), "other sides")
    words = voices.words_by(found.assign(sides=sides), list(covered["name"]), "sides", list(styles))
    words = words.loc[:, words.any() | words.columns.isin(own)]
    caption = (
        "Each bar is all words that an article gives to sources, split by the side that actors.csv gives them; the "
        "number at its end counts these words. Grey is not known: named sources that actors.csv has no side for, "
        "hatched those without a name, whom nothing here puts on a side. A large share is not approval: words can be "
        "quoted to be contradicted. Sides are the word of whoever wrote actors.csv."
    )
    if many:
        caption += f" Other sides are {display.joined(sorted(totals.index[len(own) :]))}."
    return _share_chart("Attributed words by side", words, covered, styles, caption)


def cue_classes(found: pd.DataFrame, letters: Mapping[str, str], shown: int) -> HTML:
    """Show for each of the ``shown`` voices with most words how its words are introduced."""
    used = voices.cues(found)
    ranked = voices.voices(found)
    top = ranked.loc[ranked["kind"] != voices.NOBODY, "voice"].head(shown)
    counts = used.groupby(["voice", "cue_class"])["n"].sum().unstack().reindex(index=top, columns=list(CLASSES))
    counts = counts.fillna(0).astype(int).rename(index=lambda voice: _with_letter(voice, letters))
    counts = counts.rename_axis(index="source", columns=None)
    left = len(ranked) - len(top)
    caption = (
        "Each bar counts the attributions of a source by the class of the verb or phrase that introduces them. "
        "Doubting ones (claimed) leave it open or suggest that it is not so, endorsing ones (confirmed) take it as so, "
        "after an editable list; no cue is a quote beside which no verb stands. "
        + (f"{display.counted(left, 'source')} with fewer words are left out. " if left else "")
        + "A class is of the verb, not of what the writer meant: the words are in the table below."
    )
    alt = "Bars of attributions by class of cue. " + told(
        f"{name}: " + display.joined(f"{n} {c}" for c, n in row.items() if n) for name, row in counts.iterrows()
    )
    ends, title = [f"n = {n:,}" for n in counts.sum(axis=1)], "How the words of each source are introduced"
    return chart(
        lambda axes: bars(axes, counts, CLASSES, "attributions", ends), len(counts) + 2, title, caption, alt,
        _headed(counts.reset_index()),
    )  # fmt: skip


def voice_matrix(found: pd.DataFrame, covered: pd.DataFrame, shown: int) -> pd.DataFrame:
    """Words by article (index ``name``) and voice: the ``shown`` first named ones, all others, those without a name.

    Missing in articles that were not analysed.
    """
    ranked = voices.voices(found)
    top = list(ranked.loc[ranked["kind"] == voices.NAMED, "voice"].head(shown))
    column = found["voice"].where(found["voice"].isin(top), OTHERS)
    column = column.where(found["voice_kind"] == voices.NAMED, WITHOUT_NAME)
    words = voices.words_by(found.assign(column=column), list(covered["name"]), "column", [*top, OTHERS, WITHOUT_NAME])
    words = words.astype("Int64")
    words.loc[list(covered.loc[covered["attributions"].isna(), "name"])] = pd.NA
    return words.loc[:, [*top, *(c for c in (OTHERS, WITHOUT_NAME) if words[c].sum())]]


def _share_chart(
    title: str, words: pd.DataFrame, covered: pd.DataFrame, styles: Mapping[str, Style], caption: str
) -> HTML:
    n_all = len(words)
    shares = words.div(words.sum(axis=1).where(lambda n: n > 0), axis=0)
    whole = many.spread(shares, "{:.0%}".format, "Share of an article's attributed words")
    words, covered = words.loc[many.chosen(words.index)], many.sample(covered)
    totals = words.sum(axis=1)
    shares = words.div(totals.where(totals > 0), axis=0).fillna(0.0)
    alt = f"Bars of {title.lower()}. " + told(
        f"{name}: " + (display.joined(f"{s:.0%} {c}" for c, s in row.items() if s) or "none")
        for name, row in shares.iterrows()
    )
    looked_at = covered["attributions"].notna()
    ends = [f"n = {n:,}" if known else "not analysed" for n, known in zip(totals, looked_at, strict=True)]
    rows = len(words) + 2 + len(words.columns) // 4
    caption = f"{caption} Words are counted; shares are of n. {many.note(n_all)}"

    def paint(axes: Axes) -> None:
        bars(axes, shares, styles, "share of the words that the article gives to sources", ends)
        axes.set_xlim(0, 1.09)
        axes.set_xticks(np.linspace(0, 1, 6))
        axes.xaxis.set_major_formatter("{x:.0%}")

    data = _headed(words.assign(**{"all words": totals}).reset_index())
    return chart(paint, rows, title, caption, alt, data, whole)


def _paint_strips(axes: Axes, found: pd.DataFrame, covered: pd.DataFrame, letters: Mapping[str, str]) -> None:
    longest = max(covered["words"].max(), 1)
    axes.set_xlim(0, longest * 1.07)
    own = dict(iter(found.groupby("name")))
    marks, placed = defaultdict(list), defaultdict(list)  # the boxes of each colour, the places of each letter
    for y, article in enumerate(covered.itertuples()):
        axes.plot([0, article.words], [y + 0.3] * 2, color=GREY, linewidth=1.2, solid_capstyle="butt")
        n = "not analysed" if pd.isna(article.attributions) else f"n = {article.attributions}"
        axes.text(article.words + longest * 0.01, y + 0.26, n, va="center", fontsize=8)
        quotes = own.get(article.name, found.iloc[:0])
        for row in quotes.sort_values("n_words", ascending=False, kind="stable").itertuples():  # long ones first
            style = VOICE_COLOURS.get(letters.get(row.voice), GREY), row.voice_kind == voices.NAMED
            top, bottom = y + 0.3 - HEIGHTS[row.quote_type], y + 0.3
            for x, end in row.ranges:
                marks[style].append(Path([(x, bottom), (x, top), (end, top), (end, bottom), (x, bottom)], closed=True))
        for letter, x in _letters(quotes, letters, longest * 0.014):
            placed[letter].append((x, y - 0.36))
    for (colour, filled), paths in sorted(marks.items()):
        path = Path.make_compound_path(*paths)
        axes.add_patch(PathPatch(path, facecolor=colour if filled else "none", edgecolor=colour, linewidth=0.7))
    for letter, places in sorted(placed.items()):
        axes.plot(*zip(*places, strict=True), ls="none", marker=_letter(letter), ms=8.5, color=INK, mew=0)
    name_rows(axes, list(covered["name"]))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlabel("words of the article, from its first")
    _strip_legend(axes, found, letters)


def _letters(quotes: pd.DataFrame, letters: Mapping[str, str], room: float) -> list[tuple[str, float]]:
    """Letters above the first run of each attribution, moved aside or left out where they would touch."""
    found: list[tuple[str, float]] = []
    for row in quotes.itertuples():
        if row.voice in letters and row.ranges:
            x = sum(row.ranges[0]) / 2
            clear = max(x, found[-1][1] + room) if found else x
            if clear - x <= room:
                found.append((letters[row.voice], clear))
    return found


def _letter(letter: str) -> Path:
    """A letter as a shape with its middle at 0, 0."""
    path = TextPath((0, 0), letter, size=10, prop=FontProperties(family="DejaVu Sans", weight="bold"))
    box = path.get_extents()
    middle = path.transformed(Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2))
    same_size = Path([(-5, -5), (5, 5)], [Path.MOVETO, Path.MOVETO])  # a marker is scaled to its farthest point
    return Path.make_compound_path(middle, same_size)


def _strip_legend(axes: Axes, found: pd.DataFrame, letters: Mapping[str, str]) -> None:
    names = {letter: f"{letter}  {shortened(voice, 34)}" for voice, letter in letters.items()}
    handles = [Patch(facecolor=VOICE_COLOURS[letter], label=name) for letter, name in names.items()]
    named = found["voice_kind"] == voices.NAMED
    if (named & ~found["voice"].isin(list(letters))).any():
        handles.append(Patch(facecolor=GREY, label="another named source"))
    if (~named).any():
        handles.append(Patch(facecolor="none", edgecolor=GREY, label="without a name"))
    kinds = {kind: height * 16 for kind, height in HEIGHTS.items()}
    handles += [Line2D([], [], color=GREY, linewidth=width, label=kind) for kind, width in kinds.items()]
    legend(axes, 3, handles=handles)


def _paint_matrix(axes: Axes, words: pd.DataFrame, letters: Mapping[str, str]) -> None:
    largest = max(words.fillna(0).to_numpy(dtype=float).max(initial=0), 1)
    depths = words.fillna(0).map(lambda n: 0.15 + 0.45 * n / largest if n else 0).assign(sums=0)
    sums = words.sum(axis=1, min_count=1)
    cells = words.map(lambda n: display.MISSING if pd.isna(n) else f"{n:,}" if n else "")
    cells["sums"] = ["" if pd.isna(n) else f"{n:,}" for n in sums]
    heads = [*(_with_letter(voice, letters) for voice in words.columns), "sum (words)"]
    colours = [VOICE_COLOURS.get(letters.get(voice), GREY) for voice in words.columns]
    grid(axes, depths.set_axis(heads, axis=1), colours, cells, 35)


def _with_letter(voice: str, letters: Mapping[str, str]) -> str:
    return f"{letters[voice]}  {voice}" if voice in letters else voice


def _headed(frame: pd.DataFrame) -> pd.DataFrame:
    heads = {"name": "Article", "voices": "Named sources", "attributed": "Words attributed", "share": "Share of words"}
    return frame.rename(columns=lambda name: heads.get(name, name.capitalize()))
