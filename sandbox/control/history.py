"""A past for an account: posts from before the sandbox began to watch, and what people did since."""

from typing import Any

from sandbox.accounts import Account
from sandbox.clock import parse_time
from sandbox.commenting import add_own, comment_as_fan
from sandbox.control.people import person_of
from sandbox.control.views import account_view, post_view
from sandbox.conversing import FROM_ACCOUNT, keep
from sandbox.desk import Desk
from sandbox.platforms import PastPost
from sandbox.posts import plain_text

Given = dict[str, Any]


def add(desk: Desk, given: Given) -> Any:
    """`since`, and `posts` with title, text or html, published_at, comments[{person, text, at, reply, reply_at}].
    The audience acts on them up to now unless `audience` is false; nothing of it is pushed."""
    account = desk.world.accounts.get(given["key"])
    now = desk.world.clock.now()
    wanted = sorted(
        ((past_post(one), one) for one in given.get("posts", ())), key=lambda pair: pair[0].published_at
    )
    since = (
        parse_time(given["since"])
        if "since" in given
        else min([past.published_at for past, _ in wanted], default=now)
    )
    if since > now or any(not since <= past.published_at <= now for past, _ in wanted):
        raise ValueError("published_at must lie between since and now")
    start_earlier(desk, account, since=since)
    acts = given.get("audience", True)
    numbers = []
    for past, entry in wanted:
        if acts:
            desk.crowd.visit_account(account, until=max(account.advanced_to, past.published_at), quietly=True)
        post_id = desk.world.platform_of(account).publish_past(desk.world, account, past)
        add_comments(desk, account, post_id, entry.get("comments", ()))
        numbers.append(post_id)
    finish(desk, account, numbers, acts=bool(acts), until=now)
    posts = [desk.world.posts.get(number) for number in numbers]
    return {
        "account": account_view(desk.world, account),
        "posts": [post_view(desk.world, post) for post in posts if post is not None],
    }


def answer(desk: Desk, given: Given) -> Any:
    """`answers` that the account gave in the past: text and at, to a `comment` (its number) or a `person` who wrote."""
    account = desk.world.accounts.get(given["key"])
    return {"answers": [answer_one(desk, account, one) for one in given.get("answers", ())]}


def answer_one(desk: Desk, account: Account, one: Given) -> Given:
    at, text = parse_time(one["at"]), str(one["text"])
    if at > desk.world.clock.now():
        raise ValueError("at must not lie ahead")
    if not one.get("comment"):
        person = str(one["person"])
        number = keep(
            desk.world, account, person, direction=FROM_ACCOUNT, kind="text", text=text, at=at, detail={}
        )
        return {"id": number}
    comment = desk.world.store.one("SELECT * FROM comment WHERE id = ?", int(one["comment"]))
    post = desk.world.posts.get(comment["post_id"]) if comment is not None else None
    if comment is None or post is None or post["account"] != account.key:
        raise KeyError(one["comment"])
    number = add_own(
        desk.world, post, author=account.name, text=text, at=at, request_id=0, parent_id=comment["id"]
    )
    row = desk.world.store.one("SELECT external_id FROM comment WHERE id = ?", number)
    return {"id": number, "external_id": row["external_id"] if row is not None else ""}


def past_post(one: Given) -> PastPost:
    html = str(one.get("html") or "")
    text = str(one.get("text") or plain_text(html))
    if not html:
        html = "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())
    return PastPost(str(one.get("title", "")), text, html, parse_time(one["published_at"]))


def start_earlier(desk: Desk, account: Account, *, since: float) -> None:
    """Move the account's opening, and with it the day on which its first fans came."""
    if since < account.created_at:
        desk.world.store.run(
            "UPDATE fan SET followed_at = followed_at - ? WHERE account = ? AND person_key LIKE 'base-%'",
            account.created_at - since,
            account.key,
        )
        account.created_at = account.advanced_to = account.advance_after = since
        desk.world.accounts.keep(account)


def add_comments(desk: Desk, account: Account, post_id: int, comments: Any) -> None:
    post = desk.world.posts.get(post_id)
    if post is None or not post["comments_open"]:
        return
    for one in comments:
        key, name = person_of(one)
        at = parse_time(one.get("at", post["published_at"]))
        number = comment_as_fan(
            desk.world, post, person_key=key, name=name, text=str(one["text"]), at=at, backdated=True
        )
        if one.get("reply"):
            answered_at = parse_time(one.get("reply_at", at + 600))
            add_own(
                desk.world,
                post,
                author=account.name,
                text=str(one["reply"]),
                at=answered_at,
                request_id=0,
                parent_id=number,
            )


def finish(desk: Desk, account: Account, numbers: list[int], *, acts: bool, until: float) -> None:
    if not acts:
        desk.crowd.skip_to_now(account)
        return
    for number in numbers:
        post = desk.world.posts.get(number)
        if post is not None:
            desk.crowd.visit_post(post, until=until, quietly=True)
    desk.crowd.visit_account(account, until=until, quietly=True)
