"""What becomes of a file that has come in whole: a worker looks into it and makes it an asset, or says why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.leasing import Work
from chaoxin.core.refusals import Invalid

from . import ai_marks, probing, storage, uploads, video_locations
from . import provenance as origins
from .models import Asset, Upload

PIECE_BYTES = 4 * 1024 * 1024
NOTED_EVERY_BYTES = 256 * 1024 * 1024
State = Upload.State
# A file that ends the process that looks into it does so a few times and no more.
WORK = Work(
    Upload, waiting=State.CHECKING, most_tries=3, related=("workspace", "uploaded_by"), anew={"checked": 0}
)


def take_turn() -> int:
    """Looks into one file that has come in; 1 where there was one. A failure keeps it for another try."""
    return WORK.take_turn(_make_asset, _give_up)


def _give_up(upload: Upload) -> None:
    _refuse(upload, _("这个文件几次都没能检查完，可能已损坏。请重新导出后再传。"))


def _make_asset(upload: Upload) -> None:
    try:
        _look_into(upload)
    except Invalid as refusal:
        _refuse(upload, refusal.sentence)


def _look_into(upload: Upload) -> None:
    path = uploads.path_of(upload)
    if not path.is_file():
        raise Invalid(_("传来的文件在服务器上找不到了。请重新上传。"))
    found = probing.probe(path)
    if probing.kind_of(path) == "mov":
        video_locations.blank_out(path)
        found = probing.probe(path)
    digest = _digest(path, lambda done: WORK.keep(upload, checked=done))
    key = f"{upload.workspace_id}/{digest[:2]}/{digest}.{probing.SUFFIXES[found.content_type]}"
    storage.files().put(path, key, tell=lambda: WORK.keep(upload, checked=upload.size))
    _finish(upload, _asset(upload, found, digest, key, marked=ai_marks.is_marked(path) or found.marked))
    path.unlink(missing_ok=True)


def _digest(path: Path, tell: Callable[[int], None]) -> str:
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
            done += len(piece)
            if done % NOTED_EVERY_BYTES < len(piece):
                tell(done)
    return digest.hexdigest()


def _asset(upload: Upload, found: probing.Probed, digest: str, key: str, *, marked: bool) -> Asset:
    provenances = Asset.Provenance
    return Asset(
        workspace=upload.workspace,
        kind=Asset.Kind.VIDEO,
        path=key,
        sha256=digest,
        content_type=found.content_type,
        width=found.width,
        height=found.height,
        size=upload.size,
        name=upload.name,
        seconds=found.seconds,
        video_codec=found.video_codec,
        audio_codec=found.audio_codec,
        frame_rate=found.frame_rate,
        bit_rate=found.bit_rate,
        may_tell_place=found.names_place,
        provenance=provenances.AI_GENERATED if marked else upload.provenance or provenances.UNKNOWN,
        is_marked=marked,
        uploaded_by=upload.uploaded_by,
    )


def _finish(upload: Upload, asset: Asset) -> None:
    """The asset, the end of the upload and the audit line at once; content that is there already is that asset."""
    by = Actor(upload.workspace, upload.uploaded_by)
    with transaction.atomic():
        try:
            with transaction.atomic():
                asset.save(force_insert=True)
                detail = {"name": asset.name, "sha256": asset.sha256, "size": asset.size}
                auditing.record("asset.take_in", by=by, subject=asset, detail=detail)
        except IntegrityError:
            asset = Asset.objects.get(workspace=asset.workspace, sha256=asset.sha256)
            origins.declare_if_unsaid(asset, by=by, provenance=upload.provenance)
        _end(upload, State.DONE, asset=asset, checked=F("size"))


def _refuse(upload: Upload, sentence: str) -> None:
    _end(upload, State.REFUSED, sentence=sentence[:300])
    uploads.path_of(upload).unlink(missing_ok=True)


def _end(upload: Upload, state: str, **changes: object) -> None:
    until = clock.now() + uploads.ENDED_KEPT
    WORK.end(upload, state, expires_at=until, **changes)
