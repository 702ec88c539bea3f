"""The demonstration's staff account, made once with a random password."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

USERNAME = "demo"
PASSWORD_BYTES = 12  # 16 characters: long enough not to be guessed, short enough to be typed


class Command(BaseCommand):
    help = (
        "Makes the demonstration's staff account if there is no account yet, and prints its password once. "
        "Works only where DEMO is set."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--new-password",
            action="store_true",
            help=f"give the account '{USERNAME}' a new password and print it; makes the account if it is gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # An account with every right and a name that anybody can guess has no place on a real site.
        if not settings.DEMO:
            raise CommandError("This is not a demonstration: DEMO is not set. Use manage.py createsuperuser instead.")
        accounts = get_user_model()._default_manager
        with transaction.atomic():
            account = accounts.filter(username=USERNAME).first()
            if not options["new_password"] and accounts.exists():
                self.stdout.write(
                    "Staff accounts are kept as they are. "
                    "For a new password for the demonstration account: "
                    "DEMO=1 .venv/bin/python manage.py make_demo_account --new-password"
                )
                return
            password = secrets.token_urlsafe(PASSWORD_BYTES)
            if account is None:
                account = accounts.model(username=USERNAME, is_staff=True, is_superuser=True)
            account.set_password(password)
            account.save()
        self.stdout.write(
            f"Staff account: {USERNAME}\n"
            f"Password:      {password}\n"
            "It is printed this once. For another: DEMO=1 .venv/bin/python manage.py make_demo_account --new-password\n"
            "For another account: DEMO=1 .venv/bin/python manage.py createsuperuser"
        )
