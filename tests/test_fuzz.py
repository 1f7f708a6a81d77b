"""Whatever an article holds: reading ends, every span lies in its text, ids are unique, and the schema holds.

``CROSSREAD_FUZZ=100000`` in the environment reads as many; 10,000 without.
"""

import json
import os
import random
from collections import defaultdict
from contextlib import suppress
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossread import codebooks, linking, reading, schema
from crossread.articles import formats
from crossread.articles.documents import Record
from crossread.problems import UnreadableError
from crossread.storage.columns import Collected, of_rows, pack

PARTS = 4  # so that processes can share them
INPUTS = int(os.environ.get("CROSSREAD_FUZZ", "10000")) // PARTS
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


def made(seed):
    """A text of up to 40 pieces, one in six of them any characters at all; made from one number, which is fast."""
    chance = random.Random(seed)
    return "".join(
        chance.choice(PIECES)
        if chance.random() < 0.83
        else "".join(
            map(chr, chance.choices((chance.randrange(0x250), chance.randrange(0x110000)), k=chance.randrange(6)))
        )
        for _ in range(chance.randrange(chance.choice([6, 6, 12, 41])))
    )


texts = st.integers(0, 2**64 - 1).map(made)
pages = texts.map(lambda text: ("page", text.encode("utf-8", "surrogatepass")))
raw = st.binary(max_size=80).map(lambda data: ("page", data))
html = texts.map(
    lambda text: ("html", f"<html><body><article><p>{text}</p></article>".encode("utf-8", "surrogatepass"))
)
fields = st.tuples(texts, texts, st.sampled_from([None, 5, [], {}, "x", "2031-05-03", "http://a.example/b"])).map(
    lambda three: (
        "fields",
        json.dumps({"text": three[0], "title": three[1], "date": three[2], "url": three[2]}).encode(),
    )
)
articles = st.one_of(pages, pages, pages, fields, html, raw)


def check(rows):
    (article,) = rows["articles"]
    text = article["text"]
    for table, own in rows.items():
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
    books, numbers, read = codebooks.load(), count(), defaultdict(list)
    collected = Collected()

    @settings(
        max_examples=INPUTS, deadline=None, database=None, derandomize=not os.environ.get("CROSSREAD_FUZZ"),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(articles)
    def one(article):
        form, data = article
        try:
            rows = reading.read_article(Record(f"{part}-{next(numbers)}", None, form, data), {}, books)
        except UnreadableError as error:
            assert error.what and error.remedy
            return
        check(rows)
        if len(read["articles"]) < 500:
            for table, own in rows.items():
                read[table] += own
            collected.add(pack(of_rows(rows)))

    one()
    ids = [row["article_id"] for row in read["articles"]]
    assert len(ids) > min(INPUTS, 500) // 4
    if len(set(ids)) == len(ids):
        tables = linking.link(collected, None, books)
        assert len(tables["articles"]) == len(ids)


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
    ("form", "unit"),
    [
        ("page", '"'),
        ("page", "1,"),
        ("page", "14 killed and "),
        ("page", "“Aa bb,” she said. "),
        ("html", "<p>Rain.</p>"),
    ],
)
def test_no_step_hangs_on_a_long_repetition(form, unit):
    """A step that takes quadratic time in one of these takes minutes, and whoever runs the tests sees it."""
    opening = "<html><body><article><p>" if form == "html" else ""
    data = opening + "At least 14 people died, the mayor said on Monday.\n\n" + unit * (30_000 // len(unit))
    collected = Collected()
    with suppress(UnreadableError):
        rows = reading.read_article(Record("a", None, form, data.encode()), {}, codebooks.load())
        collected.add(pack(of_rows(rows)))
        assert len(linking.link(collected, None, codebooks.load())["articles"]) == 1
