"""What the demonstration does before it opens: tables, then the example company. Safe to repeat."""

from __future__ import annotations

import sys

from . import environment


def main() -> int:
    """Prepares the database that DATABASE_URL names."""
    environment.load_secrets()
    environment.start_django()
    from . import migrating, seeds

    migrating.migrate()
    seeds.seed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
