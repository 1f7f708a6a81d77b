"""What is read of an article is read once for all tests, but where the cache itself is tested; never in one's own."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

import crossread.report  # before anything imports jsonschema: it says why
from crossread.articles.sets import DATA
from crossread.report import notebook_runs
from crossread.report.folder import Report, write_report

OWN = ("test_cache", "test_workers", "test_kills")  # what these say would not hold of a cache that others fill


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """The folder of all processes of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session", autouse=True)
def one_cache(shared):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSREAD_CACHE", str(shared / "cache"))
        yield


@pytest.fixture(autouse=True)
def own_cache(request, tmp_path_factory, monkeypatch):
    if request.path.stem in OWN:
        monkeypatch.setenv("CROSSREAD_CACHE", str(tmp_path_factory.mktemp("cache")))


@contextmanager
def _alone(shared, name):
    """Whichever process comes first goes on, the others wait for it."""
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def report_once(shared, one_cache):
    """A function that writes a report under a name, once for all tests that only look at it."""

    def write(name, analysis, more=(), **given):
        target, told = shared / name / "report", shared / f"{name}.json"
        with _alone(shared, name):
            if not told.exists():
                notebooks, done = {path: {} for path in [*notebook_runs.find_notebooks(), *more]}, []
                written = write_report(analysis(), target, notebooks, done.append, **given)
                assert sorted(done) == sorted(path.stem for path in notebooks)
                told.write_text(json.dumps(dict(written.errors)), "utf-8")
        return Report(target, json.loads(told.read_text("utf-8")))

    return write


class Reported(NamedTuple):
    """The report of a copy of the sample, as a person made it: its folder, and what the command said."""

    folder: Path
    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def sample_report(shared, one_cache):
    """What the command leaves, in a process of its own: one for all tests that only look at it."""
    folder = shared / "a stranger's"
    with _alone(shared, "sample"):
        if not folder.exists():
            shutil.copytree(DATA / "sample", folder / "the 'sample' set")
            environment = os.environ | {"PYTHONPATH": str(Path(crossread.__file__).parents[1])}
            command = [sys.executable, "-m", "crossread.cli", "report", "the 'sample' set"]
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
            for name, said in (("status", str(done.returncode)), ("out", done.stdout), ("err", done.stderr)):
                (folder / name).write_text(said, "utf-8")
    status, out, err = ((folder / name).read_text("utf-8") for name in ("status", "out", "err"))
    return Reported(folder / "reports" / "the 'sample' set", int(status), out, err)


@pytest.fixture(scope="session")
def said_on_the_sample(sample_report):
    """What a notebook, named by its stem, shows of the sample, in plain words."""

    import nbformat

    def said(stem):
        return shown(nbformat.read(sample_report.folder / "notebooks" / f"{stem}.ipynb", as_version=4))

    return said


def shown(notebook):
    """What a notebook shows, in plain words."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return html.fromstring("\n".join(output.data["text/html"] for output in outputs)).text_content()
