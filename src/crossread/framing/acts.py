"""The code book of violent acts (``lists/agency.toml``): forms of verbs, nouns, and the words that tell them apart."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from crossread import lists

Grammar = dict[str, frozenset[str]]


class Verb(NamedTuple):
    """A form of a verb: which of its five forms it can be."""

    act: str
    forms: frozenset[str]
    transitive: bool
    charge: bool
    needs: frozenset[str]
    particle: str


class Lexicon(NamedTuple):
    """The look-ups of agency. ``vocabulary`` holds every verb and noun, ``adjectives`` are of states, ``states`` their
    names, both in small letters; ``unless`` has the doers and patients with which an act is no violence, ``suffered``
    the acts whose noun belongs to who suffers them."""

    verbs: dict[str, Verb]
    nouns: dict[str, str]
    vocabulary: frozenset[str]
    words: dict[str, frozenset[str]]
    idioms: dict[str, list[tuple[str, ...]]]
    charges: frozenset[str]
    unless: dict[str, frozenset[str]]
    suffered: frozenset[str]
    grammar: Grammar
    adjectives: frozenset[str]
    states: frozenset[str]


def load(path: Path, grammar: Grammar, adjectives: Iterable[str], states: Iterable[str]) -> Lexicon:
    """Read the code book.

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the entry.
    """
    with lists.book(path) as book:
        verbs: dict[str, Verb] = {}
        nouns: dict[str, str] = {}
        for entry in book.each("act", "act"):
            written = entry["forms"].split()
            names = ("base", "third", "past", "participle", "ing")
            for form, _ in zip(written, names, strict=True):
                own = frozenset(n for f, n in zip(written, names, strict=True) if f == form)
                verbs[form] = Verb(
                    entry["act"], own, bool(entry.get("transitive")), bool(entry.get("charge")),
                    frozenset(entry.get("needs", "").split()), entry.get("particle", ""),
                )  # fmt: skip
            nouns |= dict.fromkeys(entry["nouns"].split(), entry["act"])
        unless = {entry["act"]: frozenset(entry.get("unless", "").split()) for entry in book.each("act", "act")}
        suffered = frozenset(entry["act"] for entry in book.each("act", "act") if entry.get("suffered"))
        words = {name: frozenset(value.split()) for name, value in book["word"].items()}
        idioms: dict[str, list[tuple[str, ...]]] = {}
        for idiom in words["idioms"]:
            parts = tuple(idiom.split("_"))
            for part in parts:
                idioms.setdefault(part, []).append(parts)
        charges = frozenset(verb.act for verb in verbs.values() if verb.charge)
        known = frozenset([*verbs, *nouns])
        return Lexicon(
            verbs, nouns, known, words, idioms, charges, unless, suffered, grammar, frozenset(adjectives),
            frozenset(states),
        )  # fmt: skip
