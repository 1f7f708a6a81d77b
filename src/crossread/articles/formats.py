"""Files to records, records to documents.

What a file is, is decided by its first bytes, then by its ending. Files of many articles (JSON Lines, CSV) are read as
a stream. Nothing is ever unpickled, nothing in a file runs.
"""

import codecs
import csv
import gzip
import html
import io
import itertools
import json
import math
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from crossread import lists
from crossread.articles import decoding, webpages
from crossread.articles.decoding import unique
from crossread.articles.documents import Document, Part, Record
from crossread.problems import Problem, UnreadableError

RECORD_LIMIT = 100 * 2**20  # bytes of one article
FILE_LIMIT = 2**30  # bytes that a packed file of many may unpack to
TEXT_LIMIT = 2_000_000  # characters of one article: a book
TAG_LIMIT = 200_000  # of one web page
HEAD = 2**16

ENDINGS = {
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "lines", ".ndjson": "lines", ".csv": "table", ".tsv": "table",
}  # fmt: skip
_NOT_READ = tuple(
    (re.compile(row["begins"].encode(), re.DOTALL), row["endings"].split(";"), row["what"], row["remedy"])
    for row in lists.read("not_read")
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_WESTERN = re.compile(r"iso-?8859-?1$|latin-?1$|(?:windows-|cp)1252$", re.IGNORECASE)
_TAGS = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|li|ul|ol|blockquote|figure|td)\s*>|<(?:br|p)\b[^<>]{0,200}>"
)
_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|shy|hellip|[lr][sd]quo|[mn]dash|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_MISSING = frozenset(("", "nan", "none", "null", "n/a", "<na>"))
_FIELDS = tuple((re.sub(r"[\s_-]", "", row["name"]).lower(), row["field"]) for row in lists.read("fields"))
_TEXT_NAMES = [row["name"] for row in lists.read("fields") if row["field"] == "text"]
_NO_TEXT = f"rename the one that holds the article's words: to text, or {', '.join(_TEXT_NAMES[1:8])}"


def records(path: Path, source_file: str) -> Iterator[Record | Problem]:
    """Yield the records of one file, or the problem that keeps it, or one line of it, from being read.

    Parameters
    ----------
    path
        The file, below the folder ``articles/``.
    source_file
        Its path from there: what messages name. It must be as many steps long as the file is deep.
    """
    try:
        _check_place(path, source_file)
        for found in _records(path, source_file):
            yield found if isinstance(found, Record) else Problem(source_file, *found)
    except UnreadableError as error:
        yield Problem(source_file, error.what, error.remedy)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Problem(source_file, f"it is a damaged gzip file ({error})", "pack it again")
    except csv.Error as error:
        yield Problem(source_file, f"its header is broken ({error})", "check its quotation marks")
    except RecursionError:
        yield Problem(source_file, "its JSON is nested too deep", "keep the article's fields at the top")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Problem(source_file, f"it cannot be opened ({reason})", "make it readable or take it away")


def document(record: Record) -> Document:
    """Take a record apart: a pure function of its bytes.

    Raises
    ------
    UnreadableError
        When there are no words in it, or too many.
    """
    found = {"page": _pasted, "html": _web_page, "fields": _fields}[record.form](record)
    _check_length(found.text)
    if not re.search(r"\w", found.text):
        raise UnreadableError("it holds no words", "put the article's text there or take it away")
    return found


def identifier(record: Record) -> str | None:
    """The ``url`` or ``id`` field of a record, None where it has none or cannot be read."""
    return _field(record, "url") or _field(record, "id")


def stated_time(record: Record) -> str | None:
    """What the field of a record says of when it was published, as :func:`identifier`."""
    return _field(record, "published")


def _field(record: Record, name: str) -> str | None:
    if record.form == "fields":
        with suppress(UnreadableError):
            return _scalar(_values(_object(record)[0]).get(name))
    return None


# Files to records.


def _check_place(path: Path, source_file: str) -> None:
    root = path.parents[len(PurePosixPath(source_file).parts) - 1].resolve()
    if not path.resolve().is_relative_to(root):
        raise UnreadableError("it is a link that leaves the set's folder", "put a copy of the file there")
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableError("it is a folder, no file", "give it a name without this ending")
    if not stat.S_ISREG(mode):
        raise UnreadableError("it is no ordinary file", "put a copy of the article there")


def _opened(path: Path) -> IO[bytes]:
    """A file as a stream, unpacked."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if is_packed else path.open("rb")


def _kind(head: bytes, source_file: str) -> str:
    ending = PurePosixPath(source_file.lower().removesuffix(".gz")).suffix
    seen = [row for row in _NOT_READ if row[0].match(head)]
    named = [row for row in _NOT_READ if ending[1:] in row[1]]
    is_html = _HTML.match(head.replace(b"\x00", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe"))
    wrong = [row for row in seen if row in named] + seen or ([] if is_html else named)
    if wrong:
        raise UnreadableError(f"it is {wrong[0][2]}", wrong[0][3])
    return "html" if is_html else ENDINGS.get(ending, "page")


def _records(path: Path, source_file: str) -> Iterator[Record | tuple[str, str]]:
    with _opened(path) as stream:
        head = stream.read(HEAD)
        if not head:
            raise UnreadableError("it is empty", "put the article there or take it away")
        kind = _kind(head, source_file)
        stream.seek(0)
        if kind == "lines":
            yield from _line_records(stream, head, source_file)
            return
        if kind == "table":
            yield from _table_records(stream, source_file)
            return
        data = stream.read(RECORD_LIMIT + 1)
    if len(data) > RECORD_LIMIT:
        raise UnreadableError(f"it is larger than {RECORD_LIMIT >> 20} MB", "keep one article in a file")
    if kind == "json" or (kind == "page" and data.lstrip()[:1] in (b"{", b"[")):
        yield from _json_records(kind, data, source_file)
    else:
        yield Record(source_file, None, kind, data)


def _lines(stream: IO, is_packed: bool) -> Iterator[Any]:
    """The lines of a stream, which may be endless where it is packed."""
    size = 0
    while line := stream.readline(RECORD_LIMIT + 1):
        size += len(line)
        if len(line) > RECORD_LIMIT:
            raise UnreadableError(f"it has a line of more than {RECORD_LIMIT >> 20} MB", "split that line")
        if is_packed and size > FILE_LIMIT:
            what = f"it unpacks to more than {FILE_LIMIT >> 20} MB; what comes after is left out"
            raise UnreadableError(what, "split it")
        yield line


def _line_records(stream: IO[bytes], head: bytes, source_file: str) -> Iterator[Record]:
    name = "utf-8"
    with suppress(UnreadableError):  # a line that is no text costs only that line
        name = decoding.encoding(head)
    is_wide = name.startswith(("utf-16", "utf-32"))  # its lines cannot be told as bytes
    repairs = decoding.encoding_repairs(name) if is_wide else ()
    lines = io.TextIOWrapper(stream, name, "replace") if is_wide else stream
    for number, line in enumerate(_lines(lines, isinstance(stream, gzip.GzipFile)), 1):
        if line.strip():
            yield Record(source_file, number, "fields", line.encode() if is_wide else line, repairs)


def _encoding(stream: IO[bytes]) -> str:
    """The encoding of a stream, which is read to its end: UTF-8 only where all of it is."""
    name, later = "utf-8", 0
    while name == "utf-8" and (piece := stream.read(2**20)):
        whole = piece[later and piece.find(b"\n") + 1 : piece.rfind(b"\n") + 1] or piece  # no character is cut
        name, later = decoding.encoding(whole), 1
    stream.seek(0)
    return name


def _table_records(stream: IO[bytes], source_file: str) -> Iterator[Record | tuple[str, str]]:
    csv.field_size_limit(RECORD_LIMIT)
    name = _encoding(stream)
    lines = _lines(io.TextIOWrapper(stream, name, "replace", newline=""), isinstance(stream, gzip.GzipFile))
    first = [next((line for line in lines if line.strip("\ufeff \t\r\n")), "").lstrip("\ufeff")]
    delimiter = max(",;\t", key=lambda d: len(next(csv.reader(first, delimiter=d), [])))
    header = [column.strip() for column in next(csv.reader(first, delimiter=delimiter), [])]
    if not _knows_text(header):
        raise UnreadableError(f"it has no column of text; its columns are {_some(header)}", _NO_TEXT)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for number in itertools.count(1):
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield f"row {number} is broken ({error})", "check its quotation marks"
            continue
        if row is None:
            return
        if len(row) > len(header):
            what = f"row {number} has {len(row)} fields, the header {len(header)}"
            yield what, "put fields that hold the delimiter in quotation marks"
        elif any(value.strip() for value in row):
            fields: dict[str, str] = {}
            for column, value in zip(header, row, strict=False):
                if not _is_missing(value) or _knows_text([column]):  # an empty text is said to be there, and empty
                    fields.setdefault(column, value)
            lost = ("unreadable characters",) if any("\ufffd" in value for value in row) else ()
            repairs = unique(decoding.encoding_repairs(name), lost)
            yield Record(source_file, number, "fields", json.dumps(fields).encode(), repairs)


def _json_records(kind: str, data: bytes, source_file: str) -> Iterator[Record]:
    """The article or articles of a JSON file; of a page that begins like one and is none, the page."""
    value = None
    try:
        value = _loads(decoding.to_text(data)[0])
    except UnreadableError as error:
        if kind == "json" and "Extra data" in error.what:  # behind the object of its first line
            yield from _line_records(io.BytesIO(data), data[:HEAD], source_file)
            return
        if kind == "json":
            raise
    articles = _articles(value)
    if isinstance(articles, dict):
        yield Record(source_file, None, "fields", data)
    elif articles:
        for number, article in enumerate(articles, 1):
            yield Record(source_file, number, "fields", json.dumps(article).encode())
    elif kind == "page":
        yield Record(source_file, None, "page", data)
    else:
        held = f"its keys are {_some(value)}" if isinstance(value, dict) else "it is no object with keys"
        raise UnreadableError(f"it holds no article; {held}", _NO_TEXT)


def _articles(value: Any) -> Any:
    """``value`` itself if it is one article, the list of articles that it is or holds, else None."""
    if isinstance(value, dict):
        if _knows_text(value):
            return value
        return next((v for v in value.values() if isinstance(v, list) and _articles(v)), None)
    if isinstance(value, list) and any(isinstance(item, dict) and _knows_text(item) for item in value):
        return value
    return None


def _knows_text(columns: Any) -> bool:
    names = {_normal(column) for column in columns}
    return any(field == "text" and name in names for name, field in _FIELDS)


def _some(columns: Any) -> str:
    shown = [str(column)[:30] for column in list(columns)[:12]]
    return ", ".join(shown) + (", …" if len(columns) > len(shown) else "") if shown else "none"


# Records to documents.


def _pasted(record: Record) -> Document:
    text, done = decoding.to_text(record.data)
    repairs = [*record.repairs, *done]
    return Document("page", (Part(_mended(text, repairs)),), repairs=unique(repairs))


def _mended(text: str | None, repairs: list[str]) -> str:
    _check_length(text or "")
    text, done = decoding.mend(text or "")
    repairs += done
    return text


def _check_length(text: str) -> None:
    """Give an article up beyond :data:`TEXT_LIMIT`, which bounds the time that any article takes."""
    if len(text) > TEXT_LIMIT:
        raise UnreadableError(f"it is longer than {TEXT_LIMIT:,} characters", "keep one article in a file")


def _web_page(record: Record) -> Document:
    source, done = _decoded_page(record.data)
    if source.count("<") > TAG_LIMIT:
        raise UnreadableError(f"it has more than {TAG_LIMIT:,} tags", "keep one article in a file")
    page = webpages.read_page(source)
    repairs = [*record.repairs, *done, *page.repairs]

    def mended(text: str | None) -> str | None:
        return _mended(text, repairs).strip() or None

    parts = [replace(part, text=text) for part in page.parts if (text := mended(part.text))]
    title, outlet, byline = mended(page.title), mended(page.outlet), mended(page.byline)
    language = _language(page.language)
    return replace(
        page, parts=tuple(parts), title=title, outlet=outlet, byline=byline, language=language, repairs=unique(repairs)
    )


def _decoded_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The source of a page: UTF-8 where it is that, else as its meta element says, else as a text."""
    charset = _CHARSET.search(data[:HEAD])
    try:
        data.decode()
    except UnicodeDecodeError:
        name = charset[1].decode() if charset else ""
        name = "sloppy-windows-1252" if _WESTERN.match(name) else name
        with suppress(LookupError, UnicodeError):
            return data.decode(name), decoding.encoding_repairs(codecs.lookup(name).name)
    return decoding.to_text(data)


def _fields(record: Record) -> Document:
    given, done = _object(record)
    values = _values(given)
    repairs = [*record.repairs, *done]
    title, standfirst, description, body = (
        _plain(_words(values.get(name)), repairs) for name in ("title", "standfirst", "description", "text")
    )
    if not body:
        if _knows_text(given):
            raise UnreadableError("its field of text is empty", "put the article's text there or take it away")
        raise UnreadableError(f"it has no text; its fields are {_some(given)}", _NO_TEXT)
    standfirst = standfirst or _standfirst(description, title, body)
    byline, outlet = (_mended(_names(values.get(name)), repairs).strip() or None for name in ("byline", "outlet"))
    head = (("title", title), ("standfirst", standfirst), ("byline", byline))
    types = values.get("type") if isinstance(values.get("type"), list) else [values.get("type")]
    return Document(
        "fields",
        (*(Part(text, role) for role, text in head if text), Part(body)),
        identifier=_scalar(values.get("url")) or _scalar(values.get("id")),
        title=title or None,
        outlet=outlet,
        byline=byline,
        published=_scalar(values.get("published")),
        url=webpages.original_address(_scalar(values.get("url"))),
        language=_language(_scalar(values.get("language"))),
        live_blog="LiveBlogPosting" in types,
        paywalled=webpages.is_false(values.get("free")),
        repairs=unique(repairs),
    )


def _object(record: Record) -> tuple[dict, tuple[str, ...]]:
    """The fields of a record, and what was mended in decoding them."""
    text, repairs = decoding.to_text(record.data)
    value = _loads(text)
    if not isinstance(value, dict):
        raise UnreadableError("it is no JSON object", "give an object with the article's fields")
    return value, repairs


def _loads(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"), strict=False)
    except RecursionError:
        raise UnreadableError("its JSON is nested too deep", "keep the article's fields at the top") from None
    except ValueError as error:  # where it is wrong stands in its words
        raise UnreadableError(f"it is no valid JSON ({error})", "mend it there") from None


def _normal(name: Any) -> str:
    return re.sub(r"[\s_-]", "", str(name)).lower()


def _values(given: dict) -> dict[str, Any]:
    """The first value that is not missing for each of our fields, in the order of the list of names."""
    by_name: dict[str, Any] = {}
    for name, value in given.items():
        if not _is_missing(value):
            by_name.setdefault(_normal(name), value)
    values: dict[str, Any] = {}
    for name, field in _FIELDS:
        if name in by_name:
            value = by_name[name]
            if field == "outlet" and isinstance(value, str) and "://" in value:
                field = "url"  # some tools call the address of the page its source
            values.setdefault(field, value)
    return values


def _is_missing(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip()[:20].lower() in _MISSING
    return value is None or value in ([], {}) or (isinstance(value, float) and not math.isfinite(value))


def _words(value: Any) -> str:
    """The words of a text field: a string, or strings in lists and objects, as paragraphs in their order."""
    paragraphs, waiting = [], [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and value.strip():
            paragraphs.append(value)
        elif isinstance(value, dict | list):
            waiting.extend(reversed(value.values() if isinstance(value, dict) else value))
    return "\n\n".join(paragraphs)


def _plain(text: str, repairs: list[str]) -> str:
    """Text freed of the markup that some tools leave in it, and mended."""
    _check_length(text)
    if _TAGS.search(text) and (tree := webpages.parse_html(text)) is not None:
        repairs.append("html tags")
        text = "\n\n".join(words for _, words in webpages.blocks(tree))
    elif _ENTITY.search(text):
        repairs.append("html entities")
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return _mended(text, repairs).strip()


def _standfirst(description: str, title: str, body: str) -> str:
    """A description, where it is one: not cut short, nor the headline, nor taken from the body."""
    lines = [line.strip() for line in description.split("\n") if line.strip()]
    cut = description.endswith(("...", "…", "]")) or len(description) > webpages.LONGEST_STANDFIRST
    known = any(line[:60] in body or line == title for line in lines)
    return "" if cut or known else description


def _names(value: Any) -> str | None:
    """Names as words, from a string, a list or object, or the list that a CSV holds as a string."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        value = [a or b for a, b in re.findall(r"'([^']*)'|\"([^\"]*)\"", value)]
    return webpages.names(value)


def _scalar(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return decoding.mend(value)[0].strip() or None
    if isinstance(value, dict):
        return webpages.names(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _language(name: str | None) -> str | None:
    """The ISO 639 code in a language tag such as ``en-GB``; None where it is anything else."""
    code = re.match(r"([a-z]{2,3})(?:[-_]\w+)*$", (name or "").strip(), re.IGNORECASE)
    return code[1].lower() if code else None
