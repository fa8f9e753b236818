"""What a worker does with a video that is to be encoded anew: writes it beside, looks into it, makes it an asset.

Whoever dies on the way leaves nothing but a file that no asset names; the next begins from the beginning.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import clock, worker_identity
from chaoxin.core.refusals import Invalid

from . import encoding, probing, storage
from .models import Asset, Recoding

log = logging.getLogger("chaoxin.content")

LEASE = timedelta(seconds=60)
# A film that lies in a bucket is fetched first, and nobody is told meanwhile.
FETCHING_LEASE = timedelta(minutes=10)
MOST_TRIES = 3
RETRY_AFTER = timedelta(seconds=20)
ENDED_KEPT = timedelta(days=7)
FILES_KEPT_SECONDS = 600
NOTED_EVERY_SECONDS = 1.0
NICENESS = 10
PIECE_BYTES = 4 * 1024 * 1024
SHORTER_SHARE = 0.05
State = Recoding.State


class _LetGo(Exception):
    """It was cancelled, or another worker has it."""


def take_turn() -> int:
    """Encodes one video that somebody asked for; 1 where there was one. A failure keeps it for another try."""
    recoding = _claim()
    if recoding is None:
        return 0
    target = _folder() / f"{recoding.pk}-{recoding.tries}.mp4"
    try:
        _make(recoding, target)
    except _LetGo:
        log.info("recoding %s was let go", recoding.pk)
    except Invalid as refusal:
        _ours(recoding).update(state=State.REFUSED, sentence=refusal.sentence[:300], ended_at=clock.now())
    except Exception:
        log.exception("recoding %s failed", recoding.pk)
        _ours(recoding).update(leased_until=clock.now() + RETRY_AFTER)
    finally:
        target.unlink(missing_ok=True)
    return 1


def take_turn_in_the_background() -> int:
    """As `take_turn`, while this thread, and what it starts to encode with, leaves the processor to others."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    return take_turn()


def release_dead_worker(worker: str) -> None:
    """Frees at once what a worker that is known to be dead was encoding."""
    held = Recoding.objects.filter(worker=worker, state=State.UNDER_WAY, leased_until__gt=clock.now())
    held.update(leased_until=clock.now())


def sweep() -> int:
    """Drops what ended long ago, and files that nobody writes any more; answers how many."""
    dropped, _each = Recoding.objects.filter(ended_at__lt=clock.now() - ENDED_KEPT).delete()
    oldest = clock.now().timestamp() - FILES_KEPT_SECONDS
    left = [path for path in _folder().glob("*.mp4") if path.stat().st_mtime < oldest]
    for path in left:
        path.unlink(missing_ok=True)
    return dropped + len(left)


def _claim() -> Recoding | None:
    now = clock.now()
    with transaction.atomic():
        recoding = (
            Recoding.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("workspace", "asked_by", "asset")
            .filter(state=State.UNDER_WAY, leased_until__lte=now)
            .order_by("created_at")
            .first()
        )
        if recoding is None:
            return None
        recoding.tries, recoding.percent = recoding.tries + 1, 0
        recoding.worker, recoding.leased_until = worker_identity.current(), now + FETCHING_LEASE
        recoding.save(update_fields=["tries", "percent", "worker", "leased_until"])
    return recoding


def _make(recoding: Recoding, target: Path) -> None:
    if recoding.tries > MOST_TRIES:
        raise Invalid(_("转了几次都没有转完。文件可能有问题，请从原来的软件重新导出后再传。"))
    try:
        source = storage.files().local(recoding.asset.path)
    except FileNotFoundError:
        raise Invalid(_("原视频的文件找不到了，转不了码。请重新上传。")) from None
    tell = _Noting(recoding)
    encoding.encode(source, target, encoding.Wanted(**recoding.wanted), tell=tell.seconds)
    found = probing.probe(target)
    _check(recoding, found, target)
    digest = _digest(target, tell.again)
    key = f"{recoding.workspace_id}/{digest[:2]}/{digest}.mp4"
    storage.files().put(target, key, tell=tell.again)
    _finish(recoding, _asset(recoding, found, digest, key, target.stat().st_size))


class _Noting:
    """Writes down how far it is, now and then; that also keeps the lease. Raises _LetGo where it is ours no more."""

    def __init__(self, recoding: Recoding) -> None:
        self._recoding, self._percent, self._noted_at = recoding, 0, 0.0

    def seconds(self, written: float) -> None:
        self._percent = min(99, int(written / max(0.1, self._recoding.asset.seconds) * 100))
        self.again()

    def again(self) -> None:
        if time.monotonic() - self._noted_at < NOTED_EVERY_SECONDS:
            return
        self._noted_at = time.monotonic()
        if not _ours(self._recoding).update(percent=self._percent, leased_until=clock.now() + LEASE):
            raise _LetGo


def _check(recoding: Recoding, found: probing.Probed, target: Path) -> None:
    """Raises Invalid where the new film is not the whole film, or larger than it may be."""
    if found.seconds < recoding.asset.seconds * (1 - SHORTER_SHARE) - 0.5:
        raise Invalid(_("原视频后面一段解不开，转出来不完整，没有保留。请从原来的软件重新导出后再传。"))
    most = recoding.wanted.get("most_bytes", 0)
    if most and target.stat().st_size > most:
        raise Invalid(_("转码后还是超过平台允许的大小。请选 720p，或者先把视频剪短。"))


def _digest(path: Path, tell: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        os.fsync(file.fileno())
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
            tell()
    return digest.hexdigest()


def _asset(recoding: Recoding, found: probing.Probed, digest: str, key: str, size: int) -> Asset:
    original = recoding.asset
    stem = original.name.rsplit(".", 1)[0][:130]
    name = _("%(name)s（转码 %(height)sp）.mp4") % {"name": stem, "height": min(found.width, found.height)}
    return Asset(
        workspace=recoding.workspace,
        kind=Asset.Kind.VIDEO,
        path=key,
        sha256=digest,
        content_type=found.content_type,
        width=found.width,
        height=found.height,
        size=size,
        name=name,
        seconds=found.seconds,
        video_codec=found.video_codec,
        audio_codec=found.audio_codec,
        frame_rate=found.frame_rate,
        bit_rate=found.bit_rate,
        may_tell_place=found.names_place,
        source=original,
        derivation={"recoded": recoding.preset, **recoding.wanted},
        provenance=original.provenance,
        made_with=original.made_with,
        is_marked=found.marked,
        licence_id=original.licence_id,
        uploaded_by=recoding.asked_by,
    )


def _finish(recoding: Recoding, asset: Asset) -> None:
    """The asset, the end and the audit line at once, and nothing of it where it was cancelled meanwhile."""
    by = Actor(recoding.workspace, recoding.asked_by)
    with transaction.atomic():
        try:
            with transaction.atomic():
                asset.save(force_insert=True)
                detail = {"name": asset.name, "sha256": asset.sha256, "source": str(asset.source_id)}
                auditing.record("asset.recode", by=by, subject=asset, detail=detail)
        except IntegrityError:
            asset = Asset.objects.get(workspace=asset.workspace, sha256=asset.sha256)
        ended = _ours(recoding).update(state=State.DONE, result=asset, percent=100, ended_at=clock.now())
        if not ended:
            raise _LetGo


def _ours(recoding: Recoding) -> QuerySet[Recoding]:
    return Recoding.objects.filter(
        pk=recoding.pk, worker=recoding.worker, tries=recoding.tries, state=State.UNDER_WAY
    )


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "recoding"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
