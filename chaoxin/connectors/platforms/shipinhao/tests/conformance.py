"""What the conformance battery needs to know about Channels."""

from __future__ import annotations

from chaoxin.connectors.testing.samples import BadPost, LinkSample, Samples
from chaoxin.connectors.values import Account

from .cast import album, clip, picture, video, with_options

NO_INTERFACE = "accounts are only declared; there is nothing to sign in to"
EID = "export/UzFfBgAAxmple0001"

SAMPLES = Samples(
    account=Account(external_id="sphShanyeTea01", credentials={}),
    answers={},
    calls=(),
    without_calls={
        "connect.finish": NO_INTERFACE,
        "connect.renew": NO_INTERFACE,
        "connect.revoke": NO_INTERFACE,
        "connect.identify": NO_INTERFACE,
    },
    assisted_posts=(
        clip(),
        album(),
        with_options(clip(title="", cover=None), topics=[], mentions=[], disclosures=["advertising"]),
    ),
    bad_assisted_posts=(
        BadPost(
            post=with_options(
                clip(
                    title="这个，短标题写得太长了谁也读不完它",
                    text="看 https://shop.example.com/a " + "茶" * 1000,
                    link="https://shop.example.com/a",
                    pictures=(picture(),),
                    cover=picture("moving", kind="GIF"),
                    video=video(
                        seconds=7_300.0,
                        size=4_100_000_000,
                        width=400,
                        height=1600,
                        content_type="video/quicktime",
                        frame_rate=120.0,
                        bit_rate=20_000_000,
                    ),
                ),
                topics=[f"话题{number}" for number in range(11)],
                disclosures=["ai_generated", "advertising"],
            ),
            codes=frozenset(
                {
                    "title_too_long",
                    "title_signs",
                    "text_too_long",
                    "too_many_topics",
                    "link_not_taken",
                    "outside_link",
                    "one_declaration_only",
                    "pictures_not_taken",
                    "picture_type",
                    "video_too_long",
                    "video_too_large",
                    "video_ratio",
                    "video_type",
                    "video_small",
                    "video_frame_rate",
                    "video_bit_rate",
                }
            ),
        ),
        BadPost(
            post=clip(title="五个字短标", video=video(seconds=2.0)),
            codes=frozenset({"title_too_short", "video_too_short"}),
        ),
        BadPost(post=clip(video=None), codes=frozenset({"video_missing"})),
        BadPost(
            post=album(pictures=(), video=video()), codes=frozenset({"picture_missing", "video_not_taken"})
        ),
        BadPost(
            post=album(pictures=(picture("huge", size=21_000_000),) * 10),
            codes=frozenset({"too_many_pictures", "picture_too_large"}),
        ),
        BadPost(post=clip(format="article"), codes=frozenset({"format_unknown"})),
    ),
    links=(
        LinkSample(
            "https://weixin.qq.com/sph/AbCdEf12345", "AbCdEf12345", "https://weixin.qq.com/sph/AbCdEf12345"
        ),
        LinkSample(
            "发好了 https://weixin.qq.com/sph/AbCdEf12345/?from=x，看",
            "AbCdEf12345",
            "https://weixin.qq.com/sph/AbCdEf12345",
        ),
        LinkSample(
            f"https://channels.weixin.qq.com/web/pages/feed?context_id=1&eid={EID.replace('/', '%2F')}",
            EID,
            f"https://channels.weixin.qq.com/web/pages/feed?eid={EID}",
        ),
    ),
    foreign_links=(
        "https://channels.weixin.qq.com/platform/post/create",
        "https://channels.weixin.qq.com/web/pages/feed",
        "https://weixin.qq.com/",
        "https://mp.weixin.qq.com/s/AbCdEf12345",
        "https://evil-weixin.qq.com.example.com/sph/AbCdEf12345",
        "https://example.com/?to=https://weixin.qq.com/sph/AbCdEf12345",
    ),
    declared=(
        {"account": "sphShanyeTea01"},
        {"account": " 视频号ID：sphShanyeTea01 "},
        {"account": "ｓｐｈShanyeTea01"},
    ),
    undeclared=(
        {},
        {"account": ""},
        {"account": "茶"},
        {"account": "https://weixin.qq.com/sph/AbCdEf12345"},
        {"account": "！！！"},
    ),
)
