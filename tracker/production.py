"""What a site that the public reads must be told, and may never be told. Each raises Refused, with a sentence."""

import ipaddress
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from tracker.environment import Refused, at_home, names, text

SECRET_OF_DEMONSTRATION = "for a demonstration on this machine only; never use it anywhere else"
SHORTEST_SECRET = 50  # characters, as Django's own check of a deployment wants them, and five different ones
FEWEST_DIFFERENT = 5
THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"]
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def secret_key() -> str:
    """What signs sessions. A demonstration has one that everybody knows."""
    found = text("SECRET_KEY")
    if at_home():
        return found or SECRET_OF_DEMONSTRATION
    how = "a random text of 50 characters or more that stays the same, and keep it secret"
    if not found:
        raise Refused(f"SECRET_KEY is not set: set it to {how}.")
    if len(found) < SHORTEST_SECRET or len(set(found)) < FEWEST_DIFFERENT:
        raise Refused(f"SECRET_KEY is too short or too simple: set it to {how}.")
    if found == SECRET_OF_DEMONSTRATION or found.startswith("django-insecure-"):
        raise Refused(f"SECRET_KEY is one that everybody knows: set it to {how}.")
    return found


def hosts() -> list[str]:
    """The names under which the site may be asked for, each in full."""
    found = names("ALLOWED_HOSTS")
    for each in found:
        if "*" in each or each.startswith("."):
            raise Refused(f"ALLOWED_HOSTS may not hold “{each}”: name each host of the site in full.")
        if not HOST.fullmatch(each):
            raise Refused(f"ALLOWED_HOSTS holds “{each}”: write names of hosts alone, without https:// and port.")
        if at_home() and is_public(each):
            raise Refused(
                f"DEMO and DEBUG are for this machine alone, and ALLOWED_HOSTS names “{each}”: "
                "take DEMO and DEBUG out of the environment of a site that others can reach."
            )
    if not found and not at_home():
        raise Refused("ALLOWED_HOSTS is not set: set it to the host names of the site, with commas between.")
    return found or THIS_MACHINE


def is_public(host: str) -> bool:
    """Whether others may be able to reach a host: not this machine, nor an address that is private by its number."""
    bare = host.strip("[]").lower()
    try:
        return ipaddress.ip_address(bare).is_global
    except ValueError:
        return "." in bare and not bare.endswith(".localhost")


def origin(name: str, found: str) -> str:
    """The address of a host, as `https://recommendations.example.org`; http only at home."""
    schemes = ("https", "http") if at_home() else ("https",)
    try:
        parts = urlsplit(found)
        bare = parts.scheme in schemes and parts.hostname and not (parts.path.strip("/") or parts.query)
        whole = bare and "@" not in parts.netloc and "*" not in parts.netloc and (parts.port or 1)
    except ValueError:
        whole = None
    if not whole:
        raise Refused(f"{name} must be https:// and a host alone, as https://recommendations.example.org.")
    return found.rstrip("/")


def over_https(name: str, found: str) -> str:
    """An address elsewhere to which secrets are sent."""
    if found and not found.startswith("https://") and not at_home():
        raise Refused(f"{name} must begin with https://, since secrets are sent there.")
    return found


def folder(name: str, path: str) -> str:
    """A folder that can be written, or made by the server when it is needed."""
    there = Path(path).absolute()
    while not there.exists():
        there = there.parent
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise Refused(f"{name} is {path}, which cannot be written: set it to a folder that belongs to the server.")
    return path
