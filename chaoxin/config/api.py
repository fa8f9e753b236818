"""The REST API under /api/v1/: routers of the rooms behind doors, refusals as JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from chaoxin.accounts.api import router as accounts_router
from chaoxin.accounts.api_door import Shut, actor_of
from chaoxin.accounts.doors import signed_in_door
from chaoxin.analytics.api import router as analytics_router
from chaoxin.audience.api import router as audience_router
from chaoxin.channels.api import router as channels_router
from chaoxin.compliance.api import router as compliance_router
from chaoxin.content.api import router as content_router
from chaoxin.core.refusals import Refusal, TooLarge
from chaoxin.goals.api import router as goals_router
from chaoxin.inbox.api import router as inbox_router
from chaoxin.notices.api import router as notices_router
from chaoxin.publishing.api import router as publishing_router
from chaoxin.shell.api import router as shell_router

from . import api_faults
from .api_parsing import KeepableParser

# Routers in the order of the guide; each room's paths begin with its own nouns.
ROUTERS: list[tuple[str, Any]] = [
    (gettext_noop("团队与权限"), accounts_router),
    (gettext_noop("账号"), channels_router),
    (gettext_noop("目标"), goals_router),
    (gettext_noop("内容"), content_router),
    (gettext_noop("合规"), compliance_router),
    (gettext_noop("发布"), publishing_router),
    (gettext_noop("提醒"), notices_router),
    (gettext_noop("消息"), inbox_router),
    (gettext_noop("用户"), audience_router),
    (gettext_noop("效果"), analytics_router),
    (gettext_noop("搜索"), shell_router),
]


def document_door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Admits to the OpenAPI document who brings a valid token, of whatever rights, and any signed-in user."""
    for_people = signed_in_door(view)

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "Authorization" not in request.headers:
            return for_people(request, *args, **kwargs)
        try:
            caller = actor_of(request)
        except Refusal as refusal:
            return refused(request, refusal)
        return view(request, *args, **kwargs) if caller else unknown_caller(request, AuthenticationError())

    enter.door = "signed_in"  # type: ignore[attr-defined]
    return enter


api = NinjaAPI(
    title="潮信 Chaoxin",
    version="1",
    urls_namespace="api",
    auth=Shut(),
    parser=KeepableParser(),
    docs_url=None,
    openapi_url="/openapi.json",
    docs_decorator=document_door,
)
for tag, router in ROUTERS:
    api.add_router("", router, tags=[tag])


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    errors = list(refusal.errors)
    return _answer(
        request, refusal.status, refusal.code, refusal.sentence, field=refusal.field, errors=errors
    )


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    sentence = _("没有识别出调用者：请带上有效的访问令牌（Authorization: Bearer …），或先登录。")
    answer = _answer(request, 401, "not_signed_in", sentence)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names the first field at fault; `errors` holds all of them."""
    return refused(request, api_faults.Malformed(error.errors))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(request, 404, "not_found", _("对象不存在。"))


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // (1024 * 1024)
    sentence = _("请求超过 %(most)d MB，没有读。请分成几次，或上传文件。") % {"most": most}
    return refused(request, TooLarge(sentence))


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Refusal):
        return refused(request, error.__cause__)
    if sentence := api_faults.broken(error):
        return _answer(request, error.status_code, "bad_json", sentence)
    return _answer(request, error.status_code, "refused", error.message)


def _answer(
    request: HttpRequest,
    status: int,
    code: str,
    sentence: str,
    *,
    field: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    body: dict[str, Any] = {"code": code, "message": sentence}
    if field:
        body["field"] = field
    if errors:
        body["errors"] = errors
    return api.create_response(request, body, status=status)
