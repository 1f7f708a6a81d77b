"""Utterances: quotes of several articles that go back to one remark.

Two quotes are taken for one remark when a source that can be the same says, in a passage of theirs, much of the same:
another translation, a shortening, a paraphrase. What the same source said besides stays apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd

from crossread.comparison import candidates
from crossread.comparison.clauses import Set

SAME = 0.6  # likeness from which two passages are one remark
DIRECTNESS = ("direct", "mixed", "indirect")


def link(given: Set) -> list[dict]:
    """The rows of ``utterances``: quotes that share an utterance with another."""
    quotes = given.quotes
    of_quote, terms = given.passages
    scores: dict[tuple[int, int], float] = {}
    who = pd.factorize(np.array([quote.entity_id for quote in quotes], dtype=object))[0][of_quote]  # -1: no name
    is_person = np.array([(quote.source_type or "").endswith("individual") for quote in quotes], dtype=bool)[of_quote]

    def can_be_one(one: np.ndarray, other: np.ndarray) -> np.ndarray:  # whoever has no name can be another of his kind
        a, b = who[one], who[other]
        nobody = ((a < 0) | (b < 0)) & (is_person[one] == is_person[other])
        return (of_quote[one] != of_quote[other]) & ((a == b) | nobody)

    for one, other, likeness, _ in candidates.scored(terms, np.arange(len(terms)), can_be_one, SAME, who < 0):
        for a, b, score in zip(of_quote[one].tolist(), of_quote[other].tolist(), likeness.tolist(), strict=True):
            pair = min(a, b), max(a, b)
            scores[pair] = max(scores.get(pair, 0.0), score)
    alike: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), score in scores.items():
        alike[one][other] = alike[other][one] = score
    return [row for group in _joined(quotes, scores) for row in _rows(group, quotes, alike)]


def _joined(quotes: list[tuple], scores: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of two quotes or more: what is part of one long quote is of one remark, whether or not the parts are
    alike; but a quote without a named source brings no two sources together."""
    group: dict[int, list[int]] = {}
    named: dict[int, str | None] = {}  # who speaks in a group, by its first quote
    for one, other in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        a, b = (group.setdefault(n, [n]) for n in (one, other))
        if a is b:
            continue
        a, b = (a, b) if len(a) >= len(b) else (b, a)
        who = {named.get(own[0], quotes[own[0]].entity_id) for own in (a, b)} - {None}
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
