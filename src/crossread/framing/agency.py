"""Agency: who does what to whom in each act of a code book, and where the wording leaves the doer out.

No parser: a form of a verb or a noun of ``lists/agency.toml`` is judged by the words about it. What remains doubtful
is left out, since an active verb that is called a passive misleads more than one that is missing. Acts that are
denied, feared or announced are among them: it is the wording that is described, not whether they happened.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from crossread.problems import UnreadableError
from crossread.text import tokens
from crossread.text.tokens import SHORTENED, Tokens

ACTIVE, WITH_AGENT, AGENTLESS, NOMINALISED = "active", "passive_with_agent", "agentless_passive", "nominalised"
FORMS = (ACTIVE, WITH_AGENT, AGENTLESS, NOMINALISED)
LONGEST = 24  # tokens of an agent or patient

Grammar = dict[str, frozenset[str]]


class Verb(NamedTuple):
    """A form of a verb: which of its five forms it can be."""

    act: str
    forms: frozenset[str]
    transitive: bool
    charge: bool
    needs: frozenset[str]
    particle: str


class Lexicon(NamedTuple):
    """The look-ups of agency. ``adjectives`` are of states, ``states`` their names, both in small letters."""

    verbs: dict[str, Verb]
    nouns: dict[str, str]
    words: dict[str, frozenset[str]]
    idioms: dict[str, list[tuple[str, ...]]]
    charges: frozenset[str]
    grammar: Grammar
    adjectives: frozenset[str]
    states: frozenset[str]


class Act(NamedTuple):
    """An act found; ``agent`` and ``patient`` are spans, None where the wording has none or it could not be told."""

    sentence: int
    start: int
    end: int
    act: str
    form: str
    agent: tuple[int, int] | None
    patient: tuple[int, int] | None


class _Group(NamedTuple):
    """What stands left of a verb: its auxiliaries, the nearest first, and the token before them."""

    auxiliaries: list[str]
    before: int


def load(path: Path, grammar: Grammar, adjectives: Iterable[str], states: Iterable[str]) -> Lexicon:
    """Read the code book.

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the entry.
    """
    entry = None
    try:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        verbs: dict[str, Verb] = {}
        nouns: dict[str, str] = {}
        for entry in book["act"]:
            written = entry["forms"].split()
            names = ("base", "third", "past", "participle", "ing")
            for form, _ in zip(written, names, strict=True):
                own = frozenset(n for f, n in zip(written, names, strict=True) if f == form)
                verbs[form] = Verb(
                    entry["act"], own, bool(entry.get("transitive")), bool(entry.get("charge")),
                    frozenset(entry.get("needs", "").split()), entry.get("particle", ""),
                )  # fmt: skip
            nouns |= dict.fromkeys(entry["nouns"].split(), entry["act"])
        entry = None
        words = {name: frozenset(value.split()) for name, value in book["word"].items()}
        idioms: dict[str, list[tuple[str, ...]]] = {}
        for idiom in words["idioms"]:
            parts = tuple(idiom.split("_"))
            for part in parts:
                idioms.setdefault(part, []).append(parts)
        charges = frozenset(verb.act for verb in verbs.values() if verb.charge)
        return Lexicon(verbs, nouns, words, idioms, charges, grammar, frozenset(adjectives), frozenset(states))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"code book {path.name} is not valid TOML ({error})", "mend or remove it") from None
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        where = f"act {entry.get('act', '?')!r}" if isinstance(entry, dict) else "its head"
        what = f"code book {path.name}, {where} cannot be used ({error!r})"
        raise UnreadableError(what, "see the head of the library's own for the form") from None


def find(text: str, sentences: Iterable[tuple[int, int]], book: Lexicon) -> list[Act]:
    """The acts in ``sentences`` (spans of ``text``), in order. Linear in the length of the text."""
    acts = []
    for number, (start, end) in enumerate(sentences):
        read = tokens.read(text, start, end)
        if not any(word in book.verbs or word in book.nouns for word in read.words):
            continue
        for first, last in tokens.sentences(read):
            part = Tokens(text, read.words[first:last], read.starts[first:last], read.ends[first:last])
            acts += _Sentence(part, book, number).acts()
    return acts


class _Sentence:
    """The tokens of a sentence, and the acts found in it so far."""

    def __init__(self, read: Tokens, book: Lexicon, number: int):
        self.words, self.starts, self.ends = read.words, read.starts, read.ends
        self.text, self.book, self.number = read.text, book, number
        self.grammar, self.lists = book.grammar, book.words
        self.shown = [read.text[a:b] for a, b in zip(read.starts, read.ends, strict=True)]
        letters = [s for s in self.shown if s[0].isalpha() and len(s) > 3]
        self.headline = len(letters) > 2 and sum(s[0].isupper() for s in letters) > 0.8 * len(letters)
        self.found: list[tuple[int, Act]] = []  # with the token of the act
        self.charged: tuple[int, int] | None = None  # who is accused of what follows

    def acts(self) -> list[Act]:
        for at, word in enumerate(self.words):
            if word not in self.book.verbs and word not in self.book.nouns:
                continue
            if self._compound(at) or self._idiom(at) or self._named(at):
                continue
            act = self._verb(at) if word in self.book.verbs else None
            act = act or (self._noun(at) if word in self.book.nouns else None)
            if act:
                self.found.append((at, act))
        return [act for _, act in self.found]

    # --- words ------------------------------------------------------------------------------------------------------

    def word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def of(self, at: int, *classes: str) -> bool:
        return any(self.word(at) in self.grammar[c] for c in classes)

    def is_name(self, at: int) -> bool:
        return 0 <= at < len(self.shown) and self.shown[at][0].isupper() and not self.headline

    def is_word(self, at: int) -> bool:
        return self.word(at)[:1].isalpha()

    def is_number(self, at: int) -> bool:
        return self.word(at)[:1].isdigit() or self.word(at) in self.lists["numbers"]

    def is_adverb(self, at: int) -> bool:
        word = self.word(at)
        return self.of(at, "adverb", "negation") or (
            word.endswith("ly") and len(word) > 4 and word not in self.lists["no_adverbs"]
        )

    def is_auxiliary(self, at: int) -> bool:
        """An auxiliary; IS in capitals is a name, and May within a sentence a month."""
        shown = self.shown[at] if 0 <= at < len(self.shown) else ""
        return self.of(at, "auxiliary") and not (shown.isupper() and len(shown) > 1) and (at == 0 or shown != "May")

    def is_finite(self, at: int) -> bool:
        """Whether a token reads as a verb that ends a noun phrase to its left."""
        word = self.word(at)
        if self.is_auxiliary(at) or self.of(at, "irregular") or word in self.lists["reporting"]:
            return True
        if self.is_name(at) and at:
            return False
        return word.endswith("ed") and len(word) > 4 and not self._attributive(at)

    def _plural(self, at: int) -> bool:
        word = self.word(at)
        return (
            word.endswith("s")
            and len(word) > 3
            and not word.endswith("ss")
            and not self.is_name(at)
            and word not in self.book.adjectives
            and not self.of(at, "determiner", "preposition", "time")
        )

    def _attributive(self, at: int) -> bool:
        """Whether a participle stands before the noun that it describes."""
        if (
            self.of(at, "adjective_in_ed")
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

    # --- verbs ------------------------------------------------------------------------------------------------------

    def _verb(self, at: int) -> Act | None:
        verb = self.book.verbs[self.words[at]]
        if verb.particle and verb.particle not in self.words[at + 1 : at + 5]:
            return None
        near = {*self.words[max(0, at - 4) : at]} - self.grammar["preposition"]
        if verb.needs and not verb.needs & (near | {*self.words[at + 1 : at + 3]}):
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
        if nearest == "to" and self.words[at] in self.book.nouns and verb.transitive and not self.opens_object(at + 1):
            return None  # "open to capture"
        return self._active(at, verb, self._subject(group.before, infinitive="to" in group.auxiliaries))

    def _passive(self, at: int, verb: Verb, group: _Group) -> Act | None:
        agent = self._by(at)
        return self._act(at, verb, WITH_AGENT if agent else AGENTLESS, agent, self._subject(group.before))

    def _bare_past(self, at: int, verb: Verb) -> Act | None:
        """A past form or participle without an auxiliary: active, a reduced relative, or a description."""
        previous, following = self.word(at - 1), self.word(at + 1)
        if self.of(at - 1, "preposition") or previous.endswith(("'s", "’s")):
            return None
        agent = self._by(at) if "participle" in verb.forms and not self.opens_object(at + 1) else None
        joined = self._joined(at, verb, agent)
        if joined:
            return joined
        described = self.of(at - 1, "determiner") and previous not in SUBJECTS and not self.is_number(at - 1)
        if described:
            return None
        if agent:
            return self._act(at, verb, WITH_AGENT, agent, self._subject(at - 1, aside=True))
        dead = following == "dead"
        after = at + 2 if dead else at + 1
        after += self.is_adverb(after) and self.is_number(after + 1)  # "killed roughly 90"
        has_object = self.opens_object(after)
        if at == 0:
            opens = verb.transitive and "participle" in verb.forms and self.of(1, "preposition")
            return self._act(at, verb, AGENTLESS, None, None) if opens else None
        if has_object and "past" in verb.forms:
            if self.is_number(at - 1) and not self.of(at + 1, "determiner"):
                return None  # "40 wounded soldiers"
            if previous == "," and not dead:
                return None
            agent = self._subject(at - 1)
            return self._active(at, verb, agent) if agent else None
        if "past" in verb.forms and self._has_own_subject(at - 1):
            return self._act(at, verb, ACTIVE, self._own_subject(at - 1), None)
        if "participle" not in verb.forms or verb.charge:
            return None
        if self.is_auxiliary(at + 1) and not self.is_word(at - 1):
            return None  # "120 wounded were brought in"
        if verb.transitive or self.is_number(at - 1) or dead:
            patient = self._subject(at - 1, aside=True)
            return self._act(at, verb, AGENTLESS, None, patient) if patient else None
        if verb.act in ("attack", "strike", "shoot", "invade", "fire") and "past" in verb.forms:
            agent = self._subject(at - 1)
            return self._act(at, verb, ACTIVE, agent, None) if agent else None
        return None

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
        inside = range(first, names)
        return self.is_name(at) and any(self.of(n, "determiner") and names - 1 > n for n in inside)

    def _own_subject(self, at: int) -> tuple[int, int] | None:
        """The name alone, of "the town IS seized"."""
        if not self.is_name(at):
            return self._subject(at)
        first = at
        while first and self.is_name(first - 1):
            first -= 1
        return self.starts[first], self.ends[at]

    def _joined(self, at: int, verb: Verb, agent: tuple[int, int] | None) -> Act | None:
        """A participle or past form beside another: "were killed or wounded", "killed four and wounded six"."""
        if not self.found or (
            not self.of(at - 1, "coordinator") and self.word(at - 1) != "," and not self.is_number(at - 1)
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
        if not close or "participle" not in verb.forms or self.opens_object(at + 1):
            return None
        if last.form == ACTIVE:
            return self._act(at, verb, ACTIVE, last.agent, None) if self.word(at - 1) in ("and", "or") else None
        by = agent or (last.agent if last.form == WITH_AGENT else None)
        counted = next((n for n in between if self.is_number(n)), None)
        patient = last.patient if counted is None else (self.starts[counted], self.ends[at - 1])
        return self._act(at, verb, WITH_AGENT if by else AGENTLESS, by, patient)

    def _present(self, at: int, verb: Verb) -> Act | None:
        """A base or third-person form that may be a noun: a verb after a pronoun, or between a name and its object."""
        noun = self.words[at] in self.book.nouns
        previous = self.word(at - 1)
        if previous in PRONOUNS and previous != "that":
            return self._active(at, verb, self._subject(at - 1))
        if self.of(at - 1, "determiner", "preposition", "coordinator") or not self.is_word(at - 1):
            return None
        if "third" in verb.forms:
            fits = (self.is_name(at - 1) or self.headline) and (self._clear_object(at + 1) or not noun)
        else:
            fits = self._plural(at - 1)
        return self._active(at, verb, self._subject(at - 1)) if fits and self.opens_object(at + 1) else None

    def _ing(self, at: int, verb: Verb, group: _Group, nearest: str) -> Act | None:
        previous, following = self.word(at - 1), self.word(at + 1)
        has_object = self.opens_object(at + 1) and following not in self.lists["campaigns"]
        if nearest in BE:
            if self.words[at] == "striking" and not has_object:
                return None
            return self._active(at, verb, self._subject(group.before))
        if previous in self.lists["aspect"] and following not in self.lists["campaigns"]:
            earlier = self._group(at - 1)
            return self._active(at, verb, self._subject(earlier.before, infinitive="to" in earlier.auxiliaries))
        acting = self.is_name(at - 1) or previous.endswith("s") or not self.is_word(at - 1)
        grammatical = self.of(at - 1, "preposition", "coordinator") or self.is_adverb(at - 1)
        if self.words[at] in self.book.nouns and not (self._clear_object(at + 1) or acting or grammatical):
            return None  # "the market bombing climbs"
        if not has_object or self.is_finite(at + 1) or self.of(at - 1, "determiner"):
            return None
        if self.of(at - 1, "preposition") or self.is_adverb(at - 1) or previous in ("while", "when", ",", "and", "or"):
            return self._active(at, verb, self._implied(at))
        return self._active(at, verb, self._subject(at - 1)) if self.is_word(at - 1) else None

    def _implied(self, at: int) -> tuple[int, int] | None:
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
        if last == at and at and self.found and self.found[-1][1].end == self.ends[at]:
            return None  # the campaign of an act is that act
        first = at
        while first and self.words[first - 1] in self.lists["modifiers"] and not self._compound(first - 1):
            first -= 1
        agent = self._by(last, far=True) or self._owner(first) or self._light_subject(first)
        return Act(
            self.number, self.starts[first], self.ends[last], self.book.nouns[word], NOMINALISED, agent,
            self._of(last),
        )  # fmt: skip

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

    def _owner(self, first: int) -> tuple[int, int] | None:
        """The agent before a noun: an adjective of a state, or a possessive."""
        at = first - 1
        while at > 0 and self.is_word(at) and self.words[at] in self.lists["between"]:
            at -= 1
        word = self.word(at)
        bare = word.removesuffix("'s").removesuffix("’s")
        if word in self.book.adjectives or (bare != word and bare in self.book.states):
            return self.starts[at], self.starts[at] + len(bare)
        if word in ("its", "their", "his", "her", "our", "my") or (
            bare == word and self.shown[at] in self.lists["actors"]
        ):
            return self.starts[at], self.ends[at]
        led = self.word(at) in ("led", "backed") and self.word(at - 1) == "-" and at > 1
        return (self.starts[at - 2], self.ends[at - 2]) if led else None

    def _light_subject(self, first: int) -> tuple[int, int] | None:
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

    def _of(self, last: int) -> tuple[int, int] | None:
        if self.word(last + 1) in ("of", "on", "against") and not self.of(last + 2, "time", "time_noun"):
            return self._right(last + 2)
        return None

    # --- phrases ----------------------------------------------------------------------------------------------------

    def _act(self, at: int, verb: Verb, form: str, agent, patient) -> Act:
        return Act(self.number, self.starts[at], self.ends[at], verb.act, form, agent, patient)

    def _active(self, at: int, verb: Verb, agent: tuple[int, int] | None) -> Act:
        return self._act(at, verb, ACTIVE, agent, self._object(at))

    def _clear_object(self, at: int) -> bool:
        """Whether a word can only open the object of a verb."""
        return self.of(at, "determiner") or self.is_name(at) or self.is_number(at)

    def _by(self, at: int, far: bool = False) -> tuple[int, int] | None:
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
                if following.endswith("ing") and following not in self.book.nouns:
                    return None
                if self.is_number(n + 1) and self.word(n + 2) in MEASURES:
                    return None
                return self._right(n + 1)
            in_place = self.of(n, "preposition") and word not in ("after", "while", "as", "since", "of", "for")
            short = in_place or self.is_adverb(n) or self.of(n, "time", "time_noun", "determiner") or self.is_name(n)
            joint = self.of(n, "coordinator") and self.word(n + 1) in self.book.verbs
            noun = word in self.book.nouns or (word in self.book.verbs and not self.of(n - 1, "coordinator"))
            part = short or joint or self.is_number(n) or word == "dead" or word in self.lists["places"]
            between = far and self.is_word(n) and not self.is_finite(n) and not self.of(n, "coordinator")
            if noun or not (part or between or word in self.book.verbs):
                return None
            n, steps = n + 1, steps + 1
        return None

    def _object(self, at: int) -> tuple[int, int] | None:
        first = at + 2 if self.word(at + 1) in ("dead", "up", "down") else at + 1
        first += self.is_adverb(first) and self.is_number(first + 1)
        return self._right(first) if self.opens_object(first) else None

    def _right(self, first: int) -> tuple[int, int] | None:
        """The noun phrase that begins at a token."""
        while self.word(first) in QUOTES:
            first += 1
        n = first
        while n < len(self.words) and n - first < LONGEST:
            word = self.words[n]
            if n > first and "\n" in self.text[self.ends[n - 1] : self.starts[n]]:
                break
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
        if self.of(at, "time_noun") and following in ("after", "before", "ago", "later"):
            return True
        if word.endswith("ing") and (self.of(at + 1, "preposition") or following == "to"):
            return True
        verb = self.book.verbs.get(word)
        past = verb is not None and bool(verb.forms & {"past", "participle"})
        clear = self.of(at + 1, "determiner") or self.is_number(at + 1) or following in self.lists["more"]
        past = past or (verb is not None and word not in self.book.nouns and clear and self.opens_object(at + 1))
        return (
            past
            or self.is_finite(at)
            or (self.is_adverb(at) and not self.is_name(at) and not self.of(at - 1, "determiner"))
        )

    def _goes_on(self, at: int) -> bool:
        """Whether a noun phrase goes on after a comma: "moderate, well-armed groups"."""
        closed = self.of(at, "preposition", "determiner", "coordinator", "subordinator", "relative", "pronoun", "time")
        if not self.is_word(at) or self.is_name(at) or closed or self.is_finite(at) or self.is_adverb(at):
            return False
        return not self.word(at).endswith(("ing", "ed")) and (self.word(at + 1) == "-" or self.is_word(at + 1))

    def _subject(self, at: int, infinitive: bool = False, aside: bool = False) -> tuple[int, int] | None:
        """The noun phrase that ends with a token, over an aside between commas and from a relative word to its head."""
        if at < 0:
            return None
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
        if self.word(at) in ("who", "which", "that") and at:
            before = at - 2 if self.word(at - 1) == "," else at - 1
            head = self._subject(before)
            return self._nearest(head, before) if self.word(at) == "who" else head
        if self.word(at) in PRONOUNS:
            return self.starts[at], self.ends[at]
        first = self._left(at)
        if first is None:
            return None
        return self.starts[first], self.ends[at]

    def _nearest(self, head: tuple[int, int] | None, at: int) -> tuple[int, int] | None:
        """What "who" stands for: in "the body of an adviser who", the last noun."""
        of = next((n for n in range(at, -1, -1) if self.word(n) == "of" or (head and self.starts[n] < head[0])), -1)
        inside = head and of >= 0 and self.word(of) == "of" and self.starts[of] >= head[0]
        singular = (
            inside and self.word(of + 1) in ("a", "an", "the", "his", "her") and self.word(of - 1) not in ("one",)
        )
        return (self.starts[of + 1], head[1]) if singular else head

    def _aspect(self, at: int) -> bool:
        return self.word(at) in self.lists["aspect"]

    def _before_infinitive(self, at: int) -> int:
        """From before "to" back over the verb that it depends on: "forces were able to", "jets tried to"."""
        n = at
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

    def _left(self, at: int) -> int | None:
        """The first token of the noun phrase that ends with a token."""
        closed = self.of(at, "preposition", "coordinator", "subordinator") or self.is_finite(at)
        if closed or not (self.is_word(at) or self.is_number(at)):
            return None
        n = at
        while n >= 0 and at - n < LONGEST:
            word = self.words[n]
            title = word == "." and self.word(n - 1) in SHORTENED
            if not (self.is_word(n) or self.is_number(n) or word == "-" or title) or word in PRONOUNS:
                break
            if "\n" in self.text[self.ends[n] : self.starts[n + 1] if n < at else self.ends[n]]:
                break
            if self.of(n, "subordinator", "relative") and not self.is_number(n) and word not in ("than", "as", "so"):
                break
            if self.of(n, "preposition") and word not in WITHIN and n < at:
                break
            if word.endswith("ing") and n < at and self.of(n + 1, "determiner"):
                break
            if n < at and (self.is_finite(n) or word == "to"):
                break
            if self.of(n, "coordinator") and (n == 0 or not self.is_word(n - 1)):
                break
            n -= 1
        first = n + 1
        return self._trimmed(first, at)

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
            return None if at - first < 2 else at if not self.of(at - 1, "determiner") else at - 1
        return first if first <= at else None


MEASURES = frozenset("percent % per o'clock pm am yards".split())
BOUNDS = {("at", "least"), ("at", "most"), ("up", "to"), ("as", "many"), ("about", "a")}
WITHIN = frozenset("of in from at on near for than about up as over".split())  # prepositions that a subject may hold
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t".split())
GET = frozenset("get gets got gotten getting".split())
PASSIVE = BE | GET
HAVE = frozenset("have has had having haven't hasn't hadn't haven’t hasn’t hadn’t".split())
PRONOUNS = frozenset("he she it they we i you who which that".split())
SUBJECTS = frozenset("that all both some many several these those others another".split())
QUOTES = frozenset("\"“”'‘’")
CLAUSE = frozenset(". ; : who which that while when after before as because although though".split())
