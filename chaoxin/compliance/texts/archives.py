"""Office files are archives: opened only where they do not unpack to more than an office file has."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from .items import Unreadable

SIGNATURE = b"PK\x03\x04"
MOST_MEMBERS = 5_000
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_READ_BYTES = 40 * 1024 * 1024
# Text of an office file packs to a tenth or a twentieth; what packs a thousandfold was made to.
MOST_RATIO = 400
RATIO_COUNTS_FROM_BYTES = 1024 * 1024


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises Unreadable for what is none, is locked, or would unpack to far more than it seems."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(_("文件打不开，可能没有传完整，或者已经损坏。请重新保存后再传。")) from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    too_dense = unpacked > RATIO_COUNTS_FROM_BYTES and unpacked > MOST_RATIO * max(1, len(data))
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED_BYTES or too_dense:
        raise _too_large()
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(_("文件设了密码，读不了。请去掉密码后再传。"))
    return archive


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member's content, never more than the archive says that it has. Raises KeyError, Unreadable."""
    told = archive.getinfo(name)
    if told.file_size > MOST_READ_BYTES:
        raise _too_large()
    try:
        with archive.open(told) as file:
            content = file.read(told.file_size + 1)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Unreadable(_("文件里有一部分读不出来，可能已经损坏。请重新保存后再传。")) from error
    if len(content) > told.file_size:
        raise _too_large()
    return content


def _too_large() -> Unreadable:
    return Unreadable(_("这个文件解开后大得不正常，没有读取。请用 Word 或 Excel 重新另存一份再传。"))
