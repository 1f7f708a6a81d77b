"""Every test has a cache folder of its own; what is slow to build is built once."""

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("CROSSREAD_CACHE", str(tmp_path_factory.mktemp("cache")))
