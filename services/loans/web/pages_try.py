"""Would I be eligible? Anybody may try the policy without an account; nothing is kept or stands in an address."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.loans.domain.judge import EarlierLoan, Facts, OtherLoan, judge
from services.loans.usecases import UseCases
from services.loans.web import verdicts
from services.loans.web.sheet_schemas import FORMS, IS_NOT, MOST, MOST_HEADS, MOST_STAFF, STANDINGS, TERMS, YES_NO, YUAN
from shared.policy import NATION
from shared.running import Runs
from shared.web import forms
from shared.web.identity.gate import needs
from shared.web.posting import FormPage
from shared.web.schema import Form, amount, choice, several, text, whole

NONE = "NONE"
GROUPS = (
    *((code, f"group.{code}") for code in ("POVERTY_OUT", "RETURNEE", "RURAL_SELF", "UNEMP", "HARD", "ESHOP")),
    *((code, f"group.{code}") for code in ("GRAD", "VET", "RELEASED", "OVERCAP")),
    (NONE, "都不是"),
)


class TryForm(Form):
    """What a rule looks at; whatever is left out stays unknown."""

    place = text("在哪个县", most=6, least=6, required=False)
    born_year = whole("哪一年生的", least=1930, most=2020, required=False)
    born_month = whole("几月生的", least=1, most=12, required=False)
    groups = several("下面哪一种说的是您", GROUPS, required=False, help="可以选几样")
    standing = choice("您现在是", STANDINGS, required=False)
    form = choice("怎么做", FORMS, required=False)
    heads = whole("一共几个合伙人", least=2, most=MOST_HEADS, required=False, help="合伙的才填，您也算一个")
    staff = whole("企业一共多少人", least=1, most=MOST_STAFF, required=False, help="小企业才填")
    hires_12m = whole(
        "最近 12 个月新招了几个", least=0, most=MOST_STAFF, required=False, help="小企业才填，只算政策里的人群"
    )
    months_trading = whole("做了几个月", least=0, most=600, required=False, help="还没开始就填 0")
    amount_fen = amount("想借多少钱", least=YUAN, most=MOST, required=False, help="写 15万 或 150000 都行")
    term_months = choice("借多久", TERMS, required=False)
    loans_before = whole("以前借过几次这种担保贷款", least=0, most=20, required=False)
    before_settled = choice("以前的都还清了吗", IS_NOT, required=False, help="借过的才填")
    before_overdue = choice("以前有没有晚还过", YES_NO, required=False)
    other_loans_fen = amount(
        "别的贷款还欠多少", least=0, most=MOST, required=False, help="房贷、车贷、助学、扶贫贷款不算；两口子加起来"
    )


SCHEMA = TryForm()


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the public page."""
    trial = Blueprint("loans_try", __name__, url_prefix="/loans", template_folder="templates")

    def form() -> FormPage:
        nothing: dict[str, Any] = {"rows": [], "verdict": None}
        return FormPage(SCHEMA, "loans/try.html", lambda: {"places": _places(run), **nothing})

    @trial.get("/try")
    @needs("policy.read")
    def show() -> ResponseReturnValue:
        return form().show()

    @trial.post("/try")
    @needs("policy.read")
    def judged() -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            terms = run.ask(lambda use: use.policy.terms)
            today, place = terms.clock.today(), typed.get("place") or NATION
            verdict = judge(facts_of(typed), terms.policy, today, place)
            shown = {"controls": forms.controls(SCHEMA, typed), "general_errors": [], "places": _places(run)}
            return render_template("loans/try.html", **shown, verdict=verdict, rows=verdicts.rows(verdict))

        return form().submit(work)

    return trial


def facts_of(typed: dict[str, Any]) -> Facts:
    """Return the facts of what was typed; on which day an earlier loan was settled is not asked here."""
    year, month, groups = typed.get("born_year"), typed.get("born_month"), typed.get("groups")
    owed, standing, months = typed.get("other_loans_fen"), typed.get("standing"), typed.get("term_months")
    return Facts(
        birth_month=f"{year:04d}-{month:02d}" if year and month else None,
        groups=tuple(one for one in groups if one != NONE) if groups else None,
        amount_fen=typed.get("amount_fen"),
        term_months=int(months) if months else None,
        form=typed.get("form"),
        heads=typed.get("heads"),
        staff=typed.get("staff"),
        hires_12m=typed.get("hires_12m"),
        months_trading=typed.get("months_trading"),
        loans_before=_before(typed),
        other_loans=None if owed is None else (OtherLoan("other", owed, "self"),) if owed else (),
        barred=None if standing is None else () if standing == "none" else (standing,),
    )


def _before(typed: dict[str, Any]) -> tuple[EarlierLoan, ...] | None:
    before = typed.get("loans_before")
    if not isinstance(before, int):
        return None
    overdue = {"yes": True, "no": False}.get(typed.get("before_overdue", ""))
    running = {"yes": False, "no": True}.get(typed.get("before_settled", ""))
    return (EarlierLoan(None, overdue, running),) * before


def _places(run: Runs[UseCases]) -> list[tuple[str | None, str]]:
    return [(unit.division, unit.title) for unit in run.ask(lambda use: use.policy.terms.counties())]
