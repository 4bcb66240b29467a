"""What the city's partners and enterprises fill in is taken by the service and fits the policy in force."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.loans.domain.consent import PARTNER
from services.loans.usecases.staff.take import Sheet, Take
from simulator import acts_loans
from simulator.dice import Dice
from simulator.goals import TONGDAO
from simulator.loan_forms import ENTERPRISE, YUAN, staff_of
from simulator.loan_forms import PARTNER as TOGETHER
from simulator.people import Woman, population
from tests.fakes.loans import MemoryStaffRosters
from tests.unit.loans.front_world import CONSENTS, HER, TOLD, FrontWorld
from tests.unit.loans.test_consent import use as consent_of

WOMEN = list(population(Dice("x"), {TONGDAO: 6}))


@pytest.mark.parametrize("form", [TOGETHER, ENTERPRISE])
@pytest.mark.parametrize("woman", WOMEN, ids=lambda woman: woman.no)
def test_it_is_complete_and_fits(form: str, woman: Woman):
    world = FrontWorld()
    use: Any = SimpleNamespace(application=world.do, consent=consent_of(world))
    case = world.do.start(HER.id, by=HER).id
    acts_loans._fill(use, case, acts_loans._answers(woman, form, YUAN[form]), HER)
    acts_loans._partners(use, case, woman, HER)
    if form == ENTERPRISE:
        people = staff_of(woman, world.clock.today())
        take = Take(world.applications, MemoryStaffRosters(), world.clock)
        take(case, Sheet(people, 0, b"sheet"), partial=False, by=HER)
    kinds = [one.code for one in world.paper.find.lacking(world.applications.rows[case])]
    for kind in kinds:
        world.paper.add(case, kind, b"picture", by=HER)
    found = world.hand.submit(case, TOLD, CONSENTS, by=HER)
    assert found.asked.form == form
    assert ("partner_consent" in kinds) != (PARTNER in world.paper.find.agreed(found))
    assert found.draft.unfinished_partners() == []
