"""Names compared: one form for spellings that differ in case, marks, country or transliteration."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from crossread import lists

POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
POINTED = re.compile(r"(?:\w\.)+\w")  # "f.b.i"
TRANSLITERATED = (
    ("dzh", "z"), ("tch", "c"), ("sch", "s"), ("kh", "h"), ("gh", "g"), ("zh", "z"), ("dj", "z"), ("ph", "f"),
    ("sh", "s"), ("ch", "c"), ("th", "t"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"),
    ("j", "z"), ("x", "ks"), ("w", "v"), ("y", "i"), ("'", ""),
)  # fmt: skip
VOWELS = frozenset("aeiou")
NEAR_VOWELS = frozenset(frozenset(pair) for pair in ("ae", "ei", "ou"))
CLOSE = frozenset(
    frozenset(pair) for pair in ("mn", "sz", "td", "bp", "vf", "kg", "kh", "kc", "sc", "gh", "zg", "vb", "zc")
)
ENDINGS = ("n", "an", "ian", "ean", "i", "ni", "ese", "ish", "er", "ic")  # of adjectives made from names of places


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """``words`` in small letters without accents, marks or possessive, in British spelling: "the U.S. Defense Dept."
    and "the US Defence Department" are one."""
    plain = POSSESSIVE.sub("", words.strip())
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    spelling = _spelling()
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
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a folded word, h left out unless it is all there is: what transliterations keep."""
    sounded = sound(word)
    return "".join(c for c in sounded if c not in VOWELS and c != "h") or sounded


def blocks(word: str) -> set[str]:
    """Keys of which two spellings of one word share at least one: the skeleton, and it without any one letter
    (deletion neighbourhoods, Garbe 2012)."""
    bones = skeleton(word)
    return {bones, *(bones[:n] + bones[n + 1 :] for n in range(len(bones)))} if len(bones) > 1 else {bones}


@lru_cache(maxsize=65536)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words can be transliterations of one.

    Edit distance (Levenshtein 1966) with cheap vowels and near consonants; a short word must be the same.
    """
    one, other = sound(one), sound(other)
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < 4 or abs(len(one) - len(other)) > 2:
        return False
    return _is_within(one, other, 0.5 if shorter == 4 else 1.0)


def _is_within(one: str, other: str, limit: float) -> bool:
    """Whether the edit distance is at most ``limit``; given up at the first row that is beyond it throughout."""
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _drop(letter))
    for a in one:
        above, row = row, [row[0] + _drop(a)]
        for n, b in enumerate(other):
            change = 0.0 if a == b else _change(a, b)
            row.append(min(above[n] + change, above[n + 1] + _drop(a), row[-1] + _drop(b)))
        if min(row) > limit:
            return False
    return row[-1] <= limit


@lru_cache(maxsize=4096)
def _drop(letter: str) -> float:
    return 0.5 if letter in VOWELS or letter == "h" else 1.5


@lru_cache(maxsize=65536)
def _change(a: str, b: str) -> float:
    if frozenset((a, b)) in NEAR_VOWELS:
        return 0.5
    if {a, b} <= VOWELS:
        return 1.0
    return 0.75 if frozenset((a, b)) in CLOSE else 1.5


def same_given(one: str, other: str) -> bool:
    """Whether two folded given names can be one person's: spellings of one, or one the other's initial."""
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


def is_adjective_of(adjective: str, name: str) -> bool:
    """Whether a folded adjective is made from a folded name of a place, as "ruritanian" from "ruritania"."""
    if len(name) < 4 or adjective == name or " " in name:
        return False
    stems = {name, name[:-1]} if name[-1] in "aeoy" else {name}
    return any(adjective == stem + ending for stem in stems for ending in ENDINGS)
