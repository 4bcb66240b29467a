"""Education, hukou and person groups: the words of papers and rosters, and the codes that are kept."""

import re
import unicodedata

from services.applicant.domain.findings import Finding, Read, error, warn

# GB/T 4658-2006, first digit of the level; in the order a form shows them
EDUCATION: dict[str, tuple[str, ...]] = {
    "80": ("小学", "小学教育", "完小"),
    "70": ("初中", "初级中学", "初级中学教育", "普通初中", "初中毕业"),
    "60": ("高中", "高级中学", "普通高中", "普通高级中学", "普通高级中学教育", "高中毕业"),
    "40": ("中专", "中等专科", "中等专业学校", "中等职业教育", "中职", "职高", "职业高中", "技校", "技工学校"),
    "30": ("大专", "专科", "大学专科", "大学专科教育", "专科教育", "高职", "大学专科和专科学校"),
    "20": ("本科", "大学", "大学本科", "大学本科教育"),
    "10": ("研究生", "研究生教育", "硕士", "博士", "硕士研究生", "博士研究生"),
    "90": ("没上过学", "文盲", "半文盲", "文盲或半文盲", "不识字", "其他"),
}
HUKOU: dict[str, tuple[str, ...]] = {
    "rural": ("农业", "农业户口", "农村", "农业家庭户口"),
    "urban": ("非农业", "非农业户口", "非农", "城镇", "城镇户口", "非农业家庭户口"),
    "unknown": ("居民", "居民户口", "居民家庭户口", "不清楚"),  # one kind of hukou since 国发〔2014〕25号
}
# the ten groups of 财金〔2023〕75号 (domain §1.7), and those that only training subsidies know
GROUPS: dict[str, tuple[str, ...]] = {
    "POVERTY_OUT": ("脱贫人口", "脱贫户", "建档立卡贫困人口", "建档立卡", "贫困户", "脱贫劳动力"),
    "RETURNEE": ("返乡创业人员", "返乡创业农民工", "返乡农民工", "返乡入乡创业人员"),
    "RURAL_SELF": ("农村自主创业农民", "自主创业农民"),
    "RURAL_TRANSFER": ("农村转移就业劳动者", "农村转移劳动力", "农村劳动力"),
    "UNEMP": ("城镇登记失业人员", "登记失业人员", "失业人员"),
    "HARD": ("就业困难人员", "残疾人", "就业困难人员（含残疾人）"),
    "GRAD": ("高校毕业生", "毕业年度高校毕业生", "大学毕业生"),
    "VET": ("退役军人", "复员转业退役军人", "复转军人"),
    "ESHOP": ("网络商户", "网店", "电商"),
    "RELEASED": ("刑满释放人员",),
    "OVERCAP": ("化解过剩产能企业职工", "化解过剩产能企业职工和失业人员"),
}
# those of the loan policy: the ten groups, and no group that only training subsidies know
LOAN_GROUPS = frozenset(GROUPS) - {"RURAL_TRANSFER"}
_SEPARATORS = re.compile(r"[、,，;；/\n]+")


def plain(typed: str) -> str:
    """Return the words without spaces and full-width differences."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def _known(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the code of every word of a table, plain, and of the codes themselves; made once, asked for every row."""
    words = {plain(word): code for code in reversed(table) for word in table[code]}
    return words | {code: code for code in table}


_EDUCATION, _HUKOU, _GROUPS = _known(EDUCATION), _known(HUKOU), _known(GROUPS)


def education(typed: str) -> Read[str]:
    """Read a level of education by its official or its short name."""
    return _one("education", typed, _EDUCATION)


def hukou(typed: str) -> Read[str]:
    """Read the kind of hukou; nothing written means not known."""
    return _one("hukou", typed, _HUKOU) if plain(typed) else Read("unknown")


def groups(typed: str) -> Read[tuple[str, ...]]:
    """Read one or more person groups; words that name none are pointed out, not refused."""
    words = [word for word in _SEPARATORS.split(plain(typed)) if word]
    codes = {word: _GROUPS.get(word) for word in words}
    unknown: list[Finding] = [warn("groups", "group_unknown", word=word) for word, code in codes.items() if not code]
    return Read(tuple(dict.fromkeys(code for code in codes.values() if code)), tuple(unknown))


def label(code: str, table: dict[str, tuple[str, ...]]) -> str:
    """Return the short Chinese word of a code."""
    return table[code][0]


def choices(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return code and word of a table, as a form offers them."""
    return [(code, words[0]) for code, words in table.items()]


def _one(field: str, typed: str, known: dict[str, str]) -> Read[str]:
    word = plain(typed)
    if not word:
        return Read.failed(error(field, f"{field}_missing"))
    code = known.get(word)
    return Read(code) if code else Read.failed(error(field, f"{field}_unknown", word=word))
