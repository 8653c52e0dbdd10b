"""A step of the flow in a fork of the process that has imported everything: the same step, without its start.

Importing is a second of a step's processor time, half of a short one's. ``make reports`` keeps a process that kernels are forked from
(``publishing.zygote``); where it listens, a step's command hands it its words, environment, folder and streams, waits, and ends as the
fork ends. Where none does (a cluster's node, another system than Linux, ``KERNELS=stock``, one that is still importing or has died) the
step runs in its own process: that is the reference. Imports nothing but Python's own: it is what a step's start costs.
"""

import json
import os
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress

from analysis.publishing.zygote import SOCKET

ROOMS = ("parameters", "intake", "disclosure", "publishing")
OTHERS = (
    "analysis.__main__", "analysis.commands.stages", "papermill", "nbformat", "nbclient", "typst", "pikepdf", "openpyxl", "fontTools.ttLib",
    "hypothesis.extra.numpy", "hypothesis.extra.pandas",
)  # fmt: skip
"""What steps import besides what kernels do; after the rooms, of which one makes the import of papermill cheap. Of pandera only what
it rests on: when it is imported it looks at pandas' settings, and the kernel of an analysis has its own."""


def modules() -> list[str]:
    """Every module that a step is likely to import and a kernel is not."""
    import pkgutil
    from pathlib import Path

    import analysis

    rooms = {room: str(Path(analysis.__path__[0]) / room) for room in ROOMS}
    return [*(module.name for room, path in rooms.items() for module in pkgutil.walk_packages([path], f"analysis.{room}.")), *OTHERS]


def in_a_fork(words: Sequence[str]) -> int | None:
    """The exit status of ``python -m analysis`` with ``words``, run in a fork; None where there is none to be had: run it here.

    A fork that was killed kills this process with the same signal, as whoever waits for it expects.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(os.environ.get(SOCKET, ""))
            request = {"main": "analysis.__main__", "argv": list(words), "env": dict(os.environ), "cwd": os.getcwd()}
            line = json.dumps(request).encode() + b"\n"
            connection.sendall(line[socket.send_fds(connection, [line], [1, 2]) :])
        except OSError:
            return None
        heard = b""
        with suppress(ConnectionError):
            while heard.count(b"\n") < 2 and (part := connection.recv(4096)):
                heard += part
    told = [json.loads(one) for one in heard.splitlines()]
    if not told:
        return None  # it ended before it began
    status = told[-1].get("status", -signal.SIGKILL)  # it took its forks along
    if status < 0:
        with suppress(OSError):
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status
