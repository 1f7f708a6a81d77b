"""What the notebook on tone shows: the tables of :mod:`crossread.tone.summaries` with links and words."""

from collections import Counter
from collections.abc import Callable, Sequence

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.display import html as display
from crossread.display import many, passages
from crossread.display.html import shortened
from crossread.tone import readings as tone_readings
from crossread.tone import summaries as tones
from crossread.tone.charts import LEAST_WORDS, TOO_FEW, interval, signed

__all__ = ["clauses", "counts", "documents", "panel", "sections", "subjectivity", "two"]

CUT = 160  # characters of a clause in a table
LABELS = {
    "negative": "negative",
    "positive": "positive",
    "neutral": "with words both ways",
    "no_clear_tone": "without a clear tone",
}


def counts(found: pd.DataFrame, articles: pd.DataFrame) -> HTML:
    """Show how much was read, and how much of it has a tone."""
    whole, aimed = found[found["is_sentence"]], found[~found["is_sentence"]]
    lines = [
        f"{display.counted(len(whole), 'sentence')} (or parts of one in another voice): " + _labels(whole) + ".",
        f"{display.counted(len(aimed), 'clause')} about {display.counted(aimed['actor'].nunique(), 'actor')} with a "
        f"name and others: " + _labels(aimed) + ".",
    ]
    missing = articles.loc[~articles["article_id"].isin(set(found["article_id"])), "source_file"]
    return display.say(*lines, *display.which("Not read, as the language is not English or there is no text:", missing))


def _labels(rows: pd.DataFrame) -> str:
    numbers = rows["label"].value_counts()
    return display.joined(f"{numbers.get(label, 0):,} {words}" for label, words in LABELS.items())


def sections(found: pd.DataFrame) -> HTML:
    """Show headline, lead and body side by side."""
    whole = found[found["is_sentence"]]
    rows = tones.means(many.sample(whole), ["name", "section"])
    shown = _by_article(rows, "section", ("headline", "lead", "body"), _mean)
    return display.table(shown, "Mean tone of the sentences of headline, lead and body", _left_out(whole))


def _by_article(rows: pd.DataFrame, column: str, keys: Sequence[str], worded: Callable[[pd.Series], Markup]):
    """An article a row, with what ``worded`` makes of its row for each of the ``keys`` of a column."""
    names = many.chosen(rows["name"])
    shown = pd.DataFrame({"Article": names})
    for key in keys:
        own = rows[rows[column] == key].set_index("name")
        shown[key.capitalize()] = display.cells(
            worded(own.loc[name]) if name in own.index else display.cell(pd.NA) for name in names
        )
    return shown


def _left_out(rows: pd.DataFrame) -> str:
    return many.note(rows["name"].nunique())


def _mean(row: pd.Series) -> Markup:
    labels = [f"{row[label]} {label}" for label in tones.POLAR if row[label]]
    note = f"n = {row['n']}" + (f": {display.joined(labels)}" if labels else ", none with a label")
    between = "" if pd.isna(row["low"]) else f" ({interval(row['low'], row['high'])})"
    return display.noted(signed(row["mean"]) + between, note)


def subjectivity(found: pd.DataFrame) -> HTML:
    """Show how subjective the words are, by article, of all voices and of each."""
    told = found[found["is_sentence"] & found["subjectivity"].notna()]
    drawn = many.sample(told)
    rows = tones.means(pd.concat([drawn.assign(said_by="all voices"), drawn]), ["name", "said_by"], "subjectivity")
    shown = _by_article(rows, "said_by", ("all voices", *tones.VOICES), _share)
    return display.table(
        shown, "Mean subjectivity of the sentences with a word that says, from 0 to 1", _left_out(told)
    )


def _share(row: pd.Series) -> Markup:
    words = TOO_FEW if pd.isna(row["mean"]) else f"{row['mean']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
    return display.noted(words, f"n = {row['n']}")


def panel(readings: pd.DataFrame) -> HTML:
    """Show every reading side by side, with a warning where a sign or an order depends on it."""
    turned = tone_readings.flips(readings)
    which = "every article" if len(turned) == len(readings) > 1 else display.joined(many.named(turned))
    warning = (
        f"The sign depends on the reading for {which}. Do not report it without the reading."
        if turned
        else "No article changes its sign with the reading."
    )
    drawn = readings.loc[many.chosen(readings.index)]
    shown = pd.DataFrame({"Article": drawn.index})
    for name in dict.fromkeys(column.split(", ")[0] for column in readings.columns):
        rest = [column for column in readings.columns if column.startswith(f"{name}, ")]
        shown[name] = display.cells(
            display.noted(_signed(row[name]), "; ".join(f"{c.split(', ')[1]} {_signed(row[c])}" for c in rest))
            for _, row in drawn.iterrows()
        )
    parts = [Markup('<p class="warning"><strong>{}</strong></p>').format(warning)]
    own = readings[tone_readings.OWN]
    ranks = [
        f"{column} {rho:+z.2f}"
        for column in readings.columns[1:]
        if pd.notna(rho := own.rank().corr(readings[column].rank()))
    ]
    if len(readings) > 2 and ranks:
        words = f"Agreement of the order of the articles with {tone_readings.OWN} (Spearman): {'; '.join(ranks)}."
        parts.append(display.paragraph(words))
    table = display.table_markup(shown, "The same articles in other readings (means)")
    read = f"The lexicons read {len(readings)} articles, drawn by lot. " if len(readings) == tone_readings.MOST else ""
    return display.fragment(*parts, table, *display.small(read + many.note(len(readings))))


def _signed(value: float) -> str:
    return display.MISSING if pd.isna(value) else f"{value:+z.2f}"


def documents(lexically: pd.DataFrame) -> HTML:
    """Show the score of each document as one text, as it is mostly done."""
    drawn = many.sample(lexically)
    shown = pd.DataFrame({"Article": drawn["name"]})
    for name in tone_readings.LEXICONS:
        shown[name] = [_signed(value) for value in drawn[f"{name}, {tone_readings.DOCUMENT}"]]
    return display.table(shown, "What a score of the whole document would have said", _left_out(lexically))


def two(found: pd.DataFrame, first: str, second: str, counted: dict[str, Counter] | None = None) -> tuple[str, str]:
    """The two articles to be compared word by word: those that are named, else the two whose means differ most, of
    those with words enough if ``counted`` says how many they have.

    Raises
    ------
    ValueError
        When a name is not that of an article: says which there are.
    """
    names = list(dict.fromkeys(found["name"]))
    for given in (first, second):
        if given and given not in names:
            raise ValueError(f"{given!r}: no such article; there are {', '.join(names)}")
    enough = [name for name in names if counted and counted[name].total() >= LEAST_WORDS]
    told = found[found["is_sentence"] & found["name"].isin(enough if len(enough) > 1 else names)]
    means = told.groupby("name", sort=False)["polarity"].mean().sort_values(kind="stable")
    low = first or next((name for name in means.index if name != second), "")
    high = second or next((name for name in reversed(means.index) if name != low), low)
    return low, high


def clauses(found: pd.DataFrame, chosen: Sequence[str] = (), in_full: bool = False) -> HTML:
    """Show every row with a label, an article at a time: those about ``chosen`` actors, or all where none is chosen."""
    rows = found[found["label"].isin(tones.POLAR)]
    about = rows[rows["actor"].isin(chosen)] if len(chosen) else rows
    if rows.empty:
        return display.say("None: no clause of this set has a label.")
    if about.empty:
        return display.say("None: no clause about these actors has a label. What else has one stands at the end.")

    def shown(own: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "About": display.cells(_about(row) for row in own.itertuples()),
                "Words": display.cells(_words(row, None if in_full else CUT) for row in own.itertuples()),
                "Label": own["label"].to_numpy(),
                "Voice": display.cells(_voice(row) for row in own.itertuples()),
                "Tone": [f"{value:+z.2f}" for value in own["polarity"]],
                "Went by": own["evidence"].map(tones.went_by).to_numpy(),
            }
        )

    return display.by_article(about, "Judgements in", "judgement", shown)


def _about(row: tuple) -> Markup:
    if row.is_sentence:
        return display.cell("whole sentence")
    known = row.actor if pd.notna(row.actor) else "not known by name"
    named = " ".join(row.named.split())  # "his" beside "he": one clause can be about one actor twice
    return display.cell(known) if named == known else display.noted(known, f"here: {named}")


def _words(row: tuple, cut: int | None) -> Markup:
    words = " ".join(row.words.split())
    return display.link(passages.address(row.article_id, row.start, row.end), shortened(words, cut or len(words)))


def _voice(row: tuple) -> Markup:
    whose = row.source if pd.notna(row.source) else "a verdict of others" if row.said_by == tones.REPORTED else ""
    return display.noted(row.said_by, whose) if whose else display.cell(row.said_by)
