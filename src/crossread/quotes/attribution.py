"""Attribution: who says what in an article, by rules over the tokens of a sentence.

Source, cue and content after Pareti (2012); direct, indirect and mixed after Pareti et al. (2013); the order of the
parts after the syntactic patterns of Krestel, Bergler and Witte (2008) and Asr et al. (2021). Of a chain there is
one row, with the agency in ``via``. Every row names its rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from crossread.codebooks import Codebooks
from crossread.quotes import narration, tags
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
    cue_start: int | None = None
    cue_end: int | None = None
    cue: str | None = None
    cue_class: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    via_start: int | None = None
    via_end: int | None = None
    addressee_start: int | None = None
    addressee_end: int | None = None
    is_continuation: bool = False
    section: str = ""
    rule: str = ""


# A ship, a mission, a weapon: capitals in single marks after an article or a noun, within words that go on.
NAME_IN_MARKS = re.compile(r"(?:\b[a-z]+|\d) ['‘][A-Z0-9][\w-]*(?:[ -][A-Z0-9][\w-]*){0,3}['’]$")
TURN = re.compile(r"[\"“]?([QA]|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}) ?: +(?=\S)")  # who speaks, in an interview
QUOTED, IN_MARKS = re.compile("q"), re.compile("[qs]")  # kinds of tokens
MARKED = "qs.,!?-…"  # the kinds of a sentence that stands in marks as a whole


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
    ended: Sentence | None = None  # the last one before this paragraph
    last: Attribution | None = None  # what the words before this paragraph can go on from
    turns = _turns(text, paragraphs)
    for paragraph in paragraphs:
        if paragraph in turns:
            found.append(turns[paragraph])
            ended = last = None
            continue
        stretches = marks.stretches(text, paragraph.start, paragraph.end)
        sentences = narration.sentences(text, paragraph.start, paragraph.end, stretches, books.cues)
        found += _rows(text, sentences, paragraph.section, last, ended)
        last = found[-1] if found else None
        if paragraph.section in ("title", "caption"):
            last = None
            in_titles += [(stretch.start, stretch.end) for stretch in stretches]
        ended = sentences[-1] if sentences else None
    found += _repeated(text, in_titles, found)
    found = [
        row._replace(quote_type="mixed") if row.quoted_parts and row.quote_type == "indirect" else row for row in found
    ]
    return sorted(found, key=lambda row: (row.parts[0], -row.parts[-1][1]))


def _turns(text: str, paragraphs: Sequence[Paragraph]) -> dict[Paragraph, Attribution]:
    """What is said in the paragraphs of an interview in full, where two labels take turns: "Q:", "A:", a name."""
    found = [(p, match) for p in paragraphs if (match := TURN.match(text, p.start, p.end))]
    labels = Counter(match[1] for _, match in found)
    speakers = {label for label, n in labels.items() if n > 1}
    rows = {}
    for paragraph, match in found if len(speakers) > 1 else ():
        if match[1] in speakers:
            said, source = [(match.end(), paragraph.end)], match.span(1) if len(match[1]) > 1 else (None, None)
            row = Attribution("direct", said, said, section=paragraph.section, rule="turn of an interview")
            rows[paragraph] = row._replace(source_start=source[0], source_end=source[1])
    return rows


def _repeated(text: str, in_titles: list[Span], found: list[Attribution]) -> list[Attribution]:
    """Words in marks that a headline takes from a quote further down have its source."""
    rows = []
    bodies = [(f" {_plain(text, row.parts)} ", row) for row in found if in_titles and row.quoted_parts]
    for start, end in in_titles[:20]:  # a page has few headlines
        words = _plain(text, [(start, end)])
        origin = next((row for body, row in bodies if f" {words} " in body), None)
        if origin and len(words.split()) > 2 and not any(s <= start < e for row in found for s, e in row.parts):
            changed = {"rule": "headline repeats a quote", "is_continuation": True, "section": "title"}
            rows.append(_in_marks(origin, [(start, end)], **changed))
    return rows


def _plain(text: str, parts: list[Span]) -> str:
    return " ".join(re.findall(r"\w+", " ".join(text[start:end] for start, end in parts).lower()))


def _in_marks(row: Attribution, spans: list[Span], **changed: object) -> Attribution:
    """A row for words in marks that has the source of another."""
    return row._replace(quote_type="direct", parts=list(spans), quoted_parts=list(spans), **changed)


def _rows(
    text: str, sentences: list[Sentence], section: str, last: Attribution | None, ended: Sentence | None
) -> list[Attribution]:
    """The rows of a paragraph; words that go on from ``last`` are added to it."""
    rows: list[Attribution] = []
    goes_on = last is not None and ended is not None and last.parts[-1][1] >= ended.starts[0]
    if goes_on and last.quote_type == "mixed" and text[last.parts[-1][1] - 1] in '"”':
        goes_on = False  # after 'called it a "mess."' nothing tells who speaks in the next paragraph
    origin = last if goes_on else None
    announcing = ended if ended and ended.kinds[-1] == ":" else None
    for number, sentence in enumerate(sentences):
        new = [_attribution(text, sentence, tag, section) for tag in tags.find(sentence, section == "title")]
        loose = _loose(sentence, new)
        whole = loose and not sentence.kinds.strip(MARKED)
        tag = tags.introduction(announcing) if whole and origin is None and announcing else None
        if tag:
            origin = _in_marks(_attribution(text, announcing, tag, section), loose, is_continuation=True)
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


def _main(rows: list[Attribution]) -> Attribution | None:
    """Of the rows of a sentence the one that words in marks after it go on from."""
    marked = [row for row in rows if row.quote_type == "direct"] or [row for row in rows if row.quoted_parts] or rows
    return marked[0] if marked else None


def _loose(sentence: Sentence, rows: list[Attribution]) -> list[Span]:
    """Stretches in double marks that no row of the sentence covers; in single ones where nothing else stands."""
    marked = QUOTED if sentence.kinds.strip(MARKED) else IN_MARKS
    places = (match.start() for match in marked.finditer(sentence.kinds))
    spans = [(sentence.starts[n], sentence.ends[n]) for n in places]
    return [(s, e) for s, e in spans if not any(a <= s and e <= b for row in rows for a, b in row.parts)]


def _attribution(text: str, sentence: Sentence, tag: Tag, section: str) -> Attribution:
    """A tag's tokens as characters."""

    def span(tokens: tuple[int, int] | None) -> tuple[int | None, int | None]:
        return (sentence.starts[tokens[0]], sentence.ends[tokens[1] - 1]) if tokens else (None, None)

    parts = [span(p) for p in tag.parts]
    marked = [span(match.span()) for p in tag.parts for match in IN_MARKS.finditer(sentence.kinds, *p)]
    quoted = [part for part in marked if not _is_name(text, *part)]
    cue, source = span(tag.cue), span(tag.source)
    worded = (text[slice(*cue)], tag.cue_class) if tag.cue else (None, None)
    if tag.source:
        source = source[0], with_apposition(text, *source)
    others, kind = (*source, *span(tag.via), *span(tag.addressee)), _type(text, parts, quoted)
    return Attribution(kind, parts, quoted, *cue, *worded, *others, False, section, tag.rule)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether words in marks are a name within words that go on."""
    return text[end - 1] in "'’" and NAME_IN_MARKS.search(text, max(0, start - 20), end) is not None


def _type(text: str, parts: list[Span], quoted: list[Span]) -> str:
    """Direct where no word of the content stands outside marks, indirect where none stands within."""
    if not quoted:
        return "indirect"
    outside, at = "", 0
    for start, end in parts:
        for s, e in [(start, start), *[q for q in quoted if start <= q[0] < end], (end, end)]:
            outside += text[max(at, start) : s]
            at = e
    return "mixed" if re.search(r"\w", outside) else "direct"
