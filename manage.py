#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from tracker.start import in_a_sentence


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    from django.core.management import execute_from_command_line

    with in_a_sentence():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
