"""Figures: the reported numbers of one article, what they count, who is counted, by whose act and in whose words.

Columns after the minimum data of Every Casualty, the variables of Iraq Body Count, and Airwars: see the data
dictionary. A number that no rule takes for casualties is kept as another measure; none is ever added to another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from crossread.codebooks import Codebooks
from crossread.entities.mentions import Mention
from crossread.figures import casualties, clauses, victims
from crossread.figures.clauses import Claim, Sentence
from crossread.figures.victims import Page
from crossread.quotes.attribution import Attribution, Paragraph
from crossread.text import numbers, tokens
from crossread.text.numbers import Number

Span = tuple[int, int]


class Figure(NamedTuple):
    """A reported number. Spans count characters of the article's text; what is not stated is None.

    ``start:end`` takes in the words of the bound. ``part_of`` is the span of the total; ``quote`` numbers the innermost
    quote that holds it. ``location`` is as worded in the sentence.
    """

    start: int
    end: int
    measure: str
    section: str
    value_as_reported: str | None = None
    modifier: str = "exact"
    reported_min: int | None = None
    reported_max: int | None = None
    unit: str | None = None
    is_casualty: bool = False
    is_implicit: bool = False
    negated: bool = False
    victim_status: str | None = None
    victim_group: str | None = None
    victim_demographic: str | None = None
    part_of: Span | None = None
    count_scope: str | None = None
    alleged_perpetrator: str | None = None
    means: str | None = None
    quote: int | None = None
    location: str | None = None


def find(
    text: str,
    paragraphs: Sequence[Paragraph],
    quotes: Sequence[Attribution],
    mentions: Sequence[Mention],
    books: Codebooks,
) -> list[Figure]:
    """The figures of one article.

    Parameters
    ----------
    text
        The article's text, which all spans count in.
    paragraphs
        Its reported blocks in order, each with its section.
    quotes, mentions
        Its attributions and mentions, as :mod:`crossread.quotes.attribution` and :mod:`crossread.entities.mentions`
        give them.
    books
        The code books, of which ``numbers`` and ``casualties`` are used.

    Returns
    -------
    Rows by place. A casualty stands in the people it counts, money in units of its currency, an area in the unit named.
    """
    named = [mention for mention in mentions if mention.mention_type == "name"]
    page = Page(text, books.casualties, books.gazetteer.adjectives, named, [mention.start for mention in named])
    found: list[Figure] = []
    met: set[str] = set()
    for paragraph in paragraphs:
        found += _of_paragraph(page, paragraph, books, met)
    in_order = sorted(found, key=lambda figure: (figure.start, figure.end))
    return _with_quotes(in_order, quotes, books.casualties.words["taken_for_granted"])


def _of_paragraph(page: Page, paragraph: Paragraph, books: Codebooks, met: set[str]) -> list[Figure]:
    """The figures of a paragraph; ``met`` collects the measures of the article so far."""
    passage = tokens.read(page.text, paragraph.start, paragraph.end)
    stated = numbers.read(passage, books.numbers)
    at_token = {number.first: number for number in stated}
    found: list[Figure] = []
    numbered = sorted(at_token)
    known = page.lexicon.triggers.keys()
    if not numbered and known.isdisjoint(passage.words):
        return found
    for first, last in tokens.sentences(passage):
        place = bisect_left(numbered, first)
        if not (place < len(numbered) and numbered[place] < last) and known.isdisjoint(passage.words[first:last]):
            continue
        row = clauses.items(passage, first, last, at_token, page.lexicon)
        sentence = Sentence(passage, row, page.lexicon)
        claims = casualties.link(sentence)
        new = [_casualty(page, sentence, place, claim, paragraph.section) for place, claim in claims.items()]
        new = [_scoped(figure, sentence, place, met) for figure, place in zip(new, claims, strict=True)]
        new += [_other(page, sentence, place, paragraph.section) for place in sentence.counts if place not in claims]
        new += [_measured(item.number, passage, paragraph.section) for item in row if item.kind == "u"]
        new += _unclaimed_negation(page, sentence, paragraph.section)
        new = [figure for figure in new if figure is not None]
        found += new
        met |= {figure.measure for figure in new}
    return found


def _scoped(figure: Figure, s: Sentence, place: int, met: set[str]) -> Figure:
    """More dead come on top only of dead that were named before: earlier, or as a sum."""
    if figure.count_scope != "increment" or figure.measure in met:
        return figure
    named = any(
        claim.measure == figure.measure and (other < place or _is_sum(s, other)) for other, claim in s.claims.items()
    )
    return figure if named else figure._replace(count_scope="incident")


def _is_sum(s: Sentence, place: int) -> bool:
    """Whether a number is what more dead are added to: "four more died, bringing the total to 31", "on top of 300"."""
    back = s.before(place - 1, "d")
    return s.kinds[s.claims[place].trigger] == "T" or (s.word(back - 1), s.word(back)) == ("top", "of")


def _casualty(page: Page, s: Sentence, place: int, claim: Claim, section: str) -> Figure:
    item, phrase = s.row[place], s.phrases[place]
    number = item.number
    implicit = number is None
    start, end = victims.span(s, place)
    group = victims.group(page, s, place)
    status, demographic = victims.who(s, place)
    low, high = (1, 1) if implicit else (_whole(number.low), _whole(number.high))
    return Figure(
        start,
        end,
        claim.measure,
        section,
        None if implicit else number.value_as_reported,
        "exact" if implicit else number.modifier,
        low,
        high,
        "people",
        True,
        implicit,
        item.kind == "0",
        status,
        group if phrase.kind != "bare" else None,
        demographic,
        victims.span(s, claim.part_of) if claim.part_of is not None else None,
        victims.scope(page, s, place, claim),
        victims.perpetrator(page, s, place, claim),
        victims.means(page, s, claim.trigger),
        location=victims.location(page, s, place, claim),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _with_quotes(found: list[Figure], quotes: Sequence[Attribution], granted: frozenset[str]) -> list[Figure]:
    """Figures, in order of place, each with the innermost quote that has a part around it; what somebody blames or
    praises in the reporter's words (verbs of ``granted``) is no claim of theirs."""
    spans = sorted(
        (start, end, number)
        for number, quote in enumerate(quotes)
        for start, end in quote.parts
        if quote.quote_type != "indirect" or (quote.cue or "").lower() not in granted
    )
    placed, around, coming = [], [], 0
    for figure in found:
        while coming < len(spans) and spans[coming][0] <= figure.start:
            around.append(spans[coming])
            coming += 1
        around = [span for span in around if span[1] > figure.start]
        holding = [(end - start, number) for start, end, number in around if end >= figure.end]
        placed.append(figure._replace(quote=min(holding)[1]) if holding else figure)
    return placed


def _unclaimed_negation(page: Page, s: Sentence, section: str) -> list[Figure]:
    """ "did not cause any injuries", "without casualties": a casualty noun that a negation comes before."""
    found = []
    covered = {at for place in s.counts for at in range(place, s.phrases[place].last + 1)} if "C" in s.kinds else ()
    for place, kind in enumerate(s.kinds):
        if kind != "C" or place in covered or s.row[place].trigger is None:
            continue
        back = place - 1
        while s.kind(back) in "xa" and s.word(back) not in ("any", "human"):
            back -= 1
        if s.word(back) == "or" and s.kind(back - 1) == "C":  # "no deaths or serious injuries"
            back -= 2
        near = s.kinds[max(0, place - 6) : place]
        if s.word(back) == "of" and s.word(back - 1) in ("reports", "report"):  # "no immediate reports of injuries"
            none = [at for at in s.counts if s.kinds[at] == "0" and back - 4 <= at < back]
            back = none[-1] if none else back
        if s.kind(back) == "0" or s.word(back) == "without" or (s.word(back) in ("any", "human") and ("n" in near)):
            item = s.row[place]
            start, end = s.tokens.starts[s.row[back].first], s.tokens.ends[item.last - 1]
            found.append(
                Figure(start, end, item.trigger.measure, section, page.text[start:end], "exact", 0, 0, "people", True,
                       negated=True, victim_status="unknown", count_scope="incident")
            )  # fmt: skip
    return found


def _other(page: Page, s: Sentence, place: int, section: str) -> Figure | None:
    """A count of anything but casualties; None where nothing says what is counted."""
    item, phrase = s.row[place], s.phrases[place]
    if item.kind != "#" or item.number is None:
        return None
    number = item.number
    start, end = victims.span(s, place)
    unit = s.word(phrase.head) if phrase.head is not None and phrase.kind != "victims" else None
    bare = phrase.kind in ("bare", "pronoun")
    if bare:
        named = _named_before(s, place)
        if named is None:
            return None
        unit = named
    measure = "population" if unit == "population" else s.lexicon.units.get(unit or "", "other")
    follow = {s.word(at) for at in range(phrase.last, phrase.last + 4)}
    if phrase.kind == "people" and follow & s.lexicon.words["population"] and measure == "other":
        measure = "population"
    if number.value_as_reported.lower() == "one" and measure == "other":
        return None
    group = None if bare else victims.group(page, s, place)
    return _stated(number, start, end, measure, section, unit)._replace(
        victim_group=group if phrase.kind == "people" else None,
        count_scope="rate" if _is_rate(s, phrase.last) else None,
    )


def _is_rate(s: Sentence, last: int) -> bool:
    return bool(s.lexicon.rate.search(" ".join(item.word for item in s.row[last + 1 : last + 4])))


def _named_before(s: Sentence, place: int) -> str | None:
    """What "the number" is of, where it was named earlier in the sentence; or "population"."""
    words = [item.word for item in s.row[:place]]
    if "population" in words[-5:]:
        return "population"
    if "number" not in words[-6:]:
        return None
    return next((word for word in reversed(words) if word in s.lexicon.units), None)


def _measured(number: Number, passage: tokens.Tokens, section: str) -> Figure | None:
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
    return _stated(number, number.start, number.end, number.kind, section, unit)


def _stated(number: Number, start: int, end: int, measure: str, section: str, unit: str | None) -> Figure:
    """A number of which only place, bounds, measure and unit are known."""
    stated, low, high = number.value_as_reported, _whole(number.low), _whole(number.high)
    return Figure(start, end, measure, section, stated, number.modifier, low, high, unit)
