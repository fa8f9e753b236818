from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from chaoxin.shell.searching import indexing


class Command(BaseCommand):
    help = "Empties the search index and fills it from all rows."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{indexing.rebuild()} objects can be found.")
