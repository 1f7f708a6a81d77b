"""Files to records, records to documents.

What a file is, is decided by its first bytes, then by its ending. Files of many articles (JSON Lines, CSV)
are read as a stream; nothing is ever unpickled, nothing in a file runs.
"""

import codecs
import csv
import gzip
import html
import io
import json
import math
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from crossread import lists
from crossread.articles import decoding, webpages
from crossread.articles.decoding import unique
from crossread.articles.documents import Document, Part, Record
from crossread.problems import Problem, UnreadableError

RECORD_LIMIT = 100 * 2**20  # bytes of one article
INFLATED_LIMIT = 2**30  # bytes that a .gz may inflate to
TEXT_LIMIT = 2_000_000  # characters of one article: a book
PAGE_LIMIT = 20 * 2**20  # characters of one web page
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
_PAGE_ENCODING = re.compile(r"(windows-|cp|iso-?8859|latin|koi8|gb|big5|shift|sjis|euc|mac)", re.IGNORECASE)
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
        with path.open("rb") as raw:
            for found in _records(raw, source_file):
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
        When there are no words in it.
    """
    found = {"page": _pasted, "html": _web_page, "fields": _fields}[record.form](record)
    _check_length(found.text)
    if not re.search(r"\w", found.text):
        raise UnreadableError("it holds no words", "put the article's text there or take it away")
    return found


def identifier(record: Record) -> str | None:
    """The ``url`` or ``id`` field of a record, None where it has none or cannot be read."""
    try:
        return _identifier(_values(_object(record)[0])) if record.form == "fields" else None
    except UnreadableError:
        return None


def stated_time(record: Record) -> str | None:
    """What the field of a record says of when it was published, as :func:`identifier`."""
    try:
        return _scalar(_values(_object(record)[0]).get("published")) if record.form == "fields" else None
    except UnreadableError:
        return None


# Files to records.


class _Inflated(io.RawIOBase):
    """The content of a gzip stream, refused beyond :data:`INFLATED_LIMIT`."""

    def __init__(self, packed: IO[bytes]):
        self._stream, self._seen = gzip.GzipFile(fileobj=packed), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        n = self._stream.readinto(buffer)
        self._seen += n
        if self._seen > INFLATED_LIMIT:
            what = f"it inflates to more than {INFLATED_LIMIT >> 20} MB; what comes after is left out"
            raise UnreadableError(what, "split it")
        return n


def _check_place(path: Path, source_file: str) -> None:
    root = path.parents[len(PurePosixPath(source_file).parts) - 1].resolve()
    if not path.resolve().is_relative_to(root):
        raise UnreadableError("it is a link that leaves the set's folder", "put a copy of the file there")
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableError("it is a folder, no file", "give it a name without this ending")
    if not stat.S_ISREG(mode):
        raise UnreadableError("it is no ordinary file", "put a copy of the article there")


def _records(raw: IO[bytes], source_file: str) -> Iterator[Record | tuple[str, str]]:
    def opened() -> IO[bytes]:
        raw.seek(0)
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        return io.BufferedReader(_Inflated(raw), HEAD) if packed else raw

    head = opened().read(HEAD)
    if not head:
        raise UnreadableError("it is empty", "put the article there or take it away")
    kind = _kind(head, source_file)
    stream = opened()
    if kind == "lines":
        yield from _line_records(stream, source_file)
    elif kind == "table":
        name = _stream_encoding(stream)
        with io.TextIOWrapper(opened(), name, "replace", newline="") as text:
            yield from _table_records(text, name, source_file)
    elif kind == "json":
        yield from _json_records(stream, source_file)
    else:
        data = _read_all(stream)
        found = _json_in_text(data) if kind == "page" else None
        if found is None:
            yield Record(source_file, None, kind, data)
        else:
            yield from _records_of_value(found, data, source_file)


def _kind(head: bytes, source_file: str) -> str:
    """What a file is by its first bytes and its ending: html, json, lines, table or page."""
    ending = PurePosixPath(source_file.lower().removesuffix(".gz")).suffix
    seen = [row for row in _NOT_READ if row[0].match(head)]
    named = [row for row in _NOT_READ if ending[1:] in row[1]]
    for _, _, what, remedy in [row for row in seen if row in named] + seen:
        raise UnreadableError(f"it is {what}", remedy)
    if _HTML.match(head.replace(b"\x00", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")):
        return "html"
    for _, _, what, remedy in named:
        raise UnreadableError(f"it is {what}", remedy)
    return ENDINGS.get(ending, "page")


def _read_all(stream: IO[bytes]) -> bytes:
    data = stream.read(RECORD_LIMIT + 1)
    if len(data) > RECORD_LIMIT:
        raise UnreadableError(f"it is larger than {RECORD_LIMIT >> 20} MB", "keep one article in a file")
    return data


def _lines(stream: IO) -> Iterator[Any]:
    while line := stream.readline(RECORD_LIMIT + 1):
        if len(line) > RECORD_LIMIT:
            raise UnreadableError(f"it has a line of more than {RECORD_LIMIT >> 20} MB", "split that line")
        yield line


def _stream_encoding(stream: IO[bytes]) -> str:
    """The encoding of a stream, read to its end: UTF-8 only where all of it is."""
    decoder, first = codecs.getincrementaldecoder("utf-8")(), True
    while chunk := stream.read(2**20):
        whole = chunk[chunk.find(b"\n") + 1 if not first else 0 : chunk.rfind(b"\n") + 1] or chunk
        if first and (name := decoding.encoding(whole)) != "utf-8":
            return name
        first = False
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return decoding.encoding(whole)
    return "utf-8"


def _line_records(stream: IO[bytes], source_file: str) -> Iterator[Record]:
    name = _wide_encoding(stream.peek(HEAD)[:HEAD])
    if name is None:
        for number, line in enumerate(_lines(stream), 1):
            if line.strip():
                yield Record(source_file, number, "fields", line)
        return
    with io.TextIOWrapper(stream, name, "replace") as text:
        for number, line in enumerate(_lines(text), 1):
            if line.strip():
                yield Record(source_file, number, "fields", line.encode(), decoding.encoding_repairs(name))


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, whose lines cannot be told as bytes; None for any other encoding."""
    try:
        name = decoding.encoding(head)
    except UnreadableError:
        return None
    return name if name.startswith(("utf-16", "utf-32")) else None


def _table_records(stream: IO[str], name: str, source_file: str) -> Iterator[Record | tuple[str, str]]:
    csv.field_size_limit(RECORD_LIMIT)
    repairs = decoding.encoding_repairs(name)
    lines = _lines(stream)
    first = next((line for line in lines if line.strip("\ufeff \t\r\n")), "").lstrip("\ufeff")
    delimiter = max(",;\t", key=lambda d: len(next(csv.reader([first], delimiter=d), [])))
    header = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if not _knows_text(header):
        raise UnreadableError(f"it has no column of text; its columns are {_some(header)}", _NO_TEXT)
    reader, number = csv.reader(lines, delimiter=delimiter, strict=True), 0
    while True:
        number += 1
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
                if not _is_missing(value):
                    fields.setdefault(column, value)
            if not _knows_text(fields):  # says that it is there, and empty
                fields |= {column: "" for column in header if _knows_text([column])}
            lost = ("unreadable characters",) if any("\ufffd" in value for value in row) else ()
            yield Record(source_file, number, "fields", json.dumps(fields).encode(), unique(repairs, lost))


def _json_records(stream: IO[bytes], source_file: str) -> Iterator[Record]:
    data = _read_all(stream)
    try:
        value = _loads(decoding.to_text(data)[0])
    except UnreadableError:
        first = next((line for line in data.splitlines() if line.strip()), b"")
        if not isinstance(_quietly(first), dict):
            raise
        yield from _line_records(io.BufferedReader(io.BytesIO(data)), source_file)
        return
    yield from _records_of_value(value, data, source_file)


def _quietly(data: bytes) -> Any:
    try:
        return _loads(decoding.to_text(data)[0])
    except UnreadableError:
        return None


def _json_in_text(data: bytes) -> Any:
    """The JSON that a text file holds, None where it is no article as JSON."""
    value = _quietly(data) if data.lstrip()[:1] in (b"{", b"[") else None
    return value if _articles(value) else None


def _records_of_value(value: Any, data: bytes, source_file: str) -> Iterator[Record]:
    articles = _articles(value)
    if isinstance(articles, dict):
        yield Record(source_file, None, "fields", data)
    elif articles:
        for number, article in enumerate(articles, 1):
            yield Record(source_file, number, "fields", json.dumps(article).encode())
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
    text, repairs = decoding.to_text(record.data)
    text, more = _mend(text)
    return Document("page", (Part(text),), repairs=unique(record.repairs, repairs, more))


def _mend(text: str) -> tuple[str, tuple[str, ...]]:
    _check_length(text)
    return decoding.mend(text)


def _check_length(text: str) -> None:
    """Give an article up beyond :data:`TEXT_LIMIT`, which bounds the time that any article takes."""
    if len(text) > TEXT_LIMIT:
        raise UnreadableError(f"it is longer than {TEXT_LIMIT:,} characters", "keep one article in a file")


def _web_page(record: Record) -> Document:
    source, repairs = _decoded_page(record.data)
    if len(source) > PAGE_LIMIT:
        raise UnreadableError(f"it is larger than {PAGE_LIMIT >> 20} MB", "save the page without its pictures")
    if source.count("<") > TAG_LIMIT:
        raise UnreadableError(f"it has more than {TAG_LIMIT:,} tags", "keep one article in a file")
    page = webpages.read_page(source)
    mended = _Mended(unique(record.repairs, repairs, page.repairs))
    parts = tuple(replace(part, text=mended(part.text)) for part in page.parts)
    return replace(
        page,
        parts=tuple(part for part in parts if part.text.strip()),
        title=mended(page.title) or None,
        outlet=mended(page.outlet) or None,
        byline=mended(page.byline) or None,
        language=_language(page.language),
        repairs=mended.repairs,
    )


def _decoded_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The source of a page: as its own bytes say, else as its meta element says, else as a text."""
    charset = _CHARSET.search(data[:HEAD])
    name = charset[1].decode().lower() if charset else ""
    if _PAGE_ENCODING.match(name) and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            name = "cp1252" if re.match(r"iso-?8859-?1$|latin-?1$", name) else name.replace("windows-", "cp")
            try:
                text = data.decode("sloppy-windows-1252" if name == "cp1252" else name)
                return text, (codecs.lookup(name).name,)
            except (LookupError, UnicodeError):
                pass
    return decoding.to_text(data)


def _fields(record: Record) -> Document:
    given, repairs = _object(record)
    values = _values(given)
    mended = _Mended(unique(record.repairs, repairs))
    body = _plain(_words(values.get("text")), mended)
    if not body:
        if _knows_text(given):
            raise UnreadableError("its field of text is empty", "put the article's text there or take it away")
        raise UnreadableError(f"it has no text; its fields are {_some(given)}", _NO_TEXT)
    title = _plain(_words(values.get("title")), mended)
    standfirst = _plain(_words(values.get("standfirst")), mended)
    standfirst = standfirst or _standfirst(_plain(_words(values.get("description")), mended), title, body)
    byline = mended(_names(values.get("byline")))
    head = (("title", title), ("standfirst", standfirst), ("byline", byline))
    types = values.get("type") if isinstance(values.get("type"), list) else [values.get("type")]
    return Document(
        "fields",
        (*(Part(text, role, f"{role} field") for role, text in head if text), Part(body)),
        identifier=_identifier(values),
        title=title or None,
        outlet=mended(_names(values.get("outlet"))) or None,
        byline=byline or None,
        published=_scalar(values.get("published")),
        url=webpages.original_address(_scalar(values.get("url"))),
        language=_language(_scalar(values.get("language"))),
        live_blog="LiveBlogPosting" in types,
        paywalled=webpages.is_false(values.get("free")),
        repairs=mended.repairs,
    )


class _Mended:
    """Mends strings and gathers what it did."""

    def __init__(self, repairs: tuple[str, ...] = ()):
        self.repairs = repairs

    def __call__(self, text: str | None) -> str:
        text, repairs = _mend(text or "")
        self.repairs = unique(self.repairs, repairs)
        return text.strip()


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
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(f"it is no valid JSON at {where} ({error.msg})", "mend it there") from None
    except RecursionError:
        raise UnreadableError("its JSON is nested too deep", "keep the article's fields at the top") from None
    except ValueError as error:
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
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return "\n\n".join(paragraphs)


def _plain(text: str, mended: _Mended) -> str:
    """Text freed of the markup that some tools leave in it."""
    if _TAGS.search(text) and (tree := webpages.parse_html(text[:PAGE_LIMIT])) is not None:
        mended.repairs = unique(mended.repairs, ("html tags",))
        text = "\n\n".join(words for _, words in webpages.blocks(tree))
    elif _ENTITY.search(text):
        mended.repairs = unique(mended.repairs, ("html entities",))
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return mended(text)


def _standfirst(description: str, title: str, body: str) -> str:
    """A description, where it is one: not cut short, nor the headline, nor taken from the body."""
    if len(description) > webpages.LONGEST_STANDFIRST:
        return ""
    lines = [line.strip() for line in description.split("\n") if line.strip()]
    cut = description.endswith(("...", "…", "[…]", "]"))
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


def _identifier(values: dict[str, Any]) -> str | None:
    return _scalar(values.get("url")) or _scalar(values.get("id"))


def _language(name: str | None) -> str | None:
    """The ISO 639 code in a language tag such as ``en-GB``; None where it is anything else."""
    code = re.match(r"([a-z]{2,3})(?:[-_]\w+)*$", (name or "").strip(), re.IGNORECASE)
    return code[1].lower() if code else None
