"""The clauses of a set: cut and read as terms article by article, then found by their terms.

Within an article a name is the chain that it belongs to; only the set tells whom a chain means. Clauses in which a
chain means nobody are read again by their words.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.comparison import similarity
from crossread.comparison.similarity import Lexicon, Mark, Passages, Terms
from crossread.storage.columns import each_row, row_of, rows

FEWEST = 3  # terms of a clause
LOOK_BACK = 6  # clauses in which a denial looks for what it denies
LONGEST_TAG = 4  # words beside a quote that stay with it
NEIGHBOURS = 12  # quotes before a place that can reach it
LONG = 180  # characters of a sentence that is shown whole
ACCUSES, DENIES, REFERS = "=accuse", "=deny", "=this"
PLACES = ("place", "state")  # kinds of entities
MAIN = "=main"  # stands for what the set is about, however it is called
CHAIN = "&"  # with its number: whoever a chain of mentions means
NOBODY = -1  # the number of a chain that means nobody
LEANING = frozenset(
    "which who that and but it he she they however because despite as after before while although though it's his her "
    "their him them this these those from was were is are had has have will would by".split()
)  # words that a clause cannot open with and stand by itself
COUNTED = "article_id start end reported_min reported_max measure unit is_implicit"
USED = {
    "articles": "article_id text copy_of",
    "sentences": "article_id start end section",
    "quotes": "quote_id article_id quote_type content_start content cue cue_start cue_end source_mention "
    "source_start source_end source entity_id source_type via",
    "figures": f"{COUNTED} figure_id modifier is_casualty count_scope part_of quote_id section victim_status",
    "entities": "entity_id entity_type",
}


QUOTED = (
    "quote_id", "article_id", "quote_type", "content_start", "source_mention", "source_start", "source_end", "source",
    "entity_id", "source_type", "via",
)  # fmt: skip


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


class Units(Sequence):
    """The clauses of a set, in order of article and place, as columns; each is made when it is asked for."""

    def __init__(self, articles: list[str], columns: dict[str, np.ndarray], terms: Passages):
        self.articles = articles
        self.article, self.start, self.end, self.first, self.last, self.quote = (
            columns[name] for name in ("article", "start", "end", "sentence_start", "sentence_end", "quote")
        )  # article by place; quote is -1 where there is none
        self.article = self.article.astype(np.int64)  # is multiplied by numbers of terms
        self.section, self.is_tag = columns["section"], columns["is_tag"].astype(bool)
        self.terms = terms
        self._made: dict[int, Unit] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self.start)

    def __getitem__(self, n: int) -> Unit:
        """The one at a place."""
        unit = self._made.get(n)
        if unit is None:
            if len(self._made) >= similarity.MOST_MADE:
                self._made.clear()
            quote = int(self.quote[n])
            unit = self._made[int(n)] = Unit(
                article_id=self.articles[self.article[n]],
                start=int(self.start[n]),
                end=int(self.end[n]),
                section=self.section[n],
                sentence=(int(self.first[n]), int(self.last[n])),
                terms=self.terms[n],
                quote=None if quote < 0 else quote,
                is_tag=bool(self.is_tag[n]),
            )
        return unit

    @property
    def opens(self) -> np.ndarray:
        """Whether each stands in title or lead."""
        return (self.section == "title") | (self.section == "lead")

    def where(self, given: np.ndarray) -> Iterator[tuple[int, Unit]]:
        """Those for which ``given`` is true, with their places."""
        return ((n, self[n]) for n in np.flatnonzero(given).tolist())


class Set(NamedTuple):
    """What of a set its comparison is made from."""

    texts: dict[str, str]  # by article, in order
    origin: dict[str, str]  # of each article the one that it is a copy of, or itself
    quotes: tuple  # by name the columns :data:`QUOTED`; -1 where there is no place, None where there is no text
    figures: pd.DataFrame
    passages: tuple[np.ndarray, Passages]  # of the quotes: of each passage its quote, by place, and its terms
    marks: Callable[[str], list[Mark]]  # of an article
    naming: dict[str, set[str]]  # the articles that name an entity
    doers: frozenset[str]  # terms of the entities that can do something, and are no place
    units: Units
    weight: similarity.Weights
    tellers: Callable[[str], int]  # how many articles, copies not counted, have a term, be it denied
    acts: frozenset[str]
    acts_denied_too: frozenset[str]
    main: frozenset[str]  # what the whole set is about, and the term that stands for it
    lexicon: Lexicon


def of_article(read: dict[str, list[dict]], lexicon: Lexicon) -> dict[str, list[dict]]:
    """What was read of an article, with ``clauses`` of its sentences and ``passages`` of its quotes, and its ``terms``.

    A clause is start, end, the place of the quote that it is part of among those of the article, whether it names the
    source of one, and its terms, by place in ``terms``; a passage is start, end and terms. A name is the number of its
    chain.
    """
    text = read["articles"][0]["text"]
    sentences, figures = (_rows_of(read[name], USED[name]) for name in ("sentences", "figures"))
    quotes = _rows_of(read["quotes"], f"{USED['quotes']} parts")
    names = (row for row in read["mentions"] if row["mention_type"] != "pronoun")
    marks = similarity.marks_of(((row["start"], row["end"], f"{CHAIN}{row['chain']}") for row in names), figures, text)
    tokens = similarity.look_up(text, 0, len(text), lexicon)
    place: dict[str, int] = defaultdict(count().__next__)

    @cache  # many a passage is a clause too
    def terms(start: int, end: int, near: tuple[Mark, ...]) -> list[int]:
        said, denied = similarity.terms_of(tokens, start, end, near, lexicon)
        return [place[term] for term in sorted(said.union(f"¬{term}" for term in denied) if denied else said)]

    def reader(marks: list[Mark]) -> Callable[[int, int], list[int]]:
        near = similarity.finder(marks)
        return lambda start, end: terms(start, end, tuple(near(start, end)))

    clauses = _clauses(text, sentences, quotes, reader(_hiding(quotes, marks, lexicon)))
    spans = [(row.start, row.end) for row in sentences]
    own, said = reader(marks), []
    for row, quote in zip(read["quotes"], quotes, strict=True):
        said.append({**row, "passages": [[*span, own(*span)] for span in _passages(text, quote, spans)]})
    with_clauses = [{**row, "clauses": found} for row, found in zip(read["sentences"], clauses, strict=True)]
    return read | {"sentences": with_clauses, "quotes": said, "terms": [{"term": term} for term in place]}


def _rows_of(found: list[dict], names: str) -> list:
    row = row_of(*names.split())
    return [row._make(map(each.get, row._fields)) for each in found]


def _passages(text: str, quote: tuple, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses of a quote; a part of it is cut where a sentence begins."""

    def within(start: int, end: int) -> Iterator[tuple[int, int]]:
        own = sentences[bisect_right(sentences, (start, end)) : bisect_left(sentences, (end,))]
        for first, last in pairwise([start, *(opens for opens, _ in own if opens > start), end]):
            yield first, first + len(text[first:last].rstrip())

    return similarity.pieces(text, (span for part in quote.parts for span in within(*part)))


class _Reader:
    """Gives the terms of clauses and passages as numbers, names as whom they mean."""

    def __init__(self, texts: dict[str, str], chains: pd.DataFrame, lexicon: Lexicon):
        self.texts, self.lexicon = texts, lexicon
        self.number: dict[str, int] = defaultdict(count().__next__)
        self._numbers: dict[str, array] = {}  # of each article, those of its terms
        self._means: dict[str, dict[str, str | None]] = defaultdict(dict)
        named = chains.loc[chains["mention_type"] != "pronoun", ["article_id", "chain", "entity_id"]].drop_duplicates()
        term = cache(lambda who: f"@{who}")
        for article_id, number, who in zip(*(named[name].tolist() for name in named), strict=True):
            own, name, means = self._means[article_id], term(f"{CHAIN}{number}"), None if pd.isna(who) else term(who)
            own[name] = means if own.get(name, means) == means else None  # a correction may part a chain

    def learn(self, article_id: str, terms: Iterable[str]) -> None:
        """Take up the terms of an article."""
        means = self._means.pop(article_id, {})
        meant = (means[term] if term.startswith(f"@{CHAIN}") else term for term in terms)
        self._numbers[article_id] = array("i", (NOBODY if term is None else self.number[term] for term in meant))

    def terms(
        self, article_id: str, places: list[int], start: int, end: int, marks: Callable[[], list[Mark]]
    ) -> list[int]:
        """Those at these places of an article's; of its text at the span, with these marks, where one means nobody."""
        own = self._numbers[article_id]
        numbers = [own[place] for place in places]
        if NOBODY in numbers:
            terms = similarity.read(self.texts[article_id], start, end, self.lexicon, marks()).all
            numbers = [self.number[term] for term in terms]
        return numbers


def read(
    tables: Mapping[str, pd.DataFrame],
    read: Iterable[tuple[str, list[str], dict[str, list]]],
    passages: Iterable[list],
    chains: pd.DataFrame,
    lexicon: Lexicon,
) -> Set:
    """The clauses of a set.

    Parameters
    ----------
    tables
        Its linked tables articles, quotes, figures, mentions and entities.
    read, passages
        What :func:`of_article` gave: of each article, in order of its id, the terms and the columns of its sentences;
        of each quote those.
    chains
        ``article_id``, ``chain``, ``mention_type`` and ``entity_id`` of its mentions.
    """
    articles, quotes, entities = (
        rows(tables[name], *USED[name].split()) for name in ("articles", "quotes", "entities")
    )
    figures = tables["figures"][USED["figures"].split()]
    mentions = tables["mentions"][tables["mentions"]["entity_id"].notna()]
    texts = {row.article_id: row.text for row in articles}
    naming: dict[str, set[str]] = defaultdict(set)
    for entity_id, article_id in zip(mentions["entity_id"].tolist(), mentions["article_id"].tolist(), strict=True):
        naming[entity_id].add(article_id)
    origin = {row.article_id: row.copy_of or row.article_id for row in articles}
    marks = _marks([*texts], mentions, each_row(figures, *COUNTED.split()))
    reader = _Reader(texts, chains, lexicon)
    units = _units(read, quotes, marks, reader)
    main = frozenset({MAIN, *(term for term in main_terms(units) if term[0] in "=@~")} - {ACCUSES, DENIES})
    units.terms = _with_main(_with_denied(units), frozenset(term for term in main if term[0] == "="))
    number = {article_id: n for n, article_id in enumerate(texts)}
    origins = np.array([number[origin[article_id]] for article_id in texts], dtype=int)

    @cache
    def tellers(term: str) -> int:
        own = np.concatenate([units.terms.holders(term), units.terms.holders(f"¬{term}")])
        return len(np.unique(origins[units.article[own]]))

    return Set(
        texts=texts,
        origin=origin,
        quotes=_columns(quotes),
        figures=figures,
        passages=_of_quotes(quotes, passages, marks, reader),
        marks=marks,
        naming=naming,
        doers=frozenset(f"@{who}" for who, kind in entities if kind not in PLACES),
        units=units,
        weight=similarity.weights(units.terms),
        tellers=tellers,
        acts=lexicon.acts,
        acts_denied_too=lexicon.acts | {f"¬{act}" for act in lexicon.acts},
        main=main,
        lexicon=lexicon,
    )


def _marks(articles: list[str], mentions: pd.DataFrame, figures: Iterable) -> Callable[[str], list[Mark]]:
    """A function that gives the marks of an article; they are made when they are asked for."""
    mentions = mentions[mentions["mention_type"] != "pronoun"]
    number = {article_id: n for n, article_id in enumerate(articles)}
    code: dict[str, int] = defaultdict(count().__next__)
    article = array("i", map(number.__getitem__, mentions["article_id"].tolist()))
    start, end = (array("i", mentions[name].tolist()) for name in ("start", "end"))
    term = array("i", map(code.__getitem__, mentions["entity_id"].tolist()))
    terms = [f"@{who}" for who in code]
    code = defaultdict(count(len(code)).__next__)
    for row, (first, last, value) in similarity.numbers(figures):
        article.append(number[row.article_id])
        start.append(first)
        end.append(last)
        term.append(code[value])
    terms = np.array([*terms, *code], dtype=object)
    order = np.argsort(article, kind="stable")
    article, start, end, term = (np.asarray(own)[order] for own in (article, start, end, term))
    edges = np.searchsorted(article, np.arange(len(articles) + 1)).tolist()

    @lru_cache(maxsize=8)
    def marks(article_id: str) -> list[Mark]:
        own = slice(*edges[number[article_id] : number[article_id] + 2])
        return similarity.in_order([*zip(start[own].tolist(), end[own].tolist(), terms[term[own]], strict=True)])

    return marks


def _units(
    read: Iterable[tuple[str, list[str], dict[str, list]]],
    quotes: list,
    marks: Callable[[str], list[Mark]],
    reader: _Reader,
) -> Units:
    names = "start end sentence_start sentence_end quote is_tag".split()
    columns, sections, same = {name: array("i") for name in ("article", *names)}, [], {}
    sizes, flat = array("i"), array("i")
    number = {article_id: n for n, article_id in enumerate(reader.texts)}
    said: dict[str, list[int]] = defaultdict(list)
    for place, quote in enumerate(quotes):
        said[quote.article_id].append(place)
    for article_id, terms, own in read:
        reader.learn(article_id, terms)
        places, found = said.get(article_id, []), []
        hiding = cache(lambda own=article_id, of=places: _hiding([quotes[n] for n in of], marks(own), reader.lexicon))
        sentences = zip(own["start"], own["end"], own["section"], own["clauses"], strict=True) if own else ()
        for first, last, section, clauses in sentences:
            for start, end, quote, is_tag, terms in clauses:
                terms = reader.terms(article_id, terms, start, end, hiding)
                if terms:  # nothing is left of a clause whose one name means nobody
                    found.append((start, end, first, last, -1 if quote is None else places[quote], is_tag))
                    sections.append(same.setdefault(section, section))
                    sizes.append(len(terms))
                    flat.extend(terms)
        for name, values in zip(names, zip(*found, strict=True), strict=False):  # no values where nothing was found
            columns[name].extend(values)
        columns["article"].extend([number[article_id]] * len(found))
    reader.number[MAIN]  # has a number too
    columns = {name: np.asarray(own) for name, own in columns.items()} | {"section": np.array(sections, dtype=object)}
    places = np.repeat(np.arange(len(sizes)), sizes)
    return Units([*reader.texts], columns, Passages([*reader.number], places, flat, len(sizes)))


def _of_quotes(
    quotes: list, passages: Iterable[list], marks: Callable[[str], list[Mark]], reader: _Reader
) -> tuple[np.ndarray, Passages]:
    """The passages of quotes, each with its quote: the clauses of a quote, and all of it."""
    places, sizes, flat = array("i"), array("i"), array("i")
    for place, (quote, own) in enumerate(zip(quotes, passages, strict=True)):
        names = partial(marks, quote.article_id)
        read = [frozenset(reader.terms(quote.article_id, terms, *span, names)) for *span, terms in own]
        # fewer will do of whole clauses
        least = FEWEST - (quote.quote_type == "direct" or len(quote.content.split()) > FEWEST)
        for terms in dict.fromkeys([frozenset().union(*read), *read]):
            if len(terms) >= least:
                places.append(place)
                sizes.append(len(terms))
                flat.extend(terms)
    terms = Passages([*reader.number], np.repeat(np.arange(len(sizes)), sizes), flat, len(sizes))
    return np.array(places, dtype=int), terms


def _columns(quotes: list) -> tuple:
    columns = {name: np.array([getattr(row, name) for row in quotes], dtype=object) for name in QUOTED}
    for name in ("content_start", "source_start", "source_end"):
        columns[name] = np.array([-1 if place is None else place for place in columns[name]], dtype=np.int32)
    length = np.array([len(row.content) for row in quotes], dtype=np.int32)
    return row_of(*columns, "length")(*columns.values(), length)


def of_quotes(given: Set) -> dict[int, list[int]]:
    """The clauses of each quote, both by place."""
    found: dict[int, list[int]] = defaultdict(list)
    for n in np.flatnonzero(given.units.quote >= 0).tolist():
        found[int(given.units.quote[n])].append(n)
    return found


def finder(units: Units) -> Callable[[str, int], int | None]:
    """A function that gives the clause at a place of an article."""
    edges = np.searchsorted(units.article, np.arange(len(units.articles) + 1)).tolist()
    of = {article_id: (edges[n], edges[n + 1]) for n, article_id in enumerate(units.articles)}

    def at(article_id: str, place: int) -> int | None:
        first, last = of[article_id]
        n = first + int(np.searchsorted(units.start[first:last], place, side="right")) - 1
        return n if n >= first and units.end[n] > place else None

    return at


def main_terms(units: Units) -> set[str]:
    """The terms that stand in title or lead of more than half of the articles, and of two at least."""
    terms = units.terms
    use = units.opens[terms.rows]
    article, term = np.divmod(
        np.unique(units.article[terms.rows[use]] * len(terms.names) + terms.flat[use]), len(terms.names)
    )
    n_articles = len(np.unique(article))
    counts = np.bincount(term, minlength=1)
    found = np.flatnonzero((counts > max(1, n_articles / 2)) | ((counts == n_articles) & (n_articles > 1)))
    return {terms.names[n] for n in found.tolist() if terms.names[n][0] != "¬"}


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


def _clauses(text: str, sentences: list, quotes: list, terms: Callable[[int, int], list]) -> Iterator[list]:
    """The clauses of each sentence of an article, as :func:`of_article` gives them; ``terms`` gives those of a span."""
    tag_of = {place: list(_tag(quote)) for place, quote in enumerate(quotes)}
    tags = sorted({span for own in tag_of.values() for span in own})
    named = sorted(quote.source_start for quote in quotes if quote.source_start is not None)
    parts = sorted((*part, place) for place, quote in enumerate(quotes) for part in quote.parts)
    for row in sentences:
        found = []
        for start, end in _cut(similarity.pieces(text, [(row.start, row.end)]), parts, tags, text):
            if said := terms(start, end):
                quote = _quote_of(start, end, parts, tag_of)
                is_tag = quote is None and bisect_left(named, start) < bisect_left(named, end)
                found.append([start, end, quote, is_tag, said])
        yield found


def _hiding(quotes: list, marks: list[Mark], lexicon: Lexicon) -> list[Mark]:
    """Marks with the words by which quotes say who speaks, which are no terms."""
    return similarity.hiding(marks, (span for quote in quotes for span in _tag(quote, (ACCUSES, DENIES), lexicon)))


def _cut(
    pieces: list[tuple[int, int]], parts: list[tuple[int, int, int]], tags: list[tuple[int, int]], text: str
) -> Iterable[tuple[int, int]]:
    """Clauses cut where a quote begins or ends within them; its tag stays with it."""

    def n_words(start: int, end: int) -> int:
        n = len(text[start:end].split())
        if n > LONGEST_TAG:
            near = tags[max(0, bisect_left(tags, (start,)) - 2) : bisect_left(tags, (end,))]
            n -= sum(len(text[max(a, start) : min(b, end)].split()) for a, b in near if a < end and b > start)
        return n

    for start, end in pieces:
        near = parts[max(0, bisect_left(parts, (start,)) - NEIGHBOURS) : bisect_left(parts, (end,))]
        for edge in sorted({edge for a, b, _ in near for edge in (a, b) if start < edge < end}):
            if edge > start and n_words(start, edge) > LONGEST_TAG and n_words(edge, end) > LONGEST_TAG:
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
        if last > start:
            tag = sum(max(0, min(b, end) - max(a, start)) for a, b in tag_of[place])
            if min(last, end) - max(first, start) >= 0.5 * (end - start - tag):
                found.append((last - first, place))
    return min(found)[1] if found else None


def _with_denied(units: Units) -> Passages:
    """The terms of clauses, those like "the mayor denies the accusation" with the terms of the accusation before them
    in their article."""
    terms = units.terms
    accuses, denies = (terms.counts([word]) > 0 for word in (ACCUSES, DENIES))
    changed = {}
    for n in np.flatnonzero(accuses & denies & (terms.sizes <= FEWEST)).tolist():
        before = (m for m in range(n - 1, max(-1, n - LOOK_BACK - 1), -1) if units.article[m] == units.article[n])
        accused = next((m for m in before if accuses[m] and not denies[m]), None)
        if accused is not None:
            said = {*terms[n].all, *terms[accused].said} - {ACCUSES}
            changed[n] = sorted(said)
    return terms.replaced(changed)


def _with_main(terms: Passages, main: frozenset[str]) -> Passages:
    """The terms of clauses, one more where they speak of what titles and leads speak of, be it as "the plan"."""
    if len(main) < 2:
        return terms
    speaks = np.flatnonzero(terms.counts([*main, REFERS])).tolist()
    return terms.replaced({n: sorted(terms[n].all - {REFERS} | {MAIN}) for n in speaks})
