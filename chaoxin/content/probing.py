"""What a video file really is: recognised by its first octets, read with FFmpeg, decoded at both ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chaoxin.core.refusals import Invalid

from . import locations

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

TIME_BASE = 1_000_000
SHORTEST_SECONDS = 0.1
LONGEST_SIDE = 16_384
NEAR_THE_END_SECONDS = 2.0
# Of a sound file the last packet lies at the end; sound and picture may differ by this much.
MISSING_END_SHARE = 0.1
MOV_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
CONTENT_TYPES = {
    "mov": "video/mp4",
    "matroska": "video/x-matroska",
    "avi": "video/x-msvideo",
    "flv": "video/x-flv",
}
SUFFIXES = {
    "video/mp4": "mp4", "video/quicktime": "mov", "video/x-matroska": "mkv", "video/webm": "webm",
    "video/x-msvideo": "avi", "video/x-flv": "flv",
}  # fmt: skip
LONGEST_CODEC_NAME = 20


class UnknownKind(Exception):
    """The file is no kind of video file that is taken."""


@dataclass(frozen=True)
class Probed:
    """Facts of a sound video file. Width and height are as it is shown; rates are 0 where the file does not tell.
    `marked` says that the file tells that a machine has made it."""

    content_type: str
    width: int
    height: int
    seconds: float
    video_codec: str
    audio_codec: str
    frame_rate: float
    bit_rate: int
    names_place: bool
    marked: bool


def probe(path: Path) -> Probed:
    """Reads a video file in pieces as far as needed to know that it is one and whole. Raises Invalid with a sentence
    for what is no video, damaged, cut off or without a picture."""
    with _opened(path) as container:
        stream = _video_stream(container)
        seconds = _seconds(container, stream)
        turned = _first_frame(container, stream)
        _check_end(container, stream, seconds)
        sound = container.streams.audio[0].codec_context.name if container.streams.audio else ""
        return Probed(
            content_type=_content_type(path, container),
            width=stream.height if turned else stream.width,
            height=stream.width if turned else stream.height,
            seconds=round(seconds, 3),
            video_codec=stream.codec_context.name[:LONGEST_CODEC_NAME],
            audio_codec=sound[:LONGEST_CODEC_NAME],
            frame_rate=round(float(stream.average_rate or 0), 3),
            bit_rate=int(container.bit_rate or path.stat().st_size * 8 / seconds),
            names_place=_names_place(container, stream),
            marked=_says_generated(container),
        )


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The file as FFmpeg reads it: by its own demuxer only, and no other file or address that it may name. Raises
    UnknownKind, and what PyAV raises."""
    # FFmpeg costs a process 23 MB, and most never look into a video.
    import av

    kind = kind_of(path)
    if not kind:
        raise UnknownKind(path.name)
    container = av.open(
        str(path), format=kind, options={"protocol_whitelist": "file"}, metadata_errors="replace"
    )
    with container:
        yield container


def kind_of(path: Path) -> str:
    """FFmpeg's name of the kind of file by its first octets; "" for everything else (playlists above all, which
    would make FFmpeg open what they name)."""
    with path.open("rb") as file:
        head = file.read(16)
    if head[4:8] in MOV_BOXES:
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    return "flv" if head.startswith(b"FLV\x01") else ""


def is_place(name: str) -> bool:
    """Whether a piece of metadata of that name says where the film was taken."""
    return "location" in name.lower() or "gps" in name.lower()


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    try:
        with opened(path) as container:
            yield container
    except Invalid:
        raise
    except UnknownKind:
        raise _invalid(
            _("这个文件不是视频，或者格式不支持。请传 MP4、MOV、MKV、WebM、AVI 或 FLV。")
        ) from None
    except Exception:
        raise _invalid(_("视频文件损坏，打不开。请重新导出后再传。")) from None


def _video_stream(container: InputContainer) -> VideoStream:
    streams = [stream for stream in container.streams.video if not _is_attached_picture(stream)]
    if not streams:
        raise _invalid(_("这个文件里没有画面，只有声音或别的数据。请传视频。"))
    stream = streams[0]
    if not 0 < stream.width <= LONGEST_SIDE or not 0 < stream.height <= LONGEST_SIDE:
        raise _invalid(_("视频的画面尺寸读不出来，或者太大。请重新导出后再传。"))
    return stream


def _is_attached_picture(stream: VideoStream) -> bool:
    return "attached_pic" in stream.disposition.name if stream.disposition.name else False


def _seconds(container: InputContainer, stream: VideoStream) -> float:
    if container.duration:
        seconds = container.duration / TIME_BASE
    else:
        seconds = float((stream.duration or 0) * (stream.time_base or 0))
    if seconds < SHORTEST_SECONDS:
        raise _invalid(_("视频的时长读不出来，文件可能没有录完。请重新导出后再传。"))
    return seconds


def _first_frame(container: InputContainer, stream: VideoStream) -> bool:
    """Decodes the first picture; whether it is shown lying on its side."""
    frame = next(container.decode(stream), None)
    if frame is None:
        raise _invalid(_("视频里没有能解码的画面。请重新导出后再传。"))
    return abs(frame.rotation) % 180 == 90


def _check_end(container: InputContainer, stream: VideoStream, seconds: float) -> None:
    """Raises Invalid where the file ends long before it says that it does."""
    start = (container.start_time or 0) / TIME_BASE
    container.seek(int((start + max(0.0, seconds - NEAR_THE_END_SECONDS)) * TIME_BASE))
    last = max((_end_of(packet) for packet in container.demux() if packet.size), default=0.0)
    if last - start < seconds * (1 - MISSING_END_SHARE):
        raise _invalid(_("视频文件不完整，后面一段没有内容。请重新导出或重新上传。"))


def _end_of(packet: Any) -> float:
    moment = packet.pts if packet.pts is not None else packet.dts
    return 0.0 if moment is None else float((moment + (packet.duration or 0)) * packet.time_base)


def _content_type(path: Path, container: InputContainer) -> str:
    kind = kind_of(path)
    if kind == "mov" and container.metadata.get("major_brand", "qt").strip() == "qt":
        return "video/quicktime"
    if kind == "matroska" and _is_webm(path):
        return "video/webm"
    return CONTENT_TYPES[kind]


def _is_webm(path: Path) -> bool:
    with path.open("rb") as file:
        return b"webm" in file.read(64)


def _names_place(container: InputContainer, stream: VideoStream) -> bool:
    names = {*container.metadata, *stream.metadata}
    tracked = any(stream.type == "data" for stream in container.streams)
    return tracked or any(is_place(name) for name in names)


def _says_generated(container: InputContainer) -> bool:
    told = " ".join(f'"{name}" {value}' for name, value in container.metadata.items())
    return locations.is_marked_generated(told.encode())


def _invalid(sentence: str) -> Invalid:
    return Invalid(sentence, field="file", code="video_refused")
