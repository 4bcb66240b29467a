"""The class roster as a form: one schema for the template's columns and the headings counties use (domain.md §3.2)."""

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
    age = text("年龄", most=3, required=False)
    id_no = text("身份证号", most=18, help="18 位，最后一位可能是 X")
    phone = text("联系电话", most=13, help="她自己的手机号，几个人共用一个也可以")
    place = text("户籍地", most=20, help="乡镇和村，例如 双江镇芋头村")
    hukou = choice("户口性质", HUKOU, required=False)
    groups = choice("人员类别", GROUPS, required=False)
    remark = text("备注", most=20, required=False)


OTHER_NAMES = {
    "no": ("编号", "序", "学号", "No", "No."),
    "name": (
        "学员姓名",
        "妇女姓名",
        "参训人员姓名",
        "参训学员姓名",
        "培训人员姓名",
        "受训人员姓名",
        "培训对象姓名",
        "名字",
        "学员",
    ),
    "sex": ("男女",),
    "education": ("学历", "文化水平", "受教育程度", "最高学历", "文化"),
    "age": ("周岁", "实际年龄"),
    "id_no": (
        "公民身份号码",
        "身份证号码",
        "身份证",
        "居民身份证号",
        "居民身份证号码",
        "居民身份证",
        "证件号码",
        "证件号",
        "公民身份证号码",
        "公民身份证号",
        "身份证件号码",
        "身份号码",
    ),
    "phone": (
        "手机号码",
        "手机号",
        "手机",
        "电话",
        "联系方式",
        "电话号码",
        "联系电话号码",
        "本人联系电话",
        "本人电话",
        "联系手机",
        "移动电话",
        "手机电话",
    ),
    "place": (
        "户籍地址",
        "户籍所在地",
        "户籍所在地址",
        "户籍详细地址",
        "家庭住址",
        "家庭地址",
        "家庭详细住址",
        "家庭详细地址",
        "详细地址",
        "住址",
        "地址",
        "户口所在地",
        "现住址",
        "现居住地址",
        "居住地址",
        "居住地",
        "常住地",
        "常住地址",
        "所在乡镇村",
        "所属乡镇村",
        "乡镇村",
        "户籍",
    ),
    "hukou": ("户口类型", "户籍性质", "户籍类型", "户口类别", "户籍类别", "户口"),
    "groups": ("人员类型", "人群类别", "人群", "群体类别", "人员性质", "培训对象类别", "身份类别", "人员身份"),
    "remark": ("说明", "其他"),
}
PARTS = {
    "place": (
        ("乡镇", "乡镇街道", "所在乡镇", "所属乡镇", "户籍乡镇", "镇"),
        ("村", "村名", "行政村", "所在村", "所属村", "村社区", "村居", "社区"),
    )
}
COLUMNS: tuple[Column, ...] = columns_of(RosterRow(), OTHER_NAMES, PARTS)
