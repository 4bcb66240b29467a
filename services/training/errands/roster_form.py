"""The class roster as one schema: the empty form, the headings counties use, and what is filed (domain.md §3.2)."""

from shared.web.schema import Form, choice, text
from shared.xlsx.columns import Column, columns_of

TITLE = "培训班花名册"
NOTE = "带 * 的要填。身份证号和电话按文字填，一行一人。"
SAY = "错误说明"

SEXES = (("2", "女"), ("1", "男"))
EDUCATION = tuple((word, word) for word in ("小学", "初中", "高中", "中专", "大专", "本科", "研究生", "不识字"))
HUKOU = (("rural", "农业"), ("urban", "非农业"))
GROUPS = tuple(
    (word, word)
    for word in (
        "脱贫人口",
        "防返贫监测对象",
        "返乡创业人员",
        "农村转移就业劳动者",
        "城镇登记失业人员",
        "就业困难人员",
        "高校毕业生",
        "农村妇女",
    )
)


class RosterRow(Form):
    """One woman on a roster, as typed; what the texts mean is applicant's to say."""

    no = text("序号", most=6, required=False)
    name = text("姓名", most=20, help="同身份证上一样")
    sex = choice("性别", SEXES, required=False)
    education = choice("文化程度", EDUCATION, required=False)
    born = text("出生年月", most=8, required=False)
    age = text("年龄", most=3, required=False)
    id_no = text("身份证号", most=18, help="18 位，最后一位可能是 X")
    phone = text("联系电话", most=13, help="她自己的手机号，几个人共用一个也可以")
    place = text("户籍地", most=20, help="乡镇和村，例如 双江镇芋头村")
    hukou = choice("户口性质", HUKOU, required=False)
    groups = choice("人员类别", GROUPS, required=False)
    remark = text("备注", most=20, required=False)
    came = text("怎么来的", most=8, required=False)


OTHER_NAMES = {
    "hukou": ("户口类型", "户籍性质", "户籍类型", "户口类别", "户籍类别", "户口"),
    "groups": ("人员类型", "人群类别", "人群", "群体类别", "人员性质", "培训对象类别", "身份类别", "人员身份"),
    "remark": ("说明", "其他"),
}
COLUMNS: tuple[Column, ...] = columns_of(RosterRow(), OTHER_NAMES)
KNOWN_HERE = frozenset({"born", "came"})  # what we say of a woman and ask nobody
ONLY_ASKED = frozenset({"age", "groups", "remark"})  # what is read where it comes in
ASKED = tuple(one for one in COLUMNS if one.field not in KNOWN_HERE)
FILED = tuple(one for one in COLUMNS if one.field not in ONLY_ASKED)
