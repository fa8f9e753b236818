"""Publishing: check, draft, the one irreversible call, and reading what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chaoxin.connectors.contract import Keep, forget
from chaoxin.connectors.errors import ConnectorError, FixContent, OutcomeUnknown, Wait
from chaoxin.connectors.values import Account, Length, Outcome, Post, Problem, Sighting, Submission
from chaoxin.connectors.wording import said

from .article import content_fingerprint, plain_line
from .call import Caller, Json
from .check import lengths, problems
from .drafts import Drafts, needs_no_draft, picture_digests
from .mass import MassSending
from .outcomes import DRAFT_LOOK_AGAIN_SECONDS, LOOK_AGAIN_SECONDS, day_of, finish_by_hand, job_facts
from .published import Published
from .receipts import Receipts
from .remedies import INVALID_MEDIA, PUBLISH_BY_HAND, UNAUTHORIZED, UNKNOWN_ARTICLE
from .sending import TO_TAG, is_mass, way_of
from .sighting import NO_TRACE, UNREADABLE, UNUSED, looked_for, review_time, sighting_of
from .standing import may_only_draft


class WechatPublish:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._published = Published(caller)
        self._drafts = Drafts(caller, self._published)
        self._mass = MassSending(caller)
        self._receipts = Receipts(caller, self._drafts, self._mass)

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems of a post, without a call."""
        return problems(post)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """Title, summary, author and body; the body of an article with its markup."""
        return lengths(post)

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        """Uploads the pictures and saves the draft; see `drafts.py` for what it keeps. Raises OutcomeUnknown
        where the draft of an earlier try has left the draft box, FixContent where `check` stops the post."""
        stops = [problem for problem in problems(post) if problem.level == "stop"]
        if stops:
            raise FixContent("".join(problem.sentence for problem in stops), code=stops[0].code)
        return self._drafts.prepare(account, post, prepared)

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """Puts the draft into the platform's publishing queue or mass-sends it: PENDING, or NEEDS_PERSON where the
        account may not publish by interface; such an account is known by its token and nothing is tried then. Raises
        Wait where the post was changed after `prepare`, OutcomeUnknown where the draft has gone (it may have been
        published)."""
        draft = str(prepared.get("draft") or "")
        ready = bool(draft) or needs_no_draft(post)
        if not ready or prepared.get("content") != content_fingerprint(post, picture_digests(post)):
            raise Wait(
                said("内容在存草稿后有改动，系统会重新存草稿再发布，无需处理。"),
                until=self._caller.wire.now(),
            )
        if draft and may_only_draft(account):
            return _by_hand(draft, post)
        try:
            if is_mass(post):
                return self._mass.send(account, post, prepared)
            return self._accepted(self._submit(account, draft), draft, prepared)
        except ConnectorError as error:
            if error.code == INVALID_MEDIA:
                raise OutcomeUnknown(
                    said("草稿已不在草稿箱里，可能之前已经提交成功。系统会先到平台上核实，不会重复发布。"),
                    code=error.code,
                    excerpt=error.excerpt,
                ) from None
            if draft and error.code in PUBLISH_BY_HAND:
                return _by_hand(draft, post, error)
            raise

    def look_up(self, account: Account, reference: str) -> Submission:
        """What became of a publish job, a live article or a draft left to a person."""
        return self._receipts.look_up(account, reference)

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        """Looks for the post among the published articles. `since` is when it may have been submitted.

        Absence is certain only where no draft was made, or where the draft still waits in the draft box, the
        list read to its end does not show the post, and a submission at `since` would have come to its end:
        a draft may stay in the box while the platform reviews it. A mass message to a tag or of pictures leaves no
        trace that can be read; its repeat is harmless for 24 hours.
        """
        draft = str(prepared.get("draft") or "")
        if _leaves_no_trace(post) and (draft or needs_no_draft(post)):
            return Sighting((), absence_is_certain=False, sentence=NO_TRACE)
        unused = not draft or self._drafts.is_in_box(account, draft)
        settled = not draft or self._caller.wire.now() - since >= review_time(account)
        try:
            search = self._published.matching(account, looked_for(post, prepared), since=since)
        except ConnectorError as error:
            if error.code != UNAUTHORIZED:
                raise
            # An account without the list may not submit either, so a draft in the box was never submitted.
            return Sighting((), absence_is_certain=unused, sentence=UNUSED if unused else UNREADABLE)
        return sighting_of(search, unused=unused, settled=settled)

    def withdraw(self, account: Account, reference: str) -> None:
        """Deletes the published article, for good. Nothing happens where it has gone already or never went
        live. Raises Wait while the platform is still publishing it."""
        kind, _, message = reference.partition(":")
        if kind == "mass":
            self._mass.withdraw(account, message)
            return
        article_id = self._receipts.article_of(account, reference)
        if not article_id:
            return
        try:
            body = {"article_id": article_id, "index": 0}
            self._caller.change(account, "/cgi-bin/freepublish/delete", body, meter="publish_delete")
        except FixContent as error:
            if error.code != UNKNOWN_ARTICLE:
                raise

    def _submit(self, account: Account, draft: str) -> Json:
        return self._caller.change(
            account, "/cgi-bin/freepublish/submit", {"media_id": draft}, meter="publish_submit"
        )

    def _accepted(self, data: Json, draft: str, prepared: Mapping[str, Any]) -> Submission:
        job = str(data.get("publish_id") or "").strip()
        if not job:
            raise OutcomeUnknown(
                said("微信收下了发布请求，但没有给出任务编号。系统会到平台上核实，不会重复发布。")
            )
        facts = {
            **job_facts(data),
            "draft": draft,
            "index": 0,
            "comments_open": bool(prepared.get("comments_open", True)),
            "submitted_on": day_of(self._caller.wire.now()),
        }
        return Submission(
            Outcome.PENDING,
            reference=f"publish:{job}",
            look_again_after_seconds=LOOK_AGAIN_SECONDS,
            sentence=said("已提交，微信正在发布，多数几分钟内完成。"),
            facts=facts,
        )


def _leaves_no_trace(post: Post) -> bool:
    return way_of(post) == TO_TAG or needs_no_draft(post)


def _by_hand(draft: str, post: Post, error: ConnectorError | None = None) -> Submission:
    title = plain_line(post.title)
    sentence = finish_by_hand(title)
    if error and error.code != UNAUTHORIZED:
        sentence = f"{sentence}（{error.sentence}）"
    return Submission(
        Outcome.NEEDS_PERSON,
        reference=f"draft:{draft}",
        look_again_after_seconds=DRAFT_LOOK_AGAIN_SECONDS,
        code=error.code if error else "",
        sentence=sentence,
        excerpt=error.excerpt if error else "",
        facts={"draft": draft, "title": title, "index": 0},
    )
