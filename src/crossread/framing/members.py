"""Members: the minor people and bodies of a set, and the state or group that each of them acts for.

What an article calls a state is also whom it names for it: its officials, its ministries, its news agency. Who has a
large share of the namings of a set, or leads a state, is an actor of his own.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from crossread.codebooks import Codebooks
from crossread.entities.names import fold

MAIN = 0.05  # share of the namings of a set that makes an actor one of its own
LONGEST = 5  # words of the name of a state or group within an office


def principals(labels: pd.DataFrame, entities: pd.DataFrame, books: Codebooks) -> dict[str, str]:
    """The state or group that each minor actor of a set acts for.

    Parameters
    ----------
    labels, entities
        Tables of a set.
    books
        The code books: bodies of states, words for who leads one, and the adjectives of states.

    Returns
    -------
    ``entity_id`` of a member to that of whom it acts for, itself no member. The wordings decide: "the Ruritanian
    envoy", "chair of the Harbour Party", "Harbour Ministry of Ruritania". Who is named by no office acts for nobody.
    """
    types = dict(zip(entities["entity_id"], entities["entity_type"], strict=True))
    names = dict(zip(entities["entity_id"], entities["name"], strict=True))
    own = labels[(labels["target_kind"] == "entity") & (labels["target_id"].map(types) != "place")]
    shares = own["target_id"].value_counts(normalize=True)
    known = _known(own, names, types, books)
    ends: dict[str, str] = {}
    for who, terms in own.groupby("target_id")["term"]:
        kind, name = types.get(who), set(fold(names.get(who, "")).split())
        if shares[who] >= MAIN or kind not in ("person", "organisation"):
            continue
        if kind == "person":  # a name is no office
            offices = (
                []
                if any(_leads(term, books) for term in terms)
                else [t for t in terms if not name & {*fold(t).split()}]
            )
        else:
            offices = [term for term in terms if _is_body(term, books)]
        votes = Counter(other for term in offices for other in _named(term, known, who))
        if votes:
            ends[who] = min(votes, key=lambda other: (-votes[other], other))
    for who in ends:  # to the end of a chain of members
        passed = {who}
        while ends[who] in ends and ends[who] not in passed:
            passed.add(ends[who])
            ends[who] = ends[ends[who]]
    return {who: last for who, last in ends.items() if last != who}


def _is_body(term: str, books: Codebooks) -> bool:
    """Whether a body of a state is named: "Ruritanian army", but neither "Ruritanian opposition" nor "commission on
    Ruritania"."""
    words, adjectives = fold(term).split(), books.gazetteer.adjectives
    of_state = words[0] in adjectives or " ".join(words[:2]) in adjectives
    return fold(term) in books.concepts.bodies or (words[-1] in books.concepts.body_nouns and of_state)


def _known(own: pd.DataFrame, names: dict[str, str], types: dict[str, str], books: Codebooks) -> dict[str, str]:
    """Folded wordings of states, groups and bodies, and whose they are."""
    called = set(own["target_id"])
    by_name = {name: entity for entity, name in names.items() if entity in called}
    wordings = books.concepts.bodies | books.gazetteer.adjectives
    known = {words: by_name[state] for words, state in wordings.items() if state in by_name}
    for term, target in zip(own["term"], own["target_id"], strict=True):
        if types.get(target) in ("state", "organisation", "group") and term[:1].isupper():
            known.setdefault(fold(term), target)
    lower = own[own["term"].str.fullmatch(r"[^\sA-Z]+") & own["target_id"].map(types).eq("organisation")]
    for term, targets in lower.groupby("term")["target_id"]:
        if targets.nunique() == 1:
            known.setdefault(term, targets.iloc[0])  # "the campaign" of the Harbour Campaign
    return known


def _named(term: str, known: dict[str, str], who: str) -> set[str]:
    """Whom the words of a naming name beside ``who`` it is of, the longest names first."""
    words, found, at = fold(term).split(), set(), 0
    while at < len(words):
        for size in range(min(LONGEST, len(words) - at), 0, -1):
            target = known.get(" ".join(words[at : at + size]))
            if target and target != who:
                found.add(target)
                at += size - 1
                break
        at += 1
    return found


def _leads(term: str, books: Codebooks) -> bool:
    """Whether an office is that of the head of a state: "Ruritanian President"."""
    words = [word for word in fold(term).split() if word not in books.gazetteer.adjectives and word != "us"]
    return " ".join(words) in books.concepts.heads
