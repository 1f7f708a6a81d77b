"""Reading: a pure function of one article, its metadata row and the code books."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

from crossread import lists
from crossread.articles import blocks, copies, dates, formats, furniture, outlets
from crossread.articles.blocks import Block
from crossread.articles.documents import Document, Record
from crossread.codebooks import Codebooks
from crossread.comparison import clauses
from crossread.entities import mentions
from crossread.figures import counting as figures
from crossread.figures.counting import Figure
from crossread.framing import agency, frames, labels
from crossread.problems import UnreadableError
from crossread.quotes import attribution
from crossread.quotes.attribution import Attribution, Paragraph
from crossread.text import sentences
from crossread.tone import scoring as tone
from crossread.tone.scoring import Tone

Rows = dict[str, list[dict]]

REPORTED = ("title", "standfirst", "paragraph")  # roles whose sentences are the article's own
OWN_WORDS = (*REPORTED, "heading")  # roles whose words are counted as the article's own
OWN_VOICE = ("promo", "comment", "legal")  # roles in which a page speaks of its outlet
SENTENCES_OF_LEAD = 2  # in a body without paragraphs
STUB_WORDS, PAYWALL_WORDS = 30, 120
LANGUAGE_SAMPLE = 600  # characters that the language is detected in
LONGER_SAMPLE = 2400  # looked at where those, mostly names, are not surely English: a detector takes long to load
ENGLISH = lists.words("function")
SURELY_ENGLISH = 0.25  # of the words; in other languages about a tenth are spelt like one of them
LIVE_POSTS = 5  # times on lines of their own, with words of the article below, that make a page a live blog
NO_TARGET = dict.fromkeys(("mention_id", "start", "end"))
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


def read_article(record: Record, metadata: dict[str, str], books: Codebooks) -> Rows:
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
    Rows of ``articles``, ``blocks``, ``sentences``, ``quotes``, ``mentions``, ``figures``, ``labels``, ``tone``,
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
    reported = [b for b in found if b.role in REPORTED and b.repeats is None]
    words = " ".join(text[b.start : b.end] for b in reported)
    headings = (text[b.start : b.end] for b in found if b.role == "heading" and b.repeats is None)
    n_words = count_words(words)
    language = _language(metadata.get("language") or document.language, words, n_words)
    ids = {b.start: row_id(article_id, "block", b.start, b.end) for b in found}
    block_rows = [_block_row(article_id, b, ids) for b in found]
    sentence_rows = list(_sentence_rows(article_id, text, found, books)) if language in ("en", None) else []
    voices = _voices(article_id, text, found, sentence_rows, books)
    frame_rows = list(_frame_rows(article_id, text, sentence_rows, voices["quotes"], books))
    agency_rows = list(_agency_rows(article_id, text, sentence_rows, books))
    spoken = [text[row["start"] : row["end"]] for row in sentence_rows if row["section"] != "caption"]
    published = _published(metadata, document, text, found, spoken)
    outlet, outlet_basis = _outlet(metadata, document, text, found, books)
    article = {
        "article_id": article_id,
        "source_file": record.source_file,
        "sha256": record.sha256,
        "outlet": outlet,
        "outlet_basis": outlet_basis,
        "title": metadata.get("title") or _title(document, text, found),
        "byline": metadata.get("byline") or _byline(document, text, found),
        "published_start": published.start and published.start.isoformat(),
        "published_end": published.end and published.end.isoformat(),
        "published_precision": published.precision,
        "published_basis": published.basis,
        "language": language,
        "url": metadata.get("url") or document.url,
        "kind": _kind(document, text, found, words, n_words),
        "n_words": n_words + sum(map(count_words, headings)),  # of the roles in OWN_WORDS
        "repairs": list(document.repairs),
        "text": text,
        "shingles": copies.shingles(words),
    }
    if not reported:
        raise UnreadableError("no line of it reads like an article", "check that the file holds the article's text")
    read = {
        "articles": [article],
        "blocks": block_rows,
        "sentences": sentence_rows,
        **voices,
        "frames": frame_rows,
        "agency": agency_rows,
    }
    return clauses.of_article(read, books.likeness)


def row_id(article_id: str, kind: str, start: int, end: int) -> str:
    """The id of a row: built from article, kind and span, it survives a rerun."""
    return f"{article_id}:{kind}:{start}-{end}"


# --- what is said of the article --------------------------------------------------------------------------------


def _title(document: Document, text: str, found: list[Block]) -> str | None:
    title = document.title or next((text[b.start : b.end] for b in found if b.role == "title"), "")
    return " ".join(MARKDOWN.sub("", title).split()) or None


def _byline(document: Document, text: str, found: list[Block]) -> str | None:
    lines = [document.byline, *(text[b.start : b.end] for b in found if b.role == "byline")]
    return next((blocks.byline_name(" ".join(line.split())) for line in lines if line), None)


def _outlet(
    metadata: dict, document: Document, text: str, found: list[Block], books: Codebooks
) -> tuple[str | None, str | None]:
    if metadata.get("outlet"):
        return metadata["outlet"], "metadata"
    if document.outlet:
        return outlets.canonical(document.outlet, books.outlets), "metadata"
    title = next((b for b in found if b.role == "title"), None)
    if document.form == "page" and title and title != found[0]:
        named = outlets.of_page_title(text[: found[0].end].strip(), text[found[0].end :], books.outlets)
        if named:
            return named, "text"
    for block in found:
        if block.role == "outlet":
            return outlets.canonical(text[block.start : block.end], books.outlets), "text"
    own = [text[b.start : b.end] for b in found if b.role in OWN_VOICE]
    url = metadata.get("url") or document.url
    inferred = outlets.of_furniture(own, books.outlets) or (outlets.of_url(url, books.outlets) if url else None)
    return inferred, "inferred" if inferred else None


def _published(metadata: dict, document: Document, text: str, found: list[Block], spoken: list[str]) -> dates.Published:
    for words in (metadata.get("published"), document.published):
        if words:
            stated = dates.parse(words, "metadata")
            if stated.start is not None:
                return stated
    places = {role: n for n, role in reversed(list(enumerate(b.role for b in found)))}
    head = range(places.get("title", 0), places.get("paragraph", len(found)))
    said = [
        (n not in head and not line.lower().startswith("first published"), bool(UPDATED.match(line)), line)
        for n, b in enumerate(found)
        if b.role in ("date", "byline")
        for line in [" ".join(text[b.start : b.end].split())]
    ]
    for *_, line in sorted(said, key=lambda place: place[:2]):
        signed = blocks.signed_date(line)
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
    for size in (LANGUAGE_SAMPLE, LONGER_SAMPLE):
        spoken = WORD.findall(words[:size].lower())
        if sum(map(ENGLISH.__contains__, spoken)) >= SURELY_ENGLISH * len(spoken):
            return "en"
    from py3langid import langid  # loads its model when first asked, which takes most of a second

    return langid.classify(words[:LANGUAGE_SAMPLE])[0]


def _kind(document: Document, text: str, found: list[Block], words: str, n_words: int) -> str:
    posts: Counter[str] = Counter()  # of each day: comments are of many
    for block, after in pairwise(found):
        line = text[block.start : block.end]
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


def _block_row(article_id: str, block: Block, ids: dict[int, str]) -> dict:
    return {
        "block_id": ids[block.start],
        "article_id": article_id,
        "start": block.start,
        "end": block.end,
        "role": block.role,
        "rule": block.rule,
        "duplicate_of": None if block.repeats is None else ids.get(block.repeats),
    }


def _sentence_rows(article_id: str, text: str, found: list[Block], books: Codebooks) -> Iterator[dict]:
    """Sentences of the reported text and of captions, repeats left out, each with its section."""
    background = False
    lead_left: int | None = None  # sentences of the lead still to come in a body without paragraphs
    lead_block: Block | None = None
    paragraphs = [b for b in found if b.role == "paragraph" and b.repeats is None]
    if paragraphs:
        lead_block = paragraphs[0]
        if "\n" not in text[paragraphs[0].start : paragraphs[-1].end]:
            lead_left = SENTENCES_OF_LEAD
    for block in found:
        if block.role == "heading":
            background = furniture.match(text[block.start : block.end], books.background) is not None
        if block.repeats is not None or block.role not in (*REPORTED, "caption"):
            continue
        for start, end in sentences.spans(text, _after_label(text, block, books), block.end):
            if block.role in ("title", "standfirst"):
                section = "title"
            elif block.role == "caption":
                section = "caption"
            elif lead_left:
                section, lead_left = "lead", lead_left - 1
            elif lead_left is None and block is lead_block:
                section = "lead"
            else:
                section = "background" if background else "body"
            yield {
                "sentence_id": row_id(article_id, "sentence", start, end),
                "article_id": article_id,
                "block_id": row_id(article_id, "block", block.start, block.end),
                "start": start,
                "end": end,
                "section": section,
            }


def _after_label(text: str, block: Block, books: Codebooks) -> int:
    """Where the words of a caption begin, behind a label such as "Image caption"."""
    if block.role == "caption":
        for rule in books.labels:
            label = rule.pattern.match(text, block.start, block.end) if rule.where == "label" else None
            if label and label.end() < block.end:
                return label.end()
    return block.start


def _voices(article_id: str, text: str, found: list[Block], sentence_rows: list[dict], books: Codebooks) -> Rows:
    """Rows of ``quotes``, ``mentions``, ``figures``, ``labels`` and ``tone``; none without sentences."""
    starts = [row["start"] for row in sentence_rows]
    within = {row["block_id"]: row["section"] for row in reversed(sentence_rows)}  # the section a block begins in
    paragraphs = []
    for block in found:
        section = within.get(row_id(article_id, "block", block.start, block.end))
        if section:
            paragraphs.append(Paragraph(_after_label(text, block, books), block.end, section))
    # A caption is no report of speech: what it seems to attribute is mostly what a picture shows.
    quotes = attribution.find(text, [p for p in paragraphs if p.section != "caption"], books)
    speaking = [(q.source_start, q.source_end) for q in quotes if q.source_start is not None]
    speaking += [(q.via_start, q.via_end) for q in quotes if q.via_start is not None]
    quote_rows = []
    for quote in quotes:
        sentence = sentence_rows[max(0, bisect_right(starts, quote.parts[0][0]) - 1)]
        quote_rows.append(_quote_row(article_id, text, quote, sentence))
    of_himself = {  # whose words in marks say "I"
        (q.source_start, q.source_end) for q in quotes if any(OF_HIMSELF.search(text, *part) for part in q.quoted_parts)
    }
    named = mentions.find(text, paragraphs, sorted(set(speaking)), books, of_himself)
    mention_rows = [
        {
            "mention_id": row_id(article_id, "mention", m.start, m.end),
            "article_id": article_id,
            **m._asdict(),
        }
        for m in named
    ]
    figure_rows = []
    for figure in figures.find(text, paragraphs, quotes, named, books):
        sentence = sentence_rows[max(0, bisect_right(starts, figure.start) - 1)]
        quote_id = None if figure.quote is None else quote_rows[figure.quote]["quote_id"]
        figure_rows.append(_figure_row(article_id, figure, sentence, quote_id))
    label_rows = []
    spans = [(row["start"], row["end"]) for row in sentence_rows]
    for label in labels.find(text, paragraphs, spans, quotes, named, books):
        quote_id = None if label.quote is None else quote_rows[label.quote]["quote_id"]
        label_rows.append(_label_row(article_id, label, quote_id))
    tones = tone.find(text, spans, quotes, named, books.tone)
    return {
        "quotes": quote_rows,
        "mentions": mention_rows,
        "figures": figure_rows,
        "labels": label_rows,
        "tone": [_tone_row(article_id, t, sentence_rows, quote_rows, mention_rows) for t in tones],
    }


def _label_row(article_id: str, label: labels.Label, quote_id: str | None) -> dict:
    row = label._asdict()
    del row["quote"]
    kind = "label" if label.target is None else label.target  # words can name an actor and an act
    return {
        **row,
        "label_id": row_id(article_id, kind, label.start, label.end),
        "article_id": article_id,
        "quote_id": quote_id,
    }


def _frame_rows(
    article_id: str, text: str, sentence_rows: list[dict], quote_rows: list[dict], books: Codebooks
) -> Iterator[dict]:
    """Rows of ``frames``, in order of code book and place."""
    spoken = sorted(tuple(part) for row in quote_rows for part in row["quoted_parts"])
    starts = [start for start, _ in spoken]
    reach = list(accumulate((end for _, end in spoken), max))  # how far the parts up to each one go
    spans = [(row["start"], row["end"]) for row in sentence_rows]
    for book in books.frames:
        for hit in frames.find(text, spans, book):
            place = bisect_right(starts, hit.start) - 1
            yield {
                "frame_id": row_id(article_id, "frame", hit.start, hit.end) + f":{book.name}:{hit.indicator}",
                "article_id": article_id,
                "sentence_id": sentence_rows[hit.sentence]["sentence_id"],
                "start": hit.start,
                "end": hit.end,
                "codebook": book.name,
                "frame": hit.frame,
                "indicator": hit.indicator,
                "voice": "quoted" if place >= 0 and reach[place] >= hit.end else "narrator",
            }


def _agency_rows(article_id: str, text: str, sentence_rows: list[dict], books: Codebooks) -> Iterator[dict]:
    """Rows of ``agency``."""

    def words(span: tuple[int, int] | None) -> str | None:
        return " ".join(text[span[0] : span[1]].split()) if span else None

    spans = [(row["start"], row["end"]) for row in sentence_rows]
    for act in agency.find(text, spans, books.agency):
        yield {
            "agency_id": row_id(article_id, "agency", act.start, act.end),
            "article_id": article_id,
            "sentence_id": sentence_rows[act.sentence]["sentence_id"],
            "start": act.start,
            "end": act.end,
            "act": act.act,
            "form": act.form,
            "agent": words(act.agent),
            "patient": words(act.patient),
        }


def _tone_row(article_id: str, found: Tone, sentence_rows: list, quote_rows: list, mention_rows: list) -> dict:
    _, start, end, number, is_quoted, mention, read = found
    target = NO_TARGET if mention is None else mention_rows[mention]
    voice = "quoted" if is_quoted else "narrator"
    within, quote = (voice, None) if number is None else (f"quote {number}", quote_rows[number]["quote_id"])
    first, last = target["start"], target["end"]
    aim = "all" if mention is None else f"{first}-{last}"
    return {
        "tone_id": row_id(article_id, "tone", start, end) + f":{within}:{aim}",
        "article_id": article_id,
        "sentence_id": sentence_rows[found.sentence]["sentence_id"],
        "start": start,
        "end": end,
        "mention_id": target["mention_id"],
        "target_start": first,
        "target_end": last,
        "voice": voice,
        "quote_id": quote,
        "polarity": round(read.polarity, 3),
        "subjectivity": None if read.subjectivity is None else round(read.subjectivity, 3),
        "label": read.label,
        "evidence": [[word, _signed(weight)] for word, weight in read.evidence],
        "of_others": read.of_others,
    }


_signed = lru_cache(maxsize=10_000)("{:+.2f}".format)  # most are some hundreds


def _figure_row(article_id: str, figure: Figure, sentence: dict, quote_id: str | None) -> dict:
    row = figure._asdict()
    del row["quote"]
    total = figure.part_of
    return {
        **row,
        "figure_id": row_id(article_id, "figure", figure.start, figure.end),
        "article_id": article_id,
        "sentence_id": sentence["sentence_id"],
        "part_of": total and row_id(article_id, "figure", *total),
        "quote_id": quote_id,
        "section": sentence["section"],
    }


def _quote_row(article_id: str, text: str, quote: Attribution, sentence: dict) -> dict:
    def words(start: int | None, end: int | None) -> str | None:
        return None if start is None else text[start:end]

    row = quote._asdict()
    addressee = words(row.pop("addressee_start"), row.pop("addressee_end"))
    start, end = quote.parts[0][0], quote.parts[-1][1]
    return {
        **row,
        "quote_id": row_id(article_id, "quote", start, end) + f":{quote.cue_start or 0}",
        "article_id": article_id,
        "sentence_id": sentence["sentence_id"],
        "parts": [list(part) for part in quote.parts],
        "content_start": start,
        "content_end": end,
        "content": " … ".join(text[first:last] for first, last in quote.parts),
        "quoted_parts": [list(part) for part in quote.quoted_parts],
        "source_mention": words(quote.source_start, quote.source_end),
        "via": words(quote.via_start, quote.via_end),
        "addressee": addressee,
        "section": sentence["section"],
    }
