"""Pictures: only by key, only where the settings allow them, one at a time."""

from __future__ import annotations

from pathlib import Path

from reader.clock import SYSTEM
from reader.engine.pictures import Pictures
from reader.formats.picture import decode
from reader.formats.sandbox.worker import Extractor
from reader.ui.actions import pictures as said_of
from reader.ui.pictures import can_show, prepare
from reader.ui.screens.pictures import PictureScreen
from tests.formats.test_picture import file
from tests.ui.test_full_article import extractor, reading, said

__all__ = ["extractor"]
ON = "images = true\n"


def shown(screen: PictureScreen) -> str:
    """The class of what fills the screen, or its words."""
    (child,) = screen.query_one("#picture").children
    return type(child).__name__ if type(child).__module__.startswith("textual_image") else str(child.render())


async def test_the_pictures_of_an_article_one_after_the_other(tmp_path: Path, extractor: Extractor) -> None:
    prepare()
    assert can_show()
    async with reading(tmp_path, extractor, highlight=ON) as (here, slow):
        here.server.serve_file("/boats.jpg", file("JPEG", (400, 300)), "image/jpeg")
        engine = here.screen.following.engine
        assert engine is not None
        engine.pictures = Pictures(slow, decode, SYSTEM, engine.hosts)
        await here.pilot.press("i")
        assert said_of.NONE in said(here)
        await here.pilot.press("x")
        await here.until(lambda: "Full article from" in here.text)
        asked = [entry.path for entry in here.server.requests]
        assert "/boats.jpg" not in asked, "none is fetched before it is asked for"
        await here.pilot.press("i")
        screen = here.app.screen
        assert isinstance(screen, PictureScreen)
        await here.until(lambda: shown(screen) == "HalfcellImage")
        image = screen.query_one("#picture").children[0]
        assert image.size.width > 10
        assert image.size.height > 5
        assert "Ships wait outside Port Linn. Photo: A. Lee" in screen.query_one("#header").render_line(0).text
        await here.pilot.press("n", "q")
        assert "Full article from" in here.text
        assert [entry.path for entry in here.server.requests].count("/boats.jpg") == 1


async def test_what_is_no_picture_is_said_in_words(tmp_path: Path, extractor: Extractor) -> None:
    prepare()
    async with reading(tmp_path, extractor, highlight=ON) as (here, slow):
        here.server.serve_file("/boats.jpg", "<p>not found", "text/html")
        engine = here.screen.following.engine
        assert engine is not None
        engine.pictures = Pictures(slow, decode, SYSTEM, engine.hosts)
        await here.pilot.press("x")
        await here.until(lambda: "Full article from" in here.text)
        await here.pilot.press("i")
        screen = here.app.screen
        assert isinstance(screen, PictureScreen)
        await here.until(lambda: "It is no picture that can be read here" in shown(screen))
        await here.pilot.press("escape")
