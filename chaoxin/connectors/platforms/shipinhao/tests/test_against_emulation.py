"""From the package through the emulated app to the link that leads back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from chaoxin.connectors.testing.emulation import running
from chaoxin.connectors.values import Post

from .cast import album, assist, clip, with_options

PAGE = "channels.weixin.qq.com/platform/post/create"


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the emulation, which runs as a process of its own."""
    with running(tmp_path_factory.mktemp("emulation")) as found:
        found.client.base_url = found.url
        yield found.client


@pytest.fixture
def account(emulated: httpx.Client) -> Any:
    given = {"platform": "shipinhao", "audience": {"on": False}}
    return emulated.post("/control/accounts", json=given).json()


def press_publish(emulated: httpx.Client, account: Any, post: Post) -> httpx.Response:
    """A person pastes the package into the app and publishes."""
    package = assist().package(post, {})
    copies = {copy.key: copy.text for copy in package.copies}
    given = {"account": account["key"], "form": post.format, "declaration": package.declaration, **copies}
    paths = [package.video.path] if package.video else [picture.path for picture in package.pictures]
    files = [("files", (path.name, path.read_bytes())) for path in paths]
    return emulated.post(f"/{PAGE}", data=given, files=files)


def finish_by_hand(emulated: httpx.Client, account: Any, post: Post) -> dict[str, Any]:
    """Publishes by hand; answers the post as the platform sees it."""
    answer = press_publish(emulated, account, post)
    assert answer.status_code == 303, answer.text
    number = parse_qs(urlsplit(answer.headers["location"]).query)["post"][0]
    found: dict[str, Any] = emulated.get(f"/control/posts/{number}").json()
    found["shared"] = (
        emulated.get(answer.headers["location"]).text.partition('data-copy="')[2].partition('"')[0]
    )
    return found


@pytest.mark.parametrize("post", [clip(), album()], ids=["video", "pictures"])
def test_a_post_is_published_from_its_package_and_its_link_leads_back(
    emulated: httpx.Client, account: Any, post: Post
) -> None:
    made = finish_by_hand(emulated, account, with_options(post, disclosures=["advertising"]))
    assert (made["state"], made["title"]) == ("live", post.title)
    assert made["details"]["声明"] == "内容包含营销广告"
    for pasted in (made["shared"], made["url"]):
        link = assist().recognize(pasted)
        page = emulated.get(f"/{link.url.removeprefix('https://')}")
        assert "一炉一壶" in page.text
    assert assist().recognize(made["url"]).post_id == made["external_id"]


def test_the_account_is_declared_by_what_its_page_shows(account: Any) -> None:
    number = account["credentials"]["account"]
    assert assist().declare({"account": number}).external_id == number


def test_what_the_check_stops_the_form_stops_too(emulated: httpx.Client, account: Any) -> None:
    for title in ("五个字短标", "新茶，到店两款", "茶" * 17):
        stopped = [one for one in assist().check(clip(title=title), {}) if one.level == "stop"]
        assert stopped
        assert press_publish(emulated, account, clip(title=title)).status_code == 422
