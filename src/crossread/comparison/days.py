"""When a passage says that something happened, and, within a set, from when on an article without a date appeared.

A day holds wherever on earth it is that day, save in the one zone of UTC+14: so two days of which one lies between are
surely one after the other. What a text does not say is not filled in; a weekday without more is read only beside an
article of the set that has a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from crossread import lists
from crossread.articles import dates

MONTHS = {name: n for n, name in enumerate(
    "January February March April May June July August September October November December".split(), 1
)}  # fmt: skip
WEEKDAYS = {name: n for n, name in enumerate("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())}
ZONES = (pd.Timedelta(hours=-13), pd.Timedelta(hours=11))  # a day begins so long before its own date in UTC, ends so
DAY = pd.Timedelta(days=1)
NARROW = pd.Timedelta(days=3)  # a range of publication that fixes what a weekday means
AROUND = (-4, 2)  # days about a dated article in which the weekdays of another on the same event are looked for
PARTS = {"early": (1, 15), "mid": (8, 23), "late": (15, 31)}
_MONTH, _DAY_NAME = "|".join(MONTHS), "|".join(WEEKDAYS)
STATED = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:(?P<part>early|mid|late)[ -])?"
    rf"(?P<month>{_MONTH})\b(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|\s*(?:people|dead|killed)))?"
    r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    rf"|\b(?:in|of|since|during)\s+(?P<alone>(?:19|20)\d\d)\b"
    rf"|\b(?P<last>last|next)?\s?\b(?P<weekday>{_DAY_NAME})\b"
)
FUTURE = re.compile(
    r"\b(?:" + "|".join(sorted({row["word"] for row in lists.read("future_words")})) + r"|before|until|by|next)\b", re.I
)
# What stands before a date that is not of the statement itself, but of something it mentions.
ASIDE = re.compile(r"\b(?:since|that|which|who|whom|whose|where|began|started|from)\b", re.IGNORECASE)


class Range(NamedTuple):
    """From when to when, in UTC; None where a bound is not known."""

    start: pd.Timestamp | None
    end: pd.Timestamp | None

    @property
    def is_narrow(self) -> bool:
        """Whether both bounds are known and near each other."""
        return self.start is not None and self.end is not None and self.end - self.start <= NARROW


def ranges(articles: pd.DataFrame) -> dict[str, Range]:
    """When each article can have appeared, by article_id, as its columns published_start and published_end say."""
    return {
        row.article_id: Range(
            None if pd.isna(row.published_start) else row.published_start,
            None if pd.isna(row.published_end) else row.published_end,
        )
        for row in articles.itertuples()
    }


def refined(
    known: Mapping[str, Range], beside: Mapping[str, str], words: Mapping[str, Iterable[str]]
) -> dict[str, Range]:
    """``known`` with a start for articles without a date, from the weekdays that they name.

    Parameters
    ----------
    known
        By article, as :func:`ranges` gives them.
    beside
        For an article without a narrow range the dated one with which it shares most of what it tells.
    words
        The sentences of each article.

    Returns
    -------
    The same with starts that are later: an article that tells what a dated one tells, and speaks of a Thursday,
    appeared not before the Thursday about that date. An end is never reckoned.
    """
    found = dict(known)
    for article_id, other in beside.items():
        days = [day for sentence in words[article_id] for day in _weekdays(sentence, known[other])]
        if days:
            start = max(days) + ZONES[0]
            before = known[article_id].start
            found[article_id] = Range(start if before is None else max(start, before), known[article_id].end)
    return found


def _weekdays(sentence: str, near: Range) -> list[pd.Timestamp]:
    """The past weekdays of a sentence as the days about an article that has a date."""
    around = _around(near)
    named = [m for m in STATED.finditer(sentence) if m["weekday"] and not m["last"] and not _is_plan(m, sentence)]
    return [around[WEEKDAYS[match["weekday"]]] for match in named]


def _around(near: Range) -> dict[int, pd.Timestamp]:
    centre = near.end.normalize()
    return {(centre + n * DAY).weekday(): centre + n * DAY for n in range(AROUND[0], AROUND[1] + 1)}


def stated(words: str, published: Range, near: Range | None = None) -> Range | None:
    """When something happened, as the words of an article say it; None where they do not, or speak of a plan.

    Of several times the first counts. It is never later than the article. ``near`` is when the article appeared beside
    which the weekdays of this one were read.
    """
    if published.start is None and published.end is None:
        return None
    match = next((m for m in STATED.finditer(words) if not _is_name(m, words)), None)
    if match is None or _is_plan(match, words):
        return None
    if not match["weekday"] and ASIDE.search(words[: match.start() + len("since")]):
        return None
    found = _range(match, published, near)
    if found is None or (published.end is not None and found.start > published.end):
        return None
    return found if published.end is None else found._replace(end=min(found.end, published.end))


def _is_plan(match: re.Match, words: str) -> bool:
    """Whether a time is one that was still to come: a word of a plan stands shortly before or right after it."""
    return FUTURE.search(words[max(0, match.start() - 40) : match.end() + 25]) is not None


def _is_name(match: re.Match, words: str) -> bool:
    """Whether "May" or "March" is no month: nothing beside it says so."""
    bare = match["month"] in ("May", "March") and not (match["d1"] or match["d2"] or match["year"] or match["part"])
    return bare and not re.search(r"\b(?:in|of|last|since|during)\s+$", words[: match.start()])


def _range(match: re.Match, published: Range, near: Range | None) -> Range | None:
    latest = published.end if published.end is not None else published.start + NARROW
    if match["weekday"]:
        if match["last"] or not (published.is_narrow or near):
            return None
        if not published.is_narrow:
            return _day(_around(near)[WEEKDAYS[match["weekday"]]])
        day = published.end.normalize()
        while day.weekday() != WEEKDAYS[match["weekday"]]:
            day -= DAY
        return _day(day)
    if match["alone"]:
        return _between(pd.Timestamp(f"{match['alone']}-01-01", tz="UTC"), pd.DateOffset(years=1))
    month = MONTHS[match["month"]]
    year = int(match["year"] or (latest.year if month <= latest.month else latest.year - 1))
    first = pd.Timestamp(year=year, month=month, day=1, tz="UTC")
    day = match["d1"] or match["d2"]
    if day:
        parsed = dates.parse(f"{day} {match['month']} {year}", "text")
        return None if parsed.start is None else _day(first + (int(day) - 1) * DAY)
    if match["part"]:
        begin, stop = PARTS[match["part"]]
        return Range(_day(first + (begin - 1) * DAY).start, _day(first + (stop - 1) * DAY).end)
    return _between(first, pd.DateOffset(months=1))


def _day(day: pd.Timestamp) -> Range:
    return Range(day + ZONES[0], day + DAY + ZONES[1])


def _between(first: pd.Timestamp, length: pd.DateOffset) -> Range:
    return Range(first + ZONES[0], first + length + ZONES[1])
