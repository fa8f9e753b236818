"""Notices changes of the code, for developers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path


class Changes:
    """Watches Python files under some folders."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._happened = threading.Event()
        threading.Thread(target=self._watch, args=(folders,), name="changes", daemon=True).start()

    def happened(self) -> bool:
        """Whether a file has changed since this was asked last."""
        if not self._happened.is_set():
            return False
        self._happened.clear()
        return True

    def _watch(self, folders: Sequence[Path]) -> None:
        from watchfiles import PythonFilter, watch

        for _ in watch(*folders, watch_filter=PythonFilter()):
            self._happened.set()
