from __future__ import annotations

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.compliance import batches
from chaoxin.compliance.asking import Where
from chaoxin.compliance.batches import Asked
from chaoxin.compliance.texts.items import Item


def told(cast: Cast, query: str) -> tuple[int, str, str]:
    answer = Client(headers=bearer(cast.owner)).get(f"/api/v1/{query}")
    body = answer.json()
    return answer.status_code, body.get("field", ""), body.get("message", "")


@pytest.mark.parametrize(
    ("query", "field", "named"),
    [
        ("compliance/findings?state=zzz", "state", "open、asked、overridden、false_alarm"),
        ("compliance/findings?standing=zzz", "standing", "draft、scheduled、published、reply"),
        ("compliance/findings?severity=zzz", "severity", "block、confirm、warn、note"),
        ("compliance/findings?platform=zzz", "platform", "weibo"),
        ("compliance/findings?channel=zzz", "channel", "不是编号"),
        ("compliance/findings?author=zzz", "author", "不是编号"),
        ("compliance/findings?since=zz", "since", "2026-01-31"),
        ("compliance/findings?until=2026-02-31", "until", "2026-01-31"),
        ("compliance/findings?page=0", "page", "页码从 1 起"),
        ("compliance/findings?page_size=9999", "page_size", "1 到 200"),
        ("compliance/findings?page_size=0", "page_size", "1 到 200"),
        ("compliance/trend?platform=zzz", "platform", "weibo"),
        ("compliance/rules?severity=zzz", "severity", "block"),
        ("compliance/rules?category=zzz", "category", "superlative"),
        ("compliance/rules?industry=zzz", "industry", "food"),
        ("compliance/rules?pack=zzz", "pack", "finance"),
        ("compliance/rules.csv?pack=zzz", "pack", "finance"),
        ("verdicts?level=zzz", "level", "allow、confirm、block"),
        ("approvals?state=zzz", "state", "open、approved、rejected、withdrawn"),
        ("compliance/packs?page=-1", "page", "页码从 1 起"),
    ],
)
def test_a_value_that_does_not_exist_is_refused_with_those_that_do(
    cast: Cast, query: str, field: str, named: str
) -> None:
    status, at, message = told(cast, query)
    assert (status, at) == (422, field)
    assert named in message


def test_the_level_of_a_batchs_lines_is_one_that_exists(cast: Cast) -> None:
    made = batches.begin([Asked(Item("1", {"text": "好"}))], name="", where=Where(), by=cast.owner)
    status, field, message = told(cast, f"compliance/checks/{made.pk}/items?level=zzz")
    assert (status, field) == (422, "level")
    assert "block、confirm、warn、allow" in message
    assert told(cast, f"compliance/checks/{made.pk}/items?level=allow")[0] == 200


@pytest.mark.parametrize(
    "query",
    [
        "compliance/findings?state=all&standing=&severity=block&since=2026-01-31&page=1&page_size=200",
        "compliance/findings?state=&platform=weibo&channel=00000000-0000-0000-0000-000000000000",
        "compliance/findings?page=99999999999999999999",
        "compliance/rules?severity=block&category=finance&pack=finance",
        "verdicts?level=block",
        "approvals?state=open",
    ],
)
def test_what_exists_or_is_empty_is_looked_for(cast: Cast, query: str) -> None:
    assert told(cast, query)[0] == 200
