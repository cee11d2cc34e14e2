"""Which addresses may be reached."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.guard import Blocked, Policy, addresses, check_url, is_public

NOBODY = Policy()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1",
        "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "2001:db8::1", "3fff::1", "2001::1", "64:ff9b:1::1", "::ffff:10.0.0.1",
        "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2606:4700::5efe:a00:1",
        "not an address", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "data:text/plain,x", "javascript:alert(1)",
        "//example.org/", "/feed", "", "http:///feed", "http://", "https://user@example.org/",
        "https://user:secret@example.org/", "http://127.0.0.1/", "http://127.1/",
        "http://0x7f000001/", "http://0177.0.0.1/", "http://2130706433/", "http://127.0.0.1./",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1%25eth0]/",
        "http://example.org:0/", "http://example.org:99999/", "http://example.org\\@10.0.0.1/",
        "http://example.org/\r\nx: y", "http://exa mple.org/", "http://example.org\u3000/",
        "http://-example.org/", "http://example..org/", "http://１２７.0.0.1/",
        "http://ⓛocalhost①/", "http://127。0。0。1/", "http://a.0x1/",
        "http://example.org/" + "a" * 9_000,
    ],
)  # fmt: skip
def test_a_url_that_readers_may_read_differently_is_refused(url: str) -> None:
    with pytest.raises(Blocked):
        check_url(url, NOBODY)


def test_a_url_comes_back_in_parts() -> None:
    target = check_url(" HTTPS://Www.Example.ORG/a?b=c#d ", NOBODY)
    assert (target.scheme, target.host, target.port) == ("https", "www.example.org", 443)
    assert str(target.url) == "https://www.example.org/a?b=c"
    assert check_url("http://example.org?x", NOBODY).url.raw_path == b"/?x"


def test_a_name_in_another_script_is_asked_for_in_ascii() -> None:
    assert check_url("http://商务部.cn/", NOBODY).host == "xn--zfr74dt79f.cn"


def test_a_private_host_is_reached_only_where_it_is_named() -> None:
    for url, name in (
        ("http://127.0.0.1:81/", "127.0.0.1:81"),
        ("http://[::1]/", "::1"),
        ("http://[::1]/", "[::1]"),
    ):
        assert check_url(url, Policy(private_hosts=frozenset({name}))).scheme == "http"
    with pytest.raises(Blocked) as caught:
        check_url("http://127.0.0.1:82/", Policy(private_hosts=frozenset({"127.0.0.1:81"})))
    assert "private hosts" in caught.value.hint


def test_every_resolved_address_is_checked() -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "fe80::1%eth0"]

    with pytest.raises(Blocked, match="fe80"):
        asyncio.run(addresses("news.test", 80, NOBODY, resolver))
    named = Policy(private_hosts=frozenset({"news.test"}))
    assert len(asyncio.run(addresses("news.test", 80, named, resolver))) == 2


@given(st.text(max_size=60))
def test_no_text_gets_past_the_guard_with_another_error(text: str) -> None:
    for url in (text, f"http://{text}", f"https://{text}/x", f"http://example.org/{text}"):
        try:
            target = check_url(url, NOBODY)
        except Blocked:
            continue
        assert target.scheme in {"http", "https"}
        assert "@" not in target.url.netloc.decode()
