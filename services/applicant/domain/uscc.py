"""The unified social credit code as applicant reads it: whatever is odd about it only warns."""

from services.applicant.domain.findings import Read, warn
from shared.uscc import oddity, plain

FIELD = "uscc"
KINDS = {"91": "company", "92": "sole_trader", "93": "cooperative"}


def kind_of(code: str) -> str:
    """Return what kind of enterprise the first two characters say, empty where they say none."""
    return KINDS.get(code[:2], "")


def read(typed: str) -> Read[str]:
    """Read a typed code; real ones that fail the check have been seen, so a person looks at the licence instead."""
    text = plain(typed)
    odd = oddity(text)
    return Read(text, (warn(FIELD, odd[0], **odd[1]),) if odd else ())
