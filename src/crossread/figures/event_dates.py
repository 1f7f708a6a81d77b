"""When what a sentence tells of happened: the range that its words and the time of publication allow.

A date in full needs no more. A weekday, a day without a year, "yesterday" or "last month" is reckoned back from when
the article can have appeared, and only where that is bounded on both sides. Days are those of some place on earth, so
that a day reaches from UTC+14 to UTC-12.
"""

from __future__ import annotations

import re

import pandas as pd

from crossread.articles import dates

Range = tuple[pd.Timestamp, pd.Timestamp, str]

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH, _DAY = "|".join(MONTHS), "|".join(DAYS)
WORDS = re.compile(
    rf"\b(?:(?:{_DAY}),? )?"
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)(?:{_MONTH})|(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?!\d))"
    rf"(?:,? (?:19|20)\d\d)?|\b(?:in |last |since |late |early |this )?(?:{_MONTH}),? (?:19|20)\d\d\b"
    rf"|\b(?:in|last|since|late|early|this) (?:{_MONTH})\b"
    rf"|\b(?:{_DAY})\b|\b(?:[Yy]esterday|[Tt]oday|[Oo]vernight)\b"
    r"|\b(?:[Ll]ast|(?:[Ee]arlier |[Ll]ater )?[Tt]his) (?:week|month|year)\b|\b(?:in|of) (?:19|20)\d\d\b"
)
# "said on Thursday", "told reporters on Friday": when it was said, not when it happened
SAID = re.compile(
    r"\b(?:said|says|told|announced|added|confirmed|reported|stated|according to)\b"
    r"(?: [\w.’'-]+){0,4}? (?:on |late |early )*$"
)
COMPARED = re.compile(
    r"\b(?:since|until|from|deadliest|worst|before|after)(?: \w+){0,2} $"
    r"|\b(?:rose|risen|rising|climbed|jumped|increased) (?:further )?to (?:[\w-]+ ){1,5}(?:on |late |early |by )*$",
    re.IGNORECASE,
)  # "the toll rose to six on Friday": nor when it rose
EASTMOST, WESTMOST = pd.Timedelta(hours=14), pd.Timedelta(hours=12)
DAY, LONGEST = pd.Timedelta(days=1), pd.Timedelta(days=270)


def of_sentence(words: str, published_start: object, published_end: object) -> Range | None:
    """The time that a sentence gives what it tells of: earliest and latest moment, and day, month or unknown.

    None where it gives none, where its dates differ, or where they cannot be reckoned.
    """
    told: set[str] = set()
    for match in WORDS.finditer(words):
        before = words[max(0, match.start() - 60) : match.start()]
        if match.group() not in told and not SAID.search(before) and not COMPARED.search(before):
            told.add(match.group())
    found = {_range(each, published_start, published_end) for each in told if not each.startswith("since")}
    return found.pop() if len(found) == 1 else None


def together(ranges: list[Range]) -> Range | None:
    """The time that all ranges leave open; None where there are none or two of them share no moment."""
    days = {each[:2] for each in ranges if each[2] == "day"}
    if not ranges or len(days) > 1:  # Thursday and Friday share hours, but no day
        return None
    start, end = max(each[0] for each in ranges), min(each[1] for each in ranges)
    finest = min(ranges, key=lambda each: each[1] - each[0])
    return (start, end, finest[2]) if start <= end else None


def _range(words: str, start: object, end: object) -> Range | None:
    year = re.search(r"(?:19|20)\d\d", words)
    if year and not any(month in words for month in MONTHS):
        return _span(pd.Timestamp(int(year[0]), 1, 1), pd.Timestamp(int(year[0]) + 1, 1, 1), "unknown")
    if year:
        found = dates.parse(re.sub(r"\b(?:of|in|last|late|early|this) ", "", words), "text")
        return (found.start, found.end, found.precision) if found.start is not None else None
    if pd.isna(start) or pd.isna(end):
        return None
    days = _days(start, end)
    each = {_back(words, day) for day in days}
    if None in each or not each:
        return None
    ranges = sorted(each, key=lambda one: one[0])
    return ranges[0][0], max(one[1] for one in ranges), ranges[0][2] if len(ranges) == 1 else "unknown"


def _days(start: pd.Timestamp, end: pd.Timestamp) -> list[pd.Timestamp]:
    """The days that an article which appeared between two moments can have been dated; in UTC where its zone is known.

    A range that comes of a missing zone or a bare day is 26 hours or more wide: so much is taken from its ends again.
    """
    width = end - start
    if width > pd.Timedelta(days=3):
        return []
    if width >= EASTMOST + WESTMOST:
        start, end = start + EASTMOST, end - WESTMOST
    return list(pd.date_range(start.tz_localize(None).normalize(), end.tz_localize(None).normalize(), freq="D"))


def _back(words: str, day: pd.Timestamp) -> Range | None:
    """What words mean that were written on ``day``."""
    low = words.lower()
    name = next((each for each in DAYS if each in words), None)
    month = next((each for each in MONTHS if each in words), None)
    if month is not None:
        number = re.search(r"\d{1,2}", words)
        return _of_month(MONTHS.index(month) + 1, int(number[0]) if number else None, day)
    if name is not None:
        return _one(day - DAY * ((day.weekday() - DAYS.index(name)) % 7))
    if low in ("today", "yesterday"):
        return _one(day - DAY * int(low == "yesterday"))
    if low == "overnight":
        return _span(day - DAY, day + DAY, "unknown")
    unit, last = low.split()[-1], low.startswith("last")
    if unit == "week":
        monday = day - DAY * day.weekday()
        return _span(monday - DAY * (7 * int(last)), monday if last else day + DAY, "unknown")
    if unit == "month":
        first = day.replace(day=1)
        return _span((first - DAY).replace(day=1) if last else first, first if last else day + DAY, "month")
    first = day.replace(month=1, day=1)
    return _span(first - pd.DateOffset(years=1) if last else first, first if last else day + DAY, "unknown")


def _of_month(month: int, number: int | None, day: pd.Timestamp) -> Range | None:
    """The latest such month or day not after ``day``; None where that is too long ago to go without its year."""
    try:
        first = pd.Timestamp(day.year, month, number or 1)
    except ValueError:
        return None
    if first > day:
        first = first - pd.DateOffset(years=1)
    if day - first > LONGEST:
        return None
    return _one(first) if number else _span(first, first + pd.DateOffset(months=1), "month")


def _one(day: pd.Timestamp) -> Range:
    return _span(day, day + DAY, "day")


def _span(first: pd.Timestamp, after: pd.Timestamp, precision: str) -> Range:
    start = (first - EASTMOST).tz_localize("UTC")
    return start, (after + WESTMOST - pd.Timedelta(seconds=1)).tz_localize("UTC"), precision
