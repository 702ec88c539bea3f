"""Kept answers lie compressed, and are compressed once."""

import zlib

import brotli

from tracker.answers.key import BROTLI, GZIP

# Of a page of 61 kB, brotli takes 0.6 ms at 4 and 88 ms at 11: somebody waits for it, so it is 4 to 5 and not 11.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6


def packed(body: bytes) -> bytes:
    """Bytes as they are kept: in brotli."""
    found: bytes = brotli.compress(body, quality=BROTLI_QUALITY)
    return found


def in_encoding(kept: bytes, encoding: str) -> bytes:
    """What is kept, in an encoding. Raises ValueError for what is not brotli."""
    if encoding == BROTLI:
        return kept
    try:
        body: bytes = brotli.decompress(kept)
    except brotli.error as error:
        raise ValueError("What was kept cannot be unpacked.") from error
    if encoding != GZIP:
        return body
    # No name and no time in it: the same bytes in every process.
    squeezed = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return squeezed.compress(body) + squeezed.flush()
