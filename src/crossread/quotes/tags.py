"""Tags: source, cue and content within one sentence of the narrator, as token ranges.

Here are the tags whose cue is the finite verb of a clause with its source as subject; the other forms stand in
:mod:`crossread.quotes.lesser_tags`.
"""

from __future__ import annotations

from crossread.quotes import lesser_tags, sources
from crossread.quotes.content import (
    Range,
    after_cue,
    before_tag,
    carrier,
    closes,
    content_end,
    has_marks,
    is_allowed,
    is_finite,
    marks_after,
    marks_follow,
    outer,
    outer_medium,
    sets_off,
    skipped_classes,
    takes_over,
    to_its_end,
)
from crossread.quotes.cues import Verb
from crossread.quotes.lesser_tags import Tag, addressee_of
from crossread.quotes.narration import Sentence
from crossread.quotes.sources import Mention, subject

SPEECH = frozenset(("clause", "that", "quote", "marks"))
REPORTED_BACK = frozenset(["dismiss", "reject", "deny", "refute", "repeat", "rebut"])
OPENS_TAG = frozenset(["according", "as", "said", "says"])  # besides cues
INVERTED = frozenset(["say", "report", "explain", "write"])  # verbs that stand before their source without marks


def find(sen: Sentence, title: bool) -> list[Tag]:
    """The attributions of a sentence, outermost only, in order of their cues."""
    found: list[Tag] = []
    low = busy = 0
    for at, word in enumerate(sen.words):
        verb = sen.verbs[at] or (sen.cues.verbs.get(word) if title and sen.kinds[at] == "C" else None)
        if not verb and word not in OPENS_TAG and word not in sen.cues.nouns and sen.kinds[at] not in ";:":
            continue
        tag: Tag | None = None
        if at >= busy:
            if word == "according" and sen.word(at + 1) == "to":
                tag = lesser_tags.according(sen, at, low, found)
            elif verb:
                tag = _verb(sen, at, low, found, verb)
            elif at == 0 and word in ("said", "says"):
                tag = lesser_tags.opening(sen)
            if tag is None and word == "as" and (at == 0 or sen.kinds[at - 1] in ",-"):
                tag = lesser_tags.as_said(sen, at)
            if tag is None and word in sen.cues.nouns:
                tag = lesser_tags.noun(sen, at, low)
        elif word in sen.cues.nouns and _is_reported_back(sen, found) and _that_follows(sen, at + 1):
            tag = lesser_tags.noun(sen, at, found[-1].parts[-1][0], reported_back=True)
            if tag:
                found.append(tag)
            continue
        if tag is not None:
            found = [t for t in found if not _within(t, tag)] if tag.rule.startswith("after") else found
            found.append(tag)
            busy = max([busy, *(end for start, end in tag.parts if start > at)])
            low = max(busy, at + 1, tag.via[0] if tag.via else 0)
        elif sen.kinds[at] == ";" or (sen.kinds[at] == ":" and at > low + 8):
            low = at + 1
    if not found:
        tag = lesser_tags.verbless(sen, title)
        return [tag] if tag else []
    tag = lesser_tags.named_after_marks(sen)
    if tag and all(end <= tag.parts[0][0] or start >= tag.source[1] for own in found for start, end in own.parts):
        found.insert(0, tag)
    return found


def _within(inner: Tag, outer: Tag) -> bool:
    return all(any(a <= s and e <= b for a, b in outer.parts) for s, e in inner.parts)


def _that_follows(sen: Sentence, at: int) -> bool:
    return sen.word(at) == "by" or sen.word(lesser_tags.past_time(sen, at)) == "that"


def _is_reported_back(sen: Sentence, found: list[Tag]) -> bool:
    """Whether the last cue speaks of another's words: "denied the claim that ..."."""
    verb = sen.verbs[found[-1].cue[0]] if found and found[-1].cue else None
    return verb is not None and verb.lemma in REPORTED_BACK


def _verb(sen: Sentence, at: int, low: int, found: list[Tag], verb: Verb) -> Tag | None:
    """A tag whose cue is a form of a cue verb."""
    cue_end = _past_particle(sen, at, verb)
    anonymous = verb.lemma == "ask" and sen.words[at + 1 : at + 3] in (["not", "to"], ["to", "remain"], ["to", "stay"])
    if cue_end is None or anonymous:
        return None
    special = {"quote": lesser_tags.quoted, "cite": lesser_tags.quoted, "ask": lesser_tags.asked}.get(verb.lemma)
    tag = (special and special(sen, at, low)) or _inverted(sen, at, low, verb)
    if tag:
        return tag
    before = sources.skip_left(sen, at, low)
    skipped = skipped_classes(sen, before, at)
    if not is_finite(sen, at, before, verb):
        form = lesser_tags.participle if "ing" in verb.forms else lesser_tags.infinitive
        return form(sen, at, low, found, verb)
    if "participle" in verb.forms and "being" in skipped:
        return lesser_tags.passive(sen, at, verb)
    if "negation" in skipped and verb.lemma not in ("say", "tell") and not marks_follow(sen, at):
        return None
    source = sources.left(sen, at, low)
    if source is None:
        shared, rule = _shared(sen, before, found)
        return _after(sen, cue_end, at, low, None, shared, rule, verb) if shared else None
    if sen.words[source.first] == "that":
        source = _who_put_out(sen, source.first, low) or source
    nobody = sen.words[source.first] in ("that", "there") or sen.words[source.first : source.last] == ["its"]
    if nobody or _is_reduced(sen, source, at, verb):
        return None
    return _after(sen, cue_end, at, low, source, source.span, "source before cue", verb)


def _after(
    sen: Sentence, cue_end: int, at: int, low: int, source: Mention | None, span: Range, rule: str, verb: Verb
) -> Tag | None:
    """A tag of source and cue, with the words after it, before it, or both."""
    addressee, after = addressee_of(sen, cue_end, verb)
    clause = _clause(sen, low, source)
    left = before_tag(sen, source.edge, low) if source else None
    if addressee and sen.word(after) == "to":  # "asked the crew to leave"
        right = to_its_end(sen, after, clause)
    else:
        right = after_cue(sen, after, verb, clause)
    if source and left and right:
        if sen.kinds[source.edge - 1] == "q" and not _is_frame(sen, left):
            right = None
        else:
            left = None
    if source and right and sen.word(source.edge - 1) == "what":  # "what he called a disgrace"
        marked = sen.next_kind("qs", *right)
        right = (right[0], marked + 1) if marked is not None else right if verb.lemma == "say" else None
    if right and outer(sen, right) and not ("clause" in verb.takes and outer_medium(sen, right)):
        return None
    if right and sen.words[right[0]] == "what" and "clause" not in verb.takes:
        return None
    if right and not _is_content(sen, right, verb):
        right = None
    if source and left is None and right is None:
        left = _interrupted(sen, source.edge, low, after)
    if left and not right:
        right = _parenthetical(sen, left, after)
    marks_needed = not verb.takes & {"clause"}
    if left and (not verb.takes & SPEECH or (marks_needed and not has_marks(sen, *left))):
        return None
    if not left and (not right or not is_allowed(sen, right, verb)):
        return None
    aside = not left and clause == "relative" and verb.lemma != "say" and sen.words[source.first] != "whom"
    if aside and not has_marks(sen, *right) and sen.words[right[0]] != "that":
        return None
    comma = (
        None if right else sen.next_kind(",q", after, after + 6)
    )  # "told the paper by telephone, the agency reported"
    via = carrier(sen, at) or outer_medium(sen, right or (low, comma or after))
    rule = "source and cue after words" if left else rule
    return Tag([p for p in (left, right) if p], (at, cue_end), span, rule, verb.cue_class, via, addressee)


def _who_put_out(sen: Sentence, that: int, low: int) -> Mention | None:
    """The subject of "put out a statement that said ...": whoever's noun of saying the relative clause tells of."""
    if not any(word in sen.cues.nouns for word in sen.words[max(low, that - 8) : that]):
        return None
    nested = any(sen.is_a(n, "relative") for n in range(low, that))
    return None if nested else subject(sen, that)


def _shared(sen: Sentence, before: int, found: list[Tag]) -> tuple[Range | None, str]:
    """The source of a second verb: that of the cue before, or the subject of the clause where that is nearer."""
    if sen.word(before) not in ("and", "but", "then") and sen.kind(before) != ",":
        return None, ""
    mention = subject(sen, before)
    last = found[-1].source if found else None
    if last and sen.words[last[0]] in ("who", "which") and sen.kinds[before] == ",":
        last = None
    if last and (mention is None or mention.first <= last[0] or mention.first < (found[-1].cue or last)[0]):
        return last, "same source as the cue before"
    if mention is None or mention.last > before or (not found and sen.kinds[before] == ","):
        return None, ""
    inner = sources.of_subordinate(sen, mention.last, before) if sen.kind(before) != "," else None
    return (inner or mention).span, "same subject as the verb before"


def _past_particle(sen: Sentence, at: int, verb: Verb) -> int | None:
    """Where a cue ends that is more than its verb: "pointed out", "made it clear"; None where the rest is missing."""
    if not verb.particles:
        return at + 1
    step = at + 2 if sen.word(at + 1) == "it" else at + 1
    return step + 1 if sen.word(step) in verb.particles else None


def _is_reduced(sen: Sentence, source: Mention, at: int, verb: Verb) -> bool:
    """Whether the verb only tells which thing is meant: "a group called ...", "the man accused of ..."."""
    if "past" not in verb.forms or sen.is_a(at - 1, "pronoun"):
        return False
    naming = verb.lemma in ("call", "name", "title", "dub") and sen.kind(at + 1) in "qC"
    if naming and sen.words[source.first] in ("a", "an"):
        return True
    of = sen.word(at + 1) == "of" and "object" in verb.takes and verb.lemma != "warn"
    return of or sen.word(at + 1) == "by"


def _inverted(sen: Sentence, at: int, low: int, verb: Verb) -> Tag | None:
    """Words, cue, source: "...", said the minister."""
    if at == 0 or not verb.forms & {"past", "third"} or not verb.takes & SPEECH or verb.lemma == "tell":
        return None
    if not sets_off(sen, at - 1) or (at - 1 < low and sen.kinds[at - 1] != "q"):
        return None
    source = sources.right(sen, at + 1)
    if source is None or sen.is_a(source.first, "object_pronoun") or not closes(sen, source.last):
        return None
    left, comma = before_tag(sen, at, low), sen.kinds[at - 1] == ","
    right = marks_after(sen, source.last) if sen.kind(source.last) in ",-:" else None
    if left is None:
        rule = "cue and source before words"
        return Tag([right], (at, at + 1), source.span, rule, verb.cue_class) if right and comma else None
    if sen.kinds[at - 1] in ",-" and not _is_clause_alone(sen, at, low, source):
        return None
    if not has_marks(sen, *left) and (verb.lemma not in INVERTED or not comma):
        return None
    parts = [left, right] if right else [left]
    return Tag(parts, (at, at + 1), source.span, "cue and source after words", verb.cue_class)


def _is_clause_alone(sen: Sentence, at: int, low: int, source: Mention) -> bool:
    """Whether what stands before ", said X" is a clause, rather than the source of "X, an aside, said ..."."""
    if sen.kind(source.last) not in " .,;:":
        return False
    return sources.left(sen, at, low) is None and sen.words[source.first] not in ("it", "they", "that", "this")


def _is_frame(sen: Sentence, left: Range) -> bool:
    """Whether the words before a tag only set its scene: "Asked about ...," he said that ..."""
    participle = sen.kinds[left[0]] == "C" and sen.words[left[0]].endswith("ed")
    return participle or sources.is_adverbial(sen, left[0])


def _interrupted(sen: Sentence, edge: int, low: int, after: int) -> Range | None:
    """Words before a tag between two commas: "The plan, he said, would fail"."""
    between = edge - 1 > low and sen.kinds[edge - 1] in ",-" and sen.kind(after) in ",-"
    return (low, edge - 1) if between else None


def _clause(sen: Sentence, low: int, source: Mention | None) -> str:
    """What clause a cue stands in: main, subordinate or relative."""
    if source is None:
        return "main"
    if sen.words[source.first] in ("who", "which", "whom"):
        return "relative"
    for at in range(source.edge - 1, max(low, source.edge - 8) - 1, -1):
        if sen.kinds[at] in ",;:-q.":
            break
        if sen.is_a(at, "adverbial_clause") or sen.words[at] == "if":
            return "subordinate"
    return "main"


def _is_content(sen: Sentence, right: Range, verb: Verb) -> bool:
    """Whether the words after a cue can be what was said."""
    return has_marks(sen, *right) or right[1] - right[0] >= 2 or "object" in verb.takes


def _parenthetical(sen: Sentence, left: Range, after: int) -> Range | None:
    """The rest of a clause that the tag interrupts: "The plan, he said, would fail"."""
    last = left[1] - 1
    if sen.kinds[last] in "qs" and sen.kinds[last : last + 2] != "q,":
        return marks_after(sen, after)
    if sen.kind(after) not in ",-" or after + 1 >= len(sen.kinds):
        return None
    if sen.words[after + 1].endswith("ing") or sen.is_a(after + 1, "relative"):
        return None
    if takes_over(sen, after, len(sen.words)):
        return None
    end = content_end(sen, after + 1)
    return (after + 1, end) if end - after > 2 else None
