"""Loans counted outside the product, day by day: balance at each day's end × rate / 360 (domain.md §1.7, §7).

Each case: what is special, the treasury's part of the rate and why, the command, and of each settlement period its last
day, the interest and the subsidy in fen. How they were made: one loop over the days with fractions, half up once where
a day is the 20th of March, June, September, December, or the last.
"""

import json

import pytest
from click.testing import CliRunner

from services.loans.web.interest_command import command
from tests.builders.loan_rules import POLICY

COMMAND = command(POLICY)
CASES = [
    (
        "a leap February belongs to the quarter of March",
        "half of 3.95 %",
        "--principal 123456.78 --rate-bp 395 --disbursed 2024-02-10 --due 2025-02-10",
        (
            "2024-03-20 54184 27092",
            "2024-06-20 124623 62311",
            "2024-09-20 124623 62311",
            "2024-12-20 123268 61634",
            "2025-02-09 69084 34542",
        ),
    ),
    (
        "disbursed on the 20th: one day is a period of its own",
        "half of 3.45 %",
        "--principal 80000 --rate-bp 345 --disbursed 2025-06-20 --due 2026-06-20",
        (
            "2025-06-20 767 383",
            "2025-09-20 70533 35267",
            "2025-12-20 69767 34883",
            "2026-03-20 69000 34500",
            "2026-06-19 69767 34883",
        ),
    ),
    (
        "disbursed on the 21st: the first period is a whole quarter",
        "half of 3.45 %",
        "--principal 80000 --rate-bp 345 --disbursed 2025-06-21 --due 2026-06-21",
        (
            "2025-09-20 70533 35267",
            "2025-12-20 69767 34883",
            "2026-03-20 69000 34500",
            "2026-06-20 70533 35267",
        ),
    ),
    (
        "due on the 20th: the last period ends on the 19th",
        "half of 3.60 %",
        "--principal 250000 --rate-bp 360 --disbursed 2024-03-21 --due 2024-09-20",
        (
            "2024-06-20 230000 115000",
            "2024-09-19 227500 113750",
        ),
    ),
    (
        "due on the 21st: the last period has its settlement day",
        "half of 3.60 %",
        "--principal 250000 --rate-bp 360 --disbursed 2024-03-21 --due 2024-09-21",
        (
            "2024-06-20 230000 115000",
            "2024-09-20 230000 115000",
        ),
    ),
    (
        "from the 29th of February for a year",
        "half of 4.30 %",
        "--principal 66666.66 --rate-bp 430 --disbursed 2024-02-29 --due 2025-02-28",
        (
            "2024-03-20 16722 8361",
            "2024-06-20 73259 36630",
            "2024-09-20 73259 36630",
            "2024-12-20 72463 36231",
            "2025-02-27 54944 27472",
        ),
    ),
    (
        "a repayment on the settlement day leaves that day with the smaller balance",
        "5.35 - (3.85 - 1.50) = 3.00 %",
        "--principal 200000 --rate-bp 535 --disbursed 2021-03-21 --due 2022-03-21 --repay 2021-06-20=100000",
        (
            "2021-06-20 271958 152500",
            "2021-09-20 136722 76667",
            "2021-12-20 135236 75833",
            "2022-03-20 133750 75000",
        ),
    ),
    (
        "a repayment the day after the settlement day leaves the quarter whole",
        "5.35 - (3.85 - 1.50) = 3.00 %",
        "--principal 200000 --rate-bp 535 --disbursed 2021-03-21 --due 2022-03-21 --repay 2021-06-21=100000",
        (
            "2021-06-20 273444 153333",
            "2021-09-20 136722 76667",
            "2021-12-20 135236 75833",
            "2022-03-20 133750 75000",
        ),
    ),
    (
        "two repayments on one day and one on the next",
        "5.60 - 2.35 = 3.25 %",
        "--principal 150000 --rate-bp 560 --disbursed 2021-09-01 --due 2022-09-01"
        " --repay 2021-12-20=30000 --repay 2021-12-20=20000 --repay 2021-12-21=50000.50",
        (
            "2021-09-20 46667 27083",
            "2021-12-20 211556 122778",
            "2022-03-20 69999 40625",
            "2022-06-20 71555 41527",
            "2022-08-31 55999 32500",
        ),
    ),
    (
        "all of it back on a settlement day: the period ends on the 19th",
        "5.00 - (3.70 - 1.50) = 2.80 %",
        "--principal 90000 --rate-bp 500 --disbursed 2022-03-01 --due 2023-03-01 --repay 2022-09-20=90000",
        (
            "2022-03-20 25000 14000",
            "2022-06-20 115000 64400",
            "2022-09-19 113750 63700",
        ),
    ),
    (
        "signed before the rate fell, paid out after: the rate of signing",
        "5.30 - (3.85 - 1.50) = 2.95 %",
        "--principal 200000 --rate-bp 530 --disbursed 2021-12-22 --due 2022-12-22 --contract 2021-12-19",
        (
            "2022-03-20 262056 145861",
            "2022-06-20 270889 150778",
            "2022-09-20 270889 150778",
            "2022-12-20 267944 149139",
            "2022-12-21 2944 1639",
        ),
    ),
    (
        "signed on the day the rate fell",
        "5.30 - (3.80 - 1.50) = 3.00 %",
        "--principal 200000 --rate-bp 530 --disbursed 2021-12-22 --due 2022-12-22 --contract 2021-12-20",
        (
            "2022-03-20 262056 148333",
            "2022-06-20 270889 153333",
            "2022-09-20 270889 153333",
            "2022-12-20 267944 151667",
            "2022-12-21 2944 1667",
        ),
    ),
    (
        "a contract that chose five years",
        "6.00 - (4.60 - 1.50) = 2.90 %",
        "--principal 200000 --rate-bp 600 --disbursed 2022-05-25 --due 2024-05-25 --contract 2022-05-19 --base LPR5Y",
        (
            "2022-06-20 90000 43500",
            "2022-09-20 306667 148222",
            "2022-12-20 303333 146611",
            "2023-03-20 300000 145000",
            "2023-06-20 306667 148222",
            "2023-09-20 306667 148222",
            "2023-12-20 303333 146611",
            "2024-03-20 303333 146611",
            "2024-05-24 216667 104722",
        ),
    ),
    (
        "2023-09-30: her part is the LPR less 1.50",
        "5.15 - (3.45 - 1.50) = 3.20 %",
        "--principal 200000 --rate-bp 515 --disbursed 2023-09-30 --due 2024-09-30",
        (
            "2023-12-20 234611 145778",
            "2024-03-20 260361 161778",
            "2024-06-20 263222 163556",
            "2024-09-20 263222 163556",
            "2024-09-29 25750 16000",
        ),
    ),
    (
        "2023-10-01: half of what she pays",
        "half of 5.15 %",
        "--principal 200000 --rate-bp 515 --disbursed 2023-10-01 --due 2024-10-01",
        (
            "2023-12-20 231750 115875",
            "2024-03-20 260361 130181",
            "2024-06-20 263222 131611",
            "2024-09-20 263222 131611",
            "2024-09-30 28611 14306",
        ),
    ),
    (
        "2020-12-31: the first year in full, the second two thirds",
        "tiers 1, 2/3",
        "--principal 100000 --rate-bp 600 --disbursed 2020-12-31 --due 2022-12-31",
        (
            "2021-03-20 133333 133333",
            "2021-06-20 153333 153333",
            "2021-09-20 153333 153333",
            "2021-12-20 151667 151667",
            "2022-03-20 150000 105556",
            "2022-06-20 153333 102222",
            "2022-09-20 153333 102222",
            "2022-12-20 151667 101111",
            "2022-12-30 16667 11111",
        ),
    ),
    (
        "2021-01-01: from the first day her part is the LPR less 1.50",
        "6.00 - 2.35 = 3.65 %",
        "--principal 100000 --rate-bp 600 --disbursed 2021-01-01 --due 2023-01-01",
        (
            "2021-03-20 131667 80097",
            "2021-06-20 153333 93278",
            "2021-09-20 153333 93278",
            "2021-12-20 151667 92264",
            "2022-03-20 150000 91250",
            "2022-06-20 153333 93278",
            "2022-09-20 153333 93278",
            "2022-12-20 151667 92264",
            "2022-12-31 18333 11153",
        ),
    ),
    (
        "three years by tiers with the turn inside a quarter",
        "tiers 1, 2/3, 1/3",
        "--principal 90000 --rate-bp 475 --disbursed 2017-05-05 --due 2020-05-05",
        (
            "2017-06-20 55813 55813",
            "2017-09-20 109250 109250",
            "2017-12-20 108063 108063",
            "2018-03-20 106875 106875",
            "2018-06-20 109250 90646",
            "2018-09-20 109250 72833",
            "2018-12-20 108063 72042",
            "2019-03-20 106875 71250",
            "2019-06-20 109250 54229",
            "2019-09-20 109250 36417",
            "2019-12-20 108063 36021",
            "2020-03-20 108063 36021",
            "2020-05-04 53438 17813",
        ),
    ),
    (
        "a leap day loan turns on the 28th",
        "tiers 1, 2/3",
        "--principal 60000 --rate-bp 475 --disbursed 2020-02-29 --due 2022-02-28",
        (
            "2020-03-20 16625 16625",
            "2020-06-20 72833 72833",
            "2020-09-20 72833 72833",
            "2020-12-20 72042 72042",
            "2021-03-20 71250 65708",
            "2021-06-20 72833 48556",
            "2021-09-20 72833 48556",
            "2021-12-20 72042 48028",
            "2022-02-27 54625 36417",
        ),
    ),
    (
        "2009 in full",
        "all of 8.31 %",
        "--principal 80000 --rate-bp 831 --disbursed 2009-08-10 --due 2010-08-10",
        (
            "2009-09-20 77560 77560",
            "2009-12-20 168047 168047",
            "2010-03-20 166200 166200",
            "2010-06-20 169893 169893",
            "2010-08-09 92333 92333",
        ),
    ),
    (
        "2015 above benchmark and three points: 4.60 + 3.00",
        "7.60 %",
        "--principal 100000 --rate-bp 800 --disbursed 2015-09-01 --due 2016-09-01",
        (
            "2015-09-20 44444 42222",
            "2015-12-20 202222 192111",
            "2016-03-20 202222 192111",
            "2016-06-20 204444 194222",
            "2016-08-31 160000 152000",
        ),
    ),
    (
        "an enterprise of 2012: half of the benchmark of one to three years, 6.15",
        "3.075 %",
        "--principal 1500000 --rate-bp 900 --disbursed 2012-08-01 --due 2014-08-01 --form enterprise",
        (
            "2012-09-20 1912500 653438",
            "2012-12-20 3412500 1165938",
            "2013-03-20 3375000 1153125",
            "2013-06-20 3450000 1178750",
            "2013-09-20 3450000 1178750",
            "2013-12-20 3412500 1165938",
            "2014-03-20 3375000 1153125",
            "2014-06-20 3450000 1178750",
            "2014-07-31 1537500 525313",
        ),
    ),
    (
        "an enterprise of 2020: half of the LPR",
        "1.925 %",
        "--principal 3000000 --rate-bp 480 --disbursed 2020-05-06 --due 2021-05-06 --form enterprise",
        (
            "2020-06-20 1840000 737917",
            "2020-09-20 3680000 1475833",
            "2020-12-20 3640000 1459792",
            "2021-03-20 3600000 1443750",
            "2021-05-05 1840000 737917",
        ),
    ),
    (
        "Sichuan pays for the first 300,000, also after a part came back",
        "half of 4.10 % of 300,000 at most",
        "--principal 500000 --rate-bp 410 --disbursed 2025-04-21 --due 2026-04-21"
        " --repay 2025-12-31=250000 --place 510100",
        (
            "2025-06-20 347361 104208",
            "2025-09-20 523889 157167",
            "2025-12-20 518194 155458",
            "2026-03-20 284722 130972",
            "2026-04-20 88264 44132",
        ),
    ),
    (
        "Sichuan the day before its notice",
        "half of 4.10 % of 300,000 at most: the nation's sum",
        "--principal 500000 --rate-bp 410 --disbursed 2025-03-31 --due 2026-03-31 --place 510100",
        (
            "2025-06-20 466944 140083",
            "2025-09-20 523889 157167",
            "2025-12-20 518194 155458",
            "2026-03-20 512500 153750",
            "2026-03-30 56944 17083",
        ),
    ),
    (
        "Zhengzhou the day before its change",
        "5.35 - 2.20 = 3.15 %",
        "--principal 200000 --rate-bp 535 --disbursed 2022-05-17 --due 2023-05-17 --place 410100",
        (
            "2022-06-20 104028 61250",
            "2022-09-20 273444 161000",
            "2022-12-20 270472 159250",
            "2023-03-20 267500 157500",
            "2023-05-16 169417 99750",
        ),
    ),
    (
        "Zhengzhou from its change on: in full",
        "all of 5.35 %",
        "--principal 200000 --rate-bp 535 --disbursed 2022-05-18 --due 2023-05-18 --place 410100",
        (
            "2022-06-20 101056 101056",
            "2022-09-20 273444 273444",
            "2022-12-20 270472 270472",
            "2023-03-20 267500 267500",
            "2023-05-17 172389 172389",
        ),
    ),
    (
        "a version named by hand",
        "4.00 - (3.00 - 1.50) = 2.50 %",
        "--principal 100000 --rate-bp 400 --disbursed 2025-07-01 --due 2026-07-01 --policy N2021",
        (
            "2025-09-20 91111 56944",
            "2025-12-20 101111 63194",
            "2026-03-20 100000 62500",
            "2026-06-20 102222 63889",
            "2026-06-30 11111 6944",
        ),
    ),
]


@pytest.mark.parametrize(("rate", "line", "periods"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_a_loan_comes_out_to_the_fen(rate: str, line: str, periods: tuple[str, ...]) -> None:
    done = CliRunner().invoke(COMMAND, [*line.split(), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)["periods"]
    said = [f"{one['to']} {one['interest_fen']} {one['subsidy_fen']}" for one in found]
    assert said == list(periods), f"the treasury pays {rate}"
    assert all(one["interest_fen"] - one["subsidy_fen"] == one["borrower_fen"] for one in found)
