"""The narrator's sentences: tokens of a paragraph in which each stretch in quotation marks is a single token.

So a full stop within marks ends no sentence of the narrator, and words in marks are never taken for a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crossread.cues import Cues
from crossread.marks import Stretch

WORD = r"(?:[A-Z]\.){2,}|\d[\d.,]*%|\w+(?:[.,]\d+)*(?:['’&@/-]\w+|\.[a-z0-9]+)*['’]?"
OTHERS = r"(?P<dash>\s-+\s|(?<!\w)-+\s|--+|[–—―])|(?P<other>…|\.{2,}|\S)"
LONGEST = 300  # tokens; a longer sentence is cut, so that no search in it is long
ENDS = ".?!…"
DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,30}(?:,[^—–\n(-]{0,40})?(?:\([^)\n]{1,40}\))?\s*[—–-]+\s(?=\S)")


class Sentence(NamedTuple):
    """Tokens of a sentence: spans, lower-cased words, kinds.

    A kind is ``w`` for a word in small letters, ``C`` for one with a capital, ``n`` for a number, ``q`` for a
    stretch in double marks, ``s`` for one in single marks, ``-`` for a dash, else the sign itself. The word of a stretch is
    the last character within its marks.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    kinds: list[str]
    closed: list[bool]


@lru_cache(maxsize=8)
def _pattern(abbreviations: frozenset[str]) -> re.Pattern:
    """Tokens; the full stop of an abbreviation or an initial belongs to its word."""
    short = "|".join(sorted(map(re.escape, abbreviations), key=len, reverse=True))
    return re.compile(rf"(?P<word>\b(?:(?i:{short})|[A-Z])\.(?=\s+\S)|{WORD})|{OTHERS}")


def _tokens(
    text: str, start: int, end: int, stretches: list[Stretch], cues: Cues
) -> Iterator[tuple[int, int, str, str, bool]]:
    pattern = _pattern(cues.grammar["title"])
    at, before = start, ""
    for stretch in [*stretches, None]:
        stop = stretch.start if stretch else end
        for match in pattern.finditer(text, at, stop):
            words = match.group()
            if match.lastgroup == "word":
                kind = "C" if words[0].isupper() else "n" if words[0].isdigit() and words[-1].isdigit() else "w"
                before = words.lower()
                yield match.start(), match.end(), before, kind, True
            elif match.lastgroup == "dash":
                yield match.start(), match.end(), "-", "-", True
            else:
                yield match.start(), match.end(), words, words[0], True
        if stretch:
            kind = "s" if stretch.kind == "single" else "q"
            inner = text[stretch.start + 1 : stretch.end].rstrip(" \"”'’“‘»")
            if _is_title(inner[:TITLE_CHARACTERS], before, cues):
                yield stretch.start, stretch.end, "title", "C", True
            else:
                yield stretch.start, stretch.end, inner[-1:], kind, stretch.closed
            at = stretch.end


TITLE_CHARACTERS = 80
SMALL = frozenset(["a", "an", "the", "of", "in", "on", "at", "for", "and", "or", "to", "with", "from", "by", "vs", "is"])


def _is_title(inner: str, before: str, cues: Cues) -> bool:
    """Whether words in marks are the name of a programme, book or band: capitals after "on", "titled" or an owner."""
    if len(inner) >= TITLE_CHARACTERS or not (
        before in cues.grammar["titling"] or before.endswith(("’s", "'s", "s'", "s’"))
    ):
        return False
    words = re.findall(r"\w[\w'’-]*", inner)
    large = [w for w in words if w.lower() not in SMALL]
    return bool(large) and all(w[0].isupper() or w[0].isdigit() for w in large) and inner[-1:] not in "?!"


def sentences(text: str, start: int, end: int, stretches: list[Stretch], cues: Cues) -> list[Sentence]:
    """The narrator's sentences of the paragraph ``text[start:end]``."""
    dateline = DATELINE.match(text, start, end)
    start = dateline.end() if dateline and not any(s.start < dateline.end() for s in stretches) else start
    tokens = list(_tokens(text, start, end, stretches, cues))
    found, first = [], 0
    for at in range(len(tokens)):
        if at + 1 == len(tokens) or at - first >= LONGEST or _ends(text, tokens, at, first, cues):
            found.append(Sentence(*map(list, zip(*tokens[first : at + 1], strict=True))))
            first = at + 1
    return found


def _ends(text: str, tokens: list, at: int, first: int, cues: Cues) -> bool:
    """Whether a sentence ends with token ``at``, which is not the last."""
    start, end, word, kind, _ = tokens[at]
    following = tokens[at + 1]
    capital = following[3] in "Cnqs(" or not following[2].isascii()
    if kind == "C" and text[end - 1] == "." and following[3] == "C":
        return word.count(".") > 1 and _opens_sentence(following[2], cues)
    if kind == "C" and word == "title" and text[end - 2] in ".?!":
        return capital
    if kind in "qs":
        last = text[start + 1 : end].rstrip("\"”'’“‘ ")[-1:]
        if kind == "q" and following[3] == "q" and last in ".?!…,":
            return last in ".?!"
        if last not in ENDS or not capital or not last:
            return False
        return not _is_tag(tokens, at + 1, cues)
    if kind not in ENDS or not capital:
        return False
    if kind == "." and word == "." and at > first:
        before, adjacent = tokens[at - 1][2], tokens[at - 1][1] == start
        if adjacent and before in cues.grammar["title"]:
            return False
    return True


def _opens_sentence(word: str, cues: Cues) -> bool:
    return any(word in cues.grammar[c] for c in ("pronoun", "determiner", "opener", "preposition", "subordinator"))


def _is_tag(tokens: list, at: int, cues: Cues) -> bool:
    """Whether a tag follows words in marks that end in a stop: a source, a cue verb, and no clause after it."""
    if tokens[at][3] == "C" and _opens_sentence(tokens[at][2], cues) and tokens[at][2] != "the":
        return False
    for n in range(at, min(at + 30, len(tokens))):
        word, kind = tokens[n][2], tokens[n][3]
        if kind not in "wCn,()-":
            return False
        verb = cues.verbs.get(word)
        if verb and verb.forms & {"past", "third"} and verb.takes & {"clause", "quote"} and kind == "w":
            if n == at:
                return True
            rest = tokens[n + 1 : n + 2]
            if (
                not rest
                or rest[0][3] in ".,;:-"
                or rest[0][2] in cues.grammar["preposition"]
                or rest[0][2] in cues.grammar["time"]
            ):
                return True
            return verb.lemma == "tell" or (rest[0][2].endswith("ly") and rest[0][3] == "w")
        if kind == "w" and word in cues.grammar["auxiliary"] and n < at + 2:
            return False
    return False
