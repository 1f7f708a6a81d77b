"""The number reader: what numbers a passage states, within which bounds, and which of them count nothing.

Open minimums for tens, dozens, hundreds and so on follow the ACLED codebook. A number that is an age, a date, a
designation or the like is read too, with its ``kind``, so that nobody takes it for a count.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crossread import lists
from crossread.text import tokens as tokenising
from crossread.text.tokens import Tokens

if TYPE_CHECKING:
    from crossread.codebooks import Codebooks


DIGITS = frozenset("0123456789")
DASHES = frozenset("-–—‑")
SIGNS = frozenset("$£€¥₽₹₩₪₺₴")
NEGATIONS = ("no", "none", "nobody", "not", "neither")
NOT_ONE = (("not", "a", "single"), ("not", "one"), ("neither", "of"))


class Number(NamedTuple):
    """A stated number. ``start:end`` takes in the words of its bound, ``first:last`` are its tokens.

    ``value_as_reported`` is the number as worded; ``low`` and ``high`` are its bounds, None where open. ``kind`` is
    ``count``, ``money``, ``area`` or ``negation`` (no one), else what it is instead of a count: age, date, time, year,
    ordinal, distance, designation, percentage, duration, difference, score, telephone,
    compound ("two-man"), children ("a mother of two") or pronoun.
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
    likely = [(at, word) for at, word in enumerate(tokens.words) if word in starters or word[0] in DIGITS]
    for at, _ in likely:
        if at >= free:
            number = _number(tokens, at, free, lexicon)
            if number is not None:
                found.append(number)
                free = number.last
    return found


def _number(tokens: Tokens, at: int, free: int, lexicon: Lexicon) -> Number | None:
    words = tokens.words
    if words[at] in NEGATIONS:
        return _negation(tokens, at)
    amount = _amount(tokens, at, lexicon)
    if amount is None:
        if words[at][0] in DIGITS:  # 12:42, 9/11, 1.2.3
            kind = "time" if ":" in words[at] else "designation"
            return _made(tokens, at, at + 1, at, at + 1, None, None, "exact", kind)
        return None
    kind = _kind(tokens, at, amount, lexicon)
    first, last, modifier = at, amount.last, "indefinite" if amount.is_open else "exact"
    low: float | None = amount.value
    high: float | None = None if amount.is_open else amount.value
    own = (first, last)
    if kind in ("count", "money", "area"):
        other = _range(tokens, at, amount, lexicon)
        if other is not None:
            if other.value <= amount.value:
                return _made(tokens, at, other.last, at, other.last, None, None, "exact", "score")
            scaled = _scaled(amount.value, other.value, words[own[0] : own[1]], words[other.last - 1], lexicon)
            low, high, modifier, last = scaled, other.value, "range", other.last
            own, kind = (at, last), _kind(tokens, at, other, lexicon)
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


def _made(tokens: Tokens, first: int, last: int, own: int, own_end: int, low, high, modifier: str, kind: str) -> Number:
    value = tokens.text[tokens.starts[own] : tokens.ends[own_end - 1]]
    return Number(tokens.starts[first], tokens.ends[last - 1], value, low, high, modifier, kind, first, last)


def _negation(tokens: Tokens, at: int) -> Number | None:
    words, last = tokens.words, at + 1
    if words[at] in ("not", "neither"):
        single = next((each for each in NOT_ONE if tuple(words[at : at + len(each)]) == each), ())
        follow = words[at + len(single)] if at + len(single) < len(words) else ""
        last = at + len(single) - (single[-1:] == ("of",))
        none = single and (follow[:1].isalpha() and follow not in ("but", "or"))
        return _made(tokens, at, last, at, last, 0, 0, "exact", "negation") if none else None
    if words[at] == "no":
        if words[last : last + 1] in (["."], ["longer"], ["doubt"]) or words[last + 1 : last + 2] == ["than"]:
            return None
        last += words[last : last + 1] == ["one"]
    return _made(tokens, at, last, at, last, 0, 0, "exact", "negation")


def _range(tokens: Tokens, at: int, amount: Amount, lexicon: Lexicon) -> Amount | None:
    """The upper end where the number is the lower end of a range."""
    words, last = tokens.words, amount.last
    if amount.is_open or last + 1 >= len(words):
        return None
    sign = at > 1 and words[at - 1] in SIGNS  # "between $5 and $10"
    link, before = words[last], words[at - 1 - sign] if at else ""
    if link in DASHES:
        if not (tokens.touches(last) and tokens.touches(last + 1)) or words[last + 1][0] not in DIGITS:
            return None
    elif link == "to":
        changed = any(word in lexicon.words["change"] for word in words[max(0, at - 5) : at])
        share = not lexicon.words["percentage"].isdisjoint(words[last + 2 : last + 3])  # "rose by 5 to 10 per cent"
        if changed and (before == "from" or (before == "by" and not share)):  # "rose by six to 20"
            return None
    elif (link == "and" and before != "between") or link not in ("and", "or"):
        return None
    start = last + 1
    start += sign and start + 1 < len(words) and words[start] == words[at - 1]
    if words[start] not in lexicon.value and words[start][0] not in DIGITS:
        return None
    other = _amount(tokens, start, lexicon)
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
        end = last + len(phrase)
        opens = end < len(words) and phrase[0] == "at" and (words[end] in lexicon.value or words[end][0] in DIGITS)
        if tuple(words[last:end]) == phrase and not opens:  # not "since 2014 at least 40"
            return end, modifier
    return None


# --- the words of numbers, as they stand in ``lists/numbers.toml`` ----------------------------------------------


class Lexicon(NamedTuple):
    """The words of numbers: see ``lists/numbers.toml``."""

    value: dict[str, int]
    scale: dict[str, int]
    suffix: dict[str, int]
    indefinite: dict[str, int]
    before: dict[str, list[tuple[tuple[str, ...], str]]]
    after: dict[str, list[tuple[tuple[str, ...], str]]]
    words: dict[str, frozenset[str]]
    starters: frozenset[str]


def load(path: Path) -> Lexicon:
    """Read the list of number words.

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the entry.
    """
    with lists.book(path) as book:
        value, scale, suffix, indefinite = (_values(book[name]) for name in ("value", "scale", "suffix", "indefinite"))
        words = {name: frozenset(part["words"].split()) for name, part in book.items() if "words" in part}
        bounds = [_bounds(book["before"], -1), _bounds(book["after"], 0)]
    starters = frozenset([*value, *indefinite, *words["vague"], "a", "an", "half", *NEGATIONS])
    return Lexicon(value, scale, suffix, indefinite, *bounds, words, starters)


def _values(section: dict) -> dict[str, int]:
    return {word: int(value) for word, value in (entry.split("=") for entry in section["words"].split())}


def _bounds(section: dict, key: int) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Phrases by their word next to the number, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for modifier, phrases in section.items():
        for phrase in phrases if modifier != "source" else ():
            words = tuple(phrase.split())
            found.setdefault(words[key], []).append((words, modifier))
    return {word: sorted(entries, key=lambda e: -len(e[0])) for word, entries in found.items()}


# --- amounts: how much a number says, in figures or in words, without the words of its bound ------------------------

LONGEST = 15  # digits; a longer run is a key or an account, not a count
MOST = 10**15
PLAIN = re.compile(r"\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
FROM_THERE = frozenset("wide long high tall deep from away below above race sprint freestyle and to of in at".split())
OF_NUMBER = frozenset(["half", "quarter", "couple", "pair", *DASHES])  # words between "a" and what makes it a number


PARTS = [  # of the scale behind, longest first
    (("a", "quarter", "of", "a"), 0.25), (("half", "-", "a", "-"), 0.5), (("a", "half", "-"), 0.5),
    (("half", "a"), 0.5), (("a", "half"), 0.5), (("a",), 1.0), (("an",), 1.0),
]  # fmt: skip


class Amount(NamedTuple):
    """A number without its bound, up to the token ``last``."""

    value: float
    last: int
    is_open: bool = False


def _amount(tokens: Tokens, at: int, lexicon: Lexicon) -> Amount | None:
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
    fraction = unicodedata.numeric(words[last], 0) if last < len(words) and len(words[last]) == 1 else 0
    if 0 < fraction < 1 and tokens.touches(last):  # ½
        value, last = value + fraction, last + 1
    if last < len(words):
        word, near = words[last], tokens.touches(last)
        if near and word in lexicon.suffix and not (word == "m" and _is_metres(words, last, at)):
            return Amount(value * lexicon.suffix[word], last + 1)
        while last < len(words) and words[last] in lexicon.scale and value < MOST:
            value, last = value * lexicon.scale[words[last]], last + 1
    return Amount(value, last)


def _is_metres(words: list[str], last: int, at: int) -> bool:
    """Whether an "m" right after figures is metres: no currency before, no noun after."""
    after = words[last + 1] if last + 1 < len(words) else "."
    return (at == 0 or words[at - 1] not in SIGNS) and (after in FROM_THERE or not after[0].isalpha())


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
    hedged = words[last + 1 : last + 2] != [] and words[last + 1] in lexicon.words["hedge"]
    if words[last : last + 1] == ["or"] or (words[last : last + 1] == [","] and hedged):
        far = last + 1 + hedged  # "thousands or even millions", "thousands, perhaps millions" are thousands at least
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
        elif words[last : last + 3] == ["and", "a", "half"]:
            scale = lexicon.scale.get(words[last + 3], 0) if last + 3 < len(words) else 0
            return Amount((current + 0.5) * scale if scale else total + current + 0.5, last + 3 + (scale > 0))
        elif not _joins(tokens, last, lexicon):
            break
        last += 1
    return Amount(total + current, last - (words[last - 1] == "and"))


def _joins(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether a token goes on with number words: a hyphen in "twenty-three", "and" after a hundred."""
    words = tokens.words
    after = words[at + 1] if at + 1 < len(words) else ""
    if words[at] in DASHES:
        tens = lexicon.value.get(words[at - 1], 0)
        return tens >= 20 and 0 < lexicon.value.get(after, 0) < 10 and tokens.touches(at)
    return words[at] == "and" and words[at - 1] in lexicon.scale and after in lexicon.value


def _with_article(words: list[str], at: int, lexicon: Lexicon) -> Amount | None:
    """A dozen, half a million, a quarter of a million, several hundred, a few dozen, a couple of."""
    article = words[at] in ("a", "an")
    after = words[at + 1] if at + 1 < len(words) else ""
    if article and not (after in lexicon.scale or after in lexicon.words["vague"] or after in OF_NUMBER):
        return None
    for phrase, factor in PARTS:
        last = at + len(phrase)
        if tuple(words[at:last]) == phrase and words[last : last + 1] and words[last] in lexicon.scale:
            value, last = factor * lexicon.scale[words[last]], last + 1
            while factor == 1 and last < len(words) and words[last] in lexicon.scale and value < MOST:
                value, last = value * lexicon.scale[words[last]], last + 1
            rest = _amount_after(words, last, lexicon) if factor == 1 else 0  # "a hundred and five"
            return Amount(value + rest, last + 2 * (rest > 0))
    vague = at + article
    if words[vague] in lexicon.words["vague"] and words[vague] != "some" and vague + 1 < len(words):
        scale = lexicon.scale.get(words[vague + 1])
        return Amount(scale, vague + 2, True) if scale else None
    if article and after in ("couple", "pair"):
        of = words[at + 2 : at + 3] == ["of"]
        return Amount(2, at + 2 + of) if of or after == "couple" else None
    return None


def _amount_after(words: list[str], at: int, lexicon: Lexicon) -> int:
    return lexicon.value.get(words[at + 1], 0) if words[at : at + 1] == ["and"] and at + 1 < len(words) else 0


def _scaled(low: float, high: float, words: list[str], scale: str, lexicon: Lexicon) -> float:
    """The lower end of "3 to 6 million", which is in millions too."""
    factor = lexicon.scale.get(scale, lexicon.suffix.get(scale, 1))
    return low * factor if low < high / factor and not any(word in lexicon.scale for word in words) else low


# --- what a number is instead of a count, by what stands beside it --------------------------------------------------

OLDEST = 115  # years that a person can be old
SIBLINGS = 6  # ages in one list
PERSONS = frozenset(row["singular"] for row in lists.read("victims") if row["singular"] != row["plural"])
PEOPLE = frozenset(row["plural"] for row in lists.read("victims")) | {"couple", "pair", "duo", "trio"}
PARENTS = frozenset(["father", "mother", "parent", "dad", "mum", "mom", "grandfather", "grandmother"])
YOUNG_OR_OLD = frozenset(["man", "woman", "boy", "girl", "child", "youth", "teenager", "baby", "lad"])
OF_AGE = frozenset(["aged", "age", "ages", "oldest", "eldest", "youngest"])
AFTER_AGE = frozenset([",", ")", ".", ";", "and", "?", "!", "who"])
POSSESSIVES = frozenset(["his", "her", "their", "my", "our"])
ORDINALS = frozenset(["st", "nd", "rd", "th"])
SKIPPED = frozenset(["more", "straight", "consecutive", "full", "long", "working", "short", "square", "further", "-"])


def _kind(tokens: Tokens, at: int, amount: Amount, lexicon: Lexicon) -> str:
    """The kind of a number by what stands beside it."""
    words, last, sets = tokens.words, amount.last, lexicon.words
    before = words[at - 1] if at else ""
    after = words[last] if last < len(words) else ""
    digits = words[at][0] in DIGITS
    if before in SIGNS or after in SIGNS or after in sets["currency"]:
        return "money"
    if after in sets["percentage"] and (after != "per" or words[last + 1 : last + 2] == ["cent"]):
        return "percentage"
    found = _glued(tokens, at, last, lexicon) or _measured(words, last, lexicon)
    if found:
        return found
    if before in OF_AGE or (digits and _is_apposed_age(tokens, at, last, amount.value)):
        return "age"
    if amount.value <= OLDEST and (worded := _worded_age(words, at, last, lexicon)):
        return worded
    if digits and (after in sets["clock"] or before in ("no", "#") or words[max(0, at - 2) : at] == ["no", "."]):
        return "time" if after in sets["clock"] else "designation"
    if digits and _is_date(tokens, at, last, amount.value, lexicon):
        return "date"
    if digits and before in sets["label"] and amount.last == at + 1 and after not in sets["counted"]:
        return "designation"
    if digits and _is_year(words, at, last, amount.value, lexicon):
        return "year"
    if digits and at and tokens.text[tokens.starts[at - 1] : tokens.ends[at - 1]] == "Year":  # "in Year 9"
        return "designation"
    if digits and words[at].isdigit() and (words[at][0] == "0" < words[at] or len(words[at]) >= 9):
        return "telephone"
    if after in ("more", "fewer", "less") and words[last + 1 : last + 2] == ["than"] and before != "no":
        return "difference"  # "eight fewer than police said"
    if before == "but" and words[max(0, at - 2)] in ("all", "everyone", "everybody"):
        return "difference"  # "all but two of the 30"
    follow = words[last + 1] if last + 1 < len(words) else ""
    if (words[at] == "one" and after == "in" and follow in lexicon.value) or words[max(0, at - 2) : at] == [
        "one",
        "in",
    ]:
        return "percentage"
    if words[at] == "one" and last == at + 1 and (before in sets["pronoun"] or after in ("of", "another")):
        alone = before == "only" and words[max(0, at - 2)] not in sets["article"]  # "only one guard was hurt"
        return "count" if alone and after != "of" else "pronoun"
    return "count"


def _is_year(words: list[str], at: int, last: int, value: float, lexicon: Lexicon) -> bool:
    """Whether four figures are a year: after "in", "since" and the like, or before no word."""
    if len(words[at]) != 4 or last != at + 1 or not 1500 <= value <= 2100:
        return False
    after, sets = words[last] if last < len(words) else "", lexicon.words
    before = words[at - 1] if at else ""
    return after not in sets["counted"] and (before in sets["year_after"] or not after[:1].isalpha())


def _glued(tokens: Tokens, at: int, last: int, lexicon: Lexicon) -> str | None:
    """What a number is that other characters touch: S-400, 25th, 20s, two-man, ten-year-old."""
    words = tokens.words
    if tokens.touches(at):
        before = words[at - 1]
        if before.isalpha() or before in "'’.:/_*@" or (before in DASHES and tokens.touches(at - 1)):
            return "designation"
    if last >= len(words) or not tokens.touches(last):
        return None
    after = words[last]
    if after in DASHES and tokens.touches(last + 1):
        follow = words[last + 1]
        if follow in ("plus", "odd", "strong") or follow[0] in DIGITS:
            return None
        if words[last + 2 : last + 4] in (["-", "old"], ["-", "olds"]):
            return "age"
        return "compound" if follow[0].isalpha() else None
    if words[at][0] in DIGITS and after[0].isalpha():
        if after in ORDINALS:
            return "ordinal"
        if after in lexicon.words["clock"]:
            return "time"
        return "distance" if after in lexicon.words["distance"] or after == "m" else "designation"
    return None


def _measured(words: list[str], last: int, lexicon: Lexicon) -> str | None:
    """What a number is by the unit after it."""
    unit = last
    while unit < len(words) and unit < last + 2 and words[unit] in SKIPPED:
        unit += 1
    if unit >= len(words):
        return None
    word = words[unit]
    sets = lexicon.words
    if word in sets["duration"]:
        return "age" if words[unit + 1 : unit + 2] in (["old"], ["-"]) else "duration"
    if word in sets["area"] or (word in ("sq", "square") and unit + 1 < len(words)) or words[unit - 1] == "square":
        return (
            "area"
            if word in sets["area"]
            or words[min(unit + 1, len(words) - 1)] in sets["distance"]
            or (word in sets["distance"])
            else None
        )
    if word in sets["distance"]:
        return "distance"
    return "times" if word == "times" else None


def _is_apposed_age(tokens: Tokens, at: int, last: int, value: float) -> bool:
    """Whether a number between commas or brackets behind a word is an age: "Ann Example, 61,", "the driver (29)"; or
    one of several behind several: "the sisters, 3 and 5,"."""
    words = tokens.words
    if 0 < value <= OLDEST and last == at + 1 and _is_one_of_ages(words, at):
        return True
    if not 0 < value <= OLDEST or at < 2 or last != at + 1 or words[at - 1] not in (",", "("):
        return False
    named = (
        words[at - 2] in PERSONS or words[max(0, at - 3)] in POSSESSIVES or tokens.text[tokens.starts[at - 2]].isupper()
    )
    shouted = tokens.text[tokens.starts[at - 2] : tokens.ends[at - 2]].isupper()
    return named and (words[last] if last < len(words) else ".") in ((",", ";", ".") if shouted else AFTER_AGE)


def _worded_age(words: list[str], at: int, last: int, lexicon: Lexicon) -> str | None:
    """The age that words before a number or a list of numbers make it ("aged 12 and 14", "who was 82", "a man of 34",
    "both 34", "people over 80"); the children of "a mother of two"; None where a noun follows that it counts."""
    if not at or (last < len(words) and words[last][0].isalpha() and words[last] not in lexicon.words["age_before"]):
        return None
    first = at
    while first > max(0, at - 4 * SIBLINGS) and (
        words[first - 1] in lexicon.words["age_list"] or words[first - 1].isdigit() or words[first - 1] in lexicon.value
    ):
        first -= 1
    head, before = words[first - 1] if first else "", words[first - 2] if first > 1 else ""
    if head in OF_AGE or (words[at - 1] == "both" and words[at] != "two"):
        return "age"
    if words[at].isdigit() and head in ("was", "is", "were", "are") and before in ("who", "he", "she"):
        return "age"
    if words[at - 1] in ("over", "under") and (words[at - 2] in PEOPLE or words[at - 2] in PERSONS):
        return "age"
    if words[at - 1] == "of" and at > 1:
        return "age" if words[at - 2] in YOUNG_OR_OLD else "children" if words[at - 2] in PARENTS else None
    return None


def _is_one_of_ages(words: list[str], at: int) -> bool:
    """Whether a number stands in a list of nothing but numbers between a word for people and a stop or comma."""
    first, last, reach = at, at + 1, 2 * SIBLINGS
    while first > max(2, at - reach) and words[first - 1] in (",", "and") and words[first - 2].isdigit():
        first -= 2
    while last + 1 < min(len(words), at + reach) and words[last] in (",", "and") and words[last + 1].isdigit():
        last += 2
    if last - first < 2 or first < 2 or words[first - 1] not in (",", "("):
        return False
    return words[first - 2] in PEOPLE and (last == len(words) or words[last] in (",", ")", ".", ";"))


def _is_date(tokens: Tokens, at: int, last: int, value: float, lexicon: Lexicon) -> bool:
    """Whether figures stand beside a month: 5 May, May 5, May 1989."""
    words = tokens.words

    def is_month(place: int) -> bool:
        if not 0 <= place < len(words) or words[place] not in lexicon.words["month"]:
            return False
        modal = words[place] in ("may", "march") and words[place + 1 : place + 2] in (["have"], ["be"], ["on"])
        return tokens.text[tokens.starts[place]].isupper() and not modal

    if "," in words[at] or (value <= 31 and is_month(at - 1) and words[at - 2].isdigit()):
        return False  # "on 23 September 28 ducks"
    if value > 31 and not 1500 <= value <= 2100:
        return value < 100 and is_month(at - 1) and at > 1 and words[at - 2][:1].isdigit()  # "5 MAY 89"
    between = words[at - 1] if at else ""
    return (
        is_month(at - 1)
        or is_month(last)
        or (is_month(at - 2) and (between == "the" or (between == "," and value > 31)))
    )
