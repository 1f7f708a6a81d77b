"""The head of a pasted page: outlet, headline, standfirst, byline and date, in the lines above the article."""

import itertools
import re
from collections import Counter

from crossread.articles import dates, furniture, outlets
from crossread.articles.furniture import Block
from crossread.codebooks import Outlet

TITLE_WORDS = range(3, 61)
SHARED_WORDS = 3  # of a headline with the page's title, at least; and more than half of its own
HEAD_LINES = 12  # from a byline to the first of the article's points
ABOVE_HEADLINE = re.compile(  # a paper's name, words in capitals, a menu, a time, a notice
    r"The(?: [A-Z][\w'’&-]*){2,4}$|[^a-z ]+(?: [^a-z ]+){0,4}$|From: "
    r"|.*(?:\S[|@]|\S [>»›] \S|\|.*\||\b[A-Z][A-Za-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d\b|\.$)"
)
ONE_NAME = re.compile(r"[A-Z][^@|>»›]*$")  # of a paper that is on no list
NAME = r"(?:admin|(?!F(?:or|OR)\b)[A-Z][\w.'’-]*|(?!(?:and|at|for|in|on|the)\b)[a-z]{2,3})"
POST = r"(?i:Editor|Correspondent|Reporter|Writer|Columnist|Contributor)s?\b"
NO_POST = rf"(?! [^,|]*(?:{POST}|Staff|News|Press|CNN|BBC|Business))"  # behind a comma
NAMES = rf"{NAME}(?: {NAME}){{0,4}}(?:(?:,{NO_POST}| and| &) {NAME}(?: {NAME}){{1,4}}){{0,4}}"
BARE_NAME = re.compile(rf"[A-Z][\w.'’-]* {NAMES}")
SIGNED = re.compile(  # by whom, in what post, from where
    r"(?P<by>(?i:(?:written|words|posted|reported|story|report|analysis|interview|text)?\s?by\b:?\s*))?"
    rf"(?P<name>{NAMES})"
    rf"(?:,? (?:[\w&’'-]+ ){{0,4}}{POST}[^.!?]{{0,40}}|(?:,| in| with| [Ff]or) [A-Z][^!?|•·]{{1,60}})?"
    r"(?:\s*[|•·]\s*[^\n]{1,80})?(?:\s+[|–—-])?"
)
ACCOUNT = re.compile(r"\s[\w.+-]*@[\w.-]+(?:\s*/.*)?$")  # or an address for mail
BY = re.compile(r"(?:written |posted |words )?by\b[: ]?", re.IGNORECASE)
POST_BELOW = re.compile(rf"Reporting from\b.{{2,40}}|(?:[\w&’'-]+ ){{0,4}}{POST}|BBC News.{{0,30}}")
POST_OF_AUTHOR = re.compile(rf"^(\S+ \S+.*?) (?:\w+ )?{POST}$")
PARTS = re.compile(r"\s*[|•·/]\s*|\s[–—-]\s|,\s+(?=The [A-Z])")
CREDIT = re.compile(r"\([^()]{2,60}\)")
LONGEST_SIGNED, WORDS_BESIDE_DATE = 120, 8  # characters; words that may follow a date of its own line


def read_head(lines: list[Block], known: tuple[Outlet, ...]) -> None:
    """Give the lines before the article's first paragraph their roles."""
    body = next(
        (n for n, line in enumerate(lines) if line.in_article and line.role is None and not signed_date(line.text)),
        len(lines),
    )
    title = _title(lines, body)
    if title is None:
        return
    lines[title].settle("title", "first headline above the article")
    lines[title].in_article = True
    _name_outlet(lines[:title], known)
    head = lines[title + 1 : body + (title == body)]
    for line, above, below in zip(head, [lines[title], *head], [*head[1:], lines[-1]], strict=False):
        _byline_or_date(line, above, below)
    for line, below in itertools.pairwise(head):
        credit = below.text.removeprefix(line.text).strip() if line.n_words >= 4 else ""
        if CREDIT.fullmatch(credit) and (credit != below.text or below.rule == "photographer and agency"):
            for each in (line, below):
                each.settle("caption", "above its credit, or stands once more with it")
    signature = next((n for n, line in enumerate(head) if line.role in ("byline", "date")), 0)
    for line in head[:signature]:
        if line.role is None and line.n_words >= 5:
            line.settle("standfirst", "between headline and byline or date")
            line.in_article = True


def _headline_like(line: Block) -> bool:
    """Whether a line could be a headline by its own words."""
    return (
        line.role is None
        and not line.is_date
        and line.n_words in TITLE_WORDS
        and not furniture.BULLET.match(line.text)
        and not (is_signed(line.text) or signed_date(line.text))
    )


def _title(lines: list[Block], body: int) -> int | None:
    """The headline: of the headline-like lines above the article the one that repeats the page's own title, its first
    line; else that shares most words with it where that reads "Headline | Site"; else the first that is signed, or that
    is not rather what stands above one."""
    whole = furniture.plain(lines[0].text) if lines else ""
    head, *site = outlets.SEPARATOR.split(whole)
    wanted = set(furniture.WORD.findall(head if site else ""))
    start = _below_navigation(lines, body)

    def repeats(n: int) -> bool:
        words = furniture.plain(lines[n].text)
        return n > 0 and len(words) >= max(20, len(head) // 2) and whole.startswith(words) and lines[n].role is None

    above = [n for n in range(min(body, len(lines))) if _headline_like(lines[n]) or repeats(n)]

    def rank(n: int) -> tuple:
        own = set(furniture.WORD.findall(furniture.plain(lines[n].text)))
        same = len(own & wanted) if n else 0
        shares = same if same >= SHARED_WORDS and 2 * same > len(own) else 0
        below = itertools.takewhile(lambda line: line.role is None, lines[n + 1 : n + 1 + HEAD_LINES])
        signed = any(BY.match(line.text) for line in below)
        near = n >= (start - HEAD_LINES if signed else start)  # a list of points may stand below the byline
        return repeats(n) and n, shares, near, signed, not ABOVE_HEADLINE.match(lines[n].text), -n

    if body < len(lines) and _headline_like(lines[body]):  # the article may begin with its headline
        stops = furniture.STOP.search(lines[body].text) and not lines[body].text.endswith("?")
        above += [body] if repeats(body) or (not above and not stops) else []
    return max(above, key=rank, default=None)


def _below_navigation(lines: list[Block], body: int) -> int:
    """The first line that no two lines of a menu part from the article."""
    found = navigation = 0
    for n in range(min(body, len(lines)) - 1, -1, -1):
        line = lines[n]
        if _headline_like(line):
            found, navigation = n, 0
        elif line.role is None and not line.is_date and line.n_words < TITLE_WORDS.start:
            navigation += not BARE_NAME.fullmatch(line.text)
            if navigation >= 2 and found:
                break
    return found


def _name_outlet(head: list[Block], known: tuple[Outlet, ...]) -> None:
    names = {name.lower() for outlet in known for name in (outlet.name, *outlet.aliases)}
    unnamed = [line for line in head if line.role is None and not line.is_date]
    often = Counter(line.text.lower() for line in unnamed if line.text.lower() in names)
    if often:  # a menu can have the name of another: "News, Metro, Sports"
        best = max(unnamed, key=lambda line: (often[line.text.lower()], line.n_words))
        best.settle("outlet", "name of a known outlet")
    elif len(unnamed) == 1 and unnamed[0].n_words <= 5 and ONE_NAME.match(unnamed[0].text):
        unnamed[0].settle("outlet", "only name above the headline")


def _byline_or_date(line: Block, above: Block, below: Block) -> None:
    if line.is_date:
        line.settle("date", "nothing but a time")
    elif signed := signed_date(line.text):
        role, rule = ("byline", "name and time in one line") if signed[0] else ("date", "begins with a time")
        line.settle(role, rule)
    elif is_signed(line.text):
        line.settle("byline", "'by' and a name, or a name and account")
    elif BARE_NAME.fullmatch(line.text) and (BY.fullmatch(above.text) or POST_BELOW.fullmatch(below.text)):
        line.settle("byline", "name below 'by' or above the author's post")
    elif (
        " " in line.text
        and SIGNED.fullmatch(line.text)
        and any(near.is_date or signed_date(near.text) for near in (above, below))
    ):
        line.settle("byline", "name beside the date")


def is_signed(words: str) -> bool:
    """Whether words name who wrote, after "by" or before an address."""
    account = ACCOUNT.search(words)
    match = SIGNED.fullmatch(words[: account.start()] if account else words)
    return bool(match and (match["by"] or account))


def signed_date(line: str) -> tuple[str, str] | None:
    """``(name, date)`` where a line is a name and a time, as in "Ana Kovač - 3 May 2019"; the name is empty where
    the line begins with a time and some words follow ("3 May 2019 | News")."""
    found = dates.day_within(line) if len(line) <= LONGEST_SIGNED else None
    if not found:
        return None
    before, after = line[: found[0]].strip(" ,:"), line[found[1] :].strip(" ,:")
    date = line[slice(*found)]
    for piece in filter(None, (*PARTS.split(before), *PARTS.split(after))):
        signed = SIGNED.fullmatch(piece)
        if signed and (signed["by"] or (before.startswith(piece) and BARE_NAME.fullmatch(piece))):
            return signed["name"], date
    few = 0 < len(after.split()) <= WORDS_BESIDE_DATE
    return ("", date) if few and not before and not furniture.STOP.search(line) else None


def byline_name(line: str) -> str:
    """The name alone in a byline."""
    signed = signed_date(line)
    if signed:
        return signed[0]
    line = ACCOUNT.sub("", line)
    match = SIGNED.fullmatch(line)
    return POST_OF_AUTHOR.sub(r"\1", match["name"]) if match else line
