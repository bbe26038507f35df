"""Live pages that are one of several: where the next older one is, and that what they lack is not withdrawn."""

from __future__ import annotations

import pytest

from reader.formats import parse
from reader.model.snapshot import Document, Snapshot

URL = "https://g.example/live/storm"
TIMES = ("14:22", "13:58", "13:41", "12:30", "11:15")


def read(more: str, url: str = URL, head: str = "") -> Snapshot:
    text = "The harbour board of Velmora says that the ferry stays in port until Thursday."
    shown = "".join(
        f"<div><time datetime=2031-03-04T{at}:00Z>{at}</time><h3>Head {at}</h3><p>{text}</p></div>" for at in TIMES
    )
    html = f"<!doctype html><html lang=en><head><title>Storm live</title>{head}</head><body><main><h1>Storm live</h1>{shown}{more}</main>"
    found = parse(Document(html.encode(), url)).snapshot
    assert found is not None
    assert len(found.entries) == 5
    return found


@pytest.mark.parametrize(
    ("more", "older"),
    [
        ("<a rel=next href='?page=2'>2</a>", f"{URL}?page=2"),
        ("<a href='?before=77'>Older posts</a>", f"{URL}?before=77"),
        ("<a href='/live/storm/page/2'>Ältere Beiträge</a>", f"{URL}/page/2"),
        ("<nav><a href='?page=2'>2</a><a href='?page=3'>3</a></nav>", f"{URL}?page=2"),
        ("<button data-url='/live/storm?p=2'>Load more updates</button>", f"{URL}?p=2"),
        ("<button>Charger plus</button>", None),
        ("<a class=more href='#'>Показать ещё</a>", None),
    ],
)
def test_parted_lists(more: str, older: str | None) -> None:
    found = read(more)
    assert found.feed.older_url == older
    assert not found.complete


@pytest.mark.parametrize(
    "more",
    [
        "<a rel=next href='/live/other-story'>Next article</a>",
        "<a rel=next href='https://other.example/live/storm?page=2'>2</a>",
        "<a href='/live/storm?share=1'>Share</a>",
        "<section class=comments><button>Load more</button></section>",
        "<button>Load more comments</button>",
        "<a href='/archive'>Older</a>",
        "<a href='/live/storm#p2'>2</a>",
    ],
)
def test_links_that_lead_elsewhere(more: str) -> None:
    found = read(more)
    assert found.feed.older_url is None
    assert found.complete


def test_a_further_page_is_no_whole_list() -> None:
    assert not read("", url=f"{URL}?page=3").complete
    assert not read("", head="<link rel=prev href='/live/storm'>", url=f"{URL}/older").complete
    assert read("<a href='?page=4'>4</a><a href='?page=2'>2</a>", url=f"{URL}?page=3").feed.older_url == f"{URL}?page=4"
    assert read("", url="https://g.example/live/storm-2031").complete
