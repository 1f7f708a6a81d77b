"""Tolls: casualty claims that can be compared, and what the comparison gives.

Like is held against like: the same event, measure, people and span of time. Claims stay side by side; none is added to
another, and no mean is taken. One claim is later than another only when the ranges in which their articles appeared
are disjoint, or when its own sentence says that a number was overtaken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
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
AND, OTHERS = re.compile(r"\band\s+$"), re.compile(r"^\s+others?\b")
APPOSED = re.compile(r"^,\s+[^,.;:\"“”\n]{1,60}$")
OFFICE = re.compile(r"^(?:['’]s)?\s+(?:[a-z]+\s+){1,4}$")
SAID = re.compile(r"\b(?:said|says|told|tells|accus\w+|den\w+|call\w+|claim\w+|critici\w+|condemn\w+)\b")
ARTICLES = re.compile(r"^(?:the|a|an|its|their|of)\s+", re.IGNORECASE)

THERE = "there "  # begins the part of a toll that is of one place

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
    beside = _Beside(claims)
    claims = [row for row in claims if not _is_on_top(row, beside, by_article[row.article_id].text)]
    begins = dict(zip(sentences["sentence_id"], sentences["start"], strict=True))
    voices = _voices(mentions, entities, by_article, claims, parties)
    dates = {event: event_dates.together(given) for event, given in _times(claims).items()}
    groups: dict[_Key, list] = defaultdict(list)
    totals = {row.figure_id: row for row in claims}
    for row in claims:
        some = OF_THE_DEAD.search(by_article[row.article_id].text[row.end : row.end + 60].replace("\n", " "))
        groups[_key(row, some, beside.is_fewer(row), parties, totals.get(row.part_of))].append(row)
    for key in [key for key in groups if key.part.startswith(THERE)]:  # what others tell of that place alone
        numbers, plain = {row.reported_min for row in groups[key]}, key._replace(part="")
        for row in groups.pop(plain, ()):
            groups[key if _there(row) == key.part and row.reported_min in numbers else plain].append(row)
    for key in [key for key in groups if key.names]:  # "two Germans" are the "two people" of the same event
        plain = groups.get(key._replace(names=""), ())
        if {row.reported_min for row in groups[key]} <= {row.reported_min for row in plain}:
            groups[key._replace(names="")] += groups.pop(key)
    rows, all_members = [], []
    for key in sorted(groups, key=lambda key: tuple(str(part) for part in key)):
        own = sorted(groups[key], key=lambda row: (row.article_id, row.start))
        members = _as_titled(own, [_member(row, by_article[row.article_id], begins, voices) for row in own])
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
                **_period(own, dates.get(key.event_id)),
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


def _times(claims: list) -> dict[str, list]:
    """The times that the claims of each event give."""
    times = defaultdict(list)
    for row in claims:
        if row.date_start is not None and row.date_end is not None:
            times[row.event_id].append((row.date_start, row.date_end, row.date_precision))
    return times


def _period(rows: list, of_event: tuple | None) -> dict:
    """The time of the event, else the one that the claims which give one have in common."""
    given = [(r.date_start, r.date_end, r.date_precision) for r in rows if r.date_start is not None]
    common = of_event or event_dates.together(given)
    return {"date_start": common[0], "date_end": common[1]} if common else {}


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


class _Beside:
    """What else the sentence of a claim counts."""

    def __init__(self, claims: list):
        self.first: dict[str, dict[str, int]] = defaultdict(dict)  # of each measure, where it is first counted
        self.most: dict[tuple, tuple] = {}  # the highest number of people in words, and the words
        for row in claims:
            own = self.first[row.sentence_id]
            own[row.measure] = min(row.start, own.get(row.measure, row.start))
            if row.victim_group is not None and row.part_of is None:
                of = row.sentence_id, row.measure, row.victim_status
                self.most[of] = max(self.most.get(of, (0, "")), (row.reported_min or 0, _plain(row)))

    def is_other(self, row) -> bool:
        """Whether something else is counted before it: "80 people were killed and 18 others hurt"."""
        return any(at < row.start for measure, at in self.first[row.sentence_id].items() if measure != row.measure)

    def is_fewer(self, row) -> bool:
        """Whether more of other people are counted beside it: "six priests and two cooks were killed"."""
        number, words = self.most.get((row.sentence_id, row.measure, row.victim_status), (0, ""))
        return row.victim_group is not None and number > (row.reported_min or 0) and words != _plain(row)


def _is_on_top(row, beside: _Beside, text: str) -> bool:
    """Whether a number comes on top of people who are named beside it: "the mayor and three other clerks"."""
    named = OTHERS.search(text[row.end : row.end + 10]) and AND.search(text[max(0, row.start - 8) : row.start])
    return bool(named) and not beside.is_other(row)


def _plain(row) -> str:
    """The words for the people without marks and capitals, and without what happened to them."""
    return " ".join(re.sub(rf"\W|_|\b(?:{HARM})\b", " ", (row.victim_group or "").lower()).split())


class _Key(NamedTuple):
    """What two claims must share to be compared. People of whom nothing is said stand with civilians."""

    event_id: str
    measure: str
    status: str
    part: str
    names: str
    cumulative: str
    doer: str


def _there(row) -> str:
    return f"{THERE}{row.location.lower()}" if row.location is not None else ""


def _key(row, some: re.Match | None, is_fewer: bool, parties: Parties | None, total=None) -> _Key:
    status = "" if row.victim_status in ("civilian", "unknown", None) else row.victim_status
    words = row.victim_group or ""
    told = row.section != "title" and not words.isupper()
    names = " ".join(re.findall(r"\b[A-Z][\w-]+?(?=s?\b)", words)) if told else ""  # "Danes" are "Dane sailors"
    part = ""
    if some and some["state"]:
        part = "in " + some["state"]
    elif some:
        part = f"of the {_plain(row)}".strip()
    elif row.victim_demographic is not None and not row.is_implicit:
        part = row.victim_demographic
    elif row.part_of is not None:
        part = _plain(row) or (total is not None and total.location != row.location and _there(row)) or "some"
    elif row.is_implicit or row.negated or (is_fewer and not names):
        part = _plain(row)
    cumulative = row.count_scope == "cumulative"
    doer = row.alleged_perpetrator if cumulative and row.alleged_perpetrator is not None else ""
    doer = (parties.doer(doer) if parties and doer else None) or doer
    return _Key(row.event_id, row.measure, status, part, names.lower(), "cumulative" if cumulative else "", doer)


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


def _as_titled(rows: list, members: list[Member]) -> list[Member]:
    """A title's bare number is that of its text: "killing two" above "at least two"."""
    below = {(m.article_id, m.number): m for row, m in zip(rows, members, strict=True) if row.section != "title"}

    def read(row, member: Member) -> Member:
        text = below.get((member.article_id, member.number))
        same = row.section == "title" and member.modifier == "exact" and text is not None
        return member._replace(low=text.low, high=text.high, modifier=text.modifier) if same else member

    return [read(row, member) for row, member in zip(rows, members, strict=True)]


class _Voices:
    """Who is who: a party speaks with one voice, and so do a body and the people that the texts say belong to it."""

    def __init__(self, sides: dict[str, str], bodies: dict[str, str], by_name: dict[str, str]):
        self.sides, self.bodies, self.by_name = sides, bodies, by_name

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
    last = None
    for row in each_row(named, "article_id", "start", "end", "entity_id"):
        pair = last is not None and last.article_id == row.article_id and last.end <= row.start <= last.end + 64
        if pair and {kinds.get(last.entity_id), kinds.get(row.entity_id)} == {"person", "organisation"}:
            between = by_article[row.article_id].text[last.end : row.start]
            is_person = kinds[last.entity_id] == "person"
            if (APPOSED if is_person else OFFICE).search(between) and not SAID.search(between):
                person, body = (last, row) if is_person else (row, last)
                bodies.setdefault(person.entity_id, body.entity_id)
        last = row
    return _Voices(sides, bodies, dict(zip(entities["name"], entities["entity_id"], strict=True)))


class _Latest:
    """The highest number printed surely after a time, and surely before one."""

    def __init__(self, members: Iterable[Member]):
        said = [m for m in members if m.low is not None and not m.overtaken]
        ahead = sorted((m.since, m.low) for m in said if m.since is not None)
        self.since = [since for since, _ in ahead]
        self.after = [0] * (len(ahead) + 1)
        for at in range(len(ahead) - 1, -1, -1):
            self.after[at] = max(self.after[at + 1], ahead[at][1])
        back = sorted((m.until, m.low) for m in said if m.until is not None)
        self.until, self.earlier = [until for until, _ in back], [0]
        for _, low in back:
            self.earlier.append(max(self.earlier[-1], low))

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
    camps: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        camps[_camp(member)].append(member)
    latest = {camp: _Latest(own) for camp, own in camps.items()}
    voices: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.voice is not None:
            voices[member.voice].append(member)
    own_latest = {voice: _Latest(own) for voice, own in voices.items()}
    risen = {camp: _risen(own) for camp, own in camps.items()}
    standings, contested = [], False
    for member in members:
        among, rise = latest[_camp(member)], risen[_camp(member)]
        most = member.high if member.high is not None else member.number
        grown = rise is not None and most < rise.least and not member.risen
        if member.overtaken or most < among.highest_after(member.until):
            standings.append("superseded")
        elif most < among.highest_before(member.since):
            mine = grown or member.voice is None or most < own_latest[member.voice].highest_before(member.since)
            standings.append("stale" if mine else "current")
            contested |= not mine and member.most < among.highest_before(member.since)
        elif grown and _seems_later(member, rise):
            standings.append("stale")
        elif grown and (_seems_later(rise, member) or member.most < rise.least):
            standings.append("superseded")
        else:
            standings.append("current")
    current = [m for m, standing in zip(members, standings, strict=True) if standing == "current"]
    return standings, contested or _between_camps(current) or _in_one_article(current)


def _risen(members: list[Member]) -> Member | None:
    """The claim that says that the toll "rose to" the highest number, the earliest in print of several."""
    rising = [member for member in members if member.risen]
    top = max((member.least for member in rising), default=0)
    return min((m for m in rising if m.least == top), key=lambda m: m.until or FAR, default=None)


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


def _between_camps(members: list[Member]) -> bool:
    """Whether a party's claim and another's cannot both be right, whenever they were printed."""
    edges: dict[str, list[Member]] = {}
    for member in members:
        camp = _camp(member)
        low, high = edges.get(camp, (member, member))
        edges[camp] = [min(low, member, key=lambda m: m.most), max(high, member, key=lambda m: m.least)]
    return any(_apart(edges[a][0], edges[b][1]) for a in edges for b in edges if a != b)


def _in_one_article(members: list[Member]) -> bool:
    """Whether two voices are at odds side by side in one article."""
    by_article: dict[str, dict[tuple, Member]] = defaultdict(dict)
    for member in members:
        by_article[member.article_id].setdefault((member.voice, member.low, member.high, member.status), member)
    return any(
        _apart(a, b) and (a.voice != b.voice)
        for own in by_article.values()
        for a in own.values()
        for b in own.values()
    )  # fmt: skip


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
