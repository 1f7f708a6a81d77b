"""Coreference within one article: which names, descriptions and pronouns mean the same one.

Rules in order of their precision (sieves, Raghunathan et al. 2010): the same name, part of a name, an office, the last
body of a kind, and for pronouns the speaker or subject of the nearest sentence, outside quotation marks (after Grosz,
Joshi and Weinstein 1995). Nothing is guessed: what no rule resolves is a chain of its own, without a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from crossread.names import fold, is_adjective_of, same_person, sound
from crossread.namings import (
    BODY_OF_STATE,
    DETERMINERS,
    GOVERNMENT,
    OF_STATE,
    PLACED,
    TOWARDS,
    UPPER,
    Draft,
    Page,
    Span,
    gender_of,
    is_covered,
    is_within,
    state_named,
    word_before,
)
from crossread.source_heads import PREPOSITION, PRONOUNS, heads_of, pronoun_draft

STATE_NOUN = re.compile(
    rf"\s(?:government|officials|authorities|troops|forces|soldiers|warplanes|jets|aircraft|"
    rf"{BODY_OF_STATE}|(?:deputy\s)?(?:\w+\s)?(?:[Mm]inistry|[Mm]inister)|president)\b",
    re.IGNORECASE,
)
SHORT_FORM = re.compile(rf"\s\((?:the\s)?(?P<short>[{UPPER}][\w&.-]{{1,9}})\)")
APPOSITION = re.compile(
    r",\s(?:\d{1,2},\s)?(?P<phrase>(?:(?:a|an|the|its|his|her|their)\s)?(?:[\w’'.-]+\s){0,6}?[\w’'-]+)"
    r"(?:\s(?:of|for|at|in|from|to)\s(?P<of>[^,.;“\"]{2,60}))?(?=[,.;“”\"]|\s(?:said|told|who|says|in|on|and)\b|$)"
)
BEFORE = re.compile(
    r"(?:^|[.,;:–—\"”“]\s|\s)(?P<phrase>(?:[Tt]he|[Ii]ts|[Hh]is|[Tt]heir|A|An|a|an|Another)\s[^,.;:?!“”\"]{3,110}),\s$"
)
HALF = re.compile(r"\b[Tt]he\s(?P<half>North|South|East|West)\b(?!-|\s[A-Z])")
HALVES = re.compile(r"\b(?P<half>North|South|East|West)\sand\s(?:North|South|East|West)\s(?P<rest>[A-Z]\w+)")
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is)\b")
DESCRIPTION = re.compile(
    r"\b(?P<det>[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s(?P<noun>[a-z]{3,}(?:\sstaff|\sforce)?)\b(?!-|\s[A-Z])"
)
OFFICE = re.compile(r"\b[Tt]he\s(?P<words>(?:[\w’'.&-]+\s){1,5}?)(?P<noun>[a-z]{3,})\b(?!-|['’]|\s[A-Z])")
COUNTRY = ("country", "nation")
SAID = re.compile(
    r"\s(?:has\s|had\s|also\s)?(?:said|says|told|added|wrote|claimed|insisted|warned|stressed|stated|announced)\b"
)
CANDIDATES = 60  # mentions that a pronoun looks back
REACH = 4  # sentences that a pronoun looks back


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
    owner: int | None = None
    number: str = "singular"


# --- names that are one -----------------------------------------------------------------------------------------


def tell_states(page: Page, drafts: list[Draft]) -> None:
    """A name that has a government, a ministry or warplanes, by possessive or adjective, is a state.

    An adjective of no known state is one where its noun or the name it is made from tells.
    """
    text = page.text
    single = {
        d.words[0]: d for d in drafts if d.type == "name" and len(d.words) == 1 and d.kind in ("unknown", "place")
    }
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
        if (
            draft.type == "name"
            and len(draft.words) == 1
            and draft.kind in ("unknown", "place")
            and draft.words[0] not in people
        ):
            end = draft.end
            if text[end : end + 2] in ("'s", "’s") and STATE_NOUN.match(text, end + 2):
                states.add(draft.words[0])
    for draft in drafts:
        if draft.type != "name" or len(draft.words) != 1 or draft.kind not in ("unknown", "place"):
            continue
        word = draft.words[0]
        if word in made or (
            word not in states
            and word not in people
            and STATE_NOUN.match(text, draft.end)
            and word.endswith(("an", "i", "ese", "ish"))
        ):
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


def _as_adjective(page: Page, draft: Draft, state: str) -> None:
    body, gov = OF_STATE.match(page.text, draft.end), GOVERNMENT.match(page.text, draft.end)
    if body:
        noun = fold(body["body"])
        draft.kind, draft.noun, draft.state = "organisation", noun, state
        draft.words, draft.end = (fold(state), *noun.split()), body.end()
    elif gov:
        draft.kind, draft.noun, draft.state, draft.words, draft.end = "state", "state", state, (fold(state),), gov.end()
    else:
        draft.type, draft.state = "cue", state


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
    pairs = {draft.words for draft in names if draft.kind == "person" and len(draft.words) == 2}
    for draft in names:
        _office_beside(page, draft)
        if len(draft.words) == 2 and draft.words[1] in first_names:
            _without_epithet(page, draft)
        elif (
            len(draft.words) == 3 and draft.words[1:] in pairs and draft.kind == "person" and "’" not in draft.words[0]
        ):
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
        elif draft.kind in ("person", "unknown") and len(given[word]) == 1 and not draft.titles:
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


def _without_epithet(page: Page, draft: Draft) -> None:
    """ "Tearful Anna" at the start of a sentence is Anna, where an Anna Lee is named."""
    word = page.text[draft.start : draft.end].split()[0]
    if word not in page.middle and draft.start in page.sentences:
        draft.start += len(word) + 1
        draft.words = draft.words[1:]


def _initials(chains: list[Chain]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, chain in enumerate(chains):
        for words in chain.names:
            if chain.kind in ("organisation", "group") and len(words) > 2:
                found.setdefault(
                    "".join(word[0] for word in words if word not in ("of", "the", "for", "and", "on")), number
                )
    return found


def _add(draft: Draft, number: int, chains: list[Chain]) -> None:
    if number == len(chains):
        chains.append(Chain())
    chain = chains[number]
    draft.chain = number
    if draft.words and draft.type == "name":
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
    if draft.owner is not None:
        chain.owner = draft.owner


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
    spelt = sound(one[0]) == sound(other[0]) or 1 in (len(one[0]), len(other[0]))
    return spelt and sound(one[-1]) == sound(other[-1]) and same_person(one, other)


def _bearer(draft: Draft, named: list[tuple[int, int]], chains: list[Chain], both: bool) -> int | None:
    """Whose surname it is: of the full names with it (their places and chains), the last one before that gender
    allows; where a text has both a Mr and a Mrs of that name, gender has to be told."""

    def fits(chain: Chain) -> bool:
        if not draft.gender or chain.kind != "person":
            return chain.kind == "person"
        return chain.gender == draft.gender or (not chain.gender and not both)

    fitting = [(start, number) for start, number in named if fits(chains[number])]
    if not fitting:
        return None
    elder = [(s, n) for s, n in fitting if not any(words[0].endswith("-jr") for words in chains[n].names)]
    fitting = elder or fitting
    before = [number for start, number in fitting if start < draft.start]
    return before[-1] if before else fitting[0][1]


def _office_beside(page: Page, draft: Draft) -> None:
    """The office in apposition: "Ann Lee, director of the clinic" and "The rebels' spokesman, Tom Hill"."""
    if draft.kind not in ("person", "unknown") or not draft.words:
        return
    text, roles = page.text, page.gazetteer.roles
    if text[draft.end : draft.end + 1] == ",":
        match = APPOSITION.match(text, draft.end)
        if match:
            phrase = fold(match["phrase"]).split()
            told = (
                len(draft.words) > 1
                or draft.kind == "person"
                or match["phrase"].split()[0].lower() in ("a", "an", "the")
            )
            if (
                told
                and phrase
                and phrase[-1] in roles["role"]
                and not any(c.isupper() for c in match["phrase"].split()[-1])
            ):
                office = [w for w in phrase if w not in DETERMINERS]
                draft.titles = (*draft.titles, *office, *(fold(match["of"] or "").split()[-3:]))
                draft.gender = draft.gender or gender_of(page.gazetteer, office)
                draft.kind = "person"
    at = draft.start
    if text[max(0, at - 2) : at] == ", ":
        match = BEFORE.search(text, max(0, at - 130), at)
        if match:
            phrase = [w for w in fold(PREPOSITION.split(match["phrase"])[0]).split() if w not in DETERMINERS]
            if phrase and phrase[-1] in roles["role"]:
                draft.titles = (*phrase, *draft.titles)
                draft.gender = draft.gender or gender_of(page.gazetteer, phrase)
                draft.kind = "person"


# --- descriptions and pronouns ----------------------------------------------------------------------------------


def resolve(
    page: Page, paragraphs: Sequence[Sequence], drafts: list[Draft], sources: Sequence[Span], chains: list[Chain]
) -> list[Draft]:
    """Heads of the source mentions, then descriptions and pronouns in order of the text."""
    spans = sorted({(start, end) for start, end in sources if page.text[start:end].strip()})
    names = [draft for draft in drafts if draft.type == "name"]
    starts = [draft.start for draft in names]
    extra: list[Draft] = []
    for start, end in spans:
        inside = names[bisect_right(starts, start - 6) : bisect_right(starts, end)]
        extra += heads_of(page, start, end, [d for d in inside if start <= d.end <= end + 1 and d.start >= start - 5])
    covered = [(draft.start, draft.end) for draft in extra]
    taken = [*covered, *((d.start, d.end) for d in names)]
    extra += _small_words(page, paragraphs, taken) + _halves(page, paragraphs, names)
    extra += _offices(page, paragraphs, [*taken, *((d.start, d.end) for d in extra)])
    everything = sorted([*drafts, *extra], key=lambda draft: (draft.start, -draft.end))
    seen = _Seen(page, chains)
    kept = []
    added = {id(draft) for draft in extra}
    for draft in everything:
        if draft.chain < 0 and draft.type != "cue":
            if id(draft) not in added and draft.type != "name":
                continue
            draft.sentence = draft.sentence or bisect_right(page.sentences, draft.start)
            draft.inside = is_within(page.marks, draft.start)
            seen.settle(draft)
        seen.note(draft)
        if draft.chain >= 0:
            kept.append(draft)
    return kept


def _small_words(page: Page, paragraphs: Sequence[Sequence], taken: list[Span]) -> list[Draft]:
    """Pronouns of persons, and definite descriptions, outside the source mentions."""
    roles = page.gazetteer.roles
    taken = sorted(taken)
    found = []
    for start, end, *_ in paragraphs:
        for match in PRONOUN.finditer(page.text, start, end):
            if not is_covered(taken, match.start()):
                found.append(pronoun_draft(match.start(), match.end(), match.group()))
        for match in DESCRIPTION.finditer(page.text, start, end):
            noun = fold(match["noun"])
            known = noun in roles["body"] or noun in roles["role"] or noun in roles["government"] or noun in COUNTRY
            if known and not is_covered(taken, match.start()):
                found.append(Draft(match.start(), match.end(), type="definite", noun=noun))
    return found


def _halves(page: Page, paragraphs: Sequence[Sequence], names: list[Draft]) -> list[Draft]:
    """Halves of what was one country: "the North" and "North and South Ruritania" where the article names the state."""
    states = {draft.known for draft in names if draft.kind == "state"}
    by_half = defaultdict(set)
    for state in states:
        by_half[state.split(" ")[0]].add(state)
    found = []
    for start, end, *_ in paragraphs:
        for match in HALF.finditer(page.text, start, end):
            if len(by_half[match["half"]]) == 1:
                state = next(iter(by_half[match["half"]]))
                found.append(Draft(*match.span(), type="definite", kind="state", noun="state", state=state))
        for match in HALVES.finditer(page.text, start, end):
            entry = page.gazetteer.find(f"{match['half']} {match['rest']}")
            if entry and entry.entity_type == "state":
                found.append(Draft(*match.span("half"), type="definite", kind="state", noun="state", state=entry.name))
    return found


def _offices(page: Page, paragraphs: Sequence[Sequence], taken: list[Span]) -> list[Draft]:
    """Definite descriptions by an office of several words, "the former Ruritanian defence minister", with no name."""
    roles, taken = page.gazetteer.roles, sorted(taken)
    found = []
    for start, end, *_ in paragraphs:
        for match in OFFICE.finditer(page.text, start, end):
            noun = fold(match["noun"])
            words = fold(match["words"]).split()
            known = roles["modifier"].keys() | roles["role"].keys() | page.gazetteer.adjectives.keys()
            if noun not in roles["role"] or is_covered(taken, match.start()):
                continue
            if all(w in known or w in ("north", "south") or w.upper() in match["words"].split() for w in words):
                found.append(_office_draft(page, match, noun))
    return found


def _office_draft(page: Page, match: re.Match, noun: str) -> Draft:
    phrase = fold(match["words"])
    adjectives = page.gazetteer.adjectives
    made = [a for a in (phrase, *phrase.split()) if a in adjectives]
    made += [
        " ".join(pair) for pair in zip(phrase.split(), phrase.split()[1:], strict=False) if " ".join(pair) in adjectives
    ]
    state = max(made, key=len, default="")
    titles = (*(w for w in phrase.split() if w not in state.split()), noun)
    return Draft(
        *match.span(), type="definite", kind="person", noun=noun, titles=titles, state=adjectives.get(state, "")
    )


class _Seen:
    """Who has been mentioned so far: what descriptions and pronouns are resolved against."""

    def __init__(self, page: Page, chains: list[Chain]) -> None:
        self.page, self.chains = page, chains
        self.mentions: list[Draft] = []  # outside quotation marks, in order
        self.bodies: dict[str, int] = {}  # noun -> the last body that it fits
        self.states: Counter[str] = Counter()
        self.government = ""
        self.fields: dict[str, str] = {}  # field of a ministry -> its state
        self.described: dict[str, int] = {}  # noun -> the last one described by it
        self.ministries: dict[tuple[str, str], int] = {}
        self.offices: dict[tuple[int, str], int] = {}  # whose, and what
        self.last_group: int | None = None
        self.last_seen: dict[int, int] = {}  # chain -> the place of its last mention
        self.people: dict[str, int] = {}  # surname -> the last person with it
        self.by_name: dict[tuple[str, ...], int] = {}
        self.by_title: defaultdict[str, list[int]] = defaultdict(list)
        self.by_noun: defaultdict[str, list[int]] = defaultdict(list)
        self.by_state: dict[str, int] = {}
        for number, chain in enumerate(chains):
            self._index(number, chain)

    def _index(self, number: int, chain: Chain) -> None:
        for words in chain.names:
            self.by_name.setdefault(words, number)
        if chain.kind == "person":
            for title in sorted(chain.titles):
                self.by_title[title].append(number)
        elif chain.kind == "organisation" and chain.names:
            for noun in sorted(chain.nouns):
                self.by_noun[noun].append(number)
        elif chain.kind == "state":
            self.by_state.setdefault(fold(chain.state), number)

    def note(self, draft: Draft) -> None:
        """Take in a mention that has its chain."""
        if draft.state and (draft.type == "cue" or draft.kind in ("state", "organisation")):
            prior = word_before(self.page.text, draft.start)
            self.states[draft.state] += 0 if prior in PLACED or prior in TOWARDS else 1
        if draft.chain < 0:
            return
        if draft.kind == "state" and draft.end - draft.start > len(draft.state) + 2:
            self.government = draft.state
        if not draft.inside:
            self.mentions.append(draft)
            self.last_seen[draft.chain] = draft.start
            if draft.kind == "person" and draft.words:
                self.people[draft.words[-1]] = draft.chain
            elif draft.kind == "group" and draft.type == "name":
                self.last_group = draft.chain
        if draft.kind in ("organisation", "group", "unknown") and draft.type == "name":
            for noun in self.chains[draft.chain].nouns:
                self.bodies[noun] = draft.chain
        elif draft.type == "description" and draft.noun:
            self.described[draft.noun] = draft.chain

    def settle(self, draft: Draft) -> None:
        """Give a ministry, a description or a pronoun its chain; a new one where nothing is sure."""
        if draft.noun == "ministry" and draft.type == "name":
            number = self._ministry(draft)
        elif draft.type == "name":
            number = self.by_name.get(draft.words)
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

    def _ministry(self, draft: Draft) -> int:
        field = draft.words[1] if len(draft.words) > 1 else ""
        if draft.state and not state_named(self.page, draft.state):
            owner = self.people.get(fold(draft.state))
            if owner is not None:  # "Mr Dahl's ministry"
                return self._ministry_of(owner, draft)
        state = draft.state or self.fields.get(field) or self._state()
        draft.state = state
        if field:
            self.fields[field] = state
        return self._ministry_number(draft, field, state)

    def _ministry_number(self, draft: Draft, field: str, state: str) -> int:
        draft.words = ("ministry", field) if field else ("ministry",)
        return self.ministries.setdefault((field, fold(state)), len(self.chains))

    def _ministry_of(self, owner: int, draft: Draft) -> int | None:
        """The ministry of a minister, known by the office."""
        titles = self.chains[owner].titles
        fields = [word for word in sorted(titles) if word in self.page.gazetteer.words["portfolio"]]
        if "minister" not in titles or len(fields) != 1:
            return None
        field = fields[0]
        state = self.chains[owner].state or self.fields.get(field) or self._state()
        draft.kind, draft.noun, draft.state, draft.owner = "organisation", "ministry", state, None
        self.fields[field] = state
        number = self._ministry_number(draft, field, state)
        if draft.type != "name" and number == len(self.chains):
            self.chains.append(Chain("organisation", {("ministry", field): None}, {"ministry"}, state=state))
        self.bodies["ministry"] = number
        return number

    def _state(self) -> str:
        return self.states.most_common(1)[0][0] if self.states else ""

    def _described(self, draft: Draft) -> int | None:
        text = self.page.text
        first = text[draft.start : draft.end].split()[0]
        determiner = fold(first)
        noun = draft.noun
        roles = self.page.gazetteer.roles
        if determiner in ("his", "her", "its", "their"):
            return self._possessed(draft, determiner)
        if determiner in ("a", "an", "another", "some", "one", "two") or (
            draft.number == "plural" and determiner != "the"
        ):
            return None
        if noun in COUNTRY:
            return self._country(draft)
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

    def _government(self, draft: Draft) -> int | None:
        state = draft.state or self.government or self._state()
        if not state:
            return None
        draft.kind, draft.state = "state", state
        if fold(state) not in self.by_state:
            self.by_state[fold(state)] = len(self.chains)
            self.chains.append(Chain("state", {}, {"state"}, state=state))
        return self.by_state[fold(state)]

    def _country(self, draft: Draft) -> int | None:
        """The one state that this sentence or the one before it names."""
        near = {}
        for mention in self.mentions[: -CANDIDATES - 1 : -1]:
            if mention.sentence < draft.sentence - 1:
                break
            if mention.kind == "state":
                near.setdefault(mention.sentence == draft.sentence, set()).add(mention.chain)
        chains = near.get(True) or near.get(False) or set()
        return next(iter(chains)) if len(chains) == 1 else None

    def _body(self, draft: Draft, noun: str) -> int | None:
        modified = len(draft.titles) > 1
        last = self.bodies.get(noun)
        if last is None:
            last = next((self.bodies[n] for n in self.page.gazetteer.synonyms.get(noun, ()) if n in self.bodies), None)
        if last is None and not modified and noun in ("group", "movement", "organisation", "militia"):
            last = self.last_group
        if (
            last is None
            and draft.type == "description"
            and noun in ("hospital", "university", "company", "church", "school")
        ):
            ahead = self.by_noun[noun]
            last = ahead[0] if len(ahead) == 1 else None
        return last

    def _office(self, draft: Draft) -> int | None:
        """The one person whose office has every word of the description; else the last one described by its noun."""
        want = {w for w in draft.titles if w not in self.page.gazetteer.words["slight"]} or {draft.noun}
        if len(draft.titles) <= 1 and draft.noun in self.described and draft.noun in self.page.gazetteer.words["plain"]:
            return self.described[draft.noun]
        of = re.search(r"\s(?:of|for|at)\s(.+)$", self.page.text[draft.start : draft.end])
        if of:
            last = fold(of[1]).split()[-1:]
            want = {
                w
                for w in fold(self.page.text[draft.start : draft.start + of.start()]).split()
                if w not in DETERMINERS and w not in self.page.gazetteer.words["slight"]
            }
            want |= set(last)
        accepted = {draft.noun, *self.page.gazetteer.synonyms.get(draft.noun, ())}
        fitting = [
            number
            for number in dict.fromkeys(n for noun in sorted(accepted) for n in self.by_title[noun])
            if self.chains[number].names
            and (want - {draft.noun}) <= self.chains[number].titles
            and not self._other_state(draft, self.chains[number])
            and not (draft.type == "definite" and draft.state and not self.chains[number].state)
        ]
        if len(want) == 1 and draft.noun in self.page.gazetteer.words["plain"]:
            return None
        if draft.type == "definite" or len(want) == 1:
            before = sorted((n for n in fitting if n in self.last_seen), key=self.last_seen.get)
            if draft.type == "definite" and len(before) != 1:
                return None
            if before and len(fitting) > 1:
                fitting = [before[-1]]
        if len(fitting) == 1:
            return fitting[0]
        return self.described.get(draft.noun) if not fitting else None

    @staticmethod
    def _other_state(draft: Draft, chain: Chain) -> bool:
        return bool(draft.state and chain.state and fold(chain.state) != fold(draft.state))

    def _possessed(self, draft: Draft, determiner: str) -> int | None:
        gender, number = PRONOUNS[determiner]
        at = Draft(
            draft.start,
            draft.start + len(determiner),
            "pronoun",
            noun=determiner,
            gender=gender,
            number=number,
            sentence=draft.sentence,
            inside=draft.inside,
        )
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
            found = self.offices.setdefault((owner, noun), len(self.chains))
            if found == len(self.chains):
                self.chains.append(Chain("organisation", {}, {noun}, owner=owner))
            return found
        return None

    def _antecedent(self, draft: Draft) -> int | None:
        """Who a pronoun means: in its own sentence the nearest subject or speaker before it, else the speaker,
        subject or last candidate of the nearest sentence before it that has one."""
        wanted = draft.noun
        if wanted in ("we", "i", "you"):
            return None
        reach = REACH if draft.speaks else 1
        if not draft.speaks and (draft.inside or self._another_before(draft)):
            return None
        by_sentence: dict[int, list[Draft]] = {}
        for mention in self.mentions[: -CANDIDATES - 1 : -1]:
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

    def _another_before(self, draft: Draft) -> bool:
        """Whether the sentence speaks of somebody without a name before the pronoun: "the sailor who lost his boat"."""
        sentences, roles = self.page.sentences, self.page.gazetteer.roles
        start = max(sentences[draft.sentence - 1] if draft.sentence else 0, draft.start - 300)
        named = [
            (m.start - 60, m.end + 60)
            for m in self.mentions[-3:]
            if m.kind == "person" and m.sentence == draft.sentence
        ]
        for match in re.finditer(r"[a-z][\w-]+", self.page.text[start : draft.start]):
            word = match.group()
            if (word in roles["role"] or word.endswith(("man", "woman"))) and not any(
                a <= start + match.start() <= b for a, b in named
            ):
                return True
        return False

    def _fits(self, mention: Draft, pronoun: Draft) -> bool:
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

    def _in_phrase(self, mention: Draft) -> bool:
        """Whether a name stands after a preposition or as a possessor, so that it is no subject."""
        text = self.page.text
        before = word_before(text, mention.start)
        return before in ("of", "in", "by", "for", "with", "to", "from", "at", "against", "on") or text[
            mention.end : mention.end + 2
        ] in ("'s", "’s")
