"""Files to records, records to documents. (Pasted text and news-please JSON only, as yet.)"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from crossread.documents import Document, Part, Record
from crossread.problems import Problem


def records(path: Path, source_file: str) -> Iterator[Record | Problem]:
    """Yield the records of one file, or the problem that keeps it from being read."""
    data = path.read_bytes()
    yield Record(source_file, None, "fields" if path.suffix == ".json" else "page", data)


def document(record: Record) -> Document:
    """Take a record apart."""
    if record.form == "page":
        return Document("page", (Part(record.data.decode("utf-8").replace("\r\n", "\n")),))
    fields = json.loads(record.data)
    return Document(
        "fields",
        (Part(fields["title"], "title", "title field"), Part(fields["text"])),
        identifier=fields.get("url"),
        title=fields["title"],
        outlet=fields.get("publisher"),
        published=fields.get("date_publish"),
        url=fields.get("url"),
    )
