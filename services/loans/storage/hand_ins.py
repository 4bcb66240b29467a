"""Her hand-ins in MongoDB: the day and round in clear, answers and what was told of her sealed."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.hand_in import TRY, HandIn, Told
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "hand_ins"


class MongoHandIns:
    """Collection `hand_ins {_id: <application>:<round>, application_id, person_id, round, on, consents, sealed}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db.hand_ins
        self.session = session
        self.vault = vault

    def of(self, application_id: str) -> list[HandIn]:
        """Return those of an application, first to last, without a try."""
        return self._found({"application_id": {"$eq": application_id}, "round": {"$gt": TRY}})

    def told(self, ids: Sequence[str]) -> dict[str, Told]:
        """Return what applicant told last of each of several applications, where it answered."""
        found = self._found({"application_id": {"$in": list(ids)}})
        return {one.application_id: one.told for one in found if one.told is not None}

    def tried_on(self, application_id: str) -> date | None:
        """Return the day of a try that the rules did not let through, None when none is kept."""
        row = self.rows.find_one({"_id": f"{application_id}:{TRY}"}, {"on": 1}, session=self.session)
        return date.fromisoformat(row["on"]) if row else None

    def add(self, hand_in: HandIn) -> None:
        """Keep one; in the place of a try, which is forgotten."""
        told = _told_row(hand_in.told) if hand_in.told else None
        text = json.dumps({"told": told, "answers": dict(hand_in.answers)}, ensure_ascii=False)
        row = {
            "_id": f"{hand_in.application_id}:{hand_in.round}",
            "application_id": hand_in.application_id,
            "person_id": hand_in.person_id,
            "round": hand_in.round,
            "on": hand_in.on.isoformat(),
            "consents": list(hand_in.consents),
            "sealed": self.vault.seal(self.session, hand_in.person_id, PLACE, {"text": text}),
        }
        self.rows.delete_one({"_id": f"{hand_in.application_id}:{TRY}"}, session=self.session)
        self.rows.insert_one(row, session=self.session)

    def first_between(self, first: date, last: date) -> dict[str, date]:
        """Return the day of each application's first hand-in, or of its try, if it lies between two days, included."""
        wanted = {"round": {"$in": [TRY, 1]}, "on": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
        rows = self.rows.find(wanted, {"application_id": 1, "on": 1}, session=self.session)
        return {row["application_id"]: date.fromisoformat(row["on"]) for row in rows.sort("application_id", ASCENDING)}

    def _found(self, wanted: Document) -> list[HandIn]:
        """Return those found, each application's first to last."""
        rows = list(self.rows.find(wanted, session=self.session).sort("round", ASCENDING))
        texts = self.vault.open_each(PLACE, [(row["person_id"], row["sealed"]) for row in rows], self.session)
        return [self._read(row, of_row["text"]) for row, of_row in zip(rows, texts, strict=True)]

    @staticmethod
    def _read(row: Document, text: str) -> HandIn:
        words: dict[str, Any] = json.loads(text) if text.startswith("{") else {"told": None, "answers": {}}
        return HandIn(
            row["application_id"],
            row["person_id"],
            row["round"],
            date.fromisoformat(row["on"]),
            tuple(row["consents"]),
            _told(words["told"]),
            words["answers"],
        )


def _told_row(told: Told) -> Document:
    return {
        "birth_month": told.birth_month,
        "sex": told.sex,
        "groups": list(told.groups),
        "barred": list(told.barred),
        "asked_at": told.asked_at.isoformat(),
        "enterprises": list(told.enterprises),
    }


def _told(row: Document | None) -> Told | None:
    if row is None:
        return None
    codes = tuple(row["groups"]), tuple(row["barred"])
    asked_at, own = datetime.fromisoformat(row["asked_at"]), tuple(row.get("enterprises", ()))
    return Told(row["birth_month"], row["sex"], *codes, asked_at, enterprises=own)
