"""Django's own command, with each migration noted as applied in the transaction that applies it."""

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

EXECUTOR = "MigrationExecutor"  # Django's command takes it from its own module, and leaves no other way to choose it


class WholeExecutor(MigrationExecutor):
    """Applies a migration and notes it, both or neither.

    Django notes one that leaves indexes or foreign keys for its end only after it has been committed. Killed between
    the two, the tables are there and nobody knows: the next run would fail at the first of them, every time.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        # SQLite can only stop checking foreign keys before a transaction, and rebuilds tables without them.
        with self.connection.constraint_checks_disabled(), transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        usual = vars(migrate)[EXECUTOR]
        setattr(migrate, EXECUTOR, WholeExecutor)
        try:
            super().handle(*args, **options)
        finally:
            setattr(migrate, EXECUTOR, usual)
