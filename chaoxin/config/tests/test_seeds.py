"""The example company, told with few texts to a sandbox of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from chaoxin.accounts import audit_chain
from chaoxin.accounts.models import Membership, Workspace
from chaoxin.analytics.models import PostReading, ReadingGap, Review
from chaoxin.channels import callbacks, share_apps
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging
from chaoxin.compliance.values import JudgedContent
from chaoxin.config import sandbox_hooks, seeds
from chaoxin.config.seeds import history, story, topics
from chaoxin.config.seeds.sandbox import Sandbox
from chaoxin.config.seeds.sign_ins import SIGN_INS
from chaoxin.content.models import Draft
from chaoxin.core import clock
from chaoxin.goals.models import Objective
from chaoxin.inbox.models import Conversation, Lead, LeadContact, Message, SlaClock
from chaoxin.publishing import phone_page
from chaoxin.publishing.models import Delivery

TEXTS = 5
START_SECONDS = 30.0


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start_sandbox(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-m", "sandbox", "--port", str(port), "--data", str(folder)])
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/control/health", timeout=2.0)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return address, process
    process.kill()
    raise TimeoutError("the sandbox did not start")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running sandbox."""
    address, process = _start_sandbox(tmp_path_factory.mktemp("sandbox"))
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def told(sandbox: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Sandbox]:
    """The story, committed, and the sandbox in which it plays."""
    with django_db_blocker.unblock(), override_settings(SANDBOX_URL=sandbox):
        story.tell(sandbox, topics=TEXTS)
        with closing(Sandbox(sandbox)) as desk:
            yield desk
        call_command("flush", interactive=False, verbosity=0)


def test_every_text_passes_the_gate_or_is_meant_not_to() -> None:
    meant = {topic.key for topic in topics.coming() if topic.state in ("refused_by_gate", "in_review")}
    written = [*topics.past(), *topics.coming()]
    for topic in written:
        for text in (topic.short, f"{topic.title}\n{topic.summary}\n{topic.body}"):
            judged = JudgedContent(
                "weibo", "post", {"text": text}, links=("https://x.example/",), industry="food"
            )
            assert topic.key in meant or judging.look(judged).level == "allow", topic.key


def test_every_reply_passes_the_gate() -> None:
    told = topics.replies()
    texts = [text for subject in told["subjects"] for text in subject["texts"]]
    for text in texts + [text for lines in told["tones"].values() for text in lines]:
        for platform in ("wechat", "weibo"):
            assert judging.look(JudgedContent(platform, "reply", {"text": text})).level == "allow", text


@pytest.mark.django_db
def test_without_a_story_there_are_the_company_and_its_people_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAOXIN_SANDBOX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv(seeds.STORY, "0")
    seeds.seed()
    assert Membership.objects.count() == len(SIGN_INS)
    assert not Channel.objects.exists()


@pytest.mark.django_db
def test_a_second_start_tells_nothing_again(told: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (Delivery.objects.count(), Message.objects.count(), len(told.accounts()))
    monkeypatch.setenv("CHAOXIN_SANDBOX_URL", settings.SANDBOX_URL)
    seeds.seed()
    assert (Delivery.objects.count(), Message.objects.count(), len(told.accounts())) == before


@pytest.mark.django_db
def test_every_past_post_is_one_of_the_sandbox_with_the_same_address(told: Sandbox) -> None:
    live = Delivery.objects.filter(state="published", by_hand=False).select_related("receipt", "channel")
    assert len({delivery.title for delivery in live}) == TEXTS
    for delivery in live:
        found = httpx.get(
            f"{settings.SANDBOX_URL}/control/posts", params={"url": delivery.receipt.url}
        ).json()
        assert [post["state"] for post in found] == ["live"]
        words = delivery.content["title"] or delivery.content["text"]
        assert words in f"{found[0]['title']}\n{found[0]['text']}"


@pytest.mark.django_db
def test_readings_end_at_what_the_sandbox_counts(told: Sandbox) -> None:
    for delivery in Delivery.objects.filter(state="published", by_hand=False).select_related("receipt"):
        [post] = httpx.get(
            f"{settings.SANDBOX_URL}/control/posts", params={"url": delivery.receipt.url}
        ).json()
        values = PostReading.objects.filter(delivery=delivery, metric="comments", whole_day=False)
        counted = [int(value) for value in values.order_by("at").values_list("value", flat=True)]
        assert counted[-1] == post["comments"]
        assert counted == sorted(counted)


@pytest.mark.django_db
def test_answers_stand_in_the_sandbox_too(told: Sandbox) -> None:
    answers = Message.objects.filter(direction="out", conversation__kind="message")
    written = Counter(answers.values_list("text", flat=True))
    shown = Counter(
        message["text"]
        for account in told.accounts()
        for message in told.messages(account["key"])
        if message["direction"] == "out"
    )
    assert answers
    assert shown == written


@pytest.mark.django_db
def test_clocks_and_conversations_agree(told: Sandbox) -> None:
    waiting = Conversation.objects.filter(state__in=["open", "snoozed"])
    assert SlaClock.objects.filter(stopped_at=None).count() == waiting.count() > 0
    for conversation in waiting:
        [running] = conversation.clocks.filter(stopped_at=None)
        assert conversation.answer_due_at == running.due_at
        assert bool(running.breached_at) == (running.due_at < clock.now())
    assert not Message.objects.filter(at__gt=clock.now()).exists()


@pytest.mark.django_db
def test_the_desk_has_something_in_every_state(told: Sandbox) -> None:
    assert set(Draft.objects.values_list("state", flat=True)) == set(Draft.State.values)
    by_machine = Delivery.objects.filter(by_hand=False)
    assert set(by_machine.values_list("state", flat=True)) == {"scheduled", "held", "published"}
    assert set(Objective.objects.values_list("kind", flat=True)) == set(Objective.Kind.values)
    finished = Review.objects.exclude(finished_at=None).count()
    assert (Review.objects.count(), finished) == (3, 2)
    assert ReadingGap.objects.filter(delivery=None).exists()


@pytest.mark.django_db
def test_the_accounts_are_sound_and_registered(told: Sandbox) -> None:
    for channel in Channel.objects.select_related("grant"):
        grant = getattr(channel, "grant", None)
        assert (channel.state, grant.broken_at if grant else None) == ("connected", None)
        assert (grant is None) == (channel.mode == "assisted")
        assert channel.legal_entity
        assert channel.owner_id
        assert channel.backup_admin_id
        assert channel.groups.count() == 1


@pytest.mark.django_db
def test_the_audit_trail_of_the_story_verifies(told: Sandbox) -> None:
    assert list(audit_chain.verify(Workspace.objects.get().pk)) == []


def test_remains_of_an_interrupted_start_are_cleared_away(tmp_path: Path) -> None:
    address, process = _start_sandbox(tmp_path)
    try:
        with closing(Sandbox(address)) as sandbox:
            first = history.open_accounts(sandbox, since=clock.now())
            second = history.open_accounts(sandbox, since=clock.now())
            assert len(sandbox.accounts()) == len(first) == len(second)
    finally:
        process.terminate()
        process.wait()


@pytest.mark.django_db
def test_an_account_that_cannot_be_reached_is_named_and_hinders_nobody(
    told: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sandbox_hooks, "TRIES", 1)
    sandbox_hooks.connect(settings.SANDBOX_URL, "http://127.0.0.1:9")
    called = [channel for channel in Channel.objects.filter(mode="api") if callbacks.address_of(channel)]
    assert capsys.readouterr().out.count("没有接通") == len(called) > 4


def test_what_is_published_by_hand_stands_in_every_state(told: Sandbox, db: None) -> None:
    by_hand = Delivery.objects.filter(by_hand=True).select_related("channel", "receipt", "handoff")
    states = Counter(delivery.state for delivery in by_hand)
    assert states == {"published": 1, "held": 1, "handed_over": 1, "scheduled": 2}
    live = by_hand.get(state="published")
    assert live.receipt.url.startswith("https://")
    assert live.receipt.confirmed_by
    assert by_hand.get(state="held").held_for == "unpublished"
    assert phone_page.is_late(by_hand.get(state="handed_over"))


def test_apps_can_be_opened_from_the_phone_page_where_the_company_has_an_application(
    told: Sandbox, sandbox: str, db: None
) -> None:
    with override_settings(SANDBOX_URL=sandbox):
        open_ones = {
            channel.name
            for channel in Channel.objects.filter(mode="assisted")
            if share_apps.acting_for(channel)
        }
    assert open_ones == {"潮汐茶的日常", "潮汐茶南京西路店"}


def test_leads_wait_in_the_inbox_and_one_was_called_back(told: Sandbox, db: None) -> None:
    leads = Lead.objects.select_related("conversation__channel")
    assert {lead.conversation.channel.name for lead in leads} == {"潮汐茶聚光投放"}
    assert leads.count() == 4
    assert LeadContact.objects.count() == 1
    assert not Lead.objects.filter(conversation__messages__text__contains="10000001234").exists()
