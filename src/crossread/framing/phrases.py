"""Noun phrases by the words about them: where the subject or object of a verb begins and ends, without a parser."""

from __future__ import annotations

from functools import cached_property

from crossread.framing.acts import Lexicon
from crossread.text.tokens import SHORTENED, Tokens

LONGEST = 24  # tokens of a phrase
WRAPPED = 55  # characters of the shortest line that is taken to be wrapped
BOUNDS = {("at", "least"), ("at", "most"), ("up", "to"), ("as", "many"), ("about", "a")}
WITHIN = frozenset("of in from at on near for than about up as over".split())  # prepositions that a subject may hold
PRONOUNS = frozenset("he she it they we i you who which that".split())
QUOTES = frozenset("\"“”'‘’")

Span = tuple[int, int]


class Phrases:
    """The tokens of a sentence, what each of them can be, and the noun phrases among them."""

    def __init__(self, read: Tokens, book: Lexicon):
        self.words, self.starts, self.ends = read.words, read.starts, read.ends
        self.text, self.book = read.text, book
        self.grammar, self.lists = book.grammar, book.words

    @cached_property
    def headline(self) -> bool:
        """Whether nearly every word of some length has a capital."""
        long = [at for at, word in enumerate(self.words) if len(word) > 3 and word[0].isalpha()]
        return len(long) > 2 and sum(self.text[self.starts[at]].isupper() for at in long) > 0.8 * len(long)

    @cached_property
    def in_capitals(self) -> bool:
        """Whether all letters are capitals."""
        return self.text[self.starts[0] : self.ends[-1]].isupper()

    def shown(self, at: int) -> str:
        """A word as it is written; nothing beyond the sentence."""
        return self.text[self.starts[at] : self.ends[at]] if 0 <= at < len(self.words) else ""

    def word(self, at: int) -> str:
        """A word, in small letters; nothing beyond the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def of(self, at: int, *classes: str) -> bool:
        """Whether a word is in one of the classes of the grammar."""
        word = self.word(at)
        for name in classes:  # noqa: SIM110 - asked for very often, and any() takes twice the time
            if word in self.grammar[name]:
                return True
        return False

    def is_name(self, at: int) -> bool:
        """Whether a word has a capital, where not every word has one."""
        return 0 <= at < len(self.words) and self.text[self.starts[at]].isupper() and not self.headline

    def is_word(self, at: int) -> bool:
        """Whether a token is a word."""
        return self.word(at)[:1].isalpha()

    def is_number(self, at: int) -> bool:
        """Whether a token is a number, in digits or letters."""
        return self.word(at)[:1].isdigit() or self.word(at) in self.lists["numbers"]

    def is_adverb(self, at: int) -> bool:
        """Whether a word is or looks like an adverb."""
        word = self.word(at)
        return self.of(at, "adverb", "negation") or (
            word.endswith("ly") and len(word) > 4 and word not in self.lists["no_adverbs"]
        )

    def is_auxiliary(self, at: int) -> bool:
        """An auxiliary; IS in capitals is a name, and May within a sentence a month."""
        if not self.of(at, "auxiliary"):
            return False
        shown = self.shown(at)
        name = shown.isupper() and len(shown) > 1 and not self.in_capitals
        return not name and (at == 0 or shown != "May")

    def is_finite(self, at: int) -> bool:
        """Whether a token reads as a verb that ends a noun phrase to its left."""
        word = self.word(at)
        if self.is_auxiliary(at) or self.of(at, "irregular") or word in self.lists["reporting"]:
            return True
        if word in self.lists["past"]:
            return True
        return word.endswith("ed") and len(word) > 4 and not self._attributive(at)

    def _plural(self, at: int) -> bool:
        word = self.word(at)
        return (
            word.endswith("s")
            and len(word) > 3
            and not word.endswith(("ss", "us", "'s", "’s"))
            and not self.is_name(at)
            and not self.of(at, "determiner", "preposition", "time")
        )

    def _attributive(self, at: int) -> bool:
        """Whether a participle stands before the noun that it describes."""
        if self.of(at + 1, "preposition") and not self.of(at - 1, "determiner"):
            return False  # "a man armed with a knife"
        if (
            at == 0
            or self.of(at, "adjective_in_ed")
            or self.word(at - 1) in ("the", "a", "an", "of", "-")
            or self.word(at) in self.lists["described"]
        ):
            return True
        return self.of(at - 1, "determiner") and self.word(at - 1) != "that"

    def _compound(self, at: int) -> bool:
        """Whether a hyphen ties a word to the one before or behind it."""
        before = self.word(at - 1) == "-" and self.starts[at - 1] == self.ends[at - 2]
        return before or (self.word(at + 1) == "-" and self.starts[at + 1] == self.ends[at])

    def _idiom(self, at: int) -> bool:
        for idiom in self.book.idioms.get(self.words[at], ()):
            first = at - idiom.index(self.words[at])
            if first >= 0 and tuple(self.words[first : first + len(idiom)]) == idiom:
                return True
        return False

    def _named(self, at: int) -> bool:
        """Whether a capital makes the word part of a name."""
        return at > 0 and self.is_name(at) and self.word(at - 1) not in QUOTES

    def opens_object(self, at: int) -> bool:
        """Whether a noun phrase may begin at a token, as after an active verb."""
        word = self.word(at)
        if self.is_number(at) or self.is_name(at) or word in QUOTES:
            return not self.of(at, "time")
        if not self.is_word(at) or self.of(at, "time", "time_noun", "subordinator", "coordinator", "relative"):
            return False
        if word in self.lists["more"]:
            following = self.word(at + 1)
            return following in ("least", "most", "to", "than") or self.is_number(at + 1) or word in ("more", "fewer")
        if self.of(at, "determiner", "object_pronoun"):
            return True
        return not (self.of(at, "preposition", "pronoun") or self.is_auxiliary(at) or self.is_adverb(at))

    # --- phrases ------------------------------------------------------------------------------------------------------

    def _clear_object(self, at: int) -> bool:
        """Whether a word can only open the object of a verb."""
        return self.of(at, "determiner") or self.is_name(at) or self.is_number(at)

    def _by(self, at: int, far: bool = False) -> Span | None:
        """The agent of a by-phrase after a participle: at once, or after adverbs, times and short phrases of place."""
        n, steps = at + 1, 0
        while n < len(self.words) and steps < 9:
            word = self.words[n]
            if word == "by":
                following = self.word(n + 1)
                pair = f"{following}_{self.word(n + 2)}"
                times = self.lists["times"] | self.lists["manners"]
                if following in times or pair in times or self.of(n + 1, "time", "time_noun"):
                    return None
                doing = self.opens_object(n + 2) or self.of(n + 2, "preposition", "other_pronoun")
                if following.endswith("ing") and following not in self.book.nouns and doing:
                    return None  # "by blocking a road", but "by lightning"
                return self._right(n + 1)
            in_place = self.of(n, "preposition") and word not in ("after", "while", "as", "since", "of", "for")
            short = in_place or self.is_adverb(n) or self.of(n, "time", "time_noun", "determiner") or self.is_name(n)
            joint = self.of(n, "coordinator") and self.word(n + 1) in self.book.verbs
            short = short or word in self.lists["degrees"]
            noun = word in self.book.nouns or (word in self.book.verbs and not self.of(n - 1, "coordinator"))
            part = short or joint or self.is_number(n) or word == "dead" or word in self.lists["places"]
            between = far and self.is_word(n) and not self.is_finite(n) and not self.of(n, "coordinator")
            if noun or not (part or between or word in self.book.verbs):
                return None
            n, steps = self._past_place(n), steps + 1
        return None

    def _past_place(self, at: int) -> int:
        """The token behind one, or behind the short phrase of place that it opens: "from their dormitory by"."""
        near, place = self.word(at) in ("from", "outside", "inside", "near"), self.word(at) in ("in", "at", "on")
        definite = self.word(at + 1) in ("the", "his", "her", "their", "its", "our", "my")
        if (definite and place) or (near and self.of(at + 1, "determiner")):
            for n in range(at + 3, at + 5):
                if self.word(n) == "by":
                    return n
                event = self.word(n - 1) in self.book.vocabulary or self.word(n - 1).endswith(("tion", "ment", "ing"))
                if self.is_finite(n - 1) or event:
                    break
        return at + 1

    def _right(self, first: int) -> Span | None:
        """The noun phrase that begins at a token."""
        while self.word(first) in QUOTES:
            first += 1
        n = first
        while n < len(self.words) and n - first < LONGEST:
            word = self.words[n]
            if n > first and (self._parted(n) or (word == "-" and self.starts[n] > self.ends[n - 1])):
                break
            if n == first + 1 and self.word(first) in ("him", "them", "me", "us") and not self.of(n, "coordinator"):
                break  # "hit us hard"
            if word == "," and n - first < 3 and self._goes_on(n + 1):
                n += 1
                continue
            if not (self.is_word(n) or self.is_number(n) or word == "-" or word in "$€£%" or word in QUOTES):
                break
            if n > first and self._ends_phrase(n):
                break
            n += 1
        while n > first and (self.words[n - 1] in ("and", "or", "of", "-", ",", *QUOTES) or self.of(n - 1, "time")):
            n -= 1
        return (self.starts[first], self.ends[n - 1]) if n > first else None

    def _parted(self, at: int) -> bool:
        """Whether a line ends before a token and is no line of wrapped text, which is cut where it is full."""
        last = self.starts[at]
        between = self.text[self.ends[at - 1] : last]
        return "\n" in between and last - self.text.rfind("\n", 0, self.ends[at - 1]) < WRAPPED

    def _ends_phrase(self, at: int) -> bool:
        """Whether a word that stands in a noun phrase's way ends it."""
        word, following = self.word(at), self.word(at + 1)
        called = following == "-" and self.ends[at] == self.starts[at + 1]
        if called or self.word(at - 1) == "-" or (word == "than" and self.word(at - 1) in self.lists["more"]):
            return False
        if word in ("and", "or"):
            more = self.opens_object(at + 1) and following not in self.book.verbs and not following.endswith("ing")
            return not more or self.is_finite(at + 1)
        if word == "of":
            return following.endswith("ing") and following in self.book.verbs
        if word in ("rather", "instead"):
            return True
        if self.of(at, "preposition", "subordinator", "relative", "pronoun", "time") or word in ("that", "to"):
            return True
        if self.is_number(at) and self.of(at + 1, "time_noun") and self.of(at + 2, "time", "preposition", "adverb"):
            return True  # "a rival gang two years earlier"
        if word in ("this", "last", "next", "that", "each", "every") and self.of(at + 1, "time_noun"):
            return True
        if word in self.lists["participles"] and self.of(at + 1, "preposition"):
            return True
        if word in ("late", "early") and self.of(at + 1, "preposition", "time", "time_noun"):
            return True
        if self.of(at, "time_noun") and following in ("after", "before", "ago", "later"):
            return True
        if word.endswith("ing") and (self.of(at + 1, "preposition") or following == "to"):
            return True
        verb = self.book.verbs.get(word)
        past = verb is not None and bool(verb.forms & {"past", "participle"})
        past = past or (verb is not None and word not in self.book.nouns and following in self.lists["more"])
        adverb = self.is_adverb(at) and not self.is_name(at) and not self.of(at - 1, "determiner")
        return past or self.is_finite(at) or adverb

    def _goes_on(self, at: int) -> bool:
        """Whether a noun phrase goes on after a comma: "moderate, well-armed groups"."""
        if not self.is_word(at) or self.is_name(at) or self.of(at, "determiner", "coordinator", "opener"):
            return False
        if self.is_finite(at + 1):  # "since rebels seized the town, prices have"
            return False
        return not self.word(at).endswith(("ing", "ed")) and (self.word(at + 1) == "-" or self.is_word(at + 1))

    def _subject(self, at: int, infinitive: bool = False, aside: bool = False, head: bool = False) -> Span | None:
        """The noun phrase that ends with a token, over an aside between commas and from a relative word to its head."""
        if infinitive:
            at = self._before_infinitive(at)
        if self.word(at) in (",", "-", "–", "—", ")"):
            mark = {")": "("}.get(self.word(at), self.word(at))
            start = next((n for n in range(at - 1, max(-1, at - 40), -1) if self.words[n] == mark), None)
            if start is not None and start > 0 and not (aside and self.is_word(at - 1) and start == at - 1):
                between = range(start + 1, at)
                if not any(self.is_auxiliary(n) for n in between) or self.of(start + 1, "relative"):
                    return self._subject(start - 1)
            return self._subject(at - 1) if aside else None
        while at > 0 and self.is_adverb(at) and not self.is_name(at):
            at -= 1
        if self.word(at) == "also":
            return None  # "Also injured were"
        if self.word(at) == "who" and self.word(at - 1) in self.lists["asking"]:
            return self.starts[at], self.ends[at]
        if self.word(at) in ("who", "which", "that") and at:
            before = at - 2 if self.word(at - 1) == "," else at - 1
            found = self._subject(before, head=True)
            return self._nearest(found, before) if self.word(at) == "who" else found
        if self.word(at) in PRONOUNS:
            relative = self._before_relative(at) if self.word(at) == "it" and not aside else None
            return relative or (self.starts[at], self.ends[at])
        first = self._left(at, reduced=not aside)
        if first is None:
            return None
        told = None if aside or head else self._before_relative(first)
        return told or (self.starts[first], self.ends[at])

    def _before_relative(self, first: int) -> Span | None:
        """Who a phrase tells of that ends a relative clause: "a man who entered the shop was shot"."""
        for n in range(first - 1, max(0, first - 12), -1):
            word = self.words[n]
            if word in self.lists["reporting"] or word in ",;:" or (self.of(n, "subordinator") and word != "that"):
                return None
            if word in ("who", "which", "that"):
                last = n + 1 if word == "that" else min(n + 2, first - 1)  # "that rebels seized" is another clause
                told = any(
                    self.is_finite(verb) or self.word(verb) in self.book.verbs for verb in range(n + 1, last + 1)
                )
                return self._subject(n) if told and self.is_word(n - 1) and not self.is_finite(n - 1) else None
        return None

    def _nearest(self, head: Span | None, at: int) -> Span | None:
        """Whom of a phrase "who" or "killed" tells: in "the body of an adviser who", "names of people", the last noun."""
        of = next((n for n in range(at, -1, -1) if self.word(n) == "of" or (head and self.starts[n] < head[0])), -1)
        last = self.word(of + 1) in ("a", "an", "the", "his", "her") or self.word(of - 1) in self.lists["victims_of"]
        return (self.starts[of + 1], head[1]) if head and last and self.word(of) == "of" else head

    def _aspect(self, at: int) -> bool:
        return self.word(at) in self.lists["aspect"]

    def _before_infinitive(self, at: int) -> int:
        """From before "to" back over the verb that it depends on: "forces were able to", "jets tried to"."""
        n = at
        verbal = self.word(n - 1) in PRONOUNS or self.is_name(n - 1) or self._plural(n - 1)  # "rebels plan to"
        if self.word(n) in self.lists["no_doers"] and not verbal:
            return -1
        for _ in range(4):
            known = (
                self.is_finite(n)
                or self.of(n, "auxiliary")
                or self._aspect(n)
                or self.word(n) in self.lists["inclined"]
            )
            if n > 0 and (known or self.is_adverb(n)):
                n -= 1
        return -1 if self.word(n).endswith("ing") else n

    def _left(self, at: int, reduced: bool = False) -> int | None:
        """The first token of the noun phrase that ends with a token, over a reduced relative in it where told."""
        closed = self.of(at, "preposition", "coordinator", "subordinator") or self.is_finite(at)
        if closed or not (self.is_word(at) or self.is_number(at)):
            return None
        n = at
        while n >= 0 and at - n < LONGEST:
            word = self.words[n]
            title = word == "." and self.word(n - 1) in SHORTENED
            if not (self.is_word(n) or self.is_number(n) or word == "-" or title) or word in PRONOUNS:
                break
            if n < at and self._parted(n + 1):
                break
            if n < at - 1 and self.of(n, "coordinator") and self.of(n + 1, "preposition"):
                return n + 2  # "for these murders or for the bomb that"
            if self.of(n, "subordinator", "relative") and not self.is_number(n) and word not in ("than", "as", "so"):
                break
            if self.of(n, "preposition") and word not in WITHIN and n < at and not (reduced and self._describes(n - 1)):
                break
            if word.endswith("ing") and n < at and (self.of(n + 1, "determiner") or self.is_adverb(n + 1)):
                break
            if n < at and word == "to" and not (self.is_number(n - 1) and self.is_number(n + 1)):
                n += self.of(n + 2, "determiner")  # "to protest the attack"
                break
            if n < at and self.is_finite(n) and not (reduced and self._describes(n)):
                break
            n -= 1
        first = n + 1
        return self._trimmed(first, at)

    def _describes(self, at: int) -> bool:
        """Whether a participle with a phrase behind it describes the noun before: "a man dressed in black"."""
        noun = self.is_word(at - 1) and not self.is_auxiliary(at - 1) and not self.is_adverb(at - 1)
        closed = self.of(at - 1, "pronoun", "relative", "coordinator", "preposition") or self.word(at - 1) == "that"
        return self.word(at).endswith("ed") and self.word(at + 1) in ("in", "with", "by", "as") and noun and not closed

    def _trimmed(self, first: int, at: int) -> int | None:
        """Without what only opens a clause: conjunctions, adverbs, "On Monday", "In the town of X,"."""
        while first < at and (
            self.of(first, "opener", "coordinator", "time") or self.is_adverb(first) or self.word(first) == "-"
        ):
            first += 1
        if self.of(first, "preposition") and (self.word(first), self.word(first + 1)) not in BOUNDS:
            for n in range(first + 1, at + 1):
                after_time = self.of(n - 1, "time", "time_noun") or self.words[n - 1].isdigit()
                opens = self.of(n, "determiner") and n > first + 1 and not self.of(n - 1, "preposition", "determiner")
                if (after_time and not self.of(n, "time", "time_noun") and not self.words[n].isdigit()) or opens:
                    return n if not self.of(n, "preposition") else None
            joined = any(self.of(n, "coordinator") for n in range(first, at))
            if self.of(first + 1, "determiner") and self.is_finite(first - 1) and not joined:
                return first + 1  # "was named for a dean who"
            return None if at - first < 2 else at if not self.of(at - 1, "determiner") else at - 1
        return first if first <= at else None
