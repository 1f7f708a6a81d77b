"""Members: the minor people and bodies of a set, and the state or group that each of them acts for.

What an article calls a state is also whom it names for it: its officials, its ministries, its news agency. Who has a
large share of the namings of a set, or leads a state, is an actor of his own.
"""

from __future__ import annotations

from collections import Counter, defaultdict

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
    own = labels[(labels["target_kind"] == "entity") & (labels["target_id"].map(types) != "place")]
    sizes = own["target_id"].value_counts()
    main = set(sizes.index[sizes >= MAIN * len(own)])
    names = dict(zip(entities["entity_id"], entities["name"], strict=True))
    known = _known(own, entities, types, books)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for who, terms in own.groupby("target_id")["term"]:
        if who in main or types.get(who) not in ("person", "organisation"):
            continue
        if types[who] == "person" and any(_leads(term, books) for term in terms):
            continue
        for term in terms:
            words = fold(term).split()
            if types[who] == "organisation":
                # "Ruritanian army", but neither "Ruritanian opposition" nor "commission on Ruritania"
                if fold(term) not in books.concepts.bodies and not (
                    words[-1] in books.concepts.body_nouns
                    and (words[0] in books.gazetteer.adjectives or " ".join(words[:2]) in books.gazetteer.adjectives)
                ):
                    continue
            elif set(words) & set(fold(names.get(who, "")).split()):
                continue  # a name is no office
            votes[who].update(_named(term, known, who))
    first = {who: min(found, key=lambda other: (-found[other], other)) for who, found in votes.items() if found}
    end = dict(first)
    for who in end:  # to the end of a chain of members
        passed = {who}
        while end[who] in first and end[who] not in passed:
            passed.add(end[who])
            end[who] = first[end[who]]
    return {who: last for who, last in end.items() if last != who}


def _known(own: pd.DataFrame, entities: pd.DataFrame, types: dict[str, str], books: Codebooks) -> dict[str, str]:
    """Folded wordings of states, groups and bodies, and whose they are."""
    called = set(own["target_id"])
    present = {e: n for e, n in zip(entities["entity_id"], entities["name"], strict=True) if e in called}
    by_name = {name: entity for entity, name in present.items()}
    known = {words: by_name[state] for words, state in books.concepts.bodies.items() if state in by_name}
    known |= {word: by_name[state] for word, state in books.gazetteer.adjectives.items() if state in by_name}
    for term, target in zip(own["term"], own["target_id"], strict=True):
        if types.get(target) in ("state", "organisation", "group") and term[:1].isupper():
            known.setdefault(fold(term), target)
    lower = own[own["term"].str.islower() & own["target_id"].map(types).eq("organisation")]
    for term, targets in lower.groupby("term")["target_id"]:
        if targets.nunique() == 1 and " " not in term:
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
