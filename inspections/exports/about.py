"""What a file says of itself beside its columns and its licence."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """Where a file comes from, what was selected, and when it was made.

    `made_at` is the time of the edition in what the public takes, so that the same edition gives the same bytes.
    """

    source: str
    address: str
    selection: str
    made_at: datetime.datetime
    remark: str = ""
    edition: str = ""
    as_at: datetime.date | None = None
