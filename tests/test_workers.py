"""Reading spread over processes or a Dask cluster gives the same rows in the same order, and survives a dead worker."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import crossread
from crossread import analysis, cli, workers
from crossread.articles.documents import Record
from crossread.articles.sets import SetError
from crossread.benchmarks import made_articles
from crossread.storage import columns
from crossread.storage.tables import write_tables

DIES = "This article ends the process that reads it."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """More articles than one batch holds, of several files, one of them unreadable, some twice."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "articles").mkdir()
    for number in range(workers.BATCH + 4):
        (folder / "articles" / f"{number:03}.txt").write_text(made_articles.text(number, 60), encoding="utf-8")
    (folder / "articles" / "005.txt").write_bytes(b"%PDF-1.7 nothing to read")
    made_articles.write_set(folder, 3, 60)
    (folder / "articles" / "again.jsonl").write_bytes((folder / "articles" / "made.jsonl").read_bytes())
    (folder / "codebooks").mkdir()
    (folder / "codebooks" / "outlets.csv").write_text("name,aliases,domains\nThe Coast,,\n", encoding="utf-8")
    return folder


@pytest.fixture
def fresh(monkeypatch, tmp_path_factory):
    """A cache folder of its own for each run."""
    return lambda: monkeypatch.setenv("CROSSREAD_CACHE", str(tmp_path_factory.mktemp("cache")))


def same(one, other):
    assert one.problems == other.problems
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name])


def test_one_two_and_cached_give_the_same(folder, fresh):
    fresh()
    one = crossread.analyse(folder)
    assert len(one.tables["articles"]) == workers.BATCH + 9 and len(one.problems) == 4
    same(one, crossread.analyse(folder))
    fresh()
    same(one, crossread.analyse(folder, workers=2))


def test_a_large_set_is_linked_by_two_and_gives_the_same(folder, fresh, monkeypatch, tmp_path):
    fresh()
    one = crossread.analyse(folder)
    monkeypatch.setattr(columns, "IN_MEMORY", 0)
    two = crossread.analyse(folder, workers=2)
    for number, found in enumerate((one, two)):
        write_tables(found, tmp_path / str(number))
    for path in (tmp_path / "0").iterdir():
        assert path.read_bytes() == (tmp_path / "1" / path.name).read_bytes()
    same(one, two)


def test_a_step_whose_process_dies_is_done_here():
    beside = workers.Beside(workers.Process(), (), None)
    begun = [beside.begin(_dies_elsewhere, os.getpid()) for _ in range(2)]
    assert [result() for result in begun] == ["done"] * 2


def _dies_elsewhere(books, here):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_dask_gives_the_same_on_a_cluster_of_this_machine_alone(folder, fresh):
    distributed = pytest.importorskip("distributed")
    fresh()
    one = crossread.analyse(folder)
    fresh()
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    ) as cluster:
        same(one, crossread.analyse(folder, scheduler=cluster.scheduler_address))


def test_a_scheduler_that_is_not_there_is_said_in_a_line(folder, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "PATIENCE", "1s")
    with pytest.raises(SetError, match="no Dask scheduler answers there"):
        crossread.analyse(folder, scheduler="tcp://127.0.0.1:9")


def _die_or_read(tasks, *rest):
    """In the place of :func:`workers.read_batch`: as if an article took all the memory of the machine."""
    if any(DIES.encode() in record.data for record, _ in tasks):
        os.kill(os.getpid(), signal.SIGKILL)
    return READ(tasks, *rest)


READ = workers.read_batch


def test_an_article_that_kills_its_worker_costs_only_itself(tmp_path, fresh, monkeypatch):
    (tmp_path / "articles").mkdir()
    for number in range(4):
        words = DIES if number == 3 else made_articles.text(number, 40)
        (tmp_path / "articles" / f"{number}.txt").write_text(words, encoding="utf-8")
    fresh()
    monkeypatch.setattr(workers, "read_batch", _die_or_read)
    for module in (analysis, workers):
        monkeypatch.setattr(module, "BATCH", 2)
    found = crossread.analyse(tmp_path, workers=2)
    assert list(found.tables["articles"]["article_id"]) == ["0.txt", "1.txt", "2.txt"]
    (problem,) = found.problems
    assert problem.file == "3.txt" and "was ended" in problem.what


def test_an_error_in_reading_costs_only_its_article(monkeypatch):
    def fails(record, *rest):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(workers, "read_article", fails)
    ((what, remedy),) = workers.read_batch([(Record("a.txt", None, "page", b"Words."), {})])
    assert "ZeroDivisionError: division by zero" in what and "report it" in remedy


def test_a_worker_of_another_version_is_refused():
    with pytest.raises(SetError, match="another version"):
        workers.read_batch([], (), "another")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_end_with_a_parent_that_is_killed(folder, tmp_path):
    """Killed without a word, a run leaves no process behind."""
    words = [
        sys.executable, "-m", "crossread.cli", "tables", str(folder), "-o", str(tmp_path / "out"), "--workers", "2",
    ]  # fmt: skip
    run = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    children = []
    while run.poll() is None and len(children) < 2:
        children = _children(run.pid)
    run.kill()
    run.wait()
    for _ in range(600):  # a child that is still starting first has to read what it is to do
        left = [pid for pid in children if "spawn_main" in _command(pid)]
        if not left:
            break
        signal.sigtimedwait([], 0.1)
    assert not left


def _children(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return (
        [int(child) for child in found.read_text().split() if "spawn_main" in _command(child)] if found.exists() else []
    )


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_the_command_takes_the_number_of_workers(folder, tmp_path, monkeypatch):
    seen = {}

    def analyse(folder, progress, **where):
        seen.update(where)
        raise SetError("enough")

    monkeypatch.setattr(cli, "analyse", analyse)
    words = [
        "crossread", "tables", str(folder), "-o", str(tmp_path), "--workers", "2", "--scheduler", "tcp://127.0.0.1:1",
    ]  # fmt: skip
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit):
        cli.main()
    assert seen == {"workers": 2, "scheduler": "tcp://127.0.0.1:1"}
