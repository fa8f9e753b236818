"""What the REST API says to a body that it does not know or cannot read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from ninja.params.models import BodyModel, FormModel
from pydantic import BaseModel

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.config.api_guide import operations

CHECK = "/api/v1/compliance/check"


@pytest.fixture
def caller(cast: Cast) -> Client:
    return Client(headers=bearer(cast.owner))


def told(caller: Client, path: str, body: object, method: str = "post") -> tuple[int, dict[str, Any]]:
    answer = getattr(caller, method)(path, body, content_type="application/json")
    return answer.status_code, answer.json()


def bodies(annotation: Any) -> Iterator[type[BaseModel]]:
    """The objects of an argument, those within others too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from bodies(field.annotation)
    for inner in get_args(annotation):
        yield from bodies(inner)


def test_every_object_that_an_operation_takes_knows_its_keys() -> None:
    taken = [
        (method, path, found)
        for _tag, method, path, operation in operations()
        for model in operation.models
        if issubclass(model, (BodyModel, FormModel))
        for field in model.model_fields.values()
        for found in bodies(field.annotation)
    ]
    assert len(taken) > 50
    assert [entry for entry in taken if not issubclass(entry[2], Body)] == []


def test_a_misspelt_key_is_named_with_the_one_that_was_meant(caller: Client) -> None:
    status, answer = told(caller, CHECK, {"platfrom": "weibo", "fields": {"text": "你好"}})
    assert (status, answer["code"], answer["field"]) == (422, "unknown_key", "platfrom")
    assert answer["message"] == "不认识“platfrom”，是不是要写“platform”？"
    assert answer["errors"] == [{"field": "platfrom", "message": answer["message"]}]


def test_a_key_that_resembles_none_is_answered_with_those_that_there_are(caller: Client) -> None:
    _status, answer = told(caller, "/api/v1/approval-policy", {"stages": [["owner"]], "zzz": 1}, "put")
    assert answer["message"] == "不认识“zzz”。这里可以写：stages、author_may_approve。"


def test_a_key_within_a_list_is_named_with_its_place(caller: Client) -> None:
    items = [{"fields": {"text": "好"}}, {"fields": {"text": "好"}, "prices": [{"amout": "1"}]}]
    _status, answer = told(caller, f"{CHECK}/many", {"items": items})
    assert answer["field"] == "items.1.prices.0.amout"
    assert "“amount”" in answer["message"]


def test_what_else_is_wrong_is_told_as_well(caller: Client) -> None:
    body = {"fields": {"text": "好"}, "media": [{"nmae": "图"}], "links": "none"}
    _status, answer = told(caller, CHECK, body)
    assert {entry["field"] for entry in answer["errors"]} == {"media.0.nmae", "links"}
    assert "“name”" in answer["message"]
    assert "不符合格式的字段：links" in answer["message"]


def test_a_reader_of_english_is_told_in_english(caller: Client) -> None:
    with translation.override("en"):
        answer = caller.post(
            CHECK, {"platfrom": "weibo"}, content_type="application/json", headers={"Accept-Language": "en"}
        ).json()
    assert answer["message"] == "“platfrom” is not known here. Did you mean “platform”?"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"fields": {"text": "好"},\n "links": [}', "第 2 行第 12 个字符"),
        ("fields=好", "第 1 行第 1 个字符"),
        (b'{"a": "' + "好".encode("gbk") + b'"}', "第 8 个字节"),
        ("[" * 100_000, "请求体"),
    ],
)
def test_a_body_that_is_no_json_is_answered_with_the_place(caller: Client, body: str, said: str) -> None:
    status, answer = told(caller, CHECK, body)
    assert (status, answer["code"]) == (400, "bad_json")
    assert said in answer["message"]


@pytest.mark.parametrize("body", ["[]", '"text"', "3", ""])
def test_a_body_that_is_no_object_is_told_so(caller: Client, body: str) -> None:
    status, answer = told(caller, CHECK, body)
    assert (status, answer["message"]) == (422, "请求体要是一个 JSON 对象。")
    assert "field" not in answer


def test_a_misspelt_field_of_a_form_is_refused(caller: Client) -> None:
    file = SimpleUploadedFile("a.txt", "你好".encode())
    answer = caller.post("/api/v1/compliance/checks/file", {"file": file, "platfrom": "weibo"})
    assert (answer.status_code, answer.json()["field"]) == (422, "platfrom")


def test_what_was_read_can_be_written_back(caller: Client) -> None:
    """Callers change one value of what they have read and send all of it."""
    goal = {"kind": "awareness", "name": "目标", "starts_on": "2026-01-01", "ends_on": "2026-03-31"}
    goal["targets"] = [{"kpi": "followers_gained_month", "target": 1}]  # type: ignore[assignment]
    for path, body in (
        ("objectives", goal),
        ("campaigns", {"name": "战役", "starts_on": "2026-01-01", "ends_on": "2026-03-31"}),
        ("licences", {"kind": "stock", "source": "图库"}),
        ("compliance/packs", {"name": "竞品"}),
    ):
        status, made = told(caller, f"/api/v1/{path}", body)
        assert status == 201, made
        status, kept = told(caller, f"/api/v1/{path}/{made['id']}", json.dumps(made), "put")
        assert status == 200, kept
    _status, rule = told(caller, f"/api/v1/compliance/packs/{made['id']}/rules", {"words": ["别家"]})
    status, kept = told(caller, f"/api/v1/compliance/company-rules/{rule['id']}", rule, "put")
    assert status == 200, kept


def test_a_body_that_is_too_large_is_answered_in_the_form_of_the_api(caller: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    status, answer = told(caller, CHECK, '{"fields": {"text": "' + "a" * 1_200_000 + '"}}')
    assert (status, answer["code"]) == (413, "too_large")
    assert "1 MB" in answer["message"]


def test_texts_that_are_too_long_together_are_refused(caller: Client) -> None:
    body = json.dumps({"fields": dict.fromkeys("abc", "好" * 40000)})
    status, answer = told(caller, CHECK, body)
    assert status == 422
    assert "100000 字" in answer["message"]
