"""Content: where the words begin that a cue reports, and where they end because another tag takes over."""

from __future__ import annotations

import re

from crossread import sources
from crossread.cues import Cues, Verb
from crossread.narration import Sentence
from crossread.sources import Mention, has_verb, is_verb

CONTENT_WORDS = frozenset(["if", "whether", "what", "how", "why", "where", "who", "when", "which"])
DEPICTIVE = frozenset(
    ["as", "when", "while", "after", "before", "since", "because", "once", "until", "although", "though"]
)
TRAILING = frozenset(["which", "who", "whose", "while", "though", "although", "whereas"])  # the narrator's last word
OWN_CLAUSE = ("but",)


def is_finite(sen: Sentence, at: int, before: int, skipped: set[str], verb: Verb, cues: Cues) -> bool:
    """Whether a form of a cue verb is the verb of a clause, after the words skipped before it."""
    forms, grammar = verb.forms, cues.grammar
    if "to" in skipped:
        return False
    if skipped & grammar["auxiliary"]:
        return not (skipped & grammar["modal"] and not marks_follow(sen, at + 1))
    if "past" in forms:
        return True
    word = sen.words[before] if before >= 0 else ""
    if "third" in forms:
        if before < 0 or word in grammar["determiner"] or word in grammar["preposition"] or word.endswith(("’s", "'s")):
            return False
        tagged = "q" in sen.kinds[max(0, before - 6) : before]
        own = at + 1 < len(sen.words) and sen.words[at + 1] in ("its", "his", "her", "their", "it", "he", "she", "they")
        return (
            not is_noun_too(sen.words[at], cues)
            or tagged
            or own
            or (sen.kinds[before] == "C" and opens(sen, at + 1, cues))
            or word in grammar["pronoun"]
        )
    if "base" in forms:
        plural = word in ("they", "we", "i", "you", "who", "that", "people", "many", "some", "others", "critics") or (
            word.endswith("s") and not word.endswith(("’s", "'s", "ss", "us"))
        )
        aside = before >= 0 and sen.kinds[before] == ","
        mention = sources.left(sen, at, 0, cues) if not plural and (verb.lemma != "say" or aside) else None
        plural = (
            plural
            or (aside and mention is not None and verb.lemma == "say")
            or (mention is not None and is_plural(sen, mention, cues))
        )
        return before >= 0 and (
            plural or (verb.lemma == "say" and sen.kinds[before] in "wC" and word not in grammar["preposition"])
        )
    return False


def is_plural(sen: Sentence, mention: Mention, cues: Cues) -> bool:
    """Whether the head of a mention is a plural, or it names two."""
    head = (
        next(
            (n for n in range(mention.first, mention.last) if sen.words[n] in cues.grammar["preposition"]), mention.last
        )
        - 1
    )
    word = sen.words[head]
    return "and" in sen.words[mention.first : head] or (
        word.endswith("s") and not word.endswith(("’s", "'s", "ss", "us"))
    )


def is_noun_too(form: str, cues: Cues) -> bool:
    """Whether the form is met as a noun more often."""
    return form in cues.nouns or form in cues.grammar["noun_too"]


def opens(sen: Sentence, at: int, cues: Cues) -> bool:
    """Whether a clause, an object or words in marks can begin at the token."""
    if at >= len(sen.words):
        return False
    word = sen.words[at]
    return (
        sen.kinds[at] in "Cqn:,."
        or word in ("to", "for")
        or word in cues.grammar["determiner"]
        or word in cues.grammar["pronoun"]
        or word in CONTENT_WORDS
    )


def closes(sen: Sentence, at: int, cues: Cues) -> bool:
    """Whether a tag can end at the token: no clause goes on from it."""
    if at >= len(sen.words):
        return True
    word = sen.words[at]
    return (
        sen.kinds[at] in ".,;:-?!(q…" or word in cues.grammar["preposition"] or word in cues.grammar["relative"]
        or word in cues.grammar["time"] or word in cues.grammar["subordinator"] or word in cues.grammar["coordinator"]
        or word.endswith(("ly", "ing"))
    )  # fmt: skip


def marks_follow(sen: Sentence, at: int) -> bool:
    """Whether words in marks stand near behind the token."""
    return "q" in sen.kinds[at : at + 12]


def content_start(sen: Sentence, at: int, verb: Verb, cues: Cues) -> int | None:
    """Where the words begin after a cue: past "on Tuesday" and "in a statement", at "that", marks or a clause."""
    grammar, size, first = cues.grammar, len(sen.words), at
    as_object = not verb.takes & {"clause", "that", "marks"}
    while at < min(size, first + 60):
        word, kind = sen.words[at], sen.kinds[at]
        if kind in "qs" or word == "that":
            return at
        if kind == ":":
            return at + 1
        if kind in ".;?!…":
            return None
        if kind in ",-":
            return after_aside(sen, at, cues)
        if as_object or (word == "to" and "to" in verb.takes):
            return at
        if word in ("for", "on") and verb.lemma == "call":
            return at
        if word in CONTENT_WORDS and word != "when":
            return at
        if word == "as" and sen.words[at + 1 : at + 2] and sen.words[at + 1] in ("many", "much", "few"):
            return at
        if (
            word.endswith("ing")
            and word in cues.verbs
            and "clause" in cues.verbs[word].takes
            and not cues.verbs[word].particles
        ):
            return None
        if word in DEPICTIVE:
            at = next((n for n in range(at, size) if sen.kinds[n] in ",-q:.;"), size)
        elif (
            word in ("this", "last", "next", "every", "the", "earlier")
            and at + 1 < size
            and sen.words[at + 1] in grammar["time_noun"]
        ):
            at += 2
        elif _bounds_a_number(sen, at) or (word == "there" and is_verb(sen, at + 1, cues)):
            return at
        elif word in grammar["preposition"]:
            at = past_phrase(sen, at + 1, cues)
        elif (word in grammar["time_noun"] and sen.words[at - 1] in grammar["time"]) or (
            word in grammar["time"]
            or word in grammar["adverb"]
            or (word.endswith("ly") and kind == "w" and len(word) > 4)
        ):
            at += 1
        else:
            return at
    return None


BOUNDS = ("up", "about", "around", "over", "under", "between", "above", "below")
NUMBER = re.compile(
    r"\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand)\b"
    r"|dozens|hundreds|thousands|half$"
)


def _bounds_a_number(sen: Sentence, at: int) -> bool:
    """Whether the token is no preposition but a bound, as in "said up to 80 people", "said at least one"."""
    if sen.words[at] == "at":
        return sen.words[at + 1 : at + 2] in (["least"], ["most"])
    following = at + 2 if sen.words[at : at + 2] == ["up", "to"] else at + 1
    return sen.words[at] in BOUNDS and following < len(sen.words) and bool(NUMBER.match(sen.words[following]))


def past_phrase(sen: Sentence, at: int, cues: Cues) -> int:
    """Past the noun phrase of an adverbial."""
    grammar, first, noun = cues.grammar, at, False
    while at < len(sen.words):
        word, kind = sen.words[at], sen.kinds[at]
        if kind in ",;:-.?!q(" or (word in grammar["pronoun"] and word != "you") or word == "that":
            break
        if word in grammar["preposition"] or word in grammar["subordinator"]:
            break
        if word in grammar["relative"]:
            return next((n for n in range(at, len(sen.kinds)) if sen.kinds[n] in ",-q:.;"), len(sen.kinds))
        if noun and ((word in grammar["determiner"] and sen.words[at - 1] != "and") or is_verb(sen, at, cues)):
            break
        if (
            noun
            and kind == "C"
            and sen.kinds[at - 1] == "w"
            and word not in grammar["time"]
            and sen.words[at - 1] not in grammar["determiner"]
        ):
            break
        noun = noun or word not in grammar["determiner"]
        at += 1
    return max(at, first)


def past_adverbs(sen: Sentence, at: int, cues: Cues) -> int:
    """Past the adverbs that begin at the token."""
    while at < len(sen.words) and (
        sen.words[at] in cues.grammar["adverb"] or (sen.words[at].endswith("ly") and sen.kinds[at] == "w")
    ):
        at += 1
    return at


def after_aside(sen: Sentence, at: int, cues: Cues) -> int | None:
    """After a comma behind a cue: marks or "that", at once or past an aside."""
    for n in range(at, min(at + 30, len(sen.kinds) - 1)):
        if sen.kinds[n] in ",-:":
            following = sen.kinds[n + 1]
            if following == "q" or following == "s" or sen.words[n + 1] == "that":
                return n + 1
        elif sen.kinds[n] in ".;" or (
            sen.words[n] in cues.verbs and sen.kinds[n] == "w" and cues.verbs[sen.words[n]].takes != {"quote"}
        ):
            return None
    return None


def content_end(sen: Sentence, start: int, cues: Cues) -> int:
    """Where the content ends that begins at ``start``: at the sentence's end or where another tag takes over."""
    size = len(sen.words)
    end = size
    while end > start and sen.kinds[end - 1] in ".…!?":
        end -= 1
    for at in range(start + 1, end):
        word, kind = sen.words[at], sen.kinds[at]
        if (
            kind == ","
            and at + 1 < end
            and sen.words[at + 1] in TRAILING
            and at - start >= 4
            and "," not in sen.kinds[at + 1 : end]
        ):
            return at
        if comma_in_marks(sen, at):
            if takes_over(sen, at, end, cues):
                return at + 1
        elif kind in ",-;" or word in ("and", "but", "while", "though", "although", "whereas"):
            if takes_over(sen, at, end, cues):
                return at
        elif word == "according" and sen.words[at + 1 : at + 2] == ["to"]:
            return at
    return end


def comma_in_marks(sen: Sentence, at: int) -> bool:
    """Whether the token is a stretch in marks that ends in a comma: "a lie," the paper reported."""
    return sen.kinds[at] == "q" and sen.words[at] == ","


def takes_over(sen: Sentence, at: int, end: int, cues: Cues) -> bool:
    """Whether what follows the comma or conjunction at ``at`` is another cue or tag."""
    n = at + 1
    comma = sen.kinds[at] in ",-;" or comma_in_marks(sen, at)
    contrast = not comma
    if comma and n < end and sen.words[n] in cues.grammar["contrast"]:
        n, contrast = n + 1, True
    while n < end and (sen.words[n] in cues.grammar["adverb"] or (sen.words[n].endswith("ly") and sen.kinds[n] == "w")):
        n += 1
    if n >= end:
        return False
    if sen.words[n] == "according":
        return True
    verb = cues.verbs.get(sen.words[n])
    if comma and contrast and sen.words[n - 1] not in ("and", "or") and is_verb(sen, n, cues):
        return True
    if verb and sen.kinds[n] == "w":
        if "ing" in verb.forms:
            speech = ("clause" in verb.takes and "short" not in verb.takes) or marks_follow(sen, n)
            return speech and (comma or sen.words[at] == "and")
        if "past" in verb.forms and contrast and sen.words[at] != "while" and "base" not in verb.forms:
            return verb.takes != {"quote"} and opens_content(sen, n + 1, end, verb, cues)
        return False
    if not comma and sen.words[at] == "and":
        return False
    limit = min(end, n + 14)
    for m in range(n, limit):
        if sen.kinds[m] in ",;:q" or (m > n and sen.words[m] in cues.grammar["subordinator"]):
            return False
        other = cues.verbs.get(sen.words[m])
        if (
            other
            and sen.kinds[m] == "w"
            and m > n
            and other.forms & {"past", "third", "base"}
            and "clause" in other.takes
        ):
            before = sources.skip_left(sen, m, n, cues)
            skipped = set(sen.words[before + 1 : m])
            if before < n or not is_finite(sen, m, before, skipped, other, cues) or skipped & cues.grammar["being"]:
                return False
            if contrast:
                return opens_content(sen, m + 1, end, other, cues)
            return closes(sen, m + 1, cues) and (
                m + 1 >= end or sen.kinds[m + 1] in ".,;-" or ends_in_time(sen, m + 1, end, cues)
            )
        if is_verb(sen, m, cues) and sen.words[m] not in cues.grammar["auxiliary"]:
            return comma and m > n and sen.words[at + 1] in OWN_CLAUSE
        if comma and m > n and sen.words[m] in cues.grammar["auxiliary"] and sen.words[at + 1] in OWN_CLAUSE:
            rest = next(
                (
                    k
                    for k in range(m + 1, end)
                    if sen.words[k] not in cues.grammar["adverb"] and sen.words[k] not in cues.grammar["auxiliary"]
                ),
                None,
            )
            other = cues.verbs.get(sen.words[rest]) if rest else None
            if other is None or "clause" not in other.takes:
                return True
    return False


def ends_in_time(sen: Sentence, at: int, end: int, cues: Cues) -> bool:
    """Whether only an adjunct is left of the sentence."""
    return end - at <= 8 and not has_verb(sen, at, end, cues)


def opens_content(sen: Sentence, at: int, end: int, verb: Verb, cues: Cues) -> bool:
    """Whether words that the verb reports begin before ``end``."""
    start = content_start(sen, at, verb, cues)
    return start is not None and start < end
