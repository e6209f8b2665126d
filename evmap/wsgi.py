"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evmap.settings")

_django = get_wsgi_application()

from evmap.operations.bodies import WholeBodies  # noqa: E402 - needs the applications

application = WholeBodies(_django)
