"""What an office reads of her answers beside what applicant knows of her."""

from dataclasses import replace

import pytest

from services.loans.domain.draft import Draft, Step
from services.loans.domain.hand_in import Told
from services.loans.web.answers import registered
from shared.web import i18n
from tests.builders.front import told
from tests.builders.loans import BUSINESS, TERMS

CODE = "91431230MA0000007Q"


def draft(form: str = "enterprise", code: str | None = CODE) -> Draft:
    return Draft().with_answers(Step.BUSINESS, BUSINESS | {"form": form, "uscc": code}, TERMS)


def knows(*codes: str) -> Told:
    return replace(told(), enterprises=codes)


@pytest.mark.parametrize(
    ("typed", "known", "says"),
    [
        (draft(code="91431230ma000000-7q "), knows("93431230MA0000007J", CODE), "和她在妇联登记的企业一样"),
        (draft(), knows("93431230MA0000007J"), "和她在妇联登记的企业不一样，请对照执照"),
        (draft(), knows(), "她在妇联没有登记企业，请对照执照"),
        (draft(), None, None),
        (draft(code=None), knows(CODE), None),
        (draft(form="individual"), knows(CODE), None),
    ],
)
def test_an_enterprises_code_is_held_against_those_registered_as_hers(
    typed: Draft, known: Told | None, says: str | None
):
    with i18n.outside():
        assert registered(typed, known) == says
