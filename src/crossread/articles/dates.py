"""When an article was published: the range that its words allow.

A range holds every moment that the words may mean. Where they give no zone it reaches from UTC+14 to
UTC-12; where a zone's name has several readings, over all of them; a date without a time is the whole day.
What the words do not say (a year above all) is never filled in.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pandas as pd
from dateutil import parser
from dateutil.relativedelta import relativedelta

from crossread import lists


class Published(NamedTuple):
    """Earliest and latest time (UTC, None when unknown), how finely stated, and on what basis."""

    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None
    precision: str = "unknown"
    basis: str | None = None


YEARS = range(1800, 2101)
ANYWHERE = (-12 * 60, 14 * 60)  # offsets from UTC in minutes
LONGEST_LINE = 90

_MONTHS = {name.lower(): n for n, names in enumerate(parser.parserinfo.MONTHS, 1) for name in names}
_WEEKDAYS = {name.lower(): n for n, names in enumerate(parser.parserinfo.WEEKDAYS) for name in names}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_ZONES = {row["name"]: tuple(map(int, row["offsets"].split(";"))) for row in lists.read("timezones")}
_WORDS = {row["word"]: row["kind"] for row in lists.read("date_words")}

# One alternative a kind of token; what fits none of them is no part of a date.
_TOKEN = re.compile(
    r"""
    (?P<iso>\d{4}([-/.])\d{1,2}\2\d{1,2}(?![\d]))
  | (?P<numeric>\d{1,2}([-/.])\d{1,2}\4\d{4}(?!\d)|\d{1,2}/\d{1,2}/\d\d(?=,?[ ]\d{1,2}:\d))
  | (?P<year_month>\d{4}-\d{2}(?![\d-]))
  | (?P<time>T?\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([ ]?[ap]\.?m\b\.?)?(h(rs)?\b)?)
  | (?P<clock>\d{1,2}(\.\d{2})?[ ]?[ap]\.?m\b\.?)
  | (?P<dotted>\d{1,2}\.\d{2}(?![\d.]))
  | (?P<relative>\d{1,3}[ ]?[smhdw](?=[ ]ago\b))
  | (?P<reading>\d{1,3}[ -]?min(ute)?s?[ ]read\b)
  | (?P<offset>(GMT|UTC)?[ ]?[+-]\d{1,2}(:?\d{2})?(?!\d))
  | (?P<year>\d{4}(?!\d)|(?:19|20)\d\d(?=\d{1,2}:\d\d))
  | (?P<number>\d{1,2}(st|nd|rd|th)?(?![\w%]))
  | (?P<word>[a-z]+\.?)
  | (?P<space>[\s,;:|/()•·–—-]+)
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_SKIPPED = re.compile(r"\w+|\W")
_CALENDAR = frozenset("iso numeric year_month year month number weekday time dotted clock zone".split())
_CLOCK = re.compile(r"t?(\d+)(?:[:.](\d\d))?(?::(\d\d))?[\d.,]*\s*([ap])?")
_UNIX = re.compile(r"(?a)(\d{9,10}|\d{12,13})(\.\d*)?")
_COMPACT = re.compile(r"(?a)\d{8}(?:T?\d{4}(?:\d\d)?)?Z?")


def parse(words: str, basis: str) -> Published:
    """Read a time as written in a field or in a line of its own.

    Parameters
    ----------
    words
        ISO 8601, RFC 2822, a time in English words or unix seconds or milliseconds. Of several times the
        first publication counts.
    basis
        Where the words come from: metadata or text.

    Returns
    -------
    The range that they allow; empty where they name no day or month of a year, or contradict themselves.
    Where the order of day and month cannot be told, the range is from one reading to the other and the
    precision unknown.
    """
    words = " ".join(words.split())
    with suppress(ValueError):
        if _UNIX.fullmatch(words):
            words = datetime.fromtimestamp(float(words) / (1000 if float(words) >= 1e11 else 1), UTC).isoformat()
        elif _COMPACT.fullmatch(words):
            words = parser.parse(words).isoformat()
    tokens = _tokens(words)
    kinds = [kind for kind, _ in tokens or ()]
    if "relative" in kinds:  # "3 May 2019, updated an hour ago"
        tokens = tokens[: kinds.index("later")] if "later" in kinds else None
    if not tokens:
        return Published()
    groups = sorted(_groups(tokens), key=lambda group: ("first", "", "later").index(group.get("label", "")))
    return next((found for group in groups if (found := _published(group, basis)).start), Published())


def is_date_line(line: str) -> bool:
    """Whether ``line`` is nothing but a date, a time or how long ago, with words such as Published."""
    if len(line) > LONGEST_LINE or not (tokens := _tokens(" ".join(line.split()))):
        return False
    kinds = {kind for kind, _ in tokens}
    if "relative" in kinds:
        numbers = [value for kind, value in tokens if kind in ("number", "year")]
        words = {value for kind, value in tokens if kind == "relative"}
        counted = numbers or words & {"a", "an"} or any(value[0].isdigit() for value in words)
        return ("ago" in words and bool(counted)) or words == {"just", "now"}
    dated = bool(kinds & {"iso", "numeric"}) or {"month", "number"} <= kinds
    return dated or bool(kinds & {"time", "clock"}) or kinds == {"dotted", "zone"}


def day_within(line: str) -> tuple[int, int] | None:
    """Where the first stretch of ``line`` that is a time and names a day of a year stands."""
    at = 0
    while at < len(line):
        tokens, end = _run(line, at)
        kinds = {kind for kind, _ in tokens}
        if kinds & {"iso", "numeric"} or {"month", "number", "year"} <= kinds:
            return at, end
        at = _SKIPPED.match(line, end).end() if end < len(line) else end
    return None


def _tokens(words: str) -> list[tuple[str, str]] | None:
    """Kind and words of each token, None where anything is no part of a date."""
    tokens, end = _run(words, 0)
    return tokens if end == len(words) else None


def _run(words: str, at: int) -> tuple[list[tuple[str, str]], int]:
    """The tokens from ``at`` on, and where the first thing stands that is no part of a date."""
    tokens = []
    while match := _TOKEN.match(words, at):
        value, kind = match.group(), match.lastgroup
        if kind == "word":
            kind = _kind_of_word(value)
        if kind is None or (kind == "year" and int(value) not in YEARS):
            break
        kind = "zone" if kind == "offset" else kind
        if kind not in ("space", "filler", "reading"):
            tokens.append((kind, value if kind == "zone" else value.lower()))
        at = match.end()
    return tokens, at


def _kind_of_word(word: str) -> str | None:
    name = word.lower().rstrip(".")
    if word in _ZONES:
        return "zone"
    if name in _MONTHS:
        return "month"
    if name in _WEEKDAYS:
        return "weekday"
    if name in ("t", "z"):
        return "filler" if name == "t" else "zone"
    return _WORDS.get(name)


def _groups(tokens: list[tuple[str, str]]) -> list[dict[str, str]]:
    """The times that a line gives: a new one begins at a label and where a kind of token comes again."""
    groups: list[dict[str, str]] = [{}]
    for kind, value in tokens:
        if kind in ("first", "later"):
            if groups[-1]:
                groups.append({})
            groups[-1]["label"] = kind
        elif kind in _CALENDAR:
            if kind in groups[-1] and kind != "zone":
                groups.append({})
            groups[-1].setdefault(kind, value)
    return groups


def _published(group: dict[str, str], basis: str) -> Published:
    readings = sorted(set(_readings(group)))
    if "weekday" in group:
        weekday = _WEEKDAYS[group["weekday"].rstrip(".")]
        readings = [day for day in readings if day.weekday() == weekday]
    if not readings or any(day.year not in YEARS for day in readings):
        return Published()
    first, last, precision = readings[0], readings[-1], "minute"
    offsets = _offsets(group.get("zone"))
    clock = next((group[kind] for kind in ("time", "dotted", "clock") if kind in group), None)
    if not ({"iso", "numeric"} & group.keys() or {"number", "month"} <= group.keys()):
        precision, last = "month", last + relativedelta(months=1, seconds=-1)
    elif clock is None or _is_midnight(clock, offsets):
        precision, last = "day", last + timedelta(days=1, seconds=-1)
        if clock and offsets == (0,):  # written by a machine that knew only the day
            offsets = ANYWHERE
    else:
        hour, minute, second, half = _CLOCK.match(clock).groups()
        hour = int(hour) % 12 + 12 * (half == "p") if half and int(hour) <= 12 else int(hour)  # 13:45 pm
        if hour > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
            return Published()
        time = timedelta(hours=hour, minutes=int(minute or 0), seconds=int(second or 0))
        first, last = first + time, last + time
    if len(readings) > 1:
        precision = "unknown"
    start = pd.Timestamp(first - timedelta(minutes=max(offsets)), tz="UTC")
    end = pd.Timestamp(last - timedelta(minutes=min(offsets)), tz="UTC")
    return Published(start, end, precision, basis)


def _readings(group: dict[str, str]) -> Iterator[datetime]:
    """The days that a group may mean; the first of the month where it names no day."""
    stated = next((group[kind] for kind in ("iso", "numeric", "year_month") if kind in group), "")
    year, month, day = [*map(int, re.findall(r"\d+", stated)), 1, 1, 1][:3]
    found = [(year, month, day)]
    if "numeric" in group and "iso" not in group:
        day, month, year = found.pop()
        year += 2000 if year < 100 else 0
        found = [(year, month, day), (year, day, month)][: 1 if "." in stated else 2]  # dots: the day comes first
    elif not stated:
        day = re.match(r"\d*", group.get("number", "1"))[0]
        known = "month" in group and "year" in group
        found = [(int(group["year"]), _MONTHS[group["month"].rstrip(".")], int(day))] if known else []
    for date in found:
        with suppress(ValueError):
            yield datetime(*date)


def _is_midnight(clock: str, offsets: tuple[int, ...]) -> bool:
    """Whether a clock stands at nothing but zeros: a day, unless words name the zone of that minute."""
    zeros = re.fullmatch(r"t?00:00(:00([.,]0+)?)?", clock)
    return bool(zeros) and (zeros[1] is not None or offsets == ANYWHERE)


def _offsets(zone: str | None) -> tuple[int, ...]:
    """The offsets from UTC, in minutes, that a zone's name may mean."""
    if zone is None:
        return ANYWHERE
    if found := re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        minutes = -minutes if found[1] == "-" else minutes
        return (minutes,) if ANYWHERE[0] <= minutes <= ANYWHERE[1] else ANYWHERE
    return _ZONES[zone.upper()]


# Dates within the reported text.

_MONTH_NAME = "|".join(name.capitalize() for name in _MONTHS if len(name) > 4 or name in ("may", "june", "july"))
_WEEKDAY_NAME = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL = (
    rf"(?P<date>(?:(?:{_WEEKDAY_NAME}),?\ )?"
    rf"(?:{_DAY}\ (?:of\ )?(?:{_MONTH_NAME})|(?:{_MONTH_NAME})(?:\ {_DAY},?)?),?"
    r"\ (?:18|19|20)\d\d)(?![\d%,.]\d|\d|-)"
)
_PAST = "|".join(row["word"] for row in lists.read("past_words"))
_PLAN = "|".join(row["word"] for row in lists.read("future_words"))
_FUTURE = re.compile(rf"\b(?:{_PLAN})\b", re.IGNORECASE)
_PART = r"(?:(?:early|late|mid|the\ beginning\ of|the\ end\ of)[ -])?"
# "In March 2016, the mayor ordered": the sentence opens with the date, and its verb is past.
_OPENING = re.compile(
    rf"\W{{0,2}}(?:In|On|Since)\ {_PART}{_FULL},?\ [^.;:]{{0,80}}?"
    rf"\b(?:(?:{_PAST})\b|[a-z]{{2,20}}[^e\W]ed\b(?!\ (?:by|last|in|at|on|this|earlier)\b))"
)
_AWAY = "(?:again|away|back|down|first|here|home|off|out|there|up)"
# "was opened in late March 2016": a past verb stands right before the date.
_AFTER_VERB = re.compile(
    rf"\b(?:[a-z]{{1,20}}\ ){{0,3}}(?:{_PAST}|[a-z]{{2,20}}ed)\ (?:{_AWAY}\ )?(?:in|on|since)\ "
    rf"{_PART}{_FULL}"
)
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NOTICE = re.compile("©|copyright|rights reserved", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?|‘[^‘]*?’(?!\w)")


def infer(sentences: list[str]) -> Published:
    """Reckon when a text appeared from the dates within it: only what surely holds.

    A text that tells of a past day or month appeared not before it: the latest one gives ``start``; ``end``
    stays None, because a text may look back. Dates of plans, dates in quotation marks and dates without a year count
    for nothing.

    Parameters
    ----------
    sentences
        The reported text, sentence by sentence.

    Returns
    -------
    Basis ``inferred``; empty when nothing can be reckoned.
    """
    dated = (_QUOTED.sub("“”", sentence) for sentence in sentences if _YEAR.search(sentence))
    days = (parse(words, "inferred") for sentence in dated if not _NOTICE.search(sentence) for words in _told(sentence))
    latest = max((day for day in days if day.start), key=lambda day: day.start, default=Published())
    return latest._replace(end=None, precision="unknown")


def _told(sentence: str) -> Iterator[str]:
    """The dates of what a sentence says has happened."""
    opening = _OPENING.match(sentence)
    told = [(opening["date"], sentence)] if opening else []
    for date, words in told + [(match["date"], match[0]) for match in _AFTER_VERB.finditer(sentence)]:
        if not _FUTURE.search(words.replace(date, "")):  # "May" is a month there
            yield date
