"""What is one statement: clauses of several articles that say one thing, remarks that several carry, numbers of one
thing, and what one article alone makes a statement of.

Clauses of several articles are one statement when they share enough of what is rare, deny nothing that the other
affirms and count nothing otherwise.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from math import fsum
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.comparison import candidates
from crossread.comparison.clauses import ACCUSES, DENIES, FEWEST, MAIN, Set, finder, is_clear, statement
from crossread.storage.columns import each_row

EVENT, FIGURE, ACCUSATION, DENIAL, UTTERANCE = KINDS = ("event", "figure", "accusation", "denial", "utterance")
ALIKE = 0.42  # likeness on average from which clauses are one statement
FOUND = 0.62  # share of what a statement's clauses have in common that a further clause must have
PART = 1 / 3  # the same where it is as like one of them as two that are one statement
SAME = 0.75  # share of the terms of two clauses that both have from which they are in the same words
ANAPHOR = 0.1  # added where both speak of what the set is about, however they call it, and of the same act
CLOSE = 0.6  # likeness from which three terms are enough, whatever acts are named
OPENING = 0.15  # added where articles open with both: what they open with is rarely told twice in the same words
WEIGHTY = 5.0  # and the weight of it: two rare terms, or three
NEAR = 0.34  # share of a clause from which a passage that has it comes near
MOST = 0.4  # share of each of two clauses that both have from which two terms are enough, one of them an act or number
SHORT = 4  # terms of a clause of which two are most
MOST_FELLOWS = 8  # wordings of a statement that another is held against
MOST_TRIED = 80  # clauses that are held against one statement
ON_TOP = re.compile(r"\b(?:another|further|additional|other)\s+$", re.IGNORECASE)  # of what was counted before
UNDOES = frozenset([DENIES, "=refuse", "=cancel", "=delay", "=suspend"])
HARM = frozenset(["=kill", "=hurt"])
MEASURES = ("killed", "injured", "missing", "captured")  # tolls that are told even where one article alone has them
TOLLS = tuple(f"#{measure}:" for measure in MEASURES)


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


def judge(given: Set) -> Callable[..., tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """A function that tells of pairs of clauses, by the terms that they share and how alike they are, whether these
    suffice for a statement, what their likeness gains where both speak of the main thing and of the same act, or
    articles open with both and share three terms, one of them no name, and whether they are surely two statements.

    Beside what the whole set is about they share three terms (more where the set is loose: its articles open with
    nothing in common, they have a subject and no event); or two of which one is an act, and one of its main names;
    or two that are most of a short clause, where both deny or tell of one act of the main thing. Where both name acts,
    they share one, save where they are close in all that they say and share a word. Two terms are enough where
    they are most of both and all their acts.
    """
    terms, acts, opens = given.units.terms, given.acts, given.units.opens
    common, empty = given.main | given.lexicon.common, given.lexicon.common | {MAIN}
    is_loose = not given.main - {MAIN}
    kinds = {
        "main": lambda term: term == MAIN,
        "act": lambda term: term in acts,
        "act_telling": lambda term: term in acts and term not in common,
        "main_name": lambda term: term in given.main and term[0] in "@~",
        "known": lambda term: term.lstrip("¬")[0] in "=#" and term not in common,
        "named": lambda term: term in given.doers or term[0] == "#",
        "word": lambda term: term.lstrip("¬")[0].isalpha() and term not in common,  # no name, time or number
        "harm": HARM.__contains__,
        "told": lambda term: term not in empty and (term.lstrip("¬")[0].isalpha() or term in acts),
    }
    bits = sum(np.append(terms.flags(is_one), False).astype(np.uint16) << n for n, is_one in enumerate(kinds.values()))
    telling, tells, act = (
        np.append(terms.flags(is_one), False)
        for is_one in (lambda term: term not in common, lambda term: term not in empty, acts.__contains__)
    )
    n_acts, n_bare = terms.counts(acts), terms.sizes - terms.counts(given.main)
    undone = terms.counts(UNDOES - given.main) > 0
    victims = given.lexicon.victims
    whom = np.zeros(len(terms), dtype=int)  # whom a clause is about, a bit each
    for n, who in enumerate(sorted(set(victims.values()))):
        whom |= (terms.counts([term for term in victims if victims[term] == who]) > 0).astype(int) << n

    def judged(one: np.ndarray, other: np.ndarray, score: np.ndarray, both: np.ndarray) -> tuple[np.ndarray, ...]:
        found = np.bitwise_or.reduce(bits[both])
        share = {kind: found & (1 << n) > 0 for n, kind in enumerate(kinds)}
        n_shared, n_telling, n_acting = (candidates.how_many(own) for own in (both >= 0, telling[both], act[both]))
        open_alike = opens[one] & opens[other] & share["told"] & (candidates.how_many(tells[both]) >= 3)
        bare = np.minimum(n_bare[one], n_bare[other])
        short = share["known"] & (bare <= SHORT) & (undone[one] & undone[other] | share["act"] & share["main"])
        few = (n_telling >= 2) & (share["act_telling"] & share["main_name"] | short)
        few |= share["known"] & share["main"] & (bare <= 2)
        same = (n_shared > FEWEST) & (n_shared >= SAME * (terms.sizes[one] + terms.sizes[other] - n_shared))
        many = (n_telling >= 3) & (not is_loose or share["named"] & share["act"]) | (n_telling >= 5)
        with_act = (n_acts[one] > 0).astype(int) + (n_acts[other] > 0)
        one_act = share["act"] | (with_act == 0) | ((with_act == 1) & (n_shared >= 4))
        close = (score >= CLOSE) & share["word"] & (n_telling >= 2) & (n_shared - share["main"] >= 3)
        most = terms.weight[both].sum(0) >= MOST * np.maximum(terms.sums[one], terms.sums[other])
        most &= (n_acts[one] == n_acts[other]) & (n_acting == n_acts[one])
        two = most & share["known"] & (n_telling >= 2)
        enough = (many | same | few) & one_act | ((close | two) & (not is_loose))
        bonus = np.maximum(OPENING * open_alike, ANAPHOR * (share["main"] & share["act"] & (not is_loose)))
        is_apart = undone[one] != undone[other]  # a denial is another than what it denies,
        # and the death of some another than that of others.
        is_apart |= share["harm"] & (whom[one] > 0) & (whom[other] > 0) & (whom[one] & whom[other] == 0)
        return (enough | open_alike) & ~is_apart, bonus, is_apart

    return judged


def told_first(given: Set) -> list[Fact]:
    """What the articles open with, where most open with the same."""
    units, main = given.units, given.opening - given.lexicon.common
    done = main & given.acts
    if (
        len(main - {MAIN}) < 3 or all(t in done or t[0] in "#%" for t in main) or not done
    ):  # nothing says it is one event
        return []
    said, acts, undoes = (units.terms.counts(words) for words in (main, done, UNDOES - main))
    best: dict[int, tuple] = {}
    for n in np.flatnonzero(units.opens & (said >= 2) & (acts > 0) & (undoes == 0)).tolist():
        openness = (said[n], units.section[n] == "lead", -units.start[n], -n)
        best[units.article[n]] = max(best.get(units.article[n], openness), openness)
    if len(best) < max(2, 0.6 * len(given.texts)):
        return []
    return [of_units(EVENT, [-openness[-1] for openness in best.values()], given)]


def shared(given: Set, most: int) -> list[Fact]:
    """Clauses of several articles that say one thing: at most ``most``, those of most articles."""
    units, terms = given.units, given.units.terms
    own = np.array([given.origin[article_id] == article_id for article_id in units.articles], dtype=bool)
    enough = (terms.sizes >= FEWEST) & (units.section != "caption") & own[units.article]
    enough &= (units.is_tag == 0) | (terms.counts(given.acts) > 0)  # no speaker with his office
    found = []
    for one, other, score, both in candidates.scored(terms, np.flatnonzero(enough), units.apart, ALIKE / 2 - OPENING):
        enough, bonus, _ = given.judge(one, other, score, both)
        score = score + bonus
        found.append([own[enough & (score >= ALIKE / 2)] for own in (one, other, score)])
    found = [of_units(None, group, given) for group in _widest(candidates.grouped(found, ALIKE), most, given)]
    found = [with_further(fact, None, given) for fact in found if not _is_number(fact)]
    return [fact for fact in found if not _is_number(fact)]


def uttered(given: Set, utterances: pd.DataFrame, most: int) -> list[Fact]:
    """Utterances that two articles or more carry: at most ``most``, those of most articles."""
    by_id = {quote.quote_id: place for place, quote in enumerate(given.quotes)}
    own, groups = defaultdict(list), defaultdict(list)
    for n, quote in enumerate(given.units.quote.tolist()):
        own[quote].append(n)
    for utterance, quote in zip(utterances["utterance_id"], utterances["quote_id"], strict=True):
        groups[utterance] += own[by_id[quote]]
    found = []
    for group in _widest([groups[name] for name in sorted(groups)], most, given):
        for units in _in_common(group, given):
            terms = [given.units.terms[n] for n in units]
            kind = next((k for k, t in ((DENIAL, DENIES), (ACCUSATION, ACCUSES)) if all(t in o for o in terms)), None)
            found.append(of_units(kind or UTTERANCE, units, given))
    return found


def counted(given: Set, toll_of: Mapping[str, str]) -> tuple[list[tuple], list[tuple]]:
    """Numbers that are reported of one thing: of casualties within one toll, of others with a word in common. First
    those that several articles give, then those that one alone gives."""
    by_id = {quote.quote_id: place for place, quote in enumerate(given.quotes)}
    unit_at = finder(given.units)
    groups: dict[tuple, list] = defaultdict(list)
    for row in each_row(given.figures, *given.figures):
        value = row.reported_max if row.reported_min is None else row.reported_min
        is_vague = row.modifier == "indefinite" and row.measure not in MEASURES
        if value is None or row.is_implicit or row.section == "caption" or is_vague:
            continue
        before = given.texts[row.article_id][max(0, row.start - 20) : row.start]
        toll = toll_of.get(row.figure_id)
        is_other = not row.is_casualty and row.measure != "other" and before[-2:].strip(" $£€") != "("  # converted
        place = unit_at(row.article_id, row.start) if toll or is_other else None
        if place is not None:
            on_top = not row.is_casualty and bool(ON_TOP.search(before))
            groups[toll or measure_of(row), on_top, int(value)].append((row, place))
    several, alone = [], []
    for (measure, *_), members in sorted(groups.items(), key=lambda item: item[0]):
        if not measure.startswith("toll:") or given.main <= given.acts | {MAIN}:  # no name or thing joins the articles
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
    """The statement of a number that :func:`counted` found: in a clause with no other, if there is one, and one that
    can stand by itself."""

    def plainness(n: int) -> tuple:
        return sum(term[0] == "#" for term in given.units.terms[n]), not is_clear(given.units.at(n), given), n

    said = statement(given.units.at(min(units, key=plainness)), given)
    units = sorted(set(units))
    by_article = _by_article(units, given)
    core = _core(_told(by_article, given), len(by_article))
    return Fact(FIGURE, units, spans, said, core, measure, is_toll, victims)


def measure_of(figure: tuple) -> str:
    """What a figure counts that stands in no toll."""
    return f"{figure.measure} {figure.unit or ''}"


def told_alone(given: Set, used: set[int], is_dated: Callable) -> Iterable[Fact]:
    """What one article alone makes a statement of, by none of the clauses ``used``: accusations, denials, the words of
    named sources, and events of which ``is_dated`` says that a clause has a date."""
    units = given.units
    sentences = {(units.article[n], units.first[n]) for n in used}
    quoted = {units.quote[n] for n in used} - {-1}
    groups: dict[tuple, list[int]] = defaultdict(list)
    for n in np.flatnonzero((units.section != "title") & (units.section != "caption")).tolist():
        sentence = (units.article[n], units.first[n])
        if sentence not in sentences and units.quote[n] not in quoted and given.origin[units.of(n)] == units.of(n):
            groups[(*sentence, units.quote[n])].append(n)
    for (*_, quote), own in groups.items():
        terms = frozenset().union(*(units.terms[n] for n in own))
        if sum(term[0] != "¬" for term in terms) <= FEWEST or units.is_tag[own].any():
            continue
        kind = None
        if terms & {ACCUSES, DENIES}:
            kind = DENIAL if DENIES in terms else ACCUSATION
        elif quote >= 0:
            kind = UTTERANCE if given.quotes[quote].entity_id is not None else None
        elif any(is_dated(units.at(n)) for n in own):
            kind = EVENT
        if kind:
            yield of_units(kind, own, given)


def with_copies(fact: Fact, given: Set) -> Fact:
    """A statement of one article with the clauses of its copies."""
    if len(set(given.origin.values())) == len(given.origin):
        return fact
    further = [n for n in _further(fact, given) if given.origin[given.units.of(n)] in fact.spans]
    return of_units(fact.kind, [*fact.units, *further], given) if further else fact


def of_units(kind: str | None, units: Iterable[int], given: Set) -> Fact:
    """A statement of clauses: of each article the one most like the others, of these the one that states it best: that
    can stand by itself, and says least that other articles do not."""
    units, terms = sorted(set(units)), given.units.terms
    by_article = _by_article(units, given)
    told = _told(by_article, given)
    core = _core(told, len(by_article))
    clear = {n: is_clear(given.units.at(n), given) for n in units}
    like = {n: terms.weigh(core & terms[n]) / (terms.weigh(core | terms[n]) or 1.0) for n in units}
    fit = {n: (like[n] + 0.1 * clear[n], -n) for n in units}
    lacking = {term: terms.weigh([term]) * (1 - n / len(by_article)) for term, n in told.items()}
    best = [max(own, key=fit.get) for own in by_article.values()]
    beyond = {n: fsum(map(lacking.get, terms[n])) / (terms.weigh(terms[n]) or 1.0) for n in best}
    stated = max(best, key=lambda n: (clear[n], like[n] - beyond[n], -n))
    beside, _ = terms.alike(np.array(units), np.full(len(units), stated))
    shown = {n: (own, *fit[n]) for n, own in zip(units, beside.tolist(), strict=True)}
    spans = {}
    for article_id, own in sorted(by_article.items()):  # the clause most like the one that states it is shown
        unit = given.units.at(max(own, key=shown.get))
        spans[article_id] = (unit.start, unit.end, unit.quote)
    rest = chain.from_iterable(terms[n] for n in of_sentence(stated, given) if n != stated)
    apart = len(by_article) > 1 and any(term.startswith(TOLLS) for term in rest)  # others may count otherwise
    return Fact(kind or _kind(units, given), units, spans, statement(given.units.at(stated), given, apart), core)


def of_sentence(n: int, given: Set) -> list[int]:
    """The clauses of the sentence that a clause stands in."""
    article, first = given.units.article, given.units.first
    around = range(max(0, n - 6), min(len(first), n + 7))
    return [m for m in around if article[m] == article[n] and first[m] == first[n]]


def _by_article(units: list[int], given: Set) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n in units:
        found[given.units.of(n)].append(n)
    return found


def _core(told: Mapping[str, int], n_articles: int) -> frozenset[str]:
    """The terms that half of the articles have, and two of them at least where there are several."""
    least = max(2, n_articles / 2) if n_articles > 1 else 1
    return frozenset(term for term, n in told.items() if n >= least)


def _told(by_article: Mapping[str, list[int]], given: Set) -> Counter[str]:
    """In how many articles each term stands."""
    own = (frozenset().union(*map(given.units.terms.__getitem__, units)) for units in by_article.values())
    return Counter(chain.from_iterable(own))


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
            is_most = origins(fact, given) > origins(kept[within], given) / 2
            if fact.kind == UTTERANCE and kept[within].kind == EVENT and is_most:
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


def _widest(groups: list[list[int]], most: int, given: Set) -> list[list[int]]:
    """Of groups of clauses those of two articles or more, those of most articles first, at most ``most``."""
    sizes = [len(set(given.units.article[group].tolist())) for group in groups]
    return [groups[n] for n in sorted(range(len(groups)), key=lambda n: -sizes[n])[:most] if sizes[n] > 1]


def _is_number(fact: Fact) -> bool:
    """Whether what clauses have in common is a number and little else, of a kind that has rows of its own."""
    n = sum(term[0] == "#" and not term.startswith(("#other", "#percent")) for term in fact.core)
    return n > 0 and len(fact.core) - n <= FEWEST


def with_further(fact: Fact, kind: str | None, given: Set) -> Fact:
    """A statement with the clauses of other articles that tell it too; it is of another kind then, save if given."""
    further = _further(fact, given)
    return of_units(kind, [*fact.units, *further], given) if further else fact


def _further(fact: Fact, given: Set) -> list[int]:
    """Clauses of other articles that have most of what the clauses of a statement have in common."""
    units, terms = given.units, given.units.terms
    sums = np.zeros(len(terms))
    for term in sorted(fact.core):
        sums[terms.holders(term)] += terms.weigh([term])
    whole = terms.weigh(fact.core)
    near = np.flatnonzero(sums >= PART * whole)
    near = near[~np.isin(units.article[near], units.article[fact.units]) & (units.section[near] != "caption")]
    if by_voice(fact).kind == UTTERANCE and (who := _named(fact.units, given)):  # no words of somebody else
        near = near[[_named([n], given) <= who for n in near.tolist()]]
    near = near[np.argsort(-sums[near], kind="stable")][:MOST_TRIED]
    if not len(near):
        return []
    fellows = [*{terms[n]: n for n in reversed(fact.units)}.values()][-MOST_FELLOWS:]
    one, other = np.repeat(near, len(fellows)), np.tile(fellows, len(near))
    score, both = terms.alike(one, other)
    # Where the clauses of a statement have no number in common, none is part of it.
    enough, _, is_apart = given.judge(one, other, score, both)
    is_apart |= terms.at_odds(one, other, both, by_number=any(term[0] == "#" for term in fact.core))
    fits, is_apart, score = (own.reshape(len(near), -1) for own in (enough & (score > 0), is_apart, score))
    has_most, likest = sums[near] >= max(FOUND * whole, WEIGHTY) - 1e-9, score.max(1)
    is_like = likest >= np.where(has_most, ALIKE / 2, ALIKE)
    best: dict[int, int] = {}
    for n in np.lexsort((near, -(likest + has_most))).tolist():
        if is_like[n] and fits[n].any() and not is_apart[n].any():
            best.setdefault(units.article[near[n]], int(near[n]))
    return sorted(best.values())


def _named(units: list[int], given: Set) -> set[str]:
    """Whom clauses quote by name."""
    quotes = given.units.quote[units]
    return {given.quotes[quote].entity_id for quote in quotes[quotes >= 0].tolist()} - {None}


def _in_common(units: list[int], given: Set) -> list[list[int]]:
    """The clauses of an utterance, each with those of other articles that are alike: what one article alone quotes of
    it is not shared, and two sentences of it are two statements. Of each other article that has the utterance the
    clause that is most like them is one of them, even if it is like them by half."""
    found = []
    for one, other, score, both in candidates.scored(given.units.terms, np.array(units), given.units.apart, ALIKE):
        use = (score >= CLOSE) | given.judge(one, other, score, both)[0]
        found.append([own[use] for own in (one, other, score)])
    return [[*group, *_likest(group, units, given)] for group in candidates.grouped(found, ALIKE)]


def _likest(group: list[int], units: list[int], given: Set) -> list[int]:
    """Of clauses ``units`` of articles that have none in a group the one of each that is most like one of these."""
    article = given.units.article
    others = np.array(units)[~np.isin(article[units], article[group])].tolist()
    group = group[:MOST_FELLOWS]
    score, _ = given.units.terms.alike(
        np.repeat(others, len(group)).astype(int), np.tile(group, len(others)).astype(int)
    )
    best: dict[int, tuple[float, int]] = {}
    for n, likest in zip(others, score.reshape(-1, len(group)).max(1, initial=0.0).tolist(), strict=True):
        if likest >= ALIKE / 2:
            best[article[n]] = max(best.get(article[n], (0.0, 0)), (likest, -n))
    return [-n for _, n in best.values()]


def _of_one_thing(members: list[tuple], given: Set) -> list[tuple]:
    """Of numbers that are the same those whose clauses share another word with one of the first that has such a
    fellow in another article."""
    places = np.array([n for _, n in members])
    for own, n in members[:MOST_FELLOWS] if len({row.article_id for row, _ in members}) > 1 else ():
        like, _ = given.units.terms.alike(places, np.full(len(places), n))
        fellows = [member for member, score in zip(members, like, strict=True) if member[1] == n or score >= NEAR]
        if any(row.article_id != own.article_id for row, _ in fellows):
            return fellows
    return members[:1]


def _kind(units: list[int], given: Set) -> str:
    for kind, term in ((DENIAL, DENIES), (ACCUSATION, ACCUSES)):
        if sum(term in given.units.terms[n] for n in units) >= min(2, len(units)):
            return kind
    sources = {given.quotes[quote].entity_id if quote >= 0 else None for quote in given.units.quote[units].tolist()}
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
    common, *each = (given.units.terms.weigh(own) for own in (fact.core & other.core, fact.core, other.core))
    return common >= min(each) / 2 and UNDOES.isdisjoint(fact.core ^ other.core)


def _opened_with(fact: Fact, given: Set) -> set[str]:
    """The articles that open with what is shown of a statement."""
    own = (given.units.at(n) for n in fact.units if given.units.opens[n])
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
