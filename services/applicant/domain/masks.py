"""What is shown of a name or number to those who need not know it whole; made here, never in a browser."""

SIGN = "*"


def name(full: str) -> str:
    """Return 龙*英: first and last character; of two characters only the first."""
    if len(full) <= 2:
        return full[:1] + SIGN
    return full[0] + SIGN * (len(full) - 2) + full[-1]


def id_no(full: str) -> str:
    """Return the first six and the last four: 431224********0007."""
    return full[:6] + SIGN * max(len(full) - 10, 0) + full[-4:]


def id_tail(full: str) -> str:
    """Return ****0007 for lists."""
    return SIGN * 4 + full[-4:]


def phone(full: str) -> str:
    """Return 139****0007; of a landline area code and last four."""
    return full[:3] + SIGN * 4 + full[-4:]
