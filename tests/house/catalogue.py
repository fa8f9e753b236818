"""The English catalogue, and how it follows the code.

    python -m tests.house.catalogue    take in new messages, drop those that nobody says, compile

New messages come in empty; the tests name them until somebody translates them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib

from . import sources
from .messages import Message, messages

FOLDER = sources.ROOT / "chaoxin" / "locale" / "en" / "LC_MESSAGES"
WRITTEN = FOLDER / "django.po"
COMPILED = FOLDER / "django.mo"
HEADER = {
    "Project-Id-Version": "Chaoxin",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def entries(path: Path = WRITTEN) -> dict[Message, polib.POEntry]:
    """What the catalogue holds, by message; a compiled one is read the same way."""
    catalogue: Any = polib.mofile(str(path)) if path.suffix == ".mo" else polib.pofile(str(path))
    return {
        Message(entry.msgid, entry.msgid_plural, entry.msgctxt or ""): entry
        for entry in catalogue
        if not entry.obsolete
    }


def forms(entry: polib.POEntry) -> tuple[str, ...]:
    """The translation, or both its forms where it counts something."""
    return tuple(entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)) or (entry.msgstr,)


def update() -> int:
    """Write the catalogue anew in the order of the code and compile it. Returns how many are not translated."""
    held = entries() if WRITTEN.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = HEADER
    for message, places in messages().items():
        entry = held.get(message) or _empty(message)
        entry.occurrences = [(place, "") for place in places]
        catalogue.append(entry)
    FOLDER.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(WRITTEN))
    catalogue.save_as_mofile(str(COMPILED))
    return len([entry for entry in catalogue if not all(forms(entry))])


def _empty(message: Message) -> polib.POEntry:
    told = {"msgid": message.text, "msgctxt": message.context or None}
    if message.plural:
        return polib.POEntry(**told, msgid_plural=message.plural, msgstr_plural={0: "", 1: ""})
    return polib.POEntry(**told, msgstr="")


if __name__ == "__main__":
    print(f"{update()} to translate in {WRITTEN.relative_to(sources.ROOT)}")
