"""The site as it is served, with a line in a file for each answer of the API that was made: COUNT_MADE names the file.

SECONDS_TO_MAKE makes each of them slow, so that all who ask at once do ask at once. As a program it starts the server.
"""

import os
import time
from pathlib import Path
from typing import Any

from tracker import serve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")


def counting() -> Any:
    """The application, with its endpoints counted."""
    from tracker.wsgi import application  # first: it loads the applications

    from inspections.api.records import BodyDetail, BodyList  # isort: skip

    for view in (BodyDetail, BodyList):
        view.answer = _counted(view.answer)  # type: ignore[method-assign]
    return application


def _counted(answer: Any) -> Any:
    def made(self: Any) -> Any:
        with Path(os.environ["COUNT_MADE"]).open("a") as file:
            file.write(f"{self.asked.path}\n")
        time.sleep(float(os.environ.get("SECONDS_TO_MAKE", "0")))
        return answer(self)

    return made


def loaded() -> Any:
    serve.say_ready()
    return application


if __name__ == "__main__":
    serve.main("tests.serving.counted:loaded")
else:
    application = counting()
