"""What the notebook on validation shows, and the box with the main figures that other notebooks show."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from crossread import ArticleSet, schema
from crossread.analysis import Analysis, analyse
from crossread.articles.sets import SetError
from crossread.display import html as display
from crossread.display.drawing import COLOURS, FAINT, chart, legend, name_rows
from crossread.display.html import shortened
from crossread.validation import agreement as reckoning
from crossread.validation import coding, gold
from crossread.validation import measures as validation
from crossread.validation.measures import Scored

LONG = 160  # characters of words in a table beyond which the rest is folded
STEPS = {
    "articles": "Articles told from their pages",
    "framing": "Framing and labels",
    "sentiment": "Tone",
    "quotes": "Attributions",
    "casualties": "Casualty figures",
    "comparison": "Comparison",
}
OLDER = "measured with an older version of the code"


def box(notebook: str) -> HTML:
    """The main figures that the results of a notebook rest on, from the committed file.

    ``notebook`` is its name without the number, such as ``quotes``.
    """
    return display.fragment(box_markup(validation.measured(notebook)))


def box_markup(figures: pd.DataFrame) -> Markup:
    """The box of some rows of :func:`.measures.measured`; says so where one is older than the code."""
    main = figures[figures["main"] & figures["value"].notna()]
    if main.empty:
        words = "How right this is has not been measured on texts that people annotated."
        return Markup('<aside aria-label="How right this is"><p>{}</p></aside>').format(words)
    lines = Markup("\n").join(
        Markup("<li>{}: <strong>{}</strong> ({}){}</li>").format(
            row.said, number(row.value), _interval(row), "" if row.current else f", {OLDER}"
        )
        for row in main.itertuples()
    )
    sets = display.joined(dict.fromkeys(main["benchmark"]))
    older = "" if main["current"].all() else " and says how to measure again"
    return Markup(
        '<aside aria-label="How right this is"><p>How right this is, measured on news that people annotated ({}), with '
        "95 % intervals:</p>\n<ul>{}</ul>\n<p>On your texts it may be less. Notebook 07 has all figures{}.</p></aside>"
    ).format(sets, lines, older)


def scored(folder: str) -> list[Scored]:
    """Score every annotated set in ``folder``; none where it is empty. A file that does not fit is left out."""
    found = []
    for name, path in validation.files(Path(folder)) if folder else ():
        try:
            found.append(validation.score(name, path))
        except SetError:
            continue
    return found


def loaded(folder: str, sets: Sequence[Scored]) -> HTML:
    """Say what was measured now, and what only stands in the file."""
    listed = validation.measured()
    days = display.joined(sorted(set(listed["measured"].dropna())))
    older = listed[~listed["current"] & listed["value"].notna()]
    lines = [f"{display.counted(int(listed['value'].notna().sum()), 'figure')} as measured on {days or 'no day yet'}."]
    if len(older):
        are = "is" if len(older) == 1 else "are"
        lines.append(
            f"Of these, {len(older)} {are} older than the code and to be measured again; the table says which."
        )
    else:
        lines.append("All of them were measured with the code as it is.")
    if not folder:
        lines.append("No annotated set was given (parameter benchmarks), so nothing was measured now.")
        return display.say(*lines)
    files = [f"{name}/{path.name}" for name, path in validation.files(Path(folder))]
    done = [s.file for s in sets]
    lines.append(f"Measured now: {display.joined(done) or 'nothing, as no annotated set lies there'}.")
    if left := [name for name in files if name not in done]:
        lines.append(f"Left out, as they have not the form of their set: {display.joined(left)}.")
    return display.say(*lines)


def figures(sets: Sequence[Scored]) -> pd.DataFrame:
    """The figures as measured now where they were, else as they stand in the file."""
    listed = validation.measured()
    fresh = pd.concat([s.figures for s in sets], ignore_index=True) if sets else listed.iloc[:0]
    kept = listed[~listed["file"].isin(set(fresh["file"]))]
    order = list(STEPS)
    found = pd.concat([fresh, kept], ignore_index=True)
    found = found[found["value"].notna()]
    return found.sort_values("notebook", key=lambda names: names.map(order.index), kind="stable", ignore_index=True)


def overview(found: pd.DataFrame) -> HTML:
    """Show all figures with interval, floor and day."""
    shown = pd.DataFrame(
        {
            "What": found["said"].where(~found["less_is_better"], found["said"] + " (less is better)"),
            "Step": found["notebook"].map(STEPS),
            "Measured on": found["file"],
            "Figure": display.cells(number(r.value) for r in found.itertuples()),
            "95 % interval": [_interval(r) for r in found.itertuples()],
            "Floor": ["" if pd.isna(r.floor) else number(r.floor) for r in found.itertuples()],
            "When": found["measured"].where(found["current"], found["measured"] + ", older than the code"),
        }
    )
    parts = [display.table_markup(shown, "Figures as measured, and what they must not fall below")]
    parts += map(display.paragraph, display.which("Below its floor:", validation.below(found)["said"]))
    return display.fragment(*parts)


def charts(found: pd.DataFrame) -> HTML:
    """Show, a chart a step, each figure that is a share beside its floor and what others reach."""
    groups = found[found["value"] <= 1].groupby("notebook", sort=False)
    return HTML("\n".join(_chart(name, own, n == 0).data for n, (name, own) in enumerate(groups)))


def _chart(notebook: str, own: pd.DataFrame, is_first: bool) -> HTML:
    rows = _rows(own)
    title = f"{STEPS[notebook]}: measured, floor, and what others reach"
    alt = f"Dot plot of shares from 0 to 1. {_alt(rows)}"
    caption = (
        "Filled: this analysis and its 95 % interval, with its floor as a grey bar. Hollow: what others reach, two "
        "ends with a line where a range is published; most on another part of the same set, so small differences mean "
        "nothing. How right any of them is on other texts is not to be seen here."
        if is_first
        else "Filled: this analysis. Hollow: others. Read as the first of these charts."
    )
    data = rows[["label", "value", "low", "high", "floor"]].assign(label=rows["label"].str.strip())
    data[["low", "high"]] = data[["low", "high"]].where(data["low"] < data["high"])
    numbers = {
        name: data[name].map(number, na_action="ignore").fillna("") for name in ("value", "low", "high", "floor")
    }
    heads = {"label": "What", "value": "Figure", "low": "From", "high": "To", "floor": "Floor"}
    data = data.assign(**numbers).rename(columns=heads)
    return chart(lambda axes: _paint(axes, rows), len(rows) + 2, title, caption, alt, data)


def _rows(own: pd.DataFrame) -> pd.DataFrame:
    """A row a mark: each figure, then what others reach in it."""
    others, rows = validation.peers(), []
    for row in own.itertuples():
        better = " (less is better)" if row.less_is_better else ""
        rows.append((f"{row.said}{better}", True, row.value, row.low, row.high, row.floor))
        for peer in others[others["figure"] == row.figure].itertuples():
            value = peer.low if peer.low == peer.high else None
            rows.append((f"    {peer.who}", False, value, peer.low, peer.high, None))
    return pd.DataFrame(rows, columns=["label", "own", "value", "low", "high", "floor"]).astype(
        dict.fromkeys(("value", "low", "high", "floor"), "Float64")
    )


def _alt(rows: pd.DataFrame) -> str:
    said = []
    for r in rows.itertuples():
        ends = f" ({r.low:.2f} to {r.high:.2f})" if pd.notna(r.low) and r.low < r.high else ""
        said.append(f"{r.label.strip()}: {f'{r.value:.2f}' if pd.notna(r.value) else 'range'}{ends}")
    return "; ".join(said) + "."


def _paint(axes: Axes, rows: pd.DataFrame) -> None:
    blue, orange = COLOURS["blue"], COLOURS["orange"]
    for y, row in enumerate(rows.itertuples()):
        colour = blue if row.own else orange
        if pd.notna(row.low) and row.low < row.high:
            axes.plot([row.low, row.high], [y, y], color=colour, linewidth=1.8 if row.own else 1.2)
        if not row.own:
            ends = [row.value] if pd.notna(row.value) else [row.low, row.high]
            axes.plot(ends, [y] * len(ends), "D", ls="none", color=orange, markerfacecolor="none", markersize=6)
        else:
            axes.plot([row.value], [y], "o", color=blue, markersize=7)
        if pd.notna(row.floor):
            axes.plot([row.floor] * 2, [y - 0.38, y + 0.38], color=FAINT, alpha=0.6, linewidth=2, zorder=1)
    axes.set_xlim(0, 1.01)
    name_rows(axes, rows["label"].str.strip(), 72)
    for tick, own in zip(axes.get_yticklabels(), rows["own"], strict=True):
        tick.set_fontsize(9.5 if own else 8.5)
        tick.set_alpha(1 if own else 0.85)
    axes.grid(axis="x", alpha=0.25)
    axes.set_xlabel("share")
    handles = [
        Line2D([], [], color=blue, marker="o", label="this analysis"),
        Line2D(
            [], [], color=FAINT, alpha=0.6, marker="|", markersize=11, markeredgewidth=2, ls="none", label="its floor"
        ),
        Line2D([], [], color=orange, marker="D", markerfacecolor="none", ls="none", label="others"),
    ]
    legend(axes, handles=handles)


def sources(found: pd.DataFrame) -> HTML:
    """Show where the figures of others come from."""
    others = validation.peers().merge(found[["figure", "said"]].drop_duplicates("figure"), on="figure")
    values = [f"{r.low:.3g}" if r.low == r.high else f"{r.low:.3g}-{r.high:.3g}" for r in others.itertuples()]
    shown = pd.DataFrame({"Who": others["who"], "What": others["said"], "Figure": values, "From": others["source"]})
    return display.table(shown, "What others reach, and where the figure comes from")


def on_sample() -> pd.DataFrame | None:
    """The answers on the sample beside its gold; None where the gold is not there."""
    return gold.judged(analyse("sample").tables) if gold.FOLDER.is_dir() else None


def sample(answers: pd.DataFrame | None) -> HTML:
    """Show how many answers on the sample are right, and those that are not."""
    if answers is None:
        return display.say(
            "The sample's gold annotation is not here: it lies in tests/gold of the repository, and this copy of the "
            "library is installed without it. Run this notebook in a clone."
        )
    found = gold.summary(answers)
    shown = pd.DataFrame(
        {
            "Question": found["step"],
            "Right": found["right"],
            "Of": found["of"],
            "Share": found["share"],
            "95 % interval": [f"{r.low:.1%} to {r.high:.1%}" for r in found.itertuples()],
        }
    )
    wrong = answers[~answers["right"]].reset_index(drop=True)
    listed = pd.DataFrame(
        {
            "Article": wrong["article"],
            "Question": wrong["step"],
            "Words": display.cells(_folded(words) for words in wrong["words"]),
            "Gold": [_said(value) for value in wrong["gold"]],
            "Found": [_said(value) for value in wrong["found"]],
        }
    )
    parts = [display.table_markup(shown, "The sample beside its gold annotation (Wilson intervals)")]
    if len(listed):
        parts.append(display.table_markup(listed, "What is wrong on the sample"))
    return display.fragment(*parts)


def _said(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value) or "nothing"
    return "none" if pd.isna(value) else str(value)


def wrong(folder: str, sets: Sequence[Scored], n: int, in_full: bool = False) -> HTML:
    """Show errors on each set that was scored now: ``n`` drawn at random, with the right answer beside."""
    if not sets:
        return display.say("Errors are shown of sets that are measured now: name their folder (parameter benchmarks).")
    parts = []
    for one in sets:
        found = pd.DataFrame(one.errors, columns=["where", "words", "right", "found"])
        parts.append(Markup("<h3>{}</h3>\n<pre>{}</pre>").format(one.file, one.report))
        drawn = coding.drawn(found, n, seed=1)
        shown = pd.DataFrame(
            {name.capitalize(): display.cells(_folded(words, in_full) for words in drawn[name]) for name in drawn}
        )
        caption = f"{len(drawn):,} of {display.counted(len(found), 'error')} on {one.file}, drawn at random"
        parts.append(display.table_markup(shown, caption))
    return display.fragment(*parts)


def _folded(words: str, in_full: bool = False) -> Markup:
    words = Markup("{}").format(" ".join(str(words).split()))
    if in_full or len(words) <= LONG:
        return words
    return display.folded(shortened(words.unescape(), LONG), display.paragraph(words))


def agreement(of_set: ArticleSet, files: str) -> HTML:
    """Show how far the coders of some sheets agree, the analysis of the set being one more of them.

    ``files`` are paths with commas between.
    """
    paths = [Path(name.strip()) for name in files.split(",") if name.strip()]
    if not paths:
        return display.say("No coding sheets were given (parameter coded).")
    analysis = Analysis(of_set.folder, {name: getattr(of_set, name) for name in schema.TABLES}, of_set.problems)
    codes, problems = reckoning.compared(paths, analysis)
    parts = []
    for group in reckoning.groups(codes):
        parts.append(display.table_markup(reckoning.table(group), f"Agreement of {display.joined(group)}"))
    parts.append(display.paragraph(reckoning.CUSTOM))
    if problems:
        listed = pd.DataFrame(problems, columns=["File", "What is wrong", "What to do"])
        parts.append(display.table_markup(listed, "What is wrong with the sheets"))
    return display.fragment(*parts)


def number(value: float) -> str:
    """A figure as it is written: a share without the nought before its stop."""
    return f"{value:.3f}".removeprefix("0") if value < 1 else f"{value:.3g}"


def _interval(row: tuple) -> str:
    return "" if pd.isna(row.low) else f"{number(row.low)} to {number(row.high)}"
