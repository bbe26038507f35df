"""The pictures of the entry or article that is shown, for readers who have asked for pictures in their settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.work.following import READ_ONLY, STARTING

if TYPE_CHECKING:
    from reader.model.entry import Media
    from reader.ui.screens.parts import Parts
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one

OFF = "Pictures are off: set images = true under [display] in the settings"
NONE = "There are no pictures here"
MISSING = "Pictures need: pip install 'dateline[images]'"


class Pictures(Parts):
    """One key shows them; none is fetched before."""

    def action_pictures(self) -> None:
        """Show the pictures of what the detail pane shows."""
        from reader.ui import pictures  # noqa: PLC0415  for those who want them

        photos, shown = self._photos(), self.article.shown
        engine = self.following.engine
        if not photos or shown is None:
            self.notify(NONE, markup=False)
        elif not self.world.config.display.images:
            self.notify(OFF, markup=False)
        elif not pictures.can_show():
            self.notify(MISSING, markup=False)
        elif engine is None or engine.pictures is None or shown.source is None:
            self.notify(STARTING if self.world.make_engine is not None else READ_ONLY, markup=False)
        else:
            from reader.ui.screens.pictures import PictureScreen  # noqa: PLC0415  for those who want them

            look, source = engine.pictures.look, shown.source.source.url
            self.app.push_screen(PictureScreen(photos, lambda url: look(url, source)))

    def _photos(self) -> list[Media]:
        shown = self.article.shown
        if shown is None:
            return []
        article = shown.page.article if self.article.stand.full and shown.page is not None else None
        media = article.media if article is not None else shown.stored.entry.wording.media
        return [item for item in media if item.kind == "photo" and item.url]
