"""Signed pushes of messages through the real web server, beside a bare Django view that only inserts.

Half of the pushes are encrypted, half plain; some are sent again, as platforms do. The two servers take turns, so
that a noisy machine disturbs both. No worker runs: what is measured is how fast a push is safe in the database.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from bench import company as companies
from bench import load
from bench.stack import Stack, free_port, share, stack, wait_until
from sandbox.platforms.wechat.crypto import encrypt, signature

FIRST_MESSAGE_ID = 24_000_000_000_000_000
BARE_APPLICATION = "bench.bare:application"
BARE_TABLE = "CREATE TABLE bench_push (id bigserial PRIMARY KEY, key text NOT NULL, body text NOT NULL)"

MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
    "<CreateTime>{second}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[你好，请问周末门店几点开门？可以带宠物吗？]]></Content><MsgId>{id}</MsgId></xml>"
)


@dataclass(frozen=True)
class Door:
    """Where an account's pushes go, and the secrets that sign and encrypt them."""

    path: str
    credentials: dict[str, str]


def run(arguments: list[str]) -> dict[str, Any]:
    """Requests per second and p99 of both; `ratio` is the share of the bare view's requests per second."""
    options = _parser().parse_args(arguments)
    with stack() as installation:
        return _measure(installation, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench callbacks")
    parser.add_argument("--messages", type=int, default=6000, help="different messages")
    parser.add_argument("--replays", type=int, default=600, help="messages that are pushed once more")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _measure(installation: Stack, options: argparse.Namespace) -> dict[str, Any]:
    installation.start_sandbox()
    company = companies.found(installation, accounts=3)
    installation.start_web()
    bare_address = _start_bare(installation)
    rounds = _rounds(_pushes(company, options), options.rounds)
    real, simple = [], []
    for requests in rounds:
        simple.append(load.put_on(bare_address, requests, connections=options.connections))
        real.append(load.put_on(installation.web_address, requests, connections=options.connections))
    _check(real + simple)
    # The first round opens connections and fills caches.
    return _figures(real[1:], simple[1:], options) | _accounts(rounds, options)


def _check(loads: list[load.Load]) -> None:
    refused = [status for one in loads for status in one.statuses if status != 200]
    if refused:
        raise RuntimeError(f"{len(refused)} pushes were not taken, the first with status {refused[0]}")


def _figures(real: list[load.Load], simple: list[load.Load], options: argparse.Namespace) -> dict[str, Any]:
    rates = {name: _rate(loads) for name, loads in (("real", real), ("bare", simple))}
    return {
        "messages": options.messages,
        "replays": options.replays,
        "connections": options.connections,
        "requests_per_second": round(rates["real"]),
        "p99_ms": _p99(real),
        "bare_requests_per_second": round(rates["bare"]),
        "bare_p99_ms": _p99(simple),
        "ratio": round(rates["real"] / rates["bare"], 3),
    }


def _accounts(rounds: list[list[bytes]], options: argparse.Namespace) -> dict[str, Any]:
    """What became of every push."""
    from chaoxin.inbox.models import InboundEvent

    stored = set(InboundEvent.objects.filter(kind="message").values_list("platform_id", flat=True))
    sent = {str(FIRST_MESSAGE_ID + number) for number in range(options.messages)}
    rows = InboundEvent.objects.count()
    lost, doubled = len(sent - stored), rows - len(stored)
    return {
        "ok": lost == 0 and doubled == 0,
        "pushed": sum(len(requests) for requests in rounds),
        "stored": rows,
        "lost": lost,
        "stored_twice": doubled,
    }


def _rate(loads: list[load.Load]) -> float:
    return sum(len(one.waits) for one in loads) / sum(one.seconds for one in loads)


def _p99(loads: list[load.Load]) -> float:
    return round(share([wait for one in loads for wait in one.waits], 0.99) * 1000, 1)


def _start_bare(installation: Stack) -> str:
    from django.db import connection

    from chaoxin.config import web
    from chaoxin.config.supervisor import Program

    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLE)
    port = free_port()
    command = [*web.command(port=port)[:-1], BARE_APPLICATION]
    installation.supervisor.add(Program("bare", command, log=installation.folder / "bare.log"))
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: httpx.get(address).status_code == 404)
    return address


def _rounds(requests: list[bytes], number: int) -> list[list[bytes]]:
    return [requests[start::number] for start in range(number)]


def _pushes(company: companies.Company, options: argparse.Namespace) -> list[bytes]:
    """Prepared requests in random order, a replay somewhere after its first."""
    lot = random.Random(options.seed)
    doors = _doors(company)
    first = [_push(doors[number % len(doors)], number, lot) for number in range(options.messages)]
    again = [(lot.uniform(number, options.messages), first[number]) for number in _chosen(lot, options)]
    ordered = sorted([*enumerate(first), *again], key=lambda entry: entry[0])
    return [request for _, request in ordered]


def _chosen(lot: random.Random, options: argparse.Namespace) -> list[int]:
    return lot.sample(range(options.messages), min(options.replays, options.messages))


def _doors(company: companies.Company) -> list[Door]:
    """Two accounts of the platform that pushes: one takes encrypted pushes, the other plain ones."""
    from chaoxin.channels.models import Grant

    encrypted, plain = (
        Grant.objects.select_related("channel").get(channel=channel)
        for channel in (company.channels[0], company.channels[2])
    )
    plain.credentials = {**plain.credentials, "encoding_aes_key": ""}
    plain.save()
    return [_door(encrypted), _door(plain)]


def _door(grant: Any) -> Door:
    return Door(path=f"/hooks/{grant.channel.callback_key}", credentials=grant.credentials)


def _push(door: Door, number: int, lot: random.Random) -> bytes:
    """One message as the platform would push it."""
    token, key = door.credentials["callback_token"], door.credentials.get("encoding_aes_key")
    timestamp, nonce = str(int(time.time())), str(lot.getrandbits(32))
    query = {"signature": signature(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    body = MESSAGE.format(sender=f"o{number % 500:027d}", second=timestamp, id=FIRST_MESSAGE_ID + number)
    if key:
        secret = encrypt(body, aes_key=key, appid=door.credentials["app_id"], random=lot.randbytes(16))
        query |= {"encrypt_type": "aes", "msg_signature": signature(token, timestamp, nonce, secret)}
        body = (
            f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><Encrypt><![CDATA[{secret}]]></Encrypt></xml>"
        )
    return load.post(f"http://127.0.0.1{door.path}?{urlencode(query)}", body.encode())
