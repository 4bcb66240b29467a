"""What they apply for: the pages of their form as they type them, the papers it asks for, an enterprise's staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import FilePayload

from shared.xlsx.sheets import XLSX
from tests.builders.applicant import an_id_no
from tests.builders.front import NEEDED

Page = Mapping[str, object]
WHO: Page = {"standing": "none", "loans_before": "0"}
BUSINESS: Page = {
    "form": "individual",
    "trade": "craft",
    "licence": "no",
    "months_trading": "8",
    "amount_fen": "15万",
    "term_months": "36",
    "own_money_fen": "2万",
    "uses": "equipment",
    "monthly_income_fen": "12000",
    "monthly_cost_fen": "7000",
    "consumer_loans_fen": "0",
    "other_loans_fen": "0",
}
FAMILY: Page = {
    "married": "yes",
    "spouse_name": "石建军",
    "guarantee": "person",
    "guarantor_name": "杨秀英",
    "guarantor_relation": "relative",
    "guarantor_busy": "no",
    "guarantor_overdue": "no",
}
ENTERPRISE: Page = {
    "company": "飞山侗锦织造厂（普通合伙）",
    "staff": "1",  # the roster counts instead
    "hires_12m": "0",
    "account_bank": "靖州农商行",
    "account_no": "6217990000000000006",
}
PARTNER: Page = {
    "name": "潘满妹",
    "id_no": an_id_no("19900815", "002"),
    "phone": "13900006801",
    "share_percent": "40",
    "group": "RETURNEE",
    "standing": "none",
    "loans_before": "0",
    "consumer_loans_fen": "0",
    "other_loans_fen": "0",
}


@dataclass(frozen=True)
class Form:
    """Pages by their address, papers to photograph, people of the staff as a sheet's lines."""

    pages: Mapping[str, Page]
    papers: Sequence[str]
    staff: Sequence[Sequence[str]] = ()

    def asking(self, amount: str, term_months: str) -> "Form":
        """Return it for another amount and term, as they are typed."""
        business = {**self.pages["business"], "amount_fen": amount, "term_months": term_months}
        return replace(self, pages={**self.pages, "business": business})

    def filled(self, empty: Path) -> FilePayload:
        """Return the roster's empty form with the staff written below its headings."""
        book = load_workbook(BytesIO(empty.read_bytes()))  # a download has no ending
        sheet = book.worksheets[0]
        heads = next(row[0].row for row in sheet.iter_rows() if str(row[1].value).startswith("姓名"))
        for below, person in enumerate(self.staff, 1):
            for column, text in enumerate(person, 1):
                sheet.cell(heads + below, column, text)
        content = BytesIO()
        book.save(content)
        return {"name": "职工名册.xlsx", "mimeType": XLSX, "buffer": content.getvalue()}


ALONE = Form({"who": WHO, "business": BUSINESS, "family": FAMILY}, NEEDED)


def firm(today: date) -> Form:
    """Return an enterprise of two partners, ten people on its roster, three of them hired of late."""
    business = {**BUSINESS, "form": "enterprise", "licence": "yes", "uscc": "91431229MA0000007B", "heads": "2"}
    pages = {"who": WHO, "business": business, "enterprise": ENTERPRISE, "partner-1": PARTNER, "family": FAMILY}
    papers = (
        "id_card", "licence", "premises", "spouse_consent", "guarantor", "partners", "charter", "staff", "accounts",
        "tax",
    )  # fmt: skip
    old, new = today - timedelta(days=1200), today - timedelta(days=100)
    staff = [_person(n, "脱贫人口" if n < 3 else "都不是", new if n < 3 else old) for n in range(10)]
    return Form(pages, papers, staff)


def _person(n: int, group: str, since: date) -> tuple[str, ...]:
    names = ["吴秀花", "潘银花", "石桂英", "龙春梅", "姚冬妹", "杨莲香", "黄秋菊", "谢兰芝", "梁翠萍", "陆玉仙"]
    number = an_id_no("19900615", f"{100 + 2 * n}")
    return (str(n + 1), names[n], number, group, since.isoformat(), "", since.isoformat())
