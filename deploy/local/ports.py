"""Free ports, taken ports and who holds them, read from the kernel's own tables."""

import socket
import urllib.error
import urllib.request
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

LISTENING = "0A"


def free(count: int) -> list[int]:
    """Return `count` different ports that nobody listened on a moment ago."""
    with ExitStack() as held:
        return [_bound(held) for _ in range(count)]


def _bound(held: ExitStack) -> int:
    listener = held.enter_context(socket.socket())
    listener.bind(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Tell whether something accepts connections on this port of the loopback."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers_ok(url: str) -> bool:
    """Tell whether a GET is answered with 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  # an address of our own loopback
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def holder(port: int) -> str | None:
    """Return `name (pid)` of who listens on a port, "another program" when it is hidden, None when the port is free."""
    inodes = _listening_inodes(port)
    if not inodes:
        return None
    for process in Path("/proc").glob("[0-9]*"):
        if inodes & _socket_inodes(process):
            return f"{(process / 'comm').read_text().strip()} (pid {process.name})"
    return "another program"


def _listening_inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in _lines(Path(table)):
            _, local, _, state, *rest = line.split()
            if state == LISTENING and int(local.rpartition(":")[2], 16) == port:
                found.add(rest[5])
    return found


def _lines(table: Path) -> list[str]:
    return table.read_text().splitlines()[1:] if table.exists() else []


def _socket_inodes(process: Path) -> set[str]:
    try:
        links = list((process / "fd").iterdir())
    except OSError:  # ended meanwhile, or another user's
        return set()
    names = [_target(link) for link in links]
    return {name[8:-1] for name in names if name.startswith("socket:[")}


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # closed since the folder was read
        return ""
