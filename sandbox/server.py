"""The sandbox as a process: `python -m sandbox --port 9100 --data DIR`."""

import argparse
import asyncio
import logging
import os
import signal
import socket
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from sandbox.application import create
from sandbox.world import DEFAULT_SEED, WorldInUse

log = logging.getLogger("sandbox")


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; answers the exit code."""
    options = parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        asyncio.run(serve(options))
    except WorldInUse as error:
        print(f"沙盒无法启动：数据目录 {options.data} 正被另一个沙盒使用（{error}）。", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="sandbox", description="本机模拟的微信公众号与微博")
    options.add_argument("--host", default="127.0.0.1", help="监听地址")
    options.add_argument("--port", type=int, default=9100, help="监听端口")
    options.add_argument("--data", type=Path, default=Path("sandbox-data"), help="数据目录")
    options.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, help="随机种子：相同的种子与操作得到相同的世界"
    )
    return options


async def serve(options: argparse.Namespace) -> None:
    application = create(options.data, seed=options.seed, cut_connection=shut_socket)
    server = Server(
        application,
        address=options.host,
        port=options.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        backlog=1024,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    print(f"潮信沙盒：http://{options.host}:{options.port}/", flush=True)
    await server.serve()


def shut_socket(client: tuple[str, int]) -> None:
    """Shut down this process's socket to the client, so that he sees the connection end without an answer."""
    for name in os.listdir("/proc/self/fd"):
        found = connected_socket(int(name))
        if found is None:
            continue
        with found:
            if peer_of(found) == client:
                found.shutdown(socket.SHUT_RDWR)
                return
    log.warning("no socket to %s:%s", *client)


def connected_socket(descriptor: int) -> socket.socket | None:
    """A second handle on the socket behind a descriptor; None for anything else. Other files are never opened twice:
    closing the second handle would drop the database's locks."""
    try:
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return None
        return socket.socket(fileno=os.dup(descriptor))
    except OSError:
        return None


def peer_of(connection: socket.socket) -> tuple[str, int] | None:
    try:
        host, port = connection.getpeername()[:2]
    except (OSError, ValueError):
        return None
    return str(host), int(port)
