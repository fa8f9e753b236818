"""A reader of English reads what the house says in English; what people and rules say stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.compliance import batches, judging, keeping, rejudging, titles
from chaoxin.compliance.asking import Where
from chaoxin.compliance.subjects import Standing
from chaoxin.compliance.texts.items import Item

from .conftest import content_of


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """The language that a page was told in ends with the test."""
    with translation.override(None):
        yield


@pytest.fixture
def reader(cast: Cast) -> Client:
    client = sign_in(cast.lead)
    client.post(reverse("accounts:profile"), {"name": "李负责", "language": "en", "theme": "auto"})
    return client


def page(reader: Client, path: str) -> str:
    return reader.get(f"/w/demo/compliance/{path}").content.decode()


def test_a_warning_is_called_so_wherever_severities_are_named(cast: Cast, reader: Client) -> None:
    asked = [batches.Asked(Item("", {"text": "爱买不买"}))]
    check = batches.begin(asked, name="一段", where=Where(), by=cast.lead)
    for path in ("centre/", "centre/trend/", f"check/{check.pk}/", "rules/"):
        html = page(reader, path)
        assert "Warn" in html, path
        assert ">Reminders<" not in html.partition("<main")[2], path


def test_why_the_house_judges_again_is_told_in_the_language_of_the_reader(cast: Cast, reader: Client) -> None:
    pack = keeping.create_pack(by=cast.owner, name="竞品")
    keeping.put_rule(pack, {"words": ["别家"]}, by=cast.owner)
    keeping.switch_on(pack, by=cast.owner)
    rejudging.begin([Standing.PUBLISHED], by=cast.owner)
    rejudging.begin([Standing.REPLY], by=cast.owner, reason="老板要看")
    html = page(reader, "centre/rejudgings/?view=all")
    assert "Rule pack “竞品” changed" in html
    assert "Recheck started by hand" in html
    assert "老板要看" in html
    chinese = sign_in(cast.owner).get("/w/demo/compliance/centre/rejudgings/?view=all").content.decode()
    assert "规则包“竞品”有调整" in chinese


def test_a_reply_is_called_a_reply(cast: Cast, reader: Client) -> None:
    verdict = judging.judge(
        content_of("今天特价"),
        workspace=cast.workspace,
        subject=cast.workspace,
        by=cast.editor,
        title=titles.of_reply("今天特价"),
    )
    assert verdict.title == "回复：今天特价"
    for path in ("verdicts/", f"verdicts/{verdict.pk}/"):
        assert "Reply: 今天特价" in page(reader, path)
