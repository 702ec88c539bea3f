"""What an answer says, whatever its form, to be compared."""

import html
import io
import shutil
import zipfile
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client


def content_of(response: HttpResponseBase) -> bytes:
    """The bytes of an answer; of a zip, a spreadsheet or a Word document, those of all that is packed in it."""
    streams = isinstance(response, StreamingHttpResponse)
    content: bytes = response.getvalue() if streams else response.content  # type: ignore[attr-defined]
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(name.encode() + b"\n" + packed.read(name) for name in sorted(packed.namelist()))


def read(client: Client, address: str, status: int = 200) -> str:
    """What a reader gets at an address, on one line."""
    response = client.get(address)
    assert response.status_code == status
    return html.unescape(" ".join(response.content.decode().split()))


def contents(client: Client, paths: Iterable[str]) -> dict[str, bytes]:
    """What each of these addresses says now. The package is made afresh: one edition may stand for a whole test."""
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
    return {path: content_of(client.get(path)) for path in paths}
