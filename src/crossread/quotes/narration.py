"""The narrator's sentences: tokens of a paragraph in which each stretch in quotation marks is a single token.

So a full stop within marks ends no sentence of the narrator, and words in marks are never taken for a cue.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crossread.quotes.cues import Cues, Verb
from crossread.text.marks import Stretch

WORD = r"(?:[A-Z]-)?(?:[A-Z]\.){2,}|\d[\d.,]{0,30}%|\w+(?:[.,]\d+)*(?:['’&@/-]\w+|\.[a-z0-9]+)*['’]?"
OTHERS = r"\s-+\s|(?<!\w)-+\s|--+|…|\.{2,}|\S"
LONGEST = 150  # tokens; a longer sentence is cut, so that no search in it is long
ENDS = ".?!…"
DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,30}(?:,[^—–\n(-]{0,40})?(?:\([^)\n]{1,40}\))?\s*[—–-]+\s(?=\S)")
TITLE_CHARACTERS = 80  # a longer stretch in marks is no name of a book or programme
NONE: frozenset[str] = frozenset()
NO_NAME = frozenset(["auxiliary", "modal", "preposition"])  # classes that a word is not of where it begins a name
NAME = re.compile("[^C]C(?=C)", re.DOTALL)  # among the kinds of a sentence
OUTSIDE = " "  # the kind of what lies outside a sentence


class Sentence(NamedTuple):
    """Tokens of a sentence, each with its span, its lower-cased word, its kind, and what the word can be.

    A kind is ``w`` for a word in small letters, ``C`` for one with a capital, ``n`` for a number, ``q`` for a
    stretch in double marks, ``s`` for one in single marks, ``-`` for a dash, else the sign itself. The word of a
    stretch is the last character within its marks. ``classes`` are sections of ``lists/grammar.toml``; ``verbs``
    has the cue verb that a word in small letters is a form of.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    kinds: str  # a character a token
    classes: list[frozenset[str]]
    verbs: list[Verb | None]
    cues: Cues

    def word(self, at: int) -> str:
        """The word of a token, nothing outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def kind(self, at: int) -> str:
        """The kind of a token, a space outside the sentence."""
        return self.kinds[at] if 0 <= at < len(self.kinds) else OUTSIDE

    def is_a(self, at: int, *classes: str) -> bool:
        """Whether a token is a word of one of the classes."""
        return 0 <= at < len(self.classes) and not self.classes[at].isdisjoint(classes)

    def next_kind(self, kinds: str, start: int, stop: int | None = None) -> int | None:
        """The first token from ``start`` that is of one of the kinds."""
        places = (self.kinds.find(kind, start, stop) for kind in kinds)
        return min((place for place in places if place >= 0), default=None)


@lru_cache(maxsize=8)
def _pattern(abbreviations: frozenset[str]) -> re.Pattern:
    """Tokens, plain words in small letters as group 1; the stop of an abbreviation or initial belongs to its word."""
    short = "|".join(sorted(map(re.escape, abbreviations), key=len, reverse=True))
    stopped = rf"\b(?=[\w.]+\.)(?:(?i:{short})|[A-Z])\.(?=\s+\S)"
    return re.compile(rf"([a-z]++(?= |,(?!\d)))|[A-Z][a-z]++(?= |,(?!\d))|,|{stopped}|(?:{WORD})(?:\.(?=,))?|{OTHERS}")


def _tokens(text: str, start: int, end: int, stretches: list[Stretch], cues: Cues) -> list[tuple[int, int, str, str]]:
    """Start, end, word and kind of each token."""
    pattern, found, before = _pattern(cues.grammar["title"]), [], ""
    for stretch in [*stretches, None]:
        for match in pattern.finditer(text, start, stretch.start if stretch else end):
            first, last = match.span()
            word = match[0]
            sign = word[0]
            if match.lastindex:
                before = word
                found.append((first, last, word, "w"))
            elif sign.isalnum() or sign == "_":
                kind = "C" if sign.isupper() else "n" if sign.isdigit() and word[-1].isdigit() else "w"
                before = word.lower()
                found.append((first, last, before, kind))
            elif sign in "-–—―" or sign.isspace():
                found.append((first, last, "-", "-"))
            else:
                found.append((first, last, word, sign))
        if stretch:
            inner = text[stretch.start + 1 : stretch.end].rstrip(" \"”'’“‘»")
            if _is_title(inner[:TITLE_CHARACTERS], before, cues):
                found.append((stretch.start, stretch.end, "title", "C"))
                if inner.endswith(","):
                    found.append((stretch.end, stretch.end, ",", ","))
            else:
                kind = "s" if stretch.kind == "single" else "q"
                found.append((stretch.start, stretch.end, inner[-1:], kind))
            start = stretch.end
    return found


def _is_title(inner: str, before: str, cues: Cues) -> bool:
    """Whether words in marks are the name of a programme, book or band: capitals after "on", "titled" or an owner."""
    if len(inner) >= TITLE_CHARACTERS or not (
        before in cues.grammar["titling"] or before.endswith(("’s", "'s", "s'", "s’"))
    ):
        return False
    words = re.findall(r"\w[\w'’-]*", inner)
    large = [w for w in words if w.lower() not in cues.grammar["small_in_titles"]]
    return bool(large) and all(w[0].isupper() or w[0].isdigit() for w in large) and inner[-1:] not in "?!"


def sentences(text: str, start: int, end: int, stretches: list[Stretch], cues: Cues) -> list[Sentence]:
    """The narrator's sentences of the paragraph ``text[start:end]``."""
    dateline = DATELINE.match(text, start, end)
    start = dateline.end() if dateline and not any(s.start < dateline.end() for s in stretches) else start
    tokens = _tokens(text, start, end, stretches, cues)
    shouted = text[start:end].isupper()  # then only what no list knows can be a name
    found, first = [], 0
    for at, token in enumerate(tokens, 1):
        if at == len(tokens) or at - first > LONGEST or (token[3] not in "wn," and _ends(text, tokens, at - 1, cues)):
            starts, ends, words, kinds = map(list, zip(*tokens[first:at], strict=True))
            if shouted:
                kinds = [
                    "w" if k == "C" and (w in cues.classes or w in cues.verbs or w.endswith("ly")) else k
                    for w, k in zip(words, kinds, strict=True)
                ]
            kinds = "".join(kinds)
            classes = [
                NONE if kind in "qs" else cues.classes.get(w, NONE) for w, kind in zip(words, kinds, strict=True)
            ]
            for match in NAME.finditer(kinds):
                if "modal" not in classes[match.end()]:
                    classes[match.start() + 1] -= NO_NAME  # "said Will Smith", "told Per Lund"
            verbs = [cues.verbs.get(w) if kind == "w" else None for w, kind in zip(words, kinds, strict=True)]
            found.append(Sentence(text, starts, ends, words, kinds, classes, verbs, cues))
            first = at
    return found


def _ends(text: str, tokens: list, at: int, cues: Cues) -> bool:
    """Whether a sentence ends with token ``at``, which is not the last."""
    start, end, word, kind = tokens[at]
    if kind == "C" and text[end - 1] != "." and word != "title":
        return False
    _, _, next_word, next_kind = tokens[at + 1]
    capital = next_kind in "Cnqs(" or not next_word.isascii()
    if kind == "C" and text[end - 1] == "." and next_kind == "C":
        return word.count(".") > 1 and _opens_sentence(next_word, cues)
    last = text[start + 1 : end].rstrip("\"”'’“‘ ")[-1:]
    if kind == "C" and word == "title" and last in ENDS:
        return capital
    if kind in "qs":
        if kind == "q" and next_kind == "q" and last in ".?!…,":
            return last in ".?!"
        return bool(last) and last in ENDS and capital and not _is_tag(tokens, at + 1, cues)
    if kind not in ENDS or not capital:
        return False
    shortened = word == "." and at > 0 and tokens[at - 1][1] == start and tokens[at - 1][2] in cues.grammar["title"]
    return not shortened


def _opens_sentence(word: str, cues: Cues) -> bool:
    return not cues.classes.get(word, NONE).isdisjoint(OPENING)


OPENING = ("pronoun", "determiner", "opener", "preposition", "subordinator")


def _is_tag(tokens: list, at: int, cues: Cues) -> bool:
    """Whether a tag follows words in marks that end in a stop: a source, a cue verb, and no clause after it."""
    named = tokens[at][2] == "the" and at + 1 < len(tokens) and tokens[at + 1][3] != "w"
    if tokens[at][3] == "C" and _opens_sentence(tokens[at][2], cues) and not named:
        return False  # "The Times said" can be a tag, "The savings, she said," opens a sentence
    for n in range(at, min(at + 30, len(tokens))):
        _, _, word, kind = tokens[n]
        if kind not in "wCn,()-":
            return False
        verb = cues.verbs.get(word)
        if verb and verb.forms & {"past", "third"} and verb.takes & {"clause", "quote", "marks"} and kind == "w":
            if n == at or n + 1 == len(tokens) or verb.lemma == "tell":
                return True
            _, _, after, kind = tokens[n + 1]
            adjunct = not cues.classes.get(after, NONE).isdisjoint(("preposition", "time"))
            return kind in ".,;:-" or adjunct or (after.endswith("ly") and kind == "w")
        if kind == "w" and word in cues.grammar["auxiliary"] and n < at + 2:
            return False
    return False
