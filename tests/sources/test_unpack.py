"""Compressed bodies, however they are cut on the way."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.unpack import FREE, TooLarge, Unpacker


def unpacked(encoding: str, *chunks: bytes, most: int = 10**8, ratio: int = 1_000) -> bytes:
    unpacker = Unpacker(encoding, most=most, ratio=ratio)
    for chunk in chunks:
        unpacker.feed(chunk)
    return unpacker.whole()


PACKED = {
    "identity": lambda body: body,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}


@given(st.binary(max_size=300), st.sampled_from(sorted(PACKED)), st.integers(1, 9))
def test_chunks_of_any_size_give_the_body(body: bytes, encoding: str, size: int) -> None:
    packed = PACKED[encoding](body)
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert unpacked(encoding, *chunks) == body


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
def test_members_of_gzip_follow_one_another_across_chunks(size: int) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0 padding"
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert unpacked("gzip", *chunks) == b"one two"


def test_repetition_is_free_up_to_a_bound_and_then_has_a_ratio() -> None:
    assert len(unpacked("gzip", gzip.compress(b"\0" * FREE), ratio=2)) == FREE
    with pytest.raises(TooLarge, match="times its size"):
        unpacked("gzip", gzip.compress(b"\0" * (FREE + 1)), ratio=2)
    with pytest.raises(TooLarge, match="more than 10 bytes"):
        unpacked("identity", b"x" * 11, most=10)


def test_a_body_without_an_end_is_an_error() -> None:
    with pytest.raises(zlib.error):
        unpacked("gzip", gzip.compress(b"whole")[:-1])
    assert unpacked("gzip") == b""
