"""Choices of a form that are ids of rows."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from chaoxin.core.refusals import Invalid


def chosen_ids(texts: Iterable[str]) -> list[UUID]:
    """The ids, without empty ones and repeats. Raises Invalid for a text that is no id."""
    try:
        return list(dict.fromkeys(UUID(text) for text in texts if text))
    except ValueError as error:
        raise Invalid(_("选择的内容不对，请刷新页面后重选。")) from error
