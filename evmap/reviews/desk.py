"""The pages of a review, drawn from what is stored of it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evmap.reviews.opening import facts, opened
from evmap.reviews.records import Records
from evmap.reviews.result import result_of
from evmap.reviews.roundtrip import round_trip_of
from evmap.reviews.sides import sides_of
from evmap.reviews.stored import Review
from evmap.reviews.view import view_of
from evmap.reviews.workbench import bench_of, context_of


@opened
def review(request: HttpRequest, review: Review) -> HttpResponse:
    """`/reviews/<token>/`: the whole review on one page."""
    view = view_of(request.GET)
    files = review.files(view.file)
    bench = bench_of(request, files)
    context = {
        **facts(request, review),
        **context_of(review, bench),
        "result": result_of(bench, view.shown, find=view.find, order=view.order),
        "trip": round_trip_of(files.conversion, files.report, files.tables.guide),
        "form": review.form(),
    }
    return render(request, "reviews/result.html", context)


findings = fields = document = roundtrip = checklist = review


@opened
def record(request: HttpRequest, review: Review) -> HttpResponse:
    """`/reviews/<token>/record/`: one record closely, for the script of the page."""
    view = view_of(request.GET)
    files = review.files(view.file)
    conversion = files.conversion
    was_xml = any(finding.code == "EV111" for finding in conversion.findings)
    records = Records(conversion.text, files.tables.options.limits, was_xml=was_xml)
    shown = view.shown
    if shown.byte is not None:
        shown = replace(shown, record=records.at(shown.byte))
    context = {"sides": sides_of(records, shown, files.tables, {}), "target": conversion.target}
    return render(request, "reviews/_sides.html", {**facts(request, review), **context})
