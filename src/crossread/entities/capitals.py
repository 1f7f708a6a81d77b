"""The text of one article as names are looked for in it: runs of capitals, marks, where sentences begin."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from crossread import lists
from crossread.entities.names import Gazetteer, fold
from crossread.text.tokens import TITLES

UPPER = "A-ZÀ-ÖØ-ÞĀĆČĐĒĞİŁŃŌŚŞŠŪŹŻŽ"
WORD = rf"(?:(?:[{UPPER}]\.){{2,}}|[{UPPER}]\.(?=\s[{UPPER}])|[{UPPER}][\w]*(?:['’.-]\w+)*)"
ARABIC = rf"(?:[Aa]l|[Ee]l|[Aa]s|[Aa]d|[Aa]t|[Aa]sh|[Aa]n|[Aa]r|[Aa]z|ul)-[{UPPER}][\w]*(?:['’-]\w+)*"
ADDRESS = rf"(?:{'|'.join(sorted(map(str.title, TITLES | {'st'})))})\."
ONE = rf"(?:{ADDRESS}(?=\s)|{ARABIC}|{WORD})"
PARTICLE = r"(?:de|da|di|du|del|della|dos|von|van|der|den|la|le|bin|ibn|bint|al|el|ul|ter|zu)"
RUN = re.compile(rf"{ONE}(?:\s(?:{PARTICLE}\s){{0,2}}{ONE}){{0,11}}")
BEGINS = re.compile(
    rf"[{UPPER}aeu](?<![\w'’-].)(?:(?<![aeu])|(?=[a-z]{{1,2}}-))"
)  # where a run may; a search skips to it
TOKEN = re.compile(rf"{ONE}|{PARTICLE}(?=\s)")
SHORTENED = re.compile(rf"\b(?:{ADDRESS}|[A-Z]\.)$")
# What a pattern begins with stands before what must not precede it, so that the search skips to that letter.
BOUNDARY = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
MARKED = re.compile(
    r"''(?:[^']|'(?!'))*(?:''|$)|\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|‘(?<!\w‘)(?:[^’]|’(?=\w))*(?:’|$)|'(?<![\w']')(?=\w)[^']*'(?!\w)"
)
OPENING = "\"“‘'(["
OWN = ("'s", "’s")
PLACED = frozenset("in at near outside around inside across off towards toward throughout".split())
TOWARDS = frozenset(["from", "to", "into", "leaving", "through", "via", "over"])
DETERMINERS = frozenset("the a an this that these those another one his her its their our my your".split())
BODY_OF_STATE = (
    r"(?:air\sforces?|armed\sforces|army|navy|military|parliament|police|general\sstaff|security\sforces"
    r"|special\sforces|opposition|supreme\scourt|central\sbank|embassy|consulate|secret\sservice"
    r"|defence(?!\s(?:minister|secretary|chief|official|spokes)))"
)
OF_STATE = re.compile(rf"\s(?P<body>{BODY_OF_STATE})\b", re.IGNORECASE)
GOVERNMENT = re.compile(r"\s(?:government|regime|officials|authorities|administration|leadership|side)\b(?!-)")
AFTER_PERSON = re.compile(
    r",\s(?:\d{1,2}\b|who\b|whom\b|speaking\sthrough\b)"
    r"|\s(?:said|says|denied|denies|insisted|insists|told\s\w+|claimed|admitted|added|testified)\s(?:that\s)?s?he\b"
    r"|\s(?:testified|tweeted|wept|laughed|smiled|shrugged|recalled|joked|told\s(?:the|a)\s(?:court|jury|inquest|judge))\b"
    r"|[’']s\s(?:lawyer|wife|husband|mother|father|brother|sister|daughter|son|widow|parents)\b"
)


Span = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A mention on its way to a chain."""

    start: int
    end: int
    type: str = "name"
    kind: str = "unknown"
    words: tuple[str, ...] = ()
    noun: str = ""
    titles: tuple[str, ...] = ()
    gender: str = ""
    number: str = "singular"
    state: str = ""
    owner: int | None = None
    known: str = ""  # its name in the gazetteer
    sentence: int = 0
    inside: bool = False  # within quotation marks
    speaks: bool = False
    chain: int = -1


class Page(NamedTuple):
    """The article as it is looked at: where sentences begin and marks stand, which words are names beyond doubt."""

    text: str
    gazetteer: Gazetteer
    sentences: list[int]
    marks: list[Span]
    lower: set[str]
    middle: set[str]


Run = tuple[int, int, bool, bool]  # start, end, begins a sentence, in a headline of capitals


def look_at(text: str, paragraphs: Sequence[Sequence], gazetteer: Gazetteer) -> tuple[Page, list[Run]]:
    """The page, and its runs of capitalised words."""
    sentences: list[int] = []
    marks: list[Span] = []
    runs: list[Run] = []
    middle: set[str] = set()
    lower: set[str] = set()
    for start, end, *section in paragraphs:
        begins = {start}
        for match in BOUNDARY.finditer(text, start, end):
            before = text[max(start, match.start() - 6) : match.start() + 1]
            if before[-1] != "." or not SHORTENED.search(before):
                begins.add(match.end())
        sentences += sorted(begins)
        marks += [match.span() for match in MARKED.finditer(text, start, end)]
        words = text[start:end].split()
        lower.update(words)
        long = [word for word in words if len(word) > 3] if section == ["title"] else []
        capitals = len(long) > 2 and sum(word[:1].isupper() for word in long) > 0.7 * len(long)
        if text[start:end].isupper():
            own = [span for match in RUN.finditer(text, start, end) for span in _parts(text, match.span(), gazetteer)]
            runs += [(*span, False, True) for span in own]
            for span in own:
                named = text[slice(*span)].split()
                titles = [n for n, word in enumerate(named) if fold(word) in gazetteer.roles["role"]]
                middle.update(named[titles[-1] + 1 :] if titles else ())
            continue
        last = start
        for begin in BEGINS.finditer(text, start, end):
            at = begin.start()
            match = RUN.match(text, at, end) if at >= last else None
            if not match:
                continue
            last = match.end()
            initial = at in begins or text[at - 1 : at] in OPENING
            runs.append((at, last, initial, capitals))
            if not capitals:
                run = match.group()
                names = run.split()
                if initial and run.endswith(OWN) and names[0] not in gazetteer.words["start"]:
                    initial = False  # what owns something is a name
                middle.update(names[1:] if initial else names)
    lower = {word.strip(".,;:\"”’'") for word in lower if word[:1].islower()}
    return Page(text, gazetteer, sentences, marks, lower, set(map(without_possessive, middle))), runs


def _parts(text: str, run: Span, gazetteer: Gazetteer) -> Iterator[Span]:
    """The parts of a run of a text in capitals, cut at the words that are written small elsewhere."""
    roles, first, last = gazetteer.roles, None, run[0]
    for match in re.finditer(r"\S+", text[slice(*run)]):
        word = fold(match.group())
        name = word in roles["role"] or word in roles["modifier"] or word in gazetteer.adjectives
        small = not name and (word in _small_words() or word.endswith(("ed", "ing", "ly", "ions", "ation")))
        if small and first is not None:
            yield first, last
            first = None
        elif not small:
            first, last = run[0] + match.start() if first is None else first, run[0] + match.end()
    if first is not None:
        yield first, last


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    with lists.book(lists.FOLDER / "grammar.toml") as grammar, lists.book(lists.FOLDER / "cues.toml") as cues:
        closed = {word for section in grammar.values() for word in section["words"].split()}
        verbs = {word for entry in cues["verb"] for word in entry["forms"].split()}
    return frozenset(closed | verbs | common_lower())


def without_possessive(word: str) -> str:
    """A word without the ending of a possessor."""
    return word[:-2] if word.endswith(OWN) else word[:-1] if word.endswith(("'", "’")) else word


def is_within(spans: list[Span], at: int) -> bool:
    """Whether ``at`` lies inside one of the sorted ``spans``."""
    place = bisect_right(spans, (at, 10**12)) - 1
    return place >= 0 and spans[place][0] < at < spans[place][1]


def is_covered(spans: list[Span], at: int) -> bool:
    """Whether ``at`` lies in one of the sorted ``spans``, its first character included."""
    place = bisect_right(spans, (at, 10**12)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Function words and beginnings of sentences, capitalised."""
    starts = lists.words("sentence_start")
    return frozenset(starts | {word.capitalize() for word in lists.words("function")})


@lru_cache(maxsize=1)
def common_lower() -> frozenset[str]:
    """The same in small letters."""
    return frozenset(word.lower() for word in common_words()) | frozenset(
        ["said", "by", "and", "his", "her", "its", "their", "whole"]
    )


def state_named(page: Page, word: str) -> str:
    """The state that a word names, by name, capital, seat or adjective."""
    bare = without_possessive(word)
    adjective = page.gazetteer.adjectives.get(fold(bare))
    if adjective:
        return adjective
    entry = page.gazetteer.find(bare)
    return entry.name if entry and entry.entity_type == "state" else ""


def what_it_has(page: Page, start: int, end: int, state: str) -> Draft | None:
    """The body or government that follows the name or adjective of a state: "Ruritania's navy"."""
    text, gazetteer = page.text, page.gazetteer
    at = end + 2 if text.startswith(OWN, end) else end
    body = OF_STATE.match(text, at)
    if body:
        noun = fold(body["body"]).replace("air forces", "air force")
        words = (*fold(gazetteer.adjective_of.get(state, state)).split(), *noun.split())
        return Draft(start, body.end(), kind="organisation", words=words, noun=noun, state=state)
    government = GOVERNMENT.match(text, at)
    if not government:
        return None
    draft = state_draft(page, start, government.end(), state)
    draft.number = "plural" if government.group().strip() in ("officials", "authorities") else "singular"
    return draft


def state_draft(page: Page, start: int, end: int, state: str) -> Draft:
    """A naming of a state."""
    known = state if state in page.gazetteer.adjective_of else ""
    return Draft(start, end, kind="state", words=(fold(state),), noun="state", state=state, known=known)


def word_before(text: str, at: int) -> str:
    """The word that ends before ``at``, in small letters."""
    words = text[max(0, at - 24) : max(0, at)].split()
    return words[-1].lower() if words else ""


def gender_of(gazetteer: Gazetteer, titles: Sequence[str]) -> str:
    """The gender that a title or an office tells."""
    words = " ".join(titles).split()
    told = (gazetteer.roles[kind].get(word) for word in words for kind in ("honorific", "role"))
    return next(filter(None, told), "")
