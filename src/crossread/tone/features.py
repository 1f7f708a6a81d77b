"""What a classifier sees of a sentence and of a target in it: names, numbers and topic words are masked.

So nothing can be learnt of who is liked, or of what is reported. The sides of the target after Vo and Zhang (2015),
words marked as negated after Pang, Lee and Vaithyanathan (2002); the rest are the roles that word order shows.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from crossread import lists
from crossread.tone.words import Lexicon

Span = tuple[int, int]
# Its kind and what stands there, which together are its name; its value; the number of the item that it comes from (-1:
# of several). Two words, as most are asked for once and joining them would take most of the time.
Feature = tuple[str, str, float, int]
Name = tuple[str, str]

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]")
LONGEST = 120  # items of a sentence, of which a target's view is made; what goes on is a list or a table
NAME, TITLE, NUMBER, TOPIC, ELSEWHERE = "NN", "tt", "00", "##", "…"
MARKS = frozenset('"“”„«»')
NEGATIONS = lists.words("tone_negation")
REACH = 5  # words that a negation reaches
JOINS = lists.words("tone_join")
RELATIVES = lists.words("tone_relative")
ENDS = JOINS | RELATIVES | frozenset(";:—–…")  # of a clause
PREPOSITIONS = lists.words("tone_preposition")
DETERMINERS = lists.words("tone_determiner")
AUXILIARIES = lists.words("tone_auxiliary")
BE = lists.words("tone_be")
POSSESSIVES = lists.words("tone_possessive")
PRONOUNS = POSSESSIVES | lists.words("tone_pronoun")
SAYING = lists.words("tone_saying")
TITLES = lists.words("tone_title")
CLOSED = frozenset().union(
    NEGATIONS, MARKS, JOINS, RELATIVES, PREPOSITIONS, DETERMINERS, AUXILIARIES, PRONOUNS, lists.words("tone_closed")
)
AFTER_OWNED = PREPOSITIONS | AUXILIARIES  # what is owned ends before these
AFTER_IS = AFTER_OWNED | DETERMINERS | NEGATIONS  # a "'s" before these stands for "is" or "has"
FORMS = 50_000  # that are kept as they were looked up
SUFFIXES = ("'s", "'re", "'ve", "'ll", "'d", "'m")
STEM = 5  # characters
WINDOW = 8  # words on either side of a target that are near it
# How far a word is from a target, as far as that matters: 5 to 7 are one distance, and so is all beyond the window.
STEPS = {n: max(-WINDOW - 1, min(WINDOW + 1, n)) for n in range(-LONGEST, LONGEST + 1)}
STEPS |= {6: 5, 7: 5, -6: -5, -7: -5}
OPEN = "NVGJR"  # tags of the open classes


class Item(NamedTuple):
    """A word, mark, name or number. ``marked`` is the word with "!" where it is negated, ``kind`` its class for
    patterns; valence is VADER's and polarity TextBlob's, turned by a negation."""

    word: str
    tag: str
    marked: str
    stem: str  # of the marked word; empty of a short one and of the closed classes
    kind: str
    valence: float
    polarity: float
    subjectivity: float
    loaded: bool  # whether a lexicon has anything on it
    classes: tuple[str, ...]  # of attitude, and their signs, with "!" before where it is negated
    tells: bool  # whether it can be evidence: no name, no grammar word, none that the code book sets aside
    start: int
    end: int
    quoted: bool


class _Form(NamedTuple):
    """What a form tells wherever it stands: itself in small letters and a suffix cut off, whether it may be a title or
    a name, whether it is an English word, what stands for it, and its tag."""

    base: str
    suffix: str
    title: bool
    capital: bool
    english: bool
    shown: str
    tag: str


def _form(word: str, lexicon: Lexicon) -> _Form:
    """``word`` as it is known; what was looked up is kept, as a hundred forms are half of any text."""
    if word in lexicon.forms:
        return lexicon.forms[word]
    low = word.lower().replace("’", "'")
    ending = "n't" if len(low) > 3 else None, *(suffix for suffix in SUFFIXES if len(low) > len(suffix))
    suffix = next((each for each in ending if each and low.endswith(each)), "")
    base = low.removesuffix(suffix)
    large = word[0].isupper()
    shown = TOPIC if base in lexicon.topic else base
    if len(lexicon.forms) >= FORMS:
        lexicon.forms.clear()
    form = _Form(base, suffix, large and base in TITLES, large and base != "i", lexicon.knows(base), shown,
                 lexicon.tag(base))  # fmt: skip
    return lexicon.forms.setdefault(word, form)


def read(text: str, spans: Sequence[Span], lexicon: Lexicon) -> list[Item]:
    """The items of the words in ``spans`` of ``text``, in order; what lies between two spans is one item."""
    items: list[tuple] = []  # the first five columns of an item
    quoted, opens = False, True
    spoken = [[(m.group(), *m.span()) for m in TOKEN.finditer(text, *span)] for span in spans]
    titled = _titled(word for own in spoken for word, _, _ in own)
    for number, own in enumerate(spoken):
        if number:
            items.append((ELSEWHERE, "p", spans[number - 1][1], spans[number][0], False))
        for word, start, end in own:
            if word[0].isalpha():
                form = _form(word, lexicon)
                middle = end - len(form.suffix)
                kind = TITLE if form.title else ""
                # Within a sentence any word with a capital is a name; in a headline with capitals throughout, and where
                # a sentence opens, only one that is no English word.
                if form.capital and not kind and not (form.english and (opens or titled)):
                    kind = NAME
                if kind and items and items[-1][0] in (NAME, TITLE):
                    _, tag, first, _, within_marks = items[-1]
                    items[-1] = (NAME, tag, first, middle, within_marks)
                else:
                    items.append((kind or form.shown, "N" if kind else form.tag, start, middle, quoted))
                if form.suffix:
                    items.append((form.suffix, "x", middle, end, quoted))
                opens = False
            elif word[0].isdigit():
                items.append((NUMBER, "D", start, end, quoted))
                opens = False
            else:
                if word in MARKS:
                    quoted = not quoted if word == '"' else word in "“„«"
                items.append(('"' if word in MARKS else word, "p", start, end, quoted))
                opens = word in '.!?":“' or (opens and word in "'‘’—–-")
            if len(items) >= LONGEST:
                return _weighed(items, lexicon)
    return _weighed(items, lexicon)


def _titled(spoken: Iterable[str]) -> bool:
    """Whether more than three words of the open classes all have a capital, as in a headline."""
    n = 0
    for word in spoken:
        if len(word) > 2 and word[0].isalpha() and word.lower() not in CLOSED:
            if not word[0].isupper():
                return False
            n += 1
    return n > 3


def _weighed(items: list[tuple], lexicon: Lexicon) -> list[Item]:
    weighed, reach = [], 0
    for word, tag, start, end, quoted in items:
        known = lexicon.forms.get((word, tag, reach > 0)) or _known(word, tag, reach > 0, lexicon)
        weighed.append(Item(*known, start, end, quoted))
        if word in NEGATIONS:
            reach = REACH
        elif tag == "p" or word == "but":
            reach = 0
        else:
            reach -= 1
    return weighed


def _known(word: str, tag: str, negated: bool, lexicon: Lexicon) -> tuple:
    """The columns of an item that do not depend on where it stands."""
    kind, *weights = _weight(word, tag, negated, lexicon)
    marked, classes = "!" * negated + word, tuple(["!" * negated + name for name in lexicon.classes.get(word, ())])
    stem = marked[: STEM + negated] if len(word) >= STEM and tag in OPEN else ""
    tells = (
        tag in OPEN
        and word.isalpha()
        and word.islower()
        and word not in CLOSED
        and (word not in lexicon.aside or word in lexicon.bound)
    )
    known = (word, tag, marked, stem, kind, *weights, any(weights), classes, tells)
    return lexicon.forms.setdefault((word, tag, negated), known)


def _weight(word: str, tag: str, negated: bool, lexicon: Lexicon) -> tuple[str, float, float, float]:
    """The class of a word for patterns, its valence, polarity and subjectivity."""
    if word in (NAME, TITLE, TOPIC, NUMBER):
        return word, 0.0, 0.0, 0.0
    valence = polarity = subjectivity = 0.0
    if tag not in "pD" and word not in lexicon.aside:
        valence = lexicon.valence.get(word, 0.0) * (-0.7 if negated else 1)
        polarity, subjectivity = lexicon.polarity.get(word, (0.0, 0.0))
        polarity *= -0.5 if negated else 1
    sign = valence + 3 * polarity
    if abs(sign) > 0.3:
        return ("+" if sign > 0 else "-") + tag, valence, polarity, subjectivity
    if word in lexicon.classes and lexicon.classes[word][-1] in "+-":
        return lexicon.classes[word][-1] + tag, valence, polarity, subjectivity
    return word if word in CLOSED or tag == "p" else tag, valence, polarity, subjectivity


def within(items: Sequence[Item], start: int, end: int) -> Span:
    """First and last of the items that the span touches, without a possessive's "'s"; the nearest where none does."""
    first = bisect_right(items, start, key=attrgetter("end"))
    last = bisect_left(items, end, key=attrgetter("start")) - 1
    if last < first:
        near = min(range(len(items)), key=lambda n: abs(items[n].start - start))
        return near, near
    return first, last - (last > first and items[last].word == "'s")


# --- of a word --------------------------------------------------------------------------------------------------


def of_word(item: Item) -> list[Name]:
    """The features of a word, wherever it stands."""
    stem = [("st", item.stem)] if len(item.word) > STEM and item.stem else []
    return [("s", item.marked), *stem, *(("k", name) for name in item.classes)]


def beside(item: Item, away: int, inside: bool, across: str) -> list[Name]:
    """The features of a word that stands ``away`` items from a target, to the left where that is below nought, and
    ``inside`` its clause or not; ``across`` is 1 where only the word is in quotation marks, 0 where only the target
    is."""
    near, side = abs(away), "R" if away > 0 else "L"
    names = [("C" + side, item.marked)] if inside else []
    attitudes = ["k" + side] + (["kC" + side] if inside else []) + (["kQ" + across] if across else [])
    if near <= WINDOW:
        attitudes += [f"k{side}{near.bit_length()}", f"k{side}{item.tag}"]
        names.append(("W", item.marked))
        if item.stem:
            names.append(("st" + side, item.stem))
    if item.tag in "VG" and (inside or near <= WINDOW):
        names.append(("verb" + side, item.marked))
    if near <= 4:
        names.append((side + "4", item.marked))
    if near <= 3:
        names += [(str(away), item.word), (f"t{away}", item.kind)]
    return [*names, *((attitude, name) for attitude in attitudes for name in item.classes)]


# --- of the sentence --------------------------------------------------------------------------------------------


def of_sentence(items: Sequence[Item]) -> list[Feature]:
    """Features of all words together, whatever the target."""
    words = [item.word for item in items]
    found = [("s2", f"{one} {other}", 1.0, n) for n, (one, other) in enumerate(pairwise(words), 1)]
    found += [(name, "", 1.0, -1) for name, sign in (("quote", '"'), ("q?", "?"), ("q!", "!")) if sign in words]
    found.append(("len", "", len(items) / 40, -1))
    loaded = [item for item in items if item.loaded]
    if not loaded:
        return [*found, *NOTHING_SAID]
    kinds = [item.kind for item in items]
    for n, item in enumerate(items):
        if item.loaded and item.kind[0] in "+-":
            for size in (2, 3):
                for first in range(max(0, n - size + 1), min(n, len(items) - size) + 1):
                    found.append(("c", " ".join(kinds[first : first + size]), 1.0, n))
    quoted, plain = ([item for item in loaded if item.quoted == within] for within in (True, False))
    return [*found, *_lexical("s", loaded), *_lexical("q", quoted), *_lexical("nq", plain)]


NOTHING_SAID = [(f"vb{name}0", "", 1.0, -1) for name in ("s", "q", "nq")]


def _lexical(name: str, items: Sequence[Item]) -> list[Feature]:
    """What the lexicons say of some items: their good and bad valence, polarity and subjectivity."""
    good = bad = polarity = subjectivity = 0.0
    for item in items:
        valence = item.valence
        if valence > 0:
            good += valence
        else:
            bad -= valence
        polarity += item.polarity
        subjectivity += item.subjectivity
    found = [(f"vb{name}{_sign(good, bad)}", "", 1.0, -1)]
    if good or bad:
        both = good - bad
        found += [
            ("v+" + name, "", good / 4, -1),
            ("v-" + name, "", bad / 4, -1),
            ("v=" + name, "", 2 * both / math.sqrt(both * both + 15), -1),  # VADER's own scale
        ]
    if polarity or subjectivity:
        found += [
            ("p=" + name, "", max(-1.5, min(1.5, polarity)), -1),
            ("su" + name, "", min(2.0, subjectivity), -1),
        ]
    return found


def _sign(good: float, bad: float) -> str:
    if not good or not bad:
        return "+" if good else "-" if bad else "0"
    return "m+" if good > bad else "m-"


def subjectivity(items: Sequence[Item]) -> float | None:
    """Mean subjectivity of the words that count, after TextBlob; None where there is none."""
    known = [item.subjectivity for item in items if item.subjectivity]
    return sum(known) / len(known) if known else None


# --- of the target ----------------------------------------------------------------------------------------------


def clause(items: Sequence[Item], first: int, last: int) -> Span:
    """First and last item of the clause around the target from ``first`` to ``last``: up to a join, a relative pronoun,
    a mark or a dash."""
    begins, ends = first, last
    while begins > 0 and not _ends(items[begins - 1].word, first - begins):
        begins -= 1
    while ends + 1 < len(items) and not _ends(items[ends + 1].word, ends - last):
        ends += 1
    return begins, ends


def _ends(word: str, away: int) -> bool:
    return word in ENDS or (away > 1 and word in ',"')


def of_target(items: Sequence[Item], first: int, last: int, bounds: Span) -> tuple[list[Feature], tuple]:
    """Features of the target from ``first`` to ``last``, in a clause within ``bounds``: its roles, and what the
    lexicons say of the words around it; and the arguments of :func:`of_roles` that fit it."""
    begins, ends = bounds
    inside = items[first].quoted
    loaded = [(n, item) for n, item in enumerate(items) if item.loaded and not first <= n <= last]
    found: list[Feature] = []
    left = right = "0"
    for name, start, end in (
        ("cL", begins, first), ("cR", last, ends + 1), ("L", 0, first), ("R", last, len(items)),
        ("L5", first - 5, first), ("R5", last, last + 6), ("c", begins, ends + 1),
    ) if loaded else ():  # fmt: skip
        found += _lexical(name, [item for n, item in loaded if start <= n < end])
    if loaded:
        left, right = (next(kind[4:] for kind, *_ in found if kind.startswith(side)) for side in ("vbcL", "vbcR"))
        near = sum([item.valence * math.exp((n - first if n < first else last - n) / 5) for n, item in loaded])
        found.append(("dec", "", max(-2.0, min(2.0, near / 2)), -1))
        found += _lexical(f"sq{inside:d}", [item for _, item in loaded if item.quoted == inside])
    words = [item.word for item in items]
    low = " ".join(words[first : last + 1]).lower()
    del words[first : last + 1]
    role = _as_subject(found, items, last, low in POSSESSIVES, right)
    governed = _as_object(found, items, first)
    naming = f"pro {low}" if low in PRONOUNS else "name2" if " " in low else "name1"
    titled = low.split(" ")[0].rstrip(".") in TITLES
    place = min(4, 5 * first // (len(words) + 1))
    names, marks = min(4, words.count(NAME)), '"' in words
    return found, (role, governed, left, right, naming, titled, place, names, inside, marks, not loaded)


def of_roles(
    role: str, governed: str, left: str, right: str, naming: str, titled: bool, place: int, names: int, inside: bool,
    marks: bool, nothing: bool,
) -> list[Name]:  # fmt: skip
    """Features of what a target is in its sentence, as :func:`of_target` gives it."""
    none = [f"vb{name}0" for name in ("cL", "cR", "L", "R", "L5", "R5", "c", f"sq{inside:d}")] if nothing else []
    return [
        ("role", role), ("role2", governed), ("rr", f"{role} {governed}"), ("rs", role + left + right),
        ("rs2", governed + left + right), ("kr", naming + role), ("inq" + str(int(inside)), ""),
        *((name, what) for name, _, what in [naming.partition(" ")]),
        *((name, "") for name in (f"nn{names}", f"pos{place}", *(["titled"] if titled else []), *none)),
        *([("rq", f"{role}{inside:d}")] if marks else []),
    ]  # fmt: skip


def _as_subject(found: list[Feature], items: Sequence[Item], at: int, owns: bool, right: str) -> str:
    """Roles by what follows: owner, subject, one that is acted on in the passive, one of whom something is said to
    be; gives the role. What stands between the target and its verb as an apposition or a relative clause is passed."""
    size, n = len(items), at + 1
    if owns or (n < size and items[n].word == "'s" and not (n + 1 < size and _follows_verb(items[n + 1]))):
        n += n < size and items[n].word == "'s"
        stop = min(size, n + 4)
        while n < stop and items[n].tag in "NJDx" and items[n].word not in AFTER_OWNED:
            found += _said("po", items, n)
            n += 1
        return "poss"
    if n < size and items[n].word == ",":
        n = _passed(items, n, 15, ",")
    if n < size and items[n].word in RELATIVES:
        n = _passed(items, n, 9, ",;.")
    verb, chain = _verb(items, n)
    if verb is None:
        return "cop" if chain & AUXILIARIES else "none"
    sign = "!" if any(items[k].word in NEGATIONS for k in range(n, verb)) else ""
    done_to = bool(chain & BE) and items[verb].tag != "G" and items[verb].word.endswith(("ed", "en", "n", "t"))
    role = "pas" if done_to else "subj"
    found.append((role, sign + items[verb].word, 1.0, verb))
    found.append((role + "c", sign + items[verb].kind, 1.0, verb))
    for name in items[verb].classes:
        found.append((role + "k", sign + name, 1.0, verb))
    found.append((role + "st", sign + items[verb].word[:STEM], 1.0, verb))
    if items[verb].word not in SAYING:
        return role
    found.append(("saysR" + right, "", 1.0, -1))
    return "says"


def _passed(items: Sequence[Item], n: int, most: int, ends: str) -> int:
    """The item after an insertion that opens at ``n``: behind its comma, or ``n`` where it has none."""
    stop = n + 1
    while stop < min(len(items), n + most) and items[stop].word not in ends:
        stop += 1
    return stop + 1 if stop < len(items) and items[stop].word == "," else n


def _follows_verb(item: Item) -> bool:
    """Whether a word after "'s" shows that it stands for "is" or "has"."""
    return item.tag == "R" or item.word in AFTER_IS


def _verb(items: Sequence[Item], n: int) -> tuple[int | None, set[str]]:
    """The verb that follows from item ``n`` on, and the auxiliaries and adverbs before it."""
    chain: set[str] = set()
    for k in range(n, min(len(items), n + 7)):
        item = items[k]
        if item.word in AUXILIARIES or item.tag == "R" or item.word in NEGATIONS or item.word in ("also", "to"):
            chain.add(item.word)
        elif item.tag in "VG":
            return k, chain
        elif item.tag == "p" or chain or item.word in PREPOSITIONS:
            break
    return None, chain


def _as_object(found: list[Feature], items: Sequence[Item], at: int) -> str:
    """Roles by what comes before: what describes the target, and the word that governs it; gives the role."""
    n, steps = at - 1, 0
    while n >= 0 and steps < 5 and items[n].word not in PREPOSITIONS and _describes(items[n], steps):
        if items[n].tag in "NJ" and items[n].word not in (NAME, TITLE):
            found += _said("mod", items, n)
        n, steps = n - 1, steps + 1
    if n < 0:
        return "^"
    item = items[n]
    if item.word in PREPOSITIONS:
        found.append(("prep", item.word, 1.0, n))
        for k in range(n - 1, max(-1, n - 4), -1):
            if items[k].tag == "p":
                break
            if items[k].tag in "NVGJ":
                found.append(("gov", f"{item.word} {items[k].marked}", 1.0, k))
                found.append(("govs", items[k].marked, 1.0, k))
                found.append(("govc", f"{item.word} {items[k].kind}", 1.0, k))
                for sort in items[k].classes:
                    found.append(("govk", f"{item.word} {sort}", 1.0, k))
                break
        return item.word
    if item.tag in "VG":
        found += _said("obj", items, n)
        found.append(("objst", item.word[:STEM], 1.0, n))
        return "invsay" if item.word in SAYING else "obj"
    return "-"


def _describes(item: Item, steps: int) -> bool:
    return (
        item.word in DETERMINERS
        or item.tag in "JD"
        or item.word in (NAME, TITLE, "and", ",")
        or (item.tag == "N" and steps < 3)
    )


def _said(name: str, items: Sequence[Item], n: int) -> list[Feature]:
    item = items[n]
    classes = [(name + "k", sort, 1.0, n) for sort in item.classes]
    return [(name, item.marked, 1.0, n), (name + "c", item.kind, 1.0, n), *classes]
