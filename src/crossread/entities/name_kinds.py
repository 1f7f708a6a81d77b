"""What the words around a name tell of its kind: a place, a person, a body; and the office before it."""

from __future__ import annotations

import re

from crossread.entities.capitals import (
    AFTER_PERSON,
    DETERMINERS,
    OWN,
    PLACED,
    Draft,
    Page,
    common_lower,
    gender_of,
    word_before,
)
from crossread.entities.names import fold

GEOGRAPHY = frozenset(
    "province region district coast river valley governorate county island bridge airport peninsula street".split()
)


def with_context(page: Page, draft: Draft, initial: bool, word: str, grammar: bool) -> Draft | None:
    """Give a single unknown name the kind that the words around it tell; at the start of a sentence, where any word
    is capitalised, something has to tell that it is a name at all."""
    text, roles, words = page.text, page.gazetteer.roles, page.gazetteer.words
    start, end = draft.start, draft.end
    before, follow = _around(text, start, end)
    told = grammar
    own = text.startswith(OWN, end)
    if word in words["place"]:
        if initial and re.match(r"\s[a-z]", text[end : end + 2]):
            return None  # "State television", "County officials"
        draft.kind, told = "place", True
    elif (before in PLACED and not own) or (before == "of" and word_before(text, start - 3) in words["locality"]):
        draft.kind, told = "place" if draft.kind == "unknown" else draft.kind, True
        if before == "of":
            draft.titles = (word_before(text, start - 3),)
    elif before in roles["role"] and not _is_verb(text, start - len(before) - 1):
        draft.kind, told = "person", True
        left_office(page, draft)
    elif before in roles["body"]:
        draft.kind, draft.noun, told = "organisation", before, True
    elif AFTER_PERSON.match(text, end):
        told = not text.startswith(", whose", end)
        draft.kind = "person" if told else "unknown"
    if follow in words["institution"] and not initial:
        draft.end = end + 1 + len(follow)
        draft.kind, draft.noun, draft.words = "organisation", follow, (*draft.words, follow)
    elif follow in GEOGRAPHY:
        draft.end = end + 1 + len(follow)
        draft.kind, draft.noun, draft.words, told = "place", follow, (*draft.words, follow), True
    elif follow in ("city", "town", "village"):
        draft.kind, draft.titles, told = "place", (follow,), True
    elif follow in ("agency", "newspaper") or text.startswith(" news agency", end):
        draft.kind, draft.noun, told = "organisation", "agency" if "agency" in text[end : end + 13] else follow, True
    return None if initial and not told and word not in page.middle and not _likely_name(page, word, end) else draft


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a name, empty where more than a space is between."""
    before = word_before(text, start) if text[start - 1 : start] in " \n\u00a0" else ""
    following = text[end : end + 24].split() if text.startswith(" ", end) else ()
    return before, following[0].strip(".,;") if following else ""


def _is_verb(text: str, at: int) -> bool:
    """Whether the word at ``at`` is a verb and no office: "to guard Aleppo"."""
    return word_before(text, at) in ("to", "will", "would", "and", "could", "must")


def _likely_name(page: Page, word: str, end: int) -> bool:
    """Whether a word that begins a sentence and stands nowhere else is a name: capitals, or the company it keeps."""
    folded = fold(word)
    if word.isupper() and word.lower() not in page.lower:
        return True
    if word.lower() in page.lower or any(folded in page.gazetteer.roles[kind] for kind in NOUNS):
        return False
    if folded.endswith(("ly", "ing", "ed", "ers", "ors", "ists", "ents", "ans", "ies", "ions", "als")):
        return False
    return bool(NAME_GOES_ON.match(page.text, end, end + 90))


NOUNS = ("people", "role", "body", "document")
NAME_GOES_ON = re.compile(
    r"['’]s\s|,\s(?:who|whose|which|\d)|,\s[^,]{3,50},\s\w+ed\b"
    r"|\s(?:said|says|told|has|have|is|was|announced|denied|accused|rejected|stressed|insisted|added|warned|called|urged)\b"
)


def is_family_first(page: Page, words: tuple[str, ...]) -> bool:
    """Whether a name begins with the family's, as Chinese, Korean and Vietnamese names do."""
    families = page.gazetteer.words
    return words[0] in families["family_first"] or (len(words) > 2 and words[0] in families["family_first_of_three"])


AFTER_BODY = re.compile(
    r",\s(?:which\b|(?:an?|the)\s(?:(?!(?:of|for|at|to|from|with|by|in)\b)[\w’'-]+\s){0,5}?(?P<noun>[a-z]{3,})"
    r"(?=[,.]|\s(?:that|which|based|in)\b))"
    r"|\s(?:said|says|announced|reported)\s(?:that\s)?its\s"
)


def _is_body(page: Page, draft: Draft) -> bool:
    """Whether the words after a name tell that it is a body's: ", which", ", a shipping company", "said its"."""
    match = AFTER_BODY.match(page.text, draft.end)
    noun = match and match["noun"]
    roles = page.gazetteer.roles
    return bool(match) and (not noun or (noun in roles["body"] and noun not in roles["role"]))


def kind_of_several(page: Page, draft: Draft) -> None:
    """Give a name of several words the kind that its first word or the words around it tell."""
    text, roles, words = page.text, page.gazetteer.roles, page.gazetteer.words
    before, follow = _around(text, draft.start, draft.end)
    surface = text[draft.start : draft.end]
    n_words = len(draft.words)
    if draft.words[0] in page.gazetteer.genders and n_words <= 4:
        draft.kind = "person"
    elif before in roles["body"]:
        draft.kind, draft.noun = "organisation", before
    elif follow in words["institution"]:
        draft.end += 1 + len(follow)
        draft.kind, draft.noun, draft.words = "organisation", follow, (*draft.words, follow)
    elif follow in ("agency", "newspaper"):
        draft.kind, draft.noun = "organisation", "agency"
    elif (
        (follow in words["locality"] and follow != "state")
        or before in PLACED
        or (before == "of" and word_before(text, draft.start - 3) in words["locality"])
        or re.search(r"-(?:e|i|on|upon|sur|en)-", surface)
    ):
        draft.kind = "place"
    elif before == "the":
        draft.kind = "unknown"
    elif _is_body(page, draft):
        draft.kind = "organisation"
    elif 2 <= n_words <= 5 and re.sub(r"[’' .-]", "", surface).isalpha():
        draft.kind = "person"


def left_office(page: Page, draft: Draft, at: int | None = None) -> None:
    """The office in small letters before a name: "deputy defence minister", "fish seller"."""
    at = draft.start if at is None else at
    roles = page.gazetteer.roles
    chunk = page.text[max(0, at - 60) : at]
    if not chunk.endswith(" "):
        return
    words = re.split(r"[,.;:“”\"(]", chunk)[-1].split()
    if not words or words[-1][0].isupper() or fold(words[-1]).split(" ")[-1] not in roles["role"]:
        return
    office: list[str] = []
    for word in reversed(words[-6:]):
        folded = fold(word)
        if folded in DETERMINERS or folded in common_lower():
            break
        office[:0] = folded.split()
        if word.endswith(("'s", "’s")):
            break
    draft.titles = (*office, *draft.titles)
    draft.gender = draft.gender or gender_of(page.gazetteer, office)
    if not draft.state:
        draft.state = next((page.gazetteer.adjectives[w] for w in office if w in page.gazetteer.adjectives), "")
