"""A PostgreSQL of the tests' own, which they may stop, crash and cut off: never one that was there before."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg

from .server import free_port

HOW_TO_GET_IT = "No PostgreSQL server is installed. On Debian: apt-get install postgresql"
DEBIAN = Path("/usr/lib/postgresql")  # Debian keeps the server's programs off the PATH
SECONDS = 60


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest server that is installed; None where there is none."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].partition(".")[0]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A cluster in a folder: `start` and `stop` it as often as you like.

    before: a command that starts the server's command, such as `ip netns exec NAME`.
    """

    def __init__(self, bin_folder: Path, folder: Path, port: int, address: str, before: Sequence[str]) -> None:
        self.bin, self.folder, self.port, self.address, self.before = bin_folder, folder, port, address, before

    def url(self, name: str) -> str:
        """The address of one of its databases, as DATABASE_URL takes it."""
        return f"postgres://postgres@{self.address}:{self.port}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses={self.address} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "--log", str(self.folder / "log"), "--wait", "--silent", "start", f"--options={options}")

    def stop(self, mode: str = "fast") -> None:
        """mode: `fast` closes every connection in order; `immediate` is a crash, to be recovered from."""
        self._run("pg_ctl", f"--mode={mode}", "--silent", "--wait", "stop")

    def sql(self, *lines: str) -> None:
        """Run commands through the socket in the folder, each in a transaction of its own."""
        where = f"host={self.folder} port={self.port} user=postgres dbname=postgres"
        with contextlib.closing(psycopg.connect(where, autocommit=True)) as connection:
            for line in lines:
                connection.execute(line.encode())

    @contextlib.contextmanager
    def space(self, disk: Path) -> Iterator[str]:
        """A tablespace on another disk, by name, until the block ends; it must be empty then."""
        folder = disk / "postgresql"
        folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        name = "other_disk"
        self.sql(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
        try:
            yield name
        finally:
            self.sql(f"DROP TABLESPACE {name}")

    def make(self) -> None:
        more = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", *more)
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all samenet trust\n")  # where it listens on a network that the test has made

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        data = f"--pgdata={self.folder / 'data'}"
        # To a file, not a pipe: the server would inherit the pipe, and nobody could wait for its end.
        with tempfile.TemporaryFile() as out:
            line = [*self.before, *owner, str(self.bin / program), data, *arguments]
            done = subprocess.run(line, cwd=self.folder, stdout=out, stderr=out, timeout=SECONDS, check=False)
            out.seek(0)
            assert done.returncode == 0, f"{program}: {out.read().decode()}"


@contextlib.contextmanager
def running_cluster(address: str = "127.0.0.1", port: int = 0, before: Sequence[str] = ()) -> Iterator[Cluster]:
    """Make a cluster, run it until the block ends, and leave nothing of it behind.

    Raises FileNotFoundError, with a sentence, where no PostgreSQL is installed.
    """
    found = programs()
    if found is None:
        raise FileNotFoundError(HOW_TO_GET_IT)
    # Not in pytest's own folders: the account that runs PostgreSQL may not be allowed into those.
    folder = Path(tempfile.mkdtemp(prefix="tracker-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    cluster = Cluster(found, folder, port or free_port(), address, before)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        with contextlib.suppress(AssertionError, subprocess.TimeoutExpired):
            cluster.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
