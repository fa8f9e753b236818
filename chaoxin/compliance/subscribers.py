"""What compliance does when something changes in a room below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from chaoxin.accounts import workspaces
from chaoxin.accounts.actor import Actor

from . import own_blocks, rejudging
from .causes import cause


@workspaces.guard_industry
@contextmanager
def judge_by_another_industry(by: Actor) -> Iterator[None]:
    """Nobody lets out his own block by changing the industry; what is scheduled and being written is judged again."""
    instead = _("行业没有变。请先让同事放行这些内容，或由另一位所有者来换行业。")
    with own_blocks.stay_blocked(by=by, instead=instead):
        yield
    rejudging.rules_changed(by.workspace, by=by, why=cause("industry_changed"))
