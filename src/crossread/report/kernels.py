"""Kernels forked from one process that has imported what notebooks import, so that each starts in no time.

``warm_up`` starts that process; it ends with this one. Each kernel is a fork of it with the environment and the working
directory that a kernel of its own would have, and its own end of a connection: whoever of the two sides ends, the other
sees the connection close and ends too. Where a process cannot be forked safely, notebooks have plain kernels.
"""

import atexit
import contextlib
import importlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from uuid import uuid4

CAN_FORK = sys.platform == "linux"
IMPORTED = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib.backends.backend_svg",
    "crossread.validation.notebook",
)
_PATH_LIMIT = 70  # bytes of a folder whose files are sockets: Linux allows 107 for the whole path
# Stands for the kernel where Jupyter starts one: asks for a fork, and lives as long as it does.
_STAND_IN = """
import json, os, signal, socket, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    wanted = {"arguments": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}
    line.sendall(json.dumps(wanted).encode() + b"\\n")
    line.recv(1)
"""


@cache
def warm_up() -> str | None:
    """Start the process that kernels are forked from, if that has not been done; give the path of its socket.

    None where there can be no such process: on other systems than Linux, or where temporary files have long paths.
    """
    if not CAN_FORK:
        return None
    if len(os.fsencode(tempfile.gettempdir())) > _PATH_LIMIT:
        return None
    path = f"{tempfile.mkdtemp(prefix='crossread-')}/fork"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()
        command = [sys.executable, "-P", "-m", "crossread.report.kernels", str(door.fileno())]
        # A session of its own: Ctrl-C is for the process that asked, at whose end this one ends.
        process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[door.fileno()], start_new_session=True)
    atexit.register(_end, process)
    return path


def _end(process: subprocess.Popen) -> None:
    """Close the input of the server, which then removes its folder and ends."""
    process.stdin.close()
    process.wait()


def manager() -> type | None:
    """The class of kernel manager that starts such kernels; None where there are none.

    They talk through files of the folder of the socket: two kernels cannot be given one port by chance.
    """
    path = warm_up()
    if path is None:
        return None
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import default

    words = [sys.executable, "-I", "-S", "-c", _STAND_IN, path, "-f", "{connection_file}"]

    class ForkedKernels(AsyncKernelManager):
        """Starts kernels as forks."""

        kernel_spec = KernelSpec(argv=words, display_name="Python 3", language="python")

        @default("transport")
        def _files(self) -> str:
            return "ipc"

        @default("ip")
        def _own_file(self) -> str:
            return f"{Path(path).parent}/{uuid4().hex[:8]}"

    return ForkedKernels


def serve(door: socket.socket) -> None:
    """Fork a kernel for each who asks at ``door``, until the input of this process ends."""
    _do_what_notebooks_do()
    while True:
        ready, _, _ = select.select([door, sys.stdin], [], [], 1)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        if sys.stdin in ready:
            shutil.rmtree(Path(door.getsockname()).parent, ignore_errors=True)
            return
        if not ready:
            continue
        line, _ = door.accept()
        if os.fork() == 0:
            door.close()
            _become_kernel(line)
        line.close()


def _do_what_notebooks_do() -> None:
    """Import what they import and keep what they keep, so that it is done once and not in each of them.

    Nothing here may start a thread, as Arrow does to read a file: a fork would have only half of it.
    """
    with contextlib.suppress(Exception):  # the notebook that meets it says so, in its own page
        for name in IMPORTED:
            importlib.import_module(name)
        from crossread import codebooks, schema
        from crossread.display import drawing
        from crossread.validation import measures

        codebooks.load()
        schema.enforce("articles", [])
        drawing.draw(lambda axes: axes.set_title("x"), 1, "")
        measures.measured()


def _become_kernel(line: socket.socket) -> None:
    """Go on as the kernel that was asked for at ``line``; never come back."""
    try:
        os.setsid()
        wanted = json.loads(line.makefile("rb").readline())
        os.environ.clear()
        os.environ.update(wanted["environment"])
        os.chdir(wanted["folder"])
        life = os.dup(sys.stdin.fileno())  # closes with the process that asked for the server
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        threading.Thread(target=_end_with, args=(line, life), daemon=True).start()
        from ipykernel.kernelapp import IPKernelApp

        sys.argv = ["ipykernel_launcher", *wanted["arguments"]]
        IPKernelApp.launch_instance(wanted["arguments"])
    finally:
        os._exit(1)


def _end_with(line: socket.socket, life: int) -> None:
    select.select([line, life], [], [])
    os._exit(0)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
