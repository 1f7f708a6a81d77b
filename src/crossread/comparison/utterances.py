"""Utterances: quotes of several articles that go back to one remark.

Two quotes are taken for one remark when a source that can be the same says, in a passage of theirs, much of the same:
another translation, a shortening, a paraphrase. What the same source said besides stays apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from crossread.comparison import similarity
from crossread.comparison.similarity import Lexicon, Mark, Terms

SAME_SOURCE = 0.6  # likeness from which two passages of one source are one remark
NO_NAME = 0.6  # the same where one source has no name
FEWEST = 3  # terms of a passage on which a likeness may rest
DIRECTNESS = ("direct", "mixed", "indirect")


class Passage(NamedTuple):
    """A clause of a quote, or all of it: the quote's place in the table, and its terms."""

    quote: int
    terms: Terms


def link(
    quotes: pd.DataFrame, texts: Mapping[str, str], marks: Mapping[str, list[Mark]], lexicon: Lexicon
) -> list[dict]:
    """The rows of ``utterances``: quotes that share an utterance with another.

    Parameters
    ----------
    quotes
        The table of the schema.
    texts
        By article_id.
    marks
        By article, as :func:`crossread.comparison.similarity.marks_of` gives them.
    lexicon
        What terms are read by.
    """
    rows = list(quotes.itertuples())
    sources = [_source(row, marks.get(row.article_id, [])) for row in rows]
    passages = [
        passage
        for n, row in enumerate(rows)
        for passage in _passages(n, row, texts[row.article_id], marks.get(row.article_id, []), lexicon)
    ]
    weight = similarity.weights(passage.terms for passage in passages)
    scores: dict[tuple[int, int], float] = {}
    for one, other in similarity.pairs([passage.terms for passage in passages], weight):
        a, b = passages[one], passages[other]
        if a.quote != b.quote and (least := _least(sources[a.quote], sources[b.quote])):
            nameless = sources[a.quote].entity is None or sources[b.quote].entity is None
            score = similarity.alike(a.terms, b.terms, weight, whole=nameless, least=least)
            if score:
                key = (min(a.quote, b.quote), max(a.quote, b.quote))
                scores[key] = max(scores.get(key, 0.0), score)
    alike: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), score in scores.items():
        alike[one][other] = alike[other][one] = score
    return [row for group in _joined(sources, scores) for row in _rows(group, rows, alike)]


class Source(NamedTuple):
    """Who says a quote: an entity, or nobody with a name and whoever is named beside it ("a spokesman of ...")."""

    entity: str | None
    beside: frozenset[str]
    is_person: bool


def _source(row, marks: list[Mark]) -> Source:
    is_person = pd.notna(row.source_type) and row.source_type.endswith("individual")
    if pd.notna(row.entity_id) or pd.isna(row.source_start):
        return Source(row.entity_id if pd.notna(row.entity_id) else None, frozenset(), is_person)
    first = bisect_left(marks, row.source_start, key=lambda mark: mark[1] - 1)
    last = bisect_left(marks, row.source_end, key=lambda mark: mark[0])
    return Source(None, frozenset(term[1:] for _, _, term in marks[first:last] if term[0] == "@"), is_person)


def _least(one: Source, other: Source) -> float | None:
    """From which likeness on two quotes can be one remark; None where their sources are surely two."""
    if one.entity and other.entity:
        return SAME_SOURCE if one.entity == other.entity else None
    if one.entity or other.entity:
        named, unnamed = (one, other) if one.entity else (other, one)
        can_be = named.entity in unnamed.beside if unnamed.beside else named.is_person == unnamed.is_person
        return NO_NAME if can_be else None
    apart = one.beside and other.beside and one.beside.isdisjoint(other.beside)
    return None if apart else NO_NAME


def _passages(n: int, row, text: str, marks: list[Mark], lexicon: Lexicon) -> list[Passage]:
    """The clauses of a quote, and all of it."""
    spans = [span for start, end in row.parts for span in similarity.pieces(text, start, end)]
    read = [similarity.read(text, start, end, lexicon, marks) for start, end in spans]
    whole = Terms(frozenset().union(*(t.said for t in read)), frozenset().union(*(t.denied for t in read)))
    least = FEWEST - (row.quote_type == "direct" or len(row.content.split()) > FEWEST)  # fewer will do of whole clauses
    return [Passage(n, terms) for terms in dict.fromkeys([whole, *read]) if len(terms.all) >= least]


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


def _rows(group: list[int], rows: list, alike: Mapping[int, Mapping[int, float]]) -> list[dict]:
    members = set(group)
    base = min(group, key=lambda n: _baseness(rows[n]))
    return [
        {
            "utterance_id": f"utterance:{rows[base].quote_id}",
            "quote_id": rows[n].quote_id,
            "article_id": rows[n].article_id,
            "similarity": 1.0 if n == base else _likeness(base, members, alike[n]),
        }
        for n in group
    ]


def _baseness(row) -> tuple:
    """Sorts the wordings of an utterance: direct ones first, the longest of them first."""
    return DIRECTNESS.index(row.quote_type), -len(row.content), row.article_id, row.content_start


def _likeness(base: int, members: set[int], alike: Mapping[int, float]) -> float:
    """To the base; of a quote that was not compared with it, or is only like a part of another, the best there is."""
    return alike.get(base) or max(score for n, score in alike.items() if n in members)
