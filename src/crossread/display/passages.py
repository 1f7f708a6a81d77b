"""Where the words of an article stand within a report: the names of its pages, and the addresses in them."""

import hashlib
import re

_LONGEST = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# What stays as it is: no upper case, as some file systems do not tell it apart; no outer dot; nothing that
# looks like a name with a checksum; none of the names that Windows keeps for devices.
_PLAIN = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))(?!.*-[0-9a-f]{10}$)[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?"
)


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
