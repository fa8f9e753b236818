"""The emulated platform as a process of its own, and a corp on it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chaoxin.connectors.contract import Connector, PostReference, Publish
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.wecom import build
from chaoxin.connectors.testing.emulation import START_SECONDS, Emulated
from chaoxin.connectors.values import Account, Outcome, Post, Submission

SUBMIT = "/cgi-bin/externalcontact/add_msg_template"


@dataclass
class Desk:
    """A corp on the emulation with its connector, as the rooms would hold it, and its members' phones."""

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
        """Lets one call, task or push go wrong."""
        given = {"kind": kind, "account": self.key, "path": path, "count": 1, "options": options or {}}
        self.emulated.control("POST", "faults", given)

    def change(self, **settings: Any) -> None:
        """Changes how the emulated platform behaves."""
        self.emulated.control("PATCH", f"accounts/{self.key}", {"settings": settings})

    def act(self, userid: str, act: str, **given: str) -> None:
        """A member does something on his phone."""
        address = f"{self.emulated.url}/work.weixin.qq.com/{self.key}/{userid}/{act}"
        answer = self.emulated.client.post(address, data=given)
        assert answer.status_code == 303, answer.text

    def wait_for_pushes(self) -> None:
        """Waits until every push has been delivered or given up."""
        end = time.monotonic() + START_SECONDS
        while self.emulated.control("GET", f"callbacks?account={self.key}&state=waiting"):
            assert time.monotonic() < end, "the pushes were not delivered"
            time.sleep(0.05)

    def posts(self) -> list[dict[str, Any]]:
        """The tasks of the corp according to the platform itself."""
        found: list[dict[str, Any]] = self.emulated.control("GET", f"posts?account={self.key}")
        return found

    def prepare(self, post: Post) -> dict[str, Any]:
        self.kept = dict(self.publish.prepare(self.account, post, self.kept))
        return self.kept

    def submit(self, post: Post) -> Submission:
        return self.publish.submit(self.account, post, self.prepare(post))

    def dispatched(self, post: Post) -> Submission:
        """Makes a task and waits until it is with its members."""
        submission = self.submit(post)
        self.emulated.advance(5)
        return submission

    def sent(self, post: Post, userid: str = "zhangsan") -> PostReference:
        """Makes a task and lets its member send it."""
        submission = self.dispatched(post)
        self.act(userid, "send", msgid=submission.post_id)
        found = self.publish.look_up(self.account, submission.reference)
        assert found.outcome is Outcome.PUBLISHED, found.sentence
        return PostReference(found.post_id, found.reference, {**submission.facts, **found.facts})


def open_desk(
    emulated: Emulated, *, profile: str = "self_built", settings: Mapping[str, Any] | None = None
) -> Desk:
    """A new corp, connected; without an audience of its own, so that nothing happens by chance."""
    given = {"platform": "wecom", "profile": profile, "followers": 90, "audience": {"on": False}}
    opened = emulated.control("POST", "accounts", {**given, "settings": dict(settings or {})})
    told = opened["credentials"]
    credentials = {
        "corp_id": told["corpid"],
        "agent_id": told["agentid"],
        "secret": told["secret"],
        "callback_token": told["token"],
        "encoding_aes_key": told["aes_key"],
    }
    wire = Wire(
        sandbox_url=emulated.url, client=emulated.client, now=emulated.now, pause=lambda seconds: None
    )
    connector = build(wire)
    own = {"sender": "zhangsan", "listing_seconds": 20}
    account = Account(credentials["corp_id"], credentials, settings=own)
    token = connector.connect.finish(credentials=credentials, answer={}, keep={}, return_url="")
    return Desk(emulated, opened["key"], connector, replace(account, token=token))
