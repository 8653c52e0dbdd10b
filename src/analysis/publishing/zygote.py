"""The process that report kernels and steps are forked from: it imports what they all import, once, and never computes anything.

Run as a script, by ``warm.prepared``. Speaks JSON lines over a Unix socket, one connection a process:

    <- {"argv": [...], "env": {...}, "cwd": "..."}      -> {"pid": 123}, and {"status": -9} when the process has ended

It becomes a kernel; with ``"main": "module"`` in the request, that module's ``main(argv)``, whose standard output and error come with it.
A connection that closes takes its process along; the zygote's end takes all of them, and the end of whoever started it takes the zygote.
Each is a process of its own, forked before anything was computed: no state crosses from one report or step to another.
"""

import ctypes
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress

SOCKET = "LAERINGSRAPPORT_KERNELS"
"""Variable that tells a job where the zygote listens."""

AFTER_FORK = ("matplotlib_inline.backend_inline",)
"""Modules that look for a running notebook when they are imported: each kernel imports them anew."""

FIGURES_IN_NOTEBOOKS = "module://matplotlib_inline.backend_inline"

DEATH_SIGNAL = 1
"""``PR_SET_PDEATHSIG`` of ``prctl(2)``."""


def main() -> None:
    """``zygote.py OWNER SOCKET MODULE...``: import the modules, listen, and fork until the process that started it (``OWNER``) is gone."""
    owner, path, *modules = sys.argv[1:]
    del sys.path[0]  # this script's own folder is no place to import from
    die_with(int(owner))
    sys.modules["debugpy"] = None  # half of a kernel's start, and nobody debugs a report
    os.environ["MPLBACKEND"] = FIGURES_IN_NOTEBOOKS  # matplotlib asks when it is imported; a stock kernel has set it by then
    for name in modules:
        importlib.import_module(name)
    if (threads := len(os.listdir("/proc/self/task"))) != 1:
        sys.exit(f"{threads} threads after importing: a fork would copy only one of them")
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path + ".part")
        door.listen(64)
        os.rename(path + ".part", path)  # there when it can be used, and not before
        serve(door)


def serve(door: socket.socket) -> None:
    """Fork a kernel for every request, tell how each ended, and end those nobody waits for any longer."""
    ended, awake = os.pipe()
    os.set_blocking(awake, False)
    signal.set_wakeup_fd(awake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    watched = selectors.PollSelector()  # holds no descriptor of its own that a kernel would inherit
    watched.register(door, selectors.EVENT_READ)
    watched.register(ended, selectors.EVENT_READ)
    kernels: dict[int, socket.socket] = {}
    me = os.getpid()
    while True:
        for key, _ in watched.select():
            if key.fileobj is door:
                watched.register(door.accept()[0], selectors.EVENT_READ)
            elif key.fileobj == ended:
                os.read(ended, 4096)
                for connection in tell_ended(kernels):
                    if connection.fileno() not in watched.get_map():
                        connection.close()
            elif (heard := read_line(key.fileobj))[0]:
                line, streams = heard
                pid = os.fork()
                if pid == 0:
                    inherited = {awake, *watched.get_map(), *(owner.fileno() for owner in kernels.values())}
                    become(json.loads(line), streams, me, inherited)
                for stream in streams:
                    os.close(stream)
                kernels[pid] = key.fileobj
                say(key.fileobj, pid=pid)
            else:
                watched.unregister(key.fileobj)
                its = [pid for pid, owner in kernels.items() if owner is key.fileobj]
                for pid in its:
                    stop(pid)
                if not its:
                    key.fileobj.close()


def read_line(connection: socket.socket) -> tuple[bytes, list[int]]:
    """The request on a connection, and the descriptors that came with it; empty where its other end is closed."""
    connection.setblocking(True)
    line, streams = b"", []
    with suppress(OSError):
        while not line.endswith(b"\n"):
            part, came, _, _ = socket.recv_fds(connection, 1 << 20, 2)
            streams += came
            if not part:
                break
            line += part
    if line.endswith(b"\n"):
        return line, streams
    for stream in streams:
        os.close(stream)
    return b"", []


def say(connection: socket.socket, **message: int) -> None:
    with suppress(OSError):  # where nobody listens any longer, its connection is found closed next
        connection.sendall(json.dumps(message).encode() + b"\n")


def stop(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(pid, signal.SIGKILL)  # not yet at the head of a group of its own; a zombie until it is waited for, so the pid is still its


def tell_ended(kernels: dict[int, socket.socket]) -> list[socket.socket]:
    """Take leave of the kernels that have ended; the connections that were told."""
    told = []
    while kernels:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            break
        told.append(kernels.pop(pid))
        say(told[-1], status=os.waitstatus_to_exitcode(status))
    return told


def become(request: dict, streams: list[int], zygote: int, inherited: set[int]) -> None:
    """What a process of its own would be: its environment, folder, streams and random numbers. Never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in inherited:
            os.close(descriptor)
        for stream, number in zip(streams, (1, 2), strict=False):
            os.dup2(stream, number)
            os.close(stream)
        os.setsid()
        die_with(zygote)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        forget_the_zygote()
        code = importlib.import_module(request["main"]).main(request["argv"]) if "main" in request else run_kernel(request["argv"])
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run_kernel(argv: list[str]) -> int:
    import ipykernel_launcher
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [ipykernel_launcher.__file__, *argv]
    app = IPKernelApp.instance()
    app.initialize(argv)
    app.start()
    return 0


def forget_the_zygote() -> None:
    """Python's own random numbers start anew in a fork; numpy's do not. pandas asked when it was imported whether it was in a notebook."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if pandas := sys.modules.get("pandas"):
        pandas.set_option("display.max_columns", 20)
    for name in AFTER_FORK:
        sys.modules.pop(name, None)


def die_with(parent: int) -> None:
    """Be killed when ``parent`` ends, however it ends. It may have ended before this could be asked for."""
    ctypes.CDLL(None, use_errno=True).prctl(DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main()
