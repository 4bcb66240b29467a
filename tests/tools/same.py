"""Mutants of the rules that mean the same, each with the reason: `module: function: before  →  after`."""

SAME: dict[str, str] = {
    "extension: ask: one.ends_on > one.before  →  one.ends_on >= one.before": "nothing leaves an end where it was",
    "schedule: schedule: True  →  False": "the four lists are made of the same days",
    "judge/facts: exempt: None  →  False": "either is no reason that anybody claims",
    "judge/facts: spouse_busy: None  →  False": "it is read only where somebody says yes; busy covers both spouses",
    "judge/facts: spouse_tainted: None  →  False": "it is read only where somebody says yes; tainted covers both",
    "judge/guaranteeing: exempt_fen: 0  →  -1": "who asks for nothing is refused by the amount",
    "judge/judging: the module: None  →  False": "either is no day: that of applying stands in for it",
    "judge/person: of_age: months or 0: 0  →  1": (
        "without a term it is asked past the limit only, which is past an earlier day, too"
    ),
    "judge/sum: _by_graduates: caps.most or 0: 0  →  1": "where a graduate counts, the place names a sum",
    "judge/sum: _by_graduates: caps.most or 0: 0  →  -1": "where a graduate counts, the place names a sum",
}
