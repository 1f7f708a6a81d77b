"""Events: which casualty claims of a set speak of its main event, and which of another.

The main event of a set is what the titles and leads of its articles speak of. A claim is kept apart when its words name
another place or another time, when it stands under background, or when it counts a war, a mission or a longer time
rather than one incident. A claim of the body that names neither place nor time is of the main event only where
something holds it to that: the number, a place, "the attack", or an opening that tells of violence with nothing else
told of in between. Where the words leave it open whether two claims are of one event, they are kept apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import NamedTuple

import pandas as pd

from crossread import lists
from crossread.figures import event_dates
from crossread.figures.event_dates import has
from crossread.storage.columns import each_row

OPENING = ("title", "lead")
DAYS = "|".join(event_dates.DAYS)
ROWS = lists.read("violence")


def _any(*kinds: str, of: str = "word plural") -> str:
    """A pattern for the words of ``lists/violence.csv`` of some kinds, one or many of what they name."""
    words = {row[form] for row in ROWS if row["kind"] in kinds for form in of.split()} - {""}
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


ACTS = _any("act", "hazard")
CAMPAIGN = _any("war", "campaign", of="word")
LIKE = {form: row["like"] for row in ROWS for form in (row["word"], row["plural"]) if form and row["like"]}
SPAN = r"(?:[\w’'-]+\s+){0,4}?(?:hours?|days?|weeks?|months?|years?|decades?)\b"
RECENT = re.compile(
    r"\b(?:last (?:week|month|year|spring|summer|autumn|fall|winter)|(?:earlier|late|early) (?:this|in the) "
    r"(?:week|month|year)|this (?:month|year)"
    r"|(?:a|one|two|three|several|\d+) (?:weeks?|months?|years?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
LATELY = ("last ", "this ", "late ", "early ", "earlier", "ago", "before")  # each of these has one of them
TIMED = (*LATELY, *map(str.lower, event_dates.MONTHS), "19", "20")  # and each time one of these
LONG_AGO = re.compile(r"\b(?:year|years|spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
# "the deadliest attack since 2014", "the third in two months" date what came before, not the attack
COMPARED = re.compile(
    r"\b(?:deadliest|worst|biggest|bloodiest|heaviest|latest|first|second|third|fourth|fifth)\b[^.;]{0,60}?"
    rf"\b(?:since\b[^,.;]*|(?:in|for|within)\s+{SPAN})"
)
DATED = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{'|'.join(event_dates.MONTHS)})\b"
    r"(?:\s+(?P<d2>\d{1,2})\b(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
MONTH_AFTER = re.compile(r"\b(?:in|of|last|since|early|late)\s+$", re.IGNORECASE)
YEAR = re.compile(rf"\b(?:(?:in|of|since)\s+|the\s+(?=\d+\s+(?:[\w-]+\s+)?{ACTS}\b))((?:19|20)\d\d)\b", re.IGNORECASE)
WEEKDAY = re.compile(rf"\b(?:{DAYS})\b")
BACK = re.compile(
    rf"\b(?:the|that|those) ({ACTS})\b|\b(?:killed|died|dead|dying|wounded|injured|hurt) there\b",
    re.IGNORECASE,
)
NAMED = re.compile(  # "the night attack on the gate" says which
    rf"\b(?:the|this|that|those)\s+[\"“'‘]?(?:[\w-]+\s+){{0,2}}?{ACTS}[\"”'’]?\s+(?:on|at|against|outside)\b",
    re.IGNORECASE,
)
VIOLENT = re.compile(
    rf"\b(?:{_any('act', 'hazard', 'harm')}|bomb\w*|murdered|shot|stabbed|kill(?:s|ed|ing)?|dead|die[sd]?|deaths?"
    r"|wounded|injured|hurt)\b",
    re.IGNORECASE,
)
OTHER = re.compile(
    rf"\b(?:another|an earlier|a (?:second|third|separate|previous|similar|different)|other|previous|earlier)"
    rf"\s+(?:[\w-]+\s+){{0,2}}?{ACTS}\b|\belsewhere\b|\bin another\b"
    rf"|\b(?:after|following|since) an? (?:[\w-]+\s+){{0,3}}?{ACTS}\b[^.;]{{0,80}}\b(?:that|which)\b",
    re.IGNORECASE,
)
FRESH = re.compile(rf"\ban? (?:[\w-]+\s+){{0,3}}?{ACTS}\b", re.IGNORECASE)
TURNS = re.compile(
    r"^\W*(?:Separately|Elsewhere|Meanwhile|In (?:another|a separate)|In addition, in an?)\b", re.IGNORECASE
)
SEVERAL = re.compile(
    rf"\b({_any('act', of='plural')})\b[^.;]{{0,80}}?"
    r"\b(?:that|which|have|had)?\s*(?:killed|killing|left|leaving|claimed|wounded|wounding|injured|injuring)\b",
    re.IGNORECASE,
)
WHERE = re.compile(r"\bwhere\b")
GOES_ON = re.compile(r"^(?:It|That|This|They)\b")  # and speaks of what the sentence before did
WHOLE = re.compile(rf"\b(?:the |civil )?{_any('war', of='word')}\b", re.IGNORECASE)
PERIOD = re.compile(
    r"\b(?:since|over|in the past|in the last|during)\s+(?:the\s+)?(?:[\w'’]+,?\s+){0,3}?"
    rf"(?:months?|years?|weeks?|days?|{'|'.join(event_dates.MONTHS)}|(?:19|20)\d\d)(?:\s+(?:19|20)\d\d)?\b"
    r"|\b(?:so far )?this (?:month|year|season)\b",
    re.IGNORECASE,
)
# "the five-month mission", "an internal war of nine years"; and in a body "in nine years", "during the war"; "in Telm
# last month" is none
LONG = r"(?:(?!(?<!the )(?:last|this|next)\b)[\w’'-]+\s+){0,4}?(?:weeks?|months?|years?|decades?)\b"
LASTED = re.compile(
    rf"\b[\w’']{{1,30}}[\s-](?:weeks?|months?|years?|decades?)(?:[\s-](?:long|old))?,?\s+(?:[\w-]+\s+){{0,2}}?{CAMPAIGN}\b"
    rf"|\b{CAMPAIGN}\s+(?:of|over)\s+{LONG}",
    re.IGNORECASE,
)
LONGER = re.compile(
    rf"\b(?:in|over|within|during)\s+(?:{LONG}|less\s+than\s+[\w-]+\s+days\b)"
    rf"|\b(?:in|during|of|throughout) the (?:[\w-]+\s+){{0,2}}?{CAMPAIGN}\b",
    re.IGNORECASE,
)
# each of the two has one of these
LASTING = (
    "week",
    "month",
    "year",
    "decade",
    "days",
    *(row["word"] for row in ROWS if row["kind"] in ("war", "campaign")),
)
LOOK_BACK = 3  # sentences
HARMED = ("killed", "injured", "missing")
FAR, MANY, TELLING = 10, 1000, 10  # times an opening's number; without one there; from where a number tells an event
DAYS_BEFORE = pd.Timedelta(days=3)
UNTIMED = ", no time named"


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
    own = _of_old([reader.time(row) for row in rows], reader, rows)
    main = _main(reader, rows, own)
    found = {row.Index: _event(reader, row, when, main) for row, when in zip(rows, own, strict=True)}
    found = _going_on(reader, rows, _with_place(reader, rows, found))
    ids = _ids(list(found.values()))
    events = {ids[event.key]: event for event in found.values()}
    order = sorted(events, key=lambda i: (events[i].key[0] != "main", i))
    of_row = {at: ids[event.key] for at, event in found.items()}
    times = defaultdict(list)
    for row in rows:
        if row.date_start is not None and row.date_end is not None:
            times[of_row[row.Index]].append((row.date_start, row.date_end, row.date_precision))
    return (
        none.where(~none.index.isin(found), pd.Series(of_row)),
        [
            {
                "event_id": i,
                "name": events[i].name.removesuffix(UNTIMED if when[0] else ""),
                "location": events[i].location,
            }
            | dict(zip(("date_start", "date_end"), when, strict=False))
            for i in order
            for when in [event_dates.together(times[i]) or (None, None)]
        ],
    )


def _going_on(reader: _Reader, rows: list, found: dict[object, Event]) -> dict[object, Event]:
    """A claim without place or day that follows right on one of its paragraph is of the same event: one that no rule
    places, of any; one that tells what has happened, of a war or a longer time."""
    told: dict[str, Event] = {}
    for row in rows:
        event, own, before = found[row.Index], reader.sentences[row.sentence_id], reader.before.get(row.sentence_id)
        last = told.get(before.sentence_id) if before is not None and before.block_id == own.block_id else None
        if last and row.section not in OPENING and row.location is None and event.key[0] in ("main", "apart"):
            words, lasting = reader.words(row.sentence_id), last.key[0] in ("war", "period")
            turns = WEEKDAY.search(words) or TURNS.search(words) or OTHER.search(words) or FRESH.search(words)
            bare = event.key[0] == "apart" and last.key[0] != "main"
            goes_on = re.search(r"\bha(?:ve|s) (?:\w+ )?\w+", words) if lasting else bare
            event = last if goes_on and not turns and reader.time(row) is None else event
        found[row.Index] = told[row.sentence_id] = event
    return found


def _with_place(reader: _Reader, rows: list, found: dict[object, Event]) -> dict[object, Event]:
    """A claim that names another place and no time is of the event that the set tells of there, where that is the only
    one and of late, or where the number is the same; by its number too one that only speaks of the place."""
    told: dict[str, dict[Event, set]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if found[row.Index].key[0] in ("place", "there"):
            told[found[row.Index].key[1]][found[row.Index]].add(_told(row))
    joined = dict(found)
    for row in rows:
        event = found[row.Index]
        for place in {"there": event.key[1:], "apart": reader.places(row)}.get(event.key[0], ()):
            timed = [other for other in told.get(place, ()) if other.key[0] == "place" or event.key[0] == "apart"]
            alike = [other for other in timed if _told(row)[1] > 1 and _told(row) in told[place][other]]
            late = [other for other in timed[:1] if len({each.key for each in timed}) == 1 and _is_late(event, other)]
            joined[row.Index] = next(iter(sorted(alike) or late), joined[row.Index])
    again: dict[tuple, Event] = {}  # what an article tells twice is of one event
    for row in sorted(rows, key=lambda row: joined[row.Index].key[0] == "apart"):
        told = row.article_id, _told(row), None if _told(row)[1] >= TELLING else row.victim_group
        event = again.setdefault(told, joined[row.Index])
        if joined[row.Index].key[0] == "apart" and _told(row)[1] > 1:
            joined[row.Index] = event
    return joined


def _is_late(event: Event, other: Event) -> bool:
    return event.key[0] == "there" and (other.key[2] == "recent" or other.key[2] in event_dates.DAYS)


class _Main(NamedTuple):
    core: str | None
    places: frozenset[str]
    days: frozenset[str]
    elsewhere: frozenset[str]
    articles: frozenset[str]
    near: frozenset[str]  # places that openings name
    violent: frozenset[str]  # articles whose opening tells of violence
    told: frozenset[tuple]  # measures and numbers of openings, and those that two articles give
    highest: int  # number of an opening
    held: frozenset[str]  # sentences with such a number
    acts: frozenset[tuple[str, str]]  # words for violence in openings, and their articles
    time: event_dates.Range | None  # the day that those who speak of it give

    @property
    def event(self) -> Event:
        return Event(("main",), self.core or "main event", self.core)


class _Reader:
    """The words of a set by sentence."""

    def __init__(self, articles, sentences, mentions, entities):
        self.texts = dict(zip(articles["article_id"], articles["text"], strict=True))
        self.times = {
            row.article_id: (row.published_start, row.published_end)
            for row in each_row(articles, "article_id", "published_start", "published_end")
        }
        names = "sentence_id", "article_id", "block_id", "start", "end", "section"
        self.sentences = {row.sentence_id: row for row in each_row(sentences, *names)}
        self.before, last = {}, None
        for row in sorted(self.sentences.values(), key=lambda row: (row.article_id, row.start)):
            self.before[row.sentence_id] = last if last and last.article_id == row.article_id else None
            last = row
        kinds = dict(zip(entities["entity_id"], entities["entity_type"], strict=True)) if len(entities) else {}
        names = dict(zip(entities["entity_id"], entities["name"], strict=True)) if len(entities) else {}
        self.place, self.kind = {}, {}
        self.named, self.all = {}, {}
        if len(mentions):
            named = mentions[mentions["entity_id"].notna() & (mentions["mention_type"] == "name")]
            named = named.sort_values(["article_id", "start"], kind="stable")
            for row in each_row(named, "article_id", "start", "surface", "entity_id"):
                kind = kinds.get(row.entity_id)
                self.place.setdefault(row.surface, names.get(row.entity_id, row.surface))
                self.kind.setdefault(row.surface, kind)
                if kind != "state":
                    self.all.setdefault(row.article_id, []).append((row.start, row.entity_id))
                if kind == "place":
                    self.named.setdefault(row.article_id, []).append((row.start, row.surface))

    def words(self, sentence_id) -> str:
        row = self.sentences.get(sentence_id)
        return (
            "" if row is None else event_dates.cased(self.texts[row.article_id][row.start : row.end]).replace("\n", " ")
        )

    def location(self, row) -> str | None:
        """The place that a claim names, by the name of its entity; None of a state or what is no place, and of
        capitals that no rule takes for a name."""
        kind = self.kind.get(row.location)
        if row.location is None or kind not in ("place", None) or (kind is None and row.location.isupper()):
            return None
        return self.place.get(row.location, row.location)

    def places(self, row) -> list[str]:
        """Every place named in a claim's sentence."""
        at = self.sentences.get(row.sentence_id)
        return [] if at is None else self.places_in(at)

    def places_in(self, sentence) -> list[str]:
        return [self.place[surface] for surface in _within(self.named, sentence)]

    def entities(self, sentence) -> list[str]:
        """Everybody and every place named in a sentence, but states, which all news of a country shares."""
        return _within(self.all, sentence)

    def time(self, row) -> tuple[str, str] | None:
        if row.section in OPENING and self.times[row.article_id][0] is None:
            return None  # nothing tells what is old
        return self.time_of(self.words(row.sentence_id), row.article_id)

    def time_of(self, words: str, article_id: str) -> tuple[str, str] | None:
        """Class and words of a time that is surely not just before the article, as its words have it."""
        if not has(words.lower(), TIMED):
            return None
        words = COMPARED.sub("", words)
        match = RECENT.search(words) if has(words.lower(), LATELY) else None
        if match:
            label = match.group().lower()
            return ("long ago " + label if LONG_AGO.search(label) else "recent", match.group())
        start, end = self.times[article_id]
        for match in DATED.finditer(words):
            bare = match["month"] in ("May", "March") and not (match["d1"] or match["d2"] or match["year"])
            before = words[max(0, match.start() - 60) : match.start()]
            if event_dates.AFTER_IT.search(before) or (bare and not MONTH_AFTER.search(before)):
                continue
            if not self._is_new(match, start, end):
                day = match["d1"] or match["d2"] or ""
                date = " ".join(match.group().split())
                if event_dates.SAID.search(before) and words.startswith(" that ", match.end()):  # "said in March that"
                    date = f"told of {'on' if day else 'in'} {date}"
                return (f"{match['month']} {day} {match['year'] or ''}".strip(), date)
        match = YEAR.search(words) if has(words, ("19", "20")) else None
        match = None if match and event_dates.AFTER_IT.search(words[: match.start()]) else match
        return (match[1], " ".join(match.group().removeprefix("the ").split())) if match else None

    def _is_new(self, match, start, end) -> bool:
        """Whether a date can be that of news: a day at most three days before the article came out."""
        day = match["d1"] or match["d2"]
        if start is None or not day:
            return False
        late = start if end is None else end
        try:
            day = pd.Timestamp(f"{day} {match['month']} {match['year'] or late.year}", tz="UTC")
        except ValueError:
            return False
        return start - DAYS_BEFORE - pd.Timedelta(days=1) <= day <= late + pd.Timedelta(days=1)


def _within(named: dict[str, list], sentence) -> list[str]:
    own = named.get(sentence.article_id, [])
    first = bisect_left(own, (sentence.start, ""))
    return [what for _, what in own[first : bisect_left(own, (sentence.end, ""))]]


def _of_old(times: list, reader: _Reader, rows: list) -> list:
    """The times, without that of an event of long ago which the set is about: no opening counts people of late, and
    half of all openings name the place of those that one counts."""
    opening = [(when, reader.location(row)) for row, when in zip(rows, times, strict=True) if row.section in OPENING]
    (when, place), _ = (Counter(opening).most_common(1) or [((None, None), 0)])[0]
    if place is None or any(each is None for each, _ in opening):
        return times
    there = {
        at.article_id for at in reader.sentences.values() if at.section in OPENING and place in reader.places_in(at)
    }
    return [None if each == when and 2 * len(there) >= len(reader.texts) else each for each in times]


def _main(reader: _Reader, rows: list, own: list) -> _Main:
    """What titles and leads speak of: the place named in most of them, every place, and the days of the week."""
    opening = [row for row, when in zip(rows, own, strict=True) if row.section in OPENING and when is None]
    named = Counter(place for place, _ in {(reader.location(row), row.article_id) for row in opening} if place)
    core = min(named, key=lambda place: (-named[place], place)) if named else None
    days = {
        day
        for row in reader.sentences.values()
        if row.section in OPENING
        for day in WEEKDAY.findall(reader.texts[row.article_id][row.start : row.end])
    }
    openings = [row for row in reader.sentences.values() if row.section in OPENING]
    parts = re.findall(r"[^\W\d_]{5,}", core) or [core] if core else []
    of_it = {article_id for article_id, text in reader.texts.items() if any(word in text for word in parts)}
    shared = {entity for row in openings if row.article_id in of_it for entity in reader.entities(row)}
    local = {row.article_id for row in opening if reader.location(row)}
    of_it |= {
        row.article_id
        for row in openings
        if not parts or (row.article_id not in local and not shared.isdisjoint(reader.entities(row)))
    }
    named = {reader.location(row) for row in opening if row.article_id in of_it} - {None}
    elsewhere = {reader.location(row) for row, when in zip(rows, own, strict=True) if when is not None}
    near = {place for row in openings for place in reader.places_in(row)}
    for row in reader.sentences.values():
        apart = set(reader.places_in(row)) - near if row.section not in OPENING else ()
        if apart and reader.time_of(reader.texts[row.article_id][row.start : row.end], row.article_id):
            elsewhere |= apart
    elsewhere = frozenset(place for place in elsewhere if place and place not in named)
    acts = {
        (match.group().lower(), row.article_id)
        for row in openings
        for match in VIOLENT.finditer(reader.words(row.sentence_id))
    }
    violent = {row.article_id for row in opening} | {article_id for _, article_id in acts}
    first = {_told(row) for row in opening if row.article_id in of_it and row.count_scope != "cumulative"}
    by_number = defaultdict(set)
    for row, when in zip(rows, own, strict=True):
        here = row.location is None or reader.location(row) in named
        if when is None and here and row.section != "background" and _told(row)[1] >= TELLING:
            by_number[_told(row)].add(row.article_id)
    told = first | {number for number, articles in by_number.items() if len(articles) > 1}
    speaking = [row for row, when in zip(rows, own, strict=True) if when is None and _told(row) in told]
    if core is None:  # then it is where those who give its numbers place it
        opened = {(row.article_id, _told(row)) for row in opening}
        sure = [r for r in speaking if _told(r)[1] >= TELLING or (r.article_id, _told(r)) in opened]
        placed = Counter(place for place in map(reader.location, sure) if place)
        core = min(placed, key=lambda place: (-placed[place], place)) if placed else None
    if core is None:  # else a place that half of the openings name
        placed = Counter(
            place for place, _ in {(place, at.article_id) for at in openings for place in reader.places_in(at)}
        )
        often = [place for place in sorted(placed) if placed[place] > 1 and 2 * placed[place] >= len(reader.texts)]
        core = max(often, key=placed.get, default=None)
    named, elsewhere = named | ({core} - {None}), elsewhere - {core}
    told_days = Counter((r.date_start, r.date_end, "day") for r in [*opening, *speaking] if _has_day(r))
    first_day, n = (told_days.most_common(1) or [(None, 0)])[0]
    highest = max((number for _, number, _ in first), default=0)
    return _Main(
        core, frozenset(named), frozenset(days), elsewhere, frozenset(of_it), frozenset(near), frozenset(violent),
        frozenset(told), highest, frozenset(row.sentence_id for row in speaking), frozenset(acts),
        first_day if list(told_days.values()).count(n) == 1 else None,
    )  # fmt: skip


def _told(row) -> tuple[str, int, bool]:
    """What a claim counts, its number, and whether it is of fighters."""
    bounds = [bound for bound in (row.reported_min, row.reported_max) if bound is not None]
    return (
        row.measure,
        int(bounds[0]) if bounds else 0,
        row.victim_status == "combatant",
    )


def _has_day(row) -> bool:
    return row.date_start is not None and row.date_precision == "day"


def _event(reader: _Reader, row, when: tuple[str, str] | None, main: _Main) -> Event:
    words = reader.words(row.sentence_id)
    where = reader.location(row)
    if row.count_scope == "cumulative" or _is_long(_clause(reader, row, words), row.section):
        return _period(words, row, where)
    if main.time and _has_day(row):  # the event's own day, or one far from it
        day = row.date_start + event_dates.EASTMOST
        if event_dates.together([main.time, (row.date_start, row.date_end, "day")]):
            when = None
            where = None if _told(row) in main.told else where
        elif when is None and not main.time[0] - DAYS_BEFORE <= row.date_start <= main.time[0] + DAYS_BEFORE:
            when = (f"{day:%Y-%m-%d}", f"{day.day} {day:%B %Y}")
    if where in main.places or (when and where is None):
        other = next((place for place in reader.places(row) if place in main.elsewhere), None)
        where = other if when and other else where
    if when is None and where is None and row.section not in OPENING and (BACK.search(words) or GOES_ON.match(words)):
        when, where = _referred(reader, row, main)
    undated = reader.times[row.article_id][0] is None  # then a day may be yesterday, and a number tells more
    if when and when[0] != "recent" and undated and _told(row) in main.told and _told(row)[1] >= TELLING:
        return main.event
    if when is not None:
        if where is None:
            whose = "" if re.search(r"\d", when[0]) and not when[0].isdigit() else row.article_id  # a day is anybody's
            return Event(("time", whose, *when), when[1], None)
        return Event(("place", where, when[0]), f"{where}, {when[1]}" if when[0] != "recent" else where, where)
    day = WEEKDAY.search(words)
    if day and main.days and day.group() not in main.days:
        where = where or next((place for place in reader.places(row) if place not in main.places), None)
        if where and where not in main.places:
            return Event(("place", where, day.group()), f"{where}, {day.group()}", where)
    if row.section == "background":
        return Event(("background", row.article_id, where or ""), where or "background", where)
    if where and where not in main.places and (row.location is None or reader.kind.get(row.location) == "place"):
        return Event(("there", where), f"{where}{UNTIMED}", where)
    of_it = row.article_id in main.articles or (_told(row) in main.told and _told(row)[1] >= TELLING)
    told = row.section in OPENING or where in main.places or _is_held(reader, row, words, main)
    if told and not of_it:
        return Event(("article", row.article_id), where or "another event", where)
    if told and not _is_several(row, words, main):
        return main.event
    return Event(("apart", row.sentence_id), "not surely the main event", None)


def _clause(reader: _Reader, row, words: str) -> str:
    """The sentence, or of a number in "where 84 were killed" what stands from there on."""
    own = reader.sentences.get(row.sentence_id)
    begins = [match.start() for match in WHERE.finditer(words, 0, row.start - own.start)] if own else []
    return words[begins[-1] :] if begins else words


def _is_long(words: str, section: str) -> bool:
    """Whether a sentence counts what lasted: a mission with its length; in a body a longer time or a war."""
    if not has(words.lower(), LASTING):
        return False
    words = COMPARED.sub("", words)
    return bool(LASTED.search(words) or (section not in OPENING and LONGER.search(words)))


def _is_several(row, words: str, main: _Main) -> bool:
    """Whether a number is of several attacks together, where other articles open with one and none with several."""
    acts = {match[1].lower() for match in SEVERAL.finditer(words)}
    others = {word for word, article_id in main.acts if article_id != row.article_id}
    return any(act not in others and act.removesuffix("s") in others for act in acts)


def _is_held(reader: _Reader, row, words: str, main: _Main) -> bool:
    """Whether a claim of a body that names neither place nor time is of what its article opens with.

    Its own sentence, then those before it as far as the last of the paragraph before, are read until one decides: one
    that gives a number of the main event or names its place is of it; one that turns to something else, names another
    place or dates another act is not. Where the claim speaks of "the explosion", those that tell of no such thing are
    passed over. Where none decides, it is of what its article opens with, if that is violence; but never an arrest,
    or a number far larger than any that an opening gives.
    """
    measure, number, _ = _told(row)
    if row.sentence_id in main.held:
        return True
    arrest = measure == "captured" and not BACK.search(words)  # it can be of anything
    large = number >= MANY or (row.modifier == "indefinite" and number >= MANY / FAR)
    far = large and measure in HARMED and number > FAR * main.highest
    if row.article_id not in main.violent or arrest or far:
        return False
    at = own = reader.sentences[row.sentence_id]
    for back in range(LOOK_BACK + 1):
        told, named = reader.words(at.sentence_id), set(reader.places_in(at))
        if TURNS.search(told) or OTHER.search(told):
            return False
        if at.section in OPENING or at.sentence_id in main.held or (not back and NAMED.search(words)):
            return True
        if back == 0 or not _is_of_another(words, told):
            if not main.places.isdisjoint(named) and (not back or named <= main.places | main.near):
                return True
            if named - main.near or not main.elsewhere.isdisjoint(named):
                return False
            if back and VIOLENT.search(told) and reader.time_of(told, row.article_id):
                return False
        before = reader.before.get(at.sentence_id)
        if before is None or at.block_id != own.block_id:
            break
        at = before
    return True


def _is_of_another(words: str, told: str) -> bool:
    """Whether "the explosion" cannot be of what a sentence before told of: that has no such word. "The attack" can be
    of all that is violent."""
    like = {_like(match[1]) for match in BACK.finditer(words) if match[1]}
    acts = set(map(_like, VIOLENT.findall(told)))
    return bool(like) and like.isdisjoint(acts) and not ("any" in like and acts)


def _like(act: str) -> str:
    """What a word for violence can be of: "explosion" and "blast" are alike, "the attack" is of any."""
    return LIKE.get(act.lower(), act.lower().rstrip("s"))


def _referred(reader: _Reader, row, main: _Main) -> tuple[tuple[str, str] | None, str | None]:
    """Time and place of "the incident", from the nearest of the sentences before that names a place; or the time of
    long ago that the sentence right before gives."""
    before, own = reader.before.get(row.sentence_id), reader.sentences.get(row.sentence_id)
    named = BACK.search(reader.words(row.sentence_id))
    what = _like(named[1] or "incident") if named else None
    for back in range(LOOK_BACK):
        if before is None:
            break
        words = reader.words(before.sentence_id)
        when = reader.time_of(words, row.article_id)
        named = reader.places(before)
        told = back == 0 if what is None else what in ("any", *map(_like, VIOLENT.findall(words)))
        apart = next((place for place in named for other in main.elsewhere if _alike(place, other)), None)
        if apart and told:
            return when, apart
        if back == 0 and told and when and when[0] != "recent" and (what or before.block_id == own.block_id):
            return when, None
        if not main.places.isdisjoint(named):
            break
        before = reader.before.get(before.sentence_id)
    return None, None


def _alike(place: str, other: str) -> bool:
    """Whether two namings can be of one place: "Telm" and "Telm province"."""
    one, two = set(place.split()), set(other.split())
    return one <= two or two <= one


def _period(words: str, row, where: str | None) -> Event:
    """A war or a campaign, by the words that bound it."""
    whole, period = WHOLE.search(words), PERIOD.search(words)
    lasted = LASTED.search(words) or LONGER.search(COMPARED.sub("", words))
    bounds = period.group() if period else lasted.group() if lasted else None
    if whole and not (period and period.group().lower().startswith(("since", "over", "in the"))):
        return Event(("war", whole.group().lower(), where or ""), whole.group(), where)
    if bounds:
        return Event(("period", bounds.lower(), where or ""), bounds, where)
    return Event(("period", row.article_id, row.figure_id), "a longer time", where)


def _ids(events: list[Event]) -> dict[tuple, str]:
    """An id for each key, of its words; those that would be the same are numbered in order of key."""
    ids, taken = {}, Counter()
    names = {event.key: event.name for event in sorted(events, key=lambda event: (event.key, event.name))}
    for key in sorted(names):
        slug = "main" if key[0] == "main" else re.sub(r"\W+", "-", " ".join(key[:3]).lower()).strip("-")
        taken[slug] += 1
        ids[key] = f"event:{slug}" + (f"-{taken[slug]}" if taken[slug] > 1 else "")
    return ids
