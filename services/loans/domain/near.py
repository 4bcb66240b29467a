"""Who stands near to an application and must leave it to others: those it is about, and officers who said so."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Near:
    """`marks` are fingerprints of the ID numbers of her, her husband and who stands for her; `accounts` said so.

    `stands` are those of who stands for her and of that person's husband or wife, as far as known: neither of the two
    may stand for too many. `partners` are those of all who borrow with her; the first of `marks` is her own.
    """

    marks: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()

    @property
    def borrowers(self) -> tuple[str, ...]:
        """Return the fingerprints of all who borrow, her own first; none while applicant has not told."""
        return (*self.marks[:1], *self.partners)

    def holds(self, account: str, mark: str) -> bool:
        """Tell whether an officer, by account or by the fingerprint of the own ID number ("" = not given), is near."""
        return account in self.accounts or bool(mark and mark in self.marks)

    def told(self, marks: tuple[str, ...], stands: tuple[str, ...] = (), partners: tuple[str, ...] = ()) -> "Near":
        """Return it with what applicant told now; without an answer what it told before counts."""
        return replace(self, marks=marks, stands=stands, partners=partners) if marks else self

    def joined(self, *accounts: str) -> "Near":
        """Return it with accounts that leave it to others."""
        return replace(self, accounts=tuple(dict.fromkeys((*self.accounts, *accounts))))
