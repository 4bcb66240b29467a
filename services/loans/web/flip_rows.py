"""A simulation as tables: by county with the sums and the fund's head-room, and each flip with old and new reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.loans.domain.judge import Criterion, Verdict
from services.loans.domain.simulation import Flip, Simulation, Tally
from services.loans.web.verdicts import documents, sentence
from shared import money
from shared.web.i18n import word
from shared.xlsx.writing import Form, forms


def county_heads() -> list[str]:
    """Return the headings of the table by county."""
    return [
        word("县"),
        word("看了几件"),
        word("原来够条件"),
        word("改后够条件"),
        word("新够条件"),
        word("新够条件的金额（元）"),
        word("不再够条件"),
        word("不再够条件的金额（元）"),
        word("基金还能担（元）"),
        word("改后还能担（元）"),
    ]


def flip_heads() -> list[str]:
    """Return the headings of the table of single applications."""
    heads = [word("编号"), word("县"), word("金额（元）"), word("原来"), word("改后")]
    return [*heads, word("原来为什么"), word("改后为什么")]


@dataclass(frozen=True, slots=True)
class Home:
    """A county that is set up: its name, and what its fund may still guarantee, in fen."""

    name: str
    free_fen: int


Homes = Mapping[str, Home]  # by division code


def counties(found: Simulation, homes: Homes) -> list[tuple[str, ...]]:
    """Return one row per county and one for all; sums in 元."""
    rows = [_county(_name(code, homes), one, _free(code, homes)) for code, one in sorted(found.counties.items())]
    known = [homes[code].free_fen for code in found.counties if code in homes]
    return [*rows, _county(word("合计"), found.whole, sum(known) if known else None)]


def _name(code: str, homes: Homes) -> str:
    return homes[code].name if code in homes else code


def _free(code: str, homes: Homes) -> int | None:
    return homes[code].free_fen if code in homes else None


def _county(name: str, one: Tally, free: int | None) -> tuple[str, ...]:
    left = None if free is None else free - one.gained_fen + one.lost_fen
    numbers = (one.judged, one.before, one.after, one.gained)
    room = ("—" if fen is None else money.yuan(fen) for fen in (free, left))
    return name, *map(str, numbers), money.yuan(one.gained_fen), str(one.lost), money.yuan(one.lost_fen), *room


def flips(found: Simulation, homes: Homes) -> list[tuple[str, ...]]:
    """Return one row per application that comes out otherwise, those who lose first."""
    return [_flip(one, homes) for one in sorted(found.flips, key=lambda one: (one.gained, one.filed.number))]


def _flip(one: Flip, homes: Homes) -> tuple[str, ...]:
    sides = [_result(verdict) for verdict in (one.before, one.after)]
    pairs = list(one.reasons())
    why = ["；".join(_reason(pair[side]) for pair in pairs) for side in (0, 1)]
    return one.filed.number, _name(one.filed.division, homes), money.yuan(one.amount_fen), *sides, *why


def _reason(one: Criterion | None) -> str:
    return f"{sentence(one)}（{documents(one)}）" if one else word("没有规定")


def _result(verdict: Verdict | None) -> str:
    return word("够条件") if verdict and verdict.eligible else word("不够条件")


def workbook(found: Simulation, homes: Homes) -> bytes:
    """Return both tables as a workbook for the finance bureau."""
    about = [
        [word("政策试算：如果从 %(day)s 起这样规定", day=found.as_of.isoformat())],
        [word("只是试算，什么都没有改")],
    ]
    by_county = Form(word("按县"), about, county_heads(), counties(found, homes))
    return forms([by_county, Form(word("每一件"), about, flip_heads(), flips(found, homes))])
