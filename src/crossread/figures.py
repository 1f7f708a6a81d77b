"""Figures: the reported numbers of one article, what they count, who is counted, by whose act and in whose words.

Columns after the minimum data of Every Casualty, the variables of Iraq Body Count, and Airwars: see the data
dictionary. A number that no rule takes for casualties is kept as another measure; none is ever added to another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from crossread import casualties, numbers, tokens
from crossread.attribution import Attribution, Paragraph
from crossread.casualties import Claim, Sentence
from crossread.casualty_words import Lexicon
from crossread.codebooks import Codebooks
from crossread.mentions import Mention
from crossread.numbers import Number

Span = tuple[int, int]

SKIPPED = frozenset("of the its his her their our other others more \" “".split())
NEAR = 14  # items between what happened and its means
DATE = re.compile(
    r"\b(?:(?:last|this|on|in|late|early|since)\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|overnight"
    r"|(?:\d{1,2}\s+)?(?:January|February|March|April|June|July|August|September|October|November|December)"
    r"(?:\s+\d{1,2}\b)?(?:,?\s+(?:19|20)\d\d)?|(?:19|20)\d\d)\b"
)
PARTIES = frozenset(["person", "state", "organisation", "group"])
SUBJECT_AFTER = frozenset(["that", "when", "after", "said", "which", "who", "where", "say", "says"])
PLACED = ("in", "at", "near", "outside", "around", "of")


class Figure(NamedTuple):
    """A reported number. Spans count characters of the article's text; what is not stated is None.

    ``start:end`` takes in the words of the bound. ``part_of`` is the span of the total; ``quote`` numbers the innermost
    quote that holds it. ``date_words`` and ``location`` are as worded in the sentence.
    """

    start: int
    end: int
    value_as_reported: str | None
    modifier: str
    reported_min: int | None
    reported_max: int | None
    measure: str
    unit: str | None
    is_casualty: bool
    is_implicit: bool
    negated: bool
    victim_status: str | None
    victim_group: str | None
    victim_demographic: str | None
    part_of: Span | None
    count_scope: str | None
    alleged_perpetrator: str | None
    means: str | None
    quote: int | None
    section: str
    location: str | None
    date_words: str | None


class _Page(NamedTuple):
    """What rows are made with."""

    text: str
    lexicon: Lexicon
    adjectives: dict[str, str]
    mentions: Sequence[Mention]
    starts: list[int]


def find(
    text: str, paragraphs: Sequence[Paragraph], quotes: Sequence[Attribution], mentions: Sequence[Mention], books: Codebooks
) -> list[Figure]:
    """The figures of one article.

    Parameters
    ----------
    text
        The article's text, which all spans count in.
    paragraphs
        Its reported blocks in order, each with its section.
    quotes, mentions
        Its attributions and mentions, as :mod:`crossread.attribution` and :mod:`crossread.mentions` give them.
    books
        The code books, of which ``numbers`` and ``casualties`` are used.

    Returns
    -------
    Rows by place. A casualty stands in the people it counts, money in units of its currency, an area in the unit named.
    """
    named = [mention for mention in mentions if mention.mention_type == "name"]
    page = _Page(text, books.casualties, books.gazetteer.adjectives, named, [mention.start for mention in named])
    found: list[Figure] = []
    met: set[str] = set()
    for paragraph in paragraphs:
        found += _of_paragraph(page, paragraph, books, met)
    return _with_quotes(sorted(found, key=lambda figure: (figure.start, figure.end)), quotes)


def _of_paragraph(page: _Page, paragraph: Paragraph, books: Codebooks, met: set[str]) -> list[Figure]:
    """The figures of a paragraph; ``met`` collects the measures of the article so far."""
    passage = tokens.read(page.text, paragraph.start, paragraph.end)
    stated = numbers.read(passage, books.numbers)
    at_token = {number.first: number for number in stated}
    found: list[Figure] = []
    numbered = sorted(at_token)
    known = page.lexicon.triggers.keys()
    for first, last in tokens.sentences(passage):
        place = bisect_left(numbered, first)
        if not (place < len(numbered) and numbered[place] < last) and known.isdisjoint(passage.words[first:last]):
            continue
        row = casualties.items(passage, first, last, at_token, page.lexicon)
        sentence = Sentence(passage, row, page.lexicon)
        claims = casualties.link(sentence)
        total = _total(found) if found else None
        new = [_casualty(page, sentence, place, claim, paragraph.section) for place, claim in claims.items()]
        new = [_scoped(figure, met) for figure in new]
        new += [_other(page, sentence, place, paragraph.section) for place in sentence.counts if place not in claims]
        new += [_measured(page, item.number, passage, paragraph.section) for item in row if item.kind == "u"]
        new += _unclaimed_negation(page, sentence, paragraph.section)
        new += _of_total_before(page, sentence, claims, total, paragraph.section)
        found += [figure for figure in new if figure is not None]
        met |= {figure.measure for figure in new if figure is not None}
    return found


def _scoped(figure: Figure, met: set[str]) -> Figure:
    """More dead come on top only of dead that were named before."""
    is_first = figure.count_scope == "increment" and figure.measure not in met
    return figure._replace(count_scope="incident") if is_first else figure


def _total(found: list[Figure]) -> Figure | None:
    """The last total before a sentence, if one stands near."""
    near = (figure for figure in reversed(found[-6:]) if figure.is_casualty and figure.part_of is None)
    return next((figure for figure in near if not figure.negated), None)


# --- casualties -------------------------------------------------------------------------------------------------


def _casualty(page: _Page, s: Sentence, place: int, claim: Claim, section: str) -> Figure:
    item, phrase = s.row[place], s.phrases[place]
    number = item.number
    implicit = number is None
    negated = item.kind == "0"
    start, end = _span(s, place)
    group = _group(page, s, place)
    status, demographic = _who(s, place)
    low, high = (1, 1) if implicit else (_whole(number.low), _whole(number.high))
    return Figure(
        start,
        end,
        None if implicit else number.value_as_reported,
        "exact" if implicit else number.modifier,
        low,
        high,
        claim.measure,
        "people",
        True,
        implicit,
        negated,
        status,
        group if phrase.kind != "bare" else None,
        demographic,
        _span(s, claim.part_of) if claim.part_of is not None else None,
        _scope(page, s, place, claim),
        _perpetrator(page, s, place, claim),
        _means(page, s, claim.trigger),
        None,
        section,
        _location(page, s, claim),
        _date(page, s),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _span(s: Sentence, place: int) -> Span:
    """From the number or its bound, of one person without a number and of a negation with the noun."""
    item, passage = s.row[place], s.tokens
    last = item.last
    if item.kind != "#" and s.phrases[place].head is not None:
        last = s.row[s.phrases[place].head].last
    return passage.starts[item.first], passage.ends[last - 1]


def _group(page: _Page, s: Sentence, place: int) -> str | None:
    """The people as worded, with those joined to them by "and" under one number, and quotation marks around them."""
    phrase, row, passage = s.phrases[place], s.row, s.tokens
    last = phrase.last
    if phrase.kind == "pronoun":
        named = _named_after(s, last)
        return None if named is None else page.text[passage.starts[row[named].first] : passage.ends[row[named].last - 1]]
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
    words = page.text[start:end].strip("\"“”")
    return f"{before}{words}{after}" if marked else words


def _named_after(s: Sentence, last: int) -> int | None:
    """Where people are named behind "of them": "five of them children", "three of them are women"."""
    return next((at for at in range(last + 1, min(last + 4, len(s.row))) if s.kinds[at] == "h"), None)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _span(s: Sentence, place: int) -> Span:
    """From the number or its bound, of one person without a number and of a negation with the noun."""
    item, passage = s.row[place], s.tokens
    last = item.last
    if item.kind != "#" and s.phrases[place].head is not None:
        last = s.row[s.phrases[place].head].last
    return passage.starts[item.first], passage.ends[last - 1]


def _group(page: _Page, s: Sentence, place: int) -> str | None:
    """The people as worded, with those joined to them by "and" under one number, and quotation marks around them."""
    phrase, row, passage = s.phrases[place], s.row, s.tokens
    last = phrase.last
    if phrase.kind == "pronoun":
        named = _named_after(s, last)
        return None if named is None else page.text[passage.starts[row[named].first] : passage.ends[row[named].last - 1]]
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
    while passage.words[first] in ("of", "the", "other", "others", "more") and first < row[last].last - 1:
        first += 1
    start, end = passage.starts[first], passage.ends[row[last].last - 1]
    before, after = page.text[start - 1 : start], page.text[end : end + 1]
    if before and after and before in "\"“‘'" and after in "\"”’'":
        start, end = start - 1, end + 1
    return page.text[start:end]


def _who(s: Sentence, place: int) -> tuple[str, str | None]:
    """Status and age or gender of the people, from the nouns of their phrase."""
    last = s.phrases[place].last
    if s.kind(last + 1) == "&" and s.kind(last + 2) == "h":
        last += 2
    named = _named_after(s, last) if s.phrases[place].kind == "pronoun" else None
    last = last if named is None else named
    people = [s.lexicon.person(item.word) for item in s.row[place + 1 : last + 1] if item.kind == "h"]
    statuses = {person.status for person in people} - {"unknown"}
    demographics = [person.demographic for person in people if person.demographic]
    status = "unknown" if not statuses else statuses.pop() if len(statuses) == 1 else "mixed"
    return status, demographics[-1] if demographics else None


def _scope(page: _Page, s: Sentence, place: int, claim: Claim) -> str:
    """Whether the number is of one incident, a period, what came on top, or a rate."""
    row, passage = s.row, s.tokens
    follow = s.phrases[place].last + 1
    behind = " ".join(passage.words[row[place].last : row[min(follow + 6, len(row) - 1)].last])
    if s.lexicon.rate.search(behind):
        return "rate"
    more = s.word(place + 1) in s.lexicon.more or s.word(place) == "another"
    first = not any(other < place and other in s.claims for other in s.counts)
    if more and first:
        return "increment"
    start, end = passage.starts[row[0].first], passage.ends[row[-1].last - 1]
    return "cumulative" if s.lexicon.cumulative.search(page.text, start, end) else "incident"


def _perpetrator(page: _Page, s: Sentence, place: int, claim: Claim) -> str | None:
    """Who is said to have done it, as worded: the agent after "by", whose strikes they were, or the subject."""
    row, at = s.row, claim.trigger
    trigger = row[at].trigger
    if trigger is None or claim.cost == 0.5:
        return None
    for far in range(at + 1, min(at + NEAR, len(row))):
        if s.kinds[far] in "vbw;.":
            break
        if s.word(far) == "by" and far <= at + 4:
            return _actor(page, s, far + 1)
        if s.word(far) in s.lexicon.means:
            return _adjective(page, s, far - 1)
    if trigger.form not in "AP" or place < at or s.word(at + 1) == "of" or s.kind(s.before(at - 1)) == "b":
        return None
    first = at - 1
    while first >= 0 and not _opens(s, first):
        first -= 1
    return _actor(page, s, first + 1)


def _opens(s: Sentence, place: int) -> bool:
    """Whether a subject can begin behind an item: a stop, a dash or a word that opens a clause."""
    dash = s.kinds[place] == "-" and not s.tokens.touches(s.row[place].first)
    return dash or s.kinds[place] in ";." or s.word(place) in SUBJECT_AFTER


def _actor(page: _Page, s: Sentence, first: int) -> str | None:
    """The people, force or party that a noun phrase from ``first`` on names."""
    while s.kind(first) in "d1a#o":
        first += 1
    last = first
    while s.kind(last) in "xh-" and last < first + 6:
        last += 1
        if s.kinds[last - 1] == "h" or s.word(last - 1) in s.lexicon.forces:
            break
    if last == first or any(item.word in s.lexicon.means for item in s.row[first:last]):
        return None
    start, end = s.tokens.starts[s.row[first].first], s.tokens.ends[s.row[last - 1].last - 1]
    acts = s.kinds[last - 1] == "h" or s.word(last - 1) in s.lexicon.forces
    named = bisect_right(page.starts, start - 1)
    if named < len(page.mentions) and page.mentions[named].start < end and page.mentions[named].kind in PARTIES and not acts:
        return page.mentions[named].surface
    return page.text[start:end] if acts else None


def _adjective(page: _Page, s: Sentence, at: int) -> str | None:
    """The state whose adjective stands at an item: "Russian air strikes"."""
    while s.kind(at) == "x" and s.word(at) not in page.adjectives and s.kind(at - 1) == "x":
        at -= 1
    return page.adjectives.get(s.word(at))


def _means(page: _Page, s: Sentence, trigger: int) -> str | None:
    """Weapon or cause nearest to what happened, as worded."""
    words, best = s.tokens.words, None
    for place in range(max(0, trigger - NEAR), min(len(s.row), trigger + NEAR)):
        item = s.row[place]
        for phrase in s.lexicon.means.get(item.word, ()):
            if tuple(words[item.first : item.first + len(phrase)]) == phrase:
                start, end = s.tokens.starts[item.first], s.tokens.ends[item.first + len(phrase) - 1]
                if best is None or abs(place - trigger) < best[0]:
                    best = (abs(place - trigger), page.text[start:end])
                break
    return best[1] if best else None


def _location(page: _Page, s: Sentence, claim: Claim) -> str | None:
    """The place named after "in", "at" or "near", the first behind what happened, else the first of the sentence."""
    first, last = s.tokens.starts[s.row[0].first], s.tokens.ends[s.row[-1].last - 1]
    behind = s.tokens.ends[s.row[claim.trigger].last - 1]
    places = []
    place = bisect_right(page.starts, first - 1)
    while place < len(page.mentions) and page.mentions[place].start < last:
        mention = page.mentions[place]
        before = page.text[max(first, mention.start - 12) : mention.start].lower().split()
        if mention.kind in ("place", "state", "unknown") and before and (before[-1] in PLACED or before[-2:-1] and before[-2] in PLACED):
            places.append(mention)
        place += 1
    after = [mention for mention in places if mention.start >= behind]
    chosen = (after or places)[:1]
    return chosen[0].surface if chosen else None


def _date(page: _Page, s: Sentence) -> str | None:
    start, end = s.tokens.starts[s.row[0].first], s.tokens.ends[s.row[-1].last - 1]
    match = DATE.search(page.text, start, end)
    return match.group() if match else None


def _with_quotes(found: list[Figure], quotes: Sequence[Attribution]) -> list[Figure]:
    """Figures, in order of place, each with the innermost quote that has a part around it."""
    spans = sorted((start, end, number) for number, quote in enumerate(quotes) for start, end in quote.parts)
    placed, around, coming = [], [], 0
    for figure in found:
        while coming < len(spans) and spans[coming][0] <= figure.start:
            around.append(spans[coming])
            coming += 1
        around = [span for span in around if span[1] > figure.start]
        holding = [(end - start, number) for start, end, number in around if end >= figure.end]
        placed.append(figure._replace(quote=min(holding)[1]) if holding else figure)
    return placed


# --- negations and totals of the sentence before ----------------------------------------------------------------


def _unclaimed_negation(page: _Page, s: Sentence, section: str) -> list[Figure]:
    """"did not cause any injuries", "without casualties": a casualty noun that a negation comes before."""
    found = []
    covered = {at for place in s.counts for at in range(place, s.phrases[place].last + 1)}
    for place, kind in enumerate(s.kinds):
        if kind != "C" or place in covered or s.row[place].trigger is None:
            continue
        back = s.before(place - 1, "xa")
        near = s.kinds[max(0, place - 6) : place]
        if s.word(back) == "without" or (s.word(back) in ("any", "human") and ("n" in near)):
            item = s.row[place]
            start, end = s.tokens.starts[s.row[back].first], s.tokens.ends[item.last - 1]
            blank = _blank(page, start, end, item.trigger.measure, section)
            found.append(
                blank._replace(value_as_reported=page.text[start:end], reported_min=0, reported_max=0, negated=True,
                               unit="people", is_casualty=True, victim_status="unknown", count_scope="incident")
            )  # fmt: skip
    return found


def _of_total_before(
    page: _Page, s: Sentence, claims: dict[int, Claim], total: Figure | None, section: str
) -> list[Figure]:
    """Numbers "of them", where the total stands in the sentence before."""
    if total is None:
        return []
    found = []
    for place in s.counts:
        phrase = s.phrases[place]
        if place in claims or phrase.kind != "pronoun" or s.kinds[place] != "#" or s.kind(phrase.last + 1) not in "b,":
            continue
        if _named_after(s, phrase.last) is not None:
            figure = _casualty(page, s, place, Claim(0, total.measure, place), section)
            found.append(figure._replace(part_of=(total.start, total.end)))
    return found


# --- numbers of other things ------------------------------------------------------------------------------------


def _other(page: _Page, s: Sentence, place: int, section: str) -> Figure | None:
    """A count of anything but casualties; None where nothing says what is counted."""
    item, phrase = s.row[place], s.phrases[place]
    if item.kind != "#" or item.number is None:
        return None
    number = item.number
    start, end = _span(s, place)
    unit = s.word(phrase.head) if phrase.head is not None and phrase.kind != "victims" else None
    bare = phrase.kind in ("bare", "pronoun")
    if bare:
        named = _named_before(s, place)
        if named is None:
            return None
        unit = named
    measure = s.lexicon.units.get(unit or "", "other")
    follow = {s.word(at) for at in range(phrase.last, phrase.last + 4)}
    if phrase.kind == "people" and follow & s.lexicon.population and measure == "other":
        measure = "population"
    if number.value_as_reported.lower() == "one" and measure == "other":
        return None
    group = None if bare else _group(page, s, place)
    return _blank(page, start, end, measure, section)._replace(
        value_as_reported=number.value_as_reported,
        modifier=number.modifier,
        reported_min=_whole(number.low),
        reported_max=_whole(number.high),
        unit=unit,
        victim_group=group if phrase.kind == "people" else None,
        count_scope="rate" if _is_rate(s, phrase.last) else None,
    )


def _is_rate(s: Sentence, last: int) -> bool:
    return bool(s.lexicon.rate.search(" ".join(item.word for item in s.row[last + 1 : last + 4])))


def _named_before(s: Sentence, place: int) -> str | None:
    """What "the number" is of, where it was named earlier in the sentence."""
    words = [item.word for item in s.row[:place]]
    if "number" not in words[-6:]:
        return None
    return next((word for word in reversed(words) if word in s.lexicon.units), None)


def _measured(page: _Page, number: Number, passage: tokens.Tokens, section: str) -> Figure | None:
    """Money and areas."""
    if number.kind not in ("money", "area"):
        return None
    words, last = passage.words, number.last
    unit = words[last] if last < len(words) else None
    if number.kind == "area" and unit in ("sq", "square"):
        unit = " ".join(words[last : last + 2])
    elif number.kind == "money" and number.first and words[number.first - 1] in numbers.SIGNS:
        unit = words[number.first - 1]
    elif number.kind == "money" and (unit is None or not unit.isalpha()):
        at = max(number.first, number.last - 3)
        unit = next((word for word in words[max(0, at - 2) : last] if word in numbers.SIGNS), unit)
    return _blank(page, number.start, number.end, number.kind, section)._replace(
        value_as_reported=number.value_as_reported,
        modifier=number.modifier,
        reported_min=_whole(number.low),
        reported_max=_whole(number.high),
        unit=unit,
    )


def _blank(page: _Page, start: int, end: int, measure: str, section: str) -> Figure:
    """A figure of which only place and measure are known."""
    return Figure(
        start, end, None, "exact", None, None, measure, None, False, False, False, None, None, None, None, None, None, None,
        None, section, None, None,
    )  # fmt: skip
