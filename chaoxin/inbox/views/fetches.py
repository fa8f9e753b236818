"""The door that has platforms asked for what is new before their turn comes."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channels_of
from chaoxin.core import answers
from chaoxin.inbox import fetching


@workspace_door("inbox.answer")
@require_POST
def create(request: WorkspaceRequest) -> HttpResponse:
    """Asks for all channels that the person may use."""
    asked = fetching.fetch_soon(channels_of(request.actor), by=request.actor)
    answer = HttpResponse(status=204)
    if not asked:
        return answers.toast(answer, _("还没有需要拉取的账号：接入账号并有内容上线后再试。"), level="info")
    return answers.toast(answer, _("正在拉取 {n} 个账号，新评论几秒后出现在列表里").format(n=asked))
