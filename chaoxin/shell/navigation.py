"""The way through the product: one stage of the procedure after another, with the pages of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor


@dataclass(frozen=True)
class Entry:
    """A page in the navigation: shown where `url_name` resolves and the actor has `right`; the pages named by `also`
    lie under it, too. `url` and `begins`, the addresses of all of them, are filled for one workspace by
    `stages_for`."""

    label: str | Promise
    icon: str
    url_name: str
    right: str
    in_bottom_bar: bool = False
    also: tuple[str, ...] = ()
    url: str = ""
    begins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """A stage of the procedure; one without a label stands at the top by itself."""

    label: str | Promise
    entries: tuple[Entry, ...]


STAGES: tuple[Stage, ...] = (
    Stage("", (Entry(_("今日"), "sun-high", "shell:today", "workspace.read", in_bottom_bar=True),)),
    Stage(
        _("目标"),
        (
            Entry(_("目标"), "target-arrow", "goals:objectives", "goal.read"),
            Entry(_("战役"), "flag-3", "goals:campaigns", "goal.read"),
        ),
    ),
    Stage(
        _("账号"),
        (
            Entry(_("账号矩阵"), "building-broadcast-tower", "channels:channels", "channel.read"),
            Entry(_("账号分组"), "folders", "channels:groups", "channel.read"),
        ),
    ),
    Stage(
        _("内容"),
        (
            Entry(_("稿件"), "file-text", "content:drafts", "draft.read", in_bottom_bar=True),
            Entry(
                _("素材与授权"), "photo-shield", "content:assets", "draft.read", also=("content:licences",)
            ),
        ),
    ),
    Stage(
        _("合规"),
        (
            Entry(_("审核"), "checklist", "compliance:approvals", "compliance.read"),
            Entry(
                _("合规中心"),
                "shield-search",
                "compliance:centre",
                "compliance.read",
                also=("compliance:check", "compliance:verdicts"),
            ),
            Entry(_("合规规则"), "shield-check", "compliance:rules", "compliance.read"),
        ),
    ),
    Stage(
        _("发布"),
        (
            Entry(_("投放"), "send", "publishing:deliveries", "delivery.read", in_bottom_bar=True),
            Entry(_("人工发布"), "hand-finger", "publishing:handoffs", "delivery.read"),
        ),
    ),
    Stage(
        _("互动"),
        (
            Entry(_("消息"), "messages", "inbox:inbox", "inbox.read", in_bottom_bar=True),
            Entry(_("用户"), "users", "audience:people", "audience.read"),
        ),
    ),
    Stage(
        _("效果"),
        (
            Entry(_("总览"), "chart-line", "analytics:overview", "analytics.read"),
            Entry(_("复盘"), "report-analytics", "analytics:reviews", "analytics.read"),
        ),
    ),
    Stage(
        _("设置"),
        (
            Entry(_("工作区"), "settings", "accounts:workspace", "workspace.change"),
            Entry(_("提醒"), "bell-ringing", "notices:robots", "channel.change"),
            Entry(_("团队"), "user-cog", "accounts:members", "workspace.read"),
            Entry(_("访问令牌"), "key", "accounts:tokens", "token.own"),
            Entry(_("审计记录"), "history", "accounts:audit", "audit.read"),
            Entry(_("系统状态"), "activity-heartbeat", "shell:status", "system.read"),
        ),
    ),
)


def stages_for(actor: Actor) -> list[Stage]:
    """The stages with those pages that exist and that the actor may open; stages without one are left out."""
    stages = (replace(stage, entries=tuple(_open_to(actor, stage.entries))) for stage in STAGES)
    return [stage for stage in stages if stage.entries]


def _open_to(actor: Actor, entries: tuple[Entry, ...]) -> list[Entry]:
    found = (_addressed(entry, actor) for entry in entries if actor.may(entry.right))
    return [entry for entry in found if entry.url]


def _addressed(entry: Entry, actor: Actor) -> Entry:
    url = address_of(entry.url_name, actor)
    others = (address_of(name, actor) for name in entry.also)
    return replace(entry, url=url, begins=(url, *filter(None, others)))


def address_of(url_name: str, actor: Actor) -> str:
    """The address of a page of the actor's workspace, "" where no room offers it."""
    try:
        return reverse(url_name, args=[actor.workspace.slug])
    except NoReverseMatch:
        return ""
