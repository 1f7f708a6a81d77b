"""Events: which casualty claims of a set speak of its main event, and which of another.

The main event is what titles and leads count: the place that most of them name, and their numbers. A claim that counts
a war or a longer time is of that. A claim whose words name another time is of an event of that time, one that names
another place of what happened there. A claim of the body that names neither is of the main event where its number or
its place says so, or where its article opens with violence and the sentences before it turn to nothing else. What an
article counts twice is of one event, and so is what names a place of which the set tells once. Where the words leave
it open whether two claims are of one event, they are kept apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import NamedTuple

import pandas as pd

from crossread import lists
from crossread.figures import event_dates
from crossread.storage.columns import each_row

OPENING = ("title", "lead")
ROWS = lists.read("violence")


def _any(*kinds: str, of: str = "word plural") -> str:
    """A pattern for the words of ``lists/violence.csv`` of some kinds, one or many of what they name."""
    words = {row[form] for row in ROWS if row["kind"] in kinds for form in of.split()} - {""}
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


ACTS = _any("act", "hazard")
CAMPAIGN = _any("war", "campaign", of="word")
UNIT = r"(?:weeks?|months?|years?|decades?)\b"
LATELY = re.compile(
    r"\b(?:last (?:week|month)|(?:earlier|late|early) (?:this|in the) (?:week|month|year)|this (?:month|year)"
    r"|(?:a|one|two|three|several|\d+) (?:weeks?|months?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
LONG_AGO = re.compile(
    r"\b(?:last (?:year|spring|summer|autumn|fall|winter)|(?:a|one|two|three|several|\d+) years? (?:ago|earlier|before)"
    rf"|the ((?:19|20)\d\d)\s+(?:[\w-]+\s+)?{ACTS})\b",
    re.IGNORECASE,
)
THE_ACT = re.compile(  # "the night attack on the gate" even says which
    rf"\b(?:the|this|that|those)\s+[\"“'‘]?(?:[\w-]+\s+){{0,2}}?{ACTS}\b[\"”'’]?(\s+(?:on|at|against|outside)\b)?",
    re.IGNORECASE,
)
# "the deadliest attack since 2014", "the third in two months" date what came before, not the attack
RANKS = "deadliest worst biggest bloodiest heaviest latest first second third fourth fifth".split()
COMPARED = re.compile(
    rf"\b(?:{'|'.join(RANKS)})\b[^.;]{{0,60}}?"
    r"\b(?:since\b[^,.;]*|(?:in|for|within)\s+(?:[\w’'-]+\s+){0,4}?(?:hours?|days?|weeks?|months?|years?|decades?)\b)"
)
NUMBERS = re.compile(rf"\d+|{'|'.join(event_dates.MONTHS)}")
VIOLENT = re.compile(
    rf"\b(?:{_any('act', 'hazard', 'harm')}|bomb\w*|murdered|shot|stabbed|kill(?:s|ed|ing)?|dead|die[sd]?|deaths?"
    r"|wounded|injured|hurt)\b",
    re.IGNORECASE,
)
TURNS = re.compile(
    r"^\W*(?:Separately|Elsewhere|Meanwhile|In (?:another|a separate)|In addition, in an?)\b"
    r"|\b(?:another|an earlier|a (?:second|third|separate|previous|similar|different)|other|previous|earlier)"
    rf"\s+(?:[\w-]+\s+){{0,2}}?{ACTS}\b|\belsewhere\b|\bin another\b"
    rf"|\b(?:after|following|since) an? (?:[\w-]+\s+){{0,3}}?{ACTS}\b[^.;]{{0,80}}\b(?:that|which)\b",
    re.IGNORECASE,
)
# "the five-month mission", "an internal war of nine years"; and in a body "in nine years", "during the war"; "in Telm
# last month" is none
LONG = rf"(?:(?!(?<!the )(?:last|this|next)\b)[\w’'-]+\s+){{0,4}}?{UNIT}"
LASTED = re.compile(
    rf"\b[\w’']{{1,30}}[\s-]{UNIT}(?:[\s-](?:long|old))?,?\s+(?:[\w-]+\s+){{0,2}}?{CAMPAIGN}\b"
    rf"|\b{CAMPAIGN}\s+(?:of|over)\s+{LONG}",
    re.IGNORECASE,
)
LONGER = re.compile(
    rf"\b(?:in|over|within|during)\s+{LONG}|\b(?:in|during|of|throughout) the (?:[\w-]+\s+){{0,2}}?{CAMPAIGN}\b",
    re.IGNORECASE,
)
BOUNDS = re.compile(  # of what lasted, for its name
    r"\b(?:since|over|in the past|in the last|during)\s+(?:the\s+)?(?:[\w'’]+,?\s+){0,3}?"
    rf"(?:days?|{UNIT}|{'|'.join(event_dates.MONTHS)}|(?:19|20)\d\d)(?:\s+(?:19|20)\d\d)?\b"
    rf"|\b(?:so far )?this (?:month|year|season)\b|\b(?:the |civil )?{_any('war', of='word')}\b",
    re.IGNORECASE,
)
LOOK_BACK = 3  # sentences
FAR, MANY, TELLING = 10, 1000, 10  # times an opening's number; without one there; from where a number tells an event
DAYS_BEFORE = pd.Timedelta(days=3)
APART, UNTIMED = "not surely the main event", ", no time named"


class Event(NamedTuple):
    """What sets an event apart: ``key`` holds words alone, so that it is the same on every run."""

    key: tuple[str, ...]
    name: str
    location: str | None


def link(
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    entities: pd.DataFrame,
) -> tuple[pd.Series, list[dict]]:
    """The event of each casualty claim.

    Parameters
    ----------
    figures
        Columns figure_id, article_id, sentence_id, is_casualty, count_scope, location, section, date_start, date_end,
        date_precision.
    articles
        Columns article_id, text, published_start, published_end.
    sentences
        Columns sentence_id, article_id, block_id, start, end, section, in order of place.
    mentions, entities
        The linked tables: article_id, start, surface, entity_id; entity_id, name, entity_type.

    Returns
    -------
    ``event_id`` by the index of ``figures``, missing of what is no casualty; and the rows of ``events``, main first.
    """
    none = pd.Series([None] * len(figures), index=figures.index, dtype="object")
    claims = figures[figures["is_casualty"].astype("boolean").fillna(False)]
    rows = list(each_row(claims.assign(Index=claims.index), "Index", *claims))
    if not rows:
        return none, []
    reader = _Reader(articles, sentences, mentions, entities)
    times = _times(reader, rows)
    main = _main(reader, rows, times)
    found = _joined(reader, rows, [_event(reader, row, when, main) for row, when in zip(rows, times, strict=True)])
    ids = _ids(found)
    given = defaultdict(list)
    for row, event in zip(rows, found, strict=True):
        if row.date_start is not None:
            given[event.key].append((row.date_start, row.date_end, row.date_precision))
    events = {event.key: event for event in found}
    made = []
    for key in sorted(events, key=lambda key: (key[0] != "main", ids[key])):
        start, end = (event_dates.together(given[key]) or (None, None))[:2]
        name = events[key].name + (UNTIMED if key[0] == "there" and start is None else "")
        location = events[key].location
        made.append({"event_id": ids[key], "name": name, "location": location, "date_start": start, "date_end": end})
    of_row = {row.Index: ids[event.key] for row, event in zip(rows, found, strict=True)}
    return none.where(~none.index.isin(of_row), pd.Series(of_row)), made


class _Reader:
    """The words of a set by sentence."""

    def __init__(self, articles, sentences, mentions, entities):
        self.texts = dict(zip(articles["article_id"], articles["text"], strict=True))
        published = each_row(articles, "article_id", "published_start", "published_end")
        self.published = {row.article_id: (row.published_start, row.published_end) for row in published}
        names = "sentence_id", "article_id", "block_id", "start", "end", "section"
        self.sentences = {row.sentence_id: row for row in each_row(sentences, *names)}
        self.before, last = {}, None
        for row in sorted(self.sentences.values(), key=lambda row: (row.article_id, row.start)):
            self.before[row.sentence_id] = last if last and last.article_id == row.article_id else None
            last = row
        who = {row.entity_id: row for row in each_row(entities, "entity_id", "name", "entity_type")}
        self.known = {}  # name and kind of the entity of each surface
        self.named = defaultdict(list)  # everybody and every place but states, which all news of a country shares
        named = mentions[mentions["entity_id"].notna() & (mentions["mention_type"] == "name")]
        named = named.sort_values(["article_id", "start"], kind="stable")
        for row in each_row(named, "article_id", "start", "surface", "entity_id"):
            one = who.get(row.entity_id)
            name, kind = self.known.setdefault(row.surface, (one.name, one.entity_type) if one else (row.surface, None))
            if kind != "state":
                self.named[row.article_id].append((row.start, name, kind))

    def words(self, sentence_id: str) -> str:
        at = self.sentences.get(sentence_id)
        return event_dates.cased(self.texts[at.article_id][at.start : at.end]).replace("\n", " ") if at else ""

    def location(self, row) -> str | None:
        """The place that a claim names, by the name of its entity; None of a state or what is no place, and of
        capitals that no rule takes for a name."""
        name, kind = self.known.get(row.location, (row.location, None))
        return name if kind == "place" or (kind is None and name and not name.isupper()) else None

    def entities(self, sentence) -> list[tuple[str, str]]:
        """Name and kind of everybody and every place named in a sentence, but states."""
        own = self.named[sentence.article_id]
        first, last = (bisect_left(own, (at,)) for at in (sentence.start, sentence.end))
        return [(name, kind) for _, name, kind in own[first:last]]

    def places_of(self, row) -> set[str]:
        at = self.sentences.get(row.sentence_id)
        return self.places(at) if at else set()

    def places(self, sentence) -> set[str]:
        return {name for name, kind in self.entities(sentence) if kind == "place"}

    def time(self, words: str, article_id: str) -> tuple[str, str] | None:
        """Class and words of a time that is surely not just before the article, as its words have it."""
        words = _uncompared(words)
        if match := LATELY.search(words) or LONG_AGO.search(words):
            return ("recent" if match.re is LATELY else match[1] or match.group().lower()), match.group()
        published = self.published[article_id]
        for match in event_dates.times(words):
            date, before = " ".join(match.group().split()), words[: match.start()]
            if not (numbers := " ".join(NUMBERS.findall(date))):
                continue
            when = event_dates.of_sentence(date, *published)
            news = when and when[2] == "day" and published[0] is not None and when[1] > published[0] - DAYS_BEFORE
            if news or event_dates.AFTER_IT.search(before[-60:]):
                continue
            told = event_dates.SAID.search(before[-60:]) and words.startswith(" that ", match.end())
            return numbers, f"told of in {numbers}" if told else re.sub("^[IiOo][nf] ", "", date)
        return None


def _uncompared(words: str) -> str:
    """Words without a time that only ranks what they tell of."""
    return COMPARED.sub("", words) if event_dates.has(words, RANKS) else words


def _times(reader: _Reader, rows: list) -> list:
    """The time of each claim if it is of old, but for that of an event of long ago which all openings count."""
    undated = {article_id for article_id, published in reader.published.items() if published[0] is None}
    told = {
        sentence_id: reader.time(reader.words(sentence_id), row.article_id)
        for sentence_id, row in {row.sentence_id: row for row in rows}.items()
        if row.section not in OPENING or row.article_id not in undated  # there nothing tells what is old
    }
    times = [told.get(row.sentence_id) for row in rows]
    opening = [when for row, when in zip(rows, times, strict=True) if row.section in OPENING]
    usual = Counter(opening).most_common(1)[0][0] if opening and None not in opening else None
    return [None if when == usual else when for when in times]


class _Main(NamedTuple):
    """What titles and leads speak of."""

    core: str | None
    places: set[str]
    near: set[str]  # every place that they name and of which nobody tells anything older
    elsewhere: set[str]  # places of older events
    articles: set[str]
    violent: set[str]  # articles whose opening tells of violence
    told: set[tuple]  # measures and numbers of openings, and those that two articles give
    held: set[str]  # sentences with such a number
    highest: int  # number of an opening
    time: event_dates.Range | None  # the day that those who speak of it give

    @property
    def event(self) -> Event:
        return Event(("main",), self.core or "main event", self.core)


def _main(reader: _Reader, rows: list, times: list) -> _Main:
    fresh = [row for row, when in zip(rows, times, strict=True) if when is None]
    opening = [row for row in fresh if row.section in OPENING]
    openings = [row for row in reader.sentences.values() if row.section in OPENING]
    core = _usual(reader, opening)
    parts = re.findall(r"[^\W\d_]{5,}", core) or [core] if core else [""]
    articles = {article_id for article_id, text in reader.texts.items() if any(word in text for word in parts)}
    shared = {each for row in openings if row.article_id in articles for each in reader.entities(row)}
    local = {row.article_id for row in opening if reader.location(row)}
    articles |= {
        r.article_id for r in openings if r.article_id not in local and not shared.isdisjoint(reader.entities(r))
    }
    places = {reader.location(row) for row in opening if row.article_id in articles} - {None}
    first = {_told(row) for row in opening if row.article_id in articles and row.count_scope != "cumulative"}
    by_number = defaultdict(set)
    for row in fresh:
        here = row.location is None or reader.location(row) in places
        if here and row.section != "background" and _told(row)[1] >= TELLING:
            by_number[_told(row)].add(row.article_id)
    told = first | {number for number, giving in by_number.items() if len(giving) > 1}
    speaking = [row for row in fresh if _told(row) in told]
    core = core or _usual(reader, speaking)
    places |= {core} - {None}
    elsewhere = {reader.location(row) for row, when in zip(rows, times, strict=True) if when} - places
    days = Counter((r.date_start, r.date_end, "day") for r in [*opening, *speaking] if r.date_precision == "day")
    usual = days.most_common(2)
    return _Main(
        core,
        places,
        {place for row in openings for place in reader.places(row)} - elsewhere,
        elsewhere,
        articles,
        {r.article_id for r in opening}
        | {r.article_id for r in openings if VIOLENT.search(reader.words(r.sentence_id))},
        told,
        {row.sentence_id for row in speaking},
        max((number for _, number, _ in first), default=0),
        usual[0][0] if usual and (len(usual) == 1 or usual[0][1] > usual[1][1]) else None,
    )


def _usual(reader: _Reader, rows: list) -> str | None:
    """The place that claims of most articles name."""
    named = Counter(place for place, _ in {(reader.location(row), row.article_id) for row in rows} if place)
    return min(named, key=lambda place: (-named[place], place), default=None)


def _told(row) -> tuple[str, int, bool]:
    """What a claim counts, its number, and whether it is of fighters."""
    low, high = row.reported_min, row.reported_max
    return row.measure, int(low if low is not None else high or 0), row.victim_status == "combatant"


def _event(reader: _Reader, row, when: tuple[str, str] | None, main: _Main) -> Event:
    words, where = reader.words(row.sentence_id), reader.location(row)
    start = row.start - reader.sentences[row.sentence_id].start if row.sentence_id in reader.sentences else 0
    clause = _uncompared(words[words.lower().rfind("where ", 0, start) + 1 :])  # "in Telm, where 84 were killed"
    lasted = LASTED.search(clause) or (row.section not in OPENING and LONGER.search(clause))
    if lasted or row.count_scope == "cumulative":
        bounds = BOUNDS.search(words) or lasted or LONGER.search(words)
        name = bounds.group() if bounds else "a longer time"
        return Event(("period", name.lower() if bounds else row.figure_id, where or ""), name, where)
    if main.time and row.date_precision == "day":  # the event's own day, or one far from it
        if event_dates.together([main.time, (row.date_start, row.date_end, "day")]):
            when, where = None, None if _told(row) in main.told else where
        elif not main.time[0] - DAYS_BEFORE <= row.date_start <= main.time[0] + DAYS_BEFORE:
            day = row.date_start + event_dates.EASTMOST
            when = when or (f"{day:%Y-%m-%d}", f"{day.day} {day:%B %Y}")
        else:
            where = where or next(iter(sorted(reader.places_of(row) - main.places)), None)
    telling = _told(row) in main.told and _told(row)[1] >= TELLING
    if when and telling and reader.published[row.article_id][0] is None:
        return main.event  # then a day may be yesterday, and a number tells more
    if when:
        others = reader.places_of(row) - main.places
        where = where or next(iter(sorted(others & main.elsewhere or others)), None)
        recent, dated = when[0] == "recent", re.search(r"\d", when[0]) and not when[0].isdigit()
        name = ", ".join(part for part in (where, None if recent and where else when[1]) if part)
        return Event(("place" if where else "time", where or ("" if dated else row.article_id), when[0]), name, where)
    where = where or (row.section not in OPENING and _held_elsewhere(reader, row, main)) or None
    if where == APART or (row.section == "background" and where is None):
        return Event(("apart", row.sentence_id), APART, None)
    if where and where not in main.places:
        return Event(("there", where), where, where)
    if row.article_id in main.articles or telling:
        return main.event
    return Event(("article", row.article_id), where or "another event", where)


def _held_elsewhere(reader: _Reader, row, main: _Main) -> str | None:
    """Where a claim of a body is of, that names neither place nor time: None of what its article opens with, else a
    place, or :data:`APART` where nobody can say.

    Its own sentence, then those before it as far as the last of the paragraph before, are read until one decides: one
    that names the place of the main event is of it; one that turns to something else, names another place or dates
    another act is not. Where none decides, it is, if the article opens with violence; but never an arrest, which can be
    of anything, or a number far larger than any that an opening gives.
    """
    measure, number, _ = _told(row)
    if row.sentence_id in main.held:
        return None
    the_act = THE_ACT.search(reader.words(row.sentence_id))
    arrest = measure == "captured"
    says_which = the_act and (arrest or the_act[1])
    large = number >= (MANY / FAR if row.modifier == "indefinite" else MANY) and measure != "affected"
    if row.article_id not in main.violent or (arrest and not the_act) or (large and number > FAR * main.highest):
        return APART
    at = own = reader.sentences[row.sentence_id]
    for back in range(LOOK_BACK + 1):
        words, named = reader.words(at.sentence_id), reader.places(at)
        if TURNS.search(words):
            return APART
        if at.section in OPENING or at.sentence_id in main.held or (says_which and not back):
            return None
        if named & main.places and (not back or named <= main.places | main.near):
            return None
        if named - main.near and (not the_act or VIOLENT.search(words)):
            (*others, where) = named - main.near
            return where if the_act and not others else APART
        if back and VIOLENT.search(words) and reader.time(words, at.article_id):
            return APART
        at, last = reader.before.get(at.sentence_id), at
        if at is None or last.block_id != own.block_id:
            break
    return None


def _joined(reader: _Reader, rows: list, found: list[Event]) -> list[Event]:
    """The events, those that are one joined: what names a place and no time is of the one event of late there; of what
    nothing places, what its article counts elsewhere too is of that event, and what follows right on a claim of its
    paragraph of that claim's, if that is another than the main one."""
    timed, again = defaultdict(set), {}
    for row, event in zip(rows, found, strict=True):
        if event.key[0] == "place":
            timed[event.location].add(event)
            again.setdefault((event.location, _told(row)), event)
        if event.key[0] != "apart":
            again.setdefault(_counted(row), event)
    joined, told = [], {}
    for row, event in zip(rows, found, strict=True):
        there = timed.get(event.location, ()) if event.key[0] == "there" else ()
        if len(there) == 1 and (only := next(iter(there))).key[2] == "recent":
            event = only
        elif event.key[0] == "apart":
            before = reader.before.get(row.sentence_id)
            near = before and before.block_id == reader.sentences[row.sentence_id].block_id
            last = told.get(before.sentence_id) if near else None
            alike = [_counted(row), *((place, _told(row)) for place in sorted(reader.places_of(row)))]
            alike = [again[each] for each in alike if each in again and _told(row)[1] > 1]
            if alike:
                event = alike[0]
            elif (
                last and last.key[0] in ("place", "time", "period") and not TURNS.search(reader.words(row.sentence_id))
            ):
                event = last
        told[row.sentence_id] = event
        joined.append(event)
    return joined


def _counted(row) -> tuple:
    """What an article counts: a number, if small with its people."""
    return row.article_id, _told(row), None if _told(row)[1] >= TELLING else row.victim_group


def _ids(events: list[Event]) -> dict[tuple, str]:
    """An id for each key, of its words; those that would be the same are numbered in order of key."""
    ids, taken = {}, Counter()
    for key in sorted({event.key for event in events}):
        slug = "main" if key[0] == "main" else re.sub(r"\W+", "-", " ".join(key[:3]).lower()).strip("-")
        taken[slug] += 1
        ids[key] = f"event:{slug}" + (f"-{taken[slug]}" if taken[slug] > 1 else "")
    return ids
