"""When the articles of a set appeared and when its facts were known, each as a range, so far as the words allow.

What no text says is not filled in. A weekday or month without more is reckoned from when its article appeared; where
that is not known, from the dated article of the set beside which it tells most of the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.comparison.clauses import Set, Unit
from crossread.comparison.statements import ACCUSATION, DENIAL, UTTERANCE, Fact
from crossread.figures import event_dates

NARROW = pd.Timedelta(days=3)  # a range of publication that fixes what a weekday means
AFTER = pd.Timedelta(
    days=2
)  # behind a dated article another beside it can speak of; a weekday back to four days before
SHARED_TO_DATE = 2  # statements that an article must share with a dated one to be dated beside it
MOST_BESIDE = 20  # dated articles that tell a statement that count
UNINHABITED = pd.Timedelta(hours=1)  # no newsroom lies at UTC+14 or UTC-12: two days with one between them are in order


class Range(NamedTuple):
    """From when to when, in UTC; None where a bound is not known."""

    start: pd.Timestamp | None
    end: pd.Timestamp | None

    @property
    def is_narrow(self) -> bool:
        """Whether both bounds are known and near each other."""
        return self.start is not None and self.end is not None and self.end - self.start <= NARROW


class Times(NamedTuple):
    """When each article appeared, and from when its words are reckoned that name a day or month without more."""

    published: dict[str, Range]
    beside: dict[str, Range]
    read: dict[tuple[str, int, int, bool], Range | None]  # of passages that were looked at, whole or around a remark


class Known(NamedTuple):
    """From when a fact was surely known, on what basis, and when it happened or was said, where its words tell."""

    since: pd.Timestamp | None
    basis: str | None
    own: Range | None


def of_articles(articles: pd.DataFrame) -> Times:
    """The times of a set as its columns ``published_start`` and ``published_end`` give them."""
    columns = (articles[name].astype(object) for name in ("article_id", "published_start", "published_end"))
    published = {
        article_id: Range(None if pd.isna(start) else start, None if pd.isna(end) else end)
        for article_id, start, end in zip(*columns, strict=True)
    }
    return Times(published, {}, {})


def beside(times: Times, facts: Iterable[Fact], given: Set) -> Times:
    """The times of a set with a start for articles without a date, from the weekdays that they name.

    An article that tells what a dated one tells, and speaks of a Thursday, appeared not before the Thursday about that
    date. An end is never reckoned.
    """
    narrow = {article_id for article_id, own in times.published.items() if own.is_narrow}
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for fact in facts if 0 < len(narrow) < len(times.published) else ():
        fixed = [article_id for article_id in fact.spans if article_id in narrow][:MOST_BESIDE]
        for article_id in fact.spans.keys() - narrow:
            together[article_id].update(fixed)
    dated, published = {}, dict(times.published)
    for article_id, counts in together.items():
        if counts and max(counts.values()) >= SHARED_TO_DATE:
            other = published[min(counts, key=lambda a: (-counts[a], a))]
            dated[article_id] = Range(other.start + AFTER, other.end + AFTER)
    told: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
    units = given.units
    use = np.array([article_id in dated for article_id in units.articles], dtype=bool)[units.article]
    for n in np.flatnonzero(use & (units.section != "caption") & (units.section != "background")).tolist():
        told[units.of(n)][units.at(n).sentence] = None
    for article_id, own in told.items():
        text = given.texts[article_id]
        days = [d for a, b in own for d in event_dates.weekdays(text[a:b], *dated[article_id])]
        if days:
            start = max(day[0] for day in days) + UNINHABITED
            before = published[article_id].start
            published[article_id] = Range(
                start if before is None else max(start, before), published[article_id].end
            )  # fmt: skip
    return Times(published, dated, {})


def when(unit: Unit, times: Times, given: Set, is_remark: bool = False) -> Range | None:
    """When something happened, as a clause or its sentence says it, or when a remark was made, as the words around it
    say; never later than its article."""
    said = given.quotes[unit.quote] if is_remark and unit.quote is not None else None
    for start, end in ((unit.start, unit.end), unit.sentence):
        key = (unit.article_id, start, end, said is not None)
        if key not in times.read:
            words = given.texts[unit.article_id][start:end]
            if said is not None:
                first, last = (min(max(at - start, 0), len(words)) for at in (said.content_start, said.content_end))
                words = f"{words[:first]} {words[last:]}"
            times.read[key] = _read(words, unit.article_id, times)
        if times.read[key] is not None:
            return times.read[key]
    return None


def _read(words: str, article_id: str, times: Times) -> Range | None:
    published = times.published[article_id]
    if published.start is None and published.end is None:
        return None
    around = published if published.is_narrow else times.beside.get(article_id, published)
    found = event_dates.of_clause(words, *around)
    if found is None:
        return None
    start, end = found[0] + UNINHABITED, found[1] - UNINHABITED + pd.Timedelta(seconds=1)
    if published.end is None:
        return Range(start, end)
    return Range(start, min(end, published.end)) if start <= published.end else None


def known(fact: Fact, times: Times, given: Set) -> Known:
    """When a fact was surely known: by its own date, or by the first publication that surely carries it."""
    units, is_remark = [given.units.at(n) for n in fact.units], fact.kind in (UTTERANCE, ACCUSATION, DENIAL)
    own = [found for unit in units if (found := when(unit, times, given)) is not None]
    said = [found for unit in units if (found := when(unit, times, given, is_remark)) is not None]
    told = min((end for a in fact.spans if (end := times.published[a].end) is not None), default=None)
    happened = None
    if own:
        happened = Range(max(found.start for found in own), min(found.end for found in own))
        if happened.start >= happened.end or (told is not None and happened.start > told):
            happened = None
    dated = min((found.end for found in said), default=None)  # a remark on a day was made no sooner, but maybe later
    if dated is not None and (told is None or dated <= told):
        return Known(dated, "text", happened)
    return Known(told, None if told is None else "published", happened)
