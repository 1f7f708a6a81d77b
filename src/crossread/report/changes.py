"""What changed since the last report: articles, figures, quotes and tolls of two runs compared."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from markupsafe import Markup

from crossread.analysis import Analysis
from crossread.articles.sets import SetError
from crossread.display import html as display
from crossread.display import overview, passages
from crossread.display.html import shortened
from crossread.entities.names import fold
from crossread.storage.columns import held
from crossread.storage.tables import holds_tables, read_tables

SAID = ("title", "outlet", "byline", "published_start", "published_end", "url", "language", "kind", "copy_of")
LIKE = ["article_id", "measure", "victim_status", "victim_group", "unit"]  # two figures that count the same
BOUNDS = ["modifier", "reported_min", "reported_max"]
CORRECTED = ("article_id", "table", "action", "column", "value", "words", "start", "applied")
USED = {
    "articles": ("article_id", "source_file", *SAID, "text", "sha256"),
    "corrections": CORRECTED,
    "figures": (*LIKE, *BOUNDS, "is_casualty", "value_as_reported", "start", "end"),
    "quotes": ("article_id", "content", "source", "content_start", "content_end"),
    "events": ("event_id", "name"),
    "tolls": ("toll_id", "event_id", "low", "high", "agreement"),
}
SHOWN = 200  # rows of a table that the page shows
WORDS = 160  # characters of a quote that it shows
ARTICLES = {"new": "new", "removed": "gone", "text": "with another text", "metadata": "with other metadata"}
QUOTES = {
    "appeared": "appeared", "vanished": "vanished", "other source": "with another source",
    "other name": "with the source under another name",
}  # fmt: skip


class Changes(NamedTuple):
    """What is new, gone or other; each a table, empty where nothing is.

    ``articles``: article_id, change (new, removed, text, metadata), what (the columns that differ).
    ``figures``: article_id, measure, victim_group, before, now (as reported, missing where there was or is none),
    start, end (of the words now). ``quotes``: article_id, change (appeared, vanished, other source; other name: a
    longer or shorter one), before (the source in the old run), source, content, start, end. Figures, and quotes that
    appeared or vanished, are of articles whose text or corrections changed. ``tolls``: toll (in words), before, now
    (low to high, with its agreement).
    """

    articles: pd.DataFrame
    figures: pd.DataFrame
    quotes: pd.DataFrame
    tolls: pd.DataFrame


def between(old: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]) -> Changes:
    """What differs from the ``old`` tables to the ``new`` ones of a set."""
    articles = _articles(old["articles"], new["articles"])
    changed = set(articles.loc[articles["change"] == "text", "article_id"])
    changed |= {row[0] for row in _corrections(old) ^ _corrections(new)}
    figures, quotes = ([tables[name] for tables in (old, new)] for name in ("figures", "quotes"))
    return Changes(articles, _figures(*figures, changed), _quotes(*quotes, changed), _tolls(old, new))


def _corrections(tables: dict[str, pd.DataFrame]) -> set[tuple]:
    said = tables["corrections"][list(CORRECTED)]
    return set(said.astype("string").fillna("").itertuples(index=False, name=None))


def _articles(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    before, now = old.set_index("article_id"), new.set_index("article_id")
    rows = [(i, "new", "") for i in now.index.difference(before.index)]
    rows += [(i, "removed", "") for i in before.index.difference(now.index)]
    both = now.index.intersection(before.index)
    before, now = (table.loc[both, [*SAID, "text", "sha256"]] for table in (before, now))
    other = ~(before.eq(now).fillna(False) | (before.isna() & now.isna())).astype(bool)
    other["text"] &= other.pop("sha256")  # of the same bytes another text is another version's, or an excerpt
    for article_id, row in other[other.any(axis=1)].iterrows():
        what = ", ".join(name for name in SAID if row[name])
        rows.append((article_id, "text" if row["text"] else "metadata", what))
    return pd.DataFrame(sorted(rows), columns=["article_id", "change", "what"])


def _numbered(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Rows with the number of each among those that are alike in the columns ``by``."""
    return rows.assign(nth=rows.groupby(list(by), dropna=False, sort=False).cumcount())


def _alone(rows: pd.DataFrame, others: pd.DataFrame, same: Sequence[str], changed: set[str]) -> pd.DataFrame:
    """The ``rows`` of the articles ``changed`` of which ``others`` has no equal one in the columns ``same``; a row said
    twice needs two."""
    rows, others = (_numbered(table[table["article_id"].isin(changed)], same) for table in (rows, others))
    found = rows.merge(others[[*same, "nth"]], on=[*same, "nth"], how="left", indicator="whose")
    return found[found["whose"] == "left_only"].drop(columns=["nth", "whose"])


def _figures(old: pd.DataFrame, new: pd.DataFrame, changed: set[str]) -> pd.DataFrame:
    """Figures that one run alone has; those that count the same thing stand side by side, in order of place."""
    old, new = (rows[rows["is_casualty"].fillna(False)] for rows in (old, new))
    sides = []
    for name, rows, others in (("before", old, new), ("now", new, old)):
        rows = _alone(rows, others, LIKE + BOUNDS, changed)
        words = {
            name: list(map(_stated, rows.itertuples())),
            f"{name}_bounds": list(map(_bounds_of, rows.itertuples())),
        }
        sides.append(_numbered(rows.assign(**words), LIKE)[[*LIKE, "nth", *words, "start", "end"]])
    before, now = sides
    rows = before.drop(columns=["start", "end"]).merge(now, on=[*LIKE, "nth"], how="outer")
    corrected = rows["before"].eq(rows["now"])  # in its bounds, which its words do not say
    for name in ("before", "now"):
        rows[name] = rows[name].mask(corrected, rows[name] + rows[f"{name}_bounds"])
    columns = ["article_id", "measure", "victim_group", "before", "now", "start", "end"]
    return rows.sort_values(["article_id", "start"], kind="stable", ignore_index=True)[columns]


def _stated(row: tuple) -> str:
    """A figure in words: its bound, and the number as worded."""
    number = "one, without a number" if pd.isna(row.value_as_reported) else row.value_as_reported
    return number if row.modifier in ("exact", "range", "indefinite") else f"{row.modifier.replace('_', ' ')} {number}"


def _bounds_of(row: tuple) -> str:
    return f" ({_bounds(row.reported_min, row.reported_max)})"


def _quotes(old: pd.DataFrame, new: pd.DataFrame, changed: set[str]) -> pd.DataFrame:
    same = ["article_id", "words"]
    old, new = (rows.assign(words=rows["content"].str.split().str.join(" ")) for rows in (old, new))
    come = _alone(new, old, same, changed).assign(change="appeared", before=None)
    gone = _alone(old, new, same, changed).assign(change="vanished", content_start=None, content_end=None)
    gone = gone.assign(before=gone["source"], source=None)
    was = old.fillna({"source": "nobody"}).drop_duplicates(same, keep="last").rename(columns={"source": "before"})
    both = new.fillna({"source": "nobody"}).merge(was[[*same, "before"]], on=same)
    other = both[both["before"] != both["source"]]
    renamed = [_is_form(*names) for names in zip(other["before"], other["source"], strict=True)]
    other = other.assign(change=np.where(renamed, "other name", "other source"))
    columns = ["article_id", "change", "before", "source", "content", "content_start", "content_end"]
    rows = pd.concat([own[columns].astype(object) for own in (come, gone, other)])
    rows = rows.rename(columns={"content_start": "start", "content_end": "end"})
    return rows.sort_values(["article_id", "change", "start"], kind="stable", ignore_index=True)


def _is_form(one: str, other: str) -> bool:
    """Whether one name has all words of the other."""
    words, others = set(fold(one).split()), set(fold(other).split())
    return words <= others or others <= words


def _tolls(old: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What each toll counts and of which event, which is the end of its id in words, and what it comes to."""
    named: dict[str, str] = {}
    sides: tuple[dict[str, str], dict[str, str]] = {}, {}
    for tables, told in zip((old, new), sides, strict=True):
        event = dict(zip(tables["events"]["event_id"], tables["events"]["name"], strict=True))
        for row in tables["tolls"].itertuples():
            what = row.toll_id.removeprefix(f"toll:{row.event_id}|").replace("|", ", ").replace("_", " ")
            named[row.toll_id] = f"{what} – {event.get(row.event_id, row.event_id)}"
            told[row.toll_id] = f"{_bounds(row.low, row.high)}, {row.agreement.replace('_', ' ')}"
    before, now = sides
    rows = [(named[i], before.get(i), now.get(i)) for i in sorted(named) if before.get(i) != now.get(i)]
    return pd.DataFrame(rows, columns=["toll", "before", "now"])


def _bounds(*bounds: object) -> str:
    low, high = (None if pd.isna(bound) else f"{bound:,}" for bound in bounds)
    if low is None or high is None:
        return "no bound" if low is high else f"up to {high}" if low is None else f"{low} or more"
    return low if low == high else f"{low} to {high}"


# --- for the report ---------------------------------------------------------------------------------------------


def _used(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: held(tables).part(name, *columns) for name, columns in USED.items()}


def markup(last: Path, analysis: Analysis) -> Markup:
    """What changed since the report in the folder ``last``, as a part of a page; empty where there is none."""
    if not holds_tables(last / "tables"):
        return Markup("")
    try:
        old, new = _used(read_tables(last / "tables").tables), _used(analysis.tables)
        found = between(old, new)
    except SetError:
        return Markup("<p>The report that this one replaces is of another version and cannot be compared.</p>")
    if all(table.empty for table in found):
        return Markup("<p>Nothing: articles, casualty figures, quotes and tolls are as they were.</p>")
    gone = overview.in_order(old["articles"])
    known = {
        row.article_id: f"{row.name}: {row.title}" if pd.notna(row.title) else row.name for row in gone.itertuples()
    }
    names, parts = _names(analysis), [Markup("<p>{}.</p>").format(_summary(found))]
    for table, title in zip(found, TITLES, strict=True):
        if len(table):
            more = f" (the first {SHOWN} of {len(table):,})" if len(table) > SHOWN else ""
            parts.append(display.table_markup(_shown(table.head(SHOWN), names, known), title + more))
    return Markup("").join(parts)


TITLES = (
    "Articles that are new, gone or changed",
    "Casualty figures in articles whose text or corrections changed",
    "Quotes that appeared, vanished or have another source",
    "Tolls whose bounds or agreement changed",
)


def _summary(found: Changes) -> str:
    updated = int((found.figures["before"].notna() & found.figures["now"].notna()).sum())
    sizes = [
        *((found.articles["change"].eq(kind).sum(), "article", words) for kind, words in ARTICLES.items()),
        (updated, "figure", "updated"),
        (len(found.figures) - updated, "figure", "new or gone"),
        *((found.quotes["change"].eq(kind).sum(), "quote", words) for kind, words in QUOTES.items()),
        (len(found.tolls), "toll", "changed"),
    ]
    return display.joined(f"{display.counted(int(n), noun)} {words}" for n, noun, words in sizes if n)


def _shown(table: pd.DataFrame, names: dict[str, str], known: Mapping[str, str]) -> pd.DataFrame:
    """A table of changes with ``names`` for ids, and with links to words that stand in this report; what does not is
    called as ``known`` has it."""
    shown = table.copy()
    if "article_id" in shown:
        places = shown.reindex(columns=["article_id", "start", "end"]).itertuples(index=False, name=None)
        shown["article_id"] = display.cells(
            display.link(passages.address(i, *((int(a), int(b)) if pd.notna(a) else ())), names[i])
            if i in names
            else Markup.escape(known.get(i, i))
            for i, a, b in places
        )
    if "content" in shown:
        shown["content"] = shown["content"].map(lambda words: shortened(words, WORDS))
    heads = {"article_id": "Article", "victim_group": "Of whom", "content": "Words", "what": "Other"}
    shown = shown.drop(columns=["start", "end"], errors="ignore")
    return shown.rename(columns=lambda name: heads.get(name, name.capitalize()))


def _names(analysis: Analysis) -> dict[str, str]:
    return overview.in_order(analysis.tables["articles"]).set_index("article_id")["name"].to_dict()


def corrections_markup(analysis: Analysis) -> Markup:
    """Who corrected what, and why, as a part of a page; empty where nobody did."""
    made = analysis.tables["corrections"].sort_values("line", ignore_index=True)
    if made.empty:
        return Markup("")
    what = [
        f"{row.action} {row.column}: {row.value if pd.notna(row.value) else 'nobody'}"
        + (f" (was: {row.before})" if pd.notna(row.before) else "")
        if pd.notna(row.column)
        else f"{row.action} the row"
        for row in made.itertuples()
    ]
    words = made["words"].fillna("").map(lambda words: shortened(words, WORDS))
    shown = made[["article_id", "start", "end"]].assign(
        table=made["table"], words=words, what=what, who=made["who"], why=made["why"],
        fits=made["applied"].map({True: "yes", False: "no longer"}),
    )  # fmt: skip
    n = int(made["applied"].sum())
    said = Markup("<p>{} by hand after <code>corrections.csv</code>; lines that no longer fit: {}.</p>").format(
        display.counted(n, "row") + " corrected", f"{len(made) - n:,}"
    )
    return said + display.table_markup(
        _shown(shown, _names(analysis), {}).rename(columns={"Other": "Correction"}), "Corrected by hand"
    )
