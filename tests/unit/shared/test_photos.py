"""A photo is kept upright, small and without what the camera wrote into it; what is no photo is refused."""

from io import BytesIO

import pytest
from PIL import Image

from shared.errands import photos
from shared.errands.photos import cleaned
from shared.errors import Refused


def a_photo(size: tuple[int, int] = (3000, 1500), kind: str = "JPEG", turned: bool = False) -> bytes:
    image, kept = Image.new("RGB", size, "white"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    if turned:
        exif[0x0112] = 6
    image.save(kept, kind, exif=exif)
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_each_kind_becomes_a_small_jpeg_without_its_camera(kind: str):
    found = Image.open(BytesIO(cleaned(a_photo(kind=kind))))
    assert (found.format, found.size) == ("JPEG", (2000, 1000))
    assert dict(found.getexif()) == {}


def test_a_photo_lying_on_its_side_is_turned_upright():
    assert Image.open(BytesIO(cleaned(a_photo(turned=True)))).size == (1000, 2000)


def test_a_small_photo_is_not_made_larger():
    assert Image.open(BytesIO(cleaned(a_photo((30, 20))))).size == (30, 20)


@pytest.mark.parametrize("content", [b"", b"<script>", b"%PDF-1.4", a_photo()[:500], b"GIF89a"])
def test_what_cannot_be_decoded_is_refused(content: bytes):
    with pytest.raises(Refused, match="photo_unreadable"):
        cleaned(content)


def test_an_iphones_own_kind_is_refused_with_the_way_to_another():
    with pytest.raises(Refused, match="photo_heic"):
        cleaned(b"\0\0\0\x18ftypheic" + bytes(200))


def test_what_would_unfold_to_too_many_pixels_is_refused_before_it_is_unfolded(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Refused, match="photo_too_large"):
        cleaned(a_photo((7000, 6000), "PNG"))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000_000)
    for size in ((1500, 1000), (3000, 1000)):
        with pytest.raises(Refused, match="photo_too_large"):
            cleaned(a_photo(size, "PNG"))


def test_a_file_above_ten_megabytes_is_refused():
    with pytest.raises(Refused, match="photo_too_large"):
        cleaned(bytes(photos.MOST_BYTES + 1))
