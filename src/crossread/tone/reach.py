"""Which words of a sentence speak of a target, so that its label may rest on them.

The classifier sees the whole sentence. What is said of another, and what the target itself says, feels, wants or thinks
of others, is no judgement of it: "Mr Dane praised the brave nurses" judges the nurses, in Mr Dane's eyes. The roles are
those that word order shows; whose an attitude is and whom it is about follows Levin (1993: 31.1 and 31.2, 33).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    PRONOUNS,
    RELATIVES,
    SAYING,
    Item,
    sign,
)  # fmt: skip

# Classes of words (tone_classes.toml), by what they tell of whom.
FELT = frozenset("anger demand doubt joy resolve".split())  # what a mind holds
JUDGING = frozenset("agree blame excuse oppose praise quarrel scorned support warmth".split())  # its verdicts on others
WORTH = frozenset("bad capable deceit fail good incapable succeed vice virtue".split())  # what one is, whoever says so
EVENTS = frozenset("defeat law rise weaken".split())  # what happens in contests, courts and counts
BEFALLING = frozenset("defeat demand harm law suffering weaken".split())  # what others do to one: no judgement of one
FACED = frozenset("bad fail harm law quarrel suffering weaken".split())  # nouns of what one deals with
OWN_LOT = frozenset(["bad", "suffering"])  # nouns of what one has, and has not done: "his troubles"
PEOPLE = frozenset(["kin", "role"])  # whom a target has, and who are not the target

CAUSING = lists.words("tone_causing")  # verbs of bringing about: "caused chaos"
FEELING = lists.words("tone_feeling")  # verbs whose subject has the feeling
FELT_OF = lists.words("tone_felt_of")  # participles of those, said of whom others feel it of: "was feared"
FOUND = lists.words("tone_found")  # verbs of taking one for something: "called X a liar"
HAPPENS = lists.words("tone_happens")  # words of events in other classes: "won", "lost"
MET = lists.words("tone_met")  # verbs of what comes upon one from others: "drew praise"
UNSAID = lists.words("tone_unsaid")  # with these nothing is said to be so, or is any more: "if", "denied", "ended"
ENDED = ENDS | {",", '"'}
NO_DESCRIPTION = ENDED | PREPOSITIONS | set(NAMES)


def reach(items: Sequence[Item], first: int, last: int) -> set[int]:
    """The numbers of the items that speak of the target at ``first`` to ``last``."""
    begin, after = _described(items, first), last + 1
    if begin and items[begin - 1].word == "to":  # what comes next is a verb
        begin = first
    if after < len(items) and items[after].tag in "NJ":  # "US troops": what describes is said of the troops
        begin = first
        while after < len(items) and items[after].tag in "NJ" and items[after].word not in ENDED:
            after += 1
        if items[after - 1].word == NAME:
            return set()
    found = {n for n in range(begin, first) if items[n].tag != "N" or not _is(items[n], JUDGING)}
    owned = _owned(items, first, last)
    if owned:
        after = owned[-1] + 1
        if any(_is(items[n], PEOPLE) or _held(items, n, be=False, met=False) for n in owned):
            return found
        found |= {n for n in owned if items[n].tag != "N" or not _is(items[n], OWN_LOT)}
    while begin > 1 and items[begin - 1].word in ("and", "or", ",") and items[begin - 2].word in NAMES:
        begin = _described(items, begin - 2)
    at = begin - 1
    if at >= 0 and items[at].word in PREPOSITIONS:
        above, goes_on = _governed(items, at, after)
        if above is None or not goes_on:
            return found | above if above is not None else set()
        found |= above
    elif at >= 0 and items[at].tag in "VG" and items[at].word not in SAYING and not _has_verb(items, after):
        performed = any(item.word in ("i", "we") for item in items[max(0, at - 4) : at])  # "I want to thank"
        if not performed and (_unsaid(items, at) or (at and items[at - 1].word == "to")):
            return set()
        found |= {*([] if _befalls(items[at]) else [at]), *_complement(items, at, after)}
        return found - _others(items, first, last)
    elif _unsaid(items, begin) or any(item.word in NEGATIONS for item in items[max(0, at - 3) : at + 1]):
        return set()
    return (found | _said_of(items, after, at < 0)) - _others(items, first, last)


def _governed(items: Sequence[Item], at: int, after: int) -> tuple[set[int] | None, bool]:
    """Of a target behind the preposition ``at``: what that hangs on, as far as it speaks of the target, None where
    nothing is said to be so; and whether what is said of that is said of the target: "the rule of X was harsh"."""
    if _unsaid(items, at):
        return None, False
    above = _above(items, at)
    head = min(above, default=at)
    opens = head == 0 or items[head - 1].word in ENDED
    if items[at].word != "of" or not above or any(_is(items[n], FELT | JUDGING) for n in above):
        return set() if opens and _has_verb(items, after) else set(above), False  # "faith in X has gone"
    return set(above), opens or items[head - 1].word in DETERMINERS


def _said_of(items: Sequence[Item], after: int, opens: bool) -> set[int]:
    """What is said of a subject that ends before item ``after``, in an insertion and by its verb."""
    if after >= len(items):
        return set()
    found: set[int] = set()
    word, verbs = items[after].word, [item.tag in "VG" or item.word in AUXILIARIES for item in items[after:]]
    if opens and (word == "as" or (word == "of" and not any(verbs))):  # what a source takes it for, or accuses it of
        return set(_until(items, after + 1))
    if word == "," and after + 1 < len(items):
        close = next((n for n in range(after + 1, min(len(items), after + 15)) if items[n].word in ',;."'), after + 1)
        inserted = items[after + 1]
        if inserted.word in RELATIVES:
            found.update(_predicate(items[:close], after + 2))
        elif inserted.word in DETERMINERS or inserted.tag == "J":
            found.update(range(after + 1, close))
        after = close + 1
    elif word in RELATIVES:
        after += 1
    if any(item.tag in "VG" or item.word in AUXILIARIES for item in items[after : after + 5]):
        found.update(_predicate(items, after))
    return found


def _is(item: Item, classes: frozenset[str]) -> bool:
    return any(name.lstrip("!") in classes for name in item.known.classes)


def judges(item: Item) -> int:
    """1 where a word is good, -1 where it is bad, 0 where it is neither, or names only what happened."""
    known = {name.lstrip("!") for name in item.known.classes} - {"+", "-"}
    return 0 if item.word in HAPPENS or (known and known <= EVENTS) else sign(item)


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
        if not (listed or before.word in DETERMINERS or (before.tag in "JNR" and before.word not in NO_DESCRIPTION)):
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


def _has_verb(items: Sequence[Item], n: int) -> bool:
    """Whether a verb, or what stands before one, comes next, so that what is before it is its subject."""
    return (
        n < len(items)
        and items[n].word != "to"
        and any(item.tag == "V" or item.word in AUXILIARIES for item in items[n : n + 2 + (items[n].word == '"')])
    )


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
    while n < len(items) and not (items[n].word in ENDED or _opens(items, n)):
        yield n
        n += 1


def _opens(items: Sequence[Item], n: int) -> bool:
    """Whether "and" is followed by another subject."""
    return (
        items[n].word in ("and", "or") and n + 1 < len(items) and items[n + 1].word in (NAME, *PRONOUNS - POSSESSIVES)
    )


def _predicate(items: Sequence[Item], n: int) -> list[int]:
    """What is said of a subject, from item ``n`` on: up to the end of the clause, to what it is to do, and to what it
    says, feels or thinks itself; without what it has to deal with."""
    found: list[int] = []
    be = met = causing = False
    while n < len(items):
        item = items[n]
        listed = item.word == "," and n + 1 < len(items) and items[n + 1].tag in "JR" and items[n - 1].tag == "J"
        if item.word in ENDS or _opens(items, n) or (item.word == "," and not listed) or item.word in UNSAID:
            break
        if item.word == "to" and n + 1 < len(items) and items[n + 1].tag == "V":
            break
        held = _held(items, n, be, met)
        if item.tag == "N" and (held or (not (be or causing) and _faced(item))):  # and what describes it
            k = n
            while found and found[-1] == k - 1 and items[k - 1].tag == "J":
                k = found.pop()
        elif item.word == "by" and be:  # who does it
            while n + 1 < len(items) and items[n + 1].word not in PREPOSITIONS | ENDED:
                n += 1
        elif not held and item.tag not in "xp" and not (be and item.tag in "VG" and _befalls(item)):
            found.append(n)
        if held:
            break
        be = item.word in BE or (be and item.tag not in "VG")
        met, causing = met or item.word in MET, causing or item.word in CAUSING
        n += 1
    return found


def _faced(item: Item) -> bool:
    known = {name.lstrip("!") for name in item.known.classes} - {"+", "-"}
    return bool(known) and known <= FACED


def _held(items: Sequence[Item], n: int, be: bool, met: bool) -> bool:
    """Whether item ``n`` is what its subject says or feels, or its verdict of another. ``be``: it stands after "is";
    ``met``: after a verb of what comes from others."""
    item = items[n]
    if item.word in SAYING or (item.word in FEELING and not be):
        return True
    if be and item.tag != "N":
        of = n + 1 < len(items) and items[n + 1].word in ("of", "about", "that", "to")
        return _is(item, FELT) and item.word not in FELT_OF and (of or not _is(item, WORTH))
    if item.tag in "NJ":
        return not met and _is(item, FELT | JUDGING if item.tag == "N" else FELT) and not _is(item, WORTH)
    return item.tag in "VG" and _is(item, JUDGING | {"demand", "doubt", "resolve"})


def _unsaid(items: Sequence[Item], n: int) -> bool:
    """Whether a word before item ``n``, in its clause or right before it, says that nothing is said to be so."""
    k, clauses = n - 1, 0
    while k >= 0 and n - k < 12:
        word = items[k].word
        if word in UNSAID:
            return True
        if word in NEGATIONS and clauses and items[k + 1].word != "only":
            return True
        if word in ENDED:
            if word != "that":
                return False
            clauses += 1
        k -= 1
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
