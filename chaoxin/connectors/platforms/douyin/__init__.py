"""Douyin (抖音) by its open platform where the restricted capabilities were granted, and by hand in the app."""

from __future__ import annotations

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire

from .assist import DouyinAssist
from .call import Caller
from .connect import DouyinConnect
from .converse import DouyinConverse
from .first_comment import DouyinFirstComment
from .manifest import MANIFEST
from .measure import DouyinMeasure
from .posted import DouyinPosted
from .publish import DouyinPublish
from .sharing import DouyinOpenApp


def build(wire: Wire) -> Connector:
    """The connector of Douyin over a wire."""
    caller = Caller(wire)
    return Connector(
        manifest=MANIFEST,
        connect=DouyinConnect(caller),
        publish=DouyinPublish(caller),
        converse=DouyinConverse(caller),
        measure=DouyinMeasure(caller),
        assist=DouyinAssist(wire),
        comment_first=DouyinFirstComment(caller),
        find_posted=DouyinPosted(caller),
        open_app=DouyinOpenApp(caller),
    )
