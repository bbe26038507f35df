"""The links of the text, and taking words along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.opening import open_in_browser
from reader.ui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from reader.ui.screens.parts import Parts
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one


class Links(Parts):
    """Links by number or from a list; citations."""

    def on_article_pane_link_wanted(self, event: ArticlePane.LinkWanted) -> None:
        """Open one, or list all."""
        event.stop()
        links = self.article.links
        if not links:
            self.notify("There are no links in this text", markup=False)
        elif not event.number:
            self._list_links()
        elif event.number > len(links):
            number = "only one link" if len(links) == 1 else f"{len(links)} links"
            self.notify(f"There is no link {event.number}: the text has {number}", markup=False)
        else:
            self.notify(open_in_browser(links[event.number - 1]), markup=False)

    def _list_links(self) -> None:
        from reader.ui.screens.pick import Choice, Pick, PickScreen  # noqa: PLC0415  not needed for the first screen
        from reader.view.numbering import host_first  # noqa: PLC0415

        choices = [Choice(url, f"{number}  {host_first(url)}") for number, url in enumerate(self.article.links, 1)]

        def picked(pick: Pick | None) -> None:
            if pick is not None:
                self.notify(open_in_browser(pick.value), markup=False)

        hint = "Enter opens it in the browser, by its number too"
        self.app.push_screen(PickScreen("Links of this text", choices, hint=hint), picked)

    def action_cite(self) -> None:
        """Copy a citation of the wording on the screen."""
        from reader.view.citation import citation  # noqa: PLC0415  not needed for the first screen

        shown = self.article.shown
        if shown is None:
            self.say_no_entry()
            return
        self.app.copy_to_clipboard(citation(shown, self.article.stand, self.article.address, self.zone))
        self.notify("Citation sent to the terminal's clipboard", markup=False)
