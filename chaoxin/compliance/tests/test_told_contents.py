"""What callers of the API may tell of a content, and what becomes of values that nobody knows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.compliance import batches, keeping
from chaoxin.compliance.asking import Where
from chaoxin.compliance.batches import Asked
from chaoxin.compliance.models import BatchCheck
from chaoxin.compliance.reports import lines
from chaoxin.compliance.texts.items import Item
from chaoxin.core.refusals import Invalid

JSON = "application/json"
POSTER = {
    "key": "poster",
    "name": "海报.png",
    "provenance": "licensed",
    "lines": [{"text": "全国第一的茶", "box": [0.1, 0.2, 0.6, 0.1]}, {"text": "今天上新"}],
    "codes": [{"text": "https://qr.alipay.com/fkx12345", "box": [0.8, 0.8, 0.1, 0.1], "at": 3.5}],
    "terms": {"since": "2020-01-01", "until": "2020-12-31", "platforms": ["weibo"]},
}


def post(cast: Cast, address: str, **told: Any) -> Any:
    api = Client(headers=bearer(cast.editor))
    return api.post(f"/api/v1/compliance/{address}", json.dumps(told), content_type=JSON)


def rules(findings: list[dict[str, Any]]) -> set[str]:
    return {finding["rule"] for finding in findings}


def test_writing_codes_and_licence_of_a_picture_are_judged_and_placed(cast: Cast) -> None:
    told = post(cast, "check", media=[POSTER], platform="douyin").json()
    by_rule = {finding["rule"]: finding for finding in told["findings"]}
    assert told["level"] == "block"
    assert {"superlative-ranked-first", "code-payment", "licence-expired", "licence-elsewhere"} <= set(
        by_rule
    )
    writing = by_rule["superlative-ranked-first"]
    assert (writing["field"], writing["media"], writing["quoted"]) == ("picture-1", "poster", "全国第一")
    assert writing["box"] == pytest.approx([0.1, 0.2, 0.4, 0.1])
    assert by_rule["code-payment"]["at"] == 3.5
    in_force = {**POSTER, "terms": {"platforms": ["douyin"]}}
    assert not {"licence-expired", "licence-elsewhere"} & rules(
        post(cast, "check", media=[in_force], platform="douyin").json()["findings"]
    )


@pytest.mark.parametrize(
    ("said", "discloses"),
    [
        ({"origin": "ai_generated"}, "ai_generated"),
        ({"origin": "reposted"}, "repost"),
        ({"fictional": True}, "fiction"),
        ({"paid": True}, "advertising"),
        ({"media": [{"provenance": "ai_generated"}]}, "ai_generated"),
        ({"media": [{"marked": True, "name": "图"}]}, "ai_generated"),
    ],
)
def test_what_the_author_says_asks_for_its_declaration(
    cast: Cast, said: dict[str, Any], discloses: str
) -> None:
    told = post(cast, "check", fields={"text": "今天上新"}, **said).json()
    assert discloses in {finding["discloses"] for finding in told["findings"]}
    settled = post(cast, "check", fields={"text": "今天上新"}, disclosures=[discloses], **said).json()
    assert discloses not in {finding["discloses"] for finding in settled["findings"]}


def test_a_mark_that_is_seen_needs_no_other(cast: Cast) -> None:
    media = [{"provenance": "ai_generated", "stamped": True}]
    assert post(cast, "check", fields={"text": "今天上新"}, media=media).json()["findings"] == []


def test_many_and_batches_judge_the_same(cast: Cast) -> None:
    item = {"key": "甲", "fields": {"text": "今天上新"}, "media": [POSTER], "origin": "ai_generated"}
    alone = post(cast, "check", **{name: value for name, value in item.items() if name != "key"}).json()
    (many,) = post(cast, "check/many", items=[item]).json()["items"]
    assert many["findings"] == alone["findings"]
    begun = post(cast, "checks", items=[item]).json()
    api = Client(headers=bearer(cast.editor))
    (line,) = api.get(f"/api/v1/compliance/checks/{begun['id']}/items").json()["items"]
    assert line["findings"] == alone["findings"]
    check = BatchCheck.objects.get()
    (line_of_report,) = lines.lines_of(check)
    assert "poster" in {finding.media for finding in line_of_report.missing}
    page = sign_in(cast.editor).get(f"/w/demo/compliance/check/{check.pk}/").content.decode()
    assert "全国第一" in page


@pytest.mark.parametrize(
    ("told", "field", "known"),
    [
        ({"platform": "nonsense"}, "platform", "weibo"),
        ({"platform": "weibo", "format": "article"}, "format", "web_post"),
        ({"format": "nonsense"}, "format", "article"),
        ({"industry": "nonsense"}, "industry", "food"),
        ({"disclosures": ["advertising", "nonsense"]}, "disclosures", "fiction"),
        ({"origin": "nonsense"}, "origin", "reposted"),
        ({"media": [{}, {"provenance": "nonsense"}]}, "media.1.provenance", "licensed"),
        ({"media": [{"terms": {"platforms": ["nonsense"]}}]}, "media.0.terms.platforms", "weibo"),
        (
            {"media": [{"terms": {"since": "2026-02-02", "until": "2026-02-01"}}]},
            "media.0.terms.until",
            "早于",
        ),
    ],
)
def test_values_that_nobody_knows_are_refused_with_those_that_are(
    cast: Cast, told: dict[str, Any], field: str, known: str
) -> None:
    told = {"fields": {"text": "今天上新"}, **told}
    for address, body, at in (
        ("check", told, ""),
        ("check/many", {"items": [{"fields": {"text": "好"}}, told]}, "items.1."),
        ("checks", {"items": [{"fields": {"text": "好"}}, told]}, "items.1."),
    ):
        answer = post(cast, address, **body)
        assert (answer.status_code, answer.json()["field"]) == (422, f"{at}{field}"), address
        assert known in answer.json()["message"]
    assert not BatchCheck.objects.exists()


@pytest.mark.parametrize(
    "media",
    [
        [{"lines": [{"text": "字", "box": [0, 0, 1.5, 1]}]}],
        [{"lines": [{"text": "字", "box": [0, 0, 1]}]}],
        [{"lines": [{"text": "字", "at": -1}]}],
        [{"sha256": "abc"}],
        [{"terms": {"until": "昨天"}}],
        [{}] * 51,
        [{"lines": [{"text": "字"}] * 501}],
        [{"codes": [{"text": "字" * 2001}]}],
        [{"lines": [{"text": "字" * 2000}] * 30}],
    ],
)
def test_what_cannot_be_of_a_picture_is_refused_with_its_place(cast: Cast, media: list[Any]) -> None:
    answer = post(cast, "check", media=media)
    assert answer.status_code == 422
    assert answer.json()["field"].startswith("media")


def test_nothing_to_look_at_is_said(cast: Cast) -> None:
    assert post(cast, "check").json()["field"] == "fields"
    assert post(cast, "check/many", items=[{"key": "甲"}]).json()["field"] == "items.0.fields"
    assert post(cast, "checks", items=[{"key": "甲"}]).json()["field"] == "items.0.fields"


def test_the_other_doors_refuse_them_too(cast: Cast) -> None:
    with pytest.raises(Invalid, match="nonsense"):
        batches.begin([Asked(Item("", {"text": "好"}))], name="", where=Where("nonsense"), by=cast.editor)
    pack = keeping.create_pack(by=cast.lead, name="竞品")
    assert post(cast, f"packs/{pack.pk}/try", text="好茶", platform="nonsense").json()["field"] == "platform"
    client = sign_in(cast.lead)
    page = client.post(
        f"/w/demo/compliance/rules/packs/{pack.pk}/try/", {"text": "好茶", "platform": "nonsense"}
    )
    assert "nonsense" in page.content.decode()
    for name in ("platform", "industry", "disclosures"):
        answer = client.post("/w/demo/compliance/check/", {"text": "今天上新", name: "nonsense"})
        assert answer.status_code == 422, name
