"""An S3 server of this machine, for tests that keep files in a bucket."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from chaoxin.content import storage
from chaoxin.content.storage import bucket
from chaoxin.content.storage.bucket import Bucket, Place

SERVER = "import sys; from moto.server import main; main(['-p', sys.argv[1]])"
PATIENCE_SECONDS = 60


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server that stands as long as the context."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def made_at(server: str, name: str = "assets") -> Place:
    """A new bucket on the server, which only this house reaches."""
    found = Place(name, server, "us-east-1", "somebody", "something", "path")
    bucket._client_of(found).create_bucket(Bucket=found.bucket)
    return found


def keep_files_in(place: Place, settings: Any, root: Path) -> Bucket:
    """The house's files lie in the bucket from then on, copies of those in use under `root`."""
    settings.MEDIA_ROOT, settings.S3_BUCKET, settings.S3_ENDPOINT = root, place.bucket, place.endpoint
    settings.S3_REGION, settings.S3_KEY_ID, settings.S3_SECRET = place.region, place.key_id, place.secret
    settings.S3_ADDRESSING, settings.S3_SEEN_AT = place.addressing, place.seen_at
    found = storage.files()
    assert isinstance(found, Bucket)
    return found


def seen_by_browsers(place: Place) -> Place:
    """The same bucket, reached by browsers under its own address."""
    return replace(place, seen_at=place.endpoint)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            httpx.get(f"{address}/moto-api/").raise_for_status()
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the store did not start"
            time.sleep(0.2)
