"""Mentions within one article: who is named, described or meant by a pronoun, and which of these are one.

:mod:`crossread.entities.namings` finds the names and :mod:`crossread.entities.name_chains` those that are one,
:mod:`crossread.quotes.source_heads` what the source mentions of quotes come down to,
:mod:`crossread.entities.coreference` pronouns and descriptions, and whom they mean.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from crossread.codebooks import Codebooks
from crossread.entities.capitals import Draft, Span, is_covered, is_within, look_at
from crossread.entities.coreference import resolve
from crossread.entities.name_chains import Chain, join_names, tell_states
from crossread.entities.namings import find_ministries, find_names


class Mention(NamedTuple):
    """One naming. The span of a name takes in a form of address ("Mr Dahl"), but no office and no possessive.

    ``chain`` numbers who is meant within the article. ``head`` is the folded name, noun or pronoun; ``titles`` the
    folded words of offices; ``state`` the state that a body, office or government belongs to; ``owner`` the chain of
    the possessor ("his office"). ``speaks`` marks the mention that a source mention comes down to.
    """

    start: int
    end: int
    surface: str
    mention_type: str
    kind: str
    chain: int
    head: str
    titles: str = ""
    gender: str = ""
    number: str = "singular"
    state: str = ""
    owner: int | None = None
    speaks: bool = False


def find(
    text: str,
    paragraphs: Sequence[Sequence],
    sources: Sequence[Span],
    books: Codebooks,
    of_himself: Collection[Span] = (),
) -> list[Mention]:
    """The mentions of one article, in order.

    Parameters
    ----------
    text
        The article's text.
    paragraphs
        ``(start, end, section)`` of its reported blocks, in order.
    sources
        Spans of the source mentions of its quotes; each gets a mention with ``speaks``, or two where it names two.
    books
        The code books, for their gazetteer.
    of_himself
        Of the source mentions those whose words say "I": a name alone that nothing else tells of is a person's.
    """
    paragraphs = _with_sources(paragraphs, sources)
    page, runs = look_at(text, paragraphs, books.gazetteer)
    drafts = find_ministries(page, paragraphs)
    drafts = sorted(drafts + find_names(page, runs, drafts), key=lambda draft: (draft.start, -draft.end))
    tell_states(page, drafts)
    for draft in drafts:
        draft.sentence = bisect_right(page.sentences, draft.start)
        draft.inside = is_within(page.marks, draft.start)
    chains: list[Chain] = []
    join_names(page, drafts, chains)
    alone = {draft.start: draft for draft in drafts if draft.kind == "unknown" and draft.type == "name"}
    for start, end in of_himself:
        draft = alone.get(start)
        if draft and draft.end == end and chains[draft.chain].kind == "unknown":
            draft.kind = chains[draft.chain].kind = "person"
    drafts = resolve(page, paragraphs, drafts, sources, chains)
    return [_mention(text, draft, chains[draft.chain]) for draft in drafts]


def _with_sources(paragraphs: Sequence[Sequence], sources: Sequence[Span]) -> list[Sequence]:
    """The paragraphs, and every source mention that stands outside them (in a caption) as one more."""
    spans = sorted((start, end) for start, end, *_ in paragraphs)
    alone = {span for span in sources if not is_covered(spans, span[0])}
    return sorted([*paragraphs, *((start, end, "caption") for start, end in alone)], key=lambda span: span[0])


def _mention(text: str, draft: Draft, chain: Chain) -> Mention:
    return Mention(
        draft.start,
        draft.end,
        text[draft.start : draft.end],
        draft.type,
        draft.kind if draft.kind != "unknown" else chain.kind,
        draft.chain,
        " ".join(draft.words) or draft.noun,
        " ".join(draft.titles),
        draft.gender or chain.gender,
        draft.number,
        draft.state or chain.state,
        draft.owner,
        draft.speaks,
    )
