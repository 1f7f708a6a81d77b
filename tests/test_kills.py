"""Killed at any moment, a run leaves the old tables and the old report whole, and the next one ends as if undisturbed.

``CROSSREAD_KILLS=20`` in the environment kills as often as that.
"""

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest

from crossread.analysis import analyse
from crossread.articles.sets import DATA
from crossread.report.folder import write_report

KILLS = int(os.environ.get("CROSSREAD_KILLS", "3"))
FORKED = multiprocessing.get_context("forkserver")  # has imported all before a run begins, so that no kill falls there
FORKED.set_forkserver_preload(["crossread.report.folder"])


def run(folder, target, cache):
    """Write a report of a set without notebooks."""
    os.environ["CROSSREAD_CACHE"] = str(cache)
    write_report(analyse(folder), target, {})


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Starts such a run in a process of its own. Of two articles: it matters when it is killed, not what it reads."""
    folder = tmp_path_factory.mktemp("set") / "sample"
    (folder / "articles").mkdir(parents=True)
    for path in sorted((DATA / "sample" / "articles").iterdir())[:2]:
        shutil.copy(path, folder / "articles")
    return lambda target, cache: _started(folder, target, cache)


def _started(*given):
    process = FORKED.Process(target=run, args=given)
    process.start()
    return process


def ended(process):
    """The exit status of a process, when it has come to its end."""
    process.join()
    return process.exitcode


def digests(target):
    """What a report holds but for the time of its run."""
    return {
        path.relative_to(target).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((target / "tables").iterdir())
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, start):
    """The tables of a run that nobody killed, and the seconds that it took."""
    target, cache = tmp_path_factory.mktemp("whole") / "sample", tmp_path_factory.mktemp("cache")
    assert ended(start(target, cache)) == 0  # which starts the server
    shutil.rmtree(cache)
    began = time.monotonic()
    assert ended(start(target, cache)) == 0
    return digests(target), time.monotonic() - began


def test_the_next_run_ends_as_if_nothing_had_been_killed(tmp_path, start, undisturbed):
    expected, seconds = undisturbed
    target, cache, draw = tmp_path / "sample", tmp_path / "cache", random.Random(7)
    for number in range(KILLS):
        killed = start(target, cache)
        time.sleep(draw.random() * seconds)
        killed.kill()
        killed.join()
        if target.exists():  # an earlier one came to its end: it is whole
            assert json.loads((target / "report.json").read_text("utf-8"))["set"] == "sample"
            assert digests(target) == expected, number
            for path in (target / "tables").glob("*.parquet"):
                pd.read_parquet(path)
    assert ended(start(target, cache)) == 0
    assert digests(target) == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "sample"]


def test_the_old_report_is_there_at_every_moment_of_a_new_one(tmp_path, start, undisturbed):
    """Looked at without a pause while it is replaced."""
    target, cache = tmp_path / "sample", tmp_path / "cache"
    assert ended(start(target, cache)) == 0
    new, missing = start(target, cache), 0
    while new.is_alive():
        missing += not (target / "report.json").exists()
    assert ended(new) == 0
    assert not missing or not Path("/proc/self").exists()  # where no system call exchanges two folders
