"""What a number is instead of a count: an age, a date, money, a designation and the like, by what stands beside it."""

from __future__ import annotations

from crossread.text.amounts import Amount
from crossread.text.number_words import DASHES, DIGITS, SIGNS, Lexicon
from crossread.text.tokens import Tokens

OLDEST = 115  # years that a person can be old
POSSESSIVES = frozenset(["his", "her", "their", "my", "our"])
ORDINALS = frozenset(["st", "nd", "rd", "th"])
SKIPPED = frozenset(["more", "straight", "consecutive", "full", "long", "working", "short", "square", "further", "-"])


def kind(tokens: Tokens, at: int, amount: Amount, lexicon: Lexicon) -> str:
    """The kind of a number by what stands beside it."""
    words, last, lists = tokens.words, amount.last, lexicon.words
    before = words[at - 1] if at else ""
    after = words[last] if last < len(words) else ""
    digits = words[at][0] in DIGITS
    if before in SIGNS or after in SIGNS or after in lists["currency"]:
        return "money"
    if after in lists["percentage"] and (after != "per" or words[last + 1 : last + 2] == ["cent"]):
        return "percentage"
    found = _glued(tokens, at, last, lexicon) or _measured(words, last, lexicon)
    if found:
        return found
    if before in ("aged", "age", "ages") or (digits and _is_apposed_age(tokens, at, last, amount.value)):
        return "age"
    if digits and (after in lists["clock"] or before in ("no", "#") or words[max(0, at - 2) : at] == ["no", "."]):
        return "time" if after in lists["clock"] else "designation"
    if digits and _is_date(tokens, at, last, amount.value, lexicon):
        return "date"
    if digits and before in lists["label"] and amount.last == at + 1 and after not in lists["counted"]:
        return "designation"
    if digits and _is_year(words, at, last, amount.value, lexicon):
        return "year"
    if digits and words[at][0] == "0" and len(words[at]) > 1 and "." not in words[at]:
        return "telephone"
    if digits and (len(words[at]) >= 9 and words[at].isdigit()):
        return "designation"
    if after in ("more", "fewer", "less") and words[last + 1 : last + 2] == ["than"] and before != "no":
        return "difference"  # "eight fewer than police said"
    if words[at] == "one" and last == at + 1 and (before in lists["pronoun"] or after in ("of", "another")):
        return "pronoun"
    return "count"


def _is_year(words: list[str], at: int, last: int, value: float, lexicon: Lexicon) -> bool:
    """Whether four figures are a year: after "in", "since" and the like, or before no word."""
    if len(words[at]) != 4 or last != at + 1 or not 1500 <= value <= 2100:
        return False
    after, lists = words[last] if last < len(words) else "", lexicon.words
    before = words[at - 1] if at else ""
    return after not in lists["counted"] and (before in lists["year_after"] or not after[:1].isalpha())


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
        if words[last + 2 : last + 4] == ["-", "old"]:
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
    lists = lexicon.words
    if word in lists["duration"]:
        return "age" if words[unit + 1 : unit + 2] in (["old"], ["-"]) else "duration"
    if word in lists["area"] or (word in ("sq", "square") and unit + 1 < len(words)) or words[unit - 1] == "square":
        return (
            "area"
            if word in lists["area"]
            or words[min(unit + 1, len(words) - 1)] in lists["distance"]
            or (word in lists["distance"])
            else None
        )
    if word in lists["distance"]:
        return "distance"
    return "times" if word == "times" else None


def _is_apposed_age(tokens: Tokens, at: int, last: int, value: float) -> bool:
    """Whether a number between commas or brackets behind a name is an age: "Ann Example, 61,"."""
    words = tokens.words
    if not 0 < value <= OLDEST or at < 2 or last != at + 1 or words[at - 1] not in (",", "("):
        return False
    if last < len(words) and words[last] not in (",", ")", ".", ";", "and", "?", "!", "who"):
        return False
    if any(word in POSSESSIVES for word in words[max(0, at - 4) : at - 2]) and words[at - 2].isalpha():
        return True  # "her son, 9,"
    place = tokens.starts[at - 2]
    return tokens.text[place].isupper() and not tokens.text[place : tokens.ends[at - 2]].isupper()


def _is_date(tokens: Tokens, at: int, last: int, value: float, lexicon: Lexicon) -> bool:
    """Whether figures stand beside a month: 5 May, May 5, May 1989."""
    words, months = tokens.words, lexicon.words["month"]
    if "," in words[at] or (value <= 31 and at > 1 and words[at - 1] in months and words[at - 2].isdigit()):
        return False
    if value > 31 and not 1500 <= value <= 2100:
        dated = words[at - 1] != "may" or words[at - 2][:1].isdigit()
        return at > 1 and words[at - 1] in months and dated and value < 100

    def is_month(place: int) -> bool:
        if not 0 <= place < len(words) or words[place] not in months or not tokens.text[tokens.starts[place]].isupper():
            return False
        return words[place] not in ("may", "march") or words[place + 1 : place + 2] not in (["have"], ["be"], ["on"])

    return (
        is_month(at - 1)
        or is_month(last)
        or (is_month(at - 2) and (words[at - 1] == "the" or (words[at - 1] == "," and value > 31)))
    )
