"""Attribution: who says what in an article, by rules over the tokens of a sentence.

Source, cue and content after Pareti (2012); direct, indirect and mixed after Pareti et al. (2013); the order of the
parts after the syntactic patterns of Krestel, Bergler and Witte (2008) and Asr et al. (2021). Of a chain there is
one row, with the agency in ``via``. Every row names its rule.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from crossread.codebooks import Codebooks
from crossread.quotes import narration, sources, tags
from crossread.quotes.cues import Cues
from crossread.quotes.narration import Sentence
from crossread.quotes.source_heads import with_apposition
from crossread.quotes.tags import Tag
from crossread.text import marks

Span = tuple[int, int]


class Paragraph(NamedTuple):
    """A block of the reported text, and the section that it stands in."""

    start: int
    end: int
    section: str


class Attribution(NamedTuple):
    """Words given to a source. Spans count characters of the article's text; an absent one is None."""

    quote_type: str
    parts: list[Span]
    quoted_parts: list[Span]
    cue_start: int | None
    cue_end: int | None
    cue: str | None
    cue_class: str | None
    source_start: int | None
    source_end: int | None
    via_start: int | None
    via_end: int | None
    addressee_start: int | None
    addressee_end: int | None
    is_continuation: bool
    section: str
    rule: str


# A ship, a mission, a weapon: capitals in single marks after an article or a noun, within words that go on.
NAME_IN_MARKS = re.compile(r"(?:\b[a-z]+|\d) ['‘][A-Z0-9][\w-]*(?:[ -][A-Z0-9][\w-]*){0,3}['’]$")
MARKED = "qs.,!?-…"  # the kinds of a sentence that stands in marks as a whole
OF_A_TURN = "turn of an interview"  # the rule of its rows
# Who speaks, at the start of a line of an interview in full.
TURN = re.compile(r"^[\"“]?(?P<label>[QA]|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}) ?: +(?=\S)", re.MULTILINE)


class _Passage(NamedTuple):
    """A paragraph taken apart."""

    paragraph: Paragraph
    stretches: list[marks.Stretch]
    sentences: list[Sentence]


def find(text: str, paragraphs: Sequence[Paragraph], books: Codebooks) -> list[Attribution]:
    """The attributions of one article.

    Parameters
    ----------
    text
        The article's text, which all spans count in.
    paragraphs
        Its reported blocks in order. A quote may go on from one to the next; nothing else does.
    books
        The code books, of which ``cues`` is used.

    Returns
    -------
    One row for one source saying one thing with one cue, by the place of its first word.
    """
    found: list[Attribution] = []
    in_titles: list[Span] = []
    before: _Passage | None = None
    last: Attribution | None = None  # what the words before this paragraph can go on from
    turns = _turns(text, paragraphs, books.cues)
    for paragraph in paragraphs:
        if paragraph in turns:
            found += turns[paragraph]
            before = last = None
            continue
        stretches = marks.stretches(text, paragraph.start, paragraph.end)
        sentences = narration.sentences(text, paragraph.start, paragraph.end, stretches, books.cues)
        passage = _Passage(paragraph, stretches, sentences)
        found += _rows(text, passage, last, before)
        last = found[-1] if found else None
        if paragraph.section in ("title", "caption"):
            last = None
            in_titles += [(stretch.start, stretch.end) for stretch in stretches]
        before = passage
    found += _repeated(text, in_titles, found)
    found = [
        row._replace(quote_type="mixed") if row.quoted_parts and row.quote_type == "indirect" else row for row in found
    ]
    return sorted(found, key=lambda row: (row.parts[0], -row.parts[-1][1]))


def _turns(text: str, paragraphs: Sequence[Paragraph], cues: Cues) -> dict[Paragraph, list[Attribution]]:
    """What is said in the paragraphs of an interview in full, where two labels take turns: "Q:", "A:", a name."""
    found = {p: [*TURN.finditer(text, p.start, p.end)] for p in paragraphs if TURN.match(text, p.start, p.end)}
    labels = Counter(match["label"] for matches in found.values() for match in matches)
    turns = {label for label, n in labels.items() if n > 1 and label.lower() not in cues.grammar["label"]}
    if len(turns) < 2:
        return {}
    rows = {}
    for paragraph, matches in found.items():
        ends = [*(match.start() for match in matches[1:]), paragraph.end]
        said = [(match, end) for match, end in zip(matches, ends, strict=True) if match["label"] in turns]
        rows[paragraph] = [_turn(text, match, end, paragraph.section) for match, end in said]
    return {paragraph: own for paragraph, own in rows.items() if own}


def _turn(text: str, match: re.Match, end: int, section: str) -> Attribution:
    source = match.span("label") if len(match["label"]) > 1 else (None, None)
    start = match.end()
    span = [(start, start + len(text[start:end].rstrip()))]
    nothing = [None] * 4
    return Attribution("direct", span, list(span), *nothing, *source, *nothing, False, section, OF_A_TURN)


def _repeated(text: str, in_titles: list[Span], found: list[Attribution]) -> list[Attribution]:
    """Words in marks that a headline takes from a quote further down have its source."""
    rows = []
    bodies = [(_plain(text, row.parts), row) for row in found if row.quoted_parts and row.source_start is not None]
    for start, end in in_titles[:20]:  # a page has few headlines
        words = _plain(text, [(start, end)])
        if len(words.split()) < 3 or any(s <= start and end <= e for row in found for s, e in row.parts):
            continue
        origin = next((row for body, row in bodies if f" {words} " in f" {body} " and row.parts[0][0] > end), None)
        if origin:
            repeated = _in_marks(origin, [(start, end)], rule="headline repeats a quote")
            rows.append(repeated._replace(is_continuation=True, section="title"))
    return rows


def _plain(text: str, parts: list[Span]) -> str:
    return " ".join(re.findall(r"\w+", " ".join(text[start:end] for start, end in parts).lower()))


def _in_marks(row: Attribution, spans: list[Span], **changed: object) -> Attribution:
    """A row for words in marks that has the source of another."""
    return row._replace(quote_type="direct", parts=list(spans), quoted_parts=list(spans), **changed)


def _rows(text: str, passage: _Passage, last: Attribution | None, before: _Passage | None) -> list[Attribution]:
    """The rows of a paragraph; words that go on from ``last`` are added to it."""
    signed = _signed(text, passage, before)
    if signed is not None:
        return [signed]
    rows: list[Attribution] = []
    ended = before.sentences[-1] if before and before.sentences else None
    goes_on = last is not None and ended is not None and last.parts[-1][1] >= ended.starts[0]
    if goes_on and last.quote_type == "mixed" and text[last.parts[-1][1] - 1] in '"”':
        goes_on = False  # after 'called it a "mess."' nothing tells who speaks in the next paragraph
    origin = last if goes_on else None
    announcing = ended if ended and ended.kinds[-1] == ":" and before.paragraph.section != "title" else None
    for number, sentence in enumerate(passage.sentences):
        found = tags.find(sentence, passage.paragraph.section == "title")
        new = [_attribution(text, sentence, tag, passage) for tag in found]
        loose = _loose(sentence, new)
        whole = loose and not sentence.kinds.strip(MARKED)
        tag = _announced(announcing) if whole and origin is None and announcing else None
        if tag:
            origin = _in_marks(_attribution(text, announcing, tag, passage), loose, is_continuation=True)
            rows.append(origin)
        elif not whole or origin is None:
            origin, announcing = _main(new), None if new else sentence
        elif origin.quote_type == "direct" or number == 0:
            origin.parts.extend(loose)  # in place: a copy at each of many would make long text slow
            origin.quoted_parts.extend(loose)
        else:
            without = dict.fromkeys(("cue_start", "cue_end", "cue", "cue_class", "via_start", "via_end"))
            rule = "marks after a tagged sentence"
            origin = _in_marks(origin, loose, **without, is_continuation=True, rule=rule)
            rows.append(origin)
        rows += new
    return rows


def _signed(text: str, passage: _Passage, before: _Passage | None) -> Attribution | None:
    """A line that is a dash and a name, below words in marks: "- Ann Example, nurse"."""
    if before is None or len(passage.sentences) != 1 or any(sen.kinds.strip(MARKED) for sen in before.sentences):
        return None
    sentence, marked = passage.sentences[0], [(s.start, s.end) for s in before.stretches if s.kind == "double"]
    if not marked or len(sentence.words) > 14 or sentence.kinds[:2] != "-C":
        return None
    mention = sources.right(sentence, 1)
    tag = Tag([], (0, 1), mention.span, "signed with a dash") if mention else None
    return _in_marks(_attribution(text, sentence, tag, passage), marked) if tag else None


def _announced(sentence: Sentence) -> Tag | None:
    """The tag of a sentence that announces words: it ends in a colon, or has a cue of saying and no words."""
    tag = tags.introduction(sentence)
    near = tag is not None and (sentence.kinds[-1] == ":" or (tag.cue and len(sentence.words) - tag.cue[1] <= 12))
    return tag if near else None


def _main(rows: list[Attribution]) -> Attribution | None:
    """Of the rows of a sentence the one that words in marks after it go on from."""
    marked = [row for row in rows if row.quote_type == "direct"] or [row for row in rows if row.quoted_parts] or rows
    return marked[0] if marked else None


def _loose(sentence: Sentence, rows: list[Attribution]) -> list[Span]:
    """Stretches in double marks that no row of the sentence covers; in single ones where nothing else stands."""
    marked = "q" if sentence.kinds.strip(MARKED) else "qs"
    spans = [(sentence.starts[n], sentence.ends[n]) for n, kind in enumerate(sentence.kinds) if kind in marked]
    return [(s, e) for s, e in spans if not any(a <= s and e <= b for row in rows for a, b in row.parts)]


def _attribution(text: str, sentence: Sentence, tag: Tag, passage: _Passage) -> Attribution:
    """A tag's tokens as characters."""

    def span(tokens: tuple[int, int] | None) -> tuple[int | None, int | None]:
        if tokens is None or tokens[0] >= tokens[1]:
            return None, None
        return sentence.starts[tokens[0]], sentence.ends[tokens[1] - 1]

    parts = [span(p) for p in tag.parts]
    quoted = [
        (first, last)
        for a, b in parts
        for first, last in _stretches_within(passage.stretches, a, b)
        if not NAME_IN_MARKS.search(text[max(a, first - 20) : last])
    ]
    cue_start, cue_end = span(tag.cue)
    source_start, source_end = span(tag.source)
    if source_start is not None:
        source_end = with_apposition(text, source_start, source_end)
    return Attribution(
        _type(text, parts, quoted),
        parts,
        quoted,
        cue_start,
        cue_end,
        text[cue_start:cue_end] if cue_start is not None else None,
        tag.cue_class if cue_start is not None else None,
        source_start,
        source_end,
        *span(tag.via),
        *span(tag.addressee),
        False,
        passage.paragraph.section,
        tag.rule,
    )


def _stretches_within(stretches: list[marks.Stretch], start: int, end: int) -> list[Span]:
    first = bisect_left(stretches, start, key=lambda s: s.start)
    within = itertools.takewhile(lambda s: s.end <= end, itertools.islice(stretches, first, None))
    return [(s.start, s.end) for s in within]


def _type(text: str, parts: list[Span], quoted: list[Span]) -> str:
    """Direct where no word of the content stands outside marks, indirect where none stands within."""
    if not quoted:
        return "indirect"
    for start, end in parts:
        at = start
        for s, e in [*[q for q in quoted if start <= q[0] < end], (end, end)]:
            if any(c.isalnum() for c in text[at:s]):
                return "mixed"
            at = max(at, e)
    return "direct"
