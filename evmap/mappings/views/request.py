"""The request page: a v2 request in, the v3 way out.

Requests hold keys. They come by POST, so that no log and no history has them, and nothing that
the page shows is taken from a key: a text that is refused comes back without their values.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evmap.mappings.guide import current_guide
from evmap.requests import MAX_LENGTH, SOURCES, NotARequest, to_show, translate

#: Of a text that is refused, characters that come back; nobody typed more.
MOST_GIVEN_BACK = 200_000

_BASE = "https://ev-v2.cc.api.here.com/ev"
#: Requests to try: what the button says, and the request.
EXAMPLES = (
    ("An area", f"{_BASE}/stations.json?prox=52.5167,13.3833,5000&connectortype=31,36"),
    ("A corridor", f"{_BASE}/stations.json?corridor=52.52,13.38;52.4,13.06;2000&powermin=50"),
    (
        "Pools by id",
        f"{_BASE}/pools/bulk.json?id=276u33db845jn-aGVyZS1ldjplY29tb3ZlbWVudDo4OTU5MDU0ODI",
    ),
    ("A station by id", f"{_BASE}/stations/ZTYxMTIzOTItOTFjZC0xMWYxLTg4YzAtNDIwMTBhYTQwMDE5.json"),
)


@csrf_exempt  # Nothing is changed or stored, so there is nothing to forge.
@never_cache
@sensitive_post_parameters("url")
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest) -> HttpResponse:
    """`/request/`: the form, and below it what a posted request becomes."""
    context: dict[str, object] = {"examples": EXAMPLES, "max_length": MAX_LENGTH}
    status = 200
    text = request.POST.get("url", "").strip()
    if request.method == "POST":
        try:
            found = translate(text, current_guide())
        except NotARequest as error:
            context |= {"problem": str(error), "refused": to_show(text[:MOST_GIVEN_BACK])}
            status = 422
        else:
            lines = [(line, *SOURCES[line.source]) for line in found.lines]
            context |= {"found": found, "lines": lines}
    return render(request, "mappings/request.html", context, status=status)
