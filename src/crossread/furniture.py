"""Furniture: what the words of a single line of a page say it is, whatever stands around it."""

from __future__ import annotations

import re

from crossread.codebooks import Rule

LONGEST = {"whole": 160, "start": 250, "short": 220, "any": 600}


def match(line: str, rules: tuple[Rule, ...]) -> Rule | None:
    """The first rule that fits ``line`` (without outer space), or None."""
    length = len(line)
    for rule in rules:
        if length <= LONGEST[rule.where] and _fits(rule, line):
            return rule
    return None


def _fits(rule: Rule, line: str) -> re.Match | None:
    if rule.where == "whole":
        return rule.pattern.fullmatch(line)
    if rule.where == "start":
        return rule.pattern.match(line)
    return rule.pattern.search(line)
