"""Amounts in capital numerals (大写), as bank and enterprise forms want them beside the figures (domain.md §2.5)."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
GROUPS = ("", "万", "亿", "万亿")


def capital(fen: int) -> str:
    """Return an amount of fen, 0 or more, in capitals: 15,000,000 → 壹拾伍万元整, 10,050 → 壹佰元伍角, 5 → 伍分."""
    yuan, rest = divmod(fen, 100)
    jiao, left = divmod(rest, 10)
    whole = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{whole}整"
    zero = "零" if whole and not jiao else ""
    return whole + zero + (f"{DIGITS[jiao]}角" if jiao else "") + (f"{DIGITS[left]}分" if left else "")


def same(typed: str, fen: int) -> bool:
    """Tell whether typed capitals name the amount; 圆 for 元, a missing 整 or 正 and spaces count as right."""

    def plain(text: str) -> str:
        return "".join(text.split()).replace("圆", "元").replace("人民币", "").rstrip("整正")

    return plain(typed) == plain(capital(fen))


def _whole(yuan: int) -> str:
    if not yuan:
        return DIGITS[0]
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    text = ""
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if not group:
            continue
        gap = bool(text) and (group < 1000 or not groups[at + 1])
        text += ("零" if gap else "") + _group(group) + GROUPS[at]
    return text


def _group(four: int) -> str:
    """Return 1 to 9,999: zeros between digits are said once, those at the end not at all."""
    text = zero = ""
    for worth, place in PLACES:
        digit = four // worth % 10
        if digit:
            text, zero = text + zero + DIGITS[digit] + place, ""
        elif text:
            zero = "零"
    return text
