"""A sentence as a row of items, each with a letter, and the noun phrase of every number in it.

``#`` is a count, ``1`` one person without a number, ``0`` a negation, ``u`` another number, ``h`` a noun for people;
capitals are what happened (:data:`casualty_words.FORMS`, ``T`` a toll), small letters closed classes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crossread.figures import casualty_words
from crossread.figures.casualty_words import Lexicon, Trigger
from crossread.text.numbers import Number
from crossread.text.tokens import Tokens

LONG = 9  # items of a noun phrase
QUOTES = frozenset("\"“”‘’'`")
COUNTS = "#10"
DOERS = ("ers", "ors", "hands")
KILLED = Trigger("killed", "C")
OWN = frozenset(["his", "her", "my", "their", "our"])
FURTHER = ("other", "others", "further", "additional", "more", "new")
HIT = ("shot", "stabbed", "shoot", "stab", "shooting", "stabbing", "shoots", "stabs")
GRAVELY = frozenset(["seriously", "critically", "badly", "severely", "gravely"])
HEDGES = frozenset(["confirmed", "reported", "said"])
TIMES = frozenset("morning afternoon evening night week weekend month season spring summer winter year decade".split())
DRIVES = frozenset("force forces forced forcing drive drives drove driving driven compelled compelling".split())
FROM_HOME = re.compile(
    r"(?:from|out of) (?:their|its) (?:homes?|houses?|villages?|land)\b|to (?:flee|evacuate|(?:leave|abandon) their)\b"
)
TOTALS = frozenset(["total", "figure", "number", "tally", "count"])
DISPLACING = Trigger("displaced", "A")
SINGLE = OWN | {"a", "an", "another"}
BOTH = ("both", "one")
WITH_OTHERS = TIMES | DRIVES | TOTALS | SINGLE | {*BOTH}  # words that mean more with what stands beside them


class Item(NamedTuple):
    """A word, number or phrase of a sentence: its letter, its tokens, and what it says."""

    kind: str
    first: int
    last: int
    word: str
    number: Number | None = None
    trigger: Trigger | None = None


class Phrase(NamedTuple):
    """What a number counts: items up to ``last``, the head and its kind.

    ``kind`` is ``people``, ``bare`` (no noun), ``pronoun`` ("of them"), ``victims`` (a noun such as deaths), or
    ``things``.
    """

    last: int
    head: int | None
    kind: str
    trigger: Trigger | None = None
    of_total: bool = False


def items(tokens: Tokens, first: int, last: int, numbers: dict[int, Number], lexicon: Lexicon) -> list[Item]:
    """The items of the tokens ``first:last``; marks of quotation are left out."""
    words, found, places, at = tokens.words, [], [], first
    known, new = lexicon.known, tuple.__new__  # half the time of Item(...)
    while at < last:
        word = words[at]
        number = numbers.get(at)
        if number is not None:
            kind = "0" if number.kind == "negation" else "#" if number.kind == "count" else "u"
            if kind == "0" and words[number.last : number.last + 1] and words[number.last] in FURTHER:
                kind = "n"  # that no more were hurt says nothing of how many were
            if word in BOTH:
                places.append(len(found))
            found.append(Item(kind, at, number.last, word, number))
            at = number.last
            continue
        kind, trigger, phrases = known.get(word) or lexicon.word(word)
        if phrases:
            match = _phrase_at(words, at, phrases)
            is_roll = match is not None and match[1] is not None and match[1].form == "R"
            of = "of" in [each.word for each in found[-2:]] if is_roll else False  # "30 of the wounded were children"
            if match is not None and not (is_roll and (of or (found and found[-1].kind in "h#"))):
                kind = match[1].form if match[1] else "T"
                found.append(Item(kind, at, at + match[0], word, None, match[1]))
                at += match[0]
                continue
        if word not in QUOTES:
            if word in WITH_OTHERS:
                places.append(len(found))
                if word in TIMES and found and found[-1].word in ("this", "last", "past"):
                    kind, found[-1] = "a", found[-1]._replace(kind="a")  # "have drowned this month"
            if word in HEDGES and found and found[-1].kind in "ba":
                kind = "a"  # "are confirmed dead"
            elif word == "murders" and found and found[-1].kind == "#":  # "40 murders"
                kind, trigger = "C", KILLED
            found.append(new(Item, (kind, at, at + 1, word, None, trigger)))
        at += 1
    for place in places:
        _with_single(tokens, found, place, lexicon)
        _with_verb(found, place)
    for place in places:
        _with_toll(found, place, lexicon)
    return found


def _phrase_at(words: list[str], at: int, entries: list) -> tuple[int, Trigger | None] | None:
    for phrase, trigger in entries:
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), trigger
    return None


def _with_single(tokens: Tokens, row: list[Item], place: int, lexicon: Lexicon) -> None:
    """Mark "a soldier", "another man", "one of the hostages": one person without a number; and "both pilots"."""
    item = row[place]
    apart = item.number is not None and item.number.kind == "difference"  # "all but one of the crew"
    if item.word in BOTH and item.kind in "ux" and not apart and _of_people(row, place, lexicon):
        start, end = tokens.starts[item.first], tokens.ends[item.last - 1]
        both = Number(start, end, tokens.text[start:end], 2, 2, "exact", "count", item.first, item.last)
        row[place] = item._replace(kind="1", number=both if item.word == "both" else None)
    if item.word not in SINGLE or item.kind not in "do":
        return
    if _is_alone(row, place):
        row[place] = item._replace(kind="1")
        return
    for follow in row[place + 1 : place + 7]:
        person = lexicon.people.get(follow.word) if follow.kind == "h" else None
        if person:  # the last noun counts: not "his Jesuit companions"
            row[place] = item._replace(kind="1" if person.is_singular and not person.is_plural else item.kind)
        if follow.kind not in "xhPa-u":
            break


def _is_alone(row: list[Item], place: int) -> bool:
    """Whether no noun follows: "a 19-year-old was killed and another wounded"."""
    if place + 1 == len(row) or row[place + 1].kind not in "bPu":
        return False
    behind = "".join(item.kind for item in row[place + 1 : place + 3])
    if row[place].word == "another":
        return behind[:1] == "b" or (behind[:1] == "P" and behind[1:] not in ("h", "x", "d", "#", "1"))
    aged = behind == "u-" and [item.word for item in row[place + 3 : place + 6]] == ["year", "-", "old"]
    return aged and (place + 6 == len(row) or row[place + 6].kind not in "xh")


def _of_people(row: list[Item], place: int, lexicon: Lexicon) -> bool:
    """Whether "one of the" or "both" at an item is of people: a plural that no "and" goes on with."""
    of = place + 1 < len(row) and row[place + 1].word == "of"
    for at in range(place + 1 + of, min(place + 6, len(row))):
        if of and row[at].word in ("them", "whom"):
            return at + 1 < len(row) and row[at + 1].kind in "bI"  # not "both of them children"
        if row[at].kind == "h":
            joined = row[place].word == "both" and at + 1 < len(row) and row[at + 1].kind in "&hx"
            joined &= [each.kind for each in row[at + 1 : at + 3]] != ["&", "#"]  # "both pilots and three passengers"
            return lexicon.person(row[at].word).is_plural and not joined
        if row[at].kind not in "dox-#PS":  # "one of the wounded men"
            return False
    return False


def _with_verb(row: list[Item], place: int) -> None:
    """Mark a verb that displaces people by what goes with it: "forced 40 people from their homes"."""
    near = row[place + 1 : place + 10] if row[place].word in DRIVES and row[place].kind in "xv" else ()
    if any(each.kind == "#" for each in near) and FROM_HOME.search(" ".join(each.word for each in near)):
        row[place] = row[place]._replace(kind="A", trigger=DISPLACING)


def _with_toll(row: list[Item], place: int, lexicon: Lexicon) -> None:
    """Mark "the number of people killed": a number where something happened within a few words is a toll. So is
    "bringing the total to" behind what happened."""
    word = row[place].word
    raised = place > 1 and row[place - 1].kind == "d" and row[place - 2].word in lexicon.words["raises"]
    of = place + 1 < len(row) and row[place + 1].word == "of"  # not "number killed"
    told = word == "number" and any(each.kind in "PSCI" for each in row[place + 1 : place + 2 + 6 * of])
    if told or (word in TOTALS and raised and any(each.kind in "PAISC" for each in row[:place])):
        row[place] = row[place]._replace(kind="T")


class Claim(NamedTuple):
    """A number taken by what happened: how far off, which item said so, the number that it is part of."""

    cost: float
    measure: str
    trigger: int
    part_of: int | None = None


class Sentence:
    """A sentence as items, with the phrase of each number."""

    def __init__(self, tokens: Tokens, row: list[Item], lexicon: Lexicon):
        self.tokens, self.row, self.lexicon = tokens, row, lexicon
        self.kinds = "".join([item.kind for item in row])
        self.counts = [place for place, kind in enumerate(self.kinds) if kind in COUNTS]
        self.phrases = {place: self._phrase(place) for place in self.counts}
        self.claims: dict[int, Claim] = {}

    def word(self, place: int) -> str:
        """The word of an item; empty past either end."""
        return self.row[place].word if 0 <= place < len(self.row) else ""

    def kind(self, place: int) -> str:
        """The letter of an item; a stop past either end."""
        return self.kinds[place] if 0 <= place < len(self.kinds) else "."

    def _phrase(self, place: int) -> Phrase:
        """The noun phrase of the number at ``place``."""
        row, kinds, at = self.row, self.kinds, place + 1
        head: int | None = None
        thing: int | None = None
        trigger: Trigger | None = None
        single = kinds[place] in "10" or (row[place].number is not None and 1 in row[place].number[3:5])
        at += (self.word(at), self.word(at + 1)) == ("out", "of")
        if self.word(at) == "of":
            at += 1
            named = self.kind(at) == "d" or self.word(at) == "those"
            at += named
            if self.word(at) in ("them", "whom"):
                return Phrase(at, None, "pronoun", None, True)
            if named and self.kind(at) in "SP" and self.kind(at + 1) not in "h":
                return Phrase(at, None, "victims", row[at].trigger, True)
        end = min(len(row), place + 1 + LONG)
        while at < end:
            kind = kinds[at]
            if kind == "h":
                person = self.lexicon.person(row[at].word)
                if person.is_plural or single:
                    head = at
                elif thing is None or head is None:
                    thing = at
            elif row[at].word == "lives" and head is None:
                took = self.word(self.before(place - 1)) in self.lexicon.words["lives"]
                return Phrase(at, at, "victims" if took else "things", KILLED if took else None)
            elif row[at].word in ("old", "olds") and kinds[at - 1] == "-" and self.kind(at + 1) not in "xh":
                head = at  # "two 19-year-olds"
            elif kind == "x":
                if not self._goes_on(at, head, thing, single):
                    break
                head, thing = None, at
            elif kind == "(" and head is None and self.kind(at + 2) == ")":
                at += 2
            elif (kind == "u" and (self.tokens.touches(row[at].first) or row[at].number.kind == "age")) or (
                kind == "-" and self.tokens.touches(row[at].first)
            ):
                pass
            elif kind == "C" and head is None and not single and not row[at].word.endswith("s"):
                break  # "his 2004 death"
            elif row[at].word == "bodies" and thing is not None and not row[thing].word.endswith("ed"):
                thing = at  # of a state, a party
            elif (kind == "C" and head is None) or (kind == "S" and thing is not None and kinds[thing] == "h"):
                return Phrase(at, at, "victims", row[at].trigger)
            elif (
                kind in "SP"
                and head is None
                and (self.kind(at + 1) in "hC" or (self.kind(at + 1) == "x" and self.kind(at + 2) == "h"))
            ):
                trigger = row[at].trigger
            elif (
                (kind == "v" and self.kind(at + 1) == "h" and head is None)
                or (kind == "o" and head is None)
                or (kind == "d" and at == place + 1)
                or (kind == "a" and self.word(at + 1) == "-")
            ):
                pass
            else:
                break
            at += 1
        if head is not None:
            return Phrase(head, head, "people", trigger)
        if thing is None and (self.word(at), self.word(at + 1)) == ("on", "board"):
            return Phrase(at + 1, None, "bare", trigger)  # "all 62 on board died"
        last = at - 1
        while last > place and kinds[last] in "o-(":
            last -= 1
        return Phrase(last, thing, "things" if thing is not None else "bare", trigger)

    def _goes_on(self, at: int, head: int | None, thing: int | None, single: bool) -> bool:
        """Whether an unknown word belongs to the phrase whose nouns so far are ``head`` and ``thing``."""
        word = self.row[at].word
        if head is not None:
            return (self._is_things(at) and not self.word(head).endswith("s")) or (
                single and self.tokens.text[self.tokens.starts[self.row[at].first]].islower()
            )
        if thing is not None and self.row[thing].word in self.lexicon.units:
            return word in self.lexicon.units
        return not word.endswith("ed") or self.kind(at + 1) in "xh"

    def _is_things(self, place: int) -> bool:
        """Whether a word after a noun for people makes it one of things: "police cars"."""
        word = self.row[place].word
        first = self.tokens.starts[self.row[place].first]
        return (
            word.endswith("s")
            and not word.endswith(("'s", "’s", "ss"))
            and (self.tokens.text[first].islower() or word in self.lexicon.units)
        )

    def counts_people(self, place: int, measure: str) -> bool:
        """Whether the number at ``place`` can count casualties of ``measure``."""
        phrase = self.phrases[place]
        if phrase.kind in ("people", "bare", "pronoun") or phrase.of_total:
            return True
        word = self.word(phrase.head) if phrase.head is not None else ""
        does = measure in ("killed", "injured") and word.endswith(DOERS) and word not in casualty_words.NO_DOERS
        return phrase.kind == "things" and (does or self.is_named_group(phrase))

    def is_name(self, place: int) -> bool:
        """Whether an item is a word with a capital in a text that has small letters."""
        item = self.row[place]
        words = self.tokens.text[self.tokens.starts[item.first] : self.tokens.ends[item.last - 1]]
        return words[0].isupper() and words[1:].islower()

    def is_named_group(self, phrase: Phrase) -> bool:
        """Whether a head that is no known noun names a people: a plural with a capital in a text that has small
        letters."""
        word = self.row[phrase.head].word
        return self.is_name(phrase.head) and word.endswith(("s", "i")) and word not in self.lexicon.units

    # --- claims -------------------------------------------------------------------------------------------------

    def claim(self, place: int, cost: float, measure: str, trigger: int, part_of: int | None = None) -> None:
        """Let a trigger take a number, unless another has a better right to it."""
        old = self.claims.get(place)
        if self.kinds[place] == "1" and measure not in ("killed", "injured", "captured"):
            return
        bare = self.phrases[place].kind == "bare"
        if bare and measure == "captured" and self.word(place) == "one":
            return
        if measure == "affected" and self.word(trigger) in HIT:
            if bare and (place > trigger or place + 1 == trigger):  # "shot 65" at golf, "one shot", "no shot"
                return
            cost += 5  # "shot two men dead"
        if not self.counts_people(place, measure) or (old is not None and old.cost <= cost):
            return
        self.claims[place] = Claim(cost, measure, trigger, part_of)

    def is_some(self, place: int) -> bool:
        """Whether the number at ``place`` is of people told of before: "of them", "two nuns among them", "two
        seriously"."""
        follow = self.row[self.phrases[place].last + 1 : self.phrases[place].last + 3]
        hurt = any(item.trigger and self.tokens.words[item.last - 1] == "condition" for item in follow)
        hurt |= bool(follow) and follow[0].word in GRAVELY and (len(follow) == 1 or follow[1].kind in ",.;&")
        among = [item.word for item in follow] == ["among", "them"]
        return among or self.phrases[place].kind == "pronoun" or (self.phrases[place].kind == "bare" and hurt)

    def after(self, place: int) -> int:
        """The first item from ``place`` on that is no adverb."""
        while self.kind(place) == "a":
            place += 1
        return place

    def before_next(self, place: int) -> int:
        """The first item behind ``place`` that is no adverb, determiner or adjective before a number."""
        place += 1
        while self.kind(place) in "ad":
            place += 1
        return place

    def before(self, place: int, skipped: str = "a") -> int:
        """The last item up to ``place`` that is none of the ``skipped`` letters."""
        while place >= 0 and self.kinds[place] in skipped:
            place -= 1
        return place
