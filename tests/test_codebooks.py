"""The code books of a set: each can be replaced, and what is wrong with one is said in one line."""

import pytest

import crossread
from crossread import codebooks, lists
from crossread.figures import claims
from crossread.problems import UnreadableError


def own(folder, name, text):
    (folder / "codebooks").mkdir(parents=True, exist_ok=True)
    (folder / "codebooks" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.mark.parametrize("name", codebooks.BOOKS)
@pytest.mark.parametrize("text", [b"\xff\xfe\x00 nonsense", b"[[rule]\nkind = 'x'", b"colour,shape\nred,round\n"])
def test_every_book_can_be_replaced_and_a_bad_one_is_told_in_a_line(tmp_path, name, text):
    try:
        codebooks.load(own(tmp_path, name, text))
    except UnreadableError as error:
        assert name in str(error) and "\n" not in str(error) and "; " in str(error)
    else:
        pytest.fail(f"a bad {name} was taken for a good one")


def test_copies_of_the_library_s_own_read_the_same_however_they_were_saved(tmp_path):
    for name in codebooks.BOOKS:
        own(tmp_path, name, "\ufeff" + (lists.FOLDER / name).read_text("utf-8").replace("\n", "\r\n"))
    codebooks.load.cache_clear()  # of words that it met it keeps what it found of them
    copy, ours = codebooks.load(tmp_path), codebooks.load()
    for field in ("cues", "gazetteer", "numbers", "origins", "agency", "outlets", "likeness"):
        assert getattr(copy, field) == getattr(ours, field), field


def test_the_entry_that_is_wrong_is_named(tmp_path):
    bad = "kind,match,words,source\nmedic,word,leech,mine\nwizard,word,mage,mine\n"
    with pytest.raises(UnreadableError, match=r"origin_kinds\.csv, line 3.*medic"):
        codebooks.load(own(tmp_path, "origin_kinds.csv", bad))


def test_a_column_that_may_be_empty_may_be_missing(tmp_path):
    assert (
        codebooks.load(own(tmp_path, "outlets.csv", "name,domains\nThe Telm Post,telm.example\n")).outlets[0].aliases
        == ()
    )


def test_a_set_says_itself_who_is_of_what_kind(tmp_path):
    (tmp_path / "articles").mkdir()
    text = "Shells hit Telm\n\nThe town's leeches said 12 people were killed when shells hit the market of Telm.\n"
    (tmp_path / "articles" / "a.txt").write_text(text, "utf-8")
    own(tmp_path, "origin_kinds.csv", "kind,match,words,source\nmedic,word,leeches,mine\n")
    own(tmp_path, "orign_kinds.csv", "kind,match,words,source\n")
    s = crossread.load(tmp_path)
    tables = (s.articles, s.figures, s.sentences, s.quotes, s.mentions, s.entities)
    assert list(claims.claims(*tables, codebooks.load(tmp_path))["kind"]) == ["hospital or medic"]
    assert [p.file for p in s.problems if "ignored" in p.what] == ["codebooks/orign_kinds.csv"]
