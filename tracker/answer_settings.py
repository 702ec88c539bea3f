"""Settings of kept answers and kept files, all from the environment. docs/operations.md lists the variables."""

import os
from pathlib import Path

from tracker.environment import number, text
from tracker.production import folder

EDITION_READER = "inspections.edition_reader.EditionReader"
READ_AT_START = "inspections.at_start.read"  # by each worker, before it answers anybody

# Where files that are made once for an edition are kept. They can be deleted at any time.
DATA_DIR = folder("DATA_DIR", text("DATA_DIR", str(Path(__file__).resolve().parent.parent / "var" / "data")))
# Where all workers keep answers together. Set to nothing, each worker has only its own.
KEPT_ANSWERS_DIR = os.environ.get("KEPT_ANSWERS_DIR", f"{DATA_DIR}/answers").strip()
if KEPT_ANSWERS_DIR:
    folder("KEPT_ANSWERS_DIR", KEPT_ANSWERS_DIR)

# In each worker; 0 keeps nothing in memory.
KEPT_MEMORY_MB = number("KEPT_MEMORY_MB", 16, 0, 100_000, "megabytes")
# Shared by all workers. Empty: each has only its own.
KEPT_ANSWERS_DIR_MB = number("KEPT_ANSWERS_DIR_MB", 256, 0, 100_000, "megabytes")
