"""Each service on a real database with one of everything in it, for tests that go through all routes."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from services.applicant import wiring
from services.applicant.usecases import UseCases
from services.applicant.usecases.title.nominate import Wish
from services.training.storage.claims import MongoClaims
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from shared.ids import new_id
from shared.storage.replica import MongoCards, MongoUnits
from shared.storage.runner import Runner
from tests.builders import applicant as women
from tests.builders import desks, titles
from tests.builders import loans as drafts
from tests.builders import training as classes
from tests.builders.bad_input import Campaign
from tests.builders.ledgers import a_checked_ledger
from tests.builders.money import TREASURER, WAN, money_world
from tests.builders.world import World, a_woman, an_officer

COUNTY = women.unit_id("431230")
PATH = (women.unit_id("431200"), COUNTY, women.unit_id("431230100"), women.unit_id("431230100201"))
SERVICE = Actor("svc:training", Kind.SERVICE)


def prepared_loans(found: World, stack: ExitStack, _folder: Path) -> Campaign:
    """A woman with a draft; others with a contract, a loan, a case at a desk; a fund that waits for money."""
    woman = a_woman()
    for unit in drafts.units():
        MongoUnits(found.db, None).put(unit)
    MongoCards(found.db, None).keep(drafts.a_card(woman.id))
    begun = found.as_(woman).post("/loans/me/applications", data={"_once": new_id()})
    money = stack.enter_context(money_world(found.settings))
    money.top_up(100 * WAN)
    paid_in = money.wiring.worker.run(
        lambda use: use.fund.top_up.enter(drafts.COUNTY, WAN, "通财〔2026〕9号", money.clock.day, by=TREASURER)
    )
    run = money.wiring.runner
    case_id = desks.walked(run, desks.handed_in(run), to="recommend").id
    more = {"case_id": case_id, "album_id": new_id(), "archive_id": new_id(), "int:number": "1"}
    more |= {"contract_id": money.signed().id, "loan_id": money.loan().id, "top_up_id": paid_in.id}
    mine = begun.location.rsplit("/", 1)[1]
    paper = run.run(lambda use: use.paper.add(mine, "id_card", b"picture", by=woman))
    more |= {"kind": "id_card", "paper_id": paper.id}
    ids = more | {"application_id": mine, "person_id": woman.id, "page": "business"}
    return Campaign(found, woman, drafts.PATH, ids)


def prepared_training(found: World, stack: ExitStack, folder: Path) -> Campaign:
    """A class women can enrol in with one in it, and her certificate of before."""
    prefix = found.settings.database.removesuffix("training")
    school = stack.enter_context(classes.school(found.settings.mongodb_url, prefix, folder))
    school.furnish()
    woman = a_woman(school.woman().person_id)
    one, paper = school.opened().id, classes.a_certificate(person=woman.id)
    coming = Coming(woman.id, "self", SYSTEM)
    place = school.run(lambda use: use.enrolment.enrol(one, coming, by=woman)).id
    school.run(lambda use: use.certificate.find.certificates.add(paper.issued()))
    session = school.ask(lambda use: use.training_class.find.sessions_of([one]))[0].id
    ids = {"class_id": one, "person_id": woman.id, "roster_id": new_id(), "enrolment_id": place, "session_id": session}
    claim = classes.a_claim(one, woman.id)
    MongoClaims(found.db, None).add(claim)
    ids |= {"certificate_id": paper.id, "code": paper.code, "claim_id": claim.id}
    return Campaign(found, woman, (*classes.PATH, classes.TOWN, classes.VILLAGE), ids)


def prepared_applicant(found: World, stack: ExitStack, _folder: Path) -> Campaign:
    """A registered woman in a small tree."""
    base = wiring.Base.open(found.settings)
    stack.callback(base.frame.close)
    runner = Runner(base.frame.client, base.frame.db, lambda session: wiring.use(base, session))
    runner.run(lambda use: use.unit.find.units.add(women.a_tree()))
    woman = a_woman(runner.run(lambda use: use.person.register_row(COUNTY, women.a_row(), None, by=SERVICE)).person.id)
    ids = {"person_id": woman.id, "unit_id": COUNTY, "account_id": new_id(), "division": "431230", "login": "nobody@x"}
    ids |= {"year": "2026", "indicator": "funded", "month": "2026-10"}
    return Campaign(found, woman, PATH, ids | _a_title(runner, woman))


def _a_title(runner: Runner[UseCases], woman: Actor) -> dict[str, str]:
    """Let her have an enterprise that is put forward for a title."""
    officer = an_officer("county_officer", PATH[:2])
    made = runner.run(lambda use: use.enterprise.register(woman.id, titles.details(), by=woman)).id
    wish = Wish("cooperative", made, agreed=True)
    nomination = runner.run(lambda use: use.title.nominate(woman.id, wish, by=officer)).id
    return {"enterprise_id": made, "nomination_id": nomination, "code": new_id()[:16]}


Prepare = Callable[[World, ExitStack, Path], Campaign]


def with_ledger(kind: str, prepare: Prepare) -> Prepare:
    """Return what also brings a ledger that waits for its first signature."""

    def prepared(found: World, stack: ExitStack, folder: Path) -> Campaign:
        campaign = prepare(found, stack, folder)
        return replace(campaign, ids=campaign.ids | {"ledger_id": a_checked_ledger(found, kind, campaign.path[:2])})

    return prepared


PREPARED: dict[str, Prepare] = {
    "applicant": with_ledger("title", prepared_applicant),
    "training": with_ledger("certificate", prepared_training),
    "loans": with_ledger("loan", prepared_loans),
}
