"""The narrator's sentences: tokens of a paragraph in which each stretch in quotation marks is a single token.

So a full stop within marks ends no sentence of the narrator, and words in marks are never taken for a cue.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from crossread.quotes.cues import Cues, Token, Verb
from crossread.text.marks import Stretch
from crossread.text.tokens import TITLES, placed

WORD = r"(?:[A-Z]-)?(?:[A-Z]\.){2,}|\d[\d.,]{0,30}%|\w+(?:[.,]\d+)*(?:['’&@/-]\w+|\.[a-z0-9]+)*['’]?"
OTHERS = r"\s-+\s|(?<!\w)-+\s|--+|…|\.{2,}|\S"
LONGEST = 150  # tokens; a longer sentence is cut, so that no search in it is long
ENDS = ".?!…"
DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,30}(?:,[^—–\n(-]{0,40})?(?:\([^)\n]{1,40}\))?\s*[—–-]+\s(?=\S)")
TITLE_CHARACTERS = 80  # a longer stretch in marks is no name of a book or programme
OPENS_TAG = frozenset(["according", "as"])  # besides cues
NONE: frozenset[str] = frozenset()
NO_NAME = frozenset(["auxiliary", "modal", "preposition"])  # classes that a word is not of where it begins a name
NAME = re.compile("[^C]C(?=C)", re.DOTALL)  # among the kinds of a sentence
MOST_KNOWN = 200_000  # tokens that are kept
OUTSIDE = " "  # the kind of what lies outside a sentence


class Sentence(NamedTuple):
    """Tokens of a sentence, each with its span, its lower-cased word, its kind, and what the word can be.

    A kind is ``w`` for a word in small letters, ``C`` for one with a capital, ``n`` for a number, ``q`` for a
    stretch in double marks, ``s`` for one in single marks, ``-`` for a dash, else the sign itself. The word of a
    stretch is the last character within its marks. ``classes`` are sections of ``lists/grammar.toml``; ``verbs``
    has the cue verb that a word in small letters is a form of; ``may_tell`` is whether a tag can begin at a token, or
    must not go on beyond it.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    kinds: str  # a character a token
    classes: list[frozenset[str]]
    verbs: list[Verb | None]
    may_tell: list[bool]
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

    def words_of(self, tokens: tuple[int, int]) -> str:
        """The words of tokens as the text has them."""
        return self.text[self.starts[tokens[0]] : self.ends[tokens[1] - 1]]

    def next_kind(self, kinds: str, start: int, stop: int | None = None) -> int | None:
        """The first token from ``start`` that is of one of the kinds."""
        places = (self.kinds.find(kind, start, stop) for kind in kinds)
        return min((place for place in places if place >= 0), default=None)


@lru_cache(maxsize=8)
def _pattern(abbreviations: frozenset[str]) -> re.Pattern:
    """Tokens; the stop of an abbreviation or initial belongs to its word. Plain words come first, as most are such."""
    short = "|".join(sorted(map(re.escape, TITLES | abbreviations), key=len, reverse=True))
    # "Ill." is a state, "ill." is none; "a.m." and "vs." are written small.
    stopped = rf"\b(?=[\w.]+\.)(?:(?=[A-Z]|\w\.|vs?\b)(?i:{short})|[A-Z])\.(?=\s+\S)"
    # A space before a word is passed over at once, and tried with no alternative.
    return re.compile(rf"(?! \w)([A-Za-z][a-z]*+(?= |,(?!\d))|,|{stopped}|(?:{WORD})(?:\.(?=,))?|{OTHERS})")


def _looked_up(token: str, cues: Cues) -> Token:
    """What a token is, kept for when it comes again."""
    sign, word, kind = token[0], token, token[0]
    if sign.isalnum() or sign == "_":
        word, kind = token.lower(), "C" if sign.isupper() else "n" if sign.isdigit() and token[-1].isdigit() else "w"
    elif sign in "-–—―" or sign.isspace():
        word = kind = "-"
    verb = cues.verbs.get(word) if kind == "w" else None
    may_end = kind not in "wCn," or word[-1] == "." or word == "title"
    may_tell = verb is not None or word in cues.nouns or word in OPENS_TAG or kind in ";:"
    found = Token(word, kind, cues.classes.get(word, NONE), verb, may_end, may_tell)
    if len(cues.known) < MOST_KNOWN:
        cues.known[token] = found
    return found


def _tokens(
    text: str, start: int, end: int, stretches: list[Stretch], cues: Cues
) -> tuple[list[int], list[int], list[Token]]:
    """Start and end of each token, and what it is."""
    pattern, known, before = _pattern(cues.grammar["shortened"]), cues.known.get, ""
    starts, ends, found = [], [], []
    for stretch in [*stretches, None]:
        words, firsts, lasts = placed(pattern, text, start, stretch.start if stretch else end)
        own = [known(word) or _looked_up(word, cues) for word in words]
        starts += firsts
        ends += lasts
        found += own
        if stretch:
            before = next((token.word for token in reversed(own) if token.kind in "wCn"), before)
            inner = text[stretch.start + 1 : stretch.end].rstrip(" \"”'’“‘»")
            starts.append(stretch.start)
            ends.append(stretch.end)
            start = stretch.end + text.startswith(("'", "’"), stretch.end)  # a mark within the marks ends with them
            if _is_title(inner[:TITLE_CHARACTERS], before, cues):
                found.append(_looked_up("Title", cues))
                if inner.endswith(","):
                    starts.append(stretch.end)
                    ends.append(stretch.end)
                    found.append(_looked_up(",", cues))
            else:
                found.append(Token(inner[-1:], "s" if stretch.kind == "single" else "q", NONE, None, True, False))
    return starts, ends, found


def _is_title(inner: str, before: str, cues: Cues) -> bool:
    """Whether words in marks are the name of a programme, book or band: capitals after "on", "titled" or an owner."""
    if len(inner) >= TITLE_CHARACTERS or not (
        before in cues.grammar["titling"] or before.endswith(("’s", "'s", "s'", "s’"))
    ):
        return False
    words = re.findall(r"\w[\w'’-]*", inner)
    return bool(words) and all(w[0].isupper() or w in cues.grammar["small_in_titles"] for w in words)


def sentences(text: str, start: int, end: int, stretches: list[Stretch], cues: Cues) -> list[Sentence]:
    """The narrator's sentences of the paragraph ``text[start:end]``."""
    dateline = DATELINE.match(text, start, stretches[0].start if stretches else end)
    start = dateline.end() if dateline else start
    starts, ends, tokens = _tokens(text, start, end, stretches, cues)
    own = [_lowered(token, cues) for token in tokens] if text[start:end].isupper() else tokens
    words, kinds, classes, verbs, may_end, may_tell = map(list, zip(*own, strict=True)) if own else [[]] * 6
    kinds = "".join(kinds)
    found, first = [], 0
    stops = (at for at in compress(range(len(tokens) - 1), may_end) if _ends(text, starts, ends, tokens, at, cues))
    for stop in (*stops, len(tokens) - 1):
        while first <= stop:
            span = slice(first, min(stop + 1, first + LONGEST))
            parts = (part[span] for part in (starts, ends, words, kinds, classes, verbs, may_tell))
            found.append(Sentence(text, *parts, cues))
            first = span.stop
    for sen in found:
        for match in NAME.finditer(sen.kinds):
            sen.classes[match.start() + 1] -= NO_NAME  # "said Will Smith", "told Per Lund"
    return found


def _lowered(token: Token, cues: Cues) -> Token:
    """A token of a text in capitals: only what no list knows can be a name there."""
    word = token.word
    if token.kind != "C" or not (word in cues.classes or word in cues.verbs or word.endswith("ly")):
        return token
    verb = cues.verbs.get(word)
    return token._replace(kind="w", verb=verb, may_tell=token.may_tell or verb is not None)


def _ends(text: str, starts: list[int], ends: list[int], tokens: list[Token], at: int, cues: Cues) -> bool:
    """Whether a sentence ends with token ``at``, which is not the last."""
    (word, kind, *_), following = tokens[at], tokens[at + 1]
    if not (following.kind in "Cnqs(" or not following.word.isascii()):
        return False
    if kind in "Cw" and text[ends[at] - 1] == "." and following.kind == "C":
        return word.count(".") > 1 and not following.classes.isdisjoint(OPENING)
    if kind in "qs" or word == "title":
        last = text[starts[at] + 1 : ends[at]].rstrip("\"”'’“‘ ")[-1:]
        return last != "" and last in ENDS and (kind == "C" or not _is_tag(tokens, at + 1))
    if kind == ")":
        return following.kind == "C" and tokens[at - 1].kind in ENDS
    before = tokens[at - 1]
    short = (before.word in TITLES or before.word in cues.grammar["shortened"]) and (
        before.kind == "C" or len(before.word) < 3
    )
    return kind in ENDS and not (kind == "." and short)


OPENING = ("pronoun", "determiner", "opener", "preposition", "subordinator")


def _is_tag(tokens: list[Token], at: int) -> bool:
    """Whether a tag follows words in marks that end in a stop: a source, a cue verb, and no clause after it."""
    if tokens[at].kind == "C" and not tokens[at].classes.isdisjoint(OPENING):
        return False  # "The savings, she said," opens a sentence
    for n in range(at, min(at + 30, len(tokens) - 1)):
        verb, after = tokens[n].verb, tokens[n + 1]
        if tokens[n].kind not in "wCn,()-":
            return False
        if verb and verb.forms & {"past", "third"} and verb.takes & {"clause", "quote", "marks"}:
            adjunct = not after.classes.isdisjoint(("preposition", "time")) or after.word.endswith("ly")
            return adjunct or after.kind in ".,;:-" or verb.lemma == "tell"
    return False
