"""A quarter's list of subsidies as a workbook: a row per loan in 元, its sum at the foot."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext

from services.loans.domain.batch import Batch, Item
from services.loans.domain.contract import percent
from shared.web.i18n import word
from shared.xlsx.writing import table

FEN = 100


def workbook(batch: Batch, names: Mapping[str, str]) -> bytes:
    """Return the workbook; a name that is not known here stays empty."""
    heads = [
        gettext("借据编号"),
        gettext("姓名"),
        gettext("从"),
        gettext("到"),
        gettext("积数，元×天"),
        gettext("年利率，百分之几"),
        gettext("利息，元"),
        gettext("本季贴息，元"),
        gettext("补以前，元"),
        gettext("应付，元"),
        gettext("中央，元"),
        gettext("地方，元"),
        gettext("怎么付"),
        gettext("银行算的，元"),
        gettext("银行多算，元"),
    ]
    return table(gettext("财政贴息"), heads, [*(_row(item, names) for item in batch.items), _foot(batch)])


def _row(item: Item, names: Mapping[str, str]) -> list[str]:
    asked = item.bank_fen is not None
    return [
        item.number,
        names.get(item.person_id, ""),
        item.first.isoformat(),
        item.last.isoformat(),
        yuan(item.days_fen),
        percent(item.rate_bp),
        *_money(item),
        word(f"payout.{item.payout.value}"),
        yuan(item.bank_fen) if item.bank_fen is not None else "",
        yuan(item.difference_fen) if asked else "",
    ]


def _money(item: Item) -> Iterator[str]:
    for part in (item.interest_fen, item.subsidy_fen, item.earlier_fen, item.due_fen, item.central_fen, item.local_fen):
        yield yuan(part)


def _foot(batch: Batch) -> list[str]:
    sums = batch.sums
    parts = (sums.interest_fen, sums.subsidy_fen, sums.earlier_fen, sums.due_fen, sums.central_fen, sums.local_fen)
    return [gettext("合计"), "", "", "", "", "", *(yuan(part) for part in parts), "", "", yuan(sums.difference_fen)]


def yuan(fen: int) -> str:
    """Return an amount as a sheet keeps it: 1514.17."""
    sign, amount = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{amount // FEN}.{amount % FEN:02d}"
