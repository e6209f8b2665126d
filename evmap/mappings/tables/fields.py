"""The field map: every v2 field, and what becomes of it in one target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.conversion.counts import FATES
from evmap.conversion.reports.parts import is_spared_part
from evmap.mappings.addresses import address
from evmap.mappings.facets import Facet, Given
from evmap.mappings.marks import breakable, codes, fate_mark, stamp
from evmap.mappings.models import Field, FieldTarget
from evmap.mappings.models.base import Loss
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.tables.table import Column, FateName, Group, On, Table, fate_facet, flag
from evmap.options import TARGETS

#: What the v2 responses are called.
RESPONSES = {one.value: one.label for one in Field.Answer}

#: Parts of a v2 response: value, label, and patterns of the paths of their fields.
AREAS = (
    ("identity", "identity", r"^(id|pvId|poolId|cpoId|name|brand)$|^stations..\.(id|cpoId)$"),
    ("place", "address and position", r"^(address|position|entrancePosition)\.|^distance$"),
    ("contacts", "contacts", r"(^contacts|supplierContacts)\.|supplierName$"),
    (
        "plug",
        "connector and power",
        (
            r"(connectorType|powerFeedType|chargingPoint)\."
            r"|(typeId|chargeCapacity|maxPowerLevel|fixedCable|deviceName|NumberOfConnectors)$"
            r"|\.(customer|manufacturer)\w+$"
        ),
    ),
    ("status", "EVSEs and status", r"connectorStatus\[\]|evses\[\]"),
    ("hours", "opening hours", r"openingHours|timeConstraints|(openingTime|open24x7)$"),
    ("access", "access and booking", r"[Aa]ccess|reserv"),
    ("payment", "payment and prices", r"paymentMethod|pricing\[\]|\.pay$"),
    ("roaming", "roaming", r"roaming|^(emsp|partner_id|ema_id..|country..)$"),
    ("time", "time", r"(stamp|Stamp|timeZone|last_updated)$"),
)

#: The objects of a record that the page groups its fields by: response, path, and title.
OBJECTS = (
    ("station", "address.", "Address"),
    ("station", "contacts.", "Contacts"),
    ("station", "position.", "Position"),
    ("station", "entrancePosition.", "Position of the entrance"),
    ("station", "roaming", "Roaming"),
    ("station", "evStationDetails.", "Access and payment"),
    ("station", "connectors.connector[].supplierContacts.", "Contacts of the supplier"),
    ("station", "connectors.connector[].chargingPoint.", "Power and counts of a connector group"),
    (
        "station",
        "connectors.connector[].connectorStatuses.connectorStatus[].",
        "Status of each EVSE",
    ),
    ("station", "connectors.connector[].connectorDetails.openingHours.", "Opening hours"),
    ("station", "connectors.connector[].connectorDetails.pricing[].", "Prices"),
    ("station", "connectors.connector[].connectorDetails.", "Details of a connector group"),
    ("station", "connectors.connector[].", "Connector group"),
    ("station", "", "Station"),
    ("evses", "stations[].evses[].connectors[].", "Connector, in evses/bulk"),
    ("evses", "stations[].evses[].", "EVSE, in evses/bulk"),
    ("evses", "", "Pool and station, in evses/bulk"),
    ("envelope", "", "Response envelope"),
)


@dataclass(frozen=True)
class FieldRow:
    """A field, and what becomes of it in the chosen target."""

    field: Field
    target: FieldTarget


def field_rows(tables: Snapshot, given: Given) -> Sequence[FieldRow]:
    """Return all fields in the target that the address names, else in v3."""
    chosen = [value for value in TARGETS if value in given("target")]
    wanted = chosen[0] if chosen else "v3"
    return [
        FieldRow(field, one)
        for field in tables.fields
        for one in field.targets.all()
        if one.target == wanted
    ]


@lru_cache(maxsize=1024)
def areas_of(path: str) -> tuple[str, ...]:
    """Return the areas that a field is about."""
    return tuple(value for value, _label, about in AREAS if re.search(about, path)) or ("other",)


def group_of(row: FieldRow) -> Group:
    """Return the object of the v2 record that a field stands in."""
    answer, path = row.field.answer, row.field.path
    for response, prefix, title in OBJECTS:
        if response == answer and path.startswith(prefix):
            return Group(title, prefix if prefix.endswith(".") else "")
    return Group(f"Other responses: {RESPONSES[answer]}")


def _response(row: FieldRow) -> str:
    return RESPONSES[row.field.answer]


def _path(row: FieldRow) -> SafeString:
    """A link to the field; the heading over the rows says what its path begins with."""
    prefix = group_of(row).prefix
    link = format_html(
        '<a class="code" href="{}"><span class="prefix">{}</span>{}</a>',
        *(address(row.field), breakable(prefix), breakable(row.field.path.removeprefix(prefix))),
    )
    if row.field.deprecated:
        return format_html("{} {}", link, stamp("deprecated", "deprecated"))
    return link


def _fate(row: FieldRow) -> SafeString:
    """The fate; where nothing is lost whatever it is, why."""
    mark = fate_mark(row.target.part)
    if not is_spared_part(row.target.part):
        return mark
    why = row.target.get_loss_display()
    return format_html('{}<br><span class="soft small">{}</span>', mark, why)


COLUMNS = (
    Column(
        "answer",
        On(2, "Response", "in-heading", "answer", "response", cell=_response),
        "field.answer",
        about="The v2 record that the path starts from.",
    ),
    Column(
        "path",
        On(1, "v2 field", "wide", "path", cell=_path),
        "field.path",
        example="connectors.connector[].chargeCapacity",
    ),
    Column("type", On(3, "Type", "tight", "json_type"), "field.json_type"),
    Column(
        "fate",
        On(4, "Fate", "tight", "fate", "fate", cell=_fate),
        "target.fate",
        kind=FateName | None,
    ),
    Column("deprecated", value="field.deprecated", kind=bool),
    Column(
        "v3_paths",
        On(5, "v3 path", "path", cell=lambda row: codes(row.target.v3_paths)),
        "target.v3_paths",
        kind=list[str],
    ),
    Column("replacement", value="field.replacement"),
    Column(
        "basis",
        value="field.basis",
        kind=Literal["stated", "inferred"],
        about="Stated by HERE, or inferred by evmap.",
    ),
    Column("meaning", On(6, "Meaning", sort="meaning"), "field.meaning"),
    Column("reason", value="target.reason"),
    Column(
        "loss",
        value="target.loss",
        kind=Literal["", "information", "elsewhere", "request"],
        about="What is lost with the field in this target; empty where nothing is.",
    ),
)
FACETS = (
    Facet(
        "target",
        "Target",
        {target: target for target in TARGETS},
        says="in target {}",
        word="target",
        default="v3",
    ),
    fate_facet(FATES, attrgetter("target.fate"), attrgetter("target.loss")),
    Facet(
        "loss",
        "Loss",
        {loss.value: loss.label for loss in Loss},
        lambda row: (row.target.loss,),
        says="lost: {}",
        word="loss",
    ),
    Facet(
        "answer",
        "Response",
        RESPONSES,
        lambda row: (row.field.answer,),
        says="in {}",
        word="response",
    ),
    Facet(
        "area",
        "Area",
        {**{value: label for value, label, _about in AREAS}, "other": "the rest"},
        lambda row: areas_of(row.field.path),
        says="about {}",
    ),
    flag(
        "deprecated",
        "Deprecated",
        {"yes": "deprecated", "no": "not deprecated"},
        lambda row: row.field.deprecated,
        "deprecated",
    ),
    Facet(
        "basis",
        "Basis",
        {basis.value: basis.label for basis in Field.Basis},
        lambda row: (row.field.basis,),
        says="{}",
        word="basis",
    ),
)

FIELDS = Table(
    name="fields",
    title="Fields",
    noun="v2 field",
    nouns="v2 fields",
    caption="v2 fields and what becomes of them",
    lead="Every field of the v2 responses, and what becomes of it.",
    hint="chargeCapacity, poolId, evse_id, opening hours",
    note_table=Field.note_table,
    template="mappings/fields.html",
    rows=field_rows,
    key=attrgetter("field.note_key"),
    group=group_of,
    folds="closed",
    columns=COLUMNS,
    facets=FACETS,
)
