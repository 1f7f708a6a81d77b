import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import crossread
from crossread.report import kernels, notebook_runs

pytestmark = pytest.mark.skipif(not kernels.CAN_FORK, reason="kernels are forked on Linux only")
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def _run(folder, *sources):
    path = folder / "01_x.ipynb"
    cells = [new_code_cell("tables = 'x'", metadata={"tags": ["parameters"]}), *map(new_code_cell, sources)]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
    (run,) = notebook_runs.run({path: {"tables": "y"}}, folder / "run")
    return run, ["".join(o.get("text", "") for o in cell.outputs) for cell in run.notebook.cells]


def test_a_kernel_has_the_environment_and_the_folder_of_the_caller_and_its_own_memory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for value in ("one", "two"):
        monkeypatch.setenv("A_FERRY", value)
        run, said = _run(
            tmp_path,
            "import os\nprint(tables, os.environ['A_FERRY'], os.getcwd())",
            "print('left' in vars())\nleft = 1",
            "import subprocess\nprint(subprocess.run(['true']).returncode)",
        )
        assert run.failure is None
        assert said[-3:] == [f"y {value} {tmp_path}\n", "False\n", "0\n"]


def test_where_a_forked_kernel_ends_an_ordinary_one_runs_the_notebook(tmp_path):
    run, said = _run(tmp_path, "import os, sys\n'crossread' in sys.modules and os._exit(3)\nprint('ran')")
    assert run.failure is None and said[-1] == "ran\n"


def _runs(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_nothing_is_left_when_the_process_that_asked_is_killed(tmp_path):
    source = "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(60)"
    nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata=KERNEL), tmp_path / "x.ipynb")
    code = "from pathlib import Path\nfrom crossread.report import notebook_runs\n"
    code += "list(notebook_runs.run({Path('x.ipynb').resolve(): {}}, Path('out').resolve()))"
    environment = {**os.environ, "PYTHONPATH": str(Path(crossread.__file__).parents[1])}
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment)
    began = time.monotonic()
    while not ((tmp_path / "pid").exists() and (tmp_path / "pid").read_text()) and time.monotonic() < began + 60:
        time.sleep(0.05)
    kernel = int((tmp_path / "pid").read_text())
    process.kill()
    process.wait()
    while _runs(kernel) and time.monotonic() < began + 75:
        time.sleep(0.05)
    assert not _runs(kernel)


def test_notebooks_that_were_not_begun_are_not_run_when_a_run_is_given_up(tmp_path):
    paths = [tmp_path / f"{number}.ipynb" for number in range(6)]
    for path in paths:
        cells = [new_code_cell("import time\ntime.sleep(0.5)", metadata={"tags": ["parameters"]})]
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
    runs = notebook_runs.run({path: {} for path in paths}, tmp_path / "out")
    next(runs)
    runs.close()
    assert len(list((tmp_path / "out").iterdir())) < len(paths)


def test_who_interrupts_does_not_interrupt_the_process_that_kernels_come_from():
    code = "import os, signal, time\nfrom crossread.report import kernels\nkernels.warm_up()\n"
    code += "signal.signal(signal.SIGINT, signal.SIG_IGN)\nos.killpg(0, signal.SIGINT)\ntime.sleep(0.5)"
    environment = {**os.environ, "PYTHONPATH": str(Path(crossread.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, start_new_session=True, capture_output=True, text=True, check=True)
    assert "KeyboardInterrupt" not in done.stderr
