"""How a certificate looks on paper: A4 across, a woven frame, a QR code (look.md §7)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from services.training.domain.certificate import Certificate
from services.training.domain.course import LESSON
from services.training.errands.signature import code_text
from shared.paper.signing import Seal
from shared.web import assets

PAPERS = Path(__file__).with_name("papers")
DIGITS = "〇一二三四五六七八九"
INK = "#161e3c"


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """Makes the HTML that is printed; all figures stand in millimetres."""

    seal: Seal
    public_url: str

    def __call__(self, one: Certificate) -> str:
        """Return one certificate as an HTML document that needs nothing from outside."""
        course = one.course
        return _template().render(
            one=one,
            frame=Markup(_frame()),  # noqa: S704  # drawn by our own build
            qr=Markup(self._qr(one)),  # noqa: S704  # drawn from our own text
            born=_month(one.identity.born),
            days=spoken_days(course.starts_on or one.issued_on, course.ends_on or one.issued_on),
            lessons=course.minutes // LESSON,
            issued=in_chinese(one.issued_on),
            reissued=_day(one.reissues[-1].on) if one.reissues else "",
        )

    def _qr(self, one: Certificate) -> str:
        code = segno.make(code_text(one, self.seal, self.public_url), error="m", micro=False)
        return code.svg_inline(dark=INK, border=0, omitsize=True)


def spoken_days(first: date, last: date) -> str:
    """Return 2026 年 8 月 31 日至 9 月 18 日; the year is said once when it is the same."""
    end = f"{last.month} 月 {last.day} 日" if last.year == first.year else _day(last)
    return f"{_day(first)}至 {end}"


def in_chinese(day: date) -> str:
    """Return 二〇二六年九月十八日, as papers are dated."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_number(day.month)}月{_number(day.day)}日"


def _number(n: int) -> str:
    tens, ones = divmod(n, 10)
    before = "" if tens < 2 else DIGITS[tens]
    return (f"{before}十" if tens else "") + (DIGITS[ones] if ones else "")


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _month(born: str) -> str:
    year, _, month = born.partition("-")
    return f"{year} 年 {int(month)} 月" if month else ""


@cache
def _frame() -> str:
    return (assets.STATIC / "frame.svg").read_text("utf-8")


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(PAPERS), autoescape=True).get_template("certificate.html")
