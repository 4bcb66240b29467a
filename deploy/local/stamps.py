"""What was done once is not done again: a stamp holds the fingerprint of what a step was made from."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def fingerprint(inputs: Iterable[Path], *words: str) -> str:
    """Return a hash over the contents of files (folders: all files below, without caches) and some words."""
    whole = hashlib.sha256("\0".join(words).encode())
    for file in sorted(_files(inputs)):
        whole.update(f"\0{file}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _files(inputs: Iterable[Path]) -> Iterable[Path]:
    for path in inputs:
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.is_file() and "__pycache__" not in each.parts)
        elif path.exists():
            yield path


@dataclass(frozen=True)
class Stamp:
    """Remembers that a step was done with certain inputs."""

    file: Path

    def says(self, print_of_now: str) -> bool:
        """Tell whether the step was done with exactly these inputs."""
        return self.file.exists() and self.file.read_text() == print_of_now

    def put(self, print_of_now: str) -> None:
        """Remember that it was."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(print_of_now)
