"""Pronouns and definite descriptions in the text of one article: "the former minister", "the North", "the country".

Whom they mean is for :mod:`crossread.entities.coreference`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from crossread.entities.capitals import Draft, Page, Span, is_covered
from crossread.entities.names import fold
from crossread.quotes.source_heads import pronoun_draft

HALF = re.compile(r"\b[Tt]he\s(?P<half>North|South|East|West)\b(?!-|\s[A-Z])")
HALVES = re.compile(r"\b(?P<half>North|South|East|West)\sand\s(?:North|South|East|West)\s(?P<rest>[A-Z]\w+)")
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is)\b")
DESCRIPTION = re.compile(
    r"\b(?P<det>[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s(?P<noun>[a-z]{3,}(?:\sstaff|\sforce)?)\b(?!-|\s[A-Z])"
)
OFFICE = re.compile(r"\b[Tt]he\s(?P<words>(?:[\w’'.&-]+\s){1,5}?)(?P<noun>[a-z]{3,})\b(?!-|['’]|\s[A-Z])")
COUNTRY = ("country", "nation")


def small_words(page: Page, paragraphs: Sequence[Sequence], taken: list[Span]) -> list[Draft]:
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


def halves(page: Page, paragraphs: Sequence[Sequence], names: list[Draft]) -> list[Draft]:
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


def offices(page: Page, paragraphs: Sequence[Sequence], taken: list[Span]) -> list[Draft]:
    """Definite descriptions by an office of several words, "the former Ruritanian defence minister", with no name."""
    roles, taken = page.gazetteer.roles, sorted(taken)
    found = []
    for start, end, *_ in paragraphs:
        for match in OFFICE.finditer(page.text, start, end):
            noun = fold(match["noun"])
            words = fold(match["words"]).split()
            if noun not in roles["role"] or is_covered(taken, match.start()):
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
    made = [a for a in (phrase, *phrase.split()) if a in adjectives]
    made += [
        " ".join(pair) for pair in zip(phrase.split(), phrase.split()[1:], strict=False) if " ".join(pair) in adjectives
    ]
    state = max(made, key=len, default="")
    titles = (*(w for w in phrase.split() if w not in state.split()), noun)
    return Draft(
        *match.span(), type="definite", kind="person", noun=noun, titles=titles, state=adjectives.get(state, "")
    )
