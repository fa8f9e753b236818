"""What a worker does with a video that is to be encoded anew: writes it beside, looks into it, makes it an asset.

Whoever dies on the way leaves nothing but a file that no asset names; the next begins from the beginning.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.leasing import Keeper, Work
from chaoxin.core.refusals import Invalid

from . import encoding, probing, storage
from .models import Asset, Recoding

ENDED_KEPT = timedelta(days=7)
FILES_KEPT_SECONDS = 600
NICENESS = 10
PIECE_BYTES = 4 * 1024 * 1024
SHORTER_SHARE = 0.05
State = Recoding.State
WORK = Work(
    Recoding,
    # A film that lies in a bucket is fetched first, and nobody is told meanwhile.
    first_lease=timedelta(minutes=10),
    most_tries=3,
    related=("workspace", "asked_by", "asset"),
    anew={"percent": 0},
)


def take_turn() -> int:
    """Encodes one video that somebody asked for; 1 where there was one. A failure keeps it for another try."""
    return WORK.take_turn(_carry_out, _give_up)


def take_turn_in_the_background() -> int:
    """As `take_turn`, while this thread, and what it starts to encode with, leaves the processor to others."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    return take_turn()


def sweep() -> int:
    """Drops what ended long ago, and files that nobody writes any more; answers how many."""
    dropped, _each = Recoding.objects.filter(ended_at__lt=clock.now() - ENDED_KEPT).delete()
    oldest = clock.now().timestamp() - FILES_KEPT_SECONDS
    left = [path for path in _folder().glob("*.mp4") if path.stat().st_mtime < oldest]
    for path in left:
        path.unlink(missing_ok=True)
    return dropped + len(left)


def _carry_out(recoding: Recoding) -> None:
    target = _folder() / f"{recoding.pk}-{recoding.tries}.mp4"
    try:
        _make(recoding, target)
    except Invalid as refusal:
        _refuse(recoding, refusal.sentence)
    finally:
        target.unlink(missing_ok=True)


def _give_up(recoding: Recoding) -> None:
    _refuse(recoding, _("转了几次都没有转完。文件可能有问题，请从原来的软件重新导出后再传。"))


def _refuse(recoding: Recoding, sentence: str) -> None:
    WORK.end(recoding, State.REFUSED, sentence=sentence[:300], ended_at=clock.now())


def _make(recoding: Recoding, target: Path) -> None:
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
    """Writes down how far it is, now and then; that also keeps the lease. Raises LetGo where it is ours no more."""

    def __init__(self, recoding: Recoding) -> None:
        self._keeper, self._length, self._percent = Keeper(WORK, recoding), recoding.asset.seconds, 0

    def seconds(self, written: float) -> None:
        self._percent = min(99, int(written / max(0.1, self._length) * 100))
        self.again()

    def again(self) -> None:
        self._keeper.again(percent=self._percent)


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
    form = _("%(name)s（转码 %(height)sp）.mp4")
    if recoding.wanted.get("stamp"):
        form = _("%(name)s（带 AI 生成标识 %(height)sp）.mp4")
    name = form % {"name": stem, "height": min(found.width, found.height)}
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
        lines=original.lines,
        codes=original.codes,
        read_with=original.read_with,
        read_at=original.read_at,
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
        WORK.end(recoding, State.DONE, result=asset, percent=100, ended_at=clock.now())


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "recoding"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
