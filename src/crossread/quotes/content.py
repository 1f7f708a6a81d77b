"""Content: where the words begin that a cue reports, where they end because another tag takes over, and whether the
cue can report such words; and the agency that passed them on, named behind them or beside the cue."""

from __future__ import annotations

from crossread.quotes import sources
from crossread.quotes.cues import Verb, is_medium
from crossread.quotes.narration import Sentence
from crossread.quotes.sources import Mention, has_verb, is_adverb, is_verb, past_adverbs

Range = tuple[int, int]

QUESTION_WORDS = frozenset(["if", "whether", "what", "how", "why", "where", "who", "when", "which"])
TRAILING = frozenset(["which", "who", "whose", "while", "though", "although"])  # the narrator's last word
SCENE = frozenset(["at", "outside", "inside", "during"])  # where or when somebody speaks
POSSESSIVE = ("’s", "'s")
CONTRASTS = frozenset(["and", "but", "while", "though", "although"])
SIGNS = tuple(",.?!…-–—;)]")


# --- the verb ---------------------------------------------------------------------------------------------------


def skipped_classes(sen: Sentence, before: int, at: int) -> frozenset[str]:
    """The classes of the auxiliaries and adverbs between a subject and its verb."""
    return frozenset().union(*sen.classes[before + 1 : at])


def is_finite(sen: Sentence, at: int, before: int, verb: Verb) -> bool:
    """Whether a form of a cue verb is the verb of a clause whose subject ends at the token ``before``."""
    word, skipped = sen.word(before), skipped_classes(sen, before, at)
    if "infinitive" in skipped:
        return False
    if "auxiliary" in skipped:
        return "modal" not in skipped or marks_follow(sen, at + 1)
    if "past" in verb.forms:
        return not word.endswith(POSSESSIVE)
    if "third" in verb.forms:
        noun_too = sen.words[at] in sen.cues.nouns or sen.is_a(at, "noun_too")
        tagged = "q" in sen.kinds[max(0, before - 6) : before] or sen.word(at + 1) in OWN
        named = (sen.kind(before) == "C" or word in sen.cues.media) and _opens(sen, at + 1)
        may_be = not sen.is_a(before, "determiner", "preposition") and not word.endswith(POSSESSIVE)
        return may_be and (not noun_too or tagged or named or sen.is_a(before, "pronoun"))
    if "base" not in verb.forms or before < 0:
        return False
    if word in PLURALS or _ends_in_s(word):
        return True
    mention = sources.left(sen, at, 0)
    if verb.lemma == "say" and mention:
        return not (sen.is_a(mention.first, "determiner") and is_verb(sen, mention.first - 1))  # "has the final say"
    return mention is not None and _is_plural(sen, mention)


OWN = ("its", "his", "her", "their", "it", "he", "she", "they")
PLURALS = frozenset("they we i you who that people many some others police".split())


def _ends_in_s(word: str) -> bool:
    return word.endswith("s") and not word.endswith((*POSSESSIVE, "ss", "us"))


def _is_plural(sen: Sentence, mention: Mention) -> bool:
    """Whether the head of a mention is a plural, or it names two."""
    stop = next((n for n in range(*mention.span) if sen.is_a(n, "preposition")), mention.last)
    return "and" in sen.words[mention.first : stop - 1] or _ends_in_s(sen.words[stop - 1])


def _opens(sen: Sentence, at: int) -> bool:
    """Whether a clause, an object or words in marks can begin at the token."""
    word = sen.word(at)
    return sen.kind(at) in "Cqn:,. " or word in ("to", "for") or sen.is_a(at, "determiner", "pronoun")


def closes(sen: Sentence, at: int) -> bool:
    """Whether a tag can end at the token: no clause goes on from it."""
    after = sen.is_a(at, "preposition", "relative", "time", "subordinator", "coordinator")
    return after or sen.kind(at) in " .,;:-?!(q…" or sen.word(at).endswith(("ly", "ing"))


def has_marks(sen: Sentence, first: int, last: int) -> bool:
    """Whether words in marks stand within ``first:last``."""
    return "q" in sen.kinds[first:last] or "s" in sen.kinds[first:last]


def marks_follow(sen: Sentence, at: int) -> bool:
    """Whether words in marks stand near behind the token."""
    return "q" in sen.kinds[at : at + 12]


# --- before the tag ---------------------------------------------------------------------------------------------


def before_tag(sen: Sentence, edge: int, low: int) -> Range | None:
    """The words before a tag that begins at ``edge``, where a comma, a dash or marks set them off."""
    if edge <= low or not sets_off(sen, edge - 1):
        return None
    last = edge
    while last > low and sen.kinds[last - 1] in ",-":
        last -= 1
    first = low
    while first < last and sen.kinds[first] in ",-;:.":
        first += 1
    if has_marks(sen, first, last):
        return first, last
    there = sen.words[first] == "there" and is_verb(sen, first + 1)
    if last - first < 2 + (not sources.is_present(sen, last - 1)) or (sen.is_a(first, "time") and not there):
        return None
    if sources.is_adverbial(sen, first):
        clause = sen.is_a(first, "adverbial_clause")
        told = sen.next_kind(",", first, last) or (last if clause else first + 1)  # "In May guns killed ten, she said"
        return (first, last) if has_verb(sen, told, last) else None
    return first, last


def sets_off(sen: Sentence, at: int) -> bool:
    """Whether the token can stand before a tag: words in marks only when they end in a sign."""
    return sen.kinds[at] in ",-?!" or (sen.kinds[at] in "qs" and sen.words[at] in SIGNS)


# --- after the cue ----------------------------------------------------------------------------------------------


def after_cue(sen: Sentence, at: int, verb: Verb, clause: str = "main") -> Range | None:
    """The words after a cue that ends before ``at``."""
    start = _start(sen, at, verb)
    right = None if start is None or start >= len(sen.words) else to_its_end(sen, start, clause)
    return right if right is None or speaks(verb) else (start, _own_clause(sen, *right))


def _own_clause(sen: Sentence, start: int, end: int) -> int:
    """Where the narrator goes on behind what somebody calls a thing: "called it "unfair", and the crew has left"."""
    for n in range(start, end - 1):
        if sen.kinds[n] == "," and sen.words[n + 1] in CONTRASTS:
            mention = sources.right(sen, n + 2)
            if mention and mention.last < end and is_verb(sen, past_adverbs(sen, mention.last)):
                return n
    return end


def _start(sen: Sentence, at: int, verb: Verb) -> int | None:
    """Where the words begin after a cue: past "on Tuesday" and "in a statement", at "that", marks or a clause."""
    size, stop = len(sen.words), at + 60
    as_object = not verb.takes & {"clause", "that", "marks"}
    while at < min(size, stop):
        word, kind = sen.words[at], sen.kinds[at]
        if kind == ":":
            return at + 1
        if kind in ".?!":
            return None
        if kind in ",-":
            return _after_aside(sen, at)
        if as_object or (word == "to" and "to" in verb.takes) or word in WITH_CONTENT.get(verb.lemma, ()):
            return at
        if word == "to" and verb.lemma == "add":
            return None  # "adding to the doubts"
        own, other = sen.classes[at], sen.verbs[at]
        if other and word.endswith("ing") and "clause" in other.takes:
            return None  # "said announcing the deal"
        if "adverbial_clause" in own and not _bounds_a_number(sen, at):
            comma = sen.next_kind(",-q:.;", at) or size
            that = (n for n in range(at, comma) if sen.words[n] == "that")
            at = next(that, comma)
        elif word in ("this", "last", "next", "every", "the", "earlier") and sen.is_a(at + 1, "time_noun"):
            at += 2
        elif _bounds_a_number(sen, at) or (word == "there" and is_verb(sen, at + 1)):
            return at
        elif "preposition" in own:
            at = _past_phrase(sen, at + 1)
            at = _past_participle(sen, at)
        elif (
            "time" in own
            or (is_adverb(sen, at) and "determiner" not in own)
            or ("time_noun" in own and sen.is_a(at - 1, "time"))
        ):
            at += 1
        else:
            return at
    return None


WITH_CONTENT = {"call": ("for", "on"), "tell": ("of",), "warn": ("against",)}  # prepositions
BOUNDS = ("about", "around", "over", "under", "between", "above", "below")


def _bounds_a_number(sen: Sentence, at: int) -> bool:
    """Whether the token is no preposition but a bound, as in "said up to 80 people", "said at least one"."""
    number = sen.word(at + 1)[:1].isdigit() or sen.is_a(at + 1, "number")
    return (sen.words[at] in BOUNDS and number) or tuple(sen.words[at : at + 2]) in sources.BOUNDS


BEFORE_NUMBER = frozenset(["and", "past", "last", "next", "first"])  # "over the past two weeks"


def _past_phrase(sen: Sentence, at: int) -> int:
    """Past the noun phrase of an adverbial."""
    first = at
    noun = False
    while at < len(sen.words):
        word, kind = sen.words[at], sen.kinds[at]
        if kind in ",;:-.?!q(" or (sen.is_a(at, "pronoun") and word != "you") or word == "that":
            break
        if sen.is_a(at, "preposition", "subordinator"):
            break
        if noun and ((sen.is_a(at, "determiner") and sen.words[at - 1] not in BEFORE_NUMBER) or is_verb(sen, at)):
            break
        named = kind == "C" and sen.kinds[at - 1] == "w" and not sen.is_a(at, "time")
        if noun and named and not sen.is_a(at - 1, "determiner"):
            break
        noun = noun or not sen.is_a(at, "determiner")
        at += 1
    return max(at, first)


def _past_participle(sen: Sentence, at: int) -> int:
    """At the "that" behind "in a video seen by the paper that"."""
    clause = sen.next_kind(",;:q.", at) or len(sen.words)
    made = is_verb(sen, at) and not sen.is_a(at, "auxiliary") and (sen.verbs[at] is None or not speaks(sen.verbs[at]))
    return sen.words.index("that", at) if made and "that" in sen.words[at:clause] else at


def speaks(verb: Verb) -> bool:
    """Whether the verb can report a clause."""
    return not verb.takes.isdisjoint(("clause", "that"))


def _after_aside(sen: Sentence, at: int) -> int | None:
    """After a comma behind a cue: marks or "that", at once or past an aside."""
    for n in range(at, min(at + 30, len(sen.kinds) - 1)):
        if sen.kinds[n] in ",-:":
            if sen.kinds[n + 1] in "qs" or sen.words[n + 1] == "that":
                return n + 1
        elif sen.kinds[n] in ".;" or (sen.verbs[n] and sen.verbs[n].takes != {"quote"}):
            return None
    return None


def marks_after(sen: Sentence, at: int) -> Range | None:
    """Words in marks after a tag: the other half of a quote that the tag splits."""
    for n in range(at, min(at + 30, len(sen.kinds))):
        if sen.kinds[n] == "q":
            return (n, n + 1) if sen.kinds[n - 1] in ",-:" else None
        if sen.verbs[n] and not sen.verbs[n].particles:  # "pointing at the ship"
            return None
    return None


# --- the end ----------------------------------------------------------------------------------------------------


def to_its_end(sen: Sentence, start: int, clause: str = "main") -> Range | None:
    """Content from ``start`` to where another tag takes over or, in a clause of less rank, to where it closes."""
    end = content_end(sen, start)
    for n in range(start, end - 1) if clause != "main" else ():
        told = is_verb(sen, past_adverbs(sen, n + 1)) if clause == "relative" else has_verb(sen, n + 1, end)
        marked = comma_in_marks(sen, n) and not sen.is_a(n + 1, "coordinator")
        if ((sen.kinds[n] == "," and n > start) or marked) and (told or clause == "aside"):
            return start, n + marked
    return (start, end) if end > start else None


def content_end(sen: Sentence, start: int) -> int:
    """Where the content ends that begins at ``start``: at the sentence's end or where another tag takes over."""
    end = len(sen.words)
    signs = ".…!?" if "(" in sen.kinds[start:] else ".…!?)"
    while end > start and sen.kinds[end - 1] in signs:
        end -= 1
    for at in range(start + 1, end):
        word, kind = sen.words[at], sen.kinds[at]
        if sen.kinds[start:at] == "q" and _leaves_marks(sen, at, end):
            return at
        if kind == "," and sen.word(at + 1) in TRAILING and at - start >= 4 and "," not in sen.kinds[at + 1 : end]:
            return at
        if comma_in_marks(sen, at):
            if takes_over(sen, at, end):
                return at + 1
        elif (kind in ",-;" or word in CONTRASTS) and takes_over(sen, at, end):
            return at
    return end


def _leaves_marks(sen: Sentence, at: int, end: int) -> bool:
    """Whether the narrator goes on behind words in marks: 'shouted "Go home" at the gate', '... and threw stones'."""
    if comma_in_marks(sen, at - 1) and sen.is_a(at, "contrast") and sen.words[at] != "and":
        return sen.word(at + 1) != "that" and sen.kind(at + 1) not in "qs"
    if has_marks(sen, at, end):
        return False
    if sen.words[at] == "and":
        return is_verb(sen, at + 1)
    clause = sen.words[at] in ("as", "while", "before", "after")
    return clause or ((sen.is_a(at, "time") or sen.words[at] in SCENE) and not has_verb(sen, at, end))


def comma_in_marks(sen: Sentence, at: int) -> bool:
    """Whether the token is a stretch in marks that ends in a comma: "a lie," the paper reported."""
    return sen.kinds[at] == "q" and sen.words[at] == ","


def takes_over(sen: Sentence, at: int, end: int) -> bool:
    """Whether what follows the comma or conjunction at ``at`` is another cue or tag."""
    sign = sen.kinds[at] in ",-;" or comma_in_marks(sen, at)
    contrast = not sign or (at + 1 < end and sen.is_a(at + 1, "contrast"))
    n = past_adverbs(sen, at + 2 if sign and contrast else at + 1)
    if n >= end or (contrast and sen.words[n] == "that" and "that" in sen.words[:at]):  # ", but that none was safe"
        return False
    if sen.words[n] == "according":
        return True
    if sign and contrast and sen.words[n - 1] not in ("and", "or") and is_verb(sen, n):
        return True
    verb = sen.verbs[n]
    if verb:
        if "ing" in verb.forms:
            speech = ("clause" in verb.takes and "short" not in verb.takes) or marks_follow(sen, n)
            return speech and (sign or sen.words[at] in ("and", "but"))
        return "past" in verb.forms and contrast and verb.takes != {"quote"} and _says(sen, n + 1, end, verb)
    return (sign or sen.words[at] != "and") and _tag_follows(sen, at, n, end, sign, contrast)


def _tag_follows(sen: Sentence, at: int, first: int, end: int, sign: bool, contrast: bool) -> bool:
    """Whether a source and a cue follow from ``first``, or a clause of the narrator's own."""
    own_clause = sign and sen.word(at + 1) == "but"
    marked = own_clause and "q" in sen.kinds[at + 1 : end]  # then only another cue takes over
    for n in range(first, min(end, first + 14)):
        if sen.kinds[n] in ",;:q" or (n > first and sen.is_a(n, "subordinator")):
            return False
        verb = sen.verbs[n]
        after_stop = sen.kinds[at] == ";" and ("that" in verb.takes or marks_follow(sen, n + 1)) if verb else False
        if verb and n > first and ("clause" in verb.takes or after_stop):
            before = sources.skip_left(sen, n, first)
            if before < first or "being" in skipped_classes(sen, before, n) or not is_finite(sen, n, before, verb):
                return False
            if contrast or sen.kinds[at] == ";":
                return sen.kinds[at] == ";" or _says(sen, n + 1, end, verb)
            adjunct = end - n <= 9 and not has_verb(sen, n + 1, end)
            return closes(sen, n + 1) and (sen.kind(n + 1) in " .,;-" or adjunct)
        speech = any(other and "clause" in other.takes for other in sen.verbs[n + 1 : n + 4])
        if (
            is_verb(sen, n)
            and (own_clause or not sen.is_a(n, "auxiliary"))
            and not (sen.is_a(n, "auxiliary") and speech)
        ):
            return n > first and own_clause and not marked
    return False


def _says(sen: Sentence, at: int, end: int, verb: Verb) -> bool:
    """Whether words that the verb reports begin before ``end``."""
    start = _start(sen, at, verb)
    return start is not None and start < end


# --- what a cue can report --------------------------------------------------------------------------------------

NEED_VERB = frozenset(["write", "add", "answer", "reply", "comment", "remark", "tweet", "speculate", "allege", "claim"])


def is_allowed(sen: Sentence, content: Range, verb: Verb) -> bool:
    """Whether the verb takes such content after it."""
    start, end = content
    word, takes = sen.words[start], verb.takes
    if has_marks(sen, start, end):
        named = verb.lemma == "know" and "as" in sen.words[start:end]  # "know it as "The Hammer""
        return not named and ("marks" not in takes or sen.kinds[start] in "qs")
    if takes <= {"quote", "marks"} or ("that" in takes and word != "that"):
        return False
    if sen.is_a(start, "coordinator") or word == "who":
        return False
    if verb.lemma == "call" and word not in ("for", "on") and not _renames(sen, start, end):
        return False
    if word == "that" or word in QUESTION_WORDS or (word == "to" and "to" in takes):
        return True
    if "object" in takes and ("clause" not in takes or "short" in takes):
        return True
    if takes == {"clause"} and verb.lemma not in NEED_VERB:
        return True
    opens = "to" not in takes or sen.kinds[start] in "Cn" or sen.is_a(start, "determiner", "pronoun")
    ends = (n for n in range(start, end) if sen.is_a(n, "adverbial_clause"))
    return opens and has_verb(sen, start, next(ends, end))  # "added his voice after the mayor spoke"


def _renames(sen: Sentence, start: int, end: int) -> bool:
    """Whether the words give something another name: "the raid a crime", "it murder"."""
    if sen.is_a(start, "object_pronoun") or sen.words[start] == "it":
        return not sen.is_a(start + 1, "preposition")
    if sen.is_a(start, "preposition"):
        return False
    for n in range(start + 1, min(end, start + 7)):
        if sen.kinds[n] not in "wCn" or (sen.is_a(n, "preposition") and sen.words[n] != "of"):
            return False
        if sen.is_a(n, "determiner") and not sen.is_a(n - 1, "preposition"):
            return True
    return False


# --- the agency in between, that passes on what a source said ---------------------------------------------------


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
    return mention.span if reports or is_medium(sen.words_of(mention.span), sen.cues) else None


def outer(sen: Sentence, right: Range) -> Mention | None:
    """The source of a tag that closes the sentence behind the content: ", the lawyer said"."""
    at = right[1] - 1 if comma_in_marks(sen, right[1] - 1) else right[1]
    if at + 1 >= len(sen.words) or sen.is_a(at + 1, "contrast"):
        return None
    if sen.kinds[at] not in ",-" and not comma_in_marks(sen, at):
        return None
    for n in range(at + 1, min(at + 14, len(sen.words))):
        verb = sen.verbs[n]
        if verb and verb.forms & {"past", "third", "base"} and "clause" in verb.takes and sen.words[n - 1] != "to":
            return sources.left(sen, n, at + 1) if closes(sen, n + 1) else None
        if sen.kinds[n] in ",;:q":
            return None
    return None
