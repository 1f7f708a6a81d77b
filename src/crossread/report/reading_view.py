"""The reading view: an article as it lies in ``text``, where every piece of evidence has its address."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread import pages
from crossread.comparison.whole import Whole
from crossread.display import html as display
from crossread.display import overview, passages
from crossread.figures import claims
from crossread.quotes import layer as quote_layer
from crossread.quotes import voices
from crossread.reading import OWN_WORDS
from crossread.report import excerpts, finding_layers, layers
from crossread.report.layers import Layer

# A page cannot hold these as they are; each is replaced by one character, so that offsets stay true.
_UNPRINTABLE = {0: "\ufffd", 13: " ", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


def layers_of(t: Whole, ids: Sequence[str] | None = None) -> Callable[[str], list[Layer] | None]:
    """A look-up of what was found in an article of a set, as layers, by its ``article_id``.

    Of a table that is not there, or has no rows, there is no layer. Of an article that nothing was looked for in it
    gives None. With ``ids`` no more is taken up than the rows of these articles.
    """
    only = {} if ids is None else {"article_id": ids}
    names, letters = t.entities.set_index("entity_id")["name"], voices.key(t.attributions)
    texts = t.articles.set_index("article_id")["text"]
    spoken = voices.attributions(t.articles, t.part("blocks", **only), t.part("quotes", **only), t.entities)
    tables = {"quotes": spoken, "figures": _figures(t, only)}
    tables |= {name: t.part(name, **only) for name in ("labels", "frames", "tone", "agency") if name in t.tables}
    own = {name: by_article(table) for name, table in tables.items()}
    analysed = voices.analysed(t.articles, t.attributions)

    def layer(name: str, rows: pd.DataFrame, text: str) -> Layer:
        if name == "quotes":
            return quote_layer.layer(rows, letters)
        return finding_layers.layer(name, rows, text, names)

    def layers(article_id: str) -> list[Layer] | None:
        if article_id not in analysed:
            return None
        given = ((name, rows_of(article_id)) for name, rows_of in own.items())
        return [layer(name, rows, texts[article_id]) for name, rows in given if len(rows)]

    return layers


def by_article(table: pd.DataFrame) -> Callable[[str], pd.DataFrame]:
    """A look-up of the rows of an article."""
    places = table.groupby("article_id").indices
    return lambda article_id: table.iloc[places.get(article_id, [])]


def _figures(t: Whole, only: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The reported numbers of some articles, those of casualties with who says them."""
    casualties = t.claims[t.claims["article_id"].isin(only["article_id"])] if only else t.claims
    sentences = t.part("sentences", "sentence_id", "start", "end", **only)
    both = [casualties, claims.others(t.articles, t.part("figures", **only), sentences)]
    return pd.concat([frame for frame in both if len(frame)] or both[:1], ignore_index=True)


def page(
    article: pd.Series,
    blocks: pd.DataFrame,
    names: Mapping[str, str],
    heading: str,
    found: Iterable[Layer] | None = None,
    whole: bool = True,
    beside: str | None = None,
) -> str:
    """The page of one article.

    Parameters
    ----------
    article
        A row of ``articles``.
    blocks
        Its rows of ``blocks``.
    names
        The ``name`` of each article of the set, by ``article_id``.
    heading
        What the report is called.
    found
        Its layers, as :func:`layers_of` gives them; None where nothing was looked for.
    whole
        False for a text that :mod:`crossread.report.excerpts` has blanked in part.
    beside
        Where it can be read beside another article.
    """
    original = article["copy_of"]
    return pages.render(
        "read.html.j2",
        title=safe(_title(article)),
        up="../",
        heading=heading,
        facts=_facts(article),
        url=article["url"] if is_web_address(article["url"]) else None,
        original=None if pd.isna(original) else ("../" + passages.address(original), names.get(original, original)),
        copy_share=article["copy_share"],
        beside=beside,
        **_laid(article, blocks, found, alone=True, whole=whole),
    )


def show(
    tables: Mapping[str, pd.DataFrame], article_id: str, found: Callable[[str], list[Layer] | None], layer: str
) -> HTML:
    """Show an article of a set in a notebook with its layers, of which ``layer`` is switched on; nothing in them can
    run.

    ``found`` gives its layers, as :func:`layers_of` does.
    """
    articles = overview.in_order(tables["articles"])
    article = articles[articles["article_id"] == article_id].iloc[0]
    blocks = tables["blocks"][tables["blocks"]["article_id"] == article_id]
    own = found(article_id)
    own = own and [one._replace(shown=one.name == layer) for one in own]
    laid = pages.render("layered.html.j2", **_laid(article, blocks, own, alone=False))
    return display.fragment(pages.layer_style(), Markup(laid))


def is_web_address(url: object) -> bool:
    """Whether a page may link to ``url``: http and https only."""
    return isinstance(url, str) and re.match(r"https?://[^\s/]", url, re.IGNORECASE) is not None


def safe(text: str) -> str:
    """``text`` with as many characters, without those that a page or an UTF-8 file cannot hold."""
    return text.translate(_UNPRINTABLE)


def _title(article: pd.Series) -> str:
    return article["title"] if pd.notna(article["title"]) else article["source_file"]


def _facts(article: pd.Series) -> list[tuple[str, str]]:
    """What is known of an article, as name and words."""
    outlet = "not known"
    if pd.notna(article["outlet"]):
        outlet = f"{article['outlet']} ({article['outlet_basis']})"
    facts = [
        ("Outlet", outlet),
        ("Byline", article["byline"]),
        ("Published", f"{overview.published(article)} ({overview.published_basis(article)})"),
        ("Kind", article["kind"].replace("_", " ")),
        ("Language", article["language"]),
        ("Words", f"{article['n_words']:,}"),
        ("File", article["source_file"]),
    ]
    return [(name, safe(value)) for name, value in facts if pd.notna(value)]


def _laid(
    article: pd.Series, blocks: pd.DataFrame, found: Iterable[Layer] | None, alone: bool, whole: bool = True
) -> dict[str, object]:
    """The blocks of an article with what was found laid over them, for the templates; ``alone`` on its page."""
    text, rows = article["text"], list(blocks.sort_values("start").itertuples())
    spans = [(row.start, row.end) for row in rows]
    filled = [layer for layer in found or [] if layer.n] + ([] if whole else [excerpts.gaps(text, spans)])
    laid = layers.lay(text, spans, filled, safe, anchored=alone)
    shown = [_block(row, own) for row, own in zip(rows, laid, strict=True)]
    for block, (start, end) in zip(shown, spans, strict=True):
        block["left_out"] = not whole and excerpts.is_left_out(text[start:end])
    return {"looked_for": found is not None, "layers": filled, "blocks": shown, "alone": alone, "whole": whole}


def _block(row: tuple, own: layers.Block) -> dict[str, object]:
    repeated = pd.notna(row.duplicate_of)
    return {
        "start": row.start,
        "end": row.end,
        "role": row.role,
        "aside": row.role not in OWN_WORDS or repeated,
        "label": f"{row.role}{' (repeated)' if repeated else ''} · {row.rule}",
        "words": own.words,
        "notes": own.notes,
    }
