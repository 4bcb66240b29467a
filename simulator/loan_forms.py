"""Who borrows alone, with partners or as an enterprise, and what their forms say of the others and of the staff."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.loans.domain.staff import NONE, Employee
from shared.xlsx.writing import table
from simulator.dice import Dice
from simulator.firms import code_of
from simulator.goals import ALONE, FIRM, PANEL, WHOLE, End, Goal
from simulator.loan_roads import UNPAID
from simulator.people import Woman, id_number

INDIVIDUAL, PARTNER, ENTERPRISE = "individual", "partner", "enterprise"
FORMS = ((INDIVIDUAL, 78), (PARTNER, 14), (ENTERPRISE, 8))
YUAN = {
    INDIVIDUAL: (50_000, 80_000, 100_000, 100_000, 120_000, 150_000, 200_000),
    PARTNER: (200_000, 250_000, 300_000),
    ENTERPRISE: (300_000, 400_000, 500_000),
}
WANTED = {
    ALONE: (320_000, 340_000),  # two may have it, one alone not (N2023)
    PANEL: (100_000, 150_000, 200_000),  # who asks for less is through without the leading group (DESKS-JZ-2026)
}
LONGEST = {ENTERPRISE: 24}  # months (N2023)
ELSEWHERE = 431300  # areas where no woman of the city was born, so that no number is given out twice
MOST_OTHERS = 30  # partners and staff of one woman
FIRST_BORN, DAYS = date(1976, 1, 1), 8_000
NAMES = ("潘满妹", "石运妹", "吴培姣", "杨通爱", "龙再梅", "粟玉连", "姚茂兰", "陆引花", "黄昌菊", "梁仁仙")
GROUPS = ("RETURNEE", "POVERTY_OUT", "RURAL_SELF", "UNEMP")
HEADS = ("序号", "姓名", "身份证号", "人群类别", "合同开始日期", "合同结束日期", "参保开始日期")


def form_of(woman: Woman, goal: Goal) -> str:
    """Return the form of her business; who ends late, or whose county's fund is small, borrows by herself."""
    if goal.at in (ALONE, FIRM):
        return PARTNER if goal.at == ALONE else ENTERPRISE
    if goal.end in UNPAID or goal.end is End.DRAFT or woman.county not in WHOLE:
        return INDIVIDUAL
    return Dice(f"form/{woman.no}").weighed(FORMS)


def business_of(woman: Woman, form: str) -> dict[str, Any]:
    """Return what the sheet of her business says of its form beside the rest."""
    if form == INDIVIDUAL:
        return {}
    code = {"uscc": code_of("91", woman)} if form == ENTERPRISE else {}
    return {"form": form, "licence": "yes", "heads": 1 + len(partners_of(woman)), **code}


def partners_of(woman: Woman) -> list[dict[str, Any]]:
    """Return the page of each who borrows with her."""
    count = Dice(f"partners/{woman.no}").whole(1, 2)
    return [
        {
            "name": NAMES[(woman.no + nth) % len(NAMES)],
            "id_no": _number(woman, nth),
            "phone": f"198{woman.no % 1_000_000:06d}{nth:02d}",
            "share_permille": 300,
            "group": GROUPS[(woman.no + nth) % len(GROUPS)],
            "standing": "none",
            "loans_before": 0,
            "consumer_loans_fen": 0,
            "other_loans_fen": 0,
        }
        for nth in range(count)
    ]


def enterprise_of(woman: Woman) -> dict[str, Any]:
    """Return the sheet of her enterprise; its roster counts the people."""
    account = f"62179900{woman.no:011d}"
    bank = {"account_bank": "农商行营业部", "account_no": account}
    return {"company": f"{woman.name}织造厂（普通合伙）", "staff": 1, "hires_12m": 0, **bank}


def staff_of(woman: Woman, today: date, least_days: int = 40) -> list[Employee]:
    """Return the people of her enterprise; some of a listed group and hired of late, `least_days` ago or more."""
    dice = Dice(f"staff/{woman.no}")
    count, fresh = dice.at("count").whole(8, 16), dice.at("fresh").whole(2, 4)
    found = []
    for nth in range(count):
        days = dice.at("days", nth).whole(least_days, 300) if nth < fresh else dice.at("days", nth).whole(500, 1500)
        since, group = today - timedelta(days=days), GROUPS[nth] if nth < fresh else NONE
        found.append(Employee(NAMES[nth % len(NAMES)], _number(woman, 10 + nth), group, since, None, since))
    return found


def sheet_of(people: Sequence[Employee]) -> bytes:
    """Return the workbook that she hands over."""
    return table("职工名册", HEADS, [_line(n, one) for n, one in enumerate(people, 1)])


def _line(n: int, one: Employee) -> list[str]:
    return [str(n), one.name, one.id_no, one.group, f"{one.contract_from}", "", f"{one.insured_from}"]


def _number(woman: Woman, nth: int) -> str:
    """Return an ID number that nobody else of the city has."""
    round_, place = divmod(woman.no * MOST_OTHERS + nth, DAYS)
    return id_number(str(ELSEWHERE + round_), FIRST_BORN + timedelta(days=place))
