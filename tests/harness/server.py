"""The real server, as `make run` starts it, on a database and a port of its own."""

import contextlib
import dataclasses
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 10
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


@contextlib.contextmanager
def running_site(folder: Path, *fixtures: str, server: Sequence[str] = GRANIAN, **more_env: str) -> Iterator[Site]:
    """Migrate, load the fixtures, collect the static files and serve until the block ends.

    folder: an empty folder for database, static files and log. fixtures: data packages, in the order of loading.
    server: what starts it, without Python. Raises AssertionError with the server's log if it does not answer within
    START_SECONDS.
    """
    port = free_port()
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
    site = Site(f"http://127.0.0.1:{port}", "keeper", secrets.token_urlsafe(12), env)
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
    log = folder / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *server],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_answers(site.url, process, log)
            yield dataclasses.replace(site, pid=process.pid, log=log)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, f"The server stopped while starting:\n{log.read_text()}"
        try:
            urllib.request.urlopen(f"{url}/static/tracker/", timeout=5)  # noqa: S310 (our own loopback address)
        except urllib.error.HTTPError:
            return  # an answer of any kind is an answer
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The server did not answer in {START_SECONDS} seconds:\n{log.read_text()}")
