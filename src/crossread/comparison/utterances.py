"""Utterances: quotes of several articles that go back to one remark.

Two quotes are taken for one remark when a source that can be the same says, in a passage of theirs, much of the same:
another translation, a shortening, a paraphrase. What the same source said besides stays apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from crossread.comparison import candidates, similarity
from crossread.comparison.clauses import Set
from crossread.comparison.similarity import Mark

SAME = 0.6  # likeness from which two passages are one remark
DIRECTNESS = ("direct", "mixed", "indirect")


def link(given: Set) -> list[dict]:
    """The rows of ``utterances``: quotes that share an utterance with another."""
    quotes, marks = given.quotes, given.marks
    columns = quotes.source_type, quotes.entity_id, quotes.article_id, quotes.source_start, quotes.source_end
    sources = [_source(*row, marks) for row in zip(*(own.tolist() for own in columns), strict=True)]
    of_quote, terms = given.passages
    number = {None: -1}
    entity = np.array([number.setdefault(source.entity, len(number)) for source in sources], dtype=int)[of_quote]

    def can_be(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return (entity[one] == entity[other]) | (entity[one] < 0) | (entity[other] < 0)

    coded = candidates.coded(terms, similarity.weights(terms))
    scores: dict[tuple[int, int], float] = {}
    for one, other, likeness, _ in candidates.scored(coded, terms, of_quote, SAME, entity < 0, can_be):
        for *pair, score in zip(of_quote[one].tolist(), of_quote[other].tolist(), likeness.tolist(), strict=True):
            a, b = sorted(pair)
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


def _source(
    kind: str | None, entity: str | None, article_id: str, start: int, end: int, marks: Callable[[str], list[Mark]]
) -> Source:
    is_person = kind is not None and kind.endswith("individual")
    if entity is not None or start < 0:
        return Source(entity, frozenset(), is_person)
    own = marks(article_id)
    first = bisect_left(own, start, key=lambda mark: mark[1] - 1)
    last = bisect_left(own, end, key=lambda mark: mark[0])
    return Source(None, frozenset(term[1:] for _, _, term in own[first:last] if term[0] == "@"), is_person)


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


def _rows(group: list[int], quotes: tuple, alike: Mapping[int, Mapping[int, float]]) -> list[dict]:
    members = set(group)
    base = min(group, key=lambda n: _baseness(n, quotes))
    return [
        {
            "utterance_id": f"utterance:{quotes.quote_id[base]}",
            "quote_id": quotes.quote_id[n],
            "article_id": quotes.article_id[n],
            "similarity": 1.0 if n == base else _likeness(base, members, alike[n]),
        }
        for n in group
    ]


def _baseness(n: int, quotes: tuple) -> tuple:
    """Sorts the wordings of an utterance: direct ones first, the longest of them first."""
    directness = DIRECTNESS.index(quotes.quote_type[n])
    return directness, -quotes.length[n], quotes.article_id[n], quotes.content_start[n]


def _likeness(base: int, members: set[int], alike: Mapping[int, float]) -> float:
    """To the base; of a quote that was not compared with it, or is only like a part of another, the best there is."""
    return alike.get(base) or max(score for n, score in alike.items() if n in members)
