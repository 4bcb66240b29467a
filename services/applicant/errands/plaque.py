"""The address behind the sign on a plaque, and the sign itself."""

import io
from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Plaque:
    """Whoever holds a phone over the sign sees what the federation says of the title today."""

    public_url: str

    def address(self, code: str) -> str:
        """Return the public address of a title."""
        return f"{self.public_url}/applicant/v/{code}"

    def picture(self, code: str) -> str:
        """Return the sign as an SVG element without styles, drawn from our own address only."""
        out = io.BytesIO()
        sign = segno.make(self.address(code), error="m", micro=False)
        sign.save(out, kind="svg", scale=4, border=2, xmldecl=False, svgns=False, omitsize=False, light="#ffffff")
        return out.getvalue().decode()
