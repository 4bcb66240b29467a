"""A photo as it is kept: decoded, upright, at most 2,000 px, JPEG again, without place and camera (security.md §6)."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from shared.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 2000
QUALITY = 80
KINDS = ("JPEG", "PNG", "WEBP")
HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")  # what an iPhone keeps unless told otherwise; not decoded here


def cleaned(content: bytes) -> bytes:
    """Return the JPEG to keep; raises Refused("photo_unreadable"), "photo_heic", "photo_too_large"."""
    if len(content) > MOST_BYTES:
        raise Refused("photo_too_large", most=MOST_BYTES // 1024 // 1024)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise Refused("photo_heic")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _again(content)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused("photo_too_large", most=MOST_BYTES // 1024 // 1024) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise Refused("photo_unreadable") from error


def _again(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=KINDS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("photo_too_large", most=MOST_BYTES // 1024 // 1024)
        opened.draft("RGB", (SIDE, SIDE))
        opened.thumbnail((SIDE, SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    kept = BytesIO()
    upright.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()
