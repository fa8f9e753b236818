"""Large files on their way in: begun, received in parts that go on where the last one ended, cancelled, swept.

A part is written straight to disk at its place; what is safe there is written on the row. The same part sent again,
a process killed in the middle, a page closed and opened again: whoever asks is told where to go on.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

from . import provenance as origins
from .models import Upload

LARGEST_BYTES = 20 * 1024**3
PIECE_BYTES = 1024 * 1024
NOTED_EVERY_BYTES = 32 * 1024 * 1024
KEPT_FREE_BYTES = 1024**3
MOST_UNDER_WAY = 20
UNFINISHED_KEPT = timedelta(hours=48)
ENDED_KEPT = timedelta(hours=24)
State = Upload.State
UNDER_WAY = (State.RECEIVING, State.CHECKING)


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class WrongOffset(Refusal):
    """The part does not begin where the last one ended; `Upload.received` says where to go on."""

    code = "wrong_offset"


class Busy(Refusal):
    """Another request is writing to this upload right now."""

    status = 423
    code = "upload_busy"


def begin(*, name: str, size: int, by: Actor, fingerprint: str = "", provenance: str = "") -> Upload:
    """An upload to send parts to. The same file of the same sender (by fingerprint and size) is the one that was
    begun before, wherever it stands. `provenance` is where the sender says that it comes from, "" for not said. Raises
    Invalid for a size that is not taken or an unknown provenance, Refusal where the disk is full."""
    by.require("draft.write")
    if by.membership is None:
        raise NotAllowed(_("上传要有一个具体的人，系统不能替人上传。"))
    fingerprint = fingerprint[:200]
    if standing := _standing(by, fingerprint, size):
        return standing
    _check_room(size, by)
    made = Upload(
        workspace=by.workspace,
        uploaded_by=by.membership,
        name=clean_name(name),
        size=size,
        fingerprint=fingerprint,
        provenance=origins.told(provenance),
        expires_at=clock.now() + UNFINISHED_KEPT,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return Upload.objects.get(uploaded_by=by.membership, fingerprint=fingerprint, state__in=UNDER_WAY)
    path = path_of(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return made


def receive(upload: Upload, source: Source, *, offset: int, length: int, by: Actor) -> Upload:
    """Writes a part of `length` octets that begins at `offset`, and answers the upload as it stands; what came of a
    part whose connection broke is kept. Once all is there, parts of it sent again change nothing. Raises
    WrongOffset, Busy, Invalid."""
    by.require("draft.write")
    with _alone(upload):
        upload.refresh_from_db()
        if upload.state != State.RECEIVING and offset + length <= upload.size:
            return upload
        if offset != safe_octets(upload):
            raise WrongOffset(_("这一段和已经收到的接不上。请按服务器给出的位置接着传。"))
        if offset + length > upload.size:
            raise Invalid(_("传来的内容比说好的大小还多，没有收下。请重新选择文件上传。"), field="size")
        _write(upload, source, offset, length)
    return upload


def cancel(upload: Upload, *, by: Actor) -> None:
    """Drops an upload and what came of it; a finished one's asset stays. Raises Refusal while it is checked."""
    by.require("draft.write")
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if row is None:
            return
        if row.state == State.CHECKING and row.leased_until > clock.now():
            raise Refusal(_("文件已经传完，正在检查，几秒钟后再取消。"))
        row.delete()
    path_of(upload).unlink(missing_ok=True)


def sweep() -> int:
    """Drops uploads past their time, and files that no upload stands for; answers how many."""
    over = list(Upload.objects.filter(expires_at__lte=clock.now()).exclude(state=State.CHECKING)[:200])
    for upload in over:
        upload.delete()
        path_of(upload).unlink(missing_ok=True)
    return len(over) + _drop_orphans()


def safe_octets(upload: Upload) -> int:
    """How many octets of an upload are on this disk for certain."""
    if upload.state != State.RECEIVING:
        return upload.size
    try:
        return min(upload.received, path_of(upload).stat().st_size)
    except FileNotFoundError:
        return 0


def path_of(upload: Upload) -> Path:
    """Where the file lies until it is checked."""
    return _folder() / str(upload.pk)


def clean_name(name: str) -> str:
    """A file name without folders and signs that nobody sees."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in base if sign.isprintable())[:160] or _("未命名文件")


def _standing(by: Actor, fingerprint: str, size: int) -> Upload | None:
    if not fingerprint:
        return None
    mine = Upload.objects.filter(uploaded_by=by.membership, fingerprint=fingerprint).order_by("-created_at")
    under_way = mine.filter(state__in=UNDER_WAY).first()
    if under_way and under_way.size != size:
        raise Invalid(_("同名的另一个文件正在上传。请等它传完，或先取消它。"), field="size")
    return under_way or mine.filter(state=State.DONE, size=size, asset__isnull=False).first()


def _check_room(size: int, by: Actor) -> None:
    if not 0 < size <= LARGEST_BYTES:
        raise Invalid(_("文件要大于 0、不超过 20 GB。请压缩或剪短后再传。"), field="size")
    unfinished = Upload.objects.filter(uploaded_by=by.membership, state__in=UNDER_WAY)
    if unfinished.count() >= MOST_UNDER_WAY:
        raise Refusal(_("你有 20 个文件还没传完。请等它们传完，或先取消几个。"), code="too_many_uploads")
    _folder().mkdir(parents=True, exist_ok=True)
    waiting = sum(row.size - row.received for row in Upload.objects.filter(state=State.RECEIVING))
    if shutil.disk_usage(_folder()).free < size + waiting + KEPT_FREE_BYTES:
        raise Refusal(_("服务器的磁盘放不下这个文件。请联系管理员清理磁盘。"), code="disk_full")


def _write(upload: Upload, source: Source, offset: int, length: int) -> None:
    """Keeps what comes even where it breaks off; OSError is how a broken connection reads."""
    with path_of(upload).open("ab") as file:
        file.truncate(offset)
        left, noted = length, 0
        with suppress(OSError):
            while left and (piece := source.read(min(PIECE_BYTES, left))):
                file.write(piece)
                left -= len(piece)
                if length - left - noted >= NOTED_EVERY_BYTES:
                    noted = length - left
                    _note(upload, file)
        _note(upload, file)


def _note(upload: Upload, file: BinaryIO) -> None:
    """Writes down what is safe on disk; a file that is complete is handed to the workers with it."""
    file.flush()
    os.fdatasync(file.fileno())
    upload.received, upload.expires_at = file.tell(), clock.now() + UNFINISHED_KEPT
    if upload.received == upload.size:
        upload.state, upload.leased_until = State.CHECKING, clock.now()
    upload.save(update_fields=["received", "expires_at", "state", "leased_until"])


@contextmanager
def _alone(upload: Upload) -> Iterator[None]:
    """Nobody else writes to the file meanwhile; the operating system ends this with the process. Raises Busy."""
    path = path_of(upload).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(_("这个文件的上一段还在写入，请几秒钟后接着传。")) from None
        yield


def _drop_orphans() -> int:
    """Files of uploads that were cancelled or ended while they were written."""
    oldest = clock.now().timestamp() - ENDED_KEPT.total_seconds()
    old = [path for path in _folder().glob("*") if path.stat().st_mtime < oldest]
    known = {
        str(pk)
        for pk in Upload.objects.filter(pk__in={path.stem for path in old}).values_list("pk", flat=True)
    }
    orphans = [path for path in old if path.stem not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "incoming"
