"""What is counted or summed over all women: counters, running numbers, and funds with their ledgers."""

from datetime import date
from typing import Any

from pymongo import ASCENDING

from services.loans.domain.money_news import FundBooked
from services.loans.events.outbound_money import of_fund
from shared.storage.mongo import Document, transaction
from simulator.large.twins import Original, Twin
from simulator.stage import Stage

COUNTED = {"desk_counts": ("lists", "due"), "numbers": ("n",), "kept_out": ("n",)}
SUMS = ("balance_fen", "outstanding_fen", "reserved_fen")


def multiply(stage: Stage, original: Original, copies: int) -> None:
    """Let counters, numbers and funds stand for all copies too; those of views are counted from the rows anew."""
    times = copies + 1
    for service in (stage.applicant, stage.training, stage.loans):
        for name, fields in COUNTED.items():
            for row in list(service.db[name].find()):
                change = {field: _times(row[field], times) for field in fields if field in row}
                service.db[name].update_one({"_id": row["_id"]}, {"$set": change})
    _views(stage)
    _funds(stage, original, copies)


def _times(value: Any, times: int) -> Any:
    if isinstance(value, dict):
        return {name: _times(one, times) for name, one in value.items()}
    return value * times


def _views(stage: Stage) -> None:
    """Count the journey and the monthly tables anew from their rows."""
    check = stage.applicant.ask(lambda use: use.journey.check)
    for rows, counters in ((check.journeys, check.counters), (check.months, check.month_counters)):
        cells = rows.full_count()
        counters.drop()
        counters.set_all(cells)


def _funds(stage: Stage, original: Original, copies: int) -> None:
    """Write each ledger on, copy by copy, with the sums after every line; the fund is its last line, and tells it."""
    db = stage.loans.db
    for fund in list(db.funds.find()):
        lines = list(db.fund_entries.find({"fund_id": fund["_id"]}).sort("n", ASCENDING))
        for k in range(1, copies + 1):
            twin = Twin(original, k)
            fresh = [_line(one, twin, fund) for one in lines]
            if fresh:
                db.fund_entries.insert_many(fresh, ordered=False)
        times = copies + 1
        db.funds.update_one({"_id": fund["_id"]}, {"$set": {name: fund[name] * times for name in (*SUMS, "last")}})
        if lines:
            _tell(stage, fund, times, date.fromisoformat(lines[-1]["on"]))


def _line(line: Document, twin: Twin, fund: Document) -> Document:
    """Return a line as it stands in a copy: the copies before it are booked already."""
    n = line["n"] + twin.k * fund["last"]
    ids = {name: _id(line[name], twin) for name in ("application_id", "loan_id")}
    after = {name: line["after"][name] + twin.k * fund[name] for name in SUMS}
    return {**line, **ids, "_id": f"{fund['_id']}/{n}", "n": n, "after": after}


def _id(old: str | None, twin: Twin) -> str | None:
    return twin.id(old).decode() if old else None


def _tell(stage: Stage, fund: Document, times: int, on: date) -> None:
    frame = stage.loans.wiring.frame
    balance, outstanding, reserved = (fund[name] * times for name in SUMS)
    booked = FundBooked(fund["_id"], tuple(fund["scope"]), balance, outstanding, reserved, fund["multiple"], on)
    told = of_fund(booked)
    transaction(frame.client, lambda session: frame.outbox.emit(session, told))
