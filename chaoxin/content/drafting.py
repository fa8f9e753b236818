"""Writing drafts: make, save against the number that was seen, restore a version, archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.compliance import queueing
from chaoxin.core.refusals import Invalid, NotAllowed, NotFound, Refusal
from chaoxin.goals.models import Campaign, Objective

from . import access, states, versions
from .models import Draft, Variant, Version

LONGEST_BODY = 100_000
LONGEST = {"title": 120, "summary": 300, "link": 500}


@dataclass(frozen=True)
class Plan:
    """What a draft is for."""

    objective: Objective | None = None
    campaign: Campaign | None = None


@dataclass(frozen=True)
class Nature:
    """What the author says of a draft: where its text comes from (a value of `Draft.Origin`, "" for not said), that
    its story is made up, that somebody paid for it."""

    origin: str = ""
    fictional: bool = False
    paid: bool = False


class Conflict(Refusal):
    """Somebody else has saved the draft since the number that was seen; `draft` is as it stands now."""

    code = "conflict"

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("这篇稿件刚被别人改过，你的改动还没有保存。请对照两边的内容，决定保留哪一份。"))
        self.draft = draft


def create(
    *, by: Actor, title: str, body: str = "", summary: str = "", link: str = "", plan: Plan | None = None
) -> Draft:
    """A new draft with its first version. Raises Invalid for texts that are too long or a link that is none."""
    by.require("draft.write")
    if by.membership is None:
        raise NotAllowed(_("稿件要有一个具体的作者，系统不能替人写稿。"))
    plan = plan or Plan()
    texts = {"title": title, "body": body, "summary": summary, "link": link}
    _check_texts(texts)
    _check_plan(plan, by)
    with transaction.atomic():
        draft = Draft.objects.create(
            workspace=by.workspace,
            author=by.membership,
            objective=plan.objective,
            campaign=plan.campaign,
            **_trimmed(texts),
        )
        versions.record(draft, by=by)
        auditing.record("draft.create", by=by, subject=draft, detail={"title": draft.title})
    return draft


def save(
    draft: Draft,
    *,
    expected_number: int,
    by: Actor,
    title: str | None = None,
    body: str | None = None,
    summary: str | None = None,
    link: str | None = None,
    plan: Plan | None = None,
    nature: Nature | None = None,
    note: str = "",
    automatic: bool = False,
) -> Draft:
    """Saves what is given (None leaves it as it is) and answers the draft. Saving what stands there already changes
    nothing. Raises Conflict where the draft is not at `expected_number` any more, Invalid, NotInThisState."""
    given = {"title": title, "body": body, "summary": summary, "link": link}
    texts = {name: value for name, value in given.items() if value is not None}
    _check_texts(texts)
    if plan is not None:
        _check_plan(plan, by)
    values = {**_trimmed(texts), **_said(nature)}
    with change(draft, by=by, expected_number=expected_number) as locked:
        changed = [name for name, value in values.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, values[name])
        moved = plan is not None and (locked.objective, locked.campaign) != (plan.objective, plan.campaign)
        if plan is not None and moved:
            locked.objective, locked.campaign = plan.objective, plan.campaign
            locked.save(update_fields=["objective", "campaign"])
        if changed:
            locked.save(update_fields=changed)
            keep(locked, by=by, note=note, automatic=automatic)
    return locked


def restore_version(draft: Draft, version: Version, *, expected_number: int, by: Actor) -> Draft:
    """Sets texts, pictures and variants back to a version of the draft, as a new version. Raises as `save` does."""
    if version.draft_id != draft.pk:
        raise NotFound(_("这个版本不属于这篇稿件。"))
    with change(draft, by=by, expected_number=expected_number) as locked:
        versions.put_back(locked, version.snapshot)
        keep(locked, by=by, note=_("恢复到第 %(number)d 版") % {"number": version.number})
        detail = {"title": locked.title, "version": version.number}
        auditing.record("draft.restore_version", by=by, subject=locked, detail=detail)
    return locked


def archive(draft: Draft, *, by: Actor) -> Draft:
    """Puts a draft away; harmless on one that is. Raises NotInThisState while it is in review."""
    with transaction.atomic():
        archived = _move(draft, "archive", done=Draft.State.ARCHIVED, by=by)
        queueing.note_held(draft.workspace, access.address_of(draft), ())
    return archived


def unarchive(draft: Draft, *, by: Actor) -> Draft:
    """Takes an archived draft out again, for editing; harmless on one that is not archived."""
    if draft.state != Draft.State.ARCHIVED:
        return draft
    return _move(draft, "restore", done=Draft.State.EDITING, by=by)


def copy(draft: Draft, *, by: Actor) -> Draft:
    """A new draft of the actor's with the same texts, pictures and variants."""
    by.require("draft.write")
    with transaction.atomic():
        plan = Plan(draft.objective, draft.campaign)
        title = _("%(title)s（副本）") % {"title": draft.title}
        made = create(
            by=by, title=title[:120], body=draft.body, summary=draft.summary, link=draft.link, plan=plan
        )
        for variant in draft.variants.all():
            Variant.objects.create(draft=made, channel_id=variant.channel_id, format=variant.format)
        versions.put_back(made, {**versions.snapshot_of(draft), "title": made.title})
        made.writers = sorted({*made.writers, *draft.writers, str(draft.author_id)})
        versions.record(made, by=by, note=_("复制自“%(title)s”") % {"title": draft.title[:60]})
    return made


@contextmanager
def change(draft: Draft, *, by: Actor, expected_number: int | None = None) -> Iterator[Draft]:
    """The draft locked for a change of its content, in one transaction. Raises Conflict, NotInThisState."""
    by.require("draft.write")
    with transaction.atomic():
        locked = lock(draft)
        states.check_editable(locked)
        if expected_number is not None and locked.number != expected_number:
            raise Conflict(locked)
        yield locked


@contextmanager
def change_media(draft: Draft, *, by: Actor) -> Iterator[Draft]:
    """As `change`, and a version is kept afterwards when pictures or video are others than before."""
    with change(draft, by=by) as locked:
        before = versions.media_of(locked)
        yield locked
        if versions.media_of(locked) != before:
            keep(locked, by=by, automatic=True)


def keep(draft: Draft, *, by: Actor, note: str = "", automatic: bool = False) -> None:
    """After the content of a locked draft was changed: the next version, and an approved draft is open again."""
    if draft.state == Draft.State.APPROVED:
        states.move(draft, "reopen")
    versions.record(draft, by=by, note=note, automatic=automatic)


def checked_text(name: str, value: str) -> str:
    """One text as it is stored. Raises Invalid where it is too long or a link is none."""
    _check_texts({name: value})
    return even(name, value)


def even(name: str, value: str) -> str:
    """One text with line ends and blanks as they are stored."""
    return _trimmed({name: value})[name]


def lock(draft: Draft) -> Draft:
    """The draft's row, locked to the end of the transaction."""
    return (
        Draft.objects.select_for_update(of=("self",))
        .select_related("workspace", "author__user")
        .get(pk=draft.pk)
    )


def _move(draft: Draft, verb: str, *, done: str, by: Actor) -> Draft:
    by.require("draft.write")
    with transaction.atomic():
        locked = lock(draft)
        if locked.state != done:
            states.move(locked, verb)
            auditing.record(f"draft.{verb}", by=by, subject=locked, detail={"title": locked.title})
    return locked


def _trimmed(texts: dict[str, str]) -> dict[str, str]:
    """Line ends as the database and the browser's text areas agree on them."""
    even = {
        name: value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        for name, value in texts.items()
    }
    return {name: value.strip() if name in ("title", "link") else value for name, value in even.items()}


def _check_texts(texts: dict[str, str]) -> None:
    for name, most in LONGEST.items():
        if len(texts.get(name, "")) > most:
            raise Invalid(_("太长了，最多 %(most)d 个字符。") % {"most": most}, field=name)
    if len(texts.get("body", "")) > LONGEST_BODY:
        raise Invalid(_("正文太长了，最多 10 万个字符。请拆成几篇。"), field="body")
    link = texts.get("link", "").strip()
    if link and not link.lower().startswith(("http://", "https://")):
        raise Invalid(_("链接要以 https:// 或 http:// 开头。"), field="link")


def _said(nature: Nature | None) -> dict[str, Any]:
    if nature is None:
        return {}
    if nature.origin and nature.origin not in Draft.Origin.values:
        raise Invalid(_("请从列表里选文字的来源。"), field="origin")
    return asdict(nature)


def _check_plan(plan: Plan, by: Actor) -> None:
    for row, name in ((plan.objective, "objective"), (plan.campaign, "campaign")):
        if row is not None and row.workspace_id != by.workspace.pk:
            raise Invalid(_("这个目标或战役不在当前工作区。"), field=name)
