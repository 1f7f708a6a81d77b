"""The clauses of a set: cut and read as terms article by article, then found by their terms.

Within an article a name is the chain that it belongs to; only the set tells whom a chain means. A chain that means
nobody is no term.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.comparison import similarity
from crossread.comparison.candidates import Passages
from crossread.comparison.similarity import Lexicon, Terms
from crossread.storage.columns import Columns, Piece, row_of, rows

FEWEST = 3  # terms of a clause
SENTENCE = ("start", "end", "section", "clauses")
LOOK_BACK = 6  # clauses in which a denial looks for what it denies
LONGEST_TAG = 4  # words beside a quote that stay with it
NEIGHBOURS = 12  # quotes before a place that can reach it
LONG = 180  # characters of a sentence that is shown whole
ACCUSES, DENIES, REFERS = "=accuse", "=deny", "=this"
PLACES = ("place", "state")  # kinds of entities
MAIN = "=main"  # stands for what the set is about, however it is called
CHAIN = "&"  # with its number: whoever a chain of mentions means
LEANING = frozenset(
    "which who that and but it he she they however because despite as after before while although though it's his her "
    "their him them this these those from was were is are had has have will would by".split()
)  # words that a clause cannot open with and stand by itself
USED = {
    "articles": "article_id text copy_of",
    "sentences": "article_id start end section",
    "quotes": "quote_id article_id quote_type content_start content_end content cue cue_start cue_end source_mention "
    "source_start source_end source entity_id source_type via",
    "figures": "article_id start end reported_min reported_max measure unit is_implicit figure_id modifier is_casualty "
    "count_scope part_of quote_id section victim_status",
    "entities": "entity_id entity_type",
}


class Unit(NamedTuple):
    """A clause: where it stands, the quote (by place in the table) that it is part of, and whether it names the source
    of one without being part of it."""

    article_id: str
    start: int
    end: int
    section: str
    sentence: tuple[int, int]
    quote: int | None
    is_tag: bool


class Units(NamedTuple):
    """The clauses of a set, in order of article and place, as columns."""

    articles: list[str]
    article: np.ndarray  # by place
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray  # of their sentences
    last: np.ndarray
    quote: np.ndarray  # -1 where there is none
    is_tag: np.ndarray
    section: np.ndarray
    opens: np.ndarray  # whether each stands in title or lead
    terms: Passages

    def at(self, n: int) -> Unit:
        """The one at a place."""
        start, end, first, last, quote, tag = (
            own[n].item() for own in (self.start, self.end, self.first, self.last, self.quote, self.is_tag)
        )
        where = self.articles[self.article[n]]
        return Unit(where, start, end, self.section[n], (first, last), None if quote < 0 else quote, bool(tag))

    def of(self, n: int) -> str:
        """The article of the one at a place."""
        return self.articles[self.article[n]]

    def apart(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Whether clauses are of two articles, pair by pair."""
        return self.article[one] != self.article[other]


class Set(NamedTuple):
    """What of a set its comparison is made from."""

    texts: dict[str, str]  # by article, in order
    origin: dict[str, str]  # of each article the one that it is a copy of, or itself
    quotes: list[tuple]  # rows
    figures: pd.DataFrame
    mentions: pd.DataFrame  # of those who are known
    passages: tuple[np.ndarray, Passages]  # of the quotes: of each passage its quote, by place, and its terms
    doers: frozenset[str]  # terms of the entities that can do something, and are no place
    units: Units
    tellers: Callable[[str], int]  # how many articles, copies not counted, have a term, be it denied
    acts: frozenset[str]  # also denied
    opening: frozenset[str]  # terms that most articles open with
    main: frozenset[str]  # what the whole set is about, and the term that stands for it
    lexicon: Lexicon
    judge: Callable | None = None  # of pairs of clauses: see :func:`crossread.comparison.statements.judge`


def of_article(read: Columns, lexicon: Lexicon) -> Columns:
    """What was read of an article, with ``clauses`` of its sentences and ``passages`` of its quotes, and its ``terms``.

    A clause is start, end, the place of the quote that it is part of among those of the article, whether it names the
    source of one, and its terms, by place in ``terms``; a passage is start, end and terms. A name is the number of its
    chain.
    """
    (text,) = read["articles"]["text"]
    sentences, figures = (_rows_of(read[name], USED[name]) for name in ("sentences", "figures"))
    quotes = _rows_of(read["quotes"], f"{USED['quotes']} parts")
    named = _rows_of(read["mentions"], "mention_type start end chain")
    names = ((start, end, f"{CHAIN}{chain}") for kind, start, end, chain in named if kind != "pronoun")
    own = similarity.read(similarity.tokens_of(text), similarity.marks_of(names, figures, text), lexicon)
    place: dict[str, int] = defaultdict(count().__next__)

    def terms(said: Terms, start: int, end: int) -> list[int]:
        return [place[term] for term in sorted(similarity.terms_of(said, start, end))]

    saying = (span for quote in quotes for span in _tag(quote, (ACCUSES, DENIES), lexicon))
    clauses = _clauses(text, sentences, quotes, partial(terms, similarity.without(own, saying)))
    spans = [(row.start, row.end) for row in sentences]
    said = [[[*span, terms(own, *span)] for span in _passages(text, quote, spans)] for quote in quotes]
    found = {
        "sentences": read["sentences"] | {"clauses": [*clauses]},
        "quotes": read["quotes"] | {"passages": said},
    }
    return read | found | {"terms": {"term": [*place]}}


def _rows_of(found: Piece, names: str) -> list:
    """Rows of columns; those that are not there yet are None."""
    row, n_rows = row_of(*names.split()), len(next(iter(found.values()), ()))
    return [*map(row._make, zip(*(found.get(name, [None] * n_rows) for name in row._fields), strict=True))]


def _passages(text: str, quote: tuple, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses of a quote; a part of it is cut where a sentence begins."""

    def within(start: int, end: int) -> Iterator[tuple[int, int]]:
        own = sentences[bisect_right(sentences, (start, end)) : bisect_left(sentences, (end,))]
        for first, last in pairwise([start, *(opens for opens, _ in own if opens > start), end]):
            yield first, first + len(text[first:last].rstrip())

    return similarity.pieces(text, (span for part in quote.parts for span in within(*part)))


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
    texts = {row.article_id: row.text for row in articles}
    origin = {row.article_id: row.copy_of or row.article_id for row in articles}
    number: dict[str, int] = defaultdict(count().__next__)  # of each term of the set
    known: dict[str, array] = {}
    units, opening = _units(read, [*texts], quotes, _meant(chains), number, known)
    names = {article_id: n for n, article_id in enumerate(texts)}
    origins = np.array([names[origin[article_id]] for article_id in texts], dtype=int)

    @cache
    def tellers(term: str) -> int:
        own = np.concatenate([units.terms.holders(term), units.terms.holders(f"¬{term}")])
        return len(np.unique(origins[units.article[own]]))

    return Set(
        texts=texts,
        origin=origin,
        quotes=quotes,
        figures=tables["figures"][USED["figures"].split()],
        mentions=tables["mentions"][tables["mentions"]["entity_id"].notna()],
        passages=_of_quotes(quotes, passages, known, [*number]),
        doers=frozenset(f"@{row.entity_id}" for row in entities if row.entity_type not in PLACES),
        units=units,
        tellers=tellers,
        acts=lexicon.acts | {f"¬{act}" for act in lexicon.acts},
        opening=opening,
        main=frozenset({MAIN, *(term for term in opening if term[0] in "=@~")} - {ACCUSES, DENIES}),
        lexicon=lexicon,
    )


def _meant(chains: pd.DataFrame) -> dict[str, dict[str, str | None]]:
    """Of each article whom its chains mean, as terms; nobody where a correction has parted one."""
    named = chains.loc[chains["mention_type"] != "pronoun", ["article_id", "chain", "entity_id"]].drop_duplicates()
    found: dict[str, dict[str, str | None]] = defaultdict(dict)
    for article_id, chain, who in zip(*(named[name].tolist() for name in named), strict=True):
        own, term, means = found[article_id], f"@{CHAIN}{chain}", None if pd.isna(who) else f"@{who}"
        own[term] = means if own.get(term, means) == means else None
    return found


def _units(
    read: Iterable[tuple[str, list[str], dict[str, list]]],
    articles: list[str],
    quotes: list,
    meant: dict[str, dict[str, str | None]],
    number: dict[str, int],
    known: dict[str, array],
) -> tuple[Units, frozenset[str]]:
    """The clauses of a set, and the terms that most articles open with. ``number`` gets every term of the set, and
    ``known`` of each article the numbers of its own, -1 for those that mean nobody."""
    where, sections, same, sizes, flat = array("i"), [], {}, array("i"), array("i")
    said: dict[str, list[int]] = defaultdict(list)
    for place, quote in enumerate(quotes):
        said[quote.article_id].append(place)
    for n, (article_id, terms, own) in enumerate(read):
        means = (meant.get(article_id, {}).get(term, term) for term in terms)
        numbers = known[article_id] = array("i", [-1 if term is None else number[term] for term in means])
        for first, last, section, clauses in zip(*map(own.get, SENTENCE), strict=True) if own else ():
            for start, end, quote, is_tag, places in clauses:
                found = [numbers[place] for place in places if numbers[place] >= 0]
                if found:  # nothing is left of a clause whose one name means nobody
                    quote = -1 if quote is None else said[article_id][quote]
                    where.extend((n, start, end, first, last, quote, is_tag))
                    sections.append(same.setdefault(section, section))
                    sizes.append(len(found))
                    flat.extend(found)
    columns = np.asarray(where, dtype=np.int32).reshape(-1, 7).T
    section = np.array(sections, dtype=object)
    opens = (section == "title") | (section == "lead")
    rows, flat = np.repeat(np.arange(len(sizes)), sizes), np.asarray(flat)
    opening = _opening(columns[0][rows[opens[rows]]], flat[opens[rows]], [*number])
    main = [number[term] for term in opening if term[0] == "="]
    if number.keys() >= {ACCUSES, DENIES}:
        rows, flat = _with_denied(rows, flat, columns[0], number)
    if main:  # one term more where they speak of what titles and leads speak of, be it as "the plan"
        speaks = np.unique(rows[np.isin(flat, [*main, number[REFERS]])])
        kept = flat != number[REFERS]
        rows = np.concatenate([rows[kept], speaks])
        flat = np.concatenate([flat[kept], np.full(len(speaks), number[MAIN])])
    return Units(articles, *columns, section, opens, Passages([*number], rows, flat, len(sizes))), opening


def _with_denied(
    rows: np.ndarray, flat: np.ndarray, article: np.ndarray, number: Mapping[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The terms of clauses, those like "the mayor denies the accusation" with the terms of the accusation before them
    in their article."""
    accuses, denies = (set(rows[flat == number[word]].tolist()) for word in (ACCUSES, DENIES))
    for n in sorted(accuses & denies):
        before = (m for m in range(n - 1, max(-1, n - LOOK_BACK - 1), -1) if article[m] == article[n])
        accused = next((m for m in before if m in accuses - denies), None)
        if accused is not None and (rows == n).sum() <= FEWEST:
            said = flat[(rows == accused) | ((rows == n) & (flat != number[ACCUSES]))]
            kept = rows != n
            rows, flat = np.append(rows[kept], np.full(len(said), n)), np.append(flat[kept], said)
    return rows, flat


def _opening(article: np.ndarray, term: np.ndarray, names: list[str]) -> frozenset[str]:
    """The terms that stand in title or lead of more than half of the articles, and of two at least."""
    article, term = np.divmod(np.unique(article.astype(np.int64) * len(names) + term), len(names))
    n_articles = len(np.unique(article))
    counts = np.bincount(term, minlength=1)
    found = np.flatnonzero((counts > max(1, n_articles / 2)) | ((counts == n_articles) & (n_articles > 1)))
    return frozenset(names[n] for n in found.tolist() if names[n][0] != "¬")


def _of_quotes(
    quotes: list, passages: Iterable[list], known: dict[str, array], names: list[str]
) -> tuple[np.ndarray, Passages]:
    """The passages of quotes, each with its quote: the clauses of a quote, and all of it."""
    places, sizes, flat = array("i"), array("i"), array("i")
    for place, (quote, own) in enumerate(zip(quotes, passages, strict=True)):
        numbers = known[quote.article_id]
        read = [frozenset(numbers[term] for term in terms) - {-1} for *_, terms in own]
        # fewer will do of whole clauses
        least = FEWEST - (quote.quote_type == "direct" or len(quote.content.split()) > FEWEST)
        for terms in dict.fromkeys([frozenset().union(*read), *read]):
            if len(terms) >= least:
                places.append(place)
                sizes.append(len(terms))
                flat.extend(terms)
    return np.array(places, dtype=int), Passages(names, np.repeat(np.arange(len(sizes)), sizes), flat, len(sizes))


def finder(units: Units) -> Callable[[str, int], int | None]:
    """A function that gives the clause at a place of an article."""
    number = {article_id: n for n, article_id in enumerate(units.articles)}
    starts = [*zip(units.article.tolist(), units.start.tolist(), strict=True)]

    def at(article_id: str, place: int) -> int | None:
        n = bisect_right(starts, (number[article_id], place)) - 1
        return n if n >= 0 and units.of(n) == article_id and units.end[n] > place else None

    return at


def statement(unit: Unit, given: Set, apart: bool = False) -> tuple[str, int, int]:
    """The words that state it: a clause that can stand by itself in a long sentence, or where it is to be kept apart
    from the rest, else the sentence."""
    start, end = unit.sentence
    if (apart or end - start > LONG) and is_clear(unit, given):
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
    edges = sorted({edge for first, last, _ in parts for edge in (first, last)})
    for row in sentences:
        found = []
        for start, end in _cut(similarity.pieces(text, [(row.start, row.end)]), edges, tags, text):
            if said := terms(start, end):
                quote = _quote_of(start, end, parts, tag_of)
                is_tag = quote is None and bisect_left(named, start) < bisect_left(named, end)
                found.append([start, end, quote, is_tag, said])
        yield found


def _cut(
    pieces: list[tuple[int, int]], edges: list[int], tags: list[tuple[int, int]], text: str
) -> Iterable[tuple[int, int]]:
    """Clauses cut where a quote begins or ends within them; its tag stays with it."""

    def n_words(start: int, end: int) -> int:
        n = len(text[start:end].split())
        if n > LONGEST_TAG:
            near = tags[max(0, bisect_left(tags, (start,)) - 2) : bisect_left(tags, (end,))]
            n -= sum(len(text[max(a, start) : min(b, end)].split()) for a, b in near if a < end and b > start)
        return n

    for start, end in pieces:
        for edge in edges[bisect_right(edges, start) : bisect_left(edges, end)]:
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
    """The shortest quote that half of a clause stands in, its tag aside, and what follows on a tag behind it."""
    found = []
    last_part = bisect_left(parts, (end,))
    for first, last, place in parts[max(0, last_part - NEIGHBOURS) : last_part]:
        if last > start:
            spans = [span for span in tag_of[place] if span[0] < end and span[1] > start]
            behind = min((a for a, _ in spans if a >= last), default=end)
            tag = end - behind + sum(min(b, behind) - max(a, start) for a, b in spans if a < behind)
            if min(last, end) - max(first, start) >= 0.5 * (end - start - tag):
                found.append((last - first, place))
    return min(found)[1] if found else None
