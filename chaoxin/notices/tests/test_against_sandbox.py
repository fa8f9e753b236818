"""Reminders go by HTTP to the robots of the sandbox, which check what the real services check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.connectors.testing.emulation import Emulated, running
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal
from chaoxin.notices import dispatching, notifying, registering
from chaoxin.notices.models import Dispatch, Robot
from chaoxin.notices.notifying import Words
from chaoxin.notices.registering import Entry

KINDS = {"work_chat": "qyweixin_robot", "feishu": "feishu_robot", "dingtalk": "dingtalk_robot"}
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with running(tmp_path_factory.mktemp("sandbox")) as found:
        yield found


@pytest.fixture
def sandbox(emulated: Emulated, settings: Any) -> Emulated:
    settings.SANDBOX_URL = emulated.url
    return emulated


def chat(sandbox: Emulated, kind: str, **wishes: Any) -> Any:
    """A group chat of the sandbox with its robot."""
    return sandbox.control("POST", "robots", {"kind": kind, "name": "发布群", **wishes})


def registered(cast: Cast, made: Any, **changes: Any) -> Robot:
    entry = {
        "name": "发布群",
        "kind": KINDS[made["kind"]],
        "address": made["address"],
        "secret": made["secret"],
        "in_sandbox": True,
        **changes,
    }
    return registering.add(Entry(**entry), by=cast.lead)


def arrived(sandbox: Emulated, made: Any) -> list[str]:
    return [one["text"] for one in sandbox.control("GET", f"robots/{made['id']}/messages")]


@each_kind
def test_a_reminder_is_seen_in_the_chat(cast: Cast, sandbox: Emulated, kind: str) -> None:
    made = chat(sandbox, kind)
    robot = registered(cast, made)
    words = Words("到点了：秋季新品", "请现在发布。", link="https://chaoxin.example.com/h/x/")
    notifying.send_to(robot, key=f"due-{kind}", words=words)
    assert dispatching.send_next() == 1
    assert Dispatch.objects.get(robot=robot).state == Dispatch.State.SENT
    [text] = arrived(sandbox, made)
    assert text == "到点了：秋季新品\n请现在发布。\nhttps://chaoxin.example.com/h/x/"
    assert text.splitlines()[0] in sandbox.client.get(f"{sandbox.url}/robots").text


@each_kind
def test_the_page_tries_a_robot_out(cast: Cast, sandbox: Emulated, kind: str) -> None:
    made = chat(sandbox, kind)
    robot = registered(cast, made)
    answer = sign_in(cast.lead).post(
        f"/w/demo/notices/robots/{robot.pk}/trial/", headers={"HX-Request": "true"}
    )
    assert answer.status_code in (200, 204)
    assert "【测试】" in arrived(sandbox, made)[0]


@pytest.mark.parametrize("kind", ["feishu", "dingtalk"])
def test_a_wrong_secret_is_said_without_repeating_it(cast: Cast, sandbox: Emulated, kind: str) -> None:
    robot = registered(cast, chat(sandbox, kind), secret="SECwrongwrong")
    with pytest.raises(Refusal) as refused:
        registering.try_out(robot, by=cast.lead)
    assert "签名密钥" in refused.value.sentence
    assert "SECwrongwrong" not in refused.value.sentence


@each_kind
def test_a_robot_that_left_the_chat_is_said(cast: Cast, sandbox: Emulated, kind: str) -> None:
    made = chat(sandbox, kind)
    robot = registered(cast, made)
    assert sandbox.client.post(f"{sandbox.url}/robots/{made['id']}/remove").status_code == 303
    with pytest.raises(Refusal, match="没有接收"):
        registering.try_out(robot, by=cast.lead)


def test_what_comes_too_fast_arrives_later_and_is_not_lost(cast: Cast, sandbox: Emulated) -> None:
    made = chat(sandbox, "dingtalk")
    robot = registered(cast, made)
    for number in range(21):
        notifying.send_to(robot, key=f"n-{number}", words=Words(f"第 {number} 条", ""))
        dispatching.send_next()
    waiting = Dispatch.objects.get(robot=robot, state=Dispatch.State.WAITING)
    assert "130101" in waiting.sentence
    assert len(arrived(sandbox, made)) == 20
    sandbox.advance(61, services=True)
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert dispatching.send_next() == 1
    assert "第 20 条" in arrived(sandbox, made)


def test_the_form_tells_where_robots_of_the_sandbox_are_made(cast: Cast, sandbox: Emulated) -> None:
    page = sign_in(cast.lead).get("/w/demo/notices/robots/").content.decode()
    assert f"{sandbox.url}/robots" in page
