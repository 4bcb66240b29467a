"""A queue as its page shows it: grouped by when it is due, each row with its clock, its holder and one thing to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.loans.usecases.desk.ports import Load, Row
from shared import money, workdays
from shared.access import Actor
from shared.errands.labels import Label
from shared.web.i18n import short_day, word

SOON_WORKDAYS = 3
PREPARED = {"proposed": "待复核 %(n)s 件", "together": "待同去的人签 %(n)s 件"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rows of one page are drawn with."""

    labels: Mapping[str, Label]
    places: Mapping[str, str]
    me: Actor
    today: date


def groups(rows: Sequence[Row], load: Load, kind: str, shown: Shown) -> list[dict[str, Any]]:
    """Return the groups of look §4.9; their counts are the counters', not the rows of this page."""
    if kind == "returned":
        note = word("停表，她交上后从停的地方接着算")
        return [_group(word("等她补件 %(n)s 件", n=load.lists.get(kind, 0)), "", note, rows, shown)]
    if kind in PREPARED:
        return [_group(word(PREPARED[kind], n=load.lists.get(kind, 0)), "", "", rows, shown)]
    today, soon = shown.today, workdays.add(shown.today, SOON_WORKDAYS)
    day = timedelta(days=1)
    found = [
        (word("已超时 %(n)s 件", n=load.between(None, today - day)), "late", "", None, today - day),
        (word("今天到期 %(n)s 件", n=load.between(today, today)), "near", word("17:30 前"), today, today),
        (word("3 天内到期 %(n)s 件", n=load.between(today + day, soon)), "", "", today + day, soon),
        (word("之后 %(n)s 件", n=load.between(soon + day, None)), "", "", soon + day, None),
    ]
    made = [
        _group(title, tone, note, [row for row in rows if _inside(row, first, last)], shown)
        for title, tone, note, first, last in found
    ]
    return [group for group in made if group["rows"]]


def _inside(row: Row, first: date | None, last: date | None) -> bool:
    return (first is None or row.due_on >= first) and (last is None or row.due_on <= last)


def _group(title: str, tone: str, note: str, rows: Sequence[Row], shown: Shown) -> dict[str, Any]:
    return {"title": title, "tone": tone, "note": note, "rows": [line(row, shown) for row in rows]}


def line(row: Row, shown: Shown) -> dict[str, Any]:
    """Return one row of the table."""
    label = shown.labels.get(row.person_id)
    mine = row.claim is not None and row.claim.by == shown.me.id
    return {
        "id": row.id,
        "used": row.clock.used(shown.today),
        "limit": row.clock.limit,
        "stopped": row.clock.stopped,
        "who": label["name"] if label else row.number,
        "no": row.number,
        "place": label["place"] if label else shown.places.get(row.id, ""),
        "project": word(f"trade.{row.trade}") if row.trade else "",
        "amount": money.wan(row.amount_fen),
        "round": word("首次") if row.round == 1 else word("第 %(n)s 轮", n=row.round),
        "holder": _holder(row, mine),
        "desk": _doing(row),
        "act": "near" if {shown.me.id, shown.me.mark} & set(row.near) else _act(row, mine),
        "row_class": "row-mine" if mine else "",
    }


def _doing(row: Row) -> str:
    act = word(f"act.{row.act}")
    return word("%(act)s，%(desk)s同时办", act=act, desk=word(f"desk.{row.beside[0]}")) if row.beside else act


def _holder(row: Row, mine: bool) -> str:
    if row.kind == "returned":
        return word("等她，%(day)s 止", day=short_day(row.due_on))
    if row.seats:
        return word("投了 %(n)s 票，共 %(seats)s 人", n=len(row.voted), seats=row.seats)
    if row.claim is not None:
        name = word("我") if mine else row.claim.name
        return word("%(name)s，余 %(n)s 分", name=name, n=row.claim.minutes)
    if row.kind in PREPARED:
        return word("%(name)s 写的，等另一个人签", name=row.preparer.name if row.preparer else "")
    if row.given_to:
        return word("派给%(name)s", name=row.given_to)
    return word("没人领，跳过 %(n)s 次", n=len(row.skipped_by)) if row.skipped_by else word("没人领")


def _act(row: Row, mine: bool) -> str:
    if row.kind == "returned" or row.seats:
        return "look"
    if row.claim is None:
        return "claim"
    return "go_on" if mine else "taken"


def urgency(row: Row, today: date) -> str:
    """Return how late or near a row is, in words."""
    used, limit = row.clock.used(today), row.clock.limit
    if used > limit:
        return word("超时 %(n)s 天", n=used - limit)
    return word("今天到期") if used == limit else word("剩 %(n)s 天", n=limit - used)
