"""Cues of attribution: the words that say that somebody said something, and the grammar around them.

The words themselves stand in ``lists/cues.toml`` and ``lists/grammar.toml``; here they become look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from crossread import lists
from crossread.text.numbers import Lexicon

FORM_NAMES = ("base", "third", "past", "participle", "ing")
CLASSES = ("neutral", "doubting", "endorsing")


class Verb(NamedTuple):
    """A form of a cue verb: which forms it can be, what its content can be, and the narrator's stance."""

    lemma: str
    forms: frozenset[str]
    takes: frozenset[str]
    cue_class: str
    particles: frozenset[str]


class Token(NamedTuple):
    """What a token is, wherever it stands: :class:`crossread.quotes.narration.Sentence` says what its parts mean."""

    word: str
    kind: str
    classes: frozenset[str]
    verb: Verb | None
    may_end: bool  # a sentence
    may_tell: bool  # who says something, or where that stops


class Cues(NamedTuple):
    """The look-ups of attribution; ``known`` are tokens that were looked up."""

    verbs: dict[str, Verb]
    nouns: dict[str, str]
    media: frozenset[str]
    outlets: frozenset[str]
    grammar: dict[str, frozenset[str]]
    classes: dict[str, frozenset[str]]
    known: dict[str, Token]


def load(cues: Path, grammar: Path, outlets: Iterable[str], numbers: Lexicon) -> Cues:
    """Read the lists of cues and of grammar; ``outlets`` are names of media in full, ``numbers`` words of numbers.

    Raises
    ------
    UnreadableError
        When a list cannot be used: names the file and the entry.
    """
    with lists.book(grammar) as sections:
        words = {name: frozenset(section["words"].split()) for name, section in sections.items()}
    words["number"] = frozenset([*numbers.value, *numbers.scale, *numbers.indefinite, "half"])
    with lists.book(cues) as entries:
        return Cues(
            _verbs(entries.each("verb", "forms")),
            {form: e["class"] for e in entries.each("noun", "forms") for form in e["forms"].split()},
            frozenset(e["word"] for e in entries.each("medium", "word")),
            frozenset(name.lower() for name in outlets),
            words,
            {word: frozenset(n for n in words if word in words[n]) for word in frozenset().union(*words.values())},
            {},
        )


def _verbs(entries: Iterable[dict]) -> dict[str, Verb]:
    verbs: dict[str, Verb] = {}
    for entry in entries:
        written = entry["forms"].split()
        if len(written) != len(FORM_NAMES) or entry["class"] not in CLASSES:
            raise ValueError(f"five forms and one of {', '.join(CLASSES)} are needed")
        takes = frozenset(entry["takes"].split())
        particles = frozenset(entry.get("particle", "").split())
        for form in dict.fromkeys(written):
            names = frozenset(n for n, f in zip(FORM_NAMES, written, strict=True) if f == form)
            verbs.setdefault(form, Verb(written[0], names, takes, entry["class"], particles))
    return verbs


def is_medium(words: str, cues: Cues) -> bool:
    """Whether a naming is that of an agency, paper or station."""
    bare = re.sub(r"^the\s+|['’]s$", "", words.strip().lower())
    parts = re.findall(r"[\w-]+", words)
    return bare in cues.outlets or (len(parts) <= 8 and not cues.media.isdisjoint([*parts, *bare.split()[-1:]]))
