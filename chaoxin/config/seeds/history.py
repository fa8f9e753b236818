"""What the sandbox remembers of the company's last weeks: posts with what people did, messages, fans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from chaoxin.content import rendering

from .accounts import ACCOUNTS, AccountPlan
from .editorial_plan import SEED, Planned
from .sandbox import Row, Sandbox

# How long a platform takes from the call to the live post, in seconds.
QUICKEST, SLOWEST = 3, 26


@dataclass(frozen=True)
class PastPost:
    """One post as it stands in the sandbox, with its discussion and its days."""

    plan: Planned
    row: Row

    @property
    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.row["published_at"])


@dataclass(frozen=True)
class History:
    """Everything behind one account. Messages are oldest first; fans are by the sandbox's key of the person."""

    account: AccountPlan
    row: Row
    posts: tuple[PastPost, ...]
    messages: tuple[Row, ...]
    fans: Mapping[str, Row]
    follower_days: tuple[Row, ...]


def open_accounts(sandbox: Sandbox, *, since: datetime) -> dict[str, Row]:
    """The company's accounts, opened at `since`, by key. A sandbox that has them from an interrupted start is
    emptied first."""
    keys = {account.key for account in ACCOUNTS}
    if keys & {row["key"] for row in sandbox.accounts()}:
        sandbox.forget_everything()
    return {
        account.key: sandbox.open_account({**account.sandbox_wishes, "created_at": since.isoformat()})
        for account in ACCOUNTS
    }


def live_through(
    sandbox: Sandbox, rows: Mapping[str, Row], plans: Sequence[Planned], *, since: datetime
) -> dict[str, History]:
    """Lets the sandbox live through the company's posts and answers what came of it, by account. The people of the
    sandbox rest from then on, until the product can hear them."""
    return {
        account.key: _live_through(sandbox, account, rows[account.key], plans, since=since)
        for account in ACCOUNTS
    }


def _live_through(
    sandbox: Sandbox, account: AccountPlan, row: Row, plans: Sequence[Planned], *, since: datetime
) -> History:
    key = account.key
    own = sorted((plan for plan in plans if key in plan.due), key=lambda plan: plan.due[key])
    lived = sandbox.live_through(key, since=since, posts=[_post(plan, account) for plan in own])
    sandbox.change_account(key, {"audience": {"on": False}})
    posts = [PastPost(plan, sandbox.post(told["id"])) for plan, told in zip(own, lived, strict=True)]
    messages = sorted(sandbox.messages(key), key=lambda message: (message["at"], message["id"]))
    return History(
        account=account,
        row=row,
        posts=tuple(posts),
        messages=tuple(messages),
        fans=sandbox.fans(key),
        follower_days=tuple(sandbox.follower_days(key)),
    )


def _post(plan: Planned, account: AccountPlan) -> dict[str, str]:
    delay = Random(f"{SEED}|{plan.topic.key}|{account.key}").uniform(QUICKEST, SLOWEST)  # noqa: S311
    at = (plan.due[account.key] + timedelta(seconds=round(delay))).isoformat()
    if not account.takes_articles:
        return {"text": plan.text_on(account.key), "published_at": at}
    html = rendering.article(plan.topic.body, [], appended=[])
    return {"title": plan.topic.title, "html": html, "published_at": at}
