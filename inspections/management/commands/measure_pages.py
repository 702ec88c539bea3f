"""Measure what the public pages cost: the table in the README."""

import time
from collections.abc import Iterator
from typing import Any

import brotli
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.days import today
from inspections.models import Addressee, Body, Inspection, Recommendation

RUNS = 5  # the quickest of so many answers is shown; the first one also fills caches of templates


class Command(BaseCommand):
    help = "Prints weight, queries and time of the public pages for the record that is loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Addressee.objects.public(today()).exists():
            raise CommandError("There is nothing to measure: load a record first, for example with `make run`.")
        self.stdout.write("| page | HTML | brotli | queries | time |\n| --- | ---: | ---: | ---: | ---: |")
        client = Client(headers={"host": "localhost"})
        for name, url in pages():
            seconds = []
            for _run in range(RUNS):
                with CaptureQueriesContext(connection) as queries:
                    start = time.perf_counter()
                    answer = client.get(url)
                    seconds.append(time.perf_counter() - start)
            if answer.status_code != 200:
                raise CommandError(f"{url} answered {answer.status_code}.")
            small = len(brotli.compress(answer.content, quality=4))
            self.stdout.write(
                f"| {name} `{url}` | {len(answer.content) / 1000:.1f} kB | {small / 1000:.1f} kB "
                f"| {len(queries)} | {min(seconds) * 1000:.0f} ms |"
            )


def pages() -> Iterator[tuple[str, str]]:
    """A page of each kind: the fullest one that the record has."""
    items = Addressee.objects.public(today())
    force = Body.objects.filter(items__in=items).annotate(n=Count("items")).order_by("-n", "slug")[0]
    widest = Recommendation.objects.public(today()).annotate(n=Count("addressees")).order_by("-n", "ref")[0]
    longest = items.annotate(n=Count("updates")).select_related("recommendation", "body").order_by("-n", "pk")[0]
    inspection = Inspection.objects.public(today()).annotate(n=Count("recommendations")).order_by("-n", "slug")[0]
    selection = reverse("recommendation-list")
    yield "home", reverse("home")
    yield "list", selection
    yield "list, filtered", f"{selection}?force={force.slug}&status=under-way"
    yield "list, searched", f"{selection}?q=children"
    yield "item", longest.get_absolute_url()
    yield "recommendation to many", widest.get_absolute_url()
    yield "force", force.get_absolute_url()
    yield "inspection", inspection.get_absolute_url()
