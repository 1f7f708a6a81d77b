"""Tags: source, cue and content within one sentence of the narrator, as token ranges."""

from __future__ import annotations

from typing import NamedTuple

from crossread import sources
from crossread.content import (
    CONTENT_WORDS,
    DEPICTIVE,
    closes,
    comma_in_marks,
    content_end,
    content_start,
    is_finite,
    marks_follow,
    past_adverbs,
    takes_over,
)
from crossread.cues import Cues, Verb, is_medium
from crossread.narration import Sentence
from crossread.sources import Mention, has_verb, is_verb

Range = tuple[int, int]


class Tag(NamedTuple):
    """An attribution in tokens of its sentence."""

    parts: list[Range]
    cue: Range | None
    cue_class: str | None
    source: Range | None
    via: Range | None
    addressee: Range | None
    rule: str


NEED_VERB = frozenset(["write", "add", "answer", "reply", "comment", "remark", "tweet", "speculate", "allege", "claim"])
INVERTED = frozenset(["say", "report", "explain", "write"])
SPEECH = frozenset(("clause", "that", "quote", "marks"))
ADDRESSED = frozenset(["tell", "ask", "inform", "remind", "warn", "assure", "advise", "caution", "text", "email"])


def find(text: str, sen: Sentence, title: bool, cues: Cues) -> list[Tag]:
    """The attributions of a sentence, outermost only, in order of their cues."""
    found: list[Tag] = []
    low = busy = at = 0
    size = len(sen.words)
    while at < size:
        word = sen.words[at]
        tag: Tag | None = None
        if at >= busy:
            if word == "according" and at + 2 < size and sen.words[at + 1] == "to":
                tag = _according(text, sen, at, low, found, cues)
            elif word in cues.verbs and (sen.kinds[at] == "w" or (title and sen.kinds[at] == "C")):
                tag = _verb(text, sen, at, low, found, title, cues)
            elif word in cues.verbs and at == 0 and cues.verbs[word].lemma == "say":
                tag = _opening(sen, cues)
            if tag is None and word == "as" and (at == 0 or sen.kinds[at - 1] in ",-"):
                tag = _as_said(sen, at, low, cues)
            if tag is None and word in cues.nouns:
                tag = _noun(sen, at, low, cues)
        if tag is not None:
            found = [t for t in found if not _within(t, tag)] if tag.rule.startswith("after") else found
            found.append(tag)
            busy = max([busy, *(end for start, end in tag.parts if start > at)])
            low = max(busy, at + 1)
        elif word in cues.nouns and at < busy and found and sen.words[(found[-1].cue or (0, 0))[0]] in REPORTED_BACK:
            nested = _noun(sen, at, low=found[-1].parts[-1][0], cues=cues)
            if nested and sen.words[at + 1] == "that":
                found.append(nested)
        elif sen.kinds[at] in ";" or (sen.kinds[at] == ":" and at > low + 8):
            low = at + 1
        at += 1
    if not found:
        tag = _verbless(text, sen, title, cues)
        return [tag] if tag else []
    tag = _named_after_marks(sen, cues)
    if tag and all(end <= tag.parts[0][0] or start >= tag.source[1] for own in found for start, end in own.parts):
        found.insert(0, tag)
    return found


def _within(inner: Tag, outer: Tag) -> bool:
    return all(any(a <= s and e <= b for a, b in outer.parts) for s, e in inner.parts)


# --- verbs ------------------------------------------------------------------------------------------------------


def _verb(text: str, sen: Sentence, at: int, low: int, found: list[Tag], title: bool, cues: Cues) -> Tag | None:
    verb = cues.verbs[sen.words[at]]
    cue_end = _past_particle(sen, at, verb)
    if cue_end is None:
        return None
    if verb.lemma == "quote":
        quoted = _quoted(text, sen, at, low, cues)
        if quoted:
            return quoted
    if verb.lemma == "ask" and "past" in verb.forms:
        asked = _asked(sen, at, low, cues)
        if asked:
            return asked
    inverted = _inverted(sen, at, low, verb, title, cues)
    if inverted:
        return inverted
    before = sources.skip_left(sen, at, low, cues)
    skipped = set(sen.words[before + 1 : at])
    if not is_finite(sen, at, before, skipped, verb, cues):
        return (
            _participle(sen, at, low, found, verb, cues)
            if "ing" in verb.forms
            else _infinitive(sen, at, low, verb, skipped, found, cues)
        )
    if "participle" in verb.forms and skipped & cues.grammar["being"] and not skipped & {"have"}:
        return _passive(sen, at, low, verb, cues)
    source = sources.left(sen, at, low, cues)
    rule = "source before cue"
    shared = None
    if source and (sen.words[source.first] in ("that", "there") or sen.words[source.first : source.last] == ["its"]):
        return None
    if source is None:
        if before >= 0 and (sen.words[before] in ("and", "but", "then") or sen.kinds[before] == ","):
            shared, rule = _shared(sen, before, found, cues)
        if shared is None:
            return None
    if skipped & cues.grammar["negation"] and verb.lemma not in ("say", "tell") and not marks_follow(sen, at):
        return None
    if source and _is_reduced(sen, source, at, verb, cues):
        return None
    addressee, after = _addressee(sen, cue_end, verb, cues)
    edge = source.edge if source else at
    left = _content_before(sen, edge, low, title, cues) if source else None
    if addressee and sen.words[after : after + 1] == ["to"]:  # "asked the crew to leave"
        right = _to_its_end(sen, after, cues, _clause(sen, low, source))
    else:
        right = _content_after(sen, after, verb, cues, _clause(sen, low, source))
    if left and right and not _is_split(sen, left, right, cues):
        if sen.kinds[edge - 1] in "q" and not _is_frame(sen, left, cues):
            right = None
        else:
            left = None
    if source and right and sen.words[source.edge - 1 : source.edge] == ["what"]:
        marked = next((n for n in range(*right) if sen.kinds[n] in "qs"), None)
        right = (right[0], marked + 1) if marked is not None else right if verb.lemma == "say" else None
    if right and _outer(sen, right, cues) and not ("clause" in verb.takes and _outer_medium(text, sen, right, cues)):
        return None
    if right and sen.words[right[0]] == "what" and "clause" not in verb.takes:
        return None
    if right and not _is_content(sen, right, verb, left is not None, skipped, cues):
        right = None
    if source and left is None and right is None:
        left = _interrupted(sen, edge, low, after)
    if left and not right:
        right = _parenthetical(sen, left, at, after, cues)
    if left and not right and _is_frame(sen, left, cues) and sen.kinds[left[1] - 1] not in "q":
        return None
    parts = [p for p in (left, right) if p and p[0] < p[1]]
    if not parts or (not left and not _allowed(sen, right, verb, cues)):
        return None
    if left and not verb.takes & SPEECH:
        return None
    if left and "clause" not in verb.takes and not _has_marks(sen, *left):
        return None
    relative = source is not None and sen.words[source.first] in ("who", "which") and verb.lemma != "say"
    if relative and right and not left and not _has_marks(sen, *right) and sen.words[right[0]] != "that":
        return None
    via = _carrier(text, sen, at, cues) or _outer_medium(text, sen, right or (low, after), cues)
    return Tag(
        parts, (at, cue_end), verb.cue_class, (source.first, source.last) if source else shared, via, addressee,
        "source and cue after words" if left else rule,
    )  # fmt: skip


def _shared(sen: Sentence, before: int, found: list[Tag], cues: Cues) -> tuple[Range | None, str]:
    """The source of a second verb: that of the cue before, or the subject of the clause where that is nearer."""
    mention = subject(sen, cues, before)
    last = found[-1].source if found else None
    if last and sen.words[last[0]] in ("who", "which") and sen.kinds[before] == ",":
        last = None
    if last and (mention is None or mention.first <= last[0] or mention.first < (found[-1].cue or last)[0]):
        return last, "same source as the cue before"
    if mention is None or mention.last > before or (not found and sen.kinds[before] == ","):
        return None, ""
    return (mention.first, mention.last), "same subject as the verb before"


def _past_particle(sen: Sentence, at: int, verb: Verb) -> int | None:
    """Where a cue ends that is more than its verb: "pointed out", "made it clear"; None where the rest is missing."""
    if not verb.particles:
        return at + 1
    step = at + 2 if sen.words[at + 1 : at + 2] == ["it"] else at + 1
    return step + 1 if step < len(sen.words) and sen.words[step] in verb.particles else None


def _is_reduced(sen: Sentence, source: Mention, at: int, verb: Verb, cues: Cues) -> bool:
    """Whether the verb only tells which thing is meant: "a group called ...", "the man accused of ..."."""
    following = sen.words[at + 1] if at + 1 < len(sen.words) else ""
    if "past" not in verb.forms or sen.words[at - 1] in cues.grammar["pronoun"]:
        return False
    if (
        verb.lemma in ("call", "name", "title", "dub")
        and sen.words[source.first] in ("a", "an")
        and sen.kinds[at + 1] in "qC"
    ):
        return True
    return (following in ("of", "by") and "object" in verb.takes and verb.lemma != "warn") or following == "by"


def _inverted(sen: Sentence, at: int, low: int, verb: Verb, title: bool, cues: Cues) -> Tag | None:
    """Words, cue, source: "...", said the minister."""
    if at == 0 or not verb.forms & {"past", "third"} or not verb.takes & SPEECH:
        return None
    before = sen.kinds[at - 1]
    if before not in "qs,-?!" or (at - 1 < low and before != "q") or not _sets_off(sen, at - 1):
        return None
    source = sources.right(sen, at + 1, cues)
    if source is None or sen.words[source.first] in cues.grammar["object_pronoun"]:
        return None
    addressee = None
    if verb.lemma == "tell":
        return None
    if not closes(sen, source.last, cues):
        return None
    left = _content_before(sen, at, low, title, cues)
    if left is None and sen.kinds[at - 1] == "," and source.last < len(sen.kinds):
        right = _marks_after(sen, source.last, cues) if sen.kinds[source.last] in ",:" else None
        return (
            Tag(
                [right],
                (at, at + 1),
                verb.cue_class,
                (source.first, source.last),
                None,
                None,
                "cue and source before words",
            )
            if right
            else None
        )
    if left is None or (sen.kinds[at - 1] in ",-" and not _is_clause_alone(sen, at, low, source, cues)):
        return None
    if not _has_marks(sen, *left) and (verb.lemma not in INVERTED or sen.kinds[at - 1] != ","):
        return None
    parts = [left]
    after = source.last
    if after < len(sen.kinds) and sen.kinds[after] in ",-":
        right = _marks_after(sen, after, cues)
        if right:
            parts.append(right)
    return Tag(
        parts, (at, at + 1), verb.cue_class, (source.first, source.last), None, addressee, "cue and source after words"
    )


def _is_clause_alone(sen: Sentence, at: int, low: int, source: Mention, cues: Cues) -> bool:
    """Whether what stands before ", said X" is a clause, rather than the source of "X, an aside, said ..."."""
    if source.last < len(sen.kinds) and sen.kinds[source.last] not in ".,;:":
        return False
    return sources.left(sen, at, low, cues) is None and sen.words[source.first] not in ("it", "they", "that", "this")


def _content_before(sen: Sentence, edge: int, low: int, title: bool, cues: Cues) -> Range | None:
    """The words before a tag that begins at ``edge``, where a comma, a dash or marks set them off."""
    if edge <= low or sen.kinds[edge - 1] not in "qs,-?!" or not _sets_off(sen, edge - 1):
        return None
    last = edge
    while last > low and sen.kinds[last - 1] in ",-":
        last -= 1
    first = low
    while first < last and (
        sen.kinds[first] in ",-;:." or (sen.words[first] in ("and", "but") and sen.kinds[first + 1] in "q")
    ):
        first += 1
    if first >= last:
        return None
    if _has_marks(sen, first, last) and sen.kinds[last - 1] in "qs":
        colon = next((n for n in range(last - 1, first, -1) if sen.kinds[n] == ":"), None)
        if colon is not None and colon == last - 2:
            first = colon + 1
        return first, last
    if sen.kinds[edge - 1] in "?!" or last == edge:
        return None
    if _has_marks(sen, first, last):
        return first, last
    if last - first < 3 or sen.words[first] in cues.grammar["time"]:
        return None
    if sources.is_adverbial(sen, first, cues):
        comma = next((n for n in range(first, last) if sen.kinds[n] == ","), None)
        return (first, last) if comma and has_verb(sen, comma, last, cues) else None
    return first, last


def _sets_off(sen: Sentence, at: int) -> bool:
    """Whether the token can stand before a tag: words in marks only when they end in a sign."""
    return sen.kinds[at] not in "qs" or sen.words[at] in SIGNS


SIGNS = tuple(",.?!…-–—;)]")


def _is_frame(sen: Sentence, left: Range, cues: Cues) -> bool:
    """Whether the words before a tag only set its scene: "Asked about ...," he said that ..."""
    word = sen.words[left[0]]
    return sources.is_adverbial(sen, left[0], cues) or (word.endswith("ed") and sen.kinds[left[0]] in "C")


def _is_split(sen: Sentence, left: Range, right: Range, cues: Cues) -> bool:
    return sen.kinds[right[0]] in "qs" and sen.kinds[right[0] - 1] in ",-:." and not _is_frame(sen, left, cues)


def _has_marks(sen: Sentence, first: int, last: int) -> bool:
    return any(kind in "qs" for kind in sen.kinds[first:last])


def _marks_after(sen: Sentence, at: int, cues: Cues) -> Range | None:
    """Words in marks after a tag: the other half of a quote that the tag splits."""
    for n in range(at, min(at + 30, len(sen.kinds))):
        if sen.kinds[n] == "q":
            return (n, n + 1) if sen.kinds[n - 1] in ",-:" else None
        if sen.words[n] in cues.verbs and sen.kinds[n] == "w":
            return None
    return None


def _interrupted(sen: Sentence, edge: int, low: int, after: int) -> Range | None:
    """Words before a tag between two commas: "The plan, he said, would fail"."""
    if edge - 1 <= low or sen.kinds[edge - 1] not in ",-" or sen.kinds[after : after + 1] not in ([","], ["-"]):
        return None
    return low, edge - 1


def _clause(sen: Sentence, low: int, source: Mention | None) -> str:
    """What clause a cue stands in: main, subordinate or relative."""
    if source is None:
        return "main"
    if sen.words[source.first] in ("who", "which", "whom"):
        return "relative"
    before = range(source.edge - 1, max(low, source.edge - 8) - 1, -1)
    for at in before:
        if sen.kinds[at] in ",;:-q.":
            break
        if sen.words[at] in DEPICTIVE or sen.words[at] in ("though", "although", "if"):
            return "subordinate"
    return "main"


def _addressee(sen: Sentence, at: int, verb: Verb, cues: Cues) -> tuple[Range | None, int]:
    if verb.lemma not in ADDRESSED:
        return None, at
    if at < len(sen.words) and sen.words[at] in cues.grammar["object_pronoun"]:
        return (at, at + 1), at + 1
    mention = sources.right(sen, at, cues) if at < len(sen.words) else None
    if mention is None or sen.words[at] in cues.grammar["pronoun"]:
        return None, at
    last = mention.last
    if verb.lemma != "tell" and last < len(sen.words) and is_verb(sen, last, cues):
        return None, at
    return (mention.first, last), last


def _content_after(sen: Sentence, at: int, verb: Verb, cues: Cues, clause: str = "main") -> Range | None:
    start = content_start(sen, at, verb, cues)
    if start is None or start >= len(sen.words):
        return None
    return _to_its_end(sen, start, cues, clause)


def _to_its_end(sen: Sentence, start: int, cues: Cues, clause: str) -> Range | None:
    """Content from ``start`` to where another tag takes over or, in a clause of less rank, to where it closes."""
    end = content_end(sen, start, cues)
    for n in range(start + 1, end):
        if clause == "main" or sen.kinds[n] != "," or n + 1 >= end:
            continue
        if clause == "subordinate" and has_verb(sen, n + 1, end, cues) and sen.words[n + 1] not in ("and", "or"):
            return start, n
        following = past_adverbs(sen, n + 1, cues)
        if clause == "relative" and following < end and is_verb(sen, following, cues):
            return start, n
    return (start, end) if end > start else None


def _is_content(sen: Sentence, right: Range, verb: Verb, after_words: bool, skipped: set[str], cues: Cues) -> bool:
    """Whether the words after a cue can be what was said."""
    start, end = right
    if _has_marks(sen, start, end):
        return True
    if after_words and sen.words[start] != "that":
        return False
    return end - start >= 2 or "object" in verb.takes


def _allowed(sen: Sentence, right: Range | None, verb: Verb, cues: Cues) -> bool:
    """Whether the verb takes such content after it."""
    if right is None:
        return False
    start, end = right
    if _has_marks(sen, start, end):
        return "marks" not in verb.takes or sen.kinds[start] in "qs"
    if verb.takes <= {"quote", "marks"} or ("that" in verb.takes and sen.words[start] != "that"):
        return False
    if sen.words[start] in cues.grammar["coordinator"] or sen.words[start] == "who":
        return False
    if verb.lemma in ("describe", "characterise", "characterize", "portray") and "as" not in sen.words[start:end]:
        return False
    if verb.lemma == "call" and sen.words[start] not in ("for", "on") and not _renames(sen, start, end, cues):
        return False
    if verb.lemma == "ask" and sen.words[start] not in CONTENT_WORDS and sen.words[start] not in ("that", "to", "for"):
        return False
    if sen.words[start] == "that" or (sen.words[start] == "to" and "to" in verb.takes):
        return True
    if "object" in verb.takes and ("clause" not in verb.takes or "short" in verb.takes):
        return True
    if (verb.takes == {"clause"} and verb.lemma not in NEED_VERB) or sen.words[start] in CONTENT_WORDS:
        return True
    return has_verb(sen, start, end, cues) and (
        "to" not in verb.takes or _opens_phrase(sen, start, cues) or sen.words[start].endswith("s")
    )


def _opens_phrase(sen: Sentence, at: int, cues: Cues) -> bool:
    word = sen.words[at]
    return sen.kinds[at] in "Cn" or word in cues.grammar["determiner"] or word in cues.grammar["pronoun"]


def _renames(sen: Sentence, start: int, end: int, cues: Cues) -> bool:
    """Whether the words give something another name: "the raid a crime", "it murder"."""
    grammar = cues.grammar
    if sen.words[start] in grammar["object_pronoun"] or sen.words[start] == "it":
        return end > start + 1 and sen.kinds[start + 1] in "wC" and sen.words[start + 1] not in grammar["preposition"]
    for n in range(start + 1, min(end, start + 7)):
        if sen.kinds[n] not in "wCn" or (sen.words[n] in grammar["preposition"] and sen.words[n] != "of"):
            return False
        if sen.words[n] in grammar["determiner"] and sen.words[n - 1] not in grammar["preposition"]:
            return True
    return False


def _parenthetical(sen: Sentence, left: Range, at: int, after: int, cues: Cues) -> Range | None:
    """The rest of a clause that the tag interrupts: "The plan, he said, would fail"."""
    if sen.kinds[left[1] - 1] in "qs" and sen.kinds[left[1] - 1 : left[1] + 1] != ["q", ","]:
        return _marks_after(sen, after, cues)
    if after >= len(sen.kinds) or sen.kinds[after] not in ",-" or after + 1 >= len(sen.kinds):
        return None
    word = sen.words[after + 1]
    if word.endswith("ing") or word in cues.grammar["relative"] or takes_over(sen, after, len(sen.words), cues):
        return None
    end = content_end(sen, after + 1, cues)
    return (after + 1, end) if end - after > 2 else None


def _outer_medium(text: str, sen: Sentence, right: Range | None, cues: Cues) -> Range | None:
    """The agency of ", the agency reported" behind the content."""
    if right is None or right[1] >= len(sen.words):
        return None
    at = right[1]
    if sen.kinds[at] not in ",-" and sen.words[at] != "according" and not comma_in_marks(sen, at - 1):
        return None
    if sen.words[at] == "according" or sen.words[at + 1 : at + 2] == ["according"]:
        to = sen.words.index("according", at) + 2
        mention = sources.right(sen, to, cues) if to < len(sen.words) else None
    else:
        mention = _outer(sen, right, cues)
    if mention is None:
        return None
    words = text[sen.starts[mention.first] : sen.ends[mention.last - 1]]
    reports = sen.words[mention.last : mention.last + 1] in (["reported"], ["reports"])
    return (mention.first, mention.last) if reports or is_medium(words, cues) else None


def _outer(sen: Sentence, right: Range, cues: Cues) -> Mention | None:
    """The source of a tag that closes the sentence behind the content: ", the lawyer said"."""
    at = right[1] - 1 if comma_in_marks(sen, right[1] - 1) else right[1]
    if at + 1 >= len(sen.words) or sen.words[at + 1] in cues.grammar["contrast"]:
        return None
    if sen.kinds[at] not in ",-" and not comma_in_marks(sen, at):
        return None
    for n in range(at + 1, min(at + 14, len(sen.words))):
        verb = cues.verbs.get(sen.words[n])
        if verb and sen.kinds[n] == "w" and verb.forms & {"past", "third", "base"} and "clause" in verb.takes:
            return sources.left(sen, n, at + 1, cues) if closes(sen, n + 1, cues) else None
        if sen.kinds[n] in ",;:q":
            return None
    return None


def _carrier(text: str, sen: Sentence, at: int, cues: Cues) -> Range | None:
    """The agency of "in remarks carried by the agency" near a cue."""
    for n in range(at + 1, min(at + 20, len(sen.words) - 1)):
        if sen.words[n] in cues.carriers and sen.words[n + 1] == "by":
            mention = sources.right(sen, n + 2, cues) if n + 2 < len(sen.words) else None
            if mention and is_medium(text[sen.starts[mention.first] : sen.ends[mention.last - 1]], cues):
                return mention.first, mention.last
    return None


# --- other forms of a verb --------------------------------------------------------------------------------------


def _participle(sen: Sentence, at: int, low: int, found: list[Tag], verb: Verb, cues: Cues) -> Tag | None:
    """ ", adding that ...": the source is that of the cue before, else the subject of the clause."""
    if at == 0 or sen.kinds[at - 1] in "(":
        return None
    before = sen.words[at - 1]
    if (
        before in cues.grammar["preposition"] and before not in ("by", "in", "with", "before", "after", "while")
    ) or before in cues.grammar["determiner"]:
        return None
    addressee, after = _addressee(sen, at + 1, verb, cues)
    right = _content_after(sen, after, verb, cues)
    if right and all(sen.words[n] in cues.grammar["opener"] for n in range(at)):
        return _opening_participle(sen, at, right, verb, addressee, cues)
    if right is None or not _allowed(sen, right, verb, cues):
        return None
    if right[1] - right[0] < 2 and not _has_marks(sen, *right):
        return None
    own = _own_subject(sen, at, low, cues)
    source = (own.first, own.last) if own else found[-1].source if found else None
    rule = "participle with its own subject" if own else "participle after a cue"
    plain = not _has_marks(sen, *right) and sen.words[right[0]] != "that"
    if own and plain and verb.lemma != "say":
        return None
    if source is None:
        mention = subject(sen, cues, at)
        if mention is None or mention.last > at or (plain and "clause" not in verb.takes):
            return None
        source, rule = (mention.first, mention.last), "participle of the subject"
    return Tag([right], (at, at + 1), verb.cue_class, source, None, addressee, rule)


def _opening_participle(
    sen: Sentence, at: int, right: Range, verb: Verb, addressee: Range | None, cues: Cues
) -> Tag | None:
    """Warning that ..., the minister left: the subject follows."""
    for comma in range(right[0] + 1, right[1]):
        if sen.kinds[comma] == "," or (sen.kinds[comma] == "q" and sen.words[comma] == ","):
            mention = sources.right(sen, comma + 1, cues) if comma + 1 < len(sen.words) else None
            if (
                mention
                and mention.last < len(sen.words)
                and (is_verb(sen, mention.last, cues) or sen.kinds[mention.last] == ",")
            ):
                content = right[0], comma + (sen.kinds[comma] == "q")
                if not _allowed(sen, content, verb, cues):
                    return None
                return Tag(
                    [content],
                    (at, at + 1),
                    verb.cue_class,
                    (mention.first, mention.last),
                    None,
                    addressee,
                    "participle before the subject",
                )
    return None


def _own_subject(sen: Sentence, at: int, low: int, cues: Cues) -> Mention | None:
    """The subject of ", with the minister saying ..."."""
    if sen.kinds[at - 1] not in "wC" or sen.words[at - 1] in cues.grammar["coordinator"]:
        return None
    first = at - 1
    while first > low and sen.kinds[first - 1] in "wCn" and sen.words[first - 1] not in ("with", "and", "but"):
        if is_verb(sen, first - 1, cues):
            return None
        first -= 1
    if first == 0 or (sen.words[first - 1] not in ("with", "and") and sen.kinds[first - 1] not in ",-;"):
        return None
    if sources.is_adverbial(sen, first, cues):
        return None
    return Mention(first, at, first)


def _infinitive(
    sen: Sentence, at: int, low: int, verb: Verb, skipped: set[str], found: list[Tag], cues: Cues
) -> Tag | None:
    """ "went on to say", "took to the radio to call it": only where the words are in marks or a that-clause."""
    if "to" not in skipped or "base" not in verb.forms:
        return None
    if skipped & cues.grammar["negation"] or ("clause" not in verb.takes and verb.lemma not in ("call", "describe")):
        return None
    addressee, after = _addressee(sen, at + 1, verb, cues)
    right = _content_after(sen, after, verb, cues)
    went_on = sen.words[max(0, at - 3) : at] == ["went", "on", "to"]
    if right is None or not (_has_marks(sen, *right) or went_on):
        return None
    source = found[-1].source if found and found[-1].source else None
    if source is None:
        mention = subject(sen, cues, at)
        if mention is None or mention.last > at:
            return None
        source = mention.first, mention.last
    return Tag([right], (at, at + 1), verb.cue_class, source, None, addressee, "infinitive of the subject")


def _passive(sen: Sentence, at: int, low: int, verb: Verb, cues: Cues) -> Tag | None:
    """ "was told by the minister that ...": the source is the agent."""
    by = next((n for n in range(at + 1, min(at + 4, len(sen.words))) if sen.words[n] == "by"), None)
    mention = sources.right(sen, by + 1, cues) if by is not None and by + 1 < len(sen.words) else None
    if mention is None or mention.last >= len(sen.words):
        return None
    right = _content_after(sen, mention.last, verb._replace(takes=frozenset({"object"})), cues)
    if (
        right is None
        or sen.words[right[0]] not in ("that", "of", "to", "if", "whether")
        or verb.takes <= {"quote", "marks"}
    ):
        return None
    return Tag([right], (at, at + 1), verb.cue_class, (mention.first, mention.last), None, None, "source is the agent")


def _asked(sen: Sentence, at: int, low: int, cues: Cues) -> Tag | None:
    """ "Asked whether ...", "was asked by the paper about ...": the source is the agent, or nobody is named."""
    before = sources.skip_left(sen, at, low, cues)
    passive = bool(set(sen.words[before + 1 : at]) & cues.grammar["being"])
    opens = at == 0 or sen.words[at - 1] == "when" or sen.kinds[at - 1] == ","
    start = at + 1
    source = None
    if start + 1 < len(sen.words) and sen.words[start] == "by":
        mention = sources.right(sen, start + 1, cues)
        if mention is None:
            return None
        source, start = (mention.first, mention.last), mention.last
    if not (passive or opens) or start >= len(sen.words) or sen.words[start] not in QUESTIONS:
        return None
    end = content_end(sen, start, cues)
    if opens:
        end = next(
            (
                n + (sen.kinds[n] == "q")
                for n in range(start + 1, end)
                if sen.kinds[n] == "," or (sen.kinds[n] == "q" and sen.words[n] == ",")
            ),
            end,
        )
    return Tag([(start, end)], (at, at + 1), "neutral", source, None, None, "asked") if end - start > 1 else None


QUESTIONS = frozenset(["if", "whether", "why", "what", "how", "who", "when", "where"])


def _quoted(text: str, sen: Sentence, at: int, low: int, cues: Cues) -> Tag | None:
    """ "was quoted by A as saying", "A quoted S as saying": source S, via A."""
    span = range(at + 1, min(at + 16, len(sen.words) - 1))
    as_ = next((n for n in span if sen.words[n] == "as" and sen.words[n + 1] in cues.verbs), None)
    if as_ is None:
        return None
    before = sources.skip_left(sen, at, low, cues)
    passive = bool(set(sen.words[before + 1 : at]) & cues.grammar["being"])
    subject_ = sources.left(sen, at, low, cues)
    verb = cues.verbs[sen.words[as_ + 1]]
    if passive:
        source = subject_
        by = next((n for n in range(at + 1, as_) if sen.words[n] == "by"), None)
        via = (by + 1, as_) if by is not None else None
    else:
        source = Mention(at + 1, as_, at + 1) if as_ > at + 1 else None
        via = (subject_.first, subject_.last) if subject_ else None
    if source is None or subject_ is None:
        return None
    left = _content_before(sen, subject_.edge, low, False, cues)
    right = None if left and sen.kinds[left[1] - 1] == "q" else _content_after(sen, as_ + 2, verb, cues)
    parts = [left] if left and not right else [right] if right else []
    if not parts:
        return None
    return Tag(parts, (at, at + 1), "neutral", (source.first, source.last), via, None, "quoted through an agency")


def _opening(sen: Sentence, cues: Cues) -> Tag | None:
    """Said the minister: "..."."""
    source = sources.right(sen, 1, cues)
    marks = next((n for n, kind in enumerate(sen.kinds) if kind == "q"), None)
    if source is None or marks is None or sen.kinds[marks - 1] not in ",:":
        return None
    return Tag(
        [(marks, content_end(sen, marks, cues))],
        (0, 1),
        "neutral",
        (source.first, source.last),
        None,
        None,
        "cue and source before words",
    )


def _as_said(sen: Sentence, at: int, low: int, cues: Cues) -> Tag | None:
    """As the minister put it, ... ; as reported by the paper, ... ; ..., as the paper reported."""
    if sen.words[at + 1 : at + 3] == ["reported", "by"]:
        source, verb_at = sources.right(sen, at + 3, cues) if at + 3 < len(sen.words) else None, at + 1
    else:
        source, verb_at = None, None
    if source and source.last + 1 < len(sen.words) and sen.kinds[source.last] == ",":
        end = content_end(sen, source.last + 1, cues)
        return (
            Tag(
                [(source.last + 1, end)],
                (verb_at, at + 3),
                "neutral",
                (source.first, source.last),
                None,
                None,
                "as the source said",
            )
            if end > source.last + 2
            else None
        )
    comma = next((n for n in range(at + 2, min(at + 25, len(sen.kinds))) if sen.kinds[n] in ",:"), None)
    if comma is None or comma + 1 >= len(sen.words):
        return None
    for n in range(at + 2, comma):
        verb = cues.verbs.get(sen.words[n])
        if (
            verb
            and verb.forms & {"past", "third"}
            and ("clause" in verb.takes or verb.lemma == "put")
            and sen.kinds[n] == "w"
        ):
            source = sources.left(sen, n, at + 1, cues)
            if (
                source is None
                or sen.words[source.first] == "it"
                or (not closes(sen, n + 1, cues) and sen.words[n + 1] != "it")
            ):
                return None
            end = content_end(sen, comma + 1, cues)
            return (
                Tag(
                    [(comma + 1, end)],
                    (n, n + 1),
                    verb.cue_class,
                    (source.first, source.last),
                    None,
                    None,
                    "as the source said",
                )
                if end > comma + 2 or sen.kinds[comma + 1] == "q"
                else None
            )
    return None


# --- other cues -------------------------------------------------------------------------------------------------


def _according(text: str, sen: Sentence, at: int, low: int, found: list[Tag], cues: Cues) -> Tag | None:
    mention = sources.right(sen, at + 2, cues)
    if mention is None:
        return None
    source = mention.first, mention.last
    first = 0 if not found else low
    if found and found[-1].parts[-1][1] in (at, at - 1):
        if found[-1].via:
            return None
        first = min(start for start, _ in found[-1].parts)
        first = min(
            first, found[-1].cue[0] if found[-1].cue else first, found[-1].source[0] if found[-1].source else first
        )
    last = at
    while last > first and sen.kinds[last - 1] in ",-":
        last -= 1
    if mention.last < len(sen.kinds) and sen.kinds[mention.last] in "-)":
        first = max([first, *(n + 1 for n in range(first, last) if sen.kinds[n] in "-(")])
    parts = []
    if last - first >= 2 or (last > first and sen.kinds[last - 1] in "q"):
        parts.append((first, last))
    comma = next(
        (n for n in range(mention.last, min(mention.last + 40, len(sen.kinds))) if sen.kinds[n] in ",-q:"), None
    )
    interrupted = bool(parts) and comma == mention.last and at > 0 and sen.kinds[at - 1] in ",-"
    if interrupted and comma is not None and comma + 1 < len(sen.words):
        word = sen.words[comma + 1]
        if not (word in cues.grammar["coordinator"] or word in cues.grammar["relative"] or word.endswith("ing")):
            parts.append((comma + 1, content_end(sen, comma + 1, cues)))
    if comma is not None and (not parts or sen.kinds[comma] == "q"):
        start = comma if sen.kinds[comma] == "q" else comma + 1
        end = content_end(sen, start, cues) if start < len(sen.words) else start
        if end > start and (not parts):
            parts.append((start, end))
    if not parts:
        return None
    return Tag(
        parts, (at, at + 2), "neutral", source, None, None, "after according to" if parts[0][0] < at else "according to"
    )


def _noun(sen: Sentence, at: int, low: int, cues: Cues) -> Tag | None:
    """ "the ministry's claim that ...": the owner is the source."""
    if at + 1 >= len(sen.words) or at == 0:
        return None
    following = sen.words[at + 1]
    by = None
    if following == "by":
        by = sources.right(sen, at + 2, cues) if at + 2 < len(sen.words) else None
        if by is None or by.last >= len(sen.words):
            return None
    start = by.last if by else at + 1
    opens = (
        sen.words[start] == "that"
        or sen.kinds[start] in "q"
        or (sen.words[start] in ("of", "to", "for") and marks_follow(sen, start))
    )
    if not opens:
        return None
    if by:
        source = by.first, by.last
    else:
        owner = next((n for n in range(at - 1, max(low, at - 5) - 1, -1) if _owns(sen, n)), None)
        if owner is None:
            return None
        mention = (
            sources.phrase_left(sen, owner, low, cues)
            if sen.words[owner] not in OWNERS
            else Mention(owner, owner + 1, owner)
        )
        if mention is None:
            return None
        source = mention.first, mention.last
    end = content_end(sen, start, cues)
    end = next((n for n in range(start, end - 1) if sen.words[n] == "as" and sen.kinds[n + 1] == "q"), end)
    if sen.words[at] not in cues.grammar["noun_of_claim"] and "q" not in sen.kinds[start : start + 2]:
        return None
    return Tag([(start, end)], (at, at + 1), cues.nouns[sen.words[at]], source, None, None, "noun of saying")


REPORTED_BACK = frozenset(
    ["dismissed", "rejected", "denied", "refuted", "repeated", "rebutted", "dismisses", "rejects", "denies", "repeats"]
)
OWNERS = frozenset(["his", "her", "its", "their", "my", "our"])


def _owns(sen: Sentence, at: int) -> bool:
    return sen.words[at] in OWNERS or sen.words[at].endswith(("'s", "’s", "s'", "s’"))


def introduction(sen: Sentence, cues: Cues) -> Tag | None:
    """A source and a cue that words still to come belong to: "The minister said in a statement:"; no parts as yet."""
    for at in range(len(sen.words) - 1, -1, -1):
        verb = cues.verbs.get(sen.words[at])
        if verb is None or sen.kinds[at] != "w" or not verb.takes & SPEECH or verb.takes == {"quote"}:
            continue
        before = sources.skip_left(sen, at, 0, cues)
        skipped = set(sen.words[before + 1 : at])
        if not is_finite(sen, at, before, skipped, verb, cues) or skipped & cues.grammar["being"]:
            continue
        mention = sources.left(sen, at, 0, cues)
        if mention is None and before >= 0 and sen.words[before] in cues.grammar["coordinator"]:
            mention = subject(sen, cues, before)
        if mention:
            return Tag(
                [], (at, at + 1), verb.cue_class, (mention.first, mention.last), None, None, "cue before the words"
            )
    return None


def _verbless(text: str, sen: Sentence, title: bool, cues: Cues) -> Tag | None:
    """Words and a source without a cue: a headline's "... : ministry", a colon before marks, a dash and a name."""
    colon = next((n for n, kind in enumerate(sen.kinds) if kind == ":"), None)
    if colon is not None and colon + 1 < len(sen.kinds) and sen.kinds[colon + 1] in "q":
        mention = subject(sen, cues, colon)
        if mention and colon - mention.last <= 3:
            return Tag(
                [(colon + 1, colon + 2)],
                (colon, colon + 1),
                "neutral",
                (mention.first, mention.last),
                None,
                None,
                "colon before marks",
            )
    return (_headline_source(sen, cues) if title else None) or _named_after_marks(sen, cues)


def _headline_source(sen: Sentence, cues: Cues) -> Tag | None:
    """A headline that ends in its source: "Forty held in raid: police", "'We had no warning' - mayor"."""
    sign = next((n for n in range(len(sen.kinds) - 2, 1, -1) if sen.kinds[n] in ":-"), None)
    if sign is None or len(sen.kinds) - sign > 5:
        return None
    last = len(sen.words) - 1
    if not all(sen.kinds[n] in "wC" and not is_verb(sen, n, cues) for n in range(sign + 1, last)):
        return None
    if not any(sen.words[last].lower() in cues.grammar[kind] for kind in ("organisation", "people", "office")):
        return None
    marked = sen.kinds[sign - 1] in "qs"
    first = sign - 1 if marked else max((n + 1 for n in range(sign) if sen.kinds[n] == ":"), default=0)
    if not marked and not has_verb(sen, first, sign, cues):
        return None
    return Tag([(first, sign)], None, None, (sign + 1, last + 1), None, None, "source at a headline's end")


def _named_after_marks(sen: Sentence, cues: Cues) -> Tag | None:
    """Words that end in marks, then a name between commas where a verb of saying was forgotten."""
    for n in range(1, len(sen.kinds) - 3):
        if sen.kinds[n] != "q" or (sen.kinds[n + 1] != "," and sen.words[n] != ","):
            continue
        mention = sources.right(sen, n + 1 + (sen.kinds[n + 1] == ","), cues)
        if mention is None or mention.last >= len(sen.kinds) or sen.kinds[mention.last] not in ",.":
            continue
        named = mention.last - mention.first >= 2 and sen.kinds[mention.last - 2] == sen.kinds[mention.last - 1] == "C"
        if named and has_verb(sen, 0, n, cues):
            return Tag([(0, n + 1)], None, None, (mention.first, mention.last), None, None, "name after marks, no verb")
    return None


def _is_when(sen: Sentence, first: int, limit: int, cues: Cues) -> bool:
    """Whether an adjunct of time or place opens the clause: "Here in the port,", "Two days later,"."""
    if sen.words[first] in cues.grammar["time"] or sen.words[first] in ("even", "soon", "shortly", "just", "only"):
        return True
    comma = next((n for n in range(first, min(limit, first + 7)) if sen.kinds[n] == ","), None)
    return (
        comma is not None
        and comma > first
        and (sen.words[comma - 1] in cues.grammar["time"] or sen.words[comma - 1] in cues.grammar["time_noun"])
    )


def subject(sen: Sentence, cues: Cues, before: int | None = None) -> Mention | None:
    """The subject of the sentence, or of its last clause that begins before the token ``before``."""
    limit = len(sen.words) if before is None else before
    first = 0
    for n in range(limit - 1, 0, -1):
        if sen.kinds[n] in ";" or (
            sen.kinds[n] == "," and sen.words[n + 1 : n + 2] and sen.words[n + 1] in ("and", "but")
        ):
            step = n + (2 if sen.kinds[n] == "," else 1)
            mention = sources.right(sen, step, cues) if step < limit else None
            if mention and mention.last < limit and is_verb(sen, mention.last, cues):
                first = step
                break
    while first < limit and (sources.is_adverbial(sen, first, cues) or _is_when(sen, first, limit, cues)):
        comma = next((n for n in range(first, limit) if sen.kinds[n] in ",-"), None)
        if comma is None:
            break
        first = comma + 1
    while first < limit and (sen.words[first] in cues.grammar["opener"] or sen.kinds[first] in ",-q"):
        first += 1
    return sources.right(sen, first, cues) if first < limit else None
