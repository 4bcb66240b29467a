"""Partners and an enterprise fill in what their form asks, without a script, on a real database."""

import re
from io import BytesIO
from typing import Any

import openpyxl

from shared.access import Actor
from shared.xlsx.reading import read
from shared.xlsx.writing import table
from tests.builders.applicant import an_id_no
from tests.builders.books import saved
from tests.builders.world import World

BUSINESS = {
    **{"trade": "craft", "licence": "yes", "months_trading": "8"},
    **{"amount_fen": "50万", "term_months": "24", "own_money_fen": "0", "uses": ["equipment", "stock"]},
    **{"monthly_income_fen": "12000", "monthly_cost_fen": "7000", "consumer_loans_fen": "0", "other_loans_fen": "0"},
}
PARTNER = {
    **{"name": "杨满妹", "id_no": an_id_no("19900101").lower(), "phone": "13800000001", "share_percent": "30"},
    **{"group": "RETURNEE", "standing": "none", "loans_before": "0"},
    **{"consumer_loans_fen": "0", "other_loans_fen": "0"},
}
HEADS = ["序号", "职工姓名", "身份证号", "人群类别", "合同开始日期", "合同结束日期"]
WORKERS = [
    ["1", "吴满妹", an_id_no("19900101"), "返乡创业农民工", "2026-03-01", ""],
    ["2", "石银花", an_id_no("19910101"), "都不是", "2020-03-01", ""],
    ["3", "", an_id_no("19920101"), "朋友", "2026-03-01", ""],
]


class Form:
    """One page of the form as a browser without scripts posts it."""

    def __init__(self, loans: World, woman: Actor) -> None:
        self.client = loans.as_(woman)
        self.home = self.client.post("/loans/me/applications", data={"_once": "a" * 32}).location

    def post(self, page: str, **typed: Any) -> Any:
        shown = self.client.get(f"{self.home}/{page}")
        assert shown.status_code == 200, shown.text
        once = re.search(r'name="_once" value="([0-9a-f]{32})"', shown.text)
        version = re.search(r'name="version" value="(\d+)"', shown.text)
        assert once
        return self.client.post(
            f"{self.home}/{page}", data={"_once": once[1], **({"version": version[1]} if version else {}), **typed}
        )

    def text(self, page: str = "") -> str:
        return str(self.client.get(self.home + page).text)


def sheet(rows: list[list[str]]) -> tuple[BytesIO, str]:
    return BytesIO(table("x", HEADS, rows)), "staff.xlsx"


def hiding(sent: tuple[BytesIO, str], row: int) -> tuple[BytesIO, str]:
    """Hide a row of a sheet, as somebody does who filters it and forgets."""
    book = openpyxl.load_workbook(sent[0])
    book.active.row_dimensions[row].hidden = True
    return BytesIO(saved(book)), sent[1]


def test_each_partner_has_a_page_and_nothing_of_them_lies_in_clear(loans: World, woman: Actor):
    form = Form(loans, woman)
    answer = form.post("business", **BUSINESS, form="partner", heads="2")
    assert answer.status_code == 303, answer.text
    assert answer.location.endswith("/partner-1")
    assert "身份证号最后一位对不上" in form.post("partner-1", **PARTNER | {"id_no": an_id_no()[:17] + "1"}).text
    stored = form.post("partner-1", **PARTNER)
    assert stored.status_code == 303, stored.text
    assert "合伙人 1" in form.text()
    assert form.client.get(f"{form.home}/partner-2").status_code == 404
    assert form.client.get(f"{form.home}/enterprise").status_code == 404
    assert "10 万元以内一般不用担保人" in form.text("/family")
    check = form.text("/hand-in")
    assert "杨满妹" in check
    assert an_id_no("19900101") in check
    row = str(loans.db.applications.find_one())
    assert "杨满妹" not in row
    assert an_id_no("19900101") not in row
    partner = {"share_percent": 40, "name": "杨满妹"}
    address = form.home.replace("/me/", "/api/v1/") + "/partners/1"
    put = form.client.put(address, json=partner, headers={"Idempotency-Key": "b" * 32})
    assert put.status_code == 200, put.text
    assert put.json["draft"]["partners"][0]["share_permille"] == 400


def test_an_enterprise_brings_its_staff_as_a_sheet_and_sees_each_wrong_cell(loans: World, woman: Actor):
    form = Form(loans, woman)
    answer = form.post("business", **BUSINESS, form="enterprise", uscc="91431230MA0000007X")
    assert answer.location.endswith("/enterprise"), answer.text
    assert "职工名册（Excel）" in form.text()
    assert "不管借多少都要有担保" in form.text("/family")
    refused = form.post("staff-roster", file=sheet(WORKERS))
    assert "一行都没收" in refused.text
    assert "B4 职工姓名" in refused.text
    assert "D4 人群类别" in refused.text
    assert loans.db.applications.find_one()["roster"] is None
    back = form.client.get(f"{form.home}/staff-roster/rejected.xlsx")
    assert [row[1:3] for row in read(back.data)[0][1:]] == [["", an_id_no("19920101")]]
    taken = form.post("staff-roster", file=hiding(sheet(WORKERS), 2), right_ones="1")
    assert "收好了 2 个人，有 1 行要改。" in taken.text
    assert "第 2 行在表里是隐藏的，也读了。" in taken.text
    row = loans.db.applications.find_one()
    assert (row["enterprise"]["staff"], row["enterprise"]["hires_12m"], row["roster"]["wrong"]) == (2, 1, 1)
    typed = {"company": "通道侗锦织造有限公司", "staff": "9", "hires_12m": "9", "account_bank": "通道农商行"}
    assert form.post("enterprise", **typed, account_no="6217990000000000006").status_code == 303
    check = form.text("/hand-in")
    assert "伍拾万元整" in check
    assert "代码最后一位对不上" in check
    everything = f"{loans.db.staff_rosters.find_one()}{loans.db.applications.find_one()}"
    for word in ("吴满妹", an_id_no("19900101"), "通道侗锦织造有限公司", "6217990000000000006"):
        assert word not in everything
    assert form.client.get(f"{form.home}/staff-roster/template.xlsx").status_code == 200
    assert "xlsx" in form.post("staff-roster", file=(BytesIO(b"x"), "a.xlsx")).text
