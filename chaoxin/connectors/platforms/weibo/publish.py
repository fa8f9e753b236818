"""Publishing on Weibo: one call, `statuses/share`, whose answer may be lost, late or misleading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.contract import Keep, forget
from chaoxin.connectors.errors import AskPlatform, ConnectorError, FixContent, OutcomeUnknown
from chaoxin.connectors.http import without_secrets
from chaoxin.connectors.values import Account, Length, Outcome, Post, Problem, Sighting, Submission
from chaoxin.connectors.wording import said

from .call import API, METER_POSTS, Caller, secrets_of, setting
from .checking import lengths_of, problems_of, status_text
from .limits import PUBLISH_DELAY_SECONDS
from .matching import fingerprint
from .pictures import upload_of
from .refusal_table import REFUSALS
from .refusals import DELAYED_CODE, DUPLICATE_CODES, GONE_CODES
from .sighting import (
    NOT_SHOWN_YET,
    find_in_timeline,
    is_delayed_reference,
    is_young,
    look_up_delayed,
    reference_of_delayed,
)
from .statuses import REMOVED, id_of, submission_of

SHARE = f"{API}/statuses/share.json"
SHOW = f"{API}/statuses/show.json"
DESTROY = f"{API}/statuses/destroy.json"
NOT_WITHDRAWN = said(
    "应用没有删除微博的权限，这条微博还在线上。请登录微博 App 手动删除，或在开放平台申请权限。"
)


class WeiboPublish:
    """Format `post`: up to 140 characters with a link of a safe domain and at most one picture."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once; codes are those of `checking.py`."""
        return problems_of(post, settings)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """The status with its link, weighted."""
        return lengths_of(post)

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        """The exact text and the form of the picture, checked here since Weibo has no step before the share
        call. Raises FixContent with every sentence of what stops it."""
        settings = {key: setting(account, key) for key in ("safe_domain", "rip")}
        stops = [problem for problem in problems_of(post, settings) if problem.level == "stop"]
        if stops:
            raise FixContent(" ".join(stop.sentence for stop in stops), code=stops[0].code)
        ready: dict[str, Any] = {"status": status_text(post)}
        if post.pictures:
            upload = upload_of(post.pictures[0])
            ready["picture"] = {"content_type": upload.content_type, "bytes": len(upload.content)}
        return ready

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """Shares the post, once. A refusal as repeated text comes back as UNKNOWN with the remedy
        `fix_content`: it may be the echo of an earlier try that was accepted, so the timeline has to be
        looked at first. PENDING means that Weibo took the post and shows it in one or two minutes."""
        text = status_text(post)
        files = None
        if post.pictures:
            upload = upload_of(post.pictures[0])
            files = {"pic": (upload.name, upload.content, upload.content_type)}
        form = {"status": text, "rip": setting(account, "rip")}
        try:
            status = self.caller.change(account, SHARE, form=form, files=files, meter=METER_POSTS)
        except OutcomeUnknown as error:
            if error.code in DUPLICATE_CODES:
                return _perhaps_published(error)
            if error.code == DELAYED_CODE:
                return self._delayed(text, error)
            raise
        if not isinstance(status, dict) or not id_of(status):
            raise self.caller.unreadable(account, status, changing=True)
        excerpt = without_secrets(
            str({key: status.get(key) for key in ("idstr", "mid", "text")}), secrets_of(account)
        )
        return submission_of(status, user_id=account.external_id, excerpt=excerpt)

    def look_up(self, account: Account, reference: str) -> Submission:
        """What became of a post id, or of the reference of a delayed share. A post that is not there is
        REMOVED, or UNKNOWN while it is so young that Weibo may not show it yet."""
        if is_delayed_reference(reference):
            return look_up_delayed(self.caller, account, reference)
        try:
            status = self.caller.read(account, SHOW, params={"id": reference})
        except ConnectorError as error:
            if error.code not in GONE_CODES:
                raise
            return self._gone(reference, error)
        if not isinstance(status, dict) or not id_of(status):
            raise self.caller.unreadable(account, status, changing=False)
        return submission_of(status, user_id=account.external_id)

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        """Looks through the account's latest posts. `since` is when the intent to submit was recorded."""
        return find_in_timeline(self.caller, account, status_text(post), since=since)

    def withdraw(self, account: Account, reference: str) -> None:
        """Deletes the post. Many applications lack the permission: AskPlatform says what to do by hand."""
        try:
            self.caller.change(account, DESTROY, form={"id": reference})
        except ConnectorError as error:
            if error.code not in GONE_CODES:
                raise _withdrawal_refusal(error) from None

    def _gone(self, reference: str, error: ConnectorError) -> Submission:
        young = is_young(reference, self.caller.wire.now())
        return Submission(
            outcome=Outcome.UNKNOWN if young else Outcome.REMOVED,
            reference=reference,
            post_id=reference,
            look_again_after_seconds=30,
            code=error.code,
            sentence=NOT_SHOWN_YET if young else REMOVED,
            excerpt=error.excerpt,
        )

    def _delayed(self, text: str, error: OutcomeUnknown) -> Submission:
        now = self.caller.wire.now()
        return Submission(
            outcome=Outcome.PENDING,
            reference=reference_of_delayed(fingerprint(text), now.astimezone(UTC)),
            look_again_after_seconds=PUBLISH_DELAY_SECONDS,
            code=DELAYED_CODE,
            sentence=REFUSALS[DELAYED_CODE][1],
            excerpt=error.excerpt,
        )


def _perhaps_published(error: OutcomeUnknown) -> Submission:
    return Submission(
        outcome=Outcome.UNKNOWN,
        remedy=FixContent.remedy,
        code=error.code,
        sentence=error.sentence,
        excerpt=error.excerpt,
    )


def _withdrawal_refusal(error: ConnectorError) -> ConnectorError:
    if error.code == "10014":
        return AskPlatform(NOT_WITHDRAWN, code=error.code, excerpt=error.excerpt)
    return error
