"""What people decide on findings of the queue: ask the author, call it a false alarm, leave it, open it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed
from chaoxin.notices import notifying

from . import four_eyes
from .models import QueuedFinding
from .own_blocks import named, said_of

MOST_AT_ONCE = 200
LONGEST_NOTE = 1000
RIGHT = "compliance.override"
SHOWN_IN_NOTICE = 5
State = QueuedFinding.State


def ask_author(findings: Iterable[QueuedFinding], *, by: Actor, note: str = "") -> list[QueuedFinding]:
    """Asks the authors to change what was found, with a notice to each; what was asked for already, or is settled, is
    left. Answers those that were asked for now. Raises Invalid where nobody is known who wrote it."""
    member = _allowed(by)
    with transaction.atomic():
        waiting = _locked(findings, State.OPEN)
        nameless = [row for row in waiting if row.author is None or not row.author.is_current]
        if nameless and len(nameless) == len(waiting):
            raise Invalid(_("这些内容没有在职的作者，请直接打开内容处理。"), field="finding")
        asked = [row for row in waiting if row not in nameless]
        _settle(asked, State.ASKED, by=member, note=note)
        for author, rows in _by_author(asked):
            _tell(author, rows, by=by, note=note)
        _record("finding.ask", asked, by=by, note=note)
    return asked


def dismiss(findings: Iterable[QueuedFinding], *, by: Actor, note: str = "") -> list[QueuedFinding]:
    """Takes findings off the queue without changing anything: advice that nobody follows, or what is out already and
    may stay. It lets nothing pass: that is an override. Answers those that were taken off now. Raises NotAllowed, with
    nothing done, where one of them blocks a content that the actor wrote or had judged."""
    member = _allowed(by)
    with transaction.atomic():
        rows = _locked(findings, State.OPEN, State.ASKED)
        _check_others(rows, by=by)
        _settle(rows, State.DISMISSED, by=member, note=note)
        _record("finding.dismiss", rows, by=by, note=note)
    return rows


def reopen(findings: Iterable[QueuedFinding], *, by: Actor) -> list[QueuedFinding]:
    """Puts on the queue again what was dismissed or asked for. Answers those that are open now and were not."""
    _allowed(by)
    with transaction.atomic():
        rows = _locked(findings, State.DISMISSED, State.ASKED)
        for row in rows:
            row.state, row.note, row.handled_by, row.handled_at = State.OPEN, "", None, None
        _save(rows)
        _record("finding.reopen", rows, by=by, note="")
    return rows


def _check_others(rows: Sequence[QueuedFinding], *, by: Actor) -> None:
    own, hands = four_eyes.own_among(rows, by=by)
    if own:
        raise NotAllowed(
            _(
                "这些拦截在你写过、改过或提交过的内容里：%s。自己的拦截要由另一位同事来决定是不是不处理，这次一条也没有动。"
            )
            % named(said_of(row) for row in own)
            + four_eyes.who_else(by.workspace, RIGHT, besides=hands)
        )


def _allowed(by: Actor) -> Membership:
    by.require(RIGHT)
    if by.membership is None:
        raise NotAllowed(_("命中要由一个具体的人来处理。"))
    return by.membership


def _locked(findings: Iterable[QueuedFinding], *states: State) -> list[QueuedFinding]:
    ids = [row.pk for row in findings]
    if len(ids) > MOST_AT_ONCE:
        raise Invalid(_("一次最多处理 %d 条。") % MOST_AT_ONCE, field="finding")
    rows = QueuedFinding.objects.select_for_update(of=("self",)).select_related("workspace", "author__user")
    return list(rows.filter(pk__in=ids, state__in=states).order_by("author_id", "url", "start", "id"))


def _settle(rows: Sequence[QueuedFinding], state: State, *, by: Membership, note: str) -> None:
    now, said = clock.now(), note.strip()[:LONGEST_NOTE]
    for row in rows:
        row.state, row.note, row.handled_by, row.handled_at = state, said, by, now
    _save(rows)


def _save(rows: Sequence[QueuedFinding]) -> None:
    QueuedFinding.objects.bulk_update(rows, ["state", "note", "handled_by", "handled_at"])


def _record(verb: str, rows: Sequence[QueuedFinding], *, by: Actor, note: str) -> None:
    for row in rows:
        detail = {"title": row.title, "rule": row.rule, "quoted": row.quoted, "note": note.strip()}
        auditing.record(verb, by=by, subject=row, detail=detail)


def _by_author(rows: Sequence[QueuedFinding]) -> list[tuple[Membership, list[QueuedFinding]]]:
    """The findings in one content of one author together: one notice each."""
    grouped = groupby(rows, key=lambda row: (row.author_id, row.url))
    return [(found[0].author, found) for _key, group in grouped if (found := list(group)) and found[0].author]


def _tell(author: Membership, rows: Sequence[QueuedFinding], *, by: Actor, note: str) -> None:
    first = rows[0]
    listed = "\n".join(_line(row) for row in rows[:SHOWN_IN_NOTICE])
    more = _("\n等 %d 处。") % len(rows) if len(rows) > SHOWN_IN_NOTICE else ""
    said = "\n" + _("%(name)s 说：%(note)s") % {"name": by.name, "note": note.strip()} if note.strip() else ""
    notifying.notify(
        first.workspace,
        key=f"finding:{first.pk}:asked:{clock.now():%Y%m%d%H%M%S}",
        words=notifying.Words(
            _("【请修改】%s") % (first.title or _("有一处合规问题")),
            f"{listed}{more}{said}",
            f"{settings.PUBLIC_URL}{first.url}" if first.url else "",
        ),
        members=[author],
        robots=False,
    )


def _line(row: QueuedFinding) -> str:
    quoted = f"“{row.quoted}”" if row.quoted else ""
    return f"· {quoted}{row.name}"
