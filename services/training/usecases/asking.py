"""When a woman is asked on her phone: what the class was like the day after its lessons, what she earns by month."""

from datetime import date, datetime, time

from shared.clock import SHANGHAI

OPINION, INCOME = "opinion.ask", "income.ask"
AT = time(10, 0)


def moment(day: date) -> datetime:
    """Return the instant of a day at which she is asked."""
    return datetime.combine(day, AT, SHANGHAI)
