from __future__ import annotations

import json

import pytest
from django.test import Client

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import false_alarms, judging
from chaoxin.compliance.models import QueuedFinding, Rejudging, RulePack
from chaoxin.compliance.values import JudgedContent
from chaoxin.core.refusals import Invalid, NotAllowed

from .conftest import content_of

JSON = "application/json"
WORDS = "送礼首选之地，欢迎来"


def judge(cast: Cast, text: str, key: str = "") -> JudgedContent:
    judged = content_of(text)
    subject = cast.of(key or "editor").membership
    assert subject
    judging.judge(judged, workspace=cast.workspace, subject=subject, by=cast.editor, title=text)
    return judged


def rows(state: str = "open") -> list[QueuedFinding]:
    return list(QueuedFinding.objects.filter(state=state).order_by("created_at"))


def preferred(state: str = "open") -> list[QueuedFinding]:
    return [row for row in rows(state) if row.quoted == "首选"]


def test_a_false_alarm_passes_from_then_on_and_settles_what_says_the_same(cast: Cast) -> None:
    judge(cast, WORDS)
    judge(cast, "我们是送礼首选之地", "lead")
    judge(cast, "首选好茶", "viewer")
    first = preferred()[0]
    settled = false_alarms.mark([first], by=cast.lead, reason="景区的名字", phrase="首选之地")
    assert {row.title for row in settled} == {WORDS, "我们是送礼首选之地"}
    assert [row.title for row in preferred()] == ["首选好茶"]
    assert judging.look(content_of("首选之地"), cast.workspace).level == "allow"
    assert judging.look(content_of("首选好茶"), cast.workspace).level == "block"
    assert judging.look(content_of("首选之地"), cast.other_workspace).level == "block"
    row = rows("false_alarm")[0]
    assert (row.note, row.forgiven, row.handled_by) == ("景区的名字", "首选之地", cast.lead.membership)
    assert AuditEntry.objects.filter(verb="finding.false_alarm").count() == 2
    assert Rejudging.objects.exists(), "what waits is judged again by the changed rules"


def test_it_is_taken_back_by_anyone_of_what_it_settled(cast: Cast) -> None:
    judge(cast, WORDS)
    judge(cast, "我们是送礼首选之地", "lead")
    false_alarms.mark(preferred()[:1], by=cast.lead, reason="景区的名字", phrase="首选之地")
    opened = false_alarms.take_back(rows("false_alarm")[1:], by=cast.owner)
    assert len(opened) == 2
    assert [row.title for row in preferred()] == [WORDS, "我们是送礼首选之地"]
    assert judging.look(content_of("首选之地"), cast.workspace).level == "block"
    assert false_alarms.take_back(rows(), by=cast.owner) == []


def test_what_else_was_let_pass_stays_so(cast: Cast) -> None:
    judge(cast, WORDS)
    judge(cast, "首选之城", "lead")
    false_alarms.mark(preferred(), by=cast.lead, reason="都是地名", phrase="")
    assert len(rows("false_alarm")) == 2
    false_alarms.take_back(rows("false_alarm")[:1], by=cast.lead)
    assert judging.look(content_of("首选之城"), cast.workspace).level == "allow"
    assert judging.look(content_of(WORDS), cast.workspace).level == "block"


def test_the_way_of_saying_is_the_word_with_what_belongs_to_it(cast: Cast) -> None:
    judge(cast, "好茶，" + WORDS)
    assert false_alarms.phrase_of(preferred()[0]) == "送礼首选之地"


@pytest.mark.parametrize(
    ("reason", "phrase"), [("", "首选之地"), ("嗯", ""), ("景区的名字", "之地"), ("景区的名字", "首选" * 40)]
)
def test_without_a_reason_or_the_word_itself_nothing_is_let_pass(
    cast: Cast, reason: str, phrase: str
) -> None:
    judge(cast, WORDS)
    with pytest.raises(Invalid):
        false_alarms.mark(preferred(), by=cast.lead, reason=reason, phrase=phrase)
    assert judging.look(content_of(WORDS), cast.workspace).level == "block"


@pytest.mark.parametrize("phrase", ["国家级", " 国家级！", "国 家 级", "国家级国家级"])
def test_what_a_rule_looks_for_is_not_let_pass_without_what_stands_around_it(cast: Cast, phrase: str) -> None:
    api = Client(headers=bearer(cast.lead))
    address = "/api/v1/compliance/rules/superlative-national/forgive"
    told = api.post(address, json.dumps({"phrase": phrase}), content_type=JSON)
    assert (told.status_code, told.json()["field"]) == (422, "phrase")
    assert "请把前后文也写进去" in told.json()["message"]
    assert judging.look(content_of("国家级面膜"), cast.workspace).level == "block"
    assert not RulePack.objects.exists()
    told = api.post(address, json.dumps({"phrase": "国家级公园"}), content_type=JSON)
    assert told.status_code == 200


def test_the_page_refuses_a_word_by_itself_too(cast: Cast) -> None:
    judge(cast, "首选，就在这里")
    told = {"finding": str(preferred()[0].pk), "note": "景区的名字", "phrase": "首选"}
    answer = sign_in(cast.lead).post("/w/demo/compliance/centre/forgive/", told)
    assert answer.status_code == 422
    assert "请把前后文也写进去" in answer.content.decode()
    assert preferred()


def test_what_is_missing_is_no_false_alarm_and_nobody_without_the_right_says_so(cast: Cast) -> None:
    judge(cast, WORDS)
    with pytest.raises(NotAllowed):
        false_alarms.mark(preferred(), by=cast.reviewer, reason="景区的名字")
    QueuedFinding.objects.update(quoted="")
    with pytest.raises(Invalid, match="缺少声明"):
        false_alarms.mark(rows(), by=cast.lead, reason="景区的名字")


def test_both_doors_mark_and_take_back(cast: Cast) -> None:
    judge(cast, WORDS)
    ids = [str(row.pk) for row in preferred()]
    browser = sign_in(cast.lead)
    dialog = browser.get("/w/demo/compliance/centre/false-alarm/", {"finding": ids}).content.decode()
    assert 'value="送礼首选之地"' in dialog
    address = "/w/demo/compliance/centre/forgive/"
    assert browser.post(address, {"finding": ids, "note": ""}).status_code == 422
    done = browser.post(address, {"finding": ids, "note": "景区的名字"}, headers={"HX-Request": "true"})
    assert "close-dialog" in done["HX-Trigger"]
    undo = json.loads(done["HX-Trigger"])["toast"]["undo"]
    assert undo == {"url": address, "values": [["act", "take_back"], ["finding", ids[0]]]}
    assert "景区的名字" in browser.get("/w/demo/compliance/centre/?state=false_alarm").content.decode()
    assert sign_in(cast.reviewer).post(address, {"finding": ids, "act": "take_back"}).status_code == 403
    api = Client(headers=bearer(cast.lead))
    back = api.post("/api/v1/compliance/findings/take-back", json.dumps({"findings": ids}), content_type=JSON)
    assert [entry["state"] for entry in back.json()] == ["open"]
    body = json.dumps({"findings": ids, "note": "景区的名字", "phrase": "首选之地"})
    again = api.post("/api/v1/compliance/findings/false-alarm", body, content_type=JSON).json()
    assert [entry["state"] for entry in again] == ["false_alarm"]
