"""Files and folders replaced whole, and what a killed run leaves."""

import os
import subprocess
import sys

import pytest

from crossread.storage import replacing


@pytest.fixture
def dead_pid():
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_a_folder_takes_the_place_of_another_at_once_or_step_by_step(tmp_path, monkeypatch):
    for how in (replacing._exchanged, lambda *paths: False):
        monkeypatch.setattr(replacing, "_exchanged", how)
        for name in ("old", "new"):
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / name).touch()
        replacing.swap(tmp_path / "new", tmp_path / "old")
        assert [p.name for p in tmp_path.iterdir()] == ["old"]
        assert [p.name for p in (tmp_path / "old").iterdir()] == ["new"]
        (tmp_path / "old" / "new").unlink()


def test_what_a_killed_run_left_is_taken_away_and_what_it_had_moved_is_put_back(tmp_path, monkeypatch, dead_pid):
    target = tmp_path / "a [report]"
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: dead_pid)
        unfinished, old = replacing.beside(target), replacing.beside(target)
    unfinished.mkdir()
    old.with_name(f"{old.name}-old").mkdir()
    (old.with_name(f"{old.name}-old") / "index.html").touch()
    live = replacing.beside(target)
    live.mkdir()
    (tmp_path / ".a [report].mine").touch()
    replacing.tidy(target)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([live.name, ".a [report].mine", target.name])
    assert (target / "index.html").exists()
    assert replacing.made_for(live) == target
