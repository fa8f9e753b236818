from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from journey.person import Refused
from journey.waiting import until

if TYPE_CHECKING:
    from journey.steps import Walk

BAD_TITLE = "全国第一的冬日暖茶上市"
GOOD_TITLE = "冬日暖茶上市，第一口就暖"
BODY = """天冷了，来一杯刚煮好的潮汐茶。

这个冬天我们把陈皮、老白茶和一点点蜂蜜放进同一只壶里，慢火煮四十分钟。

你最想和谁一起喝第一杯？在评论里告诉我们。"""


def write_draft(walk: Walk) -> None:
    """The editor writes a draft with two pictures of the company's own and a title that says 全国第一."""
    editor, channels = walk.person("editor"), walk.made["channels"]
    answer = editor.send(
        "/drafts/new/",
        {"title": BAD_TITLE, "channels": list(channels.values()), "objective": walk.made["objective"]},
        status=0,
    )
    found = re.search(r"/drafts/([0-9a-f-]{36})/", answer.headers.get("HX-Redirect", "") or str(answer.url))
    if found is None:
        raise Refused(f"no draft was made: {answer.status_code} {answer.text[:300]}")
    walk.made["draft"] = found.group(1)
    for number in (1, 2):
        files = {"file": (f"tea-{number}.jpg", picture(number), "image/jpeg")}
        editor.send(f"/drafts/{walk.made['draft']}/pictures/", {}, files=files)
    editor.send(f"/drafts/{walk.made['draft']}/origins/", {"provenance": "own"})
    _save(walk, BAD_TITLE)
    page = editor.page(f"/drafts/{walk.made['draft']}/")
    assert "全国第一" in page, "the title is not on the page"


def submission_is_refused(walk: Walk) -> None:
    """The gate marks the words with reason and substitute and refuses the submission."""
    editor = walk.person("editor")
    page = editor.page(f"/drafts/{walk.made['draft']}/")
    assert "第一" in page
    assert "广告法" in page, "the reason is missing"
    answer = editor.send(f"/drafts/{walk.made['draft']}/submit/", {}, status=422)
    assert "第一" in answer.text


def fix_and_adapt(walk: Walk) -> None:
    """The editor fixes the title, adapts the Weibo variant and submits."""
    editor = walk.person("editor")
    _save(walk, GOOD_TITLE)
    domain = walk.made["accounts"]["weibo"]["credentials"]["safe_domain"]
    variant = variant_of(walk, "weibo")
    draft = draft_of(walk)
    pictures = [entry["id"] for entry in editor.api("GET", f"/drafts/{draft['id']}/pictures")]
    editor.send(
        f"/variants/{variant['id']}/save/",
        {
            "expected_number": draft["number"],
            "form_key": variant["format"],
            "own": ["body", "pictures"],
            "pictures": pictures[:1],
            "body": f"天冷了，来一杯刚煮好的潮汐茶。你最想和谁一起喝第一杯？ https://{domain}/warm",
            "title": GOOD_TITLE,
        },
    )
    until(lambda: not _reading(walk), seconds=120, what="the pictures to be looked into")
    editor.send(f"/drafts/{walk.made['draft']}/submit/", {"note": "冬日新品首发"}, status=0)
    assert draft_of(walk)["state"] == "in_review", draft_of(walk)["state"]


def approve(walk: Walk) -> None:
    """The reviewer looks at what will go out and agrees."""
    reviewer = walk.person("reviewer")
    page = reviewer.page(f"/drafts/{walk.made['draft']}/review/")
    asked = re.findall(r'name="request"[^>]*value="([0-9a-f-]{36}:\d+)"', page) or re.findall(
        r'value="([0-9a-f-]{36}:\d+)"', page
    )
    assert len(asked) == 2, f"{len(asked)} requests on the review page"
    reviewer.send(
        f"/drafts/{walk.made['draft']}/review/decide/",
        {"request": asked, "word": "agree", "comment": "可以发"},
        status=0,
    )
    assert draft_of(walk)["state"] == "approved", draft_of(walk)["state"]


def draft_of(walk: Walk) -> Any:
    """The draft as the API tells it."""
    return walk.person("editor").api("GET", f"/drafts/{walk.made['draft']}")


def variants_of(walk: Walk) -> list[dict[str, Any]]:
    """The draft's variants as the API tells them."""
    found: list[dict[str, Any]] = walk.person("editor").api("GET", f"/drafts/{walk.made['draft']}/variants")
    return found


def variant_of(walk: Walk, platform: str) -> dict[str, Any]:
    """The draft's variant on a platform."""
    wanted = walk.made["channels"][platform]
    return next(entry for entry in variants_of(walk) if entry["channel"] == wanted)


def _reading(walk: Walk) -> list[str]:
    """The files that the gate has yet to see into, in any variant."""
    editor = walk.person("editor")
    told = [editor.api("GET", f"/variants/{entry['id']}") for entry in variants_of(walk)]
    return [key for entry in told for key in entry["compliance"]["reading"]]


def picture(number: int) -> bytes:
    from PIL import Image, ImageDraw

    made = Image.new("RGB", (1200, 800), (24 + 40 * number, 92, 80))
    ImageDraw.Draw(made).ellipse((300, 150, 900, 700), fill=(214, 170 - 20 * number, 96))
    buffer = io.BytesIO()
    made.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _save(walk: Walk, title: str) -> None:
    form = {
        "expected_number": draft_of(walk)["number"],
        "title": title,
        "body": BODY,
        "summary": "陈皮、老白茶和一点点蜂蜜，慢火煮四十分钟。",
        "link": "",
        "objective": walk.made["objective"],
    }
    walk.person("editor").send(f"/drafts/{walk.made['draft']}/save/", form)
