"""Say in one line when a port is taken, and how to choose another.

    python tools/free_port.py HOST PORT

Exit code 1 if nothing can listen there. Standard library only: it runs before all else.
"""

from __future__ import annotations

import socket
import sys


def trouble(host: str, port: str) -> str | None:
    """Return why nothing can listen at host and port, in one line; None where something can."""
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        return f"PORT={port} is no port: give a number from 1 to 65535, such as PORT=8001."
    try:
        family, kind, *_, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as listener:
            # As gunicorn does: what a server left behind a moment ago is no obstacle.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return f"Port {port} of {host} can't be had ({reason}): choose another, make run PORT=8001."
    return None


def main(arguments: list[str]) -> int:
    """Run the command."""
    found = trouble(*arguments)
    if found is not None:
        print(found, file=sys.stderr)
    return 0 if found is None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
