"""The emulated platform as a process of its own, and accounts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chaoxin.connectors.assisting import Assist, Package
from chaoxin.connectors.contract import Connector
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.xiaohongshu import build
from chaoxin.connectors.testing.emulation import Emulated
from chaoxin.connectors.values import Account

PAGE = "creator.xiaohongshu.com/publish/publish"
BACK = "https://chaoxin.example.com/channels/back"


def connector_of(emulated: Emulated) -> Connector:
    """The connector that speaks to the emulation."""
    wire = Wire(
        sandbox_url=emulated.url, client=emulated.client, now=emulated.now, pause=lambda seconds: None
    )
    return build(wire)


@dataclass
class Desk:
    """An account on the emulation with its connector, as the rooms would hold it."""

    emulated: Emulated
    key: str
    given: Mapping[str, str]
    connector: Connector
    account: Account

    @property
    def assist(self) -> Assist:
        assert self.connector.assist
        return self.connector.assist

    def consent(self) -> Account:
        """A person consents in the browser; answers the account with its token."""
        self.emulated.control("PATCH", f"accounts/{self.key}", {"credentials": {"auto_approve": True}})
        credentials = {**self.account.settings, **self.account.credentials}
        consent = self.connector.connect.begin(credentials=credentials, return_url=BACK, state="s1")
        assert consent
        answer = self.emulated.client.get(consent.url)
        assert answer.status_code == 302, answer.text
        token = self.connector.connect.finish(
            credentials=credentials,
            answer=dict(parse_qsl(urlsplit(answer.headers["location"]).query)),
            keep=consent.keep,
            return_url=BACK,
        )
        self.account = replace(self.account, token=token)
        return self.account

    def fault(self, kind: str, path: str = "*", options: Mapping[str, Any] | None = None) -> None:
        """Lets one call or push go wrong."""
        given = {"kind": kind, "account": self.key, "path": path, "count": 1, "options": options or {}}
        self.emulated.control("POST", "faults", given)

    def finish_by_hand(self, package: Package, *, form: str) -> dict[str, Any]:
        """A person pastes the package into the app and publishes; answers the post as the platform sees it."""
        copies = {copy.key: copy.text for copy in package.copies}
        given = {"account": self.key, "form": form, "declaration": package.declaration, **copies}
        paths = [package.video.path] if package.video else [picture.path for picture in package.pictures]
        files = [("files", (path.name, path.read_bytes())) for path in paths]
        answer = self.emulated.client.post(f"{self.emulated.url}/{PAGE}", data=given, files=files)
        assert answer.status_code == 303, answer.text
        number = answer.headers["location"].rpartition("=")[2]
        found: dict[str, Any] = self.emulated.control("GET", f"posts/{number}")
        found["done"] = self.emulated.client.get(f"{self.emulated.url}{answer.headers['location']}").text
        return found


def open_desk(emulated: Emulated, **settings: Any) -> Desk:
    """A new account; without an audience of its own, so that nothing happens by chance."""
    given = {"platform": "xiaohongshu", "followers": 500, "audience": {"on": False}, "settings": settings}
    opened = emulated.control("POST", "accounts", given)
    secrets = opened["credentials"]
    account = Account(
        secrets["advertiser_id"],
        {
            "app_secret": secrets["app_secret"],
            "push_secret": secrets["push_token"],
            "share_app_secret": secrets["share_app_secret"],
        },
        settings={
            "app_id": secrets["app_id"],
            "advertiser_id": secrets["advertiser_id"],
            "share_app_key": secrets["share_app_key"],
            "push_signature": settings.get("push_signature", "token"),
        },
    )
    return Desk(emulated, opened["key"], secrets, connector_of(emulated), account)
