"""A class goes to its certificates on a real database, with applicant served beside it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from services.training.__main__ import cli
from services.training.domain.attendance import Mark, Tick
from services.training.domain.certificate import Certificate
from services.training.domain.roster import Mode
from services.training.errands.signature import check
from shared.access import Actor, Kind
from shared.errors import Conflict, NotFound, Problem, Stale
from shared.ids import new_id
from shared.paper.signing import Seal
from shared.running import Once
from tests.builders.databases import REUSED
from tests.builders.training import School, a_coordinator, a_reviewer
from tests.integration.training.classes import at, examined, running, sheet_of
from tests.integration.training.county import ROSTER, County, county
from tests.stack.readers import code_on, words_on


@pytest.fixture
def there(mongo_url: str, kept: Path) -> Iterator[County]:
    """Both services, and a class of the county's roster in it."""
    with county(mongo_url, REUSED, kept) as found:
        yield found


def test_who_passed_holds_a_paper_that_anybody_can_check(there: County) -> None:
    class_id = there.opened(48)
    there.bring(class_id, ROSTER.read_bytes(), Mode.PARTIAL)
    there.work()
    women = examined(there.school, class_id, there.coordinator)
    there.school.run(
        lambda use: use.exam.score(class_id, {place.id: (80, 81) for place in women[:14]}, by=there.coordinator)
    )
    issue, once = there.school.wiring.errands.issue_certificates, Once(there.reviewer.id, new_id(), new_id())
    assert issue(class_id, once, by=there.reviewer).resource_id == class_id
    assert issue(class_id, once, by=there.reviewer).replayed
    with pytest.raises(Conflict, match="nobody_to_certify"):
        issue(class_id, Once(there.reviewer.id, new_id(), new_id()), by=there.reviewer)
    there.work()

    db = there.school.db
    assert sorted(row["number"] for row in db.certificates.find()) == [
        f"ZS-431230-{there.school.wiring.frame.clock.today().year}-{n:06d}" for n in range(1, 15)
    ]
    assert db.certificate_papers.count_documents({}) == 14
    assert there.applicant.db.audit.count_documents({"e.act": "person.print"}) == 1
    papers = there.school.ask(lambda use: use.certificate.find.of_class(class_id, by=there.coordinator))
    one = papers[0]
    assert one.identity.masked[1] == "*"
    assert one.identity.name.encode() not in str(db.certificates.find_one({"_id": one.id})).encode()
    _, pdf = there.school.run(lambda use: use.certificate.find.paper(one.id, by=there.coordinator))
    assert pdf.startswith(b"%PDF")
    seal = Seal.load(there.school.wiring.frame.settings.secrets_dir / "certificate.pem")
    checked_by_others(pdf, one, seal, there.school.wiring.frame.settings.public_url)
    told = there.school.events("training.certificate.issued.v1")
    assert {row["person_id"] for row in told} == {place.person_id for place in women[:14]}


def checked_by_others(pdf: bytes, one: Certificate, seal: Seal, public_url: str) -> None:
    """Readers that are not ours find name and number on the paper, and a code that proves both without a network."""
    words = words_on(pdf)
    assert all(said in words for said in (one.identity.name, one.number, "结业证书"))
    code = code_on(pdf)
    assert code.startswith(f"{public_url}/training/v/{one.code}#")
    said = check(code, seal.public_pem)
    assert (said.number, said.is_of(one.identity.name)) == (one.number, True)
    with TemporaryDirectory() as folder:
        key = Path(folder, "key.pem")
        key.write_bytes(seal.public_pem)
        command = ["verify", code, "--key", str(key), "--name"]
        right, wrong = (CliRunner().invoke(cli, [*command, name]) for name in (one.identity.name, "吴小妹"))
    assert (right.exit_code, f"genuine: {one.number}" in right.output) == (0, True)
    assert (wrong.exit_code, "was not made for" in wrong.output) == (1, True)


def test_nobody_of_another_county_learns_who_is_on_paper(there: County) -> None:
    class_id = there.opened(48)
    with pytest.raises(NotFound):
        there.school.wiring.errands.issue_certificates(
            class_id, Once("x", new_id(), new_id()), by=a_reviewer("9" * 32, ("7" * 32,))
        )


# -- races ----------------------------------------------------------------------------------------------------------


def both(*acts: Callable[[], object]) -> list[str]:
    """Do them at the same moment; return how each ended, in order of the alphabet."""
    barrier = threading.Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except Problem as problem:
            return problem.slug
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(do, acts))


def test_a_correction_and_the_count_for_the_exam_do_not_pass_each_other(here: School) -> None:
    by = a_coordinator()
    one, women = running(here, 2)
    sessions = here.ask(lambda use: use.training_class.find.sessions_of([one.id]))
    for session in sessions:
        here.run(lambda use, it=session: use.attendance.take(it.id, sheet_of(women), by=by))
    away = {women[0].id: Tick(Mark.ABSENT)}
    ends = both(
        lambda: here.run(lambda use: use.attendance.take(sessions[0].id, away, by=by, reason="她其实没来")),
        lambda: here.run(lambda use: use.training_class.finish.examine(one.id, by=by)),
    )
    minutes = here.ask(lambda use: use.exam.find.women(one.id, by=by))[0].minutes
    corrected = here.db.attendance.count_documents({"changes.0": {"$exists": True}})
    assert (ends, corrected, minutes) in (
        (["done", "done"], 1, 49 * 45 - 180),
        (["class_not_running", "done"], 0, 49 * 45),
    )


def test_two_reviewers_give_out_each_certificate_once_and_no_number_is_left_out(here: School) -> None:
    by = a_coordinator()
    one, women = running(here, 3)
    women = examined(here, one.id, by)
    here.run(lambda use: use.exam.score(one.id, {place.id: (80, 80) for place in women}, by=by))
    from services.training.domain.certificate import Identity  # noqa: PLC0415

    known = {place.person_id: Identity("龙秀英", "龙*英", "431230********0428") for place in women}
    ends = both(
        *(lambda: here.run(lambda use: use.certificate.issue(one.id, known, by=a_reviewer())) for _ in range(2))
    )
    assert ends == ["done", "nobody_to_certify"]
    assert sorted(row["number"][-6:] for row in here.db.certificates.find()) == ["000001", "000002", "000003"]


def test_of_two_teachers_with_one_sheet_the_second_is_told(here: School) -> None:
    by = a_coordinator()
    one, women = running(here, 1)
    session = here.ask(lambda use: use.training_class.find.sessions_of([one.id]))[0]
    ends = both(
        *(lambda: here.run(lambda use: use.attendance.take(session.id, sheet_of(women), by=by)) for _ in range(2))
    )
    assert ends == ["done", "nothing_changed"]


def test_when_she_is_erased_nobody_can_read_her_paper_or_her_name(here: School) -> None:
    by = a_coordinator()
    one, _ = running(here, 1)
    [place] = examined(here, one.id, by)
    from services.training.domain.certificate import Identity  # noqa: PLC0415

    here.run(lambda use: use.exam.score(one.id, {place.id: (80, 80)}, by=by))
    known = {place.person_id: Identity("龙秀英", "龙*英", "431230********0428")}
    [paper] = here.run(lambda use: use.certificate.issue(one.id, known, by=a_reviewer()))
    here.run(lambda use: use.certificate.keep([(paper, b"%PDF")]))
    here.run(lambda use: use.replica.person_erased(place.person_id, 9))
    her = Actor(place.person_id, Kind.WOMAN)
    [found] = here.ask(lambda use: use.certificate.find.hers(place.person_id, by=her))
    assert found.identity.name == "已删除"
    with pytest.raises(NotFound, match="paper_not_ready"):
        here.run(lambda use: use.certificate.find.paper(paper.id, by=her))


def test_a_class_that_changed_meanwhile_is_not_closed_by_an_old_page(here: School) -> None:
    by = a_coordinator()
    one, _ = running(here, 1)
    examined(here, one.id, by)
    with pytest.raises(Stale):
        here.run(lambda use: use.training_class.finish.close(one.id, by=by, version=0))
    at(here, None)
    here.run(lambda use: use.training_class.finish.close(one.id, by=by))
    assert here.events("training.class.closed.v1")[0]["attended"] == 1
