"""To whom a leader may give a case."""

from collections.abc import Mapping
from typing import Any, cast

from services.loans.errands.colleagues import Colleagues
from shared.errands.peer import Peer
from shared.errors import Unavailable
from tests.builders.loans import COUNTY, PATH
from tests.builders.world import an_officer


class Accounts:
    """Applicant, which tells who has a post where."""

    def __init__(self, *roles: str) -> None:
        self.roles = roles

    def post(self, _path: str, _body: Mapping[str, Any], **_more: Any) -> dict[str, Any]:
        """Return an account for each role; nobody answers where there is none."""
        if not self.roles:
            raise Unavailable("database_unavailable")
        return {"items": [{"sub": one, "name": one, "posts": [_post(one)], "mark": ""} for one in self.roles]}


def _post(role: str) -> dict[str, Any]:
    return {"role": role, "unit": COUNTY, "path": list(PATH[:2]), "kind": "federation", "title": "通道县妇联"}


def asked(*roles: str) -> list[str]:
    colleagues = Colleagues(cast("Peer", Accounts(*roles)))
    return [one.id for one in colleagues([COUNTY], by=an_officer("county_leader", PATH[:2]))]


def test_who_teaches_or_audits_in_the_same_office_is_given_no_case():
    assert asked("county_officer", "coordinator", "teacher", "auditor", "county_leader") == [
        "county_officer",
        "county_leader",
    ]


def test_nobody_is_listed_while_applicant_does_not_answer():
    assert asked() == []
