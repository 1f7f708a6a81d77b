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
        shaped = word.endswith("ly") and len(word) > 4 and word not in self.lists["no_adverbs"]
        return self.of(at, "adverb", "negation") or (shaped and not (at and self.is_name(at)))

    def is_auxiliary(self, at: int) -> bool:
        """An auxiliary; IS in capitals is a name, and May within a sentence a month."""
        if not self.of(at, "auxiliary"):
            return False
        shown = self.shown(at)
        name = shown.isupper() and len(shown) > 1 and not self.headline
        return not name and (at == 0 or shown != "May")

    def is_finite(self, at: int) -> bool:
        """Whether a token reads as a verb that ends a noun phrase to its left."""
        word = self.word(at)
        known = self.of(at, "irregular") or word in self.lists["reporting"] or word in self.lists["past"]
        shaped = word.endswith("ed") and len(word) > 4
        return known or self.is_auxiliary(at) or (shaped and not self._attributive(at))

    def _plural(self, at: int) -> bool:
        word = self.word(at)
        plural = word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "'s", "’s"))
        return plural and not self.is_name(at) and not self.of(at, "determiner", "preposition", "time")

    def _attributive(self, at: int) -> bool:
        """Whether a participle stands before the noun that it describes."""
        if self.of(at + 1, "preposition") and not self.of(at - 1, "determiner"):
            return False  # "a man armed with a knife"
        if at == 0 or self.of(at, "adjective_in_ed") or self.word(at) in self.lists["described"]:
            return True
        before = self.word(at - 1)
        return before in ("of", "-") or (self.of(at - 1, "determiner") and before != "that")

    def _compound(self, at: int) -> bool:
        """Whether a hyphen ties a word to the one before or behind it."""
        before = self.word(at - 1) == "-" and self.starts[at - 1] == self.ends[at - 2]
        return before or (self.word(at + 1) == "-" and self.starts[at + 1] == self.ends[at])

    def _idiom(self, at: int) -> bool:
        idioms = ((at - idiom.index(self.words[at]), idiom) for idiom in self.book.idioms.get(self.words[at], ()))
        return any(n >= 0 and tuple(self.words[n : n + len(idiom)]) == idiom for n, idiom in idioms)

    def _named(self, at: int) -> bool:
        """Whether a capital makes the word part of a name."""
        return at > 0 and self.is_name(at) and self.word(at - 1) not in QUOTES

    def opens_object(self, at: int) -> bool:
        """Whether a noun phrase may begin at a token, as after an active verb."""
        word, following = self.word(at), self.word(at + 1)
        if word in QUOTES:
            return self.is_word(at + 1) and self.opens_object(at + 1)
        if self.is_number(at) or self.is_name(at):
            return not self.of(at, "time")
        if not self.is_word(at) or self.of(at, "time", "time_noun", "subordinator", "coordinator", "relative"):
            return False
        if word in self.lists["more"]:
            return following in ("least", "most", "to", "than") or self.is_number(at + 1) or word in ("more", "fewer")
        closed = self.of(at, "preposition", "pronoun") or self.is_auxiliary(at) or self.is_adverb(at)
        return self.of(at, "determiner", "object_pronoun") or not closed

    # --- phrases ------------------------------------------------------------------------------------------------------

    def _clear_object(self, at: int) -> bool:
        """Whether a word can only open the object of a verb."""
        return self.of(at, "determiner") or self.is_name(at) or self.is_number(at)

    def _by(self, at: int, far: bool = False) -> Span | None:
        """The agent of a by-phrase: right after a participle, or after adverbs, times and short phrases of place;
        ``far`` after a noun, also of who carried it out."""
        for n in range(at + 1, min(at + 12, len(self.words))):
            word, following = self.words[n], self.word(n + 1)
            if word == "by":
                manners = self.lists["times"] | self.lists["manners"]
                manner = following in manners or f"{following}_{self.word(n + 2)}" in manners
                doing = following.endswith("ing") and self.opens_object(n + 2)  # "by blocking a road"
                return None if manner or doing or self.of(n + 1, "time", "time_noun") else self._right(n + 1)
            definite = self.of(n - 1, "determiner") or self.of(n - 2, "determiner")
            inside = (far or definite) and self.is_word(n) and not self.is_finite(n)
            joint = self.of(n, "coordinator") and following in self.book.verbs
            beside = self.of(n - 1, "coordinator") and word in self.book.verbs  # "shot and killed by"
            in_place = self.of(n, "preposition") and word not in ("after", "while", "as", "since", "of", "for")
            short = self.of(n, "time", "time_noun", "determiner") or self.is_adverb(n) or self.is_name(n)
            short = short or in_place or self.is_number(n) or word in self.lists["degrees"]
            inside = inside and not self.of(n, "coordinator") and word not in self.book.verbs
            done = far and (word == "," or word in self.lists["light"] or self.is_auxiliary(n))
            listed = self.is_number(n - 1) and self.is_number(n + 1)  # "on 12 and 13 May"
            aside = word == "," and "by" in (following, self.word(n + 2)) and not self.of(n + 1, "coordinator")
            if word in self.book.nouns or not (short or joint or beside or inside or done or listed or aside):
                return None
        return None

    def _right(self, first: int) -> Span | None:
        """The noun phrase that begins at a token."""
        while self.word(first) in QUOTES:
            first += 1
        n = first
        while n < len(self.words) and n - first < LONGEST:
            word = self.words[n]
            if word == "," and n - first < 3 and self.word(n + 2) == "-":  # "moderate, well-armed groups"
                n += 1
                continue
            title = word == "." and self.word(n - 1) in SHORTENED
            if not (self.is_word(n) or self.is_number(n) or word in "-$€£%" or title or word in QUOTES):
                break
            dash = word == "-" and self.starts[n] > self.ends[n - 1]
            if n > first and (dash or self._parted(n) or self._ends_phrase(n)):
                break
            if n == first + 1 and self.word(first) in ("him", "them", "me", "us") and not self.of(n, "coordinator"):
                break  # "hit us hard"
            n += 1
        while n > first and (self.words[n - 1] in ("and", "or", "of", "-", *QUOTES) or self.of(n - 1, "time")):
            n -= 1
        bare = n == first + 1 and self.word(first) in ("the", "a", "an")
        return (self.starts[first], self.ends[n - 1]) if n > first and not bare else None

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
        if self.of(at, "preposition", "subordinator", "relative", "pronoun", "time") or word in self.lists["ends"]:
            return True
        if (
            following in ("the", "a", "an", "its", "their", "his", "her")
            and word.endswith("s")
            and not self._possessed(at)
        ):
            return True  # "nurses enters its third week"
        if self.of(at + 1, "time_noun") and (self.is_number(at) or word in ("this", "last", "next")):
            return True  # "a rival gang two years earlier"
        if self.of(at, "time_noun") and following in ("after", "before", "ago", "later"):
            return True
        cut = (
            word.endswith("ing") and not (self.of(at - 1, "determiner") or word in self.lists["things"])
        ) or word in self.lists["participles"]
        if cut and (self.of(at + 1, "preposition", "time") or following == "to"):
            return True
        verb = self.book.verbs.get(word)
        past = verb and (verb.forms & {"past", "participle"} or following in self.lists["more"])
        adverb = self.is_adverb(at) and not self.of(at - 1, "determiner")
        return bool(past) or self.is_finite(at) or adverb

    def _subject(self, at: int, infinitive: bool = False, aside: bool = False, head: bool = False) -> Span | None:
        """The noun phrase that ends with a token, over an aside between commas and from a relative word to its head."""
        if infinitive:
            at = self._before_infinitive(at)
        if self.word(at) in (",", "-", "–", "—", ")"):
            mark = "(" if self.word(at) == ")" else self.word(at)
            start = next((n for n in range(at - 1, max(0, at - 40), -1) if self.words[n] == mark), 0)
            verbal = any(self.is_auxiliary(n) for n in range(start + 1, at)) and not self.of(start + 1, "relative")
            if start and not verbal:
                return self._subject(start - 1 - (mark == "(" and self.word(start - 1) == ","))
            return self._subject(at - 1) if aside else None
        while at > 0 and self.is_adverb(at):
            at -= 1
        if self.of(at, "adverb"):
            return None  # "Also injured were"
        alone, asked = self.word(at) in PRONOUNS, self.word(at) == "who" and self.word(at - 1) in self.lists["asking"]
        if self.word(at) in ("who", "which", "that") and at and not asked:
            before = at - 2 if self.word(at - 1) == "," else at - 1
            found = self._subject(before, head=True)
            return self._nearest(found, before) if self.word(at) == "who" else found
        first = at if alone else self._left(at, reduced=not aside)
        if first is None:
            return None
        told = None if aside or head or (alone and self.word(at) != "it") else self._before_relative(first)
        return told or (self.starts[first], self.ends[at])

    def _before_relative(self, first: int) -> Span | None:
        """Who a phrase tells of that ends a relative clause: "a man who entered the shop was shot"."""
        for n in range(first - 1, max(0, first - 12), -1):
            word = self.words[n]
            if word in ("who", "which", "that"):
                told = self.is_finite(n + 1) or self.word(n + 1) in self.book.verbs  # not "that rebels seized"
                return self._subject(n) if told and self.is_word(n - 1) and not self.is_finite(n - 1) else None
            if word in self.lists["reporting"] or word in ",;:" or self.of(n, "subordinator"):
                return None
        return None

    def _nearest(self, head: Span | None, at: int) -> Span | None:
        """Of whom "who" or "killed" behind a phrase tells: in "the body of an adviser who", the last noun."""
        of = next((n for n in range(at, -1, -1) if self.word(n) == "of" or (head and self.starts[n] < head[0])), -1)
        last = (
            self.word(of + 1) in ("a", "an", "the", "his", "her", "those")
            or self.word(of - 1) in self.lists["victims_of"]
        )
        inside = last and self.word(of) == "of" and self.word(of - 1) != "one"  # "one of the men who"
        return (self.starts[of + 1], head[1]) if head and inside else head

    def _before_infinitive(self, at: int) -> int:
        """From before "to" back over the verb that it depends on: "forces were able to", "jets tried to"."""
        verbal = self.word(at - 1) in PRONOUNS or self.is_name(at - 1) or self._plural(at - 1)  # "rebels plan to"
        if self.word(at) in self.lists["no_doers"] and not verbal:
            return -1
        passed = self.lists["aspect"] | self.lists["inclined"]
        for _ in range(4):
            at -= at > 0 and (self.is_finite(at) or self.is_adverb(at) or self.word(at) in passed)
        first = self._left(at)
        if first is not None and self.word(first - 1) in ("use", "uses", "used"):  # "used mines to destroy"
            return first - 2
        return -1 if self.word(at).endswith("ing") else at

    def _left(self, at: int, reduced: bool = False) -> int | None:
        """The first token of the noun phrase that ends with a token, over a reduced relative in it where told."""
        closed = self.of(at, "preposition", "coordinator", "subordinator") or self.is_finite(at)
        if closed or not (self.is_word(at) or self.is_number(at)):
            return None
        n = at
        while n >= 0 and at - n < LONGEST:
            word = self.words[n]
            title = word == "." and self.word(n - 1) in SHORTENED
            if word == "that" and self.word(n - 1) == "of":  # "members of that group"
                n -= 1
                continue
            if not (self.is_word(n) or self.is_number(n) or word == "-" or title) or word in PRONOUNS:
                break
            if word == "-" and self.ends[n] < self.starts[n + 1]:
                break  # behind a dateline
            if self.of(n, "subordinator", "relative") and not self.is_number(n) and word not in ("than", "as", "so"):
                break
            if n < at and self._closes(n, reduced):
                break
            n -= 1
        asked = self.word(n) == "how" and self.word(n + 1) in ("many", "few")  # "how many monks were killed"
        return n if asked else self._trimmed(n + 1, at)

    def _closes(self, at: int, reduced: bool) -> bool:
        """Whether a token within a sentence ends the noun phrase to its right."""
        if self._parted(at + 1):
            return True
        if self._compound(at):  # "an off-duty warden", "rebel-led gunmen"
            return False
        if self.word(at).endswith("ing") and (self.of(at + 1, "determiner") or self.is_adverb(at + 1)):
            return not (reduced and self._noun_before(at))  # "a man driving a van"
        if self.of(at, "preposition") and self.word(at) not in WITHIN:
            return not (reduced and (self._describes(at - 1) or self.word(at - 1) in self.lists["bound"]))
        return self.is_finite(at) and not (reduced and self._describes(at))

    def _describes(self, at: int) -> bool:
        """Whether a participle with a phrase behind it describes the noun before: "a man dressed in black"."""
        return (
            self._noun_before(at) and self.word(at).endswith("ed") and self.word(at + 1) in ("in", "with", "by", "as")
        )

    def _possessed(self, at: int) -> bool:
        return self.word(at).endswith(("ss", "us", "'s", "’s"))

    def _noun_before(self, at: int) -> bool:
        closed = self.of(at - 1, "pronoun", "relative", "coordinator", "preposition", "auxiliary", "subordinator")
        return self.is_word(at - 1) and not (closed or self.is_adverb(at - 1) or self.is_finite(at - 1))

    def _trimmed(self, first: int, at: int) -> int | None:
        """Without what only opens a clause: conjunctions, adverbs, "On Monday", "In the town of X,"."""
        while first < at and (
            self.of(first, "opener", "coordinator", "time") or self.is_adverb(first) or self.word(first) == "-"
        ):
            first += 1
        if not self.of(first, "preposition") or (self.word(first), self.word(first + 1)) in BOUNDS:
            return first if first <= at else None
        for n in range(first + 1, at + 1):
            after_time = self.of(n - 1, "time", "time_noun") or self.words[n - 1].isdigit()
            timed = self.of(n, "time", "time_noun") or self.words[n].isdigit()
            opens = self.of(n, "determiner") and n > first + 1 and not self.of(n - 1, "preposition", "determiner")
            if (after_time and not timed) or opens:
                return n if not self.of(n, "preposition") else None
        joined = any(self.of(n, "coordinator") for n in range(first, at))
        own = self.word(first) == "for" or (self.of(first + 1, "determiner") and not joined)
        if own and self.is_finite(first - 1):
            return first + 1  # "was named for a dean who", "called for positions in the valley to be hit"
        return None if at - first < 2 else at - self.of(at - 1, "determiner")
