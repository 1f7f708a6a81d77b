"""Tolls: casualty claims that can be compared, and what the comparison gives.

Like is held against like: the same event, measure, people and span of time. Claims stay side by side; none is added to
another, and no mean is taken. One claim is later than another only when the ranges in which their articles appeared
are disjoint, or when its own sentence says that a number was overtaken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

import pandas as pd

from crossread.figures import event_dates
from crossread.figures.origins import Parties
from crossread.storage.columns import each_row

NAMED = ("named_individual", "named_group", "document")
OVERTAKEN = re.compile(
    r"(?:\bup from|\b(?:previous|earlier|initial|first|preliminary) (?:toll|count|figure|estimate)s? (?:of|put at)"
    r"|\b(?:rose|risen|rising|climbed|climbs|rises|jumped|increased|up)\b[^.;]{0,50}\bfrom"
    r"|\b(?:first|initially|earlier|previously|originally) (?:put|given|reported|estimated|stated) (?:at|as)"
    r"|\bupdating an? [\w ]{0,20}(?:toll|count|figure) of)"
    r"(?: an? (?:earlier|initial|previous)(?: (?:toll|count|figure) of)?| the)?\s*$",
    re.IGNORECASE,
)
RISEN = re.compile(
    r"\b(?:rose|risen|rising|climbed|climbs|rises|jumped|increased|up)\s+to\s*$",
    re.IGNORECASE,
)
HARM = "dead|wounded|injured|killed|murdered|slain|missing"
OF_THE_DEAD = re.compile(
    rf"^\s+of (?:(?:the|those) (?:[\w,-]+ )?(?:{HARM}|victims|casualties)|whom)\b"
    r"|^(?: of them)?,?(?: [\w-]+){0,3} (?:were |are |was |is )?in (?P<state>\w+ condition)\b",
    re.IGNORECASE,
)
AFFILIATED = re.compile(r"^(?:(?P<behind>,)\s+[^,.;:\"“”\n]{1,60}|(?:['’]s)?\s+(?:[a-z]+\s+){1,4})$")
SAID = re.compile(r"\b(?:said|says|told|tells|accus\w+|den\w+|call\w+|claim\w+|critici\w+|condemn\w+)\b")
NAMELY, THERE = "namely ", "there "  # begin the part of a toll of people named by their state, of one place
ARTICLES = re.compile(r"^(?:the|a|an|its|their|of)\s+", re.IGNORECASE)


FAR = pd.Timestamp.max.tz_localize("UTC")


class Member(NamedTuple):
    """A claim as it is compared. ``voice`` is who it counts as: a side, a body, a person; None of the unnamed."""

    figure_id: str
    article_id: str
    low: int | None
    high: int | None
    modifier: str
    status: str
    is_copy: bool
    origin: str | None
    voice: str | None
    hostile: bool
    overtaken: bool
    risen: bool
    since: pd.Timestamp | None
    until: pd.Timestamp | None

    @property
    def least(self) -> float:
        """The number that it leaves possible at the lower end; "about 30" is what rounds to it."""
        return 0 if self.low is None else self.low - self._rounding

    @property
    def most(self) -> float:
        """The same at the upper end."""
        return float("inf") if self.high is None else self.high + self._rounding

    @property
    def _rounding(self) -> float:
        digits = str(self.number)
        return 10 ** (len(digits) - len(digits.rstrip("0"))) / 2 if self.modifier == "approximately" else 0

    @property
    def number(self) -> int:
        """The number that it names, the lower of two."""
        return self.low if self.low is not None else self.high


def link(
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    entities: pd.DataFrame,
    parties: Parties | None = None,
) -> tuple[list[dict], list[dict]]:
    """The tolls of a set and their claims.

    Parameters
    ----------
    figures
        The table of the schema, ``event_id`` filled.
    articles
        Columns article_id, text, published_start, published_end, copy_of.
    sentences
        Columns sentence_id, start.
    mentions, entities
        The linked tables.
    parties
        Who speaks for which party; from ``entities`` alone where it is not given.

    Returns
    -------
    Rows of ``tolls`` and of ``toll_members``. What comes on top of a toll, a rate, and one person without a number
    where the same article counts the dead are left out: they are in ``figures``.
    """
    claims = _comparable(figures)
    if not claims:
        return [], []
    names = "article_id", "text", "published_start", "published_end", "copy_of"
    by_article = {row.article_id: row for row in each_row(articles, *names)}
    most = _most(claims)
    begins = dict(zip(sentences["sentence_id"], sentences["start"], strict=True))
    voices = _voices(mentions, entities, by_article, claims, parties)
    groups, times = defaultdict(list), defaultdict(list)
    for row in claims:
        some = OF_THE_DEAD.search(by_article[row.article_id].text[row.end : row.end + 60].replace("\n", " "))
        groups[_key(row, some, most, parties)].append(row)
        if row.date_start is not None:
            times[row.event_id].append((row.date_start, row.date_end, row.date_precision))
    for key in [key for key in groups if key.part.startswith(THERE)]:  # what others tell of that place alone
        numbers, plain = {row.reported_min for row in groups[key]}, key._replace(part="")
        for row in groups.pop(plain, ()):
            groups[key if _there(row) == key.part and row.reported_min in numbers else plain].append(row)
    for key in [key for key in groups if key.part.startswith(NAMELY)]:  # "two Germans" are the "two people" of it
        plain = groups.get(key._replace(part=""), ())
        if {row.reported_min for row in groups[key]} <= {row.reported_min for row in plain}:
            groups[key._replace(part="")] += groups.pop(key)
    rows, all_members = [], []
    for key in sorted(groups, key=lambda key: tuple(str(part) for part in key)):
        own = sorted(groups[key], key=lambda row: (row.article_id, row.start))
        members = [_member(row, by_article[row.article_id], begins, voices) for row in own]
        standings, contested = stand(members)
        toll_id = "toll:" + "|".join(str(part) for part in key if part)
        rows.append(
            {
                "toll_id": toll_id,
                "event_id": key.event_id,
                "measure": key.measure,
                "victim_status": _status(own),
                "victim_group": _usual(
                    ARTICLES.sub("", row.victim_group) for row in own if row.victim_group is not None
                ),
                "alleged_perpetrator": _usual(
                    row.alleged_perpetrator.strip(" -") for row in own if row.alleged_perpetrator is not None
                ),
                **dict(zip(("date_start", "date_end"), event_dates.together(times[key.event_id]) or (), strict=False)),
                "low": min(member.number for member in members),
                "high": _high(members),
                "n_articles": len({member.article_id for member in members}),
                "n_origins": len({member.voice for member in _own(members)} - {None}),
                "agreement": agreement(members, standings, contested),
            }
        )
        all_members += [
            {"toll_id": toll_id, "figure_id": member.figure_id, "origin": member.origin, "standing": standing}
            for member, standing in zip(members, standings, strict=True)
        ]
    return rows, all_members


def _comparable(figures: pd.DataFrame) -> list:
    claims = figures[figures["is_casualty"].astype("boolean").fillna(False) & figures["event_id"].notna()]
    claims = claims[~claims["count_scope"].isin(["increment", "rate"])]
    claims = claims[claims["reported_min"].notna() | claims["reported_max"].notna()]
    rows = list(each_row(claims, *claims))
    counted = {
        (row.article_id, row.event_id, row.measure) for row in rows if not row.is_implicit and row.part_of is None
    }
    return [
        row
        for row in rows
        if not (row.is_implicit and (row.article_id, row.event_id, row.measure) in counted)
        and not (row.negated and row.victim_group is None and row.section not in ("title", "lead"))
    ]


def _most(claims: list) -> dict[tuple, tuple]:
    """The highest number of people in words, and the words, by sentence, measure and status."""
    most: dict[tuple, tuple] = {}
    for row in claims:
        if row.victim_group is not None and row.part_of is None:
            of = row.sentence_id, row.measure, row.victim_status
            most[of] = max(most.get(of, (0, "")), (row.reported_min or 0, _plain(row)))
    return most


def _plain(row) -> str:
    """The words for the people without marks and capitals, and without what happened to them."""
    return " ".join(re.sub(rf"\W|_|\b(?:{HARM})\b", " ", (row.victim_group or "").lower()).split())


class _Key(NamedTuple):
    """What two claims must share to be compared. People of whom nothing is said stand with civilians."""

    event_id: str
    measure: str
    status: str
    part: str
    cumulative: str
    doer: str


def _there(row) -> str:
    return f"{THERE}{row.location.lower()}" if row.location is not None else ""


def _key(row, some: re.Match | None, most: dict[tuple, tuple], parties: Parties | None) -> _Key:
    status = "" if row.victim_status in ("civilian", "unknown", None) else row.victim_status
    words = row.victim_group or ""
    told = row.section != "title" and not words.isupper()
    names = " ".join(re.findall(r"\b[A-Z][\w-]+?(?=s?\b)", words)) if told else ""  # "Danes" are "Dane sailors"
    number, whose = most.get((row.sentence_id, row.measure, row.victim_status), (0, ""))
    fewer = words and number > (row.reported_min or 0) and whose != _plain(row)  # "six priests and two cooks"
    if some:
        part = f"in {some['state']}" if some["state"] else f"of the {_plain(row)}".strip()
    elif row.victim_demographic is not None and not row.is_implicit:
        part = row.victim_demographic
    elif row.part_of is not None:
        part = _plain(row) or _there(row) or "some"
    elif names:
        part = NAMELY + names.lower()
    else:
        part = _plain(row) if row.is_implicit or row.negated or fewer else ""
    cumulative = row.count_scope == "cumulative"
    doer = row.alleged_perpetrator if cumulative and row.alleged_perpetrator is not None else ""
    doer = (parties.doer(doer) if parties and doer else None) or doer
    return _Key(row.event_id, row.measure, status, part, "cumulative" if cumulative else "", doer)


def _member(row, article, begins: dict, voices: _Voices) -> Member:
    before = article.text[begins.get(row.sentence_id, row.start) : row.start]
    named = row.source_type in NAMED
    origin = row.attributed_to if row.attributed_to is not None else row.via
    wire = row.attributed_to is None and row.via is not None
    entity = None if wire else row.source_entity_id
    voice = voices.of(entity, origin) if origin is not None and (named or wire) else None
    return Member(
        row.figure_id,
        row.article_id,
        row.reported_min,
        row.reported_max,
        row.modifier,
        row.victim_status or "unknown",
        article.copy_of is not None,
        origin if voice is not None else None,
        voice,
        bool(row.is_belligerent_claim),
        bool(OVERTAKEN.search(before)),
        bool(RISEN.search(before)),
        article.published_start,
        article.published_end,
    )


class _Voices(NamedTuple):
    """Who is who: a party speaks with one voice, and so do a body and the people that the texts say belong to it."""

    sides: dict[str, str]
    bodies: dict[str, str]
    by_name: dict[str, str]

    def of(self, entity: str | None, name: str) -> str:
        entity = entity or self.by_name.get(name)
        if entity is None:
            return f"name:{name.lower()}"
        entity = self.bodies.get(entity, entity)
        return self.sides.get(entity, entity)


def _voices(
    mentions: pd.DataFrame, entities: pd.DataFrame, by_article: dict, claims: list, parties: Parties | None
) -> _Voices:
    if entities.empty:
        return _Voices({}, {}, {})
    kinds = dict(zip(entities["entity_id"], entities["entity_type"], strict=True))
    sides = {
        row.entity_id: f"side:{row.side}"
        for row in each_row(entities, "entity_id", "side", "party_to_conflict")
        if row.side and row.party_to_conflict
    }
    for entity in {row.source_entity_id for row in claims if row.source_entity_id is not None} if parties else ():
        party = parties.of(entity)
        if party is not None and entity not in parties.stated:
            sides[entity] = sides.get(party, f"side:{party}")
    bodies: dict[str, str] = {}
    named = mentions[mentions["entity_id"].notna() & (mentions["mention_type"] == "name")]
    named = named.sort_values(["article_id", "start", "end"], kind="stable")
    for one, other in pairwise(each_row(named, "article_id", "start", "end", "entity_id")):
        near = one.article_id == other.article_id and one.end <= other.start <= one.end + 64
        of = kinds.get(one.entity_id), kinds.get(other.entity_id)
        if near and set(of) == {"person", "organisation"}:
            between = by_article[one.article_id].text[one.end : other.start]
            found = AFFILIATED.search(between)
            person, body = (one, other) if of[0] == "person" else (other, one)
            if found and bool(found["behind"]) == (person is one) and not SAID.search(between):
                bodies.setdefault(person.entity_id, body.entity_id)
    return _Voices(sides, bodies, dict(zip(entities["name"], entities["entity_id"], strict=True)))


class _Latest:
    """The highest number printed surely after a time, and surely before one."""

    def __init__(self, members: Iterable[Member]):
        said = [m for m in members if m.low is not None and not m.overtaken]
        last = sorted(((m.since, m.low) for m in said if m.since is not None), reverse=True)
        first = sorted((m.until, m.low) for m in said if m.until is not None)
        self.since, self.until = [since for since, _ in last][::-1], [until for until, _ in first]
        self.after = [*accumulate((low for _, low in last), max, initial=0)][::-1]
        self.earlier = [*accumulate((low for _, low in first), max, initial=0)]

    def highest_after(self, time: pd.Timestamp | None) -> int:
        return 0 if time is None else self.after[bisect_right(self.since, time)]

    def highest_before(self, time: pd.Timestamp | None) -> int:
        return 0 if time is None else self.earlier[bisect_left(self.until, time)]


def stand(members: list[Member]) -> tuple[list[str], bool]:
    """The standing of each claim, and whether some are at odds in a way that time does not explain.

    A party's claim is overtaken by its own side alone; everybody else's by anybody who is no party. A lower number
    printed surely later is stale when its source is not named or has itself said more, and contested when a named
    source of its own says it.
    """
    if len(members) == 1:  # most tolls
        return ["superseded" if members[0].overtaken else "current"], False
    camps, voices = defaultdict(list), defaultdict(list)
    for member in members:
        camps[_camp(member)].append(member)
        voices[member.voice].append(member)
    latest = {camp: _Latest(own) for camp, own in camps.items()}
    own_latest = {voice: _Latest(own) for voice, own in voices.items()}
    risen = {camp: _risen(own) for camp, own in camps.items()}
    standings, contested = [], False
    for member in members:
        among, own, rise = latest[_camp(member)], own_latest[member.voice], risen[_camp(member)]
        most = member.high if member.high is not None else member.number
        grown = rise is not None and most < rise.least and not member.risen
        earlier = among.highest_before(member.since)
        if member.overtaken or most < among.highest_after(member.until):
            standings.append("superseded")
        elif most < earlier:
            stale = grown or member.voice is None or most < own.highest_before(member.since)
            standings.append("stale" if stale else "current")
            contested |= not stale and member.most < earlier
        elif grown and _seems_later(member, rise):
            standings.append("stale")
        else:
            behind = grown and (_seems_later(rise, member) or member.most < rise.least)
            standings.append("superseded" if behind else "current")
    current = [m for m, standing in zip(members, standings, strict=True) if standing == "current"]
    contested |= _at_odds(current, lambda m: None, _camp) or _at_odds(
        current, lambda m: m.article_id, lambda m: m.voice
    )
    return standings, contested


def _risen(members: list[Member]) -> Member | None:
    """The claim that says that the toll "rose to" the highest number, the earliest in print of several."""
    return min((m for m in members if m.risen), key=lambda m: (-m.least, m.until or FAR), default=None)


def _seems_later(member: Member, other: Member) -> bool:
    """Whether both ends of the time in which an article can have appeared come after those of another."""
    ends = (member.since, other.since), (member.until, other.until)
    return all(own is not None and their is not None and own > their for own, their in ends)


def _high(members: list[Member]) -> int | None:
    closed = any(member.high is not None for member in members)
    return max(n for m in members for n in (m.low, m.high) if n is not None) if closed else None


def _camp(member: Member) -> str:
    return member.voice or "?" if member.hostile else ""


def _apart(lower: Member, higher: Member) -> bool:
    """Whether two claims cannot both be right. Civilians can be some of all the dead."""
    part = lower.status == "civilian" and higher.status == "unknown"
    return lower.most < higher.least and not part


def _at_odds(members: list[Member], beside: Callable, who: Callable) -> bool:
    """Whether the claims of two that stand beside another cannot both be right, whenever they were printed."""
    edges: dict[object, dict] = defaultdict(dict)
    for member in members:
        own = edges[beside(member)]
        low, high = own.get(who(member), (member, member))
        own[who(member)] = min(low, member, key=lambda m: m.most), max(high, member, key=lambda m: m.least)
    return any(_apart(a[0], b[1]) for own in edges.values() for a in own.values() for b in own.values() if a is not b)


def agreement(members: list[Member], standings: list[str], contested: bool) -> str:
    """What the comparison of the claims of a toll gives: a value of ``AGREEMENTS``."""
    if contested:
        return "contested"
    if any(standing != "current" for standing in standings):
        return "updated"
    own = _own(members)
    named = {member.voice for member in own if member.voice is not None}
    silent = {member.article_id for member in own if member.voice is None}
    sourced = {member.article_id for member in own if member.voice is not None}
    if (len(named) <= 1 and len(silent | sourced) == 1) or (len(named) == 1 and silent <= sourced):
        return "single_origin"
    said = defaultdict(set)
    for member in own:
        if member.voice is not None:
            said[(member.low, member.high, member.modifier)].add(member.voice)
    alike = len(said) == 1 and len(named) > 1
    return "corroborated" if alike else "compatible"


def _own(members: list[Member]) -> list[Member]:
    """The claims without those of copies, unless only copies carry the toll."""
    return [member for member in members if not member.is_copy] or members


def _status(rows: list) -> str:
    worded = {row.victim_status for row in rows if row.victim_status is not None}
    return min(worded - {"unknown"}, default="unknown")


def _usual(words: Iterable[str]) -> str | None:
    """The commonest wording, of the alphabet's first where several are."""
    counted = Counter(words)
    return min(counted, key=lambda word: (-counted[word], word)) if counted else None
