"""The real server, as `make run` starts it, on a database and a port of its own."""

import atexit
import contextlib
import dataclasses
import functools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 10
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # our own addresses, past any proxy
PASSWORD = secrets.token_urlsafe(12)
GRANIAN = ("-m", "tracker.serve")
GUNICORN = ("-m", "gunicorn", "-c", "python:tracker.gunicorn", "tracker.wsgi")


@dataclass(frozen=True)
class Site:
    """A running site: its address, the account that may do everything, and its command line."""

    url: str
    username: str
    password: str
    env: dict[str, str]
    pid: int = 0  # of the server: signals go there
    log: Path = Path()  # what it has said

    @property
    def file(self) -> Path:
        """The file of the database, on SQLite."""
        return Path(urlsplit(self.env["DATABASE_URL"]).path)

    def manage(self, *arguments: str, **extra_env: str) -> str:
        """Run a management command on this site's database and return what it printed.

        Raises AssertionError with both outputs if the command fails.
        """
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.env, **extra_env},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def free_port() -> int:
    """Return a loopback port that nothing listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """The processes of one server: started, stopped in order, killed, and started again at the same address.

    site: what it serves. log: a file for all that it says. line: what starts it, without Python. before: a command that
    starts that command, such as `ip netns exec NAME`.
    """

    def __init__(self, site: Site, log: Path, line: Sequence[str] = GRANIAN, before: Sequence[str] = ()) -> None:
        self.site, self.log = site, log
        self.command = [*before, sys.executable, *line]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises AssertionError, with its log, after START_SECONDS."""
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.site.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that all of it can be killed at once
            )
        _wait_until_it_answers(self.site.url, self.process, self.log)

    def workers(self) -> set[int]:
        """The processes that serve; see `workers_of`."""
        assert self.process
        return workers_of(self.process.pid)

    def kill(self) -> None:
        """End all of its processes at once, as a machine that fails would."""
        assert self.process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Let it end as an operator would; kill what is left of it after STOP_SECONDS."""
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        self.kill()


def workers_of(pid: int) -> set[int]:
    """The living processes below one that have started none themselves, by number: those that answer requests."""
    children = {int(each) for each in _children(pid) if _lives(each)}
    found: set[int] = set()
    for child in children:
        found |= workers_of(child) or {child}
    return found


def _children(pid: int) -> list[str]:
    try:
        return " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")).split()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return []


def _lives(pid: str) -> bool:
    """Whether a process is there and no zombie (proc(5): the state stands behind the name in brackets)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def site_of(folder: Path, port: int, **more_env: str) -> Site:
    """A site with its files in a folder, not made yet: nothing of the shell around it counts but PATH and language."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        **more_env,
    }
    return Site(f"http://127.0.0.1:{port}", "keeper", PASSWORD, env)


def fill(site: Site, *fixtures: str) -> None:
    """Migrate, load data packages in this order, collect the static files and make the account.

    It is done once for each list of packages, and a site on SQLite is given a copy of what that made.
    """
    if not site.env["DATABASE_URL"].startswith("sqlite:"):
        _fill(site, *fixtures)
        return
    made = _filled(fixtures)
    shutil.copyfile(made.file, site.file)
    shutil.copytree(made.env["STATIC_ROOT"], site.env["STATIC_ROOT"])


@functools.cache
def _filled(fixtures: tuple[str, ...]) -> Site:
    folder = tempfile.TemporaryDirectory(prefix="tracker-site-")
    atexit.register(folder.cleanup)
    site = site_of(Path(folder.name), 0)
    _fill(site, *fixtures)
    return site


def _fill(site: Site, *fixtures: str) -> None:
    site.manage("migrate", "--verbosity", "0")
    for fixture in fixtures:
        site.manage("load_dataset", fixture)
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    site.manage(
        "createsuperuser",
        "--noinput",
        f"--username={site.username}",
        "--email=keeper@example.org",
        DJANGO_SUPERUSER_PASSWORD=site.password,
    )


@contextlib.contextmanager
def running_site(folder: Path, *fixtures: str, server: Sequence[str] = GRANIAN, **more_env: str) -> Iterator[Site]:
    """Fill a site with the fixtures, and serve it until the block ends.

    folder: an empty folder for database, static files and log. fixtures: data packages, in the order of loading.
    server: what starts it, without Python. Raises AssertionError with the server's log if it does not answer within
    START_SECONDS.
    """
    site = site_of(folder, free_port(), **more_env)
    fill(site, *fixtures)
    process = Server(site, folder / "server.log", server)
    try:
        process.start()
        assert process.process
        yield dataclasses.replace(site, pid=process.process.pid, log=process.log)
    finally:
        process.stop()


def _wait_until_it_answers(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, f"The server stopped while starting:\n{log.read_text()}"
        try:
            OPENER.open(f"{url}/static/tracker/", timeout=5)
        except urllib.error.HTTPError:
            return  # an answer of any kind is an answer
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The server did not answer in {START_SECONDS} seconds:\n{log.read_text()}")
