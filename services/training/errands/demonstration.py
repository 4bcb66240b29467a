"""Rooms, looms, teachers and organisers for the demonstration city; names, books and degrees are invented."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from services.training.domain.place import Equipment, Organiser, Room, Teacher, Thing
from services.training.errands.walk_class import WalkClass
from services.training.usecases import UseCases
from shared.replica import Unit
from shared.running import Runs

LOOMS = 24
OPEN = (("431230", "EC-DS", 30, "coordinator_1@tongdao"), ("431229", "HW-BZ", 30, "coordinator_1@jingzhou"))
COUNTIES = ("431230", "431229")
ROOMS = (
    ("201 织机室", "培训中心 2 楼", 48),
    ("202 手工室", "培训中心 2 楼", 50),
    ("301 电脑室", "培训中心 3 楼", 50),
    ("302 教室", "培训中心 3 楼", 30),
)
TEACHERS = {
    "431230": (
        ("粟桂梅", "侗锦传承人", ("craft",)),
        ("石红莲", "侗锦传承人", ("craft",)),
        ("吴月英", "织造技师", ("craft",)),
        ("杨春桃", "织造技师", ("craft",)),
        ("陆秋香", "电商讲师", ("ecommerce", "startup")),
        ("欧阳晓红", "电商讲师", ("ecommerce", "startup", "broker", "rotation")),
    ),
    "431229": (
        ("潘玉兰", "编织技师", ("craft",)),
        ("龙小燕", "编织技师", ("craft",)),
        ("李秀梅", "苗绣传承人", ("craft",)),
        ("黄金凤", "编织技师", ("craft",)),
        ("明桂芝", "电商讲师", ("ecommerce", "startup")),
        ("储月娥", "创业讲师", ("ecommerce", "startup", "broker", "rotation")),
    ),
}


LEGAL = {"431230": ("粟红英", "杨柳"), "431229": ("潘秀云", "龙梅")}
DEGREES = ("大专", "中专", "本科")
PHONE = "0745-12338"  # the women's hotline: nobody's own


def organiser(use: UseCases, title: str, path: tuple[str, ...], names: tuple[str, str]) -> Organiser:
    """Return the training school of a county; `names` are its legal person and contact, each course has a book."""
    courses = use.catalogue.courses(use.place.edit.clock.today())
    books = {one.code: f"《{one.title}》讲义（自编）" for one in courses}
    return Organiser(_id(path[-1], "organiser"), f"{title}巾帼职业培训学校", *names, PHONE, path, books)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Puts things where they are missing; done twice it changes nothing."""

    walk: WalkClass
    runs: Runs[UseCases]

    def places(self, county: Unit) -> None:
        """Give a county its rooms, looms and teachers."""
        things = list(_things(county))

        def put(use: UseCases) -> None:
            names = LEGAL[county.division or ""]
            for one in (*things, organiser(use, county.title, county.path, names)):
                use.place.put(one)

        self.runs.run(put)

    def classes(self) -> list[str]:
        """Open a class in each of two counties where none is open; returns their numbers."""
        known = {one.plan.path[-1] for one in self.runs.ask(lambda use: use.training_class.find.enrolling(200))}
        return [
            self.walk(county, course, capacity, login=login).plan.number
            for county, course, capacity, login in OPEN
            if self.walk.unit(county) not in known
        ]


def _things(county: Unit) -> Iterator[Thing]:
    division, path = county.division or "", county.path
    for title, address, seats in ROOMS:
        yield Room(_id(division, title), title, address, seats, path)
    looms = f"{LOOMS} 台织机"
    yield Equipment(_id(division, looms), "loom", looms, LOOMS, _id(division, ROOMS[0][0]), path)
    for nth, (name, title, trades) in enumerate(TEACHERS[division]):
        yield Teacher(_id(division, name), name, title, trades, path, degree=DEGREES[nth % len(DEGREES)])


def _id(division: str, name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"jinguo:{division}/{name}").hex
