"""Pages of HTML that embed a vendor's live blog: the vendor and the address of the entries are named."""

from __future__ import annotations

import time

import pytest

from reader.formats import parse
from reader.model.snapshot import Document, Reading

PAGE = "https://harbour.example/news/storm"
BLOG = "58bfeb4c15720af1a94c1052"
CLIENT = "63c9a9f25d2a2a96383bc60d"
CASES = [
    (
        "Superdesk",
        '<script>window.LB = {"api_host": "https:\\/\\/harbour.liveblog.pro\\/", "blog": {"title": "x", "_id": "'
        f'{BLOG}"}}}}</script>',
        f"https://harbour.liveblog.pro/api/client_blogs/{BLOG}/posts",
    ),
    (
        "Superdesk",
        f'<iframe src="//harbour.liveblog.pro/lb-embed/blogs/{BLOG}/index.html"></iframe>',
        f"https://harbour.liveblog.pro/api/client_blogs/{BLOG}/posts",
    ),
    (
        "WordPress Liveblog",
        '<div id="wpcom-liveblog-container"></div><script>var liveblog_settings = {"post_id":"123","endpoint_url":'
        '"https:\\/\\/harbour.example\\/wp-json\\/liveblog\\/v1\\/123\\/"};</script>',
        "https://harbour.example/wp-json/liveblog/v1/123/get-entries/1/0-0",
    ),
    (
        "WordPress Liveblog",
        '<div id="wpcom-liveblog-container" class="9"></div><script>var liveblog_settings={"post_id":123}</script>',
        "https://harbour.example/wp-json/liveblog/v1/123/get-entries/1/0-0",
    ),
    (
        "24liveblog",
        '<div id="LB24_LIVE_CONTENT" data-eid="298671"></div><script src="https://v.24liveblog.com/24.js"></script>',
        "https://data.24liveplus.com/v1/retrieve_server/x/event/298671/news/?inverted_order=1&last_nid=&limit=100",
    ),
    (
        "24liveblog",
        '<iframe src="https://v.24liveblog.com/iframe/?id=298671&amp;theme=1"></iframe>',
        "https://data.24liveplus.com/v1/retrieve_server/x/event/298671/news/?inverted_order=1&last_nid=&limit=100",
    ),
    (
        "Norkon",
        '<div class="live-center-embed" data-src="https://livecenter.norkon.net/frame/harbour/60404/default"></div>',
        "https://livecenter.norkon.net/BulletinFeed/harbour/60404/Initial/",
    ),
    (
        "Tickaroo",
        f'<tickaroo-liveblog liveblogId="{BLOG}" themeId="t" clientId="{CLIENT}"></tickaroo-liveblog>',
        f"https://cdn.tickaroo.com/api/embed/v4/prefetch/liveblog.json?client_id={CLIENT}&liveblogId={BLOG}",
    ),
    (
        "Arena",
        '<script async src="https://go.arena.im/public/js/arenalib.js?p=harbour&amp;e=eYsOvI6"></script>',
        "https://cached-api.arena.im/v1/liveblog/harbour/eYsOvI6",
    ),
    (
        "Arena",
        '<div class="arena-liveblog" data-publisher="harbour" data-event="eYsOvI6" data-version="1"></div>',
        "https://cached-api.arena.im/v1/liveblog/harbour/eYsOvI6",
    ),
    (
        "ScribbleLive",
        '<iframe src="http://embed.scribblelive.com/Embed/v7.aspx?Id=123456&amp;ThemeId=9"></iframe>',
        "https://apiv1.scribblelive.com/event/123456/all/?format=json&Max=100&Order=desc",
    ),
]


def page(inside: str) -> Reading:
    html = f"<!doctype html><html><head><title>Storm</title></head><body><article>{inside}</article></body></html>"
    return parse(Document(html.encode(), PAGE))


@pytest.mark.parametrize(("vendor", "inside", "url"), CASES)
def test_named_with_the_address_of_its_entries(vendor: str, inside: str, url: str) -> None:
    found = page(inside)
    assert not found.is_feed
    assert [(offer.url, offer.vendor) for offer in found.offers] == [(url, vendor)]
    assert found.reason
    assert vendor in found.reason
    assert url in found.reason


@pytest.mark.parametrize(
    "inside",
    [
        "<p>We use liveblog.pro and 24liveblog.com, says the desk.</p>",
        '<div class="live-center-embed" data-src="javascript:alert(1)//frame/a/1/"></div>',
        '<tickaroo-liveblog liveblogId="../../x" clientId="y"></tickaroo-liveblog>',
        '<div class="arena-liveblog" data-publisher="a/../b" data-event="e"></div>',
        '<div id="LB24_LIVE_CONTENT" data-eid="1/../2"></div>24liveblog',
        '<script>window.LB = {"api_host": "javascript:alert(1)", "blog": {"_id": "x"}}</script>',
    ],
)
def test_words_alone_and_hostile_values_name_nothing(inside: str) -> None:
    assert page(inside).offers == ()


@pytest.mark.parametrize("evil", ["<div ", "window.LB blog:{", "a" * 2999 + " ", '"endpoint_url":"', 'api_host="//'])
def test_no_text_stalls_the_search(evil: str) -> None:
    start = time.process_time()
    page("liveblog.pro tickaroo liveblog_settings " + evil * (400_000 // len(evil)))
    assert time.process_time() - start < 20
