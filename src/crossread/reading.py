"""Reading: a pure function of one article, its metadata row and the code books."""

from __future__ import annotations

import re

import py3langid

from crossread import blocks as _blocks
from crossread import dates, formats, sentences
from crossread.documents import Record

VERSION = "1"  # raised whenever reading gives other rows for the same input

Rows = dict[str, list[dict]]

REPORTED = ("title", "standfirst", "paragraph")
SECTION = {"title": "title", "standfirst": "title", "paragraph": "body", "caption": "caption"}


def read_article(record: Record, metadata: dict) -> Rows:
    """Read one article.

    Parameters
    ----------
    record
        The article as it lies in its file.
    metadata
        Its row of ``metadata.csv`` (outlet, title, byline, published, url, language; empty when there is none),
        which wins over what is read.

    Returns
    -------
    Rows of ``articles``, ``blocks`` and ``sentences``, plain values only, so that they can be cached as JSON.

    Raises
    ------
    UnreadableError
        When nothing can be read: says what is wrong and what to do.
    """
    document = formats.document(record)
    text = document.text
    article_id = document.identifier or record.source_file
    found = _blocks.find_blocks(document)
    published = dates.parse(document.published, "metadata") if document.published else dates.Published()
    title = next((text[b.start : b.end] for b in found if b.role == "title"), None)
    article = {
        "article_id": article_id,
        "source_file": record.source_file,
        "sha256": record.sha256,
        "outlet": metadata.get("outlet") or document.outlet,
        "outlet_basis": "metadata" if metadata.get("outlet") or document.outlet else None,
        "title": title,
        "byline": document.byline,
        "published_start": published.start and published.start.isoformat(),
        "published_end": published.end and published.end.isoformat(),
        "published_precision": published.precision,
        "published_basis": published.basis,
        "language": py3langid.classify(text)[0],
        "url": document.url,
        "kind": "article",
        "n_words": sum(len(re.findall(r"\w+", text[b.start : b.end])) for b in found if b.role in REPORTED),
        "repairs": list(document.repairs),
        "text": text,
    }
    block_rows, sentence_rows = [], []
    for b in found:
        block_id = f"{article_id}|block|{b.start}-{b.end}"
        block_rows.append({"block_id": block_id, "article_id": article_id, **b._asdict()})
        if b.role in SECTION:
            for start, end in sentences.spans(text, b.start, b.end):
                sentence_rows.append(
                    {
                        "sentence_id": f"{article_id}|sentence|{start}-{end}",
                        "article_id": article_id,
                        "block_id": block_id,
                        "start": start,
                        "end": end,
                        "section": SECTION[b.role],
                    }
                )
    return {"articles": [article], "blocks": block_rows, "sentences": sentence_rows}
