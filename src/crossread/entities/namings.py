"""Names in the text of one article, with the titles before them.

A name begins a run of capitalised words; what the gazetteer knows it is, what ends on a noun for bodies or places is
one, and what bears a title or an office is a person. A word that only begins a sentence has to show that it is a name.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from crossread.entities import capitals
from crossread.entities.capitals import DETERMINERS, OWN, PLACED, Draft, Page, Run, word_before
from crossread.entities.names import fold

Token = tuple[str, int, int]  # a word, where it starts and ends
NAMED_LIKE_MONTHS = ("Jan", "May", "June", "April", "August")  # a person's name too, where no number follows
OF_TIME = frozenset(
    "in last next since by of until till from to late early mid between during before after the".split()
)
PARTICLES = re.compile(f"(?i:{capitals.PARTICLE})")
DIGIT = re.compile(r"\d")
NUMBER_AFTER = re.compile(r"\.?\s*\d")


def find_names(page: Page, runs: list[Run], taken: list[Draft]) -> list[Draft]:
    """The names in runs of capitalised words, those ``taken`` left out."""
    spans = [(draft.start, draft.end) for draft in taken]
    found: list[Draft] = []
    for number, (start, end, initial, headline) in enumerate(runs):
        if initial and page.text[start:end] in capitals.common_words():
            continue
        place = bisect_right(spans, (start, 10**12)) - 1
        if place >= 0 and spans[place][0] <= start < spans[place][1]:
            continue
        if place + 1 < len(spans) and start < spans[place + 1][0] < end:
            end = start + len(page.text[start : spans[place + 1][0]].rstrip())
        if found and start < found[-1].end:
            continue
        found += _read_run(page, start, _connected(page, runs, number, start, end), initial, headline)
    return found


JOINED_NAME = re.compile(r"\s(?:of|for|on|and)\s")
WORDS = re.compile(r"\S+")
JOINING = re.compile(r"\s(?:of|for|on)\s")
COMPOUND = re.compile(r"-(?:[a-z]+ed|led|held|run|born|wide|owned|era)$")  # "Cairo-based"
CONNECTOR = re.compile(r"\s(?:of|for|on|in|and|&)(?:\sthe)?\s(?=[A-Z])")
LONGEST_CONNECTOR = len(" and the ")


def _connected(page: Page, runs: list[Run], number: int, start: int, end: int) -> int:
    """The end of a name that goes on after "of", "for" or "and": a body's name, or one that the gazetteer knows."""
    text, words = page.text, page.gazetteer.words
    start += 4 if text.startswith("The ", start, end) else 0
    for following, following_end, *_ in runs[number + 1 : number + 4]:
        joint = CONNECTOR.match(text, end) if following - end <= LONGEST_CONNECTOR else None
        if not joint or text[joint.end() : following_end].split()[0] in words["calendar"]:
            break
        word = joint.group().split()[0]
        body = word in ("of", "for", "on") and text[start:end].split()[-1] in words["organisation"]
        listed = word in ("and", "&") and " for " in text[start:end]  # "Center for Disease Control and Prevention"
        if not (body or listed or page.gazetteer.find(capitals.without_possessive(text[start:following_end]))):
            break
        end = following_end
    return end


def _read_run(page: Page, start: int, end: int, initial: bool, headline: bool) -> list[Draft]:
    """The names in a run of capitals."""
    text, words = page.text, page.gazetteer.words
    single = text[start:end]
    if (initial and single in words["start"]) or single[:2] in ("I", "I'", "I’"):
        return []
    if single.isalnum():
        draft = _read_name(page, [(single, start, end)], initial, headline)
        return [draft] if draft else []
    tokens = [(word, start + first, start + last) for word, first, last in _tokens(single)]
    segments: list[list[Token]] = [[]]
    whole = len(tokens) > 1 and page.gazetteer.find(capitals.without_possessive(single))
    for token in tokens:
        bare = capitals.without_possessive(token[0])
        parted = token is not tokens[-1] and not whole
        if parted and COMPOUND.search(bare):
            continue
        segments[-1].append((bare, token[1], token[1] + len(bare)))
        if parted and len(bare) < len(token[0]):
            segments.append([])
    drafts = (_read_name(page, part, initial and not n, headline) for n, part in enumerate(segments))
    return [draft for draft in drafts if draft]


@lru_cache(maxsize=65536)  # names come again
def _tokens(run: str) -> list[Token]:
    """The words of a run of capitals."""
    parts = WORDS if JOINED_NAME.search(run) else capitals.TOKEN
    return [(match.group(), *match.span()) for match in parts.finditer(run)]


def _read_name(page: Page, tokens: list[Token], initial: bool, headline: bool) -> Draft | None:
    """The name in a part of a run that no possessive cuts, apart from what stands around it and its titles."""
    text, gazetteer = page.text, page.gazetteer
    words = gazetteer.words
    entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    while tokens and not entry:  # what stands before a name and is none
        word = tokens[0][0]
        begins = initial and (
            word in capitals.common_words()
            or (word.endswith("ing") and len(tokens) == 2 and tokens[1][0] in page.middle and word not in page.middle)
            or (
                (word in words["start"] or (word not in page.middle and word.lower() in page.lower))
                and not (_opens_with_office(page, tokens) or PARTICLES.fullmatch(word))
            )
        )
        month = word in words["calendar"] and not (
            word in NAMED_LIKE_MONTHS and len(tokens) in (2, 3) and word_before(text, tokens[0][1]) not in OF_TIME
        )
        if not (begins or month or word in words["acronym"] or word in ("The", "A", "An")):
            break
        tokens, initial = tokens[1:], initial and len(tokens) > 2
        entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]]) if tokens else None
    if not tokens:
        return None
    while not entry and (tokens[-1][0] in words["calendar"] or tokens[-1][0] in words["acronym"]):
        month = tokens[-1][0] in NAMED_LIKE_MONTHS and not NUMBER_AFTER.match(text, tokens[-1][2])
        if month or tokens[-1][0] == "TV":
            break
        tokens = tokens[:-1]
        entry = gazetteer.find(text[tokens[0][1] : tokens[-1][2]])
    if entry:
        return _known(page, tokens, entry)
    tried, folded = (tokens[0][1], tokens[-1][2]), [fold(token[0]) for token in tokens]
    if len(tokens) > 1 and " ".join(folded[:2]).removesuffix("s") in gazetteer.adjectives:  # "North Korean"
        both = (text[tokens[0][1] : tokens[1][2]], tokens[0][1], tokens[1][2])
        tokens, folded = [both, *tokens[2:]], [" ".join(folded[:2]), *folded[2:]]
    of_state = len(tokens) > 1 and tokens[0][0].startswith("State") and word_before(text, tokens[0][1]) == "of"
    if of_state:
        tokens, folded = tokens[1:], folded[1:]  # "Secretary of State Ann Lee"
    surname = any(word in gazetteer.genders for word in folded[:-1])  # "Ann Baker"
    last_title = _last_title(page, tokens, folded[:-1] if surname else folded)
    if last_title == len(tokens) - 1:
        return None
    titles = tuple(folded[: last_title + 1]) or (("secretary",) if of_state else ())
    name, folded = tokens[last_title + 1 :], folded[last_title + 1 :]
    if not titles and _is_title_of_work(text, name[0][1], name[-1][2]):
        return None
    if headline and not (titles and text[slice(*tried)].isupper()):
        name = _repeated(page, name) or (name if titles else [])
        folded = [fold(token[0]) for token in name]
        if not name:
            return None
    span = name[0][1], name[-1][2]
    if not titles and span != tried and (entry := gazetteer.find(text[slice(*span)])):
        return _known(page, name, entry)
    if not titles and len(name) == 1:
        return _single(page, name[0], initial)
    return _several(page, name, titles, tokens)


def _opens_with_office(page: Page, tokens: list[Token]) -> bool:
    """Whether a run of several words begins with an office, or ends on a noun for bodies."""
    roles, first = page.gazetteer.roles, fold(tokens[0][0])
    body = tokens[-1][0] in page.gazetteer.words["organisation"]
    return len(tokens) > 1 and (body or first in roles["honorific"] or first in roles["role"])


def _repeated(page: Page, tokens: list[Token]) -> list[Token]:
    """The longest part of a run in a headline of capitals that the text, or the gazetteer, has as a name."""
    for first, last in sorted(combinations(range(len(tokens) + 1), 2), key=lambda cut: (cut[0] - cut[1], cut)):
        part = tokens[first:last]
        name = page.text[part[0][1] : part[-1][2]]
        if page.gazetteer.find(name) or (
            page.middle.issuperset(token[0] for token in part)
            and (name in page.text[tokens[-1][2] :] or page.text.find(name) < part[0][1])
        ):
            return part
    return []


def _is_title_of_work(text: str, start: int, end: int) -> bool:
    """Whether marks stand right round a name: a ship, a film, an operation."""
    return text[start - 1 : start] in ("'", '"', "‘", "“") and text[end : end + 1] in ("'", '"', "’", "”")


def _last_title(page: Page, tokens: list[Token], folded: list[str]) -> int:
    """The last word that is an office or a form of address, -1 where there is none."""
    roles, words = page.gazetteer.roles, page.gazetteer.words
    found = -1
    for number, word in enumerate(folded):
        last = word.split(" ")[-1]
        if last in roles["role"] or last in roles["honorific"]:
            rest = {token[0] for token in (*tokens[number + 1 : number + 2], *tokens[number + 1 :][-1:])}
            if number and tokens[number - 1][0] in ("of", "for"):
                break
            if rest.isdisjoint(words["organisation"]) and "of" not in rest:
                found = number
        elif word not in roles["modifier"] and word not in page.gazetteer.adjectives and found >= 0:
            break
    return found


def _known(page: Page, tokens: list[Token], entry) -> Draft | None:
    """A name that the gazetteer knows; a capital or seat of government is the state unless something is *in* it."""
    text = page.text
    start, end = tokens[0][1], tokens[-1][2]
    name = text[start:end]
    if entry.entity_type == "state":
        prior = word_before(text, start)
        if prior == "the":
            prior = word_before(text, start - 4)
        if entry.by != "name" and (prior in PLACED or prior in capitals.TOWARDS):
            return Draft(start, end, kind="place", words=tuple(fold(name).split()), noun="city")
        return capitals.what_it_has(page, start, end, entry.name) or capitals.state_draft(page, start, end, entry.name)
    return Draft(
        start, end, kind=entry.entity_type, words=tuple(fold(entry.name).split()), noun=entry.noun, known=entry.name
    )


def _single(page: Page, token: Token, initial: bool) -> Draft | None:
    """One capitalised word that the gazetteer does not know, with the kind that the words around it tell; at the start
    of a sentence, where any word is capitalised, something has to tell that it is a name at all."""
    word, start, end = token
    text, words, adjectives = page.text, page.gazetteer.words, page.gazetteer.adjectives
    folded = fold(word)
    state = adjectives.get(folded) or adjectives.get(folded.removesuffix("s"))  # "the Ruritanians"
    if state:
        return capitals.what_it_has(page, start, end, state) or Draft(start, end, type="cue", state=state)
    if word in words["adjective"] or word in words["document"] or len(word) < 2 or DIGIT.search(word):
        return None
    if word == "State" and word_before(text, start) == "of":
        return None
    first, *rest = word.split("-")
    if rest and (page.middle.issuperset((first, *rest)) or not adjectives.keys().isdisjoint(map(fold, (first, *rest)))):
        return None  # "the Lee-Brekke talks"
    if rest and rest[-1].islower() and IN_PLACES.isdisjoint(rest):  # "Cairo-based": an adjective
        state = capitals.state_named(page, first)
        return Draft(start, start + len(first), type="cue", state=state) if state else None
    draft = Draft(start, end, words=(folded.removeprefix("al ").removeprefix("el "),))
    if not word[1:].islower() and ((word.isupper() and len(word) <= 6) or CAMEL.fullmatch(word)):
        draft.kind = "organisation"
    before, follow = _around(page, draft)
    if before == "the" and capitals.AFTER_PERSON.match(text, end):
        return None  # "the Basque said he": somebody named elsewhere
    told = True
    if word in words["place"]:
        if initial and re.match(r"\s[a-z]", text[end : end + 2]) and not NAME_GOES_ON.match(text, end, end + 90):
            return None  # "State television", "County officials"
        draft.kind = "place"
    elif _is_placed(page, draft, before) and not text.startswith(OWN, end):
        draft.kind = "place" if draft.kind == "unknown" else draft.kind
    elif before in page.gazetteer.roles["role"] and word_before(text, start - len(before) - 1) not in BEFORE_VERB:
        draft.kind = "person" if draft.kind == "unknown" else draft.kind
        _left_office(page, draft)
    elif before in page.gazetteer.roles["body"]:
        draft.kind, draft.noun = "organisation", before
    elif capitals.AFTER_PERSON.match(text, end) and (not initial or _may_be_name(page, word)):
        draft.kind = "person"
    else:
        told = False
    told = _go_on(page, draft, follow, initial) or told
    if initial and not told and word not in page.middle and f"{word[0].lower()}{word[1:]}" not in page.middle:
        return draft if _likely_name(page, word, end) else None
    return draft


def _several(page: Page, name: list[Token], titles: tuple[str, ...], tokens: list[Token]) -> Draft | None:
    """A name of several words, or one with a title."""
    text, gazetteer = page.text, page.gazetteer
    words, roles = gazetteer.words, gazetteer.roles
    (first, start, _), (last, _, end) = name[0], name[-1]
    folded = [fold(token[0]) for token in name]
    junior = len(name) > 1 and folded[-1] in ("jr", "sr", "ii", "iii", "iv")
    known = tuple(" ".join(folded[:-1] if junior else folded).split())
    surface = text[start:end]
    draft = Draft(start, end, words=known, titles=titles)
    draft.state = next((gazetteer.adjectives[w] for w in (*titles, *folded[:1]) if w in gazetteer.adjectives), "")
    joined = JOINING.search(surface)
    bodies = [token[0] for token in name if token[0] in words["organisation"]]
    if any(token[0] in capitals.common_words() for token in name[1:-1]) or (not titles and DIGIT.search(surface)):
        return None  # a headline
    if titles:  # the address belongs to the span
        at = len(tokens) - len(name) - 1
        if at >= 0 and tokens[at][0].rstrip(".").lower() in roles["honorific"]:
            draft.start = tokens[at][1]
        draft.kind, draft.gender = "person", capitals.gender_of(gazetteer, titles)
        _left_office(page, draft, tokens[0][1])
    elif last in words["partisan"] and (word_before(text, start) == "the" or folded[0] in roles["body"]):
        return None  # "the Ohio Republican" is somebody named elsewhere, "a House Democrat" nobody
    elif last in words["group"]:
        draft.kind = "group"
    elif last in bodies or (joined and bodies) or (len(name) > 2 and gazetteer.find(text[start : name[1][2]])):
        draft.kind = "organisation"  # also "United States Citizenship ..."
    elif ({surface, last} & words["place"] or first in PLACE_FIRST) and (
        known[0] not in gazetteer.genders or len(name) > 2 or word_before(text, start) in PLACED
    ):
        draft.kind = "place"
    elif last in words["document"] and folded[0] not in gazetteer.genders:
        return None
    elif folded[0] in gazetteer.adjectives or (first in words["adjective"] and not joined):
        if len(name) > 2:
            return _several(page, name[1:], (folded[0],), name)
        return _single(page, name[-1], False) if folded[0] not in gazetteer.adjectives else None
    else:
        _tell_kind(page, draft)
    if draft.kind in ("organisation", "group", "place") and not draft.noun:
        draft.noun = fold(bodies[0] if bodies and " of " in surface else last)
    if draft.kind == "person" and not titles:
        _left_office(page, draft)
    if draft.kind == "person" and len(known) > 1:
        draft.gender = draft.gender or gazetteer.genders.get(known[0], "")
        if known[0] in words["family_first"] or (len(known) > 2 and known[0] in words["family_first_of_three"]):
            draft.words = (*known[1:], known[0])  # as Chinese, Korean and Vietnamese names begin
        elif junior and last.startswith("J"):
            draft.words = (f"{known[0]}-jr", *known[1:])  # the son is not the father
    return draft


# --- what the words around a name tell of its kind ---------------------------------------------------------------

BEFORE_VERB = ("to", "will", "would", "and", "could", "must")  # "to guard Aleppo"
IN_PLACES = frozenset("e i al ul en on sur upon".split())  # "Mazar-i-Sharif"
GEOGRAPHY = frozenset(
    "province region district coast river valley governorate county island bridge airport peninsula street".split()
)
NEWS = re.compile(r"\s(?:news\s)?(?P<noun>agency|newspaper)\b")
NOUNS = ("people", "role", "body", "document")
NAME_GOES_ON = re.compile(
    r"['’]s\s|,\s(?:who|whose|which|\d)|,\s[^,]{3,50},\s\w+ed\b"
    r"|\s(?:now|also)\s[a-z]+s\b|\s[a-z]+ed\sits\b|\s(?:said|says|told|has|have|is|was|announced|denied|accused|rejected|stressed|insisted|added|warned|called|urged|reported|agreed|expects)\b"
)
AFTER_BODY = re.compile(
    r"\s(?:cut|raised|lowered|posted|reported|launched|suspended|doubled|closed)\s(?:its|a\s(?:loss|profit))\b|,\s(?:which\b|(?:an?|the)\s(?:(?!(?:of|for|at|to|from|with|by|in)\b)[\w’'-]+\s){0,5}?(?P<noun>[a-z]{3,})"
    r"(?=[,.]|\s(?:that|which|based|in)\b))"
    r"|\s(?:said|says|announced|reported)\s(?:that\s)?its\s"
)
PLACE_FIRST = ("Mount", "Lake", "Cape", "Fort", "Port", "Inner", "Outer", "Upper", "Lower", "Greater")
CAMEL = re.compile(r"(?!(?:Ma?c|[DL][aei]|Van|Von|Fitz|Al|El|St|San)[A-Z])[A-Z](?:\w*[a-z][A-Z]\w*|[A-Z]+[a-z]{3,}\w*)")


def _around(page: Page, draft: Draft) -> tuple[str, str]:
    """The words before and after a name, empty where more than a space is between."""
    text, start, end = page.text, draft.start, draft.end
    before = word_before(text, start) if text[start - 1 : start] in " \n\u00a0" else ""
    following = text[end : end + 24].split(maxsplit=1) if text.startswith(" ", end) else ()
    return before, following[0].strip(".,;") if following else ""


def _is_placed(page: Page, draft: Draft, before: str) -> bool:
    """Whether something is in or near what a name is of: "in Oddvik", "the city of Oddvik"."""
    locality = page.gazetteer.words["locality"]
    return before in PLACED or (before == "of" and word_before(page.text, draft.start - 3) in locality)


def _go_on(page: Page, draft: Draft, follow: str, initial: bool = False) -> bool:
    """Whether a name goes on with a noun in small letters, which it is given: "Delta institute", "Zavora province"."""
    institution = follow in page.gazetteer.words["institution"]
    if news := NEWS.match(page.text, draft.end):
        draft.kind, draft.noun = "organisation", news["noun"]
    elif follow in GEOGRAPHY or (institution and not initial):
        draft.end += 1 + len(follow)
        draft.kind, draft.noun, draft.words = "organisation" if institution else "place", follow, (*draft.words, follow)
    else:
        return False
    return True


def _likely_name(page: Page, word: str, end: int) -> bool:
    """Whether a word that begins a sentence and stands nowhere else is a name: capitals, or the company it keeps."""
    if (word.isupper() or CAMEL.fullmatch(word)) and word.lower() not in page.lower:
        return True
    return _may_be_name(page, word) and bool(NAME_GOES_ON.match(page.text, end, end + 90))


def _may_be_name(page: Page, word: str) -> bool:
    """Whether a word that begins a sentence is not also written small, and no noun for people or bodies."""
    folded = fold(word)
    if word.lower() in page.lower or any(folded in page.gazetteer.roles[kind] for kind in NOUNS):
        return False
    return not folded.endswith(("ly", "ing", "ed", "ers", "ors", "ists", "ents", "ans", "ies", "ions", "als"))


def _tell_kind(page: Page, draft: Draft) -> None:
    """Give a name of several words the kind that its first word or the words around it tell."""
    roles, words = page.gazetteer.roles, page.gazetteer.words
    before, follow = _around(page, draft)
    surface = page.text[draft.start : draft.end]
    body = AFTER_BODY.match(page.text, draft.end)
    noun = body and body["noun"]
    if draft.words[0] in page.gazetteer.genders and len(draft.words) <= 4:
        draft.kind = "person"
    elif CAMEL.fullmatch(surface.split()[0]):
        draft.kind = "organisation"
    elif before in roles["body"]:
        draft.kind, draft.noun = "organisation", before
    elif _go_on(page, draft, follow):
        return
    elif (follow in words["locality"] and follow != "state") or _is_placed(page, draft, before):
        draft.kind = "place"
    elif before != "the" and body and (not noun or (noun in roles["body"] and noun not in roles["role"])):
        draft.kind = "organisation"
    elif before != "the" and 2 <= len(draft.words) <= 5 and re.sub(r"[’' .-]", "", surface).isalpha():
        draft.kind = "person" if draft.words[-1] not in roles["body"] else "unknown"


def _left_office(page: Page, draft: Draft, at: int | None = None) -> None:
    """The office in small letters before a name: "deputy defence minister", "fish seller"."""
    at, gazetteer = draft.start if at is None else at, page.gazetteer
    begun = page.sentences[max(0, bisect_right(page.sentences, at) - 1)] if page.sentences else 0
    chunk = page.text[max(0, at - 60, begun) : at]  # no words of a caption or sentence that ends before
    words = re.split(r"[,.;:“”\"(]", chunk)[-1].split() if chunk.endswith(" ") else []
    if not words or words[-1][0].isupper() or fold(words[-1]).split(" ")[-1] not in gazetteer.roles["role"]:
        return
    office: list[str] = []
    for word in reversed(words[-6:]):
        if fold(word) in DETERMINERS or fold(word) in capitals.common_lower():
            break
        office[:0] = fold(word).split()
        if word.endswith(OWN):
            break
    draft.titles = (*office, *draft.titles)
    draft.gender = draft.gender or capitals.gender_of(gazetteer, office)
    draft.state = draft.state or next((gazetteer.adjectives[w] for w in office if w in gazetteer.adjectives), "")


# --- ministries --------------------------------------------------------------------------------------------------

MINISTRY = re.compile(
    r"[Mm]inistry\b(?:\s(?:of|for)\s(?:the\s)?(?P<field>[A-Z]\w+))?(?:\s(?:in|of)\s(?P<state>[A-Z]\w+))?"
)


def find_ministries(page: Page, paragraphs: Sequence[Sequence]) -> list[Draft]:
    """Ministries in all their wordings; each is known by its field and its state."""
    found = []
    for start, end, *_ in paragraphs:
        for match in MINISTRY.finditer(page.text, start, end):
            before = list(WORDS.finditer(page.text, max(start, match.start() - 60), match.start()))[-2:]
            begins, field, state = match.start(), match["field"] or "", match["state"] or ""
            if before and not field and _is_field(page, before[-1].group()):
                begins, field = before[-1].start(), before.pop().group()
            owner = before[-1].group() if before else ""
            if capitals.state_named(page, owner) or (owner[:1].isupper() and owner.endswith(OWN)):
                begins, state = before[-1].start(), capitals.without_possessive(owner)
            state = capitals.state_named(page, state) or state
            if field:  # "the ministry" is a description
                words = ("ministry", fold(field))
                found.append(Draft(begins, match.end(), kind="organisation", words=words, noun="ministry", state=state))
    return found


def _is_field(page: Page, word: str) -> bool:
    """Whether a word before "ministry" is what it is for, and no determiner, possessor or state."""
    folded = fold(word)
    closed = folded in DETERMINERS or folded in capitals.common_lower()
    return word.isalpha() and not closed and not capitals.state_named(page, word)
