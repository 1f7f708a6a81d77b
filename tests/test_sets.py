"""What a set's folder holds: its files, and what metadata.csv says of them."""

import hashlib
import os
from pathlib import Path

import pandas as pd
import pytest

from crossread.articles import dates
from crossread.articles.sets import (
    DATA,
    SetError,
    article_files,
    find_set,
    metadata_row,
    read_actors,
    read_metadata,
    unmatched,
    unnamed,
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    return tmp_path


def write(folder, name, data="Rain."):
    path = folder / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data)


def metadata(folder, data):
    (folder / "metadata.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_metadata(folder)


def test_files_come_in_order_of_name_without_hidden_ones(folder):
    for name in (
        "b.txt",
        "a b'\"..txt",
        "two\nlines.txt",
        ".hidden",
        "~$c.docx",
        "Thumbs.db",
        "sub/c.txt",
        ".git/d.txt",
    ):
        write(folder, name)
    assert [name for _, name in article_files(folder)] == ["a b'\"..txt", "b.txt", "sub/c.txt", "two\nlines.txt"]


def test_what_a_browser_saves_beside_a_page_is_no_article(folder):
    for name in ("rain.html", "rain_files/style.css", "my_files/a.txt"):
        write(folder, name)
    assert [name for _, name in article_files(folder)] == ["my_files/a.txt", "rain.html"]


def test_a_link_is_listed_and_a_linked_folder_is_not_entered(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "secret.txt").write_text("No.")
    (folder / "articles" / "gone.txt").symlink_to(other / "none.txt")
    (folder / "articles" / "sub").symlink_to(other)
    assert [name for _, name in article_files(folder)] == ["gone.txt"]


def test_a_name_that_is_no_utf8_can_be_printed(folder):
    try:
        write(folder, os.fsdecode(b"caf\xe9.txt"))
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    ((path, name),) = article_files(folder)
    assert name == "caf\\xe9.txt" and path.read_text() == "Rain."


def test_a_set_need_not_have_metadata(folder):
    assert read_metadata(folder) == ({}, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_rows_by_file(folder, encoding, delimiter):
    lines = [("File", "outlet", "published", "title"), ("a.txt", "Café Times", "2021-06-04", ""), ("b.txt", "", "", "")]
    rows, problems = metadata(folder, "\r\n".join(map(delimiter.join, lines)).encode(encoding))
    assert rows == {"a.txt": {"outlet": "Café Times", "published": "2021-06-04"}, "b.txt": {}}
    assert problems == []


def test_columns_may_have_their_usual_names(folder):
    rows, problems = metadata(folder, "Filename,Source,Date,lang\na.txt,Lantern,2021-06-04,en\n")
    assert (rows, problems) == ({"a.txt": {"outlet": "Lantern", "published": "2021-06-04", "language": "en"}}, [])
    _, (problem,) = metadata(folder, "file,published,date\na.txt,2021-06-04,2021-06-05\n")
    assert "column date is not known" in str(problem)


def test_all_that_is_wrong_with_a_row_is_said_and_none_of_it_is_used(folder):
    rows, problems = metadata(folder, "file,outlet,published,url\na.txt,Lantern,one day,htp://x\n")
    assert rows == {"a.txt": {"outlet": "Lantern"}} and len(problems) == 2


def test_the_row_of_an_id_wins_over_the_row_of_its_file():
    rows = {"all.jsonl": {"outlet": "Lantern", "language": "en"}, "7": {"outlet": "Evening Lantern"}}
    assert metadata_row(rows, "all.jsonl", "7") == {"outlet": "Evening Lantern", "language": "en"}
    assert metadata_row(rows, "all.jsonl") == rows["all.jsonl"]
    assert metadata_row(rows, "other.txt", None) == {}


def test_two_ways_of_writing_a_letter_are_one_name(folder):
    rows, _ = metadata(folder, "file,outlet\ncafe\u0301.txt,Lantern\n")
    assert metadata_row(rows, "caf\u00e9.txt") == {"outlet": "Lantern"}
    assert unmatched(rows, ["caf\u00e9.txt"]) == []


def test_a_row_that_names_nothing_gets_the_nearest_name():
    (problem,) = unmatched({"bridge.txt": {}, "rain.txt": {}}, ["Bridge.txt", "rain.txt"])
    assert "bridge.txt is no file of the set" in str(problem) and "nearest is Bridge.txt" in str(problem)


def test_an_actor_whom_no_article_names_is_said_in_case_the_name_is_misspelt():
    actors = pd.DataFrame({"name": ["Rosa Quill", "Brekke"]})
    (problem,) = unnamed(actors, pd.DataFrame({"name": ["Rosa Quill", "Halvard Brekke"]}))
    assert problem.file == "actors.csv" and "no article names Brekke" in str(problem)
    assert unnamed(None, actors) == unnamed(actors, actors) == []


def test_names_are_never_opened_as_paths(folder):
    rows, problems = metadata(folder, "file,outlet\n../../etc/hosts,Lantern\n/dev/zero,Lantern\n")
    assert problems == [] and len(unmatched(rows, ["a.txt"])) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("file,outlett\na.txt,x\n", "column outlett is not known and is ignored; known are file, outlet, title"),
        ("outlet,title\nx,y\n", "no column file"),
        ("file,outlet\n,Lantern\n", "line 2 has no file"),
        ("file,outlet\na.txt,Lantern\na.txt,Other\n", "line 3 names a.txt again and is ignored"),
        ("file,published\na.txt,one day\n", "one day is no time and is ignored"),
        (bytes(range(256)) * 5, "encoding cannot be told"),
        (b"", "no column file"),
        ("file,url\na.txt,javascript:run()\n", "is no address of the web"),
        ("file,language\na.txt,english\n", "line 2: english is no code of a language and is ignored"),
    ],
)
def test_what_is_wrong_gets_one_line(folder, data, said):
    rows, (problem,) = metadata(folder, data)
    assert said in str(problem) and str(problem).startswith("metadata.csv: ") and "\n" not in str(problem)
    assert rows.get("a.txt", {}).get("outlet", "Lantern") == "Lantern"


def test_the_facts_about_the_real_set_agree_with_each_other():
    real = DATA / "syria-2016"
    rows, problems = read_metadata(real)
    named = [line.split("  ") for line in (real / "checksums.sha256").read_text().splitlines()]
    assert problems == [] and list(rows) == [name for _, name in named] and len(named) == 5
    for row in rows.values():
        assert "published" not in row or dates.parse(row["published"], "metadata").precision == "minute"


@pytest.mark.parametrize("name", ["syria-2016", "mazar-consulate-2016"])
def test_the_real_articles_are_those_of_the_checksums(name):
    articles = DATA / name / "articles"
    if not articles.is_dir():
        pytest.skip(f"the articles of data/{name} are not here")
    for line in (DATA / name / "checksums.sha256").read_text().splitlines():
        checksum, name = line.split("  ")
        assert hashlib.sha256(Path(articles, name).read_bytes()).hexdigest() == checksum


def test_a_wrong_path_is_no_set_even_where_its_last_name_is_one(tmp_path):
    with pytest.raises(SetError, match="no such folder"):
        find_set(tmp_path / "sample")
    (tmp_path / "one.txt").touch()
    with pytest.raises(SetError, match="is a file; give a folder"):
        find_set(tmp_path / "one.txt")
    assert find_set("sample") == DATA / "sample"


def test_a_folder_without_articles_says_what_to_do(tmp_path):
    (tmp_path / "set" / "articles").mkdir(parents=True)
    with pytest.raises(SetError, match=r"give one of the sets in it, such as .*set$"):
        find_set(tmp_path)
    with pytest.raises(SetError, match="give the folder above it"):
        find_set(tmp_path / "set" / "articles")
    (tmp_path / "set" / "empty").mkdir()
    with pytest.raises(SetError, match="make one in it"):
        find_set(tmp_path / "set" / "empty")


def test_an_actor_that_is_named_twice_is_the_first_one(folder):
    lines = ["name,aliases,entity_type", "Ann Boro,A. Boro,person", "ann  boro,the master,person", "Lind,,boat", ",x,"]
    (folder / "actors.csv").write_text("\n".join(lines), "utf-8")
    actors, problems = read_actors(folder)
    assert actors[["name", "aliases"]].fillna("").to_numpy().tolist() == [["Ann Boro", "A. Boro"], ["Lind", ""]]
    said = ["line 3 names ann  boro again and is ignored", "line 4: boat is no entity_type", "line 5 has no name"]
    assert [problem.what.startswith(words) for problem, words in zip(problems, said, strict=True)] == [True] * 3


def test_whether_an_actor_is_a_party_is_yes_or_no(folder):
    (folder / "actors.csv").write_text("name,party_to_conflict\nAnn Boro,perhaps\nLind,Yes", "utf-8")
    actors, (problem,) = read_actors(folder)
    assert actors["party_to_conflict"].fillna("").tolist() == ["", "Yes"]
    assert "perhaps is no party_to_conflict" in problem.what and "yes or no" in problem.remedy
