"""The page of options again, where what was sent from it was refused: with all that was entered."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from evmap.conversion import ReadError, TooLarge
from evmap.operations.children import Refused
from evmap.reviews.desk import options_page
from evmap.reviews.excerpt import excerpt
from evmap.reviews.forms import OptionsForm
from evmap.reviews.payload import Payload
from evmap.reviews.service import web_limits
from evmap.reviews.stored import Review


def options_refused(request: HttpRequest, review: Review, form: OptionsForm) -> HttpResponse:
    """Return the options as they were sent, each error at its field."""
    return options_page(request, review, status=400, form=form, refused="options")


def edit_refused(
    request: HttpRequest,
    review: Review,
    error: ReadError | Refused,
    payloads: Sequence[Payload] = (),
) -> HttpResponse:
    """Return the text as it was sent, with what is wrong and where, or why it was not converted.

    payloads: what was read, the one with the error first; none where there was nothing to read.
    """
    text = str(request.POST.get("text", ""))
    payload = payloads[0] if payloads else None
    read = payload.text(web_limits()) if payload is not None else ""
    return options_page(
        request,
        review,
        status=413 if isinstance(error, TooLarge) else 400,
        form=review.form,
        refused="edit",
        error=error,
        payload=payload,
        excerpt=excerpt(read, error.line, error.column) if isinstance(error, ReadError) else [],
        text=text if text.strip() else "",
        mend=text.strip(),
    )
