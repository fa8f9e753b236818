"""What the REST API says where no operation is reached, and to values of the wrong type."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import translation

from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.config import api_types
from chaoxin.config.api import api

CHECK = "/api/v1/compliance/check"
DOCUMENT = "/api/v1/openapi.json"


def test_a_method_that_an_address_does_not_take_is_told_as_json_with_those_it_takes(cast: Cast) -> None:
    answer = Client(headers=bearer(cast.owner)).get(CHECK)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.json() == {
        "code": "method_not_allowed",
        "message": "这个地址不接受 GET，可以用：POST。",
    }


def test_the_document_is_answered_to_a_token_and_no_wrong_one(cast: Cast) -> None:
    answer = Client(headers=bearer(cast.owner)).get(DOCUMENT)
    assert (answer.status_code, answer.json()["info"]["title"]) == (200, api.title)
    wrong = Client(headers={"Authorization": "Bearer wrong"}).get(DOCUMENT)
    assert (wrong.status_code, wrong.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"fields": "文字"}, "fields", "这里要写一个 JSON 对象。"),
        ({"fields": {"text": 3}}, "fields.text", "这里要写文字（字符串）。"),
        ({"fields": {}, "links": "x"}, "links", "这里要写一列值（JSON 数组）。"),
        ({"fields": {}, "paid": "也许"}, "paid", "这里只能写 true 或 false。"),
        ({"fields": {}, "origin": "很" * 31}, "origin", "最多 30 个字符。"),
        ({"fields": {}, "prices": [{}]}, "prices.0.amount", "缺少这个字段。"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_in_chinese(
    cast: Cast, sent: dict[str, object], field: str, message: str
) -> None:
    caller = Client(headers=bearer(cast.owner))
    answer = caller.post(CHECK, json.dumps(sent), content_type="application/json")
    assert answer.status_code == 422
    assert {"field": field, "message": message} in answer.json()["errors"]


def test_a_type_of_error_that_nobody_has_listed_is_told_as_well() -> None:
    with translation.override("zh-hans"):
        assert (
            api_types.sentence({"type": "strange", "msg": "Strange"}) == "这个值不符合格式，请对照接口文档。"
        )
