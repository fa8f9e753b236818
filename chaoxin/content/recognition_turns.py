"""What a worker does with a picture or video that is to be looked into: reads writing and codes, piece by piece and
frame by frame, and keeps what it saw on the asset."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from chaoxin.compliance.values import Seen
from chaoxin.core import announcing, clock
from chaoxin.core.leasing import Keeper, Work
from chaoxin.core.refusals import Invalid

from . import ai_marks, code_reading, facts, frames, seeing, storage
from .models import Asset, Recognition
from .seeing import Piece, Reader
from .writing_reader import WritingReader, installed

ENDED_KEPT = timedelta(days=7)
NICENESS = 10
MOST_SEEN = 500
State = Recognition.State
# A slow machine reads one piece in some ten seconds; before each the lease is renewed.
WORK = Work(Recognition, lease=timedelta(minutes=5), most_tries=3, related=("asset",), anew={"percent": 0})
_reader = WritingReader()


def take_turn(reader: Reader | None = None) -> int:
    """Looks into one asset; 1 where there was one. `reader` takes the place of the installed one. A failure keeps it
    for another try."""
    done = WORK.take_turn(
        lambda recognition: _carry_out(recognition, reader or (_reader if installed() else None)), _give_up
    )
    if not done:
        _reader.close_if_idle()
    return done


def take_turn_in_the_background() -> int:
    """As `take_turn`, while this thread leaves the processor to others."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    return take_turn()


def sweep() -> int:
    """Drops what ended well long ago; what failed stays, so that it is not begun again and again."""
    ended = Recognition.objects.filter(ended_at__lt=clock.now() - ENDED_KEPT).exclude(state=State.FAILED)
    return ended.delete()[0]


def _carry_out(recognition: Recognition, reader: Reader | None) -> None:
    try:
        _look(recognition, reader)
    except Invalid as refusal:
        _fail(recognition, refusal.sentence)
    except FileNotFoundError:
        _fail(recognition, _("文件找不到了，识别不了。请重新上传这个素材。"))


def _give_up(recognition: Recognition) -> None:
    _fail(recognition, _("这个素材几次都没能识别完，可能文件有问题。可以换一份再传，或人工核对里面的文字。"))


def _fail(recognition: Recognition, sentence: str) -> None:
    WORK.end(recognition, State.FAILED, sentence=sentence[:300], ended_at=clock.now())


def _look(recognition: Recognition, reader: Reader | None) -> None:
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
    keeper = Keeper(WORK, recognition)
    return lambda share: keeper.again(percent=min(99, int(share * 100)))


def _finish(recognition: Recognition, look: _Look, read_with: str, *, marked: bool) -> None:
    """What was seen and the end of the look at once; whoever judges contents with the asset is told."""
    asset = recognition.asset
    with transaction.atomic():
        WORK.end(recognition, State.DONE, percent=100, sentence="", ended_at=clock.now())
        asset.lines = [seen.as_json() for seen in look.lines[:MOST_SEEN]]
        asset.codes = [seen.as_json() for seen in look.codes[:MOST_SEEN]]
        asset.read_with, asset.read_at, asset.is_marked = read_with[:60], clock.now(), marked
        asset.save(update_fields=["lines", "codes", "read_with", "read_at", "is_marked"])
        Recognition.objects.filter(asset=asset, state=State.FAILED).delete()
        announcing.announce(facts.ASSET_KNOWN, workspace_id=asset.workspace_id, subject=asset)
