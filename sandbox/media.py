"""Files that were uploaded: what they really are, and where they lie."""

import hashlib
import tempfile
from pathlib import Path
from typing import BinaryIO

CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "amr": "audio/amr",
    "wav": "audio/wav",
    "wma": "audio/x-ms-wma",
    "mp4": "video/mp4",
}
PIECE_BYTES = 1 << 20
STARTS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"#!AMR", "amr"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\x30\x26\xb2\x75", "wma"),
)


def kind_of(data: bytes) -> str:
    """The format by the file's content, such as `jpg`; empty when it is none of those known here."""
    for start, kind in STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(data[8:12], "")
    return "mp4" if data[4:8] == b"ftyp" else ""


def keep(data_dir: Path, data: bytes) -> str:
    """Store the file once and answer the name under which `load` finds it."""
    name = hashlib.sha256(data).hexdigest()
    path = path_of(data_dir, name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    return name


def keep_stream(data_dir: Path, stream: BinaryIO) -> str:
    """As `keep`, for a file of any size, which is never held in memory as a whole."""
    folder = data_dir / "media"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
        while piece := stream.read(PIECE_BYTES):
            digest.update(piece)
            part.write(piece)
    path = path_of(data_dir, digest.hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(part.name).replace(path)
    return digest.hexdigest()


def load(data_dir: Path, name: str) -> bytes | None:
    path = path_of(data_dir, name)
    return path.read_bytes() if path.exists() else None


def path_of(data_dir: Path, name: str) -> Path:
    return data_dir / "media" / name[:2] / name
