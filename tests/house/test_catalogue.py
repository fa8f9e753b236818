"""Everything that the screens say in Chinese they can say in English, with the same values in it."""

from __future__ import annotations

import re

from . import catalogue, messages

NAMED = re.compile(r"%\(\w+\)[-+ #0]*[\d.]*[a-z]")
IN_TURN = re.compile(r"%[-+ #0]*[\d.]*[sdifgr]")
BRACED = re.compile(r"\{\w*\}")
HOW_TO = "run `python -m tests.house.catalogue`, then translate what is new"


def test_every_message_can_be_read_without_running_the_code() -> None:
    assert messages.unreadable() == []


def test_the_catalogue_holds_the_messages_of_the_code_and_no_others() -> None:
    said, held = set(messages.messages()), set(catalogue.entries())
    assert {"missing": said - held, "no longer said": held - said} == {
        "missing": set(),
        "no longer said": set(),
    }, HOW_TO


def test_every_message_is_translated() -> None:
    empty = [
        message.text
        for message, entry in catalogue.entries().items()
        if entry.fuzzy or not all(form.strip() for form in catalogue.forms(entry))
    ]
    assert empty == []


def test_translations_carry_the_values_of_their_messages() -> None:
    different = [
        f"{message.text} → {form}"
        for message, entry in catalogue.entries().items()
        for form in catalogue.forms(entry)
        if _values(form) != _values(message.text)
    ]
    assert different == []


def test_a_message_that_counts_has_both_forms() -> None:
    lacking = [
        message.text
        for message, entry in catalogue.entries().items()
        if len(catalogue.forms(entry)) != (2 if message.plural else 1)
    ]
    assert lacking == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written, compiled = (
        {message: catalogue.forms(entry) for message, entry in catalogue.entries(path).items()}
        for path in (catalogue.WRITTEN, catalogue.COMPILED)
    )
    assert compiled == written, HOW_TO


def _values(text: str) -> tuple[set[str], list[str], list[str]]:
    """Named values, values in turn, and values in braces; a doubled percent sign is none."""
    text = text.replace("%%", "")
    return set(NAMED.findall(text)), IN_TURN.findall(text), sorted(BRACED.findall(text))
