"""The words of casualties: what happens to people who are counted, who they are, what else is counted.

They stand in ``lists/casualties.toml`` and ``lists/victims.csv``; here they become look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from crossread import lists
from crossread.entities.names import Gazetteer

FORMS = {"past": "P", "active": "A", "base": "B", "intransitive": "I", "state": "S", "count": "C", "roll": "R"}
CLASSES = {
    "auxiliary": "b", "modal": "m", "adverb": "a", "preposition": "p", "subordinator": "w", "relative": "r",
    "joint": "&", "including": "g", "verb": "v", "other": "o", "determiner": "d", "negation": "n",
}  # fmt: skip
MARKS = {",": ",", "(": "(", ")": ")", "-": "-", "–": "-", "—": "-", ":": ";", ";": ";", ".": ".", "?": ".", "!": "."}
WORDS = ("population", "lives", "force", "denial", "taken_for_granted", "foreseen", "imagined", "work")
PEOPLE_ENDINGS = ("men", "women", "ists", "ians", "eers", "ees")
NO_PEOPLE, NO_ADVERBS, NO_DOERS, NO_PERSON = map(lists.words, ("no_people", "no_adverb", "no_doer", "no_person"))


class Person(NamedTuple):
    """A noun for people: whether it is of one or many, their status and age or gender."""

    is_plural: bool
    is_singular: bool
    status: str
    demographic: str


class Trigger(NamedTuple):
    """What happened, and where the people of it stand (``form``, a letter of :data:`FORMS`)."""

    measure: str
    form: str


KNOWN = 50_000  # words that are kept
UNLISTED = Person(True, False, "unknown", "")


def _by_ending(word: str) -> str:
    """The letter of a word that is on no list: by its ending a negation, people, an adverb, else unknown."""
    if word.endswith(("n't", "n’t")):
        return "n"
    if len(word) > 5 and word.endswith(PEOPLE_ENDINGS) and word not in NO_PEOPLE:
        return "h"
    return "a" if len(word) > 5 and word.endswith("ly") and word not in NO_ADVERBS else "x"


Word = tuple[str, Trigger | None, Sequence]  # a word's letter, trigger, and the phrases that begin with it


class Lexicon(NamedTuple):
    """The look-ups of figures; ``letters`` gives the letter of a known word."""

    triggers: dict[str, Trigger]
    phrases: dict[str, list[tuple[tuple[str, ...], Trigger | None]]]
    people: dict[str, Person]
    letters: dict[str, str]
    units: dict[str, str]
    words: dict[str, frozenset[str]]  # other classes of words
    means: dict[str, list[tuple[str, ...]]]
    cumulative: re.Pattern
    rate: re.Pattern
    known: dict[str, Word]  # what was looked up

    def word(self, word: str) -> Word:
        """What is listed of a word, kept for when it comes again."""
        if len(self.known) > KNOWN:
            self.known.clear()
        found = self.letters.get(word) or _by_ending(word), self.triggers.get(word), self.phrases.get(word, ())
        return self.known.setdefault(word, found)

    def person(self, word: str) -> Person:
        """What a word for people says of them: as listed, else of a plural known by its ending."""
        return self.people.get(word, UNLISTED)


def load(casualties: Path, victims: Path, known: Gazetteer) -> Lexicon:
    """Read the lists; adjectives of states in the gazetteer give names of their people.

    Raises
    ------
    UnreadableError
        When a list cannot be used: names the file and the entry.
    """
    with lists.book(casualties) as book:
        triggers, phrases = _triggers(book)
        kinds = {
            word: CLASSES[name] for name, words in book["class"].items() if name in CLASSES for word in words.split()
        }
        people = _people(victims, known)
        letters = (
            dict.fromkeys(people, "h")
            | kinds
            | {word: trigger.form for word, trigger in triggers.items()}
            | {"toll": "T"}
        )
        units = {word: unit["measure"] for unit in book.each("unit") for word in unit["words"].split()}
        means: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(book["means"]["phrases"], key=lambda p: -len(p.split())):
            means.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
        scope, toll = book["scope"], book["toll"]
        words = {name: frozenset(book[name]["words"].split()) for name in WORDS}
        words |= {"links": frozenset(toll["links"].split()), "raises": frozenset(toll["raises"].split())}
        words["more"] = frozenset(scope["more"])
        cumulative = re.compile("|".join(scope["cumulative"]))
        rate = re.compile(rf"\b(?:{'|'.join(scope['rate'])})\b(?! (?:after|ago|later|earlier|before|old))")
        return Lexicon(triggers, phrases, people, letters | MARKS, units, words, means, cumulative, rate, {})


def _triggers(book: lists.Book) -> tuple[dict[str, Trigger], dict[str, list]]:
    """Triggers of one word, and those of several by their first word, the longest first; a toll has no trigger."""
    single: dict[str, Trigger] = {}
    several: dict[str, list] = {}
    for entry in book.each("trigger", "words"):
        for joined in entry["words"].split():
            words, trigger = tuple(joined.split("_")), Trigger(entry["measure"], FORMS[entry["form"]])
            if len(words) == 1:
                single[joined] = trigger
            else:
                several.setdefault(words[0], []).append((words, trigger))
    for joined in book["toll"]["words"].split():
        words = tuple(joined.split("_"))
        several.setdefault(words[0], []).append((words, None))
    return single, {word: sorted(entries, key=lambda e: -len(e[0])) for word, entries in several.items()}


def _people(path: Path, known: Gazetteer) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for word in known.roles["role"]:
        if word not in NO_PERSON and " " not in word:
            people[word] = Person(False, True, "unknown", "")
            people[word[:-1] + "ies" if word.endswith("y") else word + "s"] = Person(True, False, "unknown", "")
    for adjective in known.adjectives:
        if not adjective.endswith(("ese", "sh", "ch", "ss")):
            people[adjective.lower() + "s"] = Person(True, False, "unknown", "")
    for row in lists.rows(path):
        same = row["singular"] == row["plural"]
        people[row["singular"]] = Person(same, True, row["status"], row["demographic"])
        if not same:
            people[row["plural"]] = Person(True, False, row["status"], row["demographic"])
    return people
