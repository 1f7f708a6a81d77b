"""Mentions within one article: who is named, described or meant by a pronoun, and which of these are one.

Names come from capitals, titles and the gazetteer; coreference from rules in order of their precision (sieves,
Raghunathan et al. 2010): the same name, part of a name, an office, the last body of a kind, and for pronouns the
speaker or subject of the nearest sentence, outside quotation marks (Grosz, Joshi and Weinstein 1995). Nothing is
guessed: what no rule resolves is a chain of its own, without a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from crossread import lists
from crossread.codebooks import Codebooks
from crossread.gazetteer import Gazetteer
from crossread.names import fold, is_adjective_of, same_given, same_person, same_word, sound

Span = tuple[int, int]


class Mention(NamedTuple):
    """One naming. The span of a name takes in a form of address ("Mr Dahl"), but no office and no possessive.

    ``chain`` numbers who is meant within the article. ``head`` is the folded name, noun or pronoun; ``titles`` the
    folded words of offices; ``state`` the state that a body, office or government belongs to; ``owner`` the chain of
    the possessor ("his office"). ``speaks`` marks the mention that a source mention comes down to.
    """

    start: int
    end: int
    surface: str
    mention_type: str
    kind: str
    chain: int
    head: str
    titles: str = ""
    gender: str = ""
    number: str = "singular"
    state: str = ""
    owner: int | None = None
    speaks: bool = False


@dataclass(slots=True)
class _Draft:
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


@dataclass(slots=True)
class _Chain:
    """What is known of one who is meant."""

    kind: str = "unknown"
    names: list[tuple[str, ...]] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    state: str = ""
    known: str = ""
    owner: int | None = None
    number: str = "singular"


class _Page(NamedTuple):
    """The article as it is looked at: where sentences begin and marks stand, which words are names beyond doubt."""

    text: str
    gazetteer: Gazetteer
    sentences: list[int]
    marks: list[Span]
    lower: frozenset[str]
    middle: frozenset[str]


UPPER = "A-ZÀ-ÖØ-ÞĀĆČĐĒĞİŁŃŌŚŞŠŪŹŻŽ"
WORD = rf"(?:(?:[{UPPER}]\.){{2,}}|[{UPPER}]\.(?=\s[{UPPER}])|[{UPPER}][\w]*(?:['’.-]\w+)*)"
ARABIC = rf"(?:[Aa]l|[Ee]l|[Aa]s|[Aa]d|[Aa]t|[Aa]sh|[Aa]n|[Aa]r|[Aa]z|ul)-[{UPPER}][\w]*(?:['’-]\w+)*"
ADDRESS = r"(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Rep|Sen|Gov|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Brig|St|Lt|Supt)\."
ONE = rf"(?:{ADDRESS}(?=\s)|{ARABIC}|{WORD})"
PARTICLE = r"(?:de|da|di|du|del|della|dos|von|van|der|den|la|le|bin|ibn|bint|al|el|ul|ter|zu)"
RUN = re.compile(rf"(?<![\w'’-]){ONE}(?:\s(?:{PARTICLE}\s){{0,2}}{ONE})*")
TOKEN = re.compile(rf"{ONE}|{PARTICLE}(?=\s)")
BOUNDARY = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
MARKED = re.compile(r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|(?<!\w)‘(?:[^’]|’(?=\w))*(?:’|$)|(?<![\w'])'(?=\w)[^']*'(?!\w)")
OPENING = "\"“‘'(["
PLACED = frozenset("in at near outside around inside across off towards toward throughout".split())
TOWARDS = frozenset("from to into leaving through via over".split())
DETERMINERS = frozenset("the a an this that these those another one his her its their our my your".split())
PREPOSITION = re.compile(r"\s(?:of|in|for|at|from|to|with|on|by|who|which|that|speaking|whose|based|close|near)\s")
MINISTRY = re.compile(
    rf"(?:(?P<owner>[{UPPER}][\w.-]*)(?P<own>['’]s)?\s)?(?:(?P<field>[A-Za-z]+)\s)?[Mm]inistry\b"
    rf"(?:\s(?:of|for)\s(?:the\s)?(?P<of>[A-Z]\w+)(?:\sof\s(?P<of_state>[A-Z]\w+))?)?(?:\sin\s(?P<city>[{UPPER}]\w+))?"
)
BODY_OF_STATE = (
    r"(?:air\sforces?|armed\sforces|army|navy|military|parliament|police|general\sstaff|security\sforces"
    r"|special\sforces|opposition|supreme\scourt|central\sbank|embassy|consulate|defence|secret\sservice)"
)
OF_STATE = re.compile(rf"\s(?P<body>{BODY_OF_STATE})\b", re.IGNORECASE)
GOVERNMENT = re.compile(r"\s(?:government|officials|authorities|administration|leadership|side)\b(?!-)")
STATE_NOUN = re.compile(
    rf"\s(?:government|officials|authorities|troops|forces|soldiers|warplanes|jets|aircraft|"
    rf"{BODY_OF_STATE}|(?:deputy\s)?(?:\w+\s)?(?:[Mm]inistry|[Mm]inister)|president)\b",
    re.IGNORECASE,
)
SHORT_FORM = re.compile(rf"\s\((?:the\s)?(?P<short>[{UPPER}][\w&.-]{{1,9}})\)")
AFTER_PERSON = re.compile(r",\s(?:\d{1,2}\b|who\b|whom\b|whose\b)")
APPOSITION = re.compile(
    r",\s(?:\d{1,2},\s)?(?P<phrase>(?:(?:a|an|the|its|his|her|their)\s)?(?:[\w’'.-]+\s){0,6}?[\w’'-]+)"
    r"(?:\s(?:of|for|at|in|from|to)\s(?P<of>[^,.;“\"]{2,60}))?(?=[,.;“”\"]|\s(?:said|told|who|says|in|on|and)\b|$)"
)
BEFORE = re.compile(r"(?:^|[.,;:–—\"”“]\s|\s)(?P<phrase>(?:[Tt]he|[Ii]ts|[Hh]is|[Tt]heir|A|An|a|an|Another)\s[^,.;:?!“”\"]{3,110}),\s$")
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is)\b")
PRONOUNS = {
    "he": ("m", "singular"), "him": ("m", "singular"), "his": ("m", "singular"), "himself": ("m", "singular"),
    "she": ("f", "singular"), "her": ("f", "singular"), "hers": ("f", "singular"), "it": ("n", "singular"),
    "its": ("n", "singular"), "they": ("", "plural"), "them": ("", "plural"), "their": ("", "plural"),
    "who": ("", ""), "which": ("n", ""), "we": ("", "plural"), "i": ("", "singular"), "you": ("", ""),
}  # fmt: skip
DESCRIPTION = re.compile(r"\b(?P<det>[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s(?P<noun>[a-z]{3,}(?:\sstaff|\sforce)?)\b(?!-|\s[A-Z])")
SAID = re.compile(r"\s(?:has\s|had\s|also\s)?(?:said|says|told|added|wrote|claimed|insisted|warned|stressed|stated|announced)\b")
REACH = 4  # sentences that a pronoun looks back
SYNONYMS = {
    "group": ("movement", "front", "organisation", "militia", "faction", "party", "network", "campaign group", "charity"),
    "organisation": ("group", "agency", "observatory", "charity", "commission", "mission", "movement"),
    "agency": ("news agency",), "tv": ("channel", "television", "station", "broadcaster"),
    "channel": ("tv",), "station": ("tv",), "broadcaster": ("tv",), "monitor": ("observatory", "mission"),
    "watchdog": ("observatory", "group"), "charity": ("group",), "department": ("ministry",), "doctor": ("dr",),
    "newspaper": ("outlet",), "paper": ("outlet",), "clinic": ("hospital",), "company": ("firm",),
    "movement": ("front",), "network": ("outlet", "tv"), "priest": ("father",), "monitors": ("mission",),
}  # fmt: skip


def find(text: str, paragraphs: Sequence[Sequence], sources: Sequence[Span], books: Codebooks) -> list[Mention]:
    """The mentions of one article, in order.

    Parameters
    ----------
    text
        The article's text.
    paragraphs
        ``(start, end, section)`` of its reported blocks, in order.
    sources
        Spans of the source mentions of its quotes; each gets a mention with ``speaks``, or two where it names two.
    books
        The code books, for their gazetteer.
    """
    paragraphs = _with_sources(paragraphs, sources)
    page, runs = _page(text, paragraphs, books.gazetteer)
    drafts = _ministries(page, paragraphs)
    drafts = sorted(drafts + _names(page, runs, drafts), key=lambda draft: (draft.start, -draft.end))
    for draft in drafts:
        draft.sentence = bisect_right(page.sentences, draft.start)
        draft.inside = _within(page.marks, draft.start)
    chains: list[_Chain] = []
    _states_by_grammar(page, drafts)
    _join_names(page, drafts, chains)
    drafts = _resolve(page, paragraphs, drafts, sources, chains)
    return [_mention(text, draft, chains[draft.chain]) for draft in drafts]


def _with_sources(paragraphs: Sequence[Sequence], sources: Sequence[Span]) -> list[Sequence]:
    """The paragraphs, and every source mention that stands outside them (in a caption) as one more."""
    spans = sorted((start, end) for start, end, *_ in paragraphs)
    alone = {span for span in sources if not _covers(spans, span[0])}
    return sorted([*paragraphs, *((start, end, "caption") for start, end in alone)], key=lambda span: span[0])


def _mention(text: str, draft: _Draft, chain: _Chain) -> Mention:
    return Mention(
        draft.start,
        draft.end,
        text[draft.start : draft.end],
        draft.type,
        draft.kind if draft.kind != "unknown" else chain.kind,
        draft.chain,
        " ".join(draft.words) or draft.noun,
        " ".join(draft.titles),
        draft.gender or chain.gender,
        draft.number,
        draft.state or chain.state,
        draft.owner,
        draft.speaks,
    )


# --- the page ---------------------------------------------------------------------------------------------------

Run = tuple[int, int, bool, bool]  # start, end, begins a sentence, in a headline of capitals


def _page(text: str, paragraphs: Sequence[Sequence], gazetteer: Gazetteer) -> tuple[_Page, list[Run]]:
    sentences: list[int] = []
    marks: list[Span] = []
    runs: list[Run] = []
    middle: set[str] = set()
    lower: set[str] = set()
    for start, end, *section in paragraphs:
        begins = {start}
        for match in BOUNDARY.finditer(text, start, end):
            before = text[max(start, match.start() - 6) : match.start() + 1]
            if not re.search(rf"\b(?:{ADDRESS}|[A-Z]\.)$", before):
                begins.add(match.end())
        sentences += sorted(begins)
        marks += [match.span() for match in MARKED.finditer(text, start, end)]
        words = text[start:end].split()
        lower.update(word.strip(".,;:\"”’'") for word in words if word[:1].islower())
        long = [word for word in words if len(word) > 3]
        title = bool(section) and section[0] == "title"
        capitals = title and len(long) > 2 and sum(word[:1].isupper() for word in long) > 0.7 * len(long)
        for match in RUN.finditer(text, start, end):
            at = match.start()
            initial = at in begins or text[at - 1 : at] in OPENING
            runs.append((at, match.end(), initial, capitals))
            if not capitals:
                names = match.group().split()
                middle.update(_bare(name) for name in (names[1:] if initial else names))
    return _Page(text, gazetteer, sentences, marks, frozenset(lower), frozenset(middle)), runs


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _within(spans: list[Span], at: int) -> bool:
    place = bisect_right(spans, (at, len(spans) and 10**12)) - 1
    return place >= 0 and spans[place][0] < at < spans[place][1]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    starts = lists.words("sentence_start")
    return frozenset(starts | {word.capitalize() for word in lists.words("function")})


# --- names ------------------------------------------------------------------------------------------------------


def _ministries(page: _Page, paragraphs: Sequence[Sequence]) -> list[_Draft]:
    """Ministries in all their wordings; each is known by its field and its state."""
    found = []
    for start, end, *_ in paragraphs:
        at = start
        while (at := page.text.find("inistry", at, end)) >= 0:
            match = MINISTRY.match(page.text, _words_back(page.text, at - 1, start, 2), end)
            if match is None or not match.start() <= at < match.end():
                match = MINISTRY.search(page.text, _words_back(page.text, at - 1, start, 1), end)
            if match is None or match.start() > at:
                match = MINISTRY.search(page.text, at - 1, end)
            at += 7
            if match:
                found.append(_ministry(page, match))
    return [draft for draft in found if draft]


def _words_back(text: str, at: int, stop: int, count: int) -> int:
    for _ in range(count):
        space = max(text.rfind(" ", stop, max(stop, at - 1)), text.rfind("\n", stop, max(stop, at - 1)))
        at = space + 1 if space >= 0 else stop
    return at


def _ministry(page: _Page, match: re.Match) -> _Draft | None:
    gazetteer = page.gazetteer
    subject = fold(match["of"] or match["field"] or "")
    owner = match["owner"] or ""
    if owner and not match["own"] and not match["field"]:  # "Defence Ministry"
        subject, owner = subject or fold(owner), ""
    if subject in DETERMINERS and not match["of"]:
        return None
    start = match.start("owner") if owner else match.start("field") if match["field"] else match.start()
    if subject in gazetteer.adjectives and not match["of"]:  # "the Russian ministry"
        owner, subject = match["field"], ""
    elif match["field"] and (fold(match["field"]) in DETERMINERS or not _is_field(page, fold(match["field"]))):
        subject = fold(match["of"] or "")
        start = page.text.index("inistry", match.start()) - 1
    if owner and (owner in _common() or owner in gazetteer.words["start"]):
        owner, start = "", match.start("field") if match["field"] else start
    state = _state_of(page, owner or match["of_state"] or match["city"] or "")
    if match["own"] and owner and not state:
        state = _bare(owner)
    elif owner and not state:
        state = owner
    state = state or (match["of_state"] or match["city"] or "")
    if not subject and not owner:
        return None  # "the ministry": a description
    start = min(start, match.start("owner")) if owner else start
    end = match.end()
    return _Draft(start, end, kind="organisation", words=("ministry", subject) if subject else ("ministry",),
                  noun="ministry", state=state, known="" if subject else "?")


def _is_field(page: _Page, word: str) -> bool:
    return word in page.gazetteer.roles["modifier"] or word not in _common_lower()


@lru_cache(maxsize=1)
def _common_lower() -> frozenset[str]:
    return frozenset(word.lower() for word in _common()) | frozenset("said by and his her its their whole".split())


def _state_of(page: _Page, word: str) -> str:
    """The state that a word names, by name, capital, seat or adjective."""
    bare = _bare(word)
    adjective = page.gazetteer.adjectives.get(fold(bare))
    if adjective:
        return adjective
    entry = page.gazetteer.find(bare)
    return entry.name if entry and entry.entity_type == "state" else ""


def _names(page: _Page, runs: list[Run], taken: list[_Draft]) -> list[_Draft]:
    spans = [(draft.start, draft.end) for draft in taken]
    found: list[_Draft] = []
    carried: tuple[str, ...] = ()  # an office at the end of a run that "of" joins to the next
    for number, (start, end, initial, capitals) in enumerate(runs):
        place = bisect_right(spans, (start, 10**12)) - 1
        if place >= 0 and spans[place][0] <= start < spans[place][1]:
            continue
        while place + 1 < len(spans) and start < spans[place + 1][0] < end:
            end = page.text.rindex(page.text[spans[place + 1][0] - 1], 0, spans[place + 1][0])
        if found and start < found[-1].end:
            continue
        end = _connected(page, runs, number, start, end)
        carried = _read_run(page, start, end, initial, capitals, carried, found)
    return found


JOINING = re.compile(r"\s(?:of|for|on)\s")
COMPOUND = re.compile(r"-(?:[a-z]+ed|led|held|run|born|wide|owned|era)$")  # "Cairo-based"
CONNECTOR = re.compile(r"\s(?:of|for|on|in|and|&)(?:\sthe)?\s(?=[A-Z])")
AND = re.compile(r"\s(?:and|&)\s(?=[A-Z])")


def _connected(page: _Page, runs: list[Run], number: int, start: int, end: int) -> int:
    """The end of a name that goes on after "of", "for" or "and": a body's name, or one that the gazetteer knows."""
    text, words = page.text, page.gazetteer.words
    for _, following_end, *_ in runs[number + 1 : number + 4]:
        joint = CONNECTOR.match(text, end)
        if not joint:
            break
        last = text[start:end].split()[-1]
        whole = page.gazetteer.find(_bare(text[start:following_end]))
        is_and = AND.match(text, end)
        head = last in words["organisation"] and last not in ("News", "TV", "Times", "Post", "Press") and joint.group().split()[0] in ("of", "for", "on")
        if not whole and (is_and or not head) and not (is_and and " for " in text[start:end]):
            break
        end = following_end
    return end


def _read_run(
    page: _Page, start: int, end: int, initial: bool, capitals: bool, carried: tuple[str, ...], found: list[_Draft]
) -> tuple[str, ...]:
    """Add the names in a run of capitals; give the office it ends on, if it is one and nothing else."""
    text, words = page.text, page.gazetteer.words
    single = text[start:end]
    if (initial and (single in words["start"] or single in _common())) or re.match(r"I(?:['’]|$)", single):
        return ()
    tokens = [(match.group(), match.start(), match.end()) for match in TOKEN.finditer(text, start, end)]
    if not tokens:
        return ()
    if " of " in single or " for " in single or " and " in single or " on " in single:
        tokens = _with_connectors(text, start, end)
    segments: list[list[tuple[str, int, int]]] = [[]]
    whole = page.gazetteer.find(_bare(single))
    for token in tokens:
        bare = _bare(token[0])
        if COMPOUND.search(bare) and token is not tokens[-1] and not whole:
            continue
        segments[-1].append((bare, token[1], token[1] + len(bare)))
        if len(bare) < len(token[0]) and token is not tokens[-1] and not whole:
            segments.append([])
    office: tuple[str, ...] = ()
    owner = ""
    for number, segment in enumerate(segments):
        first = number == 0
        draft, office = _read_name(page, segment, initial and first, capitals, carried if first else ())
        if draft:
            if owner and not draft.state and draft.kind in ("organisation", "unknown"):
                draft.state = _state_of(page, owner)
            found.append(draft)
        owner = segment[-1][0] if segment else ""
    return office if CONNECTOR.match(text, end) else ()


def _with_connectors(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [(match.group(), match.start(), match.end()) for match in re.finditer(r"\S+", text[:end][start:] and text) if 0] or [
        (word.group(), start + word.start(), start + word.end()) for word in re.finditer(r"\S+", text[start:end])
    ]


def _read_name(
    page: _Page, tokens: list[tuple[str, int, int]], initial: bool, capitals: bool, carried: tuple[str, ...]
) -> tuple[_Draft | None, tuple[str, ...]]:
    text, gazetteer = page.text, page.gazetteer
    words, roles = gazetteer.words, gazetteer.roles
    entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    while tokens and not entry:  # what stands before a name and is none
        word = tokens[0][0]
        office = len(tokens) > 1 and (
            fold(word) in roles["honorific"] or fold(word) in roles["role"] or tokens[-1][0] in words["organisation"]
        )
        begins = initial and (
            word in _common()
            or (not office and (word in words["start"] or (word not in page.middle and word.lower() in page.lower)))
        )
        if not (begins or word in words["calendar"] or word in words["acronym"] or word in ("The", "A", "An")):
            break
        tokens, initial = tokens[1:], initial and len(tokens) > 2
        entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    while tokens and not entry and (tokens[-1][0] in words["calendar"] or tokens[-1][0] in words["acronym"]):
        tokens = tokens[:-1] if tokens[-1][0] != "TV" or len(tokens) == 1 else tokens
        if tokens and tokens[-1][0] == "TV":
            break
        entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    if not tokens:
        return None, ()
    if entry:
        return _known(page, tokens, entry), ()
    folded = [fold(token[0]) for token in tokens]
    last_title = _last_title(page, tokens, folded)
    if last_title == len(tokens) - 1:
        return None, tuple(folded)
    titles = tuple(folded[: last_title + 1])
    if carried and len(tokens) > 1 and last_title < 0:  # "Secretary of State Ann Lee"
        titles, last_title = (*carried, folded[0]), 0
    elif carried:
        titles = titles or ()
    name, folded = tokens[last_title + 1 :], folded[last_title + 1 :]
    if not titles and _is_title_of_work(text, name[0][1], name[-1][2]):
        return None, ()
    if capitals and not titles:
        name = _repeated(page, name)
        folded = [fold(token[0]) for token in name]
        if not name:
            return None, ()
    entry = gazetteer.find(text[name[0][1] : name[-1][2]])
    if entry and not titles:
        return _known(page, name, entry), ()
    if not titles and len(name) == 1:
        return _single(page, name[0], initial), ()
    return _several(page, name, folded, titles, tokens, initial), ()


def _repeated(page: _Page, tokens: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The longest part of a run in a headline of capitals that the text, or the gazetteer, has as a name."""
    for length in range(len(tokens), 0, -1):
        for first in range(len(tokens) - length + 1):
            part = tokens[first : first + length]
            name = page.text[part[0][1] : part[-1][2]]
            if page.gazetteer.find(name) or (
                all(token[0] in page.middle for token in part) and name in page.text[tokens[-1][2] :]
            ):
                return part
    return []


def _is_title_of_work(text: str, start: int, end: int) -> bool:
    """Whether marks stand right round a name: a ship, a film, an operation."""
    return text[start - 1 : start] in ("'", '"', "‘", "“") and text[end : end + 1] in ("'", '"', "’", "”")


def _last_title(page: _Page, tokens: list[tuple[str, int, int]], folded: list[str]) -> int:
    """The last word that is an office or a form of address, -1 where there is none."""
    roles, words = page.gazetteer.roles, page.gazetteer.words
    found = -1
    for number, word in enumerate(folded):
        parts = word.split()
        if parts and (parts[-1] in roles["role"] or parts[-1] in roles["honorific"]):
            rest = tokens[number + 1 :]
            if number and tokens[number - 1][0] in ("of", "for"):
                break
            if rest and (rest[0][0] in words["organisation"] or rest[-1][0] in words["organisation"] or rest[0][0] in ("of", "for")):
                continue
            found = number
        elif word not in roles["modifier"] and word not in page.gazetteer.adjectives and found >= 0:
            break
    return found


def _known(page: _Page, tokens: list[tuple[str, int, int]], entry) -> _Draft | None:
    """A name that the gazetteer knows; a capital or seat of government is the state unless something is *in* it."""
    text = page.text
    start, end = tokens[0][1], tokens[-1][2]
    name = text[start:end]
    if entry.entity_type == "state":
        prior = _word_before(text, start)
        if prior == "the":
            prior = _word_before(text, start - 4)
        if entry.by != "name" and (prior in PLACED or prior in TOWARDS):
            return _Draft(start, end, kind="place", words=tuple(fold(name).split()), noun="city")
        body = OF_STATE.match(text, end + 2 if text[end : end + 2] in ("'s", "’s") else end)
        if body:
            return _of_state(page, start, body, entry.name)
        gov = GOVERNMENT.match(text, end + 2 if text[end : end + 2] in ("'s", "’s") else end)
        return _Draft(start, gov.end() if gov else end, kind="state", words=(fold(entry.name),), noun="state",
                      state=entry.name, known=entry.name,
                      number="plural" if gov and gov.group().strip() in ("officials", "authorities") else "singular")
    return _Draft(start, end, kind=entry.entity_type, words=tuple(fold(entry.name).split()), noun=entry.noun, known=entry.name)


def _of_state(page: _Page, start: int, body: re.Match, state: str) -> _Draft:
    noun = fold(body["body"]).replace("air forces", "air force")
    adjective = page.gazetteer.adjective_of.get(state, state)
    return _Draft(start, body.end(), kind="organisation", words=(*fold(adjective).split(), *noun.split()), noun=noun, state=state)


def _word_before(text: str, at: int) -> str:
    return text[max(0, at - 24) : max(0, at)].split()[-1].lower() if text[max(0, at - 24) : max(0, at)].strip() else ""


def _single(page: _Page, token: tuple[str, int, int], initial: bool) -> _Draft | None:
    """One capitalised word that the gazetteer does not know."""
    word, start, end = token
    text, gazetteer = page.text, page.gazetteer
    words = gazetteer.words
    own = text[end : end + 2] in ("'s", "’s")
    after = end + 2 if own else end
    folded = fold(word)
    if folded in gazetteer.adjectives:
        state = gazetteer.adjectives[folded]
        body, gov = OF_STATE.match(text, after), GOVERNMENT.match(text, after)
        if body:
            return _of_state(page, start, body, state)
        if gov:
            plural = gov.group().strip() in ("officials", "authorities")
            return _Draft(start, gov.end(), kind="state", words=(fold(state),), noun="state", state=state, known=state,
                          number="plural" if plural else "singular")
        return _Draft(start, end, type="cue", state=state)
    if word in words["adjective"] or word in words["document"] or any(c.isdigit() for c in word) or len(word) < 2:
        return None
    if "-" in word and any(fold(part) in gazetteer.adjectives for part in word.split("-")):
        return None
    if "-" in word and word.rsplit("-", 1)[1].islower() and not re.search(r"-(?:e|i|al|ul|en|on|sur|upon)-", word):
        head = word.split("-")[0]  # "Cairo-based": an adjective
        return _Draft(start, start + len(head), type="cue", state=_state_of(page, head)) if _state_of(page, head) else None
    body, gov = OF_STATE.match(text, after), GOVERNMENT.match(text, after)
    grammar = own and (body or gov) or (not own and body and folded[-1:] in "nih")
    draft = _Draft(start, end, words=(folded,))
    if word.isupper() and 2 <= len(word) <= 6:
        draft.kind = "organisation"
    return _with_context(page, draft, initial, word, bool(grammar))


def _with_context(page: _Page, draft: _Draft, initial: bool, word: str, grammar: bool) -> _Draft | None:
    """Give a single unknown name the kind that the words around it tell; at the start of a sentence, where any word
    is capitalised, something has to tell that it is a name at all."""
    text, roles, words = page.text, page.gazetteer.roles, page.gazetteer.words
    start, end = draft.start, draft.end
    before = _word_before(text, start) if text[start - 1 : start] in " \n\u00a0" else ""
    following = text[end : end + 24].split()
    follow = following[0].strip(".,;") if following and text[end : end + 1] == " " else ""
    told = grammar
    own = text[end : end + 2] in ("'s", "’s")
    if word in words["place"]:
        draft.kind, told = "place", True
    elif (before in PLACED and not own) or (before == "of" and _word_before(text, start - 3) in words["locality"]):
        draft.kind, told = "place" if draft.kind == "unknown" else draft.kind, True
        if before == "of":
            draft.titles = (_word_before(text, start - 3),)
    elif before in roles["role"] and text[start - 1 : start] == " " and not _is_verb(text, start - len(before) - 1):
        draft.kind, told = "person", True
        _left_office(page, draft)
    elif before in roles["body"]:
        draft.kind, draft.noun, told = "organisation", before, True
    elif AFTER_PERSON.match(text, end):
        draft.kind, told = "person", not text.startswith(", whose", end)
        draft.kind = "unknown" if text.startswith(", whose", end) else "person"
    if follow in words["institution"] and not initial and text[end : end + 2] not in ("'s", "’s"):
        draft.end = end + 1 + len(follow)
        draft.kind, draft.noun, draft.words = "organisation", follow, (*draft.words, follow)
    elif follow in ("province", "region", "district", "coast", "river", "valley", "governorate", "county", "island", "bridge", "airport", "peninsula", "street"):
        draft.end = end + 1 + len(follow)
        draft.kind, draft.noun, draft.words, told = "place", follow, (*draft.words, follow), True
    elif follow in ("city", "town", "village"):
        draft.kind, draft.titles, told = "place", (follow,), True
    elif follow in ("agency", "newspaper") or text.startswith(" news agency", end):
        draft.kind, draft.noun, told = "organisation", "agency" if "agency" in text[end : end + 13] else follow, True
    if initial and not told and word not in page.middle and (word.lower() in page.lower or not _likely_name(page, word, end)):
        return None
    return draft


def _is_verb(text: str, at: int) -> bool:
    """Whether the word at ``at`` is a verb and no office: "to guard Aleppo"."""
    return _word_before(text, at) in ("to", "will", "would", "and", "could", "must")


def _likely_name(page: _Page, word: str, end: int) -> bool:
    """Whether a word that begins a sentence and stands nowhere else is a name: capitals, or the company it keeps."""
    roles = page.gazetteer.roles
    folded = fold(word)
    if word.isupper() and len(word) > 1:
        return True
    if folded in roles["people"] or folded in roles["role"] or folded in roles["body"] or folded in roles["document"]:
        return False
    if folded.endswith(("ly", "ing", "ed", "ers", "ors", "ists", "ents", "ans", "ies", "ions", "als")):
        return False
    return bool(re.match(r"['’]s\s|,\s(?:who|whose|which|\d)|,\s[^,]{3,50},\s\w+ed\b|\s(?:said|says|told|has|have|is|was|announced|denied|accused|rejected|stressed|insisted|added|warned|called|urged)\b", page.text[end : end + 90]))


def _several(page: _Page, name, folded, titles, tokens, initial) -> _Draft | None:
    """A name of several words, or one with a title."""
    text, gazetteer = page.text, page.gazetteer
    words, roles = gazetteer.words, gazetteer.roles
    last, first = name[-1][0], name[0][0]
    if len(name) > 1 and folded[-1] in ("jr", "sr", "ii", "iii", "iv"):
        folded = folded[:-1]
    draft = _Draft(name[0][1], name[-1][2], words=tuple(" ".join(folded).split()), titles=titles)
    states = [gazetteer.adjectives[word] for word in (*titles, *folded[:1]) if word in gazetteer.adjectives]
    draft.state = states[0] if states else ""
    heads = {token[0] for token in name}
    # the address belongs to the span
    if titles:
        at = len(tokens) - len(name) - 1
        if at >= 0 and folded_title(tokens[at][0]) in roles["honorific"] and tokens[at][2] < draft.start:
            draft.start = tokens[at][1]
        draft.kind = "person"
        draft.gender = _gender(gazetteer, titles)
        _left_office(page, draft, tokens[0][1])
    elif any(c.isdigit() for c in text[draft.start : draft.end]) or any(token[0] in _common() for token in name[1:-1]):
        return None
    elif last in words["group"] or (last in ("Army", "Front") and "Liberation" in heads):
        draft.kind = "group"
    elif last in words["organisation"] or any(token[0] in words["organisation"] for token in name if JOINING.search(text[draft.start : draft.end])):
        draft.kind = "organisation"
    elif len(name) > 2 and page.gazetteer.find(text[name[0][1] : name[1][2]]):
        draft.kind = "organisation"  # "United States Citizenship ..."
    elif last in words["place"] or text[draft.start : draft.end] in words["place"] or first in ("Mount", "Lake", "Cape", "Fort", "Port"):
        draft.kind = "place"
    elif last in words["document"]:
        return None
    elif folded[0] in gazetteer.adjectives:
        rest = name[1:]
        if len(rest) >= 2:
            return _several(page, rest, folded[1:], (folded[0],), name, False)
        body = OF_STATE.match(text, name[0][2])
        draft.kind = "organisation" if body else "unknown"
        if not body:
            return None
    elif first in words["adjective"] and len(name) > 2 and not JOINING.search(text[draft.start : draft.end]):
        return _several(page, name[1:], folded[1:], (folded[0],), name, False)
    elif first in words["adjective"] and len(name) == 2 and last not in words["organisation"]:
        return _single(page, name[-1], False)
    else:
        _kind_of_several(page, draft)
    if draft.kind in ("organisation", "group", "place") and not draft.noun:
        draft.noun = fold(last if " of " not in text[draft.start : draft.end] else next((t[0] for t in name if t[0] in words["organisation"] or t[0] in words["group"]), last))
    if draft.kind == "person" and not titles:
        _left_office(page, draft)
    if draft.kind == "person" and len(draft.words) > 1:
        draft.gender = draft.gender or gazetteer.genders.get(draft.words[0], "")
    return draft


def folded_title(word: str) -> str:
    """A title without the point of its abbreviation."""
    return word.rstrip(".").lower()


def _gender(gazetteer: Gazetteer, titles: Sequence[str]) -> str:
    for word in " ".join(titles).split():
        for kind in ("honorific", "role"):
            role = gazetteer.roles[kind].get(word)
            if role and role.gender:
                return role.gender
    return ""


def _kind_of_several(page: _Page, draft: _Draft) -> None:
    text, roles, words = page.text, page.gazetteer.roles, page.gazetteer.words
    before = _word_before(text, draft.start) if text[draft.start - 1 : draft.start] in " \n\u00a0" else ""
    after = text[draft.end : draft.end + 24].split()
    follow = after[0].strip(".,;") if after and text[draft.end] == " " else ""
    n_words = len(draft.words)
    if before in roles["body"] and before not in roles["role"]:
        draft.kind, draft.noun = "organisation", before
    elif follow in words["institution"]:
        draft.end += 1 + len(follow)
        draft.kind, draft.noun, draft.words = "organisation", follow, (*draft.words, follow)
    elif follow in words["locality"] and follow != "state":
        draft.kind = "place"
    elif follow in ("agency", "newspaper") or text.startswith(" news agency", draft.end):
        draft.kind, draft.noun = "organisation", "agency"
    elif before in PLACED or (before == "of" and _word_before(text, draft.start - 3) in words["locality"]):
        draft.kind = "place"
    elif "-" in text[draft.start : draft.end] and re.search(r"-(?:e|i|on|upon|sur|en)-", text[draft.start : draft.end]):
        draft.kind = "place"
    elif before == "the" and not AFTER_PERSON.match(text, draft.end):
        draft.kind = "unknown"
    elif 2 <= n_words <= 5 and text[draft.start : draft.end].replace("’", "").replace("'", "").replace("-", "").replace(" ", "").replace(".", "").isalpha():
        draft.kind = "person"


def _left_office(page: _Page, draft: _Draft, at: int | None = None) -> None:
    """The office in small letters before a name: "deputy defence minister", "fish seller"."""
    at = draft.start if at is None else at
    roles = page.gazetteer.roles
    chunk = page.text[max(0, at - 60) : at]
    if not chunk.endswith(" "):
        return
    words = re.split(r"[,.;:“”\"(]", chunk)[-1].split()
    if not words or fold(words[-1]).split()[-1:] == [] or fold(words[-1]).split()[-1] not in roles["role"] or words[-1][0].isupper():
        return
    office: list[str] = []
    for word in reversed(words[-6:]):
        folded = fold(word)
        if folded in DETERMINERS or folded in _common_lower() or folded in ("a", "as"):
            break
        office[:0] = folded.split()
        if word.endswith(("'s", "’s")):
            break
    draft.titles = (*office, *draft.titles)
    draft.gender = draft.gender or _gender(page.gazetteer, office)
    if not draft.state:
        draft.state = next((page.gazetteer.adjectives[w] for w in office if w in page.gazetteer.adjectives), "")


# --- names that are one -----------------------------------------------------------------------------------------


def _states_by_grammar(page: _Page, drafts: list[_Draft]) -> None:
    """A name that has a government, a ministry or warplanes, by possessive or adjective, is a state.

    An adjective of no known state is one where its noun or the name it is made from tells.
    """
    text = page.text
    single = {d.words[0]: d for d in drafts if d.type == "name" and len(d.words) == 1 and d.kind in ("unknown", "place")}
    people = {d.words[-1] for d in drafts if d.kind == "person" and d.words}
    states: set[str] = set()
    by_letters = defaultdict(list)
    for name in single:
        by_letters[name[:3]].append(name)
    made: dict[str, str] = {}
    for word in [w for w in single if w.endswith(("n", "i", "ese", "ish"))]:
        base = next((name for name in by_letters[word[:3]] if is_adjective_of(word, name)), "")
        if base:
            made[word] = text[single[base].start : single[base].end]
            states.add(base)
    for draft in drafts:
        if draft.type == "name" and draft.words == ("ministry",):
            continue
        if draft.noun == "ministry" and draft.state:
            key = fold(draft.state)
            if key in made:
                draft.state = made[key]
            elif key in single and key not in people:
                states.add(key)
        if draft.type == "name" and len(draft.words) == 1 and draft.kind in ("unknown", "place") and draft.words[0] not in people:
            end = draft.end
            if text[end : end + 2] in ("'s", "’s") and STATE_NOUN.match(text, end + 2):
                states.add(draft.words[0])
    for draft in drafts:
        if draft.type != "name" or len(draft.words) != 1 or draft.kind not in ("unknown", "place"):
            continue
        word = draft.words[0]
        if word in made or (word not in states and word not in people and STATE_NOUN.match(text, draft.end) and word.endswith(("an", "i", "ese", "ish"))):
            state = made.get(word) or text[draft.start : draft.end]
            _as_adjective(page, draft, state)
        elif word in states:
            draft.kind, draft.noun, draft.state = "state", "state", draft.state or text[draft.start : draft.end]
            own = text[draft.end : draft.end + 2] in ("'s", "’s")
            body = OF_STATE.match(text, draft.end + 2) if own else None
            gov = GOVERNMENT.match(text, draft.end + 2) if own else None
            if body:
                noun = fold(body["body"])
                draft.kind, draft.noun, draft.words, draft.end = "organisation", noun, (word, *noun.split()), body.end()
            elif gov:
                draft.end = gov.end()


def _as_adjective(page: _Page, draft: _Draft, state: str) -> None:
    body, gov = OF_STATE.match(page.text, draft.end), GOVERNMENT.match(page.text, draft.end)
    if body:
        noun = fold(body["body"])
        draft.kind, draft.noun, draft.state = "organisation", noun, state
        draft.words, draft.end = (fold(state), *noun.split()), body.end()
    elif gov:
        draft.kind, draft.noun, draft.state, draft.words, draft.end = "state", "state", state, (fold(state),), gov.end()
    else:
        draft.type, draft.state = "cue", state


def _join_names(page: _Page, drafts: list[_Draft], chains: list[_Chain]) -> None:
    """Chains of names: what the gazetteer knows, full names, then parts and short forms of them."""
    keys: dict[tuple, int] = {}
    surnames: defaultdict[str, list[int]] = defaultdict(list)
    names = [draft for draft in drafts if draft.type == "name"]
    first_names = {draft.words[0] for draft in names if draft.kind == "person" and len(draft.words) > 1}
    pairs = {draft.words for draft in names if draft.kind == "person" and len(draft.words) == 2}
    for draft in names:
        _office_beside(page, draft)
        if len(draft.words) == 2 and draft.words[1] in first_names:
            _without_epithet(page, draft)
        elif len(draft.words) == 3 and draft.words[1:] in pairs and draft.kind == "person" and "’" not in draft.words[0]:
            draft.start, draft.words = draft.start + page.text[draft.start : draft.end].index(" ") + 1, draft.words[1:]
        if draft.kind == "person" and len(draft.words) > 1:
            _add(draft, _person(draft, chains, surnames), chains)
        elif draft.known and draft.known != "?":
            _add(draft, keys.setdefault(("known", draft.known), len(chains)), chains)
        elif draft.noun == "ministry":
            continue
        elif draft.kind == "state":
            _add(draft, keys.setdefault(("state", fold(draft.state)), len(chains)), chains)
        elif len(draft.words) > 1:
            _add(draft, keys.setdefault(("name", draft.words), len(chains)), chains)
            short = SHORT_FORM.match(page.text, draft.end)
            if short:
                keys.setdefault(("name", (fold(short["short"]),)), draft.chain)
    given: defaultdict[str, set[int]] = defaultdict(set)
    for number, chain in enumerate(chains):
        for words in chain.names:
            if chain.kind == "person" and len(words) > 1:
                given[words[0]].add(number)
    initials = _initials(chains)
    genders: defaultdict[str, set[str]] = defaultdict(set)
    ranks: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for draft in names:
        if draft.gender and draft.words:
            genders[sound(draft.words[-1])].add(draft.gender)
        if draft.chain >= 0 and draft.words:
            ranks[sound(draft.words[-1])].append((draft.start, draft.chain))
    for draft in names:
        if draft.chain >= 0 or draft.noun == "ministry":
            continue
        word = draft.words[-1]
        key = sound(word)
        surface = page.text[draft.start : draft.end]
        place = draft.kind == "place" and len(draft.words) == 1 and not draft.titles
        person = draft.kind in ("person", "unknown") or surface.isupper()
        person = person or (place and surface not in page.gazetteer.words["place"])  # "at Dahl and his party"
        bearer = _bearer(draft, ranks[key], chains, len(genders[key]) > 1) if person and surnames.get(key) else None
        if bearer is not None:
            draft.kind = "person"
            _add(draft, bearer, chains)
        elif draft.kind in ("person", "unknown") and len(given[word]) == 1:
            _add(draft, next(iter(given[word])), chains)
        elif ("name", draft.words) in keys:
            _add(draft, keys[("name", draft.words)], chains)
        elif word in initials and draft.kind == "organisation":
            _add(draft, initials[word], chains)
        else:
            kind = "person" if draft.kind == "person" else "name"
            if draft.kind == "unknown" and ("person", draft.words) in keys:
                kind = "person"
            number = keys.setdefault((kind, draft.words), len(chains))
            if kind == "person":
                keys.setdefault(("name", draft.words), number)
            _add(draft, number, chains)


def _without_epithet(page: _Page, draft: _Draft) -> None:
    """"Tearful Anna" at the start of a sentence is Anna, where an Anna Lee is named."""
    word = page.text[draft.start : draft.end].split()[0]
    if word not in page.middle and draft.start in page.sentences:
        draft.start += len(word) + 1
        draft.words = draft.words[1:]


def _initials(chains: list[_Chain]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, chain in enumerate(chains):
        for words in chain.names:
            if chain.kind in ("organisation", "group") and len(words) > 2:
                found.setdefault("".join(word[0] for word in words if word not in ("of", "the", "for", "and", "on")), number)
    return found


def _add(draft: _Draft, number: int, chains: list[_Chain]) -> None:
    if number == len(chains):
        chains.append(_Chain())
    chain = chains[number]
    draft.chain = number
    if draft.words and draft.type == "name":
        chain.names.append(draft.words)
    if chain.kind == "unknown":
        chain.kind = draft.kind
    if draft.noun:
        chain.nouns.add(draft.noun)
    chain.titles.update(" ".join(draft.titles).split())
    chain.gender = chain.gender or draft.gender
    chain.state = chain.state or draft.state
    chain.known = chain.known or draft.known
    chain.number = draft.number if len(chain.names) <= 1 else chain.number
    if draft.owner is not None:
        chain.owner = draft.owner


def _person(draft: _Draft, chains: list[_Chain], surnames: dict[str, list[int]]) -> int:
    for number in surnames[sound(draft.words[-1])]:
        full = max(chains[number].names, key=len)
        clash = draft.gender and chains[number].gender and draft.gender != chains[number].gender
        if same_person(draft.words, full) and not clash:
            return number
    surnames[sound(draft.words[-1])].append(len(chains))
    return len(chains)


def _bearer(draft: _Draft, named: list[tuple[int, int]], chains: list[_Chain], both: bool) -> int | None:
    """Whose surname it is: of the full names with it (their places and chains), the last one before that gender
    allows; where a text has both a Mr and a Mrs of that name, gender has to be told."""

    def fits(chain: _Chain) -> bool:
        if not draft.gender or chain.kind != "person":
            return chain.kind == "person"
        return chain.gender == draft.gender or (not chain.gender and not both)

    fitting = [(start, number) for start, number in named if fits(chains[number])]
    if not fitting:
        return None
    before = [number for start, number in fitting if start < draft.start]
    return before[-1] if before else fitting[0][1]


def _office_beside(page: _Page, draft: _Draft) -> None:
    """The office in apposition: "Ann Lee, director of the clinic" and "The rebels' spokesman, Tom Hill"."""
    if draft.kind not in ("person", "unknown") or not draft.words:
        return
    text, roles = page.text, page.gazetteer.roles
    if text[draft.end : draft.end + 1] == ",":
        match = APPOSITION.match(text, draft.end)
        if match:
            phrase = fold(match["phrase"]).split()
            told = len(draft.words) > 1 or draft.kind == "person" or match["phrase"].split()[0].lower() in ("a", "an", "the")
            if told and phrase and phrase[-1] in roles["role"] and not any(c.isupper() for c in match["phrase"].split()[-1]):
                office = [w for w in phrase if w not in DETERMINERS]
                draft.titles = (*draft.titles, *office, *(fold(match["of"] or "").split()[-3:]))
                draft.gender = draft.gender or _gender(page.gazetteer, office)
                draft.kind = "person"
    at = draft.start
    if text[max(0, at - 2) : at] == ", ":
        match = BEFORE.search(text, max(0, at - 130), at)
        if match:
            phrase = [w for w in fold(PREPOSITION.split(match["phrase"])[0]).split() if w not in DETERMINERS]
            if phrase and phrase[-1] in roles["role"]:
                draft.titles = (*phrase, *draft.titles)
                draft.gender = draft.gender or _gender(page.gazetteer, phrase)
                draft.kind = "person"


# --- descriptions and pronouns ----------------------------------------------------------------------------------


def _resolve(
    page: _Page, paragraphs: Sequence[Sequence], drafts: list[_Draft], sources: Sequence[Span], chains: list[_Chain]
) -> list[_Draft]:
    """Heads of the source mentions, then descriptions and pronouns in order of the text."""
    spans = sorted({(start, end) for start, end in sources if start is not None})
    names = [draft for draft in drafts if draft.type == "name"]
    starts = [draft.start for draft in names]
    extra: list[_Draft] = []
    for start, end in spans:
        inside = names[bisect_right(starts, start - 6) : bisect_right(starts, end)]
        extra += _heads(page, start, end, [d for d in inside if start <= d.end <= end + 1 and d.start >= start - 5])
    covered = [(draft.start, draft.end) for draft in extra]
    extra += _small_words(page, paragraphs, [*covered, *((d.start, d.end) for d in names)])
    everything = sorted([*drafts, *extra], key=lambda draft: (draft.start, -draft.end))
    seen = _Seen(page, chains)
    kept = []
    added = {id(draft) for draft in extra}
    for draft in everything:
        if draft.chain < 0 and draft.type != "cue":
            if id(draft) not in added and draft.type != "name":
                continue
            draft.sentence = draft.sentence or bisect_right(page.sentences, draft.start)
            draft.inside = _within(page.marks, draft.start)
            seen.settle(draft)
        seen.note(draft)
        if draft.chain >= 0:
            kept.append(draft)
    return kept


def _small_words(page: _Page, paragraphs: Sequence[Sequence], taken: list[Span]) -> list[_Draft]:
    """Pronouns of persons, and definite descriptions, outside the source mentions."""
    roles = page.gazetteer.roles
    taken = sorted(taken)
    found = []
    for start, end, *_ in paragraphs:
        for match in PRONOUN.finditer(page.text, start, end):
            if not _covers(taken, match.start()):
                found.append(_pronoun(match.start(), match.end(), match.group()))
        for match in DESCRIPTION.finditer(page.text, start, end):
            noun = fold(match["noun"])
            if (noun in roles["body"] or noun in roles["role"] or noun in roles["government"]) and not _covers(taken, match.start()):
                found.append(_Draft(match.start(), match.end(), type="definite", noun=noun))
    return found


def _covers(spans: list[Span], at: int) -> bool:
    place = bisect_right(spans, (at, 10**12)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def _pronoun(start: int, end: int, word: str, speaks: bool = False) -> _Draft:
    gender, number = PRONOUNS[word.lower()]
    return _Draft(start, end, "pronoun", "person" if gender in "mf" and gender else "unknown", (), word.lower(),
                  gender=gender, number=number or "singular", speaks=speaks)


JOINED = re.compile(r"\s(?:and|as well as)\s(?=(?:the\s)?\S*[A-Z])")


def _heads(page: _Page, start: int, end: int, names: list[_Draft]) -> list[_Draft]:
    """Mark the names that a source mention comes down to; where it names nobody, give drafts of its description."""
    text = page.text
    words = text[start:end]
    if words.lower() in PRONOUNS:
        return [_pronoun(start, end, words, speaks=True)]
    for joint in JOINED.finditer(text, start, end):
        left = [d for d in names if d.end in (joint.start(), joint.start() - 1)]
        right = [d for d in names if d.start >= joint.end()]
        if left and right and not any(d.start < joint.start() < d.end for d in names) and _is_head(page, start, left[0]) and _is_head(page, joint.end(), right[0]):
            return _heads(page, start, joint.start(), [d for d in names if d.end <= joint.start()]) + _heads(
                page, joint.end(), end, right
            )
    core = _core(text, start, end, names)
    head = next((d for d in names if d.start < core and _is_head(page, start, d) and _ends(page, d, core)), None)
    noun = _head_noun(text, start, core)
    document = noun in page.gazetteer.roles["document"]
    if head is None and not document:
        later = [d for d in names if d.start >= core and d.kind in ("person", "unknown") and _after_comma(text, core, d)]
        head = later[0] if later else None
    if document:
        by = re.search(r"\s(?:by|from|of)\s", text[start:end])
        if by and any(d.start >= start + by.end() for d in names):
            return _heads(page, start + by.end(), end, [d for d in names if d.start >= start + by.end() - 5])
        owners = [d for d in names if d.kind != "place" and (not by or d.start > start + by.start()) and not (d.kind == "state" and not by)]
        if owners:
            owners[-1 if not by else 0].speaks = True
            return []
        part = re.search(r"\s(?:by|from|of)\s(the\s[\w\s-]+)$", text[start:end])
        if part:
            at = start + part.start(1)
            return [_Draft(at, end, "description", noun=_head_noun(text, at, end), speaks=True)]
    if head:
        head.speaks = True
        if head.kind == "person" or head.titles:
            return []
        return []
    return [_lone_name(page, start, core) or _description(page, start, core, noun, names)]


def _lone_name(page: _Page, start: int, end: int) -> _Draft | None:
    """A word that speaks, begins its sentence and stands nowhere else, and is no noun for people, is a name."""
    word = _bare(page.text[start:end])
    roles = page.gazetteer.roles
    folded = fold(word)
    known = folded in roles["people"] or folded in roles["role"] or folded in roles["body"] or folded in roles["document"]
    if not re.fullmatch(WORD, word) or known or folded.endswith("s") or folded in page.lower or word in _common():
        return None
    return _Draft(start, start + len(word), words=(folded,), speaks=True)


def _core(text: str, start: int, end: int, names: list[_Draft]) -> int:
    """Where the first noun phrase of a source mention ends: at a comma or a clause that is not within a name."""
    for match in re.finditer(r",|\s(?:who|which|whose|speaking|that)\b|\s\(", text[start:end]):
        at = start + match.start()
        if not any(d.start < at < d.end for d in names):
            return at
    return end


def _is_head(page: _Page, start: int, draft: _Draft) -> bool:
    """Whether between the start of a phrase and a name in it there is no preposition: the name is its head."""
    between = page.text[start : max(start, draft.start)]
    office = re.sub(r"(?i)\b(?:secretary|speaker|chief|chancellor)(?:-|\s)of(?:-|\s)(?:the\s)?(?!the\b)\w+\s", "", between)
    return not PREPOSITION.search(" " + office) and not office.rstrip().endswith(",")


def _ends(page: _Page, draft: _Draft, core: int) -> bool:
    """Whether nothing but a phrase that describes it follows a name in its noun phrase."""
    after = page.text[draft.end : core].strip(" .")
    if not after or after[0] == "(":
        return True
    if after in ("himself", "herself", "itself", "news agency", "agency", "TV", "television", "newspaper"):
        return True
    return bool(PREPOSITION.match(" " + after + " "))


def _after_comma(text: str, core: int, draft: _Draft) -> bool:
    between = text[core : draft.start]
    return between.count(",") == 1 and not PREPOSITION.search(between)


def _head_noun(text: str, start: int, end: int) -> str:
    phrase = PREPOSITION.split(text[start:end] + " ")[0]
    phrase = re.split(r"\s(?:released|published|issued|seen|obtained|carried)\b", phrase)[0]
    words = fold(phrase).split()
    return words[-1] if words else ""


def _description(page: _Page, start: int, end: int, noun: str, names: list[_Draft]) -> _Draft:
    roles = page.gazetteer.roles
    phrase = fold(page.text[start:end])
    draft = _Draft(start, end, "description", noun=noun, speaks=True)
    singular = noun[:-1] if noun.endswith("s") else noun
    if noun in roles["role"]:
        draft.kind = "person"
    elif noun in roles["people"] or (noun.endswith("s") and singular in roles["role"]):
        draft.kind, draft.number = "group", "plural"
    elif noun in roles["body"]:
        draft.kind = "organisation"
    elif noun.endswith("s") and not noun.endswith("ss"):
        draft.kind, draft.number = "group", "plural"
    content = [w for w in phrase.split() if w not in DETERMINERS and w not in _common_lower()]
    draft.titles = tuple(content)
    draft.gender = _gender(page.gazetteer, [noun])
    owner = next((d for d in names if d.start <= start + 8 and page.text[d.end : d.end + 2] in ("'s", "’s")), None)
    if owner is not None:
        draft.owner = owner.chain
        draft.titles = tuple(w for w in content if w not in owner.words and w != fold(owner.state))
    state = next((page.gazetteer.adjectives[w] for w in content if w in page.gazetteer.adjectives), "")
    draft.state = state or (owner.state if owner else "")
    draft.titles = tuple(w for w in draft.titles if w not in page.gazetteer.adjectives)
    return draft


class _Seen:
    """Who has been mentioned so far: what descriptions and pronouns are resolved against."""

    def __init__(self, page: _Page, chains: list[_Chain]) -> None:
        self.page, self.chains = page, chains
        self.mentions: list[_Draft] = []  # outside quotation marks, in order
        self.bodies: dict[str, int] = {}  # noun -> the last body that it fits
        self.states: Counter[str] = Counter()
        self.government = ""
        self.fields: dict[str, str] = {}  # field of a ministry -> its state
        self.described: dict[str, int] = {}
        self.offices: dict[str, list[int]] | None = None
        self.ministries: dict[tuple[str, str], int] = {}

    def note(self, draft: _Draft) -> None:
        """Take in a mention that has its chain."""
        if draft.state and (draft.type == "cue" or draft.kind in ("state", "organisation")):
            prior = _word_before(self.page.text, draft.start)
            self.states[draft.state] += 0 if prior in PLACED or prior in TOWARDS else 1
        if draft.chain < 0:
            return
        if draft.kind == "state" and draft.end - draft.start > len(draft.state) + 2:
            self.government = draft.state
        if not draft.inside:
            self.mentions.append(draft)
        if draft.kind in ("organisation", "group", "unknown") and draft.type == "name":
            for noun in self.chains[draft.chain].nouns:
                self.bodies[noun] = draft.chain
        elif draft.type == "description" and draft.noun:
            self.described[draft.noun] = draft.chain

    def settle(self, draft: _Draft) -> None:
        """Give a ministry, a description or a pronoun its chain; a new one where nothing is sure."""
        if draft.noun == "ministry" and draft.type == "name":
            number = self._ministry(draft)
        elif draft.type == "name":
            number = next((n for n, chain in enumerate(self.chains) if draft.words in chain.names), None)
        elif draft.type == "pronoun":
            number = self._antecedent(draft)
            if number is None and not draft.speaks:
                return
        else:
            number = self._described(draft)
            if number is None and draft.type == "definite":
                return
            draft.type = "description"
        if number is None:
            number = len(self.chains)
        if number < len(self.chains) and draft.type != "name":
            chain = self.chains[number]
            draft.kind = chain.kind if chain.kind != "unknown" else draft.kind
            sure = draft.speaks or (self.mentions and self.mentions[-1].sentence == draft.sentence)
            if draft.type == "pronoun" and draft.gender in ("m", "f") and sure:
                chain.gender = chain.gender or draft.gender
                chain.kind = "person" if chain.kind == "unknown" else chain.kind
            draft.chain = number
            return
        _add(draft, number, self.chains)

    def _ministry(self, draft: _Draft) -> int:
        field = draft.words[1] if len(draft.words) > 1 else ""
        if draft.state and not _state_of(self.page, draft.state):
            owner = next((m for m in reversed(self.mentions) if m.kind == "person" and m.words and m.words[-1] == fold(draft.state)), None)
            if owner is not None:  # "Mr Dahl's ministry"
                return self._ministry_of(owner.chain, draft)
        state = draft.state or self.fields.get(field) or self._state()
        draft.state = state
        if field:
            self.fields[field] = state
        return self._ministry_number(draft, field, state)

    def _ministry_number(self, draft: _Draft, field: str, state: str) -> int:
        draft.words = ("ministry", field) if field else ("ministry",)
        return self.ministries.setdefault((field, fold(state)), len(self.chains))

    def _ministry_of(self, owner: int, draft: _Draft) -> int | None:
        """The ministry of a minister, known by the office."""
        titles = self.chains[owner].titles
        fields = [w for w in ("defence", "foreign", "interior", "finance", "health", "justice", "energy", "home",
                              "education", "transport", "trade", "agriculture", "culture", "information", "oil",
                              "environment", "economy") if w in titles]
        if "minister" not in titles or len(fields) != 1:
            return None
        field = fields[0]
        state = self.chains[owner].state or self.fields.get(field) or self._state()
        draft.kind, draft.noun, draft.state, draft.owner = "organisation", "ministry", state, None
        self.fields[field] = state
        number = self._ministry_number(draft, field, state)
        if draft.type != "name":
            if number == len(self.chains):
                self.chains.append(_Chain("organisation", [("ministry", field)], {"ministry"}, state=state))
        self.bodies["ministry"] = number
        return number

    def _state(self) -> str:
        return self.states.most_common(1)[0][0] if self.states else ""

    def _described(self, draft: _Draft) -> int | None:
        text = self.page.text
        first = text[draft.start : draft.end].split()[0]
        determiner = fold(first)
        noun = draft.noun
        roles = self.page.gazetteer.roles
        if determiner in ("his", "her", "its", "their"):
            return self._possessed(draft, determiner)
        if determiner in ("a", "an", "another", "some", "one", "two") or (draft.number == "plural" and determiner != "the"):
            return None
        if noun in ("government", "state", "regime", "administration") and draft.kind != "person":
            return self._government(draft)
        if noun == "ministry":
            if draft.owner is not None:
                return self._ministry_of(draft.owner, draft)
            return self.bodies.get("ministry")
        if noun in roles["body"] and noun not in roles["role"]:
            return self._body(draft, noun)
        if noun in roles["role"] and (determiner == "the" or draft.owner is not None or draft.state):
            return self._office(draft)
        return self.described.get(noun) if determiner == "the" else None

    def _government(self, draft: _Draft) -> int | None:
        state = draft.state or self.government or self._state()
        if not state:
            return None
        draft.kind, draft.state = "state", state
        found = next((n for n, c in enumerate(self.chains) if c.kind == "state" and fold(c.state) == fold(state)), None)
        if found is None:
            self.chains.append(_Chain("state", [], {"state"}, state=state))
            found = len(self.chains) - 1
        return found

    def _body(self, draft: _Draft, noun: str) -> int | None:
        modified = len(draft.titles) > 1
        last = self.bodies.get(noun)
        if last is None:
            last = next((self.bodies[n] for n in SYNONYMS.get(noun, ()) if n in self.bodies), None)
        if last is None and not modified and noun in ("group", "movement", "organisation", "militia"):
            last = next((m.chain for m in reversed(self.mentions) if m.kind == "group" and m.type == "name"), None)
        if last is None and draft.type == "description" and noun in ("hospital", "university", "company", "church", "school"):
            ahead = [n for n, c in enumerate(self.chains) if noun in c.nouns and c.kind == "organisation" and c.names]
            last = ahead[0] if len(ahead) == 1 else None
        return last

    def _office(self, draft: _Draft) -> int | None:
        """The one person whose office has every word of the description; else the last one described by its noun."""
        want = {w for w in draft.titles if w not in _SLIGHT} or {draft.noun}
        if len(draft.titles) <= 1 and draft.noun in self.described and draft.noun in _PLAIN:
            return self.described[draft.noun]
        of = re.search(r"\s(?:of|for|at)\s(.+)$", self.page.text[draft.start : draft.end])
        if of:
            last = fold(of[1]).split()[-1:]
            want = {w for w in fold(self.page.text[draft.start : draft.start + of.start()]).split() if w not in DETERMINERS and w not in _SLIGHT}
            want |= set(last)
        accepted = {draft.noun, *SYNONYMS.get(draft.noun, ())}
        fitting = [
            n
            for n, chain in enumerate(self.chains)
            if chain.kind == "person"
            and chain.names
            and chain.titles & accepted
            and (want - {draft.noun}) <= chain.titles
            and not (draft.state and chain.state and fold(chain.state) != fold(draft.state))
        ]
        if len(want) == 1 and draft.noun in _PLAIN:
            return None
        if draft.type == "definite" or len(want) == 1:
            before = [m.chain for m in self.mentions if m.chain in fitting]
            if draft.type == "definite" and len(set(before)) != 1:
                return None
            if before and len(fitting) > 1:
                fitting = [before[-1]]
        if len(fitting) == 1:
            return fitting[0]
        return self.described.get(draft.noun) if not fitting else None

    def _possessed(self, draft: _Draft, determiner: str) -> int | None:
        gender, number = PRONOUNS[determiner]
        at = _Draft(draft.start, draft.start + len(determiner), "pronoun", noun=determiner, gender=gender, number=number,
                    sentence=draft.sentence, inside=draft.inside)
        owner = self._antecedent(at)
        if owner is None:
            return None
        noun = draft.noun
        if noun == "ministry":
            return self._ministry_of(owner, draft)
        if noun == "government" and self.chains[owner].state:
            draft.state = self.chains[owner].state
            return self._government(draft)
        draft.owner = owner
        if noun == "office" and self.chains[owner].names:
            draft.kind = "organisation"
            found = next((n for n, c in enumerate(self.chains) if c.owner == owner and "office" in c.nouns), None)
            if found is None:
                self.chains.append(_Chain("organisation", [], {"office"}, owner=owner))
                found = len(self.chains) - 1
            return found
        return None

    def _antecedent(self, draft: _Draft) -> int | None:
        """Who a pronoun means: in its own sentence the nearest subject or speaker before it, else the speaker,
        subject or last candidate of the nearest sentence before it that has one."""
        wanted = draft.noun
        if wanted in ("we", "i", "you"):
            return None
        reach = REACH if draft.speaks else 1
        if not draft.speaks and (draft.inside or self._another_before(draft)):
            return None
        by_sentence: dict[int, list[_Draft]] = {}
        for mention in reversed(self.mentions):
            if mention.sentence < draft.sentence - reach:
                break
            if mention.end <= draft.start and self._fits(mention, draft):
                by_sentence.setdefault(mention.sentence, []).insert(0, mention)
        for sentence in sorted(by_sentence, reverse=True):
            candidates = by_sentence[sentence]
            if wanted in ("who", "which"):
                return candidates[-1].chain if sentence == draft.sentence else None
            speakers = [m for m in candidates if m.speaks or SAID.match(self.page.text, m.end)]
            if speakers:
                return speakers[-1].chain
            if sentence == draft.sentence and draft.noun in ("his", "her", "its", "their"):
                return candidates[-1].chain
            free = [m for m in candidates if not self._in_phrase(m)]
            return (free[0] if free else candidates[-1]).chain
        return None

    def _another_before(self, draft: _Draft) -> bool:
        """Whether the sentence speaks of somebody without a name before the pronoun: "the sailor who lost his boat"."""
        sentences, roles = self.page.sentences, self.page.gazetteer.roles
        start = sentences[draft.sentence - 1] if draft.sentence else 0
        named = [(m.start - 60, m.end + 60) for m in self.mentions[-3:] if m.kind == "person" and m.sentence == draft.sentence]
        for match in re.finditer(r"[a-z][\w-]+", self.page.text[start : draft.start]):
            word = match.group()
            if (word in roles["role"] or word.endswith(("man", "woman"))) and not any(
                a <= start + match.start() <= b for a, b in named
            ):
                return True
        return False

    def _fits(self, mention: _Draft, pronoun: _Draft) -> bool:
        chain = self.chains[mention.chain]
        kind = mention.kind if mention.kind != "unknown" else chain.kind
        gender = mention.gender or chain.gender
        if pronoun.gender in ("m", "f"):
            if mention.type == "description" and kind == "group":
                return False
            speaker = kind == "unknown" and mention.type == "name" and SAID.match(self.page.text, mention.end)
            return (kind == "person" or bool(speaker)) and gender in ("", pronoun.gender)
        if pronoun.gender == "n":
            return kind in ("organisation", "state", "group") and mention.number != "plural"
        if pronoun.noun == "who":
            return kind == "person"
        return kind == "group" or mention.number == "plural" or (kind == "organisation" and mention.speaks)

    def _in_phrase(self, mention: _Draft) -> bool:
        """Whether a name stands after a preposition or as a possessor, so that it is no subject."""
        text = self.page.text
        before = _word_before(text, mention.start)
        return before in ("of", "in", "by", "for", "with", "to", "from", "at", "against", "on") or text[
            mention.end : mention.end + 2
        ] in ("'s", "’s")


def source_type(words: str, kind: str, plural: bool, named: bool, gazetteer: Gazetteer) -> str:
    """The type of a source after Spangher et al. (2023).

    Parameters
    ----------
    words
        The source mention as worded.
    kind
        The kind of who is meant: that of the entity, else of the mention.
    plural
        Whether many are meant ("US officials" are unnamed, whosever they are).
    named
        Whether an entity is meant.

    Returns
    -------
    named_individual, unnamed_individual, named_group, unnamed_group or document.
    """
    first = re.split(r",|\s(?:who|which)\b", words)[0]
    noun = _head_noun(first, 0, len(first))
    if noun in gazetteer.roles["document"] and not first.split()[-1][:1].isupper():
        return "document"
    group = kind != "person" and (kind != "unknown" or plural or named)
    return ("named" if named and not (plural and kind != "person") else "unnamed") + ("_group" if group else "_individual")


_SLIGHT = frozenset("senior top former the a an its his her their new local town main country".split())
_PLAIN = frozenset("official officer man woman source person spokesman spokeswoman spokesperson boy girl resident witness".split())
