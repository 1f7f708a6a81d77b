"""Coreference within one article: pronouns and descriptions ("the former minister", "the North"), and whom they mean.

Rules in order of their precision (sieves, Raghunathan et al. 2010): the same name, part of a name, an office, the last
body of a kind, and for pronouns the speaker or subject of the nearest sentence, outside quotation marks (after Grosz,
Joshi and Weinstein 1995). Nothing is guessed: what no rule resolves is a chain of its own, without a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from crossread.entities import capitals
from crossread.entities.capitals import Draft, Page, Span
from crossread.entities.name_chains import Chain, add, is_spoken_of
from crossread.entities.names import fold
from crossread.quotes.source_heads import heads_of, pronoun_draft

SAID = re.compile(
    r"\s(?:has\s|had\s|also\s)?(?:said|says|told|added|wrote|claimed|insisted|warned|stressed|stated|announced|acknowledged)\b"
)
ASKED = re.compile(r"\s(?:had\s|then\s)?asked\s(?!for\b|to\b|that\b)")
GOES_ON = re.compile(r"\s(?:continue[ds]|(?:goes|went)\son)\b")  # as who spoke before
TAG = re.compile(r"\s[a-z]+[,.]")  # "he said,": words of his stand before
OPENS_TAG = tuple(",”\"’'")
CANDIDATES = 60  # mentions that a pronoun looks back
REACH = 4  # sentences of the narrator that a pronoun looks back
PRONOUN = re.compile(r"[HhSs](?<!\w.)(?:(?<=[Hh])(?:e|im|er|is)|(?<=[Ss])he)\b")
DESCRIPTION = re.compile(
    r"[TtHhIi](?<!\w.)(?:(?<=[Tt])he(?:ir)?|(?<=[Hh])(?:is|er)|(?<=[Ii])ts)\s"
    r"(?P<noun>[a-z]{3,}(?:\sstaff|\sforce)?|North|South|East|West)\b"
    r"(?!-|\sof\s[A-Z]|\s[A-Z])"
)
OFFICE = re.compile(r"[Tt](?<!\w.)he\s(?P<words>(?:[\w’'.&-]+\s){1,5}?)(?P<noun>[a-z]{3,})\b(?!-|['’]|\s[A-Z])")
COUNTRY = ("country", "nation")
HALVES = ("north", "south", "east", "west")
HALF = re.compile(r"[NSEW](?<!\w.)(?:orth|outh|ast|est)(?=\sand\s(?:North|South|East|West)\s[A-Z])")
LOWER = re.compile(r"[a-z][\w-]+")
FIRMS = frozenset(
    "company firm retailer supermarket carmaker lender insurer airline bank corporation group fund club channel "
    "broadcaster network".split()
)
OBLIQUE = frozenset("him his himself her hers its them their".split())
# Between the subject of a clause and its object, or the one whom it is said to be to somebody.
ITS_VERB = re.compile(
    r"(?:,\s[^,.;:“”\"]{2,60},)?\s(?:(?:has|had|have|would|will|could|can|may|might|must|should|did|does|also|just|then|later|never|not)\s)*"
    r"[a-z]+\s(?:(?:it|them)\sand\s[a-z]+\s)?(?:at\s|to\s)?"
)
IS = re.compile(r"\s(?:is|was|became)\s")
OBJECT = re.compile(  # "her" before no noun
    r"(?i:him|her(?=[.,;:!?]|\s(?:an?|the|to|for|that|in|on|at|and|with|from|by|out|up|home|when|if|as|after|before|about)\b))"
)
WITHIN_PHRASE = frozenset("of in by for with to from at against on about like than between among".split())


def resolve(
    page: Page, paragraphs: Sequence[Sequence], drafts: list[Draft], sources: Sequence[Span], chains: list[Chain]
) -> list[Draft]:
    """Heads of the source mentions, then descriptions and pronouns in order of the text."""
    spans = sorted(
        {(start, end) for start, end in sources if capitals.without_possessive(page.text[start:end]).strip()}
    )
    names = [draft for draft in drafts if draft.type == "name"]
    starts = [draft.start for draft in names]
    extra: list[Draft] = []
    for start, end in spans:
        inside = names[bisect_right(starts, start - 6) : bisect_right(starts, end)]
        extra += heads_of(page, start, end, [d for d in inside if start <= d.end <= end + 1])
    taken = sorted((draft.start, draft.end) for draft in [*names, *extra])
    extra += _small_words(page, paragraphs, taken)
    spoken = {(draft.start, draft.end) for draft in extra if draft.type == "pronoun"}  # "He" after a comma is no name
    drafts = [draft for draft in drafts if (draft.start, draft.end) not in spoken]
    seen = _Seen(page, chains)
    for draft in sorted([*drafts, *extra], key=lambda draft: (draft.start, -draft.end)):
        if draft.chain < 0 and draft.type != "cue":
            draft.sentence = draft.sentence or bisect_right(page.sentences, draft.start)
            draft.inside = capitals.is_within(page.marks, draft.start)
            seen.settle(draft)
        seen.note(draft)
    return [draft for draft in sorted([*drafts, *extra], key=lambda d: (d.start, -d.end)) if draft.chain >= 0]


def _small_words(page: Page, paragraphs: Sequence[Sequence], taken: list[Span]) -> list[Draft]:
    """Pronouns of persons, and definite descriptions, outside the names and source mentions."""
    roles = page.gazetteer.roles
    body, role, government = roles["body"], roles["role"], roles["government"]
    found, described = [], []
    for start, end, *_ in paragraphs:
        for match in PRONOUN.finditer(page.text, start, end):
            if not capitals.is_covered(taken, match.start()):
                found.append(pronoun_draft(*match.span(), match.group()))
        for match in DESCRIPTION.finditer(page.text, start, end):
            noun = fold(match["noun"])
            known = noun in body or noun in role or noun in government or noun in COUNTRY or noun in HALVES
            if known and not capitals.is_covered(taken, match.start()):
                described.append(match.start())
                found.append(Draft(*match.span(), type="definite", noun=noun))
        for match in HALF.finditer(page.text, start, end):  # "North and South Ruritania"
            found.append(Draft(*match.span(), type="definite", noun=fold(match.group())))
        for match in OFFICE.finditer(page.text, start, end):
            if fold(match["noun"]) in role and match.start() not in described:
                draft = None if capitals.is_covered(taken, match.start()) else _office_draft(page, match)
                found += [draft] if draft else []
    return found


def _office_draft(page: Page, match: re.Match) -> Draft | None:
    """A description by an office of several words, "the former Ruritanian minister": all before the noun are modifiers,
    offices, states or abbreviations."""
    roles, adjectives = page.gazetteer.roles, page.gazetteer.adjectives
    words, noun = fold(match["words"]).split(), fold(match["noun"])
    known = (roles["modifier"], roles["role"], adjectives, HALVES)
    if not all(any(word in kind for kind in known) or word.upper() in match["words"].split() for word in words):
        return None
    state = max((word for word in (*words, *map(" ".join, pairwise(words))) if word in adjectives), key=len, default="")
    titles = (*(word for word in words if word not in state.split()), noun)
    return Draft(*match.span(), "definite", "person", noun=noun, titles=titles, state=adjectives.get(state, ""))


class _Seen:
    """Who has been mentioned so far: what descriptions and pronouns are resolved against."""

    def __init__(self, page: Page, chains: list[Chain]) -> None:
        self.page, self.chains = page, chains
        outside = (not capitals.is_within(page.marks, start) for start in page.sentences)
        self.narrated = [0, *accumulate(outside)]  # sentences of the narrator up to each
        self.mentions: list[Draft] = []  # outside quotation marks, in order
        self.bodies: dict[str, int] = {}  # noun -> the last body that it fits
        self.states: Counter[str] = Counter()
        self.described: dict[str, int] = {}  # noun -> the last one described by it
        self.last_seen: dict[int, int] = {}  # chain -> the place of its last mention
        self.by_name: dict[tuple[str, ...], int] = {}
        self.by_title: defaultdict[str, list[int]] = defaultdict(list)
        self.by_noun: defaultdict[str, list[int]] = defaultdict(list)
        self.by_state: dict[str, int] = {}
        for number, chain in enumerate(chains):
            for words in chain.names:
                self.by_name.setdefault(words, number)
            for title in sorted(chain.titles) if chain.kind == "person" else ():
                self.by_title[title].append(number)
            for noun in sorted(chain.nouns) if chain.kind == "organisation" else ():
                self.by_noun[noun].append(number)
            if chain.kind == "state":
                self.by_state.setdefault(fold(chain.state), number)

    def note(self, draft: Draft) -> None:
        """Take in a mention that has its chain."""
        self.states[draft.state] += is_spoken_of(self.page, draft)
        if draft.chain < 0:
            return
        if not draft.inside:
            self.mentions.append(draft)
            self.last_seen[draft.chain] = draft.start
        if draft.kind in ("organisation", "group", "unknown") and draft.type == "name":
            for noun in self.chains[draft.chain].nouns:
                self.bodies[noun] = draft.chain
        elif draft.type == "description" and draft.noun:
            self.described[draft.noun] = draft.chain

    def settle(self, draft: Draft) -> None:
        """Give a lone name, a description or a pronoun its chain; a new one where nothing is sure."""
        if draft.type == "name":
            number = self.by_name.get(draft.words)
        else:
            number = self._antecedent(draft) if draft.type == "pronoun" else self._described(draft)
            if number is None and draft.kind == "person" and GOES_ON.match(self.page.text, draft.end):
                number = self._only(draft, 2, lambda m: m.speaks and self.chains[m.chain].kind == "person")
            if number is None and not draft.speaks and draft.type in ("pronoun", "definite"):
                return
            draft.type = "description" if draft.type == "definite" else draft.type
        if number is None or draft.type == "name" or number == len(self.chains):
            add(draft, len(self.chains) if number is None else number, self.chains)
            return
        chain = self.chains[number]
        draft.chain, draft.kind = number, chain.kind if chain.kind != "unknown" else draft.kind
        sure = draft.speaks or (self.mentions and self.mentions[-1].sentence == draft.sentence)
        if draft.type == "pronoun" and draft.gender in ("m", "f") and sure:
            chain.gender = chain.gender or draft.gender
            chain.kind = "person" if chain.kind == "unknown" else chain.kind

    def _state(self) -> str:
        return self.states.most_common(1)[0][0] if self.states else ""

    def _near(self, draft: Draft, reach: int) -> Iterator[Draft]:
        """The last mentions in the sentences of the narrator that a draft looks back, the nearest first."""
        for mention in self.mentions[: -CANDIDATES - 1 : -1]:
            if self.narrated[mention.sentence] < self.narrated[draft.sentence] - reach:
                return
            yield mention

    def _only(self, draft: Draft, reach: int, fits: Callable[[Draft], bool]) -> int | None:
        """The one chain that is fitting in the nearest sentence that has one."""
        near: dict[int, set[int]] = {}
        for mention in self._near(draft, reach):
            if fits(mention):
                near.setdefault(mention.sentence, set()).add(mention.chain)
        chains = next(iter(near.values()), ())
        return next(iter(chains)) if len(chains) == 1 else None

    def _described(self, draft: Draft) -> int | None:
        roles, noun = self.page.gazetteer.roles, draft.noun
        determiner = fold(self.page.text[draft.start : draft.end].split()[0])
        indefinite = determiner in ("a", "an", "another", "some", "one", "two", "his", "her", "its", "their")
        if noun.capitalize() in self.page.gazetteer.words["partisan"]:
            return self._antecedent(draft)  # "the Ohio Republican"
        if noun == "office" and determiner in ("his", "her"):
            return self._office_of(draft, determiner)
        if noun != "ministry" and (indefinite or (draft.number == "plural" and determiner != "the")):
            return None
        if noun in COUNTRY:
            return self._only(draft, 1, lambda mention: mention.kind == "state")
        if noun in HALVES:
            states = [number for state, number in self.by_state.items() if state.startswith(f"{noun} ")]
            return states[0] if len(states) == 1 else None
        if noun in ("government", "state", "regime", "administration"):
            return self._government(draft)
        if noun in roles["body"]:
            return self._body(draft, noun)
        if noun in roles["role"] and (determiner == "the" or draft.owner is not None or draft.state):
            return self._office(draft)
        return self.described.get(noun) if determiner == "the" else None

    def _office_of(self, draft: Draft, determiner: str) -> int | None:
        """A body of its own: that of the one whom "his" or "her" means."""
        owner = pronoun_draft(draft.start, draft.start + len(determiner), determiner)
        owner.sentence, owner.inside = draft.sentence, draft.inside
        draft.owner, draft.kind = self._antecedent(owner), "organisation"
        key = ("office", str(draft.owner))
        return None if draft.owner is None else self.by_name.setdefault(key, len(self.chains))

    def _government(self, draft: Draft) -> int | None:
        draft.state = draft.state or self._state()
        if not draft.state:
            return None
        draft.kind = "state"
        if fold(draft.state) not in self.by_state:
            self.by_state[fold(draft.state)] = len(self.chains)
            self.chains.append(Chain("state", {}, {"state"}, state=draft.state))
        return self.by_state[fold(draft.state)]

    def _body(self, draft: Draft, noun: str) -> int | None:
        """The last body of its kind, else the only one named later; a firm may be any body that is a subject."""
        for also in (noun, *self.page.gazetteer.synonyms.get(noun, ())):
            if also in self.bodies:
                return self.bodies[also]
        if draft.speaks and noun in FIRMS and draft.end - draft.start == len("the ") + len(noun):
            return self._only(draft, 2, self._may_be_firm)
        ahead = self.by_noun[noun] if draft.type == "description" else ()
        if noun == "ministry" and not ahead:
            return self._ministry(draft)
        return ahead[0] if len(ahead) == 1 else None

    def _ministry(self, draft: Draft) -> int | None:
        """The ministry of the one minister whom the article names."""
        portfolios = self.page.gazetteer.words["portfolio"]
        fields = {title for number in self.by_title["minister"] for title in self.chains[number].titles & portfolios}
        if len(fields) != 1:
            return None
        draft.kind, draft.words, draft.state = "organisation", ("ministry", *fields), self._state()
        self.bodies["ministry"] = len(self.chains)
        return len(self.chains)

    def _may_be_firm(self, mention: Draft) -> bool:
        chain, bodies = self.chains[mention.chain], self.page.gazetteer.roles["body"].keys() - FIRMS
        named = mention.type == "name" and chain.kind in ("organisation", "unknown") and bodies.isdisjoint(chain.nouns)
        return named and not self._in_phrase(mention)

    def _office(self, draft: Draft) -> int | None:
        """The one person whose office has every word of the description; else the last one described by its noun."""
        words, noun = self.page.gazetteer.words, draft.noun
        want = (set(draft.titles) - words["slight"]) - {noun}
        if noun in words["plain"] and not want:  # "the official"
            return self.described.get(noun) if len(draft.titles) <= 1 else None
        accepted = sorted({noun, *self.page.gazetteer.synonyms.get(noun, ())})
        fitting = [
            number
            for number in dict.fromkeys(number for title in accepted for number in self.by_title[title])
            if want <= self.chains[number].titles and self._may_be_of(draft, self.chains[number].state)
        ]
        before = sorted((number for number in fitting if number in self.last_seen), key=self.last_seen.get)
        if draft.type == "definite":
            return before[0] if len(before) == 1 else None
        if before and not want:
            return before[-1]
        return fitting[0] if len(fitting) == 1 else None if fitting else self.described.get(noun)

    @staticmethod
    def _may_be_of(draft: Draft, state: str) -> bool:
        """Whether one of this ``state`` can be described so: none that the article does not tell, unless it speaks."""
        return not draft.state or fold(state) == fold(draft.state) or (not state and draft.type != "definite")

    def _antecedent(self, draft: Draft) -> int | None:
        """Who a pronoun means: in its own sentence the nearest subject or speaker before it, else the speaker,
        subject or last candidate of the nearest sentence before it that has one."""
        noun, text = draft.noun, self.page.text
        if noun in ("we", "i", "you") or (not draft.speaks and (draft.inside or self._another_before(draft))):
            return None
        before = text[max(0, draft.start - 3) : draft.start].rstrip()
        in_tag = draft.speaks and draft.kind == "person" and before.endswith(OPENS_TAG) and TAG.match(text, draft.end)
        by_sentence: dict[int, list[Draft]] = {}
        other = self._its_subject(draft)
        for mention in self._near(draft, REACH if draft.speaks else 1):
            told = mention.speaks or mention.sentence < draft.sentence or SAID.match(text, mention.end)
            own = (in_tag and not told) or mention.chain == other  # "Mr Dahl, he said, was right"
            if mention.end <= draft.start and not own and self._fits(mention, draft):
                by_sentence.setdefault(mention.sentence, []).insert(0, mention)
        for sentence, candidates in by_sentence.items():
            here = sentence == draft.sentence
            if noun in ("who", "which"):
                before = text[candidates[-1].end : draft.start].rstrip()
                return candidates[-1].chain if here and not before[-1:].isalpha() else None  # no "Dahl's aides who say"
            if not here:  # who asks is not who answers, and "rivals like Mr Dahl, who say ..." is no subject
                candidates = [m for m in candidates if m.noun != "who"] or candidates
                asked = {m.chain for m in candidates if ASKED.match(text, m.end)} if draft.speaks else ()
                candidates = [m for m in candidates if m.chain not in asked] or candidates
            speakers = [m for m in candidates if m.speaks or SAID.match(text, m.end)]
            if draft.speaks and not here:  # who is quoted, before whom a quote says to have said something
                speakers = [m for m in speakers if m.speaks] or speakers
            if speakers:
                return speakers[-1].chain
            if here and noun in ("his", "her", "its", "their"):
                return candidates[-1].chain
            free = [m for m in candidates if not self._in_phrase(m)]
            alone = sentence == draft.sentence - 1 and len({m.chain for m in candidates}) == 1
            if free or alone or not draft.speaks:
                return (free or candidates[-1:])[0].chain
        return next((candidates[-1].chain for candidates in by_sentence.values()), None)

    def _its_subject(self, draft: Draft) -> int | None:
        """The subject of the verb whose object a pronoun is, or of whom it is said to be "his aunt": another one."""
        last, text = self.mentions[-1] if self.mentions else draft, self.page.text
        verb = ITS_VERB if OBJECT.match(text, draft.start) else IS
        its = last.sentence == draft.sentence and verb.fullmatch(text, last.end, draft.start)
        return last.chain if its and not self._in_phrase(last) else None

    def _another_before(self, draft: Draft) -> bool:
        """Whether the sentence speaks of somebody without a name before the pronoun: "the sailor who lost his boat"."""
        sentences, roles = self.page.sentences, self.page.gazetteer.roles["role"]
        start = max(sentences[draft.sentence - 1] if draft.sentence else 0, draft.start - 300)
        near = [m for m in self.mentions[-3:] if m.kind == "person" and m.sentence == draft.sentence]
        found = LOWER.finditer(self.page.text, start, draft.start)
        places = (match.start() for match in found if match.group() in roles or match.group().endswith("man"))
        return any(not any(who.start - 60 <= place <= who.end + 60 for who in near) for place in places)

    def _fits(self, mention: Draft, pronoun: Draft) -> bool:
        chain, plural = self.chains[mention.chain], mention.number == "plural"
        kind = mention.kind if mention.kind != "unknown" else chain.kind
        if pronoun.gender in ("m", "f"):
            speaker = kind == "unknown" and mention.type == "name" and SAID.match(self.page.text, mention.end)
            return (kind == "person" or bool(speaker)) and (mention.gender or chain.gender) in ("", pronoun.gender)
        if pronoun.gender == "n":
            document = mention.noun in self.page.gazetteer.roles["document"] and mention.noun != "statement"
            told = pronoun.speaks and mention.speaks and document  # "The complaint says ... It adds"
            return (told or kind in ("organisation", "state", "group")) and not plural
        if pronoun.noun == "who" or pronoun.kind == "person":
            return kind == "person"
        return kind == "group" or plural or (kind == "organisation" and mention.speaks)

    def _in_phrase(self, mention: Draft) -> bool:
        """Whether a name stands after a preposition or as a possessor, so that it is no subject."""
        text = self.page.text
        before = text[max(0, mention.start - 60) : mention.start].rpartition("\n")[2].lower().split()
        while before and fold(before[-1]) in mention.titles:
            before.pop()
        owns = text[mention.end : mention.end + 2] in capitals.OWN
        return mention.noun in OBLIQUE or owns or not WITHIN_PHRASE.isdisjoint(before[-1:])
