"""Every sheet understands the same words for a person's columns, and no word means two columns of one sheet."""

from collections.abc import Sequence

import pytest

from services.applicant.errands import title_ledger
from services.loans.errands import bank_files, fund_ledger, loan_ledger, staff_rosters
from services.training.errands import (
    certificate_ledger,
    class_form,
    followup_sheet,
    official_ledger,
    roster_form,
    training_ledger,
)
from shared.xlsx.columns import Column, plain

SHEETS: dict[str, Sequence[Column]] = {
    "title ledger": title_ledger.sheet([]).columns,
    "loan ledger": loan_ledger.SHEET.columns,
    "fund ledger": fund_ledger.SHEET.columns,
    "staff roster": staff_rosters.COLUMNS,
    **{f"bank file {kind}": sheet.columns for kind, sheet in bank_files.SHEETS.items()},
    "certificate ledger": certificate_ledger.sheet([]).columns,
    "training ledger": training_ledger.sheet([]).columns,
    "officials": official_ledger.sheet().columns,
    "roster": roster_form.COLUMNS,
    "certified": class_form.CERTIFIED,
    "paid": class_form.PAID,
    "scores": class_form.SCORES,
    "follow-up": followup_sheet.COLUMNS,
}
WORDS = {
    "姓名": ("姓 名", "参训人员姓名", "学员姓名"),
    "身份证号": ("公民身份号码", "身份证号码（18位）", "证件号"),
    "联系电话": ("手机号", "联系方式", "本人联系电话"),
    "户籍地": ("家庭住址", "户籍所在地", "现住址"),
    "文化程度": ("学历", "受教育程度"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_no_heading_means_two_columns_of_one_sheet(name: str):
    told = [plain(heading) for column in SHEETS[name] for heading in dict.fromkeys(map(plain, column.names))]
    assert sorted(told) == sorted(set(told))


@pytest.mark.parametrize("name", SHEETS)
def test_a_person_is_known_by_the_words_of_every_other_sheet(name: str):
    for column in SHEETS[name]:
        known = {plain(heading) for heading in column.names}
        assert {plain(word) for word in WORDS.get(column.label, ())} <= known, column.label
