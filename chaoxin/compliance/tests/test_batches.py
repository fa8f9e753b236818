from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import batch_turns, batches, judging
from chaoxin.compliance.asking import Where
from chaoxin.compliance.batches import Asked
from chaoxin.compliance.models import BatchCheck, Verdict
from chaoxin.compliance.reports import lines
from chaoxin.compliance.texts import reading
from chaoxin.compliance.texts.items import Item
from chaoxin.core import clock, worker_identity
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

JSON = "application/json"
MANY = batches.AT_ONCE_ITEMS + 1


def asked(texts: Iterable[str]) -> list[Asked]:
    return [Asked(Item(f"第 {number} 行", {"text": text})) for number, text in enumerate(texts, 1)]


def begin(cast: Cast, texts: Iterable[str], **where: Any) -> BatchCheck:
    return batches.begin(asked(texts), name="十一月文案", where=Where(**where), by=cast.editor)


def many() -> list[str]:
    return ["全国第一的茶" if number % 100 == 0 else "今天上新" for number in range(MANY)]


def test_a_few_texts_are_done_when_the_asker_is_answered(cast: Cast) -> None:
    check = begin(cast, ["全国第一的茶", "今天上新", "加微信领资料"])
    assert (check.state, check.done, check.percent) == ("done", 3, 100)
    assert check.counts["items"] == {"block": 1, "allow": 1, "confirm": 1}
    found = list(lines.lines_of(check))
    assert [line.level for line in found] == ["block", "allow", "confirm"]
    assert found[0].findings[0].quoted == "全国第一"
    assert sum(count.findings for count in lines.rule_counts(check)) == 2


def test_what_is_said_is_what_the_gate_says_and_no_verdict_is_kept(cast: Cast) -> None:
    text = "加微信 demo_shop88 领资料"
    [line] = lines.lines_of(begin(cast, [text], platform="weibo"))
    judged = judging.JudgedContent("weibo", "", {"text": text})
    assert line.findings == judging.look(judged).findings
    assert Verdict.objects.count() == 0


def test_many_texts_are_looked_at_by_a_worker_with_progress(cast: Cast) -> None:
    check = begin(cast, many())
    assert (check.state, check.done) == ("under_way", 0)
    assert batch_turns.take_turn() == 1
    check.refresh_from_db()
    assert (check.state, check.done, check.counts["items"]["block"]) == ("done", MANY, 4)
    assert batch_turns.take_turn() == 0


def test_after_a_dead_worker_another_goes_on_and_counts_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, looked = begin(cast, many()), judging.look
    seen = 0

    def dies(judged: judging.JudgedContent, *others: Any) -> judging.Opinion:
        nonlocal seen
        seen += 1
        if seen == 150:
            raise SystemExit
        return looked(judged, *others)

    monkeypatch.setattr(judging, "look", dies)
    with worker_identity.assumed("dead"), pytest.raises(SystemExit):
        batch_turns.take_turn()
    check.refresh_from_db()
    assert check.done == 100
    assert batch_turns.take_turn() == 0, "the dead worker's lease still runs"
    batch_turns.WORK.release_dead_worker("dead")
    assert batch_turns.take_turn() == 1
    check.refresh_from_db()
    assert (check.state, check.done, check.counts["items"]["block"]) == ("done", MANY, 4)
    assert seen == 150 + MANY - 100


def test_a_stopped_batch_keeps_what_was_looked_at_and_is_let_go(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, looked = begin(cast, many()), judging.look
    seen = 0

    def cancels(judged: judging.JudgedContent, *others: Any) -> judging.Opinion:
        nonlocal seen
        seen += 1
        if seen == 150:
            batches.cancel(BatchCheck.objects.get(pk=check.pk), by=cast.editor)
        return looked(judged, *others)

    monkeypatch.setattr(judging, "look", cancels)
    batch_turns.take_turn()
    check.refresh_from_db()
    assert (check.state, check.done) == ("cancelled", 100)
    assert batches.cancel(check, by=cast.editor).state == "cancelled"


def test_what_fails_again_and_again_is_given_up_and_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    check = begin(cast, many())

    def fails(judged: judging.JudgedContent, *others: Any) -> judging.Opinion:
        raise RuntimeError("a rule is broken")

    monkeypatch.setattr(judging, "look", fails)
    at = clock.now()
    for turn in range(batch_turns.WORK.most_tries + 1):
        with clock.frozen(at + timedelta(minutes=turn)):
            assert batch_turns.take_turn() == 1
    check.refresh_from_db()
    assert check.state == "failed"
    assert "没有查完" in sign_in(cast.editor).get(f"/w/demo/compliance/check/{check.pk}/").content.decode()


def test_too_much_at_once_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        begin(cast, [])
    for _number in range(batches.MOST_UNDER_WAY):
        begin(cast, many())
    with pytest.raises(Refusal, match="已有 5 份"):
        begin(cast, many())


def test_a_report_is_deleted_by_its_asker_and_after_some_days(cast: Cast) -> None:
    check, other = begin(cast, ["今天上新"]), begin(cast, ["今天上新"])
    with pytest.raises(NotAllowed):
        batches.remove(check, by=cast.reviewer)
    batches.remove(check, by=cast.editor)
    assert list(BatchCheck.objects.all()) == [other]
    with clock.frozen(clock.now() + batches.KEPT + timedelta(hours=1)):
        batches.sweep()
    assert not BatchCheck.objects.exists()


def test_a_file_gives_a_page_with_marks_counts_and_two_files_to_keep(cast: Cast) -> None:
    browser = sign_in(cast.editor)
    file = SimpleUploadedFile(
        "文案.csv", "标题,正文\n<b>好茶</b>,全国第一的茶\n新茶,今天上新\n".encode("gbk")
    )
    answer = browser.post("/w/demo/compliance/check/", {"file": file, "platform": "weibo"})
    page = browser.get(answer["Location"]).content.decode()
    assert '<mark class="mark-block"' in page
    assert "第 2 行" in page
    assert "今天上新" not in page, "what is clean is not in the list of problems"
    assert "&lt;b&gt;好茶" in page
    assert "、绝对化用语 v" in page, "packs are called by their names"
    assert "今天上新" in browser.get(answer["Location"] + "?view=all").content.decode()
    html = browser.get(answer["Location"] + "report.html").content.decode()
    assert '<mark class="block"' in html
    assert "<b>好茶" not in html
    assert "http" not in html.replace("https://", "", 0).split("<h2>")[0], "it fetches nothing"


def test_the_document_carries_every_finding_as_a_comment(cast: Cast) -> None:
    check = begin(cast, ["全国第一的茶 & <好> \x02喝", "今天上新"])
    answer = sign_in(cast.editor).get(f"/w/demo/compliance/check/{check.pk}/report.docx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        document, comments = (
            archive.read("word/document.xml").decode(),
            archive.read("word/comments.xml").decode(),
        )
    assert document.count("<w:commentRangeStart") == comments.count("<w:comment ") == 1
    assert "&amp; &lt;好&gt; 喝" in document
    assert "广告绝对化用语执法指南" in comments


def test_a_file_that_cannot_be_read_comes_back_with_a_sentence(cast: Cast) -> None:
    file = SimpleUploadedFile("a.docx", b"PK\x03\x04broken")
    answer = sign_in(cast.editor).post("/w/demo/compliance/check/", {"file": file, "text": "留着"})
    assert answer.status_code == 422
    assert "打不开" in answer.content.decode()
    assert "留着" in answer.content.decode()


def test_several_texts_by_api_are_answered_in_order_with_their_keys(cast: Cast) -> None:
    api = Client(headers=bearer(cast.editor))
    body = {
        "items": [
            {"key": "a", "fields": {"text": "今天上新"}},
            {"key": "b", "fields": {"text": "全国第一"}, "prices": [{"amount": "9.9", "kind": "compared"}]},
        ]
    }
    told = api.post("/api/v1/compliance/check/many", json.dumps(body), content_type=JSON).json()
    assert [(entry["key"], entry["level"]) for entry in told["items"]] == [("a", "allow"), ("b", "block")]
    wrong = {"items": body["items"] * 101}
    assert api.post("/api/v1/compliance/check/many", json.dumps(wrong), content_type=JSON).status_code == 422
    long = {"fields": {"text": "字" * 50_001}}
    refused = api.post("/api/v1/compliance/check", json.dumps(long), content_type=JSON)
    assert (refused.status_code, refused.json()["field"]) == (422, "text")


def test_several_texts_are_each_held_to_the_limits_of_one_and_all_to_their_own(cast: Cast) -> None:
    api = Client(headers=bearer(cast.editor))

    def refused(*items: dict[str, Any]) -> tuple[int, str]:
        answer = api.post("/api/v1/compliance/check/many", json.dumps({"items": items}), content_type=JSON)
        return answer.status_code, answer.json().get("field", "")

    short = {"fields": {"text": "今天上新"}}
    assert refused(short, {"fields": {"text": "字" * 50_001}}) == (422, "items.1.text")
    assert refused(short, {"fields": dict.fromkeys("abc", "字" * 40_000)}) == (422, "items.1.fields")
    assert refused(short, {**short, "links": ["https://example.com/" + "a" * 100_000]}) == (
        422,
        "items.1.fields",
    )
    seen = [{"text": "字" * 2000}] * 50
    assert refused({**short, "media": [{"codes": seen}]}) == (422, "items.0.fields")
    assert refused(*[{"fields": {"text": "字" * 2000}}] * 101) == (422, "items")
    assert refused(short)[0] == 200


@pytest.mark.parametrize("htmx", [True, False])
def test_more_text_than_is_taken_at_once_is_answered_with_what_to_do(
    cast: Cast, settings: Any, htmx: bool
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    headers = {"HX-Request": "true"} if htmx else {}
    browser = sign_in(cast.editor)
    answer = browser.post("/w/demo/compliance/check/", {"text": "a" * 1_200_000}, headers=headers)
    assert answer.status_code == 413
    assert answer.headers.get("HX-Reswap") == ("none" if htmx else None)
    told = json.loads(answer["HX-Trigger"])["toast"]["text"] if htmx else answer.content.decode()
    assert "超过 1 MB，没有收下" in told
    assert "存成 txt 文件" in told


def test_a_file_that_is_too_large_is_told_so_by_both_doors(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_BYTES", 10)
    page = sign_in(cast.editor).post("/w/demo/compliance/check/", {"file": a_file(), "text": "留着"})
    assert page.status_code == 422
    assert "请拆成几份" in page.content.decode()
    assert "留着" in page.content.decode()
    told = Client(headers=bearer(cast.editor)).post("/api/v1/compliance/checks/file", {"file": a_file()})
    assert (told.status_code, told.json()["code"], told.json()["field"]) == (413, "too_large", "file")


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.txt", b"hello, world")


def test_a_batch_by_api_is_begun_watched_and_read(cast: Cast) -> None:
    api = Client(headers=bearer(cast.editor))
    body = {
        "name": "词表",
        "items": [{"key": str(n), "fields": {"text": text}} for n, text in enumerate(many())],
    }
    begun = api.post("/api/v1/compliance/checks", json.dumps(body), content_type=JSON)
    assert (begun.status_code, begun.json()["state"]) == (202, "under_way")
    batch_turns.take_turn()
    address = f"/api/v1/compliance/checks/{begun.json()['id']}"
    assert api.get(address).json()["done"] == MANY
    blocked = api.get(f"{address}/items?level=block").json()
    assert (blocked["total"], blocked["items"][1]["key"]) == (4, "100")
    stranger = Client(headers=bearer(cast.stranger))
    assert stranger.get(address).status_code == 404
    assert stranger.get("/api/v1/compliance/checks").json()["total"] == 0


def test_a_file_by_api(cast: Cast) -> None:
    api = Client(headers=bearer(cast.editor))
    file = SimpleUploadedFile("a.txt", "全国第一\n今天上新\n".encode())
    told = api.post("/api/v1/compliance/checks/file", {"file": file, "lines": "true"}).json()
    assert (told["state"], told["total"], told["counts"]["items"]) == ("done", 2, {"block": 1, "allow": 1})
    broken = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    assert api.post("/api/v1/compliance/checks/file", {"file": broken}).status_code == 422


def test_one_industry_is_not_judged_by_the_rules_of_another(cast: Cast) -> None:
    check = batches.begin(asked(["今天上新"]), name="", where=Where(industry="finance"), by=cast.editor)
    assert (check.industry, check.name) == ("finance", "粘贴的文字")
