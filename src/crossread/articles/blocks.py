"""Blocks of an article: what is its report and what the furniture of its page, each by a rule that has a name."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from crossread.articles import dates, furniture, inline, outlets
from crossread.articles.documents import Document
from crossread.codebooks import Codebooks, Outlet, Rule

SPACE = re.compile(r"[^\S\n ]")
NAMED = re.compile(r"[A-Z][^@|>»›]*$")
WORD = re.compile(r"\w")
QUOTATION = re.compile(r"""["“‘'«].+["”’'»]\W?$""")
LINE = re.compile(r"\S(?:[^\n]*\S)?")
LONG_BODY = 1500  # characters from which a line of a page is read as a body whose paragraphs are lost
LONG_LINE = 60  # characters from which a repeat of a line counts as one
HEADING_WORDS = 15
SENTENCE_WORDS = 4
BREAKS = ("advertisement", "share")  # rules of lines that stand between two paragraphs of many an article
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?$", re.IGNORECASE)  # of a live blog
HEAD_LINES = 12  # from a byline to the first of the article's points
LONGEST_BREAK = 4  # such lines, captions and credits together
TITLE_WORDS = range(3, 61)
SHARED_WORDS = 3  # of a headline with the page's title, at least; and more than half of its own
ACCOUNT = re.compile(r"\s[\w.+-]*@[\w.-]+(?:\s*/.*)?$")  # or an address for mail
BY = re.compile(r"(?:written |posted |words )?by\b[: ]?", re.IGNORECASE)
QUESTION = re.compile(
    r"(?:who|what|when|where|why|how|which|whose|is|are|was|were|can|could|will|would|should|do|does|did|has|have)\b",
    re.IGNORECASE,
)
NAME = r"(?-i:admin|(?!F(?:or|OR)\b)[A-Z][\w.'’-]*|(?!(?:and|at|for|in|on|the)\b)[a-z]{2,3}|O['’][A-Z]\w+)"
NEXT_NAME = (
    r"(?:,(?! [^,|]*\b(?:Editor|Correspondent|Reporter|News|Writer|Columnist|Analyst|Staff|Press|CNN|BBC|Business"
    r"|Politics|Sports?)\b)| and| &)"
)
BARE_NAME = re.compile(rf"[A-Z][\w.'’-]*(?: {NAME}){{1,3}}(?:{NEXT_NAME} [A-Z][\w.'’-]*(?: {NAME}){{1,3}}){{0,3}}")
SHORTEST_SHOUT = 5  # words in capitals alone that can be a headline on their own
NO_HEADLINE = re.compile(r"\S[|@]|\S [>»›] \S|\|.*\||\b[A-Z][A-Za-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d\b|^From: ")
PAPER = re.compile(r"The(?: [A-Z][\w'’&-]*){2,4}")  # "The Telm Gazette", above a headline
ROLE_OF_AUTHOR = (
    r"(?:, (?:[^.!?]|\.(?=[a-z]{2,3}\b)){2,60}| in [A-Z][\w’' ,.-]{2,40}"
    r"| (?:\w+ )?(?:correspondent|reporter|editor|writer|staff|agencie)s?\b[^.!?]{0,40}"
    r"| for (?-i:[A-Z])[\w’'& .]{2,40})?(?:\s*[|•·]\s*[^\n]{1,80})?(?:\s+[|–—-])?"
)
BYLINE = re.compile(
    r"(?:(?:written|words|posted|reported|story|report|analysis|interview|text)?\s?by:?\s+)"
    rf"(?P<name>{NAME}(?: {NAME}){{0,4}}(?:{NEXT_NAME} {NAME}(?: {NAME}){{1,4}}){{0,4}}){ROLE_OF_AUTHOR}",
    re.IGNORECASE,
)
SIGNED = re.compile(  # "Ana Kovač in Telm and agencies", "Ana Kovač, Crime Reporter": no "by" is needed beside a date
    rf"(?P<name>{BARE_NAME.pattern})(?:,? (?:[\w&’'-]+ ){{0,4}}(?:[Cc]orrespondent|[Rr]eporter|[Ee]ditor|[Ww]riter)s?"
    r"(?: (?:in|at|for) [A-Z][^.!?]{2,40})?| (?:in|with) [A-Z][\w’' ,-]{2,40}|,(?: [A-Z][\w&’'.-]*){1,4})?"
)
AUTHOR_ROLE = re.compile(
    r"Reporting from\b.{2,40}|(?:[\w&’'-]+ ){0,4}(?:[Cc]orrespondent|[Rr]eporter|[Ee]ditor)s?|BBC News.{0,30}"
)
POST_OF_AUTHOR = re.compile(
    r"^(\S+ \S+.*?) (?:\w+ )?(?:columnist|correspondent|reporter|editor|writer)s?$", re.IGNORECASE
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATED = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)(?!\d)|\d{{4}}-\d\d-\d\d"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? \d{{4}})",
    re.IGNORECASE,
)
PIECES = re.compile(
    r"\s*[|•·]\s*|\s+[/–—-]\s+|,?\s+(?=by\b)|,\s+(?=(?-i:The [A-Z]))|\s+on\s+"
    rf"|(?<!day)(?:,\s*|\s+)(?=(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?{DATED.pattern})"
    r"|(?:(?<=\d{4})|(?<=\d\dZ))\s+(?=(?-i:[A-Z][a-z]))",
    re.IGNORECASE,
)
POSTED = re.compile(r"(?:written|posted|published|updated|last updated)(?: on)?", re.IGNORECASE)
AGENCY = re.compile(r"[A-Z]{2,6}")  # as it signs a report, beside the time
LONGEST_SIGNED, WORDS_BESIDE_DATE = 120, 8  # characters; words that may follow a date of its own line


class Block(NamedTuple):
    """A span of the text with its role, the rule that gave it, and the place of the block whose words it repeats."""

    start: int
    end: int
    role: str
    rule: str
    repeats: int | None = None


@dataclass
class _Line:
    """A line, or a piece of one, on its way to a role; ``text`` has its white space made alike."""

    start: int
    end: int
    text: str
    role: str | None = None
    rule: str | None = None
    is_date: bool = False
    in_article: bool = True
    repeats: int | None = None

    def settle(self, role: str, rule: str) -> None:
        if self.role is None:
            self.role, self.rule = role, rule

    @property
    def n_words(self) -> int:
        return len(self.text.split())


def find_blocks(document: Document, books: Codebooks) -> list[Block]:
    """The blocks of ``document`` in order; together they cover every character that is not white space.

    A part whose role its format knows keeps it. A page as pasted is told from its furniture by what each line says
    and by where the article runs (:mod:`.furniture`), and by what stands around it.
    """
    lines: list[_Line] = []
    at = 0
    books = books._replace(labels=tuple(rule for rule in books.labels if rule.may_fit(document.text)))
    alone = document.form != "page" and sum(part.role is None for part in document.parts) == 1
    for part in document.parts:
        if part.role:
            words = part.text.strip()
            start = at + len(part.text) - len(part.text.lstrip())
            lines += [_Line(start, start + len(words), spaced(words), part.role, part.rule)] if words else []
        else:
            lines += _lines(document, at, at + len(part.text), books, alone)
        at += len(part.text) + 2
    _mark_repeats(lines)
    for line in lines:
        if document.byline and line.text == document.byline:
            line.settle("byline", "the name that signs the article")
        if line.role is None:
            _match_furniture(line, books)
    if document.form == "page":
        _find_article(lines)
        _head(lines, books.outlets)
    _within_article(lines)
    _lists(lines)
    _appeals(lines)
    _pull_quotes(lines)
    _rest(lines, books.outside)
    return [Block(line.start, line.end, line.role, line.rule, line.repeats) for line in lines]


def spaced(words: str) -> str:
    """``words`` with a plain space for each tab and no-break space, as the rules have it, and no longer or shorter."""
    return SPACE.sub(" ", words)


# --- lines ------------------------------------------------------------------------------------------------------


def _lines(document: Document, start: int, end: int, books: Codebooks, alone: bool) -> list[_Line]:
    text = document.text
    spans = [(m.start(), m.end()) for m in LINE.finditer(text, start, end)]
    spans = _unwrapped(text, spans)
    lines = []
    for first, last in spans:
        whole_body = (alone and len(spans) == 1) or last - first >= LONG_BODY
        for piece in inline.pieces(text, first, last, books, whole_body):
            lines.append(_Line(piece.start, piece.end, spaced(text[piece.start : piece.end]), piece.role, piece.rule))
    return lines


WRAP_AT = range(40, 101)  # columns at which text is wrapped by hand or by a mail program


def _unwrapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the lines of text that was hard-wrapped: most lines end within a word's length of one column, in the
    middle of a sentence. A blank line, or a line that ends well short of the column, ends a paragraph."""
    widths = [end - start for start, end in spans]
    if len(spans) < 6 or max(widths) not in WRAP_AT:
        return spans
    width = max(widths)
    neighbours = list(itertools.pairwise(spans))
    full = [(a, b) for a, b in neighbours if a[1] - a[0] > width - 20 and text.count("\n", a[1], b[0]) == 1]
    running_on = [pair for pair in full if not furniture.STOP.search(text[slice(*pair[0])])]
    near = sum(text.count("\n", a[1], b[0]) == 1 for a, b in neighbours)
    if len(running_on) < 4 or len(running_on) < 0.5 * len(full) or len(full) < 0.4 * near:
        return spans
    joined = [spans[0]]
    for (start, end), following in neighbours:
        if text.count("\n", end, following[0]) == 1 and end - start > width - 20:
            joined[-1] = (joined[-1][0], following[1])
        else:
            joined.append(following)
    return joined


def _key(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").replace("‘", "'").split())


def _mark_repeats(lines: list[_Line]) -> None:
    """A long line that stood before is a repeat, kept once. (A headline may stand twice: its line is often short.)"""
    seen: dict[str, int] = {}
    for line in lines:
        key = _key(line.text)
        if len(key) >= LONG_LINE:
            line.repeats = seen.get(key)
            seen.setdefault(key, line.start)


def _match_furniture(line: _Line, books: Codebooks) -> None:
    rule = furniture.match(line.text, books.furniture)
    if not WORD.search(line.text):
        line.settle("topic", "a line without words")
    elif rule:
        line.settle(rule.role, rule.name)
    elif dates.is_date_line(line.text):
        line.is_date = True


# --- a page: where the article is, and what stands at its head --------------------------------------------------


def _find_article(lines: list[_Line]) -> None:
    first = _key(lines[0].text) if lines else ""
    titles = {
        n
        for n, line in enumerate(lines)
        if n and 20 <= len(line.text) <= len(lines[0].text) and first.startswith(_key(line.text))
    }
    evidence = [furniture.Line(line.text, line.role, line.repeats is not None, line.is_date) for line in lines]
    inside = furniture.article_lines(evidence, titles)
    if not any(inside):  # too little to read like an article: what no rule knows is all there is, from a sentence on
        first = _below_head(lines)
        inside = [n >= first and line.role is None for n, line in enumerate(lines)]
    _resume(lines, inside)
    for line, within in zip(lines, inside, strict=True):
        line.in_article = within


def _resume(lines: list[_Line], inside: list[bool]) -> None:
    """Take the article up again where only buttons and pictures part it from further sentences."""
    last = max((n for n, within in enumerate(inside) if within and lines[n].role is None), default=len(lines))
    between = 0
    for n in range(last + 1, len(lines)):
        line = lines[n]
        head = CLOCK.match(lines[n - 1].text) and line.role is None and not _is_sentence(line)  # of a post
        if line.rule in BREAKS or line.role in ("caption", "credit") or CLOCK.match(line.text) or head:
            between += 1
        elif line.role is None and line.repeats is None and between <= LONGEST_BREAK and _is_sentence(line):
            inside[n], between = True, 0
        else:
            return


def _below_head(lines: list[_Line]) -> int:
    """Where a short text begins: below the byline or date that follows its headline, else at its first sentence."""
    sentence = next((n for n, line in enumerate(lines) if line.role is None and _is_sentence(line)), 0)
    head = [n for n, line in enumerate(lines[:sentence]) if _headline_like(line)]
    headline = next((n for n in head if not _above_headline(lines[n], n == head[-1])), sentence)
    signed = [n for n in range(headline + 1, sentence) if lines[n].is_date or BYLINE.fullmatch(lines[n].text)]
    return signed[-1] + 1 if signed else sentence


def _is_sentence(line: _Line) -> bool:
    return line.n_words >= SENTENCE_WORDS and line.text.endswith((".", ".”", '."', ".'", ".’"))


def _head(lines: list[_Line], known: tuple[Outlet, ...]) -> None:
    """Outlet, title, standfirst, byline and date: the lines before the article's first paragraph."""
    body = next(
        (n for n, line in enumerate(lines) if line.in_article and line.role is None and not signed_date(line.text)),
        len(lines),
    )
    title = _title(lines, body)
    if title is None:
        return
    if title == body:  # the article begins with its headline
        body += 1
    lines[title].settle("title", "first headline above the article")
    lines[title].in_article = True
    _name_outlet(lines[:title], known)
    _bylines_and_dates(lines, title + 1, body)
    _credited_captions(lines, title + 1, body)
    _standfirst(lines, title + 1, body)


def _headline_like(line: _Line) -> bool:
    return (
        line.role is None
        and not line.is_date
        and line.n_words in TITLE_WORDS
        and not furniture.BULLET.match(line.text)
        and not BYLINE.fullmatch(line.text)
    )


def _title(lines: list[_Line], body: int) -> int | None:
    """The headline: the line that the page repeats; else the first of the headline-like lines next to the article."""
    first = _key(lines[0].text) if lines else ""
    head = outlets.SEPARATOR.split(first)[0]
    for n in range(min(body, len(lines) - 1), 0, -1):
        line = lines[n]
        if line.role is None and len(line.text) >= max(20, len(head) // 2) and first.startswith(_key(line.text)):
            return n
    named = _in_page_title(lines, body)
    if named is not None:
        return named
    found, navigation = None, 0
    for n in range(min(body, len(lines)) - 1, -1, -1):
        line = lines[n]
        if _headline_like(line):
            found, navigation = n, 0
        elif line.role is None and not line.is_date and line.n_words < TITLE_WORDS.start:
            navigation += not BARE_NAME.fullmatch(line.text)
            if navigation >= 2 and found is not None:
                break
    if found is not None:
        for n in range(found - 1, max(0, found - HEAD_LINES), -1):  # a list of points may stand below the byline
            if BYLINE.fullmatch(lines[n].text) and _headline_like(lines[n - 1]):
                return n - 1
        signed = next((n for n in range(found + 1, min(body, len(lines))) if BY.match(lines[n].text)), found)
        # of what stands above a byline, from the last furniture that has a headline below it
        last = next((n for n in range(signed - 1, found, -1) if _headline_like(lines[n])), found)
        start = next((n for n in range(last - 1, found, -1) if lines[n].role), found)
        likely = [n for n in range(start, min(body, len(lines))) if _headline_like(lines[n])]
        return next((n for n in likely if not _above_headline(lines[n], likely[-1] == n)), found)
    if (
        body < len(lines)
        and _headline_like(lines[body])
        and (not furniture.STOP.search(lines[body].text) or lines[body].text.endswith("?"))
    ):
        return body
    return None


def _in_page_title(lines: list[_Line], body: int) -> int | None:
    """The headline-like line that shares most words with the page's own title, "Headline | Site", the first line."""
    head, *site = outlets.SEPARATOR.split(lines[0].text) if lines else [""]
    if not site:
        return None
    words = set(furniture.WORD.findall(_key(head)))
    best, most = None, (SHARED_WORDS - 1, True)
    for n in range(1, min(body, len(lines))):
        own = set(furniture.WORD.findall(_key(lines[n].text))) if _headline_like(lines[n]) else ()
        same = len(words.intersection(own))
        if 2 * same > len(own):
            alike = (same, any(BY.match(line.text) for line in lines[n + 1 : n + 3]))  # one that is signed
            best, most = (n, alike) if alike > most else (best, most)
    return best


def _above_headline(line: _Line, is_last: bool) -> bool:
    """Whether a line that could be a headline is rather what stands above one: a paper's name, a menu, a notice, a
    time. The last such line is the headline."""
    words = line.text
    short = words.isupper() and line.n_words <= SHORTEST_SHOUT
    return not is_last and bool(PAPER.fullmatch(words) or short or words.endswith(".") or NO_HEADLINE.search(words))


def _name_outlet(head: list[_Line], outlets: tuple[Outlet, ...]) -> None:
    known = {name.lower() for outlet in outlets for name in (outlet.name, *outlet.aliases)}
    unnamed = [line for line in head if line.role is None and not line.is_date]
    named = [line for line in unnamed if line.text.lower() in known]
    if named:  # a menu can have the name of another: "News, Metro, Sports"
        often = Counter(line.text.lower() for line in named)
        best = max(named, key=lambda line: (often[line.text.lower()], line.n_words))
        best.settle("outlet", "name of a known outlet")
        return
    if len(unnamed) == 1 and unnamed[0].n_words <= 5 and NAMED.match(unnamed[0].text):
        unnamed[0].settle("outlet", "only name above the headline")


def _bylines_and_dates(lines: list[_Line], start: int, stop: int) -> None:
    for n in range(start, stop):
        line = lines[n]
        if line.role is not None:
            continue
        if line.is_date:
            line.settle("date", "nothing but a time")
        elif (signed := signed_date(line.text)) and signed[0]:
            line.settle("byline", "name and time in one line")
        elif signed:
            line.settle("date", "begins with a time")
        elif BYLINE.fullmatch(line.text):
            line.settle("byline", "'by' and a name")
        elif (account := ACCOUNT.search(line.text)) and _signs(line.text[: account.start()]):
            line.settle("byline", "name and account")
        elif BY.fullmatch(line.text) and n + 1 < stop and BARE_NAME.fullmatch(lines[n + 1].text):
            line.settle("topic", "'by' above a name")
            lines[n + 1].settle("byline", "name below 'by'")
        elif BARE_NAME.fullmatch(line.text) and n + 1 < stop and AUTHOR_ROLE.fullmatch(lines[n + 1].text):
            line.settle("byline", "name above the author's post")
        elif SIGNED.fullmatch(line.text) and any(
            0 <= m < len(lines) and (lines[m].is_date or signed_date(lines[m].text)) for m in (n - 1, n + 1, n + 2)
        ):
            line.settle("byline", "name beside the date")


def _signs(words: str) -> bool:
    return bool(BYLINE.fullmatch(words) or BARE_NAME.fullmatch(words))


def signed_date(line: str) -> tuple[str, str] | None:
    """``(name, date)`` where a line is a name and a time, as in "Ana Kovač - 3 May 2019"; the name is empty where
    the line begins with a time and some words follow ("3 May 2019 | News").

    Pieces between bars, dashes, "by" and the beginnings and ends of dates are looked at each for itself.
    """
    if len(line) > LONGEST_SIGNED or not DATED.search(line):
        return None
    pieces = [piece.strip(" ,:") for piece in PIECES.split(line) if piece.strip(" ,:")]
    is_date = [dates.is_date_line(piece) for piece in pieces]
    date = " ".join(piece for piece, dated in zip(pieces, is_date, strict=True) if dated)
    rest = [(n, piece) for n, piece in enumerate(pieces) if not is_date[n] and not POSTED.fullmatch(piece)]
    if not date or not rest or not DATED.search(date):
        return None
    for n, piece in rest:
        signed = BYLINE.fullmatch(piece)
        if signed or (n == 0 and BARE_NAME.fullmatch(piece)):
            return signed["name"] if signed else piece, date
    begins = (rest[0][0] > 0 or AGENCY.fullmatch(rest[0][1])) and sum(
        len(piece.split()) for _, piece in rest
    ) <= WORDS_BESIDE_DATE
    return ("", date) if begins and not furniture.STOP.search(line) else None


def byline_name(line: str) -> str:
    """The name alone in a byline."""
    signed = signed_date(line)
    if signed:
        return signed[0]
    line = ACCOUNT.sub("", line)
    match = BYLINE.fullmatch(line) or SIGNED.fullmatch(line)
    return POST_OF_AUTHOR.sub(r"\1", match["name"]) if match else line


def _standfirst(lines: list[_Line], start: int, stop: int) -> None:
    """Sentences between the headline and the byline or date."""
    signature = next((n for n in range(start, stop) if lines[n].role in ("byline", "date")), None)
    if signature is None:
        return
    for line in lines[start:signature]:
        if line.role is None and line.n_words >= 5:
            line.settle("standfirst", "between headline and byline or date")
            line.in_article = True


CREDITED = re.compile(r"(?P<caption>\S.{20,}\S) \([^()]{2,60}\)")


def _credited_captions(lines: list[_Line], start: int, stop: int) -> None:
    """A line above the article that stands once more with a credit in brackets is a caption, with it and without; so is
    one above a line that is nothing but such a credit."""
    credited = {line.text: match["caption"] for line in lines[start:stop] if (match := CREDITED.fullmatch(line.text))}
    twice = set(credited.values()) & {line.text for line in lines[start:stop]}
    for line in lines[start:stop]:
        if line.role in (None, "caption") and (line.text in twice or credited.get(line.text) in twice):
            line.settle("caption", "stands twice, once with its credit")
    for line, below in itertools.pairwise(lines[start:stop]):
        if below.rule == "photographer and agency" and below.text.startswith("("):
            line.settle("caption", "above its credit")
        elif below.role == "caption" and line.n_words >= 4 and below.text.startswith(line.text):
            line.settle("caption", "above itself with its credit")


# --- every form -------------------------------------------------------------------------------------------------


def _within_article(lines: list[_Line]) -> None:
    """Paragraphs and crossheads of what the article's region holds."""
    prose = [line for line in lines if line.in_article and line.role is None]
    interview = sum(_is_question(line) and bool(ADDRESS.search(line.text)) for line in prose) >= QUESTIONS_ASKED
    for n, line in enumerate(prose):
        following = prose[n + 1] if n + 1 < len(prose) else None
        if line.is_date:
            line.settle("date", "nothing but a time")
        elif n == 0 and _is_heading(line) and _reads_on(following) and _below_headline(lines, lines.index(line)):
            line.settle("standfirst", "short line without a stop below the headline")
        elif _is_heading(line) and _reads_on(following):
            line.settle("heading", "short line without a stop above a paragraph")
        elif _is_question(line) and not interview and _reads_on(following):
            line.settle("heading", "question above a paragraph")
        else:
            line.settle("paragraph", "within the article")


QUESTIONS_ASKED = 3  # questions to "you" that make an interview, whose questions are its text
ADDRESS = re.compile(r"\byou(?:r|rs|rself|['’]\w+)?\b", re.IGNORECASE)


def _below_headline(lines: list[_Line], n: int) -> bool:
    """Whether a line stands below others, and not below the time of a post."""
    return n > 0 and not CLOCK.match(lines[n - 1].text)


def _is_heading(line: _Line) -> bool:
    stops = furniture.STOP.search(line.text) or furniture.BULLET.match(line.text)
    return not stops and line.n_words <= HEADING_WORDS


def _is_question(line: _Line) -> bool:
    text = line.text
    return text.endswith("?") and text.count("?") == 1 and bool(QUESTION.match(text)) and line.n_words <= HEADING_WORDS


def _reads_on(line: _Line | None) -> bool:
    return line is not None and bool(furniture.STOP.search(line.text)) and not _is_question(line)


def _lists(lines: list[_Line]) -> None:
    """What follows the head of a list, outside the article, belongs to the list."""
    head = None
    for line in lines:
        if line.role in ("related", "topic") and line.rule in ("related list", "topic list"):
            head = line
        elif line.role is not None:
            head = None
        elif head:
            line.settle(head.role, "under the head of a list")


APPEAL_RULES = ("support us", "support the outlet", "subscribe")
APPEAL_LINES = 4  # lines between two of an appeal that are taken to belong to it


def _appeals(lines: list[_Line]) -> None:
    """Paragraphs between two lines of one appeal for money or subscriptions belong to the appeal."""
    appeals = [n for n, line in enumerate(lines) if line.rule in APPEAL_RULES]
    for first, second in itertools.pairwise(appeals):
        if second - first <= APPEAL_LINES:
            for line in lines[first + 1 : second]:
                if line.role in (None, "paragraph", "heading"):
                    line.role, line.rule = "promo", "between two lines of an appeal"


PULL_QUOTE_WORDS = range(6, 60)
ALIKE = 20  # pull quotes that begin with the same words: more are not looked for


def _pull_quotes(lines: list[_Line]) -> None:
    """A line between quotation marks whose words stand in a longer paragraph repeats it."""
    least = PULL_QUOTE_WORDS.start
    wanted: dict[tuple[str, ...], list[tuple[list[str], _Line]]] = {}
    for line in lines:
        if line.repeats is None and line.role in ("heading", "paragraph") and QUOTATION.match(line.text):
            words = furniture.WORD.findall(line.text.lower())
            if len(words) in PULL_QUOTE_WORDS:
                alike = wanted.setdefault(tuple(words[:least]), [])
                alike += [(words, line)] * (len(alike) < ALIKE)
    firsts = {key[0] for key in wanted}
    for paragraph in lines if wanted else ():
        if paragraph.role == "paragraph":
            words = furniture.WORD.findall(paragraph.text.lower())
            for at in (n for n, word in enumerate(words[:-least]) if word in firsts):
                for quote, line in wanted.get(tuple(words[at : at + least]), ()):
                    if len(quote) < len(words) and words[at : at + len(quote)] == quote and line.repeats is None:
                        line.repeats = paragraph.start


def _rest(lines: list[_Line], outside: tuple[Rule, ...]) -> None:
    """Lines that no rule knows and that lie outside the article: what they are is told by where they stand."""
    title = next((n for n, line in enumerate(lines) if line.role == "title"), -1)
    last = max((n for n, line in enumerate(lines) if line.role == "paragraph"), default=len(lines))
    commented = False
    for n, line in enumerate(lines):
        commented = commented or (n > last and line.role == "comment")
        if line.role is not None:
            continue
        invitation = furniture.match(line.text, outside)
        if line.is_date:
            line.settle("date", "nothing but a time")
        elif n < title:
            line.settle("topic", "above the headline")
        elif commented:
            line.settle("comment", "after the head of a comment section")
        elif invitation:
            line.settle(invitation.role, invitation.name)
        elif n > last and furniture.STOP.search(line.text):
            line.settle("promo", "sentences after the article")
        elif n > last:
            line.settle("related", "after the article")
        else:
            line.settle("related", "in a gap of the article")
