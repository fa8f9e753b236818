"""What the REST API says to query parameters, over all of its operations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.config.api import api
from chaoxin.config.api_guide import operations

from .test_every_door import _filled

OPERATIONS = [(method, path) for _tag, method, path, _operation in operations()]


@pytest.fixture
def caller(cast: Cast) -> Client:
    return Client(headers=bearer(cast.owner))


def documented() -> dict[tuple[str, str], list[str]]:
    """The query parameters of every operation as the OpenAPI document has them."""
    return {
        (method.upper(), path): [one["name"] for one in told.get("parameters", []) if one["in"] == "query"]
        for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items()
        for method, told in methods.items()
    }


def call(caller: Client, method: str, path: str, query: str) -> tuple[int, dict[str, Any]]:
    answer = getattr(caller, method.lower())(f"/api/v1{_filled(path)}?{query}")
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    return answer.status_code, answer.json() if is_json and method != "HEAD" else {}


def test_every_operation_refuses_a_parameter_that_it_does_not_know(caller: Client) -> None:
    answers = {(method, path): call(caller, method, path, "zzzz=1") for method, path in OPERATIONS}
    assert len(answers) > 150
    wrong = {
        key: (status, told)
        for key, (status, told) in answers.items()
        if status != 422 or (key[0] != "HEAD" and (told["code"], told["field"]) != ("unknown_key", "zzzz"))
    }
    assert wrong == {}


def test_every_operation_takes_the_parameters_that_are_documented(caller: Client) -> None:
    told = documented()
    assert sum(map(len, told.values())) > 100
    refused = {
        (method, path, name)
        for (method, path), names in told.items()
        for name in names
        if call(caller, method, path, f"{name}=1")[1].get("code") == "unknown_key"
    }
    assert refused == set()


def test_what_there_is_to_write_is_named(caller: Client) -> None:
    _status, told = call(caller, "GET", "/verdicts", "levle=block&page=1&zzzz=1")
    assert told["errors"] == [
        {
            "field": "levle",
            "message": "不认识参数“levle”，是不是要写“level”？这里可以写：page、page_size、level。",
        },
        {"field": "zzzz", "message": "不认识参数“zzzz”。这里可以写：page、page_size、level。"},
    ]
    _status, told = call(caller, "GET", "/me", "fields=name")
    assert told["message"] == "不认识参数“fields”。这个接口没有查询参数。"


def test_filters_of_one_object_are_named_one_by_one(caller: Client) -> None:
    _status, told = call(caller, "GET", "/compliance/rules", "packs=finance")
    assert "“pack”" in told["message"]
    assert "severity、category、industry、pack" in told["message"]


def test_who_may_not_call_is_not_told_what_there_is_to_write(cast: Cast) -> None:
    status, told = call(Client(headers=bearer(cast.editor)), "GET", "/audit", "zzzz=1")
    assert (status, "zzzz" in told["message"]) == (403, False)
    assert call(Client(), "GET", "/verdicts", "zzzz=1")[0] == 401


def test_what_an_operation_does_is_said_in_chinese() -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for _tag, method, path, operation in operations():
        assert chinese.search(operation.summary or ""), f"{method} {path}"
        assert chinese.search(operation.description or ""), f"{method} {path}"
