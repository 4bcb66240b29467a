"""Leaders' pages and the desks' figures on a real database: every number opens exactly its lines."""

from lxml import html

from services.loans.domain.review import Finding, Outcome
from services.loans.usecases.desk.figures import Filter, Span, StepSum
from services.loans.usecases.desk.send_back import Words
from services.loans.usecases.desk.team import Colleague
from services.loans.wiring import Wiring
from tests.builders import desks
from tests.builders.loans import COUNTY, PATH, finding, leader, officer
from tests.builders.world import World, an_officer
from tests.integration.loans.test_desks import once_of


def test_each_number_of_the_figures_is_the_count_of_its_lines(loans: World, wiring: Wiring):
    runs, chief = wiring.runner, an_officer("county_leader", PATH[:2])
    one, two, three = (desks.handed_in(runs) for _ in range(3))
    desks.walked(runs, one, to="certify")
    desks.walked(runs, two, to="recommend")
    step = desks.read(runs, two).case.step
    runs.run(lambda use: use.desk.decide(two, Finding(Outcome.REJECTED, "不实", reasons=("X09",)), by=officer(step)))
    runs.run(lambda use: use.desk.second.confirm(two, by=leader(step)))
    village = desks.read(runs, three).case.step
    runs.run(lambda use: use.desk.send_back(three, ["R01", "R02"], Words(), by=officer(village)))
    today = runs.ask(lambda use: use.desk.today())
    span = Span(today, today)
    runs.run(lambda use: use.desk.figures.kept_out(PATH, ["age"]))
    figures = runs.ask(lambda use: use.desk.figures.steps(span, by=chief))
    assert StepSum("recommend", "rejected", 1, 0, 0) in figures
    for row in figures:
        lines = runs.ask(lambda use, r=row: use.desk.figures.lines(span, Filter(r.act, r.outcome), by=chief))
        assert len(lines) == row.n
    whys = runs.ask(lambda use: use.desk.figures.whys(span, by=chief))
    assert {(why.division, why.outcome, why.code, why.n) for why in whys} == {
        ("431230", "rejected", "X09", 1),
        ("431230", "returned", "R01", 1),
        ("431230", "returned", "R02", 1),
        ("431230", "kept_out", "age", 1),
    }
    elsewhere = an_officer("county_leader", PATH[:1])
    page = loans.as_(chief).get("/loans/figures")
    assert page.status_code == 200
    assert "act=recommend&amp;outcome=rejected" in page.text
    assert loans.as_(chief).get(f"/loans/figures.xlsx?span={today:%Y}").data[:2] == b"PK"
    lines = loans.as_(chief).get(f"/loans/figures/lines?span={today:%Y-%m}&code=X09")
    assert desks.read(runs, two).number in lines.text
    assert loans.as_(chief).get("/loans/figures?span=1").status_code == 400
    assert runs.ask(lambda use: use.desk.figures.work(span, by=elsewhere)) != []


def test_several_cases_are_asked_for_papers_at_once_and_each_has_its_own_answer(loans: World, wiring: Wiring):
    runs = wiring.runner
    ready, held = (desks.handed_in(runs) for _ in range(2))
    by = officer(desks.read(runs, ready).case.step)
    other = an_officer("village_officer", PATH, name="别人")
    runs.run(lambda use: use.desk.claim(held, by=other))
    page = loans.as_(by).get("/loans/queue/several?list=open&tick=all")
    assert {ready, held} == ticked(page.text)
    form = {"_once": once_of(page.text), "cases": [ready, held], "act": "ask", "note": "快一点"}
    unsaid = loans.as_(by).post("/loans/queue/several?list=open", data=form)
    assert unsaid.status_code == 422
    assert ticked(unsaid.text) == {ready, held}
    for kept in ("请选至少一个原因", "快一点", 'action="/loans/queue/several?list=open"'):
        assert kept in unsaid.text
    long = loans.as_(by).post("/loans/queue/several", data=form | {"reasons": ["R01"], "note": "长" * 101})
    assert (long.status_code, "还要跟她们说的：太长了，最多 100 个字" in long.text) == (422, True)
    form |= {"reasons": ["R01"], "note": ""}
    answer = loans.as_(by).post("/loans/queue/several", data=form)
    assert answer.status_code == 200
    assert all(desks.read(runs, one).number in answer.text for one in (ready, held))
    assert [desks.read(runs, one).state.value for one in (ready, held)] == ["returned", "in_review"]
    assert loans.as_(by).post("/loans/queue/several", data=form).status_code == 200
    assert desks.read(runs, ready).case.round == 1


def ticked(text: str) -> set[str]:
    """Return the cases whose box is ticked on a page."""
    boxes = html.fromstring(text).xpath("//input[@name='cases'][@checked]")
    return {box.get("value") for box in boxes}


def test_the_leaders_page_tells_the_load_and_a_given_case_stays_with_its_officer(loans: World, wiring: Wiring):
    runs = wiring.runner
    case_id = desks.walked(runs, desks.handed_in(runs), to="recommend").id
    step = desks.read(runs, case_id).case.step
    chief, first = leader(step), officer(step)
    mate = an_officer("county_officer", PATH[:2], name="李红")
    runs.run(lambda use: use.desk.claim(case_id, by=first))
    runs.run(lambda use: use.desk.team.give(case_id, Colleague(mate.id, "李红", mate.posts), by=chief))
    load = runs.ask(lambda use: use.desk.team.in_hand("2026-11-24", by=chief))
    assert load[mate.id].given == 1
    assert first.id not in load
    assert runs.run(lambda use: use.desk.claim.next(by=first)) == ""
    noted = loans.as_(chief).get(f"/loans/cases/{case_id}/notes")
    form = {"_once": once_of(noted.text), "text": "下周再去看"}
    assert loans.as_(chief).post(f"/loans/cases/{case_id}/notes", data=form).status_code == 303
    assert "下周再去看" in loans.as_(chief).get(f"/loans/cases/{case_id}/notes").text
    assert "下周再去看" not in str(list(loans.db.case_notes.find()))
    page = loans.as_(chief).get("/loans/desks")
    assert (page.status_code, f"who={mate.id}" in page.text) == (200, True)
    assert case_id in loans.as_(chief).get(f"/loans/queue?list=open&who={mate.id}").text
    assert case_id not in loans.as_(chief).get("/loans/queue?list=open&due=late").text
    runs.run(lambda use: use.desk.decide(case_id, finding(step), by=mate))
    assert runs.ask(lambda use: use.desk.team.in_hand("2026-11-24", by=chief)) == {}
    assert step.office == COUNTY
