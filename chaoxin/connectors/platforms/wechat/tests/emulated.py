"""The emulated platform as a process of its own, and an account on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chaoxin.connectors.contract import Connector, PostReference, Publish
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.wechat import build
from chaoxin.connectors.testing.emulation import Emulated
from chaoxin.connectors.values import Account, Outcome, Post, Submission


@dataclass
class Desk:
    """An account on the emulation with its connector, as the rooms would hold it."""

    emulated: Emulated
    key: str
    connector: Connector
    account: Account
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def publish(self) -> Publish:
        assert self.connector.publish
        return self.connector.publish

    def fault(self, kind: str, path: str = "*", options: Mapping[str, Any] | None = None) -> None:
        """Lets one call, publication or push go wrong."""
        given = {"kind": kind, "account": self.key, "path": path, "count": 1, "options": options or {}}
        self.emulated.control("POST", "faults", given)

    def take_token_away(self) -> None:
        """Another system forces a new token, which ends the present one at once."""
        credentials = self.account.credentials
        body = {
            "grant_type": "client_credential",
            "appid": credentials["app_id"],
            "secret": credentials["app_secret"],
            "force_refresh": True,
        }
        url = f"{self.emulated.url}/api.weixin.qq.com/cgi-bin/stable_token"
        assert "access_token" in self.emulated.client.post(url, json=body).json()

    def posts(self) -> list[dict[str, Any]]:
        """What the account has published according to the platform itself."""
        found: list[dict[str, Any]] = self.emulated.control("GET", f"posts?account={self.key}")
        return found

    def prepare(self, post: Post) -> dict[str, Any]:
        self.kept = dict(self.publish.prepare(self.account, post, self.kept))
        return self.kept

    def submit(self, post: Post) -> Submission:
        return self.publish.submit(self.account, post, self.prepare(post))

    def settled(self, submission: Submission) -> Submission:
        """What became of a submission after its review."""
        self.emulated.advance(30)
        return self.publish.look_up(self.account, submission.reference)

    def live(self, post: Post) -> PostReference:
        """Publishes a post and waits until it can be read."""
        submitted = self.submit(post)
        found = self.settled(submitted)
        assert found.outcome is Outcome.PUBLISHED, found.sentence
        return PostReference(found.post_id, found.reference, {**submitted.facts, **found.facts})


def open_desk(emulated: Emulated, *, profile: str = "verified_subscription") -> Desk:
    """A new account, connected; without an audience of its own, so that nothing happens by chance."""
    given = {"platform": "wechat", "profile": profile, "followers": 50, "audience": {"on": False}}
    opened = emulated.control("POST", "accounts", given)
    secrets = opened["credentials"]
    credentials = {
        "app_id": secrets["appid"],
        "app_secret": secrets["appsecret"],
        "callback_token": secrets["token"],
        "encoding_aes_key": secrets["aes_key"],
    }
    wire = Wire(
        sandbox_url=emulated.url, client=emulated.client, now=emulated.now, pause=lambda seconds: None
    )
    connector = build(wire)
    account = Account(credentials["app_id"], credentials, settings={"publish_review_seconds": 20})
    token = connector.connect.finish(credentials=credentials, answer={}, keep={}, return_url="")
    return Desk(emulated, opened["key"], connector, replace(account, token=token))
