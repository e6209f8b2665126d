"""The words that evmap uses in a sense of its own, each with its definition.

Pages, reports, the command and the API take definitions from here: none is written twice. Plain
data, no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

#: What becomes of a v2 value. Each value has exactly one of these.
FATES = {
    "same": "the same name and value",
    "renamed": "another name, the same value",
    "converted": "another unit, type or word for the same",
    "restructured": "moved, merged or split",
    "lossy": "part of it survives",
    "dropped": "no place in the target",
    "unknown": "not a v2 field that evmap knows",
    "invalid": "not usable as what it claims to be",
}

#: Where a value of the output comes from. Each value has exactly one of these.
ORIGINS = {
    "copied": "taken over as it is",
    "converted": "another unit, type or word for the same",
    "derived": "computed from other values",
    "assumed": "a default, or a choice between candidates",
}

#: How much a finding matters.
SEVERITIES = {
    "error": "Something a client needs is missing from the output, or can't be trusted.",
    "warning": "Information is lost, or a choice was made for you.",
    "notice": "The form changed and nothing is lost.",
}

#: What is lost with a field that is dropped or lossy.
LOSSES = {
    "information": "a client may miss it",
    "elsewhere": "another value of the output says the same",
    "request": "it tells of the request or the page, not of the station",
}

#: What a finding asks of you.
BUCKETS = {
    "Decide": "A choice was made for you, or a value is needed: answer it, or accept it as it is.",
    "Lost": "Information is gone: accept it with a reason, or keep the v2 value elsewhere.",
    "Nothing to do": "The form changed, another value says the same, or it was about the request.",
}


@dataclass(frozen=True)
class Word:
    """A word and what it means here."""

    word: str
    means: str
    #: What its address on the glossary page ends with.
    slug: str


@dataclass(frozen=True)
class Section:
    """Words that belong together."""

    title: str
    words: tuple[Word, ...]


def _section(title: str, words: Mapping[str, str], kind: str = "") -> Section:
    """Words under a heading; `kind` tells those apart that other sections have too."""
    made = (Word(word, _said(means), slug_of(word, kind)) for word, means in words.items())
    return Section(title, tuple(made))


def _said(meaning: str) -> str:
    """A definition as a sentence."""
    return meaning[0].upper() + meaning[1:].rstrip(".") + "."


def slug_of(word: str, kind: str = "") -> str:
    """Return what the address of a word ends with: `decide`, or with its kind `fate-same`."""
    slug = re.sub(r"[^a-z0-9]+", "-", word.lower().replace("'", ""))
    return f"{kind}-{slug}" if kind else slug


SECTIONS = (
    _section(
        "The systems",
        {
            "v2": "HERE EV Charge Points API v2, whose responses evmap reads.",
            "v3": "HERE's API that replaces v2, in the names and spellings of its migration guide.",
            "OCPI": "The protocol between charging networks that v3 follows, 2.2.1 and 2.3.0 here.",
            "response": "What an API returns to a request, as JSON or XML.",
            "target": "The form of the output: v3, here-v3, ocpi-2.2.1 or ocpi-2.3.0.",
            "here-v3": "The target that is written as HERE's v3 API sends it: camelCase names.",
            "guide": "HERE's migration guide from v2 to v3: three tables that evmap repeats word "
            "for word.",
            "field map": "The table of every v2 field and what becomes of it in each target.",
        },
    ),
    _section(
        "What becomes of a v2 value",
        {
            "fate": "What becomes of a v2 value on its way to the output, in one of eight words.",
            "deprecated": "HERE advises against this v2 field or id and will not carry it on.",
            "ledger": "The account of a conversion: every v2 value with its fate, every value of "
            "the output with its origin, and both add up to all values.",
            "value": "One text, number, true or false in a document; an empty list or object "
            "counts as one.",
        },
    ),
    _section("The eight fates", FATES, "fate"),
    _section(
        "Where a value of the output comes from",
        {"origin": "Where a value of the output comes from, in one of four words."},
    ),
    _section("The four origins", ORIGINS, "origin"),
    _section(
        "What is lost with a field",
        {"loss": "What goes with a field that is dropped or lossy, in one of three words."},
    ),
    _section("The three losses", LOSSES, "loss"),
    _section(
        "What evmap tells you",
        {
            "finding": "A message about one kind of value in a document: what happened, where, and "
            "what to do.",
            "finding code": "The number of a kind of finding, such as EV301; it never changes its "
            "meaning.",
            "severity": "How much a finding matters: error, warning or notice.",
            "occurrence": "One place in a document that a finding is about.",
            "pattern": "The path of a value with * for each place in a list, so that like places "
            "count as one.",
            "accepted": "Somebody decided to live with a finding and gave the reason.",
            "grade": "What the findings of a conversion leave to people: A nothing, B losses to "
            "accept, C choices to check, D something missing that a client needs.",
        },
    ),
    _section("The three severities", SEVERITIES, "severity"),
    _section("What a finding asks of you", BUCKETS),
    _section(
        "On the pages of the tables",
        {
            "added by evmap": "Not from HERE's guide: evmap added it and says on what grounds.",
            "HERE's guide": "Repeated word for word from HERE's migration guide.",
            "stated by HERE": "A document of HERE says so; the source is named.",
            "inferred by evmap": "No document of HERE says so; evmap concluded it from examples or "
            "from the names.",
            "basis": "Whether HERE states a fact or evmap inferred it.",
            "preferred": "Of several v3 statuses that may stand for a v2 status, the one that the "
            "converter writes.",
            "only on request": "The converter writes it only where you ask for it.",
            "candidate": "One of several v3 codes that may stand for a v2 code.",
            "suggested successor": "A v3 standard that evmap suggests for a deprecated v2 id; HERE "
            "names none.",
            "not used": "HERE's guide lists the v2 id and says that it is not used.",
            "note": "What an editor of this site wrote on a row; it stays when the tables are "
            "loaded anew.",
            "round trip": "From v2 to v3 and back again, to see what does not return.",
        },
    ),
    _section(
        "Deciding",
        {
            "plan": "Your team's decisions on what the guide leaves open; every conversion obeys "
            "them.",
            "subject": "One question that the guide leaves open, such as what OFFLINE becomes in "
            "v3; the plan has one decision for each.",
            "required value": "A value that the target requires and v2 may lack; the team decides "
            "to give one or to leave it out.",
            "not in the target": "A v3 code that the target does not have, such as a status that "
            "HERE's guide names and OCPI lacks.",
            "not in our data": "The team says that this never occurs in its data; where a "
            "conversion meets it after all, the finding stays open.",
            "figures": "How often a conversion met each finding and subject; numbers only, kept to "
            "order what is open by weight.",
            "review": "One conversion with its findings and what you decided about them.",
        },
    ),
)


def words() -> Iterator[Word]:
    """Give every word."""
    for section in SECTIONS:
        yield from section.words


#: Every word by its slug.
BY_SLUG = {word.slug: word for word in words()}
