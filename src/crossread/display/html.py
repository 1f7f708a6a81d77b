"""What a notebook shows: tables, sentences and figures as HTML in which every word of an article is escaped.

Each function gives one fragment for JupyterLab and report alike. The fragment carries the class by which
MathJax passes it over, so that a headline with two dollar signs stays a headline.
"""

import re
from collections.abc import Callable, Iterable
from numbers import Integral

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup, escape

from crossread.display import many

MISSING = "–"
NOT_ENGLISH = "Not analysed, as the language is not English:"
LONG = 40  # rows of a table beyond which it is folded
# JupyterLab sets every cell of a table to the right; a report has its own style sheet and leaves this out.
LAB_STYLE = Markup(
    "<style>.crossread.crossread :is(th, td, caption) { text-align: left; vertical-align: top; }"
    ".crossread.crossread :is(th, td) { unicode-bidi: plaintext; }"  # each cell reads in its own direction
    ".crossread.crossread .number { text-align: right; font-variant-numeric: tabular-nums; }"
    ".crossread :is(.figure-title, caption) { font-weight: 600; } .crossread figure { margin: 0; }"
    ".crossread th small { font-weight: 400; } .crossread .in-short :is(dt, dd) { float: none; width: auto; }"
    ".crossread aside { border-left: .3rem solid var(--jp-border-color2); padding-left: 1rem; max-width: 44rem; }"
    # Links are to pages of the report, which are not where the notebook is: there is nothing to follow.
    ".crossread.crossread.crossread a { color: inherit; text-decoration: none; pointer-events: none; }"
    ".crossread .layered article { max-height: 70vh; overflow-y: auto; padding-right: 1rem; }</style>"
)


def fragment(*parts: Markup) -> HTML:
    """Show markup as one output."""
    inner = Markup("\n").join(parts)
    return HTML(Markup('<div class="crossread mathjax_ignore tex2jax_ignore">{}{}</div>').format(LAB_STYLE, inner))


def say(*sentences: str) -> HTML:
    """Show a paragraph a sentence."""
    return fragment(*map(paragraph, sentences))


def paragraph(words: str) -> Markup:
    """Words as a paragraph."""
    return Markup(f"<p>{escape(words)}</p>")


def which(words: str, names: Iterable[str]) -> list[str]:
    """A sentence that ends in ``names``, of many in their number; none where there are no names."""
    names = list(names)
    return [f"{words} {joined(many.named(names))}."] if names else []


def link(address: str, words: str) -> Markup:
    """A link to a page of this report."""
    return Markup(f'<a href="{escape(address)}">{escape(words)}</a>')


def noted(words: str, note: str) -> Markup:
    """Words with a note in small print below."""
    return Markup(f"{escape(words)}<br><small>{escape(note)}</small>")


def cells(markup: Iterable[Markup]) -> pd.Series:
    """Markup as a column of a table; pandas makes plain strings of a mere list of it."""
    return pd.Series(list(markup), dtype="object")


def table(frame: pd.DataFrame, caption: str, note: str = "") -> HTML:
    """Show ``frame`` as a table: see :func:`table_markup`; below it a ``note``, if there is one."""
    return fragment(table_markup(frame, caption), *small(note))


def long_markup(frame: pd.DataFrame, caption: str) -> Markup:
    """``frame`` as a table, folded where it has many rows."""
    shown = table_markup(frame, caption)
    return folded(f"{caption} ({len(frame):,} rows)", shown) if len(frame) > LONG else shown


def long_table(frame: pd.DataFrame, caption: str, note: str = "") -> HTML:
    """Show a table as :func:`table` does, folded where it has many rows."""
    return fragment(long_markup(frame, caption), *small(note))


def small(note: str) -> list[Markup]:
    """A paragraph in small print, if there is something to say."""
    return [Markup("<p><small>{}</small></p>").format(note)] if note else []


def by_article(
    rows: pd.DataFrame,
    what: str,
    noun: str,
    shown: Callable[[pd.DataFrame], pd.DataFrame],
    size: Callable[[pd.DataFrame], int] = len,
) -> HTML:
    """Show the rows of each article (column ``name``), of many of a sample, as a folded table each.

    ``shown`` makes a table of the rows of one, ``what`` heads it, and ``size`` counts how many ``noun`` it has.
    """
    parts = [
        folded(f"{name}: {counted(size(own), noun)}", table_markup(shown(own), f"{what} {name}"))
        for name, own in many.sample(rows).groupby("name", sort=False)
    ]
    return fragment(*parts, *small(many.note(rows["name"].nunique())))


def table_markup(frame: pd.DataFrame, caption: str, most: int = many.ROWS) -> Markup:
    """``frame`` as a table in a region that scrolls, of more than ``most`` rows the first ones.

    The first column heads the rows. A missing value is shown as a dash, a whole number with thousands
    separators, a float as a percentage (it is a share), a list as words with commas; everything else is
    escaped unless it is ``Markup`` already.
    """
    kinds = [' class="number"' if pd.api.types.is_numeric_dtype(frame[name]) else "" for name in frame]
    heads = (f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(frame, kinds, strict=True))
    body = "\n".join(_row(values, kinds) for values in frame.head(most).itertuples(index=False, name=None))
    width = "" if len(kinds) <= 3 else ' class="wide"' if len(kinds) <= 7 else ' class="wide many"'
    table = Markup(
        f'<div class="table-scroll" role="group" aria-label="{escape(caption)}" tabindex="0"><table{width}>\n'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{''.join(heads)}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div>"
    )
    left_out = f"These are the first {most:,} of {len(frame):,} rows; {many.WHERE}." if len(frame) > most else ""
    return Markup("").join([table, *small(left_out)])


def _row(values: tuple, kinds: list[str]) -> str:
    first, *rest = map(cell, values)
    each = (f"<td{kind}>{words}</td>" for words, kind in zip(rest, kinds[1:], strict=True))
    return f'<tr><th scope="row">{first}</th>{"".join(each)}</tr>'


def folded(summary: str, *parts: Markup) -> Markup:
    """Markup behind a line that opens it."""
    return Markup('<details class="fold"><summary>{}</summary>\n{}</details>').format(summary, Markup("\n").join(parts))


def figure(svg: Markup, title: str, caption: str, data: pd.DataFrame, whole: pd.DataFrame | None = None) -> HTML:
    """Show a chart with its title, how to read it, and its numbers as a table; before it what sums up the whole set."""
    below = [] if whole is None else [table_markup(whole, f"All articles: {title}")]
    below.append(folded("Data table", table_markup(data, f"Data: {title}")))
    return fragment(
        Markup(
            '<figure>\n<p class="figure-title">{0}</p>\n'
            '<div class="chart-scroll" role="group" aria-label="{0}" tabindex="0">{1}</div>\n'
            "<figcaption>{2}</figcaption>\n{3}\n</figure>"
        ).format(title, svg, caption, Markup("\n").join(below))
    )


def anchor(words: str) -> str:
    """The name of a heading within its page, by its words."""
    return re.sub(r"\W+", "-", words.casefold()).strip("-")


def joined(words: Iterable[str]) -> str:
    """``a, b and c``."""
    words = list(words)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shortened(text: str, length: int) -> str:
    """``text`` on one line, cut to ``length`` characters, without any that a drawing or a terminal cannot
    hold."""
    line = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def counted(n: int, noun: str) -> str:
    """``1 article``, ``2,312 articles``."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def cell(value: object) -> Markup:
    """One value as escaped markup."""
    if isinstance(value, list):
        return escape(", ".join(map(str, value)) or MISSING)
    if pd.isna(value):
        return escape(MISSING)
    if isinstance(value, float):
        return escape(f"{value:.1%}")
    if isinstance(value, Integral) and not isinstance(value, bool):
        return escape(f"{value:,}")
    return escape(value)
