"""A saved web page taken apart: what its markup says of the article, and the article's own text.

The text is trafilatura's work. Outlet, author and time are read from the page's JSON-LD first (the only place
that mostly gives a zone), then from its meta elements. Nothing of a page but words and addresses is kept.
"""

import json
import logging
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

import trafilatura
from lxml import etree, html

from crossread import lists
from crossread.articles import outlets
from crossread.articles.documents import Document, Part

for _name in ("trafilatura", "htmldate", "courlan"):  # a page that they cannot read is ours to report
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


BLOCKS = frozenset(row["name"] for row in lists.read("html_elements") if row["kind"] == "block")
UNSEEN = frozenset(row["name"] for row in lists.read("html_elements") if row["kind"] == "unseen")
LONGEST_STANDFIRST = 1000  # characters
MANY_ELEMENTS = 10_000  # beyond it trafilatura's second opinion (justext) takes quadratic time
_ARTICLE_TYPES = {row["type"]: int(row["rank"]) for row in lists.read("article_types")}
_META = [(row["name"].lower(), row["field"]) for row in lists.read("html_meta")]
_LINKED = {
    "title": "headline", "description": "description", "byline": "author", "outlet": "publisher",
    "published": "datePublished", "language": "inLanguage", "url": "url",
}  # fmt: skip
_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?://)")
_SAVED_FROM = re.compile(r"\s*saved from url=\(\d+\)(\S+)\s*")
_SPACE = re.compile(r"[ \t\n\r\f]+")


def read_page(source: str) -> Document:
    """Take a page apart.

    ``source`` is the decoded HTML. ``parts`` are title, standfirst, byline, then the body block by block,
    with role heading or caption where the markup says so; no parts where the page holds no words at all.
    """
    tree = parse_html(source)
    if tree is None:
        return Document("html", ())
    for banner in tree.xpath("//*[starts-with(@id, 'wm-ipp')]"):  # the Wayback Machine's own
        banner.drop_tree()
    linked = _linked_article(tree)
    said = _meta(tree) | {field: value for field, value in linked.items() if value}
    body, found = _extract(tree)
    body = _fuller(body, linked.get("body", ""))
    if not body:
        text = "\n".join(text for _, text in blocks(tree))
        return Document("html", (Part(text),) if text else (), repairs=("html without article",))
    outlet = said.get("outlet") or found.get("sitename")
    title = _title(tree, said.get("title"), outlet) or found.get("title")
    outlet = outlet or _outlet(tree, title)
    body = [block for n, block in enumerate(body) if n > 2 or _key(block[1]) != _key(title)]  # where it is repeated
    byline = said.get("byline") or found.get("author")
    standfirst = _standfirst(tree, said.get("description"), body)
    captions = {text for el in tree.iter("figcaption") for _, text in blocks(el)}
    head = (("title", title), ("standfirst", standfirst), ("byline", byline))
    told = [("caption" if text in captions else "heading" if tag == "head" else None, text) for tag, text in body]
    return Document(
        "html",
        tuple(Part(text, role) for role, text in (*head, *told) if text),
        title=title,
        byline=byline,
        outlet=outlet,
        url=_address(tree, said.get("url")),
        language=linked.get("language") or tree.get("lang") or said.get("language"),
        published=said.get("published") or _time(tree) or found.get("date"),
        live_blog=linked.get("live_blog", False),
        paywalled=is_false(linked.get("free")),
    )


def parse_html(source: str) -> html.HtmlElement | None:
    """The tree of a page or a fragment, None where there is nothing in it."""
    data = source.replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def blocks(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the tag and the text of each innermost block of ``tree``, as a browser would show it.

    White space is folded, ``br`` (``lb`` in trafilatura's trees) is a line end; scripts, styles and form
    controls give nothing.
    """
    words: list[str] = []
    inside = ["p"]

    def flush() -> Iterator[tuple[str, str]]:
        text = "\n".join(line.strip(" ") for line in re.sub(" +", " ", "".join(words)).split("\n")).strip()
        words.clear()
        if text:
            yield inside[-1], text

    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        unseen = tag in UNSEEN or element.get("hidden") is not None
        if event == "start" and unseen:
            walk.skip_subtree()
        elif event == "start":
            if tag in BLOCKS:
                yield from flush()
                inside.append(tag)
            words.append("\n" if tag in ("br", "lb") else _SPACE.sub(" ", element.text or ""))
        else:
            if event == "end" and tag in BLOCKS and not unseen:
                yield from flush()
                inside.pop()
            words.append(" " if tag in ("cell", "td", "th") else "")
            if element is not tree:
                words.append(_SPACE.sub(" ", element.tail or ""))
    yield from flush()


def is_false(value: Any) -> bool:
    """Whether a value of JSON-LD means no."""
    return value is False or str(value).strip().rsplit("/", 1)[-1].lower() == "false"


def original_address(address: str | None) -> str | None:
    """An address of the web, freed of the Wayback Machine's prefix; None for any other scheme."""
    address = _ARCHIVE.sub("", (address or "").strip(), count=1)
    return address if re.match(r"https?://[^\s<>\"]+$", address, re.IGNORECASE) else None


def _extract(tree: html.HtmlElement) -> tuple[list[tuple[str, str]], dict[str, str | None]]:
    """Blocks of the body as trafilatura finds them, and what it finds of title, author, date and site."""
    try:
        found = trafilatura.bare_extraction(
            tree,
            favor_recall=True,
            include_comments=False,
            fast=sum(1 for _ in tree.iter()) > MANY_ELEMENTS,
            with_metadata=True,
            # the extensive search takes a copyright year for a date
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-12-31"},
        )
    except Exception:  # whatever a broken page makes of it: the page is then read without it
        found = None
    if found is None:
        return [], {}
    return list(blocks(found.body)), {key: getattr(found, key) for key in ("title", "author", "date", "sitename")}


def _fuller(body: list[tuple[str, str]], linked: str) -> list[tuple[str, str]]:
    """The body, or that of the JSON-LD where the page shows less than half of it, or all in one block."""
    shown = _key(" ".join(text for _, text in body))
    if len(shown) >= len(linked) / 2 and not (len(body) == 1 and shown == _key(linked)):
        return body
    return [("p", line.strip()) for line in (_words(linked, "\n") or "").split("\n") if line.strip()]


def _key(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _title(tree: html.HtmlElement, title: str | None, outlet: str | None) -> str | None:
    """The headline of the JSON-LD, else of the meta elements; as the page shows it where that is longer."""
    shown = [" ".join(text for _, text in blocks(el)) for el in islice(tree.iter("h1"), 5)]
    title = " ".join((title or "").split()) or None
    for dash in "-|–—":
        title = title and title.removesuffix(f" {dash} {outlet}")
    stem = _key(title).rstrip(" .…")
    return next((h1 for h1 in shown if stem and _key(h1).startswith(stem)), title)


def _outlet(tree: html.HtmlElement, title: str | None) -> str | None:
    """What the page's own title has behind the headline: "Headline - Outlet"."""
    head, *_, last = outlets.SEPARATOR.split(" ".join((tree.findtext(".//title") or "").split())) * 2
    return last if title and last != head and _key(head) == _key(title) else None


def _standfirst(tree: html.HtmlElement, description: str | None, body: list[tuple[str, str]]) -> str | None:
    """The description, only where the page shows it as a block of its own and the body has it not."""
    key = _key(description)
    known = any(key in _key(text) or _key(text) in key for _, text in body if len(text) > 20)
    if not key or known or len(key) > LONGEST_STANDFIRST:
        return None
    return next((text for _, text in blocks(tree) if _key(text) == key), None)


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    """What the meta elements say, the first of each field in the order of the list."""
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if content := (element.get("content") or "").strip():
            values.setdefault(name, content)
    found: dict[str, str] = {}
    for name, field in _META:
        if name in values and not (field == "byline" and "://" in values[name]):
            found.setdefault(field, values[name])
    return found


def _linked_article(tree: html.HtmlElement) -> dict[str, Any]:
    """The article of the page's JSON-LD as fields of ours; empty where there is none."""
    scripts = [el for el in tree.iter("script") if "ld+json" in (el.get("type") or "").lower()]
    nodes = [node for script in scripts for node in _nodes(_loads(script.text_content()))]
    by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str) and len(node) > 1}
    shown = [_key(el.text_content()) for el in islice(tree.iter("h1", "title"), 5)]
    ranked = [
        (min(ranks), not any(_key(names(node.get("headline"))) in text for text in shown), place)
        for place, node in enumerate(nodes)
        if (ranks := [_ARTICLE_TYPES[t] for t in _types(node) if t in _ARTICLE_TYPES])
    ]
    if not ranked:
        return {}
    node = nodes[min(ranked)[2]]
    fields = {field: names(node.get(name), by_id) for field, name in _LINKED.items()}
    body = node.get("articleBody")
    return fields | {
        "url": original_address(fields["url"]) or original_address(names(node.get("mainEntityOfPage"))),
        "live_blog": "LiveBlogPosting" in _types(node),
        "free": node.get("isAccessibleForFree"),
        "body": body if isinstance(body, str) else "",
    }


def _loads(source: str) -> Any:
    """The JSON in a script element, without the comment or CDATA marks that some pages put around it."""
    starts = [at for bracket in "{[" if (at := source.find(bracket)) >= 0]
    end = max(source.rfind("}"), source.rfind("]"))
    try:
        return json.loads(source[min(starts, default=0) : end + 1], strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[dict]:
    """Every object within a JSON value, the outer ones first."""
    waiting = deque([value])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _types(node: dict) -> list[str]:
    types = node.get("@type")
    types = types if isinstance(types, list) else [types]
    return [t.rsplit("/", 1)[-1] for t in types if isinstance(t, str)]


def names(value: Any, by_id: dict[str, dict] | None = None) -> str | None:
    """A name or names as words: of a string, of an object's ``name`` or ``@id``, of a list of either; of an object that
    is but an ``@id``, the name of the one that ``by_id`` has for it."""
    if isinstance(value, list):
        found = (names(item, by_id) for item in value if not isinstance(item, list))
        return ", ".join(dict.fromkeys(filter(None, found))) or None
    if isinstance(value, dict):
        if "name" not in value and isinstance(value.get("@id"), str):
            value = (by_id or {}).get(value["@id"], value)
        value = next((v for v in map(value.get, ("name", "title", "@id", "id")) if isinstance(v, str)), None)
    return _words(value, " ") if isinstance(value, str) else None


def _words(value: str, between: str) -> str | None:
    """A string of JSON-LD as words: of one that holds markup, its blocks joined."""
    if re.search(r"&#?\w{1,30};|</?[a-z]", value, re.IGNORECASE) and (tree := parse_html(value)) is not None:
        value = between.join(text for _, text in blocks(tree))
    return value.strip() or None


def _address(tree: html.HtmlElement, said: str | None) -> str | None:
    """Where the page was published: its canonical address, else where it was saved from."""
    canonical = [el.get("href") for el in tree.iter("link") if (el.get("rel") or "").lower() == "canonical"]
    above = list(tree.itersiblings(etree.Comment, preceding=True)) + list(tree.iter(etree.Comment))
    saved = [match[1] for comment in above if (match := _SAVED_FROM.fullmatch(comment.text or ""))]
    candidates = [*canonical, said, *saved]
    return next((address for c in candidates if (address := original_address(c))), None)


def _time(tree: html.HtmlElement) -> str | None:
    """The time element that is the article's own: marked as its date, or the only one there is."""
    times = [el for el in tree.iter("time") if el.get("datetime")]
    for el in times:
        if el.get("itemprop") == "datePublished" or el.get("pubdate") is not None:
            return el.get("datetime")
    return times[0].get("datetime") if len({el.get("datetime") for el in times}) == 1 else None
