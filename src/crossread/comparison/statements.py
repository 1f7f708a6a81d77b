"""What is one statement: clauses of several articles that say one thing, remarks that several carry, numbers of one
thing, and what one article alone makes a statement of.

Clauses of several articles are one statement when they share enough of what is rare, deny nothing that the other
affirms and count nothing otherwise.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import fsum
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.comparison import candidates, similarity
from crossread.comparison.clauses import (
    ACCUSES,
    DENIES,
    FEWEST,
    MAIN,
    Set,
    Unit,
    finder,
    is_clear,
    main_terms,
    of_quotes,
    statement,
)  # fmt: skip
from crossread.comparison.similarity import Passages, Terms
from crossread.storage.columns import each_row

EVENT, FIGURE, ACCUSATION, DENIAL, UTTERANCE = KINDS = ("event", "figure", "accusation", "denial", "utterance")
ALIKE = 0.42  # likeness on average from which clauses are one statement
FOUND = 0.62  # share of what a statement's clauses have in common that a further clause must have
PART = 1 / 3  # the same where it is as like one of them as two that are one statement
SAME = 0.75  # share of the terms of two clauses that both have from which they are in the same words
CLOSE = 0.6  # likeness from which three terms are enough, whatever acts are named
ANAPHOR = 0.1  # added where both speak of what the set is about, however they call it, and of the same act
OPENING = 0.15  # added where articles open with both: what they open with is rarely told twice in the same words
WEIGHTY = 5.0  # and the weight of it: two rare terms, or three
NEAR = 0.34  # share of a clause from which a passage that has it comes near
SHORT = 4  # terms of a clause of which two are most
MOST_FELLOWS = 8  # wordings of a statement that another is held against
MOST_TRIED = 80  # clauses that are held against one statement
ON_TOP = re.compile(r"\b(?:another|further|additional|other)\s+$", re.IGNORECASE)  # of what was counted before
HARM = frozenset(["=kill", "=hurt"])
MEASURES = ("killed", "injured", "missing", "captured")  # tolls that are told even where one article alone has them


class Fact(NamedTuple):
    """A statement: its clauses (by place), the clause that states it, what its clauses have in common."""

    kind: str
    units: list[int]
    spans: dict[str, tuple[int, int, int | None]]  # by article: start, end, quote
    statement: tuple[str, int, int]
    core: frozenset[str]
    measure: str | None = None
    is_toll: bool = False  # of one incident, and not part of another
    victims: frozenset[tuple[str, str]] = frozenset()  # measures of its casualties, and who these are


def told_first(given: Set) -> list[Fact]:
    """What the articles open with, where most open with the same."""
    main = main_terms(given.units) - {MAIN} - given.lexicon.common
    done = main & given.acts
    if len(main) < 2 or not done:
        return []
    best: dict[str, tuple] = {}
    for place, unit in given.units.where(given.units.opens):
        own = len(unit.terms.said & main)
        if own >= 2 and not unit.terms.said.isdisjoint(done):
            openness = (own, unit.section == "lead", -unit.start, -place)
            best[unit.article_id] = max(best.get(unit.article_id, openness), openness)
    if len(best) < max(2, 0.6 * len(given.texts)):
        return []
    return [of_units(EVENT, [-openness[-1] for openness in best.values()], given)]


def shared(given: Set, most: int) -> list[Fact]:
    """Clauses of several articles that say one thing: at most ``most``, those of most articles."""
    units = given.units
    own = np.array([given.origin[article_id] == article_id for article_id in units.articles], dtype=bool)
    enough = (units.terms.sizes >= FEWEST) & (units.section != "caption") & own[units.article]
    places = np.flatnonzero(
        enough & ~(units.is_tag & (units.terms.counts(given.acts) == 0))
    )  # a speaker and his office
    terms = units.terms.take(places)
    bonus = ANAPHOR if given.main - {MAIN} else 0.0
    found = [(np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0))]
    coded = candidates.coded(terms, given.weight)
    judge = _judge(coded, terms, units.opens[places], given)
    for one, other, score, both in candidates.scored(coded, terms, units.article[places], ALIKE / 2 - bonus):
        enough, of_one_act, open_alike = judge(one, other, both, score)
        score = score + np.maximum(bonus * of_one_act, OPENING * open_alike)
        use = enough & (score >= ALIKE / 2)
        found.append((one[use], other[use], score[use]))
    one, other, score = map(np.concatenate, zip(*found, strict=True))
    linked = np.zeros(len(terms), dtype=bool)
    linked[one[score >= ALIKE]] = linked[other[score >= ALIKE]] = True
    use = linked[one] & linked[other]  # what is less alike counts within a group alone
    grouped = candidates.grouped(one[use], other[use], score[use], ALIKE)
    groups = [places[group].tolist() for group in grouped]
    found = [of_units(None, group, given) for group in _widest(groups, most, given)]
    found = [with_further(fact, None, given) for fact in found if not _is_number(fact)]
    return [fact for fact in found if not _is_number(fact)]


def uttered(given: Set, utterances: pd.DataFrame, most: int) -> list[Fact]:
    """Utterances that two articles or more carry: at most ``most``, those of most articles."""
    by_id = {quote_id: place for place, quote_id in enumerate(given.quotes.quote_id)}
    own = of_quotes(given)
    groups: dict[str, list[int]] = defaultdict(list)
    for utterance, quote in zip(utterances["utterance_id"], utterances["quote_id"], strict=True):
        groups[utterance] += own[by_id[quote]]
    found = []
    for group in _widest([groups[name] for name in sorted(groups)], most, given):
        for units in _in_common(group, given):
            terms = [given.units[n].terms.said for n in units]
            kind = next((k for k, t in ((DENIAL, DENIES), (ACCUSATION, ACCUSES)) if all(t in o for o in terms)), None)
            found.append(with_further(of_units(kind or UTTERANCE, units, given), kind, given))
    return found


def counted(given: Set, toll_of: Mapping[str, str]) -> tuple[list[tuple], list[tuple]]:
    """Numbers that are reported of one thing: of casualties within one toll, of others with a word in common. First
    those that several articles give, then those that one alone gives."""
    by_id = {quote_id: place for place, quote_id in enumerate(given.quotes.quote_id)}
    unit_at = finder(given.units)
    groups: dict[tuple, list] = defaultdict(list)
    for row in each_row(given.figures, *given.figures):
        value = row.reported_max if row.reported_min is None else row.reported_min
        if value is None or row.is_implicit or row.section == "caption":
            continue
        if not row.is_casualty:
            before = given.texts[row.article_id][max(0, row.start - 2) : row.start]
            if before.strip(" $£€") == "(" or row.modifier == "indefinite":  # converted, or vague
                continue
        toll = toll_of.get(row.figure_id)
        if toll or (not row.is_casualty and row.measure != "other"):
            place = unit_at(row.article_id, row.start)
            if place is not None:
                on_top = bool(ON_TOP.search(given.texts[row.article_id][max(0, row.start - 20) : row.start]))
                groups[toll or measure_of(row), not row.is_casualty and on_top, int(value)].append((row, place))
    several, alone = [], []
    for (measure, *_), members in sorted(groups.items(), key=lambda item: item[0]):
        if not measure.startswith("toll:"):
            members = _of_one_thing(members, given)
        spans: dict[str, tuple[int, int, int | None]] = {}
        for row, _ in sorted(members, key=lambda member: (member[0].section == "title", member[0].start)):
            spans.setdefault(row.article_id, (row.start, row.end, by_id.get(row.quote_id)))
        if len(spans) == 1 and all(row.part_of is not None for row, _ in members):
            continue
        is_toll = any(r.measure in MEASURES and r.count_scope == "incident" and r.part_of is None for r, _ in members)
        victims = frozenset((row.measure, row.victim_status) for row, _ in members if row.is_casualty)
        (several if len(spans) > 1 else alone).append((measure, is_toll, victims, spans, [n for _, n in members]))
    return several, alone


def of_number(measure: str, is_toll: bool, victims: frozenset, spans: dict, units: list[int], given: Set) -> Fact:
    """The statement of a number that :func:`counted` found."""
    stated = min(units, key=lambda n: _plainness(given.units[n], given))
    units = sorted(set(units))
    core = _core(_by_article(units, given), given)
    said = statement(given.units[stated], given)
    return Fact(FIGURE, units, spans, said, core, measure, is_toll, victims)


def measure_of(figure: tuple) -> str:
    """What a figure counts that stands in no toll."""
    return f"{figure.measure} {figure.unit or ''}"


def told_alone(given: Set, used: set[int], is_dated) -> Iterable[Fact]:
    """What one article alone makes a statement of, by none of the clauses ``used``: accusations, denials, the words of
    named sources, and events of which ``is_dated`` says that a clause has a date."""
    sentences = {(given.units[n].article_id, *given.units[n].sentence) for n in used}
    quoted = {given.units[n].quote for n in used} - {None}
    groups: dict[tuple, list[int]] = defaultdict(list)
    for n, unit in given.units.where((given.units.section != "title") & (given.units.section != "caption")):
        place = (unit.article_id, *unit.sentence)
        if place not in sentences and unit.quote not in quoted and given.origin[place[0]] == place[0]:
            groups[(*place, unit.quote)].append(n)
    for (*_, place), own in groups.items():
        terms = frozenset().union(*(given.units[n].terms.said for n in own))
        if len(terms) <= FEWEST or any(given.units[n].is_tag for n in own):
            continue
        kind = None
        if terms & {ACCUSES, DENIES}:
            kind = DENIAL if DENIES in terms else ACCUSATION
        elif place is not None:
            kind = UTTERANCE if given.quotes.entity_id[place] is not None else None
        elif any(is_dated(given.units[n]) for n in own):
            kind = EVENT
        if kind:
            yield of_units(kind, own, given)


def with_copies(fact: Fact, given: Set) -> Fact:
    """A statement of one article with the clauses of its copies."""
    if len(set(given.origin.values())) == len(given.origin):
        return fact
    further = [n for n in _further(fact, given) if given.origin[given.units[n].article_id] in fact.spans]
    return of_units(fact.kind, [*fact.units, *further], given) if further else fact


def of_units(kind: str | None, units: Iterable[int], given: Set) -> Fact:
    """A statement of clauses: of each article the one most like the others, of these the one that states it best."""
    units = sorted(set(units))
    by_article = _by_article(units, given)
    core = _core(by_article, given)
    terms = [given.units[n].terms for n in units]
    clear = {n: is_clear(given.units[n], given) for n in units}
    like = candidates.likeness(terms, _as_terms(core), given.weight)
    fit = {n: (own + 0.1 * clear[n], -n) for n, own in zip(units, like, strict=True)}
    best = {article_id: max(own, key=fit.get) for article_id, own in by_article.items()}
    stated = max(best.values(), key=lambda n: (clear[n], fit[n]))
    several = [n for own in by_article.values() if len(own) > 1 for n in own]
    shown = candidates.likeness([given.units[n].terms for n in several], given.units[stated].terms, given.weight)
    like = dict(zip(several, shown, strict=True))
    spans = {}
    for article_id, own in sorted(by_article.items()):  # the clause most like the one that states it is shown
        unit = given.units[max(own, key=lambda n: (like[n], *fit[n])) if len(own) > 1 else own[0]]
        spans[article_id] = (unit.start, unit.end, unit.quote)
    return Fact(kind or _kind(units, given), units, spans, statement(given.units[stated], given), core)


def _by_article(units: list[int], given: Set) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n, article in zip(units, given.units.article[units].tolist(), strict=True):
        found[given.units.articles[article]].append(n)
    return found


def _core(by_article: Mapping[str, list[int]], given: Set) -> frozenset[str]:
    """The terms that half of the articles have, and two of them at least where there are several."""
    own = (frozenset().union(*(given.units[n].terms.all for n in units)) for units in by_article.values())
    counts = Counter(chain.from_iterable(own))
    least = max(2, len(by_article) / 2) if len(by_article) > 1 else 1
    return frozenset(term for term, n in counts.items() if n >= least)


def distinct(facts: list[Fact], given: Set) -> list[Fact]:
    """Statements without those that rest on the words of another, on the same quotes or clauses in their articles."""
    kept: list[Fact] = []
    by_key: dict[tuple, set[int]] = defaultdict(set)
    order = sorted(
        facts, key=lambda f: (-len(f.spans), f.kind != FIGURE, f.kind != UTTERANCE, -len(f.units), f.statement)
    )
    for fact in order:
        keys = {("quote", span[2]) if span[2] is not None else (a, *span[:2]) for a, span in fact.spans.items()}
        keys |= set(zip(given.units.article[fact.units].tolist(), given.units.first[fact.units].tolist(), strict=True))
        keys |= {("opens", article_id) for article_id in _opened_with(fact, given)}
        alike = sorted(set().union(*(by_key[key] for key in keys)))
        within = next((other for other in alike if _is_within(fact, kept[other], given)), None)
        if within is not None:
            most = origins(fact, given) > origins(kept[within], given) / 2
            if fact.kind == UTTERANCE and kept[within].kind == EVENT and most:
                kept[within] = kept[within]._replace(kind=UTTERANCE)
            continue
        same = next((other for other in alike if _is_same(fact, kept[other], given)), None)
        if same is None:
            kept.append(fact)
        else:
            kept[same] = of_units(kept[same].kind, [*kept[same].units, *fact.units], given)
        for key in keys:
            by_key[key].add(len(kept) - 1 if same is None else same)
    return kept


def by_voice(fact: Fact) -> Fact:
    """A statement; one that an article tells in its own words is no utterance."""
    is_told = fact.kind == UTTERANCE and any(quote is None for *_, quote in fact.spans.values())
    return fact._replace(kind=EVENT) if is_told else fact


def origins(fact: Fact, given: Set) -> int:
    """How many articles tell it; an article and its copies are one."""
    return len({given.origin[article_id] for article_id in fact.spans})


def _n_articles(units: Sequence[int], given: Set) -> int:
    return len(set(given.units.article[units].tolist()))


def _widest(groups: list[list[int]], most: int, given: Set) -> list[list[int]]:
    """Of groups of clauses those of two articles or more, those of most articles first, at most ``most``."""
    sizes = {n: _n_articles(group, given) for n, group in enumerate(groups)}
    return [groups[n] for n in sorted(sizes, key=lambda n: -sizes[n])[:most] if sizes[n] > 1]


def _as_terms(terms: Iterable[str]) -> Terms:
    denied = frozenset(term[1:] for term in terms if term[0] == "¬")
    return Terms(frozenset(term for term in terms if term[0] != "¬"), denied)


def _apart(one: Terms, other: Terms, given: Set) -> bool:
    """Whether two clauses are surely two statements; a denial is another than what it denies, and the death of some
    another than that of others."""
    if similarity.at_odds(one, other) or (DENIES in one.said) != (DENIES in other.said):
        return True
    if (HARM & one.said).isdisjoint(other.said):
        return False
    whom = [{given.lexicon.victims.get(term) for term in terms.said} - {None} for terms in (one, other)]
    return all(whom) and whom[0].isdisjoint(whom[1])


def _is_enough(one: Terms, other: Terms, like: float, given: Set) -> bool:
    """Whether what two clauses share that are so much alike can be a statement: see :func:`_suffices`."""
    shared = one.all & other.all
    if len(shared) < 2:
        return False
    telling = shared - given.main - given.lexicon.common
    return bool(
        _suffices(
            n_shared=len(shared),
            n_either=len(one.all | other.all),
            n_telling=len(telling),
            n_with_act=(not given.acts.isdisjoint(one.said)) + (not given.acts.isdisjoint(other.said)),
            n_denials=(DENIES in one.said) + (DENIES in other.said),
            bare=min(len(one.all - given.main), len(other.all - given.main)),
            share_act=not shared.isdisjoint(given.acts_denied_too),
            share_main=MAIN in shared,
            main_acts=not telling.isdisjoint(given.acts_denied_too)
            and any(term[0] in "@~" for term in shared & given.main),
            known=any(term.lstrip("¬")[0] in "=#" for term in telling),
            named=any(term in given.doers or term[0] == "#" for term in shared),
            close=like >= CLOSE and any(map(_is_word, telling)),
            loose=not given.main - {MAIN},
        )
    )


def _suffices(
    n_shared, n_either, n_telling, n_with_act, n_denials, bare, share_act, share_main, known, main_acts, named,
    close, loose,
):  # fmt: skip
    """Whether what two clauses share can be a statement. Of numbers or of arrays of them.

    Beside what the whole set is about they share three terms (more where the set is ``loose``: its articles open with
    nothing in common, they have a subject and no event); or two of which one is an act, and one of its main names;
    or two that are most of a short clause, where both deny or tell of one act of the main thing. Where both name acts,
    they share one, save where they are ``close`` in all that they say
    and share a word.
    """
    short = known & (bare <= SHORT) & ((n_denials == 2) | (share_act & share_main))
    few = (n_telling >= 2) & (main_acts | short)
    same = (n_shared > FEWEST) & (n_shared >= SAME * n_either)
    many = (n_telling >= 3) & (not loose or (named & share_act)) | (n_telling >= 5)
    enough = many | same | few | (known & share_main & (bare <= 2))
    one_act = share_act | (n_with_act == 0) | ((n_with_act == 1) & (n_shared >= 4))
    near = close & (n_telling >= 2) & (n_shared - share_main >= 3) & (not loose)
    return (enough & one_act | near) & (n_denials != 1)


def _is_word(term: str) -> bool:
    """Whether a term is a word, and no name, time, number or class of words."""
    return term.lstrip("¬")[0].isalpha()


def _judge(coded: candidates.Coded, terms: Passages, opens: np.ndarray, given: Set):
    """A function that tells of pairs of clauses, by the terms that they share and how alike they are, whether these
    suffice for a statement, whether both speak of the main thing and of the same act, and whether articles open with
    both and share three terms, one of them no name."""
    telling = coded.flags(lambda term: term not in given.main and term not in given.lexicon.common)
    act, act_denied_too, main = (
        coded.flags(own.__contains__) for own in (given.acts, given.acts_denied_too, {MAIN})
    )  # fmt: skip
    tells = coded.flags(lambda term: term != MAIN and term not in given.lexicon.common)
    word = coded.flags(_is_word)
    kinds = {
        "main": main,
        "act": act,
        "act_denied_too": act_denied_too,
        "act_telling": act_denied_too & telling,
        "main_name": coded.flags(lambda term: term in given.main and term[0] in "@~"),
        "known": coded.flags(lambda term: term.lstrip("¬")[0] in "=#") & telling,
        "named": coded.flags(lambda term: term in given.doers or term[0] == "#"),
        "word": word & telling,
        "told": tells & (word | act_denied_too),
    }
    bits = sum(flags.astype(np.uint16) << n for n, flags in enumerate(kinds.values()))
    n_bare = terms.sizes - terms.counts(given.main)
    has_act, denies = (terms.counts(words) > 0 for words in (given.acts, {DENIES}))

    def judged(one: np.ndarray, other: np.ndarray, both: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, ...]:
        both = both.T  # a row that is long is quickly reckoned
        found = np.bitwise_or.reduce(bits[both])
        share = {kind: found & (1 << n) > 0 for n, kind in enumerate(kinds)}
        open_alike = opens[one] & opens[other] & share["told"]
        open_alike[open_alike] = tells[both[:, open_alike]].sum(0) >= 3
        enough = _suffices(
            n_shared=(n_shared := (both >= 0).sum(0)),
            n_either=coded.size[one] + coded.size[other] - n_shared,
            n_telling=telling[both].sum(0),
            n_with_act=has_act[one].astype(int) + has_act[other],
            n_denials=denies[one].astype(int) + denies[other],
            bare=np.minimum(n_bare[one], n_bare[other]),
            share_act=share["act_denied_too"],
            share_main=share["main"],
            known=share["known"],
            main_acts=share["act_telling"] & share["main_name"],
            named=share["named"],
            close=(score >= CLOSE) & share["word"],
            loose=not given.main - {MAIN},
        )
        return enough | open_alike, share["main"] & share["act"], open_alike

    return judged


def _is_number(fact: Fact) -> bool:
    """Whether what clauses have in common is a number of people and little else: tolls have rows of their own."""
    n = sum(term[0] == "#" for term in fact.core)
    return n > 0 and len(fact.core) - n <= FEWEST


def with_further(fact: Fact, kind: str | None, given: Set) -> Fact:
    """A statement with the clauses of other articles that tell it too; it is of another kind then, save if given."""
    further = _further(fact, given)
    return of_units(kind, [*fact.units, *further], given) if further else fact


def _further(fact: Fact, given: Set) -> list[int]:
    """Clauses of other articles that have most of what the clauses of a statement have in common."""
    sums = np.zeros(len(given.units))
    for term in sorted(fact.core):
        sums[given.units.terms.holders(term)] += given.weight[term]
    whole = fsum(given.weight[term] for term in fact.core)
    near = _highest(sums, PART * whole, MOST_TRIED + len(fact.units))
    near = near[~np.isin(given.units.article[near], given.units.article[fact.units])][:MOST_TRIED]
    near = near[given.units.section[near] != "caption"].tolist()
    if by_voice(fact).kind == UTTERANCE and (who := _named(fact.units, given)):  # no words of somebody else
        near = [n for n in near if _named([n], given) <= who]
    if not near:
        return []
    read = (lambda terms: terms) if any(term[0] == "#" for term in fact.core) else _uncounted
    fellows = [read(terms) for terms in list({given.units[n].terms: None for n in fact.units})[:MOST_FELLOWS]]
    own = [read(given.units[n].terms) for n in near]
    likeness = candidates.against(own, fellows, given.weight)
    likest = likeness.max(axis=1)
    has_most = sums[near] >= max(FOUND * whole, WEIGHTY) - 1e-9
    exact = fact.kind == UTTERANCE or DENIES in fact.core  # somebody's words, or of one thing
    is_like = likest >= np.where(has_most, ALIKE / 2, 1.0 if exact else ALIKE)
    best: dict[str, int] = {}
    for n in np.lexsort((near, -(likest + has_most))).tolist():
        article_id = given.units[near[n]].article_id
        if article_id in best or not is_like[n] or any(_apart(own[n], terms, given) for terms in fellows):
            continue
        like = [(terms, score) for terms, score in zip(fellows, likeness[n].tolist(), strict=True) if score]
        if any(_is_main(own[n], terms, given) or _is_enough(own[n], terms, score, given) for terms, score in like):
            best[article_id] = near[n]
    return sorted(best.values())


def _named(units: list[int], given: Set) -> set[str]:
    """Whom clauses quote by name."""
    quotes = given.units.quote[units]
    return {*given.quotes.entity_id[quotes[quotes >= 0]]} - {None}


def _highest(sums: np.ndarray, least: float, most: int) -> np.ndarray:
    """Where the highest of ``sums`` stand, the first of equals first: at most ``most``, and none below ``least``."""
    places = np.flatnonzero(sums >= least)
    if len(places) > most:
        places = places[sums[places] >= np.partition(sums[places], -most)[-most]]
    return places[np.argsort(-sums[places], kind="stable")][:most]


def _is_main(one: Terms, other: Terms, given: Set) -> bool:
    """Whether two clauses have an act and three more in common, if only of what the whole set is about."""
    shared = one.all & other.all - {MAIN}
    return len(shared) >= 4 and not shared.isdisjoint(given.acts)


def _uncounted(terms: Terms) -> Terms:
    """Terms without numbers: where the clauses of a statement have none in common, none is part of it."""
    if not terms.numbers:
        return terms
    return Terms(*(frozenset(term for term in own if term[0] != "#") for own in (terms.said, terms.denied)))


def _in_common(units: list[int], given: Set) -> list[list[int]]:
    """The clauses of an utterance, each with those of other articles that are alike: what one article alone quotes of
    it is not shared, and two sentences of it are two statements."""
    terms = Passages.of([given.units[n].terms for n in units])
    coded = candidates.coded(terms, given.weight)
    pairs = []
    for one, other, score, both in candidates.scored(coded, terms, given.units.article[units], ALIKE):
        use = score >= CLOSE
        if not use.all():
            judge = _judge(coded, terms, np.zeros(len(units), dtype=bool), given)
            enough, of_one_act, _ = judge(one, other, both, score)
            use |= enough | of_one_act
        pairs.append((one[use], other[use], score[use]))
    groups = candidates.grouped(*map(np.concatenate, zip(*pairs, strict=True)), ALIKE) if pairs else []
    return [[units[n] for n in own] for own in groups]


def _plainness(unit: Unit, given: Set) -> tuple:
    """Sorts clauses with a number: those with no other first, then those that can stand by themselves."""
    return sum(term[0] == "#" for term in unit.terms.all), not is_clear(unit, given), unit.article_id, unit.start


def _of_one_thing(members: list[tuple], given: Set) -> list[tuple]:
    """Of numbers that are the same those whose clauses share another word with one of the first that has such a
    fellow in another article."""
    for own, n in members[:MOST_FELLOWS] if len({row.article_id for row, _ in members}) > 1 else ():
        terms = [given.units[m].terms for _, m in members]
        like = candidates.likeness(terms, given.units[n].terms, given.weight)
        fellows = [member for member, score in zip(members, like, strict=True) if member[1] == n or score >= NEAR]
        if any(row.article_id != own.article_id for row, _ in fellows):
            return fellows
    return members[:1]


def _kind(units: list[int], given: Set) -> str:
    own = [given.units[n] for n in units]
    for kind, term in ((DENIAL, DENIES), (ACCUSATION, ACCUSES)):
        if sum(term in unit.terms.said for unit in own) >= min(2, len(own)):
            return kind
    sources = {given.quotes.entity_id[unit.quote] if unit.quote is not None else None for unit in own}
    return UTTERANCE if len(sources) == 1 and None not in sources else EVENT


def _is_same(fact: Fact, other: Fact, given: Set) -> bool:
    """Whether two statements rest on one clause somewhere, or on titles and leads of the same articles, and have half
    of what is common to the clauses of one in common."""
    if FIGURE in (fact.kind, other.kind) or fact.kind == other.kind == UTTERANCE:
        return False
    acts, their = (own.core & given.acts - given.main for own in (fact, other))
    if not (acts <= their or their <= acts) or min(origins(fact, given), origins(other, given)) < 2:
        return False
    both = fact.spans.keys() & other.spans.keys()
    opened = both & _opened_with(fact, given) & _opened_with(other, given)
    if all(fact.spans[a][:2] != other.spans[a][:2] for a in both) and len(opened) < max(1, len(both) / 2):
        return False
    sums = [fsum(given.weight.get(t, 0.0) for t in terms) for terms in (fact.core & other.core, fact.core, other.core)]
    return sums[0] >= min(sums[1:]) / 2 and not _apart(_as_terms(fact.core), _as_terms(other.core), given)


def _opened_with(fact: Fact, given: Set) -> set[str]:
    """The articles that open with what is shown of a statement."""
    units = (given.units[n] for n in fact.units)
    own = (unit for unit in units if unit.section in ("title", "lead"))
    return {unit.article_id for unit in own if fact.spans[unit.article_id][:2] == (unit.start, unit.end)}


def _is_within(fact: Fact, other: Fact, given: Set) -> bool:
    """Whether each article of a statement tells it with words on which another rests; a number is its own statement."""
    if fact.kind == FIGURE:
        same = not fact.victims and fact.spans.keys() == other.spans.keys()
        is_told = same and any(term[0] == "#" for term in fact.core & other.core)
        return (is_told or fact.measure == other.measure) and set(fact.units) <= set(other.units)
    if not fact.spans.keys() <= other.spans.keys():
        return False
    units = set(other.units)
    quotes = set(given.units.quote[other.units].tolist()) - {-1}
    if quotes.issuperset(given.units.quote[fact.units].tolist()):
        return True
    told = 0
    for article_id, own in _by_article(fact.units, given).items():
        is_quoted = fact.kind != UTTERANCE and fact.spans[article_id][2] in quotes
        told += is_quoted or len(units.intersection(own)) >= len(own) / 2
    return told >= len(fact.spans) / 2
