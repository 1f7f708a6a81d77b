"""The labelling table: what each article calls the actors and acts of a set, in whose voice and at what distance.

Rows are terms under their targets, columns are articles (word choice and labelling, Hamborg, Zhukova and Gipp 2019).
Targets that are called most differently come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.codebooks import Codebooks
from crossread.display import html as display
from crossread.display import overview, passages
from crossread.display.html import shortened
from crossread.entities.names import fold
from crossread.framing import concepts, members
from crossread.framing.labels import bare

COLUMNS = 8  # articles that have a column each; of more, a row says how many use the term
TARGETS, TERMS = 16, 12  # targets shown, and terms of each in a set of many articles
IN_CELL, LINKS, MOST = 10, 12, 3  # terms in a cell, links of a term, articles named of many; more are folded
CALLED = {("concept",): "acts and groups", ("entity",): "actors"}  # by kinds shown
HOW_TO_READ = "Reported: in an article's words for what a source has said. Quoted: in the source's own quotation marks."
IN_CELLS = (
    "Each number leads to one naming. A term or numbers alone: in the article's own words. Bold: a term that this "
    "article alone uses. In brackets: the sources. "
)
VOICE_HEADS = ("Own words", "Reported", "Quoted")
DEVICES = {"so_called": "so-called {}", "scare_quotes": "“{}”", "alleged": "alleged {}"}
OWN, REPORTED, QUOTED = "own", "reported", "quoted"
TARGET = ["target_kind", "target_id"]
TITLES = frozenset("mr mrs ms miss dr".split())
COLUMNS_OF_TABLE = (
    "target_kind target_id target called words member article_id name n own reported quoted sources voices places "
    "difference articles_with_target articles_with_term"
).split()


def terms(labels: pd.DataFrame, entities: pd.DataFrame, articles: pd.DataFrame, books: Codebooks) -> pd.DataFrame:
    """Labels with what the table counts them under; without those of places, which all call the same.

    Parameters
    ----------
    labels, entities, articles
        Tables of a set.
    books
        Its code books.

    Returns
    -------
    ``labels`` with ``target`` (its name), ``called`` (the term with its device), ``words`` (both as the article has
    them), ``voice`` as own (the article's
    words), reported (its words for what a source has said) or quoted, and ``member``: the minor actor that it names,
    who then has the state or group that he acts for as the target (see :mod:`crossread.framing.members`).
    """
    types = labels["target_id"].map(dict(zip(entities["entity_id"], entities["entity_type"], strict=True)))
    labels = labels[~(types.eq("place") & (labels["target_kind"] == "entity"))]
    serving = members.principals(labels, entities, books)
    given = labels["target_id"]
    labels = labels.assign(target_id=given.replace(serving))
    names = dict(zip(entities["entity_id"], entities["name"], strict=True))
    target = [
        names.get(target_id, target_id) if kind == "entity" else target_id.replace("-", " ").capitalize()
        for kind, target_id in zip(labels["target_kind"], labels["target_id"], strict=True)
    ]
    called = [DEVICES.get(d, "{}").format(term) for d, term in zip(labels["device"], labels["term"], strict=True)]
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    columns = (labels[name] for name in ("article_id", "start", "end", "target_kind", "term", "device"))
    words = [_words(texts[i], *row, books.concepts) for i, *row in zip(*columns, strict=True)]
    voice = np.select([labels["voice"] == "quoted", labels["source"].notna()], [QUOTED, REPORTED], OWN).astype(object)
    member = given.map(names).where(given.isin(list(serving)))
    return labels.assign(target=target, called=called, words=words, voice=voice, member=member)


def _words(text: str, start: int, end: int, kind: str, term: str, device: str, book: concepts.Concepts) -> str:
    """A naming with its device in the words of the text: "suspected gunman" where the term is "alleged gunmen"."""
    words = bare(text[start:end]) if kind == "entity" else " ".join(text[start:end].split())
    if kind != "entity" and term.islower() and len(words.split()) == len(term.split()):
        words = words.lower()  # a capital of a sentence or headline
    before = max(0, start - concepts.REACH)
    kept = concepts.device(text, start, end, [before], book) if device in ("so_called", "alleged") else None
    marked = {words[:1], words[-1:]} & set(concepts.MARKS)  # “rebels”, 'moderate' rebels
    return f"{kept[1]} {words}" if kept else words if marked else DEVICES.get(device, "{}").format(words)


def table(found: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The labelling table in long form: what each article calls each target.

    Parameters
    ----------
    found
        What :func:`terms` gives.
    articles
        Table of the set.

    Returns
    -------
    One row a target, term and article that uses it: target_kind, target_id, target, called, words (of the article for
    the term, the most frequent), member (of the target, as
    of :func:`terms`), article_id, name (of the article), n, own, reported, quoted (counts), sources (of words quoted or
    reported, most often first), voices and places ([start, end]) of each naming, difference, articles_with_target,
    articles_with_term. Targets in falling order of difference (see :func:`differences`), terms by
    how many articles use them and those of members last, articles in the order of the set.
    """
    ordered = overview.in_order(articles)
    found = found[found["target_id"].notna()].astype(object)
    groups: dict[tuple, list[tuple]] = {}
    for row in found.where(found.notna(), None).itertuples():
        groups.setdefault((row.target_kind, row.target_id, row.called, row.article_id), []).append(row)
    cells, namings = pd.DataFrame(list(groups), columns=[*TARGET, "called", "article_id"]), groups.values()
    cells["target"] = [own[0].target for own in namings]
    cells["member"] = [next((row.member for row in own if row.member), None) for own in namings]
    cells["n"] = list(map(len, namings))
    cells["words"] = [Counter(row.words for row in own).most_common(1)[0][0] for own in namings]
    cells["voices"] = [[row.voice for row in own] for own in namings]
    cells["places"] = [[[row.start, row.end] for row in own] for own in namings]
    sources = (Counter(row.source for row in own if row.source) for own in namings)
    cells["sources"] = [[name for name, _ in counts.most_common()] for counts in sources]
    cells["name"] = cells["article_id"].map(dict(zip(ordered["article_id"], ordered["name"], strict=True)))
    for voice in (OWN, REPORTED, QUOTED):
        cells[voice] = [voices.count(voice) for voices in cells["voices"]]
    cells["articles_with_target"] = cells.groupby(TARGET)["article_id"].transform("nunique")
    cells["articles_with_term"] = cells.groupby([*TARGET, "called"])["n"].transform("size")
    apart = differences(cells[cells["member"].isna()], len(articles))
    cells["difference"] = [apart.get(key, 0.0) for key in zip(cells["target_kind"], cells["target_id"], strict=True)]
    number = {article_id: n for n, article_id in enumerate(ordered["article_id"])}
    cells = cells.assign(place=cells["article_id"].map(number), last=cells["member"].notna())
    order = {"difference": False, "target_kind": True, "target_id": True, "last": True, "articles_with_term": False}
    order |= {"called": True, "place": True}
    return cells.sort_values(list(order), ascending=list(order.values()), ignore_index=True)[COLUMNS_OF_TABLE]


def differences(cells: pd.DataFrame, n_articles: int) -> dict[tuple[str, str], float]:
    """How differently the articles call each target of some rows of :func:`table`: 0 (always the same) to 1.

    The mean share of namings on which two articles that name the target differ (total variation distance between
    their terms), times the share of articles that name it at all. Forms of a person's name ("Ruiz", "Mr Ruiz") count
    as one term. Of few namings it says little: it is for sorting, and no finding.
    """
    forms = zip(cells["target_kind"], cells["target"], cells["called"], strict=True)
    cells = cells.assign(term=["" if kind == "entity" and _is_form(*form) else form[1] for kind, *form in forms])
    terms = cells.groupby([*TARGET, "term", "article_id"])["n"].sum().reset_index()
    share = terms["n"] / terms.groupby([*TARGET, "article_id"])["n"].transform("sum")
    naming = terms.groupby(TARGET)["article_id"].transform("nunique")
    same = share.groupby([terms[column] for column in (*TARGET, "term")])
    # of all pairs of articles at once: of a share that stands at a rank, the rank says how often it is the larger one
    apart = share * (2 * same.rank("first") - 1 + naming - 2 * same.transform("size")) / (naming - 1).clip(lower=1)
    return (apart.groupby([terms[column] for column in TARGET]).sum() / n_articles).round(4).to_dict()


def _is_form(target: str, called: str) -> bool:
    """Whether a term is a form of the name of a person, and not in marks."""
    return called[:1] != "“" and set(fold(called).split()) - TITLES <= set(fold(target).split())


# --- as HTML ----------------------------------------------------------------------------------------------------


def show(
    found: pd.DataFrame,
    articles: pd.DataFrame,
    targets: int = TARGETS,
    kinds: Sequence[str] = ("entity", "concept"),
) -> HTML:
    """Show the labelling table, each term with links to its words, and say what it leaves out.

    Parameters
    ----------
    found
        What :func:`terms` gives.
    articles
        Table of the set.
    targets
        How many targets are shown. What one article alone names are left out.
    kinds
        ``entity`` for actors with a name, ``concept`` for acts and groups.

    Returns
    -------
    HTML in which everything is escaped: a row a target and a column an article, its terms in the cell, those that it
    alone uses in bold; of more than eight articles a row a term, with how many articles use it.
    """
    rows = table(found[found["target_kind"].isin(kinds)], articles)
    order = rows.drop_duplicates(TARGET)
    shared = order[order["articles_with_target"] > 1]
    if shared.empty:
        return display.say("None: nothing of this kind is named by two articles of this set.")
    chosen = rows.merge(shared[TARGET].head(targets), on=TARGET)
    ordered = overview.in_order(articles)
    few = len(ordered) <= COLUMNS
    shown, cut = (_by_article(chosen, ordered), 0) if few else _by_term(chosen)
    caption = f"What the articles call the same {CALLED.get(tuple(kinds), 'actors and acts')}"
    notes = [(IN_CELLS if few else "") + HOW_TO_READ, _left_out(order, shared, targets, cut)]
    markup = Markup('<div class="{}">{}</div>').format("even" if few else "", display.table_markup(shown, caption))
    return display.fragment(markup, *(part for note in notes for part in display.small(note)))


def _left_out(order: pd.DataFrame, shared: pd.DataFrame, shown: int, cut: int) -> str:
    less, alone = len(shared) - shown, len(order) - len(shared)
    parts = ["places"]
    parts += [f"{less:,} actors or acts that are called less differently"] if less > 0 else []
    parts += [f"{alone:,} that one article alone names"] if alone else []
    parts += [f"{display.counted(cut, 'term')} that fewer articles use"] if cut else []
    return f"Left out: {display.joined(parts)}."


def _by_article(rows: pd.DataFrame, ordered: pd.DataFrame) -> pd.DataFrame:
    """A row a target, a column an article."""
    cells = {key: _terms(own) for key, own in rows.groupby([*TARGET, "article_id"])}
    targets = rows.drop_duplicates(TARGET)
    shown = {
        name: display.cells(
            cells.get((*target, i), display.MISSING) for target in targets[TARGET].itertuples(index=False)
        )
        for i, name in zip(ordered["article_id"], ordered["name"], strict=True)
    }
    return pd.DataFrame({"Who or what": targets["target"].to_numpy()} | shown)


def _terms(cell: pd.DataFrame) -> Markup:
    """The terms of one article for one target, those most used first."""
    own = cell.sort_values(["n", "called"], ascending=[False, True], kind="stable")
    lines, people = ([], [])
    for row in own.itertuples():
        (lines if pd.isna(row.member) else people).append(Markup('<div dir="auto">{}</div>').format(_term(row)))
    shown = lines if len(lines) <= IN_CELL + 1 else [*lines[:IN_CELL], _more(lines[IN_CELL:])]
    if people:
        head = f"its people and bodies: {display.counted(len(people), 'term')}"
        shown = [*shown, display.folded(head, *people)]
    return Markup("").join(shown)


def _more(parts: Sequence[Markup]) -> Markup:
    return display.folded(f"{len(parts)} more", *parts)


def _term(row: tuple) -> Markup:
    """A term with a link a naming, numbered voice by voice: "withdrawal 1 2 · 1 reported (Ana Ruiz)"."""
    only = row.articles_with_term == 1 and row.articles_with_target > 1
    head = Markup("<strong>{}</strong>" if only else "{}").format(row.words)
    links = [passages.address(row.article_id, start, end) for start, end in row.places]
    parts = []
    for voice in (OWN, REPORTED, QUOTED):
        own = [link for link, its in zip(links, row.voices, strict=True) if its == voice]
        shown = [display.link(link, str(n)) for n, link in enumerate(own, 1)] if row.n > 1 else []
        shown = shown if len(shown) <= LINKS + 1 else [*shown[:LINKS], _more(shown[LINKS:])]
        parts += [Markup(" ").join([*shown, *([voice] if voice != OWN else [])])] if own else []
    sources = ", ".join(shortened(name, 30) for name in row.sources[:2]) + (", …" if row.sources[2:] else "")
    small = Markup(" · ").join(filter(None, parts)) + (f" ({sources})" if sources else "")
    return display.link(links[0], head) + Markup(" <small>{}</small>").format(small)


def _by_term(rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """A row a term of a target, with how many articles use it; and how many terms are left out."""
    groups = rows.groupby([*TARGET, "called"], sort=False)
    terms = groups.agg(
        **{"Who or what": ("target", "first"), "Called": ("words", forms), "Articles": ("n", "size")},
        **{head: (voice, "sum") for head, voice in zip(VOICE_HEADS, (OWN, REPORTED, QUOTED), strict=True)},
    )
    terms["Most often in"] = display.cells(_users(own) for _, own in groups).set_axis(terms.index)
    kept = terms.groupby(TARGET, sort=False).head(TERMS)
    return kept.reset_index(drop=True), len(terms) - len(kept)


def forms(words: Iterable[str]) -> str:
    """The words that articles use for one term, the most frequent first: "bloodshed / carnage"."""
    found = [form for form, _ in Counter(words).most_common()]
    return " / ".join(found[:MOST]) + (" / …" if found[MOST:] else "")


def _users(own: pd.DataFrame) -> Markup:
    first = own.sort_values("n", ascending=False, kind="stable").head(MOST)
    links = (
        display.link(passages.address(row.article_id, *row.places[0]), f"{row.name_} ({row.n})")
        for row in first.rename(columns={"name": "name_"}).itertuples()
    )
    more = f" and {len(own) - MOST:,} more" if len(own) > MOST else ""
    return Markup(", ").join(links) + more
