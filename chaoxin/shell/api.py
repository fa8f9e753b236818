"""The REST door of the shell: search."""

from __future__ import annotations

from typing import Any

from ninja import Router

from chaoxin.accounts.api_door import ApiRequest, requires

from .searching import finding

router = Router()
MOST_PER_KIND = 50


@router.get("/search", summary="搜索")
@requires("workspace.read")
def search(request: ApiRequest, q: str, most: int = 10) -> dict[str, Any]:
    """搜稿件、投放、会话、用户、账号；每个词至少两个字，结果只含你看得到的。每类最多 50 条。"""
    groups = finding.search(request.actor, q, most=min(max(most, 1), MOST_PER_KIND))
    items = [
        {
            "kind": hit.kind,
            "id": str(hit.id),
            "title": hit.title,
            "note": hit.note,
            "excerpt": hit.excerpt,
            "url": hit.url,
        }
        for group in groups
        for hit in group.hits
    ]
    return {"items": items, "total": len(items)}
