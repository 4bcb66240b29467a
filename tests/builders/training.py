"""A county with rooms, looms and teachers, and classes in it, for tests of training."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from services.training.domain.certificate import Certificate, Identity, Source
from services.training.domain.certificate import Course as Learnt
from services.training.domain.choosing import Wish
from services.training.domain.course import Course, course_of
from services.training.domain.place import Equipment, Organiser, Room, Teacher, Thing
from services.training.domain.subsidy import Act, Basis, Claim, Head
from services.training.domain.subsidy import Action as ClaimAction
from services.training.domain.terms import Terms, terms_on
from services.training.domain.training_class import Hands, Plan, Seats, State, TrainingClass
from services.training.usecases import UseCases
from services.training.wiring import POLICY, Wiring, wire
from shared import settings
from shared.access import SYSTEM, Actor
from shared.ids import new_id, person_id
from shared.policy import Policy
from shared.regions import Level
from shared.replica import Card, Unit
from tests.builders.databases import furnish, leave
from tests.builders.world import an_officer, environment

CITY, COUNTY, TOWN, VILLAGE = "1" * 32, "2" * 32, "3" * 32, "4" * 32
OTHER_COUNTY = "5" * 32
HR, OTHER_HR = "6" * 32, "7" * 32
PATH = (CITY, COUNTY)
ELSEWHERE = (CITY, OTHER_COUNTY)
DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
POLICIES = Policy.load(POLICY)
TERMS: Terms = terms_on(POLICIES, DAY, "431230")
ROOM, ROOM_2, LOOMS = "a" * 32, "b" * 32, "c" * 32
TEACHERS = tuple(f"{n:x}" * 32 for n in (0xD, 0xE, 0xF, 0x9))
ORGANISER = "0" * 31 + "f"
BANDS: dict[str, Any] = {"as_of": "2026-11-01", "age": "36_45", "education": "70", "hukou": "rural", "groups": []}


def a_course(code: str = "HW-DJ1") -> Course:
    """Return a course of the catalogue as it is in force."""
    return course_of(POLICIES.on(DAY, "431230", f"course.{code}"))


def a_coordinator(actor_id: str | None = None, path: tuple[str, ...] = PATH) -> Actor:
    """Return a coordinator of the county."""
    return an_officer("coordinator", path, actor_id=actor_id)


def a_reviewer(actor_id: str | None = None, path: tuple[str, ...] = PATH) -> Actor:
    """Return a reviewer of the county."""
    return an_officer("training_reviewer", path, actor_id=actor_id)


def units() -> list[Unit]:
    """Return 怀化, two of its counties, one town, one village."""

    def unit(path: tuple[str, ...], level: Level, title: str, division: str | None) -> Unit:
        parent = path[-2] if len(path) > 1 else None
        return Unit(path[-1], parent, path, "federation", level, title, division, date(2026, 1, 1))

    return [
        unit((CITY,), Level.CITY, "怀化市", None),
        unit(PATH, Level.COUNTY, "通道侗族自治县", "431230"),
        unit((*PATH, TOWN), Level.TOWNSHIP, "双江镇", "431230100"),
        unit((*PATH, TOWN, VILLAGE), Level.VILLAGE, "芋头村", None),
        unit(ELSEWHERE, Level.COUNTY, "靖州苗族侗族自治县", "431229"),
        *(
            Unit(office, path[-1], (*path, office), "hr", Level.COUNTY, "人社局", None, date(2026, 1, 1))
            for path, office in ((PATH, HR), (ELSEWHERE, OTHER_HR))
        ),
    ]


def an_organiser() -> Organiser:
    """Return who holds the classes of the county, with a book for each course."""
    books = {one.topic.removeprefix("course."): "自编讲义" for one in POLICIES.all_on(DAY, "431230", "course.")}
    return Organiser(ORGANISER, "通道巾帼培训学校", "粟红英", "杨柳", "0745-12338", PATH, books)


def places() -> list[Thing]:
    """Return two rooms, 24 looms in the first, four teachers of crafts who also teach selling, and an organiser."""
    return [
        an_organiser(),
        Room(ROOM, "201 织机室", "培训中心 2 楼", 48, PATH),
        Room(ROOM_2, "202 手工室", "培训中心 2 楼", 50, PATH),
        Equipment(LOOMS, "loom", "24 台织机", 24, ROOM, PATH),
        *(
            Teacher(one, f"老师{n}", "技师", ("craft", "ecommerce"), PATH, degree="大专")
            for n, one in enumerate(TEACHERS, 1)
        ),
    ]


def filed(use: UseCases, class_id: str, *, by: Actor) -> TrainingClass:
    """Tell the plan of a class and hand in its application on one day, which takes a reason; return the class."""
    use.training_class.step.tell_plan(class_id, by=by)
    return use.training_class.step.file(class_id, by=by, reason="学员等着开班")


def a_card(person: str | None = None, seq: int = 1, **bands: str) -> Card:
    """Return a woman of 芋头村, 双江镇, 通道."""
    return Card(person or person_id(), (*PATH, TOWN, VILLAGE), {**BANDS, **bands}, seq)


def a_class(capacity: int = 30, state: State = State.ENROLLING, **seats: int) -> TrainingClass:
    """Return a class of the county, planned and filed by p, approved by r."""
    plan = Plan(
        number="PX-431230-2026-0001",
        course="HW-DJ1",
        title="侗锦织造（初级）1 班",
        path=PATH,
        capacity=capacity,
        minutes=2835,
        starts_on=date(2026, 12, 14),
        ends_on=date(2026, 12, 24),
        room=ROOM,
        policy_id="HW-DJ1-2022",
    )
    return TrainingClass(new_id(), plan, Hands("p", "p", "r"), state, Seats(**seats))


def a_certificate(name: str = "龙秀英", person: str = "2" * 32) -> Certificate:
    """Return a certificate of the county, given out in September."""
    return Certificate(
        id="1" * 32,
        number="ZS-431230-2026-000001",
        code="ABCD2345EFGH",
        person_id=person,
        identity=Identity(name, "龙*英", "431230********0428", "女", "1988-04"),
        course=Learnt("HW-DJ1", "侗锦织造（初级）", 2835, date(2026, 8, 31), date(2026, 9, 18)),
        source=Source(PATH, "通道侗族自治县妇女联合会", "3" * 32, "4" * 32),
        issued_on=date(2026, 9, 18),
    )


def a_claim(class_id: str | None = None, person: str = "2" * 32) -> Claim:
    """Return a claim of the county for one woman with a certificate and one without, handed in."""
    basis = Basis("SUBSIDY-HN2024", "湘人社规〔2024〕16号", "HW-BZ", "craft", 1, date(2026, 11, 20))
    heads = (
        Head("1" * 32, person, "ZS-431230-2026-000001", 55000),
        Head("2" * 32, "8" * 32, "", 0, "no_certificate"),
    )
    acts = [Act(ClaimAction.CLAIM, "c", "coordinator", NOW)]
    return Claim(new_id(), class_id or new_id(), PATH, HR, basis, heads, acts=acts)


@dataclass
class School:
    """training on a real database, without a web: its wiring, and short ways to a class with women in it."""

    wiring: Wiring

    @property
    def db(self) -> Any:
        """Return its database."""
        return self.wiring.frame.db

    def run(self, work: Any, *, hot: str | None = None) -> Any:
        """Run one use case."""
        return self.wiring.worker.run(work, hot=hot)

    def ask(self, question: Any) -> Any:
        """Ask."""
        return self.wiring.worker.ask(question)

    def furnish(self) -> None:
        """Put the tree, the rooms, looms and teachers in."""

        def put(use: UseCases) -> None:
            for unit in units():
                use.replica.units.put(unit)
            for one in places():
                use.place.put(one)

        self.run(put)

    def plan(self, capacity: int = 48, course: str = "HW-DJ1", by: Actor | None = None, **wish: Any) -> TrainingClass:
        """Return a planned class."""
        wanted = Wish(COUNTY, course, capacity, **wish)
        return self.run(lambda use: use.training_class.plan(wanted, by=by or a_coordinator()))

    def opened(self, capacity: int = 48, course: str = "HW-DJ1", **wish: Any) -> TrainingClass:
        """Return a class women can enrol in."""
        coordinator, reviewer = a_coordinator(), a_reviewer()
        one = self.plan(capacity, course, coordinator, **wish).id
        self.run(lambda use: filed(use, one, by=coordinator))
        self.run(lambda use: use.training_class.step.approve(one, by=reviewer))
        return self.run(lambda use: use.training_class.step.open(one, by=coordinator))

    def woman(self, **bands: str) -> Card:
        """Return a woman whose card is here."""
        card = a_card(**bands)
        self.run(lambda use: use.replica.cards.keep(card))
        return card

    def class_(self, class_id: str) -> TrainingClass:
        """Return a class as it stands now."""
        return self.ask(lambda use: use.training_class.find.classes.get(SYSTEM, class_id))

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Return the data of what was said, in order."""
        return [row["data"] for row in self.db.outbox.find({"type": kind}).sort([("stream", 1), ("seq", 1)])]


@contextmanager
def school(mongo_url: str, prefix: str, folder: Path, applicant: str = "http://127.0.0.1:9") -> Iterator[School]:
    """Wire training on databases that begin with `prefix`; drop them at the end."""
    from deploy.local import secrets  # noqa: PLC0415  # only where real secrets are made
    from services.training.storage import indexes  # noqa: PLC0415

    secrets.make(folder / "secrets")
    (folder / "data").mkdir(exist_ok=True)
    environ = environment("training", mongo_url, prefix, folder) | {"APPLICANT_URL": applicant}
    wiring = wire(settings.read("training", environ))
    furnish(wiring.frame.db, indexes.ensure)
    try:
        yield School(wiring)
    finally:
        leave(wiring.frame.db)
        wiring.frame.close()
