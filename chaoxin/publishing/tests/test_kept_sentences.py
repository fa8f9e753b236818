"""What a platform once said of a delivery is kept in Chinese and told in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.connectors.wording import said
from chaoxin.core import clock
from chaoxin.publishing.models import Attempt, Delivery
from chaoxin.publishing.states import State

from .test_subjects import deliver

KEPT = "微博授权已过期。请到渠道页点“去微博授权”重新连接，未发出的内容都还在。"
WITHHELD = (
    "按现在的规则，这条内容没有通过合规检查，已暂停发布。命中的是“a.jpg”。"
    "这个素材的授权到 2026-11-01 为止，过期后再发布就是未经许可；请续期、换素材，或更新授权记录。"
    "请改稿后重新排期，或请有权限的人放行；放行后会自动恢复排期。"
)
UNKNOWN = "平台说了一句没有人认识的话。"


def read(cast: Cast, delivery: Delivery, kept: str) -> str:
    Delivery.objects.update(state=State.HELD, sentence=kept)
    return sign_in(cast.lead).get(f"/w/demo/deliveries/{delivery.pk}/").content.decode()


def test_a_sentence_that_knows_its_parts_is_kept_as_it_is_said(cast: Cast) -> None:
    told = said(
        "平台连接不上（%(failure)s），请求没有发出。稍后会自动再试，无需处理。", failure="ReadTimeout"
    )
    assert told in read(cast, deliver(cast), told)


def test_a_sentence_of_before_is_told_in_english(cast: Cast) -> None:
    delivery = deliver(cast)
    assert KEPT in read(cast, delivery, KEPT)
    assert cast.lead.membership
    type(cast.lead.membership.user).objects.update(language="en")
    page = read(cast, delivery, KEPT)
    assert "Weibo&#x27;s authorization has expired. Connect it again" in page
    assert KEPT not in page
    assert UNKNOWN in read(cast, delivery, UNKNOWN)


def test_why_a_delivery_is_withheld_is_told_with_the_reason_of_the_rule(cast: Cast) -> None:
    delivery = deliver(cast)
    assert cast.lead.membership
    type(cast.lead.membership.user).objects.update(language="en")
    page = read(cast, delivery, WITHHELD)
    assert "What was hit is “a.jpg”. The license of this asset ended on 2026-11-01." in page


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "Weibo's authorization has expired."), ("zh-hans", KEPT)]
)
def test_callers_of_the_api_are_told_in_their_language(cast: Cast, language: str, begins: str) -> None:
    delivery = deliver(cast)
    Delivery.objects.update(state=State.HELD, sentence=KEPT)
    Attempt.objects.create(delivery=delivery, number=1, started_at=clock.now(), sentence=KEPT)
    caller = Client(headers={**bearer(cast.lead), "Accept-Language": language})
    with translation.override(None):
        listed = caller.get("/api/v1/deliveries").json()["items"]
        shown = caller.get(f"/api/v1/deliveries/{delivery.pk}").json()
    said_of = [listed[0]["sentence"], shown["sentence"], shown["attempts"][0]["sentence"]]
    assert [one.startswith(begins) for one in said_of] == [True] * 3
