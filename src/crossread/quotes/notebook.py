"""What the notebook on attribution shows: the tables of :mod:`crossread.quotes.voices` with links and words."""

from collections.abc import Iterable, Mapping

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.display import html as display
from crossread.display import passages
from crossread.display.html import shortened
from crossread.quotes import voices

__all__ = ["by_article", "counts", "cues", "exclusive", "quotes", "sources", "up_front", "wires"]

CUT = 140  # characters of a quote in a table
NONE = "None: no attribution was found in this set."
HEADS = {
    "name": "Article", "voice": "Source", "source_type": "Kind", "direct": "In direct speech",
    "share": "Share of the article", "first": "Comes in after", "places": "Where", "agency": "Agency or outlet",
    "way": "How", "quote_type": "Type",
}  # fmt: skip


def counts(found: pd.DataFrame, covered: pd.DataFrame) -> HTML:
    """Show how much was found, and in which articles nothing was looked for or found."""
    kinds = covered[list(voices.KINDS)].sum()
    named = found.loc[found["voice_kind"] == voices.NAMED, "voice"].nunique()
    size = display.counted(found["quote_id"].nunique(), "attribution")
    lines = [
        f"{size}: " + display.joined(f"{n:,} {kind}" for kind, n in kinds.items()) + f"; "
        f"{display.counted(named, 'source')} with a name."
    ]
    lines += display.which(display.NOT_ENGLISH, covered.loc[covered["attributions"].isna(), "name"])
    lines += display.which("No attribution was found in", covered.loc[covered["attributions"] == 0, "name"])
    return display.say(*lines)


def sources(found: pd.DataFrame, letters: Mapping[str, str]) -> HTML:
    """Show all sources of the set, those with most words first."""
    ranked = voices.voices(found)
    if ranked.empty:
        return display.say(NONE)
    ranked["source_type"] = [[kind.replace("_", " ") for kind in kinds] for kinds in ranked["source_type"]]
    columns = ["voice", "source_type", "side", "articles", "attributions", "words", "direct"]
    shown = _shown(ranked, columns, letters)
    first = display.table_markup(shown.head(display.LONG), "Sources of the set, by words given to them")
    rest = shown.iloc[display.LONG :].reset_index(drop=True)
    others = display.table_markup(rest, "Sources with fewer words")
    folded = [display.folded(f"{len(rest):,} sources with fewer words", others)] if len(rest) else []
    return display.fragment(first, *folded)


def by_article(found: pd.DataFrame, covered: pd.DataFrame, letters: Mapping[str, str]) -> HTML:
    """Show who speaks in which article: a list an article, in order of first words."""
    if found.empty:
        return display.say(NONE)
    lengths = covered.set_index("article_id")["words"]

    def shown(own: pd.DataFrame) -> pd.DataFrame:
        columns = ["voice", "attributions", "words", "share", "first", "places"]
        return _shown(voices.voices_by_article(own, lengths), columns, letters)

    return display.by_article(found, "Who speaks in", "source", shown, lambda own: own["voice"].nunique())


def up_front(found: pd.DataFrame, letters: Mapping[str, str]) -> HTML:
    """Show the attributions in headline, standfirst and lead."""
    rows = voices.up_front(found)
    if rows.empty:
        return display.say("None: no headline and no lead of this set attributes its words to a source.")
    rows = rows.assign(voice=_sources(rows, letters), words=_words(rows))
    shown = _shown(rows, ["name", "section", "voice", "words", "cue"])
    return display.long_table(shown, "Attributions in headline, standfirst and lead")


def cues(found: pd.DataFrame, letters: Mapping[str, str], shown: int) -> HTML:
    """Show the words that introduce each of the ``shown`` first sources, by class and article."""
    used = voices.cues(found)
    ranked = voices.voices(found).head(shown)
    parts = []
    for name, n in zip(ranked["voice"], ranked["attributions"], strict=True):
        table = _cue_table(used[used["voice"] == name], name)
        summary = f"{letters[name]}  {name}" if name in letters else name
        parts.append(display.folded(f"{summary}: {display.counted(n, 'attribution')}", table))
    return display.fragment(*parts) if parts else display.say(NONE)


def exclusive(found: pd.DataFrame, letters: Mapping[str, str]) -> HTML:
    """Show the named sources that only one outlet has."""
    rows = voices.exclusive(found)
    if rows.empty:
        return display.say("None: every source with a name is in two outlets or more.")
    if found["origin"].nunique() == 1:
        return display.say("There is one outlet only, so that every source is its alone.")
    shown = _shown(rows, ["outlet", "voice", "attributions", "words", "places"], letters)
    shown["Outlet"] = rows["outlet"].map(display.joined)
    return display.long_table(shown, "Named sources that one outlet alone has")


def wires(articles: pd.DataFrame, found: pd.DataFrame, covered: pd.DataFrame) -> HTML:
    """Show what of each article came through an agency or another outlet."""
    rows = voices.wires(articles, found, covered.set_index("article_id")["words"])
    if rows.empty:
        return display.say("None: no words are said to have come through an agency or another outlet.")
    shown = _shown(rows, ["name", "agency", "way", "attributions", "words", "share", "places"])
    return display.long_table(shown, "Words that came through an agency or another outlet")


def quotes(found: pd.DataFrame, letters: Mapping[str, str], in_full: bool = False) -> HTML:
    """Show every attribution, an article at a time, each with a link to its words."""
    if found.empty:
        return display.say(NONE)

    def shown(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows.reset_index(drop=True)
        drawn = {"voice": _sources(rows, letters), "words": _words(rows, None if in_full else CUT)}
        drawn["cue"] = display.cells(_cue(row) for row in rows.itertuples())
        return _shown(rows.assign(**drawn), ["voice", "words", "quote_type", "cue", "via", "rule"])

    return display.by_article(found, "Attributions in", "attribution", shown, lambda rows: rows["quote_id"].nunique())


def voice(name: str, letters: Mapping[str, str]) -> Markup:
    """A source with its letter, if it has one."""
    if name not in letters:
        return Markup("{}").format(name)
    letter = letters[name]
    return Markup('<span class="voice voice-{}">{}</span> {}').format(letter.lower(), letter, name)


def _shown(rows: pd.DataFrame, columns: list[str], letters: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Columns of ``rows`` as a table shows them: with heads, letters of voices and links to places."""
    shown = rows[columns].reset_index(drop=True)
    if letters is not None:
        shown["voice"] = display.cells(voice(name, letters) for name in shown["voice"])
    if "places" in columns:
        shown["places"] = display.cells(map(_places, shown["places"]))
    return shown.rename(columns=lambda name: HEADS.get(name, name.capitalize()))


def _sources(rows: pd.DataFrame, letters: Mapping[str, str]) -> pd.Series:
    """The source of each attribution; of one without a name how it is worded."""
    found = []
    for row in rows.itertuples():
        named, unnamed = voice(row.voice, letters), row.voice_kind != voices.NAMED and pd.notna(row.source_mention)
        found.append(display.noted(named, f"“{shortened(row.source_mention, 60)}”") if unnamed else named)
    return display.cells(found)


def _places(places: Iterable[tuple[str, int, int]]) -> Markup:
    """A numbered link to each of the places."""
    links = [display.link(passages.address(*place), str(n)) for n, place in enumerate(places, 1)]
    return Markup(", ").join(links) or display.cell(pd.NA)


def _words(rows: pd.DataFrame, cut: int | None = CUT) -> pd.Series:
    """The words of each attribution, each part a link to its place."""
    return display.cells(_linked(row.article_id, row.content, row.parts, cut) for row in rows.itertuples())


def _linked(article_id: str, content: str, parts: Iterable[tuple[int, int]], cut: int | None) -> Markup:
    links, at = [], 0
    for start, end in parts:
        words = content[at : at + end - start]
        at += end - start + len(" … ")
        links.append(display.link(passages.address(article_id, start, end), shortened(words, cut or len(words))))
    return Markup(" … ").join(links)


def _cue(row: tuple) -> Markup:
    if pd.isna(row.cue):
        return display.cell(row.cue)
    return display.noted(row.cue, row.cue_class if pd.notna(row.cue_class) else voices.NOT_CLASSED)


def _cue_table(used: pd.DataFrame, name: str) -> Markup:
    classes = [c for c in (*voices.CLASSES, voices.NOT_CLASSED, voices.NO_CUE) if (used["cue_class"] == c).any()]
    links: dict[str, dict[str, list[Markup]]] = {}
    for r in used.itertuples():
        link = display.link(passages.address(r.article_id, r.start, r.end), r.cue + (f" ({r.n})" if r.n > 1 else ""))
        links.setdefault(r.name, {}).setdefault(r.cue_class, []).append(link)
    columns = {"Article": list(links)}
    for c in classes:
        each = (Markup(", ").join(own.get(c, [])) or display.cell(pd.NA) for own in links.values())
        columns[c.capitalize()] = display.cells(each)
    return display.table_markup(pd.DataFrame(columns), f"Cues for {name}")
