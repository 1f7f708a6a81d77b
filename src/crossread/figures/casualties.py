"""Which numbers of a sentence count casualties, by rules over its items (:mod:`crossread.figures.clauses`).

What happened takes its people from before or after it, as its form says; of several claims on a number the nearest
wins. Triggers and their roles follow the pattern grammars of MUC-4 (Lehnert et al. 1992) and NEXUS (Tanev, Piskorski
and Atkinson 2008).
"""

from __future__ import annotations

from crossread.figures.clauses import COUNTS, HIT, LONG, OWN, Claim, Phrase, Sentence

REACH = 26  # items between a verb and the people before it
GAP = 12  # items between what is joined
UNREAL = frozenset(["would", "could", "will", "should", "must", "can"])
DOUBTED = frozenset(["if", "whether", "unless"])
SOME = frozenset(["any", "half", "most", "many", "some", "several", "part", "third", "quarter"])
GROUPS = frozenset(["family", "group", "crew", "team", "gang", "party", "band"])
NAMED = frozenset(["the", "those", "these", "its", "their"])
CARRYING = frozenset(["carrying", "transporting", "ferrying", "holding", "containing"])
OBJECTS = frozenset(["him", "her", "them", "me", "us", "it", "himself", "herself", "themselves"])


def link(sentence: Sentence) -> dict[int, Claim]:
    """The claims of a sentence: for each number that counts casualties, of what."""
    happened = [(place, kind) for place, kind in enumerate(sentence.kinds) if kind in "PABISRCT"]
    lost = any(phrase.trigger for phrase in sentence.phrases.values())  # lives
    if not sentence.counts or not (happened or lost) or _is_imagined(sentence):
        return {}
    for place in sentence.counts:
        _of_phrase(sentence, place)
    for place, kind in happened:
        if kind == "C":
            _of_noun(sentence, place)
        elif kind == "T":
            _of_toll(sentence, place)
        else:
            _of_trigger(sentence, place, kind)
    _of_parts(sentence)
    return sentence.claims


def _is_imagined(s: Sentence) -> bool:
    """Whether nobody died: "In the film, ...", without a year, and what a drill imagines; not "never imagined"."""
    comma = s.kinds.find(",", 0, LONG) if s.word(0) == "in" else 0
    if comma > 1 and s.word(comma - 1) in s.lexicon.words["work"]:
        return not any(item.number is not None and item.number.kind == "year" for item in s.row)
    before = enumerate(s.row[: s.counts[-1]])
    return any(item.word in s.lexicon.words["imagined"] and s.kind(at - 1) not in "nbm" for at, item in before)


def _of_phrase(s: Sentence, place: int) -> None:
    """A casualty noun or adjective within the noun phrase: two deaths, 12 dead bodies, 71 wounded people."""
    phrase = s.phrases[place]
    if phrase.trigger is None:
        return
    if s.kinds[place] == "1" and (phrase.kind == "victims" or phrase.trigger.measure != "killed"):
        return
    verb = s.before(place - 1, "ad")
    if phrase.kind == "victims" and (
        s.word(verb) in s.lexicon.words["foreseen"] or s.word(s.before(verb - 1)) in UNREAL
    ):
        return  # "predict 400 deaths", "could cause 400 deaths"
    named = phrase.kind == "victims" or (phrase.kind in ("people", "bare") and phrase.trigger.measure != "affected")
    if named or (s.kinds[place] == "0" and s.word(phrase.last) not in HIT):
        s.claims[place] = Claim(2 if phrase.of_total else 0.5, phrase.trigger.measure, phrase.head or phrase.last)


def _of_noun(s: Sentence, place: int) -> None:
    """The deaths of two men; without any injuries."""
    measure = s.row[place].trigger.measure
    if s.word(place + 1) == "of":
        _objects(s, place, place + 2, measure, 0)


def _of_trigger(s: Sentence, place: int, kind: str) -> None:
    measure = s.row[place].trigger.measure
    if kind == "R":
        return _objects(s, place, place + 1, measure, 0)
    if s.word(place - 1) == "attempted":
        return None
    if kind in "AB":
        if s.word(place + 1) == "of":  # the killing of two men
            return _objects(s, place, place + 2, measure, 0)
        if kind == "B" and (not _is_fact(s, place) or s.word(place + 1) in ("up", "down", "off")):
            return None
        return _objects(s, place, s.after(place + 1), measure, 0)
    if kind == "I":
        return _subjects(s, place, measure)
    if kind == "S":
        named = (
            s.kind(place + 1) in "hC"
            or s.word(place - 1) in NAMED
            or (s.kind(place + 1) == "x" and s.kind(place - 1) not in "bha")
        )
        return None if named else _subjects(s, place, measure)
    return _of_participle(s, place, measure)


def _of_participle(s: Sentence, place: int, measure: str) -> None:
    """A form that is active with people after it, or passive with people before it."""
    if s.kind(place + 1) in "hx" and any(count < place < phrase.last for count, phrase in s.phrases.items()):
        return None  # within a phrase: "71 wounded people"
    back = s.before(place - 1)
    after = s.after(place + 1)
    if s.word(place - 1) in NAMED:  # "treated the wounded"
        return None
    if s.kind(back) == "m":  # "to cut off", "could hurt"
        return None
    if s.kind(back) == "b":
        if s.word(back) in ("had", "have", "has", "having") and s.kind(after) in COUNTS + "dhox":
            if s.word(s.before(back - 1, "an")) in UNREAL:
                return None
            return _objects(s, place, after, measure, 0)
        _subjects(s, place, measure)
        return _along(s, place, measure)
    if s.kind(back) == "r" or s.word(back) in ("which", "that"):  # "who killed" does it
        return _objects(s, place, after, measure, 0)
    if s.word(after) in OBJECTS and s.kind(after + 1) == "&" and s.kind(s.before_next(after + 1)) in COUNTS:
        return _objects(s, place, s.before_next(after + 1), measure, 0)  # "killed himself and six others"
    if s.word(after) in OBJECTS:
        return None
    is_object = s.kind(after) in COUNTS or (s.kind(after) in "dhx" and s.kind(back) not in COUNTS + ",&")
    ends_phrase = any(phrase.last == back for phrase in s.phrases.values())
    if s.kind(after) in COUNTS and not (ends_phrase and s.kinds[after] != "1" and s.word(after - 1) in ("", ",")):
        bare = s.phrases.get(back)
        if bare is None or bare.kind != "bare":
            return _objects(s, place, after, measure, 0)
    if _is_somebody(s, back, after):
        return _objects(s, place, after, measure, 0)
    if ends_phrase or not is_object:
        _subjects(s, place, measure)
        return _along(s, place, measure)
    return _objects(s, place, after, measure, 0)


def _is_somebody(s: Sentence, back: int, after: int) -> bool:
    """Whether people who are no number stand right behind a verb: "his guard", "lawyer Ada Moll"; in capitals, where
    nothing tells a name, any word behind one person without a number."""
    one = any(s.kinds[at] == "1" for at, phrase in s.phrases.items() if phrase.last == back)
    if s.word(after) in ("the", "a", "an", "his", "her", "their"):
        return s.kind(after + 1) in "xh" and s.kind(back) in "hx&"
    if s.kind(after) not in "xh" or s.kind(back) not in "hx," or s.word(after).endswith(("ing", "ed")):
        return False
    return "h" in s.kinds[after : after + 2] or s.is_name(after) or (one and s.tokens.text.isupper())


def _is_fact(s: Sentence, place: int) -> bool:
    """Whether a base form tells a fact: no "to", "would", "could" or "did not" before it."""
    if s.kind(s.before(place - 1)) == "n":
        return False
    for back in range(place - 1, max(-1, place - GAP), -1):
        if s.kinds[back] in "m;.":
            return s.kinds[back] != "m" or s.word(back - 1) == "managed"
    return True


def _objects(s: Sentence, trigger: int, at: int, measure: str, cost: float) -> None:
    """Let a trigger take the people after it, and those joined to them."""
    last_count: int | None = None
    in_phrase = False  # behind a preposition, where only what is joined counts
    kinds, stop = s.kinds, min(len(s.row), at + REACH)
    while at < stop:
        kind = kinds[at]
        if kind in COUNTS and kind != "0":
            joined = _joined(s, at)
            if (in_phrase or (kinds[at] == "1" and not _is_next(s, trigger, at))) and joined is None:
                pass
            elif (last_count is not None and joined is None and s.kind(at - 1) not in ",(") or (
                (last_count is not None or in_phrase) and _is_subject(s, at)
            ):
                return
            else:
                part = last_count if joined == "g" else None
                s.claim(at, cost + (at - trigger) * 0.2, measure, trigger, part)
                last_count = at if part is None else last_count
                stop = min(len(s.row), at + REACH)
                in_phrase = False
            at = s.phrases[at].last + 1
            continue
        if kind == "0":
            return
        if kind in "w;.TvbR" or (
            kind in "PABI" and s.phrases.get(last_count or -1, Phrase(-1, None, "")).last + 1 != at
        ):
            return
        if kind == "r" and last_count is None:
            return
        if kind == "p" and s.word(at) not in ("of", "between"):
            in_phrase = True
        if kind == "&" and last_count is None and s.kind(s.before_next(at)) not in COUNTS + "h":
            in_phrase = True
        at += 1


def _is_next(s: Sentence, trigger: int, place: int) -> bool:
    """Whether one person without a number is surely who it happened to: right behind a verb that tells a fact."""
    if s.row[trigger].word.endswith("ing") and s.word(trigger + 1) != "of" and s.kind(trigger - 1) not in ",&-)b":
        return False
    return s.kinds[trigger + 1 : place].strip("ap") == "" and "instead" not in (s.word(place - 1), s.word(place - 2))


def _is_subject(s: Sentence, place: int) -> bool:
    """Whether the phrase of a number is the subject of a verb right after it."""
    follow, phrase = s.after(s.phrases[place].last + 1), s.phrases[place]
    died = phrase.kind == "pronoun" and s.kind(follow) == "I"  # "injuring 12, two of whom later died"
    return died or s.kind(follow) in "vb" or (s.kind(follow) == "m" and s.kinds[place] != "#")


def _joined(s: Sentence, place: int) -> str | None:
    """How a number is joined to what stands before it: "&" by "and", "g" by "including", else not."""
    back = s.before(place - 1, "adm")
    pair = s.word(back - 1), s.word(back)
    if s.kind(back) == "g" or pair in (("among", "them"), ("among", "whom"), ("of", "whom")):
        return "g"
    if s.kind(back) == "&":
        return "g" if s.kind(back - 1) == "g" else "&"
    return "&" if pair in (("along", "with"), ("together", "with"), ("well", "as"), ("addition", "to")) else None


def _subjects(s: Sentence, trigger: int, measure: str) -> None:
    """Let a trigger take the people before it, and those joined to them."""
    back = s.before(trigger - 1, "abmn")
    if any(s.word(place) in UNREAL for place in range(back + 1, trigger)):
        return
    negated = any(s.kind(place) == "n" or s.word(place) in ("nearly", "almost") for place in range(back + 1, trigger))
    cost = 0.0
    if s.kind(back) == "r" or s.word(back) in ("that", "which"):
        back, cost = back - 1, 1.0
    nearest = _nearest(s, back, trigger, measure)
    if nearest is None or negated or s.word(s.before(nearest - 1, "ad")) in DOUBTED:
        return
    of = s.before(nearest - 1, "d")
    if s.word(of) == "of" and s.word(of - 1) in SOME and trigger > nearest + 1:
        return  # "half of the 80 passengers", "any of the 60 men"; of "most of the 60 dead" all died
    s.claim(nearest, cost + (trigger - nearest) * 0.2, measure, trigger)
    _joined_before(s, nearest, trigger, measure)


def _nearest(s: Sentence, back: int, trigger: int, measure: str) -> int | None:
    """The number whose phrase is the subject that ends at or before ``back``."""
    at, low = back, max(0, back - REACH)
    while at >= low:
        kind = s.kinds[at]
        if kind in COUNTS:
            phrase, of = s.phrases[at], s.before(at - 1, "d")
            told = s.kinds[trigger] == "I" or "b" in s.kinds[phrase.last + 1 : trigger]
            some = of - 1 - (s.word(of - 1) == "out")
            if told and phrase.kind == "people" and s.word(of) == "of" and s.kind(some) in "#1u":
                return some if s.kind(some) != "u" else None  # "three of the five guards were killed"
            gap = s.kinds[phrase.last + 1 : back + 1]
            near = phrase.last >= back or gap.strip("oa,") == "" or (gap[:1] == "," and gap.strip("x,u&") == "")
            if s.word(of) in CARRYING or (phrase.kind in ("bare", "pronoun") and not near):
                at -= 1  # "the driver of a bus carrying 40 people died", "the blast at 8 killed"
                continue
            if phrase.kind == "things" and not s.counts_people(at, measure):
                at -= 1
                continue
            if s.word(at - 1) == "of" and s.word(at - 2) in GROUPS:
                return at  # "a family of five was killed"
            if s.word(at) in OWN and s.kinds[trigger] != "P":
                return None
            if kind == "1" and not near and (gap.strip("xhpd,-au") != "" or (not told and "d" in gap)):
                return None  # "a judge identified the body of the officer killed"
            if s.word(at - 1) in ("by", "against") or (s.word(at - 1) in ("of",) and s.kind(at - 2) in "h1"):
                return None
            return at
        if kind == ")" and "(" in s.kinds[low:at]:
            at = s.kinds.rindex("(", low, at) - 1
            continue
        joined = kind == "v" and s.kinds[trigger] == "P" and s.kind(s.before(trigger - 1)) == "&"
        passive = s.before(at - 1) if joined else -1
        if s.kind(passive) == "b":
            at = back = s.before(passive - 1)  # "was hit by a lorry and killed"
            continue
        if kind in "vbABI":
            clause = _clause(s, at)
            if clause is None:
                return None
            at = clause
            continue
        if (
            kind in ";.TR"
            or (kind == "w" and at < back)
            or (kind in "PABIS" and s.kind(at + 1) != "h" and at < back - 12)
        ):
            return None
        at -= 1
    return None


def _clause(s: Sentence, place: int) -> int | None:
    """The item before "who" where a verb stands in a relative clause."""
    for at in range(place - 1, max(-1, place - GAP), -1):
        if s.kinds[at] == "r":
            return at - 1
        if s.kinds[at] in ";.wvPABIS#":
            return None
    return None


def _joined_before(s: Sentence, place: int, trigger: int, measure: str) -> None:
    """Take the numbers that the one at ``place`` is joined to, going left."""
    while True:
        how = _joined(s, place)
        listed = s.kind(s.before(place - 1, "ad")) in ",(-"
        if how is None and not listed:
            return
        earlier = [count for count in s.counts if place - GAP <= count < place and s.kinds[count] != "0"]
        if not earlier:
            return
        other = earlier[-1]
        if _is_apart(s, s.phrases[other], place):
            return
        between = s.kinds[s.phrases[other].last + 1 : place]
        apart = "w;.TuR" if between.startswith("r") else "vbw;.TuABIR"
        apart += "PS" if how is None else ""
        if any(kind in apart for kind in between) or s.phrases[other].kind == "things":
            return
        if s.word(s.before(other - 1, "d")) == "of":  # "of the 40 miners, 12 died"
            return
        if how is None and s.phrases[other].kind == "bare":
            return
        s.claim(other, (trigger - other) * 0.2 + 1, measure, trigger)
        if how == "g" and place in s.claims and other in s.claims:
            s.claims[place] = s.claims[place]._replace(part_of=other)
        place = other


def _is_apart(s: Sentence, earlier: Phrase, place: int) -> bool:
    """Whether the number at ``place`` is the subject of a clause of its own, behind what ``earlier`` did: "3,000 people
    joined the march and 14 were arrested", "700 fainted and 41 of them died", "24 crew, of whom 20 are missing"."""
    own, follow = s.phrases[place], s.after(earlier.last + 1)
    if own.of_total or s.word(s.before(place - 1, "ad")) == "whom":
        return True
    if own.kind == "bare" and earlier.kind == "people" and own.last == place and s.kind(s.after(place + 1)) in "bI":
        return True
    acts = s.kind(follow) == "x" and s.word(follow).endswith("ed")
    return acts and (s.kind(follow + 1) == "d" or earlier.kind == "bare")


def _along(s: Sentence, trigger: int, measure: str) -> None:
    """Take what is joined behind a passive: "were killed in raids, along with ..."."""
    for at in [count for count in s.counts if trigger < count <= trigger + REACH]:
        gap = s.kinds[trigger + 1 : at]
        if any(kind in "vbw;.TABIRP" for kind in gap):
            return
        how, back = _joined(s, at), s.before(at - 1, "adm")
        if how == "g" or (how == "&" and s.word(back) in ("with", "as", "to")):
            part = None
            if how == "g":
                earlier = [c for c in s.counts if c < trigger and c in s.claims]
                part = earlier[-1] if earlier else None
                if part is None:
                    return
            s.claim(at, (at - trigger) * 0.2 + 0.5, measure, trigger, part)
            return _objects(s, trigger, s.phrases[at].last + 1, measure, 1.0) if how == "&" else None
    return None


def _of_toll(s: Sentence, place: int) -> None:
    """A toll rises to a number, from another, or a number is what the toll is brought to."""
    words = " ".join(s.tokens.words[s.row[place].first : s.row[place].last])
    near = [s.row[at].trigger.measure for at in range(place, min(place + 6, len(s.row))) if s.row[at].trigger]
    before = [s.claims[at].measure for at in s.counts if at < place and at in s.claims and s.word(place) != "toll"]
    measure = "injured" if "injured" in words or "wounded" in words else (near[:1] + before[-1:] + ["killed"])[0]
    links = s.lexicon.words["links"]
    for at in s.counts:
        if s.kinds[at] != "#" or s.phrases[at].kind == "things":
            continue
        before, own = s.word(s.before(at - 1)), s.word(at)
        linked = before in links or (own != "at" and own in links) or s.word(at - 1) == "now"  # "topped 500"
        if at > place and at - place <= REACH and linked and ";" not in s.kinds[place:at].replace(";#", "#"):
            s.claim(at, 1.5 + (at - place) * 0.05, measure, place)
        elif (
            at < place and before == "to" and s.word(s.before(at - 2)) in s.lexicon.words["raises"] and place - at < GAP
        ):
            s.claim(at, 1.0, measure, place)


def _of_parts(s: Sentence) -> None:
    """Subtotals: "including 4", "three of them", "68 were among the 126"; and the toll before, "up from 14"."""
    for at in s.counts:
        if s.kinds[at] == "0":
            continue
        wholes = (count for count in s.counts if count < at and s.kinds[count] != "1" and count in s.claims)
        earlier = [count for count in wholes if s.claims[count].part_of is None]
        how, phrase = _joined(s, at), s.phrases[at]
        if earlier and at not in s.claims:
            total = earlier[-1]
            near = at - s.phrases[total].last <= GAP
            gap = s.kinds[s.phrases[total].last + 1 : at]
            came = s.word(at - 1) == "from" and s.word(at - 2) in ("up", "down", "rising", "rose")
            beside = [s.claims[c] for c in s.counts if how == "&" and c in s.claims and s.phrases[c].last + 2 == at]
            if beside and beside[0].part_of is not None:  # "including four guards and two nurses"
                s.claim(at, 3, *beside[0][1:])
            elif near and (how == "g" or (how is None and s.is_some(at)) or phrase.kind == "pronoun"):
                fatal = s.word(phrase.last + 1) in ("fatal", "fatally")  # "120 casualties, 40 of them fatal"
                s.claim(at, 3, "killed" if fatal else s.claims[total].measure, s.claims[total].trigger, total)
            elif came and ";" not in gap:
                s.claim(at, 3, s.claims[total].measure, s.claims[total].trigger)
        elif earlier and at in s.claims and s.claims[at].part_of is None and (how == "g" or s.is_some(at)):
            same = s.claims[earlier[-1]].measure in (s.claims[at].measure, "affected")
            s.claims[at] = s.claims[at]._replace(part_of=earlier[-1] if same else None)
    _of_places(s)
    for at in s.counts:
        back = s.before(at - 1, "d")
        if at in s.claims and s.word(back) == "of" and back - 1 in s.phrases:  # 30 of the 80 wounded
            part = s.claims.get(back - 1)
            if part is not None and part.measure != s.claims[at].measure and part.trigger > s.claims[at].trigger:
                continue  # "three of the 12 injured men died"
            s.claims.pop(back - 1, None)
            none = s.kinds[back - 1] == "0"  # "none of the 150 passengers was hurt"
            whole = s.claims.pop(at) if none else s.claims[at]
            s.claim(back - 1, 1, whole.measure, whole.trigger, None if none else at)
        if at in s.claims and s.word(back) == "among" and s.kind(back - 1) in "ba,":
            parts = [count for count in s.counts if count < back]
            if parts and s.phrases[parts[-1]].last >= s.before(back - 1, "ba,"):
                s.claim(parts[-1], 1, s.claims[at].measure, s.claims[at].trigger, at)


def _of_places(s: Sentence) -> None:
    """Numbers of other places: "five died in Arden, three in Belmont"; behind a colon what adds up to the number before
    is its parts."""
    for at in [count for count in s.counts if count in s.claims and s.claims[count].part_of is None]:
        others, last = [], at
        for count in s.counts[s.counts.index(at) + 1 :]:
            place = s.phrases[count].last + 2
            there = s.word(place - 1) in ("in", "at", "near") and s.kind(place) in "uxd"
            if (
                there
                and s.phrases[count].kind == "bare"
                and s.kind(s.before(count - 1)) in ",&;-"
                and count - last <= GAP
            ):
                others, last = [*others, count], count
        numbers = [s.row[count].number for count in (at, *others)]
        listed = len(others) > 1 and s.kind(s.before(others[0] - 1)) in ";-" and None not in numbers
        whole = listed and numbers[0].low == sum(each.low or 0 for each in numbers[1:])
        for count in others:
            place = s.phrases[count].last + 2
            if whole or (count not in s.claims and (s.kind(place) == "u" or s.is_name(place))):
                s.claims.pop(count, None)
                s.claim(count, 3, s.claims[at].measure, s.claims[at].trigger, at if whole else None)
