"""Sending files to the page that loads them, as a browser does, and reading what it answers."""

import io
import re
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from inspections.models import Upload
from tests.packages import Tables, text_of

PAGE = "/admin/inspections/upload/"
THEMES = "slug,name\ncustody,Custody\n"


def packed(tables: Tables) -> bytes:
    """A package as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(f"{name}.csv", text_of(table))
    return stream.getvalue()


def send(client: Client, name: str, content: str | bytes) -> Any:
    """Send a file."""
    sent = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"file": SimpleUploadedFile(name, sent)})


def words(answer: HttpResponse) -> str:
    """The text of a page, as a reader meets it."""
    main = answer.content.decode().split('id="content-main"', 1)[1].split("</main>", 1)[0]
    text = re.sub(r"<[^>]+>", " ", main).replace("&quot;", '"').replace("&#x27;", "'")
    return " ".join(text.split())


def checked(client: Client, name: str, content: str | bytes) -> tuple[Upload, Any]:
    """Send a file that is accepted, and open its check."""
    answer = send(client, name, content)
    assert answer.status_code == 302, words(answer)
    upload = Upload.objects.latest("pk")
    assert answer["Location"] == f"{PAGE}{upload.pk}/change/"
    return upload, client.get(answer["Location"])


def confirm(client: Client, upload: Upload, **fields: str) -> Any:
    """Say yes, and see where that leads."""
    return client.post(f"{PAGE}{upload.pk}/load/", {"sha256": upload.sha256, **fields}, follow=True)
