"""Women, units and rows of tests, with numbers nobody holds (sequence 000 and 001 are never given out)."""

from datetime import date
from typing import Any

from services.applicant.domain.person import Details
from services.applicant.domain.places import Gazetteer
from services.applicant.domain.roster_row import RawRow
from services.applicant.domain.unit import Kind, Plan, Unit
from shared.id_number import check_character
from shared.regions import Level

TODAY = date(2026, 3, 2)
TOWNS = {
    "431230100": ("双江镇", ("芋头村", "塘冲村", "城中社区", "桥头村")),
    "431230101": ("县溪镇", ("恭城村", "地连村")),
    "431230109": ("独坡镇", ("上岩村",)),
    "431230203": ("大高坪苗族乡", ("龙寨塘村",)),
    "431230216": ("坪坦乡", ("高步村", "阳烂村")),
    "431230400": ("通道县地连林场", ()),
}


def an_id_no(born: str = "19850615", sequence: str = "000", area: str = "431230") -> str:
    """Return a number of 18 characters whose check character is right."""
    return (first := f"{area}{born}{sequence}") + check_character(first)


def a_tree() -> list[Unit]:
    """Return 怀化 with 通道 and a few of its towns and villages, root first; ids are made of the codes."""
    root = Unit.root(unit_id("431200"), Plan(Kind.FEDERATION, "怀化市", "431200"), Level.CITY, TODAY)
    county = root.open_below(unit_id("431230"), Plan(Kind.FEDERATION, "通道侗族自治县", "431230"), TODAY)
    tree = [root, county]
    for code, (title, villages) in TOWNS.items():
        town = county.open_below(unit_id(code), Plan(Kind.FEDERATION, title, code), TODAY)
        tree.append(town)
        for n, name in enumerate(villages, 201):
            plan = Plan(Kind.FEDERATION, name, f"{code}{n}")
            tree.append(town.open_below(unit_id(f"{code}{n}"), plan, TODAY))
    return tree


def unit_id(code: str) -> str:
    """Return the id of a test's unit."""
    return code.ljust(32, "0")


def a_gazetteer() -> Gazetteer:
    """Return the places of 通道."""
    tree = a_tree()
    return Gazetteer(tree[1], tree[2:], ("怀化市", "湖南省"))


def a_row(row: int = 4, **cells: Any) -> RawRow:
    """Return a row of a roster with nothing wrong in it."""
    right = {
        "name": "龙凤英",
        "sex": "女",
        "education": "初中",
        "age": "40",
        "id_no": an_id_no(),
        "phone": "13900000007",
        "place": "双江镇芋头村",
        "hukou": "农业",
        "groups": "脱贫人口",
    }
    return RawRow(row, **{**right, **cells})


def details(**changes: Any) -> Details:
    """Return the details of a woman."""
    right: dict[str, Any] = {
        "name": "龙凤英",
        "id_no": an_id_no(),
        "phone": "13900000007",
        "education": "70",
        "hukou": "rural",
        "groups": ("POVERTY_OUT",),
    }
    return Details(**{**right, **changes})
