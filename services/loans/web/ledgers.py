"""Running loans and fund balances of earlier years: how they look; all else is shared."""

from flask import Blueprint

from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.ledger import bank, funds, loans
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.i18n import word
from shared.web.ledgers import pages as shared_pages
from shared.web.ledgers import routes as shared_routes
from shared.web.ledgers.shown import Face

FILES = (
    (bank.REPAYMENT, "还款明细", "银行收到的本金和利息，一天一份也行，导两遍不会记两遍", "下载本月应还的"),
    (bank.DISBURSEMENT, "放款明细", "合同签好以后放出去的款", "下载等放款的"),
    (bank.OVERDUE, "逾期清单", "银行那边逾期的贷款，和这里对一遍", "下载这里逾期的"),
)
FACES = (
    Face(
        service="loans",
        kind=loans.KIND,
        slug="loan-ledgers",
        title="在贷台账",
        what="系统启用前放出去、还没还完的贷款",
        signers=("role.bank_officer", "财政局或担保机构"),
        money=True,
        group=lambda code: word(f"ledger_group.{code}"),
    ),
    Face(
        service="loans",
        kind=funds.KIND,
        slug="fund-ledgers",
        title="担保基金余额",
        what="系统启用时基金账上有多少钱，只记一回",
        signers=("role.guarantee_officer", "role.finance_officer"),
        money=True,
        group=lambda code: word(f"ledger_group.{code}"),
    ),
    *(
        Face(
            service="loans",
            kind=kind,
            slug=f"{kind}-files",
            title=title,
            what=what,
            signers=("role.bank_officer", "role.bank_leader"),
            money=True,
            group=lambda code: word(f"ledger_group.{code}"),
            fills=fills,
        )
        for kind, title, what, fills in FILES
    ),
)


def pages(run: Runs[UseCases], errands: Errands) -> list[Blueprint]:
    """Return the staff pages under /loans/loan-ledgers and /loans/fund-ledgers."""
    return [shared_pages.pages(face, run, errands.ledger) for face in FACES]


def routes(run: Runs[UseCases], errands: Errands) -> list[JsonBlueprint]:
    """Return the JSON under /loans/api/v1/loan-ledgers and fund-ledgers."""
    return [shared_routes.routes(face, run, errands.ledger) for face in FACES]
