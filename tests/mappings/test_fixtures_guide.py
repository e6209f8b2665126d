"""The tables say what HERE's migration guide says, and mark what we add beside it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from evmap.mappings.files import TABLES
from evmap.mappings.models import (
    Connector,
    DataElement,
    Field,
    FieldTarget,
    Limit,
    OlderName,
    RetiredState,
    Standard,
    StatusPair,
    Successor,
    Synonym,
    V2Status,
    V3Status,
)

DATA = Path(__file__).parent.parent / "data"
GUIDE: dict[str, Any] = json.loads((DATA / "migration_guide.json").read_text(encoding="utf-8"))
TARGET_PATHS: dict[str, list[str]] = json.loads(
    (DATA / "target_paths.json").read_text(encoding="utf-8")
)
MIXED_CASE = {
    "IEC_60309_2_SINGLE_16": "IEC_60309_2_single_16",
    "IEC_60309_2_THREE_16": "IEC_60309_2_three_16",
    "IEC_60309_2_THREE_32": "IEC_60309_2_three_32",
    "IEC_60309_2_THREE_64": "IEC_60309_2_three_64",
}
PLACEHOLDERS = {"CONNECTOR_TYPE_UNDEFINED", "UNRECOGNIZED"}

pytestmark = pytest.mark.django_db


# --- The guide ---


def test_data_elements_equal_the_guide_row_by_row() -> None:
    assert (
        list(
            DataElement.objects.filter(in_guide=True)
            .order_by("position")
            .values("data_element", "v2_elements", "v3_element", "ocpi_definition")
        )
        == GUIDE["data_elements"]
    )
    assert not DataElement.objects.filter(in_guide=False).exists()


def test_connectors_equal_the_guide_row_by_row() -> None:
    rows = [
        {
            "v2_id": row.v2_id,
            "v2_name": row.v2_name,
            "v3_standards": [pair.standard.code for pair in row.equivalences.order_by("position")],
            "more_information": row.more_information,
        }
        for row in Connector.objects.filter(in_guide=True).order_by("position")
    ]
    assert rows == GUIDE["connectors"]
    assert not Connector.objects.filter(in_guide=False).exists()


def test_standards_lead_back_to_the_same_ids() -> None:
    wanted = {(code, row["v2_id"]) for row in GUIDE["connectors"] for code in row["v3_standards"]}
    found = set(Standard.objects.values_list("code", "equivalences__connector__v2_id"))
    assert found == wanted


def test_status_pairs_equal_the_guide_row_by_row() -> None:
    rows = [
        {"v3_status": row.v3.code, "v2_status": row.v2.code, "ocpi_definition": row.ocpi_definition}
        for row in StatusPair.objects.filter(in_guide=True).order_by("position")
    ]
    assert rows == GUIDE["statuses"]


def test_the_one_pair_beside_the_guide_is_that_of_older_v2_pages() -> None:
    (row,) = StatusPair.objects.filter(in_guide=False)
    assert (row.v2.code, row.v3.code, row.source.code) == ("UNKNOWN", "UNKNOWN", "evmap")
    assert row.reason


def test_states_of_connectors() -> None:
    states = Counter(Connector.objects.values_list("state", flat=True))
    assert states == {"current": 40, "deprecated": 26, "not_used": 3}
    assert set(Connector.objects.filter(state="not_used").values_list("v2_id", flat=True)) == {
        *(0, 1, 2)
    }


def test_what_is_not_from_the_guide_is_marked_as_ours() -> None:
    for model in (
        *(Standard, Limit, Successor, OlderName, Synonym),
        *(V2Status, V3Status, RetiredState, Field),
    ):
        assert not model._default_manager.filter(in_guide=True).exists(), model


# --- Beside the guide ---


def test_spellings_in_ocpi() -> None:
    codes = set(Standard.objects.values_list("code", flat=True))
    spellings = {row.code: (row.ocpi_2_2_1, row.ocpi_2_3_0) for row in Standard.objects.all()}
    assert len(codes) == 44
    assert {code for code, (_, v230) in spellings.items() if not v230} == PLACEHOLDERS
    assert {code for code, (v221, _) in spellings.items() if not v221} == {
        *PLACEHOLDERS,
        "MCS",
        "SAE_J3400",
    }
    for index in (0, 1):
        differing = {c: s[index] for c, s in spellings.items() if s[index] not in ("", c)}
        assert differing == MIXED_CASE
    assert Standard.objects.exclude(ocpi_2_1_1="").count() == 25


def test_spellings_in_here_v3() -> None:
    for row in Standard.objects.all():
        assert row.here_v3 == ("" if row.code in PLACEHOLDERS else row.code)
    assert dict(
        Standard.objects.exclude(here_v3_since="").values_list("code", "here_v3_since")
    ) == {"TESLA_S": "3.5.2", "MCS": "3.4.1"}


def test_spellings_of_statuses() -> None:
    assert {row.code: (row.here_v3, row.ocpi) for row in V3Status.objects.all()} == {
        "AVAILABLE": ("available", "AVAILABLE"),
        "BLOCKED": ("blocked", "BLOCKED"),
        "CHARGING": ("charging", "CHARGING"),
        "INOPERATIVE": ("inoperative", "INOPERATIVE"),
        "OUTOFORDER": ("outOfOrder", "OUTOFORDER"),
        "PLANNED": ("", "PLANNED"),
        "REMOVED": ("", "REMOVED"),
        "RESERVED": ("reserved", "RESERVED"),
        "UNKNOWN": ("unknown", "UNKNOWN"),
        "OPERATIONAL": ("operational", ""),
    }


def test_currents_that_the_standard_fixes() -> None:
    currents = {row.code: row.current for row in Standard.objects.all()}
    assert {code for code, current in currents.items() if current == "DC"} == {
        *("IEC_62196_T1_COMBO", "IEC_62196_T2_COMBO", "CHADEMO", "CHAOJI", "GBT_DC", "MCS"),
        *("PANTOGRAPH_TOP_DOWN", "PANTOGRAPH_BOTTOM_UP"),
    }
    assert {code for code, current in currents.items() if not current} == {
        *PLACEHOLDERS,
        *("SAE_J3400", "TESLA_S"),
    }


def test_candidate_successors() -> None:
    found: dict[int, list[str]] = {}
    for row in Successor.objects.select_related("connector", "standard"):
        found.setdefault(row.connector.v2_id, []).append(row.standard.code)
    tesla = ["SAE_J3400", "TESLA_S"]
    assert found == {
        10: ["DOMESTIC_E", "DOMESTIC_F"],
        **{key: ["DOMESTIC_I"] for key in (14, 15, 47)},
        **{key: ["DOMESTIC_J"] for key in (16, 17, 18, 19)},
        21: ["DOMESTIC_O"],
        24: ["DOMESTIC_N"],
        **dict.fromkeys((26, 27, 28), tesla),
        **{key: ["IEC_60309_2_SINGLE_16"] for key in (37, 38)},
        39: ["IEC_60309_2_THREE_16", "IEC_60309_2_THREE_32", "IEC_60309_2_THREE_64"],
        45: ["IEC_62196_T1", "IEC_62196_T2"],
        54: ["IEC_62196_T2"],
        60: ["DOMESTIC_M"],
    }


def test_phases_of_plugs_whose_standard_has_several() -> None:
    assert dict(Connector.objects.exclude(phases=None).values_list("v2_id", "phases")) == {
        **dict.fromkeys((16, 18, 42), 1),
        **dict.fromkeys((17, 19), 3),
    }


def test_the_one_standard_with_another_for_the_same_plug() -> None:
    (row,) = Standard.objects.exclude(same_plug="")
    assert (row.code, row.same_plug) == ("SAE_J3400", "TESLA_S")


def test_retired_states() -> None:
    rows = RetiredState.objects.order_by("position").values_list("code", "name", "v3__code")
    assert list(rows) == [
        ("0", "Unspecified", "UNKNOWN"),
        ("1", "Planned", "PLANNED"),
        ("2", "Available", "AVAILABLE"),
        ("3", "Charging", "CHARGING"),
        ("4", "Faulted", "OUTOFORDER"),
        ("5", "Unavailable", "BLOCKED"),
        ("6", "Maintained", "INOPERATIVE"),
        ("7", "Offline", "UNKNOWN"),
        ("8", "Reserved", "RESERVED"),
        ("9", "Other", "UNKNOWN"),
    ]


def test_limits_of_plugs_that_data_gets_wrong() -> None:
    limits = {
        (row.standard.code, row.current): (row.phases, row.max_volts, row.max_amperes)
        for row in Limit.objects.select_related("standard")
    }
    assert limits["IEC_62196_T1", "AC"] == ([1, 2], 250, 80)
    assert limits["IEC_62196_T2", "AC"] == ([1, 2, 3], 277, 70)
    assert limits["IEC_62196_T2_COMBO", "DC"] == ([], 1500, 800)
    assert limits["CHADEMO", "DC"] == ([], 1000, 400)
    assert limits["DOMESTIC_F", "AC"] == ([1], 250, 16)
    assert limits["IEC_60309_2_SINGLE_16", "AC"] == ([1], 250, 16)
    assert limits["IEC_60309_2_THREE_32", "AC"] == ([3], 277, 32)
    assert {code for code, current in limits if current == "DC"} & {
        code for code, current in limits if current == "AC"
    } == {"SAE_J3400", "TESLA_S"}


def test_older_names_where_they_differ_from_the_guides() -> None:
    assert dict(OlderName.objects.values_list("connector__v2_id", "name")) == {
        0: "Unspecified",
        1: "Other",
        2: "Unallowed",
        6: "Domestic plug/socket type B (NEMA 5-20)",
        7: "Domestic plug/socket type D (BS 546 (3 pin))",
        31: "IEC 62196-2 type 2 (Mennekes)",
    }


@pytest.mark.parametrize(
    ("term", "standards"),
    [
        ("CCS1", {"IEC_62196_T1_COMBO"}),
        ("CCS2", {"IEC_62196_T2_COMBO"}),
        ("Mennekes", {"IEC_62196_T2", "IEC_62196_T2_COMBO"}),
        ("Type 2", {"IEC_62196_T2"}),
        ("NACS", {"SAE_J3400"}),
        ("J1772", {"IEC_62196_T1"}),
        ("Schuko", {"DOMESTIC_F"}),
        ("CEE blue", {"IEC_60309_2_SINGLE_16"}),
        (
            "CEE red",
            {"IEC_60309_2_THREE_16", "IEC_60309_2_THREE_32", "IEC_60309_2_THREE_64"},
        ),
        ("Tesla", {"SAE_J3400", "TESLA_R", "TESLA_S"}),
        ("Megawatt", {"MCS"}),
        ("UK 3-pin", {"DOMESTIC_G"}),
    ],
)
def test_words_in_common_use(term: str, standards: set[str]) -> None:
    found = Synonym.objects.filter(term__iexact=term).values_list("standard__code", flat=True)
    assert set(found) == standards


# --- Field map ---


def test_rows_per_answer() -> None:
    assert Counter(Field.objects.values_list("answer", flat=True)) == {
        "envelope": 3,
        "station": 135,
        "evses": 16,
        "roaming": 4,
        "connectortype": 2,
        "powerfeedtype": 2,
        "connectorstatus": 2,
        "count": 1,
        "error": 4,
    }


def test_deprecated_fields() -> None:
    group = "connectors.connector[]."
    payment = "evStationDetails.paymentMethods."
    assert set(Field.objects.filter(deprecated=True).values_list("path", flat=True)) == {
        "pvId",
        f"{group}chargeCapacity",
        f"{group}chargingPoint.volts",
        f"{group}chargingPoint.amps",
        f"{group}connectorDetails.privateAccess",
        f"{group}connectorDetails.privateAccessInformation",
        f"{group}connectorDetails.pricing[].timePeriod.from",
        f"{group}connectorDetails.pricing[].timePeriod.to",
        f"{payment}subscription.provider",
        f"{payment}subscription.accept",
        f"{payment}cash.accept",
        f"{payment}cash.currencies.currency[]",
    }


#: Every leaf of a stations answer as it was seen.
SEEN = {
    "address.city",
    "address.country",
    "address.postalCode",
    "address.region",
    "address.street",
    "address.streetNumber",
    "connectors.connector[].chargeCapacity",
    "connectors.connector[].chargingPoint.ampsRange",
    "connectors.connector[].chargingPoint.chargeMode",
    "connectors.connector[].chargingPoint.numberOfConnectors",
    "connectors.connector[].chargingPoint.phases",
    "connectors.connector[].chargingPoint.voltsRange",
    "connectors.connector[].connectorDetails.manufacturer",
    "connectors.connector[].connectorDetails.open24x7",
    "connectors.connector[].connectorDetails.openingHours.annualOpenings[]",
    "connectors.connector[].connectorDetails.openingHours.regularOpeningHours[].daymask",
    "connectors.connector[].connectorDetails.openingHours.regularOpeningHours[].period[].from",
    "connectors.connector[].connectorDetails.openingHours.regularOpeningHours[].period[].to",
    "connectors.connector[].connectorDetails.pay",
    "connectors.connector[].connectorDetails.privateAccess",
    "connectors.connector[].connectorType.id",
    "connectors.connector[].connectorType.name",
    "connectors.connector[].customerChargeLevel",
    "connectors.connector[].customerConnectorName",
    "connectors.connector[].fixedCable",
    "connectors.connector[].maxPowerLevel",
    "connectors.connector[].supplierName",
    "contacts.phone[].label",
    "contacts.phone[].value",
    "distance",
    "evStationDetails.accessibilityType",
    "evStationDetails.notes",
    "evStationDetails.paymentMethods.note",
    "evStationDetails.paymentMethods.subscription.accept",
    "evStationDetails.paymentMethods.subscription.provider",
    "evStationDetails.privateAccess",
    "evStationDetails.restrictedAccess",
    "id",
    "lastUpdateTimestamp",
    "name",
    "poolId",
    "position.latitude",
    "position.longitude",
    "timeZone",
    "totalNumberOfConnectors",
}


def test_every_leaf_that_was_seen_is_a_field() -> None:
    known = set(Field.objects.filter(answer="station").values_list("path", flat=True))
    assert known >= SEEN


def losses(target: str) -> dict[str, str]:
    rows = FieldTarget.objects.filter(target=target, field__answer="station")
    return dict(rows.values_list("field__path", "loss"))


def test_what_is_about_the_request_is_no_loss() -> None:
    rows = FieldTarget.objects.filter(loss="request").values_list("field__answer", "field__path")
    assert set(rows) == {
        *(("envelope", path) for path in ("hasMore", "count")),
        ("station", "distance"),
        ("count", "count"),
        *(("error", path) for path in ("Type", "Message[]", "error", "error_description")),
    }


def test_what_another_value_says_in_the_default_target() -> None:
    group = "connectors.connector[]."
    labels = [
        f"{contacts}.{kind}[].label"
        for contacts in ("contacts", f"{group}supplierContacts")
        for kind in ("phone", "website", "www")
    ]
    assert {path for path, loss in losses("v3").items() if loss == "elsewhere"} == {
        *labels,
        "address.unparsedAddress",
        "evStationDetails.paymentMethods.subscription.accept",
        f"{group}powerFeedType.id",
        f"{group}powerFeedType.name",
        f"{group}chargeCapacity",
        f"{group}customerChargeLevel",
        f"{group}customerConnectorName",
        f"{group}connectorDetails.privateAccess",
        f"{group}connectorDetails.openingTime",
    }


def test_a_label_is_lost_where_its_number_is() -> None:
    assert losses("ocpi-2.2.1")["contacts.phone[].label"] == "information"
    assert losses("ocpi-2.3.0")["contacts.phone[].label"] == "elsewhere"


def test_what_says_a_value_elsewhere_stands_in_its_target() -> None:
    unknown = [
        (row.target, path, str(row.field))
        for row in FieldTarget.objects.select_related("field")
        for path in row.said_by
        if path not in TARGET_PATHS[row.target]
    ]
    assert unknown == []


#: Words that a reason may only use with a condition: the record at hand may lack what they claim.
CLAIMS = ("says it", "say it", "is written.")


def test_reasons_claim_nothing_that_a_record_may_lack() -> None:
    for row in FieldTarget.objects.filter(loss="elsewhere").select_related("field"):
        if any(claim in row.reason for claim in CLAIMS):
            assert "here v2 gives" in row.reason or "here it is" in row.reason, row.reason


def test_every_v3_path_stands_in_its_target() -> None:
    unknown = [
        (row.target, path, str(row.field))
        for row in FieldTarget.objects.exclude(field__answer="envelope").select_related("field")
        for path in row.v3_paths
        if path not in TARGET_PATHS[row.target]
    ]
    assert unknown == []


def test_every_value_fits_its_column() -> None:
    for model in TABLES.values():
        for row in apps.get_model("mappings", model)._default_manager.all():
            row.clean_fields()
