"""Bytes to a small picture, by Pillow (the extra `images`); to be called in the worker process alone.

What a file may cost is settled before it is decoded: four formats and no others, 4 MiB, 20 million pixels, 16,384 a
side. Of a moving picture the first frame is read.
"""

from __future__ import annotations

import base64
import io
import warnings
from typing import TYPE_CHECKING

from reader.model.picture import Picture, PictureReading

if TYPE_CHECKING:
    from PIL.Image import Image

    from reader.model.snapshot import Document

MAX_BYTES = 4 * 2**20
MAX_PIXELS = 20_000_000
MAX_SIDE = 16_384
SHOWN = 1200
"""Pixels a side that are kept: more than a terminal shows."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
NEEDS = "Pictures need: pip install 'dateline[images]'"
_GROUND = (16, 18, 24)
"""What shows through where a picture is transparent."""


def decode(document: Document) -> PictureReading:
    """Return the picture of a document, or in words why there is none. Never raises for bad input but MemoryError."""
    if len(document.body) > MAX_BYTES:
        return PictureReading(reason=f"The picture is larger than {MAX_BYTES >> 20} MiB.")
    try:
        from PIL import Image  # noqa: PLC0415  an extra, and for the worker process alone
    except ImportError:
        return PictureReading(reason=NEEDS)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(document.body), formats=FORMATS) as opened:
                wide, high = opened.size
                if wide * high > MAX_PIXELS or max(wide, high) > MAX_SIDE:
                    return PictureReading(reason=f"The picture is too large to be shown ({wide:,} by {high:,} pixels).")
                return PictureReading(_small(opened))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  whatever a decoder finds wrong with what the net holds
            return PictureReading(reason="It is no picture that can be read here (PNG, JPEG, GIF, WebP).")


def _small(opened: Image) -> Picture:
    from PIL import Image  # noqa: PLC0415

    opened.draft("RGB", (SHOWN, SHOWN))
    opened.thumbnail((SHOWN, SHOWN))
    with_alpha = opened.convert("RGBA")
    ground = Image.new("RGBA", with_alpha.size, (*_GROUND, 255))
    made = Image.alpha_composite(ground, with_alpha).convert("RGB")
    return Picture(*made.size, base64.b64encode(made.tobytes()).decode("ascii"))
