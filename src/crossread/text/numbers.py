"""The number reader: what numbers a passage states, within which bounds, and which of them count nothing.

Open minimums for tens, dozens, hundreds and so on follow the ACLED codebook. A number that is an age, a date, a
designation or the like is read too, with its ``kind``, so that nobody takes it for a count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crossread.text import amounts, number_kinds
from crossread.text import tokens as tokenising
from crossread.text.amounts import Amount
from crossread.text.number_words import DASHES, DIGITS, Lexicon
from crossread.text.tokens import Tokens

if TYPE_CHECKING:
    from crossread.codebooks import Codebooks


NEAR = 6  # tokens between a number and "as many"
TIMES = ("twice", "half", "times", "thrice")


class Number(NamedTuple):
    """A stated number. ``start:end`` takes in the words of its bound, ``first:last`` are its tokens.

    ``value_as_reported`` is the number as worded; ``low`` and ``high`` are its bounds, None where open. ``kind`` is
    ``count``, ``money``, ``area`` or ``negation`` (no one), else what it is instead of a count: age, date, time, year,
    ordinal, distance, designation, percentage, duration, difference, score, telephone, compound ("two-man") or pronoun.
    """

    start: int
    end: int
    value_as_reported: str
    low: float | None
    high: float | None
    modifier: str
    kind: str
    first: int
    last: int


def find(text: str, start: int, end: int, books: Codebooks) -> list[Number]:
    """The numbers of ``text[start:end]``, in order.

    Parameters
    ----------
    text
        The text that spans count in.
    start, end
        The passage.
    books
        The code books, of which ``numbers`` is used.
    """
    return read(tokenising.read(text, start, end), books.numbers)


def read(tokens: Tokens, lexicon: Lexicon) -> list[Number]:
    """The numbers among ``tokens``, in order; no two share a token."""
    found: list[Number] = []
    starters, free = lexicon.starters, 0
    for at, word in enumerate(tokens.words):
        if at >= free and (word in starters or word[0] in DIGITS):
            number = _number(tokens, at, free, lexicon) or _as_many(tokens, at, found)
            if number is not None:
                found.append(number)
                free = number.last
    return found


def _number(tokens: Tokens, at: int, free: int, lexicon: Lexicon) -> Number | None:
    words = tokens.words
    if words[at] in ("no", "none", "nobody"):
        return _negation(tokens, at, lexicon)
    amount = amounts.read(tokens, at, lexicon)
    if amount is None:
        if words[at][0] in DIGITS:  # 12:42, 9/11, 1.2.3
            kind = "time" if ":" in words[at] else "designation"
            return _made(tokens, at, at + 1, at, at + 1, None, None, "exact", kind)
        return None
    kind = number_kinds.kind(tokens, at, amount, lexicon)
    first, last, modifier = at, amount.last, "indefinite" if amount.is_open else "exact"
    low: float | None = amount.value
    high: float | None = None if amount.is_open else amount.value
    own = (first, last)
    if kind in ("count", "money", "area"):
        other = _range(tokens, at, amount, lexicon)
        if other is not None:
            if other.value <= amount.value:
                return _made(tokens, at, other.last, at, other.last, None, None, "exact", "score")
            scaled = amounts.scaled(amount.value, other.value, words[own[0] : own[1]], words[other.last - 1], lexicon)
            low, high, modifier, last = scaled, other.value, "range", other.last
            own, kind = (at, last), number_kinds.kind(tokens, at, other, lexicon)
            if 1900 <= amount.value <= 2100 and words[at].isdigit() and len(words[at]) == 4:
                kind = "year" if other.value <= 2100 and "," not in words[at] else kind
            if at > free and words[at - 1] in ("between", "from"):
                first = at - 1
    bound = _before(tokens, first, free, lexicon)
    if bound is not None:
        first, modifier = bound[0], modifier if modifier in ("range", "indefinite") else bound[1]
    else:
        bound = _after(tokens, last, lexicon)
        if bound is not None:
            last, modifier = bound[0], modifier if modifier in ("range", "indefinite") else bound[1]
    if modifier in ("at_least", "more_than"):
        high = None
    elif modifier in ("up_to", "fewer_than", "nearly"):
        low = None
    if kind == "year" and (bound is not None or "," in words[at]):
        kind = "count"
    return _made(tokens, first, last, *own, low, high, modifier, kind)


def _as_many(tokens: Tokens, at: int, found: list[Number]) -> Number | None:
    """ "Killed 12 and injured as many": the count before once more."""
    words = tokens.words
    if words[at : at + 2] != ["as", "many"] or words[at + 2 : at + 3] == ["as"] or words[at - 1] in TIMES:
        return None
    before = found[-1] if found and found[-1].kind == "count" and at - found[-1].last <= NEAR else None
    return before and _made(tokens, at, at + 2, at, at + 2, before.low, before.high, before.modifier, "count")


def _made(tokens: Tokens, first: int, last: int, own: int, own_end: int, low, high, modifier: str, kind: str) -> Number:
    value = tokens.text[tokens.starts[own] : tokens.ends[own_end - 1]]
    return Number(tokens.starts[first], tokens.ends[last - 1], value, low, high, modifier, kind, first, last)


def _negation(tokens: Tokens, at: int, lexicon: Lexicon) -> Number | None:
    words, last = tokens.words, at + 1
    if words[at] == "no":
        if words[last : last + 1] == ["."] or words[at + 1 : at + 2] in (["longer"], ["doubt"]):
            return None
        if any(tuple(words[at : at + len(p)]) == p for entries in lexicon.before.values() for p, _ in entries):
            return None
        if last + 1 < len(words) and words[last] in DASHES and words[last + 1] == "one":
            last += 2
        elif words[last : last + 1] == ["one"]:
            last += 1
    return _made(tokens, at, last, at, last, 0, 0, "exact", "negation")


def _range(tokens: Tokens, at: int, amount: Amount, lexicon: Lexicon) -> Amount | None:
    """The upper end where the number is the lower end of a range."""
    words, last = tokens.words, amount.last
    if amount.is_open or last + 1 >= len(words):
        return None
    link, before = words[last], words[at - 1] if at else ""
    hedged = link == "or" and last + 2 < len(words) and words[last + 1] in lexicon.words["hedge"]
    if link in DASHES:
        if not (tokens.touches(last) and tokens.touches(last + 1)) or words[last + 1][0] not in DIGITS:
            return None
    elif link == "to":
        if before == "from" and any(word in lexicon.words["change"] for word in words[max(0, at - 5) : at]):
            return None
    elif (link == "and" and before != "between") or link not in ("and", "or"):
        return None
    start = last + 1 + hedged
    if words[start] not in lexicon.value and words[start][0] not in DIGITS:
        return None
    other = amounts.read(tokens, start, lexicon)
    if other is None or other.is_open or (link == "or" and not amount.value < other.value <= amount.value * 3 + 1):
        return None
    return other if link in DASHES or other.value > amount.value else None


def _before(tokens: Tokens, first: int, free: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Where the words of a bound before the number begin, and what they say."""
    words, found, at = tokens.words, None, first
    while at > free:
        for phrase, modifier in lexicon.before.get(words[at - 1], ()):
            start = at - len(phrase)
            if start >= free and tuple(words[start:at]) == phrase:
                found = (start, modifier if found is None or found[1] in ("exact", "approximately") else found[1])
                at = start
                break
        else:
            break
    return found


def _after(tokens: Tokens, last: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Where the words of a bound after the number end, and what they say."""
    words = tokens.words
    for phrase, modifier in lexicon.after.get(words[last], ()) if last < len(words) else ():
        if tuple(words[last : last + len(phrase)]) == phrase:
            return last + len(phrase), modifier
    return None
