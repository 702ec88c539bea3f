"""How many items stand as confirmed complete: python figures.py tracker.zip [2019-06-30]. Needs only Python."""

import csv
import datetime
import io
import sys
import zipfile

# Only an inspectorate closes an item, and only an inspectorate opens it again. Nothing else that is said does either.
SAYS = {"complete": "complete", "no-further-action": "closed", "superseded": "closed"}
SAYS |= dict.fromkeys(("awaiting-review", "being-progressed", "reopened"), "open")
archive, today = zipfile.ZipFile(sys.argv[1]), datetime.date.today().isoformat()  # noqa: DTZ011
day = (sys.argv[2:] or [today])[0]
next_day = (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
files = {name: list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8"))) for name in archive.namelist()[1:]}
known = {row["slug"]: row["published_on"] for row in files["sources.csv"] if row["published_on"]}
out = set()  # A date may be a year or a month. A report is out on the first day of it; without one, when a source was.
for row in files["inspections.csv"]:
    date, sources = row["published_on"], [known[slug] for slug in row["source"].split("; ") if slug in known]
    is_out = date <= day[: len(date)] if date else day >= today or any(one < next_day[: len(one)] for one in sources)
    out |= {row["slug"]} if is_out and not "" < row.get("withdrawn_on", "") <= day else set()
kept = [row for row in files["recommendations.csv"] if not "" < row.get("withdrawn_on", "") <= day]
asked = {row["ref"] for row in kept if row["inspection"] in out}
status = {(row["recommendation"], row["body"]): "" for row in files["addressees.csv"] if row["recommendation"] in asked}
updates = files["status_updates.csv"]
corrected = {(row["recommendation"], row["body"], row["corrects"]) for row in updates}
for row in sorted(updates, key=lambda row: ((row["effective_on"] + "-01-01")[:10], int(row["sequence"]))):
    item, date = (row["recommendation"], row["body"]), row["effective_on"]
    if item in status and date <= day[: len(date)] and (*item, row["sequence"]) not in corrected:
        status[item] = SAYS.get(row["position"], status[item])
print(f"{day}: {list(status.values()).count('complete')} of {len(status)} items confirmed complete")  # noqa: T201
