"""Exit 0 when the server of this container is ready. Standard library only."""

from __future__ import annotations

import http.client
import os
import sys

SECONDS = 4


def ready(bind: str) -> bool:
    """Ask /readyz on the port that gunicorn listens on."""
    port = int(bind.rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        print(answer.read().decode(errors="replace"))
        return answer.status == http.client.OK
    except OSError as error:
        print(error)
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if ready(os.environ.get("BIND", "127.0.0.1:8000")) else 1)
