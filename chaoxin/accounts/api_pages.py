"""Lists of the REST API: `?page=&page_size=` answers {"items": […], "total": n}."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.core.refusals import Invalid

Row = TypeVar("Row")
LARGEST_PAGE = 200
USUAL_PAGE = 50


def paged(
    rows: QuerySet[Any] | Sequence[Row],
    *,
    page: int = 1,
    page_size: int = USUAL_PAGE,
    shape: Callable[[Any], Any],
) -> dict[str, Any]:
    """One page of ordered rows, each put through `shape`. A page past the end has no items. Raises Invalid for a page
    before the first and a page size of none or above 200."""
    if page < 1:
        raise Invalid(_("没有第 %d 页，页码从 1 起。") % page, field="page")
    if not 1 <= page_size <= LARGEST_PAGE:
        said = {"size": page_size, "most": LARGEST_PAGE}
        raise Invalid(_("每页不能是 %(size)d 条，只能是 1 到 %(most)d 条。") % said, field="page_size")
    first = (page - 1) * page_size
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    # A page far past the end is more than the database can count to.
    shown = rows[first : first + page_size] if first < total else ()
    return {"items": [shape(row) for row in shown], "total": total}
