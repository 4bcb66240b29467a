"""Women who do not exist: names as they are heard in 怀化, ID numbers with sequence 000, which nobody holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.dice import Dice

SURNAMES = (
    ("杨", 14), ("吴", 12), ("石", 9), ("龙", 9), ("粟", 6), ("陆", 6), ("向", 6), ("舒", 5), ("张", 6), ("李", 6),
    ("黄", 5), ("潘", 4), ("欧阳", 3), ("谢", 3), ("滕", 3), ("明", 2), ("储", 2), ("田", 4), ("周", 4), ("唐", 3),
    ("姚", 3), ("蒋", 2), ("邓", 2), ("莫", 2), ("梁", 2),
)  # fmt: skip
FIRST = "春秋桂月玉金银秀小晓丽红美彩凤香爱冬雪海云水仙艳青素竹巧燕丹梅"
SECOND = "花英兰梅香莲秀芝凤娥珍桃菊萍燕霞云仙琴妹姣娟莉群姑婵玲满爱芳"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
FIRST_BORN, LAST_BORN = date(1969, 1, 1), date(2006, 12, 31)
DAYS = (LAST_BORN - FIRST_BORN).days + 1
STRIDE = 7919  # coprime to any number of days here, so that neighbours are not of one age
EDUCATION = (("80", 6), ("70", 44), ("60", 24), ("40", 12), ("30", 9), ("20", 5))
HUKOU = (("rural", 78), ("urban", 18), ("unknown", 4))
GROUPS = (
    ("RURAL_SELF", 40), ("POVERTY_OUT", 20), ("RETURNEE", 18), ("UNEMP", 8), ("HARD", 5), ("ESHOP", 5), ("GRAD", 4),
)  # fmt: skip
PHONES = 19_900_000_000


@dataclass(frozen=True, slots=True)
class Woman:
    """One invented woman. `no` counts through the whole city; `county` is a division code, `home` an index of it."""

    no: int
    county: str
    home: int
    name: str
    id_no: str
    phone: str
    education: str
    hukou: str
    groups: tuple[str, ...]

    @property
    def born(self) -> int:
        """Return the year of birth."""
        return int(self.id_no[6:10])


def population(dice: Dice, counties: Mapping[str, int]) -> Iterator[Woman]:
    """Yield the women of each county (division code → how many), the same for the same seed."""
    no = 0
    for county, count in counties.items():
        for nth in range(count):
            yield _woman(dice.at("woman", no), (no, county, nth))
            no += 1


def id_number(area: str, born_on: date) -> str:
    """Return a number of GB 11643 with sequence 000: no registry gives it out (domain facts, §7)."""
    first_17 = f"{area}{born_on:%Y%m%d}000"
    return first_17 + CHECKS[sum(int(one) * weight for one, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def _woman(dice: Dice, place: tuple[int, str, int]) -> Woman:
    no, county, nth = place
    rng = dice.rng()
    surname = rng.choices([one for one, _ in SURNAMES], [weight for _, weight in SURNAMES])[0]
    given = rng.choice(FIRST) + (rng.choice(SECOND) if rng.randrange(10) else "")
    return Woman(
        no=no,
        county=county,
        home=rng.randrange(1 << 30),
        name=surname + given,
        id_no=id_number(*_born(county, nth)),
        phone=str(PHONES + no),
        education=_weighed(rng.randrange(100), EDUCATION),
        hukou=_weighed(rng.randrange(100), HUKOU),
        groups=(_weighed(rng.randrange(100), GROUPS),),
    )


def _born(county: str, nth: int) -> tuple[str, date]:
    """Return area and day of birth of the nth woman of a county: one day is given out once for each area."""
    round_, place = divmod(nth, DAYS)
    area = county if round_ == 0 else f"{430100 + 100 * round_ + int(county) % 100:06d}"
    return area, FIRST_BORN + timedelta(days=place * STRIDE % DAYS)


def _weighed(thrown: int, weights: tuple[tuple[str, int], ...]) -> str:
    for one, weight in weights:
        thrown -= weight
        if thrown < 0:
            return one
    return weights[-1][0]
