"""Agency: who does what to whom in each act of a code book, and where the wording leaves the doer out.

No parser: a form of a verb or a noun of ``lists/agency.toml`` is judged by the words about it. What remains doubtful
is left out, since an active verb that is called a passive misleads more than one that is missing. Acts that are
denied, feared or announced are among them: it is the wording that is described, not whether they happened.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from crossread import lists
from crossread.framing.acts import Lexicon, Verb
from crossread.framing.phrases import LONGEST, PRONOUNS, QUOTES, Phrases, Span
from crossread.text import tokens
from crossread.text.tokens import Tokens

ACTIVE, WITH_AGENT, AGENTLESS, NOMINALISED = "active", "passive_with_agent", "agentless_passive", "nominalised"
FORMS = (ACTIVE, WITH_AGENT, AGENTLESS, NOMINALISED)
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t".split())
GET = frozenset("get gets got gotten getting found".split())  # "were found murdered"
PASSIVE = BE | GET
TALK = 4  # sentences on politics for each with violence in it, beyond which a text is about politics
VIOLENCE = frozenset(row[form] for row in lists.read("violence") if row["sign"] for form in ("word", "plural"))
RELATIVE = frozenset("that which whom what whose".split())
SUBJECTS = frozenset("that all both some many several these those others another".split())
ENDINGS = ("ed", "en")  # of participles
AIMED_AT = {"fire": ("at", "on", "upon"), "shoot": ("at", "on", "upon"), "ram": ("into",), "burn": ("to",)}
AIMS = frozenset("at on upon into towards toward against".split())
PLACES = frozenset("in into at near onto on through outside".split())
CLAUSE = frozenset(". ; : who which that while when after before as because although though".split())


class Act(NamedTuple):
    """An act found; ``agent`` and ``patient`` are spans, None where the wording has none or it could not be told."""

    sentence: int
    start: int
    end: int
    act: str
    form: str
    agent: Span | None
    patient: Span | None


def find(text: str, sentences: Iterable[Span], book: Lexicon) -> list[Act]:
    """The acts in ``sentences`` (spans of ``text``), in order. Linear in the length of the text.

    In a text on politics whose attacks are mostly words, those acts that can be done in words count only where their
    sentence has violence in it.
    """
    spans, known, acts = tuple(sentences), book.words, []
    each = tokens.words(text, spans)
    telling = book.vocabulary | book.completions | VIOLENCE | known["talk"]  # of a hundred words some five are
    found = [(each.spans[at], word) for at, word in enumerate(each.words) if word in telling]
    violent = {number for number, word in found if word in VIOLENCE}
    of_talk = {number for number, word in found if word in known["talk"]}
    whole = {number for number, word in found if word in book.vocabulary and word not in book.halves}
    half, other = ({number for number, word in found if word in words} for words in (book.halves, book.completions))
    for number in sorted(whole | (half & other)):
        read = tokens.read(text, *spans[number])
        for first, last in tokens.sentences(read):
            part = Tokens(text, read.words[first:last], read.starts[first:last], read.ends[first:last])
            acts += _Sentence(part, book, number).acts()
    if len(of_talk) > TALK * len(violent):
        acts = [act for act in acts if act.sentence in violent or act.act not in known["in_words"]]
    return acts


class _Sentence(Phrases):
    """The tokens of a sentence, and the acts found in it so far."""

    def __init__(self, read: Tokens, book: Lexicon, number: int):
        super().__init__(read, book)
        self.number = number
        self.found: list[tuple[int, Act]] = []  # with the token of the act
        self.charged: Span | None = None  # who is accused of what follows

    def acts(self) -> list[Act]:
        for at, word in enumerate(self.words):
            if word in self.book.vocabulary and not (self._compound(at) or self._idiom(at) or self._named(at)):
                act = self._verb(at) if word in self.book.verbs else None
                act = act or (self._noun(at) if word in self.book.nouns else None)
                # no violence with who does or suffers it: "prices hit a peak", "attacked his policy"
                if act and self.book.unless[act.act].isdisjoint((self._head(act.agent), self._head(act.patient))):
                    self.found.append((at, act))
        return [act for _, act in self.found]

    def _head(self, span: Span | None) -> str:
        """The noun of a phrase: the last before a preposition, or what it is a part of."""
        first, last = (bisect_left(self.starts, place) for place in span or (0, 0))
        of = next((n for n in range(first + 1, last) if self.of(n, "preposition")), last)
        if self.word(of - 1) in self.lists["parts"] and of < last:
            return self._head((self.starts[of + 1], span[1]))
        return self.word(of - 1)

    # --- verbs ------------------------------------------------------------------------------------------------------

    def _verb(self, at: int) -> Act | None:
        verb = self.book.verbs[self.words[at]]
        near = {*self.words[max(0, at - 4) : at]} - self.grammar["preposition"]
        following = () if self.of(at + 2, "time") else self.words[at + 1 : at + 3]  # "fired on Monday"
        if (verb.needs and not verb.needs & near.union(following)) or (verb.then and not self._completed(at)):
            return None
        auxiliaries, before = self._group(at)
        nearest = auxiliaries[0] if auxiliaries else ""
        if "participle" in verb.forms and nearest in PASSIVE:
            patient = self._subject(before, head=auxiliaries[-1] == "being")
            act = self._passive(at, self._by(self._completed(at) or at), patient)
        elif "ing" in verb.forms:
            act = self._ing(at, nearest)
        elif nearest:
            opens = nearest == "to" and self.word(before) in self.lists["openings"]  # "open to attack"
            fits = verb.forms & {"base", "participle"} and not opens and nearest not in GET  # "get beat up"
            act = self._active(at, self._doer(at)) if fits else None
        elif verb.forms & {"past", "participle"}:
            act = self._bare_past(at, verb)
        else:
            act = self._present(at, verb)
        if act and verb.charge:
            self.charged = act.patient
            return None if act.form == ACTIVE else act
        return act

    def _group(self, at: int) -> tuple[list[str], int]:
        """The auxiliaries left of a verb, the nearest first, and the token before them."""
        found, before = [], at - 1
        while before >= 0:
            word = self.words[before]
            if self.is_auxiliary(before) or word in GET or word == "to":
                found.append(word)
            elif word not in QUOTES and not (before and self.is_adverb(before)):
                break
            before -= 1
        return found, before

    def _completed(self, at: int) -> int:
        """The last token of what makes a verb an act, behind it or its object: "opened fire", "took four hostage"."""
        for words in self.book.verbs[self.words[at]].then:
            loose, words = words[0] == "~", [word for word in words if word != "~"]
            for n in range(at + 1, at + 7 if loose else at + 2):
                last = n + len(words) - 1
                ends = not loose or not self.is_word(last + 1) or self._ends_here(last + 1)
                if self.words[n : last + 1] == words and ends and (self._plural(last) or self.word(n - 1) != "the"):
                    return last
                if self.of(n, "preposition", "subordinator", "relative", "auxiliary") and self.word(n) != "of":
                    break
                if not (self.is_word(n) or self.is_number(n)):
                    break
        return 0

    def _ends_here(self, at: int) -> bool:
        """Whether a word cannot belong to the noun before: "took him hostage in", but not "took hostage talks"."""
        return self.of(at, *self.grammar) or self.is_number(at) or self.is_adverb(at) or self.is_name(at)

    def _doer(self, at: int) -> Span | None:
        """The subject of a verb, over its auxiliaries."""
        auxiliaries, before = self._group(at)
        place, last = self.found[-1] if self.found else (0, None)
        if "to" in auxiliaries and last and last.form == ACTIVE and last.patient:  # "raided a house to seize papers"
            end = bisect_left(self.ends, last.patient[1])
            if end <= before and not any(self._parts(n) for n in range(place + 1, before + 1)):
                return last.agent
        return self._subject(before, infinitive="to" in auxiliaries)

    def _parts(self, at: int) -> bool:
        """Whether a word may be a verb between two others, or the mark of another clause."""
        word = self.words[at]
        verbal = self.is_finite(at) or word.endswith("ing") or word in self.lists["inclined"]
        return verbal or word in CLAUSE or word in self.lists["no_doers"]

    def _bare_past(self, at: int, verb: Verb) -> Act | None:
        """A past form or participle without an auxiliary: active, a reduced relative, or a description."""
        previous, following = self.word(at - 1), self.word(at + 1)
        described = self.of(at - 1, "determiner") and previous not in SUBJECTS and not self.is_number(at - 1)
        if described or self.of(at - 1, "preposition"):
            return None
        after, dead = self._after(at), following == "dead"
        past, participle, has_object = "past" in verb.forms, "participle" in verb.forms, self.opens_object(after)
        agent = self._by(self._completed(at) or at) if participle and not has_object else None
        if joined := self._joined(at, verb, agent):
            return joined
        sufferer = self._nearest(self._subject(at - 1, aside=True), at - 1)  # as a reduced relative has it
        if agent or (participle and previous == "those"):  # "those killed"
            return self._passive(at, agent, sufferer)
        if has_object and past:
            if self.is_number(at - 1) and not self.of(at + 1, "determiner"):
                return None  # "40 wounded soldiers"
            beside = self.of(at - 1, "coordinator")  # "beat and tortured him"
            clear = "," not in self.words[max(0, at - LONGEST) : at]
            agent = self._implied(at) if beside and clear else self._subject(at - 1)
            return self._active(at, agent) if agent else None
        if past and self.shown(at - 1) in self.lists["actors"]:  # "the town IS captured"
            return self._active(at, (self.starts[at - 1], self.ends[at - 1]))
        first = self._left(at - 1)
        if past and (previous in PRONOUNS or (first and self.word(first - 1) in RELATIVE)):
            return self._active(at, self._subject(at - 1))
        charged = verb.act != "report" and following in ("of", "for", "over")  # "the man accused of"
        if not participle or (verb.charge and not charged):
            return None
        if self.is_auxiliary(at + 1) and not self.is_word(at - 1):
            return None  # "120 wounded were brought in"
        bare = verb.act in ("attack", "strike", "invade", "fire")  # often without an object
        titled = following in PLACES and self.word(len(self.words) - 1).isalnum()  # "Embassy bombed in Ostrow"
        titled = (
            titled and verb.act in ("bomb", "shell", "raid", "hit", "strike", "attack") and not self._plural(at - 1)
        )
        if verb.transitive or verb.charge or dead or titled or (previous == "," and not bare):
            return self._passive(at, None, sufferer) if sufferer else None
        agent = self._subject(at - 1) if past and (bare or following in ("at", "into", "on", "upon")) else None
        return self._active(at, agent) if agent else None

    def _joined(self, at: int, verb: Verb, agent: Span | None) -> Act | None:
        """A verb beside another: "killed four and wounded six", "were killed and nine wounded", "were led away and
        shot"."""
        beside = at - 2 if self.is_adverb(at - 1) else at - 1
        if not self.of(beside, "coordinator") and self.word(beside) != "," and not self.is_number(beside):
            return None
        place, last = self.found[-1] if self.found else (-1, None)
        start = max((n for n in range(max(0, at - LONGEST), at) if self.words[n] in CLAUSE), default=-1)
        same, has_object = place > start and last.form != NOMINALISED, self.opens_object(at + 1)
        if same and last.form == ACTIVE:
            return self._active(at, last.agent) if has_object and "past" in verb.forms else None
        if has_object or "participle" not in verb.forms:
            return None
        if same:
            number = next((n for n in range(at - 1, place, -1) if self.is_number(n)), None)
            patient = last.patient if number is None else (self.starts[number], self.ends[at - 1])
            return self._passive(at, agent or last.agent, patient)
        passives = (n for n in range(beside - 1, start, -1) if self.words[n] in PASSIVE)
        listed = self.of(beside, "coordinator") or self.word(beside - 1).endswith(ENDINGS)
        other = next(passives, None) if listed else None
        if other is None or not self.word(other + 1).endswith(ENDINGS):
            return None
        return self._passive(at, agent, self._doer(other + 1))

    def _present(self, at: int, verb: Verb) -> Act | None:
        """A base or third-person form that may be a noun: a verb after a pronoun, or between a name and its object."""
        noun, previous = self.words[at] in self.book.nouns, self.word(at - 1)
        if previous in PRONOUNS and previous != "that":
            return self._active(at, self._subject(at - 1))
        if "third" in verb.forms:
            clear = self._clear_object(at + 1) or not noun
            fits = ((self.is_name(at - 1) or self.headline) and clear) or self._completed(at) == at + 1
        else:
            fits = self._plural(at - 1) or (at == 1 and not noun and previous.endswith("s"))  # a headline's first word
        closed = self.of(at - 1, "determiner", "preposition", "coordinator") and previous != "that"
        clear = self.opens_object(at + 1) and not self.is_finite(at + 1)  # not "turtle shells washed up"
        return self._active(at, self._subject(at - 1)) if fits and clear and not closed else None

    def _ing(self, at: int, nearest: str) -> Act | None:
        previous, following = self.word(at - 1), self.word(at + 1)
        after = at + 2 if following in ("down", "up") else at + 1
        if nearest in BE or previous in self.lists["aspect"]:
            return self._active(at, self._doer(at if nearest in BE else at - 1))
        grammatical = self.of(at - 1, "preposition", "coordinator") or self.is_adverb(at - 1) or previous == ","
        acting = grammatical or self.is_name(at - 1) or previous.endswith("s") or not self.is_word(at - 1)
        if self.words[at] in self.book.nouns and not (self._clear_object(after) or acting):
            return None  # "the market bombing climbs"
        if not self.opens_object(after) or following in self.lists["campaigns"] | self.lists["modified"]:
            return None
        if self.is_finite(at + 1) or self.of(at - 1, "determiner") or self.is_number(at - 1):
            return None
        first = None if grammatical else self._left(at - 1)
        placed = first is not None and self.word(first - 1) in PLACES  # "drove into a wall in Ostrow killing four"
        implied = grammatical or placed or previous in ("while", "when")
        return self._active(at, self._implied(at) if implied else self._nearest(self._subject(at - 1), at - 1))

    def _implied(self, at: int) -> Span | None:
        """Who does what an -ing form tells: who is accused of it, else the subject of the verb before."""
        if self.charged:
            return self.charged
        if self.word(at - 1) == "of":  # "convicted him of murdering"
            first = at - 2 if self.of(at - 2, "object_pronoun") else self._left(at - 2)
            if first is not None and self.word(first - 1) in self.lists["convicting"]:
                return self.starts[first], self.ends[at - 2]
        acts = dict(self.found)
        for n in range(at - 1, 0, -1):
            if n in acts and acts[n].form == ACTIVE:
                return acts[n].agent
            verb = self.book.verbs.get(self.words[n])
            past = verb and "past" in verb.forms and not self.of(n - 1, "determiner", "preposition")
            earlier = any(self.is_finite(m) and self.is_word(m - 1) for m in range(max(0, n - LONGEST), n))
            if self.word(at - 1) == "," and earlier and self._describes(n):
                continue  # "threw a crate full of nails packed in hay at a mill, killing four"
            if self.is_finite(n) or past:
                return None if self.word(n) in self.lists["reporting"] else self._doer(n)
        return None

    # --- nouns ------------------------------------------------------------------------------------------------------

    def _noun(self, at: int) -> Act | None:
        word, verb, first = self.words[at], self.book.verbs.get(self.words[at]), at
        last = at + 1 if self.word(at + 1) in self.lists["campaigns"] else at
        if (last == at and self._modifies(at)) or (verb and "base" in verb.forms and self._plural(at - 1)):
            return None  # "attack helicopters", "pilots attack only"
        while first and self.words[first - 1] in self.lists["modifiers"]:
            first -= 1
        if self.word(first - 1) in self.lists["verbal"]:
            return None
        agent, owner = self._by(last, far=True), self._owner(first)
        behind = bisect_left(self.ends, agent[1]) if agent and self.word(last + 1) == "by" else last
        aimed = self.word(behind + 1) in ("of", "on", "against") and not self.of(behind + 2, "time", "time_noun")
        act, patient = self.book.nouns[word], self._right(behind + 2) if aimed else None
        if patient and self.of(bisect_left(self.ends, patient[1]), "time_noun"):
            patient = None  # "on election day"
        if not patient and act in self.book.suffered:  # "the mayor's murder", "his capture by rebels"
            patient = owner
        else:
            agent = agent or owner
        agent = agent or self._light_subject(first)
        return Act(self.number, self.starts[first], self.ends[last], act, NOMINALISED, agent, patient)

    def _modifies(self, at: int) -> bool:
        """Whether a noun in the singular only says what kind of thing the next noun is: "attack helicopters"."""
        following = self.word(at + 1)
        if self.words[at].endswith(("s", "ing")) or not following.isalpha():
            return False
        named = self.is_name(at + 1) and not self.headline
        verbal = self.is_finite(at + 1) or following in self.book.verbs or following.endswith(("ed", "ing"))
        return not (named or verbal or self.of(at + 1, *self.grammar) or following in self.lists["common_verbs"])

    def _owner(self, first: int) -> Span | None:
        """Whose an act is: an adjective of a state, "its", "the mayor" of "the mayor's murder"."""
        at = first - 1
        while at > 0 and self.words[at] in self.lists["between"]:
            at -= 1
        owner = self.word(at) in self.book.adjectives or self.word(at) in ("its", "their", "his", "her", "our", "my")
        if owner or self.shown(at) in self.lists["actors"]:
            return self.starts[at], self.ends[at]
        if self.word(at) in ("led", "backed") and self.word(at - 1) == "-" and at > 1:
            return self.starts[at - 2], self.ends[at - 2]
        singular = self.word(first - 1).endswith(("'s", "’s"))
        plural = self.word(first - 1) in ("'", "’") and self.word(first - 2).endswith("s")
        last = first - 1 if singular else first - 2
        start = self._left(last) if singular or plural else None
        bare = self.word(last).removesuffix("'s").removesuffix("’s")
        if start is None or bare in self.grammar["time"] | self.grammar["time_noun"]:
            return None
        start = next((n + 1 for n in range(last, start, -1) if self.of(n, "preposition")), start)
        return self.starts[start], self.ends[last] - 2 * singular

    def _light_subject(self, first: int) -> Span | None:
        """The subject of "carried out", "will continue" before the noun."""
        at = first - 1
        passed = self.lists["between"] | self.book.adjectives | {"of", "new"}
        while at > 0 and (self.of(at, "determiner") or self.is_number(at) or self.word(at) in passed):
            at -= 1
        at -= self.word(at) == "out"
        if self.word(at) not in self.lists["light"]:
            return None
        if self.word(at).endswith("ing"):
            aspect = self.word(at - 1) in self.lists["aspect"]
            return (None if aspect else self._subject(at - 1)) or self._implied(at)
        return self._doer(at)

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _act(self, at: int, form: str, agent: Span | None, patient: Span | None) -> Act:
        behind = self._completed(at)
        inside = behind and patient and self.starts[at] < patient[0] < self.starts[behind] < patient[1]
        if inside and not self._plural(behind):
            patient = patient[0], self.ends[behind - 1]  # "took six of them hostage"
        end = self.ends[behind if at < behind <= at + 2 else at]
        return Act(self.number, self.starts[at], end, self.book.verbs[self.words[at]].act, form, agent, patient)

    def _active(self, at: int, agent: Span | None) -> Act:
        after = self._after(at)
        patient = self._right(after) if self.opens_object(after) else None
        return self._act(at, ACTIVE, agent, self._aimed(at, bisect_left(self.ends, (patient or (0, 0))[1])) or patient)

    def _aimed(self, at: int, last: int) -> Span | None:
        """At what something is fired, behind the token ``last``: "fired rockets at the base"."""
        if self.book.verbs[self.words[at]].act not in ("fire", "ram") or not last:
            return None
        for n in range(last + 1, last + 6):  # "rammed a cart laden with hay into the mill"
            if self.word(n) in AIMS:
                aimed = self.opens_object(n + 1) and self.word(n + 1) not in self.lists["manners"]
                return self._right(n + 1) if aimed else None
            if not self.is_word(n) or self.words[n] in CLAUSE or self.words[n] in self.book.nouns:
                break
        return None

    def _passive(self, at: int, agent: Span | None, patient: Span | None) -> Act:
        return self._act(at, WITH_AGENT if agent else AGENTLESS, agent, self._aimed(at, at) or patient)

    def _after(self, at: int) -> int:
        """Where the object of a verb may begin: "shot dead nearly 40 monks", "fired on the crowd"."""
        first = at + 2 if self.word(at + 1) in ("dead", "up", "down") or self._completed(at) == at + 1 else at + 1
        if self.word(first) == "and" and (self.word(first + 1) in self.book.verbs or self.is_finite(first + 1)):
            first += 2  # "have shot and killed a man"
        loose = self.is_adverb(first) and not self.of(first, "determiner")
        first += loose and (self.is_number(first + 1) or self.is_name(first + 1))
        aimed = self.word(first) in AIMED_AT.get(self.book.verbs[self.words[at]].act, ())
        return first + (aimed and not self.is_number(first + 1) and self.word(first + 1) not in self.lists["manners"])
