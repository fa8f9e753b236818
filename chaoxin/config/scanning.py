"""`chaoxin scan`: what the built-in rules say of files, for pipelines that write or check texts. No database."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chaoxin.compliance import vocabulary
from chaoxin.compliance.asking import Where, content_of
from chaoxin.compliance.matching import findings
from chaoxin.compliance.rulebooks import of_the_house
from chaoxin.compliance.texts.items import NothingSaid, Unreadable
from chaoxin.compliance.texts.reading import items_of
from chaoxin.compliance.values import WEIGHT, Severity
from chaoxin.connectors import registry

from .scan_reports import FORMS, Scanned

CLEAN, FOUND, BAD_INPUT = 0, 1, 2
STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Wishes:
    """What to look at and how to tell. `level` is the lightest severity that makes the exit code 1."""

    files: tuple[str, ...]
    where: Where
    level: Severity = Severity.BLOCK
    form: str = "text"
    lines: bool = False


def scan(wishes: Wishes) -> int:
    """Looks at the files and tells on standard output what was found; the exit code says whether anything weighs as
    much as `level` (1), a file cannot be read or none says anything (2), or neither (0). An empty file among others is
    named on standard error and harms nobody; where there is no text at all, nothing was looked at."""
    if unknown := _unknown(wishes.where):
        print(unknown, file=sys.stderr)
        return BAD_INPUT
    scanned, complaints = [], []
    for name in wishes.files:
        found = list(_expanded(name))
        if not found:
            complaints.append(f"{name}: {_nothing_at(name)}")
        for path in found:
            try:
                scanned.append(_look_at(path, wishes))
            except _BadFile as bad:
                complaints.append(f"{path}: {bad}")
    sys.stdout.write(FORMS[wishes.form](scanned))
    empty = [entry.path for entry in scanned if not entry.items]
    for told in (*complaints, *(f"{path}: 没有文字可查 / no text in it" for path in empty)):
        print(told, file=sys.stderr)
    if complaints or len(empty) == len(scanned):
        return BAD_INPUT
    return FOUND if _any_as_heavy(scanned, wishes.level) else CLEAN


def _nothing_at(name: str) -> str:
    """Why a name stands for no file."""
    if Path(name).is_dir():
        return "这是文件夹，请写里面的文件，如 文件夹/*.txt / this is a folder, name files in it"
    return "没有这个文件 / no such file"


def _unknown(where: Where) -> str:
    """What is wrong with where the texts go, "" for nothing."""
    if where.platform and where.platform not in registry.manifests():
        return f"没有这个平台 / unknown platform {where.platform}: {', '.join(registry.manifests())}"
    if where.industry and where.industry not in vocabulary.industries():
        return f"没有这个行业 / unknown industry {where.industry}: {', '.join(vocabulary.industries())}"
    return ""


class _BadFile(Exception):
    pass


def _expanded(name: str) -> Iterator[str]:
    """The files that a name stands for: itself, or what a pattern names where a shell has not said so already."""
    if name == STANDARD_INPUT or Path(name).is_file():
        yield name
        return
    for path in sorted(glob.glob(name, recursive=True)):
        if Path(path).is_file():
            yield path


def _look_at(path: str, wishes: Wishes) -> Scanned:
    try:
        items = items_of(_octets(path), name=path, lines=wishes.lines)
    except NothingSaid:
        items = []
    except Unreadable as unreadable:
        raise _BadFile(unreadable.sentence) from unreadable
    except OSError as error:
        raise _BadFile(error.strerror or str(error)) from error
    book = of_the_house()
    found = [(item, findings(content_of(item.fields, wishes.where), book)) for item in items]
    return Scanned("stdin" if path == STANDARD_INPUT else path, tuple(found))


def _octets(path: str) -> bytes:
    return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()


def _any_as_heavy(scanned: Sequence[Scanned], level: Severity) -> bool:
    return any(
        WEIGHT[finding.severity] >= WEIGHT[level]
        for entry in scanned
        for _item, found in entry.items
        for finding in found
    )
