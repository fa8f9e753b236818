"""Lists of the REST API: `?page=&page_size=` answers {"items": […], "total": n}."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

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
    """One page of ordered rows, each put through `shape`. A page past the end has no items; a page size above 200
    counts as 200."""
    size = min(max(page_size, 1), LARGEST_PAGE)
    first = (max(page, 1) - 1) * size
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return {"items": [shape(row) for row in rows[first : first + size]], "total": total}
