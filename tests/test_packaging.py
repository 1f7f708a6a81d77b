import importlib
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from crossread.benchmarks import speed

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def _named(requirements):
    """Versions by name, whatever the spelling of the name and the order."""
    parts = (re.match(r"([A-Za-z0-9._-]+)(.*)", requirement).groups() for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", name).lower(): version.strip() for name, version in parts}


WANTED = _named(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])


def test_environment_yml_says_the_same_as_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    listed = _named(environment["dependencies"])
    assert listed.pop("python") == PROJECT["requires-python"]
    assert listed.pop("pip") == ""
    build = _named(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"])
    assert listed == WANTED | build


def test_the_lock_pins_every_direct_requirement_with_checksums():
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    pins = _named(entry.split(" ", 1)[0] for entry in entries)
    assert set(pins) >= set(WANTED) | {"setuptools"}
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_the_lock_names_no_index():
    assert "://" not in LOCK
    assert "index" not in LOCK
    assert "\n-" not in LOCK


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="not a git checkout")
def test_no_set_of_anyone_gets_into_git():
    def ignored(path):
        asked = ["git", "-C", str(ROOT), "check-ignore", "--quiet", "--no-index", path]
        return subprocess.run(asked, check=False).returncode == 0

    for path in (
        "data/mine/articles/a.txt",
        "data/a.txt",
        "data/syria-2016/articles/000.txt",
        "data/mazar-consulate-2016/articles/bbc.json",
        "reports/x/index.html",
    ):
        assert ignored(path), path
    for path in (
        "README.md",
        "sample/articles/a.txt",
        "syria-2016/metadata.csv",
        "syria-2016/checksums.sha256",
        "mazar-consulate-2016/checksums.sha256",
    ):
        assert not ignored(f"data/{path}"), path
    kept = subprocess.run(["git", "-C", str(ROOT), "ls-files", "data"], capture_output=True, text=True, check=True)
    facts = {"README.md", "syria-2016/README.md", "syria-2016/metadata.csv", "syria-2016/checksums.sha256"}
    facts |= {"mazar-consulate-2016/README.md", "mazar-consulate-2016/checksums.sha256"}
    beside = {line.removeprefix("data/") for line in kept.stdout.splitlines()}
    assert {path for path in beside if not path.startswith("sample/")} <= facts


@pytest.mark.parametrize("target", ["report", "test", "fuzz", "lab", "lint", "lock", "help"])
def test_make_help_names_every_target(target):
    if not shutil.which("make"):
        pytest.skip("no make")
    said = subprocess.run(["make", "-s", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    assert f"make {target} " in said


def test_what_the_pages_are_made_of_is_packaged():
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    assert "pages/*" in patterns["crossread"]


@pytest.mark.parametrize("step", speed.STEPS)
def test_what_the_benchmark_times_is_there(step):
    module, _, owner = speed.STEPS[step][0].partition(":")
    holder = importlib.import_module(f"crossread.{module}")
    assert callable(getattr(getattr(holder, owner) if owner else holder, speed.STEPS[step][1]))
