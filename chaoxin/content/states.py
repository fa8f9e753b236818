"""The states of a draft and every way from one to another, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from chaoxin.core import clock
from chaoxin.core.refusals import Refusal

from .models import Draft

State = Draft.State


@dataclass(frozen=True)
class Transition:
    """`party` is who may cause it: `person` or `house`."""

    verb: str
    sources: frozenset[str]
    target: str
    party: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("submit", frozenset({State.EDITING}), State.IN_REVIEW, "person"),
    Transition("withdraw", frozenset({State.IN_REVIEW}), State.EDITING, "person"),
    Transition("approve", frozenset({State.EDITING, State.IN_REVIEW}), State.APPROVED, "house"),
    Transition("send_back", frozenset({State.IN_REVIEW}), State.EDITING, "house"),
    Transition("reopen", frozenset({State.APPROVED}), State.EDITING, "person"),
    Transition("archive", frozenset({State.EDITING, State.APPROVED}), State.ARCHIVED, "person"),
    Transition("restore", frozenset({State.ARCHIVED}), State.EDITING, "person"),
)
BY_VERB = {row.verb: row for row in TRANSITIONS}
EDITABLE = frozenset({State.EDITING, State.APPROVED})


class NotInThisState(Refusal):
    """The draft is in a state in which the verb is impossible."""

    code = "not_in_this_state"


def allowed(verb: str, state: str) -> bool:
    """Whether the verb is possible in that state; KeyError for an unknown verb."""
    return state in BY_VERB[verb].sources


def move(draft: Draft, verb: str) -> None:
    """Moves the (locked) draft and saves its state. Raises NotInThisState."""
    row = BY_VERB[verb]
    if draft.state not in row.sources:
        raise NotInThisState(_refusal(draft))
    draft.state, draft.updated_at = row.target, clock.now()
    draft.save(update_fields=["state", "updated_at"])


def check_editable(draft: Draft) -> None:
    """Raises NotInThisState unless the draft's content may be changed now."""
    if draft.state not in EDITABLE:
        raise NotInThisState(_refusal(draft))


def _refusal(draft: Draft) -> str:
    if draft.state == State.IN_REVIEW:
        return _("这篇稿件正在审核，现在不能改。要改请先撤回审核。")
    if draft.state == State.ARCHIVED:
        return _("这篇稿件已归档。要继续用请先恢复。")
    return _("这篇稿件现在是“%(state)s”，不能这样做。请刷新页面后再看。") % {
        "state": draft.get_state_display()
    }
