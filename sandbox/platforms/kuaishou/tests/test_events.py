"""Pushes to the application's callback address."""

import json

import httpx

from sandbox.platforms.kuaishou.events import sign
from sandbox.platforms.kuaishou.tests.caller import Caller

URL = "https://brand.example.com/hook"


def next_message_id(caller: Caller) -> str:
    number = caller.box.world.last_request_id + 1
    return caller.box.world.ids(f"kuaishou message|{number}").hexadecimal(32)


def test_saving_an_address_sends_a_signed_test_that_must_be_answered_by_its_id(caller: Caller) -> None:
    answer = {"message_id": next_message_id(caller), "result": 1}
    caller.box.company.answers = [httpx.Response(200, json=answer)]
    caller.box.post(f"/control/accounts/{caller.key}/callback", url=URL)
    [pushed] = caller.box.company.requests
    told = json.loads(pushed.content)
    assert (told["event"], told["app_id"]) == ("TEST", caller.credentials["app_id"])
    assert pushed.headers["kwaisign"] == sign(pushed.content, caller.credentials["app_secret"])
    assert caller.box.get(f"/control/accounts/{caller.key}")["callback"]["verified"] is True


def test_an_address_that_does_not_answer_the_test_is_not_kept_as_good(caller: Caller) -> None:
    caller.box.company.answers = [httpx.Response(200, json={"result": 1, "message_id": "another"})]
    caller.box.post(f"/control/accounts/{caller.key}/callback", url=URL)
    callback = caller.box.get(f"/control/accounts/{caller.key}")["callback"]
    assert callback["verified"] is False
    assert callback["problem"]
