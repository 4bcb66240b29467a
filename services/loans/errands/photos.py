"""A photo as it is kept: upright, at most 1,600 px, JPEG, without the place and camera written into it."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from services.loans.usecases.desk.ports import Picture
from shared.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 1600
KINDS = ("JPEG", "PNG", "WEBP")


def cleaned(content: bytes) -> Picture:
    """Return the picture to keep; raises Refused("photo_unreadable"), Refused("photo_too_large")."""
    if len(content) > MOST_BYTES:
        raise Refused("photo_too_large", most=MOST_BYTES // 1024 // 1024)
    try:
        with Image.open(BytesIO(content), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("photo_too_large", most=MOST_BYTES // 1024 // 1024)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused("photo_unreadable") from error
    upright.thumbnail((SIDE, SIDE))
    kept = BytesIO()
    upright.save(kept, "JPEG", quality=82)
    return Picture(kept.getvalue())
