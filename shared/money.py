"""Money is an integer number of fen; people type 元, 万元, commas and full-width digits."""

import re
import unicodedata

from shared.errors import Refused

_AMOUNT = re.compile(r"\A(?P<whole>[0-9]{1,12})(?:\.(?P<part>[0-9]{1,6}))?(?P<wan>万)?(?:元)?\Z")
_GROUPED = re.compile(r"\A(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}(?:,[0-9]{4})+)(?![0-9,])")  # 150,000 or 15,0000
FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000


def fen(text: str) -> int:
    """Return the fen of an amount typed in 元: "15万", "150,000", "１５００００.50".

    A comma parts groups of three or four digits; "3,5万" may be 3.5 or 35, so it is asked again. Raises
    Refused("not_an_amount") for that and anything else, and Refused("below_a_fen") for parts of a fen.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _AMOUNT.match(plain.replace(",", "") if _GROUPED.match(plain) else plain)
    if found is None:
        raise Refused("not_an_amount")
    unit = FEN_PER_YUAN * (YUAN_PER_WAN if found["wan"] else 1)
    part = found["part"] or ""
    numerator: int = int(found["whole"] + part) * unit
    parts: int = 10 ** len(part)
    value, rest = divmod(numerator, parts)
    if rest:
        raise Refused("below_a_fen")
    return value


def yuan(amount_fen: int) -> str:
    """Return 元 with thousands separators, two decimals only where there are fen: 150,000 or 1,514.17."""
    sign, amount = ("-", -amount_fen) if amount_fen < 0 else ("", amount_fen)
    whole, rest = divmod(amount, FEN_PER_YUAN)
    return f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}"


def wan(amount_fen: int) -> str:
    """Return 万元 with two decimals, half up, for tables."""
    sign, amount = ("-", -amount_fen) if amount_fen < 0 else ("", amount_fen)
    hundredths = (amount + 5_000) // 10_000
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def spoken(amount_fen: int) -> str:
    """Return the amount as it is said: 15 万元, 1.5 万元, 800 元; in 元 where 万 would need a third decimal."""
    if amount_fen % (YUAN_PER_WAN * FEN_PER_YUAN // 100) == 0 and amount_fen >= YUAN_PER_WAN * FEN_PER_YUAN:
        return f"{_decimal(amount_fen, 6)} 万元"
    return f"{yuan(amount_fen)} 元"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def capital(amount_fen: int) -> str:
    """Return the amount in capital numerals as contracts write it: 壹拾叁万元整, 壹仟零伍元陆角整, 叁角贰分."""
    whole, rest = divmod(amount_fen, FEN_PER_YUAN)
    jiao, fen_ = divmod(rest, 10)
    text = f"{_capital_whole(whole)}元" if whole else ""
    if not rest:
        return f"{text or '零元'}整"
    text += f"{_DIGITS[jiao]}角" if jiao else "零" if whole else ""
    return text + (f"{_DIGITS[fen_]}分" if fen_ else "整")


def _capital_whole(number: int) -> str:
    """Groups of four digits, 万 and 亿 behind them; one 零 stands for any run of noughts inside."""
    text = ""
    for at in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**at % 10_000
        if group and text and group < 1000:
            text += _DIGITS[0]
        text += _capital_group(group) + (_GROUPS[at] if group else "")
    return text


def _capital_group(group: int) -> str:
    text, gap = "", False
    for at in range(len(_PLACES) - 1, -1, -1):
        digit = group // 10**at % 10
        gap = gap or bool(text and not digit)
        if digit:
            text += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[at]
            gap = False
    return text


def _decimal(amount: int, places: int) -> str:
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
