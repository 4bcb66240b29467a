"""Authenticator codes (RFC 6238, six digits, 30 seconds) and their QR picture."""

import io
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno
from markupsafe import Markup

STEP = 30
ISSUER = "巾帼"


@dataclass(frozen=True, slots=True)
class Otp:
    """Checks codes; that a step is not used twice is the account's matter: pyotp accepts the same code again."""

    def new_secret(self) -> str:
        """Return a secret for one officer's authenticator."""
        return pyotp.random_base32()

    def step(self, secret: str, code: str, now: datetime) -> int | None:
        """Return the 30-second step a code belongs to, one step early or late allowed, None for a wrong one."""
        here = int(now.timestamp()) // STEP
        totp = pyotp.TOTP(secret)
        for step in (here, here - 1, here + 1):
            if pyotp.utils.strings_equal(code, totp.generate_otp(step)):
                return step
        return None

    def address(self, secret: str, login: str) -> str:
        """Return the otpauth address that an authenticator reads."""
        return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)

    def picture(self, secret: str, login: str) -> str:
        """Return the address as an SVG element without styles."""
        out = io.BytesIO()
        picture = segno.make(self.address(secret, login), error="m")
        picture.save(out, kind="svg", scale=5, border=4, xmldecl=False, svgns=False, omitsize=False, light="#ffffff")
        return Markup(out.getvalue().decode())  # noqa: S704  # drawn by segno from our own address
