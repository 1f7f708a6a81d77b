"""When what a sentence tells of happened: the range that its words and the time of publication allow.

A date in full needs no more. A weekday, a day without a year, "yesterday" or "last month" is reckoned back from when
the article can have appeared, and only where that is bounded on both sides. Days are those of some place on earth, so
that a day reaches from UTC+14 to UTC-12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pandas as pd

from crossread import lists
from crossread.articles import dates

Range = tuple[pd.Timestamp, pd.Timestamp, str]

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH, _DAY = "|".join(MONTHS), "|".join(DAYS)
WORDS = re.compile(
    rf"\b(?:(?:{_DAY}),? )?"
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)(?:{_MONTH})|(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?!\d))"
    rf"(?:,? (?:19|20)\d\d)?"
    rf"|\b(?:[Ii]n |[Ll]ast |[Ss]ince |[Ll]ate |[Ee]arly |[Mm]id-|[Tt]his )?(?:{_MONTH}),? (?:19|20)\d\d\b"
    rf"|\b(?:[Ii]n|[Ll]ast|[Ss]ince|[Ll]ate|[Ee]arly|[Tt]his) (?:{_MONTH})\b|\b[Mm]id-(?:{_MONTH})\b"
    rf"|\b(?:(?:last|next) )?(?:{_DAY})\b|\b(?:[Yy]esterday|[Tt]oday|[Oo]vernight)\b"
    r"|\b(?:[Ll]ast|(?:[Ee]arlier |[Ll]ater )?[Tt]his) (?:week|month|year)\b"
    r"|\b(?:[Ii]n|of|[Ss]ince|[Dd]uring) (?:19|20)\d\d\b",
)
# Each of these words has one of these in it.
SIGNS = (*MONTHS, *DAYS, "esterday", "oday", "vernight", "week", "month", "year", "19", "20")
PARTS = {"early": (1, 13), "mid": (8, 23), "late": (18, 31)}  # days of a month: its thirds, and three days about them
# "said on Thursday", "told reporters on Friday": when it was said, not when it happened
SAID = re.compile(
    r"\b(?:said|says|told|announced|added|confirmed|reported|stated|according to)\b"
    r"(?: [\w.’'-]+){0,4}? (?:on |late |early )*$"
)
# "eight days after taking office on 1 June", "since it was founded in 1985"
AFTER_IT = re.compile(r"\b(?:(?:after|before|since) \w+ing|[Ss]ince (?:it|they|he|she) \w+)(?: [\w’'-]+){0,4} $")
COMPARED = re.compile(
    r"\b(?:the|those|its|their) (?:(?!was |were |had )[\w,-]+ ){1,4}(?:killed|wounded|injured|dead|victims) (?:on )?$"
    r"|\b(?:since|until|from|deadliest|worst|before|after)(?: \w+){0,2} $"
    r"|\b(?:rose|risen|rising|climbed|jumped|increased) (?:further )?to (?:[\w-]+ ){1,5}(?:on |late |early |by )*$",
    re.IGNORECASE,
)  # "the toll rose to six on Friday", "met relatives of the six people killed on Friday": nor that
PLAN = re.compile(
    r"\b(?:" + "|".join(sorted({row["word"] for row in lists.read("future_words")})) + r"|before|until|by|next)\b", re.I
)
# What stands before a date that is not of the statement itself, but of something it mentions.
ASIDE = re.compile(r"\b(?:since|that|which|who|whom|whose|where|began|started|from)\b", re.IGNORECASE)
RECKONED = re.compile(r"yesterday|today|overnight|week|this|last (?:month|year)", re.IGNORECASE)
EASTMOST, WESTMOST = pd.Timedelta(hours=14), pd.Timedelta(hours=12)
DAY, LONGEST = pd.Timedelta(days=1), pd.Timedelta(days=270)


def cased(words: str) -> str:
    """Words in capitals alone with small letters, so that months and days are found; of the same length."""
    low = words.title() if words.isupper() else words
    return low if len(low) == len(words) else words


def has(words: str, parts: Iterable[str]) -> bool:
    """Whether one of the parts stands in the words, which is quickly told."""
    return any(map(words.__contains__, parts))


def times(words: str) -> Iterator[re.Match]:
    """The times that words name, as matches of :data:`WORDS`."""
    return WORDS.finditer(words) if has(words, SIGNS) else iter(())


def of_sentence(words: str, published_start: object, published_end: object) -> Range | None:
    """The time that a sentence gives what it tells of: earliest and latest moment, and day, month or unknown.

    None where it gives none, where its dates differ, or where they cannot be reckoned.
    """
    told: set[str] = set()
    words = cased(words)
    for match in times(words):
        before = words[max(0, match.start() - 60) : match.start()]
        if match.group() not in told and not any(p.search(before) for p in (SAID, COMPARED, AFTER_IT)):
            told.add(match.group())
    days = _days(published_start, published_end)
    found = {_range(each, days) for each in told if not each.lower().startswith("since")}
    return found.pop() if len(found) == 1 else None


def of_clause(words: str, published_start: object, published_end: object) -> Range | None:
    """The first day, month or year that a clause names, be it of when something was said.

    None where it is of a plan, or of something that is mentioned aside. It reaches over all that the words can mean
    wherever between the two moments the article appeared, so that it bounds surely from both sides.
    """
    match = next(times(words), None)
    if match is None or _is_plan(match, words):
        return None
    told = match.group()
    mentioned = not told.startswith(tuple(DAYS)) and ASIDE.search(words[: match.start() + len("since")])
    if mentioned or RECKONED.search(told):
        return None
    return _range(told, _between(published_start, published_end))


def weekdays(words: str, published_start: object, published_end: object) -> list[Range]:
    """The days that a text names and that are no plan."""
    days = _between(published_start, published_end)
    named = (match for match in times(words) if match.group() in DAYS and not _is_plan(match, words))
    return [found for match in named if (found := _range(match.group(), days))]


def together(ranges: list[Range]) -> Range | None:
    """The time that all ranges leave open; None where there are none or two of them share no moment."""
    days = {each[:2] for each in ranges if each[2] == "day"}
    if not ranges or len(days) > 1:  # Thursday and Friday share hours, but no day
        return None
    start, end = max(each[0] for each in ranges), min(each[1] for each in ranges)
    finest = min(ranges, key=lambda each: each[1] - each[0])
    return (start, end, finest[2]) if start <= end else None


@lru_cache(maxsize=10_000)
def _range(words: str, days: tuple[pd.Timestamp, ...]) -> Range | None:
    year = re.search(r"(?:19|20)\d\d", words)
    if year and not any(month in words for month in MONTHS):
        return _span(pd.Timestamp(int(year[0]), 1, 1), pd.Timestamp(int(year[0]) + 1, 1, 1), "unknown")
    if year:
        found = dates.parse(
            re.sub(r"\b(?:of |in |last |since |late |early |this |mid-)", "", words, flags=re.I), "text"
        )
        return (found.start, found.end, found.precision) if found.start is not None else None
    each = {_back(words, day) for day in days}
    if None in each or not each:
        return None
    ranges = sorted(each, key=lambda one: one[0])
    return ranges[0][0], max(one[1] for one in ranges), ranges[0][2] if len(ranges) == 1 else "unknown"


@lru_cache(maxsize=10_000)
def _days(start: pd.Timestamp, end: pd.Timestamp) -> tuple[pd.Timestamp, ...]:
    """The days that an article which appeared between two moments can have been dated; in UTC where its zone is known.

    A range that comes of a missing zone or a bare day is 26 hours or more wide: so much is taken from its ends again.
    """
    if pd.isna(start) or pd.isna(end):
        return ()
    if end - start >= EASTMOST + WESTMOST:
        return _between(start + EASTMOST, end - WESTMOST)
    return _between(start, end)


@lru_cache(maxsize=10_000)
def _between(start: pd.Timestamp, end: pd.Timestamp) -> tuple[pd.Timestamp, ...]:
    """The days between two moments; none where one is not known or they lie too far apart."""
    if pd.isna(start) or pd.isna(end) or end - start > pd.Timedelta(days=3):
        return ()
    first, last = start.tz_localize(None).normalize(), end.tz_localize(None).normalize()
    return tuple(first + DAY * n for n in range((last - first).days + 1))


def _is_plan(match: re.Match, words: str) -> bool:
    """Whether a time was still to come: a word of a plan stands shortly before or right after it."""
    return PLAN.search(words[max(0, match.start() - 40) : match.end() + 25]) is not None


def _back(words: str, day: pd.Timestamp) -> Range | None:
    """What words mean that were written on ``day``; of a month or a day of it the latest not after that, None where
    that is too long ago to go without its year."""
    low = words.lower()
    last = low.startswith("last")
    name = next((each for each in DAYS if each in words), None)
    month = next((each for each in MONTHS if each in words), None)
    if month is not None:
        number = re.search(r"\d{1,2}", words)
        try:
            first = pd.Timestamp(day.year, MONTHS.index(month) + 1, int(number[0]) if number else 1)
        except ValueError:
            return None
        first -= pd.DateOffset(years=int(first > day))
        if day - first > LONGEST:
            return None
        after = first + pd.DateOffset(months=1)
        for part in PARTS if not number else ():
            if low.startswith(part):
                opens, closes = PARTS[part]
                return _span(first + (opens - 1) * DAY, min(first + closes * DAY, after), "unknown")
        return _span(first, first + DAY, "day") if number else _span(first, after, "month")
    if name is not None:
        if low.startswith(("last", "next")):  # of this week or the one before it
            return None
        day -= DAY * ((day.weekday() - DAYS.index(name)) % 7)
    elif low == "overnight":
        return _span(day - DAY, day + DAY, "unknown")
    elif low not in ("today", "yesterday"):
        unit = low.split()[-1]
        period = day.to_period(unit[0].upper()) - int(last)
        after = min(day, period.end_time.normalize()) + DAY
        return _span(period.start_time, after, "month" if unit == "month" else "unknown")
    day -= DAY * int(low == "yesterday")
    return _span(day, day + DAY, "day")


def _span(first: pd.Timestamp, after: pd.Timestamp, precision: str) -> Range:
    start = (first - EASTMOST).tz_localize("UTC")
    return start, (after + WESTMOST - pd.Timedelta(seconds=1)).tz_localize("UTC"), precision
