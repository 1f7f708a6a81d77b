"""The narrator's sentences: tokens of a paragraph in which each stretch in quotation marks is a single token.

So a full stop within marks ends no sentence of the narrator, and words in marks are never taken for a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from crossread.cues import Cues
from crossread.marks import Stretch

TOKEN = re.compile(
    r"(?P<word>(?:[A-Z]\.){2,}|\w+(?:[.,]\d+)*(?:['’&@/-]\w+|\.[a-z0-9]+)*['’]?)|(?P<dash>\s-+\s|--+|[–—―])|(?P<other>…|\.{2,}|\S)"
)
LONGEST = 300  # tokens; a longer sentence is cut, so that no search in it is long
ENDS = ".?!…"


class Sentence(NamedTuple):
    """Tokens of a sentence: spans, lower-cased words, kinds.

    A kind is ``w`` for a word in small letters, ``C`` for one with a capital, ``n`` for a number, ``q`` for a
    stretch in double marks, ``s`` for one in single marks, ``-`` for a dash, else the sign itself.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    kinds: list[str]
    closed: list[bool]


def _tokens(text: str, start: int, end: int, stretches: list[Stretch]) -> Iterator[tuple[int, int, str, str, bool]]:
    at = start
    for stretch in [*stretches, None]:
        stop = stretch.start if stretch else end
        for match in TOKEN.finditer(text, at, stop):
            words = match.group()
            if match.lastgroup == "word":
                kind = "n" if words[0].isdigit() else "C" if words[0].isupper() else "w"
                yield match.start(), match.end(), words.lower(), kind, True
            elif match.lastgroup == "dash":
                yield match.start(), match.end(), "-", "-", True
            else:
                yield match.start(), match.end(), words, words[0], True
        if stretch:
            yield stretch.start, stretch.end, "", stretch.kind[0] if stretch.kind == "single" else "q", stretch.closed
            at = stretch.end


def sentences(text: str, start: int, end: int, stretches: list[Stretch], cues: Cues) -> list[Sentence]:
    """The narrator's sentences of the paragraph ``text[start:end]``."""
    tokens = list(_tokens(text, start, end, stretches))
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
        if adjacent and (before in cues.grammar["title"] or len(before) == 1 and before.isalpha()):
            return False
    return True


def _is_tag(tokens: list, at: int, cues: Cues) -> bool:
    """Whether a tag follows words in marks that end in a stop: a source, a cue verb, and no clause after it."""
    for n in range(at, min(at + 9, len(tokens))):
        word, kind = tokens[n][2], tokens[n][3]
        if kind not in "wCn,." or kind == "." and tokens[n - 1][2] not in cues.grammar["title"]:
            return False
        verb = cues.verbs.get(word)
        if n > at - 1 and verb and verb.forms & {"past", "third"} and "clause" in verb.takes and kind == "w":
            if n == at:
                return True
            rest = tokens[n + 1 : n + 2]
            return not rest or rest[0][3] in ".,;-" or rest[0][2] in cues.grammar["preposition"]
    return False
