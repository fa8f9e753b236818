"""Brings the database's tables up to date."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

# Any number that nothing else uses; hosts that start together take turns.
TURN = 7_204_663_951


def migrate(*, verbosity: int = 1) -> None:
    """Applies all migrations and makes the cache table; one caller at a time over all hosts, safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        try:
            call_command("migrate", interactive=False, verbosity=verbosity)
            call_command("createcachetable", verbosity=verbosity)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])
