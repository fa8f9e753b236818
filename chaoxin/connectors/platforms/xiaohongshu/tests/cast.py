"""The advertiser, the notes and the pushes that the tests of Xiaohongshu use."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from chaoxin.connectors.contract import Connector, PostReference
from chaoxin.connectors.platforms.xiaohongshu import build
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, Picture, Post, Token, Video, Webhook

from .recorded import payload, payload_text

ADVERTISER = "4567890"
APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PUSH_SECRET = "pushSecretOfTheLeads01"
NOTE_ID = "66f0a1b2000000001e03c4d5"
NOW = str(int(SAMPLE_TIME.timestamp()))

ACCOUNT = Account(
    external_id=ADVERTISER,
    credentials={
        "app_secret": APP_SECRET,
        "push_secret": PUSH_SECRET,
        "share_app_secret": "shareSecretOfTheApp0001",
    },
    token=Token(
        secrets={"access_token": "access-token-held-0001", "refresh_token": "refresh-token-held-0001"}
    ),
    settings={"app_id": "3021", "advertiser_id": ADVERTISER, "share_app_key": "red.sampleKey"},
)
CREDENTIALS = {**ACCOUNT.settings, **ACCOUNT.credentials}
REFERENCE = PostReference(post_id=NOTE_ID, reference=NOTE_ID)

API = "adapi.xiaohongshu.com/api/open"
ACCESS_TOKEN, REFRESH_TOKEN = f"{API}/oauth2/access_token", f"{API}/oauth2/refresh_token"
ACCOUNT_REPORT, CAMPAIGN_REPORT, NOTE_REPORT = (
    f"{API}/jg/data/report/offline/{level}" for level in ("account", "campaign", "note")
)
SHARE = "edith.xiaohongshu.com/api/sns/v1/ext/access/token"
ANSWERS: dict[str, Responder] = {
    ACCESS_TOKEN: Reply(payload("access_token")),
    REFRESH_TOKEN: Reply(payload("access_token")),
    ACCOUNT_REPORT: Reply(payload("report_account")),
    CAMPAIGN_REPORT: Reply(payload("report_campaign")),
    NOTE_REPORT: Reply(payload("report_note")),
    SHARE: Reply(payload("share_token")),
}


def platform(answers: Mapping[str, Responder] | None = None) -> tuple[StubPlatform, Connector]:
    """A healthy platform and its connector; `answers` replace the healthy ones."""
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    return stub, build(stub.wire(now=SAMPLE_TIME))


def refused(code: int, text: str = "", *, status: int = 200) -> Reply:
    """A refusal as the platform wraps it."""
    return Reply({"code": code, "success": False, "msg": text, "data": None}, status=status)


FOLDER = Path(tempfile.mkdtemp(prefix="chaoxin-samples-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def picture(
    key: str = "first", *, kind: str = "PNG", pixels: tuple[int, int] = (90, 120), **said: Any
) -> Picture:
    """A picture file; `said` overrides what is said about it."""
    path = FOLDER / f"{key}.{kind.lower()}"
    Image.new("RGB", pixels, "steelblue").save(path, kind)
    made = Picture(key, path, f"image/{kind.lower()}", *pixels, path.stat().st_size)
    return replace(made, **said)


def video(**said: Any) -> Video:
    """A video as it was probed; its file is not looked at by anything that is tested here."""
    made = Video("clip", FOLDER / "clip.mp4", "video/mp4", 40_000_000, 1080, 1440, 62.0, "h264", "aac", 30.0)
    return replace(made, **said)


def note(**changes: Any) -> Post:
    """A picture note of two pictures."""
    post = Post(
        key="intent-1",
        format="pictures",
        title="围炉煮茶怎么开始",
        text="一炉一壶，周末就这样过。\n先温壶，再放茶。",
        pictures=(picture(), picture("second", kind="JPEG")),
        options={
            "topics": ["围炉煮茶", "周末去哪儿"],
            "mentions": ["山野茶铺"],
            "first_comment": "茶具清单在图三",
            "visibility": "public",
            "original": True,
            "disclosures": [],
        },
    )
    return replace(post, **changes)


def video_note(**changes: Any) -> Post:
    """A video note with a cover."""
    return replace(note(format="video", pictures=(), video=video(), cover=picture("cover")), **changes)


def with_options(post: Post, **options: Any) -> Post:
    """The post with other options."""
    return replace(post, options={**post.options, **options})


def push(name: str, **query: str) -> Webhook:
    """A recorded push, proven by the shared token unless a query is given."""
    proof = query or {"token": PUSH_SECRET, "timestamp": NOW}
    return Webhook("POST", proof, {}, payload_text(f"{name}.json").encode())
