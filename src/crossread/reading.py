"""Reading: a pure function of one article, its metadata row and the code books."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
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
SECTIONS = {"title": "title", "standfirst": "title", "caption": "caption", "paragraph": "body"}  # of sentences
SENTENCES_OF_LEAD = 2  # in a body without paragraphs
STUB_WORDS, PAYWALL_WORDS = 30, 120
LANGUAGE_SAMPLE = 2400  # characters that the language is detected in
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
    once = [b for b in found if b.repeats is None]
    reported = list(_of_role(document, once, *REPORTED))
    if not reported:
        raise UnreadableError("no line of it reads like an article", "check that the file holds the article's text")
    words = " ".join(reported)
    n_words = count_words(words)
    language = _language(metadata.get("language") or document.language, words, n_words)
    sentence_rows = list(_sentence_rows(article_id, text, found, books)) if language in ("en", None) else []
    voices = _voices(article_id, text, found, sentence_rows, books)
    frame_rows = list(_frame_rows(article_id, text, sentence_rows, voices["quotes"], books))
    agency_rows = list(_agency_rows(article_id, text, sentence_rows, books))
    spoken = [text[row["start"] : row["end"]] for row in sentence_rows if row["section"] != "caption"]
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
        "articles": [article],
        "blocks": _block_rows(article_id, found),
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


def _row(kind: str, article_id: str, start: int, end: int, /, **columns: object) -> dict:
    key = row_id(article_id, kind, start, end)
    return {f"{kind}_id": key, "article_id": article_id, "start": start, "end": end, **columns}


def _block_rows(article_id: str, found: list[Block]) -> list[dict]:
    ids = {b.start: row_id(article_id, "block", b.start, b.end) for b in found}
    return [
        _row("block", article_id, b.start, b.end, role=b.role, rule=b.rule, duplicate_of=ids.get(b.repeats))
        for b in found
    ]


def _sentence_rows(article_id: str, text: str, found: list[Block], books: Codebooks) -> Iterator[dict]:
    """Sentences of the reported text and of captions, repeats left out, each with its section."""
    paragraphs = [b for b in found if b.role == "paragraph" and b.repeats is None]
    whole = "\n" not in text[paragraphs[0].start : paragraphs[-1].end] if paragraphs else False
    background, told = False, 0
    for block in found:
        if block.role == "heading":
            background = furniture.match(text[block.start : block.end], books.background) is not None
        if block.repeats is not None or block.role not in SECTIONS:
            continue
        for start, end in sentences.spans(text, _after_label(text, block, books), block.end):
            section = SECTIONS[block.role]
            if section == "body":
                is_lead = told < SENTENCES_OF_LEAD if whole else block is paragraphs[0]
                section, told = "lead" if is_lead else "background" if background else "body", told + 1
            block_id = row_id(article_id, "block", block.start, block.end)
            yield _row("sentence", article_id, start, end, block_id=block_id, section=section)


def _after_label(text: str, block: Block, books: Codebooks) -> int:
    """Where the words of a caption begin, behind a label such as "Image caption"."""
    for rule in books.labels if block.role == "caption" else ():
        label = rule.pattern.match(text, block.start, block.end) if rule.where == "label" else None
        if label and label.end() < block.end:
            return label.end()
    return block.start


def _voices(article_id: str, text: str, found: list[Block], sentence_rows: list[dict], books: Codebooks) -> Rows:
    """Rows of ``quotes``, ``mentions``, ``figures``, ``labels`` and ``tone``; none without sentences."""
    starts = [row["start"] for row in sentence_rows]
    spans = [(row["start"], row["end"]) for row in sentence_rows]

    def sentence_at(place: int) -> dict:
        return sentence_rows[max(0, bisect_right(starts, place) - 1)]

    within = {row["block_id"]: row["section"] for row in reversed(sentence_rows)}  # the section a block begins in
    paragraphs = [
        Paragraph(_after_label(text, block, books), block.end, section)
        for block in found
        if (section := within.get(row_id(article_id, "block", block.start, block.end)))
    ]
    # A caption is no report of speech: what it seems to attribute is mostly what a picture shows.
    quotes = attribution.find(text, [p for p in paragraphs if p.section != "caption"], books)
    speaking = [(q.source_start, q.source_end) for q in quotes if q.source_start is not None]
    speaking += [(q.via_start, q.via_end) for q in quotes if q.via_start is not None]
    quote_rows = [_quote_row(article_id, text, quote, sentence_at(quote.parts[0][0])) for quote in quotes]
    quote_ids = dict(enumerate(row["quote_id"] for row in quote_rows))
    of_himself = {  # whose words in marks say "I"
        (q.source_start, q.source_end) for q in quotes if any(OF_HIMSELF.search(text, *part) for part in q.quoted_parts)
    }
    named = mentions.find(text, paragraphs, sorted(set(speaking)), books, of_himself)
    mention_rows = [_row("mention", article_id, m.start, m.end, **m._asdict()) for m in named]
    figure_rows = [
        _figure_row(article_id, figure, sentence_at(figure.start), quote_ids.get(figure.quote))
        for figure in figures.find(text, paragraphs, quotes, named, books)
    ]
    label_rows = []
    for label in labels.find(text, paragraphs, spans, quotes, named, books):
        row = _row("label", article_id, label.start, label.end, **label._asdict())
        kind = label.target or "label"  # words can name an actor and an act
        row |= {
            "label_id": row_id(article_id, kind, label.start, label.end),
            "quote_id": quote_ids.get(row.pop("quote")),
        }
        label_rows.append(row)
    tones = tone.find(text, spans, quotes, named, books.tone)
    return {
        "quotes": quote_rows,
        "mentions": mention_rows,
        "figures": figure_rows,
        "labels": label_rows,
        "tone": [_tone_row(article_id, t, sentence_rows, quote_ids, mention_rows) for t in tones],
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
        for sentence, start, end, frame, indicator in frames.find(text, spans, book):
            place = bisect_right(starts, start) - 1
            columns = {"frame": frame, "indicator": indicator, "codebook": book.name}
            columns["voice"] = "quoted" if place >= 0 and reach[place] >= end else "narrator"
            row = _row("frame", article_id, start, end, sentence_id=sentence_rows[sentence]["sentence_id"], **columns)
            row["frame_id"] += f":{book.name}:{indicator}"
            yield row


def _agency_rows(article_id: str, text: str, sentence_rows: list[dict], books: Codebooks) -> Iterator[dict]:
    """Rows of ``agency``."""

    def words(span: tuple[int, int] | None) -> str | None:
        return " ".join(text[span[0] : span[1]].split()) if span else None

    spans = [(row["start"], row["end"]) for row in sentence_rows]
    for act in agency.find(text, spans, books.agency):
        columns = {"act": act.act, "form": act.form, "agent": words(act.agent), "patient": words(act.patient)}
        sentence_id = sentence_rows[act.sentence]["sentence_id"]
        yield _row("agency", article_id, act.start, act.end, sentence_id=sentence_id, **columns)


def _tone_row(article_id: str, found: Tone, sentence_rows: list, quote_ids: dict, mention_rows: list) -> dict:
    _, start, end, number, is_quoted, mention, read = found
    target = NO_TARGET if mention is None else mention_rows[mention]
    voice = "quoted" if is_quoted else "narrator"
    within = voice if number is None else f"quote {number}"
    aim = "all" if mention is None else f"{target['start']}-{target['end']}"
    return {
        "tone_id": row_id(article_id, "tone", start, end) + f":{within}:{aim}",
        "article_id": article_id,
        "sentence_id": sentence_rows[found.sentence]["sentence_id"],
        "start": start,
        "end": end,
        "mention_id": target["mention_id"],
        "target_start": target["start"],
        "target_end": target["end"],
        "voice": voice,
        "quote_id": quote_ids.get(number),
        "polarity": round(read.polarity, 3),
        "subjectivity": None if read.subjectivity is None else round(read.subjectivity, 3),
        "label": read.label,
        "evidence": [[word, _signed(weight)] for word, weight in read.evidence],
        "of_others": read.of_others,
    }


_signed = lru_cache(maxsize=10_000)("{:+.2f}".format)  # most are some hundreds


def _figure_row(article_id: str, figure: Figure, sentence: dict, quote_id: str | None) -> dict:
    row = _row("figure", article_id, figure.start, figure.end, **figure._asdict(), quote_id=quote_id)
    del row["quote"]
    part_of = figure.part_of and row_id(article_id, "figure", *figure.part_of)
    return row | {"sentence_id": sentence["sentence_id"], "part_of": part_of, "section": sentence["section"]}


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
