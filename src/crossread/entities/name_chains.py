"""Names of one article that are one: states told by what they have, full names, parts of names and short forms.

An article spells a name in one way, so that full names are compared by sound; a surname goes to its last bearer.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from crossread.entities import capitals
from crossread.entities.capitals import Draft, Page
from crossread.entities.names import fold, in_full, is_adjective_of, same_person, sound
from crossread.quotes.source_heads import PREPOSITION

STATE_NOUN = re.compile(
    rf"\s(?:government|officials|authorities|troops|forces|soldiers|warplanes|jets|aircraft|"
    rf"{capitals.BODY_OF_STATE}|(?:deputy\s)?(?:\w+\s)?(?:[Mm]inistry|[Mm]inister)|president)\b",
    re.IGNORECASE,
)
SHORT_FORM = re.compile(rf"\s\((?:the\s)?(?P<short>[{capitals.UPPER}][\w&.-]{{1,9}})\)")
APPOSITION = re.compile(
    r",\s(?:\d{1,2},\s)?(?P<phrase>(?:(?:a|an|the|its|his|her|their)\s)?(?:[\w’'.-]+\s){0,6}?[\w’'-]+)"
    r"(?:\s(?:of|for|at|in|from|to)\s(?P<of>[^,.;“\"]{2,60}))?(?=[,.;“”\"]|\s(?:said|told|who|says|in|on|and)\b|$)"
)
BEFORE = re.compile(
    r"(?:^|[.,;:–—\"”“]\s|\s)(?P<phrase>(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|A|An|a|an|Another)\s[^,.;:?!“”\"]{3,110}),\s$"
)
OWNER = re.compile(r"\b(?:his|her|their|its)\s")
PARTICLE = re.compile(capitals.PARTICLE)


@dataclass(slots=True)
class Chain:
    """What is known of one who is meant."""

    kind: str = "unknown"
    names: dict[tuple[str, ...], None] = field(default_factory=dict)
    nouns: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    state: str = ""
    known: str = ""
    number: str = "singular"


def tell_states(page: Page, drafts: list[Draft]) -> None:
    """A name that has a government, a ministry or warplanes, by possessive or adjective, is a state.

    An adjective of no known state is one where its noun or the name it is made from tells.
    """
    text = page.text
    lone = [d for d in drafts if d.type == "name" and len(d.words) == 1 and d.kind in ("unknown", "place")]
    single = {draft.words[0]: draft for draft in lone}
    people = {draft.words[-1] for draft in drafts if draft.kind == "person"}
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
        if draft.noun == "ministry" and draft.state:
            key = fold(draft.state)
            if key in single:
                states.update({key} - people)
    for draft in lone:
        if text.startswith(capitals.OWN, draft.end) and STATE_NOUN.match(text, draft.end + 2):
            states.update({draft.words[0]} - people)
    for number, draft in enumerate(drafts):
        if draft.type != "name" or len(draft.words) != 1 or draft.kind not in ("unknown", "place"):
            continue
        word, start, end = draft.words[0], draft.start, draft.end
        own = text.startswith(capitals.OWN, end)
        adjective = word not in states | people and word.endswith(("an", "i", "ese", "ish"))
        if word in made or (adjective and STATE_NOUN.match(text, end)):
            state = made.get(word) or text[start:end]
            drafts[number] = capitals.what_it_has(page, start, end, state) or Draft(start, end, type="cue", state=state)
        elif word in states:
            has = capitals.what_it_has(page, start, end, text[start:end]) if own else None
            drafts[number] = has or capitals.state_draft(page, start, end, text[start:end])


def join_names(page: Page, drafts: list[Draft], chains: list[Chain]) -> None:
    """Chains of names: what the gazetteer knows, full names, then parts and short forms of them."""
    keys: dict[tuple, int] = {}
    surnames: defaultdict[str, list[int]] = defaultdict(list)
    names = [draft for draft in drafts if draft.type == "name"]
    first_names = {draft.words[0] for draft in names if draft.kind == "person" and len(draft.words) > 1}
    people = {draft.words for draft in names if draft.kind == "person" and len(draft.words) > 1}
    for draft in names:
        if draft.kind in ("place", "unknown") and draft.words in people:
            draft.kind = "person"
    bearers = {words[-1] for words in people}
    for draft in names:  # "Washington said", where an Ann Washington is named
        word = fold(page.text[draft.start : draft.end])
        if draft.kind == "state" and word in bearers and word != fold(draft.state):
            draft.kind, draft.words, draft.noun, draft.state, draft.known = "person", (word,), "", "", ""
    states: Counter[str] = Counter()
    pairs = {words for words in people if len(words) == 2 and not PARTICLE.fullmatch(words[0])}
    for draft in drafts:
        states[draft.state] += is_spoken_of(page, draft)
        if draft.type != "name":
            continue
        _office_beside(page, draft)
        if len(draft.words) == 2 and draft.words[1] in first_names:
            _without_epithet(page, draft)
        elif len(draft.words) == 3 and draft.words[1:] in pairs and draft.kind == "person":
            draft.start, draft.words = draft.start + page.text[draft.start : draft.end].index(" ") + 1, draft.words[1:]
        if draft.kind == "person" and len(draft.words) > 1:
            add(draft, _person(draft, chains, surnames), chains)
        elif draft.known:
            add(draft, keys.setdefault(("known", draft.known), len(chains)), chains)
        elif draft.noun == "ministry":  # whose is not told is that of the state spoken of
            draft.state = draft.state or states.most_common(1)[0][0]
            add(draft, keys.setdefault((draft.words, draft.state), len(chains)), chains)
        elif draft.kind == "state":
            add(draft, keys.setdefault(("state", fold(draft.state)), len(chains)), chains)
        elif len(draft.words) > 1:
            add(draft, keys.setdefault(("name", draft.words), len(chains)), chains)
            short = SHORT_FORM.match(page.text, draft.end)
            if short:
                keys.setdefault(("name", (fold(short["short"]),)), draft.chain)
    given: defaultdict[str, set[int]] = defaultdict(set)
    for number, chain in enumerate(chains):
        for words in chain.names:
            if chain.kind == "person":
                vietnamese = len(words) > 2 and words[-1] in page.gazetteer.words["family_first"]
                given[words[-2 if vietnamese else 0]].add(number)
    initials, by_given = _initials(chains), page.gazetteer.words["with_given_name"]  # "Sister Anna"
    outlets = [number for number, chain in enumerate(chains) if "outlet" in chain.nouns]
    papers = {words[-1]: number for number in outlets for words in chains[number].names}  # "the Post"
    places = {draft.words[0] for draft in names if draft.kind in ("place", "state")}
    firms = _firms(page, chains, places)
    ranks: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for draft in names:
        if draft.chain >= 0:
            ranks[sound(draft.words[-1])].append((draft.start, draft.chain))
    for draft in names:
        if draft.chain >= 0:
            continue
        word = draft.words[-1]
        key = sound(word)
        surface = page.text[draft.start : draft.end]
        place = draft.kind == "place" and not draft.titles
        person = draft.kind in ("person", "unknown") or surface.isupper()
        there = capitals.word_before(page.text, draft.start) in (*capitals.PLACED, "the", "of", "to")
        person = person or (
            place and not (there and surface in page.gazetteer.words["place"])
        )  # "at Dahl's", "Hill said"
        person = person and not (word in page.gazetteer.roles["body"] and not draft.titles)  # "the House"
        bearer = _bearer(draft, ranks[key], chains) if person and surnames.get(key) else None
        if bearer is not None:
            draft.kind = "person"
            add(draft, bearer, chains)
        elif draft.kind in ("person", "unknown") and len(given[word]) == 1 and by_given.issuperset(draft.titles):
            add(draft, next(iter(given[word])), chains)
        elif ("name", draft.words) in keys:
            add(draft, keys[("name", draft.words)], chains)
        elif word in initials:
            add(draft, initials[word], chains)
        elif draft.kind in ("unknown", "organisation") and word in firms:
            add(draft, firms[word], chains)  # "Morley" of Morley Stern
        elif word in papers:
            add(draft, papers[word], chains)
        else:
            kind = "person" if draft.kind == "person" else "name"
            number = keys.setdefault((kind, draft.words), len(chains))
            if kind == "person":
                keys.setdefault(("name", draft.words), number)
            add(draft, number, chains)


def is_spoken_of(page: Page, draft: Draft) -> bool:
    """Whether a mention speaks of its state, or of what it has, and not of a place in it."""
    told = bool(draft.state) and (draft.type == "cue" or draft.kind in ("state", "organisation"))
    return told and capitals.word_before(page.text, draft.start) not in capitals.PLACED | capitals.TOWARDS


def _without_epithet(page: Page, draft: Draft) -> None:
    """ "Tearful Anna" at the start of a sentence is Anna, where an Anna Lee is named."""
    word = page.text[draft.start : draft.end].split()[0]
    if word not in page.middle and draft.start in page.sentences:
        draft.start += len(word) + 1
        draft.words = draft.words[1:]


def _firms(page: Page, chains: list[Chain], places: set[str]) -> dict[str, int]:
    """By its first word each body whose name ends on no noun for bodies of a place, where one alone has that word."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    heads = {fold(word) for word in page.gazetteer.words["organisation"]}
    for number, chain in enumerate(chains):
        for words in chain.names if chain.kind == "organisation" and not chain.known else ():
            if len(words) > 1 and words[-1] not in heads and words[0] not in heads | places:
                found[words[0]].add(number)
    return {word: min(numbers) for word, numbers in found.items() if len(numbers) == 1}


def _initials(chains: list[Chain]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, chain in enumerate(chains):
        for words in chain.names:
            if chain.kind in ("organisation", "group") and len(words) > 2:
                initials = "".join(word[0] for word in words if word not in ("of", "the", "for", "and", "on"))
                found.setdefault(initials, number)
    return found


def add(draft: Draft, number: int, chains: list[Chain]) -> None:
    """Give a draft its chain, a new one where ``number`` is the next, and the chain what the draft tells."""
    if number == len(chains):
        chains.append(Chain())
    chain = chains[number]
    draft.chain = number
    if draft.words:
        chain.names[draft.words] = None
    if chain.kind == "unknown":
        chain.kind = draft.kind
    if draft.noun:
        chain.nouns.add(draft.noun)
    chain.titles.update(" ".join(draft.titles).split())
    chain.gender = chain.gender or draft.gender
    chain.state = chain.state or draft.state
    chain.known = chain.known or draft.known
    chain.number = draft.number if len(chain.names) <= 1 else chain.number


def _person(draft: Draft, chains: list[Chain], surnames: dict[str, list[int]]) -> int:
    for number in surnames[sound(draft.words[-1])]:
        full = max(chains[number].names, key=len)
        clash = draft.gender and chains[number].gender and draft.gender != chains[number].gender
        if _same_here(draft.words, full) and not clash:
            return number
    surnames[sound(draft.words[-1])].append(len(chains))
    return len(chains)


def _same_here(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names are one person's within an article, which spells a name in one way."""
    if PARTICLE.fullmatch(one[0]) and other[-len(one) :] == one:
        return True  # "Mr van der Berg"
    return (sound(in_full(one[0])) == sound(in_full(other[0])) or 1 in (len(one[0]), len(other[0]))) and same_person(
        one, other
    )


def _bearer(draft: Draft, named: list[tuple[int, int]], chains: list[Chain]) -> int | None:
    """Whose surname it is: of the full names with it (their places and chains), the last one before that gender
    allows."""
    people = {number for _, number in named if chains[number].kind == "person"}
    fitting = {n for n in people if not draft.gender or chains[n].gender in ("", draft.gender)}
    elder = {n for n in fitting if not any(words[0].endswith("-jr") for words in chains[n].names)}
    fitting = elder or fitting
    place = bisect_left(named, (draft.start,))
    before = (number for _, number in reversed(named[:place]) if number in fitting)
    return next(before, next((number for _, number in named[place:] if number in fitting), None))


def _office_beside(page: Page, draft: Draft) -> None:
    """The office in apposition: "Ann Lee, director of the clinic" and "The rebels' spokesman, Tom Hill"."""
    if draft.kind not in ("person", "unknown"):
        return
    text, roles = page.text, page.gazetteer.roles
    if text[draft.end : draft.end + 1] == ",":
        match = APPOSITION.match(text, draft.end)
        if match:
            phrase = fold(match["phrase"]).split()
            told = len(draft.words) > 1 or draft.kind == "person" or phrase[:1] in (["a"], ["an"], ["the"])
            if told and phrase[-1:] and phrase[-1] in roles["role"] and match["phrase"].split()[-1].islower():
                office = [w for w in phrase if w not in capitals.DETERMINERS]
                draft.titles = (*draft.titles, *office, *(fold(match["of"] or "").split()[-3:]))
                draft.gender = draft.gender or capitals.gender_of(page.gazetteer, office)
                draft.kind = "person"
    at = draft.start
    if text[max(0, at - 2) : at] == ", ":
        match = BEFORE.search(text, max(0, at - 130), at)
        for words in (PREPOSITION.split(match["phrase"])[0], OWNER.split(match["phrase"])[-1]) if match else ():
            phrase = [w for w in fold(words).split() if w not in capitals.DETERMINERS]
            if phrase and phrase[-1] in roles["role"]:
                draft.titles = (*phrase, *draft.titles)
                draft.gender = draft.gender or capitals.gender_of(page.gazetteer, phrase)
                draft.kind = "person"
                break
