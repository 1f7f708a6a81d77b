import ast
import re

import invented
import nbformat
import pytest
from conftest import shown
from lxml import html

from crossread.display import drawing
from crossread.report import notebook_runs
from crossread.storage import tables

NOTEBOOKS = notebook_runs.find_notebooks()
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
SAID = {  # of the sample, and of articles in which nothing was found
    "02_framing": ("hits of the five generic frames", ("no indicator was found", "no violent act was found")),
    "03_sentiment": ("with a name and others", ("no clause of this set has a label",)),
    "04_quotes": ("sources with a name", ("no attribution was found",)),
    "05_casualties": (
        "46 casualty claims in 6 articles: 36 killed, 7 injured, 2 displaced and 1 affected",
        ("no casualty figure was found",),
    ),
    "06_comparison": ("cells, ", ("no fact was found that every article tells",)),
}


def _read(path):
    notebook = nbformat.read(path, as_version=4)
    return notebook, [cell for cell in notebook.cells if cell.cell_type == "code"]


@each
def test_kept_without_outputs_and_with_a_plain_kernel(path):
    notebook, code = _read(path)
    nbformat.validate(notebook)
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert notebook.metadata.kernelspec == {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert dict(notebook.metadata.language_info) == {"name": "python"}
    assert not any(set(cell.metadata) - {"tags"} for cell in notebook.cells)


@each
def test_opens_with_title_question_and_what_it_does_not_show(path):
    first = _read(path)[0].cells[0]
    assert first.cell_type == "markdown"
    title, question, limits = first.source.split("\n\n")[:3]
    assert re.fullmatch(r"# [^\n]+", title)
    assert question.rstrip().endswith("?")
    assert limits.startswith("**What it does not show.**")


@each
def test_parameters_are_literals_each_with_a_comment(path):
    _, code = _read(path)
    assert code[0].metadata.tags == ["parameters"]
    lines = code[0].source.splitlines()
    assert [line.split(" = ")[0] for line in lines][:2] == ["tables", "interactive"]
    for line in lines:
        assert re.search(r"  # \S", line), line
        ast.literal_eval(line.split(" = ", 1)[1])
    assert ast.literal_eval(lines[0].split(" = ", 1)[1]) == "sample"


@each
def test_cells_are_short_and_define_nothing(path):
    for cell in _read(path)[1]:
        assert len(cell.source.splitlines()) <= 10, cell.source
        assert not re.search(r"^\s*(def|class|async)\b|lambda", cell.source, re.MULTILINE), cell.source
        ast.parse(cell.source)


@each
def test_prose_uses_no_dollar_sign_and_one_title(path):
    prose = "\n\n".join(cell.source for cell in _read(path)[0].cells if cell.cell_type == "markdown")
    assert "$" not in prose
    assert len(re.findall(r"^# ", prose, re.MULTILINE)) == 1


@pytest.mark.parametrize("stem", SAID)
def test_notebooks_show_what_was_found(said_on_the_sample, stem):
    said = said_on_the_sample(stem)
    found, nothing = SAID[stem]
    assert found in said
    assert not [words for words in nothing if words in said]


def test_notebooks_run_to_their_end_and_say_so_where_nothing_was_found(tmp_path):
    sample = invented.sample()
    kept = {name: table if name in ("articles", "blocks") else table.iloc[:0] for name, table in sample.tables.items()}
    tables.write_tables(sample._replace(tables=kept), tmp_path / "tables", "parquet")
    given = {path: {"tables": str(tmp_path / "tables")} for path in NOTEBOOKS if path.stem in SAID}
    for run in notebook_runs.run(given, tmp_path / "out"):
        assert run.failure is None, run.path.stem
        said = shown(run.notebook)
        assert [words for words in SAID[run.path.stem][1] if words not in said] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_chart_is_explained_and_has_its_numbers_beside_it_and_in_words(sample_report, path):
    page = html.document_fromstring((sample_report.folder / f"{path.stem}.html").read_text("utf-8"))
    for figure in page.iter("figure"):
        assert len(figure.findtext(".//p[@class='figure-title']")) > 15
        assert len(figure.find(".//figcaption").text_content()) > 60
        assert figure.find(".//table/caption") is not None
        (svg,) = figure.iter("svg")
        assert svg.get("role") == "img" and len(svg.get("aria-label")) > 60
        raw = html.tostring(svg, encoding="unicode")
        assert "currentColor" in raw and "DejaVu" not in raw and "<style" not in raw
        assert drawing.INK not in raw and drawing.FAINT not in raw
        ids = set(re.findall(r'id="([^"]+)"', raw))
        assert set(re.findall(r'(?:url\(|href=")#([^)"]+)', raw)) == ids
