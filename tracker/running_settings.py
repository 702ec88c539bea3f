"""Settings of what watches the site, all from the environment. docs/operations.md lists the variables."""

from tracker.answer_settings import megabytes

# /readyz says no where less is free on a disk that the site writes to.
LEAST_FREE_MB = megabytes("LEAST_FREE_MB", 200)
