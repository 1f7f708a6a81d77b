"""Utterances: quotes of several articles that go back to one remark.

Two quotes are taken for one remark when a source that can be the same says, in a passage of theirs, much of the same:
another translation, a shortening, a paraphrase. What the same source said besides stays apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from crossread.comparison import candidates
from crossread.comparison.clauses import Set
from crossread.storage.columns import each_row

SAME = 0.6  # likeness from which two passages are one remark
DIRECTNESS = ("direct", "mixed", "indirect")


def link(given: Set) -> list[dict]:
    """The rows of ``utterances``: quotes that share an utterance with another."""
    quotes = given.quotes
    sources = _sources(given)
    of_quote, terms = given.passages
    scores: dict[tuple[int, int], float] = {}
    unnamed = np.array([source.entity is None for source in sources], dtype=bool)[of_quote]
    for one, other, likeness, _ in candidates.scored(terms, np.arange(len(terms)), of_quote, SAME, unnamed):
        for a, b, score in zip(of_quote[one].tolist(), of_quote[other].tolist(), likeness.tolist(), strict=True):
            a, b = sorted((a, b))
            if _can_be_one(sources[a], sources[b]):
                scores[a, b] = max(scores.get((a, b), 0.0), score)
    alike: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), score in scores.items():
        alike[one][other] = alike[other][one] = score
    return [row for group in _joined(sources, scores) for row in _rows(group, quotes, alike)]


class Source(NamedTuple):
    """Who says a quote: an entity, or nobody with a name and whoever is named beside it ("a spokesman of ...")."""

    entity: str | None
    beside: frozenset[str]
    is_person: bool


def _sources(given: Set) -> list[Source]:
    named: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in each_row(given.mentions, "article_id", "start", "end", "entity_id", "mention_type"):
        if row.mention_type != "pronoun":
            named[row.article_id].append((row.start, row.end, row.entity_id))
    found = []
    for quote in given.quotes:
        beside, (start, end) = (), (quote.source_start, quote.source_end)
        if quote.entity_id is None and start is not None:
            beside = (who for first, last, who in named[quote.article_id] if first < end and last > start)
        is_person = (quote.source_type or "").endswith("individual")
        found.append(Source(quote.entity_id, frozenset(beside), is_person))
    return found


def _can_be_one(one: Source, other: Source) -> bool:
    """Whether two sources are not surely two."""
    if one.entity and other.entity:
        return one.entity == other.entity
    if one.entity or other.entity:
        named, unnamed = (one, other) if one.entity else (other, one)
        return named.entity in unnamed.beside if unnamed.beside else named.is_person == unnamed.is_person
    return not (one.beside and other.beside and one.beside.isdisjoint(other.beside))


def _joined(sources: list[Source], scores: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of two quotes or more: what is part of one long quote is of one remark, whether or not the parts are
    alike; but a quote without a named source brings no two sources together."""
    group: dict[int, list[int]] = {}
    named: dict[int, str | None] = {}  # who speaks in a group, by its first quote
    for one, other in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        a, b = (group.setdefault(n, [n]) for n in (one, other))
        if a is b:
            continue
        a, b = (a, b) if len(a) >= len(b) else (b, a)
        who = {named.get(own[0], sources[own[0]].entity) for own in (a, b)} - {None}
        if len(who) < 2:
            named[a[0]] = next(iter(who), None)
            a += b
            group.update(dict.fromkeys(b, a))
    unique = {id(own): sorted(own) for own in group.values()}
    return sorted((own for own in unique.values() if len(own) > 1), key=lambda own: own[0])


def _rows(group: list[int], quotes: list[tuple], alike: Mapping[int, Mapping[int, float]]) -> list[dict]:
    members = set(group)
    base = min(group, key=lambda n: _baseness(quotes[n]))
    return [
        {
            "utterance_id": f"utterance:{quotes[base].quote_id}",
            "quote_id": quotes[n].quote_id,
            "article_id": quotes[n].article_id,
            "similarity": 1.0 if n == base else _likeness(base, members, alike[n]),
        }
        for n in group
    ]


def _baseness(quote: tuple) -> tuple:
    """Sorts the wordings of an utterance: direct ones first, the longest of them first."""
    return DIRECTNESS.index(quote.quote_type), -len(quote.content), quote.article_id, quote.content_start


def _likeness(base: int, members: set[int], alike: Mapping[int, float]) -> float:
    """To the base; of a quote that was not compared with it, or is only like a part of another, the best there is."""
    return alike.get(base) or max(score for n, score in alike.items() if n in members)
