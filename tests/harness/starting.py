"""Starting the real settings in a process of their own, with nothing in the environment but what is given."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.harness.server import ROOT

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

PASSWORD = "9f-hidden-word"  # stands in every secret of these, so that it is found wherever one is shown
SECRETS = {
    "SECRET_KEY": f"{PASSWORD}{SECRET}",
    "DATABASE_URL": f"postgres://keeper:{PASSWORD}@127.0.0.1:1/register",
    "EMAIL_URL": f"smtp+tls://keeper:{PASSWORD}@mail.example.org:587",
    "OIDC_CLIENT_ID": "register",
    "OIDC_CLIENT_SECRET": PASSWORD,
    "OIDC_DISCOVERY": "https://id.example.org/.well-known/openid-configuration",
    "SITE_URL": "https://register.example.org",
    "ALLOWED_HOSTS": "register.example.org",
}


def real(folder: Path) -> dict[str, str]:
    """The least that a site in production must be told; folder: an empty one for its files."""
    return {
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "register.example.org",
        "DATABASE_URL": f"sqlite:///{folder / 'register.sqlite3'}",
        "DATA_DIR": str(folder / "data"),
    }


def started(*command: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run Python with these arguments."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def loaded(*names: str, **env: str) -> dict[str, Any]:
    """The settings of these names; None for one that is not there. Raises AssertionError where they are refused."""
    show = f"import json, tracker.settings as s; print(json.dumps({{n: getattr(s, n, None) for n in {names!r}}}))"
    done = started("-c", show, **env)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
