"""Files that prove a licence: a contract or an invoice as PDF or picture."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from chaoxin.accounts.models import Workspace
from chaoxin.core.refusals import Invalid

from . import pictures, storage, uploads

LARGEST_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
ENDINGS = {PDF: "pdf", **pictures.SUFFIXES}


@dataclass(frozen=True)
class Proof:
    """A file by what it is, and not by what it is called."""

    data: bytes
    name: str
    content_type: str


def read(file: pictures.Readable, *, name: str) -> Proof:
    """The proof in an uploaded file. Raises Invalid for one that is too large or neither PDF nor picture."""
    data = file.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise Invalid(_("凭证文件超过 20 MB，请压缩后再传。"), field="proof")
    if data.startswith(b"%PDF-"):
        return Proof(data, uploads.clean_name(name), PDF)
    try:
        found = pictures.inspect(data)
    except Invalid:
        raise Invalid(_("凭证请传 PDF 或图片（JPG、PNG、WebP）。"), field="proof") from None
    return Proof(data, uploads.clean_name(name), found.content_type)


def keep(proof: Proof, workspace: Workspace) -> str:
    """Puts the file into the storage and answers its key there."""
    digest = hashlib.sha256(proof.data).hexdigest()
    key = f"{workspace.pk}/proofs/{digest}.{ENDINGS[proof.content_type]}"
    with tempfile.NamedTemporaryFile() as file:
        file.write(proof.data)
        file.flush()
        storage.files().put(Path(file.name), key)
    return key
