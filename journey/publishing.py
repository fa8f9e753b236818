from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journey.waiting import until
from journey.writing import variants_of

if TYPE_CHECKING:
    from journey.steps import Walk

PUBLISH_SECONDS = 240


def schedule(walk: Walk) -> None:
    """The editor schedules both variants two minutes ahead; a second click plans nothing new."""
    editor = walk.person("editor")
    form = {
        "variant": [entry["id"] for entry in variants_of(walk)],
        "due_at": walk.in_two_minutes(),
        "when": "at",
    }
    editor.send(f"/drafts/{walk.made['draft']}/schedule/", form)
    editor.send(f"/drafts/{walk.made['draft']}/schedule/", form)
    planned = editor.api("GET", "/deliveries")["items"]
    assert len(planned) == 2, planned
    assert {entry["state"] for entry in planned} == {"scheduled"}, planned


def see_it_live(walk: Walk) -> None:
    """The worker publishes; both are read back as live, each exactly once, with links."""
    editor = walk.person("editor")

    def live() -> Any:
        found = editor.api("GET", "/deliveries")["items"]
        bad = [entry for entry in found if entry["state"] in ("held", "refused", "unconfirmed")]
        if bad:
            raise AssertionError(bad)
        return found if all(entry["state"] == "published" for entry in found) else None

    deliveries = until(live, seconds=PUBLISH_SECONDS, what="both posts to be live")
    assert all(entry["receipt"]["url"].startswith("https://") for entry in deliveries)
    for platform, account in walk.made["accounts"].items():
        effects = walk.control("GET", f"/effects?account={account['key']}")
        assert len(effects) == 1, f"{platform}: {len(effects)} publish calls took effect"
        posts = walk.control("GET", f"/posts?account={account['key']}&state=live")
        walk.made.setdefault("posts", {})[platform] = posts[0]["id"]
    walk.made["deliveries"] = {
        name: next(entry["id"] for entry in deliveries if entry["channel_id"] == channel)
        for name, channel in walk.made["channels"].items()
    }
    page = editor.page(f"/deliveries/{walk.made['deliveries']['wechat']}/")
    assert "已上线" in page
