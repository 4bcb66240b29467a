"""Mutants of the rules that mean the same, each with the reason: `module: before  →  after`."""

SAME: dict[str, str] = {
    "judge/business: facts.staff > rule['large_over']  →  facts.staff >= rule['large_over']": (
        "it only names the document, and both shares stand in one"
    ),
    "judge/person: months or 0: 0  →  1": (
        "without a term it is asked past the limit only, which is past an earlier day, too"
    ),
    "judge/sum: caps.most or 0: 0  →  1": "where a graduate counts, the place names a sum",
    "judge/sum: caps.most or 0: 0  →  -1": "where a graduate counts, the place names a sum",
}
