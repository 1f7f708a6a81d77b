"""Notebooks run through papermill, each in a kernel of its own."""

import ast
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from crossread.articles.sets import SetError
from crossread.report import kernels

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


class ParameterError(Exception):
    """A parameter that no notebook has, or a value that does not fit: one line that says what is valid."""


class Failure(NamedTuple):
    """Where a notebook stopped: the anchor of the cell on its page, and the error in one line."""

    anchor: str
    error: str


class Run(NamedTuple):
    """A notebook that was run, as far as it came."""

    path: Path
    notebook: nbformat.NotebookNode
    failure: Failure | None


def find_notebooks(folder: Path = NOTEBOOKS) -> list[Path]:
    """The notebooks of a folder in order of name.

    Raises
    ------
    SetError
        When there are none, as in a copy of the library alone.
    """
    found = sorted(folder.glob("[0-9]*.ipynb"))
    if not found:
        raise SetError(f"{folder}: no notebooks there; they come with the repository, installed by `pip install -e .`")
    return found


def check_parameters(notebooks: list[Path], given: dict[str, str]) -> dict[Path, dict[str, object]]:
    """Give each notebook those of the parameters that it has, with the type that its own value has.

    Raises
    ------
    ParameterError
        When no notebook has a parameter of that name, or the value is not of its type.
    """
    own = {path: _parameters(path) for path in notebooks}
    valid = sorted({name for parameters in own.values() for name in parameters})
    for name in given:
        if name not in valid:
            raise ParameterError(f"-p {name}: no notebook has this parameter; valid names are {', '.join(valid)}")
    return {
        path: {name: _typed(name, given[name], default) for name, default in parameters.items() if name in given}
        for path, parameters in own.items()
    }


def run(
    notebooks: dict[Path, dict[str, object]],
    folder: Path,
    meanwhile: Callable[[], None] = lambda: None,
    at_a_time: int = 2,
) -> Iterator[Run]:
    """Run notebooks with their parameters, some at a time, and yield each when it is done.

    ``meanwhile`` is called when they have been started.

    The notebooks that were run are left in ``folder``. The working directory is the caller's, as it belongs
    to the process and not to a thread: paths among the parameters are absolute.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if notebooks:
        kernels.warm_up()  # before there are threads
    with ThreadPoolExecutor(at_a_time) as pool:
        running = [pool.submit(_run, path, values, folder / path.name) for path, values in notebooks.items()]
        try:
            meanwhile()
            for done in as_completed(running):
                yield done.result()
        finally:  # who interrupts waits for those that run, not for all
            pool.shutdown(wait=False, cancel_futures=True)


def _run(path: Path, values: dict[str, object], output: Path) -> Run:
    """Run a notebook in a forked kernel; where that one does not start or dies, once more in an ordinary one."""
    for forked in dict.fromkeys((kernels.manager(), None)):
        failure = None
        try:
            papermill.execute_notebook(
                _literally(path),
                _literally(output),
                values,
                kernel_name="python3",
                progress_bar=False,
                start_timeout=300,  # seconds; a busy machine needs more than the 60 that are usual
                iopub_timeout=300,  # after four seconds, as is usual, a busy machine would lose outputs
                raise_on_iopub_timeout=True,
                shutdown_kernel="immediate",  # a polite end can take seconds
                # Twice a cell takes a fifth of it all. Where a kernel dies, the next one leaves what it came to.
                request_save_on_cell_execute=forked is None,
                # No word on each start of how it is connected; no file that all kernels of a person would write.
                extra_arguments=["--IPKernelApp.log_level=ERROR", "--HistoryManager.enabled=False"],
                **({"kernel_manager_class": forked} if forked else {}),
            )
            break
        except PapermillExecutionError as error:
            failure = " ".join(f"{error.ename}: {error.evalue}".split())
            break
        except Exception as error:  # the kernel died or did not start: the others go on
            failure = " ".join(f"{type(error).__name__}: {error}".split())
    notebook = nbformat.read(output if output.exists() else path, as_version=4)
    notebook = remove_error_markers(notebook)
    stopped = failure and Failure(_failed_cell(notebook), failure)
    return Run(path, _without_traces(notebook), stopped)


def _literally(path: Path) -> str:
    """``path`` so that papermill, which fills braces in it, leaves it as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _failed_cell(notebook: nbformat.NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.metadata.get("papermill", {}).get("status") in ("failed", "running"):
            return f"cell-{cell.id}"
    return "main"


def _without_traces(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """``notebook`` without the paths and times that papermill notes in it."""
    for part in (notebook, *notebook.cells):
        part.metadata.pop("papermill", None)
        part.metadata.pop("execution", None)
    return notebook


def _parameters(path: Path) -> dict[str, object]:
    """The parameters of a notebook with their own values; ``tables`` is not among them, as the run sets
    it."""
    found = papermill.inspect_notebook(_literally(path))
    return {name: ast.literal_eval(p["default"]) for name, p in found.items() if name != "tables"}


_KINDS = {bool: "true or false", int: "a whole number", float: "a number"}


def _typed(name: str, words: str, default: object) -> object:
    if isinstance(default, str):
        return words
    try:
        value = json.loads(words.lower() if isinstance(default, bool) else words)
    except json.JSONDecodeError:
        value = words
    fits = default is None or type(value) is type(default) or (type(default) is float and type(value) is int)
    if not fits:
        raise ParameterError(f"-p {name} {words}: not {_KINDS[type(default)]}; its own value is {json.dumps(default)}")
    if type(value) is int and value < 0:
        raise ParameterError(f"-p {name} {words}: less than nothing; its own value is {default}")
    return value
