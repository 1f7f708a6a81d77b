"""What the notebook on framing shows: the tables of :mod:`.shares` and :mod:`.keyness` with links
and sentences."""

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np
import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.display import evidence, many
from crossread.display import html as display
from crossread.display.evidence import CUT
from crossread.framing import shares as framing
from crossread.framing.frames import Book
from crossread.framing.keyness import Places

__all__ = ["acts", "by_part", "by_voice", "charges", "code_book", "counts", "every_hit", "keywords", "without_doer"]

LINES = 5  # lines of a concordance
ROOM = 100  # characters of a line of a concordance
NO_HIT = "None: no indicator was found in this set."
NO_ACT, ALL_NAMED = "None: no violent act was found in this set.", "None: every act found names its doer."
ACT_HEADS = ("Act", "Wording", "Who does it", "To whom or what", "Section")


def counts(rows: pd.DataFrame, hits: pd.DataFrame, acts: pd.DataFrame, analysed: pd.Series) -> HTML:
    """Show how much was found, and in which articles nothing was looked for or found."""
    kinds = hits["codebook"].value_counts().reindex(["generic", "war_peace"], fill_value=0)
    lines = [
        f"{display.counted(len(rows), 'sentence')} of {display.counted(rows['name'].nunique(), 'article')}; "
        f"{display.counted(int(kinds['generic']), 'hit')} of the five generic frames, "
        f"{int(kinds['war_peace']):,} of war and peace journalism; {display.counted(len(acts), 'violent act')}."
    ]
    lines += display.which(display.NOT_ENGLISH, analysed.index[~analysed])
    short = rows["name"].value_counts()
    few = [name for name in analysed.index if 0 < short.get(name, 0) < 10]
    lines += display.which("Fewer than ten sentences, so that a share says little:", few)
    return display.say(*lines)


def code_book(book: Book) -> HTML:
    """Show the indicators of a code book, with what each is and whence."""
    shown = pd.DataFrame(
        [(i.frame, i.name.replace("_", " "), i.definition, i.source) for i in book.indicators.values()],
        columns=["Frame", "Indicator", "Definition", "Source"],
    )
    caption = f"Indicators of the code book {book.name}"
    size = f"{caption} ({display.counted(len(shown), 'indicator')}, after {book.source})"
    return display.fragment(display.folded(size, display.table_markup(shown, caption)))


def every_hit(hits: pd.DataFrame, codebook: str, in_full: bool = False) -> HTML:
    """Show the sentences of every indicator, an article and frame at a time."""
    hits = hits[hits["codebook"] == codebook]
    if hits.empty:
        return display.say(NO_HIT)
    hits = hits.assign(indicator=hits["indicator"].str.replace("_", " "))
    columns = {"Frame": "frame", "Indicator": "indicator", "Voice": "voice", "Section": "section"}
    return _by_article(hits, columns, "hit", "Indicators in", in_full)


def _by_article(found: pd.DataFrame, columns: Mapping[str, str], noun: str, what: str, in_full: bool) -> HTML:
    """A folded table an article, with the sentence of each row; a column without a value is left out."""

    def shown(own: pd.DataFrame) -> pd.DataFrame:
        own = own.sort_values("frame", kind="stable") if "frame" in own else own
        table = pd.DataFrame({head: own[column].to_numpy() for head, column in columns.items()})
        table["Sentence"] = evidence.sentences(own, None if in_full else CUT)
        return table.dropna(axis="columns", how="all")

    return display.by_article(found, what, noun, shown)


def by_part(table: pd.DataFrame) -> HTML:
    """Show how many sentences of headline and lead, and of the body, have an indicator of each frame."""
    caption = "Sentences with an indicator: headline and lead against the body"
    return _wide(table.assign(cell=table["with_frame"]), "part", "sentences", caption)


def by_voice(table: pd.DataFrame) -> HTML:
    """Show hits for each 100 words of the narrator and of sources."""
    cells = [
        display.MISSING if pd.isna(row.per_100) else f"{row.per_100:.1f} ({row.hits})" if row.hits else "0"
        for row in table.itertuples()
    ]
    return _wide(table.assign(cell=cells), "voice", "words", "Hits for each 100 words of a voice (and their number)")


def _wide(table: pd.DataFrame, by: str, size: str, caption: str) -> HTML:
    """A row an article and part or voice, a column a frame."""
    if table.empty:
        return display.say(NO_HIT)
    left_out = many.note(table["name"].nunique())
    table = many.sample(table)
    heads = {"name": "Article", by: by.capitalize(), size: size.capitalize()}
    columns = list(table["frame"].unique())
    wide = table.pivot(index=list(heads), columns="frame", values="cell")[columns].rename(columns=str.capitalize)
    order = pd.MultiIndex.from_frame(table[list(heads)].drop_duplicates())
    return display.long_table(
        wide.loc[order].rename_axis(columns=None).reset_index().rename(columns=heads), caption, left_out
    )


def without_doer(acts: pd.DataFrame, in_full: bool = False) -> HTML:
    """Show the acts whose doer is not named in the wording, an article at a time."""
    return _acts(acts[acts["way"].isin(framing.WITHOUT)], "without a doer", ALL_NAMED, in_full)


def acts(found: pd.DataFrame, in_full: bool = False) -> HTML:
    """Show every other act, with who does it to whom, an article at a time."""
    return _acts(found[~found["way"].isin(framing.WITHOUT)], "with their doer", NO_ACT, in_full)


def _acts(found: pd.DataFrame, which: str, none: str, in_full: bool) -> HTML:
    if found.empty:
        return display.say(none)
    columns = dict(zip(ACT_HEADS, ("act", "way", "agent", "patient", "section"), strict=True))
    return _by_article(found, columns, "act", f"Acts {which} in", in_full)


def charges(found: pd.DataFrame) -> HTML:
    """Show the passives that leave out who accuses, criticises or reports."""
    if found.empty:
        return display.say("None: nobody is accused, criticised or reported on by somebody left out.")
    shown = found.rename(columns={"name": "Article", "act": "Verb", "patient": "Whom or what"})
    shown = shown[["Article", "Verb", "Whom or what"]].assign(Sentence=evidence.sentences(found))
    return display.long_table(shown, "Passives that leave out who accuses, criticises or reports")


def keywords(table: pd.DataFrame, places: Places, articles: pd.DataFrame, shown: int) -> HTML:
    """Show for each article the ``shown`` words that set it apart most, with a line for each of their places.

    Of many articles those stand there whose first word is the strongest.
    """
    if table.empty:
        return display.say("Nothing to compare: no word stands often enough in two articles of this set.")
    texts = articles.set_index("article_id")["text"]
    tested, apart = len(table), int(table["distinguishable"].sum())
    head = (
        f"{tested:,} pairs of a word and an article were tested; {apart:,} differ by more than chance would let expect "
    )
    head += "once corrected for so many tests."
    if not apart:
        head += " By their words these articles are not distinguishable: the words below stand first in a list that "
        head += "chance alone could have made."
    parts = [display.paragraph(head)]
    strongest = table.groupby("article_id", sort=False)["z"].max().nlargest(many.ARTICLES).index
    if len(strongest) < (n := table["article_id"].nunique()):
        said = f"Shown are the {len(strongest)} of {n:,} articles whose first word sets them apart most; the notebook "
        parts += display.small(said + "in the folder notebooks of the report reckons them all (its table key).")
    chosen = table[table["article_id"].isin(strongest)]
    for (article_id, name), own in chosen.groupby(["article_id", "name"], sort=False):
        parts.append(_keywords(name, own[own["z"] > 0].head(shown), places[article_id], texts[article_id]))
    return display.fragment(*parts)


def _keywords(name: str, own: pd.DataFrame, places: Mapping[str, list], text: str) -> Markup:
    words, distinguishable = list(own["word"]), own["distinguishable"].to_numpy()
    data = own[["word", "n_target", "n_reference", "n_sentences"]].reset_index(drop=True)
    data.columns = ["Word", "In it", "In the others", "Sentences"]
    for head, column, form in (("z", "z", "{:.1f}"), ("Log ratio", "log_ratio", "{:+.1f}"), ("G2", "g2", "{:.1f}")):
        data[head] = [form.format(value) for value in own[column]]
    data["Verdict"] = np.where(distinguishable, "apart", "not distinguishable")
    data["Where"] = display.cells(
        _lines(i, places[word], text) for i, word in zip(own["article_id"], words, strict=True)
    )
    apart = int(distinguishable.sum())
    verdict = display.counted(apart, "word") + " set apart" if apart else "not distinguishable"
    first = f" (first in the list: {', '.join(words[:5])})" if words else ""
    table = display.table_markup(data, f"Words of {name} against all other articles")
    return display.folded(f"{name}: {verdict}{first}", table)


def _lines(article_id: str, spans: list[tuple[int, int]], text: str) -> Markup:
    """A concordance: each place with the words about it, as links."""
    lines = []
    for start, end in spans[:LINES]:
        first = text.rfind("\n", 0, start) + 1
        line = text[first : text.find("\n", end) if "\n" in text[end:] else None]
        place = SimpleNamespace(article_id=article_id, start=start, end=end, sentence=line, sentence_start=first)
        lines.append(evidence.sentence(place, ROOM))
    more = f" and {len(spans) - LINES} more" if len(spans) > LINES else ""
    return Markup("<br>").join(lines) + more
