"""Looking up what became of a submission, and whether a live article still stands.

References: `publish:ID` is a publish job, `article:ID` a live article, `mass:ID` a mass message, `draft:ID` a draft
that a person publishes by hand. "Published" is said only after the article itself has been read; of a mass message,
after the platform has told its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chaoxin.connectors.errors import ConnectorError, FixContent, Wait
from chaoxin.connectors.values import Account, Outcome, Submission
from chaoxin.connectors.wording import said

from .call import Caller, Json
from .drafts import Drafts
from .mass import MassSending
from .outcomes import (
    DRAFT_GONE,
    DRAFT_LOOK_AGAIN_SECONDS,
    GONE,
    LOOK_AGAIN_SECONDS,
    LOOK_AGAIN_SLOWLY_SECONDS,
    RUNNING,
    SUCCEEDED,
    day_of,
    finish_by_hand,
    job_facts,
    judged,
    live,
)
from .remedies import UNKNOWN_ARTICLE


class Receipts:
    def __init__(self, caller: Caller, drafts: Drafts, mass: MassSending) -> None:
        self._caller = caller
        self._drafts = drafts
        self._mass = mass

    def look_up(self, account: Account, reference: str) -> Submission:
        """Reads what became of a reference. Raises ValueError for a reference that is none of ours."""
        kind, _, identifier = reference.partition(":")
        if kind == "publish" and identifier:
            return self._job(account, identifier)
        if kind == "article" and identifier:
            return self.article(account, identifier, reference=reference)
        if kind == "mass" and identifier:
            return self._mass.look_up(account, identifier)
        if kind == "draft" and identifier:
            return self._draft(account, identifier)
        raise ValueError(f"not a reference of this platform: {reference!r}")

    def article(self, account: Account, article_id: str, *, reference: str, job: str = "") -> Submission:
        """PUBLISHED where the article can be read, else UNKNOWN for a job that claims success and REMOVED for
        an article that once was live."""
        facts: dict[str, Any] = {"article_id": article_id, "seen_on": day_of(self._caller.wire.now())}
        if job:
            facts["publish_id"] = job
        try:
            body = {"article_id": article_id}
            data = self._caller.read(
                account, "/cgi-bin/freepublish/getarticle", body, meter="publish_article"
            )
        except FixContent as error:
            if error.code != UNKNOWN_ARTICLE:
                raise
            return self._unseen(reference, facts, error, claimed=bool(job))
        items = [item for item in data.get("news_item", []) if not item.get("is_deleted")]
        if not items:
            return Submission(
                Outcome.REMOVED, reference=reference, post_id=article_id, facts=facts, sentence=GONE
            )
        return live(items[0], article_id=article_id, facts=facts, at=data.get("update_time"))

    def article_of(self, account: Account, reference: str) -> str:
        """The id of the article behind a reference, empty where none went live. Raises Wait while a job is
        running."""
        kind, _, identifier = reference.partition(":")
        if kind != "publish":
            return identifier if kind == "article" else ""
        data = self._job_data(account, identifier)
        if int(data.get("publish_status", RUNNING)) == RUNNING:
            until = self._caller.wire.now() + timedelta(seconds=LOOK_AGAIN_SECONDS)
            raise Wait(said("微信还在发布这篇文章，发布完成后才能删除，稍后会自动再试。"), until=until)
        return str(data.get("article_id") or "").strip()

    def _job(self, account: Account, job: str) -> Submission:
        data = self._job_data(account, job)
        reference, state = f"publish:{job}", int(data.get("publish_status", RUNNING))
        article_id = str(data.get("article_id") or "").strip()
        if state == SUCCEEDED and article_id:
            return self.article(account, article_id, reference=reference, job=job)
        return judged(state, reference=reference, facts=job_facts(data), failed=data.get("fail_idx"))

    def _job_data(self, account: Account, job: str) -> Json:
        return self._caller.read(
            account, "/cgi-bin/freepublish/get", {"publish_id": job}, meter="publish_get"
        )

    def _draft(self, account: Account, draft: str) -> Submission:
        waiting = self._drafts.is_in_box(account, draft)
        sentence = finish_by_hand() if waiting else DRAFT_GONE
        return Submission(
            Outcome.NEEDS_PERSON,
            reference=f"draft:{draft}",
            look_again_after_seconds=DRAFT_LOOK_AGAIN_SECONDS,
            sentence=sentence,
            facts={"draft": draft, "draft_in_box": waiting},
        )

    @staticmethod
    def _unseen(
        reference: str, facts: Mapping[str, Any], error: ConnectorError, *, claimed: bool
    ) -> Submission:
        if claimed:
            return Submission(
                Outcome.UNKNOWN,
                reference=reference,
                look_again_after_seconds=LOOK_AGAIN_SLOWLY_SECONDS,
                code=error.code,
                excerpt=error.excerpt,
                sentence=said("微信说已发布，但还读不到这篇文章，所以先不算发布成功，稍后会再核实。"),
                facts=facts,
            )
        return Submission(
            Outcome.REMOVED,
            reference=reference,
            post_id=str(facts["article_id"]),
            code=error.code,
            excerpt=error.excerpt,
            sentence=GONE,
            facts=facts,
        )
