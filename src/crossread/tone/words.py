"""What words say of tone: the lexicons of TextBlob and VADER, and the words of a set's subject that do not count.

TextBlob's is that of pattern.en (De Smedt and Daelemans 2012), VADER's that of Hutto and Gilbert (2014); parts of
speech are those of Brill's tagger (1992), which TextBlob brings. All are read from the installed packages.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from crossread import lists

LISTS = ("topic", "bound", "function", "office")
VOWELS = "aeiou"
OTHER = "x"  # the tag of closed classes


class Lexicon(NamedTuple):
    """Polarity (-1 to 1) and subjectivity (0 to 1) after TextBlob, valence (-4 to 4) after VADER, the words of each
    list that do not count, the commonest part of speech of a word, and its classes of attitude with their signs.

    ``topic`` words are the subject of conflict news and count for nothing; ``bound`` ones have no score of their own,
    but tell of a target as what it is said to do or to suffer; ``aside`` are all whose scores in a lexicon do not
    count.
    """

    polarity: dict[str, tuple[float, float]]
    valence: dict[str, float]
    topic: frozenset[str]
    bound: frozenset[str]
    aside: frozenset[str]
    tags: dict[str, str]
    classes: dict[str, tuple[str, ...]]
    forms: dict[str, tuple]  # what :mod:`crossread.tone.features` has looked up of a form,
    known: dict[tuple, tuple]  # and of a word with its tag

    def tag(self, word: str) -> str:
        """N noun, V verb, G verb in -ing, J adjective, R adverb, x closed class; by its ending where unknown."""
        known = self.tags.get(word)
        if known is not None:
            return known
        if word.endswith("ing"):
            return "G"
        if word.endswith("ed"):
            return "V"
        if word.endswith("ly"):
            return "R"
        return "J" if word.endswith(("able", "ible", "ful", "less", "ous", "ive", "ish", "al", "ic")) else "N"

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is an English one."""
        return word in self.tags or word in self.valence


def load(path: Path, judging: Path) -> Lexicon:
    """The lexicons, with the words that do not count from the code book at ``path`` (word, list, source), and the
    classes of words from the one at ``judging`` (tables of sign, source, and words by part of speech).

    Raises
    ------
    UnreadableError
        When an entry names no list there is, or a class has no sign.
    """
    found: dict[str, set[str]] = {name: set() for name in LISTS}
    with lists.book(path) as book:
        for row in book.each("row"):
            if row["list"] not in found or not row["word"]:
                raise ValueError(f"a word and one of {', '.join(LISTS)} are needed")
            found[row["list"]].add(row["word"].lower())
    known = {name: frozenset(words) for name, words in found.items()}
    aside = frozenset().union(*known.values())
    classes = {word: names for word, names in _classes(judging).items() if word not in aside - known["bound"]}
    return Lexicon(_polarity(), _valence(), known["topic"], known["bound"], aside, _tags(), classes, {}, {})


def _classes(path: Path) -> dict[str, tuple[str, ...]]:
    """The classes of each word, in all its regular forms, with their signs last."""
    names: dict[str, list[str]] = defaultdict(list)
    signs: dict[str, list[str]] = defaultdict(list)
    with lists.book(path) as book:
        for name, entry in book.items():
            words = {form for verb in entry.get("verbs", "").split() for form in forms(verb)}
            words |= {form for noun in entry.get("nouns", "").split() for form in (noun, _with_s(noun))}
            words |= {word for part in ("forms", "adjectives", "adverbs") for word in entry.get(part, "").split()}
            for word in words:
                names[word].append(name)
                signs[word] += [sign for sign in (entry["sign"],) if sign and sign not in signs[word]]
    return {word: (*own, *signs[word]) for word, own in names.items()}


def _with_s(word: str) -> str:
    """The plural of a noun, and the third person of a verb."""
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def forms(verb: str) -> set[str]:
    """The regular forms of a verb; those with a doubled consonant too, as where the stress lies is not known."""
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    ended = verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in VOWELS else verb + "ed"
    found = {verb, _with_s(verb), ended, verb + "ing"}
    if verb[-1] not in "wxy" + VOWELS and verb[-2] in VOWELS:
        found |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return found


@cache
def _polarity() -> dict[str, tuple[float, float]]:
    """TextBlob's polarity and subjectivity of each word, the mean of its senses."""
    senses: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for word in ElementTree.parse(_file("textblob", "textblob/en/en-sentiment.xml")).getroot().iter("word"):
        senses[word.get("form", "")].append((float(word.get("polarity", 0)), float(word.get("subjectivity", 0))))
    return {
        word: (sum(p for p, _ in own) / len(own), sum(s for _, s in own) / len(own)) for word, own in senses.items()
    }


@cache
def _valence() -> dict[str, float]:
    lines = _file("vaderSentiment", "vaderSentiment/vader_lexicon.txt").read_text("utf-8").splitlines()
    return {word: float(mean) for word, mean, *_ in (line.split("\t") for line in lines if "\t" in line)}


@cache
def _tags() -> dict[str, str]:
    tags = {}
    for line in _file("textblob", "textblob/en/en-lexicon.txt").read_text("utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if tag and not line.startswith(";"):
            kind = "G" if tag == "VBG" else "V" if tag == "MD" else tag[0]
            tags[word] = kind if kind in "NVGJR" else OTHER
    return tags


def _file(package: str, name: str) -> Path:
    """A file of an installed package, found without importing it (TextBlob imports NLTK, which takes a second)."""
    return Path(str(metadata.distribution(package).locate_file(name)))
