"""Agency: who does what to whom in each act of a code book, and where the wording leaves the doer out.

No parser: a form of a verb or a noun of ``lists/agency.toml`` is judged by the words about it. What remains doubtful
is left out, since an active verb that is called a passive misleads more than one that is missing. Acts that are
denied, feared or announced are among them: it is the wording that is described, not whether they happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from crossread import lists
from crossread.framing.acts import Lexicon, Verb
from crossread.framing.phrases import PRONOUNS, QUOTES, Phrases, Span
from crossread.text import tokens
from crossread.text.tokens import Tokens

ACTIVE, WITH_AGENT, AGENTLESS, NOMINALISED = "active", "passive_with_agent", "agentless_passive", "nominalised"
FORMS = (ACTIVE, WITH_AGENT, AGENTLESS, NOMINALISED)
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t".split())
GET = frozenset("get gets got gotten getting".split())
PASSIVE = BE | GET
HAVE = frozenset("have has had having haven't hasn't hadn't haven’t hasn’t hadn’t".split())
TALK = 4  # sentences on politics for each with violence in it, beyond which a text is about politics
VIOLENCE = frozenset(row[form] for row in lists.read("violence") if row["sign"] for form in ("word", "plural"))
SUBJECTS = frozenset("that all both some many several these those others another".split())
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


class _Group(NamedTuple):
    """What stands left of a verb: its auxiliaries, the nearest first, and the token before them."""

    auxiliaries: list[str]
    before: int


def find(text: str, sentences: Iterable[Span], book: Lexicon) -> list[Act]:
    """The acts in ``sentences`` (spans of ``text``), in order. Linear in the length of the text.

    In a text on politics whose attacks are mostly words, those acts that can be done in words count only where their
    sentence has violence in it.
    """
    spans, known, acts = tuple(sentences), book.words, []
    each = tokens.words(text, spans)
    telling = book.vocabulary | VIOLENCE | known["talk"]  # of a hundred words some five are
    found = [(each.spans[at], word) for at, word in enumerate(each.words) if word in telling]
    violent = {number for number, word in found if word in VIOLENCE}
    of_talk = {number for number, word in found if word in known["talk"]}
    for number in sorted({number for number, word in found if word in book.vocabulary}):
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
            if word not in self.book.vocabulary or self._compound(at) or self._idiom(at) or self._named(at):
                continue
            act = self._verb(at) if word in self.book.verbs else None
            act = act or (self._noun(at) if word in self.book.nouns else None)
            if act and not self._is_figurative(act):
                self.found.append((at, act))
        return [act for _, act in self.found]

    def _is_figurative(self, act: Act) -> bool:
        """Whether what is attacked is only words or thoughts ("attacked his policy"), or the act no violence with who
        does or suffers it ("prices hit a peak")."""
        unless = self.book.unless[act.act]
        if act.agent and self._head(act.agent) in unless:
            return True
        figurative = unless if act.act in self.book.charges else unless | self.lists["figurative"]
        return bool(act.patient) and self._head(act.patient) in figurative

    def _head(self, span: Span) -> str:
        """The noun of a phrase: the last before a preposition, or what it is a part of."""
        inside = [n for n, start in enumerate(self.starts) if span[0] <= start < span[1]]
        before = list(takewhile(lambda n: not self.of(n, "preposition"), inside))
        if before and self.word(before[-1]) in self.lists["parts"] and self.word(before[-1] + 1) == "of":
            before = list(takewhile(lambda n: not self.of(n, "preposition"), inside[len(before) + 1 :]))
        return self.word(before[-1]) if before else ""

    # --- verbs ------------------------------------------------------------------------------------------------------

    def _verb(self, at: int) -> Act | None:
        verb = self.book.verbs[self.words[at]]
        if verb.particle and verb.particle not in self.words[at + 1 : at + 5]:
            return None
        near = {*self.words[max(0, at - 4) : at]} - self.grammar["preposition"]
        following = () if self.of(at + 2, "time") else self.words[at + 1 : at + 3]  # "fired on Monday"
        if verb.needs and not verb.needs & near.union(following):
            return None
        if self.word(at - 1) in ("very", "one"):
            return None  # "very targeted", "one shot"
        group = self._group(at)
        nearest = group.auxiliaries[0] if group.auxiliaries else ""
        act = None
        if "participle" in verb.forms and nearest in PASSIVE:
            act = self._passive(at, verb, group)
        elif "ing" in verb.forms:
            act = self._ing(at, verb, group, nearest)
        elif nearest:
            act = self._after_auxiliary(at, verb, group, nearest)
        elif verb.forms & {"past", "participle"}:
            act = self._bare_past(at, verb)
        elif verb.forms & {"base", "third"}:
            act = self._present(at, verb)
        if act and verb.charge:
            self.charged = act.patient
            return None if act.form == ACTIVE else act
        return act

    def _group(self, at: int) -> _Group:
        found, before = [], at - 1
        while before >= 0:
            word = self.words[before]
            if self.is_auxiliary(before) or word in GET or word == "to":
                found.append(word)
            elif word not in QUOTES and not (self.is_adverb(before) and not self.is_name(before)):
                break
            before -= 1
        return _Group(found, before)

    def _after_auxiliary(self, at: int, verb: Verb, group: _Group, nearest: str) -> Act | None:
        perfect = nearest in HAVE and "participle" in verb.forms
        plain = nearest not in HAVE and "base" in verb.forms
        if not (perfect or plain):
            return self._bare_past(at, verb) if nearest in HAVE else None
        if nearest == "to" and self.word(group.before) in self.lists["means"] | self.lists["openings"]:
            return None  # "the right to shoot", "open to attack"
        return self._active(at, verb, self._subject(group.before, infinitive="to" in group.auxiliaries))

    def _passive(self, at: int, verb: Verb, group: _Group) -> Act | None:
        agent = self._by(at)
        if agent and verb.charge and self._head(agent).endswith("ing"):
            return None  # "threatened by flooding"
        return self._act(at, verb, WITH_AGENT if agent else AGENTLESS, agent, self._subject(group.before))

    def _bare_past(self, at: int, verb: Verb) -> Act | None:
        """A past form or participle without an auxiliary: active, a reduced relative, or a description."""
        previous, following = self.word(at - 1), self.word(at + 1)
        if self.of(at - 1, "preposition") or previous.endswith(("'s", "’s")):
            return None
        dead = following == "dead"
        after = at + 2 if following in ("dead", "down", "up") else at + 1
        agent = self._by(at) if "participle" in verb.forms and not self.opens_object(after) else None
        joined = self._joined(at, verb, agent) or self._beside_passive(at, verb, agent)
        if joined:
            return joined
        if previous == "those" and "participle" in verb.forms:  # "those killed"
            those = self.starts[at - 1], self.ends[at - 1]
            return self._act(at, verb, WITH_AGENT if agent else AGENTLESS, agent, those)
        described = self.of(at - 1, "determiner") and previous not in SUBJECTS and not self.is_number(at - 1)
        if described:
            return None
        if agent:
            return self._act(at, verb, WITH_AGENT, agent, self._suffering(at - 1))
        after += self.is_adverb(after) and self.is_number(after + 1)  # "killed roughly 90"
        told = self.is_word(at + 2) and not self.of(at + 2, "determiner", "preposition", "pronoun")
        if following == "and" and told and not self.is_auxiliary(at + 2) and not self.is_number(at + 2):
            after = at + 3  # "killed and ate two goats"
        has_object = self.opens_object(after)
        if has_object and "past" in verb.forms:
            if self.is_number(at - 1) and not self.of(at + 1, "determiner"):
                return None  # "40 wounded soldiers"
            if previous == "," and not dead:
                return None
            agent = self._subject(at - 1)
            return self._act(at, verb, ACTIVE, agent, self._object(at) or self._right(after)) if agent else None
        if "past" in verb.forms and self._has_own_subject(at - 1):
            return self._act(at, verb, ACTIVE, self._own_subject(at - 1), None)
        charged = verb.act != "report" and following in ("of", "for", "over")  # "the man accused of"
        if "participle" not in verb.forms or (verb.charge and not charged):
            return None
        if self.is_auxiliary(at + 1) and not self.is_word(at - 1):
            return None  # "120 wounded were brought in"
        if verb.transitive or verb.charge or self.is_number(at - 1) or dead:
            patient = self._suffering(at - 1)
            return self._act(at, verb, AGENTLESS, None, patient) if patient else None
        alone = verb.act in ("attack", "strike", "invade", "fire") or following in ("at", "into", "on", "upon")
        if alone and "past" in verb.forms:
            agent = self._subject(at - 1)
            return self._active(at, verb, agent) if agent else None
        return None

    def _suffering(self, at: int) -> Span | None:
        """The phrase before a reduced relative, or the people in it: "the names of the people killed"."""
        phrase = self._subject(at, aside=True)
        of = next((n for n in range(at, 0, -1) if self.word(n) == "of"), 0)
        inside = phrase and of and self.starts[of] > phrase[0] and self.word(of - 1) in self.lists["victims_of"]
        return (self.starts[of + 1], phrase[1]) if inside else phrase

    def _has_own_subject(self, at: int) -> bool:
        """Whether what stands left of a past form without an object can only be its subject: a pronoun, or a name or
        noun after a relative word or another noun ("the town that rebels seized", "the town IS seized")."""
        if self.word(at) in PRONOUNS:
            return True
        first = self._left(at)
        if first is None:
            return False
        if self.word(first - 1) in ("that", "which", "whom", "what", "whose"):
            return True
        names = at
        while names > first and self.is_name(names - 1):
            names -= 1
        if not self.is_name(at) or self.is_number(names - 1):  # "the four Ruritanians killed" killed nobody
            return False
        return any(self.of(n, "determiner") for n in range(first, names - 1))

    def _own_subject(self, at: int) -> Span | None:
        """The name alone, of "the town IS seized"."""
        if not self.is_name(at):
            return self._subject(at)
        first = at
        while first and self.is_name(first - 1):
            first -= 1
        return self.starts[first], self.ends[at]

    def _joined(self, at: int, verb: Verb, agent: Span | None) -> Act | None:
        """A participle or past form beside another: "were killed or wounded", "killed four and wounded six"."""
        beside = at - 2 if self.is_adverb(at - 1) else at - 1  # "tortured and then shot"
        if not self.found or (
            not self.of(beside, "coordinator") and self.word(beside) != "," and not self.is_number(beside)
        ):
            return None
        place, last = self.found[-1]
        if any(self.is_auxiliary(n) or self.words[n] in CLAUSE for n in range(place + 1, at)):
            return None
        if self.opens_object(at + 1) and "past" in verb.forms and last.form == ACTIVE:
            return self._active(at, verb, last.agent)
        between = range(place + 1, at)
        close = all(
            self.of(n, "coordinator") or self.word(n) == "," or self.is_number(n) or self.is_adverb(n)
            or self.word(n) in self.lists["people"] for n in between
        )  # fmt: skip
        if not close or last.form == ACTIVE or "participle" not in verb.forms or self.opens_object(at + 1):
            return None
        by = agent or (last.agent if last.form == WITH_AGENT else None)
        counted = next((n for n in between if self.is_number(n)), None)
        patient = last.patient if counted is None else (self.starts[counted], self.ends[at - 1])
        return self._act(at, verb, WITH_AGENT if by else AGENTLESS, by, patient)

    def _beside_passive(self, at: int, verb: Verb, agent: Span | None) -> Act | None:
        """A participle beside the passive of a verb that is none of the book: "were led away and shot"."""
        beside = at - 2 if self.is_adverb(at - 1) else at - 1
        follows = self.of(beside, "coordinator") or (self.word(beside) == "," and self._participle(beside - 1))
        if "participle" not in verb.forms or not follows or self.opens_object(at + 1):
            return None
        for n in range(beside - 1, 0, -1):
            if self.words[n] in CLAUSE or self.of(n, "subordinator", "relative", "pronoun"):
                return None
            if self.words[n] in PASSIVE and self._participle(n + 1):
                patient = self._subject(self._group(n + 1).before)
                return self._act(at, verb, WITH_AGENT if agent else AGENTLESS, agent, patient) if patient else None
            if self.is_finite(n) and not self._participle(n):
                return None
        return None

    def _participle(self, at: int) -> bool:
        verb = self.book.verbs.get(self.word(at))
        return self.word(at).endswith(("ed", "en")) or bool(verb and "participle" in verb.forms)

    def _present(self, at: int, verb: Verb) -> Act | None:
        """A base or third-person form that may be a noun: a verb after a pronoun, or between a name and its object."""
        noun = self.words[at] in self.book.nouns
        previous = self.word(at - 1)
        if previous in PRONOUNS and previous != "that":
            return self._active(at, verb, self._subject(at - 1))
        owned = previous.endswith(("'s", "’s"))
        if owned or self.of(at - 1, "determiner", "preposition", "coordinator") or not self.is_word(at - 1):
            return None
        if "third" in verb.forms:
            fits = (self.is_name(at - 1) or self.headline) and (self._clear_object(at + 1) or not noun)
        else:
            fits = self._plural(at - 1) or (at == 1 and not noun and previous.endswith("s"))  # a headline's first word
        return self._active(at, verb, self._subject(at - 1)) if fits and self._opens_clearly(at + 1) else None

    def _opens_clearly(self, at: int) -> bool:
        return self.opens_object(at) and not self.is_finite(at)  # "turtle shells washed up"

    def _ing(self, at: int, verb: Verb, group: _Group, nearest: str) -> Act | None:
        previous, following = self.word(at - 1), self.word(at + 1)
        after = at + 2 if following in ("down", "up") else at + 1
        has_object = self.opens_object(after) and following not in self.lists["campaigns"]
        if nearest in BE:
            if self.words[at] == "striking" and not has_object:
                return None
            return self._active(at, verb, self._subject(group.before))
        if previous in self.lists["aspect"] and following not in self.lists["campaigns"]:
            earlier = self._group(at - 1)
            return self._active(at, verb, self._subject(earlier.before, infinitive="to" in earlier.auxiliaries))
        acting = self.is_name(at - 1) or previous.endswith("s") or not self.is_word(at - 1)
        grammatical = self.of(at - 1, "preposition", "coordinator") or self.is_adverb(at - 1)
        if self.words[at] in self.book.nouns and not (self._clear_object(after) or acting or grammatical):
            return None  # "the market bombing climbs"
        if not has_object or self.is_finite(at + 1) or self.of(at - 1, "determiner"):
            return None
        if self.of(at - 1, "preposition") or self.is_adverb(at - 1) or previous in ("while", "when", ",", "and", "or"):
            return self._active(at, verb, self._implied(at))
        return self._active(at, verb, self._subject(at - 1)) if self.is_word(at - 1) else None

    def _implied(self, at: int) -> Span | None:
        """Who does what an -ing form tells: who is accused of it, else the subject of the verb before."""
        if self.charged and self.word(at - 1) not in (",", "by"):
            return self.charged
        acts = dict(self.found)
        for n in range(at - 1, 0, -1):
            if n in acts and acts[n].form == ACTIVE:
                return acts[n].agent
            verb = self.book.verbs.get(self.words[n])
            past = verb and "past" in verb.forms and not self.of(n - 1, "determiner", "preposition")
            if self.is_finite(n) or past:
                return None if self.word(n) in self.lists["reporting"] else self._subject(self._group(n).before)
        return None

    # --- nouns ------------------------------------------------------------------------------------------------------

    def _noun(self, at: int) -> Act | None:
        word, following = self.words[at], self.word(at + 1)
        verb = self.book.verbs.get(word)
        if verb and "base" in verb.forms and self._plural(at - 1):
            return None  # "pilots attack only"
        last = at
        if following in self.lists["campaigns"]:
            last = at + 1
        elif self._modifies(at):
            return None
        first = at
        while first and self.words[first - 1] in self.lists["modifiers"] and not self._compound(first - 1):
            first -= 1
        if self.word(first - 1) in self.lists["verbal"]:
            return None
        act, patient = self.book.nouns[word], self._of(last)
        agent, owner = self._by(last, far=True), self._owner(first)
        if not patient and act in self.book.suffered:  # "the mayor's murder", "his capture by rebels"
            patient = owner or self._possessor(first)
        else:
            agent = agent or owner
        agent = agent or self._light_subject(first)
        return Act(self.number, self.starts[first], self.ends[last], act, NOMINALISED, agent, patient)

    def _modifies(self, at: int) -> bool:
        """Whether a noun in the singular only says what kind of thing the next noun is: "attack helicopters"."""
        following = self.word(at + 1)
        if (
            self.words[at].endswith(("s", "ing"))
            or not following.isalpha()
            or (self.is_name(at + 1) and not self.headline)
        ):
            return False
        closed = self.of(
            at + 1, "preposition", "coordinator", "subordinator", "relative", "determiner", "time", "time_noun",
            "pronoun", "object_pronoun",
        )  # fmt: skip
        verbal = self.is_finite(at + 1) or following in self.book.verbs or following.endswith(("ed", "ing"))
        common = following in self.lists["common_verbs"] or self.is_adverb(at + 1)
        return not (closed or verbal or common)

    def _owner(self, first: int) -> Span | None:
        """The agent before a noun: an adjective of a state, or a possessive."""
        at = first - 1
        while at > 0 and self.is_word(at) and self.words[at] in self.lists["between"]:
            at -= 1
        word = self.word(at)
        bare = word.removesuffix("'s").removesuffix("’s")
        if word in self.book.adjectives or (bare != word and bare in self.book.states):
            return self.starts[at], self.starts[at] + len(bare)
        if word in ("its", "their", "his", "her", "our", "my") or (
            bare == word and self.shown(at) in self.lists["actors"]
        ):
            return self.starts[at], self.ends[at]
        led = self.word(at) in ("led", "backed") and self.word(at - 1) == "-" and at > 1
        return (self.starts[at - 2], self.ends[at - 2]) if led else None

    def _possessor(self, first: int) -> Span | None:
        """Whose an act is: "the mayor" of "the mayor's murder"."""
        last = first - 1
        start = self._left(last) if self.word(last).endswith(("'s", "’s")) else None
        if start is None or self.of(last, "time_noun") or self.word(last)[:-2] in self.grammar["time"]:
            return None
        start = next((n + 1 for n in range(last, start, -1) if self.of(n, "preposition")), start)
        return self.starts[start], self.ends[last] - 2

    def _light_subject(self, first: int) -> Span | None:
        """The subject of "carried out", "will continue" before the noun."""
        at = first - 1
        while at > 0 and (
            self.of(at, "determiner")
            or self.word(at) in self.lists["between"]
            or self.is_number(at)
            or self.word(at) in ("of", "hundreds", "dozens", "new")
            or self.word(at) in self.book.adjectives
        ):
            at -= 1
        if self.word(at) == "out" and self.word(at - 1).startswith("carr"):
            at -= 1
        elif self.word(at) == "out" or self.word(at) not in self.lists["light"]:
            return None
        group = self._group(at)
        if self.word(at).endswith("ing") or (group.auxiliaries and group.auxiliaries[0] in PASSIVE):
            if not self.word(at).endswith("ing"):
                return None
            alone = self.is_word(at - 1) and not self.of(at - 1, "preposition") and not self._aspect(at - 1)
            return self._subject(at - 1) if alone else self._implied(at)
        return self._subject(group.before, infinitive="to" in group.auxiliaries)

    def _of(self, last: int) -> Span | None:
        if self.word(last + 1) in ("of", "on", "against") and not self.of(last + 2, "time", "time_noun"):
            return self._right(last + 2)
        return None

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _act(self, at: int, verb: Verb, form: str, agent, patient) -> Act:
        return Act(self.number, self.starts[at], self.ends[at], verb.act, form, agent, patient)

    def _active(self, at: int, verb: Verb, agent: Span | None) -> Act:
        return self._act(at, verb, ACTIVE, agent, self._object(at))

    def _object(self, at: int) -> Span | None:
        first = at + 2 if self.word(at + 1) in ("dead", "up", "down") else at + 1
        first += self.is_adverb(first) and self.is_number(first + 1)
        aimed = self.book.verbs[self.words[at]].act in ("fire", "shoot") and self.word(first) in ("at", "on", "upon")
        first += (
            aimed and not self.is_number(first + 1) and self.word(first + 1) not in self.lists["manners"]
        )  # "fired on the crowd"
        return self._right(first) if self.opens_object(first) else None
