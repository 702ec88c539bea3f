"""Which release of the code this is: part of what a kept answer depends on."""

import functools
import hashlib

from django.conf import settings

CODE = ("inspections", "templates", "tracker")


@functools.cache
def release() -> str:
    """A short name of the code that runs, the same in every process that runs it.

    RELEASE of the environment; otherwise it is made of the names, sizes and times of the files, once a process.
    """
    if settings.RELEASE:
        return str(settings.RELEASE)
    found = hashlib.sha256()
    for folder in CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".jinja", ".txt"):
                stat = path.stat()
                found.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return found.hexdigest()[:12]
