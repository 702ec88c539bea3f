"""A server without a site, for the tests of tracker.generations: what a generation of it does stands in a file.

`python -m tests.tracker.generation FOLDER PORT` is the first process. FOLDER/does has the word for what starts next;
each that comes to serve adds its number to FOLDER/served.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tracker import generations
from tracker.generations import READY_PIPE, Generations, say_ready


def serve(folder: Path, port: int) -> None:
    """Listen until TERM, as a worker that is ready; or what the file says."""
    does = (folder / "does").read_text()
    if does == "fails":
        sys.exit("It cannot start.")
    if does == "hangs":
        time.sleep(600)
    if does == "is slow":
        (folder / "does").write_text("serves")
        (folder / "slow").touch()
        time.sleep(1)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    with (folder / "served").open("a") as file:
        file.write(f"{os.getpid()}\n")
    say_ready()
    say_ready()
    if does == "ends":
        time.sleep(0.5)
        sys.exit(7)
    time.sleep(600)


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    if READY_PIPE in os.environ:
        serve(folder, port)
    generations.START_SECONDS, generations.SETTLE_SECONDS = 3.0, 0.1
    line = [sys.executable, *sys.orig_argv[1:]]
    sys.exit(Generations(line, 2, ("127.0.0.1", port), lambda: print("Ready.", flush=True)).run())


def started(folder: Path, port: int, does: str) -> "subprocess.Popen[str]":
    (folder / "does").write_text(does)
    line = [sys.executable, "-m", "tests.tracker.generation", str(folder), str(port)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


if __name__ == "__main__":
    main()
