"""A picture made small and plain: what the screen needs of it, and nothing of the file that it came from."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """Red, green and blue of every pixel, a byte each, row by row from the top, in base64."""

    width: int
    height: int
    pixels: str

    @property
    def rgb(self) -> bytes | None:
        """The bytes, three a pixel; None where they do not fit the size."""
        try:
            raw = base64.b64decode(self.pixels, validate=True)
        except (ValueError, binascii.Error):
            return None
        return raw if self.width > 0 and self.height > 0 and len(raw) == 3 * self.width * self.height else None


@dataclass(frozen=True, slots=True)
class PictureReading:
    """A picture, or in a sentence why there is none."""

    picture: Picture | None = None
    reason: str = ""
