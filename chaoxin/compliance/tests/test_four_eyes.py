from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import AuditEntry, Membership
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import false_alarms, forgiving, judging, keeping, overriding
from chaoxin.compliance.models import Override, QueuedFinding, RulePack, Verdict
from chaoxin.compliance.values import JudgedContent, MediaFacts, Seen
from chaoxin.core.refusals import NotAllowed

from .conftest import content_of

BLOCKED = "我们是送礼首选之地"
PREFERRED = "superlative-preferred"


def judge(cast: Cast, text: str = BLOCKED, *, by: Actor, key: str = "editor", **told: Any) -> Verdict:
    subject = cast.of(key).membership
    assert subject
    judged = told.pop("judged", None) or content_of(text)
    return judging.judge(judged, workspace=cast.workspace, subject=subject, by=by, title=text, **told)


def found(state: str = "open", **told: Any) -> list[QueuedFinding]:
    return list(QueuedFinding.objects.filter(state=state, quoted="首选", **told).order_by("created_at"))


def key_of(actor: Actor) -> str:
    assert actor.membership
    return str(actor.membership.pk)


def alone(cast: Cast) -> None:
    """The owner is the only one left in the workspace."""
    Membership.objects.filter(workspace=cast.workspace).exclude(pk=key_of(cast.owner)).delete()


def changed_pack(cast: Cast, values: Mapping[str, Any], name: str = "调整") -> RulePack:
    pack = keeping.create_pack(by=cast.lead, name=name)
    keeping.put_rule(pack, {"overrides": PREFERRED, **values}, by=cast.lead)
    return pack


def test_who_wrote_words_of_it_lets_no_block_out(cast: Cast) -> None:
    verdict = judge(cast, by=cast.editor, writers=[key_of(cast.lead)])
    with pytest.raises(NotAllowed, match="改过"):
        overriding.override(verdict, by=cast.lead, reason="我看可以")
    overriding.override(verdict, by=cast.reviewer, reason="有协会证明")
    assert Override.objects.get().by == cast.reviewer.membership
    body = json.loads(AuditEntry.objects.get(verb="verdict.override").body)["detail"]
    assert body["writers"] == sorted([key_of(cast.editor), key_of(cast.lead)])


def test_who_writes_the_same_words_later_is_one_of_the_writers(cast: Cast) -> None:
    judge(cast, by=cast.editor)
    verdict = judge(cast, by=cast.lead)
    with pytest.raises(NotAllowed):
        overriding.override(verdict, by=cast.lead, reason="我看可以")


def test_the_same_content_of_another_subject_is_no_way_round(cast: Cast) -> None:
    judge(cast, by=cast.lead, key="lead")
    verdict = judge(cast, by=cast.editor)
    with pytest.raises(NotAllowed):
        overriding.override(verdict, by=cast.lead, reason="我看可以")


def test_who_brought_a_blocked_picture_lets_it_not_out(cast: Cast) -> None:
    seen = Seen("全国第一的茶", (0.1, 0.1, 0.5, 0.2))
    picture = MediaFacts("a" * 64, "own", key="picture", lines=(seen,), brought_by=key_of(cast.lead))
    other = MediaFacts("b" * 64, "own", key="other", brought_by=key_of(cast.reviewer))
    judged = JudgedContent("weibo", "post", {"text": "上新了"}, pictures=(picture, other))
    verdict = judge(cast, by=cast.editor, judged=judged)
    with pytest.raises(NotAllowed):
        overriding.override(verdict, by=cast.lead, reason="我看可以")
    overriding.override(verdict, by=cast.reviewer, reason="有协会证明")


def test_where_nobody_else_could_the_sentence_says_how_to_come_by_somebody(cast: Cast) -> None:
    verdict = judge(cast, by=cast.owner)
    alone(cast)
    with pytest.raises(NotAllowed, match=r"邀请一位同事.*所有者、运营负责人、审核人"):
        overriding.override(verdict, by=cast.owner, reason="我看可以")
    with pytest.raises(NotAllowed, match="邀请一位同事"):
        false_alarms.mark(found(), by=cast.owner, reason="景区的名字")


def test_the_page_of_the_verdict_says_so_in_place_of_the_form(cast: Cast) -> None:
    verdict = judge(cast, by=cast.editor, writers=[key_of(cast.lead)])
    page = sign_in(cast.lead).get(f"/w/demo/compliance/verdicts/{verdict.pk}/").content.decode()
    assert "不能自己放行" in page
    assert "放行这份内容" not in page
    other = sign_in(cast.reviewer).get(f"/w/demo/compliance/verdicts/{verdict.pk}/").content.decode()
    assert "放行这份内容" in other
    assert "李负责" in other
    api = Client(headers=bearer(cast.lead))
    told = api.post(
        f"/api/v1/verdicts/{verdict.pk}/override",
        json.dumps({"reason": "我看可以"}),
        content_type="application/json",
    )
    assert told.status_code == 403
    assert "不能自己放行" in told.json()["message"]


def test_a_false_alarm_of_ones_own_block_needs_a_colleague(cast: Cast) -> None:
    judge(cast, by=cast.editor, writers=[key_of(cast.lead)])
    with pytest.raises(NotAllowed, match=r"我们是送礼首选之地.*一条也没有标.*另一位"):
        false_alarms.mark(found(), by=cast.lead, reason="景区的名字")
    assert judging.look(content_of(BLOCKED), cast.workspace).level == "block"
    assert false_alarms.mark(found(), by=cast.owner, reason="景区的名字")


def test_of_many_nothing_is_done_where_one_is_ones_own(cast: Cast) -> None:
    judge(cast, by=cast.editor)
    judge(cast, "春天首选好茶", by=cast.lead, key="lead")
    with pytest.raises(NotAllowed, match="春天首选好茶") as refused:
        false_alarms.mark(found(), by=cast.lead, reason="都不是广告")
    assert BLOCKED not in refused.value.sentence
    assert found("false_alarm") == []
    assert RulePack.objects.count() == 0
    assert false_alarms.mark(found(author=cast.editor.membership), by=cast.lead, reason="景区的名字")


def test_what_says_the_same_is_not_let_out_along(cast: Cast) -> None:
    judge(cast, by=cast.editor)
    judge(cast, "欢迎来送礼首选之地玩", by=cast.lead, key="lead")
    with pytest.raises(NotAllowed, match="欢迎来"):
        false_alarms.mark(
            found(author=cast.editor.membership), by=cast.lead, reason="景区的名字", phrase="首选之地"
        )


def test_advice_in_ones_own_text_is_ones_own_to_judge(cast: Cast) -> None:
    judge(cast, by=cast.lead)
    QueuedFinding.objects.update(weight=1, severity="warn")
    assert false_alarms.mark(found(), by=cast.lead, reason="景区的名字")


@pytest.mark.parametrize("values", [{"off": True}, {"severity": "confirm"}, {"innocent": ["首选之地"]}])
def test_rules_are_not_changed_around_ones_own_block(cast: Cast, values: Mapping[str, Any]) -> None:
    judge(cast, by=cast.editor, writers=[key_of(cast.lead)])
    pack = changed_pack(cast, values)
    with pytest.raises(NotAllowed, match=r"放过.*我们是送礼首选之地.*另一位"):
        keeping.switch_on(pack, by=cast.lead)
    pack.refresh_from_db()
    assert pack.live is None
    assert judging.look(content_of(BLOCKED), cast.workspace).level == "block"
    keeping.switch_on(pack, by=cast.owner)
    assert judging.look(content_of(BLOCKED), cast.workspace).level != "block"


def test_taking_the_words_out_for_a_while_is_no_way_round(cast: Cast) -> None:
    judge(cast, by=cast.lead)
    judge(cast, "今天上新了", by=cast.lead)
    assert found("gone")
    with pytest.raises(NotAllowed):
        keeping.switch_on(changed_pack(cast, {"off": True}), by=cast.lead)


def test_a_companys_own_rule_is_not_switched_off_by_whom_it_blocks(cast: Cast) -> None:
    pack = keeping.create_pack(by=cast.lead, name="竞品")
    keeping.put_rule(pack, {"name": "竞品", "words": ["隔壁茶庄"], "severity": "block"}, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    judge(cast, "比隔壁茶庄香", by=cast.lead)
    with pytest.raises(NotAllowed):
        keeping.switch_off(pack, by=cast.lead)
    address, browser = f"/w/demo/compliance/rules/packs/{pack.pk}/off/", sign_in(cast.lead)
    for told in ({}, {"HX-Request": "true"}):
        answer = browser.post(address, headers=told)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="pack-switch"' in page, "it is told where the switch is"
        assert "请另一位" in page
        assert ("<html" in page) is not bool(told)
    refused = sign_in(cast.editor).post(address, headers={"HX-Request": "true"})
    assert (refused.status_code, refused["HX-Reswap"]) == (403, "none")
    keeping.switch_off(pack, by=cast.owner)


def test_other_changes_and_blocks_of_others_are_nobodys_hindrance(cast: Cast) -> None:
    judge(cast, by=cast.lead)
    pack = changed_pack(cast, {"innocent": ["首选频道"]})
    keeping.switch_on(pack, by=cast.lead)
    judge(cast, "春天首选好茶", by=cast.editor, key="editor")
    forgiving.forgive(PREFERRED, "春天首选", by=cast.lead)
    with pytest.raises(NotAllowed):
        forgiving.forgive(PREFERRED, "送礼首选", by=cast.lead)


def test_who_is_alone_still_makes_the_companys_rules(cast: Cast) -> None:
    judge(cast, by=cast.owner)
    pack = changed_pack(cast, {"off": True})
    alone(cast)
    keeping.switch_on(pack, by=cast.owner)
    assert judging.look(content_of(BLOCKED), cast.workspace).level == "allow"
