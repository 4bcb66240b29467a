"""How enterprises and titles are shown: words and signs for codes, values in their unit, the road as a timeline."""

from collections.abc import Sequence
from typing import Any

from services.applicant.domain.criteria import Line
from services.applicant.domain.enterprise import Enterprise, Report
from services.applicant.domain.nomination import HELD, ON_THE_ROAD, Nomination, State
from services.applicant.usecases.title.find import Listed, Sheet
from services.applicant.web import shown
from services.applicant.web.shown import NOTHING
from shared import money
from shared.regions import Level
from shared.web.i18n import _, day, word

SHAPES = {
    State.NOMINATED: "hand",
    State.CHECKED: "hand",
    State.NOTICED: "near",
    State.RECOGNISED: "done",
    State.WATCH: "over",
    State.REFUSED: "not",
    State.REVOKED: "not",
    State.EXPIRED: "stopped",
}
RESULTS = {True: "done", False: "not", None: "unknown"}


def chip(one: Nomination) -> tuple[str, str]:
    """Return sign and words of where it stands, for staff."""
    if one.proposal is not None:
        return "hand", _("待复核")
    return SHAPES[one.state], word(f"title_state.{one.state}")


def her_chip(one: Nomination) -> tuple[str, str]:
    """Return the same for her: who in the county looks at it is not her business."""
    return SHAPES[one.state], word(f"title_state_hers.{one.state}")


def until(one: Nomination) -> str:
    """Return the day that counts now, in words, empty where none does."""
    if one.state is State.NOTICED and one.until:
        return str(_("公示到 %(day)s", day=day(one.until)))
    if one.state is State.WATCH and one.until:
        return str(_("%(day)s前改好", day=day(one.until)))
    return str(_("有效到 %(day)s", day=day(one.valid_until))) if one.valid_until else ""


def verdict(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the conditions as the verdict part shows them."""
    return [
        {
            "result": RESULTS[line.met],
            "condition": word(f"criterion.{line.slug}"),
            "value": value(line.value, line.unit),
            "requirement": _need(line),
            "source": line.document,
        }
        for line in lines
    ]


def value(amount: int | None, unit: str) -> str:
    """Return a value in its unit, — where nobody knows it."""
    if amount is None:
        return NOTHING
    match unit:
        case "permille":
            return f"{amount // 10} %"
        case "months":
            return str(_("%(n)s 个月", n=amount))
        case "fen":
            return money.spoken(amount)
        case "flag":
            return str(_("是") if amount else _("不是"))
        case _:
            return str(amount)


def _need(line: Line) -> str:
    return (
        str(_("必须是")) if line.unit == "flag" else str(_("不少于 %(value)s", value=value(line.threshold, line.unit)))
    )


def timeline(one: Nomination) -> list[dict[str, Any]]:
    """Return what was done, and where it lies now."""
    done = [
        {"state": _node(step.what), "who": word(f"title_step.{step.what}"), "when": step.on, "what": _said(step)}
        for step in one.steps
    ]
    if one.proposal is not None:
        text = word(f"title_act.{one.proposal.what}")
        who = {"state": "done", "who": _("县妇联经办：%(what)s", what=text), "when": one.proposal.on}
        done.append({**who, "what": _said(one.proposal)})
    here = _("等县妇联另一位复核") if one.proposal is not None else word(f"title_here.{one.state}")
    open_ = one.state in ON_THE_ROAD or one.proposal is not None
    return [*done, {"state": "here", "who": here, "when": None, "what": until(one)}] if open_ else done


def _node(what: str) -> str:
    return "back" if what in ("object", "hand_back", "watch") else "done"


def _said(step: Any) -> str:
    reason = word(f"title_reason.{step.reason}") if step.reason else ""
    return "，".join(text for text in (reason, step.note) if text)


def facts(one: Enterprise) -> list[tuple[str, str]]:
    """Return label and value of everything about an enterprise."""
    kept = one.details
    return [
        (_("统一社会信用代码"), kept.uscc or _("没有")),
        (_("是哪一种"), word(f"enterprise_kind.{kept.kind}")),
        (_("做哪一行"), word(f"trade.{kept.trade}")),
        (_("成立"), day(kept.founded_on)),
        (_("女的占股"), value(kept.women_share, "permille")),
    ]


def looks(one: Enterprise) -> list[str]:
    """Return what somebody should compare with the licence."""
    return [word(f"looks.{slug}") for slug in one.looks]


def report(one: Report) -> dict[str, Any]:
    """Return one year for a table, or one line on a phone."""
    figures = one.figures
    line = _(
        "%(staff)s 个人，女的 %(women)s 个，带动 %(households)s 户，卖了 %(sales)s",
        staff=figures.staff,
        women=figures.women,
        households=figures.households,
        sales=money.spoken(figures.sales_fen),
    )
    return {
        "year": one.year,
        "on": one.on,
        "source": word(f"report_source.{one.source}"),
        "running": figures.running,
        "figures": figures,
        "sales": money.wan(figures.sales_fen),
        "line": line if figures.running else _("停了"),
    }


def rows(found: Listed) -> list[dict[str, Any]]:
    """Return titles as a list shows them to an officer of the place."""
    made = []
    for one in found.rows:
        enterprise = found.enterprises.get(one.holder.enterprise_id or "")
        person = found.persons[one.holder.person_id].details.name
        town = next(
            (found.units[u] for u in one.path if u in found.units and found.units[u].level is Level.TOWNSHIP), None
        )
        made.append(
            {
                "id": one.id,
                "name": enterprise.details.name if enterprise else person,
                "person": person,
                "place": town.title if town else NOTHING,
                "title": one.title,
                "chip": chip(one),
                "until": until(one),
                "number": one.number or NOTHING,
            }
        )
    return made


def sheet(found: Sheet) -> dict[str, Any]:
    """Return what the page of one title shows."""
    one = found.nomination
    return {
        "one": one,
        "name": found.enterprise.details.name if found.enterprise else found.person.details.name,
        "person": found.person,
        "enterprise": found.enterprise,
        "where": shown.place(found.units),
        "terms": found.terms,
        "chip": chip(one),
        "until": until(one),
        "verdict": verdict(found.lines),
        "timeline": timeline(one),
        "held": one.state in HELD,
    }
