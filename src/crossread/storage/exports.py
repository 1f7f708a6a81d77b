"""What goes with the tables for others: quotes as W3C Web Annotations, the data dictionary, a data package."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from crossread import schema

AROUND = 32  # characters before and after an exact quotation, by which it is found again
TYPES = {
    "text": "string",
    "count": "integer",
    "share": "number",
    "time": "datetime",
    "list": "array",
    "flag": "boolean",
}


def write_annotations(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Write the quotes of ``tables`` as a page of Web Annotations in JSON-LD (W3C Recommendation, 2017).

    One annotation a quote, one target a part of it: a ``TextQuoteSelector`` and a ``TextPositionSelector`` in the
    article's ``text`` as :mod:`crossread.articles.decoding` left it. Its bodies are the source, where there is one,
    and the type of the quote.
    """
    articles = {row.article_id: row for row in tables["articles"].itertuples()}
    head = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:crossread:quotes",
        "type": "AnnotationPage",
        "startIndex": 0,
    }
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(head)[:-1] + ', "items": [')
        for number, row in enumerate(tables["quotes"].itertuples()):
            words = json.dumps(_annotation(row, articles[row.article_id]), ensure_ascii=False)
            file.write(("," if number else "") + "\n" + words)
        file.write("\n]}\n")


def _annotation(row: tuple, article: tuple) -> dict:
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": row.quote_type}]
    if pd.notna(row.source):
        bodies.insert(0, {"type": "TextualBody", "purpose": "identifying", "value": row.source})
    source = {"id": f"urn:crossread:article:{quote(article.article_id, safe='')}", "type": "Text"}
    source |= {"format": "text/plain"} | ({"via": article.url} if pd.notna(article.url) else {})
    return {
        "id": f"urn:crossread:quote:{quote(row.quote_id, safe='')}",
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"type": "Software", "name": f"Crossread {version('crossread')}"},
        "body": bodies,
        "target": [{"source": source, "selector": _selectors(article.text, *part)} for part in row.parts],
    }


def _selectors(text: str, start: int, end: int) -> list[dict]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - AROUND, 0) : start],
            "suffix": text[end : end + AROUND],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def write_dictionary(path: Path) -> None:
    """Write the data dictionary, a row a column of a table."""
    schema.dictionary().to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def write_package(name: str, tables: Iterable[str], path: Path) -> None:
    """Write ``datapackage.json`` (Frictionless) for the CSV files of ``tables``: what each column holds."""
    resources = [
        {
            "name": table,
            "path": f"{table}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {
                "fields": [_field(*item) for item in schema.TABLES[table].columns.items()],
                "missingValues": [""],
            },
        }
        for table in tables
    ]
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-") or "set"
    package = {"profile": "tabular-data-package", "name": slug, "resources": resources}
    path.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _field(name: str, column: object) -> dict:
    kind = schema.kind(column)
    field = {"name": name, "type": TYPES[kind], "description": column.description}
    field |= {"trueValues": ["True"], "falseValues": ["False"]} if kind == "flag" else {}
    closed = schema.closed_list(column)
    limits = {} if column.nullable else {"required": True}
    limits |= {"enum": list(closed)} if closed else {}
    return field | ({"constraints": limits} if limits else {})
