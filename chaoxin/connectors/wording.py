"""Sentences for people that whoever shows them can tell in another language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Value = str | int | tuple[str, ...]


class Sentence(str):
    """A Chinese sentence, whole as it stands, that knows what it was made of: `template` has a place `%(name)s` for
    each of `values`. Several names stand in one place as a tuple."""

    template: str
    values: Mapping[str, Value]


def said(template: str, **values: Value) -> Sentence:
    """The sentence with the values in their places."""
    whole = Sentence(template % _in_chinese(values) if values else template)
    whole.template, whole.values = template, values
    return whole


def names(told: Iterable[object]) -> tuple[str, ...]:
    """Names as a value of a sentence."""
    return tuple(str(name) for name in told)


def _in_chinese(values: Mapping[str, Value]) -> dict[str, str | int]:
    return {name: "、".join(value) if isinstance(value, tuple) else value for name, value in values.items()}
