"""Who has changed the rules does not let out alone by that what he writes afterwards."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts import workspaces
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import false_alarms, forgiving, judging, keeping, overriding
from chaoxin.compliance.models import QueuedFinding, RulePack, RulesChange, Verdict
from chaoxin.content import adapting, drafting, packing, pictures, recognizing, reviewing
from chaoxin.content.models import Draft
from chaoxin.content.testing import rows
from chaoxin.content.testing.worker import work_off
from chaoxin.core import clock

BLOCKED = "我们是送礼首选之地"
PREFERRED = "superlative-preferred"


def written(cast: Cast, posts: Channel, by: Actor, body: str = BLOCKED) -> Draft:
    return rows.draft_with(by, posts, title="送礼", body=body)


def is_held(draft: Draft, by: Actor) -> bool:
    try:
        reviewing.submit_for_review(draft, by=by)
    except reviewing.NotFit as refusal:
        return any("自己调整" in finding.why for entry in refusal.obstacles for finding in entry.findings)
    return False


def changed(by: Actor, values: Mapping[str, Any]) -> RulePack:
    pack = keeping.create_pack(by=by, name="调整")
    keeping.put_rule(pack, {"overrides": PREFERRED, **values}, by=by)
    keeping.switch_on(pack, by=by)
    return pack


def test_words_taken_out_forgiven_and_put_back_stay_blocked(cast: Cast, posts: Channel) -> None:
    draft = written(cast, posts, cast.lead)
    drafting.save(draft, by=cast.lead, expected_number=draft.number, title="送礼", body="今天上新了")
    told = Client(headers=bearer(cast.lead)).post(
        f"/api/v1/compliance/rules/{PREFERRED}/forgive",
        json.dumps({"phrase": "首选之地"}),
        content_type="application/json",
    )
    assert told.status_code == 200
    draft.refresh_from_db()
    drafting.save(draft, by=cast.lead, expected_number=draft.number, title="送礼", body=BLOCKED)
    page = sign_in(cast.lead).post(f"/w/demo/drafts/{draft.pk}/submit/", {"number": draft.number})
    assert "李负责最近自己调整" in page.content.decode()
    assert Verdict.objects.get().level == "block"
    draft.refresh_from_db()
    assert draft.state == "editing"


@pytest.mark.parametrize("values", [{"off": True}, {"severity": "confirm"}, {"innocent": ["首选之地"]}])
def test_whatever_was_changed_in_the_rules(cast: Cast, posts: Channel, values: Mapping[str, Any]) -> None:
    changed(cast.lead, values)
    assert is_held(written(cast, posts, cast.lead), cast.lead)
    [finding] = [row for row in QueuedFinding.objects.all() if row.severity == "block"]
    assert finding.quoted == "首选"


def test_a_companys_rule_that_one_has_switched_off(cast: Cast, posts: Channel) -> None:
    pack = keeping.create_pack(by=cast.owner, name="竞品")
    keeping.put_rule(pack, {"name": "竞品", "words": ["隔壁茶庄"], "severity": "block"}, by=cast.owner)
    keeping.switch_on(pack, by=cast.owner)
    keeping.switch_off(pack, by=cast.lead)
    keeping.delete_pack(pack, by=cast.lead)
    assert is_held(written(cast, posts, cast.lead, "比隔壁茶庄香"), cast.lead)
    assert not is_held(written(cast, posts, cast.editor, "隔壁茶庄也好"), cast.editor)


def test_the_industry_that_one_has_changed(cast: Cast, posts: Channel) -> None:
    workspaces.change(
        cast.workspace, by=cast.owner, name="示例企业", industry="health", timezone="Asia/Shanghai"
    )
    assert is_held(written(cast, posts, cast.owner, "活血化瘀的泡脚桶"), cast.owner)
    assert not is_held(written(cast, posts, cast.editor, "活血化瘀的足浴盆"), cast.editor)


def test_words_put_into_a_colleagues_draft_and_copies(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    draft = written(cast, posts, cast.editor, "今天上新了")
    adapting.change(draft.variants.get(), by=cast.lead, own={"body": BLOCKED})
    draft.refresh_from_db()
    assert is_held(draft, cast.editor)
    copy = drafting.copy(draft, by=cast.editor)
    assert is_held(copy, cast.editor)


def test_a_picture_that_one_brought(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    picture = pictures.take_in(io.BytesIO(rows.picture_bytes("red")), name="红.png", by=cast.lead)
    recognizing.note_drawn(picture)
    picture.lines = [{"text": BLOCKED, "box": [0.1, 0.1, 0.5, 0.1], "at": None}]
    picture.save(update_fields=["lines"])
    draft = rows.draft_with(cast.editor, posts, title="送礼", colors="")
    pictures.attach(draft, picture, by=cast.editor)
    assert is_held(draft, cast.editor)


def test_what_colleagues_write_goes_out_by_the_rules(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    assert not is_held(written(cast, posts, cast.editor), cast.editor)
    assert judging.passes(cast.workspace, Verdict.objects.get().content_hash)


def test_other_words_than_those_of_the_change_are_nobodys_concern(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    forgiving.forgive(PREFERRED, "春天首选", by=cast.owner)
    assert not is_held(written(cast, posts, cast.lead, "春天首选好茶"), cast.lead)


def test_a_second_person_lets_it_out(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    draft = written(cast, posts, cast.lead)
    assert is_held(draft, cast.lead)
    refused = Client(headers=bearer(cast.lead)).post(
        f"/api/v1/verdicts/{Verdict.objects.get().pk}/override",
        json.dumps({"reason": "我自己看过了"}),
        content_type="application/json",
    )
    assert refused.status_code == 403
    overriding.override(Verdict.objects.get(), by=cast.reviewer, reason="是景区的名字")
    assert not is_held(draft, cast.lead)
    work_off()
    assert judging.passes(cast.workspace, Verdict.objects.get().content_hash)


def test_a_false_alarm_of_a_second_person_confirms_the_change(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    draft = written(cast, posts, cast.lead)
    assert is_held(draft, cast.lead)
    found = list(QueuedFinding.objects.filter(state="open"))
    assert false_alarms.mark(found, by=cast.owner, reason="景区的名字", phrase="首选之地")
    work_off()
    content = packing.pack(draft.variants.select_related("channel", "draft__workspace").get())
    assert judging.passes(cast.workspace, content.hash)
    assert not is_held(draft, cast.lead)


def test_two_who_have_both_written_it_need_a_third(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    forgiving.forgive(PREFERRED, "首选之地", by=cast.owner)
    assert not is_held(written(cast, posts, cast.lead), cast.lead)
    draft = written(cast, posts, cast.lead, "今天上新了")
    adapting.change(draft.variants.get(), by=cast.owner, own={"body": f"{BLOCKED}！"})
    draft.refresh_from_db()
    # A third who answers for the rules has to be there.
    assert cast.reviewer.membership
    Membership.objects.filter(pk=cast.reviewer.membership.pk).update(role="lead")
    assert is_held(draft, cast.lead)


def test_after_two_weeks_the_rules_are_the_rules(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    draft = written(cast, posts, cast.lead)
    assert is_held(draft, cast.lead)
    RulesChange.objects.update(created_at=clock.now() - timedelta(days=14, minutes=1))
    assert not is_held(draft, cast.lead)


def test_who_is_alone_writes_by_his_own_rules(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.owner)
    assert cast.owner.membership
    Membership.objects.filter(workspace=cast.workspace).exclude(pk=cast.owner.membership.pk).delete()
    forgiving.forgive(PREFERRED, "春天首选", by=cast.owner)
    assert not is_held(written(cast, posts, cast.owner), cast.owner)
    assert RulesChange.objects.count() == 1
    assert not is_held(written(cast, posts, cast.owner, "春天首选好茶"), cast.owner)


def test_what_is_taken_back_at_once_was_no_change(cast: Cast) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    forgiving.forgive(PREFERRED, "春天首选", by=cast.lead)
    assert RulesChange.objects.count() == 1
    forgiving.unforgive(PREFERRED, "首选之地", by=cast.lead)
    forgiving.unforgive(PREFERRED, "春天首选", by=cast.lead)
    assert RulesChange.objects.count() == 0


def test_the_composer_and_the_door_say_so_before_it_is_handed_in(cast: Cast, posts: Channel) -> None:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    draft = written(cast, posts, cast.lead)
    page = sign_in(cast.lead).get(f"/w/demo/drafts/{draft.pk}/").content.decode()
    assert "最近自己调整" in page
    door = Client(headers=bearer(cast.lead)).get(f"/api/v1/variants/{draft.variants.get().pk}").json()
    assert door["compliance"]["level"] == "block"
