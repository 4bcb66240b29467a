"""Applications in MongoDB: one document each, her plan sealed, news into the outbox in the same transaction."""

from datetime import date
from typing import Any

from bson.binary import Binary
from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import Application, Origin, State
from services.loans.domain.draft import Business, Draft, Forecast, Need
from services.loans.events.outbound import to_message
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "applications"
SEALED = "plan"


class MongoApplications:
    """Collection `applications`; `scope` are the units a row lies in, `open` whether it still goes on."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault, outbox: Outbox) -> None:
        self.rows = db.applications
        self.session = session
        self.vault = vault
        self.outbox = outbox

    def get(self, scope: Scope, application_id: str) -> Application:
        """Return one inside the scope; raises NotFound("application_not_found")."""
        wanted = {"_id": {"$eq": application_id}, **_inside(scope)}
        row = self.rows.find_one(wanted, session=self.session)
        if row is None:
            raise NotFound("application_not_found")
        return self._read([row])[0]

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

    def add(self, application: Application) -> None:
        """Store a new one with its news."""
        self.rows.insert_one(self._document(application), session=self.session)
        self._tell(application)

    def save(self, application: Application) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""
        seen = {"_id": application.id, "version": application.version}
        application.version += 1
        if not self.rows.replace_one(seen, self._document(application), session=self.session).matched_count:
            raise Stale("changed_meanwhile")
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
        origin, draft = application.origin, application.draft
        forecast = draft.forecast
        plan = {SEALED: forecast.plan} if forecast.plan else {}
        return {
            "_id": application.id,
            "number": application.number,
            "person_id": origin.person_id,
            "scope": list(origin.place),
            "place": list(origin.place),
            "channel": origin.channel,
            "started_on": origin.started_on.isoformat(),
            "started_by": origin.started_by,
            "state": application.state.value,
            "open": application.open,
            "withdrawn_on": application.withdrawn_on.isoformat() if application.withdrawn_on else None,
            "need": _plain(draft.need, "amount_fen", "term_months", "own_money_fen") | {"uses": list(draft.need.uses)},
            "business": _plain(draft.business, "trade", "licence", "months_trading", "hands"),
            "forecast": _plain(forecast, "monthly_income_fen", "monthly_cost_fen", "other_loans_fen"),
            "sealed": self.vault.seal(self.session, origin.person_id, PLACE, plan) if plan else {},
            "version": application.version,
        }

    def _read(self, rows: list[Document]) -> list[Application]:
        # one read of keys for each woman; a list shows no plans, so most rows have nothing to open
        return [_application(row, self._plan(row)) for row in rows]

    def _plan(self, row: Document) -> str | None:
        sealed: dict[str, Binary] = row["sealed"]
        return self.vault.open(row["person_id"], PLACE, sealed, self.session)[SEALED] if sealed else None


def _inside(scope: Scope) -> Document:
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}


def _plain(sheet: object, *names: str) -> Document:
    return {name: getattr(sheet, name) for name in names}


def _application(row: Document, plan: str | None) -> Application:
    return Application(
        id=row["_id"],
        number=row["number"],
        origin=_origin(row),
        state=State(row["state"]),
        draft=Draft(
            Need(**row["need"] | {"uses": tuple(row["need"]["uses"])}),
            Business(**row["business"]),
            Forecast(**row["forecast"], plan=plan),
        ),
        withdrawn_on=_day(row["withdrawn_on"]),
        version=row["version"],
    )


def _origin(row: dict[str, Any]) -> Origin:
    started_on = date.fromisoformat(row["started_on"])
    return Origin(row["person_id"], tuple(row["place"]), row["channel"], started_on, row["started_by"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
