"""Reading and writing rows on paths where what Django needs to make a statement is what they wait for.

The statement is made once for a model; everything else (converters, encryption) is Django's as always, but no signal
is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def one(model: type[M], key: Any) -> M:
    """The row with this primary key. Raises ObjectDoesNotExist."""
    found = first(model, key, by=cast(str, model._meta.pk.column))  # type: ignore[union-attr]
    if found is None:
        raise ObjectDoesNotExist(f"{model._meta.label} {key}")
    return found


def first(model: type[M], value: Any, *, by: str) -> M | None:
    """A row that has the value in the column `by`, None where there is none. For columns that are unique."""
    return next(iter(read(model, _statement(model, by), [value])), None)


def among(model: type[M], keys: Iterable[Any]) -> list[M]:
    """The rows with these primary keys, in no order; keys that are not there are passed over."""
    wanted = list(keys)
    if not wanted:
        return []
    pk = cast(Any, model._meta.pk)
    return read(model, _statement_among(model), [[pk.to_python(key) for key in wanted]])


def read(
    model: type[M], statement: str, values: Sequence[Any] | Mapping[str, Any], *, more: Sequence[str] = ()
) -> list[M]:
    """The rows that a written statement answers, which names `columns` first, in their order. What it answers beyond
    them is set on each row under the names in `more`."""
    names, converters = _reading(model)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        answered = cursor.fetchall()
    found = []
    for answer in answered:
        cells = list(answer[: len(names)])
        for place, expression, convert in converters:
            cells[place] = convert(cells[place], expression, connection)
        row = model.from_db(connection.alias, names, cells)
        row.__dict__.update(zip(more, answer[len(names) :], strict=True))
        found.append(row)
    return found


def columns(model: type[models.Model], table: str = "") -> str:
    """The model's columns for a written statement, by the name that the table has in it."""
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{field.column}"' for field in model._meta.concrete_fields)


def insert(made: Sequence[models.Model]) -> None:
    """Writes new rows of one model by one statement. A key that the database gives is set on its row."""
    if not made:
        return
    fields = _inserted(type(made[0]))
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection) for row in made for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(made[0]), len(made)), values)
        for row, (key,) in zip(made, cursor.fetchall(), strict=True):
            row.pk, row._state.adding, row._state.db = key, False, connection.alias


def change(row: models.Model, values: Mapping[str, Any], *, where: tuple[str, Collection[str]]) -> bool:
    """Sets fields of a row by one statement if the text column named first in `where` still has one of the texts;
    answers whether it had. The object itself stays as it is."""
    fields = [cast("models.Field[Any, Any]", row._meta.get_field(name)) for name in values]
    prepared = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values.values(), strict=True)
    ]
    column, texts = where
    statement = _change(type(row), tuple(field.column for field in fields), column)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*prepared, row.pk, list(texts)])
        return bool(cursor.rowcount)


@cache
def _reading(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Any, Any]]]:
    fields = model._meta.concrete_fields
    cells = [field.get_col(model._meta.db_table) for field in fields]
    converters = [
        (place, cell, convert)
        for place, cell in enumerate(cells)
        for convert in (*connection.ops.get_db_converters(cell), *cell.get_db_converters(connection))
    ]
    return [field.attname for field in fields], converters


@cache
def _statement(model: type[models.Model], column: str) -> str:
    return f'SELECT {columns(model)} FROM "{model._meta.db_table}" WHERE "{column}" = %s LIMIT 1'  # noqa: S608


@cache
def _statement_among(model: type[models.Model]) -> str:
    pk = model._meta.pk.column  # type: ignore[union-attr]
    return f'SELECT {columns(model)} FROM "{model._meta.db_table}" WHERE "{pk}" = ANY(%s)'  # noqa: S608


@cache
def _inserted(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def _insertion(model: type[models.Model], count: int) -> str:
    fields = _inserted(model)
    names = ", ".join(f'"{field.column}"' for field in fields)
    rows = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    pk = model._meta.pk.column  # type: ignore[union-attr]
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {rows} RETURNING "{pk}"'  # noqa: S608


@cache
def _change(model: type[models.Model], names: tuple[str, ...], column: str) -> str:
    sets = ", ".join(f'"{name}" = %s' for name in names)
    pk = model._meta.pk.column  # type: ignore[union-attr]
    return f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "{pk}" = %s AND "{column}" = ANY(%s)'  # noqa: S608
