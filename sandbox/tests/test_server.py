"""The sandbox as a process with real sockets."""

import contextlib
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

LONGEST_START = 20.0


class Process:
    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "sandbox", "--port", str(self.port), "--data", str(self.data_dir)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=5, trust_env=False)
        deadline = time.monotonic() + LONGEST_START
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if self.client.get("/control/health").json()["ok"]:
                    return
            time.sleep(0.05)
        raise AssertionError("the sandbox did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.client.close()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        self.client.close()
        return code


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Process]:
    server = Process(tmp_path / "data")
    yield server
    if server.process.poll() is None:
        assert server.stop() == 0


def open_weibo(server: Process) -> str:
    body = {"platform": "weibo", "name": "示例", "key": "bird", "quota_profile": "unlimited"}
    server.client.post("/control/accounts", json=body)
    return str(server.client.post("/control/accounts/bird/authorize").json()["access_token"])


def share(server: Process, token: str, text: str) -> httpx.Response:
    fields = {"access_token": token, "status": f"{text} https://example.com/", "rip": "112.80.1.1"}
    return server.client.post("/api.weibo.com/2/statuses/share.json", data=fields)


def test_what_was_answered_survives_a_kill(server: Process) -> None:
    token = open_weibo(server)
    ids = [share(server, token, f"第{number}条").json()["id"] for number in range(20)]
    server.kill()
    server.start()
    told = server.client.get("/control/posts").json()
    assert [int(post["external_id"]) for post in told] == ids[::-1]
    assert share(server, token, "重启之后").status_code == 200


@pytest.mark.parametrize(("kind", "applied"), [("cut_after_accept", 1), ("cut_before_accept", 0)])
def test_a_cut_connection_gives_not_one_byte(server: Process, kind: str, applied: int) -> None:
    token = open_weibo(server)
    server.client.post("/control/faults", json={"kind": kind, "path": "/2/statuses/share.json", "count": 1})
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        share(server, token, "断线")
    assert server.client.get("/control/summary").json()["effects"] == applied


def test_pushes_go_out_by_themselves_and_reviews_end(server: Process) -> None:
    with socket.create_server(("127.0.0.1", 0)) as company:
        company.settimeout(10)
        body = {"platform": "wechat", "name": "示例", "key": "brand", "settings": {"callback_mode": "plain"}}
        server.client.post("/control/accounts", json=body)
        url = f"http://127.0.0.1:{company.getsockname()[1]}/callback"
        answering = threading.Thread(target=answer_verification, args=(company,))
        answering.start()
        told = server.client.post("/control/accounts/brand/callback", json={"url": url}).json()
        answering.join()
        assert told["verified"]
        server.client.post("/control/accounts/brand/messages", json={"text": "在吗"})
        connection, _ = company.accept()
        with connection:
            assert b"subscribe" in receive(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")


def answer_verification(company: socket.socket) -> None:
    connection, _ = company.accept()
    with connection:
        first = receive(connection).split(b"\r\n", 1)[0].decode()
        echo = first.split("echostr=")[1].split(" ")[0].split("&")[0]
        connection.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {len(echo)}\r\n\r\n{echo}".encode())


def receive(connection: socket.socket) -> bytes:
    connection.settimeout(5)
    data = b""
    while b"\r\n\r\n" not in data or (b"POST" in data[:4] and b"</xml>" not in data):
        part = connection.recv(65_536)
        if not part:
            break
        data += part
    return data


def test_a_second_server_on_the_same_data_says_so(server: Process) -> None:
    command = [sys.executable, "-m", "sandbox", "--port", str(free_port()), "--data", str(server.data_dir)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert second.returncode == 1
    assert "正被另一个沙盒使用" in second.stderr
