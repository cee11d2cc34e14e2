"""The guarded GET and POST against a real server that misbehaves in every way it can."""

import asyncio
import gzip
import hashlib
import zlib
from datetime import timedelta

import pytest

from monitor.errors import FetchError
from monitor.sources.fetch import Answer, Fetched, Fetcher, Limits, NotModified, Validators
from monitor.sources.guard import Policy
from tests.sources.server import NOW, Asked, Reply, Server, a_fetcher, plain, serving

BODY = b"<rss><channel><title>News</title></channel></rss>"


async def got(fetcher: Fetcher, url: str, validators: Validators | None = None) -> Fetched:
    answer = await fetcher.get(url, source="news", validators=validators)
    assert isinstance(answer, Fetched)
    return answer


def answer_of(reply: Reply, *, limits: Limits | None = None) -> Fetched:
    async def main() -> Fetched:
        async with serving(feed=reply) as server, a_fetcher(limits=limits) as fetcher:
            return await got(fetcher, server.url("/feed"))

    return asyncio.run(main())


def failure_of(reply: Reply, *, limits: Limits | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        answer_of(reply, limits=limits)
    assert caught.value.source == "news"
    return caught.value


def redirect(location: str, status: int = 302) -> Reply:
    return plain(status=status, headers={"location": location})


def endless(head: bytes, chunk: bytes, pause: float = 0.0) -> Reply:
    async def reply(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)

    return reply


def test_an_answer_comes_with_its_hash_validators_and_time() -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Tue, 19 Aug 2025 09:00:00 GMT"}
    answer = answer_of(plain(BODY, headers=headers))
    assert answer.body == BODY
    assert answer.sha256 == hashlib.sha256(BODY).hexdigest()
    assert answer.validators == Validators(
        etag='"v1"', last_modified="Tue, 19 Aug 2025 09:00:00 GMT"
    )
    assert answer.header("ETag") == '"v1"'
    assert (answer.fetched_at, answer.permanent_url) == (NOW, None)


def test_a_request_says_who_asks_and_accepts_feeds() -> None:
    async def main() -> Asked:
        async with serving(feed=plain(BODY)) as server, a_fetcher() as fetcher:
            await got(fetcher, server.url("/feed"))
            return server.asked[0]

    headers = asyncio.run(main()).headers
    assert headers["user-agent"] == "monitor-tests/1.0"
    assert "application/rss+xml" in headers["accept"]
    assert "gzip" in headers["accept-encoding"]


def test_not_modified_is_a_value_and_keeps_the_validators() -> None:
    async def main() -> tuple[object, Asked]:
        reply = plain(status=304, headers={"cache-control": "max-age=600"})
        async with serving(feed=reply) as server, a_fetcher() as fetcher:
            known = Validators(etag='W/"x"', last_modified="Tue, 19 Aug 2025 09:00:00 GMT")
            answer = await fetcher.get(server.url("/feed"), source="news", validators=known)
            return answer, server.asked[0]

    answer, asked = asyncio.run(main())
    assert isinstance(answer, NotModified)
    assert answer.validators.etag == 'W/"x"'
    assert ("cache-control", "max-age=600") in answer.headers
    assert asked.headers["if-none-match"] == 'W/"x"'
    assert asked.headers["if-modified-since"] == "Tue, 19 Aug 2025 09:00:00 GMT"


def test_not_modified_that_nobody_asked_for_is_an_error() -> None:
    assert failure_of(plain(status=304)).status == 304


@pytest.mark.parametrize(
    ("status", "transient"),
    [(401, False), (403, False), (404, False), (406, False), (410, False), (429, True),
     (500, True), (503, True), (206, False)],
)  # fmt: skip
def test_a_status_says_whether_to_come_back(status: int, transient: bool) -> None:
    error = failure_of(plain(b"no", status=status, headers={"retry-after": "120"}))
    assert (error.status, error.transient) == (status, transient)
    assert error.retry_after == timedelta(seconds=120)
    assert error.hint or status in {206, 500, 503}


def test_retry_after_may_be_a_date() -> None:
    error = failure_of(plain(status=503, headers={"retry-after": "Tue, 19 Aug 2025 09:40:00 GMT"}))
    assert error.retry_after == timedelta(minutes=10)


def test_a_challenge_page_is_told_from_an_overload() -> None:
    error = failure_of(plain(status=503, headers={"cf-mitigated": "challenge"}))
    assert not error.transient
    assert "human" in error.hint


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://100.64.0.1/",
        "http://2130706433/",
        "//10.0.0.1/",
        "http://user:secret@93.184.216.34/",
        "file:///etc/passwd",
        "data:text/xml,<rss/>",
        "gopher://example.org/",
        "http://example.org\\@127.0.0.1/",
        "http://[::bad/",
    ],
)
def test_a_redirect_to_a_place_that_may_not_be_reached_is_refused(location: str) -> None:
    error = failure_of(redirect(location))
    assert not error.transient


def test_a_redirect_to_another_port_of_a_private_host_is_refused() -> None:
    async def main() -> None:
        async with serving(feed=plain(BODY)) as inner, serving() as outer:
            outer.replies["/feed"] = redirect(inner.url("/feed"))
            async with a_fetcher(f"127.0.0.1:{outer.port}") as fetcher:
                with pytest.raises(FetchError) as caught:
                    await got(fetcher, outer.url("/feed"))
                assert "not a public address" in caught.value.problem
            assert inner.asked == []

    asyncio.run(main())


def test_a_name_that_leads_to_a_private_address_is_refused() -> None:
    async def main() -> None:
        async with serving(feed=plain(BODY)) as server:
            async with a_fetcher("elsewhere.test") as fetcher:
                with pytest.raises(FetchError, match=r"leads to 127\.0\.0\.1"):
                    await got(fetcher, server.url("/feed", "news.test"))
            assert server.connections == 0

    asyncio.run(main())


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    async def resolver(host: str, port: int) -> tuple[str, ...]:
        return ("93.184.216.34", "10.0.0.7")

    async def main() -> None:
        async with a_fetcher("other.test", resolver=resolver) as fetcher:
            with pytest.raises(FetchError, match=r"10\.0\.0\.7"):
                await got(fetcher, "http://news.test/feed")

    asyncio.run(main())


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    # A name that answers otherwise at its second look-up gains nothing: there is no second one.
    looked_up: list[str] = []

    async def resolver(host: str, port: int) -> tuple[str, ...]:
        looked_up.append(host)
        return ("127.0.0.1",) if len(looked_up) == 1 else ("10.0.0.1",)

    async def main() -> None:
        async with (
            serving(feed=plain(BODY)) as server,
            a_fetcher("news.test", resolver=resolver) as fetcher,
        ):
            assert (await got(fetcher, server.url("/feed", "news.test"))).body == BODY

    asyncio.run(main())
    assert looked_up == ["news.test"]


def test_an_address_that_does_not_answer_leaves_the_turn_to_the_next() -> None:
    async def resolver(host: str, port: int) -> tuple[str, ...]:
        return ("127.0.0.9", "127.0.0.1")

    async def main() -> None:
        async with (
            serving(feed=plain(BODY)) as server,
            a_fetcher("news.test", resolver=resolver) as fetcher,
        ):
            assert (await got(fetcher, server.url("/feed", "news.test"))).body == BODY

    asyncio.run(main())


def test_a_name_without_an_address_is_a_passing_failure() -> None:
    async def resolver(host: str, port: int) -> tuple[str, ...]:
        raise OSError("Name or service not known")

    async def main() -> None:
        async with a_fetcher(resolver=resolver) as fetcher:
            with pytest.raises(FetchError) as caught:
                await got(fetcher, "http://news.test/feed")
            assert caught.value.transient
            assert "does not resolve" in caught.value.problem

    asyncio.run(main())


def test_where_redirects_lead_is_told_and_where_permanent_ones_alone_do() -> None:
    async def main() -> Fetched:
        async with serving(
            old=redirect("/new", 301), new=redirect("today?x=1", 302), feed=plain(BODY)
        ) as server:
            server.replies["/today?x=1"] = plain(BODY)
            async with a_fetcher() as fetcher:
                return await got(fetcher, server.url("/old"))

    answer = asyncio.run(main())
    assert answer.url.endswith("/old")
    assert answer.final_url.endswith("/today?x=1")
    assert (answer.permanent_url or "").endswith("/new")


def test_a_circle_of_redirects_ends() -> None:
    error = failure_of(redirect("/feed"))
    assert "redirects" in error.problem
    assert not error.transient


def test_validators_stay_with_the_site_that_gave_them() -> None:
    async def main() -> tuple[Server, Server]:
        async with serving(feed=plain(BODY)) as other, serving() as first:
            first.replies["/feed"] = redirect(other.url("/feed", "other.test"))
            async with a_fetcher("first.test", "other.test") as fetcher:
                await got(fetcher, first.url("/feed", "first.test"), Validators(etag='"secret"'))
            return first, other

    first, other = asyncio.run(main())
    assert first.asked[0].headers["if-none-match"] == '"secret"'
    assert "if-none-match" not in other.asked[0].headers


def test_a_body_without_end_is_cut_off() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    error = failure_of(endless(head, b"x" * 65_536), limits=Limits(wire_bytes=300_000))
    assert "more than 300000 bytes" in error.problem


def test_a_body_that_says_it_is_too_long_is_not_read() -> None:
    reply = endless(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n", b"x")
    assert "more than" in failure_of(reply).problem


def test_a_server_that_drips_meets_the_deadline() -> None:
    reply = endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x", pause=0.02)
    error = failure_of(reply, limits=Limits(deadline=timedelta(seconds=0.15)))
    assert error.transient
    assert "did not finish" in error.problem


def test_a_server_that_never_answers_meets_the_deadline() -> None:
    async def silent(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    error = failure_of(silent, limits=Limits(deadline=timedelta(seconds=0.1)))
    assert error.transient


def test_headers_without_end_are_cut_off() -> None:
    reply = endless(b"HTTP/1.1 200 OK\r\n", b"x-more: " + b"y" * 9_000 + b"\r\n")
    assert failure_of(reply).transient


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY[:20]) + gzip.compress(BODY[20:])),
        ("gzip", gzip.compress(BODY) + b"\0\0\0"),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("identity", BODY),
    ],
)
def test_compressed_bodies_are_unpacked(encoding: str, packed: bytes) -> None:
    assert answer_of(plain(packed, headers={"content-encoding": encoding})).body == BODY


def test_a_bomb_is_refused_by_its_ratio() -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    reply = plain(bomb, headers={"content-encoding": "gzip"})
    assert "times its size" in failure_of(reply, limits=Limits(ratio=100)).problem


def test_a_bomb_is_refused_by_its_size() -> None:
    reply = plain(gzip.compress(b"\0" * 2_000_000), headers={"content-encoding": "gzip"})
    limits = Limits(body_bytes=1_000_000, ratio=100_000)
    assert "more than 1000000 bytes" in failure_of(reply, limits=limits).problem


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "exi"])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str) -> None:
    assert "encoding" in failure_of(plain(BODY, headers={"content-encoding": encoding})).problem


@pytest.mark.parametrize("body", [b"\x1f\x8bnot gzip at all", gzip.compress(BODY)[:-9]])
def test_damaged_compression_is_a_passing_failure(body: bytes) -> None:
    assert failure_of(plain(body, headers={"content-encoding": "gzip"})).transient


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 999999 Odd\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_passing_failure(raw: bytes) -> None:
    async def reply(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        raise OSError("closes")

    assert failure_of(reply).transient


def test_a_refused_connection_is_a_passing_failure() -> None:
    async def main() -> None:
        async with serving() as server:
            url = server.url("/feed")
        async with a_fetcher() as fetcher:
            with pytest.raises(FetchError) as caught:
                await got(fetcher, url)
            assert caught.value.transient

    asyncio.run(main())


@pytest.mark.parametrize("status", [200, 304, 302])
def test_a_connection_is_used_again(status: int) -> None:
    async def main() -> int:
        reply = plain(b"" if status == 304 else BODY, status=status, headers={"location": "/b"})
        async with serving(feed=reply, b=plain(BODY)) as server, a_fetcher() as fetcher:
            for _ in range(3):
                known = Validators(etag='"v1"')
                await fetcher.get(server.url("/feed"), source="news", validators=known)
            return server.connections

    assert asyncio.run(main()) == 1


def test_a_kept_connection_that_the_server_closed_is_replaced() -> None:
    async def closing(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await plain(BODY)(asked, writer)
        raise OSError("closes")

    async def main() -> None:
        async with serving(feed=closing) as server, a_fetcher() as fetcher:
            for _ in range(3):
                assert (await got(fetcher, server.url("/feed"))).body == BODY

    asyncio.run(main())


def test_what_a_server_says_out_of_turn_is_never_taken_for_the_next_answer() -> None:
    async def talkative(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await plain(BODY)(asked, writer)
        await asyncio.sleep(0.02)
        await plain(b"too slow", status=408)(asked, writer)

    async def main() -> None:
        async with serving(feed=talkative) as server, a_fetcher() as fetcher:
            await got(fetcher, server.url("/feed"))
            await asyncio.sleep(0.06)
            assert (await got(fetcher, server.url("/feed"))).status == 200

    asyncio.run(main())


class Crowd:
    """Replies that wait until they are let go, and know how many wait."""

    def __init__(self) -> None:
        self.waiting = 0
        self.most = 0
        self.free = asyncio.Event()
        self.came = asyncio.Event()

    async def reply(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        self.came.set()
        await self.free.wait()
        self.waiting -= 1
        await plain(BODY)(asked, writer)


def test_a_host_gets_a_few_requests_at_once_and_others_do_not_wait_for_it() -> None:
    async def main() -> int:
        crowd = Crowd()
        async with (
            serving(slow=crowd.reply, feed=plain(BODY)) as server,
            a_fetcher("slow.test", "quick.test", per_host=2, total=3) as fetcher,
        ):
            slow = [
                asyncio.create_task(got(fetcher, server.url("/slow", "slow.test")))
                for _ in range(6)
            ]
            await crowd.came.wait()
            quick = await got(fetcher, server.url("/feed", "quick.test"))
            assert quick.body == BODY
            crowd.free.set()
            await asyncio.gather(*slow)
        return crowd.most

    assert asyncio.run(main()) == 2


def test_a_cancelled_fetch_frees_its_place() -> None:
    async def main() -> None:
        crowd = Crowd()
        async with (
            serving(slow=crowd.reply, feed=plain(BODY)) as server,
            a_fetcher(per_host=1, total=1) as fetcher,
        ):
            for _ in range(3):
                crowd.came.clear()
                task = asyncio.create_task(got(fetcher, server.url("/slow")))
                await crowd.came.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            async with asyncio.timeout(2):
                assert (await got(fetcher, server.url("/feed"))).body == BODY

    asyncio.run(main())


def test_waiting_for_a_turn_does_not_use_up_the_deadline() -> None:
    async def pausing(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.08)
        await plain(BODY)(asked, writer)

    async def main() -> None:
        limits = Limits(deadline=timedelta(seconds=0.16))
        async with serving(feed=pausing) as server, a_fetcher(limits=limits, per_host=1) as fetcher:
            answers = await asyncio.gather(*(got(fetcher, server.url("/feed")) for _ in range(4)))
            assert len(answers) == 4

    asyncio.run(main())


def test_a_post_returns_whatever_was_answered() -> None:
    async def main() -> tuple[Answer, Asked]:
        reply = plain(b"y" * 100_000, status=500, headers={"Retry-After": "7"})
        async with serving(hook=reply) as server, a_fetcher() as fetcher:
            answer = await fetcher.post(
                server.url("/hook"),
                content=b'{"a":1}',
                headers={"Webhook-Id": "m1", "content-type": "text/json", "Host": "other.test"},
                source="hook",
            )
            return answer, server.asked[0]

    answer, asked = asyncio.run(main())
    assert (answer.status, answer.headers["retry-after"]) == (500, "7")
    assert len(answer.body) == 65_536
    assert (asked.method, asked.body) == ("POST", b'{"a":1}')
    assert asked.headers["webhook-id"] == "m1"
    assert asked.headers["host"].startswith("127.0.0.1:")


def test_a_post_follows_no_redirect_and_goes_nowhere_private() -> None:
    async def main() -> None:
        async with serving(hook=redirect("http://169.254.169.254/")) as server:
            url = server.url("/hook")
            async with a_fetcher() as fetcher:
                answer = await fetcher.post(url, content=b"", headers={}, source="hook")
                assert answer.status == 302
            async with a_fetcher("other.test") as fetcher:
                with pytest.raises(FetchError) as caught:
                    await fetcher.post(server.url("/hook"), content=b"", headers={}, source="h")
                assert not caught.value.transient

    asyncio.run(main())


def test_a_line_break_in_a_header_value_does_not_become_a_header() -> None:
    async def main() -> Asked:
        async with serving(hook=plain()) as server, a_fetcher() as fetcher:
            await fetcher.post(
                server.url("/hook"), content=b"", headers={"x-a": "1\r\nx-b: 2"}, source="h"
            )
            return server.asked[0]

    headers = asyncio.run(main()).headers
    assert headers["x-a"] == "1x-b: 2"
    assert "x-b" not in headers


def test_limits_that_allow_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        Limits(wire_bytes=0)
    with pytest.raises(ValueError, match="deadline"):
        Limits(deadline=timedelta())


def test_a_fetcher_reaches_nothing_private_by_default() -> None:
    async def main() -> None:
        async with serving(feed=plain(BODY)) as server:
            async with Fetcher(policy=Policy(), user_agent="x") as fetcher:
                with pytest.raises(FetchError) as caught:
                    await got(fetcher, server.url("/feed"))
                assert "private hosts" in caught.value.hint
            assert server.connections == 0

    asyncio.run(main())
