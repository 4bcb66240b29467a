"""Which pages stand beside which picture of the look: who sees them, from where, and what is pressed on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK = Path(__file__).parent / "look"


@dataclass(frozen=True, slots=True)
class Look:
    """One page: `name` is its file, `beside` the picture it holds up to ("" for pages without one).

    From `path` on, the links or buttons of `clicks` (selectors) are pressed one after another; before the last of them
    `picks` are chosen from lists: (selector, value).
    """

    name: str
    path: str
    what: str
    beside: str = ""
    clicks: Sequence[str] = ()
    picks: Sequence[tuple[str, str]] = ()


DRAFT = "main a.btn[href*='/loans/me/applications/']"
ROW = ("main table a",)
TIMES = "main details:has(a[href$='/time']) > summary"
TIME = "main a[href$='/time']"
SECOND = f"{TIME} >> nth=1"  # the afternoon of a class's first day
MOVE = "main button:has-text('改到这时候')"
CHECK = "main a[href*='/applicant/v/']"
HERS = "/applicant/me"

PICTURED: Mapping[str, Sequence[Look]] = {
    "": (
        Look("front", "/", "公开首页"),
        Look("register", "/applicant/register", "自己登记"),
        Look("sign-in", "/applicant/sign-in", "她登录"),
        Look("staff-sign-in", "/applicant/staff/sign-in", "工作人员登录", "8b-signin-1366"),
        Look("not-found", "/applicant/nothing-here", "没有这个页面", "8d-not-found-375"),
        Look("classes-open", "/training/classes/open", "正在招人的班"),
        Look("class-open", "/training/classes/open", "一个班", "", ("main ul.rows a",)),
        Look("notices", "/applicant/notices", "“妇”字号公示"),
        Look("loan-try", "/loans/try", "先看够不够条件"),
    ),
    "a desk waits for papers of hers": (
        Look("home", HERS, "她的首页，欠材料", "1-home-375"),
        Look("my-loans", "/loans/me", "她的贷款，退回来补"),
        Look("my-data", "/applicant/me/data", "我的资料给了谁看"),
    ),
    "has begun an application": (
        Look("home-draft", HERS, "她的首页，没填完", "1-home-375"),
        Look("loan-tasks", HERS, "没做完的事", "2b-tasks-375", (DRAFT,)),
        Look("loan-business", HERS, "填表，您的生意", "2-apply-375", (DRAFT, "main a[href$='/business']")),
    ),
    "waits for a place": (Look("home-waiting", HERS, "她的首页，等名额", "1-home-375"),),
    "holds a certificate": (
        Look("home-certificate", HERS, "她的首页，结业了", "1-home-375"),
        Look("certificate-check", "/training/me", "证书的公开核对页", "", ("main a[href*='/training/v/']",)),
    ),
    "has a place in a class": (
        Look("home-class", HERS, "她的首页，有课", "1-home-375"),
        Look("training-me", "/training/me", "她的班"),
    ),
    "has a loan that runs": (
        Look("home-loan", HERS, "她的首页，还款中", "1-home-375"),
        Look("my-loan", "/loans/me", "她的一笔贷款", "", ("main a[href*='/loans/me/loans/']",)),
    ),
    "is late with a repayment": (
        Look("home-late", HERS, "她的首页，还款日过了", "1-home-375"),
        Look("my-loan-late", "/loans/me", "还款日过了的贷款", "", ("main a[href*='/loans/me/loans/']",)),
    ),
    "on the road to a title, or there": (
        Look("home-title", HERS, "她的首页，“妇”字号", "1-home-375"),
        Look("her-enterprises", "/applicant/me/enterprises", "她的企业"),
        Look("her-report", "/applicant/me/enterprises", "填一年的情况", "", ("main a[href$='/reports']",)),
    ),
    "county_officer_1@tongdao": (
        Look("my-work", "/applicant/my-work", "我的工作"),
        Look("queue", "/loans/queue", "审核队列", "3-queue-1366"),
        Look("queue-returned", "/loans/queue?list=returned", "审核队列，等她补件", "3-queue-1366"),
        Look("queue-empty", "/loans/queue?no=DK-431230-2026-999999", "没有这样的件", "8c-empty-1366"),
        Look("case", "/loans/queue", "一件，领取以后", "4-case-1366", (".held .btn[data-key='n']",)),
        Look("case-return", "/loans/queue", "退回补件", "4-case-1366", (".held .btn", "main a[href='?decide=return']")),
        Look("class", "/training/classes?show=running", "一个班，正在上课", "5b-class-1366", ROW),
        Look("queue-several", "/loans/queue", "一次办几件", "", ("main a[href*='/queue/several']",)),
        Look("applications", "/loans/applications?state=in_review", "贷款申请"),
        Look("figures", "/loans/figures", "办理情况"),
        Look("loans", "/loans/loans", "还款与逾期"),
        Look("loan", "/loans/loans?show=late", "一笔逾期的贷款", "", ROW),
        Look("fund", "/loans/fund", "担保基金", "4-case-1366"),
        Look("subsidies-loans", "/loans/subsidies", "财政贴息"),
        Look("policy", "/loans/policy", "贷款政策"),
        Look("persons", "/applicant/persons", "妇女名单"),
        Look("person", "/applicant/persons", "一个人", "", ROW),
        Look("person-new", "/applicant/persons/new", "代她登记"),
        Look("nominate", "/applicant/persons", "提名“妇”字号", "", (*ROW, "main a[href$='/nominations/new']")),
        Look("enterprises", "/applicant/enterprises", "企业"),
        Look("enterprise", "/applicant/enterprises", "一家企业", "", ROW),
        Look("titles", "/applicant/titles?show=recognised", "“妇”字号"),
        Look("title", "/applicant/titles?show=recognised", "一块牌子", "", ROW),
        Look("title-public", "/applicant/titles?show=recognised", "牌子的公开核对页", "", (*ROW, CHECK)),
        Look("funnel", "/applicant/funnel", "走到哪一步", "6-dispatch-1366"),
        Look("journeys", "/applicant/journeys", "一个数后面的人"),
        Look("journey", "/applicant/journeys?stage=titled", "一个人的路", "1-home-375", ROW),
        Look("parked", "/applicant/parked", "没送到的消息", "8a-undelivered-1366"),
        Look("month-report", "/applicant/dispatch/reports/2026-12", "报一个月的数"),
        Look("ledger-titles", "/applicant/title-ledgers", "“妇”字号台账"),
    ),
    "township_officer_1@tongdao.shuangjiang": (
        Look("queue-township", "/loans/queue", "乡镇的队列", "3-queue-1366"),
        Look("title-check", "/applicant/titles?show=check", "乡镇核实", "", ROW),
    ),
    "county_leader_1@tongdao": (
        Look("desks", "/loans/desks", "本单位的件"),
        Look("simulation", "/loans/policy/simulation", "政策试算"),
        Look("profile", "/applicant/profile", "我的账号"),
    ),
    "hr_officer_1@tongdao": (
        Look("hr-work", "/applicant/my-work", "人社干部的工作"),
        Look("hr-subsidies", "/training/subsidies", "人社局的培训补贴"),
        Look("hr-subsidy", "/training/subsidies", "一个班的补贴申领", "", ROW),
        Look("case-hr", "/loans/queue", "人社这一站", "4-case-1366", (".held .btn[data-key='n']",)),
    ),
    "guarantee_officer_1@tongdao": (
        Look("case-guarantee", "/loans/queue", "担保这一站", "4-case-1366", (".held .btn[data-key='n']",)),
        Look("ledger-fund", "/loans/fund-ledgers", "担保基金余额台账"),
    ),
    "bank_officer_1@tongdao": (
        Look("bank-work", "/applicant/my-work", "银行的工作"),
        Look("contracts", "/loans/contracts", "合同和放款"),
        Look("repayment-files", "/loans/repayment-files", "还款明细"),
        Look("ledger-loans", "/loans/loan-ledgers", "在贷台账"),
    ),
    "coordinator_1@tongdao": (
        Look("coordinator-work", "/applicant/my-work", "培训专干的工作"),
        Look("training-overview", "/training/overview", "培训总览"),
        Look("classes", "/training/classes", "班级"),
        Look("rooms", "/training/rooms", "教师与教室"),
        Look("timetable", "/training/week", "课表", "5a-week-1366"),
        Look("timetable-rooms", "/training/week?show=rooms", "课表，按教室", "5a-week-1366"),
        Look("timetable-list", "/training/week?show=list", "课表，列表", "5a-week-1366"),
        Look("class-plan", "/training/classes/new", "计划一个班"),
        Look("class-open-staff", "/training/classes?show=open", "一个班，可以开始报名了", "5b-class-1366", ROW),
        Look("session-time", "/training/classes?show=open", "改上课时间", "5a-week-1366", (*ROW, TIMES, TIME)),
        Look(
            "session-clash",
            "/training/classes?show=planned",
            "撞了课，三个空档",
            "5a-week-1366",
            (*ROW, SECOND, MOVE),
            (("#f-begins", "08:30"),),
        ),
        Look("exams", "/training/exams", "考试发证"),
        Look("rotation", "/training/rotation", "执委轮训"),
        Look("courses", "/training/courses", "课程"),
        Look("calendars", "/training/calendars", "日历地址"),
        Look("subsidies", "/training/subsidies", "培训补贴"),
        Look("follow-ups", "/training/follow-ups", "收入回访"),
        Look("spot-checks", "/training/classes?show=past", "抽查", "", (*ROW, "main a[href$='/checks']")),
        Look("ledger-officials", "/training/official-ledgers", "执委名册"),
        Look("ledger-certificates", "/training/certificate-ledgers", "证书台账"),
    ),
    "teacher_1@tongdao": (
        Look("roll-calls", "/training/attendance", "今天的课"),
        Look("roll-call", "/training/attendance", "点名", "", ("main ul.rows a",)),
        Look("roll-code", "/training/attendance", "扫码签到", "", ("main ul.rows a", "a[href$='/code']")),
        Look("roll-paper", "/training/attendance", "照纸补录", "", ("main ul.rows a", "a[href$='/paper']")),
    ),
    "training_reviewer_1@tongdao": (Look("attendance-questions", "/training/attendance/questions", "要问一问的"),),
    "city_leader_1@huaihua": (
        Look("timetable-city", "/training/week?show=rooms", "全市的课表，按教室", "5a-week-1366"),
        Look("dispatch", "/applicant/dispatch", "月调度", "6-dispatch-1366"),
        Look("dispatch-training", "/applicant/dispatch?group=training", "月调度，培训", "6-dispatch-1366"),
        Look("dispatch-organisation", "/applicant/dispatch?group=organisation", "月调度，组织", "6-dispatch-1366"),
        Look("tables-t1", "/applicant/dispatch/tables", "T1 培训月报", "9-report-a4"),
        Look("tables-t2", "/applicant/dispatch/tables?table=T2", "T2 贷款办理月报", "9-report-a4"),
        Look("targets", "/applicant/dispatch/targets/2026/funded", "年任务"),
        Look("month-lock", "/applicant/dispatch/months/2026-11", "锁定和重报"),
        Look("city-work", "/applicant/my-work", "市妇联主席的工作"),
        Look("units", "/applicant/units", "单位"),
    ),
}

# A whole class as the browser tests see it, from the plan to the money: whose page, what, its file.
COURSE = (
    ("coordinator", "计划好了一个班", "course-planned"),
    ("coordinator", "教室和老师", "course-rooms"),
    ("her", "候补第几位，候补怎么排", "course-waiting"),
    ("her", "空出一个名额", "course-offered"),
    ("coordinator", "一周的课", "course-week"),
    ("coordinator", "一周的课，按教室", "course-week-rooms"),
    ("coordinator", "总览：要办的事、可能考不了试的人", "course-overview"),
    ("teacher", "会换的码", "course-code"),
    ("her", "扫码签到", "course-here"),
    ("teacher", "点名", "course-sheet"),
    ("teacher", "改点名，写原因", "course-correction"),
    ("teacher", "出勤簿", "course-book"),
    ("coordinator", "课上完了，考试名单", "course-taught"),
    ("training_reviewer", "抽查", "course-checks"),
    ("her", "这个班怎么样", "course-opinion"),
    ("training_reviewer", "成绩和证书", "course-certificates"),
    ("coordinator", "颁证花名册传回来", "certified-sheet-answer"),
    ("coordinator", "谁领了证", "exam-handed-out"),
    ("coordinator", "谁能算补贴", "course-claim"),
    ("hr_officer", "人社局看申领", "course-hr"),
    ("hr_leader", "后来才知道就业的", "claim-with-additions"),
    ("hr_leader", "付款名单传回来", "payments-sheet-answer"),
    ("hr_leader", "付过了", "course-paid"),
    ("her", "学完以后挣多少", "course-income"),
    ("coordinator", "收入回访", "course-followups"),
    ("coordinator", "收入多了多少", "course-followup-classes"),
)
REPORT = ("report-a4", "月报（打印）", "9-report-a4")  # as it is printed
CERTIFICATE = ("certificate-a4", "结业证书（PDF）", "7-certificate-a4")  # the paper of the woman who holds one


def table() -> str:
    """Return the table of docs/look/README.md."""
    lines = [
        "# Pictures of the pages",
        "",
        "Generated by `make docs`; do not edit. Taken from the demonstration city by `python -m docs.pictures`, which",
        "also looks at each page with axe at both widths. “Beside” is the picture of the look a page holds up to.",
        "Further pictures here were kept by the browser tests (`LOOK=docs/look`).",
        "",
        "| Page | Whose | Beside | 375 px | 1366 px |",
        "|---|---|---|---|---|",
    ]
    for who, looks in PICTURED.items():
        whose = f"a woman: {who}" if who and "@" not in who else who or "everybody"
        for one in looks:
            links = " | ".join(f"[{width}]({one.name}-{width}.png)" for width in (375, 1366))
            lines.append(f"| {one.what} | {whose} | {one.beside} | {links} |")
    lines.append("| 零件 | | 0-parts | [375](parts-phone-375.png) | [1366](parts-desk-1366.png) |")
    papers = [f"| {what} | | {beside} | [A4]({name}.png) | |" for name, what, beside in (CERTIFICATE, REPORT)]
    return "\n".join([*lines, *papers, "", *_course()])


def _course() -> list[str]:
    """Return the table of a whole class; a page that only a phone sees has one picture."""
    lines = ["## A whole class, from the plan to the money", "", "| | Whose | 375 px | 1366 px |", "|---|---|---|---|"]
    for who, what, name in COURSE:
        files = {width: f"{name}-{width}.png" for width in (375, 1366)}
        links = " | ".join(f"[{width}]({file})" if (LOOK / file).exists() else "" for width, file in files.items())
        lines.append(f"| {what} | {who} | {links} |")
    return [*lines, ""]
