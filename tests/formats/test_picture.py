"""Pictures made small in the worker process: four formats, limits, what is built to cost."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reader.formats.picture import MAX_BYTES, SHOWN, decode
from reader.formats.sandbox.worker import PictureReader
from reader.model.picture import Picture
from reader.model.snapshot import Document


def file(form: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", colour: object = (200, 30, 10)) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, form)
    return made.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_the_four_formats(form: str) -> None:
    picture = decode(Document(file(form))).picture
    assert picture is not None
    assert (picture.width, picture.height) == (40, 30)
    rgb = picture.rgb
    assert rgb is not None
    assert all(abs(have - wanted) < 8 for have, wanted in zip(rgb[:3], (200, 30, 10), strict=True))


def test_large_ones_are_made_small_and_keep_their_shape() -> None:
    picture = decode(Document(file("JPEG", (4000, 1000)))).picture
    assert picture is not None
    assert (picture.width, picture.height) == (SHOWN, SHOWN // 4)


def test_what_is_transparent_shows_a_dark_ground() -> None:
    picture = decode(Document(file("PNG", mode="RGBA", colour=(255, 255, 255, 0)))).picture
    assert picture is not None
    assert max((picture.rgb or b"\xff")[:3]) < 40


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no picture",
        file("BMP"),
        file("TIFF"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        file("PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    ],
)
def test_nothing_else_is_tried(raw: bytes) -> None:
    found = decode(Document(raw))
    assert found.picture is None
    assert found.reason == "It is no picture that can be read here (PNG, JPEG, GIF, WebP)."


@pytest.mark.parametrize("size", [(9000, 9000), (1, 60_000_000), (20_000, 10), (2**31 - 1, 2**31 - 1)])
def test_what_says_that_it_is_huge_is_not_decoded(size: tuple[int, int]) -> None:
    found = decode(Document(png_that_says(*size)))
    assert found.picture is None
    assert found.reason


def test_too_many_bytes_are_refused() -> None:
    assert decode(Document(file("PNG") + b"\0" * MAX_BYTES)).reason == "The picture is larger than 4 MiB."


def test_the_worker_process_answers_the_same() -> None:
    document = Document(file("WEBP", (300, 200)))
    with PictureReader(workers=1) as reader:
        assert reader.decode(document) == decode(document)
        assert reader.decode(Document(png_that_says(60_000, 60_000))).picture is None
        assert reader.decode(document) == decode(document)


def test_pixels_that_do_not_fit_their_size_are_none() -> None:
    assert Picture(2, 2, "AAAA").rgb is None
    assert Picture(0, 0, "").rgb is None
    assert Picture(1, 1, "not base64!").rgb is None
    assert Picture(1, 1, "AAAA").rgb == b"\0\0\0"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200), st.binary(max_size=40), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]))
def test_damaged_files_are_an_answer(at: int, junk: bytes, form: str) -> None:
    raw = file(form)
    found = decode(Document(raw[:at] + junk + raw[at + len(junk) :]))
    assert (found.picture is None) == bool(found.reason)
