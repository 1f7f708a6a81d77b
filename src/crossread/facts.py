"""Facts: what several articles of a set tell, what one tells alone, and how each stands in every article.

Statements are clauses. Clauses of several articles are one fact when they share enough of what is rare, deny nothing
that the other affirms and count nothing otherwise; a figure is a fact with its number; quotes that go back to one
utterance are one. Whether an article lacks a fact is decided by a second, much looser reading: whatever comes near
leaves it undetermined, and so does every doubt about time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from crossread import days, similarity
from crossread.days import Range
from crossread.similarity import Lexicon, Mark, Terms

EVENT, FIGURE, ACCUSATION, DENIAL, UTTERANCE = KINDS = ("event", "figure", "accusation", "denial", "utterance")
NARRATOR, ATTRIBUTED, ABSENT, NOT_YET, UNDETERMINED = STATUSES = (
    "narrator", "attributed", "absent", "not_yet_known", "undetermined",
)  # fmt: skip
ALIKE = 0.45  # likeness on average from which clauses are one statement
FOUND = 0.62  # share of what a statement's clauses have in common that a further clause must have
WEIGHTY = 5.0  # and the weight of it: two rare terms, or three
NEAR = 0.25  # likeness from which a passage comes near a statement
FEWEST = 3  # terms of a clause
SHARED_TO_DATE = 3  # statements that an article must share with a dated one to be dated beside it
MOST_CELLS = 200_000
ACCUSES, DENIES, REFERS = "=accuse", "=deny", "=this"
MAIN = "=main"  # stands for what the set is about, however it is called


class Unit(NamedTuple):
    """A clause: where it stands, what it says, and the quote (by place in the table) that it is part of."""

    article_id: str
    start: int
    end: int
    section: str
    sentence: tuple[int, int]
    terms: Terms
    quote: int | None


class Fact(NamedTuple):
    """A statement: its clauses (by place), the clause that states it, what its clauses have in common."""

    kind: str
    units: list[int]
    spans: dict[str, tuple[int, int, int | None]]  # by article: start, end, quote
    statement: tuple[str, int, int]
    core: frozenset[str]
    measure: str | None = None


class Set(NamedTuple):
    """What of a set facts are made from."""

    articles: list[str]
    texts: dict[str, str]
    origin: dict[str, str]
    units: list[Unit]
    weight: dict[str, float]
    holders: dict[str, list[int]]
    quotes: list
    figures: list
    published: dict[str, Range]
    near: dict[str, Range]


def link(tables: Mapping[str, pd.DataFrame], lexicon: Lexicon) -> tuple[list[dict], list[dict]]:
    """The facts of a set and their cells.

    Parameters
    ----------
    tables
        The linked tables articles, sentences, quotes, figures, mentions, tolls, toll_members and utterances.
    lexicon
        What terms are read by.

    Returns
    -------
    Rows of ``facts``, those of most articles first, and of ``fact_cells``. A statement that one article alone makes is
    a row when the comparison has something to say on at least half of the others. Of large sets the
    statements that most articles make are kept, up to :data:`MOST_CELLS` cells.
    """
    given = _read(tables, lexicon)
    if len(given.articles) < 2:
        return [], []
    found = _distinct([*_told_first(given), *_uttered(given, tables["utterances"]), *_counted(given, tables), *_shared(given)], given)
    shared = [fact for fact in found if _origins(fact, given) > 1]
    given = _dated(given, shared)
    most = max(20, MOST_CELLS // len(given.articles))
    shared = sorted(shared, key=lambda fact: (-len(fact.spans), KINDS.index(fact.kind), fact.statement))[:most]
    taken = {unit for fact in shared for unit in fact.units}
    alone = [fact for fact in found if _origins(fact, given) == 1] + list(_single(given, taken, found))
    rows = [(fact, _known(fact, given)) for fact in shared + _distinct(alone, given)[: most - len(shared)]]
    tolls = _tolls(given, tables)
    judged = [(fact, known, _cells(fact, known, given, tolls)) for fact, known in rows]
    kept = [entry for entry in judged if _origins(entry[0], given) > 1 or _is_telling(entry[0], entry[2], given)]
    kept.sort(key=lambda e: (-_origins(e[0], given), -len(e[0].spans), KINDS.index(e[0].kind), e[0].statement))
    facts, cells, ids = [], [], Counter()
    for fact, known, own in kept:
        article_id, start, end = fact.statement
        fact_id = f"fact:{fact.kind}:{article_id}:{start}-{end}"
        ids[fact_id] += 1
        fact_id += f"#{ids[fact_id]}" if ids[fact_id] > 1 else ""
        words = " ".join(given.texts[article_id][start:end].split())
        facts.append({"fact_id": fact_id, "kind": fact.kind, "statement": words, **known.columns()})
        cells += [{"fact_id": fact_id, **cell} for cell in own]
    return facts, cells


# --- clauses ----------------------------------------------------------------------------------------------------


def _read(tables: Mapping[str, pd.DataFrame], lexicon: Lexicon) -> Set:
    articles = tables["articles"]
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    origin = {r.article_id: r.copy_of if pd.notna(r.copy_of) else r.article_id for r in articles.itertuples()}
    quotes = list(tables["quotes"].itertuples())
    marks = similarity.marks_of(tables["mentions"], tables["figures"])
    own: dict[str, list[int]] = defaultdict(list)
    for place, quote in enumerate(quotes):
        own[quote.article_id].append(place)
    units: list[Unit] = []
    for article_id, rows in tables["sentences"].groupby("article_id", sort=True):
        said = [quotes[place] for place in own[article_id]]
        terms_at = similarity.hiding(marks.get(article_id, []), (span for quote in said for span in _tag(quote, lexicon)))
        parts = sorted((*part, place) for place in own[article_id] for part in quotes[place].parts)
        for row in rows.sort_values("start").itertuples():
            for start, end in similarity.pieces(texts[article_id], row.start, row.end):
                terms = similarity.read(texts[article_id], start, end, lexicon, terms_at)
                if terms.all:
                    quote = _quote_of(start, end, parts, quotes)
                    units.append(Unit(article_id, start, end, row.section, (row.start, row.end), terms, quote))
    units = _with_main(units)
    weight = similarity.weights(unit.terms for unit in units)
    holders: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        for term in unit.terms.all:
            holders[term].append(place)
    figures = list(tables["figures"].itertuples())
    return Set(sorted(texts), texts, origin, units, weight, dict(holders), quotes, figures, days.ranges(articles), {})


def _tag(quote, lexicon: Lexicon) -> Iterable[tuple[int, int]]:
    """Where a quote says who speaks: source and cue, unless the cue says what is done by speaking."""
    if pd.notna(quote.source_start):
        yield int(quote.source_start), int(quote.source_end)
    if pd.notna(quote.cue_start) and similarity.term(quote.cue.lower(), lexicon) not in (ACCUSES, DENIES):
        yield int(quote.cue_start), int(quote.cue_end)


def _quote_of(start: int, end: int, parts: list[tuple[int, int, int]], quotes: list) -> int | None:
    """The shortest quote that half of a clause, its tag aside, stands in."""
    found = []
    for first, last, place in parts[max(0, bisect_left(parts, (end,)) - 12) : bisect_left(parts, (end,))]:
        inside = min(last, end) - max(first, start)
        quote = quotes[place]
        tag = sum(
            max(0, min(int(b), end) - max(int(a), start))
            for a, b in ((quote.source_start, quote.source_end), (quote.cue_start, quote.cue_end))
            if pd.notna(a)
        )
        if inside > 0 and inside >= 0.5 * (end - start - tag):
            found.append((last - first, place))
    return min(found)[1] if found else None


def _with_main(units: list[Unit]) -> list[Unit]:
    """Clauses with one more term where they speak of what titles and leads speak of, be it as "the plan"."""
    main = {term for term in _main_terms(units) if term[0] == "="} - {ACCUSES, DENIES}

    def read(terms: Terms) -> Terms:
        return Terms(terms.said - {REFERS} | {MAIN}, terms.denied) if terms.said & (main | {REFERS}) else terms

    return [unit._replace(terms=read(unit.terms)) for unit in units] if main else units


def _main_terms(units: Iterable[Unit]) -> set[str]:
    """The terms that stand in title or lead of more than half of the articles, and of two at least."""
    opening: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        if unit.section in ("title", "lead"):
            opening[unit.article_id] |= unit.terms.said
    counts = Counter(term for terms in opening.values() for term in terms)
    return {term for term, n in counts.items() if n > max(1, len(opening) / 2) or n == len(opening) > 1}


# --- what is one statement --------------------------------------------------------------------------------------


def _told_first(given: Set) -> list[Fact]:
    """What the articles open with, where most open with the same."""
    main = _main_terms(given.units) - {MAIN}
    if len(main) < 2:
        return []
    best: dict[str, int] = {}
    for place, unit in enumerate(given.units):
        if unit.section in ("title", "lead") and len(unit.terms.said & main) >= max(2, len(main) / 2):
            if unit.article_id not in best or _openness(unit, main) > _openness(given.units[best[unit.article_id]], main):
                best[unit.article_id] = place
    if len(best) < max(2, 0.6 * len(given.articles)):
        return []
    return [_fact(EVENT, sorted(best.values()), given)]


def _openness(unit: Unit, main: set[str]) -> tuple:
    return len(unit.terms.said & main), unit.section == "lead", -unit.start


def _shared(given: Set) -> list[Fact]:
    """Clauses of several articles that say one thing."""
    places = [n for n, unit in enumerate(given.units) if len(unit.terms.all) >= FEWEST and unit.section != "caption"]
    terms = [given.units[n].terms for n in places]
    scores = {}
    for one, other in similarity.pairs(terms, given.weight):
        if given.units[places[one]].article_id != given.units[places[other]].article_id:
            score = similarity.alike(terms[one], terms[other], given.weight)
            if score >= ALIKE / 2:
                scores[one, other] = score
    groups = [[places[n] for n in group] for group in similarity.grouped(len(places), scores, ALIKE)]
    found = [_fact(None, group, given) for group in groups if len({given.units[n].article_id for n in group}) > 1]
    return [_fact(None, [*fact.units, *_further(fact, given)], given) for fact in found]


def _further(fact: Fact, given: Set) -> list[int]:
    """Clauses of other articles that have most of what the clauses of a statement have in common."""
    whole = sum(given.weight[term] for term in fact.core)
    sums: Counter[int] = Counter()
    for term in sorted(fact.core):
        for place in given.holders[term]:
            sums[place] += given.weight[term]
    taken = {given.units[n].article_id for n in fact.units}
    best: dict[str, int] = {}
    for place, sum_ in sorted(sums.items(), key=lambda item: (-item[1], item[0])):
        unit = given.units[place]
        if sum_ < max(FOUND * whole, WEIGHTY):
            break
        if unit.article_id in taken or unit.article_id in best or unit.section == "caption":
            continue
        if not any(similarity.at_odds(unit.terms, given.units[n].terms) for n in fact.units):
            best[unit.article_id] = place
    return list(best.values())


def _uttered(given: Set, utterances: pd.DataFrame) -> list[Fact]:
    """Utterances that two articles or more carry."""
    by_id = {quote.quote_id: place for place, quote in enumerate(given.quotes)}
    of_quote: dict[int, list[int]] = defaultdict(list)
    for n, unit in enumerate(given.units):
        if unit.quote is not None:
            of_quote[unit.quote].append(n)
    found = []
    for _, rows in utterances.groupby("utterance_id", sort=True):
        units = [n for quote_id in rows["quote_id"] for n in of_quote[by_id[quote_id]]]
        if len({given.units[n].article_id for n in units}) > 1:
            found.append(_fact(UTTERANCE, units, given))
    return found


def _counted(given: Set, tables: Mapping[str, pd.DataFrame]) -> list[Fact]:
    """Numbers that are reported of one thing: of casualties within one toll, of others with a word in common."""
    toll_of = dict(zip(tables["toll_members"]["figure_id"], tables["toll_members"]["toll_id"], strict=True))
    unit_at = _finder(given.units)
    groups: dict[tuple, list] = defaultdict(list)
    for row in given.figures:
        value = row.reported_min if pd.notna(row.reported_min) else row.reported_max
        if pd.isna(value) or row.is_implicit or row.section == "caption":
            continue
        toll = toll_of.get(row.figure_id)
        if toll or (not row.is_casualty and row.measure != "other"):
            unit = row.unit if pd.notna(row.unit) else ""
            groups[(toll or f"{row.measure} {unit}", int(value))].append((row, unit_at(row.article_id, row.start)))
    found = []
    for (measure, _), members in sorted(groups.items(), key=lambda item: item[0]):
        members = [(row, n) for row, n in members if n is not None]
        if not measure.startswith("toll:"):
            members = _of_one_thing(members, given)
        if members:
            spans: dict[str, tuple[int, int, int | None]] = {}
            for row, n in members:
                spans.setdefault(row.article_id, (row.start, row.end, given.units[n].quote))
                if given.units[n].section not in ("title",) and spans[row.article_id][0] != row.start:
                    in_title = unit_at(row.article_id, spans[row.article_id][0])
                    if in_title is not None and given.units[in_title].section == "title":
                        spans[row.article_id] = (row.start, row.end, given.units[n].quote)
            fact = _fact(FIGURE, [n for _, n in members], given)
            found.append(fact._replace(spans=spans, measure=measure))
    return found


def _of_one_thing(members: list[tuple], given: Set) -> list[tuple]:
    """Of numbers that are the same those whose clauses share another word with the first that has such a fellow."""
    for row, n in members:
        own = {term for term in given.units[n].terms.said if term[0] != "#"}
        fellows = [(r, m) for r, m in members if m == n or own & given.units[m].terms.said]
        if len({r.article_id for r, _ in fellows}) > 1:
            return fellows
    return members[:1]


def _finder(units: list[Unit]):
    """A function that gives the clause at a place of an article."""
    starts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, unit in enumerate(units):
        starts[unit.article_id].append((unit.start, n))

    def at(article_id: str, place: int) -> int | None:
        own = starts[article_id]
        n = bisect_right(own, (place, len(units))) - 1
        return own[n][1] if n >= 0 and units[own[n][1]].end > place else None

    return at


def _fact(kind: str | None, units: list[int], given: Set) -> Fact:
    """A statement of clauses: of each article the one most like the others, of these the one that states it best."""
    units = sorted(set(units))
    by_article: dict[str, list[int]] = defaultdict(list)
    for n in units:
        by_article[given.units[n].article_id].append(n)
    shown = units[:60]  # to see which is most like the others a number of them is enough

    def fit(n: int) -> float:
        return sum(
            similarity.alike(given.units[n].terms, given.units[m].terms, given.weight)
            for m in shown
            if given.units[m].article_id != given.units[n].article_id
        )

    best = {article_id: max(own, key=lambda n: (fit(n), -n)) for article_id, own in by_article.items()}
    counts = Counter(term for own in by_article.values() for term in set().union(*(given.units[n].terms.all for n in own)))
    core = {term for term, n in counts.items() if n >= max(2, len(by_article) / 2)} if len(by_article) > 1 else set(counts)
    stated = max(best.values(), key=lambda n: (_is_clear(given.units[n], given), fit(n), -n))
    spans = {a: (given.units[n].start, given.units[n].end, given.units[n].quote) for a, n in sorted(best.items())}
    unit = given.units[stated]
    return Fact(kind or _kind(units, given), units, spans, (unit.article_id, unit.start, unit.end), frozenset(core))


def _is_clear(unit: Unit, given: Set) -> bool:
    """Whether a clause can stand by itself: no headline, and it does not open with a word that leans on another."""
    words = given.texts[unit.article_id][unit.start : unit.end].split()
    leaning = ("which", "who", "and", "but", "saying", "adding", "it", "he", "she", "they", "however", "because", "despite")
    return unit.section != "title" and len(words) >= 5 and words[0].lower().strip("“\"'‘,") not in leaning


def _kind(units: list[int], given: Set) -> str:
    own = [given.units[n] for n in units]
    if any(ACCUSES in unit.terms.said for unit in own):
        return ACCUSATION
    if any(DENIES in unit.terms.said for unit in own):
        return DENIAL
    sources = {given.quotes[unit.quote].entity_id if unit.quote is not None else None for unit in own}
    return UTTERANCE if len(sources) == 1 and None not in sources and not pd.isna(next(iter(sources))) else EVENT


def _distinct(facts: list[Fact], given: Set) -> list[Fact]:
    """Statements without those that rest on the words of another: in every article of theirs on the same quote or clause."""
    kept: list[Fact] = []
    by_key: dict[tuple, list[int]] = defaultdict(list)
    order = sorted(facts, key=lambda f: (-len(f.spans), f.kind != FIGURE, f.kind != UTTERANCE, f.statement))
    for fact in order:
        keys = {a: ("quote", span[2]) if span[2] is not None else (a, span[0], span[1]) for a, span in fact.spans.items()}
        clauses = {a: {(a, *given.units[n].sentence) for n in fact.units if given.units[n].article_id == a} for a in keys}
        alike = Counter(other for a in keys for key in {keys[a], *clauses[a]} for other in set(by_key[key]))
        if any(_is_within(fact, kept[other], keys, clauses, given) for other in alike):
            continue
        for a in keys:
            for key in {keys[a], *clauses[a]}:
                by_key[key].append(len(kept))
        kept.append(fact)
    return kept


def _is_within(fact: Fact, other: Fact, keys: dict, clauses: dict, given: Set) -> bool:
    """Whether every article of a statement tells it with words on which another rests; a number is its own statement."""
    if fact.kind == FIGURE:
        return fact.measure == other.measure and set(fact.units) <= set(other.units)
    quotes = {given.units[n].quote for n in other.units} - {None}
    units = set(other.units)
    told = sum(
        (keys[a][0] == "quote" and keys[a][1] in quotes)
        or any(n in units for n in fact.units if given.units[n].article_id == a)
        for a in fact.spans
    )
    return set(fact.spans) <= set(other.spans) and told > len(fact.spans) / 2


def _origins(fact: Fact, given: Set) -> int:
    """How many articles tell it; an article and its copies are one."""
    return len({given.origin[article_id] for article_id in fact.spans})


def _single(given: Set, taken: set[int], found: list[Fact]) -> Iterable[Fact]:
    """What one article alone makes a statement of: accusations, denials, the words of named sources, dated events."""
    used = {given.units[n].sentence + (given.units[n].article_id,) for n in taken}
    for n, unit in enumerate(given.units):
        if len(unit.terms.all) < FEWEST + 1 or unit.section == "caption" or (*unit.sentence, unit.article_id) in used:
            continue
        quote = given.quotes[unit.quote] if unit.quote is not None else None
        if unit.terms.said & {ACCUSES, DENIES}:
            yield _fact(ACCUSATION if ACCUSES in unit.terms.said else DENIAL, [n], given)
        elif quote is not None and pd.notna(quote.entity_id):
            yield _fact(UTTERANCE, [n], given)
        elif quote is None and unit.section != "title" and _when(unit, given) is not None:
            yield _fact(EVENT, [n], given)


# --- time -------------------------------------------------------------------------------------------------------


class Known(NamedTuple):
    """From when a fact was surely known, on what basis, and when it happened or was said, where its words tell."""

    since: pd.Timestamp | None
    basis: str | None
    own: Range | None

    def columns(self) -> dict:
        """As columns of the table."""
        return {"known_from": self.since, "known_basis": self.basis}


def _dated(given: Set, shared: list[Fact]) -> Set:
    """The set with articles without a date placed beside the dated one that tells most of the same."""
    together: dict[str, Counter[str]] = defaultdict(Counter)
    dated = [a for a in given.articles if given.published[a].is_narrow]
    if not dated:
        return given
    for fact in shared:
        fixed = [a for a in fact.spans if given.published[a].is_narrow][:20]
        for article_id in fact.spans:
            if not given.published[article_id].is_narrow:
                together[article_id].update(fixed)
    beside = {
        article_id: min(counts, key=lambda a: (-counts[a], a))
        for article_id, counts in together.items()
        if max(counts.values(), default=0) >= SHARED_TO_DATE
    }
    words: dict[str, dict] = defaultdict(dict)
    for unit in given.units:
        if unit.article_id in beside and unit.section not in ("caption", "background"):
            words[unit.article_id][unit.sentence] = given.texts[unit.article_id][slice(*unit.sentence)]
    spoken = {article_id: list(own.values()) for article_id, own in words.items()}
    published = days.refined(given.published, {a: b for a, b in beside.items() if a in spoken}, spoken)
    return given._replace(published=published, near={a: given.published[b] for a, b in beside.items()})


def _when(unit: Unit, given: Set) -> Range | None:
    text = given.texts[unit.article_id]
    for start, end in ((unit.start, unit.end), unit.sentence):
        found = days.stated(text[start:end], given.published[unit.article_id], given.near.get(unit.article_id))
        if found is not None:
            return found
    return None


def _known(fact: Fact, given: Set) -> Known:
    """When a fact was surely known: by its own date, or by the first publication that surely carries it."""
    own = [when for n in fact.units if (when := _when(given.units[n], given)) is not None]
    ends = [given.published[a].end for a in fact.spans if given.published[a].end is not None]
    told = min(ends, default=None)
    happened = None
    if own:
        happened = Range(max(when.start for when in own), min(when.end for when in own))
        if happened.start >= happened.end or (told is not None and happened.start > told):
            happened = None
    dated = min((when.end for when in own), default=None)
    if dated is not None and (told is None or dated <= told):
        return Known(dated, "text", happened)
    return Known(told, None if told is None else "published", happened)


# --- cells ------------------------------------------------------------------------------------------------------


def _tolls(given: Set, tables: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Which articles count a toll, or report a number of a measure, at all."""
    toll_of = dict(zip(tables["toll_members"]["figure_id"], tables["toll_members"]["toll_id"], strict=True))
    found: dict[str, set[str]] = defaultdict(set)
    for row in given.figures:
        unit = row.unit if pd.notna(row.unit) else ""
        found[toll_of.get(row.figure_id) or f"{row.measure} {unit}"].add(row.article_id)
    return found


def _cells(fact: Fact, known: Known, given: Set, tolls: Mapping[str, set[str]]) -> list[dict]:
    near = _near(fact, given) | tolls.get(fact.measure or "", set())
    cells = []
    for article_id in given.articles:
        cell = {"article_id": article_id, "status": UNDETERMINED, "source": None, "start": None, "end": None}
        if article_id in fact.spans:
            start, end, quote = fact.spans[article_id]
            cell |= {"status": NARRATOR if quote is None else ATTRIBUTED, "start": start, "end": end}
            cell["source"] = None if quote is None else _source(given.quotes[quote])
        else:
            published = given.published[article_id]
            if known.own and published.end is not None and known.own.start > published.end:
                cell["status"] = NOT_YET
            elif known.since is not None and published.start is not None and known.since <= published.start:
                cell["status"] = UNDETERMINED if article_id in near else ABSENT
        cells.append(cell)
    return cells


def _source(quote) -> str | None:
    for name in (quote.source, quote.source_mention, quote.via):
        if pd.notna(name):
            return name
    return None


def _near(fact: Fact, given: Set) -> set[str]:
    """The articles in which something comes near a statement: two of its terms together that are not everywhere, a rare
    name, a number."""
    terms = set(fact.core).union(*(given.units[n].terms.all for n in fact.units[:20]))
    whole = min(
        (sum(given.weight[t] for t in given.units[n].terms.all) for n in fact.units[:20]), default=0.0
    )
    common = max(2, len(given.articles) / 2)
    rare = max(2, len(given.articles) / 4)
    sums: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    found = set()
    for term in terms:
        places = given.holders.get(term.lstrip("¬"), []) + given.holders.get(f"¬{term}", [])
        spread = {given.units[n].article_id for n in places} if len(places) < 5000 else given.articles
        if term[0] in "@~#" and len(spread) <= rare:
            found |= set(spread)
        for n in places:
            sums[n] += given.weight.get(term, 0.0)
            shared[n] += len(spread) <= common
    return found | {given.units[n].article_id for n in sums if shared[n] >= 2 or sums[n] >= NEAR * whole and shared[n]}


def _is_telling(fact: Fact, cells: list[dict], given: Set) -> bool:
    """Whether the cells of what one article tells say something on at least half of the others."""
    others = [cell for cell in cells if cell["article_id"] not in fact.spans]
    decided = sum(cell["status"] in (ABSENT, NOT_YET) for cell in others)
    return decided >= len(others) / 2
