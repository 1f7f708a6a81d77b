"""Names in the text of one article: capitals, titles, ministries and what the words around them tell of their kind.

A name begins a run of capitalised words; what the gazetteer knows it is, what ends on a noun for bodies or places is
one, and what bears a title or an office is a person. A word that only begins a sentence has to show that it is a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from crossread import lists
from crossread.gazetteer import Gazetteer
from crossread.names import fold

UPPER = "A-ZÀ-ÖØ-ÞĀĆČĐĒĞİŁŃŌŚŞŠŪŹŻŽ"
WORD = rf"(?:(?:[{UPPER}]\.){{2,}}|[{UPPER}]\.(?=\s[{UPPER}])|[{UPPER}][\w]*(?:['’.-]\w+)*)"
ARABIC = rf"(?:[Aa]l|[Ee]l|[Aa]s|[Aa]d|[Aa]t|[Aa]sh|[Aa]n|[Aa]r|[Aa]z|ul)-[{UPPER}][\w]*(?:['’-]\w+)*"
ADDRESS = r"(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Rep|Sen|Gov|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Brig|St|Lt|Supt)\."
ONE = rf"(?:{ADDRESS}(?=\s)|{ARABIC}|{WORD})"
PARTICLE = r"(?:de|da|di|du|del|della|dos|von|van|der|den|la|le|bin|ibn|bint|al|el|ul|ter|zu)"
RUN = re.compile(rf"(?<![\w'’-]){ONE}(?:\s(?:{PARTICLE}\s){{0,2}}{ONE}){{0,11}}")
TOKEN = re.compile(rf"{ONE}|{PARTICLE}(?=\s)")
BOUNDARY = re.compile(r"(?<![.!?…])[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
MARKED = re.compile(r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|(?<!\w)‘(?:[^’]|’(?=\w))*(?:’|$)|(?<![\w'])'(?=\w)[^']*'(?!\w)")
OPENING = "\"“‘'(["
PLACED = frozenset(
    ["in", "at", "near", "outside", "around", "inside", "across", "off", "towards", "toward", "throughout"]
)
TOWARDS = frozenset(["from", "to", "into", "leaving", "through", "via", "over"])
DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "another",
        "one",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
    ]
)
MINISTRY = re.compile(
    rf"(?:(?P<owner>[{UPPER}][\w.-]*)(?P<own>['’]s)?\s)?(?:(?P<field>[A-Za-z]+)\s)?[Mm]inistry\b"
    rf"(?:\s(?:of|for)\s(?:the\s)?(?P<of>[A-Z]\w+)(?:\sof\s(?P<of_state>[A-Z]\w+))?)?(?:\sin\s(?P<city>[{UPPER}]\w+))?"
)
BODY_OF_STATE = (
    r"(?:air\sforces?|armed\sforces|army|navy|military|parliament|police|general\sstaff|security\sforces"
    r"|special\sforces|opposition|supreme\scourt|central\sbank|embassy|consulate|defence|secret\sservice)"
)
OF_STATE = re.compile(rf"\s(?P<body>{BODY_OF_STATE})\b", re.IGNORECASE)
GOVERNMENT = re.compile(r"\s(?:government|regime|officials|authorities|administration|leadership|side)\b(?!-)")
AFTER_PERSON = re.compile(r",\s(?:\d{1,2}\b|who\b|whom\b|whose\b)")


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
    lower: frozenset[str]
    middle: frozenset[str]


# --- the page ---------------------------------------------------------------------------------------------------

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
                if initial and match.group().endswith(("'s", "’s")) and names[0] not in gazetteer.words["start"]:
                    initial = False  # what owns something is a name
                middle.update(without_possessive(name) for name in (names[1:] if initial else names))
    return Page(text, gazetteer, sentences, marks, frozenset(lower), frozenset(middle)), runs


def without_possessive(word: str) -> str:
    """A word without the ending of a possessor."""
    return re.sub(r"['’]s?$", "", word)


def is_within(spans: list[Span], at: int) -> bool:
    """Whether ``at`` lies inside one of the sorted ``spans``."""
    place = bisect_right(spans, (at, len(spans) and 10**12)) - 1
    return place >= 0 and spans[place][0] < at < spans[place][1]


def is_covered(spans: list[Span], at: int) -> bool:
    """Whether ``at`` lies in one of the sorted ``spans``, its first character included."""
    place = bisect_right(spans, (at, 10**12)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


NAMED_LIKE_MONTHS = ("Jan", "May", "June", "April")  # a person's name too, where no number follows
NUMBER_AFTER = re.compile(r"\.?\s*\d")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Function words and beginnings of sentences, capitalised."""
    starts = lists.words("sentence_start")
    return frozenset(starts | {word.capitalize() for word in lists.words("function")})


# --- names ------------------------------------------------------------------------------------------------------


def find_ministries(page: Page, paragraphs: Sequence[Sequence]) -> list[Draft]:
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


def _ministry(page: Page, match: re.Match) -> Draft | None:
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
    if owner and (owner in common_words() or owner in gazetteer.words["start"]):
        owner, start = "", match.start("field") if match["field"] else start
    state = state_named(page, owner or match["of_state"] or match["city"] or "")
    if match["own"] and owner and not state:
        state = without_possessive(owner)
    elif owner and not state:
        state = owner
    state = state or (match["of_state"] or match["city"] or "")
    if not subject and not owner:
        return None  # "the ministry": a description
    start = min(start, match.start("owner")) if owner else start
    end = match.end()
    return Draft(
        start,
        end,
        kind="organisation",
        words=("ministry", subject) if subject else ("ministry",),
        noun="ministry",
        state=state,
        known="" if subject else "?",
    )


def _is_field(page: Page, word: str) -> bool:
    return word in page.gazetteer.roles["modifier"] or word not in common_lower()


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


def find_names(page: Page, runs: list[Run], taken: list[Draft]) -> list[Draft]:
    """The names in runs of capitalised words, those ``taken`` left out."""
    spans = [(draft.start, draft.end) for draft in taken]
    found: list[Draft] = []
    carried: tuple[str, ...] = ()  # an office at the end of a run that "of" joins to the next
    for number, (start, end, initial, capitals) in enumerate(runs):
        place = bisect_right(spans, (start, 10**12)) - 1
        if place >= 0 and spans[place][0] <= start < spans[place][1]:
            continue
        if place + 1 < len(spans) and start < spans[place + 1][0] < end:
            end = start + len(page.text[start : spans[place + 1][0]].rstrip())
        if found and start < found[-1].end:
            continue
        end = _connected(page, runs, number, start, end)
        carried = _read_run(page, start, end, initial, capitals, carried, found)
    return found


JOINED_NAME = re.compile(r"\s(?:of|for|on|and)\s")
JOINING = re.compile(r"\s(?:of|for|on)\s")
COMPOUND = re.compile(r"-(?:[a-z]+ed|led|held|run|born|wide|owned|era)$")  # "Cairo-based"
CONNECTOR = re.compile(r"\s(?:of|for|on|in|and|&)(?:\sthe)?\s(?=[A-Z])")
AND = re.compile(r"\s(?:and|&)\s(?=[A-Z])")


def _connected(page: Page, runs: list[Run], number: int, start: int, end: int) -> int:
    """The end of a name that goes on after "of", "for" or "and": a body's name, or one that the gazetteer knows."""
    text, words = page.text, page.gazetteer.words
    for _, following_end, *_ in runs[number + 1 : number + 4]:
        joint = CONNECTOR.match(text, end)
        if not joint or text[joint.end() : following_end].split()[0] in words["calendar"]:
            break
        last = text[start:end].split()[-1]
        whole = page.gazetteer.find(without_possessive(text[start:following_end]))
        is_and = AND.match(text, end)
        head = (
            last in words["organisation"]
            and last not in ("News", "TV", "Times", "Post", "Press")
            and joint.group().split()[0] in ("of", "for", "on")
        )
        if not whole and (is_and or not head) and not (is_and and " for " in text[start:end]):
            break
        end = following_end
    return end


def _read_run(
    page: Page, start: int, end: int, initial: bool, capitals: bool, carried: tuple[str, ...], found: list[Draft]
) -> tuple[str, ...]:
    """Add the names in a run of capitals; give the office it ends on, if it is one and nothing else."""
    text, words = page.text, page.gazetteer.words
    single = text[start:end]
    if (initial and (single in words["start"] or single in common_words())) or re.match(r"I(?:['’]|$)", single):
        return ()
    tokens = [(match.group(), match.start(), match.end()) for match in TOKEN.finditer(text, start, end)]
    if not tokens:
        return ()
    if JOINED_NAME.search(single):
        tokens = [(word.group(), start + word.start(), start + word.end()) for word in re.finditer(r"\S+", single)]
    segments: list[list[tuple[str, int, int]]] = [[]]
    whole = page.gazetteer.find(without_possessive(single))
    for token in tokens:
        bare = without_possessive(token[0])
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
                draft.state = state_named(page, owner)
            found.append(draft)
        owner = segment[-1][0] if segment else ""
    return office if CONNECTOR.match(text, end) else ()


def _read_name(
    page: Page, tokens: list[tuple[str, int, int]], initial: bool, capitals: bool, carried: tuple[str, ...]
) -> tuple[Draft | None, tuple[str, ...]]:
    text, gazetteer = page.text, page.gazetteer
    words, roles = gazetteer.words, gazetteer.roles
    entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    while tokens and not entry:  # what stands before a name and is none
        word = tokens[0][0]
        office = len(tokens) > 1 and (
            fold(word) in roles["honorific"] or fold(word) in roles["role"] or tokens[-1][0] in words["organisation"]
        )
        begins = initial and (
            word in common_words()
            or (not office and (word in words["start"] or (word not in page.middle and word.lower() in page.lower)))
        )
        if not (begins or word in words["calendar"] or word in words["acronym"] or word in ("The", "A", "An")):
            break
        tokens, initial = tokens[1:], initial and len(tokens) > 2
        entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    while tokens and not entry and (tokens[-1][0] in words["calendar"] or tokens[-1][0] in words["acronym"]):
        if len(tokens) > 1 and tokens[-1][0] in NAMED_LIKE_MONTHS and not NUMBER_AFTER.match(text, tokens[-1][2]):
            break
        tokens = tokens[:-1] if tokens[-1][0] != "TV" or len(tokens) == 1 else tokens
        if tokens and tokens[-1][0] == "TV":
            break
        entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    if not tokens:
        return None, ()
    if entry:
        return _known(page, tokens, entry), ()
    folded = [fold(token[0]) for token in tokens]
    if len(tokens) > 1 and " ".join(folded[:2]).removesuffix("s") in gazetteer.adjectives:  # "North Korean"
        both = (text[tokens[0][1] : tokens[1][2]], tokens[0][1], tokens[1][2])
        tokens, folded = [both, *tokens[2:]], [" ".join(folded[:2]), *folded[2:]]
        if len(tokens) == 1:
            return _single(page, both, initial), ()
    if len(tokens) > 1 and tokens[0][0].startswith("State") and word_before(text, tokens[0][1]) == "of":
        tokens, folded = tokens[1:], folded[1:]  # "Secretary of State Ann Lee"
        carried = carried or ("secretary",)
    last_title = _last_title(page, tokens, folded)
    if last_title == len(tokens) - 1:
        return None, tuple(folded)
    titles = tuple(folded[: last_title + 1])
    if carried and last_title < 0 and word_before(text, tokens[0][1]) != "of":
        titles = carried
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


def _repeated(page: Page, tokens: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
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


def _last_title(page: Page, tokens: list[tuple[str, int, int]], folded: list[str]) -> int:
    """The last word that is an office or a form of address, -1 where there is none."""
    roles, words = page.gazetteer.roles, page.gazetteer.words
    found = -1
    for number, word in enumerate(folded):
        parts = word.split()
        if parts and (parts[-1] in roles["role"] or parts[-1] in roles["honorific"]):
            rest = tokens[number + 1 :]
            if number and tokens[number - 1][0] in ("of", "for"):
                break
            if rest and (
                rest[0][0] in words["organisation"]
                or rest[-1][0] in words["organisation"]
                or rest[0][0] in ("of", "for")
            ):
                continue
            found = number
        elif word not in roles["modifier"] and word not in page.gazetteer.adjectives and found >= 0:
            break
    return found


def _known(page: Page, tokens: list[tuple[str, int, int]], entry) -> Draft | None:
    """A name that the gazetteer knows; a capital or seat of government is the state unless something is *in* it."""
    text = page.text
    start, end = tokens[0][1], tokens[-1][2]
    name = text[start:end]
    if entry.entity_type == "state":
        prior = word_before(text, start)
        if prior == "the":
            prior = word_before(text, start - 4)
        if entry.by != "name" and (prior in PLACED or prior in TOWARDS):
            return Draft(start, end, kind="place", words=tuple(fold(name).split()), noun="city")
        body = OF_STATE.match(text, end + 2 if text[end : end + 2] in ("'s", "’s") else end)
        if body:
            return _of_state(page, start, body, entry.name)
        gov = GOVERNMENT.match(text, end + 2 if text[end : end + 2] in ("'s", "’s") else end)
        return Draft(
            start,
            gov.end() if gov else end,
            kind="state",
            words=(fold(entry.name),),
            noun="state",
            state=entry.name,
            known=entry.name,
            number="plural" if gov and gov.group().strip() in ("officials", "authorities") else "singular",
        )
    return Draft(
        start, end, kind=entry.entity_type, words=tuple(fold(entry.name).split()), noun=entry.noun, known=entry.name
    )


def _of_state(page: Page, start: int, body: re.Match, state: str) -> Draft:
    noun = fold(body["body"]).replace("air forces", "air force")
    adjective = page.gazetteer.adjective_of.get(state, state)
    return Draft(
        start, body.end(), kind="organisation", words=(*fold(adjective).split(), *noun.split()), noun=noun, state=state
    )


def word_before(text: str, at: int) -> str:
    """The word that ends before ``at``, in small letters."""
    words = text[max(0, at - 24) : max(0, at)].split()
    return words[-1].lower() if words else ""


def _single(page: Page, token: tuple[str, int, int], initial: bool) -> Draft | None:
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
            return Draft(
                start,
                gov.end(),
                kind="state",
                words=(fold(state),),
                noun="state",
                state=state,
                known=state,
                number="plural" if plural else "singular",
            )
        return Draft(start, end, type="cue", state=state)
    if folded.endswith("s") and folded[:-1] in gazetteer.adjectives:
        return Draft(start, end, type="cue", state=gazetteer.adjectives[folded[:-1]])  # "the Ruritanians"
    if word in words["adjective"] or word in words["document"] or any(c.isdigit() for c in word) or len(word) < 2:
        return None
    if word == "State" and word_before(text, start) == "of":
        return None
    if "-" in word and all(part in page.middle for part in word.split("-")):
        return None  # "the Lee-Brekke talks"
    if "-" in word and any(fold(part) in gazetteer.adjectives for part in word.split("-")):
        return None
    if "-" in word and word.rsplit("-", 1)[1].islower() and not re.search(r"-(?:e|i|al|ul|en|on|sur|upon)-", word):
        head = word.split("-")[0]  # "Cairo-based": an adjective
        return (
            Draft(start, start + len(head), type="cue", state=state_named(page, head))
            if state_named(page, head)
            else None
        )
    body, gov = OF_STATE.match(text, after), GOVERNMENT.match(text, after)
    grammar = (own and (body or gov)) or (not own and body and folded[-1:] in "nih")
    draft = Draft(start, end, words=(folded,))
    if word.isupper() and 2 <= len(word) <= 6:
        draft.kind = "organisation"
    return _with_context(page, draft, initial, word, bool(grammar))


def _with_context(page: Page, draft: Draft, initial: bool, word: str, grammar: bool) -> Draft | None:
    """Give a single unknown name the kind that the words around it tell; at the start of a sentence, where any word
    is capitalised, something has to tell that it is a name at all."""
    text, roles, words = page.text, page.gazetteer.roles, page.gazetteer.words
    start, end = draft.start, draft.end
    before = word_before(text, start) if text[start - 1 : start] in " \n\u00a0" else ""
    following = text[end : end + 24].split()
    follow = following[0].strip(".,;") if following and text[end : end + 1] == " " else ""
    told = grammar
    own = text[end : end + 2] in ("'s", "’s")
    if word in words["place"]:
        draft.kind, told = "place", True
    elif (before in PLACED and not own) or (before == "of" and word_before(text, start - 3) in words["locality"]):
        draft.kind, told = "place" if draft.kind == "unknown" else draft.kind, True
        if before == "of":
            draft.titles = (word_before(text, start - 3),)
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
    elif follow in (
        "province",
        "region",
        "district",
        "coast",
        "river",
        "valley",
        "governorate",
        "county",
        "island",
        "bridge",
        "airport",
        "peninsula",
        "street",
    ):
        draft.end = end + 1 + len(follow)
        draft.kind, draft.noun, draft.words, told = "place", follow, (*draft.words, follow), True
    elif follow in ("city", "town", "village"):
        draft.kind, draft.titles, told = "place", (follow,), True
    elif follow in ("agency", "newspaper") or text.startswith(" news agency", end):
        draft.kind, draft.noun, told = "organisation", "agency" if "agency" in text[end : end + 13] else follow, True
    if (
        initial
        and not told
        and word not in page.middle
        and (word.lower() in page.lower or not _likely_name(page, word, end))
    ):
        return None
    return draft


def _is_verb(text: str, at: int) -> bool:
    """Whether the word at ``at`` is a verb and no office: "to guard Aleppo"."""
    return word_before(text, at) in ("to", "will", "would", "and", "could", "must")


def _likely_name(page: Page, word: str, end: int) -> bool:
    """Whether a word that begins a sentence and stands nowhere else is a name: capitals, or the company it keeps."""
    roles = page.gazetteer.roles
    folded = fold(word)
    if word.isupper() and len(word) > 1:
        return True
    if folded in roles["people"] or folded in roles["role"] or folded in roles["body"] or folded in roles["document"]:
        return False
    if folded.endswith(("ly", "ing", "ed", "ers", "ors", "ists", "ents", "ans", "ies", "ions", "als")):
        return False
    return bool(
        re.match(
            r"['’]s\s|,\s(?:who|whose|which|\d)|,\s[^,]{3,50},\s\w+ed\b|\s(?:said|says|told|has|have|is|was|announced|denied|accused|rejected|stressed|insisted|added|warned|called|urged)\b",
            page.text[end : end + 90],
        )
    )


def _several(page: Page, name, folded, titles, tokens, initial) -> Draft | None:
    """A name of several words, or one with a title."""
    text, gazetteer = page.text, page.gazetteer
    words, roles = gazetteer.words, gazetteer.roles
    last, first = name[-1][0], name[0][0]
    junior = len(name) > 1 and folded[-1] in ("jr", "sr", "ii", "iii", "iv")
    if junior:
        folded = folded[:-1]
    draft = Draft(name[0][1], name[-1][2], words=tuple(" ".join(folded).split()), titles=titles)
    if any(token[0] in common_words() for token in name[1:-1]):
        return None  # a headline
    states = [gazetteer.adjectives[word] for word in (*titles, *folded[:1]) if word in gazetteer.adjectives]
    draft.state = states[0] if states else ""
    heads = {token[0] for token in name}
    # the address belongs to the span
    if titles:
        at = len(tokens) - len(name) - 1
        if at >= 0 and folded_title(tokens[at][0]) in roles["honorific"] and tokens[at][2] < draft.start:
            draft.start = tokens[at][1]
        draft.kind = "person"
        draft.gender = gender_of(gazetteer, titles)
        _left_office(page, draft, tokens[0][1])
    elif any(c.isdigit() for c in text[draft.start : draft.end]):
        return None
    elif last in words["group"] or (last in ("Army", "Front") and "Liberation" in heads):
        draft.kind = "group"
    elif last in words["organisation"] or any(
        token[0] in words["organisation"] for token in name if JOINING.search(text[draft.start : draft.end])
    ):
        draft.kind = "organisation"
    elif len(name) > 2 and page.gazetteer.find(text[name[0][1] : name[1][2]]):
        draft.kind = "organisation"  # "United States Citizenship ..."
    elif (
        last in words["place"]
        or text[draft.start : draft.end] in words["place"]
        or first in ("Mount", "Lake", "Cape", "Fort", "Port")
    ):
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
        draft.noun = fold(
            last
            if " of " not in text[draft.start : draft.end]
            else next((t[0] for t in name if t[0] in words["organisation"] or t[0] in words["group"]), last)
        )
    if draft.kind == "person" and not titles:
        _left_office(page, draft)
    if draft.kind == "person" and len(draft.words) > 1:
        draft.gender = draft.gender or gazetteer.genders.get(draft.words[0], "")
        if _family_first(page, draft.words):
            draft.words = (*draft.words[1:], draft.words[0])
        elif junior and name[-1][0].startswith("J"):
            draft.words = (f"{draft.words[0]}-jr", *draft.words[1:])  # the son is not the father
    return draft


def _family_first(page: Page, words: tuple[str, ...]) -> bool:
    """Whether a name begins with the family's, as Chinese, Korean and Vietnamese names do."""
    families = page.gazetteer.words
    return words[0] in families["family_first"] or (len(words) > 2 and words[0] in families["family_first_of_three"])


def folded_title(word: str) -> str:
    """A title without the point of its abbreviation."""
    return word.rstrip(".").lower()


def gender_of(gazetteer: Gazetteer, titles: Sequence[str]) -> str:
    """The gender that a title or an office tells."""
    for word in " ".join(titles).split():
        for kind in ("honorific", "role"):
            role = gazetteer.roles[kind].get(word)
            if role and role.gender:
                return role.gender
    return ""


def _kind_of_several(page: Page, draft: Draft) -> None:
    text, roles, words = page.text, page.gazetteer.roles, page.gazetteer.words
    before = word_before(text, draft.start) if text[draft.start - 1 : draft.start] in " \n\u00a0" else ""
    after = text[draft.end : draft.end + 24].split()
    follow = after[0].strip(".,;") if after and text[draft.end] == " " else ""
    n_words = len(draft.words)
    if draft.words[0] in page.gazetteer.genders and n_words <= 4:
        draft.kind = "person"
    elif before in roles["body"] and before not in roles["role"]:
        draft.kind, draft.noun = "organisation", before
    elif follow in words["institution"]:
        draft.end += 1 + len(follow)
        draft.kind, draft.noun, draft.words = "organisation", follow, (*draft.words, follow)
    elif follow in words["locality"] and follow != "state":
        draft.kind = "place"
    elif follow in ("agency", "newspaper") or text.startswith(" news agency", draft.end):
        draft.kind, draft.noun = "organisation", "agency"
    elif (
        before in PLACED
        or (before == "of" and word_before(text, draft.start - 3) in words["locality"])
        or (
            "-" in text[draft.start : draft.end]
            and re.search(r"-(?:e|i|on|upon|sur|en)-", text[draft.start : draft.end])
        )
    ):
        draft.kind = "place"
    elif before == "the" and not AFTER_PERSON.match(text, draft.end):
        draft.kind = "unknown"
    elif (
        2 <= n_words <= 5
        and text[draft.start : draft.end]
        .replace("’", "")
        .replace("'", "")
        .replace("-", "")
        .replace(" ", "")
        .replace(".", "")
        .isalpha()
    ):
        draft.kind = "person"


def _left_office(page: Page, draft: Draft, at: int | None = None) -> None:
    """The office in small letters before a name: "deputy defence minister", "fish seller"."""
    at = draft.start if at is None else at
    roles = page.gazetteer.roles
    chunk = page.text[max(0, at - 60) : at]
    if not chunk.endswith(" "):
        return
    words = re.split(r"[,.;:“”\"(]", chunk)[-1].split()
    if (
        not words
        or fold(words[-1]).split()[-1:] == []
        or fold(words[-1]).split()[-1] not in roles["role"]
        or words[-1][0].isupper()
    ):
        return
    office: list[str] = []
    for word in reversed(words[-6:]):
        folded = fold(word)
        if folded in DETERMINERS or folded in common_lower() or folded in ("a", "as"):
            break
        office[:0] = folded.split()
        if word.endswith(("'s", "’s")):
            break
    draft.titles = (*office, *draft.titles)
    draft.gender = draft.gender or gender_of(page.gazetteer, office)
    if not draft.state:
        draft.state = next((page.gazetteer.adjectives[w] for w in office if w in page.gazetteer.adjectives), "")
