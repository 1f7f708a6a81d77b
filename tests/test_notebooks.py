import ast
import re

import nbformat
import pytest

from crossread.report.notebook_runs import find_notebooks

NOTEBOOKS = find_notebooks()
pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _read(path):
    notebook = nbformat.read(path, as_version=4)
    return notebook, [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_kept_without_outputs_and_with_a_plain_kernel(path):
    notebook, code = _read(path)
    nbformat.validate(notebook)
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert notebook.metadata.kernelspec == {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert dict(notebook.metadata.language_info) == {"name": "python"}
    assert not any(set(cell.metadata) - {"tags"} for cell in notebook.cells)


def test_opens_with_title_question_and_what_it_does_not_show(path):
    first = _read(path)[0].cells[0]
    assert first.cell_type == "markdown"
    title, question, limits = first.source.split("\n\n")[:3]
    assert re.fullmatch(r"# [^\n]+", title)
    assert question.rstrip().endswith("?")
    assert limits.startswith("**What it does not show.**")


def test_parameters_are_literals_each_with_a_comment(path):
    _, code = _read(path)
    assert code[0].metadata.tags == ["parameters"]
    lines = code[0].source.splitlines()
    assert [line.split(" = ")[0] for line in lines][:2] == ["tables", "interactive"]
    for line in lines:
        assert re.search(r"  # \S", line), line
        ast.literal_eval(line.split(" = ", 1)[1])
    assert ast.literal_eval(lines[0].split(" = ", 1)[1]) == "sample"


def test_cells_are_short_and_define_nothing(path):
    for cell in _read(path)[1]:
        assert len(cell.source.splitlines()) <= 10, cell.source
        assert not re.search(r"^\s*(def|class|async)\b|lambda", cell.source, re.MULTILINE), cell.source
        ast.parse(cell.source)


def test_prose_uses_no_dollar_sign_and_one_title(path):
    prose = "\n\n".join(cell.source for cell in _read(path)[0].cells if cell.cell_type == "markdown")
    assert "$" not in prose
    assert len(re.findall(r"^# ", prose, re.MULTILINE)) == 1
