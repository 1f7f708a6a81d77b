"""The clauses of a set: cut, read as terms, and found by their terms. Each is read once for all that compares them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, namedtuple
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.comparison import similarity
from crossread.comparison.similarity import Lexicon, Mark, Terms

FEWEST = 3  # terms of a clause
LOOK_BACK = 6  # clauses in which a denial looks for what it denies
LONGEST_TAG = 4  # words beside a quote that stay with it
NEIGHBOURS = 12  # quotes before a place that can reach it
LONG = 180  # characters of a sentence that is shown whole
ACCUSES, DENIES, REFERS = "=accuse", "=deny", "=this"
MAIN = "=main"  # stands for what the set is about, however it is called
LEANING = frozenset(
    "which who that and but it he she they however because despite as after before while although though it's his her "
    "their him them this these those from was were is are had has have will would by".split()
)  # words that a clause cannot open with and stand by itself
USED = {
    "articles": "article_id text copy_of",
    "sentences": "article_id start end section",
    "quotes": "quote_id article_id quote_type parts content_start content cue cue_start cue_end source_mention "
    "source_start source_end source entity_id source_type via",
    "figures": "figure_id article_id start end reported_min reported_max modifier measure unit is_casualty "
    "is_implicit count_scope part_of quote_id section victim_status",
    "mentions": "article_id start end mention_type entity_id",
}


class Unit(NamedTuple):
    """A clause: where it stands, what it says, the quote (by place in the table) that it is part of, and whether it
    names the source of one without being part of it."""

    article_id: str
    start: int
    end: int
    section: str
    sentence: tuple[int, int]
    terms: Terms
    quote: int | None
    is_tag: bool


class Set(NamedTuple):
    """What of a set its comparison is made from."""

    texts: dict[str, str]  # by article, in order
    origin: dict[str, str]  # of each article the one that it is a copy of, or itself
    quotes: list
    figures: list
    sentences: dict[str, list[tuple[int, int]]]
    marks: dict[str, list[Mark]]
    naming: dict[str, set[str]]  # the articles that name an entity
    units: list[Unit]
    weight: similarity.Weights
    holders: dict[str, np.ndarray]  # the clauses that have a term
    article_of: np.ndarray  # of each clause its article, by place
    tellers: dict[str, int]  # how many articles, copies not counted, have a term, be it denied
    acts: frozenset[str]
    acts_denied_too: frozenset[str]
    main: frozenset[str]  # what the whole set is about, and the term that stands for it
    lexicon: Lexicon

    @property
    def articles(self) -> list[str]:
        """Their ids, in order."""
        return list(self.texts)


def read(tables: Mapping[str, pd.DataFrame], lexicon: Lexicon) -> Set:
    """The clauses of a set, from its linked tables articles, sentences, quotes, figures and mentions."""
    articles, sentences, quotes, figures, mentions = (rows(tables[name], *USED[name].split()) for name in USED)
    texts = {row.article_id: row.text for row in sorted(articles)}
    origin = {row.article_id: row.copy_of or row.article_id for row in articles}
    marks = similarity.marks_of(mentions, figures)
    said: dict[str, list[int]] = defaultdict(list)
    for place, quote in enumerate(quotes):
        said[quote.article_id].append(place)
    own: dict[str, list] = defaultdict(list)
    for row in sorted(sentences):
        own[row.article_id].append(row)
    units = [
        unit
        for article_id in sorted(own)
        for unit in _units(
            texts[article_id], own[article_id], [(n, quotes[n]) for n in said[article_id]],
            marks.get(article_id, []), lexicon,
        )
    ]  # fmt: skip
    main = frozenset({MAIN, *(term for term in main_terms(units) if term[0] in "=@~")} - {ACCUSES, DENIES})
    units = _with_main(_with_denied(units), frozenset(term for term in main if term[0] == "="))
    holders: dict[str, list[int]] = defaultdict(list)
    tellers: dict[str, set[str]] = defaultdict(set)
    for place, unit in enumerate(units):
        teller = origin[unit.article_id]
        for term in unit.terms.all:
            holders[term].append(place)
            tellers[term.lstrip("¬")].add(teller)
    number = {article_id: n for n, article_id in enumerate(texts)}
    return Set(
        texts=texts,
        origin=origin,
        quotes=quotes,
        figures=figures,
        sentences={article_id: [(row.start, row.end) for row in each] for article_id, each in own.items()},
        marks=marks,
        naming=_naming(mentions),
        units=units,
        weight=similarity.weights(unit.terms for unit in units),
        holders={term: np.array(places) for term, places in holders.items()},
        article_of=np.array([number[unit.article_id] for unit in units], dtype=int),
        tellers={term: len(each) for term, each in tellers.items()},
        acts=lexicon.acts,
        acts_denied_too=lexicon.acts | {f"¬{act}" for act in lexicon.acts},
        main=main,
        lexicon=lexicon,
    )


def rows(table: pd.DataFrame, *columns: str) -> list:
    """Some columns of a table row by row, None for what is missing: many times as fast as the table itself."""
    values = [table[name].astype(object).where(table[name].notna(), None).tolist() for name in columns]
    return list(map(namedtuple("Row", columns)._make, zip(*values, strict=True)))


def _naming(mentions: list) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in mentions:
        if row.entity_id is not None:
            found[row.entity_id].add(row.article_id)
    return found


def of_quotes(given: Set) -> dict[int, list[int]]:
    """The clauses of each quote, both by place."""
    found: dict[int, list[int]] = defaultdict(list)
    for n, unit in enumerate(given.units):
        if unit.quote is not None:
            found[unit.quote].append(n)
    return found


def finder(units: list[Unit]):
    """A function that gives the clause at a place of an article."""
    starts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, unit in enumerate(units):
        starts[unit.article_id].append((unit.start, n))

    def at(article_id: str, place: int) -> int | None:
        own = starts[article_id]
        n = bisect_right(own, (place, len(units))) - 1
        return own[n][1] if n >= 0 and units[own[n][1]].end > place else None

    return at


def main_terms(units: Iterable[Unit]) -> set[str]:
    """The terms that stand in title or lead of more than half of the articles, and of two at least."""
    opening: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        if unit.section in ("title", "lead"):
            opening[unit.article_id] |= unit.terms.said
    counts = Counter(term for terms in opening.values() for term in terms)
    return {term for term, n in counts.items() if n > max(1, len(opening) / 2) or n == len(opening) > 1}


def statement(unit: Unit, given: Set) -> tuple[str, int, int]:
    """The words that state it: a clause that can stand by itself in a long sentence, else the sentence."""
    start, end = unit.sentence
    if end - start > LONG and is_clear(unit, given):
        start, end = unit.start, unit.end
    return unit.article_id, start, end


def is_clear(unit: Unit, given: Set) -> bool:
    """Whether a clause can stand by itself: no headline, and it does not open with a word that leans on another."""
    words = given.texts[unit.article_id][unit.start : unit.end].split()
    first = words[0].lower().strip("“\"'‘,") if words else ""
    opens = unit.start <= unit.sentence[0] + 1 or words[0].lstrip("“\"'‘")[:1].isupper()
    if not first[:1].isalnum() or not opens:
        return False
    return unit.section != "title" and len(words) >= 5 and first not in LEANING and not first.endswith("ing")


def _units(
    text: str, sentences: list, said: list[tuple[int, tuple]], marks: list[Mark], lexicon: Lexicon
) -> Iterable[Unit]:
    """The clauses of an article; ``said`` are its quotes with their places in the table."""
    tag_of = {place: list(_tag(quote)) for place, quote in said}
    tags = sorted({span for own in tag_of.values() for span in own})
    hidden = (span for _, quote in said for span in _tag(quote, (ACCUSES, DENIES), lexicon))
    marks = similarity.hiding(marks, hidden)
    named = sorted(quote.source_start for _, quote in said if quote.source_start is not None)
    parts = sorted((*part, place) for place, quote in said for part in quote.parts)
    for row in sentences:
        sentence = (row.start, row.end)
        for start, end in _cut(similarity.pieces(text, [sentence]), parts, tags, text):
            terms = similarity.read(text, start, end, lexicon, marks)
            if terms.all:
                quote = _quote_of(start, end, parts, tag_of)
                is_tag = quote is None and bisect_left(named, start) < bisect_left(named, end)
                yield Unit(row.article_id, start, end, row.section, sentence, terms, quote, is_tag)


def _cut(
    pieces: list[tuple[int, int]], parts: list[tuple[int, int, int]], tags: list[tuple[int, int]], text: str
) -> Iterable[tuple[int, int]]:
    """Clauses cut where a quote begins or ends within them; its tag stays with it."""

    def n_words(start: int, end: int) -> int:
        near = tags[max(0, bisect_left(tags, (start,)) - 2) : bisect_left(tags, (end,))]
        inside = [text[max(a, start) : min(b, end)] for a, b in near if a < end and b > start]
        return len(text[start:end].split()) - sum(len(words.split()) for words in inside)

    for start, end in pieces:
        near = parts[max(0, bisect_left(parts, (start,)) - NEIGHBOURS) : bisect_left(parts, (end,))]
        for edge in sorted({edge for a, b, _ in near for edge in (a, b) if start < edge < end}):
            if edge > start and min(n_words(start, edge), n_words(edge, end)) > LONGEST_TAG:
                yield start, edge
                start = edge + len(text[edge:end]) - len(text[edge:end].lstrip(' ,;:.”"’\n'))
        yield start, end


def _tag(quote: tuple, but: tuple[str, ...] = (), lexicon: Lexicon | None = None) -> Iterable[tuple[int, int]]:
    """Where a quote says who speaks: source and cue, but for cues that are one of the terms ``but``."""
    if quote.source_start is not None:
        yield quote.source_start, quote.source_end
    if quote.cue_start is not None and not (but and similarity.term(quote.cue.lower(), lexicon) in but):
        yield quote.cue_start, quote.cue_end


def _quote_of(
    start: int, end: int, parts: list[tuple[int, int, int]], tag_of: dict[int, list[tuple[int, int]]]
) -> int | None:
    """The shortest quote that half of a clause, its tag aside, stands in."""
    found = []
    last_part = bisect_left(parts, (end,))
    for first, last, place in parts[max(0, last_part - NEIGHBOURS) : last_part]:
        inside = min(last, end) - max(first, start)
        if inside > 0:
            tag = sum(max(0, min(b, end) - max(a, start)) for a, b in tag_of[place])
            if inside >= 0.5 * (end - start - tag):
                found.append((last - first, place))
    return min(found)[1] if found else None


def _with_denied(units: list[Unit]) -> list[Unit]:
    """Clauses like "the mayor denies the accusation" with the terms of the accusation before them in their article."""
    found = []
    for n, unit in enumerate(units):
        if {ACCUSES, DENIES} <= unit.terms.said and len(unit.terms.all) <= FEWEST:
            before = (u for u in units[max(0, n - LOOK_BACK) : n][::-1] if u.article_id == unit.article_id)
            accused = next((u for u in before if ACCUSES in u.terms.said and DENIES not in u.terms.said), None)
            if accused:
                terms = Terms((unit.terms.said | accused.terms.said) - {ACCUSES}, unit.terms.denied)
                unit = unit._replace(terms=terms)
        found.append(unit)
    return found


def _with_main(units: list[Unit], main: frozenset[str]) -> list[Unit]:
    """Clauses with one more term where they speak of what titles and leads speak of, be it as "the plan"."""

    def read(unit: Unit) -> Unit:
        terms = unit.terms
        if terms.said.isdisjoint(main) and REFERS not in terms.said:
            return unit
        return unit._replace(terms=Terms(terms.said - {REFERS} | {MAIN}, terms.denied))

    return [read(unit) for unit in units] if len(main) > 1 else units
