"""The one menu of all staff pages: the same in every service, showing only what the reader's posts open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template, request
from flask_babel import gettext, lazy_gettext

from shared import roles
from shared.access import Actor, Kind, Post
from shared.regions import short_place
from shared.web.i18n import federation_of
from shared.web.identity.gate import actor

_l = lazy_gettext

FEDERATION = frozenset(roles.FEDERATION)
LEADING = frozenset(roles.COUNTY + roles.CITY)
TRAINING = frozenset(roles.TRAINING) | LEADING
DESKS = frozenset(roles.VILLAGE + roles.TOWNSHIP + roles.COUNTY + roles.OFFICES) - {"finance_officer"}
HR = frozenset({"hr_officer", "hr_leader"})
KEEPING = frozenset({"county_officer", "operator"})
ACCOUNTS = frozenset({"account_admin"})
BANK = frozenset({"bank_officer", "bank_leader"})
AGENCY = frozenset({"guarantee_officer", "guarantee_leader"})
TRIES = LEADING | {"hr_leader", "guarantee_leader", "finance_officer"}
FUND = AGENCY | {"finance_officer", *roles.COUNTY}
WORK: Mapping[str, frozenset[str]] = {  # whose work list has a part of each service
    "loans": DESKS | {"finance_officer"},
    "training": TRAINING | FEDERATION | HR,
}
MOST = 99
PARKED = "/applicant/parked"
CERTIFICATES = frozenset({"coordinator", "training_reviewer", *roles.COUNTY})
ROTATION = CERTIFICATES | {*roles.CITY, *roles.TOWNSHIP}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu and the roles that see it; None = every officer."""

    label: Any
    href: str
    roles: frozenset[str] | None = None

    @property
    def id(self) -> str:
        """Return the id of its number on a page."""
        return "n" + self.href.replace("/", "-")


@dataclass(frozen=True, slots=True)
class Count:
    """What waits behind a line of the menu; `late` stands in red."""

    n: int
    late: bool = False

    @property
    def said(self) -> str:
        """Return the number, empty for nothing, 99+ from a hundred on: nobody counts them one by one."""
        return f"{MOST}+" if self.n > MOST else str(self.n or "")


MENU: Mapping[Any, tuple[Item, ...]] = {
    _l("今天"): (Item(_l("我的工作"), "/applicant/my-work"),),
    _l("人"): (
        Item(_l("查人"), "/applicant/persons/search", FEDERATION | {"coordinator"}),
        Item(_l("妇女名单"), "/applicant/persons", FEDERATION),
        Item(_l("代她登记"), "/applicant/persons/new", FEDERATION),
    ),
    _l("培训"): (
        Item(_l("培训总览"), "/training/overview", TRAINING - {"teacher"}),
        Item(_l("课表"), "/training/week", TRAINING),
        Item(_l("班级"), "/training/classes", TRAINING | set(roles.TOWNSHIP)),
        Item(_l("课程"), "/training/courses", TRAINING | set(roles.TOWNSHIP)),
        Item(_l("考勤"), "/training/attendance", TRAINING - set(roles.CITY)),
        Item(_l("考试发证"), "/training/exams", TRAINING - set(roles.CITY)),
        Item(_l("培训补贴"), "/training/subsidies", TRAINING - {"teacher"} | HR),
        Item(_l("轮训"), "/training/rotation", ROTATION),
        Item(_l("收入回访"), "/training/follow-ups", ROTATION | {*roles.VILLAGE}),
        Item(_l("教师与教室"), "/training/rooms", TRAINING - set(roles.CITY)),
    ),
    _l("贷款"): (
        Item(_l("审核队列"), "/loans/queue", DESKS),
        Item(_l("本单位的件"), "/loans/desks", frozenset(one for one in DESKS if one.endswith("_leader"))),
        Item(_l("办理情况"), "/loans/figures", DESKS | set(roles.CITY)),
        Item(_l("贷款申请"), "/loans/applications", FEDERATION - set(roles.CITY)),
        Item(_l("合同和放款"), "/loans/contracts", BANK),
        Item(_l("还款与逾期"), "/loans/loans", FEDERATION - set(roles.CITY) | BANK | AGENCY | {"finance_officer"}),
        Item(_l("还款明细"), "/loans/repayment-files", BANK),
        Item(_l("放款明细"), "/loans/disbursement-files", BANK),
        Item(_l("逾期清单"), "/loans/overdue-files", BANK),
        Item(_l("担保基金"), "/loans/fund", FUND | {"hr_leader"}),
        Item(_l("政策试算"), "/loans/policy/simulation", TRIES),
        Item(_l("财政贴息"), "/loans/subsidies", BANK | {"finance_officer", *roles.COUNTY}),
        Item(_l("贷款政策"), "/loans/policy"),
    ),
    _l("经营"): (
        Item(_l("企业"), "/applicant/enterprises", FEDERATION),
        Item(_l("“妇”字号"), "/applicant/titles", FEDERATION),
    ),
    _l("看数"): (
        Item(_l("月调度"), "/applicant/dispatch", LEADING | {"inspector"}),
        Item(_l("报表 T1–T4"), "/applicant/dispatch/tables", LEADING | {"inspector"}),
        Item(_l("走到哪一步"), "/applicant/funnel", FEDERATION | {"inspector"}),
        Item(_l("她们的路"), "/applicant/journeys", FEDERATION | {"inspector"}),
    ),
    _l("以前的台账"): (
        Item(_l("证书台账"), "/training/certificate-ledgers", CERTIFICATES),
        Item(_l("补贴培训台账"), "/training/training-ledgers", CERTIFICATES),
        Item(_l("执委名册"), "/training/official-ledgers", CERTIFICATES),
        Item(_l("在贷台账"), "/loans/loan-ledgers", FUND | BANK),
        Item(_l("担保基金余额"), "/loans/fund-ledgers", FUND),
        Item(_l("“妇”字号台账"), "/applicant/title-ledgers", frozenset(roles.COUNTY)),
    ),
    _l("基础"): (
        Item(_l("单位"), "/applicant/units", LEADING),
        Item(_l("停发短信"), "/applicant/messages/blocks", frozenset({"county_officer", "county_leader"})),
        Item(_l("账号"), "/applicant/accounts", ACCOUNTS),
        Item(_l("我的账号"), "/applicant/profile"),
        Item(_l("没送到的消息"), PARKED, KEEPING),
        Item(_l("系统状态"), "/applicant/status", KEEPING),
    ),
}


def install(app: Flask) -> None:
    """Give every template `reader`, `place` and `rail`."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        who = actor()
        if who.kind is not Kind.STAFF:
            return {"reader": None, "place": "", "rail": [], "counted_at": []}
        first = who.posts[0] if who.posts else None
        post = gettext(f"role.{first.role}") if first else ""
        reader = {"name": who.name, "post": post}
        return {"reader": reader, "place": _place(first), "rail": menu(who), "counted_at": _counting(who)}


def _place(post: Post | None) -> str:
    if post is None:
        return ""
    return federation_of(post.title) if post.unit_kind == "federation" else short_place(post.title)


def menu(who: Actor) -> list[dict[str, Any]]:
    """Return the groups and lines this officer may open; the longest address that fits is the active one."""
    groups = [
        {"title": title, "items": [_line(item) for item in items if item.roles is None or who.roles & item.roles]}
        for title, items in MENU.items()
    ]
    lines = [line for group in groups for line in group["items"]]
    here = [line for line in lines if request.path == line["href"] or request.path.startswith(f"{line['href']}/")]
    if here:
        max(here, key=lambda line: len(line["href"]))["active"] = True
    return [group for group in groups if group["items"]]


def _line(item: Item) -> dict[str, Any]:
    return {"label": item.label, "href": item.href, "id": item.id, "active": False}


def _counting(who: Actor) -> list[str]:
    """Return where the numbers of the menu are asked: one address of each service in which the officer works."""
    others = [name for name in WORK if who.roles & WORK[name]]
    parked = [f"{PARKED}/count"] if who.roles & KEEPING else []
    return [*(f"/{name}/my-work/counts" for name in ("applicant", *others)), *parked]


def counted(found: Mapping[str, Count]) -> str:
    """Return the numbers of lines of the menu, by address, as htmx puts them beside their lines."""
    ids = {item.href: item.id for items in MENU.values() for item in items}
    return render_template("pages/counts.html", counts={ids[href]: count for href, count in found.items()})
