"""A panel that puts a row right or makes two entities one: what it does is :mod:`crossread.corrections.writing`.

Words of articles stand in it as choices and escaped, never as descriptions, which Lab would set as mathematics.
"""

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd

from crossread import ArticleSet
from crossread.articles.sets import SetError
from crossread.corrections.lines import LINKED, settable
from crossread.display import html as display
from crossread.display import overview
from crossread.problems import UnreadableError
from crossread.schema import TABLES, closed_list

ROW_GONE = "(delete the row)"
# What is put right most, which comes first; of the other tables the first one stands before each row.
FIRST = {
    "quotes": ["source", "via", "quote_type"],
    "figures": ["measure", "reported_min", "reported_max"],
    "frames": ["frame"],
    "tone": ["label"],
}
LONG = 110  # characters of a row that are shown
AGAIN = "Run the notebook again to have its tables and charts follow."


def panel(s: ArticleSet, table: str) -> widgets.Widget:
    """The panel for a table of a set.

    Choose an article and a row, say what is wrong with it and who says so: that writes a line of ``corrections.csv``
    in the set's folder. Or choose two entities that are one: that writes a row of ``actors.csv``.
    """
    wide = {"layout": widgets.Layout(width="95%"), "style": {"description_width": "8em"}}
    articles = overview.in_order(s.articles)
    article = widgets.Dropdown(
        options=list(zip(articles["name"], articles["article_id"], strict=True)), description="Article", **wide
    )
    row = widgets.Select(rows=8, description="Row", **wide)
    column = widgets.Dropdown(options=[*_columns(table), ROW_GONE], description="What is wrong", **wide)
    value = widgets.Combobox(description="Right is", placeholder="empty: nobody, or nothing", **wide)
    who = widgets.Text(description="Who says so", value=_last(s.corrections["who"]), **wide)
    why = widgets.Text(description="Why", **wide)
    name, other = (widgets.Combobox(description=words, **wide) for words in ("This entity", "is also called"))
    correct = widgets.Button(description="Write the correction", button_style="primary", layout={"width": "auto"})
    merge = widgets.Button(description="Make them one")
    said = widgets.HTML()

    def choices(*_: object) -> None:
        own = s.tables[table]
        own = own[own["article_id"] == article.value] if article.value else own.iloc[:0]
        text = s.articles.set_index("article_id")["text"].get(article.value, "")
        row.options = [(_line(text, table, one), one[own.columns[0]]) for one in own.to_dict("records")]
        name.options = other.options = list(dict.fromkeys(s.entities["name"]))
        values()

    def values(*_: object) -> None:
        value.disabled = column.value == ROW_GONE
        value.options = _values(s, table, column.value)

    def written() -> str:
        given = {"delete": True} if column.value == ROW_GONE else {column.value: value.value}
        lines = s.correct(table, row.value or "", who=who.value, why=why.value, **given)
        return f"Written to corrections.csv. {AGAIN}" if lines else "The file says so already."

    def merged() -> str:
        rows = s.merge(name.value, other.value)
        return f"Written to actors.csv. {AGAIN}" if rows else "They are one already."

    def when_clicked(act: Callable[[], str]) -> Callable:
        def clicked(_: object) -> None:
            try:
                words = [act(), *(f"{p}" for p in s.problems if p.file in ("corrections.csv", "actors.csv"))]
                choices()
            except (UnreadableError, SetError, OSError) as error:
                words = [f"Nothing was written: {error}"]
            said.value = display.say(*words).data

        return clicked

    article.observe(choices, "value")
    column.observe(values, "value")
    correct.on_click(when_clicked(written))
    merge.on_click(when_clicked(merged))
    choices()
    heads = [widgets.HTML(f"<h3>{words}</h3>") for words in ("Put a row right", "Two names, one entity")]
    parts = [heads[0], article, row, column, value, who, why, correct, heads[1], name, other, merge, said]
    return widgets.VBox(parts)


def _columns(table: str) -> list[str]:
    return list(dict.fromkeys([*FIRST.get(table, []), *settable(table)]))


def _last(names: pd.Series) -> str:
    names = names.dropna()
    return names.iloc[-1] if len(names) else ""


def _line(text: str, table: str, row: dict) -> str:
    """A row in some words: what is said of it, then the article's words."""
    start, end = (row.get(f"content_{side}", row.get(side)) for side in ("start", "end"))
    first = row[LINKED.get(table) or _columns(table)[0]]
    said = "nobody" if pd.isna(first) else first
    if table == "figures":
        said = f"{row['measure']}, {'the article' if pd.isna(first) else first}"
    return overview.shortened(f"{said}: {' '.join(text[start:end].split())}", LONG)


def _values(s: ArticleSet, table: str, column: str) -> tuple[str, ...]:
    if column == ROW_GONE:
        return ()
    if column == LINKED.get(table):
        return tuple(dict.fromkeys(s.entities["name"]))
    return closed_list(TABLES[table].columns[column]) or tuple(
        sorted(s.tables[table][column].dropna().unique().astype(str))
    )
