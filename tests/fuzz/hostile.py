"""What nobody would send by mistake, and what somebody will send all the same."""

from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

# Stands raw in a page only where something was not escaped.
MARK = "<b>zq"

TEXTS = (
    MARK + "</b>",
    f"\"'>{MARK}",
    f"</script></title></textarea>{MARK}",
    "javascript:alert(1)",
    "{{ 7*7 }}{% debug %}${7*7}",
    "' OR '1'='1' --",
    "; DROP TABLE inspections_statusupdate; --",
    "=HYPERLINK(1)",
    "../../../../etc/passwd",
    "//example.org/",
    "https://example.org@example.net/",
    "\x00",
    "a\x00b",
    "\r\nSet-Cookie: a=b",
    "\ufeff",
    "\u202e\u200b\u2028",
    "🚓" * 20,
    "e\u0301" * 50,
    "ﷺ" * 40,
    "İıſ",
    " ",
    "\t\n",
    "%",
    "%00%FF",
    "_" * 200,
    '"' * 31,
    "x" * 3000,
    "-" * 500,
    "NaN",
    "Infinity",
    "-1",
    "0",
    "1e9",
    "9" * 400,
    "9223372036854775808",
    "٣",
    "1_0",
    "0x10",
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "2019-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2019-13",
    "0001-01-01",
    "-2019",
    "2019-1-1",
    "2019-W01",
    "2019-01-01T00:00:00Z",
)


def texts() -> st.SearchStrategy[str]:
    """Texts that break what was not thought through: some that are known to, and any others."""
    return st.one_of(st.sampled_from(TEXTS), st.text(max_size=40), st.dates().map(str), st.integers().map(str))


def raw_queries() -> st.SearchStrategy[str]:
    """The part of an address after the question mark, as bytes that no browser would send, in the form of the wire."""
    pieces = st.one_of(
        st.sampled_from(["&", "=", ";", "+", "%", "%zz", "%00", "%ff", "q", "as_at", "page", "sort", "force", "[]"]),
        st.binary(max_size=6).map(lambda found: quote_from_bytes(found, safe="&=;+%")),
    )
    return st.lists(pieces, max_size=40).map("".join)
