"""Mutants of the rules that mean the same, each with the reason: `module: before  →  after`."""

SAME: dict[str, str] = {
    "judge/guaranteeing: 0  →  -1": "who asks for nothing is refused by the amount",
    "judge/judging: None  →  False": "either is no day: that of applying stands in for it",
    "judge/person: months or 0: 0  →  1": (
        "without a term it is asked past the limit only, which is past an earlier day, too"
    ),
    "judge/sum: caps.most or 0: 0  →  1": "where a graduate counts, the place names a sum",
    "judge/sum: caps.most or 0: 0  →  -1": "where a graduate counts, the place names a sum",
}
