"""Blocks of an article: what is its report and what the furniture of its page, each by a rule that has a name."""

import itertools
import re
from collections.abc import Iterator

from crossread.articles import dates, furniture, heads, inline
from crossread.articles.documents import Document
from crossread.articles.furniture import Block
from crossread.codebooks import Codebooks, Rule

WORD = re.compile(r"\w")
QUOTATION = re.compile(r"""["“‘'«].+["”’'»]\W?$""")
LINE = re.compile(r"\S(?:[^\n]*\S)?")
LONG_BODY = 1500  # characters from which a line of a page is read as a body whose paragraphs are lost
IN_A_GAP = "in a gap of the article"  # the rule of lines between its paragraphs that no other knows
LONG_LINE = 60  # characters from which a repeat of a line counts as one
HEADING_WORDS = 15
WRAP_AT = range(40, 101)  # columns at which text is wrapped by hand or by a mail program
QUESTION = re.compile(
    r"(?:who|what|when|where|why|how|which|whose|is|are|was|were|can|could|will|would|should|do|does|did|has|have)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\byou(?:r|rs|rself|['’]\w+)?\b", re.IGNORECASE)
QUESTIONS_ASKED = 3  # questions to "you" that make an interview, whose questions are its text
PULL_QUOTE_WORDS = range(6, 60)
PULL_QUOTES = 20  # of an article; more are not looked for


def find_blocks(document: Document, books: Codebooks) -> list[Block]:
    """The blocks of ``document`` in order; together they cover every character that is not white space.

    A part whose role its format knows keeps it. A page as pasted is told from its furniture by what each line says
    and by where the article runs (:mod:`.furniture`), and by what stands around it.
    """
    lines: list[Block] = []
    at = 0
    books = books._replace(labels=tuple(rule for rule in books.labels if rule.may_fit(document.text)))
    alone = document.form != "page" and sum(part.role is None for part in document.parts) == 1
    for part in document.parts:
        end = at + len(part.text)
        if part.role is None:
            lines += _lines(document, at, end, books, alone)
        else:
            rule = f"{part.role} field" if document.form == "fields" else f"html {part.role}"
            lines += inline.block(document.text, at, end, part.role, rule)
        at = end + 2
    _mark_repeats(lines)
    for line in lines:
        if document.byline and line.text == document.byline:
            line.settle("byline", "the name that signs the article")
        if line.role is None:
            _match_furniture(line, books)
    if document.form == "page":
        _find_article(lines)
        heads.read_head(lines, books.outlets)
    _within_article(lines)
    _pull_quotes(lines)
    _outside_article(lines, books.outside)
    return lines


def _lines(document: Document, start: int, end: int, books: Codebooks, alone: bool) -> Iterator[Block]:
    spans = _unwrapped(document.text, [match.span() for match in LINE.finditer(document.text, start, end)])
    for first, last in spans:
        whole_body = (alone and len(spans) == 1) or last - first >= LONG_BODY
        yield from inline.pieces(document.text, first, last, books, whole_body, document.title)


def _unwrapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the lines of text that was hard-wrapped: most lines end within a word's length of one column, in the
    middle of a sentence. A blank line, or a line that ends well short of the column, ends a paragraph."""
    width = max((end - start for start, end in spans), default=0)
    if len(spans) < 6 or width not in WRAP_AT:
        return spans
    full = [a[1] - a[0] > width - 20 and text.count("\n", a[1], b[0]) == 1 for a, b in itertools.pairwise(spans)]
    running_on = sum(
        is_full and not furniture.STOP.search(text[slice(*a)]) for is_full, a in zip(full, spans[:-1], strict=True)
    )
    if running_on < max(4, sum(full) / 2):
        return spans
    joined = spans[:1]
    for is_full, (start, end) in zip(full, spans[1:], strict=True):
        if is_full:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _mark_repeats(lines: list[Block]) -> None:
    """A long line that stood before is a repeat, kept once, as is the title that a format names; on a page a headline,
    whose line is often short, may stand twice."""
    seen: dict[str, int] = {}
    for line in lines:
        key = furniture.plain(line.text)
        line.repeats = seen.get(key)
        if len(key) >= LONG_LINE or line.role == "title":
            seen.setdefault(key, line.start)


def _match_furniture(line: Block, books: Codebooks) -> None:
    rule = furniture.match(line.text, books.furniture)
    if not WORD.search(line.text):
        line.settle("topic", "a line without words")
    elif rule:
        line.settle(rule.role, rule.name)
    elif dates.is_date_line(line.text):
        line.is_date = True


def _find_article(lines: list[Block]) -> None:
    inside = furniture.article_lines(lines)
    if not any(inside):  # too little to read like an article: what no rule knows is all there is, from a sentence on
        text = (n for n, line in enumerate(lines) if line.role is None and furniture.STOP.search(line.text))
        first = next(text, 0)
        signed = (n for n in range(first - 1, -1, -1) if lines[n].is_date or heads.is_signed(lines[n].text))
        first = next(signed, first - 1) + 1
        inside = [n >= first and line.role is None for n, line in enumerate(lines)]
    last = max((n for n, within in enumerate(inside) if within), default=len(lines))
    for n, line in enumerate(lines[last + 1 :], last + 1):  # it goes on behind buttons and pictures
        if line.role is None and line.n_words > 3 and line.text.endswith((".", ".”", '."')) and line.repeats is None:
            inside[n] = True
        elif line.rule not in ("advertisement", "share") and line.role not in ("caption", "credit"):
            break
    for line, within in zip(lines, inside, strict=True):
        line.in_article = within


def _within_article(lines: list[Block]) -> None:
    """Paragraphs and crossheads of what the article's region holds."""
    prose = [line for line in lines if line.in_article and line.role is None]
    interview = sum(_is_question(line) and bool(ADDRESS.search(line.text)) for line in prose) >= QUESTIONS_ASKED
    above = next((line.role for line, below in itertools.pairwise(lines) if prose and below is prose[0]), None)
    for line, following in itertools.zip_longest(prose, prose[1:]):
        if line.is_date:
            line.settle("date", "nothing but a time")
        elif line is prose[0] and _is_heading(line) and _reads_on(following) and above in ("title", "byline"):
            line.settle("standfirst", "short line without a stop below the headline")
        elif _is_heading(line) and _reads_on(following):
            line.settle("heading", "short line without a stop above a paragraph")
        elif _is_question(line) and not interview and _reads_on(following):
            line.settle("heading", "question above a paragraph")
        else:
            line.settle("paragraph", "within the article")


def _is_heading(line: Block) -> bool:
    stops = furniture.STOP.search(line.text) or furniture.BULLET.match(line.text)
    return not stops and line.n_words <= HEADING_WORDS


def _is_question(line: Block) -> bool:
    text = line.text
    return text.endswith("?") and text.count("?") == 1 and bool(QUESTION.match(text)) and line.n_words <= HEADING_WORDS


def _reads_on(line: Block | None) -> bool:
    return line is not None and bool(furniture.STOP.search(line.text)) and not _is_question(line)


def _pull_quotes(lines: list[Block]) -> None:
    """A line between quotation marks whose words stand in a longer paragraph repeats it."""
    text = [line for line in lines if line.role in ("heading", "paragraph")]
    quotes = [line for line in text if line.repeats is None and QUOTATION.match(line.text)]
    words = {
        line.start: f" {' '.join(furniture.WORD.findall(line.text.lower()))} " for line in (text if quotes else ())
    }
    for quote in [line for line in quotes if words[line.start].count(" ") - 1 in PULL_QUOTE_WORDS][:PULL_QUOTES]:
        own = words[quote.start]
        longer = (line.start for line in text if own in words[line.start] and own != words[line.start])
        quote.repeats = next(longer, None)


def _outside_article(lines: list[Block], outside: tuple[Rule, ...]) -> None:
    """Lines that no rule knows and that lie outside the article: what they are is told by where they stand."""
    title = next((n for n, line in enumerate(lines) if line.role == "title"), -1)
    last = max((n for n, line in enumerate(lines) if line.role == "paragraph"), default=len(lines))
    commented, head = False, None
    for n, line in enumerate(lines):
        if line.role is not None:
            head = line.role if line.rule in ("related list", "topic list") else None
            commented = commented or (n > last and line.role == "comment")
        elif head:
            line.settle(head, "under the head of a list")
        elif line.is_date:
            line.settle("date", "nothing but a time")
        elif n < title:
            line.settle("topic", "above the headline")
        elif commented:
            line.settle("comment", "after the head of a comment section")
        elif invitation := furniture.match(line.text, outside):
            line.settle(invitation.role, invitation.name)
        elif n > last and furniture.STOP.search(line.text):
            line.settle("promo", "sentences after the article")
        else:
            line.settle("related", "after the article" if n > last else IN_A_GAP)
