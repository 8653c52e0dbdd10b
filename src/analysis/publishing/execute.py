"""Running a notebook: one small interface, ``execute``. Behind it papermill's API and a kernel: stock, or forked where a zygote listens.

Measured traps this module steers clear of: papermill's ``execute_notebook`` saves twice a cell and writes the whole notebook out as text
three times even where it saves nothing (a fifth of the messages' cost), changes the whole process's working directory when given ``cwd``,
and separate processes lose notebooks to clashing TCP ports. So its engine is called itself, ``cwd`` belongs to the kernel, transport is
``ipc``.
"""

import copy
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.publishing.failures import cell_failure
from analysis.publishing.notebook_files import NotebookNode

THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "RAYON")
WITHHELD = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONSTARTUP", "MATPLOTLIBRC", "MPLBACKEND")
"""Variables of the person's own environment that would make a report slower or another one."""

SPARE_COLLECTING = "__import__('gc').set_threshold(50_000, 20, 20)"
"""A report's process lives for seconds: with Python's own thresholds a sixth of its time goes to looking for garbage."""

TEXT_AS_PYTHON = "__import__('pandas').set_option('mode.string_storage', 'python')"
"""For a notebook that estimates: it takes thousands of small pieces of tables with text in them, and pandas takes Python's own strings so
much faster than Arrow's that a sixth of the time goes. The values are the same."""

KERNEL_START_SECONDS = 60

OWN = "LAERINGSRAPPORT_"
"""Beginning of the names of this project's own variables; the pseudonym key's path is one of them."""


@dataclass(frozen=True)
class ExecutedNotebook:
    """``notebook`` holds outputs and no trace of when it ran; ``warnings`` are the names of the warnings its cells gave, sorted."""

    notebook: NotebookNode
    seconds: float
    warnings: tuple[str, ...] = ()


def execute(
    notebook: NotebookNode, parameters: Mapping[str, object], *, name: str, folder: Path, first: Sequence[str] = ()
) -> ExecutedNotebook:
    """Run ``notebook`` with ``parameters`` in a kernel of its own whose working directory is ``folder``. Safe to call from threads.

    ``name`` is how messages call the notebook; ``first`` are lines of Python its kernel runs before it.
    Raises CellFailure: which cell, which exception type, which line of the library, and no value of any answer.
    """
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors
    from papermill.parameterize import parameterize_notebook

    _quiet()
    started = time.perf_counter()
    kernel = {"kernel_name": "python3", "language": "python"}
    with tempfile.TemporaryDirectory(prefix="lr-", ignore_cleanup_errors=True) as sockets:
        try:
            prepared = _for_papermill(notebook)
            if parameters:
                prepared = parameterize_notebook(prepared, dict(parameters), **kernel)
            executed = papermill_engines.execute_notebook_with_engine(
                None,
                prepared,
                **kernel,
                progress_bar=False,
                autosave_cell_every=0,
                log_output=False,
                record_timing=False,
                shutdown_kernel="immediate",
                kernel_manager_class=_manager(Path(sockets), folder),
                extra_arguments=[
                    *(f"--IPKernelApp.exec_lines={line}" for line in (SPARE_COLLECTING, *first)),
                    "--HistoryManager.enabled=False",
                    "--IPKernelApp.outstream_class=analysis.publishing.quiet_stream.QuietStream",
                ],
                ipython_hist_file="",
            )
            raise_for_execution_errors(executed, None)
        except PapermillExecutionError as error:
            raise cell_failure(name, notebook, error.exec_count, error.ename, error.traceback) from None
        except Exception as error:  # a kernel that died or never came up; its message names no data
            raise cell_failure(name, notebook, None, type(error).__name__, []) from None
    return ExecutedNotebook(_without_traces(executed), time.perf_counter() - started, _warnings(executed))


def _for_papermill(notebook: NotebookNode) -> NotebookNode:
    """A copy with what papermill's engine keeps its own notes in, as its loader would give it."""
    made = copy.deepcopy(notebook)
    made.metadata["papermill"] = NotebookNode()
    for cell in made.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata["papermill"] = NotebookNode()
    return made


def _manager(sockets: Path, folder: Path) -> type:
    """A kernel manager class for one notebook: this interpreter, sockets in ``sockets``, a clean environment, at work in ``folder``."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import Type

    from analysis.publishing import warm

    class OneKernel(AsyncKernelManager):
        client_factory = Type(_client())

        def __init__(self, **kwargs):
            kwargs.pop("kernel_name", None)
            super().__init__(transport="ipc", ip=str(sockets / "k"), connection_file=str(sockets / "connection.json"), **kwargs)

        @property
        def kernel_spec(self) -> KernelSpec:
            argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            found = {"kernel_provisioner": {"provisioner_name": warm.PROVISIONER}} if warm.available() else {}
            return KernelSpec(argv=argv, display_name="Python 3", language="python", metadata={"debugger": False} | found)

        async def start_kernel(self, **kwargs):
            kwargs.update(cwd=str(folder), env=environment(sockets))
            await super().start_kernel(**kwargs)

    return OneKernel


@cache
def _client() -> type:
    """A client that knows when a kernel is ready: its stock parent listens for a fifth of a second of silence first, every time."""
    import asyncio
    from queue import Empty

    from jupyter_client import AsyncKernelClient

    class PromptClient(AsyncKernelClient):
        async def _until(self, channel, fits) -> dict:
            """The first message on ``channel`` that ``fits``. RuntimeError where the kernel ends before it comes."""
            while True:
                try:
                    message = await channel.get_msg(timeout=0.2)
                except Empty:
                    if not await self._async_is_alive():
                        raise RuntimeError("the kernel died before it was ready") from None
                    continue
                if fits(message):
                    return message

        async def wait_for_ready(self, timeout=None):
            async with asyncio.timeout(timeout or KERNEL_START_SECONDS):
                # sent by ipykernel 7 to whoever has subscribed: from here on no output is missed
                await self._until(self.iopub_channel, lambda message: message["msg_type"] == "iopub_welcome")
                asked = self.kernel_info()
                reply = await self._until(self.shell_channel, lambda message: message["parent_header"].get("msg_id") == asked)
                self._handle_kernel_info_reply(reply)

    return PromptClient


def environment(scratch: Path) -> dict[str, str]:
    """The environment of a kernel: nothing of the person's IPython, one thread a kernel, the same hash seed every time."""
    kept = {name: value for name, value in os.environ.items() if name not in WITHHELD and not name.startswith(OWN)}
    kept |= {f"{library}_NUM_THREADS": "1" for library in THREADS}
    return kept | {"PYTHONHASHSEED": "0", "IPYTHONDIR": str(scratch / "ipython"), "JE_ARROW_MALLOC_CONF": "background_thread:false"}


def _quiet() -> None:
    """papermill asks a translator for a comment style and warns of each parameter it could not infer; we check them ourselves."""
    import logging
    import warnings

    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(zmq|jupyter_client|traitlets)\b")


def _without_traces(executed: NotebookNode) -> NotebookNode:
    """The notebook without times, durations and random ids, so that two runs give the same bytes."""
    executed.metadata.pop("papermill", None)
    for number, cell in enumerate(executed.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        cell["id"] = f"cell-{number}"
    return executed


def _warnings(executed: NotebookNode) -> tuple[str, ...]:
    import re

    streams = (output.text for cell in executed.cells for output in cell.get("outputs", []) if output.output_type == "stream")
    return tuple(sorted({found for text in streams for found in re.findall(r"\b([A-Z]\w*Warning)\b", text)}))
