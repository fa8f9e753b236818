"""Media that a share names: fetched from the company's server as the app on a phone does."""

import tempfile

import httpx

from sandbox import media
from sandbox.phone.app import Declined
from sandbox.world import World

PATIENCE_SECONDS = 20.0
MOST_OCTETS = 4 * 1024**3
HEAD_OCTETS = 32


async def fetch(world: World, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the kept files, with endings by their content, in that order. Raises Declined for an address that
    does not answer, or with something that its Content-Type does not call a picture or a video."""
    async with httpx.AsyncClient(
        transport=world.outgoing, timeout=PATIENCE_SECONDS, follow_redirects=True, trust_env=False
    ) as client:
        return tuple([await fetched(world, client, address) for address in addresses])


async def fetched(world: World, client: httpx.AsyncClient, address: str) -> str:
    try:
        async with client.stream("GET", address) as answer:
            if answer.status_code != 200:
                raise Declined(f"素材地址应答 HTTP {answer.status_code}：{address}")
            if not answer.headers.get("content-type", "").startswith(("image/", "video/")):
                raise Declined(f"素材地址的 Content-Type 不是图片或视频：{address}")
            return await kept(world, answer)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Declined(f"素材地址取不到（{type(error).__name__}）：{address}") from error


async def kept(world: World, answer: httpx.Response) -> str:
    with tempfile.TemporaryFile() as file:
        async for piece in answer.aiter_bytes(media.PIECE_BYTES):
            file.write(piece)
            if file.tell() > MOST_OCTETS:
                raise Declined("素材太大。")
        file.seek(0)
        kind = media.kind_of(file.read(HEAD_OCTETS))
        file.seek(0)
        if not media.CONTENT_TYPES.get(kind, "").startswith(("image/", "video/")):
            raise Declined("素材的内容不是图片或视频。")
        return f"{media.keep_stream(world.data_dir, file)}.{kind}"
