"""Files in a bucket of an S3-compatible store, with a folder of this machine for those that are in use.

What needs a file on disk (connectors, thumbnails) gets a copy in the folder; the copies used longest ago make room for
new ones. What only passes a file on (a browser that plays a video) reads ranges and keeps nothing.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.http import content_disposition_header

from .border import idle

PIECE_BYTES = 1024 * 1024
PART_BYTES = 64 * 1024 * 1024
TOLD_EVERY_SECONDS = 10.0
# A connector may open the same copy again and again over a long upload.
IN_USE_SECONDS = 2 * 3600
GONE = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True)
class Place:
    """Where the bucket is and who asks. `addressing` is auto, path or virtual. `seen_at` is the endpoint as browsers
    reach it, "" where only this house does; a bucket without an endpoint of its own is reached by everybody."""

    bucket: str
    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = ""
    addressing: str = "auto"
    seen_at: str = ""


class Bucket:
    def __init__(self, place: Place, *, copies: Path, most_copied_bytes: int) -> None:
        self._place, self._copies, self._most = place, copies, most_copied_bytes

    def put(self, source: Path, key: str, *, tell: Callable[[], None] = idle) -> None:
        if self._size(key) == source.stat().st_size:
            return
        from boto3.s3.transfer import TransferConfig

        # In this thread only: `tell` may write to the database.
        config = TransferConfig(
            multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES, use_threads=False
        )
        self._client.upload_file(
            str(source), self._place.bucket, key, Config=config, Callback=_NowAndThen(tell)
        )

    def has(self, key: str) -> bool:
        return self._size(key) is not None

    def size(self, key: str) -> int:
        found = self._size(key)
        if found is None:
            raise FileNotFoundError(key)
        return found

    def address(
        self, key: str, *, seconds: int, content_type: str, name: str = "", save: bool = False
    ) -> str:
        seen = self._seen
        if seen is None:
            return ""
        wanted = {"Bucket": seen.bucket, "Key": key, "ResponseContentType": content_type}
        if name:
            wanted["ResponseContentDisposition"] = content_disposition_header(save, name) or ""
        made = _client_of(seen).generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)
        return str(made)

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address("any", seconds=60, content_type="text/plain"))
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        if start >= end:
            return
        wanted = {"Bucket": self._place.bucket, "Key": key, "Range": f"bytes={start}-{end - 1}"}
        with _missing_named(key):
            body = self._client.get_object(**wanted)["Body"]
        try:
            yield from body.iter_chunks(PIECE_BYTES)
        finally:
            body.close()

    def local(self, key: str) -> Path:
        copy = self.expected(key)
        with _alone(copy):
            if copy.is_file():
                os.utime(copy)
                return copy
            size = self.size(key)
            self._make_room(size)
            coming = copy.with_name(f".{copy.name}.coming")
            with coming.open("wb") as file:
                for piece in self.read(key, 0, size):
                    file.write(piece)
            os.replace(coming, copy)
        return copy

    def expected(self, key: str) -> Path:
        return self._copies / key

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self._place.bucket, Key=key)
        self.expected(key).unlink(missing_ok=True)

    @property
    def _client(self) -> Any:
        return _client_of(self._place)

    @property
    def _seen(self) -> Place | None:
        """The bucket as browsers reach it; None where they do not."""
        if self._place.seen_at:
            return replace(self._place, endpoint=self._place.seen_at)
        return None if self._place.endpoint else self._place

    def _size(self, key: str) -> int | None:
        from botocore.exceptions import ClientError

        try:
            return int(self._client.head_object(Bucket=self._place.bucket, Key=key)["ContentLength"])
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return None
            raise

    def _make_room(self, size: int) -> None:
        copies = [
            (path.stat(), path)
            for path in self._copies.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        ]
        total = sum(facts.st_size for facts, _path in copies) + size
        for facts, path in sorted(copies, key=lambda entry: entry[0].st_mtime):
            if total <= self._most or time.time() - facts.st_mtime < IN_USE_SECONDS:
                return
            path.unlink(missing_ok=True)
            total -= facts.st_size


class _NowAndThen:
    """Calls `tell` at most every few seconds, however often it is called itself."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell, self._last = tell, time.monotonic()

    def __call__(self, octets: int) -> None:
        if time.monotonic() - self._last >= TOLD_EVERY_SECONDS:
            self._last = time.monotonic()
            self._tell()


@cache
def _client_of(place: Place) -> Any:
    """The client, made once a process; it serves all threads."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=place.endpoint or None,
        region_name=place.region or None,
        aws_access_key_id=place.key_id or None,
        aws_secret_access_key=place.secret or None,
        config=Config(
            s3={"addressing_style": place.addressing},
            # Addresses for browsers are signed too, and stores take no older signature.
            signature_version="s3v4",
            retries={"max_attempts": 4, "mode": "standard"},
            connect_timeout=10,
            read_timeout=60,
            # Stores that only resemble S3 refuse the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


@contextmanager
def _missing_named(key: str) -> Iterator[None]:
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            raise FileNotFoundError(key) from error
        raise


@contextmanager
def _alone(copy: Path) -> Iterator[None]:
    """One process at a time fetches a file; the others wait for it."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    with copy.with_name(f".{copy.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
