"""Whether anybody is told what was true before the last update: `python -m tests.bench.stale` on DATABASE_URL.

A round is one update and then reads over all workers at once, some of them with the ETag of the page before it.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import django

from tests.harness.server import ROOT

from .editor import items, record
from .load import ask
from .places import WORKERS, environment

READERS = 3 * WORKERS  # at once, so that every worker has to answer
ITEMS = 100  # in turn, so that no page grows long


def stale_answers(database: str, url: str, rounds: int) -> dict[str, int]:
    """How many answers were stale, in so many rounds."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.stale", url, str(rounds)],
        cwd=ROOT,
        env=environment(database),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(url: str, rounds: int) -> None:
    django.setup()
    from inspections.models import Addressee

    chosen = items()[:: max(1, len(items()) // ITEMS)][:ITEMS]
    pages = {item.pk: url + item.get_absolute_url() for item in Addressee.objects.filter(pk__in=chosen)}
    etags = {pk: ask(page).etag for pk, page in pages.items()}
    stale = wrong = reads = 0
    with ThreadPoolExecutor(READERS) as pool:
        for number in range(rounds):
            pk = chosen[number % len(chosen)]
            text = f"Round {number} of the bench."
            record(pk, text)
            asked = [pool.submit(ask, pages[pk], "identity", etags[pk] * (n % 2), True) for n in range(READERS)]
            for answer in [one.result() for one in asked]:
                reads += 1
                wrong += answer.status not in (200, 304)
                # With the old ETag 304 would be stale; so is a page without the update.
                stale += answer.status == 304 or (answer.status == 200 and text.encode() not in answer.body)
                etags[pk] = answer.etag or etags[pk]
    print(json.dumps({"rounds": rounds, "reads": reads, "stale": stale, "errors": wrong}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
