"""The code book of concepts: acts and groups that articles call by different words, and where a text names them.

It stands in ``lists/concepts.toml``. Wordings are looked up by their first word, so that the work is linear in the
text and does not grow with the book.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from crossread.problems import UnreadableError

WORD = re.compile(r"[^\W\d_][\w’']*(?:-[^\W\d_][\w’']*)*")
FOLLOWS = r"(?![\w-])"
GAP = r"(?:\s[\w’'-]+){1,5}?\s"
REACH = 60  # characters before a naming in which what keeps it at a distance is looked for
MODIFIERS = 4  # words before a group that can belong to its name
# What stands between a device and the naming: articles, other modifiers, an opening mark.
BETWEEN = r"\s*[\"“‘']?(?:[\w-]+\s){0,2}[\"“‘']?"

Span = tuple[int, int]


class Wording(NamedTuple):
    """One wording of a term.

    Of each set of words in ``near`` its sentence has to have one; ``modified`` counts only behind a modifier.
    """

    pattern: re.Pattern
    concept: str
    term: str
    is_group: bool
    modified: bool
    near: tuple[frozenset[str], ...]


class Concepts(NamedTuple):
    """The code book. ``names`` are of its concepts by id, in its order; ``wordings`` stand under their first words,
    ``modifiers`` as spelt under their lower case."""

    names: dict[str, str]
    wordings: dict[str, tuple[Wording, ...]]
    modifiers: dict[str, str]
    endings: tuple[str, ...]
    carriers: frozenset[str]
    so_called: re.Pattern
    alleged: re.Pattern
    calls: re.Pattern


class Naming(NamedTuple):
    """Where a text names a concept, and the term that this counts under."""

    start: int
    end: int
    concept: str
    term: str


def load(path: Path) -> Concepts:
    """The code book at ``path``.

    Raises
    ------
    UnreadableError
        When it cannot be used: says which entry.
    """
    try:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        classes = {name: frozenset(_cells(words)) for name, words in book["class"].items()}
        wordings: defaultdict[str, list[Wording]] = defaultdict(list)
        names = {}
        for concept in book["concept"]:
            names[concept["id"]] = concept["name"]
            for term in concept["term"]:
                near = tuple(classes[entry["near"]] for entry in (concept, term) if "near" in entry)
                for words in _cells(term["words"]):
                    group = concept["kind"] == "group"
                    modified = term.get("modified", False)
                    wording = Wording(_pattern(words), concept["id"], term["term"], group, modified, near)
                    for first in _first_words(words):
                        wordings[first].append(wording)
        devices, modifiers = book["devices"], book["modifiers"]
        return Concepts(
            names,
            {first: tuple(sorted(own, key=_longest_first)) for first, own in wordings.items()},
            {word.lower(): word for word in _cells(modifiers["words"])},
            tuple(_cells(modifiers["endings"])),
            frozenset(_cells(modifiers["carriers"])),
            _before(devices["so_called"]),
            _before(devices["alleged"]),
            re.compile(
                rf"\bwhat\s(?:[\w’'.-]+\s){{1,6}}(?:{_any(devices['calls'])})\s(?:as\s|to as\s)?(?:an?\s|the\s)?"
                r"[\"“‘']?(?:[\w-]+\s){0,2}$"
            ),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, re.error) as error:
        raise UnreadableError(f"code book {path.name} cannot be used ({error!r})", "mend or remove it") from None


def _cells(words: str) -> list[str]:
    return [word.strip() for word in words.split(";") if word.strip()]


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_cells(words), key=len, reverse=True))


def _before(words: str) -> re.Pattern:
    return re.compile(rf"\b(?:{_any(words)})[\"”’']?{BETWEEN}$", re.IGNORECASE)


def _pattern(words: str) -> re.Pattern:
    parts = [r"[\s-]?".join(re.escape(word) for word in part.split()) for part in words.split("~")]
    return re.compile(GAP.join(parts) + FOLLOWS, re.IGNORECASE)


def _first_words(words: str) -> set[str]:
    """The first words that a text can have of a wording: with what may follow without a space."""
    first, *others = words.lower().split("~")[0].split()
    return {first, first + others[0]} if others else {first}


def _longest_first(wording: Wording) -> tuple[int, str, str]:
    return (-len(wording.pattern.pattern), wording.concept, wording.term)


def find(text: str, sentences: Sequence[Span], book: Concepts, adjectives: Collection[str]) -> list[Naming]:
    """Where the ``sentences`` of ``text`` name concepts of the ``book``; of overlapping namings the longest first.

    ``adjectives`` are the folded adjectives of states; they may stand among the modifiers of a group, and are left out
    of its term: "the moderate Ruritanian opposition".
    """
    found = []
    for start, end in sentences:
        words = [(match.group().lower(), match.start()) for match in WORD.finditer(text, start, end)]
        present = {part for word, _ in words for part in (word, *word.split("-"))}
        free = start
        for word, place in words:
            naming = _naming(text, word, (free, place, end), present, book, adjectives) if place >= free else None
            if naming:
                found.append(naming)
                free = naming.end
    return found


def _naming(
    text: str,
    word: str,
    where: tuple[int, int, int],
    present: set[str],
    book: Concepts,
    adjectives: Collection[str],
) -> Naming | None:
    """The naming that begins with ``word``; ``where`` are the places that its modifiers, it and its end can reach."""
    free, place, end = where
    for key in dict.fromkeys((word, word.split("-")[0])):
        for wording in book.wordings.get(key, ()):
            match = wording.pattern.match(text, place, end)
            if not match or not all(near & (present - {key}) for near in wording.near):
                continue
            if not wording.is_group:
                return Naming(place, match.end(), wording.concept, wording.term)
            first, before = _modifiers(text, free, place, book, adjectives)
            if before or not wording.modified:
                last, term = _with_carrier(text, place, match.end(), wording.term, book)
                return Naming(first, last, wording.concept, " ".join([*before, term]))
    return None


def _modifiers(text: str, free: int, place: int, book: Concepts, adjectives: Collection[str]) -> tuple[int, list[str]]:
    """Where the modifiers before a group begin, and which they are."""
    first, known = place, place
    before: list[str] = []
    for match in reversed(list(re.finditer(r"\S+", text[max(free, place - REACH) : place]))):
        word, at = match.group(), max(free, place - REACH) + match.start()
        if len(before) == MODIFIERS or text[at + len(word) : first] not in ("", " "):
            break
        if word.lower() in book.modifiers or word.endswith(book.endings):
            before.insert(0, book.modifiers.get(word.lower(), word))
            known = at
        elif word.lower() not in adjectives:
            break
        first = at
    return known, before


def _with_carrier(text: str, place: int, end: int, term: str, book: Concepts) -> tuple[int, str]:
    """Where a group ends with what carries it, and its term: "rebel groups" is another than "rebels"."""
    carrier = re.compile(r"\s([a-z]+)\b").match(text, end)
    if not carrier or carrier[1] not in book.carriers:
        return end, term
    plural = carrier[1] if carrier[1].endswith("s") or carrier[1] == "movement" else f"{carrier[1]}s"
    return carrier.end(), f"{text[place:end].lower()} {plural}"


def device(text: str, start: int, book: Concepts) -> str | None:
    """What keeps the naming at ``start`` at a distance: so_called, alleged, or None.

    "what X calls ..." is so_called too: the words are given away to somebody.
    """
    before = re.split(r"[.;:!?]\s", text[max(0, start - REACH) : start])[-1]
    if book.so_called.search(before) or book.calls.search(before):
        return "so_called"
    return "alleged" if book.alleged.search(before) else None


def at(spans: Sequence[Span], place: int) -> Span | None:
    """The one of the sorted ``spans`` that holds ``place``."""
    number = bisect_right(spans, (place, 10**12)) - 1
    return spans[number] if number >= 0 and spans[number][0] <= place < spans[number][1] else None
