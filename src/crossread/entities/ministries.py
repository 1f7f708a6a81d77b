"""Ministries in all their wordings; each is known by its field and its state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crossread.entities.capitals import (
    DETERMINERS,
    UPPER,
    Draft,
    Page,
    common_lower,
    common_words,
    state_named,
    without_possessive,
)
from crossread.entities.names import fold

MINISTRY = re.compile(
    rf"(?:(?P<owner>[{UPPER}][\w.-]*)(?P<own>['’]s)?\s)?(?:(?P<field>[A-Za-z]+)\s)?[Mm]inistry\b"
    rf"(?:\s(?:of|for)\s(?:the\s)?(?P<of>[A-Z]\w+)(?:\sof\s(?P<of_state>[A-Z]\w+))?)?(?:\sin\s(?P<city>[{UPPER}]\w+))?"
)


def find_ministries(page: Page, paragraphs: Sequence[Sequence]) -> list[Draft]:
    """Ministries in all their wordings; each is known by its field and its state."""
    found = []
    for start, end, *_ in paragraphs:
        at = start
        while (at := page.text.find("inistry", at, end)) >= 0:
            tried = (MINISTRY.match(page.text, _words_back(page.text, at - 1, start, n), end) for n in (2, 1, 0))
            match = next((match for match in tried if match and match.start() <= at < match.end()), None)
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
    if not subject and not owner:
        return None  # "the ministry": a description
    told = without_possessive(owner or match["of_state"] or match["city"] or "")
    state = state_named(page, told) or told
    start = min(start, match.start("owner")) if owner else start
    words = ("ministry", subject) if subject else ("ministry",)
    return Draft(start, match.end(), kind="organisation", words=words, noun="ministry", state=state)


def _is_field(page: Page, word: str) -> bool:
    return word in page.gazetteer.roles["modifier"] or word not in common_lower()
