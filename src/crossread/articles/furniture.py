"""Furniture: what the words of a single line of a page say it is, whatever stands around it."""

from __future__ import annotations

import re

from crossread import lists
from crossread.codebooks import Rule

LONGEST = {"whole": 160, "start": 250, "short": 220, "any": 600}
SENTENCE_WORDS = 6  # fewer do not make a sentence that could be told from a button
WORD = re.compile(r"\w+")
ATTRIBUTION, READER = lists.words("attribution"), lists.words("reader")
TO_READER = (  # each begins with plain letters or stops, so that the search skips to them
    re.compile(r"i agree\b"),
    re.compile(r"this (?:web)?(?:site|page|article|story|post|newsletter|box|form)\b"),
    re.compile(rf"[.!?…]\s(?:{lists.any_of('invitation')})\b"),
)


def match(line: str, rules: tuple[Rule, ...]) -> Rule | None:
    """The first rule that fits ``line`` (without outer space), or None.

    A sentence that reports something fits no rule but those of captions and those made for sentences.
    """
    length = len(line)
    if length > LONGEST["any"]:
        return None
    low = line.lower()
    reports = _reports(low)
    for rule in rules:
        open_to = rule.sentences or rule.role == "caption" or not reports
        if open_to and length <= LONGEST[rule.where] and rule.may_fit(low) and _fits(rule, line):
            return rule
    return None


def _reports(line: str) -> bool:
    """Whether ``line``, in small letters, is a sentence that tells what somebody said, or that does not speak to the
    reader."""
    sentence = line.rstrip("\"”’')]")
    if not sentence.endswith(".") or sentence.endswith("..") or len(line.split()) < SENTENCE_WORDS:
        return False
    words = WORD.findall(line)
    return not ATTRIBUTION.isdisjoint(words) or (
        READER.isdisjoint(words) and not any(pattern.search(". " + line) for pattern in TO_READER)
    )


def _fits(rule: Rule, line: str) -> re.Match | None:
    if rule.where == "whole":
        return rule.pattern.fullmatch(line)
    if rule.where == "start":
        return rule.pattern.match(line)
    return rule.pattern.search(line)
