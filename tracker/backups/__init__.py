"""Backups: one file that holds the database as it stood at one moment, and says itself whether it is whole.

`artefact` is the file, `shelf` the folder where files lie, `sqlite` and `postgresql` are what each engine does,
`tables` says what a database holds, row by row, and `using` turns to another database. What is the record's own is in
inspections/backups/.
"""


class Unable(Exception):
    """A sentence for the operator: what was wrong, and what to do."""
