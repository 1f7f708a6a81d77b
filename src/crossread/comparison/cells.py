"""How a statement stands in each article: told, absent, not yet known, or undetermined.

Whether an article lacks a fact is decided by a second, much looser reading: whatever comes near leaves it undetermined,
and so does every doubt about time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from crossread.comparison.clauses import MAIN, Set
from crossread.comparison.statements import MOST_FELLOWS, NEAR, UTTERANCE, Fact, measure_of, of_sentence, origins
from crossread.comparison.times import Known, Times
from crossread.storage.columns import each_row

NARRATOR, ATTRIBUTED, ABSENT, NOT_YET, UNDETERMINED = (
    "narrator", "attributed", "absent", "not_yet_known", "undetermined",
)  # fmt: skip
OPEN_VICTIMS = {"unknown", "mixed", None}  # can be any
NO_VOICE, PERSON, OPEN_VOICE = range(3)
INDIVIDUAL = "named_individual"
NAMED = (INDIVIDUAL, "named_group")


class Heard(NamedTuple):
    """Who counts and who speaks in a set: articles by the toll or measure that they count, by the numbers that they
    report, by the entities that they quote, and by those that they name."""

    counting: dict[str, set[str]]
    with_value: dict[str, set[str]]
    quoting: dict[str, set[str]]
    victims: dict[tuple[str, str], set[str]]  # by the measure and the status of casualties
    naming: dict[str, set[str]]
    voice: np.ndarray  # of each clause: nobody is quoted, a person with a name, or somebody else
    numbered: np.ndarray  # of each clause: whether a number stands in it


def heard(given: Set, toll_of: Mapping[str, str]) -> Heard:
    """Who counts and who speaks in a set; ``toll_of`` has the toll of figures by their ids."""
    counting, with_value, quoting, victims, naming = (defaultdict(set) for _ in range(5))
    for row in each_row(given.figures, "figure_id", "article_id", "measure", "unit", "is_casualty", "victim_status"):
        if row.is_casualty:
            victims[row.measure, row.victim_status].add(row.article_id)
        counting[toll_of.get(row.figure_id) or measure_of(row)].add(row.article_id)
    units = given.units
    numbers = units.terms.flags(lambda term: term[0] == "#")
    for number in np.flatnonzero(numbers).tolist():
        name = units.terms.names[number]
        with_value[name.rpartition(":")[2]] |= set(map(units.of, units.terms.holders(name).tolist()))
    for quote in given.quotes:
        if quote.entity_id is not None:
            quoting[quote.entity_id].add(quote.article_id)
    kinds = (quote.source_type for quote in given.quotes)
    voice = [NO_VOICE if kind is None else PERSON if kind == INDIVIDUAL else OPEN_VOICE for kind in kinds]
    voice = np.array([*voice, NO_VOICE], dtype=np.int8)[units.quote]  # without a quote it is the last
    for row in each_row(given.mentions, "entity_id", "article_id"):
        naming[row.entity_id].add(row.article_id)
    return Heard(counting, with_value, quoting, victims, naming, voice, units.terms.counts(numbers) > 0)


def cells(fact: Fact, known: Known, near: set[str], half: set[str], times: Times, given: Set) -> list[dict]:
    """The cells of a statement, an article each. ``near`` are the articles in which something comes near it, ``half``
    those in which half of a clause of it stands."""
    found = []
    for article_id in given.texts:
        status, source, start, end = UNDETERMINED, None, None, None
        if article_id in fact.spans:
            start, end, quote = fact.spans[article_id]
            status, source = (NARRATOR, None) if quote is None else (ATTRIBUTED, _source(quote, given))
        else:
            published = times.published[article_id]
            if known.own and published.end is not None and known.own.start > published.end:
                status = UNDETERMINED if article_id in half else NOT_YET
            elif known.since is not None and published.start is not None and known.since <= published.start:
                status = UNDETERMINED if article_id in near else ABSENT
        found.append({"article_id": article_id, "status": status, "source": source, "start": start, "end": end})
    return found


def _source(quote: int, given: Set) -> str | None:
    """Who says it, by name or as worded; a pronoun alone is nobody."""
    said = given.quotes[quote]
    worded = " ".join((said.source_mention or "").split())
    return said.source or (worded if worded.lower() not in given.lexicon.empty else None) or said.via


def near(fact: Fact, about: Heard, given: Set) -> tuple[set[str], set[str]]:
    """The articles in which something comes near a statement, and those in which half of a clause of it stands.

    Near comes what has two of its terms together that are not everywhere, its act, a rare name, a number. The words of
    a person or body with a name are near only where these are named, where somebody other than another person says
    something near, or where the article itself tells half of them; a toll by its act alone only where casualties are
    counted that can be of it, and by its other terms only in clauses that tell of its act or have a number.
    """
    n_origins = len(set(given.origin.values()))
    several = origins(fact, given) > 1
    close, acted, half = (np.zeros(len(given.units.start), dtype=bool) for _ in range(3))
    found = about.counting.get(fact.measure or "", set()) | _speaking(fact, about, given)
    clauses = fact.units if several else _whole(fact, given)
    for terms in list(dict.fromkeys(given.units.terms[n] for n in clauses))[:MOST_FELLOWS]:
        whole = given.units.terms.weigh(terms)
        sums, telling = np.zeros(len(given.units.start)), np.zeros(len(given.units.start), dtype=np.int8)
        for term in sorted(terms):
            bare = term.lstrip("¬")
            if bare[0] == "#":
                found |= about.with_value.get(bare.rpartition(":")[2], set())
            rare = bare[0] in "@~%" and given.tellers(bare) <= max(2, n_origins / 4)
            act = bare in given.acts - given.main and term in fact.core
            common = several and term in fact.core and bare[0] not in "@%" and bare not in given.main
            for places in map(given.units.terms.holders, (bare, f"¬{bare}")):
                sums[places] += given.units.terms.weigh([term])
                telling[places] += given.tellers(bare) <= max(2, 0.5 * n_origins)
                close[places] |= rare
                acted[places] |= act or common
        close |= (telling >= 2) | (sums >= NEAR * whole) | ((telling > 0) & (sums >= NEAR / 2 * whole))
        half |= sums >= whole / 2
    if given.units.opens[fact.units].any():  # much of what a set is about is everywhere in it
        close |= given.units.opens & (given.units.terms.counts(fact.core - {MAIN}) >= 2)
    by_act = _holding(acted, given)
    if fact.victims:
        by_act &= _counting(fact, about)
        close &= acted | about.numbered
    found |= by_act | _holding(close, given)
    who = _who(fact, given)
    if who is not None:
        can_be = ((close | acted) & (about.voice == OPEN_VOICE)) | (
            (half | (close & acted)) & (about.voice == NO_VOICE)
        )
        found &= about.naming[who] | _holding(can_be, given)
    return found, _holding(half, given)


def _counting(fact: Fact, about: Heard) -> set[str]:
    """The articles that count casualties that can be those of a statement."""
    return {
        article_id
        for (measure, victims), own in about.victims.items()
        if any(measure == what and (who == victims or OPEN_VICTIMS & {who, victims}) for what, who in fact.victims)
        for article_id in own
    }


def _holding(units: np.ndarray, given: Set) -> set[str]:
    """The articles of the clauses that are marked."""
    return {given.units.articles[n] for n in np.unique(given.units.article[units]).tolist()}


def _who(fact: Fact, given: Set) -> str | None:
    """The one person or body with a name that says a statement, in every article that tells it."""
    if fact.kind != UTTERANCE or any(quote is None for *_, quote in fact.spans.values()):
        return None
    said = [quote for *_, quote in fact.spans.values()]
    who = {given.quotes[quote].entity_id for quote in said}
    return who.pop() if len(who) == 1 and all(given.quotes[quote].source_type in NAMED for quote in said) else None


def _whole(fact: Fact, given: Set) -> list[int]:
    """The clauses of the sentences that a statement of one article stands in."""
    return [m for n in fact.units for m in of_sentence(n, given)]


def _speaking(fact: Fact, about: Heard, given: Set) -> set[str]:
    """The articles that quote somebody who says it, where few quote him."""
    says = {given.quotes[quote].entity_id for *_, quote in fact.spans.values() if quote is not None} - {None}
    heard = [about.quoting[entity] for entity in says]
    return set().union(*(own for own in heard if len(own) <= max(2, 0.6 * len(given.texts))))


def is_telling(fact: Fact, found: list[dict], about: Heard) -> bool:
    """Whether a statement of one article is worth a row: a copy has it too, its cells say something on at least a third
    of the others, or it is a toll of an incident that no other article counts."""
    if len(fact.spans) > 1:
        return True
    others = [cell for cell in found if cell["article_id"] not in fact.spans]
    decided = sum(cell["status"] in (ABSENT, NOT_YET) for cell in others)
    counting = about.counting.get(fact.measure or "", set())
    return decided >= len(others) / 3 or (fact.is_toll and counting <= fact.spans.keys())
