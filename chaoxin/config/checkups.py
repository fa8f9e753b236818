"""What `chaoxin doctor` looks at, one function each."""

from __future__ import annotations

import secrets
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from chaoxin.channels.health import WARN_BEFORE, renews_by_itself
from chaoxin.channels.models import Channel, Grant
from chaoxin.content.storage import files
from chaoxin.core import clock, heartbeats
from chaoxin.core.encryption import Undecipherable
from chaoxin.core.models import FactReceipt
from chaoxin.zhtext import claims, judging, kinds, sentiment

OLDEST_POSTGRES = 150_000
DRIFT_SECONDS = 2.0
LEAST_FREE_BYTES = 1024**3
FACT_LAG = timedelta(seconds=60)
ANSWER_SECONDS = 5.0
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Finding:
    sound: bool
    sentence: str


def database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        yield _bad(_("数据库连不上：%s。请检查 DATABASE_URL 和数据库服务。") % reason)
        return
    version = connection.pg_version  # type: ignore[attr-defined]
    if version < OLDEST_POSTGRES:
        yield _bad(_("PostgreSQL 版本过低（%s），需要 15 或更高，请先升级。") % (version // 10_000))
    else:
        yield _good(_("数据库正常（PostgreSQL %s）。") % (version // 10_000))


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    missing_cache = settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names()
    if waiting or missing_cache:
        yield _bad(_("有 %s 个数据表变更还没有执行，请运行 `chaoxin migrate`。") % (len(waiting) or 1))
    else:
        yield _good(_("数据表是最新的。"))


def clock_drift() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        drift = abs((cursor.fetchone()[0] - clock.now()).total_seconds())
    if drift > DRIFT_SECONDS:
        yield _bad(_("本机时钟与数据库相差 %.1f 秒，定时发布会不准。请开启时间同步（NTP）。") % drift)
    else:
        yield _good(_("时钟一致（相差 %.2f 秒）。") % drift)


def workers() -> Iterator[Finding]:
    alive = heartbeats.alive("worker").count()
    if alive:
        yield _good(_("%s 个后台进程在工作。") % alive)
    else:
        yield _bad(_("没有后台进程在工作：到点的内容不会发布，消息不会收取。请运行 `chaoxin worker`。"))


def facts() -> Iterator[Finding]:
    parked = FactReceipt.objects.filter(state=FactReceipt.State.PARKED).count()
    late = FactReceipt.objects.filter(
        state=FactReceipt.State.PENDING, next_try_at__lt=clock.now() - FACT_LAG
    ).count()
    if parked:
        yield _bad(_("有 %s 条内部通知多次失败，已搁置。请在“系统状态”页查看原因并重试。") % parked)
    if late:
        yield _bad(_("有 %s 条内部通知等了超过一分钟。后台进程可能停了或者忙不过来。") % late)
    if not parked and not late:
        yield _good(_("内部通知都已送达。"))


def grants() -> Iterator[Finding]:
    troubled = False
    channels = Channel.objects.filter(removed_at=None).exclude(state=Channel.State.DISCONNECTED)
    for channel in channels.select_related("workspace"):
        for sentence in _grant_troubles(channel):
            troubled = True
            yield _bad(f"{channel.workspace} · {channel}" + _("：") + sentence)
    if not troubled:
        yield _good(_("%s 个账号的授权都有效。") % channels.count())


def callbacks() -> Iterator[Finding]:
    public = urlsplit(settings.PUBLIC_URL)
    live = Channel.objects.filter(removed_at=None, environment=Channel.Environment.LIVE).exists()
    if live and (public.hostname in LOOPBACK or public.scheme != "https"):
        yield _bad(
            _(
                "已接入正式平台，但 CHAOXIN_PUBLIC_URL 是 %s：平台的消息推送不到这里。请改成公网可达的 https 地址。"
            )
            % settings.PUBLIC_URL
        )


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    gigabytes = free / 1024**3
    if free < LEAST_FREE_BYTES:
        yield _bad(_("数据目录所在磁盘只剩 %.1f GB，请清理或扩容。") % gigabytes)
    else:
        yield _good(_("磁盘剩余 %.0f GB。") % gigabytes)


def storage() -> Iterator[Finding]:
    probe = Path(settings.MEDIA_ROOT) / f".probe-{secrets.token_hex(8)}"
    try:
        probe.write_bytes(b"probe")
        probe.unlink()
    except OSError as error:
        yield _bad(
            _("图片目录 %(folder)s 写不进去（%(reason)s）。请检查权限。")
            % {"folder": probe.parent, "reason": error.strerror}
        )
    else:
        yield _good(_("图片目录可写。"))


def bucket() -> Iterator[Finding]:
    if not settings.S3_BUCKET:
        return
    try:
        files().has("asked-by-doctor")
    except Exception as error:
        yield _bad(
            _("对象存储 %(bucket)s 连不上（%(reason)s）。请检查 CHAOXIN_S3_ 开头的设置和网络。")
            % {"bucket": settings.S3_BUCKET, "reason": error}
        )
    else:
        yield _good(_("对象存储 %s 可以访问。") % settings.S3_BUCKET)


def language_models() -> Iterator[Finding]:
    """The models that a company trained itself: what is done while one is unreadable."""
    unjudged = _(
        "%(variable)s 指的模型读不了（%(reason)s），消息暂时不判断来意和情绪。"
        "请改对路径，或用 chaoxin train 重新训练，也可以去掉这个设置。"
    )
    shipped = _(
        "%(variable)s 指的模型读不了（%(reason)s），合规检查暂时用自带的模型。"
        "请改对路径，或用 chaoxin train 重新训练，也可以去掉这个设置。"
    )
    for task, meanwhile in ((kinds, unjudged), (sentiment, unjudged), (claims, shipped)):
        try:
            task.read(judging.chosen(task.VARIABLE, task.MODEL))
        except (OSError, ValueError) as error:
            yield _bad(meanwhile % {"variable": task.VARIABLE, "reason": error})


def front_end() -> Iterator[Finding]:
    if not settings.STATICFILES_DIRS:
        yield _bad(_("缺少前端文件（node_modules），页面会没有样式。请运行 `make setup`。"))


def sandbox() -> Iterator[Finding]:
    if not settings.SANDBOX_URL:
        return
    try:
        with urllib.request.urlopen(settings.SANDBOX_URL, timeout=ANSWER_SECONDS):  # noqa: S310 - our own setting
            yield _good(_("沙盒在 %s 正常应答。") % settings.SANDBOX_URL)
    except (urllib.error.URLError, OSError):
        yield _bad(
            _("沙盒 %s 没有应答。请运行 `chaoxin sandbox`，或清空 CHAOXIN_SANDBOX_URL。")
            % settings.SANDBOX_URL
        )


def unanswered(name: str, error: Exception) -> Finding:
    """The finding of a check that itself failed."""
    return _bad(
        _("检查“%(name)s”时数据库报错：%(reason)s")
        % {"name": name, "reason": str(error).strip().splitlines()[0]}
    )


def _grant_troubles(channel: Channel) -> Iterator[str]:
    try:
        grant = Grant.objects.filter(channel=channel).first()
    except Undecipherable as error:
        yield str(error)
        return
    if grant is None:
        yield _("没有授权，请在“账号矩阵”里重新接入。")
    elif grant.broken_at:
        yield _("授权已失效，请在“账号矩阵”里重新授权。")
    elif channel.state == Channel.State.ATTENTION:
        yield channel.attention
    elif grant.expires_at and grant.expires_at < clock.now() + WARN_BEFORE and not renews_by_itself(channel):
        yield _("授权将在 %s 到期，请提前重新授权。") % f"{grant.expires_at:%Y-%m-%d %H:%M} UTC"


def _good(sentence: str) -> Finding:
    return Finding(True, sentence)


def _bad(sentence: str) -> Finding:
    return Finding(False, sentence)
