"""What the notebook on comparison shows: facts beside articles, one utterance in several wordings, what one tells
alone."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.comparison import common as comparison
from crossread.comparison import facts
from crossread.comparison.common import CHANGED, DROPPED, EVERY, MOST, ONE, SOME, TOLD
from crossread.display import html as display
from crossread.display import many, passages
from crossread.display.html import shortened
from crossread.display.overview import in_order
from crossread.schema import FACT_KINDS

__all__ = ["alone", "counts", "matrix", "wordings"]

WIDE = 8  # articles up to which each has a column of its own
LONG = 30  # rows of a table beyond which the others are folded
CUT = 200  # characters of a statement
SIGNS = {
    "narrator": ("●", "own word"),
    "attributed": ("◐", "attributed"),
    "absent": ("–", "absent"),
    "not_yet_known": ("…", "not yet known"),
    "undetermined": ("?", "undetermined"),
}
LONG_LOSS = 8  # words that were dropped in a row beyond which only their number is shown
MOST_WORDINGS = 12  # of one utterance
EMPTY = {
    EVERY: "None: no fact was found that every article tells.",
    MOST: "None.",
    SOME: "None.",
    ONE: "None was found of which the comparison has anything to say.",
}


def counts(tables: Mapping[str, pd.DataFrame], shared: pd.DataFrame, said: pd.DataFrame) -> HTML:
    """Show how much was found, and how much of it is left undetermined."""
    set_articles, cells = tables["articles"], tables["fact_cells"]
    if len(set_articles) < 2:
        return display.say("There is one article only, so that there is nothing to compare.")
    lines = []
    if comparison.is_apart(set_articles, shared, cells):
        lines.append(f"{comparison.APART} What is listed as told by several may be a chance likeness of words.")
    lines.append(f"{display.counted(len(shared), 'fact')}: {comparison.sizes(shared) or 'none was found'}.")
    carried = said.drop_duplicates("utterance_id")
    lines.append(f"{display.counted(len(carried), 'utterance')} that two articles or more carry.")
    if len(cells):
        open_ = (cells["status"] == "undetermined").mean()
        lines.append(f"Of {display.counted(len(cells), 'cell')}, {open_:.0%} are undetermined.")
    if len(shared) >= (kept := facts.most(len(set_articles))):
        lines.append(f"Of a large set only the {kept:,} facts that most articles tell are kept; further ones are not.")
    ordered = in_order(set_articles)
    other = ordered.loc[ordered["language"].fillna("en") != "en", "name"]
    return display.say(*lines, *display.which(display.NOT_ENGLISH, other))


def matrix(
    set_articles: pd.DataFrame, shared: pd.DataFrame, cells: pd.DataFrame, share: str, kind: str = "every"
) -> HTML:
    """Show the facts of one of the :data:`crossread.comparison.common.SHARES`, each with how it stands in each article.

    ``kind`` is one kind of fact, or ``every``.

    Raises
    ------
    ValueError
        When there is no such kind.
    """
    if kind not in ("every", *FACT_KINDS):
        raise ValueError(f"kind {kind!r}: no such kind of fact; it may be every, {', '.join(FACT_KINDS)}")
    chosen = shared[(shared["share"] == share) & ((shared["kind"] == kind) | (kind == "every"))]
    if chosen.empty:
        return display.say(EMPTY[share] if kind == "every" else f"None of the kind {kind}.")
    chosen = chosen.assign(kind=_kinds(set_articles, chosen, cells))
    ordered = in_order(set_articles)
    own = {fact_id: rows.set_index("article_id") for fact_id, rows in cells.groupby("fact_id", sort=False)}
    each = _by_article if len(ordered) <= WIDE else _in_sum
    rows = [each(fact, own[fact.fact_id], ordered) for fact in chosen.itertuples()]
    shown = pd.DataFrame({head: _column([row[head] for row in rows]) for head in rows[0]})
    caption = f"Facts {share}"
    parts = [_narrow(display.table_markup(shown.head(LONG), caption), each is _by_article)]
    if len(shown) > LONG:
        rest = display.table_markup(shown.iloc[LONG:].reset_index(drop=True), f"{caption}, continued")
        parts.append(display.folded(f"{len(shown) - LONG:,} more", _narrow(rest, each is _by_article)))
    return display.fragment(*parts)


def wordings(said: pd.DataFrame, most: int = 40) -> HTML:
    """Show the utterances that several articles carry, every wording beside the base with what differs.

    ``most`` is how many are shown, those of most articles first.
    """
    if said.empty:
        return display.say("None: no remark was found in two articles or more.")
    parts = []
    groups = list(said.groupby("utterance_id", sort=False))
    for n, (_, rows) in enumerate(groups[:most]):
        summary, table = _utterance(rows)
        parts.append(table if n < 3 else display.folded(summary, table))
    if len(groups) > most:
        parts.append(Markup("<p>{} more are in the table utterances.</p>").format(f"{len(groups) - most:,}"))
    return display.fragment(*parts)


def alone(set_articles: pd.DataFrame, shared: pd.DataFrame, cells: pd.DataFrame) -> HTML:
    """Show what each article tells alone."""
    single = shared[shared["share"] == ONE]
    told = cells[cells["fact_id"].isin(single["fact_id"]) & cells["status"].isin(TOLD)]
    names = in_order(set_articles).set_index("article_id")["name"]
    statements = single.set_index("fact_id")
    place = {article_id: number for number, article_id in enumerate(names.index)}
    told = told.assign(name=told["article_id"].map(names), place=told["article_id"].map(place))

    def shown(rows: pd.DataFrame) -> pd.DataFrame:
        words = (shortened(statements.loc[fact_id, "statement"], CUT) for fact_id in rows["fact_id"])
        facts_told = (display.link(_address(row), told) for row, told in zip(rows.itertuples(), words, strict=True))
        return pd.DataFrame({"Fact": display.cells(facts_told), "Told": list(map(_said, rows.itertuples()))})

    told = told.sort_values("place", kind="stable")
    return display.by_article(told, "Told by one alone:", "fact", shown) if len(told) else display.say(EMPTY[ONE])


def _kinds(set_articles: pd.DataFrame, facts: pd.DataFrame, cells: pd.DataFrame) -> list[str]:
    """The kind of each fact; of a figure with its number, as a statement can hold several."""
    texts, numbers = set_articles.set_index("article_id")["text"], {}
    statements = facts.loc[facts["kind"] == "figure"].set_index("fact_id")["statement"]
    for cell in cells[cells["fact_id"].isin(statements.index) & cells["status"].isin(TOLD)].itertuples():
        words = texts[cell.article_id][cell.start : cell.end]
        if words and words in statements[cell.fact_id]:
            numbers.setdefault(cell.fact_id, words)
    return [
        f"{fact.kind} “{numbers[fact.fact_id]}”" if fact.fact_id in numbers else fact.kind
        for fact in facts.itertuples()
    ]


def _narrow(table: Markup, is_matrix: bool) -> Markup:
    """A table with turned heads and narrow columns of signs, where it has a column for each article."""
    return Markup('<div class="matrix">{}</div>').format(table) if is_matrix else table


def _column(values: list) -> pd.Series:
    return pd.Series(values) if isinstance(values[0], int) else display.cells(values)


def _by_article(fact: tuple, own: pd.DataFrame, ordered: pd.DataFrame) -> dict:
    """A row with a narrow column for each article; on whose word each tells it stands below the fact."""
    columns = [f"{number} {shortened(article.name, 24)}" for number, article in enumerate(ordered.itertuples(), 1)]
    found = [own.loc[article_id] for article_id in ordered["article_id"]]
    whose: dict[str, list[str]] = {}
    for number, cell in enumerate(found, 1):
        if cell["status"] == "attributed" and pd.notna(cell["source"]):
            whose.setdefault(shortened(cell["source"], 40), []).append(str(number))
    said = "; ".join(f"{source} ({', '.join(numbers)})" for source, numbers in whose.items())
    head = _statement(fact, f". On the word of {said}" if said else "")
    return {"Fact": head} | dict(zip(columns, map(_cell, found), strict=True))


def _in_sum(fact: tuple, own: pd.DataFrame, ordered: pd.DataFrame) -> dict:
    """A row with numbers in the place of articles; who tells it is folded."""
    row = {"Fact": _statement(fact)}
    told = own[own["status"].isin(TOLD)]
    tellers = ordered[ordered["article_id"].isin(told.index)]
    links = [
        Markup("{} {}").format(
            a.Index + 1, display.link(_address(told.loc[a.article_id], a.article_id), shortened(a.name, 24))
        )
        for a in tellers.head(many.ARTICLES).itertuples()
    ]
    if len(tellers) > len(links):
        links.append(Markup("and {:,} more").format(len(tellers) - len(links)))
    who = Markup(", ").join(links)
    row["Told by"] = display.folded(display.counted(len(tellers), "article"), who) if len(links) > 3 else who
    for status in ("absent", "not_yet_known", "undetermined"):
        row[SIGNS[status][1].capitalize()] = int((own["status"] == status).sum())
    return row


def _statement(fact: tuple, more: str = "") -> Markup:
    known = f", known from {fact.known_from:%-d %b %Y, %H:%M} UTC" if pd.notna(fact.known_from) else ""
    return display.noted(shortened(fact.statement, CUT), fact.kind + known + more)


def _cell(cell: pd.Series) -> Markup:
    sign, words = SIGNS[cell["status"]]
    if cell["status"] in TOLD:
        words = display.link(_address(cell, cell.name), words)
    return Markup('<span class="status-{}"><b>{}</b> {}</span>').format(cell["status"], sign, words)


def _address(cell: tuple | pd.Series, article_id: str | None = None) -> str:
    return passages.address(article_id or cell.article_id, int(cell.start), int(cell.end))


def _said(row: tuple) -> str:
    if row.status == "narrator":
        return SIGNS["narrator"][1]
    return f"attributed to {row.source if pd.notna(row.source) else 'a source without a name'}"


def _utterance(rows: pd.DataFrame) -> tuple[str, Markup]:
    base, shown = next(rows.itertuples()), [*rows.head(MOST_WORDINGS).itertuples()]
    who = next((source for source in rows["source"] if pd.notna(source)), None) or "a source without a name"
    copies = int(base.n_articles - base.n_tellers)
    size = display.counted(int(base.n_tellers), "article")
    size += f" and {copies} {'copy' if copies == 1 else 'copies'}" if copies else ""
    words = display.cells(_marked(row, None if row.is_base else base.content) for row in shown)
    table = pd.DataFrame({"Article": display.cells(map(_carrier, shown)), "Wording": words})
    caption, left = f"{who}, in {size}", len(rows) - len(shown)
    note = display.small(f"{left} more wordings are in the table utterances." if left else "")
    summary = f"{caption}: {shortened(base.content, 70)}"
    return summary, Markup("").join([display.table_markup(table, caption), *note])


def _carrier(row: tuple) -> Markup:
    words = [row.quote_type, *(["the base wording"] if row.is_base else []), *(["copy"] if row.is_copy else [])]
    return display.noted(row.name, ", ".join(words))


def _marked(row: tuple, base: str | None) -> Markup:
    """A wording as a link to its place, with what was dropped, added and changed beside the base."""
    words = " ".join(row.content.split())
    link = passages.address(row.article_id, row.content_start, row.content_end)
    if base is None:
        return display.link(link, words)
    pieces = comparison.difference(" ".join(base.split()), words)
    if not any(piece.kind == comparison.KEPT for piece in pieces):
        return display.noted(display.link(link, words), "in other words throughout")
    return Markup("{} {}").format(Markup("").join(_pieces(pieces)), display.link(link, "→"))


def _pieces(pieces: Sequence[comparison.Piece]) -> Iterable[Markup]:
    for piece in pieces:
        if piece.kind in (DROPPED, CHANGED):
            yield _lost(piece.words if piece.kind == DROPPED else piece.instead) + Markup(" ")
        if piece.kind != DROPPED:
            form = Markup("{}" if piece.kind == comparison.KEPT else "<ins>{}</ins>")
            yield form.format(piece.words)


def _lost(words: str) -> Markup:
    n = len(words.split())
    if n > LONG_LOSS:
        return Markup('<del title="{}">[{} words]</del>').format(shortened(words, 300), n)
    return Markup("<del>{}</del>").format(words)
