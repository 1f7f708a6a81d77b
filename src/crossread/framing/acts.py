"""The code book of violent acts (``lists/agency.toml``): forms of verbs, nouns, and the words that tell them apart."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from crossread import lists

Grammar = dict[str, frozenset[str]]
FORMS = ("base", "third", "past", "participle", "ing")


class Verb(NamedTuple):
    """A form of a verb: which of its five forms it can be."""

    act: str
    forms: frozenset[str]
    transitive: bool
    charge: bool
    needs: frozenset[str]
    then: tuple[tuple[str, ...], ...]  # words of which it is an act with one alone, behind it or "~" behind its object


class Lexicon(NamedTuple):
    """The look-ups of agency. ``vocabulary`` holds every verb and noun, ``halves`` those that are acts with a word of
    ``completions`` alone, ``adjectives`` are of states, in small letters;
    ``unless`` has the doers and patients with which an act is no violence, ``suffered`` the acts whose noun belongs to
    who suffers them."""

    verbs: dict[str, Verb]
    nouns: dict[str, str]
    vocabulary: frozenset[str]
    halves: frozenset[str]
    completions: frozenset[str]
    words: dict[str, frozenset[str]]
    idioms: dict[str, list[tuple[str, ...]]]
    charges: frozenset[str]
    unless: dict[str, frozenset[str]]
    suffered: frozenset[str]
    grammar: Grammar
    adjectives: frozenset[str]


def load(path: Path, grammar: Grammar, adjectives: Iterable[str]) -> Lexicon:
    """Read the code book.

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the entry.
    """
    with lists.book(path) as book:
        words = {name: frozenset(value.split()) for name, value in book["word"].items()}
        verbs, nouns, idioms, unless, charges, suffered = {}, {}, {}, {}, set(), set()
        for entry in book.each("act", "act"):
            act, charge = entry["act"], bool(entry.get("charge"))
            forms: dict[str, set[str]] = {}
            for form, name in zip(entry["forms"].split(), FORMS, strict=True):
                forms.setdefault(form, set()).add(name)
            needs = frozenset(entry.get("needs", "").split())
            then = tuple(tuple(words.replace("~", "~_").split("_")) for words in entry.get("then", "").split())
            for form, names in forms.items():
                verbs[form] = Verb(act, frozenset(names), bool(entry.get("transitive")), charge, needs, then)
            nouns |= dict.fromkeys(entry["nouns"].split(), act)
            unless[act] = frozenset() if charge else words["figurative"].union(entry.get("unless", "").split())
            charges |= {act} if charge else set()
            suffered |= {act} if entry.get("suffered") else set()
        for idiom in words["idioms"]:
            for part in idiom.split("_"):
                idioms.setdefault(part, []).append(tuple(idiom.split("_")))
        halves = frozenset(form for form, verb in verbs.items() if verb.then)
        completions = frozenset(words[-1] for form in halves for words in verbs[form].then)
        return Lexicon(
            verbs, nouns, frozenset([*verbs, *nouns]), halves, completions, words, idioms, frozenset(charges), unless,
            frozenset(suffered), grammar, frozenset(adjectives),
        )  # fmt: skip
