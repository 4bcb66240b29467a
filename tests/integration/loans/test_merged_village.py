"""A village is merged while files are open: they go on in the other one (domain.md §8, 5), on a real database."""

from services.loans.wiring import Wiring
from shared.access import Actor, Kind
from tests.builders import desks
from tests.builders.loans import PATH, finding
from tests.builders.world import World, an_officer


def test_forty_open_files_of_a_merged_village_go_on_in_the_other_one_and_past_figures_stay(
    loans: World, wiring: Wiring
):
    run, into = wiring.runner, (*PATH[:3], "7" * 32)
    begun = [desks.handed_in(run) for _ in range(40)]
    passed = desks.walked(run, begun[0], to="first_review")
    withdrawn = desks.handed_in(run)
    her = Actor(desks.read(run, withdrawn).person_id, Kind.WOMAN)
    run.run(lambda use: use.application.withdraw(withdrawn, by=her))
    lines = list(loans.db.applications.find({"_id": passed.id}, {"review.entries": True}))
    assert run.run(lambda use: use.application.follow(PATH[3], into)) == 40
    there, gone = (an_officer("village_officer", path) for path in (into, PATH))
    load = run.ask(lambda use: use.desk.queue.load(by=there))
    assert {name: n for name, n in load.lists.items() if n} == {"open": 39}
    assert not any(run.ask(lambda use: use.desk.queue.load(by=gone)).lists.values())
    taken = run.run(lambda use: use.desk.claim.next(by=there))
    assert desks.read(run, taken).place == into
    step = desks.read(run, taken).case.step
    run.run(lambda use: use.desk.decide(taken, finding(step), by=there))
    assert list(loans.db.applications.find({"_id": passed.id}, {"review.entries": True})) == lines
    assert desks.read(run, passed.id).case.entries[0].office == PATH[3]
    assert desks.read(run, withdrawn).place == PATH
    assert run.run(lambda use: use.application.follow(PATH[3], into)) == 0
