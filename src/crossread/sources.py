"""Source mentions: the noun phrase beside a cue that names who speaks.

No parser: a phrase is walked through word by word to where the closed classes of grammar, punctuation or a verb
end it.
"""

from __future__ import annotations

from typing import NamedTuple

from crossread.cues import Cues
from crossread.narration import Sentence

LONGEST = 40  # tokens between a source and its cue
STOPS = frozenset(",;:-().?!…q[]")
CONTRACTED = ("'ll", "’ll", "'re", "’re", "'ve", "’ve", "n't", "n’t", "'d", "’d")


class Mention(NamedTuple):
    """Tokens ``first:last`` of a source mention; ``edge`` is the first token of all that belongs to the tag."""

    first: int
    last: int
    edge: int


def is_verb(sen: Sentence, at: int, cues: Cues) -> bool:
    """Whether the token reads as a finite verb or participle."""
    word, kind = sen.words[at], sen.kinds[at]
    if kind != "w":
        return False
    if word in cues.grammar["auxiliary"] or word in cues.grammar["irregular"]:
        return True
    verb = cues.verbs.get(word)
    following = sen.words[at + 1] if at + 1 < len(sen.words) else ""
    if verb and "past" in verb.forms and not word.endswith("ed"):
        return True
    if word.endswith("ed") and len(word) > 3 and word not in cues.grammar["adjective_in_ed"]:
        before = sen.words[at - 1] if at else ""
        if before in cues.grammar["determiner"]:
            return False
        named = at > 0 and sen.kinds[at - 1] == "C" and following in cues.grammar["coordinator"]
        return named or verb is not None or _opens_phrase(sen, at + 1, cues) or following in cues.grammar["preposition"]
    if verb and verb.forms & {"third"} and sen.words[at - 1 if at else 0] not in cues.grammar["determiner"]:
        return following == "that" or _is_pronoun(following, cues)
    return False


def _is_pronoun(word: str, cues: Cues) -> bool:
    return word in cues.grammar["pronoun"]


def _opens_phrase(sen: Sentence, at: int, cues: Cues) -> bool:
    if at >= len(sen.words):
        return True
    word = sen.words[at]
    return sen.kinds[at] in "C,.q;:" or any(
        word in cues.grammar[c] for c in ("determiner", "pronoun", "object_pronoun", "subordinator")
    )


def skip_left(sen: Sentence, at: int, low: int, cues: Cues) -> int:
    """From a verb leftwards over its auxiliaries and adverbs: the last token before them."""
    grammar = cues.grammar
    at -= 1
    while at >= low:
        word, kind = sen.words[at], sen.kinds[at]
        if kind != "w" and at > 0:
            break
        adverb = word in grammar["adverb"] or (word.endswith("ly") and kind == "w" and word not in ("family", "ally"))
        if not (adverb or word in grammar["auxiliary"] or word in grammar["negation"] or word == "to"):
            break
        at -= 1
    return at


def left(sen: Sentence, verb: int, low: int, cues: Cues) -> Mention | None:
    """The subject to the left of the verb, asides between them passed over."""
    at = skip_left(sen, verb, low, cues)
    low = max(low, at - LONGEST)
    if at >= low and sen.kinds[at] == ")":
        while at > low and sen.kinds[at] != "(":
            at -= 1
        at -= 1
    if at < low:
        return None
    if sen.kinds[at] in ",-":
        return _before_aside(sen, at, low, cues)
    found = phrase_left(sen, at, low, cues)
    inserted = found is not None and found.edge > low and sen.words[found.edge] in cues.grammar["preposition"]
    if inserted and sen.words[found.edge - 1] in cues.grammar["auxiliary"]:
        return left(sen, found.edge, low, cues)
    return found


def _before_aside(sen: Sentence, comma: int, low: int, cues: Cues) -> Mention | None:
    """The phrase before an aside that ends at ``comma``: the first bare noun phrase between commas or dashes."""
    first = low
    sign = sen.kinds[comma]
    for at in range(low, comma + 1):
        if sen.kinds[at] in ";:qs":
            first = at + 1
        if sen.kinds[at] != sign:
            continue
        if at > first and _is_bare(sen, first, at, cues):
            trimmed = _trim(sen, first, at, cues)
            if trimmed:
                return trimmed
        if at < comma and at > first and not is_adverbial(sen, first, cues):
            inner = phrase_left(sen, at - 1, first, cues)
            aside = at + 1
            if inner and _opens_aside(sen, aside, cues):
                return inner
        first = at + 1
    return None


def _opens_aside(sen: Sentence, at: int, cues: Cues) -> bool:
    word = sen.words[at]
    return (
        sen.kinds[at] == "n"
        or word in cues.grammar["relative"]
        or word in ("a", "an", "the", "his", "her", "its", "their", "another", "one")
        or word.endswith("ing")
    )


def has_verb(sen: Sentence, first: int, last: int, cues: Cues) -> bool:
    """Whether a clause seems to stand in ``first:last``."""
    return any(
        is_verb(sen, n, cues)
        or sen.words[n].endswith(CONTRACTED)
        or (sen.kinds[n] == "w" and (sen.words[n].endswith("ed") or sen.words[n] in cues.grammar["verb_too"]))
        for n in range(first, last)
    )


BOUNDS = {("at", "least"), ("at", "most"), ("up", "to"), ("as", "many"), ("as", "few"), ("as", "much"), ("like", "it")}


def is_adverbial(sen: Sentence, first: int, cues: Cues) -> bool:
    """Whether an opening adverbial begins at ``first``."""
    word = sen.words[first]
    if tuple(sen.words[first : first + 2]) in BOUNDS or (word == "that" and sen.kinds[first] == "C"):
        return False
    opening = sen.kinds[first] == "C" and word.endswith("ed") and sen.words[first + 1 : first + 2]
    if opening and sen.words[first + 1] in cues.grammar["preposition"]:
        return True
    return word in cues.grammar["preposition"] or word in cues.grammar["subordinator"] or word.endswith("ing")


def _is_bare(sen: Sentence, first: int, last: int, cues: Cues) -> bool:
    """Whether the tokens are a noun phrase without a verb, and no adverbial."""
    while first < last and sen.words[first] in cues.grammar["opener"]:
        first += 1
    if first < last and (
        sen.words[last - 1] in cues.grammar["time_noun"] or sen.words[last - 1] in cues.grammar["time"]
    ):
        return False
    if first == last or is_adverbial(sen, first, cues) or sen.words[first] in cues.grammar["time"]:
        return False
    if any(sen.kinds[n] in ":;.?!q" or is_verb(sen, n, cues) for n in range(first, last)):
        return False
    return sen.kinds[last - 1] in "wCns)" and not (last - first == 1 and sen.words[first].endswith("ly"))


def _trim(sen: Sentence, first: int, last: int, cues: Cues) -> Mention | None:
    """A mention without the words that only open a sentence."""
    edge = first
    while first < last and sen.words[first] in cues.grammar["opener"]:
        first += 1
    return Mention(first, last, edge) if first < last else None


def phrase_left(sen: Sentence, at: int, low: int, cues: Cues) -> Mention | None:
    """The noun phrase that ends with token ``at``, walked leftwards."""
    grammar, words, kinds = cues.grammar, sen.words, sen.kinds
    last = at + 1
    if kinds[at] in STOPS or (kinds[at] == "n" and at - 1 >= low and kinds[at - 1] != "C"):
        return None
    if words[at] in grammar["pronoun"] or words[at] in grammar["relative"]:
        return Mention(at, last, at)
    if words[at] == "that" or (words[at] in grammar["other_pronoun"] and at == low):
        return Mention(at, last, at)
    if (words[at] in grammar["determiner"] and words[at] not in grammar["other_pronoun"]) or words[at] in grammar[
        "preposition"
    ]:
        return None
    if words[at] in grammar["coordinator"]:
        return None
    who = next((n for n in range(at - 1, low, -1) if words[n] in ("who", "whose") or kinds[n] in ",;:q"), low)
    if words[who] in ("who", "whose") and who > low:
        return phrase_left(sen, who - 1, low, cues)
    relative = _relative_head(sen, at, low, cues)
    if relative:
        return relative
    joint: int | None = None
    while at >= low:
        word, kind = words[at], kinds[at]
        nickname = (
            kind in "qs" and words[at].isalnum() and 0 < at < last - 1 and kinds[at + 1] == "C" and kinds[at - 1] == "C"
        )
        if (kind in STOPS or kind == "s") and not nickname:
            break
        if (word in grammar["subordinator"] and word != "so") or word in grammar["pronoun"]:
            break
        if word in ("which", "whom") and at < last - 1:
            break
        if at < last - 1 and (
            is_verb(sen, at, cues) or (word in grammar["object_pronoun"] and word not in ("her", "us"))
        ):
            if joint is not None:
                at = joint
            break
        if word in grammar["coordinator"]:
            joint = at
        elif word in grammar["determiner"] and at > low:
            before = words[at - 1]
            if not any(before in grammar[c] for c in ("preposition", "coordinator", "determiner")):
                at -= 1
                break
        at -= 1
    first = at + 1
    if first < last and words[first] in grammar["coordinator"]:
        first += 1
    edge = first
    first = _after_adverbial(sen, first, last, cues)
    while (
        first < last - 1
        and (words[first] in grammar["opener"] or words[first] in grammar["time"])
        and kinds[last - 1] != "n"
    ):
        first += 1
    return Mention(first, last, edge) if first < last else None


def _relative_head(sen: Sentence, at: int, low: int, cues: Cues) -> Mention | None:
    """The head of "the man who led it", "people familiar with it" where they begin the clause."""
    first = low
    while (first < at and sen.words[first] in cues.grammar["opener"]) or sen.kinds[first] in ",":
        first += 1
        if first >= at:
            return None
    if is_adverbial(sen, first, cues):
        return None
    for n in range(first + 1, at + 1):
        if sen.kinds[n] in STOPS or (sen.words[n] in cues.grammar["pronoun"] and sen.words[n] != "who"):
            return None
        if sen.words[n] in ("who", "whose", "familiar", "briefed", "involved", "close") and n < at:
            return Mention(first, n, first)
        if sen.words[n] == "that" and n < at and is_verb(sen, n + 1, cues):
            return Mention(first, n, first)
        if is_verb(sen, n, cues):
            reduced = sen.words[n].endswith("ed") and sen.words[n + 1] in cues.grammar["preposition"] and n < at
            return Mention(first, n, first) if reduced and n > first else None
    return None


def _after_adverbial(sen: Sentence, first: int, last: int, cues: Cues) -> int:
    """Where the subject begins after an opening "In a statement" or "On Tuesday" without a comma."""
    grammar = cues.grammar
    if sen.words[first : first + 1] == [] or sen.words[first] not in grammar["preposition"]:
        return first
    for n in range(first + 2, last):
        before = sen.words[n - 1]
        if before in grammar["preposition"] or before in grammar["determiner"] or before in grammar["coordinator"]:
            continue
        if sen.words[n] in grammar["determiner"]:
            return n
        if sen.kinds[n] == "C" and (sen.kinds[n - 1] != "C" or before in grammar["time"]) and not before.endswith("ed"):
            return n
    return last - 1 if last - first > 2 else first


def right(sen: Sentence, at: int, cues: Cues) -> Mention | None:
    """The noun phrase that begins with token ``at``, up to a comma, stop, verb or relative clause."""
    grammar = cues.grammar
    n = at
    while n < len(sen.words) and n - at < LONGEST:
        word, kind = sen.words[n], sen.kinds[n]
        if (kind in STOPS and not (kind == "q" and n > at and _within_name(sen, n))) or kind == "s":
            break
        if n > at and word in grammar["determiner"] and sen.words[n - 1] not in AFTER_WHICH_MORE:
            break
        if word in grammar["relative"] or (word in grammar["subordinator"] and n > at):
            break
        if n == at and (word in grammar["preposition"] or word in ("that", "to")):
            return None
        if is_verb(sen, n, cues):
            break
        if word in grammar["pronoun"] or word in grammar["object_pronoun"]:
            if n == at:
                n += 1
            break
        if n > at and word in grammar["preposition"] and word not in ("of", "for", "from", "at", "with"):
            break
        if (n > at and (word in grammar["time"] or word.endswith("ly")) and kind == "w") or word in DAYS:
            break
        n += 1
    if n == at + 1 and sen.kinds[at] == "w" and (sen.words[at].endswith("ly") or sen.words[at] in grammar["adverb"]):
        return None
    return Mention(at, n, at) if n > at else None


AFTER_WHICH_MORE = frozenset(["of", "for", "from", "at", "with", "and", "or", "all", "both", "the"])
DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


def _within_name(sen: Sentence, at: int) -> bool:
    return sen.words[at].isalnum() and at + 1 < len(sen.kinds) and sen.kinds[at - 1] == "C" and sen.kinds[at + 1] == "C"
