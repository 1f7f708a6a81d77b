"""Names compared, one form for spellings that differ in case, marks, country or transliteration; and the gazetteer:
states and their capitals, bodies, armed groups, agencies, and the words that names are made of."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from crossread import lists

POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
POINTED = re.compile(r"(?:\w\.)+\w")  # "f.b.i"
TRANSLITERATED = (
    ("dzh", "z"), ("tch", "c"), ("sch", "s"), ("kh", "h"), ("gh", "g"), ("zh", "z"), ("dj", "z"), ("ph", "f"),
    ("sh", "s"), ("ch", "c"), ("th", "t"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"),
    ("j", "z"), ("x", "ks"), ("w", "v"), ("y", "i"), ("'", ""),
)  # fmt: skip
SILENT = frozenset("aeiouh")  # in spellings of another alphabet
NEAR_VOWELS = str.maketrans("eo", "iu")
DOUBLED = re.compile(r"(.)\1+")
ENDINGS = ("n", "an", "ian", "ean", "i", "ni", "ese", "ish", "er", "ic")  # of adjectives made from names of places


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """``words`` in small letters without accents, marks or possessive, in British spelling: "the U.S. Defense Dept."
    and "the US Defence Department" are one."""
    spelling = _spelling()
    if words.isalpha() and words.isascii():
        low = words.lower()
        return spelling.get(low, low)
    plain = POSSESSIVE.sub("", words.strip())
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    folded = (word.strip('.,;:"“”‘()[]') for word in plain.lower().replace("’", "'").replace("-", " ").split())
    folded = (POSSESSIVE.sub("", word) if "'" in word else word for word in folded)
    folded = (word.replace(".", "") if "." in word and POINTED.fullmatch(word) else word for word in folded)
    return " ".join(spelling.get(word, word) for word in folded if word)


@lru_cache(maxsize=1)
def _spelling() -> dict[str, str]:
    return {row["word"]: row["folded"] for row in lists.read("spelling")}


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A folded word as it might have been spelt from another alphabet, doubled letters made one."""
    for letters, one in TRANSLITERATED:
        word = word.replace(letters, one)
    return DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a folded word, h left out unless it is all there is: what transliterations keep."""
    sounded = sound(word)
    return "".join(c for c in sounded if c not in SILENT) or sounded


@lru_cache(maxsize=65536)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words can be transliterations of one: they sound alike, or, where they are not short, but for
    vowels that are near each other, or for one vowel or h (deletion neighbourhoods, Garbe 2012)."""
    one, other = sound(one), sound(other)
    if one == other or min(len(one), len(other)) < 4:
        return one == other
    near = (DOUBLED.sub(r"\1", word.translate(NEAR_VOWELS)) for word in (one, other))
    return len({*near}) == 1 or (min(len(one), len(other)) > 4 and not _fewer(one).isdisjoint(_fewer(other)))


def _fewer(word: str) -> set[str]:
    """A word, and without any one vowel or h."""
    return {word, *(word[:n] + word[n + 1 :] for n, letter in enumerate(word) if letter in SILENT)}


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, str]:
    return {fold(row["nickname"]): fold(row["name"]) for row in lists.read("nicknames")}


def in_full(given: str) -> str:
    """A folded given name, of a common short form the name that it is short for: "bob" as "robert"."""
    return _nicknames().get(given, given)


def same_given(one: str, other: str) -> bool:
    """Whether two folded given names can be one person's: spellings or short forms of one, or one the other's
    initial."""
    one, other = in_full(one), in_full(other)
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    return same_word(one, other)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names, as folded words, can be one person's: surnames and every given name that both have."""
    if not one or not other or not same_word(one[-1], other[-1]):
        return False
    if len(one) == 1 or len(other) == 1:
        return True
    given = zip(one[1:-1], other[1:-1], strict=False)
    return same_given(one[0], other[0]) and all(same_given(a, b) for a, b in given)


def base_of(adjective: str, names: Container[str]) -> str:
    """Which of some folded names of places a folded adjective is made from, as "ruritanian" from "ruritania", or ""."""
    stems = (adjective.removesuffix(ending) for ending in ENDINGS if adjective.endswith(ending))
    bases = (stem + vowel for stem in stems for vowel in ("", *"aeoy"))
    return next((base for base in bases if base in names and base != adjective and len(base) > 3), "")


class Entry(NamedTuple):
    """Who is meant by a naming. ``noun`` is what a text calls it later ("the agency"); ``by`` is name, capital or seat
    of government."""

    name: str
    entity_type: str
    noun: str = ""
    by: str = "name"


class Gazetteer(NamedTuple):
    """``exact`` holds namings all in capitals, ``folded`` all others by their folded form; ``roles`` the genders of
    nouns of office, forms of address, and nouns for people, bodies or papers; ``genders`` those of given names."""

    exact: dict[str, Entry]
    folded: dict[str, Entry]
    adjectives: dict[str, str]
    adjective_of: dict[str, str]
    roles: dict[str, dict[str, str]]
    words: dict[str, frozenset[str]]
    genders: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]

    def find(self, naming: str) -> Entry | None:
        """The entry that ``naming`` (without article or possessive) is a wording of."""
        plain = naming.replace(".", "") if naming.isupper() else naming
        return self.exact.get(plain) or (None if len(naming) < 3 else self.folded.get(fold(naming)))


def load_gazetteer(source: Callable[[str], Path], outlets: tuple = ()) -> Gazetteer:
    """The gazetteer from its files, each at ``source(name)``, and the names of the ``outlets``.

    Raises
    ------
    UnreadableError
        When a file cannot be used: names it and the line.
    """
    exact: dict[str, Entry] = {}
    folded: dict[str, Entry] = {}
    adjectives: dict[str, str] = {}
    adjective_of: dict[str, str] = {}

    def add(naming: str, entry: Entry) -> None:
        plain = naming.replace(".", "")
        if plain.isupper() and len(plain) <= 6:
            exact.setdefault(plain, entry)
        else:
            folded.setdefault(fold(naming), entry)

    states, organisations, offices, parts, nouns, given = (
        lists.rows(source(f"{name}.csv"))
        for name in ("states", "organisations", "roles", "name_words", "synonyms", "given_names")
    )
    for row in states:
        state = Entry(row["name"], "state", "state")
        add(row["name"], state)
        for naming in lists.cells(row["aliases"]):
            add(naming, state)
        for naming in lists.cells(row["adjectives"]):
            adjectives.setdefault(fold(naming), row["name"])
            adjective_of.setdefault(row["name"], naming)
    for row in states:
        for by in ("seat", "capital"):
            for naming in lists.cells(row[by + "s"]):
                add(naming, Entry(row["name"], "state", "state", by))
    for row in organisations:
        entry = Entry(row["name"], row["entity_type"], row["noun"])
        for naming in (row["name"], *lists.cells(row["aliases"])):
            add(naming, entry)
    for outlet in outlets:
        for naming in (outlet.name, *(alias for alias in outlet.aliases if " " in alias or alias.isupper())):
            add(naming, Entry(outlet.name, "organisation", "outlet"))
    for word in ("US", "UK", "UN", "EU"):
        if word in exact and exact[word].entity_type == "state":
            adjectives[word.lower()] = exact[word].name
    roles: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in offices:
        roles[row["kind"]][fold(row["word"])] = row["gender"]
    words: defaultdict[str, set[str]] = defaultdict(set)
    for row in parts:
        words[row["kind"]].add(row["word"])
    kinds = {kind: frozenset(entries) for kind, entries in words.items()}
    synonyms = {row["noun"]: tuple(lists.cells(row["also"])) for row in nouns}
    genders = {fold(row["name"]): row["gender"] for row in given}
    return Gazetteer(exact, folded, adjectives, adjective_of, dict(roles), kinds, genders, synonyms)
