"""Bodies of requests: how large, in which encoding, and read before anything else looks at them.

Decoded forms take up to a hundred times their bytes of memory, so what is sent has to be small
wherever no document is expected.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase

from evmap.middleware import GetResponse
from evmap.operations.problems import problem

FORM = "multipart/form-data"
#: Where a document may come as a form with files, and where as the body itself.
FORMS_WITH_DOCUMENTS = ("/convert/", "/reviews/")
DOCUMENTS = ("/api/v1/convert", "/api/v1/revert")
UTF8 = frozenset({"", "utf-8"})


def most_bytes(path: str, content_type: str) -> int:
    """Return how many bytes a body may have: many only where it can be a document."""
    documents = takes_documents(path, content_type)
    return int(settings.EVMAP_MAX_REQUEST_BYTES if documents else settings.EVMAP_MAX_BODY_BYTES)


def takes_documents(path: str, content_type: str) -> bool:
    """Return whether a body can be a document, or a form with one."""
    form = content_type.partition(";")[0].strip().lower() == FORM
    return path.startswith(DOCUMENTS) or (form and path.startswith(FORMS_WITH_DOCUMENTS))


class WholeBodies:
    """A WSGI application around Django's: bodies that come in chunks get a length.

    Django reads none without one. More than the address takes is not read: then the length is one
    more than that, and the answer is 413.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Read a chunked body, as far as it may go, and pass the request on."""
        if "*" in str(environ.get("CONTENT_TYPE", "")).partition(";")[2]:
            # A parameter in an encoding of its own, which Django would decode at once, by any codec
            # that Python has: no client needs it, and what is put in its place gets a 415.
            environ["CONTENT_TYPE"] = "text/plain; charset=extended"
        if "chunked" in str(environ.get("HTTP_TRANSFER_ENCODING", "")).lower():
            most = most_bytes(environ.get("PATH_INFO", ""), environ.get("CONTENT_TYPE", ""))
            try:
                whole: BytesIO | _Broken = BytesIO(environ["wsgi.input"].read(most + 1))
            except OSError as error:
                whole = _Broken(error)
            environ["CONTENT_LENGTH"] = str(len(whole.getvalue()) or "")
            environ["wsgi.input"] = whole
        return self.application(environ, start_response)


class _Broken:
    """A body that did not come: whoever reads it gets the error."""

    def __init__(self, error: OSError) -> None:
        self._error = error

    def getvalue(self) -> bytes:
        """Return something, so that it is read."""
        return b"?"

    def read(self, *_size: int) -> bytes:
        """Raise the error."""
        raise self._error

    readline = read


class BodyMiddleware:
    """Refuses what is too large (413), in another encoding (415), or can't be read (400).

    Django's own limit, DATA_UPLOAD_MAX_MEMORY_SIZE, does not count uploaded files.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse the request, or pass it on."""
        refused = _size(request) or _encoding(request) or _contents(request)
        return refused or self.get_response(request)


def _size(request: HttpRequest) -> HttpResponseBase | None:
    address = request.path_info, request.META.get("CONTENT_TYPE", "")
    most = most_bytes(*address)
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if not sent.isascii() or not sent.isdigit():
        return problem(400, "The length of the request is no number.", close=True)
    if int(sent) <= most:
        return None
    # What was sent is left unread, so nothing else can come on this connection.
    if takes_documents(*address):
        return problem(413, context={"limit": settings.EVMAP_MAX_UPLOAD_BYTES}, close=True)
    return problem(413, f"This address takes {most:,} bytes, and more were sent.", close=True)


def _encoding(request: HttpRequest) -> HttpResponseBase | None:
    charset = (request.content_params or {}).get("charset", "").strip().lower()
    if charset in UTF8:
        return None
    message = "This site reads UTF-8 only, and the request says that it has another encoding."
    return problem(415, message, close=True)


def _contents(request: HttpRequest) -> HttpResponseBase | None:
    """Read the body here, where what is wrong with it has an answer."""
    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
        return None
    try:
        if request.content_type == FORM and not request.path_info.startswith("/api/"):
            _ = request.POST
        else:
            _ = request.body
    except RequestDataTooBig:
        return problem(413, context={"limit": settings.EVMAP_MAX_UPLOAD_BYTES}, close=True)
    except UnreadablePostError:
        return problem(408, "The request did not come in time, or not whole.", close=True)
    except (TooManyFieldsSent, TooManyFilesSent):
        return problem(400, "The form has more fields or files than this site takes.")
    except (MultiPartParserError, LookupError, ValueError):
        # A part that names an encoding nobody has, a length that is none, and the like.
        return problem(400, "The form can't be read.")
    return None
