"""The reader of writing in pictures: a library in a process that is started when something is to be read."""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import json
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from PIL import Image

from .seeing import Line, ReaderFailed

LIBRARY, RUNTIME = "rapidocr", "onnxruntime"
# Starting it takes seconds, and the first picture of a slow machine many more.
PATIENCE_SECONDS = 180.0
IDLE_SECONDS = 60.0


@functools.cache
def installed() -> str:
    """Name and version of the library that reads writing, "" where it is not installed."""
    try:
        importlib.metadata.version(RUNTIME)
        return f"{LIBRARY} {importlib.metadata.version(LIBRARY)}"
    except importlib.metadata.PackageNotFoundError:
        return ""


class WritingReader:
    """Hands pictures to the process, one at a time; `close` gives its memory back, and so does `close_if_idle` after a
    minute without a picture."""

    def __init__(self, command: list[str] | None = None, *, name: str = "") -> None:
        self.name = name or installed()
        self._command = command or [sys.executable, "-m", "chaoxin.content.writing_process"]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._used_at = 0.0

    def read(self, picture: Image.Image) -> list[Line]:
        """The lines from top to bottom. Raises ReaderFailed."""
        with self._lock, tempfile.TemporaryDirectory(prefix="reading-") as folder:
            path = Path(folder) / "picture.png"
            picture.convert("RGB").save(path, compress_level=1)
            told = self._ask(str(path))
            self._used_at = time.monotonic()
        if "error" in told:
            raise ReaderFailed(told["error"])
        return [_line(text, score, corners) for text, score, corners in told["lines"]]

    def close(self) -> None:
        """Ends the process; harmless where there is none."""
        with self._lock:
            self._end()

    def close_if_idle(self) -> None:
        """Ends the process where nothing was read for a while."""
        if self._process is not None and time.monotonic() - self._used_at > IDLE_SECONDS:
            self.close()

    def _ask(self, path: str) -> dict[str, list[tuple[str, float, list[tuple[float, float]]]]]:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(path).encode() + b"\n")
            process.stdin.flush()
            with selectors.DefaultSelector() as waiting:
                waiting.register(process.stdout, selectors.EVENT_READ)
                if not waiting.select(PATIENCE_SECONDS):
                    raise ReaderFailed("no answer in time")
            answer = process.stdout.readline()
            if not answer:
                raise ReaderFailed("the process has ended")
            return dict(json.loads(answer))
        except (ReaderFailed, OSError, ValueError) as error:
            self._end()
            raise ReaderFailed(str(error)) from error

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _line(text: str, score: float, corners: list[tuple[float, float]]) -> Line:
    across, down = [x for x, _y in corners], [y for _x, y in corners]
    left, top = min(across), min(down)
    return Line(text, left, top, max(across) - left, max(down) - top, score)
