"""schema.org live blogs: how leniently they are read, what of them is believed, and pages that have nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.pages import html_live, json_ld, schema_checks, schema_org, schema_text
from reader.model.entry import Card, EntryKind, Media
from reader.model.snapshot import FeedState, Snapshot
from tests.formats.test_html_live import page, read


def update(number: int, **fields: object) -> dict[str, object]:
    made: dict[str, object] = {
        "@type": "BlogPosting",
        "headline": f"Headline {number}",
        "articleBody": f"The {number}th thing that happened in Nordhaven today, at length.",
        "datePublished": f"2031-05-05T{10 + number}:00:00Z",
        "url": f"https://n.example/live#e{number}a",
    }
    return {key: value for key, value in (made | fields).items() if value is not None}


def blog(*updates: dict[str, object], **fields: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Strike",
        "liveBlogUpdate": list(updates),
    } | fields


def html(*values: object, body: str = "", raw: str = "") -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)
    return f"<!doctype html><html lang='en'><head>{scripts}{raw}</head><body><h1>Strike</h1>{body}</body></html>"


def three(**fields: object) -> Snapshot:
    return read(html(blog(*(update(number, **fields) for number in (3, 2, 1)))))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


PLAIN = json.dumps(blog(update(2), update(1)))


@pytest.mark.parametrize(
    "script",
    [
        PLAIN,
        json.dumps([{"@type": "WebSite"}, json.loads(PLAIN)]),
        json.dumps({"@graph": [{"@type": "WebSite"}, json.loads(PLAIN)]}),
        json.dumps({"@type": "WebPage", "mainEntity": json.loads(PLAIN)}),
        PLAIN.replace('"LiveBlogPosting"', '["NewsArticle", "LiveBlogPosting"]'),
        PLAIN.replace('"LiveBlogPosting"', '"NewsArticle"'),
        PLAIN.replace('"LiveBlogPosting"', '"http://schema.org/LiveBlogPosting"'),
        PLAIN.replace("liveBlogUpdate", "blogPosts"),
        f"<!-- {PLAIN} -->",
        f"//<![CDATA[\n{PLAIN}\n//]]>",
        f"/* <![CDATA[ */ {PLAIN} /* ]]> */",
        f"{PLAIN};",
        f"{PLAIN} }}}} trailing",
        PLAIN.replace("at length.", "at\nlength."),
        PLAIN.replace("at length.", "at \\'length\\'."),
        PLAIN.replace("}, {", "}, /* the next */ {").replace("]}", ",]}"),
        PLAIN.replace('"', "&quot;"),
        f'{{"@type": "WebSite"}}{PLAIN}',
    ],
)
def test_scripts_are_read_leniently(script: str) -> None:
    snapshot = read(html(raw=f'<script type="application/ld+json">{script}</script>'))
    assert [entry.headline for entry in snapshot.entries] == ["Headline 2", "Headline 1"]
    assert [entry.native_id for entry in snapshot.entries] == ["e2a", "e1a"]
    assert snapshot.entries[0].published == at("2031-05-05T12:00:00")


def test_several_scripts_a_single_update_and_none_at_all() -> None:
    assert len(read(html({"@type": "NewsArticle"}, blog() | {"liveBlogUpdate": update(1)})).entries) == 1
    for empty in (blog(), {"@type": "LiveBlogPosting", "headline": "Strike"}):
        snapshot = read(html(empty))
        assert (snapshot.entries, snapshot.feed.title) == ((), "Strike")


def test_a_list_of_live_blogs_is_none() -> None:
    teasers = [{"@type": "LiveBlogPosting", "headline": f"Live {n}", "url": f"https://n.example/{n}"} for n in range(4)]
    assert html_live.read(page(html(*teasers))) is None
    assert html_live.read(page(html({"@type": "ItemList", "itemListElement": teasers}))) is None
    other = blog(url="https://n.example/other")
    assert html_live.read(page(html(other), "https://n.example/this")) is None


def test_times_and_headlines_of_the_page_are_not_the_updates() -> None:
    same = three(headline="Strike", datePublished="2031-05-05T12:00:00Z")
    assert {(entry.headline, entry.published) for entry in same.entries} == {(None, None)}
    assert all(entry.wording.text and entry.native_id for entry in same.entries)
    one = read(html(blog(update(1, headline="Strike"), dateModified="2031-05-05T11:00:00Z")))
    assert (one.entries[0].headline, one.entries[0].published) == (None, at("2031-05-05T11:00:00"))


def test_headlines_that_begin_the_body_are_none() -> None:
    body = "TOSS: The northern side wins the toss and bats first in Nordhaven, on a pitch that looks dry."
    for headline in (f"19:02(IST) {body[:60]}", body[:50] + "…", f"{body[:40]}...", body[:61], f"9:02 pm: {body}"):
        entry = read(html(blog(update(2, headline=headline, articleBody=body), update(1)))).entries[0]
        assert (entry.headline, entry.wording.text) == (None, body)
    sentence = "Ferries turn back from Nordhaven"
    rare = [update(4, headline=sentence, articleBody=f"{sentence} after noon."), update(3), update(2), update(1)]
    assert read(html(blog(*rare))).entries[0].headline == sentence
    kept = read(html(blog(update(2, headline="19:02 (IST) Toss won", articleBody="Bat first."), update(1)))).entries[0]
    assert kept.headline == "Toss won"


def test_a_headline_may_serve_often_but_not_always() -> None:
    updates = [update(number, headline="FOUR!" if number != 2 else "OUT!") for number in (4, 3, 2, 1)]
    assert [entry.headline for entry in read(html(blog(*updates))).entries] == ["FOUR!", "FOUR!", "OUT!", "FOUR!"]
    assert {entry.headline for entry in three(headline="Live updates").entries} == {None}


def test_places_are_no_identity() -> None:
    places = [update(number, url=f"https://n.example/live#post{4 - number}") for number in (3, 2, 1)]
    entries = read(html(blog(*places))).entries
    assert [(entry.native_id, entry.url) for entry in entries] == [(f"post{at}", None) for at in (1, 2, 3)]
    assert all(entry.key.startswith("text:") for entry in entries)
    rising = [update(number, url=f"https://n.example/live#{number + 40}") for number in (3, 2, 1)]
    assert [entry.native_id for entry in read(html(blog(*rising))).entries] == ["43", "42", "41"]


def test_ids_come_from_fragments_fields_and_ids() -> None:
    entries = read(
        html(
            blog(
                update(5, url="https://n.example/live?pinned_post_locator=urn:asset:5"),
                update(4, url="https://n.example/live?page=with:block-4#block-4"),
                update(3, url=None, **{"@id": "abc3"}),
                update(2, url=None, **{"@id": "https://n.example/live#two"}),
                update(1, url="https://n.example/live/post-one"),
            )
        )
    ).entries
    assert [entry.native_id for entry in entries] == ["urn:asset:5", "block-4", "abc3", "two", None]
    assert entries[4].key == "url:https://n.example/live/post-one"


def test_offsets_zulu_and_no_zone() -> None:
    entries = read(
        html(
            blog(
                update(3, datePublished="2031-05-05T15:00:00.212+02:00"),
                update(2, datePublished="2031-05-05T12:00:00Z"),
                update(1, datePublished="2031-05-05T13:30:00"),
            ),
            raw='<link rel="canonical" href="https://www.portolungo.it/diretta">',
        )
    ).entries
    assert [entry.published for entry in entries] == [
        at("2031-05-05T13:00:00"), at("2031-05-05T12:00:00"), at("2031-05-05T11:30:00"),
    ]  # fmt: skip


def test_escaped_bodies_entities_and_cards() -> None:
    shared = [{"@type": "WebPage", "headline": "Background &amp; more", "url": "https://n.example/background"}]
    entries = read(
        html(
            blog(
                update(3, articleBody="&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;"),
                update(
                    2, headline="Mayor: &amp;ldquo;Calm&amp;rdquo;\n", articleBody="<p>Four.</p><ul><li>Five</li></ul>"
                ),
                update(1, articleBody="Headline 1\n\nSix.", sharedContent=shared),
            )
        )
    ).entries
    assert entries[0].wording.paragraphs == ("One & two.", "Three.")
    assert (entries[1].headline, entries[1].wording.paragraphs) == ("Mayor: “Calm”", ("Four.", "Five"))
    assert entries[2].wording.cards == (Card("Background & more", None, "https://n.example/background"),)
    assert (entries[2].headline, entries[2].wording.text) == ("Headline 1", "Six.")


def test_pictures_of_all_are_of_none() -> None:
    shared = {"@type": "ImageObject", "url": "https://i.example/all.jpg"}
    updates = [update(number, image=shared) for number in (3, 2)] + [update(1, image="https://i.example/one.jpg")]
    media = [entry.wording.media for entry in read(html(blog(*updates))).entries]
    assert media == [(), (), (Media("photo", "https://i.example/one.jpg"),)]
    film = update(1, articleBody=None, video={"@type": "VideoObject", "contentUrl": "https://v.example/1.mp4"})
    entry = read(html(blog(update(2), film))).entries[1]
    assert (entry.kind, entry.headline) == (EntryKind.VIDEO, "Headline 1")


def test_elements_win_where_the_markup_is_wrong_and_fill_in_where_it_is_right() -> None:
    body = "".join(
        f'<section id="e{n}a"><time datetime="2031-05-05T{10 + n}:00:30Z">x</time><h3>Shown {n}</h3>'
        f'<p>The {n}th thing that happened in <a href="https://n.example/n">Nordhaven</a> today, at length.</p>'
        f'<p class="tools">Like 12</p></section>'
        for n in (3, 2, 1)
    )
    wrong = [update(n, headline="Strike", datePublished="2031-05-05T12:00:00Z") for n in (3, 2, 1)]
    entries = read(html(blog(*wrong), body=body)).entries
    assert [entry.headline for entry in entries] == ["Shown 3", "Shown 2", "Shown 1"]
    assert entries[0].published == at("2031-05-05T13:00:30")
    assert entries[0].wording.links == ("https://n.example/n",)
    assert "Like" not in entries[0].wording.text
    right = read(html(blog(*(update(n) for n in (3, 2, 1))), body=body)).entries
    assert [entry.headline for entry in right] == ["Headline 3", "Headline 2", "Headline 1"]


def test_elements_are_found_by_the_times_of_the_markup() -> None:
    body = "<div>" + "".join(
        f'<div class="_x{n}"><div><span>{10 + n}:00 (IST), May 05</span>'
        f'<time datetime="2031-05-05T{10 + n}:00:00Z"></time></div><div><p>The {n}th thing that happened in '
        f'<a href="https://n.example/n">Nordhaven</a> today, at length.</p></div></div>'
        for n in (3, 2, 1)
    )
    entries = read(html(blog(*(update(n, url=None) for n in (3, 2, 1))), body=body)).entries
    assert entries[0].time_label == "13:00 (IST), May 05"
    assert entries[0].wording.links == ("https://n.example/n",)
    assert entries[0].wording.text == "The 3th thing that happened in Nordhaven today, at length."


def test_a_cut_text_is_filled_in_from_the_markup() -> None:
    long = "The gates of the port were shut at nine. " * 6
    text = '<div class="live-post__wrapper-body-article"><p>The gates of the port were shut…</p></div>'
    shown = f'<div class="live-post" id="e1a"><h2 class="live-post__title">Gates</h2>{text}</div>'
    entry = read(html(blog(update(1, articleBody=long)), body=shown)).entries[0]
    assert (entry.headline, entry.wording.text) == ("Gates", long.strip())


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"headline": "Strike – as it happened"}, FeedState.ENDED),
        ({"headline": "Derby highlights"}, FeedState.ENDED),
        ({"headline": "Live: derby highlights"}, FeedState.UNKNOWN),
        ({"headline": "Hafenstreik: Liveticker zum Nachlesen"}, FeedState.ENDED),
        ({"coverageEndTime": "2031-05-05T13:20:00Z", "dateModified": "2031-05-05T13:21:00Z"}, FeedState.ENDED),
        ({"coverageEndTime": "2031-05-05T13:20:00Z", "dateModified": "2031-05-05T13:20:00Z"}, FeedState.UNKNOWN),
        ({"coverageEndTime": "2031-05-06T13:00:00Z", "dateModified": "2031-05-05T13:21:00Z"}, FeedState.UNKNOWN),
        ({"coverageEndTime": "2031-05-05T11:00:00Z", "dateModified": "2031-05-05T13:21:00Z"}, FeedState.UNKNOWN),
    ],
)
def test_state(fields: dict[str, object], state: FeedState) -> None:
    feed = read(html(blog(*(update(n) for n in (3, 2, 1)), **fields))).feed
    assert feed.state is state
    assert (feed.state_reason is None) == (state is FeedState.UNKNOWN)


def test_closing_words_end_a_page() -> None:
    last = update(3, articleBody="That's all from us for today. Thanks for following.")
    assert read(html(blog(last, update(2), update(1)))).feed.state is FeedState.ENDED


RDFA = """<html><body vocab="http://schema.org/" typeof="LiveBlogPosting"><h1 property="headline">Storm</h1>
<div property="liveBlogUpdate" typeof="BlogPosting" resource="#s2"><h2 property="headline">Lamp out</h2>
<time property="datePublished" datetime="2031-05-05T12:00:00Z">noon</time>
<div property="articleBody"><p>The
<a href="https://n.example/l">lamp</a> went out.</p></div></div>
<div property="schema:liveBlogUpdate" typeof="schema:BlogPosting" resource="#s1"><h2 property="headline">Wind</h2>
<time property="datePublished" datetime="2031-05-05T11:00:00Z">11</time>
<div property="articleBody">Wind rises.</div></div>
</body></html>"""


@pytest.mark.parametrize("microdata", [False, True])
def test_rdfa_and_microdata(microdata: bool) -> None:
    markup = RDFA
    if microdata:
        for old, new in (
            ("schema:", ""),
            ('typeof="', 'itemscope itemtype="http://schema.org/'),
            ("property", "itemprop"),
            ("resource", "itemid"),
        ):
            markup = markup.replace(old, new)
    snapshot = read(markup)
    assert snapshot.feed.title == "Storm"
    lamp, wind = snapshot.entries
    assert (lamp.headline, lamp.native_id, lamp.published) == ("Lamp out", "s2", at("2031-05-05T12:00:00"))
    assert (lamp.wording.text, lamp.wording.links) == ("The lamp went out.", ("https://n.example/l",))
    assert (wind.time_label, wind.wording.text) == ("11", "Wind rises.")


def test_two_hundred_updates() -> None:
    updates = [
        update(n % 9, url=f"https://n.example/live#x{n}z", datePublished=f"2031-05-05T{n // 60:02}:{n % 60:02}:00Z")
        for n in range(200)
    ]
    snapshot = read(html(blog(*updates)))
    assert (len(snapshot.entries), snapshot.feed.order) == (200, "oldest_first")


@given(st.text(max_size=200))
def test_texts_of_any_kind(text: str) -> None:
    for value in (
        schema_text.headline_of(text),
        schema_text.bare(text),
        *(block.text for block in schema_text.read(schema_text.prose(text), None).blocks),
    ):
        assert value is None or isinstance(value, str)
    schema_text.begins_body(text, text[: len(text) // 2])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    "@type",
                    "@id",
                    "url",
                    "headline",
                    "articleBody",
                    "datePublished",
                    "author",
                    "image",
                    "name",
                    "liveBlogUpdate",
                )
            )
            | st.text(max_size=8),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_values_of_any_type(value: object) -> None:
    made = page(
        html(
            {
                "@type": "LiveBlogPosting",
                "headline": value,
                "liveBlogUpdate": [
                    value,
                    {
                        "@type": value,
                        "articleBody": value,
                        "url": value,
                        "image": value,
                        "author": value,
                        "datePublished": value,
                    },
                ],
            }
        )
    )
    html_live.read(made)
    for stated in schema_org.blogs(made.tree(), made.text, None):
        schema_checks.check(stated)


def test_comments_without_end_do_not_stall() -> None:
    assert json_ld.load("{" + "/*" * 200_000) == []
    assert json_ld.load("[" * 100_000) == []


def test_updates_may_be_numbered() -> None:
    stated = blog() | {"liveBlogUpdate": {str(at): update(number) for at, number in enumerate((3, 2, 1))}}
    assert [entry.headline for entry in read(html(stated)).entries] == ["Headline 3", "Headline 2", "Headline 1"]


def test_updates_may_be_pointed_at() -> None:
    names = [f"https://n.example/live#e{number}a" for number in (3, 2, 1)]
    whole = [update(number) | {"@id": name} for number, name in zip((3, 2, 1), names, strict=True)]
    stated = blog() | {"liveBlogUpdate": [{"@id": name} for name in names]}
    found = read(html({"@context": "https://schema.org", "@graph": [stated, *whole]}))
    assert [entry.headline for entry in found.entries] == ["Headline 3", "Headline 2", "Headline 1"]
    assert found.entries[0].native_id == "e3a"


def test_updates_in_a_list_within_a_list() -> None:
    stated = blog() | {"liveBlogUpdate": [[update(3), update(2)], [update(1)]]}
    assert [entry.headline for entry in read(html(stated)).entries] == ["Headline 3", "Headline 2", "Headline 1"]
