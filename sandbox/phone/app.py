"""What a platform's app is, and publishing in it by hand."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Fates
from sandbox.commenting import add_own
from sandbox.identifiers import Identifiers
from sandbox.platforms import PastPost
from sandbox.posts import LIVE, REJECTED, REVIEWING, VANISHED, WITHDRAWN, NewPost
from sandbox.world import World

Ending = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of post: a video, or pictures with words."""

    key: str
    name: str
    takes_video: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person filled in. `pictures` and `video` are names of files that were kept, with their endings."""

    form: str
    title: str
    text: str
    declaration: str = ""
    first_comment: str = ""
    pictures: tuple[str, ...] = ()
    video: str = ""
    visibility: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link that opens the app brings along: from which application, words for the form, `media` to fetch from
    these addresses, and the number (`share`) under which the application hears of the post. `warning` is what the
    platform thinks of it though it opens."""

    sender: str
    form: str
    media: tuple[str, ...]
    title: str = ""
    text: str = ""
    share: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Under which id a post is known, by which short code, and where it stands."""

    external_id: str
    short_code: str
    url: str


@dataclass(frozen=True, slots=True)
class PhoneApp:
    """`page` is host and path of the page on which posts are published, `file_host` the host of their files.
    `declarations` are the labels of the control of that name. `problem_of` says what the app refuses, "" for nothing;
    `address_of` draws the address of a new post, `share_text_of` writes what “copy link” gives, and `short_link_of`
    the short form of the link, "" where the platform has none. `scheme` is that of links which open the app; `opened`
    reads one that brings a post along, and raises Declined for one that the app would not open. `visibilities` are
    the choices of who may see it, value and name. `take` publishes in the platform's own way, with addresses of its
    own; a platform without it needs `address_of`."""

    platform: str
    name: str
    page: str
    file_host: str
    forms: tuple[Form, ...]
    declarations: tuple[str, ...]
    title_label: str
    problem_of: Callable[[World, Account, Entry], str]
    share_text_of: Callable[[World, sqlite3.Row], str]
    short_link_of: Callable[[sqlite3.Row], str] = field(default=lambda post: "")
    address_of: Callable[[Account, Identifiers], Address] | None = None
    scheme: str = ""
    opened: Callable[[World, str], Shared] | None = None
    visibilities: tuple[tuple[str, str], ...] = ()
    take: Callable[[World, Account, Entry], int] | None = None

    def form(self, key: str) -> Form:
        """KeyError where there is none."""
        return {form.key: form for form in self.forms}[key]

    @property
    def review_task(self) -> str:
        """The kind under which the platform has to offer `finish_review` among its tasks."""
        return f"{self.platform}_review"


class Declined(Exception):
    """The app takes the post not as it is; the sentence is for the person."""


def publish(world: World, app: PhoneApp, account: Account, entry: Entry) -> int:
    """Publish by hand; answers the post's number. It is public after the account's `review_seconds`, unless a fault
    decides otherwise. Raises Declined."""
    problem = app.problem_of(world, account, entry)
    if problem:
        raise Declined(problem)
    if app.take is not None:
        return app.take(world, account, entry)
    number, at = world.next_number(), world.clock.now()
    new = new_post(app, account, entry, ids=world.ids(f"phone|{account.key}|{number}"), at=at)
    new.request_id = number
    post_id = world.posts.create(new)
    path = f"/{app.page.partition('/')[2]}"
    world.posts.record_effect(new, path=path, wall_at=world.clock.real_time(), post_id=post_id)
    settle(world, app, account, post_id, world.draw_fates(account.key, path=path), at=at)
    return post_id


def settle(world: World, app: PhoneApp, account: Account, post_id: int, fates: Fates, *, at: float) -> None:
    """Decide what becomes of a new post, and when."""
    if fates.vanishes:
        world.posts.end(post_id, state=VANISHED, at=at)
        return
    seconds = fates.review_seconds
    if seconds is None:
        seconds = float(world.setting(account, "review_seconds"))
    ending: Ending = {
        "post_id": post_id,
        "reason": str(fates.rejected["reason"]) if fates.rejected else "",
        "take_down_seconds": fates.take_down_seconds,
        "restriction_seconds": fates.restriction_seconds,
    }
    if seconds:
        world.schedule(app.review_task, ending, due=at + seconds)
    else:
        finish_review(world, ending | {"due": at})


def finish_review(world: World, payload: Ending) -> None:
    """A post under review becomes public or is rejected; one that its author deleted meanwhile stays deleted."""
    post = world.posts.get(payload["post_id"])
    if post is None or post["state"] != REVIEWING:
        return
    if payload["reason"]:
        world.posts.end(post["id"], state=REJECTED, at=payload["due"], reason=payload["reason"])
        return
    world.posts.publish(post["id"], at=payload["due"])
    fates = Fates(
        take_down_seconds=payload["take_down_seconds"], restriction_seconds=payload.get("restriction_seconds")
    )
    world.befall_later(post["id"], fates, live_at=payload["due"])


def withdraw(world: World, post: sqlite3.Row) -> None:
    """The author deletes his post; one that is gone already stays as it is."""
    if post["state"] in (LIVE, REVIEWING):
        world.posts.end(post["id"], state=WITHDRAWN, at=world.clock.now())


def comment_first(world: World, post_id: int, text: str) -> None:
    """The author's own comment below a new post."""
    post = world.posts.get(post_id)
    if post is not None and text.strip():
        name = world.accounts.get(post["account"]).name
        at = world.clock.now()
        add_own(world, post, author=name, text=text.strip(), at=at, request_id=post["request_id"])


def publish_past(world: World, app: PhoneApp, account: Account, past: PastPost) -> int:
    """Make up a post of the past; answers its number."""
    ids = world.ids(f"history|{account.key}|{world.next_number()}")
    entry = Entry(app.forms[0].key, past.title, past.text, pictures=past.pictures)
    post_id = world.posts.create(new_post(app, account, entry, ids=ids, at=past.published_at))
    world.posts.publish(post_id, at=past.published_at)
    return post_id


def new_post(app: PhoneApp, account: Account, entry: Entry, *, ids: Identifiers, at: float) -> NewPost:
    assert app.address_of, "the app has no way of its own to publish"
    address = app.address_of(account, ids)
    details = {"声明": entry.declaration, "视频": entry.video}
    return NewPost(
        account=account.key,
        platform=app.platform,
        external_id=address.external_id,
        slug=address.short_code,
        kind=entry.form,
        title=entry.title,
        text=entry.text,
        html="",
        url=address.url,
        request_id=0,
        created_at=at,
        pictures=list(entry.pictures),
        details={name: value for name, value in details.items() if value},
    )
