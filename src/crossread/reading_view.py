"""The reading view: an article as it lies in ``text``, where every piece of evidence has its address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread import display, overview, pages, quote_layer

_LONGEST = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# What stays as it is: no upper case, as some file systems do not tell it apart; no outer dot; nothing that
# looks like a name with a checksum; none of the names that Windows keeps for devices.
_PLAIN = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))(?!.*-[0-9a-f]{10}$)[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?"
)
# A page cannot hold these as they are; each is replaced by one character, so that offsets stay true.
_UNPRINTABLE = {0: "\ufffd", 13: " ", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


def slug(article_id: str) -> str:
    """A file name for ``article_id`` that is safe on every system and of no other article.

    Lower-case names of letters, digits, ``.``, ``_`` and ``-`` of at most 80 characters stay as they are; in
    any other what does not fit becomes ``-``, and a checksum of the id follows.
    """
    if len(article_id) <= _LONGEST and ".." not in article_id and _PLAIN.fullmatch(article_id):
        return article_id
    checksum = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    words = re.sub(r"\.{2,}", ".", _UNSAFE.sub("-", article_id))[: _LONGEST - 11].strip(".-_")
    return f"{words or 'article'}-{checksum}"


def address(article_id: str, start: int | None = None, end: int | None = None) -> str:
    """The address of an article's words within a report: ``read/<slug>.html#<start>-<end>``."""
    page = f"read/{slug(article_id)}.html"
    return page if start is None else f"{page}#{start}-{end}"


def page(
    article: pd.Series,
    blocks: pd.DataFrame,
    names: pd.Series,
    heading: str,
    found: pd.DataFrame | None = None,
    letters: Mapping[str, str] | None = None,
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
        Its rows of :func:`crossread.voices.attributions`, which the page shows as a layer; None where nothing was
        looked for.
    letters
        The letters of the voices of the set, as :func:`crossread.voices.key` gives them.
    """
    original, letters = article["copy_of"], letters or {}
    quotes = [] if found is None else quote_layer.quotes_of(found, letters)
    return pages.render(
        "read.html.j2",
        title=safe(_title(article)),
        up="../",
        heading=heading,
        facts=_facts(article),
        url=article["url"] if is_web_address(article["url"]) else None,
        original=None if pd.isna(original) else ("../" + address(original), names.get(original, original)),
        copy_share=article["copy_share"],
        looked_for=found is not None,
        speakers=quote_layer.speakers(found, letters) if quotes else [],
        blocks=_with_quotes(article["text"], _block_list(article["text"], blocks), quotes),
    )


def show(article: pd.Series, blocks: pd.DataFrame) -> HTML:
    """Show an article in a notebook, its roles beside the words; ``blocks`` are its own. Nothing in it can
    run."""
    rows = [
        Markup('<p data-start="{}" dir="auto"><small>{}</small> {}</p>').format(b["start"], b["label"], b["words"])
        for b in _block_list(article["text"], blocks)
    ]
    return display.fragment(display.folded(_title(article), *rows))


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


def _block_list(text: str, blocks: pd.DataFrame) -> list[dict]:
    return [
        {
            "start": b.start,
            "end": b.end,
            "role": b.role,
            "aside": b.role not in overview.OWN_WORDS or pd.notna(b.duplicate_of),
            "label": f"{b.role}{' (repeated)' if pd.notna(b.duplicate_of) else ''} · {b.rule}",
            "words": safe(text[b.start : b.end]),
        }
        for b in blocks.sort_values("start").itertuples()
    ]


def _with_quotes(text: str, blocks: list[dict], quotes: list[quote_layer.Quote]) -> list[dict]:
    """The blocks with their quotes marked in the words and noted beside them."""
    taken = {f"{block['start']}-{block['end']}" for block in blocks}
    return [
        block
        | {
            "words": quote_layer.words(text, block["start"], block["end"], quotes, taken, safe),
            "notes": quote_layer.notes(block["start"], block["end"], quotes),
        }
        for block in blocks
    ]
