"""How a woman is shown: words for codes, masks for numbers, lines of who looked at her data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.applicant.domain import categories, masks
from services.applicant.domain.person import Person
from services.applicant.domain.unit import Unit
from services.applicant.usecases.person.find import Dossier
from services.applicant.usecases.person.label import place_of
from services.applicant.usecases.ports import Seen
from shared.regions import Level
from shared.storage.vault import ERASED
from shared.web.i18n import _, word

NOTHING = "—"
PURPOSES = frozenset({"judge", "enrol", "certificate"})  # what services give as a reason: codes, not an officer's words
SERVICE, TITLE = "svc:", "title."  # who asks as a service; acts whose reason is a code of the titles


@dataclass(frozen=True, slots=True)
class Row:
    """A woman on a list: her name whole, her numbers masked."""

    id: str
    name: str
    place: str
    phone: str
    id_no: str
    registered_on: Any
    channel_code: str
    look_slugs: Sequence[str]

    @property
    def channel(self) -> str:
        """Return how she came in, in words."""
        return word(f"channel.{self.channel_code}")

    @property
    def looks(self) -> list[str]:
        """Return what somebody should look at, in words."""
        return [word(f"looks.{slug}") for slug in self.look_slugs]


def row(person: Person, units: Mapping[str, Unit]) -> Row:
    """Return how a list shows her."""
    details, origin = person.details, person.origin
    return Row(
        id=person.id,
        name=details.name,
        place=place_of(person, units),
        phone=masks.phone(details.phone),
        id_no=masks.id_tail(details.id_no),
        registered_on=origin.on,
        channel_code=origin.channel.value,
        look_slugs=origin.looks,
    )


def facts(found: Dossier) -> list[tuple[str, str]]:
    """Return label and value of everything about her, numbers masked."""
    details = found.person.details
    return [
        (_("姓名"), details.name),
        (_("身份证号"), masks.id_no(details.id_no)),
        (_("手机号"), masks.phone(details.phone)),
        (_("住在"), place(found.units)),
        (_("文化程度"), education(details.education)),
        (_("户口"), hukou(details.hukou)),
        (_("是哪种人"), groups(details.groups)),
    ]


def place(units: Sequence[Unit]) -> str:
    """Return county, township and village, as far down as is known."""
    return "".join(unit.title for unit in units if unit.level >= Level.COUNTY) or NOTHING


def place_typed(units: Sequence[Unit]) -> str:
    """Return township and village as they are typed."""
    return "".join(unit.title for unit in units if unit.level >= Level.TOWNSHIP)


def education(code: str) -> str:
    """Return the words of a level of education."""
    return _coded(code, categories.EDUCATION)


def hukou(code: str) -> str:
    """Return the words of a kind of hukou."""
    return _coded(code, categories.HUKOU)


def groups(codes: Sequence[str]) -> str:
    """Return the words of several groups."""
    return "、".join(_coded(code, categories.GROUPS) for code in codes) or NOTHING


def lines(seen: Sequence[Seen], units: Mapping[str, Unit]) -> list[dict[str, Any]]:
    """Return who looked at her data: when, which office in which role, what, why."""
    return [
        {
            "at": one.at,
            "who": _who(one, units),
            "what": _what(one),
            "why": _why(one),
        }
        for one in seen
    ]


def _who(one: Seen, units: Mapping[str, Unit]) -> str:
    if one.actor.startswith(SERVICE):
        return word(f"service.{one.actor.removeprefix(SERVICE)}")
    return f"{units[one.unit].title if one.unit in units else ''} {_role(one.role)}".strip() or NOTHING


def _why(one: Seen) -> str:
    if one.reason in PURPOSES:
        return word(f"purpose.{one.reason}")
    return word(f"title_reason.{one.reason}") if one.reason and one.act.startswith(TITLE) else one.reason or NOTHING


def _what(one: Seen) -> str:
    fields = "、".join(word(f"field.{name}") for name in one.fields)
    return f"{word(f'act.{one.act}')}{f'：{fields}' if fields else ''}"


def _role(code: str) -> str:
    return word(f"role.{code}") if code else ""


def _coded(code: str, table: dict[str, tuple[str, ...]]) -> str:
    if code not in table:
        return code if code == ERASED else NOTHING
    return word(categories.label(code, table))
