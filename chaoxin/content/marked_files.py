"""Files of what a machine has made as they go out: copies with the hidden mark, made when they are first needed.

The asset's own file stays as it came in, so that it is known again by its content.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from . import ai_marks, probing, storage
from .ai_marks import Mark
from .models import Asset

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

Provenance = Asset.Provenance
# Kinds of film that take a mark when they are written anew without being encoded anew, with FFmpeg's name of each.
FORMS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/x-matroska": "matroska", "video/webm": "webm"}
CARRIED = {"video", "audio", "subtitle"}


def outgoing(asset: Asset, path: Path) -> Path:
    """The file to send: the asset's own, or for a machine's work a copy that says so in its metadata. Where the kind
    of file takes no mark, its own."""
    if asset.provenance != Provenance.AI_GENERATED or ai_marks.is_marked(path):
        return path
    target = _target(asset)
    if not target.is_file():
        _make(asset, path, target)
    return target if target.is_file() else path


def takes_mark(asset: Asset) -> bool:
    """Whether the hidden mark can be written into a file of the asset's kind."""
    return asset.kind == Asset.Kind.PICTURE or asset.content_type in FORMS


def prepare(asset: Asset) -> None:
    """Makes the marked copy of a video ahead, since copying a large one takes a while; harmless where there is none
    to make, or its file is gone."""
    if asset.kind != Asset.Kind.VIDEO or asset.provenance != Provenance.AI_GENERATED:
        return
    try:
        outgoing(asset, storage.files().local(asset.path))
    except FileNotFoundError:
        return


def mark_of(asset: Asset) -> Mark:
    """What the file is to say: by which tool it was made, else in whose name it is published."""
    return Mark(asset.made_with or asset.workspace.name, asset.pk.hex)


def _target(asset: Asset) -> Path:
    stem, _dot, ending = asset.path.rpartition(".")
    return Path(settings.MEDIA_ROOT) / f"{stem}.marked-{_digest(asset)}.{ending}"


def _digest(asset: Asset) -> str:
    return hashlib.sha256(mark_of(asset).as_json().encode()).hexdigest()[:12]


def _make(asset: Asset, path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".marking-", suffix=target.suffix)
    os.close(handle)
    made = Path(name)
    try:
        if asset.kind == Asset.Kind.PICTURE:
            made.write_bytes(ai_marks.with_mark(path.read_bytes(), asset.content_type, mark_of(asset)))
        elif asset.content_type in FORMS:
            _write_film(path, made, FORMS[asset.content_type], mark_of(asset))
        else:
            return
        os.replace(made, target)
    finally:
        made.unlink(missing_ok=True)


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
