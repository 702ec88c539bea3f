"""What is kept can be had in every encoding, and always as the same bytes."""

import gzip

import brotli
import pytest

from tracker.answers.compression import in_encoding, packed

pytestmark = pytest.mark.once


@pytest.mark.parametrize("body", [b"", b"ok", "Größe – ".encode() * 5000, bytes(range(256))])
def test_every_encoding_gives_the_same_text(body):
    kept = packed(body)
    assert in_encoding(kept, "identity") == body
    assert gzip.decompress(in_encoding(kept, "gzip")) == body
    assert brotli.decompress(in_encoding(kept, "br")) == body
    assert in_encoding(kept, "gzip") == in_encoding(kept, "gzip")


def test_what_is_not_brotli_is_refused():
    with pytest.raises(ValueError, match="unpacked"):
        in_encoding(b"nonsense", "identity")
