"""Source mentions: the noun phrase beside a cue that names who speaks.

No parser: a phrase is walked through word by word to where the closed classes of grammar, punctuation or a verb
end it.
"""

from __future__ import annotations

from typing import NamedTuple

from crossread.quotes.narration import Sentence

LONGEST = 40  # tokens between a source and its cue
STOPS = frozenset(",;:-().?!…q[]")


class Mention(NamedTuple):
    """Tokens ``first:last`` of a source mention; ``edge`` is the first token of all that belongs to the tag."""

    first: int
    last: int
    edge: int

    @property
    def span(self) -> tuple[int, int]:
        """Its tokens."""
        return self.first, self.last


def is_adverb(sen: Sentence, at: int) -> bool:
    """Whether the token reads as an adverb."""
    word = sen.word(at)
    return sen.is_a(at, "adverb") or (sen.kind(at) == "w" and word.endswith("ly") and word not in ("family", "ally"))


def is_verb(sen: Sentence, at: int) -> bool:
    """Whether the token reads as a finite verb or participle."""
    if sen.kind(at) != "w":
        return False
    word, verb, own = sen.words[at], sen.verbs[at], sen.classes[at]
    if "auxiliary" in own or "irregular" in own or (verb and "past" in verb.forms and not word.endswith("ed")):
        return True
    if word.endswith("ed") and "adjective_in_ed" not in own:
        named = sen.kind(at - 1) == "C" and sen.kind(at + 1) == "w"
        opens = sen.kind(at + 1) in " C,.q;:" or sen.is_a(at + 1, "preposition", "subordinator", *OPENS_PHRASE)
        return not sen.is_a(at - 1, "determiner") and (named or verb is not None or opens)
    return verb is not None and "third" in verb.forms and sen.word(at + 1) == "that"


OPENS_PHRASE = ("determiner", "pronoun", "object_pronoun")


def has_verb(sen: Sentence, first: int, last: int) -> bool:
    """Whether a clause seems to stand in ``first:last``."""
    return any(
        is_verb(sen, n) or (sen.kinds[n] == "w" and (sen.words[n].endswith("ed") or sen.is_a(n, "verb_too")))
        for n in range(first, last)
    )


def is_present(sen: Sentence, at: int) -> bool:
    """Whether the token reads as a verb in the present of a plural: "Talks continue"."""
    before = sen.word(at - 1)
    return sen.is_a(at, "verb_too") and (before == "people" or (before.endswith("s") and not before.endswith("ss")))


def skip_left(sen: Sentence, at: int, low: int) -> int:
    """From a verb leftwards over its auxiliaries and adverbs: the last token before them."""
    at -= 1
    while at >= low and (sen.kinds[at] == "w" or at == 0):
        if not (is_adverb(sen, at) or sen.is_a(at, "auxiliary", "negation", "infinitive")):
            break
        at -= 1
    return _before_time(sen, at, low)


def _before_time(sen: Sentence, at: int, low: int) -> int:
    """Before "on Tuesday" or "last month" between an aside and its verb: "Mr Dahl, the mayor, on Tuesday called"."""
    if at < 0 or sen.classes[at].isdisjoint(("time", "time_noun")):
        return at
    first = at
    while first > low and sen.is_a(first, "time", "time_noun", "when"):
        first -= 1
    return first if sen.kinds[first] in ",)-" or sen.is_a(first, "coordinator") else at


def left(sen: Sentence, verb: int, low: int) -> Mention | None:
    """The subject to the left of the verb, asides between them passed over."""
    at = skip_left(sen, verb, low)
    low = max(low, at - LONGEST)
    if at >= low and sen.kinds[at] == ")":
        at = sen.kinds.rfind("(", low, at) - 1
    if at < low:
        return None
    if sen.kinds[at] in ",-":
        return _before_aside(sen, at, low)
    return phrase_left(sen, at, low)


def _before_aside(sen: Sentence, comma: int, low: int) -> Mention | None:
    """The phrase before an aside that ends at ``comma``: the first bare noun phrase between commas or dashes."""
    first = low
    for at in range(low, comma + 1):
        if sen.kinds[at] in ";:qs":
            first = at + 1
        if sen.kinds[at] != sen.kinds[comma]:
            first = at + 1 if sen.kinds[at] == "," and not _is_bare(sen, first, at) else first
            continue
        if at > first and _is_bare(sen, first, at):
            return _without_openers(sen, first, at)
        first = at + 1
    return None


def is_adverbial(sen: Sentence, first: int) -> bool:
    """Whether an opening adverbial begins at ``first``."""
    word = sen.words[first]
    if tuple(sen.words[first : first + 2]) in BOUNDS or (word == "that" and sen.kinds[first] == "C"):
        return False
    if sen.kinds[first] == "C" and word.endswith("ed") and sen.is_a(first + 1, "preposition", "subordinator"):
        return True
    return sen.is_a(first, "preposition", "subordinator") or word.endswith("ing")


BOUNDS = {tuple(pair.split()) for pair in "at least,at most,up to,as many,as few,as much,like it,close to".split(",")}


def _is_bare(sen: Sentence, first: int, last: int) -> bool:
    """Whether the tokens are a noun phrase without a verb, and no adverbial."""
    while sen.is_a(first, "opener", "contrast") or is_adverb(sen, first):
        first += 1
    if first >= last or sen.kinds[first:last] == "n" or is_adverbial(sen, first) or sen.is_a(first, "time"):
        return False
    alone = last - first == 1 and sen.words[first].endswith("ly")
    return not alone and not any(is_verb(sen, n) or (n > first and is_present(sen, n)) for n in range(first, last))


def _without_openers(sen: Sentence, first: int, last: int) -> Mention | None:
    """A mention without the words that only open a sentence."""
    edge = first
    while first < last and sen.is_a(first, "opener", "relative", "contrast"):
        first += 1
    return Mention(first, last, edge) if first < last else None


def phrase_left(sen: Sentence, at: int, low: int) -> Mention | None:
    """The noun phrase that ends with token ``at``, walked leftwards."""
    words, kinds, classes = sen.words, sen.kinds, sen.classes
    last, own = at + 1, classes[at]
    alone = "other_pronoun" in own
    if kinds[at] in STOPS or (kinds[at] == "n" and kinds[at - 1] != "C"):
        return None
    if "pronoun" in own or "relative" in own or words[at] == "that" or (alone and at == low):
        return Mention(at, last, at)
    if "preposition" in own or "coordinator" in own or ("determiner" in own and not alone):
        return None
    who = next((n for n in range(at - 1, low, -1) if _is_relative(sen, n, at) or kinds[n] in ",;:q"), low)
    if kinds[who] == "w" and who > low:
        return phrase_left(sen, who - 1, low)
    reduced = _reduced_head(sen, at, low)
    if reduced:
        return reduced
    while at >= low:
        word, inside, own = words[at], at < last - 1, classes[at]
        if kinds[at] in STOPS or kinds[at] == "s":
            break
        if "pronoun" in own or ("subordinator" in own and word != "so"):
            break
        if word in ("which", "whom", "but") and inside:
            break
        if inside and is_verb(sen, at):
            break
        if at > low and "determiner" in own and classes[at - 1].isdisjoint(BEFORE_DETERMINER):
            at -= 1
            break
        at -= 1
    edge = at + 1 + (at + 1 < last and sen.is_a(at + 1, "coordinator"))
    first = _after_adverbial(sen, edge, last)
    plain = words[first] in ("a", "an") and not any(OF_PHRASE & own for own in classes[first + 1 : last])
    if plain and words[last - 1].endswith("s"):  # "a plan Corl captains said would fail"
        first = next((n for n in range(first + 2, last) if kinds[n] == "C"), first)
    two = last - first > 2 and sen.is_a(first, "determiner") and words[last - 1].endswith("s") and is_verb(sen, at)
    if two and any("adverbial_clause" in own for own in classes[max(low, at - 8) : at]):
        return Mention(last - 1, last, edge)  # "When it joined the war officials said"
    while first < last - 1 and sen.is_a(first, "opener", "time"):
        first += 1
    last = _without_time(sen, first, last)
    if "and" in words[first:last] and kinds[first] == "C":
        first = edge = _enumerated(sen, first, low)
    return Mention(first, last, edge) if first < last else None


def _enumerated(sen: Sentence, first: int, low: int) -> int:
    """Where an enumeration of names begins that goes on at ``first``: "Varn, Holm and Dahl"."""
    at = first
    while at > low + 1 and sen.kinds[at - 1] == "," and sen.kinds[at - 2] == "C":
        at = sen.kinds.rfind(",", low, at - 1) + 1 or low
        opens = is_adverbial(sen, at) or sen.is_a(at, "opener", "time", "determiner") or is_adverb(sen, at)
        if opens or sen.kinds[at : first - 1].strip("C,"):
            return first
    return at


def _is_relative(sen: Sentence, at: int, last: int) -> bool:
    """Whether a clause begins that tells which one is meant: "the pilot who ...", "the board that closed the port"."""
    noun = sen.kind(at - 1) in "wC" and sen.verbs[at - 1] is None and sen.words[at - 1] not in sen.cues.nouns
    verb = is_verb(sen, at + 1) or sen.word(at + 1).endswith("ed")
    if sen.words[at] != "that":
        return sen.words[at] in ("who", "whose")
    return noun and verb and not any("adverbial_clause" in own for own in sen.classes[at:last])


def _without_time(sen: Sentence, first: int, last: int) -> int:
    """Where a mention ends before an adjunct of time: "The minister on Sunday evening called"."""
    at = last
    while at > first + 1 and sen.is_a(at - 1, "time", "time_noun") and sen.words[at - 1] not in AHEAD:
        at -= 1
    told = at < last and (sen.is_a(at - 1, "preposition") or sen.words[at - 1] in AHEAD)
    return at - 1 if told and at - 1 > first else last


AHEAD = ("on", "later", "late", "early", "earlier", "last")


OF_PHRASE = frozenset(["preposition", "determiner"])
BEFORE_DETERMINER = ("preposition", "coordinator", "determiner")


def _reduced_head(sen: Sentence, at: int, low: int) -> Mention | None:
    """The head of "people familiar with it", "officials briefed on it", "figures released by the army"."""
    words, kinds, classes = sen.words, sen.kinds, sen.classes
    for n in range(at - 1, low, -1):
        word, own = words[n], classes[n]
        released = word.endswith("ed") and (words[n + 1] == "by" or (words[n + 1] == "on" and "time" in classes[n + 2]))
        if word in AFTER_HEAD or released:
            return phrase_left(sen, n - 1, low)
        if kinds[n] in STOPS or word == "that" or "relative" in own or "modal" in own:
            return None
    return None


AFTER_HEAD = ("familiar", "briefed", "involved", "close")


def _after_adverbial(sen: Sentence, first: int, last: int) -> int:
    """Where the subject begins after an opening "In a statement" or "On Tuesday" without a comma."""
    if not sen.is_a(first, "preposition"):
        return first
    at = last - 1
    while at > first + 1 and sen.kinds[at] == sen.kinds[at - 1] == "C":
        at -= 1
    return at if last - first > 2 else first


def right(sen: Sentence, at: int) -> Mention | None:
    """The noun phrase that begins with token ``at``, up to a comma, stop, verb or relative clause."""
    bound = tuple(sen.words[at : at + 2]) in BOUNDS  # "close to forty captains"
    if not bound and (sen.is_a(at, "preposition", "infinitive") or sen.word(at) == "that"):
        return None
    first = n = at + 2 * bound
    while n < len(sen.words) and n - at < LONGEST:
        word, kind, further = sen.words[n], sen.kinds[n], n > first
        if kind in STOPS or kind == "s":
            break
        if sen.is_a(n, "relative", "weekday") or is_verb(sen, n):
            break
        if sen.is_a(n, "pronoun", "object_pronoun"):
            n += not further
            break
        made = word == "by" and sen.words[n - 1] in sen.cues.nouns  # "according to reports by the guild"
        if further and (
            sen.is_a(n, "subordinator") or (sen.is_a(n, "preposition") and word not in WITHIN and not made)
        ):
            break
        if further and sen.is_a(n, "determiner") and sen.words[n - 1] not in AFTER_WHICH_MORE:
            break
        adverb = word.endswith("ly") and not sen.is_a(n - 1, "determiner")
        if further and kind == "w" and (sen.is_a(n, "time") or adverb):
            break
        n += 1
    return Mention(at, n, at) if n > at else None


WITHIN = ("of", "for", "from", "at", "with")
AFTER_WHICH_MORE = frozenset([*WITHIN, "by", "and", "or", "all", "both", "the", "a"])


def subject(sen: Sentence, before: int | None = None) -> Mention | None:
    """The subject of the sentence, or of its last clause that begins before the token ``before``."""
    limit = len(sen.words) if before is None else before
    first = 0
    for n in range(limit - 2, 0, -1):
        joined = sen.kinds[n] == "," and sen.words[n + 1] in ("and", "but")
        mention = right(sen, n + 1 + joined) if joined or sen.kinds[n] == ";" else None
        if mention and mention.last < limit and is_verb(sen, mention.last):
            first = mention.first
            break
    while first < limit:
        comma = sen.next_kind(",-", first, limit)
        adverb = (is_adverb(sen, first) or sen.words[first].endswith("ly")) and not sen.is_a(first, "determiner")
        if sen.is_a(first, "opener", "label", "negation") or sen.kinds[first] in ",-:q" or adverb:
            first += 1
        elif comma and (is_adverbial(sen, first) or (comma < first + 7 and sen.is_a(comma - 1, "time", "time_noun"))):
            first = comma + 1
        else:
            break
    mention = _with_verb(sen, right(sen, first), limit) if first < limit else None
    if mention and mention.last - first > 1 and sen.kinds[mention.last - 1] == "w":
        before_verb = is_adverb(sen, mention.last - 1) and is_verb(sen, mention.last)
        if before_verb or (sen.is_a(mention.last, "determiner") and not sen.words[mention.last - 1].endswith("ing")):
            mention = mention._replace(last=mention.last - 1)  # a verb that no list knows stands before "the"
    if mention and sen.words[mention.first : mention.last] in (["it"], ["this"], ["that"]):
        return of_subordinate(sen, first, limit) or mention  # "It came after the minister spoke"
    return mention


def _with_verb(sen: Sentence, mention: Mention | None, limit: int) -> Mention | None:
    """Behind places and times between commas the phrase with its verb: "The day before, in Corl, Mr Dahl was"."""
    at = sen.next_kind(",", mention.last, limit) if mention else None
    if at and any(is_verb(sen, n) for n in range(mention.last, at)):
        return mention
    while at is not None and not is_verb(sen, past_adverbs(sen, at + 1)):
        later = right(sen, at + 1)
        if later and later.last < limit and is_verb(sen, past_adverbs(sen, later.last)):
            return later
        at = sen.next_kind(",", at + 1, limit)
    return mention


def past_adverbs(sen: Sentence, at: int) -> int:
    """Past the adverbs that begin at the token."""
    while is_adverb(sen, at):
        at += 1
    return at


def of_subordinate(sen: Sentence, first: int, limit: int) -> Mention | None:
    """The subject of the adverbial clause that stands last in ``first:limit``."""
    joint = next((n for n in range(limit - 2, first, -1) if sen.is_a(n, "adverbial_clause")), None)
    mention = right(sen, joint + 1) if joint else None
    verb = mention.last + is_adverb(sen, mention.last) if mention else limit
    return mention if verb < limit and is_verb(sen, verb) else None
