"""Furniture: what the words of a single line of a page say it is, whatever stands around it."""

from __future__ import annotations

import re

from crossread import lists
from crossread.codebooks import Rule

LONGEST = {"whole": 160, "start": 250, "short": 220, "any": 600}


SENTENCE_WORDS = 6  # fewer do not make a sentence that could be told from a button
FULL_STOP = re.compile(r"""(?<!\.)\.["”’')\]]*$""")
ATTRIBUTED = re.compile(rf"\b(?:{lists.any_of('attribution')})\b", re.IGNORECASE)
TO_READER = re.compile(
    rf"\b(?:{lists.any_of('reader')})\b|\bI agree\b"
    r"|\bthis (?:web)?(?:site|page|article|story|post|newsletter|box|form)\b"
    rf"|(?:^|[.!?…]\s)(?:{lists.any_of('invitation')})\b",
    re.IGNORECASE,
)


def match(line: str, rules: tuple[Rule, ...]) -> Rule | None:
    """The first rule that fits ``line`` (without outer space), or None.

    A sentence that reports something fits no rule but those of captions and those made for sentences.
    """
    length = len(line)
    reports = length <= LONGEST["any"] and _reports(line)
    for rule in rules:
        open_to = rule.sentences or rule.role == "caption" or not reports
        if open_to and length <= LONGEST[rule.where] and _fits(rule, line):
            return rule
    return None


def _reports(line: str) -> bool:
    """Whether ``line`` is a sentence that tells what somebody said, or that does not speak to the reader."""
    if not FULL_STOP.search(line) or len(line.split()) < SENTENCE_WORDS:
        return False
    return bool(ATTRIBUTED.search(line)) or not TO_READER.search(line)


def _fits(rule: Rule, line: str) -> re.Match | None:
    if rule.where == "whole":
        return rule.pattern.fullmatch(line)
    if rule.where == "start":
        return rule.pattern.match(line)
    return rule.pattern.search(line)
