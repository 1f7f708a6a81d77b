"""Furniture inside a line: a body that came as one line, or a label run into the words beside it.

Labels and notices are cut where the code book finds them. A caption has no mark at its end; it is taken to end
where a word begins with a capital that neither a stop nor a name explains. That is a guess, and its rule says so.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from crossread import lists
from crossread.articles import furniture
from crossread.codebooks import Codebooks, Rule
from crossread.text import sentences

STARTERS = lists.words("sentence_start")
BEFORE_NAMES = lists.words("before_name")
LIBRARY = re.compile(rf"[\s/,]*(?:(?:{lists.any_of('picture_library')})\b[\s/,]*)+", re.I)
PLACE_NAME = re.compile(r"[^\W\d_]*[A-Z]")
FRAGMENT = re.compile(
    r"""(?<=[.!?"”'’] )['‘"“][A-Z][^\s'’"”.!?]*(?: [^\s'’"”.!?]+){0,5}(?<!,)['’"”]"""
    r"""(?= [A-Z])(?! \S+ (?:said|says|told|added))"""
)
SHOUTED = re.compile(r"  +(?=[A-Z]{2,} [a-z])")
CAPTION_WORDS, CAPTION_LENGTH = 45, 300  # words and characters; a caption is taken to be no longer


class Piece(NamedTuple):
    """A span of a line. ``role`` and ``rule`` are None where it may be article."""

    start: int
    end: int
    role: str | None = None
    rule: str | None = None


def pieces(
    text: str, start: int, end: int, books: Codebooks, whole_body: bool = False, title: str | None = None
) -> Iterator[Piece]:
    """Cut the line ``text[start:end]`` at the labels inside it.

    Where the line is a ``whole_body``, its paragraphs lost, it is cut also at form notices, crossheads, a standfirst
    before the first words in capitals, and a repeat of the ``title`` at its start. Yields spans in order that cover
    the line up to white space.
    """
    for piece in _labels(text, start, end, books.labels, whole_body):
        if piece.role or not whole_body:
            yield piece
        else:
            yield from _within_body(text, piece, books.furniture, title if piece.start == start else None)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _piece(text: str, start: int, end: int, role: str | None = None, rule: str | None = None) -> Iterator[Piece]:
    start, end = _trim(text, start, end)
    if end > start:
        yield Piece(start, end, role, rule)


def _labels(text: str, start: int, end: int, rules: tuple[Rule, ...], whole_body: bool) -> Iterator[Piece]:
    line = text[start:end]
    found = sorted(
        ((m.start(), m.end(), rule) for rule in rules for m in rule.pattern.finditer(line)),
        key=lambda hit: (hit[0], -hit[1]),
    )
    at = start
    for position, (first, last, rule) in enumerate(found):
        first, last = start + first, start + last
        if first < at:
            continue
        limit = next((start + hit[0] for hit in found[position + 1 :] if start + hit[0] >= last), end)
        yield from _piece(text, at, first)
        at = last
        if rule.where == "label" and rule.role == "credit":
            at = _credit_end(text, last, limit)
        elif rule.where == "label":
            runs_on = whole_body or limit - last > CAPTION_LENGTH
            at = _caption_end(text, last, limit) if runs_on else limit
        yield from _piece(text, first, at, rule.role, rule.name)
        if rule.where == "library":
            for piece in _captions(text, at, limit):
                yield piece
                at = piece.end
    yield from _piece(text, at, end)


def _credit_end(text: str, start: int, limit: int) -> int:
    """A credit is the name of a library, or whatever stands before a label that soon follows."""
    if limit - start <= 60:
        return limit
    named = LIBRARY.match(text, start, limit)
    if named:
        return named.end()
    word = re.compile(r"\s*\S+").match(text, start, limit)
    return word.end() if word else start


def _captions(text: str, start: int, limit: int) -> Iterator[Piece]:
    """Captions after a library's credit; one that ends in another library's name is followed by a further one."""
    while True:
        end = _caption_end(text, start, limit)
        yield from _piece(text, start, end, "caption", "caption after a credit, its end guessed at a capital")
        last = re.search(r"\S+$", text[start:end].rstrip())
        if end >= limit or not last or not LIBRARY.fullmatch(last.group().lower()):
            return
        start = end


def _caption_end(text: str, start: int, limit: int) -> int:
    """Where a caption without a mark at its end passes into the next sentence.

    A full stop ends it, unless no sentence could begin after it. Otherwise the first capital that begins a word
    after a word that is neither a name nor a word that leads up to one; a capital that commonly begins sentences
    is preferred.
    """
    words = list(re.compile(r"\S+").finditer(text, start, limit))[:CAPTION_WORDS]
    fallback = None
    for place in range(3, len(words)):
        before, word = words[place - 1].group(), words[place].group()
        initial = word.lstrip("\"'“‘(")[:1]
        if not initial.isupper():
            continue
        if before[-1:] in ".!?":
            return words[place].start() if fallback is None else fallback
        if before[-1:] in ",;:–-" or before.lower() in BEFORE_NAMES:
            continue
        if word in STARTERS:
            return words[place].start()
        if fallback is None and not PLACE_NAME.match(before):
            fallback = words[place].start()
    if fallback is not None:
        return fallback
    return words[-1].end() if words else limit


def _within_body(text: str, piece: Piece, rules: tuple[Rule, ...], title: str | None) -> Iterator[Piece]:
    start, end = piece.start, piece.end
    if title:
        repeated = _repeated_title(text, start, end, title)
        if repeated:
            yield from _piece(text, start, repeated, "caption", "repeats the headline")
            start = repeated
        shouted = SHOUTED.search(text, start, min(end, start + 400))
        if shouted:
            yield from _piece(text, start, shouted.start(), "standfirst", "before the first words in capitals")
            start = shouted.end()
    at = start
    for head in FRAGMENT.finditer(text, start, end):
        yield from _notices(text, at, head.start(), rules)
        yield from _piece(text, head.start(), head.end(), "heading", "marked words between two sentences")
        at = head.end()
    yield from _notices(text, at, end, rules)


def _repeated_title(text: str, start: int, end: int, title: str) -> int | None:
    """End of a repeat of the title that the body begins with (up to two words more or fewer), or None."""
    wanted = re.findall(r"\w+", title.lower())
    words = list(re.compile(r"\w+").finditer(text, start, min(end, start + 2 * len(title) + 40)))
    if len(wanted) < 4:
        return None
    for n in range(len(wanted) + 2, len(wanted) - 3, -1):
        if 0 < n < len(words):
            head = [w.group().lower() for w in words[:n]]
            same = sum(w in head for w in wanted)
            follows = words[n].group()[:1].isupper() and text[words[n - 1].end() : words[n].start()].isspace()
            if head[-1] == wanted[-1] and follows and same >= len(wanted) - 1:
                return words[n - 1].end()
    return None


NOTICES_APART = 3  # sentences between two form notices that are taken to belong to the same box


def _notices(text: str, start: int, end: int, rules: tuple[Rule, ...]) -> Iterator[Piece]:
    """Sentences of form notices, and what stands between two of them; credits and notices at the very end."""
    spans = list(sentences.spans(text, start, end))
    roles = [
        _notice(furniture.match(text[first:last], rules), at_end=number >= len(spans) - 2)
        for number, (first, last) in enumerate(spans)
    ]
    for number, rule in enumerate(roles):
        if rule and rule.role == "legal" and number >= len(spans) - 2:
            roles[number:] = [rule] * (len(spans) - number)
        elif _promo(rule):
            near = [n for n in range(number + 2, min(number + 2 + NOTICES_APART, len(roles))) if _promo(roles[n])]
            for between in range(number + 1, near[-1] if near else 0):
                roles[between] = roles[between] or rule
    at, number = start, 0
    while number < len(spans):
        rule, last = roles[number], number
        while rule and last + 1 < len(spans) and roles[last + 1] and roles[last + 1].role == rule.role:
            last += 1
        if rule:
            stop = _after_button(text, *spans[last], rules) if _promo(rule) else spans[last][1]
            yield from _piece(text, at, spans[number][0])
            yield from _piece(text, spans[number][0], stop, rule.role, rule.name)
            at = stop
        number = last + 1
    yield from _piece(text, at, end)


def _notice(rule: Rule | None, at_end: bool) -> Rule | None:
    """The rule, where it may be trusted within a body: a sentence of an article may begin like a button."""
    if rule is None:
        return None
    if rule.role in ("promo", "legal") and rule.where != "start":
        return rule
    if rule.role == "comment" and rule.where == "short":
        return rule
    return rule if rule.role in ("credit", "legal") and at_end else None


BUTTON = re.compile(r"\b(?:Subscribe|Sign [Uu]p|Sign me up|Submit|Register|Join [Nn]ow)(?= [A-Z])")


def _after_button(text: str, start: int, end: int, rules: tuple[Rule, ...]) -> int:
    """Where a form notice ends whose last button has run into the next sentence."""
    buttons = list(BUTTON.finditer(text, start, end))
    if buttons and not furniture.match(text[buttons[-1].end() : end].strip(), rules):
        return buttons[-1].end()
    return end


def _promo(rule: Rule | None) -> bool:
    return rule is not None and rule.role == "promo"
