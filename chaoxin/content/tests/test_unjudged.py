"""Nobody changes the rules around what he has written and not handed in yet."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import effective, false_alarms, keeping, overriding, unjudged
from chaoxin.compliance.easing import Easing
from chaoxin.compliance.effective import Standard
from chaoxin.compliance.models import QueuedFinding, RulePack, Verdict
from chaoxin.compliance.rulebooks import Rulebook
from chaoxin.content import adapting, drafting, pictures, recognizing, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows
from chaoxin.core import clock
from chaoxin.core.refusals import NotAllowed

BLOCKED = "我们是送礼首选之地"
PREFERRED = "superlative-preferred"


def forgive(by: Actor, phrase: str = "首选之地") -> Any:
    return Client(headers=bearer(by)).post(
        f"/api/v1/compliance/rules/{PREFERRED}/forgive",
        json.dumps({"phrase": phrase}),
        content_type="application/json",
    )


def written(cast: Cast, posts: Channel, by: Actor, body: str = BLOCKED) -> Draft:
    return rows.draft_with(by, posts, title="送礼", body=body)


def company_pack(cast: Cast) -> RulePack:
    pack = keeping.create_pack(by=cast.owner, name="竞品")
    keeping.put_rule(pack, {"name": "竞品", "words": ["隔壁茶庄"], "severity": "block"}, by=cast.owner)
    keeping.switch_on(pack, by=cast.owner)
    return pack


def test_the_words_of_ones_own_draft_are_forgiven_by_a_colleague(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.lead)
    assert not QueuedFinding.objects.exists()
    told = forgive(cast.lead)
    assert told.status_code == 403
    assert "送礼（示例微博）》“首选”" in told.json()["message"]
    assert "另一位" in told.json()["message"]
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.lead)
    assert forgive(cast.owner).status_code == 200


def test_a_draft_without_an_account_counts_too(cast: Cast) -> None:
    rows.draft_with(cast.lead, title="送礼", body=BLOCKED)
    assert forgive(cast.lead).status_code == 403


def test_a_draft_whose_account_was_removed_counts_too(cast: Cast, posts: Channel) -> None:
    written(cast, posts, cast.lead)
    Channel.objects.update(removed_at=clock.now())
    assert forgive(cast.lead).status_code == 403


def test_a_pack_is_not_switched_off_around_ones_own_draft(cast: Cast, posts: Channel) -> None:
    pack = company_pack(cast)
    written(cast, posts, cast.lead, "比隔壁茶庄香")
    address = f"/w/demo/compliance/rules/packs/{pack.pk}/off/"
    api = Client(headers=bearer(cast.lead)).post(f"/api/v1/compliance/packs/{pack.pk}/off")
    assert api.status_code == 403
    assert "隔壁茶庄" in api.json()["message"]
    sign_in(cast.lead).post(address)
    pack.refresh_from_db()
    assert pack.live is not None
    sign_in(cast.owner).post(address)
    pack.refresh_from_db()
    assert pack.live is None


def test_a_pack_is_not_switched_on_around_ones_own_draft(cast: Cast, posts: Channel) -> None:
    pack = keeping.create_pack(by=cast.lead, name="调整")
    keeping.put_rule(pack, {"overrides": PREFERRED, "off": True}, by=cast.lead)
    draft = written(cast, posts, cast.lead)
    with pytest.raises(NotAllowed, match="送礼"):
        keeping.switch_on(pack, by=cast.lead)
    page = sign_in(cast.lead).post(f"/w/demo/compliance/rules/packs/{pack.pk}/on/")
    told = page.content.decode()
    assert page.status_code == 422
    assert "送礼（示例微博）》“首选”" in told
    assert "<h1>没有权限</h1>" not in told
    assert f"/w/demo/compliance/rules/packs/{pack.pk}/on/" in told
    drafting.save(draft, by=cast.lead, expected_number=draft.number, title="送礼", body="今天上新了")
    keeping.switch_on(pack, by=cast.lead)


def test_words_put_into_a_colleagues_draft_are_ones_own(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.editor, "今天上新了")
    assert forgive(cast.lead, "首选之城").status_code == 200
    adapting.change(draft.variants.get(), by=cast.lead, own={"body": BLOCKED})
    assert forgive(cast.lead).status_code == 403
    assert forgive(cast.owner).status_code == 200


def test_drafts_of_others_are_nobodys_hindrance(cast: Cast, posts: Channel) -> None:
    written(cast, posts, cast.editor)
    written(cast, posts, cast.lead, "今天上新了")
    assert forgive(cast.lead).status_code == 200


def test_a_false_alarm_of_a_colleagues_block_lets_not_out_ones_own_draft(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.editor)
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.editor)
    rows.draft_with(cast.lead, posts, title="我的", body=BLOCKED, colors="red")
    found = list(QueuedFinding.objects.filter(quoted="首选"))
    with pytest.raises(NotAllowed, match="我的"):
        false_alarms.mark(found, by=cast.lead, reason="景区的名字")
    assert not RulePack.objects.exists()
    assert false_alarms.mark(found, by=cast.owner, reason="景区的名字")


def test_putting_the_draft_away_for_a_while_is_no_way_round(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.lead)
    drafting.archive(draft, by=cast.lead)
    assert forgive(cast.lead).status_code == 403
    Draft.objects.update(updated_at=clock.now() - timedelta(days=20))
    assert forgive(cast.lead).status_code == 200


def test_no_draft_is_too_old_to_count(cast: Cast, posts: Channel) -> None:
    member = cast.lead.membership
    assert member
    oldest = written(cast, posts, cast.lead)
    Draft.objects.filter(pk=oldest.pk).update(updated_at=clock.now() - timedelta(days=300))
    newer = [
        Draft(
            workspace=cast.workspace,
            title=f"第 {number} 稿",
            body="今天上新了",
            author=member,
            writers=[str(member.pk)],
        )
        for number in range(250)
    ]
    Draft.objects.bulk_create(newer)
    told = forgive(cast.lead)
    assert told.status_code == 403
    assert "《送礼（示例微博）》" in told.json()["message"]


def test_drafts_are_read_a_hundred_at_a_time(cast: Cast, django_assert_max_num_queries: Any) -> None:
    member = cast.lead.membership
    assert member
    drafts = [
        Draft(workspace=cast.workspace, title="上新", body=f"第 {n} 批", author=member) for n in range(300)
    ]
    Draft.objects.bulk_create(drafts)
    easing = Easing(effective.standard_of(cast.workspace), Standard(Rulebook((), {}), "food"))
    with django_assert_max_num_queries(16):
        assert not list(unjudged.let_out(member, easing, remembered=timedelta(days=14)))
    oldest = Draft.objects.order_by("updated_at").values("pk")[:5]
    Draft.objects.filter(pk__in=oldest).update(body=BLOCKED)
    with django_assert_max_num_queries(30):
        assert len(list(unjudged.let_out(member, easing, remembered=timedelta(days=14)))) == 5


def test_many_false_alarms_look_at_the_drafts_once(
    cast: Cast, posts: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in (BLOCKED, "春天首选好茶"):
        draft = written(cast, posts, cast.editor, body)
        with pytest.raises(reviewing.NotFit):
            reviewing.submit_for_review(draft, by=cast.editor)
    looked: list[str] = []

    def let_out(*_told: object, **_named: object) -> list[tuple[str, str]]:
        looked.append("once")
        return []

    monkeypatch.setattr(unjudged, "let_out", let_out)
    settled = false_alarms.mark(
        QueuedFinding.objects.filter(quoted="首选"), by=cast.lead, reason="景区的名字"
    )
    assert len({row.forgiven for row in settled}) == 2
    assert looked == ["once"]


def test_a_picture_that_one_brought_counts_in_whatever_draft_shows_it(cast: Cast, posts: Channel) -> None:
    picture = pictures.take_in(io.BytesIO(rows.picture_bytes("red")), name="红.png", by=cast.lead)
    recognizing.note_drawn(picture)
    picture.lines = [{"text": BLOCKED, "box": [0.1, 0.1, 0.5, 0.1], "at": None}]
    picture.save(update_fields=["lines"])
    draft = rows.draft_with(cast.editor, posts, title="送礼", colors="")
    pictures.attach(draft, picture, by=cast.editor)
    assert forgive(cast.lead).status_code == 403
    assert forgive(cast.owner).status_code == 200


def test_what_a_second_person_has_let_pass_hinders_no_longer(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.lead)
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.lead)
    overriding.override(Verdict.objects.get(), by=cast.owner, reason="有行业协会证明")
    assert forgive(cast.lead).status_code == 200


def test_whoever_lets_pass_reads_what_was_judged(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.lead)
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.lead)
    address = f"/w/demo/compliance/verdicts/{Verdict.objects.get().pk}/"
    page = sign_in(cast.owner).get(address).content.decode()
    assert 'class="mark-block" title="' in page
    assert "我们是送礼" in page
    assert f'href="/w/demo/drafts/{draft.pk}/"' in page
    drafting.save(draft, by=cast.lead, expected_number=draft.number, title="送礼", body="今天上新了")
    page = sign_in(cast.owner).get(address).content.decode()
    assert "后来改过" in page
    assert f'href="/w/demo/drafts/{draft.pk}/"' in page


def test_a_block_of_ones_own_is_not_dismissed_by_oneself(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.lead)
    with pytest.raises(reviewing.NotFit):
        reviewing.submit_for_review(draft, by=cast.lead)
    ids = [str(row.pk) for row in QueuedFinding.objects.all()]
    told = {"findings": ids, "note": "没事"}
    address = "/api/v1/compliance/findings/dismiss"
    refused = Client(headers=bearer(cast.lead)).post(address, told, content_type="application/json")
    assert refused.status_code == 403
    assert "一条也没有动" in refused.json()["message"]
    assert not QueuedFinding.objects.filter(state="dismissed").exists()
    taken = Client(headers=bearer(cast.owner)).post(address, told, content_type="application/json")
    assert taken.status_code == 200
