"""Why a desk sends an application back or ends it: codes with staff's words and hers, data of the county."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Reason:
    """One code: R.. sends back, X.. ends; `hers` is what she reads."""

    code: str
    text: str
    hers: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """The two lists in force at a place."""

    send_back: tuple[Reason, ...]
    end: tuple[Reason, ...]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Reasons":
        """Return the lists of a version's values."""
        return cls(_listed(values["return"]), _listed(values["reject"]))

    def named(self, codes: Iterable[str]) -> list[Reason]:
        """Return the reasons of some codes, in the order of the lists; unknown codes are left out."""
        wanted = set(codes)
        return [one for one in (*self.send_back, *self.end) if one.code in wanted]

    def checked(self, codes: Sequence[str], *, ends: bool) -> tuple[str, ...]:
        """Return the codes once each; raises Refused("reasons_missing"), Refused("reason_unknown")."""
        if not codes:
            raise Refused("reasons_missing")
        known = {one.code for one in (self.end if ends else self.send_back)}
        strangers = [code for code in codes if code not in known]
        if strangers:
            raise Refused("reason_unknown", code=strangers[0])
        return tuple(dict.fromkeys(codes))


def _listed(rows: Iterable[Mapping[str, str]]) -> tuple[Reason, ...]:
    return tuple(Reason(row["code"], row["text"], row["hers"]) for row in rows)
