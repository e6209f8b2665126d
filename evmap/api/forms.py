"""A conversion sent as a form: the document, and a file of accepted findings beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from evmap.api.errors import ApiError, invalid

FORM = "multipart/form-data"
PARTS = ("document", "accept")


@dataclass(frozen=True)
class Sent:
    """What came with the request; `accept` is the file of accepted findings, if there is one."""

    document: bytes
    accept: bytes | None = None


def sent_files(request: HttpRequest) -> Sent:
    """Return what to convert: the body, or the parts of a form. Raise ApiError for a wrong form.

    A body that begins with no boundary is no form, whatever its content type says.
    """
    body: bytes = request.body
    if request.content_type != FORM or not body.lstrip().startswith(b"--"):
        return Sent(body)
    parts = _parts(request)
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise invalid(f"form.{unknown[0][:60]}", f"There are: {', '.join(PARTS)}.")
    if "document" not in parts:
        raise invalid("form.document", "Send the v2 response as the file `document`.")
    return Sent(parts["document"], parts.get("accept"))


def _parts(request: HttpRequest) -> dict[str, bytes]:
    """The parts by name, whether they came as files or as plain fields."""
    try:
        files = {
            name: file.read()
            for name, file in request.FILES.items()
            if isinstance(file, UploadedFile)
        }
        fields = {str(name): str(value).encode() for name, value in request.POST.items()}
    except (MultiPartParserError, TooManyFilesSent, ValueError) as error:
        raise ApiError(400, "The form cannot be read.") from error
    return fields | files
