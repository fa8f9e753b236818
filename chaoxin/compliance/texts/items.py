"""One text of a paste or a file, with where it stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_ITEMS = 20_000
MOST_CHARACTERS = 2_000_000
TEXT = "text"


class Unreadable(Exception):
    """A file or paste that cannot be checked; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NothingSaid(Unreadable):
    """There is no text in it."""


@dataclass(frozen=True)
class Item:
    """Texts that are judged together. `place` tells a reader where they stand (“第 3 行”), "" for all there is;
    `fields` are texts by name: `text`, or the headings of a sheet."""

    place: str
    fields: Mapping[str, str]


def whole(text: str) -> list[Item]:
    """The text as one item; none for one without any character to read. Raises Unreadable for too long a one."""
    return limited([Item("", {TEXT: text})] if text.strip() else [])


def by_line(text: str) -> list[Item]:
    """Each line that says something as an item of its own. Raises Unreadable for too many."""
    return limited(
        [
            Item(_("第 %d 行") % number, {TEXT: line.strip()})
            for number, line in enumerate(text.splitlines(), 1)
            if line.strip()
        ]
    )


def by_paragraph(paragraphs: Iterable[str]) -> list[Item]:
    """Each paragraph that says something as an item of its own. Raises Unreadable for too many."""
    said = [text.strip() for text in paragraphs if text.strip()]
    return limited(Item(_("第 %d 段") % number, {TEXT: text}) for number, text in enumerate(said, 1))


def limited(items: Iterable[Item]) -> list[Item]:
    """The items. Raises Unreadable where there are more, or more to read in them, than is checked at once."""
    kept: list[Item] = []
    characters = 0
    for item in items:
        kept.append(item)
        characters += sum(len(text) for text in item.fields.values())
        if len(kept) > MOST_ITEMS:
            raise Unreadable(_("超过 %d 条，一次检查不了这么多。请拆成几份再检查。") % MOST_ITEMS)
        if characters > MOST_CHARACTERS:
            raise Unreadable(
                _("超过 %d 万字，一次检查不了这么多。请拆成几份再检查。") % (MOST_CHARACTERS // 10_000)
            )
    return kept
