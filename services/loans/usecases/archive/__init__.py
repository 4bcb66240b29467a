"""What can be done with the archive package of a loan."""

from dataclasses import dataclass

from services.loans.usecases.archive.ask import AskArchive
from services.loans.usecases.archive.keep import KeepArchive
from services.loans.usecases.archive.read import ReadArchive


@dataclass(frozen=True, slots=True)
class ArchiveUseCases:
    """One verb each; `keep` holds what the jobs do: gather, made, gone."""

    ask: AskArchive
    read: ReadArchive
    keep: KeepArchive
