"""What the source mention of a quote comes down to: the name it is built on, or a description; and its type."""

from __future__ import annotations

import re

from crossread.entities import capitals
from crossread.entities.capitals import Draft, Page
from crossread.entities.names import Gazetteer, fold

PREPOSITION = re.compile(
    r"\s(?:of|in|for|at|from|to|with|on|by|who|which|that|speaking|whose|based|close|near|within|inside)\s"
)
PRONOUNS = {
    "he": ("m", "singular"), "him": ("m", "singular"), "his": ("m", "singular"), "himself": ("m", "singular"),
    "she": ("f", "singular"), "her": ("f", "singular"), "hers": ("f", "singular"), "it": ("n", "singular"),
    "its": ("n", "singular"), "they": ("", "plural"), "them": ("", "plural"), "their": ("", "plural"),
    "who": ("", ""), "which": ("n", ""), "we": ("", "plural"), "i": ("", "singular"), "you": ("", ""),
}  # fmt: skip


def pronoun_draft(start: int, end: int, word: str, speaks: bool = False) -> Draft:
    """A draft of a pronoun, with what it tells of gender and number."""
    gender, number = PRONOUNS[word.lower()]
    kind, noun = "person" if gender in ("m", "f") else "unknown", word.lower()
    return Draft(start, end, "pronoun", kind, (), noun, gender=gender, number=number or "singular", speaks=speaks)


APPOSITION = re.compile(
    r"(?:,\s(?:an?|the|one|his|her)(?:\s[a-z][\w’'-]*){1,6}(?=,))?"  # "a lecturer, a historian, Osmin Vell,"
    r",\s(?:(?!(?:and|or|but|who|which|whose|while|when|as|in|on|at|after|before|speaking|said|says)\b)[a-z][\w’'-]*\s){0,7}"
    r"(?:[A-Z][\w’'.-]*-[A-Z][\w’'.-]*\s|[A-Z][\w’'.-]*\s){0,3}?"
    r"[A-Z][\w’'-]+(?:\s(?:de|van|von|bin|al|el))?(?:\s|-)[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?(?=,|\sof\s|\.(?:\s|$))"
)
# "figures released by the council": whose document it is
OF_WHOM = re.compile(
    r"\s(?:released|published|issued|provided|compiled|collected|obtained|posted)\sby\s(?:the\s)?"
    r"[A-Z][\w’'-]+(?:\s(?:of\s|for\s)?[A-Z][\w’'-]+){0,4}"
)
OFFICE = re.compile(r"(?i:the|a|an|another|one|his|her|its|their)\s|(?:[\w.-]+\s){0,3}\S+[’']s?\s[a-z]")


KIN = re.compile(r"(?i:his|her|their)\s[a-z-]+$")
ONE_NAME = re.compile(r",\s(?!\w+day\b)[A-Z][a-z’'-]+(?=[,.])")  # "his mother, Lorna."


def with_apposition(text: str, start: int, end: int) -> int:
    """Where a source mention ends that goes on with a name: "the head of the mission, Ana Ruiz,".

    Only a mention that gives an office and no name of its own is taken to go on, or a document with its maker.
    """
    words = text[start:end]
    whose = OF_WHOM.match(text, end)
    if whose:
        return whose.end()
    if not OFFICE.match(words) or (re.search(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+$", words) and not OF.search(words)):
        return end
    name = APPOSITION.match(text, end) or (KIN.match(words) and ONE_NAME.match(text, end))
    return name.end() if name else end


OF = re.compile(r"\s(?:of|for)\s")
JOINED = re.compile(r"(?:\s(?:and|as well as)\s|,\s(?=[A-Z][\w’'. -]*,?\sand\s))(?=(?:the\s)?\S*[A-Z])")


def heads_of(page: Page, start: int, end: int, names: list[Draft]) -> list[Draft]:
    """Mark the names that a source mention comes down to; where it names nobody, give drafts of its description."""
    text = page.text
    words = capitals.without_possessive(text[start:end])
    end = start + len(words)
    if words.lower() in PRONOUNS:
        return [pronoun_draft(start, end, words, speaks=True)]
    for joint in JOINED.finditer(text, start, end):
        before = [d for d in names if d.end <= joint.start()]
        right = [d for d in names if d.start >= joint.end()]
        left = [d for d in before if d.end >= joint.start() - 1 and _is_head(page, start, d)]
        if left and right and _is_head(page, joint.end(), right[0]):
            return heads_of(page, start, joint.start(), before) + heads_of(page, joint.end(), end, right)
    core = _core(text, start, end, names)
    head = next((d for d in names if d.start < core and _is_head(page, start, d) and _ends(page, d, core)), None)
    noun = head_noun(text, start, core)
    document = noun in page.gazetteer.roles["document"]
    if head is None and not document:
        kinds = ("person", "unknown") if noun in page.gazetteer.roles["role"] else ("person", "unknown", "organisation")
        later = (d for d in names if d.start >= core and d.kind in kinds)
        beside = (d for d in later if text.count(",", core, d.start) == 1)
        head = next((d for d in beside if not PREPOSITION.search(text[core : d.start])), None)
    if document:
        by = re.search(r"\s(?:by|from|of)\s", text[start:end])
        makers = [d for d in names if by and d.start >= start + by.end()]
        if makers:
            return heads_of(page, start + by.end(), end, makers)
        if by and text.startswith("the ", start + by.end()):
            at = start + by.end()
            return [Draft(at, end, "description", noun=head_noun(text, at, end), speaks=True)]
        owners = [d for d in names if d.kind not in ("place", "state")]
        if owners and not by:
            owners[-1].speaks = True
            return []
    if head:
        head.speaks = True
        return []
    return [_lone_name(page, start, core) or _description(page, start, core, noun, names)]


def _lone_name(page: Page, start: int, end: int) -> Draft | None:
    """A word that speaks, begins its sentence and stands nowhere else, and is no noun for people, is a name."""
    word = capitals.without_possessive(page.text[start:end])
    roles, folded = page.gazetteer.roles, fold(word)
    known = any(folded in roles[kind] for kind in ("people", "role", "body", "document"))
    known = known or folded in page.lower or word in capitals.common_words()
    if known or folded.endswith("s") or not re.fullmatch(capitals.WORD, word):
        return None
    return Draft(start, start + len(word), words=(folded,), speaks=True)


def _core(text: str, start: int, end: int, names: list[Draft]) -> int:
    """Where the first noun phrase of a source mention ends: at a comma or a clause that is not within a name."""
    for match in re.finditer(r",|\s(?:who|which|whose|speaking|that)\b|\s\(", text[start:end]):
        at = start + match.start()
        if text[start:at].strip() and not any(d.start < at < d.end for d in names):
            return at
    return end


def _is_head(page: Page, start: int, draft: Draft) -> bool:
    """Whether between the start of a phrase and a name in it there is no preposition: the name is its head."""
    between = page.text[start : max(start, draft.start)]
    office = re.sub(
        r"(?i)\b(?:secretary|speaker|chief|chancellor)(?:-|\s)of(?:-|\s)(?:the\s)?(?!the\b)\w+\s", "", between
    )
    return not PREPOSITION.search(" " + office) and not office.rstrip().endswith(",")


OF_A_NAME = ("himself", "herself", "itself", "news agency", "agency", "TV", "television", "newspaper")


def _ends(page: Page, draft: Draft, core: int) -> bool:
    """Whether nothing but a phrase that describes it follows a name in its noun phrase."""
    after = page.text[draft.end : core].strip(" .")
    return not after or after[0] == "(" or after in OF_A_NAME or PREPOSITION.match(f" {after} ") is not None


AMOUNT = re.compile(
    r"^(?:\d+\s(?:percent|per\scent)|\d+%|(?:a|the)\s(?:\w+\s)?(?:lot|number|couple|handful|dozen|majority|half)|one|some|many|most|several|all)\sof\s"
    r"(?:the\s|its\s|their\s|his\s|her\s)?(?:[\w’']+[’']s?\s)?",
    re.IGNORECASE,
)  # before what the phrase is built on: "one of the town's oldest guilds", "a whole lot of people"


def head_noun(text: str, start: int, end: int) -> str:
    """The folded noun that the phrase at ``start:end`` is built on."""
    phrase = PREPOSITION.split(AMOUNT.sub("", text[start:end], count=1) + " ")[0]
    phrase = re.split(
        r"\s(?:released|published|issued|seen|obtained|carried|familiar|briefed|involved|present)\b", phrase
    )[0]
    noun = (fold(phrase).split() or [""])[-1]
    return noun.removesuffix("s") if text[start:end].lower().startswith("one of ") else noun


def _description(page: Page, start: int, end: int, noun: str, names: list[Draft]) -> Draft:
    roles = page.gazetteer.roles
    phrase = fold(page.text[start:end])
    adjectives = page.gazetteer.adjectives
    draft = Draft(start, end, "description", noun=noun, speaks=True, gender=capitals.gender_of(page.gazetteer, [noun]))
    if re.search(r"\sand\s(?:an?|the|one|two)\s", phrase):
        draft.kind, draft.number = "group", "plural"
    elif noun in roles["role"] or noun.capitalize() in page.gazetteer.words["partisan"]:
        draft.kind = "person"
    elif noun in roles["body"]:
        draft.kind = "organisation"
    elif noun in roles["people"] or noun.endswith("men") or (noun.endswith("s") and not noun.endswith("ss")):
        draft.kind, draft.number = "group", "plural"
    content = [w for w in phrase.split() if w not in capitals.DETERMINERS and w not in capitals.common_lower()]
    owner = next((d for d in names if d.start <= start + 8 and page.text[d.end : d.end + 2] in ("'s", "’s")), None)
    owned = {*owner.words, fold(owner.state)} if owner else set()
    draft.owner = owner.chain if owner and owner.chain >= 0 else None
    draft.titles = tuple(w for w in content if w not in owned and w not in adjectives)
    draft.state = next((adjectives[w] for w in content if w in adjectives), owner.state if owner else "")
    return draft


def source_type(words: str, kind: str, plural: bool, named: bool, gazetteer: Gazetteer) -> str:
    """The type of a source after Spangher et al. (2023).

    Parameters
    ----------
    words
        The source mention as worded.
    kind
        The kind of who is meant: that of the entity, else of the mention.
    plural
        Whether many are meant ("US officials" are unnamed, whosever they are).
    named
        Whether an entity is meant.

    Returns
    -------
    named_individual, unnamed_individual, named_group, unnamed_group or document.
    """
    first = re.split(r",|\s(?:who|which)\b", words)[0]
    phrase = PREPOSITION.split(first + " ")[0].split()
    common = bool(phrase) and (phrase[-1].islower() or len(phrase) == 1)  # "The Morning Post" is no post
    if common and head_noun(first, 0, len(first)) in gazetteer.roles["document"]:
        return "document"
    group = kind != "person" and (kind != "unknown" or plural or named)
    is_named = named and not (plural and kind != "person")
    return ("named_" if is_named else "unnamed_") + ("group" if group else "individual")
