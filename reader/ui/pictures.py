"""Pictures on the screen, by textual-image (the extra `images`): graphics where a terminal has them, else half-blocks.

The library asks the terminal what it can do as it is imported, which it may only before the app owns the terminal.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.model.picture import Picture

log = logging.getLogger(__name__)

_MODULE = "textual_image.widget"


def prepare() -> None:
    """Load the library, to be called before the app runs. Where it is missing or fails, there are no pictures."""
    try:
        import_module(_MODULE)
    except Exception:  # whatever it meets in a terminal, the app must start
        log.info("pictures cannot be shown", exc_info=True)


def can_show() -> bool:
    """Whether `prepare` found the library."""
    return _MODULE in sys.modules


def widget_of(picture: Picture) -> Widget | None:
    """What shows a picture as large as its container allows; None where it is none."""
    from PIL import Image  # noqa: PLC0415  for those who want pictures
    from textual_image import renderable, widget  # noqa: PLC0415

    rgb = picture.rgb
    if rgb is None:
        return None
    graphics = renderable.Image in (renderable.SixelImage, renderable.TGPImage)
    kind = widget.Image if graphics else widget.HalfcellImage
    return kind(Image.frombytes("RGB", (picture.width, picture.height), rgb))
