from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.net.freshness import DAY, explicit_max_age, fresh_for, http_date, retry_after
from reader.net.outcome import CacheHeaders

NOW = 1_760_000_000  # Thu, 09 Oct 2025 08:53:20 GMT
AT = "Thu, 09 Oct 2025 08:53:20 GMT"
LATER = "Thu, 09 Oct 2025 09:53:20 GMT"


@pytest.mark.parametrize(
    ("cache", "seconds"),
    [
        (CacheHeaders(), 0),
        (CacheHeaders(cache_control="max-age=300"), 300),
        (CacheHeaders(cache_control="public, MAX-AGE=300"), 300),
        (CacheHeaders(cache_control='max-age="300"'), 300),
        (CacheHeaders(cache_control="max-age=300", age="100"), 200),
        (CacheHeaders(cache_control="max-age=300", age="900"), 0),
        (CacheHeaders(cache_control="max-age=300", age="-5"), 300),
        (CacheHeaders(cache_control="max-age=300", age="soon"), 300),
        (CacheHeaders(cache_control="max-age=0"), 0),
        (CacheHeaders(cache_control="max-age=-1"), 0),
        (CacheHeaders(cache_control="max-age=x"), 0),
        (CacheHeaders(cache_control="max-age=99999999999999999999999"), DAY),
        (CacheHeaders(cache_control="s-maxage=900"), 0),
        (CacheHeaders(cache_control="no-cache, max-age=300"), 0),
        (CacheHeaders(cache_control="max-age=300, no-store"), 0),
        (CacheHeaders(expires=LATER, date=AT), 3600),
        (CacheHeaders(expires=LATER), 3600),
        (CacheHeaders(expires=AT, date=LATER), 0),
        (CacheHeaders(expires="0"), 0),
        (CacheHeaders(expires="-1", date=AT), 0),
        (CacheHeaders(cache_control="max-age=60", expires=LATER, date=AT), 60),
        (CacheHeaders(expires="Thu, 09 Oct 2035 08:53:20 GMT", date=AT), DAY),
    ],
)
def test_fresh_for(cache: CacheHeaders, seconds: int) -> None:
    assert fresh_for(cache, NOW) == seconds


def test_a_wrong_clock_does_not_matter() -> None:
    assert fresh_for(CacheHeaders(expires=LATER, date=AT), NOW + 10 * DAY) == 3600
    assert retry_after(CacheHeaders(retry_after=LATER, date=AT), NOW - 10 * DAY) == 3600


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("-120", None),
        ("12.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("315360000", DAY),
        ("9" * 5000, DAY),
        (LATER, 3600),
        ("Thu, 09 Oct 2025 08:00:00 GMT", 0),
        ("Thu, 09 Oct 2035 08:53:20 GMT", DAY),
        ("Thu, 99 Oct 2035 08:53:20 GMT", None),
        ("Thu, 09 Oct 99999 08:53:20 GMT", None),
        ("2025-10-09T09:53:20Z", None),
    ],
)
def test_retry_after(value: str | None, seconds: int | None) -> None:
    assert retry_after(CacheHeaders(retry_after=value, date=AT), NOW) == seconds


def test_explicit_max_age() -> None:
    assert explicit_max_age(CacheHeaders(cache_control="max-age=90")) == 90
    assert explicit_max_age(CacheHeaders(cache_control="no-cache, max-age=90")) is None
    assert explicit_max_age(CacheHeaders()) is None


def test_dates() -> None:
    assert http_date(AT) == NOW
    assert http_date("Thu, 09 Oct 2025 08:53:20 -0000") == NOW
    assert http_date("Thu, 09 Oct 2025 10:53:20 +0200") == NOW


texts = st.one_of(st.none(), st.text(max_size=80), st.sampled_from([AT, LATER, "max-age=5", "max-age", "="]))


@given(st.builds(CacheHeaders, texts, texts, texts, texts, texts), st.integers(-DAY, 2**40))
def test_nothing_raises_and_nothing_holds_longer_than_a_day(cache: CacheHeaders, now: int) -> None:
    assert 0 <= fresh_for(cache, now) <= DAY
    assert 0 <= (retry_after(cache, now) or 0) <= DAY
    assert 0 <= (explicit_max_age(cache) or 0) <= DAY
