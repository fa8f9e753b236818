"""The audience at work: acts of people, drawn by `sandbox.audience`, become readings, comments, messages and fans."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from sandbox.accounts import Account
from sandbox.clock import DAY, day_of
from sandbox.commenting import comment_as_fan
from sandbox.conversing import write_to_account
from sandbox.following import follow, unfollow
from sandbox.posts import LIVE
from sandbox.world import World

COUNTED = {"read": "reads", "like": "likes", "share": "shares", "collect": "collects"}
LIFE_OF_A_POST = 60 * DAY  # after that nobody reads it any more
REST_BY_AGE = (
    (600.0, 2.0),
    (7_200.0, 15.0),
    (DAY, 120.0),
    (7 * DAY, 900.0),
)  # post younger than, seconds between visits
REST_OF_OLD_POSTS = 7_200.0
REST_OF_ACCOUNTS = 60.0
POSTS_AT_ONCE = 20


class Audience(Protocol):
    """What is asked of `sandbox.audience`: the same acts for the same window, however it is cut into parts."""

    PostFacts: Callable[..., Any]
    AccountFacts: Callable[..., Any]

    def acts_between(
        self, post: Any, *, since: float, until: float, seed: int, intensity: float
    ) -> Iterable[Any]: ...
    def account_acts_between(
        self, account: Any, *, since: float, until: float, seed: int, intensity: float
    ) -> Iterable[Any]: ...


class Crowd:
    def __init__(self, world: World, audience: Audience) -> None:
        self.world = world
        self.audience = audience

    def advance(self, *, until: float | None = None, budget_seconds: float | None = None) -> int:
        """Let the people act up to `until`, the present world time by default; answers how many posts and accounts were
        visited. With a budget it stops early and leaves the rest for the next time."""
        started = time.perf_counter()
        until = self.world.clock.now() if until is None else until
        visited = 0
        while subjects := self._due(until):
            for subject in subjects:
                if budget_seconds is not None and time.perf_counter() - started > budget_seconds:
                    return visited
                with self.world.store.transaction():
                    self._visit(subject, until=until)
                visited += 1
        return visited

    def skip_to_now(self, account: Account) -> None:
        """Forget what the people would have done up to now, as when an audience is switched on again."""
        now = self.world.clock.now()
        account.advanced_to = account.advance_after = now
        self.world.accounts.keep(account)
        self.world.store.run(
            "UPDATE post SET advanced_to = max(advanced_to, ?) WHERE account = ? AND state = ?",
            now,
            account.key,
            LIVE,
        )

    def _due(self, until: float) -> list[Account | sqlite3.Row]:
        return [*self._due_accounts(until), *self._due_posts(until)]

    def _due_accounts(self, until: float) -> list[Account]:
        return [
            account
            for account in self.world.accounts.list()
            if account.audience and account.advance_after < until
        ]

    def _due_posts(self, until: float) -> list[sqlite3.Row]:
        return self.world.store.all(
            "SELECT post.* FROM post JOIN account ON account.key = post.account "
            "WHERE post.state = ? AND post.advance_after < ? AND account.audience = 1 AND post.published_at > ? "
            "ORDER BY post.advance_after LIMIT ?",
            LIVE,
            until,
            until - LIFE_OF_A_POST,
            POSTS_AT_ONCE,
        )

    def _visit(self, subject: Account | sqlite3.Row, *, until: float) -> None:
        if isinstance(subject, Account):
            self.visit_account(subject, until=until)
        else:
            self.visit_post(subject, until=until)

    def visit_account(self, account: Account, *, until: float, quietly: bool = False) -> None:
        """Apply what happens at the account by itself: follows, departures, messages."""
        facts = self.audience.AccountFacts(
            key=account.key, platform=account.platform, followers=account.opening_followers
        )
        acts = self.audience.account_acts_between(
            facts, since=account.advanced_to, until=until, seed=self.world.seed, intensity=account.intensity
        )
        for act in acts:
            self._apply_to_account(account, act, quietly=quietly)
        account.advanced_to = until
        account.advance_after = until + REST_OF_ACCOUNTS
        self.world.store.run(
            "UPDATE account SET advanced_to = ?, advance_after = ? WHERE key = ?",
            account.advanced_to,
            account.advance_after,
            account.key,
        )

    def visit_post(self, post: sqlite3.Row, *, until: float, quietly: bool = False) -> None:
        """Apply what happens to the post since it was last visited."""
        account = self.world.accounts.get(post["account"])
        facts = self.audience.PostFacts(
            key=f"{post['account']}/{post['id']}",
            platform=post["platform"],
            text=f"{post['title']}\n{post['text']}".strip(),
            published_at=post["published_at"],
            followers=post["followers"],
        )
        acts = self.audience.acts_between(
            facts, since=post["advanced_to"], until=until, seed=self.world.seed, intensity=account.intensity
        )
        self._apply_to_post(account, post, acts, quietly=quietly)
        rest = next(
            (rest for age, rest in REST_BY_AGE if until - post["published_at"] < age), REST_OF_OLD_POSTS
        )
        self.world.store.run(
            "UPDATE post SET advanced_to = ?, advance_after = ? WHERE id = ?", until, until + rest, post["id"]
        )

    def _apply_to_post(
        self, account: Account, post: sqlite3.Row, acts: Iterable[Any], *, quietly: bool
    ) -> None:
        counts: dict[tuple[str, str], int] = {}
        for act in acts:
            if act.kind in COUNTED:
                counter = (day_of(act.at), COUNTED[act.kind])
                counts[counter] = counts.get(counter, 0) + act.count
            elif act.kind == "comment":
                if post["comments_open"]:
                    self._comment(post, act, backdated=quietly)
            else:
                if act.kind == "follow":
                    counter = (day_of(act.at), "follows")
                    counts[counter] = counts.get(counter, 0) + 1
                self._apply_to_account(account, act, quietly=quietly)
        if counts:
            self.world.posts.count_up(post["id"], counts)

    def _comment(self, post: sqlite3.Row, act: Any, *, backdated: bool) -> None:
        comment_as_fan(
            self.world,
            post,
            person_key=act.person_key,
            name=act.person_name,
            text=act.text or "",
            at=act.at,
            tone=act.tone or "",
            backdated=backdated,
        )

    def _apply_to_account(self, account: Account, act: Any, *, quietly: bool) -> None:
        if act.kind == "follow":
            follow(self.world, account, act.person_key, act.person_name, at=act.at, quietly=quietly)
        elif act.kind == "unfollow":
            unfollow(self.world, account, act.person_key, at=act.at, quietly=quietly)
        elif act.kind == "message":
            write_to_account(
                self.world,
                account,
                person_key=act.person_key,
                name=act.person_name,
                text=act.text or "",
                at=act.at,
                quietly=quietly,
            )
