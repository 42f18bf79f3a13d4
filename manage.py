#!/usr/bin/env python
"""Django's own entry point; ``./portal manage`` calls it with the services running."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barnstod.settings")
    execute_from_command_line(sys.argv)
