"""Files of what a machine has made as they go out: copies with the hidden mark, made when they are first needed.

The asset's own file stays as it came in, so that it is known again by its content.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from . import ai_marks, probing, storage
from .ai_marks import Mark
from .models import Asset

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

Provenance = Asset.Provenance
# Kinds of film that take a mark when they are written anew without being encoded anew, with FFmpeg's name of each.
FORMS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/x-matroska": "matroska", "video/webm": "webm"}
CARRIED = {"video", "audio", "subtitle"}


def key_for(asset: Asset, key: str = "") -> str:
    """Under which key the file to send lies: the asset's own, or what was cut from it under `key`; for a machine's work
    that of a copy which says so in its metadata, made the first time. Where the kind of file takes no mark, its own.
    Raises FileNotFoundError where the file is gone."""
    key = key or asset.path
    if not (asset.provenance == Provenance.AI_GENERATED or asset.is_marked) or not takes_mark(asset):
        return key
    files, target = storage.files(), _target(asset, key)
    if files.has(target):
        return target
    path = files.local(key)
    if ai_marks.is_marked(path):
        return key
    with _made(asset, path) as made:
        files.put(made, target)
    return target


def takes_mark(asset: Asset) -> bool:
    """Whether the hidden mark can be written into a file of the asset's kind."""
    return asset.kind == Asset.Kind.PICTURE or asset.content_type in FORMS


def prepare(asset: Asset) -> None:
    """Makes the marked copy of a video ahead, since copying a large one takes a while; harmless where there is none
    to make, or its file is gone."""
    if asset.kind == Asset.Kind.VIDEO:
        with contextlib.suppress(FileNotFoundError):
            key_for(asset)


def mark_of(asset: Asset) -> Mark:
    """What the file is to say: by which tool it was made, else in whose name it is published."""
    return Mark(asset.made_with or asset.workspace.name, asset.pk.hex)


def _target(asset: Asset, key: str) -> str:
    digest = hashlib.sha256(mark_of(asset).as_json().encode()).hexdigest()[:12]
    return f"{key}.marked-{digest}.{asset.path.rpartition('.')[2]}"


@contextmanager
def _made(asset: Asset, path: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="marking-") as folder:
        made = Path(folder) / f"marked.{asset.path.rpartition('.')[2]}"
        if asset.kind == Asset.Kind.PICTURE:
            made.write_bytes(ai_marks.with_mark(path.read_bytes(), asset.content_type, mark_of(asset)))
        else:
            _write_film(path, made, FORMS[asset.content_type], mark_of(asset))
        yield made


def _write_film(path: Path, target: Path, form: str, mark: Mark) -> None:
    """The film packet by packet in constant memory, with the mark among what it tells of itself."""
    import av

    options = {"movflags": "use_metadata_tags+faststart"} if form in ("mp4", "mov") else {}
    with (
        probing.opened(path) as film,
        av.open(str(target), "w", format=form, container_options=options) as out,
    ):
        out.metadata.update(film.metadata)
        out.metadata.setdefault(ai_marks.AIGC, mark.as_json())
        _copy(film, out)


def _copy(film: InputContainer, out: OutputContainer) -> None:
    tracks = {
        stream.index: out.add_stream_from_template(stream, opaque=True)
        for stream in film.streams
        if stream.type in CARRIED
    }
    for packet in film.demux([stream for stream in film.streams if stream.index in tracks]):
        if not packet.size:
            continue
        packet.stream = tracks[packet.stream.index]
        out.mux(packet)
