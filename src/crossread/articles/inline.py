"""Furniture inside a line: a body that came as one line, or a label run into the words beside it.

Labels and notices are cut where the code book finds them. A caption has no mark at its end; it is taken to end
where a word begins with a capital that neither a stop nor a name explains. That is a guess, and its rule says so.
"""

import itertools
import re
from collections.abc import Iterator

from crossread import lists
from crossread.articles import furniture
from crossread.articles.furniture import Block
from crossread.codebooks import Codebooks, Rule
from crossread.text import sentences

STARTERS = lists.words("sentence_start")
BEFORE_NAMES = lists.words("before_name")
SPACE = re.compile(r"[^\S\n ]")
LIBRARIES = lists.words("picture_library")
PLACE_NAME = re.compile(r"[^\W\d_]*[A-Z]")
FRAGMENT = re.compile(
    r"""(?<=[.!?"”'’] )['‘"“][A-Z][^\s'’"”.!?]*(?: [^\s'’"”.!?]+){0,5}(?<!,)['’"”]"""
    r"""(?= [A-Z])(?! \S+ (?:said|says|told|added))"""
)
SHOUTED = re.compile(r"  +(?=[A-Z]{2,} [a-z])")
BUTTON = re.compile(r"\b(?:Subscribe|Sign [Uu]p|Sign me up|Submit|Register|Join [Nn]ow)(?= [A-Z])")
CAPTION_WORDS, CAPTION_LENGTH = 45, 300  # words and characters; a caption is taken to be no longer
CREDIT_LENGTH = 60  # characters of a credit, where a further label follows so soon
NOTICES_APART = 3  # sentences between two form notices that are taken to belong to the same box


def pieces(
    text: str, start: int, end: int, books: Codebooks, whole_body: bool = False, title: str | None = None
) -> Iterator[Block]:
    """Cut the line ``text[start:end]`` at the labels inside it.

    Where the line is a ``whole_body``, its paragraphs lost, it is cut also at form notices, crossheads, a standfirst
    before the first words in capitals, and a repeat of the ``title`` at its start. Yields spans in order that cover the
    line up to white space.
    """
    for piece in _labels(text, start, end, books.labels, whole_body):
        if piece.role or not whole_body:
            yield piece
        else:
            yield from _within_body(text, piece, books.furniture, title if piece.start == start else None)


def block(text: str, start: int, end: int, role: str | None = None, rule: str | None = None) -> Iterator[Block]:
    """The span without its outer space, if it holds anything; a tab or no-break space is a plain space to the rules."""
    words = text[start:end].strip()
    if words:
        start = text.index(words, start)
        yield Block(start, start + len(words), SPACE.sub(" ", words), role, rule)


def _labels(text: str, start: int, end: int, rules: tuple[Rule, ...], whole_body: bool) -> Iterator[Block]:
    found = sorted(
        ((start + m.start(), start + m.end(), rule) for rule in rules for m in rule.pattern.finditer(text[start:end])),
        key=lambda hit: (hit[0], -hit[1]),
    )
    at = start
    for position, (first, last, rule) in enumerate(found):
        if first < at:
            continue
        limit = next((hit[0] for hit in found[position + 1 :] if hit[0] >= last), end)
        yield from block(text, at, first)
        at = last
        if rule.where == "label" and rule.role == "credit":
            at = limit if limit - last <= CREDIT_LENGTH else re.compile(r"\s*\S+").match(text, last, limit).end()
        elif rule.where == "label":
            at = _caption_end(text, last, limit) if whole_body or limit - last > CAPTION_LENGTH else limit
        yield from block(text, first, at, rule.role, rule.name)
        while rule.where == "library" and at < limit:
            first, at = at, _caption_end(text, at, limit)
            yield from block(text, first, at, "caption", "caption after a credit, its end guessed at a capital")
            if LIBRARIES.isdisjoint(text[first:at].lower().split()[-1:]):
                break  # else a further one follows the credit that it ends in
    yield from block(text, at, end)


def _caption_end(text: str, start: int, limit: int) -> int:
    """Where a caption without a mark at its end passes into the next sentence.

    A full stop ends it, unless no sentence could begin after it. Otherwise the first capital that begins a word
    after a word that is neither a name nor a word that leads up to one; a capital that commonly begins sentences
    is preferred.
    """
    words = list(re.compile(r"\S+").finditer(text, start, limit))[:CAPTION_WORDS]
    guess = None
    for before, match in itertools.pairwise(words[2:]):
        last, word = before.group(), match.group()
        if not word.lstrip("\"'“‘(")[:1].isupper() or last[-1] in ",;:–-" or last.lower() in BEFORE_NAMES:
            continue
        if last[-1] in ".!?":
            return match.start() if guess is None else guess
        if word in STARTERS:
            return match.start()
        if guess is None and not PLACE_NAME.match(last):
            guess = match.start()
    return guess or (words[-1].end() if words else limit)


def _within_body(text: str, piece: Block, rules: tuple[Rule, ...], title: str | None) -> Iterator[Block]:
    at = piece.start
    if title:
        end = _caption_end(text, at, piece.end)
        own, wanted = (set(furniture.WORD.findall(words.lower())) for words in (text[at:end], title))
        if len(wanted) > 3 and len(own ^ wanted) <= 2:
            yield from block(text, at, end, "caption", "repeats the headline")
            at = end
        if shouted := SHOUTED.search(text, at, min(piece.end, at + 400)):
            yield from block(text, at, shouted.start(), "standfirst", "before the first words in capitals")
            at = shouted.end()
    for head in FRAGMENT.finditer(text, at, piece.end):
        yield from _notices(text, at, head.start(), rules)
        yield from block(text, head.start(), head.end(), "heading", "marked words between two sentences")
        at = head.end()
    yield from _notices(text, at, piece.end, rules)


def _notices(text: str, start: int, end: int, rules: tuple[Rule, ...]) -> Iterator[Block]:
    """Sentences of form notices, and what stands between two of them; credits and notices at the very end."""
    spans = list(sentences.spans(text, start, end))
    found = [furniture.match(text[first:last], rules) for first, last in spans]
    trusted = [rule if rule and _is_notice(rule, at_end=n >= len(spans) - 2) else None for n, rule in enumerate(found)]
    promos = [n for n, rule in enumerate(trusted) if rule and rule.role == "promo"]
    for n, following in itertools.pairwise(promos):
        if following - n <= NOTICES_APART + 1:
            trusted[n:following] = [rule or trusted[n] for rule in trusted[n:following]]
    tail = [rule for rule in trusted[-2:] if rule and rule.role == "legal"]
    if tail:
        trusted[-1] = tail[0]
    at = start
    for role, run in itertools.groupby(zip(spans, trusted, strict=True), lambda each: each[1] and each[1].role):
        if role:
            run = list(run)
            (first, _), rule = run[0]
            start, last = run[-1][0]
            yield from block(text, at, first)
            button = list(BUTTON.finditer(text, start, last))
            if role == "promo" and button and not furniture.match(text[button[-1].end() : last].strip(), rules):
                last = button[-1].end()  # it has run into the next sentence
            yield from block(text, first, last, role, rule.name)
            at = last
    yield from block(text, at, end)


def _is_notice(rule: Rule, at_end: bool) -> bool:
    """Whether a rule may be trusted within a body: a sentence of an article may begin like a button."""
    if rule.role in ("credit", "legal") and at_end:
        return True
    if rule.role == "comment":
        return rule.where == "short"
    return rule.role in ("promo", "legal") and rule.where != "start"
