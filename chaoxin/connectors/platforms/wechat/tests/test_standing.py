"""What accounts of each kind can do: asked of the platform, else said by the person connecting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chaoxin.connectors.manifest import Capability, Standing
from chaoxin.connectors.platforms.wechat.manifest import MANIFEST
from chaoxin.connectors.testing.samples import Reply
from chaoxin.connectors.values import Outcome, Token

from .cast import ACCESS_TOKEN, ACCOUNT, CGI, article, platform, refused

LIST = f"{CGI}/freepublish/batchget"


def row(standing: Standing, key: str) -> Capability:
    return next(entry for entry in MANIFEST.offer(standing).capabilities if entry.key == key)


def test_connecting_asks_whether_the_account_may_publish() -> None:
    stub, connector = platform()
    token = connector.connect.finish(credentials=ACCOUNT.credentials, answer={}, keep={}, return_url="")
    assert token.scopes == {"freepublish"}
    stub.answers[LIST] = refused(48001)
    token = connector.connect.finish(credentials=ACCOUNT.credentials, answer={}, keep={}, return_url="")
    assert token.scopes == {"drafts_only"}


def test_an_account_that_is_verified_later_is_found_out_with_its_next_token() -> None:
    _, connector = platform()
    waiting = replace(ACCOUNT, token=Token({"access_token": ACCESS_TOKEN}, scopes=frozenset({"drafts_only"})))
    assert connector.connect.renew(waiting).scopes == {"freepublish"}


def test_an_account_that_may_publish_is_not_asked_again() -> None:
    stub, connector = platform()
    known = replace(ACCOUNT, token=Token({"access_token": ACCESS_TOKEN}, scopes=frozenset({"freepublish"})))
    assert connector.connect.renew(known).scopes == {"freepublish"}
    connector.connect.identify(known)
    assert stub.sent_to(LIST) == []


@pytest.mark.parametrize("trouble", [refused(45009), refused(-1), Reply("<html>", status=502)])
def test_a_question_that_cannot_be_asked_costs_no_token(trouble: Reply) -> None:
    _, connector = platform(freepublish_batchget=trouble)
    token = connector.connect.renew(ACCOUNT)
    assert token.secrets == {"access_token": ACCESS_TOKEN}
    assert token.scopes == frozenset()


def test_an_account_that_may_only_draft_ends_in_its_draft_box_without_trying() -> None:
    stub, connector = platform()
    assert connector.publish
    account = replace(ACCOUNT, token=Token({"access_token": ACCESS_TOKEN}, scopes=frozenset({"drafts_only"})))
    prepared = connector.publish.prepare(account, article(), {})
    submission = connector.publish.submit(account, article(), prepared)
    assert submission.outcome is Outcome.NEEDS_PERSON
    assert submission.facts == {"draft": prepared["draft"], "title": "冬季新品上架", "index": 0}
    assert "《冬季新品上架》" in submission.sentence
    assert stub.sent_to(f"{CGI}/freepublish/submit") == []


@pytest.mark.parametrize(
    ("settings", "scopes", "only_drafts"),
    [
        ({}, set(), False),
        ({"account_kind": "service"}, set(), False),
        ({"account_kind": "personal"}, set(), True),
        ({"account_kind": "unverified"}, set(), True),
        ({"account_kind": "personal"}, {"freepublish"}, False),
        ({"account_kind": "subscription"}, {"drafts_only"}, True),
    ],
)
def test_the_platforms_word_goes_before_the_persons(
    settings: dict[str, str], scopes: set[str], only_drafts: bool
) -> None:
    standing = Standing("api", settings=settings, scopes=frozenset(scopes))
    assert MANIFEST.offer(standing).offers("mass_send") is not only_drafts
    assert MANIFEST.offer(standing).offers("publish")
    assert ("还差一步" in row(standing, "publish").note) is only_drafts


def test_the_ration_of_mass_messages_is_that_of_the_kind() -> None:
    assert "每天 1 次" in row(Standing("api", settings={"account_kind": "subscription"}), "mass_send").note
    assert "每月 4 次" in row(Standing("api", settings={"account_kind": "service"}), "mass_send").note


def test_an_account_without_the_interface_reads_nothing_but_publishes_by_hand() -> None:
    offer = MANIFEST.offer(Standing("assisted", settings={"account": "示例企业"}))
    assert offer.offers("publish")
    assert not any(
        offer.offers(key) for key in ("messages", "read_comments", "post_metrics", "find_published")
    )
    assert {form.key for form in offer.formats} == {"article", "pictures"}
