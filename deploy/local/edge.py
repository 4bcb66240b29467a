"""nginx as an ordinary child: its configuration filled in from deploy/nginx for one stand."""

import os
import re
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.children import Child, Program, wait_for
from deploy.local.place import Place
from deploy.local.places import ROOT, STATIC
from deploy.local.ports import answers
from deploy.local.secrets import certificate

TEMPLATES = ROOT / "deploy" / "nginx"
NAME = re.compile(r"\$\{([A-Z_]+)\}")
OWN_NAMES = {"localhost", "127.0.0.1", "::1"}  # a stand under another name is for others, too


def program(place: Place) -> Program:
    """Write the configuration into the stand's folder and return the command line."""
    run = place.data / "nginx"
    shutil.rmtree(run, ignore_errors=True)  # the identity cache of an earlier start names sessions of then
    run.mkdir(parents=True, mode=0o700)
    values = _values(place, run)
    for name in ("jinguo.conf", "nginx.conf"):
        (run / name).write_text(filled((TEMPLATES / f"{name}.template").read_text(), values))
    command = ["nginx", "-p", str(run), "-e", "stderr", "-c", str(run / "nginx.conf")]
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    return Program("nginx", command, {"PATH": path, "LANG": "C.UTF-8"}, place.logs / "nginx.log")


def filled(template: str, values: dict[str, str]) -> str:
    """Replace `${NAME}`; nginx's own variables are lower-case. Raises KeyError for a name without a value."""
    return NAME.sub(lambda found: values[found[1]], template)


def wait_until_ready(child: Child, place: Place, seconds: float = 10.0) -> None:
    """Wait until the address takes connections; raises NotReady."""
    wait_for("nginx", lambda: answers(place.gate), seconds, child)


def _values(place: Place, run: Path) -> dict[str, str]:
    ssl = " ssl" if place.tls else ""
    here = not place.tls or urlsplit(place.public_url).hostname in OWN_NAMES
    more = f"listen [::1]:{place.gate}{ssl};\n    " if here and _has_ipv6() else ""
    values = {service.upper(): f"127.0.0.1:{port}" for service, port in place.web.items()}
    return values | {
        "USER": "user root;" if os.geteuid() == 0 else "",  # else its workers may not read below a private home
        "RUN": str(run),
        "CACHE": str(run / "identity"),
        "STATIC": str(STATIC),
        "PAGES": str(TEMPLATES / "pages"),
        "ACCESS_LOG": str(place.logs / "nginx-access.log"),
        "LISTEN": f"{'127.0.0.1:' if here else ''}{place.gate}{ssl}",
        "MORE_LISTEN": more + (_tls(place) if place.tls else ""),
    }


def _tls(place: Place) -> str:
    pem = certificate(place.secrets, place.public_url)
    return f"ssl_certificate {pem};\n    ssl_certificate_key {pem};\n    ssl_protocols TLSv1.2 TLSv1.3;"


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
