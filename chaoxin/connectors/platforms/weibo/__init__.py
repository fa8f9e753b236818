"""Weibo (微博) by its open platform, as an ordinary application."""

from __future__ import annotations

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire

from .assist import WeiboAssist
from .call import Caller
from .connect import WeiboConnect
from .converse import WeiboConverse
from .first_comment import WeiboFirstComment
from .manifest import MANIFEST
from .measure import WeiboMeasure
from .publish import WeiboPublish


def build(wire: Wire) -> Connector:
    """The connector of Weibo over a wire."""
    caller = Caller(wire)
    return Connector(
        manifest=MANIFEST,
        connect=WeiboConnect(caller),
        publish=WeiboPublish(caller),
        converse=WeiboConverse(caller),
        measure=WeiboMeasure(caller),
        assist=WeiboAssist(wire),
        comment_first=WeiboFirstComment(caller),
    )
