"""Pages for what went wrong outside of any verb."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from chaoxin.accounts.middleware import refusal_answer
from chaoxin.core.refusals import TooLarge


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Texts that are too many to be read are told so; over htmx the page with all that was filled in stays."""
    if isinstance(exception, RequestDataTooBig):
        return refusal_answer(request, TooLarge(_too_large()))
    text = _("浏览器发来的请求不完整，或格式不对，没有处理。请返回上一页，刷新后再试一次。")
    return _notice(request, 400, "bad_request", "alert-circle", _("请求读不了"), text)


def _too_large() -> str:
    return _(
        "提交的文字合计超过 %d MB，没有收下，也没有保存。填过的内容还在原来的页面上：请删短或拆成几份再提交；"
        "要检查的长文可以存成 txt 文件，再选文件上传。"
    ) % ((settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // (1024 * 1024))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _notice(
        request,
        403,
        "not_allowed",
        "lock",
        _("没有权限"),
        _("你的角色不能打开这一页。需要的话，请联系工作区所有者。"),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("网址可能写错了，或者内容已被移除。")
    return _notice(request, 404, "not_found", "file-unknown", _("没有找到这一页"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session, since these may be what failed."""
    if _wants_json(request):
        return JsonResponse(
            {"code": "server_error", "message": _("服务器出错，这次操作没有完成。")}, status=500
        )
    return HttpResponse(render_to_string("shell/server_error.html"), status=500)


def wrong_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _(
        "页面放得太久，校验已过期，这次提交没有生效。请返回上一页，刷新后再提交；填过的内容可以先复制出来。"
    )
    return _notice(request, 403, "csrf", "refresh-alert", _("页面已过期"), text)


def _notice(request: HttpRequest, status: int, code: str, icon: str, title: str, text: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"code": code, "message": text}, status=status)
    return render(request, "shell/notice.html", {"icon": icon, "title": title, "text": text}, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")
