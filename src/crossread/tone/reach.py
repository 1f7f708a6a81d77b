"""Which words of a sentence speak of a target, so that its label may rest on them.

The classifier sees the whole sentence. What is said of another, and what the target itself says, feels, wants or thinks
of others, is no judgement of it: "Mr Dane praised the brave nurses" judges the nurses, in Mr Dane's eyes. The roles are
those that word order shows; whose an attitude is and whom it is about follows Levin (1993: 31.1 and 31.2, 33).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from crossread import lists
from crossread.tone.features import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    ENDS,
    NAME,
    NAMES,
    NEGATIONS,
    POSSESSIVES,
    PREPOSITIONS,
    SAYING,
    Item,
    judged,
)  # fmt: skip

# Classes of words (tone_classes.toml), by what they tell of whom.
FELT = frozenset("anger demand doubt joy resolve".split())  # what a mind holds
DEALING = frozenset("demand doubt resolve".split())  # what a mind does about others
JUDGING = frozenset("agree blame excuse oppose praise quarrel scorned support warmth".split())  # its verdicts on others
WORTH = frozenset("bad capable deceit fail good incapable succeed vice virtue".split())  # what one is, whoever says so
EVENTS = frozenset("defeat law rise weaken".split())  # what happens in contests, courts and counts
PROCESS = frozenset("demand doubt law resolve".split())  # what makes no whole sentence good or bad
BEFALLING = frozenset(
    "defeat demand harm intrude law suffering weaken".split()
)  # what others do to one: no judgement of one
FACED = frozenset("bad fail harm law quarrel suffering weaken".split())  # nouns of what one deals with
TELLING = frozenset(["admit", "telling"])
OWN_LOT = frozenset(["bad", "suffering"])  # nouns of what one has, and has not done: "his troubles"
PEOPLE = frozenset(["kin", "role"])  # whom a target has, and who are not the target

SUBJECTS = frozenset("he i she they we".split())  # forms that are no objects
FEELING = lists.words("tone_feeling")  # verbs whose subject has the feeling
FELT_OF = lists.words("tone_felt_of")  # participles of those, said of whom others feel it of: "was feared"
FOUND = lists.words("tone_found")  # verbs of taking one for something: "called X a liar"
MODALS = frozenset("can could may might must ought should would".split())  # what could be good is no praise
OF_IT = frozenset("of with by like as for over".split())  # prepositions before what still speaks of a subject
MET = lists.words("tone_met")  # verbs of what comes upon one from others: "drew praise"
UNSAID = lists.words("tone_unsaid")  # with these nothing is said to be so, or is any more: "if", "denied", "ended"
ENDED = ENDS | {",", '"'}
NO_DESCRIPTION = ENDED | PREPOSITIONS | set(NAMES)


def reach(items: Sequence[Item], first: int, last: int) -> set[int]:
    """The numbers of the items that speak of the target at ``first`` to ``last``."""
    if any(item.word == "?" for item in items[-2:]):  # a question claims nothing
        return set()
    subject = items[first].word in SUBJECTS
    begin, after = first if subject else _described(items, first), last + 1
    if after < len(items) and items[after].tag in "NJ":  # "US troops": what describes is said of the troops
        begin = first
        while after < len(items) and items[after].tag in "NJ" and items[after].word not in ENDED:
            after += 1
        if items[after - 1].word == NAME:
            return set()
    found = {n for n in range(begin, first) if items[n].tag != "N" or _is(items[n], WORTH)}
    owned = _owned(items, first, last)
    if owned:
        after = owned[-1] + 1
        if any(_is(items[n], PEOPLE) or _held(items, n, be=False, met=False) for n in owned):
            return found
        found.update(n for n in owned if n < owned[-1] or not _is(items[n], OWN_LOT))
    while begin > 1 and items[begin - 1].word in ("and", "or") and items[begin - 2].word in NAMES:
        begin = _described(items, begin - 2)
    at = begin - 1
    if _unsaid(items, begin):
        return set()
    if at >= 0 and items[at].word in PREPOSITIONS:
        above = _above(items, at)
        if items[at].word != "of" or not above or any(_is(items[n], FELT | JUDGING) for n in above):
            opens = items[min(above, default=at) - 1].word in ENDED or min(above, default=at) == 0
            return found if opens and _has_verb(items, after) else found.union(above)  # "faith in X has gone"
        found.update(above)  # and so is what is said of it: "the rule of X was harsh"
    elif at >= 0 and items[at].tag in "VG" and not (subject or _is_subject(items, at, after)):
        if at and items[at - 1].word == "to":
            return set()
        return {*found, *([] if _befalls(items[at]) else [at]), *_complement(items, at, after)} - _others(
            items, first, last
        )
    return (found | _said_of(items, after, at < 0)) - _others(items, first, last)


def _is_subject(items: Sequence[Item], at: int, after: int) -> bool:
    """Whether what stands behind the verb ``at`` is the subject of the next: "thinks X is", but not "naming X is"."""
    return items[at].word in SAYING or (_has_verb(items, after) and (items[at].tag == "V" or items[at].word in FOUND))


def _has_verb(items: Sequence[Item], n: int) -> bool:
    """Whether a verb, or what stands before one, comes next, so that what is before it is its subject."""
    near = items[n : n + 2 + (n < len(items) and items[n].word == '"')]
    return any(item.tag == "V" or item.word in AUXILIARIES for item in near) and near[0].word != "to"


def _said_of(items: Sequence[Item], after: int, opens: bool) -> set[int]:
    """What is said of a subject that ends before item ``after``, in an insertion and by its verb."""
    if after >= len(items):
        return set()
    found: set[int] = set()
    word, verbs = items[after].word, [item.tag in "VG" or item.word in AUXILIARIES for item in items[after:]]
    if opens and (word == "as" or (word in ("a", "an", "of") and not any(verbs))):  # what a source takes it for,
        return set(_until(items, after + 1))  # or accuses it of
    if word == "," and after + 1 < len(items):
        close = next((n for n in range(after + 1, min(len(items), after + 15)) if items[n].word in ',;."'), after + 1)
        if items[after + 1].word in DETERMINERS or items[after + 1].tag == "J":
            found.update(range(after + 1, close))
        after = close + 1
    if any(item.tag in "VG" or item.word in AUXILIARIES for item in items[after : after + 5]):
        found.update(_predicate(items, after))
    return found


def _is(item: Item, classes: frozenset[str]) -> bool:
    return any(name.lstrip("!") in classes for name in item.known.classes)


def of_others(item: Item) -> bool:
    """Whether a word tells of somebody's verdict or feeling, or of what one is taken for."""
    if item.tag == "N":
        return _is(item, FELT | JUDGING) and not _is(item, WORTH)
    return item.word in FOUND | FEELING | FELT_OF | {"as"} or (item.tag in "VG" and _is(item, JUDGING))


def _befalls(item: Item) -> bool:
    return _is(item, BEFALLING) and not _is(item, JUDGING)


def _described(items: Sequence[Item], first: int) -> int:
    """The first of the words right before a target that describe it."""
    n = first
    while n > 0:
        before = items[n - 1]
        listed = before.word in ("and", ",") and n > 1 and items[n].tag == items[n - 2].tag == "J"
        if not (
            listed or before.word in DETERMINERS - ENDS or (before.tag in "JNR" and before.word not in NO_DESCRIPTION)
        ):
            break
        n -= 1
    return n


def _owned(items: Sequence[Item], first: int, last: int) -> list[int]:
    """The items of what the target owns: "his long speech"."""
    n = last + 1
    if items[first].word not in POSSESSIVES or first < last:
        if n >= len(items) or items[n].word != "'s":
            return []
        n += 1
    stop = n + 1  # whatever it is tagged, what is owned is a noun
    while stop < min(len(items), n + 5) and items[stop].tag in "NJDG" and items[stop].word not in ENDED:
        stop += 1
    return list(range(n, min(stop, len(items))))


def _above(items: Sequence[Item], at: int) -> list[int]:
    """The items that the preposition ``at`` hangs on: a noun and what describes it, or a verb. But for "of" it is of
    the target only where it is a verdict or a feeling, and with "by" only where it is neither."""
    found = []
    n = at - 1
    while n >= 0 and items[n].tag in "NJRVG" and items[n].word not in (*NAMES, *ENDED, *SAYING):
        found.append(n)
        if items[n].tag in "VG":
            break
        n -= 1
    word = items[at].word
    attitude = any(_is(items[n], FELT | JUDGING) for n in found)
    return found if word == "of" or (attitude != (word == "by") and word not in ("with", "from")) else []


def _complement(items: Sequence[Item], verb: int, n: int) -> Iterator[int]:
    """What the object before item ``n`` is taken for, or judged for."""
    found = items[verb].word in FOUND
    if n >= len(items):
        return
    if items[n].word == "as" or (items[n].word in ("for", "over", "of") and _is(items[verb], JUDGING)):
        n += 1
    elif not found:
        return
    yield from _until(items, n)


def _until(items: Sequence[Item], n: int) -> Iterator[int]:
    """The items from ``n`` on to the end of the clause."""
    return takewhile(lambda k: items[k].word not in ENDS, range(n, len(items)))


def _predicate(items: Sequence[Item], n: int) -> list[int]:
    """What is said of a subject, from item ``n`` on: up to the end of the clause, to what it is to do, and to what it
    says, feels or thinks itself; without what it has to deal with."""
    found: list[int] = []
    be = met = modal = aside = False
    for k in _until(items, n):
        item = items[k]
        if item.word == "," or (item.word == "to" and k + 1 < len(items) and items[k + 1].tag == "V"):
            break
        held = item.word in UNSAID or _held(items, k, be, met)
        if item.word in PREPOSITIONS and item.word != "of":  # where, when or about what: not about the subject
            aside = bool(found) and not be and item.word not in OF_IT
        faced = item.tag == "N" and _faced(item) and not be
        suffered = be and item.tag in "VG" and _befalls(item)
        if held:
            break
        if not (aside or faced or suffered or item.tag in "xp" or (modal and judged(item, EVENTS) > 0)):
            found.append(k)
        be = item.word in BE or (be and item.tag not in "VG")
        met, modal = met or item.word in MET, modal or item.word in MODALS
    return found


def _faced(item: Item) -> bool:
    known = {name.lstrip("!") for name in item.known.classes} - {"+", "-"}
    return bool(known) and known <= FACED


def _held(items: Sequence[Item], n: int, be: bool, met: bool) -> bool:
    """Whether item ``n`` is what its subject says or feels, or its verdict of another. ``be``: it stands after "is";
    ``met``: after a verb of what comes from others."""
    item = items[n]
    if item.word in SAYING or (item.tag in "VG" and _is(item, TELLING)) or (item.word in FEELING and not be):
        return True
    if be and item.tag != "N":
        of = n + 1 < len(items) and items[n + 1].word in ("of", "about", "on", "that", "to")
        return _is(item, FELT) and item.word not in FELT_OF and (of or not _is(item, WORTH))
    if item.tag in "NJ":
        return not met and _is(item, FELT | JUDGING if item.tag == "N" else FELT) and not _is(item, WORTH)
    return item.tag in "VG" and (item.word in FOUND or _is(item, JUDGING | DEALING))


def _unsaid(items: Sequence[Item], n: int) -> bool:
    """Whether a word before item ``n``, in its clause or right before it, says that nothing is said to be so."""
    below = False
    for item in reversed(items[max(0, n - 12) : n]):
        if item.word in UNSAID or (below and item.word in NEGATIONS):
            return True
        if item.word in ENDED and item.word != "that":
            return False
        below = below or item.word == "that"
    return False


def _others(items: Sequence[Item], first: int, last: int) -> set[int]:
    """The items that describe another name, or that it owns."""
    found: set[int] = set()
    for k, item in enumerate(items):
        if item.word != NAME or first <= k <= last:
            continue
        owner = k + 1 < len(items) and items[k + 1].word == "'s"
        n = k + 2
        while owner and n < len(items) and items[n].tag in "NJDG":
            found.add(n)
            n += 1
        if not owner and (k + 1 == len(items) or items[k + 1].tag not in "NJ"):
            n = k - 1
            while n >= 0 and items[n].tag in "JN" and items[n].word not in NAMES:
                found.add(n)
                n -= 1
    return found
