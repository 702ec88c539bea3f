"""`manage.py migrate`, to be killed at a place of the test's choosing.

`stop NUMBER` prints each statement, on one line, before it runs. It stops before that one, counted from 1, prints
"stopped" and waits. `walk` applies one migration after another, prints "standing" after each and waits for a line.
"""

import signal
import sys
from typing import Any

import django


def main(how: str, number: int = 0) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    count = 0

    def told(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == number:
            print("stopped", flush=True)
            signal.pause()
        print(" ".join(str(sql).split()), flush=True)
        return execute(sql, params, many, context)

    if how == "stop":
        with connection.execute_wrapper(told):
            call_command("migrate", verbosity=0)
        return
    executor = MigrationExecutor(connection)
    for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", migration.app_label, migration.name, verbosity=0)
        print("standing", flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
