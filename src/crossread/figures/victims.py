"""Who is counted, where, when, by whose act and with what: what the words around a casualty figure say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from crossread.entities.mentions import Mention
from crossread.figures.casualty_words import Lexicon
from crossread.figures.clauses import Claim, Sentence

Span = tuple[int, int]

PLACED = ("in", "at", "near", "outside", "around", "across", "throughout")
PARTIES = frozenset(["person", "state", "organisation", "group"])
SUBJECT_AFTER = frozenset(["that", "when", "after", "said", "which", "who", "where", "say", "says", "as", "while"])
SKIPPED = frozenset('of the its his her their our other others more " “'.split())
SERVICES = frozenset(["police", "army", "military", "navy", "forces", "guard", "gendarmerie"])
OPENED = frozenset(["open", "opens", "opened", "opening", "returned", "returning"])
TURNS = frozenset(["but", "while", "although", "though", "whereas"])
NEAR = 14  # items between what happened and its means
THERE = re.compile(
    r"\b(?:in|at|near|outside|around|across|throughout)(?: the)?"
    r"(?: (?:(?:north|south|east|west)\S*|central|upper|lower|rural))?$"
)  # right before a name of which no rule knows the kind
WHERE = re.compile(r"(?:,\s+[A-Z][\w-]+)?[\s,–—-]{1,4}where\b")  # "in Nice, France, where"


class Page(NamedTuple):
    """What rows are made with."""

    text: str
    lexicon: Lexicon
    adjectives: dict[str, str]
    mentions: Sequence[Mention]
    starts: list[int]


def span(s: Sentence, place: int) -> Span:
    """From the number or its bound, of one person without a number and of a negation with the noun."""
    item, passage = s.row[place], s.tokens
    last = item.last
    if item.kind != "#" and s.phrases[place].head is not None:
        last = s.row[s.phrases[place].head].last
    return passage.starts[item.first], passage.ends[last - 1]


def group(page: Page, s: Sentence, place: int) -> str | None:
    """The people as worded, with those joined to them by "and" under one number, and quotation marks around them."""
    phrase, row, passage = s.phrases[place], s.row, s.tokens
    last = phrase.last
    if phrase.kind == "pronoun":
        named = named_after(s, last)
        return (
            None if named is None else page.text[passage.starts[row[named].first] : passage.ends[row[named].last - 1]]
        )
    if phrase.kind == "bare" or last <= place:
        return None
    follow = last + 1
    if s.kind(follow) == "&" and s.kind(follow + 1) == "h" and s.lexicon.person(s.word(follow + 1)).is_plural:
        last = follow + 1
        if s.word(last + 1) == "of":
            far = last + 2
            while far < len(row) and s.kinds[far] in "dx-h" and far < last + 12:
                far += 1
            last = far - 1
    first = row[place + 1].first
    while passage.words[first] in SKIPPED and first < row[last].last - 1:
        first += 1
    start, end = passage.starts[first], passage.ends[row[last].last - 1]
    before, after = page.text[start - 1 : start], page.text[end : end + 2].lstrip(".,")[:1]
    marked = before and after and before in "\"“‘'" and after in "\"”’'"
    words = " ".join(page.text[start:end].strip('"“”').split())
    return f"{before}{words}{after}" if marked else words


def named_after(s: Sentence, last: int) -> int | None:
    """Where people are named behind "of them": "five of them children", "three of them are women"."""
    return next((at for at in range(last + 1, min(last + 4, len(s.row))) if s.kinds[at] == "h"), None)


def _is_of_force(s: Sentence, head: int) -> bool:
    """Whether "members" at an item are "service members", or "members of the police"."""
    of = s.word(head + 1) == "of" and any(s.word(at) in SERVICES for at in range(head + 2, head + 7))
    return of or s.word(head - 1) == "service"


def _same_people(s: Sentence, place: int) -> int | None:
    """The number whose people a bare one counts too: "six guards were killed and 13 wounded", both before the verb."""
    others = s.word(place + 1) in ("more", "other", "others")
    if s.kinds[place] != "#" or others or s.kind(s.before(place - 1)) != "&" or place not in s.claims:
        return None
    earlier = [at for at in s.counts if at < place and at in s.claims]
    subject = earlier and place < s.claims[place].trigger and earlier[-1] < s.claims[earlier[-1]].trigger < place
    return earlier[-1] if subject and s.phrases[earlier[-1]].kind == "people" else None


def who(s: Sentence, place: int) -> tuple[str, str | None]:
    """Status and age or gender of the people, from the nouns of their phrase."""
    phrase, trigger = s.phrases[place], s.claims[place].trigger if place in s.claims else place
    named = named_after(s, phrase.last) if phrase.kind == "pronoun" else phrase.head
    if named is None and s.word(trigger) == "number":  # "the number of soldiers killed rose to four"
        named = named_after(s, trigger)
    joined = phrase.last + 2 if s.kind(phrase.last + 1) == "&" and s.kind(phrase.last + 2) == "h" else None
    heads = [s.word(at) for at in (named, joined) if at is not None and s.kinds[at] == "h"]
    if phrase.kind == "bare" and (like := _same_people(s, place)) is not None:
        return who(s, like)[0], None
    people = [s.lexicon.person(word) for word in heads]
    if not any(person.status != "unknown" for person in people):
        people += [s.lexicon.person(item.word) for item in s.row[place + 1 : phrase.last + 1] if item.kind == "h"]
    statuses = {person.status for person in people} - {"unknown"}
    demographics = [person.demographic for person in people if person.demographic]
    if not statuses and heads == ["members"] and _is_of_force(s, phrase.last):
        return "security_forces", None
    status = "unknown" if not statuses else statuses.pop() if len(statuses) == 1 else "mixed"
    return status, demographics[-1] if demographics else None


def scope(page: Page, s: Sentence, place: int, claim: Claim) -> str:
    """Whether the number is of one incident, a period, what came on top, or a rate."""
    row, passage = s.row, s.tokens
    follow = s.phrases[place].last + 1
    behind = " ".join(passage.words[row[place].last : row[min(follow + 6, len(row) - 1)].last])
    if s.lexicon.rate.search(behind):
        return "rate"
    more = s.word(place + 1) in s.lexicon.words["more"] or "another" in (s.word(place), s.word(place - 1))
    more |= s.word(place - 1) == "by" and s.kinds[claim.trigger] == "T"  # "rose by six to 20"
    before = {s.claims[other].measure for other in s.claims if other < place}
    if more and (not before or claim.measure in before):
        return "increment"
    start, end = passage.starts[row[0].first], passage.ends[row[-1].last - 1]
    return "cumulative" if s.lexicon.cumulative.search(page.text, start, end) else "incident"


def perpetrator(page: Page, s: Sentence, place: int, claim: Claim) -> str | None:
    """Who is said to have done it, as worded: the agent after "by", whose strikes they were, or the subject."""
    row, at = s.row, claim.trigger
    trigger = row[at].trigger
    if trigger is None or claim.cost == 0.5:
        return None
    place = place if claim.part_of is None else claim.part_of
    for far in range(at + 1, min(at + NEAR, len(row))):
        if s.kinds[far] in "vbw;.":
            break
        if s.word(far) == "by" and far <= at + 4:
            return _actor(page, s, far + 1)
        if s.word(far) in s.lexicon.means and (whose := _adjective(page, s, far - 1)):
            return whose
    back = s.before(at - 1)
    back = s.before(back - 1) if s.word(back) in ("have", "has", "had") else back
    if trigger.form not in "AP" or place < at or s.word(at + 1) == "of" or s.kind(back) == "b":
        return None
    first = back
    while s.kind(first) in "xh-" and not _opens(s, first):
        first -= 1
    acts = s.kind(back) == "h" or s.word(back) in s.lexicon.words["force"]
    if not acts or s.kind(first) in "p&" or s.kind(first + 1) == "-":  # else the clause begins with who did it
        while first >= 0 and not _opens(s, first):
            first -= 1
    actor = _actor(page, s, first + 1)
    by = next((far for far in range(first + 1, min(first + 5, at)) if s.word(far) in s.lexicon.means), None)
    return actor if actor or by is None else _adjective(page, s, by - 1)  # "Russian air strikes killed"


def _opens(s: Sentence, place: int) -> bool:
    """Whether a subject can begin behind an item: a stop, a dash or a word that opens a clause."""
    dash = s.kinds[place] == "-" and not s.tokens.touches(s.row[place].first)
    return dash or s.kinds[place] in ";." or s.word(place) in SUBJECT_AFTER


def _actor(page: Page, s: Sentence, first: int) -> str | None:
    """The people, force or party that a noun phrase from ``first`` on names."""
    while s.kind(first) in "d1a#o-":
        first += 1
    last = first
    while s.kind(last) in "xh-" and last < first + 6:
        last += 1
        ends = s.kinds[last - 1] == "h" or s.word(last - 1) in s.lexicon.words["force"]
        if ends and s.kind(last) != "h" and s.word(last) not in s.lexicon.words["force"]:
            break
    means = any(item.word in s.lexicon.means for item in s.row[first:last])
    if last == first or (means and s.kinds[last - 1] != "h"):
        return None
    start, end = s.tokens.starts[s.row[first].first], s.tokens.ends[s.row[last - 1].last - 1]
    acts = s.kinds[last - 1] == "h" or s.word(last - 1) in s.lexicon.words["force"]
    named = bisect_right(page.starts, start - 1)
    if (
        named < len(page.mentions)
        and page.mentions[named].start < end
        and page.mentions[named].kind in PARTIES
        and not acts
    ):
        return page.mentions[named].surface
    return page.text[start:end] if acts else None


def _adjective(page: Page, s: Sentence, at: int) -> str | None:
    """The state whose adjective stands at an item: "Russian air strikes"."""
    while s.kind(at) == "x" and s.word(at) not in page.adjectives and s.kind(at - 1) == "x":
        at -= 1
    return page.adjectives.get(s.word(at))


def means(page: Page, s: Sentence, trigger: int) -> str | None:
    """Weapon or cause nearest to what happened, as worded."""
    words, best = s.tokens.words, None
    for place in range(max(0, trigger - NEAR), min(len(s.row), trigger + NEAR)):
        item = s.row[place]
        if s.kind(place - 1) == "-" and s.tokens.touches(item.first):
            continue  # "a cease-fire"
        if item.word == "fire" and s.word(place - 1) in OPENED:
            continue
        for phrase in s.lexicon.means.get(item.word, ()):
            if tuple(words[item.first : item.first + len(phrase)]) == phrase:
                start, end = s.tokens.starts[item.first], s.tokens.ends[item.first + len(phrase) - 1]
                if best is None or abs(place - trigger) < best[0]:
                    best = (abs(place - trigger), page.text[start:end])
                break
    return best[1] if best else None


def _end(s: Sentence, trigger: int) -> int:
    """The end of the clause that tells what happened: before a semicolon, or a comma and "but" or "while"."""
    ends = (
        at
        for at in range(trigger, len(s.row) - 1)
        if s.kinds[at] == ";" or (s.kinds[at] == "," and s.word(at + 1) in TURNS)
    )
    return s.tokens.ends[s.row[next(ends, len(s.row) - 1)].last - 1]


def location(page: Page, s: Sentence, place: int, claim: Claim) -> str | None:
    """The place named after "in", "at" or "near", the first behind what happened, else the one that the people are
    named after ("five Telm guards"), else the one that "where" stands behind, else the first of the sentence."""
    first, last = s.tokens.starts[s.row[0].first], _end(s, max(place, claim.trigger))
    parts = [at for at, each in s.claims.items() if each.part_of == place and at > max(place, claim.trigger)]
    if parts:  # "killed 290 across Orlavia, 61 of them in Telm"
        last = min(last, s.tokens.starts[s.row[min(parts)].first])
    behind = s.tokens.ends[s.row[max(claim.trigger, place)].last - 1]  # "killed six in Telm and two in Orda"
    own = s.tokens.starts[s.row[place].first], s.tokens.ends[s.row[s.phrases[place].last].last - 1]
    places, shouted = [], page.text[first:last].isupper()  # where nothing tells a name from other words
    for mention in page.mentions[bisect_right(page.starts, first - 1) : bisect_right(page.starts, last - 1)]:
        before = page.text[max(first, mention.start - 12) : mention.start].lower().split()
        named = mention.kind in ("place", "state") and (before[-1:] == ["of"] or not {*before[-2:]}.isdisjoint(PLACED))
        whose = mention.kind == "place" and own[0] <= mention.start < own[1]
        there = mention.kind == "unknown" and not shouted and THERE.search(" ".join(before))
        owns = before[-1:] == ["the"] and page.text[mention.end : mention.end + 2] in (
            "'s",
            "’s",
        )  # "in the Derg's cells"
        if named or whose or (there and not owns):
            places.append(mention)
    after = [mention for mention in places if mention.start >= behind and not own[0] <= mention.start < own[1]]
    after += [mention for mention in places if own[0] <= mention.start < own[1]]
    there = [mention for mention in places if WHERE.match(page.text, mention.end, behind)]
    chosen = (after or there or places)[:1]
    return chosen[0].surface if chosen else None
