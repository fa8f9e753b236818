"""A second person stands for a change of the rules as a whole, or does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts import workspaces
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import AuditEntry, Membership
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.compliance import (
    access,
    differences,
    forgiving,
    judging,
    keeping,
    own_changes,
    releasing,
    seconding,
)
from chaoxin.compliance.models import Rejudging, RulesChange
from chaoxin.content import adapting, packing
from chaoxin.content.models import Draft
from chaoxin.content.testing.worker import work_off
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, NotFound

from .test_own_changes import BLOCKED, PREFERRED, changed, is_held, written

REASON = "是景区的名字"
Verb = Callable[..., RulesChange]


@pytest.fixture
def change(cast: Cast) -> RulesChange:
    forgiving.forgive(PREFERRED, "首选之地", by=cast.lead)
    return RulesChange.objects.get()


def decide(verb: Verb, change: RulesChange, by: Actor, reason: str = REASON) -> RulesChange:
    change.refresh_from_db()
    return verb(change, by=by, reason=reason, edition=change.edition)


def passes(cast: Cast, draft: Draft) -> bool:
    content = packing.pack(draft.variants.select_related("channel", "draft__workspace").get())
    return judging.passes(cast.workspace, content.hash)


def two_weeks_pass() -> None:
    RulesChange.objects.update(created_at=clock.now() - timedelta(days=14, minutes=1))


def test_confirming_lets_out_what_the_maker_wrote(cast: Cast, posts: Channel, change: RulesChange) -> None:
    draft = written(cast, posts, cast.lead)
    assert is_held(draft, cast.lead)
    work_off()
    decide(seconding.confirm, change, cast.owner)
    assert Rejudging.objects.order_by("-created_at")[0].said == "欧阳老板确认了同事的规则调整"
    work_off()
    assert passes(cast, draft)
    assert not is_held(draft, cast.lead)
    entry = json.loads(AuditEntry.objects.get(verb="rules_change.confirm").body)["detail"]
    assert (entry["reason"], entry["rules"]) == (REASON, [PREFERRED])
    decide(seconding.confirm, change, cast.owner)
    assert change.decisions.count() == 1


def test_nobody_confirms_or_refuses_his_own(cast: Cast, posts: Channel, change: RulesChange) -> None:
    for verb in (seconding.confirm, seconding.refuse):
        with pytest.raises(NotAllowed, match="不能自己确认"):
            decide(verb, change, cast.lead)
        for other in (cast.editor, cast.reviewer, cast.house):
            with pytest.raises(NotAllowed):
                decide(verb, change, other)
    assert is_held(written(cast, posts, cast.lead), cast.lead)


def test_what_both_have_written_stays_blocked_and_is_said_to(
    cast: Cast, posts: Channel, change: RulesChange
) -> None:
    # A third who answers for the rules has to be there.
    assert cast.reviewer.membership
    Membership.objects.filter(pk=cast.reviewer.membership.pk).update(role="lead")
    both = written(cast, posts, cast.lead, f"{BLOCKED}！")
    adapting.change(both.variants.get(), by=cast.owner, own={"body": BLOCKED})
    written(cast, posts, cast.lead, "欢迎来送礼首选之地玩")
    written(cast, posts, cast.editor, "同事说的送礼首选之地")
    found = releasing.release_of(change, by=cast.owner)
    texts = {(" ".join(one.subject.judged.fields.values()), one.stays) for one in found.held}
    assert sorted(("欢迎" in text, stays) for text, stays in texts) == [(False, True), (True, False)]
    assert found.total == 2
    assert {one.quoted for held in found.held for one in held.findings} == {"首选"}


def test_what_another_change_blocks_as_well_is_not_promised(
    cast: Cast, posts: Channel, change: RulesChange
) -> None:
    changed(cast.lead, {"severity": "confirm"})
    written(cast, posts, cast.lead)
    assert RulesChange.objects.count() == 1
    RulesChange.objects.update(created_at=clock.now() - timedelta(days=2))
    keeping.switch_on(_lighter(cast), by=cast.lead)
    latest = RulesChange.objects.order_by("-created_at")[0]
    assert latest.pk != change.pk
    assert all(one.stays for one in releasing.release_of(latest, by=cast.owner).held)


def _lighter(cast: Cast) -> Any:
    pack = keeping.create_pack(by=cast.lead, name="更轻", priority=999)
    keeping.put_rule(pack, {"overrides": PREFERRED, "severity": "warn"}, by=cast.lead)
    return pack


def test_what_was_refused_is_blocked_until_another_confirms_it(
    cast: Cast, posts: Channel, change: RulesChange
) -> None:
    draft = written(cast, posts, cast.lead)
    decide(seconding.refuse, change, cast.owner)
    two_weeks_pass()
    assert own_changes.forget_old() == 0
    assert is_held(draft, cast.lead)
    assert seconding.state_of(access.change_for(cast.owner, change.pk)) == "refused"
    decide(seconding.confirm, change, cast.owner, "问过协会，可以")
    assert own_changes.forget_old() == 1
    work_off()
    assert passes(cast, draft)


def test_what_is_changed_after_a_refusal_is_another_question(cast: Cast, change: RulesChange) -> None:
    decide(seconding.refuse, change, cast.owner)
    forgiving.forgive(PREFERRED, "春天首选", by=cast.lead)
    assert seconding.state_of(access.change_for(cast.owner, change.pk)) == "open"
    two_weeks_pass()
    assert own_changes.forget_old() == 1


def test_one_decides_only_on_what_one_has_read(cast: Cast, change: RulesChange) -> None:
    seen = change.edition
    forgiving.forgive(PREFERRED, "春天首选", by=cast.lead)
    with pytest.raises(seconding.ChangedSince, match="刷新"):
        seconding.confirm(change, by=cast.owner, reason=REASON, edition=seen)
    with pytest.raises(Invalid, match="理由"):
        decide(seconding.confirm, change, cast.owner, " 好 ")
    assert RulesChange.objects.get().makers == change.makers


def test_what_was_held_is_judged_again_when_two_weeks_have_passed(
    cast: Cast, posts: Channel, change: RulesChange
) -> None:
    draft = written(cast, posts, cast.lead)
    assert is_held(draft, cast.lead)
    work_off()
    assert not passes(cast, draft)
    assert own_changes.forget_old() == 0
    two_weeks_pass()
    assert own_changes.forget_old() == 1
    work_off()
    assert passes(cast, draft)
    assert RulesChange.objects.count() == 0
    assert own_changes.forget_old() == 0


def test_a_person_reads_what_was_changed(cast: Cast, change: RulesChange) -> None:
    [one] = differences.differences(change)
    assert (one.name, [(part.name, part.gone, part.come) for part in one.parts]) == (
        "绝对化用语“首选”一类",
        [("放过的说法", (), ("首选之地",))],
    )
    workspaces.change(
        cast.workspace, by=cast.owner, name="示例企业", industry="health", timezone="Asia/Shanghai"
    )
    told = [differences.industries(row) for row in RulesChange.objects.all()]
    assert ("食品饮料", "医药健康") in told


def test_a_rule_switched_off_and_one_of_ones_own(cast: Cast) -> None:
    changed(cast.lead, {"off": True})
    pack = keeping.create_pack(by=cast.lead, name="竞品")
    keeping.put_rule(pack, {"name": "竞品", "words": ["隔壁茶庄"], "severity": "block"}, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    keeping.switch_off(pack, by=cast.lead)
    gone = differences.differences(RulesChange.objects.get())
    assert {one.name for one in gone} == {"绝对化用语“首选”一类", "竞品"}
    assert all(one.after is None and one.lighter for one in gone)


def test_by_both_doors(cast: Cast, posts: Channel, change: RulesChange) -> None:
    written(cast, posts, cast.lead)
    page = f"/w/demo/compliance/rules/changes/{change.pk}/"
    assert "等第二个人确认" in sign_in(cast.owner).get("/w/demo/compliance/rules/packs/").content.decode()
    assert "等第二个人确认" not in sign_in(cast.lead).get("/w/demo/compliance/centre/").content.decode()
    own = sign_in(cast.lead)
    assert "不能自己确认" in own.get(page).content.decode()
    told = {"reason": REASON, "edition": change.edition}
    assert own.post(f"{page}confirm/", told).status_code == 403
    owner = sign_in(cast.owner)
    assert "首选之地" in owner.get(page).content.decode()
    assert "确认后放出" in owner.get(f"{page}release/").content.decode()
    short = owner.post(f"{page}confirm/", {**told, "reason": "好"})
    assert (short.status_code, "至少 4 个字" in short.content.decode()) == (422, True)
    assert owner.post(f"{page}refuse/", told).status_code == 302
    assert "已退回" in owner.get("/w/demo/compliance/rules/changes/").content.decode()

    api = Client(headers=bearer(cast.owner))
    address = f"/api/v1/compliance/rule-changes/{change.pk}"
    listed = api.get("/api/v1/compliance/rule-changes?state=refused").json()
    assert (listed["total"], listed["items"][0]["decisions"][0]["reason"]) == (1, REASON)
    shown = api.get(address).json()
    assert shown["differences"][0]["parts"] == [{"name": "放过的说法", "gone": [], "come": ["首选之地"]}]
    assert [one["stays"] for one in api.get(f"{address}/release").json()["items"]] == [False]
    stale = api.post(f"{address}/confirm", {**told, "edition": "1"}, content_type="application/json")
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_since")
    confirmed = api.post(f"{address}/confirm", told, content_type="application/json").json()
    assert confirmed["state"] == "confirmed"
    refused = api.post(f"{address}/refuse", told, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert Client(headers=bearer(cast.stranger)).get(address).status_code == 404


def test_others_find_nothing(cast: Cast, change: RulesChange) -> None:
    with pytest.raises(NotFound):
        access.change_for(cast.stranger, change.pk)
    assert access.open_changes_for(cast.owner) == 1
    assert [access.open_changes_for(one) for one in (cast.lead, cast.editor, cast.house)] == [0, 0, 0]
