"""Is the ledger as it was sealed? python verify_ledger.py tracker.zip [head that you kept]. Needs only Python."""

import csv
import hashlib
import io
import json
import sys
import zipfile


def digest(texts):  # the canonical form: a JSON array of texts without white space, in UTF-8
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


archive, kept, head, at, day = zipfile.ZipFile(sys.argv[1]), sys.argv[2:], "0" * 64, 0, ""
names = [name for name in archive.namelist() if name.endswith(".csv")]
files = {name: list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8", newline=""))) for name in names}
# A row is known by recommendation, body and sequence. What was renamed since stands in seals under its earlier name.
lasting = {column: {} for column in ("recommendation", "body", "stated_by", "source", "made_in")}
for column, name in zip(lasting, ("recommendations", "bodies", "bodies", "sources", "inspections"), strict=True):
    for thing in files[f"{name}.csv"]:
        slug = thing.get("slug") or thing["ref"]
        lasting[column][slug] = thing.get("sealed_as") or slug
    if len(set(lasting[column].values())) < len(lasting[column]):
        sys.exit(f"Two rows of {name}.csv have one name in seals.")
rows = {(row["recommendation"], row["body"], row["sequence"]): row for row in files["status_updates.csv"]}
hashes = {key: digest([lasting.get(c, {}).get(cell, cell) for c, cell in row.items()]) for key, row in rows.items()}
for seal in sorted(files["seals.csv"], key=lambda seal: int(seal["position"])):
    key, at = (seal["recommendation"], seal["body"], seal["sequence"]), at + 1
    where = f"Position {at}, recommendation {key[0]}, body {key[1]}, sequence {key[2]}: "
    if int(seal["position"]) != at:
        sys.exit(f"Removed: there is no seal {at}; the next is {seal['position']}.")
    if digest([head, str(at), seal["row_sha256"], seal["sealed_at"]]) != seal["sha256"]:
        sys.exit(f"{where}this seal does not follow from the one before it: altered, inserted or reordered.")
    if hashes.get(key) != seal["row_sha256"]:
        sys.exit(f"{where}{'altered or reordered' if key in hashes else 'removed'}.")
    head, day, kept = seal["sha256"], seal["sealed_at"], [each for each in kept if each != seal["sha256"]]
    del rows[key]
out = {row["ref"]: row["inspection"] for row in files["recommendations.csv"]}
published = {row["slug"]: row["published_on"] for row in files["inspections.csv"]}
for key, row in rows.items():  # one whose report came out after the last seal may still wait for its own
    if at and published[out[key[0]]] < day[:10] and row["recorded_on"] <= day[:10]:
        sys.exit(f"Recommendation {key[0]}, body {key[1]}, sequence {key[2]}: inserted; it has no seal.")
print(f"{at} rows, head {head}, sealed at {day}: all as sealed. Waiting: {len(rows)}.")  # noqa: T201
sys.exit(f"The head {kept[0]} is not in this chain: it was made anew, or is that of another record." if kept else 0)
