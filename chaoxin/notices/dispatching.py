"""Send notices: each to its receiver, again after a pause where it failed, until it is given up and shown as such.

A message whose answer was lost is sent again: reading a reminder twice harms nobody, missing it does.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlencode

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils.translation import gettext as _

from chaoxin.connectors.http import Wire, shared_client, without_secrets
from chaoxin.core import clock

from .models import Dispatch, Robot
from .robots import KINDS, is_address, refusal_in

log = logging.getLogger("chaoxin.notices")

LEASE_SECONDS = 90
ANSWER_SECONDS = 10.0
PAUSES_SECONDS = (30, 120, 600, 1800)

TAKE = """
UPDATE notices_dispatch SET next_try_at = %(until)s, tries = tries + 1
WHERE id = (
    SELECT id FROM notices_dispatch WHERE state = 'waiting' AND next_try_at <= %(now)s
    ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


@dataclass(frozen=True)
class NotSent(Exception):
    """It did not arrive. `final` where trying again is useless."""

    sentence: str
    final: bool = False


def send_next() -> int:
    """Sends one notice that is due to one receiver; 1 where there was one, else 0."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"now": now, "until": now + timedelta(seconds=LEASE_SECONDS)})
        row = cursor.fetchone()
    if row is None:
        return 0
    send(Dispatch.objects.select_related("notice", "member__user", "robot").get(pk=row[0]))
    return 1


def send(dispatch: Dispatch) -> None:
    """Sends one; what came of it stands on the row. A failure of one hinders no other."""
    try:
        sentence = _by_robot(dispatch) if dispatch.robot else _by_mail(dispatch)
    except NotSent as failure:
        _note_failure(dispatch, failure)
    except Exception as error:
        log.exception("dispatch %s failed", dispatch.pk)
        _note_failure(dispatch, NotSent(_("系统内部出错（%s）。") % type(error).__name__))
    else:
        dispatch.state, dispatch.sent_at, dispatch.sentence = Dispatch.State.SENT, clock.now(), sentence
        dispatch.save(update_fields=["state", "sent_at", "sentence"])


def _by_mail(dispatch: Dispatch) -> str:
    words, member = dispatch.notice.words, dispatch.member
    assert member
    if not (member.is_current and member.user.is_active):
        raise NotSent(_("这位成员已经离开。"), final=True)
    body = "\n\n".join(part for part in (words["text"], words["link"]) if part)
    try:
        EmailMessage(subject=words["title"], body=body, to=[member.user.email]).send()
    except (SMTPException, OSError) as error:
        raise NotSent(_("发信服务器没有接收（%s）。") % type(error).__name__) from error
    if settings.EMAIL_HOST:
        return ""
    return _("没有配置发信服务器，邮件只写进了数据目录的 outgoing-mail，没有真正发出。")


def _by_robot(dispatch: Dispatch) -> str:
    words, robot = dispatch.notice.words, dispatch.robot
    assert robot
    if robot.removed_at:
        raise NotSent(_("这个机器人已经删除。"), final=True)
    text = "\n".join(part for part in (words["title"], words["text"], words["link"]) if part)
    post(robot, text)
    return ""


def post(robot: Robot, text: str) -> None:
    """One message to a group chat. Raises NotSent with what the service said."""
    if not is_address(robot.kind, robot.address):
        raise NotSent(_("机器人地址不是官方地址，没有发送。请重新填写。"), final=True)
    if robot.in_sandbox and not settings.SANDBOX_URL:
        raise NotSent(_("这是沙盒机器人，但沙盒没有启用。"), final=True)
    message = KINDS[robot.kind].message(text, secret=robot.secret, now=clock.now())
    address = Wire(sandbox_url=settings.SANDBOX_URL if robot.in_sandbox else "").address(robot.address)
    if message.params:
        address = f"{address}&{urlencode(message.params)}"
    try:
        # Not by the wire itself: it writes paths to the log, and one of the services has its key in the path.
        answer = shared_client().post(address, json=dict(message.body), timeout=ANSWER_SECONDS)
    except httpx.RequestError as error:
        raise NotSent(_("群机器人的服务没有应答（%s）。") % type(error).__name__) from error
    refused = refusal_in(_data(answer))
    if refused:
        said = without_secrets(refused[1], {"address": robot.address, "secret": robot.secret})[:200]
        raise NotSent(
            _("群机器人没有接收：%(code)s %(said)s。请核对地址、签名密钥和安全设置（关键词、IP 白名单）。")
            % {"code": refused[0], "said": said}
        )


def _data(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {"code": f"HTTP {answer.status_code}"}


def _note_failure(dispatch: Dispatch, failure: NotSent) -> None:
    last = failure.final or dispatch.tries > len(PAUSES_SECONDS)
    dispatch.sentence = failure.sentence
    if last:
        dispatch.state = Dispatch.State.FAILED
    else:
        pause = PAUSES_SECONDS[max(0, dispatch.tries - 1)]
        dispatch.next_try_at = clock.now() + timedelta(seconds=pause)
    dispatch.save(update_fields=["state", "sentence", "next_try_at"])
