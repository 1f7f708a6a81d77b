import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import invented
import nbformat
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from crossread.analysis import analyse
from crossread.articles.sets import DATA, SetError
from crossread.display import passages
from crossread.report import folder, notebook_runs
from crossread.report.folder import write_report

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def _notebook(path, *cells):
    nbformat.write(new_notebook(cells=list(cells), metadata=KERNEL), path)
    return path


@pytest.fixture(scope="module")
def report(report_once, tmp_path_factory):
    """One report with the real notebooks, one that fails and one with pictures, in a folder with an awkward
    name."""
    root = tmp_path_factory.mktemp("a {set} ö")
    failing = _notebook(
        root / "08_fails.ipynb",
        new_markdown_cell("# This one fails\n\nWhy?"),
        new_code_cell("tables = 'x'", metadata={"tags": ["parameters"]}),
        new_code_cell("print('before')"),
        new_code_cell("raise ValueError('no <b>figures</b> in \\x1b[31mset')"),
        new_code_cell("print('after')"),
    )
    dying = _notebook(
        root / "10_dies.ipynb",
        new_markdown_cell("# This one takes its kernel along"),
        new_code_cell("tables = 'x'", metadata={"tags": ["parameters"]}),
        new_code_cell("import os\nos._exit(3)"),
        new_code_cell("print('after')"),
    )
    picture = _notebook(
        root / "09_picture.ipynb",
        new_markdown_cell("# A picture\n\nWhat is seen?"),
        new_code_cell("tables = 'x'", metadata={"tags": ["parameters"]}),
        new_code_cell(
            "from IPython.display import Image, display\n"
            "display(Image(b'\\x89PNG', format='png'), metadata={'image/png': {'alt': 'A \"ferry\"'}})"
        ),
    )
    analysis = invented.analysis(folder=root)
    return report_once("a {set} ö", lambda: analysis, [failing, picture, dying])


def _pages(report):
    return sorted(report.folder.rglob("*.html"))


def _parsed(path):
    return html.document_fromstring(path.read_text("utf-8"))


def test_what_a_report_holds(report):
    top = {p.name for p in report.folder.iterdir()}
    assert {"index.html", "01_articles.html", "read", "tables", "notebooks", "report.json"} <= top
    assert {p.suffix for p in (report.folder / "tables").iterdir()} == {".csv", ".parquet", ".json"}
    assert len(list((report.folder / "read").iterdir())) == 6
    assert not [p.name for p in report.folder.parent.iterdir() if p.name.startswith(".")]


def test_every_page_can_be_read_by_anyone(report):
    for path in _pages(report):
        page = _parsed(path)
        assert page.get("lang") == "en", path
        assert len(page.findtext(".//title")) > len(" · Crossread"), path
        levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1 and levels[0] == 1, (path, levels)
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        assert page.xpath("//main[@id='main']"), path
        for region in page.xpath("//*[@role='region']"):
            assert region.get("aria-label") and region.get("tabindex") == "0", path
        for table in page.iter("table"):
            assert table.findtext("caption"), path
            assert all(th.get("scope") in ("col", "row") for th in table.iter("th")), path
        for drawing in page.iter("svg"):
            assert drawing.get("role") == "img" and drawing.get("aria-label"), path


def test_pictures_have_the_words_that_their_notebook_gave(report):
    alts = [image.get("alt") for path in _pages(report) for image in _parsed(path).iter("img")]
    assert alts == ['A "ferry"']


def test_no_page_asks_a_network_for_anything(report):
    for path in _pages(report):
        page = _parsed(path)
        frames = page.xpath("//iframe/@src") if path.name == "compare.html" else []
        assert all((report.folder / frame).is_file() for frame in frames), path
        assert page.xpath("count(//iframe)") == len(frames), path
        assert not page.xpath("//script[@src] | //object | //embed | //base | //form"), path
        fetched = page.xpath("//*[not(self::a)]/@href | //*[not(self::iframe)]/@src | //@srcset | //@data | //@poster")
        assert all(address.startswith(("data:", "#")) for address in fetched), (path, fetched)
        assert not re.search(r"@import|url\(['\"]?(?!#)", path.read_text("utf-8")), path
        assert len(page.xpath("//script")) == 1, path
        assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_nothing_of_an_article_runs_or_is_taken_for_mathematics(report):
    for path in _pages(report):
        page = _parsed(path)
        assert not page.xpath("//*[@*[starts-with(name(), 'on')]]"), path
        assert not page.xpath("//a[starts-with(@href, 'javascript:')]"), path
    index = _parsed(report.folder / "index.html").text_content()
    assert "<script>alert(1)</script> Between $5 and $9 million" in index
    for shown in _parsed(report.folder / "01_articles.html").xpath("//section//table"):
        assert shown.xpath("ancestor::*[contains(@class, 'mathjax_ignore')]")


def test_links_lead_somewhere(report):
    for path in _pages(report):
        for address in _parsed(path).xpath("//a/@href"):
            if address.startswith("https://news.example/"):
                continue
            file, _, anchor = address.partition("#")
            target = (path.parent / unquote(file)).resolve() if file else path
            assert target.is_file(), (path, address)
            if anchor and target.name != "compare.html":
                assert anchor in _parsed(target).xpath("//@id"), (path, address)


def test_each_set_apart_line_leads_to_its_words(report):
    table = invented.analysis().tables["blocks"]
    addresses = _parsed(report.folder / "01_articles.html").xpath("//a/@href")
    for block in table[table["role"].isin(["byline", "caption", "promo"])].itertuples():
        assert passages.address(block.article_id, block.start, block.end) in addresses


def test_the_real_notebooks_run_to_their_end(report):
    for path in notebook_runs.find_notebooks():
        notebook = nbformat.read(report.folder / "notebooks" / path.name, as_version=4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert outputs
        assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_a_notebook_that_fails_leaves_a_page_that_points_at_the_cell(report):
    assert list(report.errors) == ["08_fails", "10_dies"]
    page = _parsed(report.folder / "08_fails.html")
    alarm = page.xpath("//*[@role='alert']")[0]
    assert "ValueError: no <b>figures</b> in" in alarm.text_content()
    (anchor,) = alarm.xpath(".//a/@href")
    (cell,) = page.xpath(f"//*[@id='{anchor[1:]}']")
    assert "raise ValueError" in cell.text_content()
    assert "before" in page.text_content()
    assert "papermill" not in page.xpath("//main")[0].text_content().split("Run ")[0]
    assert "not complete" in _parsed(report.folder / "index.html").text_content()


def test_a_kernel_that_dies_is_a_notebook_that_fails(report):
    page = _parsed(report.folder / "10_dies.html")
    alarm = page.xpath("//*[@role='alert']")[0]
    assert "DeadKernelError" in alarm.text_content()
    assert "os._exit" in page.xpath(f"//*[@id='{alarm.xpath('.//a/@href')[0][1:]}']")[0].text_content()


def test_the_report_says_what_it_is_made_of(report):
    index = _parsed(report.folder / "index.html").text_content()
    for words in (
        "6 articles from 4 outlets",
        "a <b>.pdf",
        "save its text as .txt",
        "full texts",
        "publish",
        "papermill",
        "0" * 64,
    ):
        assert words in index
    facts = json.loads((report.folder / "report.json").read_text("utf-8"))
    assert set(facts["articles"]) == set(invented.analysis().tables["articles"]["article_id"])


def test_kept_notebooks_find_the_tables_and_name_no_path_of_this_machine(report):
    for path in (report.folder / "notebooks").iterdir():
        raw = path.read_text("utf-8")
        assert 'tables = \\"../tables\\"' in raw
        if path.stem not in report.errors:  # a trace of an error names files
            assert str(report.folder.parent) not in raw
            assert str(report.folder.parent) not in (report.folder / f"{path.stem}.html").read_text("utf-8")


def test_the_first_page_has_the_chart_of_each_notebook_with_its_words(report):
    index = _parsed(report.folder / "index.html")
    cards = index.xpath("//ul[@class='cards']/li")
    assert len(cards) == len(list(report.folder.glob("[0-9]*.html")))
    first = _parsed(report.folder / "01_articles.html").xpath("//svg/@aria-label")[0]
    assert cards[0].xpath(".//svg/@aria-label") == [first]
    assert "How to cite" in index.text_content()
    assert "ö0”, 6 articles, made on" in index.text_content()


def test_the_summary_stands_at_the_head(report):
    (box,) = _parsed(report.folder / "index.html").xpath("//*[@class='summary']")
    assert box.findtext("h2") == "In short"
    assert "6 articles" in box.text_content()
    assert box.getparent().xpath("h2/@id")[0] == "notebooks"


def test_pages_stay_small(report):
    assert all(path.stat().st_size < 200_000 for path in _pages(report))


def test_a_folder_that_is_no_report_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(SetError, match="is not a report"):
        write_report(invented.analysis(), tmp_path / "mine", {})
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_an_old_report_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "ferry"
    write_report(invented.analysis(), target, {})
    (target / "old").touch()
    monkeypatch.setattr("crossread.report.folder._index", lambda *parts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(invented.analysis(), target, {})
    assert (target / "old").exists()
    monkeypatch.undo()
    write_report(invented.analysis(), target, {})
    assert not (target / "old").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["ferry"]


def _with_parameters(folder: Path, source: str) -> list[Path]:
    return [_notebook(folder / "01_x.ipynb", new_code_cell(source, metadata={"tags": ["parameters"]}))]


@pytest.mark.parametrize(
    ("own", "given", "value"),
    [("False", "true", True), ("False", "True", True), ("3", "5", 5), ("0.5", "1", 1), ("0.5", ".25", None),
     ("'a'", "007", "007"), ("['a']", '["b"]', ["b"]), ("None", "5", 5), ("None", "five", "five"),
     ("3", "2.5", None),
     ("3", "true", None), ("False", "1", None)],
)  # fmt: skip
def test_a_parameter_has_the_type_of_its_own_value(tmp_path, own, given, value):
    notebooks = _with_parameters(tmp_path, f"tables = 'sample'  # a set\nlimit = {own}  # how many")
    if value is None:
        with pytest.raises(notebook_runs.ParameterError, match=r"-p limit .* its own value is"):
            notebook_runs.check_parameters(notebooks, {"limit": given})
    else:
        assert notebook_runs.check_parameters(notebooks, {"limit": given}) == {notebooks[0]: {"limit": value}}


@pytest.mark.parametrize("name", ["limits", "tables"])
def test_an_unknown_parameter_names_the_valid_ones(tmp_path, name):
    notebooks = _with_parameters(tmp_path, "tables = 'sample'\nlimit = 3\nmeasure = 'killed'")
    with pytest.raises(notebook_runs.ParameterError, match="valid names are limit, measure"):
        notebook_runs.check_parameters(notebooks, {name: "1"})


def test_pages_of_many_articles_are_made_of_tables_read_some_articles_at_a_time(tmp_path, monkeypatch):
    pages = []
    for at_once in (folder.AT_ONCE, 2):
        monkeypatch.setattr(folder, "AT_ONCE", at_once)
        target = write_report(analyse(DATA / "sample"), tmp_path / "report", {}).folder
        shown = {path.name: path.read_text("utf-8") for path in sorted(target.rglob("*.html"))}
        index = html.document_fromstring(shown.pop("index.html"))
        pages.append((shown, index.xpath("//section[@class='summary']")[0].text_content()))
    assert len(pages[0][0]) > 5 and pages[0] == pages[1]
