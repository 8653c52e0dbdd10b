"""Kernels forked from a process that has imported the library already: a Jupyter kernel provisioner and the process behind it.

A stock kernel spends half of a report's processor time on importing. ``make reports`` keeps one ``zygote`` for its run; jobs find it by its
socket. Where there is none (another system than Linux, a cluster's node, ``KERNELS=stock``, a zygote that died) kernels are stock ones:
they are the reference, and tests hold the two to the same outputs.
"""

import asyncio
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.provisioning import LocalProvisioner

from analysis.publishing.zygote import SOCKET

PROVISIONER = "laeringsrapport-warm"
"""Its name among the entry points ``jupyter_client.kernel_provisioners``."""

ROOMS = ("display", "findings", "estimates", "scales")
OTHERS = (
    "pandas", "pyarrow.parquet", "pyarrow.dataset", "pyarrow.pandas_compat", "babel.dates", "babel.lists", "babel.numbers",
    "babel.messages.pofile", "matplotlib.ft2font", "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.magics", "IPython.extensions.storemagic", "tornado.platform.asyncio", "sqlite3", "resource",
    "analysis.publishing.quiet_stream",
)
"""What report kernels import besides the library's rooms, here or inside a function."""


def modules() -> list[str]:
    """Every module a report's kernel is likely to import: the rooms notebooks use, and what those use only when they are called."""
    import analysis

    found = [
        module.name
        for room in ROOMS
        for module in pkgutil.walk_packages([str(Path(analysis.__path__[0]) / room)], f"analysis.{room}.")
    ]
    return [*OTHERS, *(f"analysis.{room}" for room in ROOMS), *found]


@contextmanager
def prepared(log: Path, more: Sequence[str] = ()) -> Iterator[tuple[dict[str, str], Callable[[], None]]]:
    """A place for a zygote while inside: the variable that leads jobs to it, and what starts it, once it is known that there is work.

    The variable is empty where kernels are to be stock ones. A zygote needs a moment to import; whoever asks for a kernel before it listens
    takes a stock one. It imports ``more`` besides what kernels import. Its own words go to ``log``.
    """
    if sys.platform != "linux" or os.environ.get("KERNELS") == "stock":
        yield {}, lambda: None
        return
    from analysis.publishing.execute import environment

    started: list[subprocess.Popen] = []
    with tempfile.TemporaryDirectory(prefix="lr-kernels-", ignore_cleanup_errors=True) as place, log.open("wb") as told:
        address = Path(place) / "zygote"

        def start() -> None:
            if not started:
                words = [sys.executable, str(Path(__file__).with_name("zygote.py")), str(os.getpid()), str(address), *modules(), *more]
                streams = {"stdin": subprocess.DEVNULL, "stdout": told, "stderr": told}
                started.append(subprocess.Popen(words, env=environment(Path(place)), start_new_session=True, **streams))

        try:
            yield {SOCKET: str(address)}, start
        finally:
            for process in started:
                process.kill()
                process.wait()


@contextmanager
def zygote(log: Path) -> Iterator[dict[str, str]]:
    """Keep a zygote while inside, started at once; yields the variable that leads jobs to it. As ``prepared`` otherwise."""
    with prepared(log) as (variables, start):
        start()
        yield variables


def available() -> bool:
    """Whether a zygote listens for this process."""
    if SOCKET not in os.environ:
        return False
    try:
        _connected().close()
    except OSError:
        return False
    return True


def _connected() -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(os.environ[SOCKET])
    except OSError:
        connection.close()
        raise
    return connection


class Forked:
    """A kernel's process as ``subprocess.Popen`` would show it; the zygote is its parent and tells how it ended."""

    stdin = stdout = stderr = None

    def __init__(self, request: Mapping[str, object]):
        """Ask the zygote for a kernel. OSError where it does not answer."""
        self._connection = _connected()
        self._heard = b""
        self._status: int | None = None
        try:
            self._connection.sendall(json.dumps(request).encode() + b"\n")
            self.pid = self._message()["pid"]
        except (OSError, EOFError) as error:
            self._connection.close()
            raise ConnectionError("the process that kernels are forked from gave no kernel") from error
        self._connection.setblocking(False)

    def _message(self) -> dict:
        while b"\n" not in self._heard:
            part = self._connection.recv(4096)
            if not part:
                raise EOFError
            self._heard += part
        line, _, self._heard = self._heard.partition(b"\n")
        return json.loads(line)

    def poll(self) -> int | None:
        """Its exit status, negative for a signal; None while it runs. A zygote that is gone has taken its kernels along."""
        if self._status is None:
            try:
                self._status = self._message()["status"]
            except BlockingIOError:
                return None
            except (OSError, EOFError):
                self._status = -signal.SIGKILL
            self._connection.close()
        return self._status

    def wait(self) -> int:
        if self._status is None:
            self._connection.setblocking(True)
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and whatever it started: to the zygote a connection that says nothing more is a kernel nobody wants."""
        if self.poll() is None:
            self._connection.shutdown(socket.SHUT_WR)


class WarmProvisioner(LocalProvisioner):
    """Jupyter's local provisioner, but for where the process comes from."""

    async def launch_kernel(self, cmd, **kwargs):
        """Fork a kernel; ``cmd`` is a stock kernel's command line, of which the launcher's own words are left out."""
        words = cmd[cmd.index("ipykernel_launcher") + 1 :]
        request = {"argv": words, "env": kwargs["env"], "cwd": str(kwargs["cwd"])}
        self.process = await asyncio.to_thread(Forked, request)
        self.pid, self.pgid, self.cwd = self.process.pid, None, kwargs["cwd"]
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        if self.process:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)
