"""Applications in MongoDB: one document each, words and names sealed, news into the outbox in the same transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import ON_DESKS, Application, Ask, Contract, Grant, Origin, State
from services.loans.domain.counter import PERSON
from services.loans.domain.near import Near
from services.loans.domain.review import Hand
from services.loans.events.outbound import to_message
from services.loans.storage import desk_counts, draft_rows, review_rows, slots
from services.loans.storage.upgrades import TOWN
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "applications"


class MongoApplications:
    """Collection `applications`; `scope` are the units a row lies in, `open` whether it still goes on."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault, outbox: Outbox) -> None:
        self.rows = db.applications
        self.session = session
        self.vault = vault
        self.outbox = outbox
        self.counts = desk_counts.DeskCounts(db, session)

    def get(self, scope: Scope, application_id: str) -> Application:
        """Return one inside the scope; raises NotFound("application_not_found")."""
        wanted = {"_id": {"$eq": application_id}, **_inside(scope)}
        row = self.rows.find_one(wanted, session=self.session)
        if row is None:
            raise NotFound("application_not_found")
        return self._read([row])[0]

    def some(self, scope: Scope, ids: Sequence[str]) -> list[Application]:
        """Return those of several that lie inside the scope, in order of their ids."""
        wanted = {"_id": {"$in": list(ids)}, **_inside(scope)}
        return self._read(list(self.rows.find(wanted, session=self.session).sort("_id", ASCENDING)))

    def of_person(self, person_id: str) -> list[Application]:
        """Return all of hers, newest first."""
        rows = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session).sort("_id", DESCENDING)
        return self._read(list(rows))

    def drafts(self, scope: Scope, after: str | None, limit: int) -> list[Application]:
        """Return open drafts inside the scope, newest first, those before the id `after`."""
        wanted: Document = {**_inside(scope), "state": State.DRAFT.value}
        if after is not None:
            wanted["_id"] = {"$lt": after}
        rows = self.rows.find(wanted, session=self.session).sort("_id", DESCENDING).limit(limit)
        return self._read(list(rows))

    def open_in(self, unit_id: str) -> list[Application]:
        """Return those that still go on and lie in a unit."""
        rows = self.rows.find(
            {"scope": {"$eq": unit_id}, "place": {"$eq": unit_id}, "open": True}, session=self.session
        )
        return self._read(list(rows.sort("_id", ASCENDING)))

    def add(self, application: Application) -> None:
        """Store a new one with its news."""
        fresh = self._document(application)
        self.rows.insert_one(fresh, session=self.session)
        self.counts.moved({}, fresh)
        self._tell(application)

    def save(
        self,
        application: Application,
        *,
        seconded_by: Hand | None = None,
        decided_by: Hand | None = None,
        voted_by: Hand | None = None,
    ) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile.

        The filter itself refuses a second hand (`seconded_by`) that prepared it, a decision (`decided_by`) over
        somebody else's lease, a second vote (`voted_by`), and any hand of those the file is about.
        """
        slot = slots.of(application.review.slot if application.review else 0)
        seen: Document = {"_id": application.id, "version": application.version}
        if seconded_by is not None:
            seen |= slots.not_by(f"{slot.review}proposal.by", seconded_by) | {f"{slot.review}proposal": {"$ne": None}}
        if decided_by is not None:
            free = {"$expr": {"$not": [{"$gt": [f"${slot.desk}claim.until", "$$NOW"]}]}}
            seen["$or"] = [{f"{slot.desk}claim.by": {"$eq": decided_by.id}}, free]
        if voted_by is not None:
            seen |= slots.not_by(f"{slot.review}votes.by", voted_by)
        for hand in (decided_by, voted_by):
            seen |= not_near(hand.id, hand.mark) if hand is not None else {}
        application.version += 1
        still = application.review.settle(application.version) if application.review else []
        fresh = self._document(application)
        before = self.rows.find_one_and_replace(seen, fresh, projection=slots.KEPT, session=self.session)
        if before is None:
            raise Stale("changed_meanwhile")
        self.counts.moved(before, fresh)
        kept = slots.carried(before, application, still)
        if kept:
            self.rows.update_one({"_id": application.id}, {"$set": kept}, session=self.session)
        self._tell(application)

    def _tell(self, application: Application) -> None:
        for news in application.news:
            self.outbox.emit(self._in_transaction(), to_message(news))
        application.news.clear()

    def _in_transaction(self) -> ClientSession:
        if self.session is None:
            raise RuntimeError("applications are written inside a transaction")
        return self.session

    def _document(self, application: Application) -> Document:
        origin = application.origin
        texts = review_rows.sealed(application.review, application.verdicts) | draft_rows.sealed(application.draft)
        return {
            "_id": application.id,
            "number": application.number,
            "person_id": origin.person_id,
            "scope": list(application.scope),
            "place": list(origin.place),
            "channel": origin.channel,
            "started_on": origin.started_on.isoformat(),
            "started_by": origin.started_by,
            "state": application.state.value,
            "open": application.open,
            "withdrawn_on": application.withdrawn_on.isoformat() if application.withdrawn_on else None,
            "ended_on": application.ended_on.isoformat() if application.ended_on else None,
            "ask": _plain(application.ask, *Ask.__slots__) if application.ask else None,
            "near": _near_row(application.near),
            **_stands(application),
            **_borrows(application),
            "guarantee": application.guarantee,
            "grant": _dated(application.grant, Grant.__slots__),
            "contract": _dated(application.contract, Contract.__slots__),
            "review": review_rows.clear(application.review),
            "desk": _desk(application, 0),
            **(
                {"side": {"desk": _desk(application, 1)}} if application.review and application.review.stops[1:] else {}
            ),
            **_acted(application),
            **draft_rows.clear(application.draft),
            "sealed": self.vault.seal(self.session, origin.person_id, PLACE, texts) if texts else {},
            "version": application.version,
        }

    def _read(self, rows: list[Document]) -> list[Application]:
        texts = self.vault.open_each(PLACE, [(row["person_id"], row["sealed"]) for row in rows], self.session)
        return [_application(row, of_row) for row, of_row in zip(rows, texts, strict=True)]


def not_near(account: str, mark: str) -> Document:
    """Return the part of a filter that keeps an officer off the files of his own family."""
    return {"near.accounts": {"$ne": account}, **({"near.marks": {"$ne": mark}} if mark else {})}


def _inside(scope: Scope) -> Document:
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}


def _plain(sheet: object, *names: str) -> Document:
    return {name: getattr(sheet, name) for name in names}


def _dated(thing: Grant | Contract | None, names: tuple[str, ...]) -> Document | None:
    if thing is None:
        return None
    values = _plain(thing, *names)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _desk(application: Application, slot: int) -> Document | None:
    """Return what queues are found by: office, desk and list of a case that is somebody's work now."""
    if application.state not in ON_DESKS:
        return None
    case, stop = application.case, application.case.stops[slot]
    step = case.route.steps[stop.at]
    prepared = "together" if step.also else "proposed"
    waiting = "returned" if application.state is State.RETURNED else prepared if stop.proposal else "open"
    due_on = case.asked.due_on if case.asked else stop.clock.due_on
    where = {"office": step.office, "desk": step.desk, "list": waiting, "due_on": due_on.isoformat()}
    where["town"] = application.place[: TOWN + 1][-1]
    first = [role for role in (step.officer, step.leader) if role]
    return where | {"act": step.act, "roles": list(step.seconds) if stop.proposal else first, "seats": step.seats}


def _acted(application: Application) -> Document:
    """Return the day of its last act, by which histories of a span are found; nothing before there is one."""
    entries = application.review.entries if application.review else []
    return {"acted_on": entries[-1].on.isoformat()} if entries else {}


def _near_row(near: Near) -> Document:
    names = ("marks", "accounts", "stands", "partners")
    return {name: list(getattr(near, name)) for name in names}


def _near(row: Document) -> Near:
    return Near(*(tuple(row.get(name, ())) for name in ("marks", "accounts", "stands", "partners")))


def _stands(application: Application) -> Document:
    """Return who stands for it since it was guaranteed, by fingerprint; nothing where no person does."""
    marks = application.near.stands if application.guarantee and application.case.fact("counter") == PERSON else ()
    return {"stands": list(marks)} if marks else {}


def _borrows(application: Application) -> Document:
    """Return who borrows with it since it was handed in, by fingerprint; nothing while that is not known."""
    marks = application.near.borrowers if application.review else ()
    return {"borrows": list(marks)} if marks else {}


def _application(row: Document, texts: dict[str, str]) -> Application:
    return Application(
        id=row["_id"],
        number=row["number"],
        origin=_origin(row),
        state=State(row["state"]),
        draft=draft_rows.read(row, texts),
        ask=Ask(**row["ask"]) if row["ask"] else None,
        verdicts=review_rows.read_verdicts(texts),
        review=review_rows.read(row["review"], texts),
        near=_near(row.get("near", {})),
        guarantee=row["guarantee"],
        grant=_grant(row["grant"]),
        contract=_contract(row["contract"]),
        ended_on=_day(row["ended_on"]),
        withdrawn_on=_day(row["withdrawn_on"]),
        version=row["version"],
    )


def _origin(row: dict[str, Any]) -> Origin:
    started_on = date.fromisoformat(row["started_on"])
    return Origin(row["person_id"], tuple(row["place"]), row["channel"], started_on, row["started_by"])


def _grant(row: Document | None) -> Grant | None:
    if row is None:
        return None
    days = {name: date.fromisoformat(row[name]) for name in ("on", "lapses_on")}
    return Grant(**row | days)


def _contract(row: Document | None) -> Contract | None:
    if row is None:
        return None
    return Contract(**row | {"on": date.fromisoformat(row["on"]), "draw_by": _day(row.get("draw_by"))})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
