"""Addresses as feeds may write them."""

from __future__ import annotations

import pytest

from reader.interop.outgoing import iri


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a?x=1&y=2#z", "https://example.org/a?x=1&y=2#z"),
        ("https://example.org/ü/%20?a[]=(1)", "https://example.org/ü/%20?a[]=(1)"),
        ('https://example.org/"><b>`{x}|^', "https://example.org/%22%3E%3Cb%3E%60%7Bx%7D%7C%5E"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_what_no_address_may_hold_is_written_with_percent_signs(url: str | None, written: str | None) -> None:
    assert iri(url) == written
