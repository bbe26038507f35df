"""What a public document names is never asked of the reader's own network; what the user types is."""

from __future__ import annotations

import pytest

from reader.model.source import Validators
from reader.net.fetch import Fetcher, FetchRequest
from reader.net.guard import is_public, looks_private
from reader.net.outcome import OutcomeKind
from tests.net.conftest import OUTSIDE, Names
from tests.net.server import PAGE, Reply, Server, conditional

# Ways to write this machine. Those that can be asked at all are asked when the user types them (see below).
FORMS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "127。0。0。1",
    "127.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "one.example",
    "both.example",
]
UNREACHABLE = ["0177.0.0.1", "①②⑦.0.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "feed.localhost"]


@pytest.fixture(autouse=True)
def hosts(names: Names) -> None:
    names.known |= {"one.example": ["127.0.0.1"], "both.example": ["127.0.0.1", OUTSIDE]}


@pytest.mark.parametrize("form", FORMS + UNREACHABLE)
@pytest.mark.parametrize("status", [301, 302])
async def test_a_redirect_of_the_world_does_not_reach_us(
    outside: Server, inside: Server, fetcher: Fetcher, form: str, status: int
) -> None:
    outside.answers["/live"] = Reply(
        status, headers={"Location": f"http://{form}:{inside.port}/".encode().decode("latin-1")}
    )
    inside.answers["/"] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest(outside.url("/live", host="news.example")))
    assert inside.asked == []
    assert len(outside.asked) == 1
    assert not outcome.ok
    assert outcome.permanent_url is None


@pytest.mark.parametrize("form", FORMS + UNREACHABLE)
async def test_an_address_in_a_document_of_the_world_does_not_reach_us(
    outside: Server, inside: Server, fetcher: Fetcher, form: str
) -> None:
    inside.answers["/"] = Reply(200, PAGE)
    source = outside.url("/live", host="news.example")
    outcome = await fetcher.fetch(FetchRequest(f"http://{form}:{inside.port}/", on_behalf_of=source))
    assert inside.asked == []
    assert not outcome.ok


@pytest.mark.parametrize("form", FORMS)
async def test_the_user_may_type_any_of_them(outside: Server, inside: Server, fetcher: Fetcher, form: str) -> None:
    inside.answers["/"] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest(f"http://{form}:{inside.port}/"))
    assert outcome.ok, outcome.message
    assert len(inside.asked) == 1


async def test_a_name_that_changes_its_mind_gains_nothing(
    outside: Server, inside: Server, fetcher: Fetcher, names: Names
) -> None:
    names.changes("evil.example", [OUTSIDE], ["127.0.0.1"])
    outside.answers["/live"] = Reply(302, headers={"Location": f"http://evil.example:{inside.port}/"})
    inside.answers["/"] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest(outside.url("/live", host="evil.example")))
    assert names.asked.count("evil.example") == 2
    assert inside.asked == []
    assert outcome.kind is OutcomeKind.REDIRECT
    assert "your own network" in outcome.message


async def test_a_detour_over_another_public_server_gains_nothing(
    outside: Server, inside: Server, fetcher: Fetcher, names: Names
) -> None:
    names.known["other.example"] = [OUTSIDE]
    outside.answers["/a"] = Reply(302, headers={"Location": outside.url("/b", host="other.example")})
    outside.answers["/b"] = Reply(302, headers={"Location": f"http://one.example:{inside.port}/"})
    await fetcher.fetch(FetchRequest(outside.url("/a", host="news.example")))
    assert len(outside.asked) == 2
    assert inside.asked == []


async def test_a_connection_that_the_user_opened_serves_nobody_else(
    outside: Server, inside: Server, fetcher: Fetcher
) -> None:
    inside.answers["/"] = Reply(200, PAGE)
    inside.answers["/reboot"] = Reply(200, PAGE)
    for _ in range(2):  # the second time it stays open
        assert (await fetcher.fetch(FetchRequest(inside.url(host="one.example")))).ok
    source = outside.url("/live", host="news.example")
    outcome = await fetcher.fetch(FetchRequest(inside.url("/reboot", host="one.example"), on_behalf_of=source))
    assert outcome.kind is OutcomeKind.REDIRECT
    assert [asked.path for asked in inside.asked] == ["/", "/"]


async def test_a_source_at_home_may_name_others_at_home(
    outside: Server, inside: Server, fetcher: Fetcher, names: Names
) -> None:
    names.known["nas.example"] = ["127.0.0.1"]
    home = inside.url("/live", host="nas.example")
    inside.answers["/live"] = Reply(302, headers={"Location": inside.url("/new", host="one.example")})
    inside.answers["/new"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest(home))).ok
    article = await fetcher.fetch(FetchRequest(inside.url("/new", host="127.0.0.1"), on_behalf_of=home))
    assert article.ok


async def test_a_source_at_home_does_not_vouch_for_the_world(
    outside: Server, inside: Server, fetcher: Fetcher, names: Names
) -> None:
    names.known["nas.example"] = ["127.0.0.1"]
    inside.answers["/live"] = Reply(302, headers={"Location": outside.url("/x", host="news.example")})
    outside.answers["/x"] = Reply(
        302, headers={"Location": inside.url("/secret", host="nas.example").replace("nas", "one")}
    )
    inside.answers["/secret"] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest(inside.url("/live", host="nas.example")))
    assert outcome.kind is OutcomeKind.REDIRECT
    assert [asked.path for asked in inside.asked] == ["/live"]


async def test_what_a_source_names_on_its_own_server_is_asked(
    outside: Server, inside: Server, fetcher: Fetcher
) -> None:
    inside.answers["/older"] = Reply(200, PAGE)
    home = inside.url("/live", host="one.example")
    assert (await fetcher.fetch(FetchRequest(inside.url("/older", host="one.example"), on_behalf_of=home))).ok


async def test_the_world_may_name_the_world(outside: Server, fetcher: Fetcher, names: Names) -> None:
    names.known["cdn.example"] = [OUTSIDE]
    outside.answers["/older"] = Reply(200, PAGE)
    source = outside.url("/live", host="news.example")
    assert (await fetcher.fetch(FetchRequest(outside.url("/older", host="cdn.example"), on_behalf_of=source))).ok


async def test_a_document_does_not_name_files(tmp_path, fetcher: Fetcher) -> None:
    (tmp_path / "own.html").write_bytes(PAGE)
    url = (tmp_path / "own.html").as_uri()
    for source in ("https://news.example/live", url):
        outcome = await fetcher.fetch(FetchRequest(url, on_behalf_of=source))
        assert outcome.kind is OutcomeKind.BAD_ADDRESS


async def test_a_login_page_at_home_is_called_one(outside: Server, inside: Server, fetcher: Fetcher) -> None:
    outside.answers["/live"] = Reply(302, headers={"Location": inside.url("/login", host="127.0.0.1")})
    outcome = await fetcher.fetch(FetchRequest(outside.url("/live", host="news.example")))
    assert outcome.kind is OutcomeKind.CAPTIVE
    assert inside.asked == []


async def test_validators_go_to_nobody_but_their_giver(outside: Server, inside: Server, fetcher: Fetcher) -> None:
    first, there = inside.url("/old", host="localhost"), inside.url("/new", host="one.example")
    inside.answers["/old"] = Reply(302, headers={"Location": there})
    inside.answers["/new"] = conditional(PAGE, '"v1"', "Thu, 09 Oct 2025 08:53:20 GMT")
    begun = await fetcher.fetch(FetchRequest(first))
    assert begun.url == there
    again = await fetcher.fetch(FetchRequest(first, begun.validators or Validators(), validators_of=begun.url))
    assert again.kind is OutcomeKind.NOT_MODIFIED
    sent = [
        (asked.path, asked.header("If-None-Match"), asked.header("If-Modified-Since")) for asked in inside.asked[2:]
    ]
    assert sent == [("/old", None, None), ("/new", '"v1"', "Thu, 09 Oct 2025 08:53:20 GMT")]


async def test_validators_do_not_follow_a_redirect_to_another_server(
    inside: Server, names: Names, fetcher: Fetcher
) -> None:
    inside.answers["/"] = Reply(302, headers={"Location": inside.url("/x", host="one.example")})
    inside.answers["/x"] = Reply(200, PAGE, {"ETag": '"other"'})
    outcome = await fetcher.fetch(FetchRequest(inside.url(host="localhost"), Validators('"mine"')))
    assert [asked.header("If-None-Match") for asked in inside.asked] == ['"mine"', None]
    assert outcome.validators == Validators('"other"')


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),
        ("10.1.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::1", False),
        ("::ffff:10.0.0.1", False),
        ("::10.0.0.1", False),
        ("", False),
        ("x", False),
    ],
)
def test_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("example.org", False),
        ("93.184.216.34", False),
        ("localhost.example.org", False),
        ("mylocal", True),
        ("nas.local", True),
        ("nas.LAN.", True),
        ("router.home.arpa", True),
        ("a.localhost", True),
        ("127.1", True),
        ("0x7f.1", True),
        ("::1", True),
    ],
)
def test_looks(host: str, private: bool) -> None:
    assert looks_private(host) is private
