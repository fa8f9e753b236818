"""Reading single rows on paths where what Django needs to make a statement is what they wait for.

The statement is made once for a model; everything else (converters, decryption) is Django's as always.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

M = TypeVar("M", bound=models.Model)


def one(model: type[M], key: Any) -> M:
    """The row with this primary key. Raises ObjectDoesNotExist."""
    found = first(model, key, by=cast(str, model._meta.pk.column))  # type: ignore[union-attr]
    if found is None:
        raise ObjectDoesNotExist(f"{model._meta.label} {key}")
    return found


def first(model: type[M], value: Any, *, by: str) -> M | None:
    """A row that has the value in the column `by`, None where there is none. For columns that are unique."""
    return next(iter(model._default_manager.raw(_statement(model, by), [value])), None)


@cache
def _statement(model: type[models.Model], column: str) -> str:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}" WHERE "{column}" = %s LIMIT 1'  # noqa: S608
