"""What passes from the formats to the reading of an article: records and documents."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Form = Literal["page", "html", "fields"]


@dataclass(frozen=True)
class Record:
    """One article as it lies in its file: bytes that nobody has decoded or taken apart.

    ``source_file`` is the path below ``articles/``; ``number`` is the line or row in a file that holds many
    articles, else None. ``form`` says what ``data`` is: the text of a page as pasted (page), a saved web page
    (html), or a JSON object of fields (fields). ``repairs`` names what was mended to get at the record, such
    as the encoding of its file.
    """

    source_file: str
    number: int | None
    form: Form
    data: bytes
    repairs: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Checksum of the record's bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def name(self) -> str:
        """The file, and the number in a file of many: the article's id where it has none of its own."""
        return self.source_file if self.number is None else f"{self.source_file}#{self.number}"

    @property
    def place(self) -> str:
        """File and, where the file holds many articles, the line or row: what a message names."""
        return self.source_file if self.number is None else f"{self.source_file}, record {self.number}"


@dataclass(frozen=True)
class Part:
    """A stretch of a document. ``role`` is None where only the words can tell what it is."""

    text: str
    role: str | None = None


@dataclass(frozen=True)
class Document:
    """One article taken apart: its parts in order, and what its format says of it.

    ``text`` is the parts joined by blank lines. ``published`` is the time as written, with its basis decided
    later. ``identifier`` is the ``url`` or ``id`` field where there is one.
    """

    form: Form
    parts: tuple[Part, ...]
    identifier: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    live_blog: bool = False
    paywalled: bool = False
    repairs: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """The text that every offset of this article counts in."""
        return "\n\n".join(part.text for part in self.parts)
