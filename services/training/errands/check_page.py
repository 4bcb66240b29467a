"""The page that checks certificates without a network: one file with our public key in it, which fetches nothing."""

from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader

from services.training.errands.certificate_paper import PAPERS
from shared.paper.signing import Seal


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Whoever checks papers keeps it on her phone; it says what `signature.check` says, by the browser's own crypto."""

    seal: Seal
    public_url: str

    def __call__(self) -> str:
        """Return the HTML document."""
        pem = self.seal.public_pem.decode()
        key = "".join(line for line in pem.splitlines() if not line.startswith("-"))
        papers = Environment(loader=FileSystemLoader(PAPERS), autoescape=True)
        return papers.get_template("check.html").render(key=key, public_url=self.public_url)
