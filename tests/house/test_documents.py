"""What is written down holds: links lead somewhere, commands exist, nothing is of one machine only."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from . import sources

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:work|home/\w+|Users/\w+|root|tmp/brief)/[\w.-]")
TEXTS = (".py", ".md", ".html", ".js", ".css", ".toml", ".json", ".yaml", ".yml", ".sh", "Makefile", ".txt")
SETTING = re.compile(r"\"(CHAOXIN_[A-Z_]+|DATABASE_URL)\"")
DESCRIBED = re.compile(r"(?<=`)(CHAOXIN_[A-Z_]+|DATABASE_URL)(?=`[ ,|])")
TARGET = re.compile(r"`make ([a-z-]+)")


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{sources.name_of(page)} → {link}"
        for page in sources.files(".md")
        for link in LINK.findall(page.read_text())
        if "://" not in link and not link.startswith(("#", "mailto:")) and not _target(page, link).exists()
    ]
    assert broken == []


def test_documents_name_only_targets_that_the_makefile_has() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (sources.ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (sources.name_of(page), target)
        for page in sources.files(".md")
        for target in TARGET.findall(page.read_text())
    }
    assert {pair for pair in named if pair[1] not in targets} == set()


def test_every_setting_is_described_for_operators() -> None:
    named = {
        name
        for path in sources.files(".py", under="chaoxin")
        if not sources.is_test(path)
        for name in SETTING.findall(path.read_text())
    }
    described = set(DESCRIBED.findall((sources.ROOT / "docs" / "operations.md").read_text()))
    assert named == described


def test_nothing_names_a_folder_of_one_machine() -> None:
    named = [
        f"{sources.name_of(path)}:{number}: {line.strip()[:80]}"
        for path in sources.files(*TEXTS)
        if path.name not in ("package-lock.json", "uv.lock") and path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert named == []


def _target(page: Path, link: str) -> Path:
    path = unquote(link.partition("#")[0])
    return (sources.ROOT if path.startswith("/") else page.parent) / path.lstrip("/")
