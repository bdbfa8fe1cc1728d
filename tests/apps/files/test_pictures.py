"""Photos keep their picture and their orientation, and nothing about where they were taken."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kepu.apps.files.inspection import inspect
from tests.factories import files as make

PICTURES = {"a.jpg": make.jpeg_bytes, "a.png": make.png_bytes, "a.webp": make.webp_bytes}


def kept(name: str, content: bytes) -> bytes:
    return inspect(SimpleUploadedFile(name, content)).stream.read()


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.tobytes()


@pytest.mark.parametrize("name", PICTURES)
def test_position_is_stripped(name):
    content = PICTURES[name]()
    assert b"GPSLatitude" in content
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)

    result = kept(name, content)

    picture = Image.open(io.BytesIO(result))
    assert dict(picture.getexif()) == {0x0112: 6}
    assert not picture.getexif().get_ifd(0x8825)
    assert not {"xmp", "comment", "XML:com.adobe.xmp", "Location"} & set(picture.info)
    for trace in (b"GPS", b"29.559", b"Maker", b"xmpmeta"):
        assert trace not in result


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_and_orientation_stay_as_they_were(name, orientation):
    content = PICTURES[name](orientation=orientation)

    result = kept(name, content)

    assert pixels(result) == pixels(content)
    assert Image.open(io.BytesIO(result)).getexif().get(0x0112, 1) == orientation


def test_quality_of_a_photo_stays_as_it_was():
    content = make.jpeg_bytes()

    result = kept("a.jpg", content)

    assert Image.open(io.BytesIO(result)).quantization == Image.open(io.BytesIO(content)).quantization
    assert len(content) - 2000 < len(result) < len(content)


def test_second_picture_behind_the_end_of_a_photo_is_dropped():
    hidden = make.jpeg_bytes(size=(16, 16))

    assert kept("a.jpg", make.jpeg_bytes(tail=hidden)) == kept("a.jpg", make.jpeg_bytes())


def test_progressive_photo_with_many_scans_stays_whole():
    stream = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(stream, "JPEG", progressive=True, exif=make.exif(3, position=True))

    assert pixels(kept("a.jpg", stream.getvalue())) == pixels(stream.getvalue())


def test_colours_of_a_printer_photo_stay():
    stream = io.BytesIO()
    Image.linear_gradient("L").convert("CMYK").save(stream, "JPEG", icc_profile=b"profile" * 10)

    result = kept("a.jpg", stream.getvalue())

    assert pixels(result) == pixels(stream.getvalue())
    assert Image.open(io.BytesIO(result)).info["icc_profile"] == b"profile" * 10


def test_animation_keeps_its_frames():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for name, form, options in (("a.png", "PNG", {}), ("a.webp", "WEBP", {"lossless": True})):
        stream = io.BytesIO()
        exif = make.exif(1, position=True)
        frames[0].save(stream, form, save_all=True, append_images=frames[1:], duration=100, exif=exif, **options)

        assert Image.open(io.BytesIO(kept(name, stream.getvalue()))).n_frames == 3


def test_same_photo_twice_has_one_hash():
    first, second = (inspect(SimpleUploadedFile(name, make.jpeg_bytes())) for name in ("a.jpg", "b.jpg"))

    assert first.sha256 == second.sha256


def test_cleaned_picture_stays_as_it_is_when_it_comes_again():
    once = kept("a.jpg", make.jpeg_bytes())

    assert kept("a.jpg", once) == once
