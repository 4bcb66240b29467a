"""What happens to a loan, in words: why more time was refused, where the money went, why it is called in or lost."""

REFUSALS = (("guarantor", "担保人不同意"), ("no_prospect", "看不到能还上"), ("papers", "材料不实"))
USES = (("as_agreed", "都用在生意上"), ("partly", "一部分用在生意上"), ("misused", "没有用在生意上"))
CALLS = (("misuse", "钱没有用在生意上"), ("false_papers", "材料是假的"))
LOSSES = (
    ("death", "借款人去世，没有遗产"),
    ("disabled", "借款人重病重残，没有收入"),
    ("missing", "借款人失踪"),
    ("disaster", "遭了灾"),
    ("court_ended", "法院终结执行"),
)
REASONS = {**dict(REFUSALS), **dict(CALLS), **dict(LOSSES), **dict(USES)}
