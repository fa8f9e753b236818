"""The gateway: one piece, fragments, what is there after a break, and what is not taken."""

import hashlib

from sandbox.platforms.kuaishou.tests.caller import Caller, video
from sandbox.tests.box import Box


def test_every_upload_has_a_token_and_a_gateway_of_its_own(caller: Caller) -> None:
    started = [caller.start() for _ in range(12)]
    assert len({token for token, _ in started}) == 12
    assert len({address for _, address in started}) == 2, "clients must use the host that they are given"


def test_a_small_file_goes_in_one_piece_raw_or_as_a_part(caller: Caller) -> None:
    assert caller.publish(token=caller.upload())["result"] == 1
    token, address = caller.start()
    files = {"file": ("a.mp4", video(), "video/mp4")}
    told = caller.box.send("POST", f"{address}/multipart", params={"upload_token": token}, files=files)
    assert told.json() == {"result": 1}
    assert caller.publish(token=token)["result"] == 1


def test_a_file_above_ten_megabytes_does_not_go_in_one_piece(caller: Caller) -> None:
    token, address = caller.start()
    assert caller.gateway(address, token, body=video(10_000_001))["result"] == 100200100
    assert caller.publish(token=token)["result"] == 100120002


def test_fragments_are_counted_and_checked(caller: Caller) -> None:
    token, address = caller.start()
    pieces = [video(500), b"b" * 500, b"c" * 20]
    for number, piece in enumerate(pieces):
        told = caller.gateway(f"{address}/fragment", token, body=piece, fragment_id=number)
        assert told == {"result": 1, "size": len(piece), "checksum": hashlib.md5(piece).hexdigest()}
    assert caller.gateway(f"{address}/complete", token, fragment_count=2)["result"] == 100200100
    assert caller.publish(token=token)["result"] == 100120002
    assert caller.gateway(f"{address}/complete", token, fragment_count=3)["result"] == 1
    assert caller.gateway(f"{address}/complete", token, fragment_count=3)["result"] == 1
    assert caller.publish(token=token)["result"] == 1
    assert caller.posts()[0]["details"]["octets"] == 1020


def test_a_fragment_must_not_skip_one_but_may_be_sent_again(caller: Caller) -> None:
    token, address = caller.start()
    assert caller.gateway(f"{address}/fragment", token, body=b"x", fragment_id=1)["result"] == 100200100
    for number in (0, 0, 1, 0):
        assert caller.gateway(f"{address}/fragment", token, body=video(20), fragment_id=number)["result"] == 1
    assert caller.gateway(f"{address}/fragment", token, body=b"", fragment_id=2)["result"] == 100200100
    caller.set_up(fragment_bytes=10)
    assert caller.gateway(f"{address}/fragment", token, body=video(20), fragment_id=2)["result"] == 100200100


def test_after_a_break_the_gateway_tells_what_it_has(caller: Caller) -> None:
    token, address = caller.start()
    resume = f"{address}/resume"
    assert caller.gateway(resume, token, method="GET")["fragment_index"] == -1
    for number in range(2):
        caller.gateway(f"{address}/fragment", token, body=video(30), fragment_id=number)
    told = caller.gateway(resume, token, method="GET")
    assert (told["existed"], told["fragment_index"], told["fragment_list"]) == (True, 1, [0, 1])
    assert told["fragment_index_bytes"] == 60
    assert caller.gateway(resume, "unknown", method="GET")["existed"] is False


def test_an_upload_does_not_serve_for_ever_nor_others(box: Box, caller: Caller) -> None:
    token, address = caller.start()
    other = Caller(box)
    assert caller.gateway(address, token, body=video())["result"] == 1
    assert other.publish(token=token)["result"] == 100120002
    box.wait(86_401)
    assert caller.gateway(f"{address}/resume", token, method="GET")["existed"] is False
    assert caller.gateway(f"{address}/fragment", token, body=b"x", fragment_id=0)["result"] == 100200100


def test_the_gateway_can_be_set(caller: Caller) -> None:
    caller.set_up(upload_endpoint="127.0.0.1:9100")
    assert caller.post("/openapi/photo/start_upload")["endpoint"] == "127.0.0.1:9100"
