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
from math import fsum
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.comparison import days, similarity
from crossread.comparison.days import Range
from crossread.comparison.similarity import Lexicon, Terms

EVENT, FIGURE, ACCUSATION, DENIAL, UTTERANCE = KINDS = ("event", "figure", "accusation", "denial", "utterance")
NARRATOR, ATTRIBUTED, ABSENT, NOT_YET, UNDETERMINED = STATUSES = (
    "narrator", "attributed", "absent", "not_yet_known", "undetermined",
)  # fmt: skip
ALIKE = 0.42  # likeness on average from which clauses are one statement
FOUND = 0.62  # share of what a statement's clauses have in common that a further clause must have
PART = 1 / 3  # the same where it is as like one of them as two that are one statement
ANAPHOR = 0.1  # added where both speak of what the set is about, however they call it, and of the same act
WEIGHTY = 5.0  # and the weight of it: two rare terms, or three
NEAR = 0.34  # share of a clause from which a passage that has it comes near
FEWEST = 3  # terms of a clause
SHORT = 4  # terms of a clause of which two are most
MOST_FELLOWS = 8  # wordings of a statement that another is held against
MOST_TRIED = 80  # clauses that are held against one statement
LOOK_BACK = 6  # clauses in which a denial looks for what it denies
LONGEST_TAG = 4  # words beside a quote that stay with it
SHARED_TO_DATE = 3  # statements that an article must share with a dated one to be dated beside it
MEASURES = ("killed", "injured", "missing", "captured")  # tolls that are told even where one article alone has them
LONG = 180  # characters of a sentence that is shown whole
MOST_CELLS = 200_000  # of a set
FEWEST_FACTS = 20
TRIED = 2  # as many candidates are tried as facts can be kept
LEANING = frozenset(
    "which who that and but it he she they however because despite as after before while although though it's his her "
    "their him them this these those from was were is are had has have will would by".split()
)  # words that a clause cannot open with and stand by itself
ACCUSES, DENIES, REFERS = "=accuse", "=deny", "=this"
MAIN = "=main"  # stands for what the set is about, however it is called


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


class Fact(NamedTuple):
    """A statement: its clauses (by place), the clause that states it, what its clauses have in common."""

    kind: str
    units: list[int]
    spans: dict[str, tuple[int, int, int | None]]  # by article: start, end, quote
    statement: tuple[str, int, int]
    core: frozenset[str]
    measure: str | None = None
    is_toll: bool = False  # of one incident, and not part of another


class Set(NamedTuple):
    """What of a set facts are made from."""

    articles: list[str]
    texts: dict[str, str]
    origin: dict[str, str]
    units: list[Unit]
    weight: similarity.Weights
    holders: dict[str, np.ndarray]  # the clauses that have a term
    article_of: np.ndarray  # of each clause its article, by place
    tellers: dict[str, int]  # how many articles, copies not counted, have a term, be it denied
    quotes: list
    figures: list
    acts: frozenset[str]
    denied_acts: frozenset[str]
    speaking: dict[str, set[str]]  # the articles that quote an entity
    with_value: dict[str, set[str]]  # the articles that report a number
    main: frozenset[str]  # the acts that the whole set is about, and the term that stands for them
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
    a row when the comparison has something to say on at least a third of the others. Of large sets the
    statements that most articles make are kept, up to :data:`MOST_CELLS` cells.
    """
    given = _read(tables, lexicon)
    if len(given.articles) < 2:
        return [], []
    found = _distinct(
        [*_told_first(given), *_shared(given), *_uttered(given, tables["utterances"]), *_counted(given, tables)], given
    )
    shared = [fact for fact in found if _origins(fact, given) > 1]
    given = _dated(given, shared)
    room = most(len(given.articles))
    shared = sorted(shared, key=lambda fact: (-len(fact.spans), KINDS.index(fact.kind), fact.statement))[:room]
    taken = {unit for fact in shared for unit in fact.units}
    alone = []
    if len(shared) < room:
        alone = [fact for fact in found if _origins(fact, given) == 1]
        alone += [_with_copies(fact, given) for fact in _single(given, taken)]
        alone = _distinct(alone, given)[: room - len(shared)]
    rows = [(fact, _known(fact, given)) for fact in shared + alone]
    tolls = _tolls(given, tables)
    judged = []
    for fact, known in rows:
        near, half = _near(fact, given)
        counted = tolls.get(fact.measure or "", set())
        near |= counted
        cells = _cells(fact, known, near, half, given)
        if _origins(fact, given) > 1 or _is_telling(fact, cells, counted):
            judged.append((fact, known, cells))
    kept = _once(judged, given)
    kept.sort(key=lambda e: (-_origins(e[0], given), -len(e[0].spans), KINDS.index(e[0].kind), e[0].statement))
    facts, cells, ids = [], [], Counter()
    for fact, known, own in kept:
        article_id, start, end = fact.statement
        fact_id = f"fact:{fact.kind}:{article_id}:{start}-{end}"
        ids[fact_id] += 1
        fact_id += f"#{ids[fact_id]}" if ids[fact_id] > 1 else ""
        words = " ".join(given.texts[article_id][start:end].split()).rstrip(" ,;:")
        facts.append({"fact_id": fact_id, "kind": fact.kind, "statement": words, **known.columns()})
        cells += [{"fact_id": fact_id, **cell} for cell in own]
    return facts, cells


def most(n_articles: int) -> int:
    """How many facts are kept of a set: so many that they have :data:`MOST_CELLS` cells."""
    return max(FEWEST_FACTS, MOST_CELLS // n_articles)


def _once(judged: list[tuple[Fact, Known, list[dict]]], given: Set) -> list[tuple[Fact, Known, list[dict]]]:
    """Of the numbers that one article alone gives in one sentence the first: its statement shows the others."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for entry in sorted(judged, key=lambda entry: min(span[:2] for span in entry[0].spans.values())):
        fact = entry[0]
        if fact.kind == FIGURE and _origins(fact, given) == 1:
            if fact.statement in seen:
                continue
            seen.add(fact.statement)
        kept.append(entry)
    return kept


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
    tag_of = [list(_tag(quote)) for quote in quotes]
    units: list[Unit] = []
    for article_id, rows in tables["sentences"].groupby("article_id", sort=True):
        said = [quotes[place] for place in own[article_id]]
        tags = sorted({span for place in own[article_id] for span in tag_of[place]})
        hidden = (span for quote in said for span in _tag(quote, (ACCUSES, DENIES), lexicon))
        terms_at = similarity.hiding(marks.get(article_id, []), hidden)
        named = sorted(int(quote.source_start) for quote in said if pd.notna(quote.source_start))
        parts = sorted((*part, place) for place in own[article_id] for part in quotes[place].parts)
        for row in rows.sort_values("start").itertuples():
            pieces = similarity.pieces(texts[article_id], row.start, row.end)
            for start, end in _cut(pieces, parts, tags, texts[article_id]):
                terms = similarity.read(texts[article_id], start, end, lexicon, terms_at)
                if terms.all:
                    quote = _quote_of(start, end, parts, tag_of)
                    is_tag = quote is None and bisect_left(named, start) < bisect_left(named, end)
                    units.append(Unit(article_id, start, end, row.section, (row.start, row.end), terms, quote, is_tag))
    main = frozenset({MAIN, *(term for term in _main_terms(units) if term[0] in "=@~")} - {ACCUSES, DENIES})
    units = _with_main(_with_denied(units), frozenset(term for term in main if term[0] == "="))
    weight = similarity.weights(unit.terms for unit in units)
    holders: dict[str, list[int]] = defaultdict(list)
    tellers: dict[str, set[str]] = defaultdict(set)
    for place, unit in enumerate(units):
        for term in unit.terms.all:
            holders[term].append(place)
            tellers[term.lstrip("¬")].add(origin[unit.article_id])
    articles_of = {article_id: n for n, article_id in enumerate(sorted(texts))}
    figures = list(tables["figures"].itertuples())
    known = days.ranges(articles)
    with_value: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for value in set().union(*unit.terms.numbers.values()):
            with_value[value].add(unit.article_id)
    speaking: dict[str, set[str]] = defaultdict(set)
    for quote in quotes:
        if pd.notna(quote.entity_id):
            speaking[quote.entity_id].add(quote.article_id)
    return Set(
        sorted(texts),
        texts,
        origin,
        units,
        weight,
        {term: np.array(places) for term, places in holders.items()},
        np.array([articles_of[unit.article_id] for unit in units], dtype=int),
        {term: len(own) for term, own in tellers.items()},
        quotes,
        figures,
        lexicon.acts,
        frozenset(f"¬{act}" for act in lexicon.acts),
        speaking,
        with_value,
        main,
        known,
        {},
    )


def _cut(
    pieces: list[tuple[int, int]], parts: list[tuple[int, int, int]], tags: list[tuple[int, int]], text: str
) -> Iterable[tuple[int, int]]:
    """Clauses cut where a quote begins or ends within them; its tag stays with it."""

    def n_words(start: int, end: int) -> int:
        near = tags[max(0, bisect_left(tags, (start,)) - 2) : bisect_left(tags, (end,))]
        inside = [text[max(a, start) : min(b, end)] for a, b in near if a < end and b > start]
        return len(text[start:end].split()) - sum(len(words.split()) for words in inside)

    for start, end in pieces:
        near = parts[max(0, bisect_left(parts, (start,)) - 12) : bisect_left(parts, (end,))]
        for edge in sorted({edge for a, b, _ in near for edge in (a, b) if start < edge < end}):
            if edge > start and min(n_words(start, edge), n_words(edge, end)) > LONGEST_TAG:
                yield start, edge
                start = edge + len(text[edge:end]) - len(text[edge:end].lstrip(' ,;:.”"’\n'))
        yield start, end


def _tag(quote, but: tuple[str, ...] = (), lexicon: Lexicon | None = None) -> Iterable[tuple[int, int]]:
    """Where a quote says who speaks: source and cue, but for cues that are one of the terms ``but``."""
    if pd.notna(quote.source_start):
        yield int(quote.source_start), int(quote.source_end)
    if pd.notna(quote.cue_start) and not (but and similarity.term(quote.cue.lower(), lexicon) in but):
        yield int(quote.cue_start), int(quote.cue_end)


def _quote_of(
    start: int, end: int, parts: list[tuple[int, int, int]], tag_of: list[list[tuple[int, int]]]
) -> int | None:
    """The shortest quote that half of a clause, its tag aside, stands in."""
    found = []
    for first, last, place in parts[max(0, bisect_left(parts, (end,)) - 12) : bisect_left(parts, (end,))]:
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

    def read(terms: Terms) -> Terms:
        return Terms(terms.said - {REFERS} | {MAIN}, terms.denied) if terms.said & (main | {REFERS}) else terms

    return [unit._replace(terms=read(unit.terms)) for unit in units] if len(main) > 1 else units


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
    done = main & given.acts
    if len(main) < 2 or not done:
        return []
    best: dict[str, int] = {}
    for place, unit in enumerate(given.units):
        opening = unit.section in ("title", "lead") and len(unit.terms.said & main) >= 2 and unit.terms.said & done
        other = given.units[best[unit.article_id]] if unit.article_id in best else None
        if opening and (other is None or _openness(unit, main) > _openness(other, main)):
            best[unit.article_id] = place
    if len(best) < max(2, 0.6 * len(given.articles)):
        return []
    return [_fact(EVENT, sorted(best.values()), given)]


def _openness(unit: Unit, main: set[str]) -> tuple:
    return len(unit.terms.said & main), unit.section == "lead", -unit.start


def _shared(given: Set) -> list[Fact]:
    """Clauses of several articles that say one thing."""
    places = [
        n
        for n, unit in enumerate(given.units)
        if _can_state(unit, given.acts) and given.origin[unit.article_id] == unit.article_id
    ]
    terms = [given.units[n].terms for n in places]
    scores = {}
    for one, other in similarity.pairs(terms, given.weight):
        if given.units[places[one]].article_id != given.units[places[other]].article_id:
            both = terms[one].all & terms[other].all
            bonus = ANAPHOR if MAIN in both and not both.isdisjoint(given.acts) else 0.0
            score = similarity.alike(terms[one], terms[other], given.weight, least=ALIKE / 2 - bonus)
            if score and _is_enough(terms[one], terms[other], given):
                scores[one, other] = score + bonus
    groups = [[places[n] for n in group] for group in similarity.grouped(len(places), scores, ALIKE)]
    groups = [group for group in groups if len({given.units[n].article_id for n in group}) > 1]
    groups.sort(key=lambda group: (-len({given.units[n].article_id for n in group}), group))
    found = [_fact(None, group, given) for group in groups[: TRIED * most(len(given.articles))]]
    found = [_fact(None, [*fact.units, *_further(fact, given)], given) for fact in found if not _is_number(fact)]
    return [fact for fact in found if not _is_number(fact)]


def _as_terms(terms: Iterable[str]) -> Terms:
    denied = {term[1:] for term in terms if term[0] == "¬"}
    return Terms(frozenset(term for term in terms if term[0] != "¬"), frozenset(denied))


def _can_state(unit: Unit, acts: frozenset[str]) -> bool:
    """Whether a clause has enough to it; what only names a speaker with his office has no act."""
    enough = len(unit.terms.all) >= FEWEST and unit.section != "caption"
    return enough and not (unit.is_tag and not unit.terms.said & acts)


def _apart(one: Terms, other: Terms) -> bool:
    """Whether two clauses are surely two statements; a denial is another than what it denies."""
    return similarity.at_odds(one, other) or (DENIES in one.said) != (DENIES in other.said)


def _is_enough(one: Terms, other: Terms, given: Set) -> bool:
    """Whether what two clauses share can be a statement: beside what the whole set is about three terms, or two of
    which the lists or the set know one; and where both name acts, one of these."""
    if (DENIES in one.said) != (DENIES in other.said):
        return False
    shared = one.all & other.all
    acts = given.acts
    act_of_one, act_of_other = not acts.isdisjoint(one.said), not acts.isdisjoint(other.said)
    if (act_of_one or act_of_other) and shared.isdisjoint(acts) and shared.isdisjoint(given.denied_acts):
        return len(shared) >= 4 and not (act_of_one and act_of_other)
    telling = shared - given.main
    if len(telling) >= 3:
        return True
    bare = min(len(one.all - given.main), len(other.all - given.main))
    known = any(term.lstrip("¬")[0] in "=@~#" for term in telling)
    if known and MAIN in shared and bare <= 2:
        return True
    named = any(term[0] in "@~" for term in telling) and any(term.lstrip("¬")[0] in "=#" for term in telling)
    return len(telling) >= (2 if named or (known and bare <= SHORT) else 3)


def _is_number(fact: Fact) -> bool:
    """Whether what clauses have in common is a number of people and little else: tolls have rows of their own."""
    return any(term[0] == "#" for term in fact.core) and len([term for term in fact.core if term[0] != "#"]) <= FEWEST


def _further(fact: Fact, given: Set) -> list[int]:
    """Clauses of other articles that have most of what the clauses of a statement have in common."""
    sums = np.zeros(len(given.units))
    for term in sorted(fact.core):
        sums[given.holders[term]] += given.weight[term]
    whole = fsum(given.weight[term] for term in fact.core)
    near = np.flatnonzero(sums >= PART * whole)
    taken = {given.units[n].article_id for n in fact.units}
    is_count = any(term[0] == "#" for term in fact.core)
    fellows = {given.units[n].terms.all: given.units[n].terms for n in fact.units}
    fellows = [terms if is_count else _uncounted(terms) for terms in list(fellows.values())[:MOST_FELLOWS]]
    exact = fact.kind == UTTERANCE or DENIES in fact.core  # somebody's words, or of one thing
    best: dict[str, tuple[float, int]] = {}
    for place in near[np.lexsort((near, -sums[near]))][:MOST_TRIED].tolist():
        unit = given.units[place]
        if unit.article_id in taken or unit.section == "caption":
            continue
        own = unit.terms if is_count else _uncounted(unit.terms)
        has_most = sums[place] >= max(FOUND * whole, WEIGHTY) - 1e-9
        likest = max(similarity.alike(own, terms, given.weight, least=ALIKE / 2) for terms in fellows)
        least = ALIKE / 2 if has_most else 1.0 if exact else ALIKE
        if likest < least or any(_apart(own, terms) for terms in fellows):
            continue
        if any(_is_enough(own, terms, given) or _is_main(own, terms, given) for terms in fellows):
            best[unit.article_id] = max(best.get(unit.article_id, (0.0, 0)), (likest + has_most, -place))
    return sorted(-place for _, place in best.values())


def _is_main(one: Terms, other: Terms, given: Set) -> bool:
    """Whether two clauses have an act and three more in common, if only of what the whole set is about."""
    shared = one.all & other.all - {MAIN}
    return len(shared) >= 4 and not shared.isdisjoint(given.acts)


def _uncounted(terms: Terms) -> Terms:
    """Terms without numbers: where the clauses of a statement have none in common, none is part of it."""
    return Terms(*(frozenset(term for term in own if term[0] != "#") for own in (terms.said, terms.denied)))


def _uttered(given: Set, utterances: pd.DataFrame) -> list[Fact]:
    """Utterances that two articles or more carry."""
    by_id = {quote.quote_id: place for place, quote in enumerate(given.quotes)}
    of_quote: dict[int, list[int]] = defaultdict(list)
    for n, unit in enumerate(given.units):
        if unit.quote is not None:
            of_quote[unit.quote].append(n)
    found = []
    for _, rows in utterances.groupby("utterance_id", sort=True):
        units = _in_common([n for quote_id in rows["quote_id"] for n in of_quote[by_id[quote_id]]], given)
        if len({given.units[n].article_id for n in units}) > 1:
            terms = [given.units[n].terms.said for n in units]
            kind = next(
                (k for k, t in ((DENIAL, DENIES), (ACCUSATION, ACCUSES)) if all(t in own for own in terms)), UTTERANCE
            )
            fact = _fact(kind, units, given)
            further = _further(fact, given)
            found.append(_fact(None if kind == UTTERANCE else kind, [*units, *further], given) if further else fact)
    return found


def _in_common(units: list[int], given: Set) -> list[int]:
    """Of the clauses of an utterance those that another article has too: what one alone quotes of it is not shared."""
    terms = [given.units[n].terms for n in units]
    kept: set[int] = set()
    for one, other in similarity.pairs(terms, given.weight):
        a, b = units[one], units[other]
        two = given.units[a].article_id != given.units[b].article_id
        if two and similarity.alike(terms[one], terms[other], given.weight, least=ALIKE):
            kept |= {a, b}
    return sorted(kept)


def _counted(given: Set, tables: Mapping[str, pd.DataFrame]) -> list[Fact]:
    """Numbers that are reported of one thing: of casualties within one toll, of others with a word in common."""
    toll_of = dict(zip(tables["toll_members"]["figure_id"], tables["toll_members"]["toll_id"], strict=True))
    by_id = {quote.quote_id: place for place, quote in enumerate(given.quotes)}
    unit_at = _finder(given.units)
    groups: dict[tuple, list] = defaultdict(list)
    for row in given.figures:
        value = row.reported_min if pd.notna(row.reported_min) else row.reported_max
        converted = (
            not row.is_casualty and given.texts[row.article_id][max(0, row.start - 2) : row.start].strip(" $£€") == "("
        )
        vague = not row.is_casualty and row.modifier == "indefinite"
        if pd.isna(value) or row.is_implicit or row.section == "caption" or converted or vague:
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
            for row, _ in sorted(members, key=lambda member: (member[0].section == "title", member[0].start)):
                spans.setdefault(row.article_id, (row.start, row.end, by_id.get(row.quote_id)))
            fact = _fact(FIGURE, [n for _, n in members], given)
            is_toll = any(
                r.measure in MEASURES and r.count_scope == "incident" and pd.isna(r.part_of) for r, _ in members
            )
            if len(spans) > 1 or not all(pd.notna(row.part_of) for row, _ in members):
                stated = min((n for _, n in members), key=lambda n: _plainness(given.units[n], given))
                statement = _statement(given.units[stated], given)
                found.append(fact._replace(spans=spans, statement=statement, measure=measure, is_toll=is_toll))
    return found


def _plainness(unit: Unit, given: Set) -> tuple:
    """Sorts clauses with a number: those with no other first, then those that can stand by themselves."""
    return sum(term[0] == "#" for term in unit.terms.all), not _is_clear(unit, given), unit.article_id, unit.start


def _of_one_thing(members: list[tuple], given: Set) -> list[tuple]:
    """Of numbers that are the same those whose clauses share another word with the first that has such a fellow."""
    for _, n in members:
        own = given.units[n].terms
        fellows = [
            (r, m) for r, m in members if m == n or similarity.alike(own, given.units[m].terms, given.weight) >= NEAR
        ]
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
    counts = Counter(
        term for own in by_article.values() for term in set().union(*(given.units[n].terms.all for n in own))
    )
    core = (
        {term for term, n in counts.items() if n >= max(2, len(by_article) / 2)} if len(by_article) > 1 else set(counts)
    )
    common = _as_terms(core)

    def fit(n: int) -> tuple[float, float]:
        unit = given.units[n]
        return similarity.alike(unit.terms, common, given.weight) + 0.1 * _is_clear(unit, given), -n

    best = {article_id: max(own, key=fit) for article_id, own in by_article.items()}
    stated = max(best.values(), key=lambda n: (_is_clear(given.units[n], given), fit(n)))
    said = given.units[stated].terms
    for article_id, own in by_article.items():  # what is shown of each is the clause most like the one that states it
        best[article_id] = max(own, key=lambda n: (similarity.alike(given.units[n].terms, said, given.weight), *fit(n)))
    spans = {a: (given.units[n].start, given.units[n].end, given.units[n].quote) for a, n in sorted(best.items())}
    statement = _statement(given.units[stated], given)
    return Fact(kind or _kind(units, given), units, spans, statement, frozenset(core))


def _statement(unit: Unit, given: Set) -> tuple[str, int, int]:
    """The words that state it: a clause that can stand by itself in a long sentence, else the sentence."""
    start, end = unit.sentence
    if end - start > LONG and _is_clear(unit, given):
        start, end = unit.start, unit.end
    return unit.article_id, start, end


def _is_clear(unit: Unit, given: Set) -> bool:
    """Whether a clause can stand by itself: no headline, and it does not open with a word that leans on another."""
    words = given.texts[unit.article_id][unit.start : unit.end].split()
    first = words[0].lower().strip("“\"'‘,") if words else ""
    opens = unit.start <= unit.sentence[0] + 1 or words[0].lstrip("“\"'‘")[:1].isupper()
    if not first[:1].isalnum() or not opens:
        return False
    return unit.section != "title" and len(words) >= 5 and first not in LEANING and not first.endswith("ing")


def _kind(units: list[int], given: Set) -> str:
    own = [given.units[n] for n in units]
    if any(DENIES in unit.terms.said for unit in own):
        return DENIAL
    if any(ACCUSES in unit.terms.said for unit in own):
        return ACCUSATION
    sources = {given.quotes[unit.quote].entity_id if unit.quote is not None else None for unit in own}
    return UTTERANCE if len(sources) == 1 and None not in sources and not pd.isna(next(iter(sources))) else EVENT


def _distinct(facts: list[Fact], given: Set) -> list[Fact]:
    """Statements without those that rest on the words of another, on the same quotes or clauses in their articles."""
    kept: list[Fact] = []
    by_key: dict[tuple, list[int]] = defaultdict(list)
    order = sorted(
        facts, key=lambda f: (-len(f.spans), f.kind != FIGURE, f.kind != UTTERANCE, -len(f.units), f.statement)
    )
    for fact in order:
        keys = {
            a: ("quote", span[2]) if span[2] is not None else (a, span[0], span[1]) for a, span in fact.spans.items()
        }
        clauses = {
            a: {(a, *given.units[n].sentence) for n in fact.units if given.units[n].article_id == a} for a in keys
        }
        alike = Counter(other for a in keys for key in {keys[a], *clauses[a]} for other in set(by_key[key]))
        within = next((other for other in sorted(alike) if _is_within(fact, kept[other], keys, given)), None)
        if within is not None:
            most = _origins(fact, given) > _origins(kept[within], given) / 2
            if fact.kind == UTTERANCE and kept[within].kind == EVENT and most:
                kept[within] = kept[within]._replace(kind=UTTERANCE)
            continue
        same = next((other for other in sorted(alike) if _is_same(fact, kept[other], given)), None)
        if same is not None:
            kept[same] = _fact(kept[same].kind, [*kept[same].units, *fact.units], given)
        for a in keys:
            for key in {keys[a], *clauses[a]}:
                by_key[key].append(len(kept) if same is None else same)
        if same is None:
            kept.append(fact)
    return kept


def _is_same(fact: Fact, other: Fact, given: Set) -> bool:
    """Whether two statements rest on one clause somewhere and have half of what is common to theirs in common."""
    if FIGURE in (fact.kind, other.kind) or fact.kind == other.kind == UTTERANCE:
        return False
    shown = {(a, *span[:2]) for a, span in fact.spans.items()} & {(a, *span[:2]) for a, span in other.spans.items()}
    sums = [fsum(given.weight.get(t, 0.0) for t in terms) for terms in (fact.core & other.core, fact.core, other.core)]
    several = min(_origins(fact, given), _origins(other, given)) > 1
    if fact.core & given.acts - given.main != other.core & given.acts - given.main:
        return False
    return (
        several
        and bool(shown)
        and sums[0] >= max(sums[1:]) / 2
        and not _apart(_as_terms(fact.core), _as_terms(other.core))
    )


def _is_within(fact: Fact, other: Fact, keys: dict, given: Set) -> bool:
    """Whether each article of a statement tells it with words on which another rests; a number is its own statement."""
    if fact.kind == FIGURE:
        return fact.measure == other.measure and set(fact.units) <= set(other.units)
    units = set(other.units)
    quotes = {given.units[n].quote for n in units} - {None}
    if set(fact.spans) <= set(other.spans) and {given.units[n].quote for n in fact.units} <= quotes:
        return True
    told = 0
    for article_id in fact.spans:
        own = [n for n in fact.units if given.units[n].article_id == article_id]
        by_quote = fact.kind != UTTERANCE and keys[article_id][0] == "quote" and keys[article_id][1] in quotes
        told += by_quote or len(units & set(own)) >= len(own) / 2
    return set(fact.spans) <= set(other.spans) and told >= len(fact.spans) / 2


def _origins(fact: Fact, given: Set) -> int:
    """How many articles tell it; an article and its copies are one."""
    return len({given.origin[article_id] for article_id in fact.spans})


def _single(given: Set, taken: set[int]) -> Iterable[Fact]:
    """What one article alone makes a statement of: accusations, denials, the words of named sources, dated events."""
    used = {(given.units[n].article_id, *given.units[n].sentence) for n in taken}
    quoted = {given.units[n].quote for n in taken} - {None}
    groups: dict[tuple, list[int]] = defaultdict(list)
    for n, unit in enumerate(given.units):
        place = (unit.article_id, *unit.sentence)
        if (
            place not in used
            and unit.quote not in quoted
            and unit.section not in ("title", "caption")
            and given.origin[place[0]] == place[0]
        ):
            groups[(*place, unit.quote)].append(n)
    for (*_, place), own in groups.items():
        terms = frozenset().union(*(given.units[n].terms.said for n in own))
        quote = None if place is None else given.quotes[place]
        if len(terms) <= FEWEST or any(given.units[n].is_tag for n in own):
            continue
        if terms & {ACCUSES, DENIES}:
            yield _fact(DENIAL if DENIES in terms else ACCUSATION, own, given)
        elif quote is not None and pd.notna(quote.entity_id):
            yield _fact(UTTERANCE, own, given)
        elif quote is None and any(_when(given.units[n], given) is not None for n in own):
            yield _fact(EVENT, own, given)


def _with_copies(fact: Fact, given: Set) -> Fact:
    further = [n for n in _further(fact, given) if given.origin[given.units[n].article_id] in fact.spans]
    return _fact(fact.kind, [*fact.units, *further], given) if further else fact


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


def _cells(fact: Fact, known: Known, near: set[str], half: set[str], given: Set) -> list[dict]:
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
                cell["status"] = UNDETERMINED if article_id in half else NOT_YET
            elif known.since is not None and published.start is not None and known.since <= published.start:
                cell["status"] = UNDETERMINED if article_id in near else ABSENT
        cells.append(cell)
    return cells


def _source(quote) -> str | None:
    for name in (quote.source, quote.source_mention, quote.via):
        if pd.notna(name):
            return name
    return None


def _near(fact: Fact, given: Set) -> tuple[set[str], set[str]]:
    """The articles in which something comes near a statement: two of its terms together that are not everywhere, its
    act, a rare name, a number; and those in which half of a clause of it stands."""
    n_origins = len(set(given.origin.values()))
    several = _origins(fact, given) > 1
    near, half = np.zeros(len(given.articles), dtype=bool), np.zeros(len(given.articles), dtype=bool)
    found = _heard(fact, given)
    clauses = fact.units if several else _whole(fact, given)
    for terms in list(dict.fromkeys(given.units[n].terms.all for n in clauses))[:MOST_FELLOWS]:
        whole = fsum(given.weight[term] for term in terms)
        sums, telling = np.zeros(len(given.units)), np.zeros(len(given.units), dtype=np.int8)
        for term in sorted(terms):
            bare = term.lstrip("¬")
            if bare[0] == "#":
                found |= given.with_value.get(bare.rpartition(":")[2], set())
            rare = bare[0] in "@~%" and given.tellers[bare] <= max(2, n_origins / 4)
            act = bare in given.acts - given.main and term in fact.core
            common = several and term in fact.core and bare[0] not in "@%" and bare not in given.main
            for places in (given.holders[own] for own in (bare, f"¬{bare}") if own in given.holders):
                sums[places] += given.weight[term]
                telling[places] += given.tellers[bare] <= max(2, 0.5 * n_origins)
                if rare or act or common:
                    near[given.article_of[places]] = True
        close = (telling >= 2) | (sums >= NEAR * whole) | ((telling > 0) & (sums >= NEAR / 2 * whole))
        near[given.article_of[close]] = True
        half[given.article_of[sums >= whole / 2]] = True
    return found | _named(near, given), _named(half, given)


def _named(places: np.ndarray, given: Set) -> set[str]:
    return {given.articles[n] for n in np.flatnonzero(places)}


def _whole(fact: Fact, given: Set) -> list[int]:
    """The clauses of the sentences that a statement of one article stands in."""
    found = []
    for n in fact.units:
        near = range(max(0, n - 6), min(len(given.units), n + 7))
        unit = given.units[n]
        found += [
            m for m in near if (given.units[m].article_id, given.units[m].sentence) == (unit.article_id, unit.sentence)
        ]
    return sorted(set(found))


def _heard(fact: Fact, given: Set) -> set[str]:
    """The articles that quote somebody who says it, where few quote him."""
    says = {given.quotes[span[2]].entity_id for span in fact.spans.values() if span[2] is not None}
    found: set[str] = set()
    for entity in says:
        own = given.speaking.get(entity, set()) if pd.notna(entity) else set()
        found |= own if len(own) <= max(2, 0.6 * len(given.articles)) else set()
    return found


def _is_telling(fact: Fact, cells: list[dict], counted: set[str]) -> bool:
    """Whether a statement of one article is worth a row: a copy has it too, its cells say something on at least a third
    of the others, or it is a toll of an incident that no other article counts (``counted`` are those that do)."""
    if len(fact.spans) > 1:
        return True
    others = [cell for cell in cells if cell["article_id"] not in fact.spans]
    decided = sum(cell["status"] in (ABSENT, NOT_YET) for cell in others)
    return decided >= len(others) / 3 or (fact.is_toll and counted <= set(fact.spans))
