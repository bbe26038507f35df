from __future__ import annotations

import pytest

from reader.net.guard import is_private, leads_inside

NAMES = {
    "news.example": ["93.184.216.34"],
    "evil.example": ["93.184.216.34", "10.0.0.7"],
    "nas.example": ["192.168.1.9"],
}


async def lookup(host: str) -> list[str]:
    return NAMES.get(host, [])


@pytest.mark.parametrize(
    ("origin", "target", "inside"),
    [
        ("https://news.example/a", "https://news.example/b", False),
        ("https://news.example/a", "https://unknown.example/", False),
        ("https://news.example/a", "http://localhost/", True),
        ("https://news.example/a", "http://127.1/", True),
        ("https://news.example/a", "http://2130706433/", True),
        ("https://news.example/a", "http://169.254.169.254/latest/meta-data", True),
        ("https://news.example/a", "http://[::ffff:10.0.0.1]/", True),
        ("https://news.example/a", "http://[64:ff9b::a00:1]/", True),
        ("https://news.example/a", "http://[2002:a00:1::1]/", True),
        ("https://news.example/a", "http://[fe80::1]/", True),
        ("https://news.example/a", "https://evil.example/", True),
        ("https://news.example/a", "http://0/", True),
        ("http://nas.example/a", "http://192.168.1.10/", False),
        ("http://127.0.0.1/a", "http://localhost/", False),
        ("http://127.0.0.1/a", "https://news.example/", False),
    ],
)
async def test_redirects_of_the_world_do_not_lead_inside(origin: str, target: str, inside: bool) -> None:
    assert await leads_inside(origin, target, lookup) is inside


@pytest.mark.parametrize(
    ("address", "private"), [("93.184.216.34", False), ("10.1.1.1", True), ("::1", True), ("x", False)]
)
def test_private(address: str, private: bool) -> None:
    assert is_private(address) is private
