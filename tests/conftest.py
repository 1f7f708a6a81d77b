"""What is read of an article is read once for all tests, but where the cache itself is tested; never in one's own."""

import pytest

OWN = ("test_cache", "test_workers", "test_kills")  # what these say would not hold of a cache that others fill


@pytest.fixture(scope="session", autouse=True)
def one_cache(tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base  # that of all processes of pytest-xdist
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSREAD_CACHE", str(shared / "cache"))
        yield


@pytest.fixture(autouse=True)
def own_cache(request, tmp_path_factory, monkeypatch):
    if request.path.stem in OWN:
        monkeypatch.setenv("CROSSREAD_CACHE", str(tmp_path_factory.mktemp("cache")))
