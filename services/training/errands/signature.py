"""What a certificate's QR code carries: its public address, and a signature that can be checked without a network."""

import base64
import hashlib
import re
from dataclasses import dataclass

from services.training.domain.certificate import Certificate, plain
from shared.errors import Refused
from shared.paper.signing import Seal, genuine

NAME_BYTES = 16
_TEXT = re.compile(r"/training/v/([0-9A-Z]{12})#([^.\s]{4,40})\.([\w-]{22})\.([\w-]{86})\Z")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a genuine code says: number, public code, and the fingerprint of the name it was made for."""

    number: str
    code: str
    fingerprint: str

    def is_of(self, name: str) -> bool:
        """Tell whether a name is the one it was made for."""
        return fingerprint(self.number, name) == self.fingerprint


def code_text(one: Certificate, seal: Seal, public_url: str) -> str:
    """Return what the QR code says; what follows # never travels to a server."""
    name = fingerprint(one.number, one.identity.name)
    return f"{public_url}/training/v/{one.code}#{one.number}.{name}.{seal.sign(_message(one.number, one.code, name))}"


def check(text: str, public_pem: bytes) -> Checked:
    """Return what a code says; raises Refused("code_unreadable" | "code_not_genuine")."""
    found = _TEXT.search(text.strip())
    if found is None:
        raise Refused("code_unreadable")
    code, number, name, signed = found.groups()
    if not genuine(_message(number, code, name), signed, public_pem):
        raise Refused("code_not_genuine")
    return Checked(number, code, name)


def fingerprint(number: str, name: str) -> str:
    """Return the fingerprint of a name for one number, so that equal names do not look equal."""
    digest = hashlib.sha256(f"{number}|{plain(name)}".encode()).digest()[:NAME_BYTES]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _message(number: str, code: str, name: str) -> str:
    return f"jinguo certificate 1|{number}|{code}|{name}"
