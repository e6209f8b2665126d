"""Rows as CSV, JSON and Markdown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

from evmap.conversion.reports.cells import cell

Record = dict[str, Any]

#: What Markdown would take for more than text.
MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]|~]")


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


def markdown_answer(
    name: str, columns: Sequence[str], records: Sequence[Record], title: str, after: str = ""
) -> HttpResponse:
    """Return records as a Markdown table under a title, for tickets and mails."""
    lines = [
        f"# {title}",
        "",
        *markdown_table(columns, records),
        *([f"\n{after}"] if after else []),
    ]
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.md"'
    return answer


def markdown_table(columns: Sequence[str], records: Sequence[Record]) -> list[str]:
    """Return the lines of a Markdown table; numbers stand right."""
    numbers = [
        bool(records) and all(isinstance(record[name], int | float) for record in records)
        for name in columns
    ]
    rule = ["---:" if number else "---" for number in numbers]
    rows = [[markdown_cell(record[name]) for name in columns] for record in records]
    return [f"| {' | '.join(cells)} |" for cells in (columns, rule, *rows)]


def markdown_cell(value: Any) -> str:
    """Return a value as a cell that neither ends the table's row nor starts HTML."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(markdown_cell(item) for item in value)
    text = MARKDOWN_SIGNS.sub(r"\\\g<0>", "" if value is None else str(value))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>").strip()


def link_header(links: Iterable[tuple[str, str, str]]) -> str:
    """Return the header of that name for links given as (address, relation, media type)."""
    return ", ".join(
        f'<{url}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for url, relation, kind in links
    )


def problem_answer(problems: Sequence[str], status: int = 400) -> JsonResponse:
    """Return what is wrong with a request, as JSON."""
    return JsonResponse({"error": {"status": status, "messages": list(problems)}}, status=status)
