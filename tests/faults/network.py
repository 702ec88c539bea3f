"""Machines of a network that the test has made: each a network of its own and processes of its own, on one bridge.

They are namespaces without a name, which live as long as the process that holds them: when a test ends, or pytest
itself is killed, everything that ran in them ends, and nothing of them is left behind. Root alone can make them.
"""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .disks import needs_root

PROGRAMS = {"ip": "iproute2", "nsenter": "util-linux", "unshare": "util-linux", "setpriv": "util-linux"}
START_SECONDS = 20
PORT = "eth0"


@dataclass(frozen=True)
class Machine:
    """One machine: its address, and the process that holds it."""

    name: str
    address: str
    holder: int

    @property
    def before(self) -> list[str]:
        """What stands before a command that is to run there."""
        return ["nsenter", "--target", str(self.holder), "--net", "--pid", "--"]


@dataclass(frozen=True)
class Network:
    """Machines by name, with a cable from each to the bridge."""

    machines: dict[str, Machine]
    hub: Machine

    def cut(self, name: str) -> None:
        """Pull the cable of a machine."""
        _run(*self.hub.before, "ip", "link", "set", name, "down")

    def mend(self, name: str) -> None:
        _run(*self.hub.before, "ip", "link", "set", name, "up")


@contextlib.contextmanager
def network(*names: str) -> Iterator[Network]:
    """Connect so many machines, and this one as the last, until the block ends."""
    needs_root("make machines of a network")
    missing = sorted({package for program, package in PROGRAMS.items() if shutil.which(program) is None})
    if missing:
        pytest.skip(f"Machines of a network need other programs. On Debian: apt-get install {' '.join(missing)}")
    # Two runs on one machine must not have the same addresses: this machine would know only one of the ways.
    prefix = f"10.77.{os.getpid() % 250 + 1}"
    with contextlib.ExitStack() as running:
        hub = Machine("hub", "", running.enter_context(_held()))
        _run(*hub.before, "ip", "link", "add", "bridge", "type", "bridge")
        _run(*hub.before, "ip", "link", "set", "bridge", "up")
        machines = {}
        for number, name in enumerate(names, 1):
            machine = Machine(name, f"{prefix}.{number}", running.enter_context(_held()))
            _connect(hub, name, machine.holder, PORT, machine.before)
            _run(*machine.before, "ip", "address", "add", f"{machine.address}/24", "dev", PORT)
            machines[name] = machine
        own = f"tracker{os.getpid()}"[:15]
        _connect(hub, "visitors", os.getpid(), own, [])
        running.callback(_run, "ip", "link", "delete", own)  # at once: the rest takes the kernel a moment
        _run("ip", "address", "add", f"{prefix}.254/24", "dev", own)
        yield Network(machines, hub)


def _connect(hub: Machine, name: str, holder: int, port: str, before: list[str]) -> None:
    """Lay a cable from the bridge to the machine that a process holds."""
    ends = ["ip", "link", "add", name, "netns", str(hub.holder), "type", "veth", "peer", "name", port]
    _run(*ends, "netns", str(holder))
    _run(*hub.before, "ip", "link", "set", name, "master", "bridge", "up")
    _run(*before, "ip", "link", "set", port, "up")


@contextlib.contextmanager
def _held() -> Iterator[int]:
    """Namespaces of network and processes; the process that holds them, which is the first in them. It ends with us."""
    line = ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "--pid", "--fork", "--kill-child=KILL"]
    holding = subprocess.Popen([*line, "sleep", "infinity"], start_new_session=True)
    try:
        yield _first_child(holding.pid)
    finally:
        holding.kill()
        holding.wait()


def _first_child(pid: int) -> int:
    """The one process that a process has started, once it is there and has become what it is to be."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError, IndexError):
            child = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
            if Path(f"/proc/{child}/cmdline").read_bytes().startswith(b"sleep\0"):
                _run("nsenter", "--target", str(child), "--net", "--", "ip", "link", "set", "lo", "up")
                return child
        time.sleep(0.02)
    raise AssertionError("No namespaces could be made.")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
