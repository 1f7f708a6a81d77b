"""Reading: a pure function of one article, its metadata row and the code books."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from crossread import lists
from crossread.articles import blocks, copies, dates, formats, furniture, heads, outlets
from crossread.articles.blocks import Block
from crossread.articles.documents import Document, Record
from crossread.codebooks import Codebooks
from crossread.comparison import clauses
from crossread.entities import mentions
from crossread.figures import counting as figures
from crossread.framing import agency, frames, labels
from crossread.problems import UnreadableError
from crossread.quotes import attribution
from crossread.quotes.attribution import Paragraph
from crossread.storage.columns import Columns, Piece
from crossread.text import sentences
from crossread.tone import scoring as tone

REPORTED = ("title", "standfirst", "paragraph")  # roles whose sentences are the article's own
OWN_WORDS = (*REPORTED, "heading")  # roles whose words are counted as the article's own
OWN_VOICE = ("promo", "comment", "legal")  # roles in which a page speaks of its outlet
SECTIONS = {"title": "title", "standfirst": "title", "caption": "caption", "paragraph": "body"}  # of sentences
SENTENCES_OF_LEAD = 2  # in a body without paragraphs
STUB_WORDS, PAYWALL_WORDS = 30, 120
LANGUAGE_SAMPLE = 2400  # characters that the language is detected in
ENGLISH = lists.words("function")
SURELY_ENGLISH = 0.25  # of the words; in other languages about a tenth are spelt like one of them
LIVE_POSTS = 5  # times on lines of their own, with words of the article below, that make a page a live blog
WORD = re.compile(r"\w+(?:[’'-]\w+)*")
OF_HIMSELF = re.compile(r"\b(?:I|my|me|myself)\b")
UPDATED = re.compile(r"(?:last )?(?:updated|modified)\b", re.IGNORECASE)
TIME = r"\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\b\.?)?\s*(?:[A-Z]{2,4}\b)?"
TIME_OF_DAY = re.compile(TIME, re.IGNORECASE)
POST = re.compile(TIME + r"\s*[:|–—-]?\s*[\"“‘']?[A-Z]\w")  # of a live blog
MARKDOWN = re.compile(r"\A#{1,6} ")  # of a heading
CUT_OFF = re.compile(r"(?:\.\.\.|…|\[\+\d+ chars\])$")


def count_words(text: str) -> int:
    """Number of words; a contraction or a hyphenated word is one."""
    return len(WORD.findall(text))


def read_article(record: Record, metadata: dict[str, str], books: Codebooks) -> Columns:
    """Read one article.

    Parameters
    ----------
    record
        The article as it lies in its file.
    metadata
        Its row of ``metadata.csv`` (outlet, title, byline, published, url, language; empty when there is none),
        which wins over what is read.
    books
        The code books of the set.

    Returns
    -------
    Columns of ``articles``, ``blocks``, ``sentences``, ``quotes``, ``mentions``, ``figures``, ``labels``, ``tone``,
    ``frames`` and ``agency``, plain values only, so that they can be cached as JSON. Articles, sentences, quotes,
    mentions, figures, labels and tone hold what linking needs besides the columns of their tables; ``terms`` are
    those that clauses and passages name by their place.

    Raises
    ------
    UnreadableError
        When nothing can be read: says what is wrong and what to do.
    """
    document = formats.document(record)
    found = blocks.find_blocks(document, books)
    text = document.text
    article_id = document.identifier or record.name
    once = [b for b in found if b.repeats is None]
    reported = list(_of_role(document, once, *REPORTED))
    if not reported:
        raise UnreadableError("no line of it reads like an article", "check that the file holds the article's text")
    words = " ".join(reported)
    n_words = count_words(words)
    language = _language(metadata.get("language") or document.language, words, n_words)
    told = _sentences(article_id, text, found if language in ("en", None) else [], books)
    spans = [*zip(told["start"], told["end"], strict=True)]
    voices = _voices(article_id, text, found, told, books)
    spoken = [text[slice(*span)] for span, where in zip(spans, told["section"], strict=True) if where != "caption"]
    published = _published(metadata, document, found, spoken)
    outlet, outlet_basis = _outlet(metadata, document, found, books)
    article = {
        "article_id": article_id,
        "source_file": record.source_file,
        "sha256": record.sha256,
        "outlet": outlet,
        "outlet_basis": outlet_basis,
        "title": metadata.get("title") or _title(document, found),
        "byline": metadata.get("byline") or _byline(document, found),
        "published_start": published.start and published.start.isoformat(),
        "published_end": published.end and published.end.isoformat(),
        "published_precision": published.precision,
        "published_basis": published.basis,
        "language": language,
        "url": metadata.get("url") or document.url,
        "kind": _kind(document, found, words, n_words),
        "n_words": n_words + sum(map(count_words, _of_role(document, once, "heading"))),  # of the roles in OWN_WORDS
        "repairs": list(document.repairs),
        "text": text,
        "shingles": copies.shingles(words),
    }
    read = {
        "articles": {name: [value] for name, value in article.items()},
        "blocks": _blocks(article_id, found),
        "sentences": told,
        **voices,
        "frames": _frames(article_id, text, spans, told["sentence_id"], voices["quotes"]["quoted_parts"], books),
        "agency": _agency(article_id, text, spans, told["sentence_id"], books),
    }
    return clauses.of_article(read, books.likeness)


def row_id(article_id: str, kind: str, start: int, end: int) -> str:
    """The id of a row: built from article, kind and span, it survives a rerun."""
    return f"{article_id}:{kind}:{start}-{end}"


# --- what is said of the article --------------------------------------------------------------------------------


def _title(document: Document, found: list[Block]) -> str | None:
    title = document.title or next(_of_role(document, found, "title"), "")
    return " ".join(MARKDOWN.sub("", title).split()) or None


def _byline(document: Document, found: list[Block]) -> str | None:
    lines = [document.byline, *_of_role(document, found, "byline")]
    return next((heads.byline_name(" ".join(line.split())) for line in lines if line), None)


def _of_role(document: Document, found: list[Block], *roles: str) -> Iterator[str]:
    return (document.text[b.start : b.end] for b in found if b.role in roles)


def _outlet(metadata: dict, document: Document, found: list[Block], books: Codebooks) -> tuple[str | None, str | None]:
    if metadata.get("outlet"):
        return metadata["outlet"], "metadata"
    if document.outlet:
        return outlets.canonical(document.outlet, books.outlets), "metadata"
    if document.form == "page" and found[0].role != "title" and any(b.role == "title" for b in found):
        line, rest = document.text[: found[0].end].strip(), document.text[found[0].end :]
        if named := outlets.of_page_title(line, rest, books.outlets):
            return named, "text"
    if named := next(_of_role(document, found, "outlet"), None):
        return outlets.canonical(named, books.outlets), "text"
    url = metadata.get("url") or document.url
    inferred = outlets.of_furniture(list(_of_role(document, found, *OWN_VOICE)), books.outlets)
    inferred = inferred or (outlets.of_url(url, books.outlets) if url else None)
    return inferred, "inferred" if inferred else None


def _published(metadata: dict, document: Document, found: list[Block], spoken: list[str]) -> dates.Published:
    for words in filter(None, (metadata.get("published"), document.published)):
        stated = dates.parse(words, "metadata")
        if stated.start is not None:
            return stated
    places = {role: n for n, role in reversed(list(enumerate(b.role for b in found)))}
    head = range(places.get("title", 0), places.get("paragraph", len(found)))
    said = []
    for n, block in enumerate(found):
        if block.role in ("date", "byline"):
            line = " ".join(document.text[block.start : block.end].split())
            later = n not in head and not line.lower().startswith("first published")
            said.append((later, bool(UPDATED.match(line)), n, line))
    for *_, line in sorted(said):
        signed = heads.signed_date(line)
        stated = dates.parse(signed[1] if signed else line, "text")
        if stated.start is not None:
            return stated
    return dates.infer(spoken)


def _language(stated: str | None, words: str, n_words: int) -> str | None:
    """ISO 639-1 code: as stated, else English where a quarter of the words are its commonest, else as detected
    (py3langid, after Lui and Baldwin 2012); None in a text of a few words, where detection is a guess."""
    if stated:
        return re.split(r"[-_]", stated.strip().lower())[0] or None
    if n_words < 10:
        return None
    spoken = WORD.findall(words[:LANGUAGE_SAMPLE].lower())
    if sum(map(ENGLISH.__contains__, spoken)) >= SURELY_ENGLISH * len(spoken):
        return "en"
    from py3langid import langid  # loads its model when first asked, which takes most of a second

    return langid.classify(words[:LANGUAGE_SAMPLE])[0]


def _kind(document: Document, found: list[Block], words: str, n_words: int) -> str:
    posts: Counter[str] = Counter()  # of each day: comments are of many
    for block, after in pairwise(found):
        line = document.text[block.start : block.end]
        if block.role == "date" and after.role in ("heading", "paragraph"):
            posts[TIME_OF_DAY.sub("", line, count=1).strip()] += 1
        elif block.role in ("heading", "paragraph") and POST.match(line):
            posts[""] += 1
    if document.live_blog or max(posts.values(), default=0) >= LIVE_POSTS:
        return "live_blog"
    if n_words < STUB_WORDS:
        return "stub"
    walled = document.paywalled or CUT_OFF.search(words.rstrip()) or any(b.rule == "paywall" for b in found)
    short = n_words < PAYWALL_WORDS and walled
    return "stub" if short else "article"


# --- rows -------------------------------------------------------------------------------------------------------


def _placed(kind: str, article_id: str, start: Sequence[int], end: Sequence[int], /, **columns: Sequence) -> Piece:
    """Columns of rows that stand at a place, with their ids."""
    ids = [row_id(article_id, kind, *span) for span in zip(start, end, strict=True)]
    return {f"{kind}_id": ids, "article_id": [article_id] * len(ids), "start": start, "end": end, **columns}


def _by_field(found: Sequence[tuple], kind: type) -> Piece:
    """Named tuples of a kind as columns."""
    return dict(zip(kind._fields, zip(*found, strict=True) if found else [()] * len(kind._fields), strict=True))


def _blocks(article_id: str, found: list[Block]) -> Piece:
    starts, ends = [b.start for b in found], [b.end for b in found]
    own = _placed("block", article_id, starts, ends, role=[b.role for b in found], rule=[b.rule for b in found])
    ids = dict(zip(starts, own["block_id"], strict=True))
    return own | {"duplicate_of": [ids.get(b.repeats) for b in found]}


def _sentences(article_id: str, text: str, found: list[Block], books: Codebooks) -> Piece:
    """Sentences of the reported text and of captions, repeats left out, each with its section."""
    paragraphs = [b for b in found if b.role == "paragraph" and b.repeats is None]
    whole = "\n" not in text[paragraphs[0].start : paragraphs[-1].end] if paragraphs else False
    background, told = False, 0
    rows = []
    for block in found:
        if block.role == "heading":
            background = furniture.match(text[block.start : block.end], books.background) is not None
        if block.repeats is not None or block.role not in SECTIONS:
            continue
        block_id = row_id(article_id, "block", block.start, block.end)
        for start, end in sentences.spans(text, _after_label(text, block, books), block.end):
            section = SECTIONS[block.role]
            if section == "body":
                is_lead = told < SENTENCES_OF_LEAD if whole else block is paragraphs[0]
                section, told = "lead" if is_lead else "background" if background else "body", told + 1
            rows.append((start, end, block_id, section))
    starts, ends, block_ids, sections = zip(*rows, strict=True) if rows else [()] * 4
    return _placed("sentence", article_id, starts, ends, block_id=block_ids, section=sections)


def _after_label(text: str, block: Block, books: Codebooks) -> int:
    """Where the words of a caption begin, behind a label such as "Image caption"."""
    for rule in books.labels if block.role == "caption" else ():
        label = rule.pattern.match(text, block.start, block.end) if rule.where == "label" else None
        if label and label.end() < block.end:
            return label.end()
    return block.start


def _voices(article_id: str, text: str, found: list[Block], told: Piece, books: Codebooks) -> Columns:
    """Columns of ``quotes``, ``mentions``, ``figures``, ``labels`` and ``tone``; ``told`` are the sentences."""
    starts, sections = told["start"], told["section"]
    spans = [*zip(starts, told["end"], strict=True)]

    def sentences_at(places: Sequence[int]) -> Piece:
        at = [max(0, bisect_right(starts, place) - 1) for place in places]
        return {name: [told[name][n] for n in at] for name in ("sentence_id", "section")}

    within = dict(zip(reversed(told["block_id"]), reversed(sections), strict=True))  # the section a block begins in
    paragraphs = [
        Paragraph(_after_label(text, block, books), block.end, section)
        for block in found
        if (section := within.get(row_id(article_id, "block", block.start, block.end)))
    ]
    # A caption is no report of speech: what it seems to attribute is mostly what a picture shows.
    said = attribution.find(text, [p for p in paragraphs if p.section != "caption"], books)
    speaking = [(q.source_start, q.source_end) for q in said if q.source_start is not None]
    speaking += [(q.via_start, q.via_end) for q in said if q.via_start is not None]
    of_himself = {  # whose words in marks say "I"
        (q.source_start, q.source_end) for q in said if any(OF_HIMSELF.search(text, *part) for part in q.quoted_parts)
    }
    named = mentions.find(text, paragraphs, sorted(set(speaking)), books, of_himself)
    quotes = _quotes(article_id, text, _by_field(said, attribution.Attribution))
    quotes |= sentences_at(quotes["content_start"])
    quote_ids = dict(enumerate(quotes["quote_id"]))
    naming = _by_field(named, mentions.Mention)
    naming = _placed("mention", article_id, naming.pop("start"), naming.pop("end"), **naming)
    counted = _by_field(figures.find(text, paragraphs, said, named, books), figures.Figure)
    counted = _placed("figure", article_id, counted.pop("start"), counted.pop("end"), **counted)
    counted["part_of"] = [whole and row_id(article_id, "figure", *whole) for whole in counted["part_of"]]
    counted["quote_id"] = [*map(quote_ids.get, counted.pop("quote"))]
    called = _by_field(labels.find(text, paragraphs, spans, said, named, books), labels.Label)
    called = _placed("label", article_id, called.pop("start"), called.pop("end"), **called)
    for n, concept in enumerate(called["target"]):
        if concept:  # words can name an actor and an act
            called["label_id"][n] = row_id(article_id, concept, called["start"][n], called["end"][n])
    called["quote_id"] = [*map(quote_ids.get, called.pop("quote"))]
    tones = _by_field(tone.find(text, spans, said, named, books.tone), tone.Tone)
    return {
        "quotes": quotes,
        "mentions": naming,
        "figures": counted | sentences_at(counted["start"]),
        "labels": called,
        "tone": _tones(article_id, tones, told["sentence_id"], quote_ids, naming),
    }


def _quotes(article_id: str, text: str, own: Piece) -> Piece:
    """Columns of ``quotes`` from the fields of attributions."""

    def words(starts: Sequence[int | None], ends: Sequence[int | None]) -> list[str | None]:
        return [None if a is None else text[a:b] for a, b in zip(starts, ends, strict=True)]

    starts, ends = [parts[0][0] for parts in own["parts"]], [parts[-1][1] for parts in own["parts"]]
    placed = _placed("quote", article_id, starts, ends)
    return {
        **own,
        "quote_id": [f"{name}:{cue or 0}" for name, cue in zip(placed["quote_id"], own["cue_start"], strict=True)],
        "article_id": placed["article_id"],
        "content_start": starts,
        "content_end": ends,
        "content": [" … ".join(text[first:last] for first, last in parts) for parts in own["parts"]],
        "source_mention": words(own["source_start"], own["source_end"]),
        "via": words(own["via_start"], own["via_end"]),
        "addressee": words(own.pop("addressee_start"), own.pop("addressee_end")),
    }


def _frames(
    article_id: str, text: str, spans: list, sentence_ids: list[str], quoted: Sequence[Sequence], books: Codebooks
) -> Piece:
    """Columns of ``frames``, in order of code book and place; ``quoted`` are the spans of each quote in its marks."""
    spoken = sorted(tuple(part) for parts in quoted for part in parts)
    opens = [start for start, _ in spoken]
    reach = [0, *accumulate((end for _, end in spoken), max)]  # how far the parts before each one go
    hits = [(*hit, book.name) for book in books.frames for hit in frames.find(text, spans, book)]
    numbers, starts, ends, framed, indicators, named = zip(*hits, strict=True) if hits else [()] * 6
    own = _placed("frame", article_id, starts, ends, frame=framed, indicator=indicators, codebook=named)
    own["frame_id"] = [":".join(each) for each in zip(own["frame_id"], named, indicators, strict=True)]
    own["sentence_id"] = [sentence_ids[number] for number in numbers]
    within = (reach[bisect_right(opens, start)] >= end for start, end in zip(starts, ends, strict=True))
    return own | {"voice": ["quoted" if is_quoted else "narrator" for is_quoted in within]}


def _agency(article_id: str, text: str, spans: list, sentence_ids: list[str], books: Codebooks) -> Piece:
    """Columns of ``agency``."""

    def words(each: Sequence[tuple[int, int] | None]) -> list[str | None]:
        return [" ".join(text[slice(*span)].split()) if span else None for span in each]

    own = _by_field(agency.find(text, spans, books.agency), agency.Act)
    own |= {"agent": words(own["agent"]), "patient": words(own["patient"])}
    own["sentence_id"] = [sentence_ids[number] for number in own.pop("sentence")]
    return _placed("agency", article_id, own.pop("start"), own.pop("end"), **own)


def _tones(article_id: str, own: Piece, sentence_ids: list[str], quote_ids: dict[int, str], named: Piece) -> Piece:
    """Columns of ``tone`` from the fields of what was found; its targets are mentions ``named``."""
    voices = ["quoted" if is_quoted else "narrator" for is_quoted in own["quoted"]]
    found = _placed("tone", article_id, own["start"], own["end"], voice=voices)
    for column, of in (("mention_id", "mention_id"), ("target_start", "start"), ("target_end", "end")):
        found[column] = [None if n is None else named[of][n] for n in own["mention"]]
    aims = zip(own["quote"], voices, found["target_start"], found["target_end"], strict=True)
    found["tone_id"] = [
        f"{name}:{voice if quote is None else f'quote {quote}'}:{'all' if start is None else f'{start}-{end}'}"
        for name, (quote, voice, start, end) in zip(found["tone_id"], aims, strict=True)
    ]
    return found | {
        "sentence_id": [sentence_ids[number] for number in own["sentence"]],
        "quote_id": [*map(quote_ids.get, own["quote"])],
        "polarity": [round(read.polarity, 3) for read in own["reading"]],
        "subjectivity": [None if (held := read.subjectivity) is None else round(held, 3) for read in own["reading"]],
        "label": [read.label for read in own["reading"]],
        "evidence": [[(word, _signed(weight)) for word, weight in read.evidence] for read in own["reading"]],
        "of_others": [read.of_others for read in own["reading"]],
    }


_signed = lru_cache(maxsize=10_000)("{:+.2f}".format)  # most are some hundreds
