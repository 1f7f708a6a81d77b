"""Tags: source, cue and content within one sentence of the narrator, as token ranges.

First those whose cue is the finite verb of a clause with its source as subject; then participles, the passive,
"according to", nouns of saying, "as the minister put it", colons, headlines that end in their source.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import compress, repeat
from typing import NamedTuple

from crossread import lists
from crossread.quotes import content, sources
from crossread.quotes.content import Range
from crossread.quotes.cues import Verb, is_medium
from crossread.quotes.narration import Sentence
from crossread.quotes.source_heads import with_apposition
from crossread.quotes.sources import Mention, has_verb, is_verb, subject

SPEECH = frozenset(("clause", "that", "quote", "marks"))
REPORTED_BACK = frozenset(["dismiss", "reject", "deny", "refute", "repeat", "rebut"])
INVERTED = frozenset(["say", "report", "explain", "write"])  # verbs that stand before their source without marks


class Tag(NamedTuple):
    """An attribution in tokens of its sentence."""

    parts: list[Range]
    cue: Range | None
    source: Range | None
    rule: str
    cue_class: str = "neutral"
    via: Range | None = None
    addressee: Range | None = None


def find(sen: Sentence, title: bool) -> list[Tag]:
    """The attributions of a sentence, outermost only, in order of their cues."""
    found: list[Tag] = []
    low = busy = 0
    nouns = sen.cues.nouns
    for at in compress(range(len(sen.words)), repeat(True) if title else sen.may_tell):
        word, kind, verb = sen.words[at], sen.kinds[at], sen.verbs[at]
        if title and kind == "C":
            verb = sen.cues.verbs.get(word)
        tag, free = None, at >= busy
        if free and word == "according":
            tag = according(sen, at, low, found)
        elif free and verb:
            tag = _verb(sen, at, low, found, verb)
        elif free and word == "as" and (at == 0 or sen.kinds[at - 1] in ",-"):
            tag = as_said(sen, at)
        if tag is None and word in nouns and (free or _is_reported_back(sen, found)):
            tag = noun(sen, at, low if free else found[-1].parts[-1][0], not free)
        if tag is not None:
            found = [t for t in found if not _within(t, tag)] if tag.rule.startswith("after") else found
            found.append(tag)
            busy = max([busy, *(end for start, end in tag.parts if start > at)])
            low = max(busy, at + 1, tag.via[0] if tag.via else 0)
        elif kind == ";" or (kind == ":" and at > low + 8):
            low = at + 1
    if not found:
        tag = colon_before_marks(sen)
        found = [tag] if tag else []
    if "citing" in sen.words:
        found = [tag for tag in (_cited(sen, own, sen.words.index("citing")) for own in found) if tag]
    named = named_after_marks(sen)
    alone = named and all(start >= named.source[1] for tag in found for start, _ in tag.parts)
    return [named, *found] if alone else found


def _cited(sen: Sentence, tag: Tag, citing: int) -> Tag | None:
    """ "The agency, citing the army, reported ...": the army is the source, as where an agency quotes."""
    who = sources.right(sen, citing + 1)
    if who is None or tag.via or not tag.source or not is_medium(sen.words_of(tag.source), sen.cues):
        return tag
    if tag.cue == (citing, citing + 1):
        return None
    parts = [(start, citing - 1 if start < citing < end else end) for start, end in tag.parts]
    return tag._replace(parts=parts, source=who.span, via=tag.source)


def _within(inner: Tag, whole: Tag) -> bool:
    return all(any(a <= s and e <= b for a, b in whole.parts) for s, e in inner.parts)


def _is_reported_back(sen: Sentence, found: list[Tag]) -> bool:
    """Whether the last cue speaks of another's words: "denied the claim that ..."."""
    verb = sen.verbs[found[-1].cue[0]] if found and found[-1].cue else None
    return verb is not None and verb.lemma in REPORTED_BACK


def _verb(sen: Sentence, at: int, low: int, found: list[Tag], verb: Verb) -> Tag | None:
    """A tag whose cue is a form of a cue verb."""
    cue_end = _past_particle(sen, at, verb)
    if cue_end is None:
        return None
    special = {"quote": quoted, "cite": quoted, "ask": asked}.get(verb.lemma)
    tag = (special and special(sen, at, low)) or _inverted(sen, at, low, verb)
    if tag:
        return tag
    before = sources.skip_left(sen, at, low)
    skipped = content.skipped_classes(sen, before, at)
    if not content.is_finite(sen, at, before, verb):
        return unfinite(sen, at, low, found, verb)
    unsaid = sen.word(at + 1) in content.QUESTION_WORDS  # "would not say whether"
    if "negation" in skipped and (unsaid or (verb.lemma not in ("say", "tell") and not content.marks_follow(sen, at))):
        return None
    source = sources.left(sen, at, low)
    if source is None:
        shared, rule = _shared(sen, before, found)
        return _after(sen, cue_end, at, low, None, shared, rule, verb) if shared else None
    told = sen.words[max(low, source.first - 8) : source.first]
    if sen.words[source.first] == "that" and not sen.cues.nouns.keys().isdisjoint(told):
        source = subject(sen, source.first) or source  # "put out a statement that said"
    nobody = sen.words[source.first] in ("that", "there", "get", "gets", "got")
    nobody = nobody or (unsaid and "neither" in sen.words[:at])
    nobody = nobody or (verb.lemma == "hear" and sen.words[source.last - 1] not in HEARINGS)
    passive = "participle" in verb.forms and "being" in skipped
    if passive or nobody or _is_reduced(sen, source, at, verb):
        return None
    return _after(sen, cue_end, at, low, source, source.span, "source before cue", verb)


def _after(
    sen: Sentence, cue_end: int, at: int, low: int, source: Mention | None, span: Range, rule: str, verb: Verb
) -> Tag | None:
    """A tag of source and cue, with the words after it, before it, or both."""
    addressee, after = addressee_of(sen, cue_end, verb)
    clause = _clause(sen, low, source)
    left = content.before_tag(sen, source.edge, low) if source else None
    if addressee and sen.word(after) == "to":  # "asked the crew to leave"
        right = content.to_its_end(sen, after, clause)
    else:
        right = content.after_cue(sen, after, verb, clause)
    if source and left and right:
        asked = sen.kinds[left[0]] == "C" and sen.words[left[0]].endswith("ed")  # "Asked about it, ..."
        if sen.kinds[source.edge - 1] == "q" and not asked and not sources.is_adverbial(sen, left[0]):
            right = None
        else:
            left = None
    if right and sen.words[right[0]] == "what" and "clause" not in verb.takes:
        return None
    if source and right and sen.word(source.edge - 1) == "what":  # "what he called a disgrace"
        marked = sen.next_kind("qs", *right)
        right = (right[0], marked + 1) if marked is not None else right if verb.lemma == "say" else None
    if right and content.outer(sen, right) and not ("clause" in verb.takes and content.outer_medium(sen, right)):
        return None
    if right and right[1] - right[0] < 2 and not content.has_marks(sen, *right) and "object" not in verb.takes:
        right = None
    if source and not left and not right and source.edge - 1 > low:  # "The plan, he said, would fail"
        left = (low, source.edge - 1) if sen.kinds[source.edge - 1] in ",-" and sen.kind(after) in ",-" else None
    if left and not right:
        right = _parenthetical(sen, left, after)
    if left and "clause" not in verb.takes and not content.has_marks(sen, *left):
        return None
    if not left and (not right or not content.is_allowed(sen, right, verb)):
        return None
    aside = not left and clause == "relative" and verb.lemma != "say"
    if aside and not content.has_marks(sen, *right) and sen.words[right[0]] != "that":
        return None
    comma = None if right else sen.next_kind(",q", after, after + 6)  # "told the paper on Monday, the agency reported"
    via = content.outer_medium(sen, right or (low, comma or after))
    rule = "source and cue after words" if left else rule
    return Tag([p for p in (left, right) if p], (at, cue_end), span, rule, verb.cue_class, via, addressee)


def _shared(sen: Sentence, before: int, found: list[Tag]) -> tuple[Range | None, str]:
    """The source of a second verb: that of the cue before, or the subject of the clause where that is nearer."""
    if sen.word(before) not in ("and", "but", "then") and sen.kind(before) != ",":
        return None, ""
    mention = subject(sen, before)
    last = found[-1].source if found else None
    last = None if last and sen.words[last[0]] in ("who", "which") else last
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


MEANS = lists.words("means")  # by which somebody says
HEARINGS = frozenset("court jury inquest inquiry tribunal hearing trial".split())


def _is_reduced(sen: Sentence, source: Mention, at: int, verb: Verb) -> bool:
    """Whether the verb only tells which thing is meant: "a group called ...", "the man accused of ..."."""
    if "past" not in verb.forms or sen.is_a(at - 1, "pronoun"):
        return False
    following = sen.word(at + 1)
    capital = sen.kind(at + 1 + (following == "the")) in "qC"  # "a group called The Oars"
    named = verb.lemma == "call" and capital and sen.words[source.first] in ("a", "an")
    of = following == "of" and "object" in verb.takes and verb.lemma != "warn"
    return of or named or (following == "by" and sen.word(at + 2) not in MEANS)


def _inverted(sen: Sentence, at: int, low: int, verb: Verb) -> Tag | None:
    """Words, cue, source: "...", said the minister."""
    may_be = verb.takes & SPEECH and (verb.forms & {"past", "third"} or verb.lemma == "say") and verb.lemma != "tell"
    if not may_be or at == 0 or not content.sets_off(sen, at - 1):
        return None
    source = sources.right(sen, at + 1)
    if source is None or not content.closes(sen, source.last):
        return None
    left = content.before_tag(sen, at, low)
    right = content.marks_after(sen, source.last) if sen.kind(source.last) in ",-:" else None
    if left is None:
        rule = "cue and source before words"
        return Tag([right], (at, at + 1), source.span, rule, verb.cue_class) if right else None
    alone = sen.kind(source.last) in " .,;:" and (sen.kinds[source.last - 1] == "C" or not sources.left(sen, at, low))
    if sen.kinds[at - 1] in ",-" and not alone:
        return None  # "X, an aside, said ..."
    if not content.has_marks(sen, *left) and verb.lemma not in INVERTED:
        return None
    parts = [left, right] if right else [left]
    return Tag(parts, (at, at + 1), source.span, "cue and source after words", verb.cue_class)


def _clause(sen: Sentence, low: int, source: Mention | None) -> str:
    """What clause a cue stands in: main, subordinate or relative."""
    if source is None:
        return "main"
    if sen.words[source.first] in ("who", "which", "whom"):
        return "relative"
    if sen.word(source.edge - 1) in ("who", "which"):  # "the ban, which he said had cost jobs, ..."
        return "aside" if sen.kind(source.edge - 2) == "," else "subordinate"
    for at in range(source.edge - 1, max(low, source.edge - 8) - 1, -1):
        if sen.kinds[at] in ",;:-q.":
            break
        if sen.is_a(at, "adverbial_clause") or sen.words[at] == "if":
            return "subordinate"
    return "main"


def _parenthetical(sen: Sentence, left: Range, after: int) -> Range | None:
    """The rest of a clause that the tag interrupts: "The plan, he said, would fail"."""
    last = left[1] - 1
    if sen.kinds[last] in "qs":
        return content.marks_after(sen, after)
    if sen.kind(after) not in ",-" or sen.word(after + 1).endswith("ing"):
        return None
    if content.takes_over(sen, after, len(sen.words)):
        return None
    end = content.content_end(sen, after + 1)
    return (after + 1, end) if end - after > 2 else None


ADDRESSED = frozenset(["tell", "ask", "inform", "remind", "warn", "assure", "advise", "caution", "text", "email"])


def addressee_of(sen: Sentence, at: int, verb: Verb) -> tuple[Range | None, int]:
    """Whom a cue that ends before ``at`` speaks to, and where the words after that begin."""
    if verb.lemma not in ADDRESSED:
        return None, at
    mention = None if sen.is_a(at, "pronoun", "subordinator") else sources.right(sen, at)
    if mention is None or (verb.lemma != "tell" and is_verb(sen, mention.last)):
        return None, at
    return mention.span, mention.last


# --- other forms of a verb --------------------------------------------------------------------------------------


def unfinite(sen: Sentence, at: int, low: int, found: list[Tag], verb: Verb) -> Tag | None:
    """ ", adding that ...", "went on to say ...": the source is that of the cue before, else the subject."""
    going, skipped = "ing" in verb.forms, content.skipped_classes(sen, sources.skip_left(sen, at, low), at)
    joins = sen.word(at - 1) in ("by", "in", "with", "before", "after", "while")
    if going and (sen.is_a(at - 1, "determiner") or (sen.is_a(at - 1, "preposition") and not joins)):
        return None
    if not going and ("infinitive" not in skipped or "negation" in skipped or "clause" not in verb.takes):
        return None
    addressee, after = addressee_of(sen, at + 1, verb)
    right = content.after_cue(sen, after, verb)
    comma = sen.next_kind(",", at) if verb.lemma == "cite" else None
    if right is None or (comma and any(sen.verbs[comma : comma + 2])):  # "The agency, citing the army, said"
        return None
    marked = content.has_marks(sen, *right)
    plain = not marked and sen.words[right[0]] != "that"
    went_on = sen.words[max(0, at - 3) : at] == ["went", "on", "to"]
    own = _own_subject(sen, at, low) if going else None
    if not (content.is_allowed(sen, right, verb) if going else marked or went_on):
        return None
    if own:
        rule = "participle with its own subject"
        return None if plain and verb.lemma != "say" else Tag([right], (at, at + 1), own.span, rule, verb.cue_class)
    mention, source = subject(sen, at), found[-1].source if found else None
    if source is None and mention and mention.last <= at and (not going or not plain or "clause" in verb.takes):
        source = mention.span
    rule = ("participle" if going else "infinitive") + (" after a cue" if found else " of the subject")
    return Tag([right], (at, at + 1), source, rule, verb.cue_class, addressee=addressee) if source else None


def _own_subject(sen: Sentence, at: int, low: int) -> Mention | None:
    """The subject of ", with the minister saying ..."."""
    if sen.kind(at - 1) not in "wC" or sen.is_a(at - 1, "coordinator", "preposition", "adverbial_clause"):
        return None
    first = at - 1
    while first > low and sen.kinds[first - 1] in "wCn" and sen.words[first - 1] not in ("with", "and", "but"):
        if is_verb(sen, first - 1):
            return None
        first -= 1
    alone = at - first == 1 and sen.kinds[first] == "w"
    return None if first == 0 or alone or sources.is_adverbial(sen, first) else Mention(first, at, first)


def asked(sen: Sentence, at: int, low: int) -> Tag | None:
    """ "Asked whether ...", "was asked by the paper about ...": the source is the agent, or nobody is named."""
    agent = sources.right(sen, at + 2) if sen.word(at + 1) == "by" else None
    start = agent.last if agent else at + 1
    is_passive = "being" in content.skipped_classes(sen, sources.skip_left(sen, at, low), at)
    opens = at == 0 or sen.words[at - 1] == "when" or sen.kinds[at - 1] == ","
    if not (is_passive or opens) or sen.word(start) not in content.QUESTION_WORDS:
        return None
    end = content.content_end(sen, start)
    commas = (n for n in range(start, end) if sen.kinds[n] == "," or content.comma_in_marks(sen, n))
    end = next((n + (sen.kinds[n] == "q") for n in commas), end)
    return Tag([(start, end)], (at, at + 1), agent and agent.span, "asked")


def quoted(sen: Sentence, at: int, low: int) -> Tag | None:
    """ "was quoted by A as saying", "A quoted S as saying": source S, via A."""
    span = range(at + 1, min(at + 16, len(sen.words) - 1))
    as_ = next((n for n in span if sen.words[n] == "as" and sen.verbs[n + 1]), None)
    mention = sources.left(sen, at, low)
    if as_ is None or mention is None:
        return None
    if "being" in content.skipped_classes(sen, sources.skip_left(sen, at, low), at):
        by = next((n for n in range(at + 1, as_) if sen.words[n] == "by"), None)
        behind = sources.right(sen, as_ + 3) if sen.word(as_ + 2) == "by" else None
        source, via = mention.span, (by + 1, as_) if by else behind and behind.span
    else:
        source, via = (at + 1, as_), mention.span
    left = content.before_tag(sen, mention.edge, low)
    right = None if left and sen.kinds[left[1] - 1] == "q" else content.after_cue(sen, as_ + 2, sen.verbs[as_ + 1])
    parts = [right or left]
    return Tag(parts, (at, at + 1), source, "quoted through an agency", via=via) if left or right else None


# --- other cues -------------------------------------------------------------------------------------------------


def as_said(sen: Sentence, at: int) -> Tag | None:
    """As the minister put it, ..."""
    for n in range(at + 2, min(at + 25, len(sen.words))):
        verb = sen.verbs[n]
        if verb and verb.forms & {"past", "third"} and ("clause" in verb.takes or verb.lemma == "put"):
            source, comma = sources.left(sen, n, at + 1), sen.next_kind(",:", n)
            if source is None or source.edge > at + 1 or comma is None or comma + 1 >= len(sen.words):
                return None  # "As talks go on, the mayor said"
            if not content.closes(sen, n + 1) and sen.words[n + 1] != "it":
                return None
            parts = [(comma + 1, content.content_end(sen, comma + 1))]
            return Tag(parts, (n, n + 1), source.span, "as the source said", verb.cue_class)
    return None


def according(sen: Sentence, at: int, low: int, found: list[Tag]) -> Tag | None:
    """ "..., according to the ministry": all that it said of the sentence, before the tag and after."""
    source = sources.right(sen, at + 2)
    if source is None:
        return None
    named = with_apposition(sen.text, sen.starts[source.first], sen.ends[source.last - 1])
    source = source._replace(last=max(source.last, bisect_right(sen.starts, named - 1)))
    first = low if found else 0
    if found and found[-1].parts[-1][1] in (at, at - 1):
        if found[-1].via:
            return None
        spans = [*found[-1].parts, found[-1].cue, found[-1].source]
        first = min(span[0] for span in spans if span)
    last = at
    while last > first and sen.kinds[last - 1] in ",-":
        last -= 1
    parts = [(first, last)] if last - first >= 2 or sen.kinds[first:last] == "q" else []
    via = content.outer_medium(sen, (at, source.last))
    sign = None if via else sen.next_kind(",-q:", source.last)
    if sign is not None:
        start = sign if sen.kinds[sign] == "q" else sign + 1
        aside = sen.is_a(start, "coordinator", "relative") or sen.word(start).endswith("ing")
        interrupted = sign == source.last and sen.kind(at - 1) in ",-" and not aside
        end = content.content_end(sen, start)
        if end > start and (not parts or interrupted):
            parts.append((start, end))
            via = content.outer_medium(sen, parts[-1])
    rule = "after according to" if parts and parts[0][0] < at else "according to"
    return Tag(parts, (at, at + 2), source.span, rule, via=via) if parts else None


OWNERS = frozenset(["his", "her", "its", "their", "my", "our"])


def noun(sen: Sentence, at: int, low: int, reported_back: bool) -> Tag | None:
    """ "the ministry's claim that ...", "a claim by the ministry that ...": the owner or agent is the source."""
    if sen.word(at + 1) == "by":
        source = sources.right(sen, at + 2)
        start = source.last if source else at
    else:
        source, start = _owner(sen, at, low), at + 1
        if reported_back and sen.is_a(start + 1, "time"):  # "the comment on Sunday that"
            start += 2
    if source is None or start >= len(sen.words):
        return None
    opens = sen.words[start] == "that" or sen.kinds[start] == "q"
    named = sen.words[start] in ("of", "to", "for") and content.marks_follow(sen, start)
    claim = sen.is_a(at, "noun_of_claim") or reported_back or "q" in sen.kinds[start : start + 2]
    if not claim or not (opens or named):
        return None
    end = content.content_end(sen, start)
    end = next((n for n in range(start, end - 1) if sen.words[n] == "as" and sen.kinds[n + 1] == "q"), end)
    return Tag([(start, end)], (at, at + 1), source.span, "noun of saying", sen.cues.nouns[sen.words[at]])


def _owner(sen: Sentence, at: int, low: int) -> Mention | None:
    for n in range(at - 1, max(low, at - 5) - 1, -1):
        if sen.words[n] in OWNERS:
            return Mention(n, n + 1, n)
        if sen.words[n].endswith((*content.POSSESSIVE, "s'", "s’")):
            return sources.phrase_left(sen, n, low)
    return None


def introduction(sen: Sentence) -> Tag | None:
    """A source and a cue that words still to come belong to: "The minister said in a statement:"; no parts as yet."""
    for at in range(len(sen.words) - 1, -1, -1):
        verb = sen.verbs[at]
        before = sources.skip_left(sen, at, 0)
        if verb and verb.takes & {"clause", "that", "marks"} and content.is_finite(sen, at, before, verb):
            mention = subject(sen) if sen.is_a(before, "coordinator") else sources.left(sen, at, 0)
            if mention:
                return Tag([], (at, at + 1), mention.span, "cue before the words", verb.cue_class)
    said = sen.kinds[-1] == ":" and not sen.cues.nouns.keys().isdisjoint(sen.words)
    mention = subject(sen) if said else None
    return Tag([], None, mention.span, "colon before the words") if mention else None


# --- no cue -----------------------------------------------------------------------------------------------------


def colon_before_marks(sen: Sentence) -> Tag | None:
    """ "The mayor: ..." before words in marks."""
    colon = sen.kinds.find(":q")
    mention = subject(sen, colon) if colon > 0 else None
    near = mention is not None and colon - mention.last <= 3
    return Tag([(colon + 1, colon + 2)], (colon, colon + 1), mention.span, "colon before marks") if near else None


def named_after_marks(sen: Sentence) -> Tag | None:
    """Words that end in marks, then a name between commas where a verb of saying was forgotten."""
    n = sen.kinds.find("q,", 1, -2)
    while n > 0:
        mention = sources.right(sen, n + 2)
        if mention and sen.kinds[mention.first : mention.last].endswith("CC") and has_verb(sen, 0, n):
            return Tag([(0, n + 1)], None, mention.span, "name after marks, no verb")
        n = sen.kinds.find("q,", n + 1, -2)
    return None
