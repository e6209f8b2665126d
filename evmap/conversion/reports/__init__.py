"""Reports: what became of every value, in several formats with the same content.

Every format is written from the :class:`~evmap.conversion.reports.contract.Report` of a conversion
by a module of its own, which is imported only when it is asked for.
"""

from __future__ import annotations

from importlib import import_module

from evmap.conversion.reports.contract import Report

#: Formats, the suffix of their files, and their media types.
FORMATS = {
    "json": (".json", "application/json"),
    "csv": (".csv", "text/csv; charset=utf-8"),
    "markdown": (".md", "text/markdown; charset=utf-8"),
    "sarif": (".sarif", "application/sarif+json"),
    "html": (".html", "text/html; charset=utf-8"),
}

_SUFFIXES = {suffix: name for name, (suffix, _) in FORMATS.items()} | {
    ".markdown": "markdown",
    ".htm": "html",
}

#: Suffixes of formats that evmap does not write; any other unknown suffix is taken for JSON.
NOT_WRITTEN = frozenset(
    {
        ".doc",
        ".docx",
        ".ods",
        ".odt",
        ".pdf",
        ".rtf",
        ".tsv",
        ".xls",
        ".xlsx",
        ".xml",
        ".yaml",
        ".yml",
    }
)


def render(report: Report, report_format: str, *, site: str = "") -> bytes:
    """The report in a format of FORMATS, as UTF-8.

    `site` is where evmap's pages are, without a slash at the end; then codes are links to them.
    Raises KeyError for another format.
    """
    if report_format not in FORMATS:
        raise KeyError(report_format)
    written: bytes = import_module(f"{__name__}.to_{report_format}").render(report, site)
    return written


def format_for(suffix: str) -> str:
    """The format of a file by its suffix, such as `.md`; json for any other."""
    return _SUFFIXES.get(suffix.lower(), "json")


__all__ = ["FORMATS", "NOT_WRITTEN", "Report", "format_for", "render"]
