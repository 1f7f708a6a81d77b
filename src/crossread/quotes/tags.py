"""Tags: source, cue and content within one sentence of the narrator, as token ranges.

First those whose cue is the finite verb of a clause with its source as subject; then participles, the passive,
"according to", nouns of saying, "as the minister put it", colons, headlines that end in their source.
"""

from __future__ import annotations

from bisect import bisect_right
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
OPENS_TAG = frozenset(["according", "as", "said", "says"])  # besides cues
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
    for at, (word, kind, verb) in enumerate(zip(sen.words, sen.kinds, sen.verbs, strict=True)):
        if title and kind == "C":
            verb = sen.cues.verbs.get(word)
        if not verb and word not in OPENS_TAG and word not in nouns and kind not in ";:":
            continue
        tag: Tag | None = None
        if at >= busy:
            if word == "according" and sen.word(at + 1) == "to":
                tag = according(sen, at, low, found)
            elif verb:
                tag = _verb(sen, at, low, found, verb)
            elif at == 0 and word in ("said", "says"):
                tag = opening(sen)
            if tag is None and word == "as" and (at == 0 or sen.kinds[at - 1] in ",-"):
                tag = as_said(sen, at)
            if tag is None and word in nouns:
                tag = noun(sen, at, low)
        elif word in nouns and _is_reported_back(sen, found) and _that_follows(sen, at + 1):
            tag = noun(sen, at, found[-1].parts[-1][0], reported_back=True)
            if tag:
                found.append(tag)
            continue
        if tag is not None:
            found = [t for t in found if not _within(t, tag)] if tag.rule.startswith("after") else found
            found.append(tag)
            busy = max([busy, *(end for start, end in tag.parts if start > at)])
            low = max(busy, at + 1, tag.via[0] if tag.via else 0)
        elif kind == ";" or (kind == ":" and at > low + 8):
            low = at + 1
    if not found:
        tag = verbless(sen, title)
        return [tag] if tag else []
    if "citing" in sen.words:
        found = _cited(sen, found)
    tag = named_after_marks(sen)
    if tag and all(end <= tag.parts[0][0] or start >= tag.source[1] for own in found for start, end in own.parts):
        found.insert(0, tag)
    return found


def _cited(sen: Sentence, found: list[Tag]) -> list[Tag]:
    """ "The agency reported, citing the army, that ...": the army is the source, as where an agency quotes."""
    at = sen.words.index("citing")
    who = sources.right(sen, at + 1)
    who_may_say = ("people", "office", "organisation")
    named = who and any(sen.kinds[n] == "C" or sen.is_a(n, *who_may_say) for n in range(*who.span))
    if not named and (who is None or "people" not in sen.words[slice(*who.span)]):
        return found
    rows = []
    for tag in found:
        agency = tag.source and sen.text[sen.starts[tag.source[0]] : sen.ends[tag.source[1] - 1]]
        if tag.via or not agency or not is_medium(agency, sen.cues):
            rows.append(tag)
        elif tag.cue != (at, at + 1):
            parts = [(start, at - 1 if start < at < end else end) for start, end in tag.parts]
            rows.append(tag._replace(parts=parts, source=who.span, via=tag.source))
        elif sen.word(who.last + 1) == "that" and at > 1:
            parts = [(who.last + 1, content.content_end(sen, who.last + 1))]
            rows.append(tag._replace(parts=parts, cue=(at - 2, at - 1), source=who.span, via=tag.source))
    return rows


def _within(inner: Tag, whole: Tag) -> bool:
    return all(any(a <= s and e <= b for a, b in whole.parts) for s, e in inner.parts)


def _that_follows(sen: Sentence, at: int) -> bool:
    return sen.word(at) == "by" or sen.word(past_time(sen, at)) == "that"


def _is_reported_back(sen: Sentence, found: list[Tag]) -> bool:
    """Whether the last cue speaks of another's words: "denied the claim that ..."."""
    verb = sen.verbs[found[-1].cue[0]] if found and found[-1].cue else None
    return verb is not None and verb.lemma in REPORTED_BACK


def _verb(sen: Sentence, at: int, low: int, found: list[Tag], verb: Verb) -> Tag | None:
    """A tag whose cue is a form of a cue verb."""
    cue_end = _past_particle(sen, at, verb)
    anonymous = verb.lemma == "ask" and sen.words[at + 1 : at + 3] in (["not", "to"], ["to", "remain"], ["to", "stay"])
    if cue_end is None or anonymous or (verb.lemma == "hear" and "past" not in verb.forms):
        return None
    special = {"quote": quoted, "cite": quoted, "ask": asked}.get(verb.lemma)
    tag = (special and special(sen, at, low)) or _inverted(sen, at, low, verb)
    if tag:
        return tag
    before = sources.skip_left(sen, at, low)
    skipped = content.skipped_classes(sen, before, at)
    if not content.is_finite(sen, at, before, verb):
        form = participle if "ing" in verb.forms else infinitive
        return form(sen, at, low, found, verb)
    if "participle" in verb.forms and "being" in skipped:
        return passive(sen, at, verb)
    if "negation" in skipped and verb.lemma not in ("say", "tell") and not content.marks_follow(sen, at):
        return None
    unsaid = sen.word(at + 1) in content.QUESTION_WORDS
    if unsaid and "negation" in skipped:
        return None  # "would not say whether"
    source = sources.left(sen, at, low)
    if source is None:
        shared, rule = _shared(sen, before, found)
        return _after(sen, cue_end, at, low, None, shared, rule, verb) if shared else None
    if sen.words[source.first] == "that":
        source = _who_put_out(sen, source.first, low) or source
    nobody = sen.words[source.first] in ("that", "there") or sen.words[source.first : source.last] == ["its"]
    nobody = nobody or (verb.lemma == "hear" and sen.words[source.last - 1] not in HEARINGS)
    if nobody or _is_reduced(sen, source, at, verb):
        return None
    neither = sen.word(source.edge - 1) == "neither" or sen.words[source.first] in ("neither", "none", "nobody")
    if neither and unsaid:
        return None
    return _after(sen, cue_end, at, low, source, source.span, "source before cue", verb)


def _after(
    sen: Sentence, cue_end: int, at: int, low: int, source: Mention | None, span: Range, rule: str, verb: Verb
) -> Tag | None:
    """A tag of source and cue, with the words after it, before it, or both."""
    addressee, after = addressee_of(sen, cue_end, verb)
    clause = _clause(sen, low, source)
    left = content.before_tag(sen, source.edge, low) if source else None
    if addressee and not TOLD.isdisjoint(sen.words[slice(*addressee)]):
        return None
    if addressee and sen.word(after) == "to":  # "asked the crew to leave"
        right = content.to_its_end(sen, after, clause)
    else:
        right = content.after_cue(sen, after, verb, clause)
    if source and left and right:
        if sen.kinds[source.edge - 1] == "q" and not _is_frame(sen, left):
            right = None
        else:
            left = None
    if source and right and sen.word(source.edge - 1) == "what":  # "what he called a disgrace"
        marked = sen.next_kind("qs", *right)
        right = (right[0], marked + 1) if marked is not None else right if verb.lemma == "say" else None
    if right and content.outer(sen, right) and not ("clause" in verb.takes and content.outer_medium(sen, right)):
        return None
    if right and sen.words[right[0]] == "what" and "clause" not in verb.takes:
        return None
    if right and sen.words[right[0]] == "nothing" and not has_verb(sen, right[0] + 1, right[0] + 2):
        right = None  # "said nothing as he was led away"
    if right and not _is_content(sen, right, verb):
        right = None
    if source and left is None and right is None:
        left = _interrupted(sen, source.edge, low, after)
    if left and not right:
        right = _parenthetical(sen, left, after)
    marks_needed = not verb.takes & {"clause"}
    if left and (not verb.takes & SPEECH or (marks_needed and not content.has_marks(sen, *left))):
        return None
    if not left and (not right or not content.is_allowed(sen, right, verb)):
        return None
    aside = not left and clause == "relative" and verb.lemma != "say" and sen.words[source.first] != "whom"
    if aside and not content.has_marks(sen, *right) and sen.words[right[0]] != "that":
        return None
    comma = (
        None if right else sen.next_kind(",q", after, after + 6)
    )  # "told the paper by telephone, the agency reported"
    via = content.carrier(sen, at) or content.outer_medium(sen, right or (low, comma or after))
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


HEARINGS = frozenset("court jury inquest inquiry tribunal hearing trial".split())
MEANS = lists.words("means")  # by which somebody says


def _is_reduced(sen: Sentence, source: Mention, at: int, verb: Verb) -> bool:
    """Whether the verb only tells which thing is meant: "a group called ...", "the man accused of ..."."""
    if "past" not in verb.forms or sen.is_a(at - 1, "pronoun"):
        return False
    naming = verb.lemma in ("call", "name", "title", "dub") and sen.kind(at + 1) in "qC"
    if naming and sen.words[source.first] in ("a", "an"):
        return True
    of = sen.word(at + 1) == "of" and "object" in verb.takes and verb.lemma != "warn"
    return of or (sen.word(at + 1) == "by" and sen.word(at + 2) not in MEANS)


def _inverted(sen: Sentence, at: int, low: int, verb: Verb) -> Tag | None:
    """Words, cue, source: "...", said the minister."""
    if (
        at == 0
        or not (verb.forms & {"past", "third"} or verb.lemma == "say")
        or not verb.takes & SPEECH
        or verb.lemma == "tell"
    ):
        return None
    if not content.sets_off(sen, at - 1) or (at - 1 < low and sen.kinds[at - 1] != "q"):
        return None
    source = sources.right(sen, at + 1)
    if source is None or sen.is_a(source.first, "object_pronoun") or not content.closes(sen, source.last):
        return None
    left, comma = content.before_tag(sen, at, low), sen.kinds[at - 1] == ","
    right = content.marks_after(sen, source.last) if sen.kind(source.last) in ",-:" else None
    if sen.kind(source.last) == "," and comma and at - 1 > low and is_verb(sen, source.last + 1):
        parts = [(low, at - 1), (source.last + 1, content.content_end(sen, source.last + 1))]
        if verb.lemma in INVERTED and not set(sen.kinds[low : at - 1]) & set(",:;q"):  # "The pier, said Varn, is safe"
            return Tag(parts, (at, at + 1), source.span, "cue and source within words", verb.cue_class)
    if left is None:
        rule = "cue and source before words"
        return Tag([right], (at, at + 1), source.span, rule, verb.cue_class) if right and comma else None
    if sen.kinds[at - 1] in ",-" and not _is_clause_alone(sen, at, low, source):
        return None
    if not content.has_marks(sen, *left) and (verb.lemma not in INVERTED or not comma):
        return None
    parts = [left, right] if right else [left]
    return Tag(parts, (at, at + 1), source.span, "cue and source after words", verb.cue_class)


def _is_clause_alone(sen: Sentence, at: int, low: int, source: Mention) -> bool:
    """Whether what stands before ", said X" is a clause, rather than the source of "X, an aside, said ..."."""
    if sen.kind(source.last) not in " .,;:":
        return False
    named = sen.kinds[source.last - 1] == "C" and not sen.is_a(source.last - 1, "time")
    rest = sen.next_kind(",", source.last + 1) or len(sen.words)
    if named and (sen.kind(source.last) == "." or sen.is_a(source.last + 1, "relative") or rest == len(sen.words)):
        return True
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
    if sen.word(source.edge - 1) in ("who", "which"):  # "the ban, which he said had cost jobs, ..."
        return "aside" if sen.kind(source.edge - 2) == "," else "subordinate"
    for at in range(source.edge - 1, max(low, source.edge - 8) - 1, -1):
        if sen.kinds[at] in ",;:-q.":
            break
        if sen.is_a(at, "adverbial_clause") or sen.words[at] == "if":
            return "subordinate"
    return "main"


def _is_content(sen: Sentence, right: Range, verb: Verb) -> bool:
    """Whether the words after a cue can be what was said."""
    return content.has_marks(sen, *right) or right[1] - right[0] >= 2 or "object" in verb.takes


def _parenthetical(sen: Sentence, left: Range, after: int) -> Range | None:
    """The rest of a clause that the tag interrupts: "The plan, he said, would fail"."""
    last = left[1] - 1
    if sen.kinds[last] in "qs" and sen.kinds[last : last + 2] != "q,":
        return content.marks_after(sen, after)
    if sen.kind(after) not in ",-" or after + 1 >= len(sen.kinds):
        return None
    if sen.words[after + 1].endswith("ing") or sen.is_a(after + 1, "relative"):
        return None
    if content.takes_over(sen, after, len(sen.words)):
        return None
    end = content.content_end(sen, after + 1)
    return (after + 1, end) if end - after > 2 else None


TOLD = frozenset(["story", "stories", "tale", "tales", "truth", "lie", "lies", "joke"])  # to nobody
ADDRESSED = frozenset(["tell", "ask", "inform", "remind", "warn", "assure", "advise", "caution", "text", "email"])


def addressee_of(sen: Sentence, at: int, verb: Verb) -> tuple[Range | None, int]:
    """Whom a cue that ends before ``at`` speaks to, and where the words after that begin."""
    if verb.lemma not in ADDRESSED:
        return None, at
    mention = None if sen.is_a(at, "pronoun") else sources.right(sen, at)
    if mention is None or (verb.lemma != "tell" and is_verb(sen, mention.last)):
        return None, at
    return mention.span, mention.last


# --- other forms of a verb --------------------------------------------------------------------------------------


def participle(sen: Sentence, at: int, low: int, found: list[Tag], verb: Verb) -> Tag | None:
    """ ", adding that ...": the source is that of the cue before, else the subject of the clause."""
    before = sen.word(at - 1)
    joins = before in ("by", "in", "with", "before", "after", "while")
    if sen.is_a(at - 1, "determiner") or (sen.is_a(at - 1, "preposition") and not joins):
        return None
    addressee, after = addressee_of(sen, at + 1, verb)
    right = content.after_cue(sen, after, verb)
    comma = sen.next_kind(",", at) if verb.lemma == "cite" and sen.kinds[at - 1] == "," else None
    if right is None or (comma and comma + 1 < len(sen.words) and sen.verbs[comma + 1]):
        return None  # "The agency, citing the army, said"
    plain = not content.has_marks(sen, *right) and sen.words[right[0]] != "that"
    if not content.is_allowed(sen, right, verb) or (plain and right[1] - right[0] < 2):
        return None
    own = _own_subject(sen, at, low)
    if own and plain and verb.lemma != "say":
        return None
    owned = bool(found) and found[-1].rule == "noun of saying"  # "she decried his claim that ..., adding": she adds
    source = own.span if own else found[-1].source if found and not owned else None
    rule = "participle with its own subject" if own else "participle after a cue"
    if source is None:
        mention = subject(sen, at)
        if mention is None or mention.last > at or (plain and "clause" not in verb.takes):
            return None
        source, rule = mention.span, "participle of the subject"
    return Tag([right], (at, at + 1), source, rule, verb.cue_class, addressee=addressee)


def _own_subject(sen: Sentence, at: int, low: int) -> Mention | None:
    """The subject of ", with the minister saying ..."."""
    if sen.kind(at - 1) not in "wC" or sen.is_a(at - 1, "coordinator", "preposition", "adverbial_clause"):
        return None
    first = at - 1
    while first > low and sen.kinds[first - 1] in "wCn" and sen.words[first - 1] not in ("with", "and", "but"):
        if is_verb(sen, first - 1):
            return None
        first -= 1
    if first == 0 or (sen.words[first - 1] not in ("with", "and") and sen.kinds[first - 1] not in ",-;"):
        return None
    alone = at - first == 1 and sen.kinds[first] == "w" and not sen.words[first].endswith("s")
    return None if alone or sources.is_adverbial(sen, first) else Mention(first, at, first)


def infinitive(sen: Sentence, at: int, low: int, found: list[Tag], verb: Verb) -> Tag | None:
    """ "went on to say", "took to the radio to call it": only where the words are in marks or a that-clause."""
    skipped = content.skipped_classes(sen, sources.skip_left(sen, at, low), at)
    if "infinitive" not in skipped or "negation" in skipped or "base" not in verb.forms:
        return None
    if "clause" not in verb.takes and verb.lemma not in ("call", "describe"):
        return None
    addressee, after = addressee_of(sen, at + 1, verb)
    right = content.after_cue(sen, after, verb)
    went_on = sen.words[max(0, at - 3) : at] == ["went", "on", "to"]
    if right is None or not (content.has_marks(sen, *right) or went_on):
        return None
    source = found[-1].source if found else None
    if source is None:
        mention = subject(sen, at)
        if mention is None or mention.last > at:
            return None
        source = mention.span
    return Tag([right], (at, at + 1), source, "infinitive of the subject", verb.cue_class, addressee=addressee)


def passive(sen: Sentence, at: int, verb: Verb) -> Tag | None:
    """ "was told by the minister that ...": the source is the agent."""
    by = next((n for n in range(at + 1, at + 4) if sen.word(n) == "by"), None)
    heard = sources.left(sen, at, 0) if by is None and verb.lemma == "tell" else None
    if heard and sen.words[heard.last - 1] in HEARINGS:  # "the court was told"
        right = content.after_cue(sen, at + 1, verb)
        return Tag([right], (at, at + 1), heard.span, "source before cue", verb.cue_class) if right else None
    mention = sources.right(sen, by + 1) if by is not None and by + 1 < len(sen.words) else None
    right = content.after_cue(sen, mention.last, verb._replace(takes=frozenset({"object"}))) if mention else None
    if right is None or sen.words[right[0]] not in ("that", "of", "to", "if", "whether"):
        return None
    if verb.takes <= {"quote", "marks"}:
        return None
    return Tag([right], (at, at + 1), mention.span, "source is the agent", verb.cue_class)


def asked(sen: Sentence, at: int, low: int) -> Tag | None:
    """ "Asked whether ...", "was asked by the paper about ...": the source is the agent, or nobody is named."""
    opens = at == 0 or sen.words[at - 1] == "when" or sen.kinds[at - 1] == ","
    source, start = None, at + 1
    if sen.word(start) == "by":
        mention = sources.right(sen, start + 1)
        if mention is None:
            return None
        source, start = mention.span, mention.last
    is_passive = "being" in content.skipped_classes(sen, sources.skip_left(sen, at, low), at)
    if not (is_passive or opens) or sen.word(start) not in content.QUESTION_WORDS:
        return None
    end = content.content_end(sen, start)
    within = any(sen.words[n] in ("when", "as", "while", "after") for n in range(max(low, at - 4), at))
    if opens or within:
        commas = (n for n in range(start + 1, end) if sen.kinds[n] == "," or content.comma_in_marks(sen, n))
        comma = next(commas, None)
        end = end if comma is None else comma + content.comma_in_marks(sen, comma)
    return Tag([(start, end)], (at, at + 1), source, "asked") if end - start > 1 else None


def quoted(sen: Sentence, at: int, low: int) -> Tag | None:
    """ "was quoted by A as saying", "A quoted S as saying": source S, via A."""
    span = range(at + 1, min(at + 16, len(sen.words) - 1))
    as_ = next((n for n in span if sen.words[n] == "as" and sen.verbs[n + 1]), None)
    mention = sources.left(sen, at, low)
    if as_ is None or mention is None:
        return None
    if "being" in content.skipped_classes(sen, sources.skip_left(sen, at, low), at):
        by = next((n for n in range(at + 1, as_) if sen.words[n] == "by"), None)
        behind = sources.right(sen, as_ + 3) if sen.word(as_ + 2) == "by" and as_ + 3 < len(sen.words) else None
        source, via = mention.span, (by + 1, as_) if by is not None else behind.span if behind else None
    else:
        source, via = (at + 1, as_), mention.span
    left = content.before_tag(sen, mention.edge, low)
    right = None if left and sen.kinds[left[1] - 1] == "q" else content.after_cue(sen, as_ + 2, sen.verbs[as_ + 1])
    if source[0] >= source[1] or not (left or right):
        return None
    return Tag([right or left], (at, at + 1), source, "quoted through an agency", via=via)


# --- other cues -------------------------------------------------------------------------------------------------


def opening(sen: Sentence) -> Tag | None:
    """Said the minister: "..."."""
    source, marks = sources.right(sen, 1), sen.next_kind("q", 0)
    if source is None or marks is None or sen.kinds[marks - 1] not in ",:":
        return None
    return Tag([(marks, content.content_end(sen, marks))], (0, 1), source.span, "cue and source before words")


def as_said(sen: Sentence, at: int) -> Tag | None:
    """As the minister put it, ... ; as reported by the paper, ... ; ..., as the paper reported."""
    rule = "as the source said"
    if sen.words[at + 1 : at + 3] == ["reported", "by"]:
        source = sources.right(sen, at + 3)
        if source and sen.kind(source.last) == "," and content.content_end(sen, source.last + 1) > source.last + 2:
            return Tag(
                [(source.last + 1, content.content_end(sen, source.last + 1))], (at + 1, at + 3), source.span, rule
            )
    for n in range(at + 2, min(at + 25, len(sen.words))):
        verb = sen.verbs[n]
        if verb and verb.forms & {"past", "third"} and ("clause" in verb.takes or verb.lemma == "put"):
            source, comma = sources.left(sen, n, at + 1), sen.next_kind(",:", n)
            if source is None or comma is None or comma + 1 >= len(sen.words) or sen.words[source.first] == "it":
                return None
            if source.edge > at + 1 and "," in sen.kinds[at:n]:  # "As talks go on, the mayor said"
                return None
            if not content.closes(sen, n + 1) and sen.words[n + 1] != "it":
                return None
            end = content.content_end(sen, comma + 1)
            if end <= comma + 2 and sen.kinds[comma + 1] != "q":
                return None
            return Tag([(comma + 1, end)], (n, n + 1), source.span, rule, verb.cue_class)
    return None


def according(sen: Sentence, at: int, low: int, found: list[Tag]) -> Tag | None:
    """ "..., according to the ministry": all that it said of the sentence, before the tag and after."""
    source = sources.right(sen, at + 2)
    if source is None:
        return None
    source = _with_apposition(sen, source)
    quoted_by = sen.words[source.last : source.last + 3] in ([",", "quoted", "by"], [",", "cited", "by"])
    agency = sources.right(sen, source.last + 3) if quoted_by and source.last + 3 < len(sen.words) else None
    source = source._replace(last=agency.last) if agency else source
    first = low if found else 0
    if found and found[-1].parts[-1][1] in (at, at - 1):
        if found[-1].via:
            return None
        spans = [*found[-1].parts, found[-1].cue, found[-1].source]
        first = min(span[0] for span in spans if span)
    last = at
    while last > first and sen.kinds[last - 1] in ",-":
        last -= 1
    if sen.kind(source.last) in "-)":
        first = max([first, *(n + 1 for n in range(first, last) if sen.kinds[n] in "-(")])
    parts = [(first, last)] if last - first >= 2 or (last > first and sen.kinds[last - 1] == "q") else []
    via = content.outer_medium(sen, (at, source.last))
    sign = None if via else sen.next_kind(",-q:", source.last, source.last + 40)
    if sign is not None:
        start = sign if sen.kinds[sign] == "q" else sign + 1
        interrupted = parts and sign == source.last and sen.kind(at - 1) in ",-" and start < len(sen.words)
        goes_on = interrupted and not sen.is_a(start, "coordinator", "relative")
        if not parts or (goes_on and not sen.words[start].endswith("ing")):
            end = content.content_end(sen, start) if start < len(sen.words) else start
            parts += [(start, end)] if end > start else []
            via = content.outer_medium(sen, parts[-1]) if parts else None
    if not parts:
        return None
    rule = "after according to" if parts[0][0] < at else "according to"
    if agency:  # "according to the ministry, quoted by the agency"
        return Tag(parts, (at, at + 2), (source.first, agency.first - 3), rule, via=agency.span)
    return Tag(parts, (at, at + 2), source.span, rule, via=via)


def _with_apposition(sen: Sentence, source: Mention) -> Mention:
    """A source with the name beside it: "its chief executive, Ann Lee"."""
    end = with_apposition(sen.text, sen.starts[source.first], sen.ends[source.last - 1])
    return source._replace(last=max(source.last, bisect_right(sen.starts, end - 1)))


OWNERS = frozenset(["his", "her", "its", "their", "my", "our"])


def noun(sen: Sentence, at: int, low: int, reported_back: bool = False) -> Tag | None:
    """ "the ministry's claim that ...", "a claim by the ministry that ...": the owner or agent is the source."""
    if sen.word(at + 1) == "by":
        source = sources.right(sen, at + 2)
        start = source.last if source else at
    else:
        source, start = _owner(sen, at, low), past_time(sen, at + 1) if reported_back else at + 1
    if source is None or start >= len(sen.words):
        return None
    named = sen.words[start] in ("of", "to", "for") and content.marks_follow(sen, start)
    if sen.words[start] == "that" and is_verb(sen, start + 1):
        return None  # "the remarks that drew ire"
    if not (sen.words[start] == "that" or sen.kinds[start] == "q" or named):
        return None
    end = content.content_end(sen, start)
    if not (reported_back or sen.is_a(at, "noun_of_claim") or "q" in sen.kinds[start : start + 2]):
        return None
    end = next((n for n in range(start, end - 1) if sen.words[n] == "as" and sen.kinds[n + 1] == "q"), end)
    return Tag([(start, end)], (at, at + 1), source.span, "noun of saying", sen.cues.nouns[sen.words[at]])


def past_time(sen: Sentence, at: int) -> int:
    """Past "on Sunday" or "last week" where "that" follows, else ``at``."""
    end = at
    while end < at + 4 and sen.is_a(end, "preposition", "time", "time_noun", "determiner") and sen.word(end) != "that":
        end += 1
    return end if sen.word(end) == "that" else at


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
        if verb is None or not verb.takes & {"clause", "that", "quote", "marks"} or verb.takes == {"quote"}:
            continue
        before = sources.skip_left(sen, at, 0)
        if not content.is_finite(sen, at, before, verb) or "being" in content.skipped_classes(sen, before, at):
            continue
        mention = sources.left(sen, at, 0)
        if mention is None and sen.is_a(before, "coordinator"):
            mention = subject(sen, before)
        if mention:
            return Tag([], (at, at + 1), mention.span, "cue before the words", verb.cue_class)
    said = next((n for n in range(len(sen.words) - 1, 0, -1) if sen.words[n] in sen.cues.nouns), None)
    mention = subject(sen, said) if said is not None and sen.kinds[-1] == ":" else None
    return Tag([], (said, said + 1), mention.span, "noun of saying before the words") if mention else None


# --- no cue -----------------------------------------------------------------------------------------------------


def verbless(sen: Sentence, title: bool) -> Tag | None:
    """Words and a source without a cue: a headline's "... : ministry", a colon before marks, a dash and a name."""
    colon = sen.next_kind(":", 0)
    if colon is not None and sen.kind(colon + 1) == "q":
        mention = subject(sen, colon)
        if mention and colon - mention.last <= 3:
            return Tag([(colon + 1, colon + 2)], (colon, colon + 1), mention.span, "colon before marks")
    return (_headline_source(sen) if title else None) or named_after_marks(sen)


def _headline_source(sen: Sentence) -> Tag | None:
    """A headline that ends in its source: "Forty held in raid: police", "'We had no warning' - mayor"; or opens with
    it: "Police: forty held in raid"."""
    last = len(sen.words) - 1
    colon = sen.kinds.find(":", 0, 5)
    office = colon > 0 and sen.is_a(colon - 1, "organisation", "people", "office")
    told = has_verb(sen, colon + 1, last + 1) or content.has_marks(sen, colon + 1, last + 1)
    if office and told and set(sen.kinds[:colon]) <= {"w", "C"}:
        return Tag([(colon + 1, last + 1)], None, (0, colon), "source at a headline's start")
    sign = next((n for n in range(last - 1, 1, -1) if sen.kinds[n] in ":-"), None)
    if sign is None or last - sign > 4 or not sen.is_a(last, "organisation", "people", "office"):
        return None
    if not all(sen.kinds[n] in "wC" and not is_verb(sen, n) for n in range(sign + 1, last)):
        return None
    marked = sen.kinds[sign - 1] in "qs"
    first = sign - 1 if marked else max((n + 1 for n in range(sign) if sen.kinds[n] == ":"), default=0)
    told = has_verb(sen, first, sign) or any(sen.is_a(n, "predicate") for n in range(first, sign))
    if not marked and not told:
        return None
    return Tag([(first, sign)], None, (sign + 1, last + 1), "source at a headline's end")


def named_after_marks(sen: Sentence) -> Tag | None:
    """Words that end in marks, then a name between commas where a verb of saying was forgotten."""
    for n in range(1, len(sen.kinds) - 3):
        if sen.kinds[n] != "q" or (sen.kinds[n + 1] != "," and sen.words[n] != ","):
            continue
        mention = sources.right(sen, n + 1 + (sen.kinds[n + 1] == ","))
        if mention is None or mention.last - mention.first < 2 or sen.kind(mention.last) not in ",.":
            continue
        named = sen.kinds[mention.last - 2] == sen.kinds[mention.last - 1] == "C"
        if named and has_verb(sen, 0, n):
            return Tag([(0, n + 1)], None, mention.span, "name after marks, no verb")
    return None
