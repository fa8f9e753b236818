"""Rows and files that tests of this room and of the rooms above begin with."""

from __future__ import annotations

import io

from PIL import Image

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Workspace
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.content import adapting, drafting, pictures, recognition_turns, recognizing, reviewing
from chaoxin.content.models import Asset, Draft, Variant
from chaoxin.content.seeing import Line

ARTICLES, POSTS = "wechat", "weibo"
POST_SETTINGS = {"safe_domain": "example.com", "rip": "211.156.0.1"}


def article_channel(
    workspace: Workspace, *, external_id: str = "gh_articles", name: str = "示例公众号"
) -> Channel:
    """A channel of a platform that takes articles with a title and a cover."""
    return connected_channel(workspace, platform=ARTICLES, external_id=external_id, name=name)


def post_channel(workspace: Workspace, *, external_id: str = "uid_posts", name: str = "示例微博") -> Channel:
    """A channel of a platform that takes 140 characters with a link and one picture."""
    return connected_channel(
        workspace, platform=POSTS, external_id=external_id, name=name, settings=POST_SETTINGS
    )


def picture_bytes(color: str = "teal", *, size: tuple[int, int] = (64, 48), form: str = "PNG") -> bytes:
    """A one-colored picture file."""
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, form)
    return file.getvalue()


def asset(
    by: Actor, color: str = "teal", *, provenance: str = Asset.Provenance.OWN, drawn: bool = True
) -> Asset:
    """A picture taken in; of the company's own unless said, and known to be without writing if `drawn`."""
    taken = pictures.take_in(io.BytesIO(picture_bytes(color)), name=f"{color}.png", by=by)
    if taken.provenance != provenance:
        taken.provenance = provenance
        taken.save(update_fields=["provenance"])
    return recognizing.note_drawn(taken) if drawn else taken


class NothingWritten:
    """A reader that sees no writing."""

    name = "nothing 1"

    def read(self, picture: Image.Image) -> list[Line]:
        return []


def look_into_all() -> None:
    """Everything that is to be looked into has been, without any writing in it."""
    while recognition_turns.take_turn(NothingWritten()):
        pass


def draft_with(
    by: Actor,
    *channels: Channel,
    title: str = "秋季新品上市",
    body: str = "今年的桂花乌龙开始卖了。",
    colors: str = "teal",
) -> Draft:
    """A draft with a picture per color (words) and a variant per channel."""
    draft = drafting.create(by=by, title=title, body=body, link="https://shop.example.com/tea")
    for color in colors.split():
        pictures.attach(draft, asset(by, color), by=by)
    for channel in channels:
        adapting.add(draft, channel, by=by)
    draft.refresh_from_db()
    return draft


def approved_variant(
    author: Actor, reviewer: Actor, channel: Channel, *, title: str = "秋季新品上市", **draft_of: str
) -> Variant:
    """A variant that has passed the gate and all stages of approval; `draft_of` as `draft_with` takes it."""
    from chaoxin.compliance import approving

    draft = draft_with(author, channel, title=title, **draft_of)
    for request in reviewing.submit_for_review(draft, by=author):
        approving.agree(request, by=reviewer)
    reviewing.settle(draft)
    return draft.variants.select_related("channel", "draft__workspace").get()
