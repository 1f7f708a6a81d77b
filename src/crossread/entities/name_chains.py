"""Names of one article that are one: states told by what they have, full names, parts of names and short forms.

An article spells a name in one way, so that full names are compared by sound; a surname goes to whom it is about.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from crossread.entities import capitals
from crossread.entities.capitals import Draft, Page
from crossread.entities.names import base_of, fold, in_full, same_person, sound
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
ADJECTIVE = ("an", "i", "ese", "ish")
WHERE = capitals.PLACED | capitals.TOWARDS
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
    lone = [
        (number, draft.words[0], draft.start, draft.end)
        for number, draft in enumerate(drafts)
        if draft.type == "name" and len(draft.words) == 1 and draft.kind in ("unknown", "place")
    ]
    names = {word: text[start:end] for _, word, start, end in lone}
    made = {word: base for word in names if (base := base_of(word, names))}
    states = {
        word for _, word, _, end in lone if text.startswith(capitals.OWN, end) and STATE_NOUN.match(text, end + 2)
    }
    states |= {fold(draft.state) for draft in drafts if draft.noun == "ministry"} & names.keys() | {*made.values()}
    people = {draft.words[-1] for draft in drafts if draft.kind == "person"}
    states -= people
    for number, word, start, end in lone:
        if word in states:
            own = text.startswith(capitals.OWN, end)
            has = capitals.what_it_has(page, start, end, text[start:end]) if own else None
            drafts[number] = has or capitals.state_draft(page, start, end, text[start:end])
        elif word in made or (word.endswith(ADJECTIVE) and word not in people and STATE_NOUN.match(text, end)):
            state = names[made.get(word, word)]
            drafts[number] = capitals.what_it_has(page, start, end, state) or Draft(start, end, "cue", state=state)


def join_names(page: Page, drafts: list[Draft], chains: list[Chain]) -> None:
    """Chains of names: what the gazetteer knows, full names, then parts and short forms of them."""
    keys: dict[tuple, int] = {}
    surnames: defaultdict[str, list[int]] = defaultdict(list)
    states: Counter[str] = Counter()
    names = [draft for draft in drafts if draft.type == "name"]
    people = {draft.words for draft in names if draft.kind == "person" and len(draft.words) > 1}
    _as_people(page, names, people)
    for draft in drafts:
        states[draft.state] += is_spoken_of(page, draft)
        if draft.type != "name":
            continue
        _office_beside(page, draft)
        if draft.kind == "person" and len(draft.words) > 1:
            number = _person(draft, chains, surnames)
        elif draft.known:
            number = keys.setdefault(("known", draft.known), len(chains))
        elif draft.noun == "ministry":  # whose is not told is that of the state spoken of
            draft.state = draft.state or states.most_common(1)[0][0]
            number = keys.setdefault((draft.words, draft.state), len(chains))
        elif draft.kind == "state":
            number = keys.setdefault(("state", fold(draft.state)), len(chains))
        elif len(draft.words) > 1:
            number = keys.setdefault(("name", draft.words), len(chains))
            if short := SHORT_FORM.match(page.text, draft.end):
                keys.setdefault(("name", (fold(short["short"]),)), number)
        else:
            continue
        add(draft, number, chains)
    _join_parts(page, names, chains, keys, surnames)


def _as_people(page: Page, names: list[Draft], people: set[tuple[str, ...]]) -> None:
    """Names that are persons because the article names them in full elsewhere."""
    first_names, surnames = {words[0] for words in people}, {words[-1] for words in people}
    pairs = {words for words in people if len(words) == 2 and not PARTICLE.fullmatch(words[0])}
    for draft in names:
        surface = page.text[draft.start : draft.end]
        word = fold(surface)
        if draft.kind in ("place", "unknown") and draft.words in people:
            draft.kind = "person"
        elif draft.kind == "state" and word in surnames and word != fold(draft.state):  # "Washington said"
            draft.kind, draft.words, draft.noun, draft.state, draft.known = "person", (word,), "", "", ""
        first = surface.split()[0]
        epithet = draft.words[1:] and draft.words[1] in first_names and draft.start in page.sentences
        epithet = epithet and len(draft.words) == 2 and first not in page.middle  # "Tearful Anna" is Anna
        if epithet or (draft.words[1:] in pairs and len(draft.words) == 3 and draft.kind == "person"):
            draft.start, draft.words = draft.start + len(first) + 1, draft.words[1:]


def _join_parts(
    page: Page, names: list[Draft], chains: list[Chain], keys: dict[tuple, int], surnames: dict[str, list[int]]
) -> None:
    """Surnames, given names, initials and other short forms of what is named in full."""
    lists = page.gazetteer.words
    given: defaultdict[str, set[int]] = defaultdict(set)
    short: dict[str, int] = {}
    for number, chain in enumerate(chains):
        for words in chain.names:
            if chain.kind == "person":
                vietnamese = len(words) > 2 and words[-1] in lists["family_first"]
                given[words[-2 if vietnamese else 0]].add(number)
            elif chain.kind in ("organisation", "group") and len(words) > 2:
                initials = "".join(word[0] for word in words if word not in ("of", "the", "for", "and", "on"))
                short.setdefault(initials, number)
            if "outlet" in chain.nouns:
                short[words[-1]] = number  # "the Post"
    often: defaultdict[str, Counter[int]] = defaultdict(Counter)  # how often the narrator names whom in full
    for draft in names:
        if draft.chain >= 0 and chains[draft.chain].kind == "person":
            often[sound(draft.words[-1])][draft.chain] += not draft.inside
    last: defaultdict[str, dict[int, Draft]] = defaultdict(dict)  # the last full name of each before
    for draft in names:
        if draft.chain >= 0:
            last[sound(draft.words[-1])][draft.chain] = draft
            continue
        word, surface = draft.words[-1], page.text[draft.start : draft.end]
        bearer = None
        if surnames.get(sound(word)) and _may_be_person(page, draft, surface):
            bearer = _bearer(draft, often[sound(word)], last[sound(word)], chains)
        if bearer is not None:
            draft.kind, number = "person", bearer
        elif draft.kind in ("person", "unknown") and len(given[word]) == 1 <= lists["with_given_name"].issuperset(
            draft.titles
        ):
            (number,) = given[word]
        elif ("name", draft.words) in keys:
            number = keys["name", draft.words]
        elif word in short:
            number = short[word]
        else:
            number = keys.setdefault(("person" if draft.kind == "person" else "name", draft.words), len(chains))
            if draft.kind == "person":
                keys.setdefault(("name", draft.words), number)
        add(draft, number, chains)


def _may_be_person(page: Page, draft: Draft, surface: str) -> bool:
    """Whether a name alone can be a surname: no "House", and no place in a place, but "at Dahl's" and "Hill said"."""
    if draft.words[-1] in page.gazetteer.roles["body"] and not draft.titles:
        return False
    there = capitals.word_before(page.text, draft.start) in (*capitals.PLACED, "the", "of", "to")
    place = draft.kind == "place" and not draft.titles and not (there and surface in page.gazetteer.words["place"])
    return draft.kind in ("person", "unknown") or surface.isupper() or place


def is_spoken_of(page: Page, draft: Draft) -> bool:
    """Whether a mention speaks of its state, or of what it has, and not of a place in it."""
    told = bool(draft.state) and (draft.type == "cue" or draft.kind in ("state", "organisation"))
    return told and capitals.word_before(page.text, draft.start) not in WHERE


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
    alike = sound(in_full(one[0])) == sound(in_full(other[0])) or 1 in (len(one[0]), len(other[0]))
    shorter = PARTICLE.fullmatch(one[0]) and other[-len(one) :] == one  # "Mr van der Berg"
    return bool(shorter) or (alike and same_person(one, other))


def _bearer(draft: Draft, often: Counter[int], last: dict[int, Draft], chains: list[Chain]) -> int | None:
    """Whose surname it is, of those whom gender allows: who is named in full before it in its sentence; else the last
    of those whom the narrator so names more than once, or the first where he names each once."""
    fitting = [n for n in often if not draft.gender or chains[n].gender in ("", draft.gender)]
    fitting = [n for n in fitting if not any(words[0].endswith("-jr") for words in chains[n].names)] or fitting
    here = [n for n in fitting if n in last and last[n].sentence == draft.sentence]
    likely = here or [n for n in fitting if often[n] > 1] or fitting[:1]
    before = [n for n in likely if n in last]
    return max(before, key=lambda n: last[n].start) if before else next(iter(likely), None)


def _office_beside(page: Page, draft: Draft) -> None:
    """The office in apposition: "Ann Lee, director of the clinic" and "The rebels' spokesman, Tom Hill"."""
    if draft.kind not in ("person", "unknown"):
        return
    text, roles, phrase = page.text, page.gazetteer.roles["role"], []
    if match := APPOSITION.match(text, draft.end):
        words = fold(match["phrase"]).split()
        told = len(draft.words) > 1 or draft.kind == "person" or words[:1] in (["a"], ["an"], ["the"])
        if told and words[-1:] and words[-1] in roles and match["phrase"].split()[-1].islower():
            phrase = [*words, *fold(match["of"] or "").split()[-3:]]
    if text[max(0, draft.start - 2) : draft.start] == ", ":
        match = BEFORE.search(text, max(0, draft.start - 130), draft.start)
        for words in (PREPOSITION.split(match["phrase"])[0], OWNER.split(match["phrase"])[-1]) if match else ():
            if {*fold(words).split()[-1:]} & roles.keys():
                phrase = [*fold(words).split(), *phrase]
                break
    office = [word for word in phrase if word not in capitals.DETERMINERS]
    if office:
        draft.titles = (*office, *draft.titles)
        draft.gender = draft.gender or capitals.gender_of(page.gazetteer, office)
        draft.kind = "person"
