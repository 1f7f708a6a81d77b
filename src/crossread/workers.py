"""Reading spread over processes of this machine, or over a Dask cluster: the same rows in the same order.

Articles go out in batches and their rows come back in the order of the articles, however many are read at once. Only
a few batches are under way at a time, so that memory stays bounded. A process that dies costs no article but the one
that it cannot survive. What comes after reading is done here, and one of the processes goes on :class:`Beside` it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from itertools import cycle
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

from crossread import codebooks
from crossread.articles.documents import Record
from crossread.articles.sets import SetError
from crossread.problems import UnreadableError
from crossread.reading import read_article
from crossread.storage import cache, columns

BATCH = 10  # articles that are sent out at once
AHEAD = 3  # batches under way for each worker
PATIENCE = "15s"  # how long a scheduler may take to answer

Task = tuple[Record, dict[str, str]]  # an article and its row of the metadata
Read = bytes | tuple[str, str]  # packed columns; or what is wrong, and the remedy
Books = tuple[tuple[str, bytes], ...]  # the files of a set's own codebooks/ by name


class Pool(NamedTuple):
    """Where batches are sent: a way to submit one, how many are read at once, and by which processes of this machine;
    whoever takes one of these out can go on with it."""

    submit: Callable[..., Future]
    size: int
    processes: Sequence[Process] = ()


def own_books(folder: Path) -> Books:
    """The code books of a set, as they can be sent to another machine."""
    found = sorted((folder / "codebooks").glob("*"))
    return tuple((path.name, path.read_bytes()) for path in found if path.is_file())


def read_batch(tasks: list[Task], own: Books = (), version: str = "") -> list[Read]:
    """Read some articles: what a worker does. An error in one of them is that one's alone.

    Raises
    ------
    SetError
        When this process does not run the ``version`` of the analysis that is asked for.
    """
    if version and version != cache.analysis_version():
        raise SetError("a worker runs another version of Crossread or of its libraries; install the same on all")
    books = _books(own)
    with columns.no_cycles():
        return [_read(record, metadata, books) for record, metadata in tasks]


def _read(record: Record, metadata: dict[str, str], books: codebooks.Codebooks) -> Read:
    try:
        return columns.pack(read_article(record, metadata, books))
    except UnreadableError as error:
        return error.what, error.remedy
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        return f"an error in Crossread stopped its reading ({reason})", "report it, with the article if you may"


@lru_cache(maxsize=4)
def _books(own: Books) -> codebooks.Codebooks:
    if not own:
        return codebooks.load()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "codebooks").mkdir()
        for name, data in own:
            (Path(folder) / "codebooks" / name).write_bytes(data)
        return codebooks.load(Path(folder))


def results(
    batches: Iterable[tuple[object, list[Task]]], own: Books, pool: Pool | None
) -> Iterator[tuple[object, list[Read]]]:
    """What was read of each batch, in order of the batches; each comes with a label that comes back with it."""
    version = cache.analysis_version()
    if pool is None:
        for label, tasks in batches:
            yield label, read_batch(tasks, own) if tasks else []
        return
    under_way: deque[tuple[object, list[Task], Future | None]] = deque()

    def first() -> tuple[object, list[Read]]:
        label, tasks, future = under_way.popleft()
        try:
            return label, future.result() if future else []
        except SetError:
            raise
        except Exception as error:  # the worker is gone: reading itself raises nothing
            logging.getLogger(__name__).debug("batch read again: %r", error)
            return label, _alone(tasks, own)

    for label, tasks in batches:
        under_way.append((label, tasks, _submitted(pool, tasks, own, version) if tasks else None))
        while len(under_way) >= AHEAD * pool.size:
            yield first()
    while under_way:
        yield first()


def _submitted(pool: Pool, tasks: list[Task], own: Books, version: str) -> Future:
    try:
        return pool.submit(read_batch, tasks, own, version)
    except RuntimeError as error:  # the pool is broken
        future: Future = Future()
        future.set_exception(error)
        return future


def _alone(tasks: list[Task], own: Books) -> list[Read]:
    """Read a batch whose worker died in a process of its own; article by article if that one dies too."""
    process = Process()
    try:
        return process.submit(read_batch, tasks, own).result()
    except Exception:
        if len(tasks) == 1:
            return [("the process that read it was ended (too little memory?)", "split it or take it away")]
    return [read for task in tasks for read in _alone([task], own)]


@contextmanager
def pool(workers: int = 1, scheduler: str | None = None) -> Iterator[Pool | None]:
    """Where reading is done: None is this process.

    Parameters
    ----------
    workers
        Processes of this machine; 1 is this one alone.
    scheduler
        Address of a Dask scheduler (``tcp://127.0.0.1:8786``), which wins over ``workers``.

    Raises
    ------
    SetError
        When there is no Dask here, or none at that address.
    """
    if scheduler:
        with _dask(scheduler) as found:
            yield found
    elif workers > 1:
        processes = [Process() for _ in range(workers)]
        turn = cycle(processes)
        try:
            yield Pool(lambda *call: next(turn).submit(*call), workers, processes)
        finally:
            for process in processes:
                process.end()
    else:
        yield None


class Process:
    """A process of this machine, begun when it is first sent something, and a new one when it has died. It ends when
    nothing refers to it any more."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._one = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_end_with_parent)

    def submit(self, *call: object) -> Future:
        """Have it call something, after what it was sent before."""
        try:
            return self._one.submit(*call)
        except RuntimeError:  # it has died
            self.end()
            self._begin()
            return self._one.submit(*call)

    def end(self, at_once: bool = True) -> None:
        """End it when it is done with what it does now, or with all that it was sent."""
        self._one.shutdown(wait=False, cancel_futures=at_once)

    __del__ = end


class Beside:
    """A process of this machine for steps that others need not wait for.

    It goes on where reading ends: what it had to load for that is there. ``own`` are the files of the set's code books,
    and ``books`` what they are here.
    """

    def __init__(self, process: Process, own: Books, books: codebooks.Codebooks):
        self._process, self._own, self._books = process, own, books

    def begin(self, step: Callable, *given: object, last: bool = False) -> Callable[[], object]:
        """Begin ``step(books, *given)``. What this gives waits for the result; if the process dies, it is done here.
        After a ``last`` step the process ends, as it would keep memory."""
        future = self._process.submit(_with_books, step, self._own, given)
        if last:
            self._process.end(at_once=False)

        def result() -> object:
            try:
                return future.result()
            except Exception as error:  # an error of the step itself comes again
                logging.getLogger(__name__).debug("done again here: %r", error)
                return step(self._books, *given)

        return result


def _with_books(step: Callable, own: Books, given: tuple) -> object:
    with columns.no_cycles():
        done = step(_books(own), *given)
    columns.give_back()
    return done


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _dask(address: str) -> Iterator[Pool]:
    try:
        from distributed import Client
    except ImportError:
        raise SetError('--scheduler needs Dask: pip install "crossread[cluster]"') from None
    if not re.search(r":\d+/?$", address):  # told before Dask waits for it
        raise SetError(f"{address}: no address of a scheduler; write it like tcp://127.0.0.1:8786")
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SetError(f"{address}: no Dask scheduler answers there ({error})") from None
    with client:
        size = sum(client.nthreads().values())
        if not size:
            raise SetError(f"{address}: the scheduler has no workers yet; start some with `dask worker {address}`")
        yield Pool(client.get_executor(pure=False).submit, size)
