"""A Slurm of the tests' own: one controller and two node daemons on this machine, from a configuration written into a folder."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

PROGRAMS = ("slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "sinfo")
NODES = ("n1", "n2")
SECONDS_TO_START = 60


def missing() -> list[str]:
    """Slurm's programs that this machine lacks. Daemons lie where a user's PATH often does not reach."""
    return [name for name in PROGRAMS if shutil.which(name, path=path()) is None]


def path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


@contextmanager
def cluster(folder: Path) -> Iterator[Mapping[str, str]]:
    """Both nodes idle while inside; the variables by which Slurm's commands find them. Jobs and daemons are ended at the end."""
    variables = {"SLURM_CONF": str(configuration(folder))}
    variables["PATH"] = os.pathsep.join([str(commands(folder, variables)), path()])
    surroundings = os.environ | variables
    daemons = [["slurmctld", "-D", "-c"], *(["slurmd", "-D", "-c", "-N", node] for node in NODES)]
    with ExitStack() as stack:
        for words in daemons:
            told = stack.enter_context((folder / f"{'-'.join(words)}.log").open("wb"))
            running = subprocess.Popen(words, env=surroundings, stdout=told, stderr=told, start_new_session=True)
            stack.callback(stop, running)
        stack.callback(subprocess.run, ["scancel", "--user", str(os.getuid())], env=surroundings, check=False)
        wait_for_nodes(folder, surroundings)
        yield variables


def commands(folder: Path, variables: Mapping[str, str]) -> Path:
    """A folder with an ``srun`` that knows the configuration: Snakemake's executor keeps Slurm's variables from the ``srun`` inside
    a job, which would look into /etc/slurm."""
    place = folder / "bin" / "srun"
    place.parent.mkdir()
    place.write_text(f'#!/bin/sh\nSLURM_CONF="{variables["SLURM_CONF"]}" exec {shutil.which("srun")} "$@"\n')
    place.chmod(0o755)
    return place.parent


def stop(daemon: subprocess.Popen) -> None:
    daemon.terminate()
    try:
        daemon.wait(timeout=20)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()


def wait_for_nodes(folder: Path, surroundings: Mapping[str, str]) -> None:
    """Until every node is idle; RuntimeError with the daemons' own words where that does not come about."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        asked = subprocess.run(["sinfo", "--noheader", "--Node", "--format=%T"], env=surroundings, capture_output=True, text=True)
        if asked.stdout.split() == ["idle"] * len(NODES):
            return
        time.sleep(0.5)
    told = "\n".join(f"{log.name}: {log.read_text(errors='replace')[-1500:]}" for log in sorted(folder.glob("*.log")))
    raise RuntimeError(f"Slurm's nodes are not idle after {SECONDS_TO_START} s: {asked.stdout}{asked.stderr}\n{told}")


def configuration(folder: Path) -> Path:
    """slurm.conf: ports of its own, no accounting, and nothing that needs munge, cgroups or systemd."""
    controller, *ports = free_ports(1 + len(NODES))
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    for name in ("state", *NODES):
        (folder / name).mkdir()
    place, host = folder / "slurm.conf", socket.gethostname().partition(".")[0]
    lines = [
        "ClusterName=test", f"SlurmctldHost={host}(127.0.0.1)", f"SlurmUser={user}", f"SlurmdUser={user}",
        "AuthType=auth/none", "CredType=cred/none", f"SlurmctldPort={controller}",
        f"StateSaveLocation={folder}/state", f"SlurmdSpoolDir={folder}/%n",
        f"SlurmctldPidFile={folder}/controller.pid", f"SlurmdPidFile={folder}/%n.pid",
        "ProctrackType=proctrack/linuxproc", "TaskPlugin=task/none", "MpiDefault=none",
        "SelectType=select/cons_tres", "SelectTypeParameters=CR_Core", "SchedulerParameters=sched_interval=1",
        "SlurmdParameters=config_overrides", "ReturnToService=2", "MinJobAge=600",
        "AccountingStorageType=accounting_storage/none", "JobAcctGatherType=jobacct_gather/none", "JobCompType=jobcomp/none",
        *(f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=2 RealMemory=8000"
          for node, port in zip(NODES, ports, strict=True)),
        f"PartitionName=all Nodes={','.join(NODES)} Default=YES MaxTime=INFINITE State=UP",
    ]  # fmt: skip
    place.write_text("\n".join(lines) + "\n")
    return place


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        bound = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in bound:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in bound]
