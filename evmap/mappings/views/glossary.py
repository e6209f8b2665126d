"""The words that evmap uses in a sense of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evmap.glossary import SECTIONS


def glossary(request: HttpRequest) -> HttpResponse:
    """`/glossary/`: every word with its definition, each with an address of its own."""
    return render(request, "mappings/glossary.html", {"sections": SECTIONS})
