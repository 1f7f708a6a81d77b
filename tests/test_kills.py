"""Killed at any moment, a run leaves the old tables and the old report whole, and the next one ends as if undisturbed.

``CROSSREAD_KILLS=20`` in the environment kills as often as that.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from crossread.articles.sets import DATA

KILLS = int(os.environ.get("CROSSREAD_KILLS", "3"))
RUN = """
import sys
from pathlib import Path
from crossread.analysis import analyse
from crossread.report.folder import write_report
print("go", flush=True)
write_report(analyse(sys.argv[1]), Path(sys.argv[2]), {})
"""


def start(target, cache):
    """A run that writes a report of the sample without notebooks; it is past its imports."""
    env = {**os.environ, "CROSSREAD_CACHE": str(cache)}
    words = [sys.executable, "-c", RUN, str(DATA / "sample"), str(target)]
    run = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert run.stdout.readline() == b"go\n"
    return run


def digests(target):
    """What a report holds but for the time of its run."""
    return {
        path.relative_to(target).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((target / "tables").iterdir())
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The tables of a run that nobody killed, and the seconds that it took."""
    target, cache = tmp_path_factory.mktemp("whole") / "sample", tmp_path_factory.mktemp("cache")
    run = start(target, cache)
    began = time.monotonic()
    assert run.wait() == 0
    return digests(target), time.monotonic() - began


def test_the_next_run_ends_as_if_nothing_had_been_killed(tmp_path, undisturbed):
    expected, seconds = undisturbed
    target, cache, draw = tmp_path / "sample", tmp_path / "cache", random.Random(7)
    for number in range(KILLS):
        run = start(target, cache)
        time.sleep(draw.random() * seconds)
        run.kill()
        run.wait()
        run.stdout.close()
        if target.exists():  # an earlier one came to its end: it is whole
            assert json.loads((target / "report.json").read_text("utf-8"))["set"] == "sample"
            assert digests(target) == expected, number
            for path in (target / "tables").glob("*.parquet"):
                pd.read_parquet(path)
    assert start(target, cache).wait() == 0
    assert digests(target) == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "sample"]


def test_the_old_report_is_there_at_every_moment_of_a_new_one(tmp_path, undisturbed):
    """Looked at without a pause while it is replaced."""
    target, cache = tmp_path / "sample", tmp_path / "cache"
    assert start(target, cache).wait() == 0
    run, missing = start(target, cache), 0
    while run.poll() is None:
        missing += not (target / "report.json").exists()
    assert run.returncode == 0
    assert not missing or not Path("/proc/self").exists()  # where no system call exchanges two folders
