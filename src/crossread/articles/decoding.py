"""Bytes to text: which encoding, and what is mended on the way.

What is mended is named in ``repairs``, words of :data:`REPAIRS` or the name of an encoding other than UTF-8.
"""

import re
import unicodedata

import ftfy
import ftfy.bad_codecs  # registers sloppy-windows-1252, which knows every byte

from crossread.problems import UnreadableError

REPAIRS = (
    "utf-16", "utf-32", "cp1252", "cp1251", "mac_roman",  # the encoding, where it is not UTF-8
    "unreadable characters",  # bytes or code points that are no character, each now U+FFFD
    "line ends",  # CR LF or CR, now LF
    "escaped line ends",  # "\n" as two characters, in a text that was escaped twice, now LF
    "decomposed letters",  # a letter and its accent as two characters, now one
    "mojibake",  # UTF-8 once read as another encoding
    "invisible characters",  # soft hyphens, zero-width characters, byte-order marks: removed
    "html entities", "html tags",  # in a field that should be plain text
    "html without article",  # a page with no article that could be told from its furniture: all its text
)  # fmt: skip

BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8"),
)
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
ODD = re.compile("[^\x00-\x7f‘’“”–—…]")  # without such a character there is nothing to mend
ESCAPED = re.compile(r"(?:\\r)?\\n(?![a-z])")
FEWEST_ESCAPED = 3  # fewer can be the name of a folder
DECOMPOSED = re.compile("\\w[\u0300-\u036f]+")
NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
NO_CP1252 = re.compile("[\x81\x8d\x8f\x90\x9d]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CYRILLIC_WORD = re.compile(rb"[\xe0-\xff]{3,}")  # small letters of cp1251

_REMEDY = "save it again as UTF-8 text"


def encoding(data: bytes) -> str:
    """The encoding of ``data``: one pass over the bytes, no guess by language.

    Byte-order mark; UTF-16 by where the NUL bytes stand; UTF-8; then cp1251 where most bytes above 127 stand
    in words of small Cyrillic letters, Mac Roman where lines end as on the old Macintosh, cp1252 where such bytes are
    few.

    Returns
    -------
    A codec that decodes ``data`` with ``errors="replace"``.

    Raises
    ------
    UnreadableError
        When no encoding makes sense of the bytes.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    if b"\x00" in data:
        for name, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
            known = sum(high.count(byte) for byte in (0x00, 0x04, 0x20))  # Latin, Cyrillic, quotation marks
            if known > 0.9 * len(high) and len(data) > 1:
                return name
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return _eight_bit(data)


def _eight_bit(data: bytes) -> str:
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    lenient = data.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    if sum(c > "\x7f" for c in lenient) >= 10 * bad:
        return "utf-8"
    if sum(map(len, CYRILLIC_WORD.findall(data))) > 0.5 * high:
        return "cp1251"
    if b"\r" in data and b"\n" not in data:  # line ends of the old Macintosh
        return "mac_roman"
    if high <= 0.25 * len(data):
        return "sloppy-windows-1252"
    raise UnreadableError("its encoding cannot be told (neither UTF-8, UTF-16, cp1252, cp1251 nor Mac Roman)", _REMEDY)


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode and mend ``data``.

    Returns
    -------
    The text, and the names of what was mended (:data:`REPAIRS`).

    Raises
    ------
    UnreadableError
        When the bytes are no text.
    """
    text, repairs = to_text(data)
    text, more = mend(text)
    return text, unique(repairs, more)


def to_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode ``data`` and mend nothing; else as :func:`decode`."""
    name = encoding(data)
    text = data.decode(name, "replace")
    if len(CONTROL.findall(text)) > 0.01 * len(text) or text.count("\ufffd") > 0.05 * len(text):
        raise UnreadableError("it holds binary data, no text", "put the article's text there, as UTF-8")
    return text, encoding_repairs(name) + (("unreadable characters",) if "\ufffd" in text else ())


def encoding_repairs(name: str) -> tuple[str, ...]:
    """How ``repairs`` names the encoding ``name``: not at all where it is UTF-8."""
    name = name.removesuffix("-le").removesuffix("-be").replace("sloppy-windows-", "cp")
    return () if name == "utf-8" else (name,)


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Mend a text that is already decoded, such as a string from JSON; returns as :func:`decode`.

    What is no character becomes U+FFFD, line ends become LF, be they escaped, a letter and its accent become one
    character, mojibake is repaired line by line, invisible characters go. Quotation marks, no-break spaces and all else
    stay as they are.
    """
    repairs = []

    def done(name: str, before: str, after: str) -> str:
        if before != after:
            repairs.append(name)
        return after

    text = done("unreadable characters", text, NO_CHARACTER.sub("\ufffd", text))
    text = done("line ends", text, text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.count("\\n") >= FEWEST_ESCAPED and len(ESCAPED.findall(text)) >= FEWEST_ESCAPED:
        text = done("escaped line ends", text, ESCAPED.sub("\n", text))
    if ODD.search(text):
        composed = DECOMPOSED.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), text)
        text = done("decomposed letters", text, composed)
        lines = (ftfy.fix_encoding(line) if ODD.search(line) else line for line in text.split("\n"))
        text = done("mojibake", text, "\n".join(lines))
        text = done("unreadable characters", text, NO_CP1252.sub("\ufffd", text))
        text = done("invisible characters", text, INVISIBLE.sub("", text))
    return text, unique(repairs)


def unique(*repairs: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """``repairs`` joined, each named once, in the order in which they were made."""
    return tuple(dict.fromkeys(name for names in repairs for name in names))
