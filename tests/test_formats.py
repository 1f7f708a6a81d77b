"""Every kind of file becomes documents, or one line that says what is wrong and what to do."""

import contextlib
import csv
import gzip
import io
import json
import os
import pickle
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossread.articles import formats
from crossread.articles.documents import Record
from crossread.problems import Problem, UnreadableError

TEXT = "The bridge over the Odra fell at dawn.\n\nTwo lorries were on it, the fire service said."
ARTICLE = {
    "headline": "Bridge falls in Ostrava",
    "standfirst": "The main road is cut, and the town asks why.",
    "author": [{"name": "Ann Example"}, {"name": "Bo Sample"}],
    "articleBody": TEXT,
    "publisher": {"@type": "Organization", "name": "Daily Lantern"},
    "datePublished": "2021-06-04T10:30:00Z",
    "url": "https://lantern.example/bridge",
    "inLanguage": "en-GB",
}


@pytest.fixture
def put(tmp_path):
    """Write a file below articles/ and read its records."""

    def write(name, data):
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(formats.records(path, name))

    return write


def only(found):
    """The one document in a list of records."""
    (record,) = found
    assert isinstance(record, Record), str(record)
    return formats.document(record)


def problem(found):
    """The one problem of a file, whether its record or its document has it."""
    (found,) = found
    if isinstance(found, Record):
        with pytest.raises(UnreadableError) as error:
            formats.document(found)
        found = Problem(found.place, error.value.what, error.value.remedy)
    assert "\n" not in str(found) and found.what and found.remedy
    return found


def as_csv(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


# Pasted text.


@pytest.mark.parametrize(
    "name", ["a.txt", "a.md", "a", "BBC 15. March", 'it\'s "one".txt', "..odd..txt", "two\nlines.txt"]
)
def test_pasted_text_is_one_part_as_it_stands(put, name):
    document = only(put(name, TEXT))
    assert document.form == "page" and document.text == TEXT and document.repairs == ()


def test_a_name_that_is_no_utf8_can_be_read_and_printed(tmp_path):
    (tmp_path / "articles").mkdir()
    path = tmp_path / "articles" / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_bytes(b"\x00\x01")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    str(problem(formats.records(path, path.name))).encode()


def test_pasted_text_in_another_encoding_says_so(put):
    document = only(put("a.txt", "He said “no”.\r\n".encode("cp1252")))
    assert document.text == "He said “no”.\n" and document.repairs == ("cp1252", "line ends")


# Fields.


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson", "a.jsonl.gz", "a.json.gz", "a.txt"])
def test_an_object_of_fields_is_title_standfirst_byline_and_body(put, name):
    data = json.dumps(ARTICLE).encode()
    document = only(put(name, gzip.compress(data) if name.endswith(".gz") else data))
    assert document.text == "\n\n".join(
        [ARTICLE["headline"], ARTICLE["standfirst"], "Ann Example, Bo Sample", ARTICLE["articleBody"]]
    )
    assert [part.role for part in document.parts] == ["title", "standfirst", "byline", None]
    assert (document.outlet, document.language) == ("Daily Lantern", "en")
    assert document.published == "2021-06-04T10:30:00Z"
    assert document.identifier == document.url == "https://lantern.example/bridge"


SHAPES = {
    "news-please": {"title": "T", "maintext": TEXT, "authors": ["Ann"], "source_domain": "l.example",
                    "date_publish": "2021-06-04 10:30:00", "language": "en", "url": "https://l.example/1"},
    "trafilatura": {"title": "T", "raw_text": "-", "text": TEXT, "author": "Ann", "sitename": "l.example",
                    "date": "2021-06-04 10:30:00", "language": "en", "source": "https://l.example/1"},
    "newspaper4k": {"title": "T", "text": TEXT, "authors": ["Ann"], "meta_site_name": "l.example",
                    "publish_date": "2021-06-04 10:30:00", "meta_lang": "en", "url": "https://l.example/1"},
    "a table": {"Title": "T", "Article Content": TEXT, "AUTHOR": "['Ann']", "News-Outlet": "l.example",
                "Published Date": "2021-06-04 10:30:00", "Lang": "en", "Link": "https://l.example/1"},
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ending", ["json", "csv", "tsv"])
def test_the_names_that_tools_give_to_fields(put, shape, ending):
    fields = SHAPES[shape]
    if ending == "json":
        document = only(put("a.json", json.dumps(fields)))
    else:
        values = [json.dumps(v) if isinstance(v, list) else v for v in fields.values()]
        delimiter = "\t" if ending == "tsv" else ";"
        document = only(put(f"a.{ending}", as_csv([list(fields), values], delimiter)))
    assert document.text == f"T\n\nAnn\n\n{TEXT}"
    assert (document.title, document.byline, document.outlet, document.language) == ("T", "Ann", "l.example", "en")
    assert (document.url, document.published) == ("https://l.example/1", "2021-06-04 10:30:00")


def test_missing_values_are_missing(put):
    data = '{"text": "Rain fell.", "title": NaN, "author": "", "date": null, "source": "nan", "id": 7}'
    document = only(put("a.json", data))
    assert document.text == "Rain fell."
    assert (document.title, document.byline, document.published, document.outlet) == (None,) * 4
    assert document.identifier == "7"


@pytest.mark.parametrize(
    "description",
    ["The bridge over the Odra fell at dawn.", "The bridge over the Odra fell at da...", "Rain [...]", "T"],
)
def test_a_description_taken_from_the_article_or_cut_is_no_standfirst(put, description):
    document = only(put("a.json", json.dumps({"title": "T", "text": TEXT, "description": description})))
    assert document.text == f"T\n\n{TEXT}"


def test_a_description_of_its_own_words_is_a_standfirst(put):
    document = only(put("a.json", json.dumps({"title": "T", "text": TEXT, "description": "The road is cut."})))
    assert document.parts[1].role == "standfirst"


def test_markup_in_a_field_becomes_words(put):
    body = "<p>Rain &amp; wind<br>came.</p><script>run()</script><p onclick='run()'>It <b>rained</b>.</p>"
    document = only(put("a.json", json.dumps({"title": "Rain &amp; wind", "text": body})))
    assert document.text == "Rain & wind\n\nRain & wind\ncame.\n\nIt rained."
    assert set(document.repairs) == {"html tags", "html entities"}


def test_signs_that_are_no_markup_stay(put):
    text = "AT&T fell & 3 < 4 > 2; R&D; a &b; c"
    assert only(put("a.json", json.dumps({"text": text}))).text == text


def test_half_characters_and_escapes_in_json_do_no_harm(put):
    document = only(put("a.json", r'{"text": "A\ud800 line\u0000 and co\u00adal.\r\nNext"}'))
    assert document.text == "A\ufffd line\ufffd and coal.\nNext"
    assert set(document.repairs) == {"unreadable characters", "invisible characters", "line ends"}


def test_an_address_that_could_run_is_no_url(put):
    document = only(put("a.json", json.dumps({"text": TEXT, "url": "javascript:alert(1)"})))
    assert document.url is None


def test_text_in_paragraphs_and_sections(put):
    body = {"summary": ["First."], "sections": [{"headline": ["Then"], "paragraphs": ["Second.", "Third."]}]}
    assert only(put("a.json", json.dumps({"body": body}))).text == "First.\n\nThen\n\nSecond.\n\nThird."


@pytest.mark.parametrize("wrap", [lambda a: a, lambda a: {"status": "ok", "articles": a}])
def test_a_list_of_articles_is_many_records(put, wrap):
    found = put("a.json", json.dumps(wrap([{"text": "One."}, {"text": "Two."}])))
    assert [formats.document(record).text for record in found] == ["One.", "Two."]
    assert [record.number for record in found] == [1, 2]


def test_json_lines_named_json(put):
    found = put("a.json", '{"text": "One."}\n{"text": "Two."}\n')
    assert [formats.document(record).text for record in found] == ["One.", "Two."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_files_of_many_in_any_encoding(put, encoding):
    lines = "".join(json.dumps({"text": f"Café number {n} – “open”."}, ensure_ascii=False) + "\n" for n in range(3))
    table = "text,title\r\n" + "".join(f"Café number {n} – “open”.,Café\r\n" for n in range(3))
    for name, data, before in (("a.jsonl", lines, ""), ("a.csv", table, "Café\n\n")):
        found = [formats.document(record) for record in put(name, data.encode(encoding))]
        assert [d.text for d in found] == [f"{before}Café number {n} – “open”." for n in range(3)]
    assert encoding.startswith("utf-8") or found[0].repairs[0] in ("utf-16", "cp1252")


def test_a_bad_line_costs_only_that_line(put):
    found = put("a.jsonl", b'{"text": "One."}\n{"text": \n\n[1]\n\xff\xfe\x00\n{"text": "Five."}\n{"title": "none"}\n')
    read, lost = [], []
    for record in found:
        try:
            read.append(formats.document(record).text)
        except UnreadableError:
            lost.append(record.place)
    assert read == ["One.", "Five."]
    assert lost == [f"a.jsonl, record {n}" for n in (2, 4, 5, 7)]


def test_an_empty_cell_of_text_is_said_to_be_empty(put):
    with pytest.raises(UnreadableError, match="its field of text is empty"):
        [formats.document(record) for record in put("a.csv", "title,Full text,date\na,,2031-05-06\n")]


def test_a_row_with_too_many_fields_costs_only_that_row(put):
    found = put("a.csv", "title,text\na,One.\nb,Two, three.\n\nc,Four.\n")
    assert [formats.document(r).text for r in found if isinstance(r, Record)] == ["a\n\nOne.", "c\n\nFour."]
    assert [r.what for r in found if isinstance(r, Problem)] == ["row 2 has 3 fields, the header 2"]


def test_a_quotation_mark_that_is_never_closed_costs_no_row_before_it(put):
    found = put("a.csv", 'title,text\na,One.\nb,"Two" and more.\nc,Three.\nd,"Four.\ne,Five.\n')
    assert [formats.document(r).title for r in found if isinstance(r, Record)] == ["a", "c"]
    assert ["is broken" in r.what for r in found if isinstance(r, Problem)] == [True, True]


@pytest.mark.parametrize(
    "text", ["cinema\nShare\n(Lantern) Rain fell.", "(d\nRain fell.", "PK is a name.", "From: Ann\nRain."]
)
def test_words_that_look_a_little_like_a_binary_file_are_text(put, text):
    assert only(put("a.txt", text)).text == text


def test_a_row_keeps_line_ends_and_quotation_marks(put):
    text = 'He said "no".\nThen "yes", twice.' * 9000  # larger than the csv module takes unasked
    assert only(put("a.csv", as_csv([["text"], [text]]))).text == text


def test_a_letter_late_in_a_large_table_is_not_lost(put):
    rows = "".join(f"{n},plain words in a row\r\n" for n in range(60_000))
    found = put("a.csv", ("id,text\r\n" + rows + "x,café\r\n").encode("cp1252"))
    assert formats.document(found[-1]).text == "café"


def test_records_are_the_same_each_time(put):
    data = as_csv([["id", "text"], ["a", "One."], ["b", "Two."]])
    assert put("a.csv", data) == put("a.csv", data)
    first, second = put("a.csv", data)
    assert first.sha256 != second.sha256
    assert [formats.identifier(r) for r in (first, second)] == ["a", "b"]


# Web pages.

LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "A site"},
        {
            "@type": ["NewsArticle"],
            "headline": "Bridge falls in Ostrava",
            "description": "The main road is cut.",
            "author": {"@id": "#ann"},
            "publisher": [{"@type": "NewsMediaOrganization", "name": "Daily Lantern"}],
            "datePublished": "2021-06-04T12:30:00+02:00",
            "isAccessibleForFree": "False",
        },
        {"@type": "Person", "@id": "#ann", "name": "Ann Example"},
    ],
}
PARAGRAPHS = [
    "The bridge over the Odra fell at dawn on Friday, and two lorries were on it when it gave way.",
    "Four people were taken to a hospital nearby, the fire service said; two of them went home later.",
    "“We heard a crack and ran,” said a witness who sells bread below the bridge every morning.",
    "The mayor asked for an inquiry into the bridge, which was built in 1961 and carries the main road.",
]
CAPTION = "The bridge a year before it fell, seen from the old mill"


def page(head="", body="", top=""):
    first, second, third, fourth = PARAGRAPHS
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Bridge falls in Ostrava - Daily Lantern</title>{head}</head><body>{top}
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Bridge falls in Ostrava</h1><div class="summary">The main road is cut.</div>
<figure><img src="b.jpg" onerror="run()"><figcaption>{CAPTION}</figcaption></figure>
<p>{first}</p><script>run("evil words")</script>
<h2>What is known</h2><p>{second}</p><blockquote><p>{third}</p></blockquote>
<svg onload="run()"><text>evil words</text></svg><p onclick="run()">{fourth}</p>{body}
<ul><li>It was closed for repairs in the spring of 1990.</li><li>It was painted twice after that.</li></ul>
</article><aside><h3>Most read</h3><a href="/dog">Dog walks home over the hills</a></aside>
<footer>© 2024 Daily Lantern</footer></body></html>"""


def linked(value):
    source = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{source}</script>'


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.txt", "a.html.gz"])
def test_a_saved_page_is_its_article(put, name):
    data = page(linked(LINKED)).encode()
    document = only(put(name, gzip.compress(data) if name.endswith(".gz") else data))
    assert document.form == "html"
    assert document.text.startswith("Bridge falls in Ostrava\n\n")
    assert document.text.count("Bridge falls in Ostrava") == 1
    at = [document.text.index(paragraph) for paragraph in PARAGRAPHS]
    assert at == sorted(at)
    assert "The main road is cut." in document.text
    for furniture in ("Home", "Most read", "Dog walks", "© 2024", "evil", "run(", "<", "onerror"):
        assert furniture not in document.text
    roles = {part.text: part.role for part in document.parts}
    assert roles["Bridge falls in Ostrava"] == "title"
    assert roles["Ann Example"] == "byline"
    assert roles["What is known"] == "heading"
    assert roles.get(CAPTION, "caption") == "caption"
    assert roles[PARAGRAPHS[2]] is None
    assert (document.title, document.byline) == ("Bridge falls in Ostrava", "Ann Example")
    assert (document.outlet, document.published) == ("Daily Lantern", "2021-06-04T12:30:00+02:00")
    assert (document.language, document.paywalled, document.live_blog) == ("en", True, False)


def test_without_json_ld_the_meta_elements_and_the_time_speak(put):
    head = """<meta property="og:title" content="Bridge falls in Ostrava - Daily Lantern">
    <meta property="og:site_name" content="Daily Lantern"><meta name="author" content="Ann Example">"""
    document = only(put("a.html", page(head, '<time datetime="2021-06-04T12:30+02:00">Friday</time>')))
    assert (document.title, document.outlet) == ("Bridge falls in Ostrava", "Daily Lantern")
    assert (document.byline, document.published) == ("Ann Example", "2021-06-04T12:30+02:00")


def test_a_copyright_year_is_no_date(put):
    assert only(put("a.html", page())).published is None


def test_a_page_that_is_drawn_by_a_script_gives_the_text_of_its_json_ld(put):
    node = {"@type": "NewsArticle", "headline": "Bridge falls", "articleBody": "\n\n".join(PARAGRAPHS)}
    source = f"<html><head>{linked(node)}</head><body><div id='root'></div></body></html>"
    document = only(put("a.html", source))
    assert [part.text for part in document.parts] == ["Bridge falls", *PARAGRAPHS]


def test_a_live_blog_says_so(put):
    live = {
        "@type": "LiveBlogPosting",
        "headline": "Bridge falls in Ostrava",
        "liveBlogUpdate": [{"@type": "BlogPosting"}],
    }
    assert only(put("a.html", page(linked([live])))).live_blog


@pytest.mark.parametrize(
    "bad", ["{", "[[[" * 5000, "null", '"x"', '{"@type": 5, "headline": {"a": []}}', "<!-- [1] -->"]
)
def test_bad_json_ld_is_passed_over(put, bad):
    document = only(put("a.html", page(linked(bad) + linked(LINKED))))
    assert document.outlet == "Daily Lantern"


def test_of_several_articles_the_one_of_the_headline_counts(put):
    other = {"@type": "NewsArticle", "headline": "Dog walks home", "datePublished": "1999-01-01"}
    assert only(put("a.html", page(linked([other, LINKED])))).published == "2021-06-04T12:30:00+02:00"


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ('<link rel="canonical" href="https://lantern.example/bridge">', ""),
        (
            '<link rel="canonical" href="/relative"><meta property="og:url" content="https://lantern.example/bridge">',
            "",
        ),
        ("", "<!-- saved from url=(0030)https://lantern.example/bridge -->"),
        ('<link rel="canonical" href="https://web.archive.org/web/20210604im_/https://lantern.example/bridge">', ""),
        (
            '<link rel="canonical" href="javascript:run()"><meta property="og:url" content="https://lantern.example/bridge">',
            "",
        ),
    ],
)
def test_where_a_page_was_published(put, head, top):
    assert only(put("a.html", page(head, top=top))).url == "https://lantern.example/bridge"


def test_the_banner_of_the_archive_is_no_part_of_the_page(put):
    banner = '<div id="wm-ipp-base"><p>One of 12 captures of this page, made over many years.</p></div>'
    assert "captures" not in only(put("a.html", page(top=banner))).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
def test_encodings_of_pages(put, encoding):
    source = page(f'<meta charset="{encoding}">', "<p>The café at the bridge stayed shut all day, its owner said.</p>")
    source = source.replace("“", '"').replace("”", '"').replace("©", "(c)")
    assert "The café at the bridge" in only(put("a.html", source.encode(encoding.replace("windows-", "cp")))).text


def test_a_page_without_article_gives_its_words_and_says_so(put):
    document = only(put("a.html", "<html><body><div>Rain.</div><div>Wind.</div></body></html>"))
    assert "Rain." in document.text and "Wind." in document.text


@pytest.mark.parametrize("source", ["<html></html>", "<html><body><script>x</script></body></html>", "<!doctype html>"])
def test_a_page_without_words_is_a_problem(put, source):
    assert problem(put("a.html", source)).what == "it holds no words"


# What is wrong with a file.


def archive(inner, data=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(inner, data)
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "it is empty", "put the article"),
    "blank.txt": (b" \n\t\n", "no words", "put the article"),
    "blank.json": (b" \n", "no valid JSON", "mend"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + os.urandom(500), "a picture", "text"),
    "photo.html": (b"\xff\xd8\xff\xe0" + os.urandom(500), "a picture", "text"),
    "noise.txt": (bytes(range(256)) * 8, "encoding cannot be told", "UTF-8"),
    "pickle.json": (pickle.dumps({"text": "x"}), "Python pickle", "JSON"),
    "pickle0.json": (pickle.dumps({"text": "x"}, 0), "Python pickle", "JSON"),
    "pickle1.csv": (pickle.dumps(["x"], 1), "Python pickle", "JSON"),
    "paper.pdf": (b"%PDF-1.7\n", "a PDF", "pdftotext"),
    "paper.txt": (b"%PDF-1.7\n", "a PDF", "pdftotext"),
    "link.url": (b"[InternetShortcut]\r\nURL=https://l.example/1", "a link to a page", "save the page"),
    "letter.eml": (b"Subject: Fire\n\nIt rained.", "a mail message", "as text"),
    "letter.docx": (archive("word/document.xml"), "a Word file", "pandoc"),
    "letter.txt": (archive("word/document.xml"), "a Word file", "pandoc"),
    "text.odt": (archive("mimetype", b"application/vnd.oasis.opendocument.text"), "an ODT", "pandoc"),
    "book.epub": (archive("mimetype", b"application/epub+zip"), "an EPUB", "pandoc"),
    "note.rtf": (b"{\\rtf1\\ansi Rain}", "an RTF", "pandoc"),
    "page.mhtml": (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "an MHTML", "HTML only"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Office", "plain text"),
    "feed.xml": (b"<?xml version='1.0'?><rss/>", "an XML file", "HTML"),
    "style.css": (b"p {}", "no article by its ending", ".txt"),
    "table.csv": (b"name,score\na,1\n", "its columns are name, score", "text"),
    "empty.csv": (b"\n\n", "its columns are none", "text"),
    "other.json": (b'{"name": "x", "score": 1}', "its keys are name, score", "text"),
    "number.json": (b"12", "no object", "text"),
    "broken.json": (b'{"text": "x",\n "title" "y"}', "line 2 column 10", "mend"),
    "huge.json": (b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "no valid JSON", "mend"),
    "deep.json": (b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep", "top"),
    "no text.json": (b'{"text": "", "title": "T"}', "its field of text is empty", "put the article's text there"),
    "cut.jsonl.gz": (gzip.compress(b'{"text": "x"}\n' * 99)[:40], "damaged gzip", "pack"),
    "false.gz": (b"\x1f\x8b" + b"\0" * 40, "damaged gzip", "pack"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_line_that_says_what_to_do(put, name):
    data, what, remedy = BAD[name]
    found = problem(put(name, data))
    assert name in str(found)
    assert what in found.what
    assert remedy in found.remedy


def test_a_pickle_is_never_opened(put, tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    for protocol in range(6):
        problem(put("a.json", pickle.dumps(Trap(), protocol)))
    assert not (tmp_path / "sprung").exists()


def test_a_link_out_of_the_set_is_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("Nobody may read this.")
    (tmp_path / "set" / "articles").mkdir(parents=True)
    link = tmp_path / "set" / "articles" / "a.txt"
    link.symlink_to(tmp_path / "secret.txt")
    assert "leaves the set" in problem(formats.records(link, "a.txt")).what


def test_a_folder_with_the_name_of_a_file(tmp_path):
    (tmp_path / "articles" / "x.txt").mkdir(parents=True)
    assert "folder" in problem(formats.records(tmp_path / "articles" / "x.txt", "x.txt")).what


def test_a_file_that_is_not_there_or_may_not_be_read(tmp_path, monkeypatch):
    (tmp_path / "articles").mkdir()
    path = tmp_path / "articles" / "x.txt"
    assert "cannot be opened" in problem(formats.records(path, "x.txt")).what
    path.write_text("Rain.")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert "cannot be opened" in problem(formats.records(path, "x.txt")).what


def test_a_file_of_many_is_a_stream_and_may_not_unpack_without_end(put, monkeypatch):
    monkeypatch.setattr(formats, "FILE_LIMIT", 10_000)
    lines = b'{"text": "Rain."}\n' * 9000
    assert len(put("a.jsonl", lines)) == 9000
    first, *_, last = put("a.jsonl.gz", gzip.compress(lines))
    assert first.number == 1 and "unpacks to more" in last.what
    assert "unpacks to more" in put("a.csv.gz", gzip.compress(b"text\n" + b"Rain.\n" * 90_000))[-1].what
    monkeypatch.setattr(formats, "RECORD_LIMIT", 10_000)
    assert "larger than" in problem(put("a.txt.gz", gzip.compress(b"Rain " * 90_000))).what


def test_a_record_that_is_too_large_is_refused(put, monkeypatch):
    monkeypatch.setattr(formats, "RECORD_LIMIT", 1000)
    assert "larger than" in problem(put("a.txt", "Rain. " * 500)).what
    assert "a line of more" in problem(put("a.jsonl", '{"text": "' + "Rain. " * 500 + '"}')).what
    assert "a line of more" in problem(put("a.csv", "text\n" + "Rain. " * 500)).what


# Whatever comes.

NAMES = st.sampled_from(["a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a.csv.gz", "a.tsv", "a"])
MARKUP = b"<html> <p> <script type='application/ld+json'> </script> &#55357;".split()
PIECES = b'{"text": "x" } [ , text " \\ud800 \xff\xfe \xef\xbb\xbf \x00 \x1f\x8b \xe2\x80\x9c'.split()
FRAGMENTS = st.sampled_from([*MARKUP, *PIECES, b"\n", b"word "]) | st.binary(max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(NAMES, st.lists(FRAGMENTS, max_size=30).map(b"".join))
def test_any_bytes_give_a_document_or_a_problem(put, name, data):
    for found in put(name, data):
        if isinstance(found, Problem):
            str(found).encode()
            continue
        try:
            document = formats.document(found)
        except UnreadableError as error:
            assert error.what and error.remedy
            continue
        document.text.encode()
        assert not set(document.text) & set("\r\x00\u00ad\u200b\ufeff")


WORDS = st.text("abcdefgh ABCéж“”’.,!-\n", min_size=1, max_size=60).filter(lambda s: any(c.isalpha() for c in s))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_the_text_is_the_fields_in_order_joined_by_blank_lines(put, title, standfirst, byline, body):
    fields = {"id": "1", "body": body, "byline": byline, "standfirst": standfirst, "title": title}
    expected = "\n\n".join(part.strip() for part in (title, standfirst, byline, body))
    rows = as_csv([list(fields), list(fields.values())])
    for name, data in (("a.json", json.dumps(fields)), ("a.jsonl", json.dumps(fields)), ("a.csv", rows)):
        document = only(put(name, data))
        if "mojibake" not in document.repairs:
            assert document.text == expected


@pytest.mark.parametrize(
    "unit", ["<div>", "<p>word ", "<!--", "<table><tr><td>1</td></tr></table>", " ", "&amp;", "<b", '"', "[", "<br>"]
)
def test_hostile_pages_take_linear_time(put, unit):
    started = time.process_time()
    found = put("a.html", "<html>" + unit * 20_000)
    for record in found:
        with contextlib.suppress(UnreadableError):
            formats.document(record)
    assert time.process_time() - started < 10
