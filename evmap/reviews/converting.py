"""Converting what is stored as a review: in a child process, by the tables as they are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
from django.http import HttpRequest, QueryDict

from evmap.api.work import Answer, packed
from evmap.api.work import reverted as reverted_in_child
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.merge import merge_reports
from evmap.mappings.guide import current_guide
from evmap.operations import children
from evmap.reviews import keeping, work
from evmap.reviews.forms import OptionsForm
from evmap.reviews.payload import Payload, room_of
from evmap.reviews.sealing import new_token
from evmap.reviews.service import Tables, tables_for_web, web_limits
from evmap.reviews.stored import Review, State
from evmap.reviews.whatif import base_of

Result = TypeVar("Result")

#: What a form sends for a box that is off.
OFF = ("off", "false")
#: The options that a form was shown with are read up to this length.
LONGEST_QUERY = 2_000

#: Conversions of one change, where others change the same review meanwhile.
TRIES = 3


def make_review(request: HttpRequest, payloads: Sequence[Payload], form: OptionsForm) -> str:
    """Convert documents with the options of a valid form, store the review, return its token.

    Raise ReadError where no document can be read; Refused where there is no time or room for it.
    """
    token = new_token()
    tables = tables_for_web(form.chosen())
    made = _run(request, work.made, token, payloads, tables, _room(payloads))
    state = State(form.query(), [one.of(b"") for one in payloads], tables.options.statuses)
    keeping.store(token, made, state, keeping.client_of(request))
    return token


def convert_again(
    request: HttpRequest,
    review: Review,
    options: Callable[[str], OptionsForm],
    payloads: Sequence[Payload] = (),
) -> None:
    """Convert a review with other options, or other documents, and store what came of it.

    options: gives from the query of the options that are stored the valid form of the new ones.
    Raise as `make_review`.
    """
    for _try in range(TRIES):
        form = options(review.state.options)
        tables = tables_for_web(form.chosen())
        if payloads:
            made = _run(request, work.made, review.token, payloads, tables, _room(payloads))
        else:
            stored = review.inputs()
            made = _run(request, work.made_again, review.token, stored, tables, review.row.bytes)

        def edit(state: State, form: OptionsForm = form, tables: Tables = tables) -> None:
            state.options = form.query()
            state.statuses = tables.options.statuses
            state.files = [one.of(b"") for one in payloads] or state.files

        try:
            keeping.replace(review.token, made, _before(review), review.row.conversions, edit)
        except keeping.Outdated:
            review = review.again()
            continue
        return
    raise children.Busy("Others change this review at the same time.", "Try again.")


def reverted(request: HttpRequest, document: bytes, name: str, part: str) -> Answer:
    """Return v2 made of a v3 document, or its report, or both, as the API gives them.

    Raise ReadError, and Refused where there is no time or room for it.
    """
    return children.run(
        reverted_in_child,
        *(document, name, (packed(current_guide()), web_limits()), part),
        size=room_of(document),
        gone=children.client_gone(request),
    )


def report_with(request: HttpRequest, review: Review, form: OptionsForm) -> Report:
    """Return the report that a review would have with other options. Raise as `make_review`."""
    tables = tables_for_web(form.chosen())
    stored = review.inputs()
    reports = _run(request, work.reports_with, review.token, stored, tables, review.row.bytes)
    return merge_reports(reports) if len(reports) > 1 else reports[0]


def chosen_in(sent: QueryDict, query: str) -> QueryDict | None:
    """Return the options of a form that somebody changed; None where others changed one as well.

    `seen` in the form is the query of the options that it showed; all that is sent counts without
    it. query: the options as they are now.
    """
    if "seen" not in sent:
        return sent
    seen, now = _values(QueryDict(str(sent["seen"])[:LONGEST_QUERY])), _values(QueryDict(query))
    chosen = QueryDict(mutable=True)
    for name, value in _values(sent).items():
        if value != seen.get(name, ""):
            if now.get(name, "") not in (seen.get(name, ""), value):
                return None
            chosen[name] = value
    return chosen


def _values(given: QueryDict) -> dict[str, str]:
    """The options of a query or a form by their names; a box that is off has no value."""
    names = OptionsForm().option_names() & given.keys()
    found = {name: str(given[name]) for name in names}
    if found.get("accept_successors") in OFF:
        found["accept_successors"] = ""
    return found


def options_with(sent: QueryDict, query: str) -> OptionsForm:
    """Return the form of a query of options, with those that were sent in the place of its own."""
    data = QueryDict(query, mutable=True)
    for name in OptionsForm().option_names() & sent.keys():
        data[name] = str(sent[name])
    if data.get("accept_successors") in OFF:
        del data["accept_successors"]
    return OptionsForm(data)


def _before(review: Review) -> bytes:
    """The findings of a review as it is, sealed; nothing to compare with where they are lost."""
    if review.is_stale:
        return b""
    told = base_of(review.whole, review.state.options)
    return review.seal.close("before", msgspec.msgpack.encode(told))


def _room(payloads: Sequence[Payload]) -> int:
    return sum(room_of(payload.data) for payload in payloads)


def _run(
    request: HttpRequest,
    function: Callable[[str, Sequence[Payload], work.PackedTables], Result],
    token: str,
    payloads: Sequence[Payload],
    tables: Tables,
    size: int,
) -> Result:
    return children.run(
        function,
        *(token, list(payloads), (packed(tables.guide), tables.options)),
        size=size,
        gone=children.client_gone(request),
    )
