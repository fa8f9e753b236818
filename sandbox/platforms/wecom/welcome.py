"""The greeting of a new customer: within 20 seconds of the event, and once."""

from typing import Any

from sandbox.calls import Call
from sandbox.conversing import FROM_ACCOUNT, keep
from sandbox.platforms.wecom.errors import fine, refusal
from sandbox.platforms.wecom.requests import body_of, text_of
from sandbox.platforms.wecom.task_content import content_of, words_of

WITHIN_SECONDS = 20


def send(call: Call) -> dict[str, Any]:
    """POST externalcontact/send_welcome_msg"""
    body = body_of(call)
    row = call.world.store.one(
        "SELECT * FROM wecom_welcome WHERE code = ? AND account = ?",
        text_of(body, "welcome_code"),
        call.the_account.key,
    )
    if row is None or call.at - row["made_at"] > WITHIN_SECONDS:
        raise refusal(41050)
    if row["used_at"] is not None:
        raise refusal(41051)
    words = words_of(*content_of(call, body))
    call.world.store.run("UPDATE wecom_welcome SET used_at = ? WHERE code = ?", call.at, row["code"])
    person = call.world.store.value(
        "SELECT person_key FROM fan WHERE account = ? AND external_id = ?",
        call.the_account.key,
        row["external_id"],
    )
    keep(
        call.world,
        call.the_account,
        person,
        direction=FROM_ACCOUNT,
        kind="welcome",
        text=words,
        at=call.at,
        request_id=call.id,
    )
    return fine()
