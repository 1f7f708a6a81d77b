"""The agency in between: the one that passes on what a source said, named behind the words or beside the cue."""

from __future__ import annotations

from crossread.quotes import sources
from crossread.quotes.content import Range, closes, comma_in_marks
from crossread.quotes.cues import is_medium
from crossread.quotes.narration import Sentence
from crossread.quotes.sources import Mention


def outer_medium(sen: Sentence, right: Range) -> Range | None:
    """The agency of ", the agency reported" or ", according to the paper" behind the content."""
    at = right[1]
    if at >= len(sen.words):
        return None
    if sen.kinds[at] not in ",-" and sen.words[at] != "according" and not comma_in_marks(sen, at - 1):
        return None
    to = next((n for n in (at, at + 1) if sen.word(n) == "according"), None)
    mention = outer(sen, right) if to is None else sources.right(sen, to + 2) if to + 2 < len(sen.words) else None
    if mention is None:
        return None
    reports = sen.word(mention.last) in ("reported", "reports")
    return mention.span if reports or _is_medium(sen, mention) else None


def _is_medium(sen: Sentence, mention: Mention) -> bool:
    return is_medium(sen.text[sen.starts[mention.first] : sen.ends[mention.last - 1]], sen.cues)


def outer(sen: Sentence, right: Range) -> Mention | None:
    """The source of a tag that closes the sentence behind the content: ", the lawyer said"."""
    at = right[1] - 1 if comma_in_marks(sen, right[1] - 1) else right[1]
    if at + 1 >= len(sen.words) or sen.is_a(at + 1, "contrast"):
        return None
    if sen.kinds[at] not in ",-" and not comma_in_marks(sen, at):
        return None
    for n in range(at + 1, min(at + 14, len(sen.words))):
        verb = sen.verbs[n]
        if verb and verb.forms & {"past", "third", "base"} and "clause" in verb.takes:
            return sources.left(sen, n, at + 1) if closes(sen, n + 1) else None
        if sen.kinds[n] in ",;:q":
            return None
    return None


def carrier(sen: Sentence, at: int) -> Range | None:
    """The agency of "in remarks carried by the agency" near a cue."""
    for n in range(at + 1, min(at + 20, len(sen.words) - 2)):
        if sen.words[n] in sen.cues.carriers and sen.words[n + 1] == "by":
            mention = sources.right(sen, n + 2)
            if mention and _is_medium(sen, mention):
                return mention.span
    return None
