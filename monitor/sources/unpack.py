"""A compressed body as it arrives, unpacked within bounds."""

import zlib

_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"
_STEP = 262_144
ENCODINGS = frozenset({"identity", "gzip", "x-gzip", "deflate"})
FREE = 1 << 20
"""Bytes that may come out whatever went in: a small feed may be nothing but repetition."""


class TooLarge(Exception):  # noqa: N818 - a bound, wrapped as FetchError by the fetcher
    """More comes out than is allowed, in all or for what went in."""


class Unpacker:
    """Unpacks gzip (RFC 1952) and deflate (RFC 1950 and 1951); both raw and wrapped exist.

    `most` bounds what comes out in all, `ratio` what comes out for each byte that went in beyond
    FREE. Raises TooLarge, and zlib.error where the bytes are no such thing.
    """

    def __init__(self, encoding: str, *, most: int, ratio: int) -> None:
        self._encoding = encoding
        self._most = most
        self._ratio = ratio
        self._in = 0
        self._pieces: list[bytes] = []
        self._out = 0
        self._gzip = encoding.endswith("gzip")
        self._engine = zlib.decompressobj(_GZIP) if self._gzip else None
        self._held = b""
        self._done = False

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the wire."""
        self._in += len(chunk)
        if self._encoding == "identity":
            self._keep(chunk)
            return
        chunk, self._held = self._held + chunk, b""
        while chunk and not self._done:
            if self._engine is not None and self._engine.eof:
                if len(chunk) < len(_MAGIC):
                    self._held = chunk
                    return
                # Another gzip member may follow (RFC 1952, 2.2); anything else is padding.
                self._done = not (self._gzip and chunk.startswith(_MAGIC))
                self._engine = None if not self._done else self._engine
                continue
            if self._engine is None:
                self._engine = zlib.decompressobj(_GZIP if self._gzip else _deflate_kind(chunk))
            self._keep(self._engine.decompress(chunk, _STEP))
            chunk = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail

    def whole(self) -> bytes:
        """Return all that was unpacked; raises zlib.error where the end is missing."""
        if self._in and self._engine is not None and not self._engine.eof:
            raise zlib.error("the compressed body ends early")
        return b"".join(self._pieces)

    def _keep(self, piece: bytes) -> None:
        self._out += len(piece)
        if self._out > self._most:
            raise TooLarge(f"unpacks to more than {self._most} bytes")
        if self._out > FREE and self._out > self._ratio * self._in:
            raise TooLarge(f"unpacks to more than {self._ratio} times its size")
        self._pieces.append(piece)


def _deflate_kind(chunk: bytes) -> int:
    # RFC 9110 means zlib's wrapping by "deflate"; some servers leave it out.
    return zlib.MAX_WBITS if chunk[0] & 0x0F == 8 else _RAW
