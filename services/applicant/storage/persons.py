"""`persons {_id, path, scope, f: sealed, bx: blind indexes, …}`: identity at rest, found without being read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, product
from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain import names, phones
from services.applicant.domain.person import Channel, Details, Origin, Person
from services.applicant.events.outbound import to_message
from services.applicant.usecases.ports import Search
from shared.access import SYSTEM, Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.id_number import plain
from shared.storage.mongo import Document
from shared.storage.vault import ERASED, BlindIndex, Vault

PLACE = "persons"
READINGS = 8
NEWEST = [("origin.on", DESCENDING), ("_id", DESCENDING)]


@dataclass(frozen=True, slots=True)
class Seals:
    """What seals a person's fields and what finds them again."""

    vault: Vault
    blind: BlindIndex


class MongoPersons:
    """Persons, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox, seals: Seals) -> None:
        self.rows = db.persons
        self.session = session
        self.outbox = outbox
        self.vault, self.blind = seals.vault, seals.blind

    def get(self, scope: Scope, person_id: str) -> Person:
        """Return one inside the scope; raises NotFound("person_not_found")."""
        found = self._found({"_id": {"$eq": person_id}, **_inside(scope)}, 1)
        if not found:
            raise NotFound("person_not_found")
        return found[0]

    def some(self, person_ids: Iterable[str]) -> dict[str, Person]:
        """Return those that are known, by id, whatever their place: two reads however many."""
        wanted = list(dict.fromkeys(person_ids))
        return {person.id: person for person in self._found({"_id": {"$in": wanted}}, len(wanted))}

    def with_id_no(self, id_no: str) -> Person | None:
        """Return who holds an ID number."""
        return next(iter(self._found({"bx.id_no": self.blind.of("id_no", id_no)}, 1)), None)

    def known(self, id_nos: Iterable[str]) -> dict[str, str]:
        """Return person ids by those ID numbers that are registered."""
        marks = {bytes(self.blind.of("id_no", one)): one for one in id_nos}
        rows = self.rows.find({"bx.id_no": {"$in": list(marks)}}, {"bx.id_no": 1}, session=self.session)
        return {marks[bytes(row["bx"]["id_no"])]: row["_id"] for row in rows}

    def search(self, scope: Scope, by: Search, value: str, limit: int) -> list[Person]:
        """Return persons inside the scope by one blind index."""
        return self._found({f"bx.{by.value}": self.blind.of(by.value, value), **_inside(scope)}, limit)

    def page(self, scope: Scope, after: str | None, limit: int) -> list[Person]:
        """Return persons inside the scope, those last registered first, after a cursor `day.id`."""
        wanted = _inside(scope)
        if after:
            day, _, person_id = after.partition(".")
            wanted["$or"] = [{"origin.on": {"$lt": day}}, {"origin.on": day, "_id": {"$lt": person_id}}]
        return self._found(wanted, limit)

    def any_in(self, unit_id: str) -> bool:
        """Tell whether anybody belongs to a unit."""
        return self.rows.find_one({"scope": {"$eq": unit_id}}, {"_id": 1}, session=self.session) is not None

    def add(self, person: Person) -> None:
        """Store a new one with her news; two of one ID number never both commit."""
        self._tell(person)
        self.rows.insert_one(self._row(person), session=self.session)

    def save(self, person: Person) -> None:
        """Store a changed one with her news; raises Stale when somebody saved meanwhile."""
        seen = {"_id": person.id, "version": person.version}
        person.version += 1
        self._tell(person)
        if not self.rows.replace_one(seen, self._row(person), session=self.session).matched_count:
            raise Stale("changed_meanwhile")

    def with_phone(self, phone: str) -> list[str]:
        """Return who can be reached at a phone; several women may share one."""
        mark = self.blind.of("phone", phones.plain(phone))
        return [row["_id"] for row in self.rows.find({"bx.phone": mark}, {"_id": 1}, session=self.session)]

    def ends_with(self, person_id: str, six: str) -> bool:
        """Tell whether her ID number ends with six typed characters."""
        person = self.some([person_id]).get(person_id)
        return person is not None and len(six) == 6 and person.details.id_no.endswith(plain(six))

    def greeting(self, person_id: str) -> str:
        """Return her name, for herself."""
        return self.get(SYSTEM, person_id).details.name

    def last_used_at(self, person_id: str) -> datetime | None:
        """Return when she last signed in, None when never."""
        row = self.rows.find_one({"_id": {"$eq": person_id}}, {"used_at": 1}, session=self.session)
        found: datetime | None = row["used_at"] if row else None
        return found

    def touch(self, person_id: str, at: datetime) -> None:
        """Note that she signed in; no event, no new version."""
        self.rows.update_one({"_id": {"$eq": person_id}}, {"$set": {"used_at": at}}, session=self.session)

    def phone_of(self, person_id: str) -> str:
        """Return where a message reaches her."""
        return self.get(SYSTEM, person_id).details.phone

    def _found(self, wanted: Mapping[str, Any], limit: int) -> list[Person]:
        rows = list(self.rows.find(dict(wanted), session=self.session).sort(NEWEST).limit(max(limit, 1)))
        texts = self.vault.open_each(PLACE, [(row["_id"], row["f"]) for row in rows], self.session)
        return [to_person(row, of_row) for row, of_row in zip(rows, texts, strict=True)]

    def _tell(self, person: Person) -> None:
        assert self.session is not None, "news is told inside a transaction"
        for news in person.news:
            person.seq = self.outbox.emit(self.session, to_message(news)).seq
        person.news.clear()

    def _row(self, person: Person) -> Document:
        details, origin = person.details, person.origin
        fields = {name: getattr(details, name) for name in Details.__slots__}
        fields["groups"] = ",".join(details.groups)
        return {
            "_id": person.id,
            "path": list(person.path),
            "scope": list(person.path),
            "f": self.vault.seal(self.session, person.id, PLACE, fields),
            "bx": self._marks(details),
            "origin": {
                "channel": origin.channel.value,
                "by": origin.by,
                "on": origin.on.isoformat(),
                "looks": list(origin.looks),
            },
            "changed_on": person.changed_on.isoformat(),
            "used_at": person.used_at,
            "version": person.version,
            "seq": person.seq,
        }

    def _marks(self, details: Details) -> Document:
        blind = self.blind
        return {
            "id_no": blind.of("id_no", details.id_no),
            "phone": blind.of("phone", details.phone),
            "phone_last4": blind.of("phone_last4", details.phone[-4:]),
            "name": blind.of("name", details.name),
            "initials": blind.of_all("initials", initials(details.name)),
        }


def initials(name: str) -> list[str]:
    """Return the pinyin initials of a name in capitals, for each of its first few readings: 曾小芳 is CXF and ZXF."""
    from pypinyin import Style, pinyin  # noqa: PLC0415  # its dictionaries take a sixth of a process's start

    signs = [sign for sign in name if sign != names.DOT]
    readings = pinyin(signs, style=Style.FIRST_LETTER, heteronym=True, errors=lambda _: "?")
    letters = [sorted({one[:1].upper() for one in found}) for found in readings]
    return ["".join(one) for one in islice(product(*letters), READINGS)]


def to_person(row: Mapping[str, Any], texts: Mapping[str, str]) -> Person:
    """Return the person of a document and her opened texts; an erased one reads 已删除 in every field."""
    groups = tuple(code for code in texts["groups"].split(",") if code and code != ERASED)
    origin = row["origin"]
    return Person(
        id=row["_id"],
        path=tuple(row["path"]),
        details=Details(groups=groups, **{name: texts[name] for name in Details.__slots__ if name != "groups"}),
        origin=Origin(
            Channel(origin["channel"]), origin["by"], date.fromisoformat(origin["on"]), tuple(origin["looks"])
        ),
        changed_on=date.fromisoformat(row["changed_on"]),
        used_at=row["used_at"],
        version=row["version"],
        seq=row["seq"],
    )


def _inside(scope: Scope) -> Document:
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}
