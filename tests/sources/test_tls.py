"""Certificates: checked, and a failure of theirs told apart from the network's."""

import asyncio
import ssl
from pathlib import Path

import pytest

from monitor.errors import FetchError
from monitor.sources.fetch import Fetched, Fetcher
from monitor.sources.guard import Policy
from tests.sources.server import loopback

PEM = Path(__file__).parent / "loopback.pem"
"""A certificate for news.test that signs itself, with the key that it is worth."""


async def answered(host: str, tls: ssl.SSLContext | None) -> Fetched:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with (
        server,
        Fetcher(
            policy=Policy(private_hosts=frozenset({host})),
            user_agent="monitor-tests/1.0",
            resolver=loopback,
            tls=tls,
        ) as fetcher,
    ):
        port = server.sockets[0].getsockname()[1]
        answer = await fetcher.get(f"https://{host}:{port}/", source="news")
        assert isinstance(answer, Fetched)
        return answer


def test_a_certificate_of_a_trusted_issuer_is_taken() -> None:
    trusting = ssl.create_default_context(cafile=str(PEM))
    assert asyncio.run(answered("news.test", trusting)).body == b"ok"


@pytest.mark.parametrize("trusting", [True, False])
def test_a_certificate_that_is_not_valid_is_refused_and_named(trusting: bool) -> None:
    tls = ssl.create_default_context(cafile=str(PEM)) if trusting else None
    with pytest.raises(FetchError) as caught:
        asyncio.run(answered("other.test" if trusting else "news.test", tls))
    assert "certificate" in caught.value.problem
    assert "clock" in caught.value.hint
    assert not caught.value.transient


def test_a_server_that_speaks_no_tls_is_a_passing_failure() -> None:
    async def main() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        policy = Policy(private_hosts=frozenset({"127.0.0.1"}))
        async with server, Fetcher(policy=policy, user_agent="x") as fetcher:
            port = server.sockets[0].getsockname()[1]
            await fetcher.get(f"https://127.0.0.1:{port}/", source="news")

    with pytest.raises(FetchError, match="TLS") as caught:
        asyncio.run(main())
    assert caught.value.transient
