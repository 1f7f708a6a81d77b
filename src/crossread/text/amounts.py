"""Amounts: how much a number says, in figures or in words, without the words of its bound."""

from __future__ import annotations

import re
from typing import NamedTuple

from crossread.text.number_words import DASHES, DIGITS, SIGNS, Lexicon
from crossread.text.tokens import Tokens

LONGEST = 15  # digits; a longer run is a key or an account, not a count
MOST = 10**15
PLAIN = re.compile(r"\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


class Amount(NamedTuple):
    """A number without its bound, up to the token ``last``."""

    value: float
    last: int
    is_open: bool = False


def read(tokens: Tokens, at: int, lexicon: Lexicon) -> Amount | None:
    """The amount that begins at a token; None where that is no number."""
    word = tokens.words[at]
    if word[0] in DIGITS:
        return _figures(tokens, at, lexicon)
    if word in lexicon.indefinite:
        return _indefinite(tokens.words, at, lexicon)
    if word in lexicon.value:
        return _spelled(tokens, at, lexicon)
    return _with_article(tokens.words, at, lexicon)


def _figures(tokens: Tokens, at: int, lexicon: Lexicon) -> Amount | None:
    """Figures, with a scale after them."""
    words = tokens.words
    if len(words[at]) > LONGEST or not PLAIN.fullmatch(words[at]):
        return None
    value = float(re.sub(r"[^\d.]", "", words[at]))
    last = at + 1
    if last < len(words) and words[last] in FRACTIONS and tokens.touches(last):
        value, last = value + FRACTIONS[words[last]], last + 1
    if last < len(words):
        word, near = words[last], tokens.touches(last)
        if near and word in lexicon.suffix and not (word == "m" and _is_metres(words, last, at, value)):
            return Amount(value * lexicon.suffix[word], last + 1)
        while last < len(words) and words[last] in lexicon.scale and value < MOST:
            value, last = value * lexicon.scale[words[last]], last + 1
        apart = last < len(words) and words[last] in lexicon.suffix and len(words[last]) > 1
        marked = words[last : last + 1] == ["m"] and at > 0 and words[at - 1] in SIGNS
        if (apart or marked) and value < 1000 and last == at + 1:
            return Amount(value * lexicon.suffix[words[last]], last + 1)
    return Amount(value, last)


def _is_metres(words: list[str], last: int, at: int, value: float) -> bool:
    """Whether an "m" right after figures is metres: no currency before, no noun after."""
    if at and words[at - 1] in SIGNS:
        return False
    after = words[last + 1] if last + 1 < len(words) else "."
    far = ("wide", "long", "high", "tall", "deep", "from", "away", "below", "above", "race", "sprint", "freestyle")
    return after in far or not after[0].isalpha() or (value >= 100 and after in ("and", "to", "of", "in", "at"))


def _indefinite(words: list[str], at: int, lexicon: Lexicon) -> Amount | None:
    """Dozens, hundreds of thousands, hundreds and hundreds."""
    value, last = lexicon.indefinite[words[at]], at + 1
    if words[at] == "tens" and words[last : last + 1] != ["of"]:
        return None
    while (
        words[last : last + 1] in (["of"], ["and"]) and last + 1 < len(words) and words[last + 1] in lexicon.indefinite
    ):
        if words[last] == "of" and value < MOST:
            value *= lexicon.indefinite[words[last + 1]]
        last += 2
    if words[last : last + 1] == ["or"]:  # "thousands or even millions" are thousands at least
        far = last + 1 + (words[last + 1 : last + 2] != [] and words[last + 1] in lexicon.words["hedge"])
        last = far + 1 if words[far : far + 1] and words[far] in lexicon.indefinite else last
    return Amount(value, last, True)


def _spelled(tokens: Tokens, at: int, lexicon: Lexicon) -> Amount:
    """Number words to 999,999 and on, hyphens and "and" within; "two and a half million"."""
    words, total, current, last = tokens.words, 0, 0.0, at
    while last < len(words):
        word = words[last]
        if word in lexicon.value:
            value = lexicon.value[word]
            if current and not (current % 100 == 0 or (value < 10 and current % 100 >= 20 and current % 10 == 0)):
                break
            current += value
        elif word in lexicon.scale and 0 < current < MOST:
            scale = lexicon.scale[word]
            if scale <= 100:
                current *= scale
            else:
                total, current = total + current * scale, 0
        elif word == "half" and words[last - 2 : last] == ["and", "a"] and (current or total):
            scale = lexicon.scale.get(words[last + 1], 0) if last + 1 < len(words) else 0
            if scale:
                return Amount((current + 0.5) * scale, last + 2)
            return Amount(total + current + 0.5, last + 1)
        elif not _joins(tokens, last, lexicon):
            break
        last += 1
    while words[last - 1] in ("and", "a") or words[last - 1] in DASHES:
        last -= 1
    return Amount(total + current, last)


def _joins(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether a token goes on with number words: a hyphen in "twenty-three", "and" after a hundred, "and a half"."""
    words = tokens.words
    after = words[at + 1] if at + 1 < len(words) else ""
    if words[at] in DASHES:
        tens = lexicon.value.get(words[at - 1], 0)
        return tens >= 20 and 0 < lexicon.value.get(after, 0) < 10 and tokens.touches(at)
    if words[at] == "and":
        return (words[at - 1] in lexicon.scale and after in lexicon.value) or words[at + 1 : at + 3] == ["a", "half"]
    return words[at] == "a" and words[at - 1] == "and" and after == "half"


def _with_article(words: list[str], at: int, lexicon: Lexicon) -> Amount | None:
    """A dozen, half a million, a quarter of a million, several hundred, a few dozen, a couple of."""
    rest = [word for word in words[at : at + 8] if word not in DASHES]
    dropped = len(words[at : at + 8]) - len(rest)
    article = 1 if rest[0] in ("a", "an") else 0
    head = rest[article] if article < len(rest) else ""
    scale = lexicon.scale

    def scaled(place: int) -> int:
        return scale.get(rest[place], 0) if place < len(rest) else 0

    if head in lexicon.words["vague"] and head != "some" and scaled(article + 1):
        return Amount(scaled(article + 1), at + article + 2, True)
    if head == "half" and rest[article + 1 : article + 2] == ["a"] and scaled(article + 2):
        return Amount(scaled(article + 2) / 2, at + article + 3 + (min(dropped, 2) if words[at + 1] in DASHES else 0))
    if article and head == "half" and scaled(2):
        return Amount(scaled(2) / 2, at + 3)
    if article and rest[1:4] == ["quarter", "of", "a"] and scaled(4):
        return Amount(scaled(4) / 4, at + 5)
    if article and rest[1:3] in (["couple", "of"], ["pair", "of"]):
        return Amount(2, at + 3)
    if article and head in scale:
        follow = at + 2
        value = float(scale[head])
        if words[follow : follow + 1] == ["and"] and follow + 1 < len(words) and words[follow + 1] in lexicon.value:
            return Amount(value + lexicon.value[words[follow + 1]], follow + 2)
        while follow < len(words) and words[follow] in scale and value < MOST:
            value, follow = value * scale[words[follow]], follow + 1
        return Amount(value, follow)
    return None


def scaled(low: float, high: float, words: list[str], scale: str, lexicon: Lexicon) -> float:
    """The lower end of "3 to 6 million", which is in millions too."""
    factor = lexicon.scale.get(scale, lexicon.suffix.get(scale, 1))
    return low * factor if low < high / factor and not any(word in lexicon.scale for word in words) else low
