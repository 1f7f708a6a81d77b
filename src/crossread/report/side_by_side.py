"""Two articles beside each other, with what both tell joined: utterances and facts that lead from one to the other."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from crossread import pages
from crossread.display import many, overview, passages
from crossread.display.html import shortened
from crossread.report.layers import Layer, Mark, Note
from crossread.report.reading_view import safe
from crossread.storage.columns import Tables, each_row, held

ADDRESS = "compare.html"
NAME = "joined"
REMARK = "remark"
SAID = "quote_id article_id parts content source"
TOLD = ("narrator", "attributed")
STATUSES = {
    "absent": "not told here",
    "not_yet_known": "could not be known yet when this appeared",
    "undetermined": "undetermined whether this tells it",
}
UNKNOWN = "u"  # undetermined: where nothing is said of an article
_CUT = 240  # characters of the words of a cell
_KEY = Markup(
    '<p><span class="joined">A double line</span> is under words that tell what another article of the set tells too, '
    "or leaves out. The number before them leads to both, side by side.</p>"
)

Span = tuple[int, int]


class Cell(NamedTuple):
    """How an article tells a statement: by whom, and in which words; none where it does not."""

    status: str
    source: str
    spans: list[Span]


class Statement(NamedTuple):
    """An utterance or a fact over the articles of a set; ``cells`` by ``article_id``."""

    number: int
    kind: str
    words: str
    cells: dict[str, Cell]

    def told(self) -> dict[str, Cell]:
        """The cells of the articles that tell it."""
        return {article_id: cell for article_id, cell in self.cells.items() if cell.spans}


def statements(tables: Mapping[str, pd.DataFrame]) -> list[Statement]:
    """The utterances and facts of a set; none where there are no such tables. An utterance of one article is none.

    ``utterances`` is read with :data:`SAID` of ``quotes``, ``facts`` with ``fact_cells``.
    """
    tables = held(tables)
    found = [*_utterances(tables), *_facts(tables)]
    return [Statement(number, *parts) for number, parts in enumerate(found, 1)]


def joined_layers(found: list[Statement]) -> dict[str, Layer]:
    """The words of each statement as a layer of the articles that tell it, by ``article_id``."""
    marks: dict[str, list[Mark]] = {}
    counts = Counter()
    for statement in found:
        told = statement.told()
        for article_id, cell in told.items():
            other = next((other for other in told if other != article_id), None)
            about = f"told in {len(told)} of {len(statement.cells)} articles: {statement.words}"
            note = Note(f"⇄{statement.number}", Markup.escape(statement.kind), about)
            address = f"../{address_of(article_id, other, at=statement.number)}"
            counts[article_id] += 1
            marks.setdefault(article_id, []).extend(
                Mark(*span, NAME, f"at-{statement.number}", f"⇄ {statement.number}", note, address)
                for span in cell.spans
            )
    return {i: Layer(NAME, "Told elsewhere", counts[i], own, _KEY) for i, own in marks.items()}


def address_of(left: str, right: str | None = None, at: int | None = None) -> str:
    """The address of two articles side by side, at a statement."""
    given = {"a": passages.slug(left), "b": right and passages.slug(right), "at": at}
    return f"{ADDRESS}#" + "&".join(f"{name}={value}" for name, value in given.items() if value is not None)


def page(tables: Mapping[str, pd.DataFrame], found: list[Statement], heading: str) -> str:
    """The page on which any two articles of a set can be put side by side."""
    ordered = overview.in_order(tables["articles"])
    texts = ordered.set_index("article_id")["text"]
    place = {article_id: number for number, article_id in enumerate(ordered["article_id"])}
    articles = [(passages.slug(row.article_id), safe(row.name)) for row in ordered.itertuples(index=False)]
    shown = _first(found)
    return pages.render(
        "compare.html.j2",
        title="Two articles side by side",
        up="",
        heading=heading,
        articles=articles,
        frame_policy="; frame-src 'self'",
        statuses=STATUSES,
        statements=[
            {
                "number": statement.number,
                "kind": statement.kind,
                "words": safe(shortened(statement.words, _CUT)),
                "missing": _runs({place[i]: _letter(cell) for i, cell in statement.cells.items()}, len(place)),
                "told": [
                    {
                        "place": place[i],
                        "name": articles[place[i]][1],
                        "said": "the article itself" if cell.status == "narrator" else cell.source,
                        "address": passages.address(i, *cell.spans[0]),
                        "spans": ",".join(f"{start}-{end}" for start, end in cell.spans),
                        "words": safe(shortened(" … ".join(texts[i][a:b] for a, b in cell.spans), _CUT)),
                    }
                    for i, cell in sorted(statement.told().items(), key=lambda item: place[item[0]])
                ],
            }
            for statement in shown
        ],
        left_out=f"These are the first {len(shown):,} of {len(found):,} facts and remarks; {many.WHERE}."
        if len(shown) < len(found)
        else "",
    )


def _first(found: list[Statement]) -> list[Statement]:
    """As many statements as a page has room for: of too many the first remarks and the first facts, half of it each."""
    if sum(len(statement.told()) for statement in found) <= many.CELLS:
        return found
    room = dict.fromkeys((True, False), many.CELLS // 2)
    kept = []
    for statement in found:
        room[statement.kind == REMARK] -= len(statement.told())
        kept += [statement] if room[statement.kind == REMARK] >= 0 else []
    return kept


def _runs(letters: dict[int, str], n: int) -> str:
    """The letters of ``n`` articles by their places, ``aaau`` as ``a3u1``: of many most have the same."""
    places = pairwise([-1, *sorted(letters), n])
    each = "".join(UNKNOWN * (place - before - 1) + letters.get(place, "") for before, place in places)
    return re.sub(r"(.)\1*", lambda same: f"{same[1]}{len(same[0])}", each)


def _utterances(tables: Tables) -> Iterator[tuple[str, str, dict[str, Cell]]]:
    if "utterances" not in tables:
        return
    carried = tables.part("utterances", "utterance_id", "quote_id")
    quotes = tables.part("quotes", *SAID.split(), quote_id=carried["quote_id"])
    rows = carried.merge(quotes.drop_duplicates("quote_id"), on="quote_id")
    utterances: dict[str, dict[str, list]] = {}
    for row in each_row(rows, "utterance_id", "article_id", "parts", "source", "content"):
        utterances.setdefault(row.utterance_id, {}).setdefault(row.article_id, []).append(row)
    for own in utterances.values():
        if len(own) < 2:
            continue
        cells = {}
        for article_id, said in own.items():
            spans = sorted((int(start), int(end)) for row in said for start, end in row.parts)
            source = next((row.source for row in said if row.source is not None), "a source without a name")
            cells[article_id] = Cell("attributed", source, spans)
        yield REMARK, max((row.content for said in own.values() for row in said), key=len), cells


def _facts(tables: Tables) -> Iterator[tuple[str, str, dict[str, Cell]]]:
    if "facts" not in tables or "fact_cells" not in tables:
        return
    own = dict(iter(tables.part("fact_cells").groupby("fact_id", sort=False)))
    for fact in tables.part("facts").itertuples():
        cells: dict[str, Cell] = {}
        for row in own[fact.fact_id].itertuples() if fact.fact_id in own else ():
            source = row.source if pd.notna(row.source) else "a source without a name"
            cell = cells.setdefault(row.article_id, Cell(row.status, source, []))
            if pd.notna(row.start) and row.status in TOLD:
                cell.spans.append((int(row.start), int(row.end)))
        yield f"fact: {fact.kind}", str(fact.statement), cells


def _letter(cell: Cell) -> str:
    """The status of an article without words for a statement, in a letter; ``-`` for one with them."""
    return "-" if cell.spans else cell.status[0]
