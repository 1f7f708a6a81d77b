"""The code book of concepts: acts and groups that articles call by different words, and where a text names them.

It stands in ``lists/concepts.toml``. Wordings are looked up by their first word, so that the work is linear in the
text and does not grow with the book.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from crossread import lists
from crossread.entities.names import fold
from crossread.text import tokens

WORD = re.compile(r"(?<![^\W\d_])(?<![^\W\d_][’'-])[^\W\d_]+(?:[’'-][^\W\d_]+)*")
CARRIER = re.compile(r"\s([a-z]+)\b")
FOLLOWS = r"(?![\w-])"
GAP = r"(?:\s[\w’'-]+){1,5}?\s"
OWNER = re.compile(r"(?:\s[A-Z][\w.-]*)*['’]s\s")  # what is called so is the minister's failure, and not the minister
REACH = 60  # characters before a naming in which what keeps it at a distance is looked for
MARKS = "\"“”‘’'"
MODIFIERS = 4  # words before a group that can belong to its name
# What stands between a device and the naming: articles, other modifiers, an opening mark.
BETWEEN = r"\s*[\"“‘']?(?:[\w-]+\s){0,2}[\"“‘']?"

Span = tuple[int, int]


class Wording(NamedTuple):
    """One wording of a term.

    Of the words in ``near``, if there are any, its sentence has to have one; no word of ``unless`` may stand beside it,
    a term of ``rivals`` named last before it takes it to its own concept; ``modified`` counts only behind a modifier,
    and where more sentences have a word of ``far`` than one of fighting, it is none.
    """

    pattern: str
    concept: str
    term: str
    is_group: bool
    modified: bool
    near: frozenset[str]
    is_shared: bool  # its concept's ``near``
    unless: frozenset[str]
    rivals: frozenset[str]
    far: frozenset[str]


class Concepts(NamedTuple):
    """The code book. ``groups`` are ids of concepts that are no acts; ``wordings`` stand under their first words,
    which begin with ``openings``, ``modifiers`` as spelt under their lower case. ``cue`` fits the words that keep a
    naming at a distance, ``acting`` and ``staff`` those who act for a state and for a body behind its name; ``bodies``
    are folded names of bodies and the state of each, ``heads`` words for who leads a state, ``body_nouns`` for what
    only a state has; ``fighting`` are words of a text that is of fighting."""

    groups: frozenset[str]
    wordings: dict[str, tuple[Wording, ...]]
    openings: frozenset[str]
    modifiers: dict[str, str]
    endings: tuple[str, ...]
    carriers: frozenset[str]
    cue: re.Pattern
    so_called: re.Pattern
    alleged: re.Pattern
    calls: re.Pattern
    acting: re.Pattern
    staff: re.Pattern
    bodies: dict[str, str]
    heads: frozenset[str]
    body_nouns: frozenset[str]
    fighting: frozenset[str]


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
    with lists.book(path) as book:
        classes = {name: frozenset(lists.cells(words)) for name, words in book["class"].items()}
        wordings: defaultdict[str, list[Wording]] = defaultdict(list)
        for concept in book.each("concept", "id"):
            for term in concept["term"]:
                near, far = (term.get(name, concept.get(name)) for name in ("near", "far"))
                own = (concept["id"], term["term"], concept["kind"] == "group", term.get("modified", False))
                own += (classes[near] if near else frozenset(), "near" not in term)
                own += tuple(frozenset(lists.cells(term.get(name, ""))) for name in ("unless", "rivals"))
                own += (classes[far] if far else frozenset(),)
                for words in lists.cells(term["words"]):
                    first, *others = words.lower().split("~")[0].split()
                    for key in {first, first + "".join(others[:1])}:  # what follows may stand without a space
                        wordings[key].append(Wording(_pattern(words), *own))
        devices, modifiers, members = book["devices"], book["modifiers"], book.get("members", {})
        cues = lists.cells(f"{devices['so_called']};{devices['alleged']};what")
        spelt = {form for cue in cues for form in (cue, cue.capitalize(), cue.title(), cue.upper())}
        return Concepts(
            frozenset(concept["id"] for concept in book["concept"] if concept["kind"] == "group"),
            {first: tuple(sorted(own, key=lambda w: (-len(w.pattern), w[1:3]))) for first, own in wordings.items()},
            frozenset(re.split("[’'-]", first)[0] for first in wordings),
            {word.lower(): word for word in lists.cells(modifiers["words"])},
            tuple(lists.cells(modifiers["endings"])),
            frozenset(lists.cells(modifiers["carriers"])),
            re.compile("|".join(map(re.escape, sorted(spelt)))),
            _before(devices["so_called"]),
            _before(devices["alleged"]),
            re.compile(
                rf"\bwhat\s(?:[\w’'.-]+\s){{1,6}}(?P<cue>{_any(devices['calls'])})\s(?:as\s|to as\s)?(?:an?\s|the\s)?"
                r"[\"“‘']?(?:[\w-]+\s){0,2}$"
            ),
            _behind(members, "staff", "acting"),
            _behind(members, "staff"),
            {fold(name): state for state, own in members.get("bodies", {}).items() for name in lists.cells(own)},
            frozenset(lists.cells(members.get("heads", ""))),
            frozenset(lists.cells(members.get("nouns", ""))),
            classes.get("fighting", frozenset()),
        )


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(lists.cells(words), key=len, reverse=True))


def _before(words: str) -> re.Pattern:
    return re.compile(rf"\b(?P<cue>{_any(words)})[\"”’']?(?P<between>{BETWEEN})$", re.IGNORECASE)


def _behind(members: dict[str, str], *names: str) -> re.Pattern:
    """What fits those who act for a state or body behind its name: "'s senior officials"."""
    between, nouns = _any(members.get("between", "")), _any(";".join(members.get(name, "") for name in names))
    return re.compile(rf"(?:['’]s)?(?:\s(?:{between}))*\s(?:{nouns})\b(?!\s[A-Z])")


def _pattern(words: str) -> str:
    parts = [r"[\s-]?".join(re.escape(word) for word in part.split()) for part in words.split("~")]
    return GAP.join(parts) + FOLLOWS


@cache
def _compiled(pattern: str) -> re.Pattern:
    """Compiled when it is first needed: few of hundreds are in a set."""
    return re.compile(pattern, re.IGNORECASE)


def find(text: str, sentences: Sequence[Span], book: Concepts, adjectives: Collection[str]) -> list[Naming]:
    """Where the ``sentences`` of ``text`` name concepts of the ``book``; of overlapping namings the longest first.

    ``adjectives`` are the folded adjectives of states; they may stand among the modifiers of a group, and are left out
    of its term: "the moderate Ruritanian opposition".
    """
    found: list[tuple[Naming, Wording, bool]] = []  # and whether its sentence bears it out
    otherwise: Counter[tuple[str, str]] = Counter()  # terms that the text has in another sense too
    spans = tuple(sentences)
    each = tokens.words(text, spans)

    @cache
    def present(number: int) -> set[str]:
        words = WORD.findall(text[slice(*spans[number])].lower())
        return {part for word in words for part in (word, *word.split("-"))}

    free = 0  # the place from which on no naming was found
    for at in [at for at, word in enumerate(each.words) if word in book.openings]:
        place, number = each.starts[at], each.spans[at]
        start, end = spans[number]
        word = WORD.match(text, place, end)
        if not word:  # behind a hyphen or an apostrophe
            continue
        key = word[0].lower()
        if "-" in key and key not in book.wordings:
            key = key.partition("-")[0]
        options = []
        for wording in book.wordings.get(key, ()):
            match = _compiled(wording.pattern).match(text, place, end)
            if match and not wording.unless.isdisjoint(_beside(text, *match.span())):
                otherwise[wording.concept, wording.term] += 1
            elif match and place >= free:
                near = not wording.near or not wording.near.isdisjoint(present(number) - {key})
                options.append((wording, match.end(), near))
        if options:  # the longest that its sentence bears out, else the longest
            wording, last, near = max(options, key=itemgetter(2))
            naming = Naming(place, last, wording.concept, wording.term)
            if wording.is_group:
                naming = _group(text, max(free, start), naming, wording.modified, book, adjectives)
            if naming:
                found.append((naming, wording, near))
                free = naming.end
    sure = Counter((wording.concept, wording.term) for _, wording, near in found if near) - otherwise
    alive = {wording.concept for _, wording, near in found if near}

    @cache
    def sentences_with(words: frozenset[str]) -> int:
        return len({number for number, word in zip(each.spans, each.words, strict=True) if word in words})

    found = [row for row in found if not row[1].far or sentences_with(row[1].far) <= sentences_with(book.fighting)]
    rivals = frozenset().union(*(wording.rivals for _, wording, _ in found))
    rivalled = {wording.concept for _, wording, _ in found if wording.rivals}
    kept, clear = [], [w for _, w, near in found if w.term in rivals or (near and w.concept in rivalled)][:1]
    for naming, wording, near in found:
        term = (wording.concept, wording.term)
        shared = wording.is_shared and wording.concept in alive and term not in otherwise
        back = text[max(0, naming.start - 4) : naming.start].lower() == "the "  # "the bombing": the one just told of
        if (back or not near) and clear and clear[0].term in wording.rivals:  # of the act that was named last
            kept.append(naming._replace(concept=clear[0].concept))
            continue
        if near or term in sure or shared:
            kept.append(naming)
        if wording.term in rivals or (near and wording.concept in rivalled):
            clear = [wording]
    return kept


def _beside(text: str, start: int, end: int) -> list[str]:
    """The words right before and behind others."""
    beside = (*text[max(0, start - 24) : start].split()[-1:], *text[end : end + 24].split()[:1])
    return [word.strip(".,;:").lower() for word in beside]


def _group(
    text: str, free: int, naming: Naming, modified: bool, book: Concepts, adjectives: Collection[str]
) -> Naming | None:
    """A naming of a group with its modifiers and what carries it: "rebel groups" is another than "rebels"."""
    start, end, concept, term = naming
    first, before = _modifiers(text, free, start, book, adjectives)
    if modified and not before:
        return None
    carrier = CARRIER.match(text, end)
    if carrier and carrier[1] in book.carriers:
        plural = "" if carrier[1].endswith("s") or carrier[1] == "movement" else "s"
        end, term = carrier.end(), f"{text[start:end].lower()} {carrier[1]}{plural}"
    return Naming(first, end, concept, " ".join([*before, term]))


def _modifiers(text: str, free: int, place: int, book: Concepts, adjectives: Collection[str]) -> tuple[int, list[str]]:
    """Where the modifiers before a group begin, and which they are."""
    first, known, reach = place, place, max(free, place - REACH)
    before: list[str] = []
    for match in reversed(list(re.finditer(r"\S+", text[reach:place]))):
        word, at = match[0], reach + match.start()
        comma = "," if word.endswith(",") and before else ""  # "moderate, foreign-backed groups"
        bare = word.removesuffix(comma).strip(MARKS)  # "the 'moderate' rebels"
        if len(before) == MODIFIERS or text[at + len(word) : first] not in (" ", ""):
            break
        if bare.lower() in book.modifiers or bare.lower().endswith(book.endings):
            before.insert(0, book.modifiers.get(bare.lower(), bare))
            known = at + len(word) - len(word.lstrip(MARKS))
        elif bare.lower() not in adjectives:
            break
        first = at
    return known, before


def device(text: str, start: int, end: int, cues: Sequence[int], book: Concepts) -> tuple[str, str] | None:
    """What keeps the naming at ``start:end`` at a distance, so_called or alleged, and by which words; ``cues`` are
    where the text has the words of :attr:`Concepts.cue`.

    "what X calls ..." is so_called too: the words are given away to somebody. A name behind other words is not kept at
    a distance, they are: "the alleged hitman Ana Ruiz".
    """
    place = bisect_right(cues, start)
    if not place or cues[place - 1] < start - REACH:
        return None
    before = re.split(r"[.;:!?]\s", text[max(0, start - REACH) : start])[-1]
    for name, pattern in (("so_called", book.so_called), ("so_called", book.calls), ("alleged", book.alleged)):
        if (match := pattern.search(before)) and not (pattern is book.calls and OWNER.match(text, end)):
            between = match.groupdict().get("between", "").lower().split() if text[start].isupper() else ()
            if all(word.strip("\"“‘'") in book.modifiers for word in between):
                cue = match["cue"].lower()
                return name, f"what … {cue}" if pattern is book.calls else cue
    return None
