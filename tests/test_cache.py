"""What is read once is not read again, and nothing but rows comes out of the cache."""

import sqlite3

import pytest

import crossread
from crossread import codebooks, workers
from crossread.articles.documents import Record
from crossread.storage import cache, columns

ARTICLE = "Harbour reopens after the storm\n\nThe harbour of Ostmark reopened on Monday, two days after the storm."


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "set" / "articles"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def count_reads(monkeypatch):
    read = []
    original = workers.read_article

    def counted(record, *rest):
        read.append(record.name)
        return original(record, *rest)

    monkeypatch.setattr(workers, "read_article", counted)
    return read


def tables_of(folder):
    return {name: table.to_csv() for name, table in crossread.analyse(folder).tables.items()}


def test_an_unchanged_article_is_not_read_again_and_gives_the_same_rows(articles, monkeypatch):
    read = count_reads(monkeypatch)
    first = tables_of(articles.parent)
    assert tables_of(articles.parent) == first
    assert read == ["one.txt"]


def test_a_changed_text_a_changed_metadata_row_and_a_changed_code_book_are_read(articles, monkeypatch):
    read = count_reads(monkeypatch)
    tables_of(articles.parent)
    (articles / "one.txt").write_text(ARTICLE + "\n\nThe ferries sail again.", encoding="utf-8")
    tables_of(articles.parent)
    (articles.parent / "metadata.csv").write_text("file,outlet\none.txt,The Coast\n", encoding="utf-8")
    tables_of(articles.parent)
    (articles.parent / "codebooks").mkdir()
    (articles.parent / "codebooks" / "outlets.csv").write_text("name,aliases,domains\nX,,\n", encoding="utf-8")
    codebooks.load.cache_clear()
    tables_of(articles.parent)
    assert len(read) == 4


def test_a_damaged_cache_is_put_aside_and_begun_anew(articles):
    expected = tables_of(articles.parent)
    path = cache.folder() / "reading.sqlite"
    path.write_bytes(b"no data base at all" * 100)
    assert tables_of(articles.parent) == expected
    assert sqlite3.connect(path).execute("SELECT count(*) FROM reading").fetchone() == (1,)
    assert path.with_name(path.name + ".damaged").exists()


def test_an_entry_that_is_no_rows_is_read_anew(articles):
    expected = tables_of(articles.parent)
    with sqlite3.connect(cache.folder() / "reading.sqlite") as db:
        db.execute("UPDATE reading SET rows = ?", (b"cos\nsystem\n(S'echo pickled'\ntR.",))
    assert tables_of(articles.parent) == expected


def test_without_a_place_for_a_cache_everything_is_read(articles, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("CROSSREAD_CACHE", str(blocked / "below"))
    assert len(crossread.analyse(articles.parent).tables["articles"]) == 1


def test_two_runs_may_write_at_once():
    books = codebooks.load()
    record = Record("one.txt", None, "page", b"words")
    with cache.Cache(books) as one, cache.Cache(books) as other:
        one.put(one.key(record, {}), columns.pack({"articles": {"title": ["one"]}}))
        one._db.commit()
        other.put(other.key(record, {}), columns.pack({"articles": {"title": ["one"]}}))
    with cache.Cache(books) as again:
        assert columns.unpack(again.get(again.key(record, {}))) == {"articles": {"title": ["one"]}}


def test_a_cache_damaged_within_is_noticed_while_it_is_read(articles, caplog):
    expected = tables_of(articles.parent)
    path = cache.folder() / "reading.sqlite"
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    caplog.clear()
    assert tables_of(articles.parent) == expected
    assert "was damaged" in caplog.text and len(caplog.records) == 1
    assert cache.state()[1] == 1


def test_a_changed_byte_of_an_entry_is_noticed(articles, caplog):
    expected = tables_of(articles.parent)
    with sqlite3.connect(cache.folder() / "reading.sqlite") as db:
        ((packed,),) = db.execute("SELECT rows FROM reading").fetchall()
        db.execute("UPDATE reading SET rows = ?", (packed[:60] + bytes([packed[60] ^ 1]) + packed[61:],))
    assert tables_of(articles.parent) == expected
    assert "damaged entry" in caplog.text
    caplog.clear()
    assert tables_of(articles.parent) == expected and not caplog.text


def test_a_folder_that_cannot_be_written_is_said_once_and_costs_nothing_else(articles, monkeypatch, tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CROSSREAD_CACHE", str(tmp_path / "file" / "below"))
    tables_of(articles.parent)
    assert len(caplog.records) == 1 and "cannot be used" in caplog.text


def test_a_full_disk_ends_the_cache_and_not_the_run(articles, caplog):
    with cache.Cache(codebooks.load()) as full:
        full._db.execute("PRAGMA max_page_count = 4")
        for number in range(3):
            full.put(str(number), columns.pack({"articles": {"title": ["x" * 10, str(number)] * 5000}}) * 20)
    assert len(caplog.records) == 1 and "full" in caplog.text


def test_the_cache_says_what_it_holds_and_can_be_cleared(articles):
    assert cache.state() == (cache.folder() / "reading.sqlite", 0, 0)
    tables_of(articles.parent)
    path, n, size = cache.state()
    assert n == 1 and size > 1000
    cache.clear()
    assert cache.state() == (path, 0, 0) and not list(cache.folder().iterdir())
