"""applicant served to training over HTTP in this process, both on a real database, with all of 通道's towns."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from services.applicant import wiring as applicant_wiring
from services.applicant.domain.unit import Kind, Plan, Unit
from services.training.domain.place import Equipment, Room, Teacher
from services.training.domain.roster import Mode, Roster, Row
from services.training.errands.bring_roster import Upload
from services.training.usecases import UseCases
from services.training.usecases.certificate.issue import PRINT
from services.training.usecases.exam_day import LIST
from services.training.usecases.roster.bring import FORGET, FORGET_FILE, JOB
from services.training.usecases.training_class.step import BEGIN
from shared.access import Actor
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from shared.regions import Level
from shared.replica import Unit as KnownUnit
from shared.running import Once
from shared.storage.runner import Runner
from tests.builders.applicant import a_tree, unit_id
from tests.builders.training import LOOMS, ROOM, TEACHERS, School, an_organiser, filed, school
from tests.builders.world import World, an_officer, world

PATH = (unit_id("431200"), unit_id("431230"))
MORE_TOWNS = {
    "431230102": "播阳镇",
    "431230104": "牙屯堡镇",
    "431230105": "菁芜洲镇",
    "431230106": "溪口镇",
    "431230107": "陇城镇",
    "431230108": "万佛山镇",
}
ROSTER = Path(__file__).parents[2] / "cases" / "roster-tongdao-2026-3.xlsx"


@dataclass
class County:
    """Both services, one coordinator and one reviewer."""

    applicant: World
    school: School
    coordinator: Actor = field(default_factory=lambda: an_officer("coordinator", PATH))
    reviewer: Actor = field(default_factory=lambda: an_officer("training_reviewer", PATH))

    def opened(self, capacity: int = 48, course: str = "HW-DJ1") -> str:
        """Return the id of a class women can enrol in."""
        from services.training.domain.choosing import Wish  # noqa: PLC0415

        wish = Wish(PATH[-1], course, capacity)
        one: str = self.school.run(lambda use: use.training_class.plan(wish, by=self.coordinator)).id
        self.school.run(lambda use: filed(use, one, by=self.coordinator))
        self.school.run(lambda use: use.training_class.step.approve(one, by=self.reviewer))
        self.school.run(lambda use: use.training_class.step.open(one, by=self.coordinator))
        return one

    def bring(self, class_id: str, content: bytes, mode: Mode = Mode.PARTIAL) -> str:
        """Upload a roster and return its id."""
        once = Once(self.coordinator.id, new_id(), new_id())
        upload = Upload(class_id, content, mode)
        return self.school.wiring.errands.bring_roster(upload, once, by=self.coordinator).resource_id

    def work(self) -> None:
        """Run what is due."""
        errands, frame = self.school.wiring.errands, self.school.wiring.frame
        forget = errands.forget_roster
        kinds = {
            JOB: errands.import_roster,
            FORGET: forget.all,
            FORGET_FILE: forget.file,
            BEGIN: errands.begin_class,
            LIST: errands.make_exam_list,
            PRINT: errands.print_certificates,
        }
        loop = JobLoop(Jobs(frame.db), kinds, frame.clock)
        while loop.once():
            pass

    def roster(self, roster_id: str) -> tuple[Roster, dict[str, Row]]:
        """Return an import and its rows by 序号."""
        by = self.coordinator
        found = self.school.ask(lambda use: use.roster.find.one(roster_id, by=by))
        return found, {row.no: row for row in self.school.ask(lambda use: use.roster.find.rows(roster_id))}


@contextmanager
def county(mongo_url: str, prefix: str, folder: Path) -> Iterator[County]:
    """Serve applicant and wire training to it."""
    with world("applicant", mongo_url, prefix, folder) as applicant:
        _plant(applicant)
        server = make_server("127.0.0.1", 0, applicant.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            with school(mongo_url, prefix, folder, f"http://127.0.0.1:{server.server_port}") as found:
                found.run(_furnish)
                yield County(applicant, found)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def tree() -> list[Unit]:
    """Return the small tree of applicant's tests and the towns the roster names."""
    found = a_tree()
    day = found[0].opened_on
    for code, title in MORE_TOWNS.items():
        found.append(found[1].open_below(unit_id(code), Plan(Kind.FEDERATION, title, code), day))
    return found


def _plant(applicant: World) -> None:
    base = applicant_wiring.Base.open(applicant.settings)
    runner: Runner[Any] = Runner(base.frame.client, base.frame.db, lambda session: applicant_wiring.use(base, session))
    runner.run(lambda use: use.unit.find.units.add(tree()))
    base.frame.close()


def _furnish(use: UseCases) -> None:
    for unit in tree():
        division = unit.division if unit.level in (Level.COUNTY, Level.TOWNSHIP) else None
        known = KnownUnit(
            unit.id, unit.parent, tuple(unit.path), "federation", unit.level, unit.title, division, unit.opened_on
        )
        use.replica.units.put(known)
    use.place.put(Room(ROOM, "201 织机室", "培训中心 2 楼", 48, PATH))
    use.place.put(Equipment(LOOMS, "loom", "24 台织机", 24, ROOM, PATH))
    for n, one in enumerate(TEACHERS, 1):
        use.place.put(Teacher(one, f"老师{n}", "技师", ("craft", "ecommerce"), PATH, degree="大专"))
    use.place.put(replace(an_organiser(), path=PATH))
