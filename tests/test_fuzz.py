"""Whatever an article holds: reading ends, every span lies in its text, ids are unique, and the schema holds.

``CROSSREAD_FUZZ=100000`` in the environment reads as many, others each time; 10,000 without, each time the same.
"""

import json
import os
import random
import secrets
from contextlib import suppress

import pytest

from crossread import codebooks, linking, reading, schema
from crossread.articles import formats
from crossread.articles.documents import Record
from crossread.problems import UnreadableError
from crossread.storage.columns import Collected, pack, to_rows

PARTS = 4  # so that processes can share them
INPUTS = int(os.environ.get("CROSSREAD_FUZZ", "10000")) // PARTS
BEGINNING = secrets.token_hex(4) if "CROSSREAD_FUZZ" in os.environ else "the same each time"
PIECES = [
    *" .,;:!?-–—…/()[]{}<>&%$=+@#*_|~^\\\t\n\r\v\f\0\x1b\x85\u2028\ufeff\u200b\u202e\u00ad\ud800",
    *"\"'“”‘’„«»‹›`´", "\n\n", "\n\n", ". ", ", ", " “", "” ", " '", "' ", '"', '."', ",” ", "…” ",
    "said", " said", " says ", " told ", " according to ", " denied that ", " claimed ", " added", " by ", " of the ",
    "he ", "they ", "who ", "the ", "The ", "A ", "Mr ", "Dr. ", "General ", "spokesman ", "the minister ", "U.S. ",
    "Omar ", "Anna Torvald", "Port Ellis", "Ostmark", "Syrian ", "Reuters", "al-", "van der ", "O’Neill ", "İstanbul ",
    "killed", "wounded ", "people ", "civilians ", "at least ", "more than ", "up to ", "no ", "dozens of ", "between ",
    "14", "1,200", "3.5 million", "two", "a hundred and ", "€5bn", "50%", "2016", "12-year-old ", "½", "٣", "⅒", "1e9",
    "9" * 40, "was ", "were ", "had been ", "in ", "on Monday", "4 May 2021 10:00 GMT", "By ",
    "Image caption ", "Read more",
    "<script>alert(1)</script>", "<b>", "</p>", "<!--", "&amp;", "&#x110000;", "=1+1", "{{x}}", "${x}",
    "\\frac", "🚢", "e\u0301",
    "海港新闻", "Правда ", "مرحبا", "https://example.org/a?b=c", "../../etc/passwd", "a" * 300, "(" * 50, "“" * 50,
]  # fmt: skip


def made(chance):
    """A text of up to 40 pieces, one in six of them any characters at all."""
    return "".join(
        chance.choice(PIECES)
        if chance.random() < 0.83
        else "".join(
            map(chr, chance.choices((chance.randrange(0x250), chance.randrange(0x110000)), k=chance.randrange(6)))
        )
        for _ in range(chance.randrange(chance.choice([6, 6, 12, 41])))
    )


def article(chance):
    """A form of file and its bytes: three in six a page of text; fields, HTML and bytes of any kind."""
    kind = chance.randrange(6)
    text, title = made(chance), made(chance)
    if kind == 0:
        other = chance.choice([None, 5, [], {}, "x", "2031-05-03", "http://a.example/b"])
        return "fields", json.dumps({"text": text, "title": title, "date": other, "url": other}).encode()
    if kind == 1:
        return "html", f"<html><body><article><p>{text}</p></article>".encode("utf-8", "surrogatepass")
    return "page", chance.randbytes(chance.randrange(80)) if kind == 2 else text.encode("utf-8", "surrogatepass")


def check(rows):
    (article,) = rows["articles"]
    text = article["text"]
    terms = [row["term"] for row in rows["terms"]]
    assert len(set(terms)) == len(terms)
    for table, own in ((name, rows[name]) for name in rows if name in schema.TABLES):
        key = next(iter(schema.TABLES[table].columns))
        assert len({row[key] for row in own}) == len(own), f"ids of {table}"
        for row in own:
            assert row["article_id"] == article["article_id"]
            for name in row:
                if name.endswith("start") and isinstance(row[name], int):
                    assert 0 <= row[name] <= row[f"{name[:-5]}end"] <= len(text), (table, name)
    for row in rows["mentions"]:
        assert row["surface"] == text[row["start"] : row["end"]]
    for row in rows["quotes"]:
        assert row["content"] == " … ".join(text[start:end] for start, end in row["parts"])
        assert row["source_mention"] is None or row["source_mention"] == text[row["source_start"] : row["source_end"]]
        assert row["cue"] is None or row["cue_start"] is not None
    for row in rows["figures"]:
        low, high = row["reported_min"], row["reported_max"]
        assert low is None or high is None or low <= high
    sentences = {row["sentence_id"] for row in rows["sentences"]}
    assert all(row["sentence_id"] in sentences for table in ("quotes", "figures") for row in rows[table])


@pytest.mark.parametrize("part", range(PARTS))
def test_reading_and_linking_take_whatever_comes(part):
    books, ids, collected = codebooks.load(), set(), Collected()
    for number in range(INPUTS):
        seed = f"{BEGINNING}-{part}-{number}"
        form, data = article(random.Random(seed))
        try:
            read = reading.read_article(Record(seed, None, form, data), {}, books)
            check(to_rows(read))
        except UnreadableError as error:
            assert error.what and error.remedy
            continue
        except Exception as error:
            error.add_note(f"input {seed}: {form} {data!r}")
            raise
        (article_id,) = read["articles"]["article_id"]
        if len(ids) < 500 and article_id not in ids:
            ids.add(article_id)
            collected.add(pack(read))
    assert len(ids) > min(INPUTS, 500) // 4
    assert set(linking.link(collected, None, books)["articles"]["article_id"]) == ids


def test_an_article_beyond_the_bound_is_given_up_with_a_line():
    text = "Ferry sinks\n\n" + '"' * (formats.TEXT_LIMIT + 1)
    for form, data in (
        ("page", text),
        ("fields", json.dumps({"text": text})),
        ("fields", json.dumps({"text": "Rain.", "title": text})),
    ):
        with pytest.raises(UnreadableError, match="longer than"):
            formats.document(Record("a.txt", None, form, data.encode()))
    with pytest.raises(UnreadableError, match="more than 200,000 tags"):
        formats.document(Record("a.html", None, "html", b"<html><body>" + b"<i>" * 200_001))


@pytest.mark.parametrize(
    ("form", "unit"), [
        ("page", '"'), ("page", "1,"), ("page", "14 killed and "), ("page", "“Aa bb,” she said. "),
        ("html", "<p>Rain.</p>"),
    ],
)  # fmt: skip
def test_no_step_hangs_on_a_long_repetition(form, unit):
    """A step that takes quadratic time in one of these takes minutes, and whoever runs the tests sees it."""
    opening = "<html><body><article><p>" if form == "html" else ""
    data = opening + "At least 14 people died, the mayor said on Monday.\n\n" + unit * (30_000 // len(unit))
    collected = Collected()
    with suppress(UnreadableError):
        collected.add(pack(reading.read_article(Record("a", None, form, data.encode()), {}, codebooks.load())))
        assert len(linking.link(collected, None, codebooks.load())["articles"]) == 1
