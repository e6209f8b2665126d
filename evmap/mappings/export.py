"""Rows as CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

Record = dict[str, Any]

#: A cell that starts with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Between the items of a list in one CSV cell.
LIST_SEPARATOR = " | "


def cell(value: Any) -> str | int | float:
    """Return a value as a CSV cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        value = LIST_SEPARATOR.join(map(str, value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def csv_answer(name: str, columns: Sequence[str], records: Sequence[Record]) -> HttpResponse:
    """Return records as CSV (RFC 4180, UTF-8) under a file name."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([cell(record[column]) for column in columns] for record in records)
    answer = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.csv"'
    return answer


def json_answer(records: Sequence[Record], **about: Any) -> JsonResponse:
    """Return records as `items`, after what there is to say about them."""
    document = {**about, "count": len(records), "items": list(records)}
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})


def problem_answer(problems: Sequence[str]) -> JsonResponse:
    """Return what is wrong with a request, as JSON with status 400."""
    return JsonResponse({"error": {"status": 400, "messages": list(problems)}}, status=400)
