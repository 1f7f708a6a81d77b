"""Coreference within one article: pronouns and descriptions ("the former minister", "the North"), and whom they mean.

Rules in order of their precision (sieves, Raghunathan et al. 2010): the same name, part of a name, an office, the last
body of a kind, and for pronouns the speaker or subject of the nearest sentence, outside quotation marks (after Grosz,
Joshi and Weinstein 1995). Nothing is guessed: what no rule resolves is a chain of its own, without a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from crossread.entities import capitals
from crossread.entities.capitals import Draft, Page, Span
from crossread.entities.name_chains import Chain, add
from crossread.entities.names import fold
from crossread.quotes.source_heads import PRONOUNS, heads_of, pronoun_draft

SAID = re.compile(
    r"\s(?:has\s|had\s|also\s)?(?:said|says|told|added|wrote|claimed|insisted|warned|stressed|stated|announced)\b"
)
GOES_ON = re.compile(r"\s(?:continued|continues|went\son|goes\son)\b")
NEAR = 600  # characters: a speaker further away is not who goes on
CANDIDATES = 60  # mentions that a pronoun looks back
REACH = 4  # sentences of the narrator that a pronoun looks back
HALF = re.compile(r"[Tt](?<!\w.)he\s(?P<half>North|South|East|West)\b(?!-|\s[A-Z])")
HALVES = re.compile(
    r"(?P<half>[NSEW](?<!\w.)(?:orth|outh|ast|est))\sand\s(?:North|South|East|West)\s(?P<rest>[A-Z]\w+)"
)
PRONOUN = re.compile(r"[HhSs](?<!\w.)(?:(?<=[Hh])(?:e|im|er|is)|(?<=[Ss])he)\b")
DESCRIPTION = re.compile(
    r"[TtHhIi](?<!\w.)(?:(?<=[Tt])he(?:ir)?|(?<=[Hh])(?:is|er)|(?<=[Ii])ts)\s(?P<noun>[a-z]{3,}(?:\sstaff|\sforce)?)\b"
    r"(?!-|\sof\s[A-Z]|\s[A-Z])"
)
OFFICE = re.compile(r"[Tt](?<!\w.)he\s(?P<words>(?:[\w’'.&-]+\s){1,5}?)(?P<noun>[a-z]{3,})\b(?!-|['’]|\s[A-Z])")
COUNTRY = ("country", "nation")
TWO = re.compile(r"\sand\s(?:[A-Z][\w.’'-]*\s)*")
LOWER = re.compile(r"[a-z][\w-]+")
NAMED_LATER = ("hospital", "university", "company", "church", "school")
COMPANIES = frozenset("company firm retailer supermarket carmaker lender insurer airline".split())
FIRMS = COMPANIES | frozenset("bank corporation group fund club channel broadcaster network".split())
OBLIQUE = frozenset("him his himself her hers its them their".split())
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
    covered = [(draft.start, draft.end) for draft in extra]
    taken = [*covered, *((d.start, d.end) for d in names)]
    extra += _small_words(page, paragraphs, taken) + _halves(page, paragraphs, names)
    extra += _offices(page, paragraphs, [*taken, *((d.start, d.end) for d in extra)])
    spoken = {(d.start, d.end) for d in extra if d.type == "pronoun"}  # "He" after a comma and marks is no name
    drafts = [draft for draft in drafts if (draft.start, draft.end) not in spoken]
    everything = sorted([*drafts, *extra], key=lambda draft: (draft.start, -draft.end))
    seen = _Seen(page, chains)
    kept = []
    for draft in everything:
        if draft.chain < 0 and draft.type != "cue":
            draft.sentence = draft.sentence or bisect_right(page.sentences, draft.start)
            draft.inside = capitals.is_within(page.marks, draft.start)
            pair = seen.pair(draft) if draft.noun == "they" and draft.speaks else []
            if pair:
                draft.chain = pair[1]
                kept.append(replace(draft, chain=pair[0]))
            else:
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
            if not capitals.is_covered(taken, match.start()):
                found.append(pronoun_draft(match.start(), match.end(), match.group()))
        for match in DESCRIPTION.finditer(page.text, start, end):
            noun = fold(match["noun"])
            known = noun in roles["body"] or noun in roles["role"] or noun in roles["government"] or noun in COUNTRY
            if known and not capitals.is_covered(taken, match.start()):
                found.append(Draft(match.start(), match.end(), type="definite", noun=noun))
    return found


def _halves(page: Page, paragraphs: Sequence[Sequence], names: list[Draft]) -> list[Draft]:
    """Halves of what was one country: "the North" and "North and South Ruritania" where the article names the state."""
    if not any(half in page.text for half in ("North", "South", "East", "West")):
        return []
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
            if entry:
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
            if noun not in roles["role"] or capitals.is_covered(taken, match.start()):
                continue
            if all(_is_of_office(word, match["words"], page) for word in words):
                found.append(_office_draft(page, match, noun))
    return found


def _is_of_office(word: str, words: str, page: Page) -> bool:
    """Whether a folded word can stand before a noun of office: a modifier, an office, a state, an abbreviation."""
    roles, adjectives = page.gazetteer.roles, page.gazetteer.adjectives
    known = word in roles["modifier"] or word in roles["role"] or word in adjectives or word in ("north", "south")
    return known or word.upper() in words.split()


def _office_draft(page: Page, match: re.Match, noun: str) -> Draft:
    phrase = fold(match["words"])
    adjectives = page.gazetteer.adjectives
    words = [*phrase.split(), *map(" ".join, pairwise(phrase.split()))]
    state = max((word for word in words if word in adjectives), key=len, default="")
    titles = (*(w for w in phrase.split() if w not in state.split()), noun)
    return Draft(
        *match.span(), type="definite", kind="person", noun=noun, titles=titles, state=adjectives.get(state, "")
    )


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
        self.ministries: dict[tuple[str, str], int] = {}
        self.offices: dict[tuple[int, str], int] = {}  # whose, and what
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
        elif chain.kind == "organisation":
            for noun in sorted(chain.nouns):
                self.by_noun[noun].append(number)
        elif chain.kind == "state":
            self.by_state.setdefault(fold(chain.state), number)

    def note(self, draft: Draft) -> None:
        """Take in a mention that has its chain."""
        if draft.state and (draft.type == "cue" or draft.kind in ("state", "organisation")):
            prior = capitals.word_before(self.page.text, draft.start)
            self.states[draft.state] += 0 if prior in capitals.PLACED or prior in capitals.TOWARDS else 1
        if draft.chain < 0:
            return
        if not draft.inside:
            self.mentions.append(draft)
            self.last_seen[draft.chain] = draft.start
            if draft.kind == "person" and draft.words:
                self.people[draft.words[-1]] = draft.chain
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
        if number is None and draft.type == "description" and GOES_ON.match(self.page.text, draft.end):
            number = self._last_speaker(draft)
        elif number is None and draft.noun.capitalize() in self.page.gazetteer.words["partisan"]:
            number = self._antecedent(draft)  # "the Ohio Republican"
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
        add(draft, number, self.chains)

    def _last_speaker(self, draft: Draft) -> int | None:
        """Who spoke last, where "the governor continued" can only mean the same person."""
        last = next((m for m in reversed(self.mentions[-CANDIDATES:]) if m.speaks and m.type != "description"), None)
        if last is None or draft.kind != "person" or draft.start - last.end > NEAR:
            return None
        chain = self.chains[last.chain]
        other = self._other_state(draft, chain) or (draft.gender and chain.gender not in ("", draft.gender))
        return last.chain if chain.kind == "person" and not other else None

    def _ministry(self, draft: Draft) -> int:
        field = draft.words[1] if len(draft.words) > 1 else ""
        if draft.state and not capitals.state_named(self.page, draft.state):
            owner = self.people.get(fold(draft.state))
            if owner is not None:  # "Mr Dahl's ministry"
                return self._ministry_of(owner, draft)
        return self._ministry_number(draft, field, draft.state or self._state())

    def _ministry_number(self, draft: Draft, field: str, state: str) -> int:
        draft.kind, draft.noun, draft.state, draft.owner = "organisation", "ministry", state, None
        draft.words = ("ministry", field) if field else ("ministry",)
        return self.ministries.setdefault((field, fold(state)), len(self.chains))

    def _ministry_of(self, owner: int, draft: Draft) -> int | None:
        """The ministry of a minister, known by the office."""
        titles = self.chains[owner].titles
        fields = [word for word in sorted(titles) if word in self.page.gazetteer.words["portfolio"]]
        if "minister" not in titles or len(fields) != 1:
            return None
        number = self._ministry_number(draft, fields[0], self.chains[owner].state or self._state())
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
        if noun in ("government", "state", "regime", "administration"):
            return self._government(draft)
        if noun in roles["body"]:
            return self._body(draft, noun)
        if noun in roles["role"] and (determiner == "the" or draft.owner is not None or draft.state):
            return self._office(draft)
        return self.described.get(noun) if determiner == "the" else None

    def _government(self, draft: Draft) -> int | None:
        state = draft.state or self._state()
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
        chains = near.get(True) or near.get(False, ())
        return next(iter(chains)) if len(chains) == 1 else None

    def _body(self, draft: Draft, noun: str) -> int | None:
        last = self.bodies.get(noun)
        if last is None:
            last = next((self.bodies[n] for n in self.page.gazetteer.synonyms.get(noun, ()) if n in self.bodies), None)
        if last is None and draft.speaks and noun in COMPANIES and draft.end - draft.start == len("the ") + len(noun):
            return self._company(draft)
        ahead = self.by_noun[noun] if draft.type == "description" and noun in NAMED_LATER else ()
        return ahead[0] if last is None and len(ahead) == 1 else last

    def _company(self, draft: Draft) -> int | None:
        """The one body that is the subject of the nearest of two sentences."""
        near: dict[int, list[Draft]] = {}
        for mention in self.mentions[: -CANDIDATES - 1 : -1]:
            if self.narrated[mention.sentence] < self.narrated[draft.sentence] - 2:
                break
            chain = self.chains[mention.chain]
            other = any(noun in self.page.gazetteer.roles["body"] and noun not in FIRMS for noun in chain.nouns)
            subject = mention.type == "name" and not self._in_phrase(mention)
            if subject and chain.kind in ("organisation", "unknown") and not other:
                near.setdefault(mention.sentence, []).append(mention)
        chains = {mention.chain for mention in near[max(near)]} if near else ()
        return next(iter(chains)) if len(chains) == 1 else None

    def _office(self, draft: Draft) -> int | None:
        """The one person whose office has every word of the description; else the last one described by its noun."""
        slight = self.page.gazetteer.words["slight"]
        want = set(draft.titles) - slight or {draft.noun}
        if len(draft.titles) <= 1 and draft.noun in self.described and draft.noun in self.page.gazetteer.words["plain"]:
            return self.described[draft.noun]
        accepted = {draft.noun, *self.page.gazetteer.synonyms.get(draft.noun, ())}
        fitting = [
            number
            for number in dict.fromkeys(n for noun in sorted(accepted) for n in self.by_title[noun])
            if (want - {draft.noun}) <= self.chains[number].titles
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
        end = draft.start + len(determiner)
        at = replace(draft, end=end, type="pronoun", noun=determiner, gender=gender, number=number, speaks=False)
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
        if noun == "office":
            draft.kind = "organisation"
            return self.offices.setdefault((owner, noun), len(self.chains))
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
            if self.narrated[mention.sentence] < self.narrated[draft.sentence] - reach:
                break
            if mention.end <= draft.start and self._fits(mention, draft):
                by_sentence.setdefault(mention.sentence, []).insert(0, mention)
        nearest: int | None = None  # where no sentence has more than names within phrases
        for sentence in sorted(by_sentence, reverse=True):
            candidates = by_sentence[sentence]
            if wanted in ("who", "which"):
                return candidates[-1].chain if sentence == draft.sentence else None
            if sentence != draft.sentence:  # "rivals like Mr Dahl, who say ..." is no subject
                candidates = [m for m in candidates if m.noun != "who"] or candidates
            speakers = [m for m in candidates if m.speaks or SAID.match(self.page.text, m.end)]
            if speakers:  # who is quoted, before whom a quote or a "whereas" says to have said something
                earlier = draft.speaks and sentence != draft.sentence
                main = [m for m in speakers if m.speaks and not self._is_subordinate(m)] if earlier else []
                return (main or speakers)[-1].chain
            if sentence == draft.sentence and draft.noun in ("his", "her", "its", "their"):
                return candidates[-1].chain
            free = [m for m in candidates if not self._in_phrase(m)]
            if (
                free
                or not draft.speaks
                or (len(set(m.chain for m in candidates)) == 1 and sentence == draft.sentence - 1)
            ):
                return (free[0] if free else candidates[-1]).chain
            nearest = candidates[-1].chain if nearest is None else nearest
        return nearest

    def pair(self, pronoun: Draft) -> list[int]:
        """The two persons joined by "and" whom "they" means, where they stand near."""
        near = [m for m in self.mentions[: -CANDIDATES - 1 : -1] if m.sentence >= pronoun.sentence - 1]
        for second, first in pairwise(near):
            joined = first.kind == second.kind == "person" and first.chain != second.chain
            if joined and TWO.fullmatch(self.page.text, first.end, max(first.end, second.start)):
                return [first.chain, second.chain]
        return []

    def _another_before(self, draft: Draft) -> bool:
        """Whether the sentence speaks of somebody without a name before the pronoun: "the sailor who lost his boat"."""
        sentences, roles = self.page.sentences, self.page.gazetteer.roles["role"]
        start = max(sentences[draft.sentence - 1] if draft.sentence else 0, draft.start - 300)
        people = {w for w in LOWER.findall(self.page.text, start, draft.start) if w in roles or w.endswith("man")}
        near = [m for m in self.mentions[-3:] if m.kind == "person" and m.sentence == draft.sentence]
        found = LOWER.finditer(self.page.text, start, draft.start) if people else ()
        places = (match.start() for match in found if match.group() in people)
        return any(not any(who.start - 60 <= place <= who.end + 60 for who in near) for place in places)

    def _fits(self, mention: Draft, pronoun: Draft) -> bool:
        chain = self.chains[mention.chain]
        kind = mention.kind if mention.kind != "unknown" else chain.kind
        gender = mention.gender or chain.gender
        if pronoun.gender in ("m", "f"):
            speaker = kind == "unknown" and mention.type == "name" and SAID.match(self.page.text, mention.end)
            return (kind == "person" or bool(speaker)) and gender in ("", pronoun.gender)
        if pronoun.gender == "n":
            document = mention.noun in self.page.gazetteer.roles["document"] and mention.noun != "statement"
            if pronoun.speaks and mention.speaks and document:
                return mention.number != "plural"  # "The complaint says ... It adds"
            return kind in ("organisation", "state", "group") and mention.number != "plural"
        if pronoun.noun == "who" or pronoun.kind == "person":
            return kind == "person"
        return kind == "group" or mention.number == "plural" or (kind == "organisation" and mention.speaks)

    def _is_subordinate(self, mention: Draft) -> bool:
        """Whether a clause that a main one has beside it begins with a name."""
        return capitals.word_before(self.page.text, mention.start).lower() in ("whereas", "while", "although", "though")

    def _in_phrase(self, mention: Draft) -> bool:
        """Whether a name stands after a preposition or as a possessor, so that it is no subject."""
        if mention.noun in OBLIQUE:
            return True
        text = self.page.text
        before = text[max(0, mention.start - 60) : mention.start].rpartition("\n")[2].lower().split()
        while before and fold(before[-1]) in mention.titles:
            before.pop()
        owns = text[mention.end : mention.end + 2] in ("'s", "’s")
        return owns or not WITHIN_PHRASE.isdisjoint(before[-1:])
