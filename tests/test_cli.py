import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import invented
import pytest
from lxml import html

from crossread import cli
from crossread.articles.sets import SetError

STORY = """Ferry aground at Port Ellis

The ferry struck the breakwater at dawn on Tuesday and took in water at once, the port said.

“Nobody saw the light,” said the harbour master, who asked the town for calm and for blankets.

The company said that 40 passengers were taken off by boat, and that two of them were in hospital.
"""


@pytest.fixture
def ferry(tmp_path):
    folder = tmp_path / "the 'ferry' set"
    (folder / "articles").mkdir(parents=True)
    for name in ("one.txt", "two.txt"):
        (folder / "articles" / name).write_text(STORY.replace("Tuesday", name), encoding="utf-8")
    return folder


def run(*words, cwd=None):
    """The command as a person runs it, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    command = [sys.executable, "-m", "crossread.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=120)


def test_a_report_from_the_folder_of_a_stranger_with_a_clean_console(sample_report):
    assert sample_report.status == 0, sample_report.err
    assert (sample_report.folder / "index.html").is_file()
    assert sample_report.out == ""
    (line,) = sample_report.err.splitlines()
    assert line.startswith("the 'sample' set: 6 articles, ")
    assert line.endswith(f"reports/{sample_report.folder.name}/index.html")


def test_what_is_wrong_with_the_input_is_one_line_and_status_2(ferry, tmp_path, monkeypatch, capsys):
    alone = run("check", tmp_path)
    assert (alone.returncode, alone.stdout) == (2, "")
    said = [alone.stderr]
    for words in (
        ["report", tmp_path / "nowhere"],
        ["tables", tmp_path, "-o", tmp_path / "out"],
        ["report", ferry, "-o", tmp_path / "out", "-p", "limits", "3"],
    ):
        assert _main(monkeypatch, *words) == 2, words
        done = capsys.readouterr()
        assert done.out == ""
        said.append(done.err)
    assert [len(line.splitlines()) for line in said] == [1] * 4
    assert all(line.startswith("crossread: ") for line in said)
    assert "valid names are " in said[-1]
    assert not (tmp_path / "out").exists()


def _main(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["crossread", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code or 0


def test_check_says_what_each_file_holds_and_what_is_left_out(ferry, monkeypatch, capsys):
    monkeypatch.setattr(cli, "analyse", lambda folder, progress: invented.analysis(folder=folder))
    assert _main(monkeypatch, "check", ferry) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    for words in (
        "6 articles, 4 outlets",
        "1 a piece.txt\n  Northern Wire (text): Ferry aground at Port Ellis\n"
        "  published: 3 May 2031, 07:00 to 4 May, 09:00 UTC (text, to the minute, zone uncertain)\n",
        "73% of it stands in 0 a piece.txt",
        "undated (no time found)",
        "not before 5 May 2031 (inferred)",
        "a <b>.pdf: is a PDF; save its text as .txt",
        "language fr",
    ):
        assert words in said


def test_a_failing_notebook_is_status_1(ferry, tmp_path, monkeypatch, capsys):
    from crossread.report import folder as report

    written = report.Report(tmp_path / "reports", {"02_framing": "ValueError: no\nfigure"})
    monkeypatch.setattr(report, "write_report", lambda *given: written)
    assert _main(monkeypatch, "report", ferry, "-o", tmp_path / "out") == 1
    (line, _) = capsys.readouterr().err.splitlines()
    assert line.startswith("crossread: notebook 02_framing stopped at ValueError: no figure: see ")


def test_two_sets_of_one_name_are_not_written_over_each_other(ferry, tmp_path, monkeypatch, capsys):
    other = tmp_path / "other" / ferry.name
    (other / "articles").mkdir(parents=True)
    assert _main(monkeypatch, "report", ferry, other, "-o", tmp_path / "out") == 2
    assert "same folder name" in capsys.readouterr().err


def test_tables(ferry, tmp_path, monkeypatch):
    assert _main(monkeypatch, "tables", ferry, "-o", tmp_path / "out", "--format", "jsonl") == 0
    assert len((tmp_path / "out" / "articles.jsonl").read_text("utf-8").splitlines()) == 2


def test_validate_hands_over_to_the_benchmark(tmp_path, monkeypatch, capsys):
    path, out = tmp_path / "dev.jsonl", tmp_path / "out.jsonl"
    path.write_text('{"article": "a", "sentence": "The council met on Monday."}\n', encoding="utf-8")
    assert _main(monkeypatch, "validate", "neutral-conflict", path, "--predictions", out) == 0
    assert "neutral-conflict: 1 sentences of 1 articles" in capsys.readouterr().out
    assert out.read_text("utf-8").startswith('{"index": 0')
    assert _main(monkeypatch, "validate", "line", path) == 2
    assert "there are basil" in capsys.readouterr().err
    assert _main(monkeypatch, "validate", "basil", tmp_path) == 2
    assert "is a directory" in capsys.readouterr().err


def test_terminal_escapes_in_a_name_are_shown_and_not_obeyed(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(cli, "find_set", lambda name: (_ for _ in ()).throw(SetError("\x1b[31mset\nx: bad")))
    assert _main(monkeypatch, "check", tmp_path) == 2
    assert capsys.readouterr().err == "crossread: \\x1b[31mset\nx: bad\n"


def test_reports_of_several_days_and_sets_stand_side_by_side_and_are_listed(ferry, tmp_path, monkeypatch, capsys):
    from crossread.report import kernels, notebook_runs

    other = tmp_path / "boats"
    (other / "articles").mkdir(parents=True)
    (other / "articles" / "one.txt").write_text(STORY, encoding="utf-8")
    monkeypatch.setattr(notebook_runs, "check_parameters", lambda notebooks, given: {})
    monkeypatch.setattr(kernels, "warm_up", lambda: None)
    out = tmp_path / "out"
    assert _main(monkeypatch, "report", other, "-o", out) == 0
    assert not (out / "index.html").exists()
    assert _main(monkeypatch, "report", ferry, other, "-o", out, "--dated") == 0
    names = sorted(path.name for path in out.iterdir() if path.is_dir())
    assert names[0] == "boats"
    assert re.fullmatch(r"boats-\d{4}-\d\d-\d\d", names[1])
    assert len(names) == 3
    listed = html.document_fromstring((out / "index.html").read_text("utf-8"))
    for address in listed.xpath("//table//a/@href"):
        assert (out / unquote(address)).is_file()
    assert listed.xpath("count(//table//a)") == 3
    assert f"All reports: {out / 'index.html'}" in capsys.readouterr().err


def test_a_page_of_someone_else_is_not_taken_for_the_list(tmp_path):
    from crossread.report.folder import write_list

    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text('{"set": "<b>", "when": "now", "articles": {}}')
    (tmp_path / "index.html").write_text("mine")
    assert write_list(tmp_path) is None
    assert (tmp_path / "index.html").read_text() == "mine"
    (tmp_path / "index.html").unlink()
    assert write_list(tmp_path) == tmp_path / "index.html"
    assert write_list(tmp_path) == tmp_path / "index.html"
    assert "<b>" not in (tmp_path / "index.html").read_text("utf-8").split("<main")[1]
