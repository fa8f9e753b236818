"""`chaoxin keys rotate`: writes every secret anew after a change of keys."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from chaoxin.core.encryption import EncryptedJSONField, Undecipherable

from .telling import say


def report_rotation() -> int:
    """Rotates and says how much was written; exit code 1 if something could not be opened with any key."""
    written, unreadable = rotate()
    say(f"已用第一个密钥重写 {written} 条密文。", f"Wrote {written} rows anew with the first key.")
    for row in unreadable:
        say(
            f"无法解开：{row}。请把当时的密钥加回列表。",
            f"Cannot be opened: {row}. Put the key of that time back.",
        )
    return 1 if unreadable else 0


def rotate() -> tuple[int, list[str]]:
    """Encrypts every secret in the database with the newest key, row by row, while the house works on. Answers
    how many rows were written and which could not be opened."""
    written, unreadable = 0, []
    for model, names in encrypted_fields():
        # Most rows of a large table keep no secret at all; only the others are written anew.
        empty = {f"{name}__isnull": True for name in names}
        for pk in list(model._base_manager.exclude(**empty).values_list("pk", flat=True)):
            try:
                written += _rotate_row(model, names, pk)
            except Undecipherable:
                unreadable.append(f"{model._meta.label} {pk}")
    return written, unreadable


def encrypted_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every model that keeps secrets, with the names of the fields."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.local_fields if isinstance(field, EncryptedJSONField)]
        if names:
            yield model, names


@transaction.atomic
def _rotate_row(model: type[models.Model], names: list[str], pk: object) -> int:
    # Locked, so that a token renewed at this moment is not overwritten by the one before it.
    row = model._base_manager.select_for_update().filter(pk=pk).values(*names).first()
    return model._base_manager.filter(pk=pk).update(**row) if row else 0
