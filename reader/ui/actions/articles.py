"""The full article behind the entry that is shown: fetched, shown in its place, and the entry again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.ui.work.following import READ_ONLY, STARTING
from reader.view.wordings import PLAIN

if TYPE_CHECKING:
    from textual.worker import Worker

    from reader.model.event import StoredEntry
    from reader.ui.screens.parts import Parts
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one

FETCHING = "Fetching the full article ..."


class FullArticles(Parts):
    """One key turns between entry and article; what is not here yet is fetched, unless the reader goes on."""

    _fetch: Worker[None] | None = None

    def _came_to(self, stored: StoredEntry | None, *, by_reader: bool) -> None:
        """Who goes on does not wait for an article."""
        super()._came_to(stored, by_reader=by_reader)
        if self._fetch is not None and (stored is None or self._fetch.name != _name(stored.id)):
            self._fetch.cancel()
            self._fetch = None

    def action_full_article(self) -> None:
        """The article in place of the entry; the entry again; if it is not here, fetch it."""
        shown = self.article.shown
        if shown is None:
            self.say_no_entry()
        elif self.article.stand.full:
            self.article.turn(PLAIN)
        elif shown.page is not None and shown.page.article is not None:
            self.article.turn(replace(PLAIN, full=True))
        else:
            self._bring(shown.stored, again=False)

    def action_fetch_article(self) -> None:
        """Fetch it, whatever is here."""
        if self.article.stored is None:
            self.say_no_entry()
        else:
            self._bring(self.article.stored, again=True)

    def _bring(self, stored: StoredEntry, *, again: bool) -> None:
        articles = self.following.engine.articles if self.following.engine is not None else None
        if articles is None:
            self.notify(STARTING if self.world.make_engine is not None else READ_ONLY, markup=False)
        elif self._fetch is None or not self._fetch.is_running or self._fetch.name != _name(stored.id):
            self.article.tell_fetching(FETCHING)
            work = self._fetched(stored.id, again=again)
            self._fetch = self.run_worker(
                work, name=_name(stored.id), group="article", exclusive=True, exit_on_error=False
            )

    async def _fetched(self, entry_id: int, *, again: bool) -> None:
        """Ask for it and show it, if the reader is still there."""
        engine = self.following.engine
        if engine is None or engine.articles is None:
            return
        result = await engine.articles.fetch(entry_id, again=again)
        here = self.article.stored
        if here is None or here.id != entry_id:
            return
        self.article.tell_fetching("")
        if result.stored is not None:
            self.article.bring(result.stored, show=True)
        if result.message:
            self.notify(self._in_words(result.message, again=again), markup=False)

    def _in_words(self, message: str, *, again: bool) -> str:
        """Why there is no article, and how to try again."""
        shown = self.article.shown
        if shown is not None and shown.page is not None and shown.page.article is not None:
            return message
        from reader.engine.articles import NO_PAGE  # noqa: PLC0415  it has been asked for one

        if message == NO_PAGE:
            return message
        return f"No full article: {message}" if again else f"No full article: {message} ({self._again} asks again)"

    @property
    def _again(self) -> str:
        return self.key_of("fetch_article")


def _name(entry_id: int) -> str:
    return f"article {entry_id}"
