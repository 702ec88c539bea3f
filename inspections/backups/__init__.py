"""Backups of the record: making one, restoring one into either engine, and the drill that does both.

tracker/backups/ is about databases; what is here knows the package of the record, its check and its chain.
"""
