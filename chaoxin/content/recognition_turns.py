"""What a worker does with a picture or video that is to be looked into: reads writing and codes, piece by piece and
frame by frame, and keeps what it saw on the asset."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from PIL import Image

from chaoxin.compliance.values import Seen
from chaoxin.core import announcing, clock, worker_identity
from chaoxin.core.refusals import Invalid

from . import ai_marks, code_reading, facts, frames, seeing, storage
from .models import Asset, Recognition
from .seeing import Piece, Reader
from .writing_reader import WritingReader, installed

log = logging.getLogger("chaoxin.content")

# A slow machine reads one piece in some ten seconds; before each the lease is renewed.
LEASE = timedelta(minutes=5)
MOST_TRIES = 3
RETRY_AFTER = timedelta(seconds=20)
ENDED_KEPT = timedelta(days=7)
NOTED_EVERY_SECONDS = 1.0
NICENESS = 10
MOST_SEEN = 500
State = Recognition.State
_reader = WritingReader()


class _LetGo(Exception):
    """It was cancelled, or another worker has it."""


def take_turn(reader: Reader | None = None) -> int:
    """Looks into one asset; 1 where there was one. `reader` takes the place of the installed one. A failure keeps it
    for another try."""
    recognition = _claim()
    if recognition is None:
        _reader.close_if_idle()
        return 0
    chosen = reader or (_reader if installed() else None)
    try:
        _look(recognition, chosen)
    except _LetGo:
        log.info("recognition %s was let go", recognition.pk)
    except (Invalid, FileNotFoundError) as refusal:
        sentence = getattr(refusal, "sentence", _("文件找不到了，识别不了。请重新上传这个素材。"))
        _ours(recognition).update(state=State.FAILED, sentence=sentence[:300], ended_at=clock.now())
    except Exception:
        log.exception("recognition %s failed", recognition.pk)
        _ours(recognition).update(leased_until=clock.now() + RETRY_AFTER)
    return 1


def take_turn_in_the_background() -> int:
    """As `take_turn`, while this thread leaves the processor to others."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    return take_turn()


def release_dead_worker(worker: str) -> None:
    """Frees at once what a worker that is known to be dead was looking into."""
    held = Recognition.objects.filter(worker=worker, state=State.UNDER_WAY, leased_until__gt=clock.now())
    held.update(leased_until=clock.now())


def sweep() -> int:
    """Drops what ended well long ago; what failed stays, so that it is not begun again and again."""
    ended = Recognition.objects.filter(ended_at__lt=clock.now() - ENDED_KEPT).exclude(state=State.FAILED)
    return ended.delete()[0]


def _claim() -> Recognition | None:
    now = clock.now()
    with transaction.atomic():
        recognition = (
            Recognition.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("asset")
            .filter(state=State.UNDER_WAY, leased_until__lte=now)
            .order_by("created_at")
            .first()
        )
        if recognition is None:
            return None
        recognition.tries, recognition.percent = recognition.tries + 1, 0
        recognition.worker, recognition.leased_until = worker_identity.current(), now + LEASE
        recognition.save(update_fields=["tries", "percent", "worker", "leased_until"])
    return recognition


def _look(recognition: Recognition, reader: Reader | None) -> None:
    if recognition.tries > MOST_TRIES:
        raise Invalid(_("这个素材几次都没能识别完，可能文件有问题。可以换一份再传，或人工核对里面的文字。"))
    asset = recognition.asset
    path = storage.files().local(asset.path)
    look = _Look(reader, _teller(recognition))
    if asset.kind == Asset.Kind.VIDEO:
        look.into_film(path, asset.seconds)
    else:
        look.into_picture(path)
    _finish(recognition, look, reader.name if reader else "", marked=ai_marks.is_marked(path))


@dataclass
class _Look:
    """One look: what was seen so far, and who is told how far it is."""

    reader: Reader | None
    tell: Callable[[float], None]
    lines: list[Seen] = field(default_factory=list)
    codes: list[Seen] = field(default_factory=list)

    def into_picture(self, path: Path) -> None:
        with Image.open(path) as picture:
            count = seeing.count_pieces(picture.size) * min(
                getattr(picture, "n_frames", 1), seeing.MOST_FRAMES
            )
            pieces = (piece for frame in seeing.frames_of(picture) for piece in seeing.pieces_of(frame))
            for number, piece in enumerate(pieces):
                self.tell(number / max(1, count))
                self._piece(piece, None)

    def into_film(self, path: Path, seconds: float) -> None:
        for at, frame in _shots(path, seconds):
            self.tell(at / max(0.1, seconds))
            for piece in seeing.pieces_of(frame):
                self._piece(piece, at)

    def _piece(self, piece: Piece, at: float | None) -> None:
        self.codes = seeing.without_repeats([*self.codes, *code_reading.codes_in(piece, at=at)])
        if self.reader is not None:
            lines = seeing.seen_in(piece, self.reader.read(piece.picture), at=at)
            self.lines = seeing.without_repeats([*self.lines, *lines])


def _shots(path: Path, seconds: float) -> Iterator[tuple[float, Image.Image]]:
    """Frames that show something else than the one before, each with its moment."""
    before = b""
    for at, frame in frames.sampled(path, seconds):
        thumbnail = frame.convert("L").resize((24, 24)).tobytes()
        if not before or _difference(before, thumbnail) > frames.SAME_SHOT:
            before = thumbnail
            yield at, frame


def _difference(one: bytes, other: bytes) -> float:
    return sum(abs(first - second) for first, second in zip(one, other, strict=True)) / len(one)


def _teller(recognition: Recognition) -> Callable[[float], None]:
    told_at = 0.0

    def tell(share: float) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < NOTED_EVERY_SECONDS:
            return
        told_at = time.monotonic()
        percent = min(99, int(share * 100))
        if not _ours(recognition).update(percent=percent, leased_until=clock.now() + LEASE):
            raise _LetGo

    return tell


def _finish(recognition: Recognition, look: _Look, read_with: str, *, marked: bool) -> None:
    """What was seen and the end of the look at once; whoever judges contents with the asset is told."""
    asset = recognition.asset
    with transaction.atomic():
        ended = {"state": State.DONE, "percent": 100, "sentence": "", "ended_at": clock.now()}
        if not _ours(recognition).update(**ended):
            raise _LetGo
        asset.lines = [seen.as_json() for seen in look.lines[:MOST_SEEN]]
        asset.codes = [seen.as_json() for seen in look.codes[:MOST_SEEN]]
        asset.read_with, asset.read_at, asset.is_marked = read_with[:60], clock.now(), marked
        asset.save(update_fields=["lines", "codes", "read_with", "read_at", "is_marked"])
        Recognition.objects.filter(asset=asset, state=State.FAILED).delete()
        announcing.announce(facts.ASSET_KNOWN, workspace_id=asset.workspace_id, subject=asset)


def _ours(recognition: Recognition) -> QuerySet[Recognition]:
    return Recognition.objects.filter(
        pk=recognition.pk, worker=recognition.worker, tries=recognition.tries, state=State.UNDER_WAY
    )
