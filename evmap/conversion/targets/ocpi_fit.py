"""Strict OCPI 2.2.1 and 2.3.0: objects made to fit its lengths, characters and required members.

Texts are cut (lossy), ids are replaced by something that stands for them, other values that don't
fit are left out. A missing required member is an error that says how to supply it. What fits is
written down beside the members (:mod:`.ocpi_objects`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evmap.conversion import model
from evmap.conversion.diagnostics import Notes, Place
from evmap.conversion.facts.evse_ids import is_evse_id
from evmap.conversion.facts.urls import is_web_address
from evmap.conversion.guide import Guide
from evmap.conversion.members import members
from evmap.conversion.model import Origins
from evmap.conversion.options import Options
from evmap.conversion.rules.entries import EMI3_ID
from evmap.conversion.targets.base import Written, require
from evmap.conversion.targets.ocpi import GuideV3
from evmap.conversion.targets.ocpi_objects import (
    BusinessDetails,
    Connector,
    Evse,
    GeoLocation,
    Location,
)
from evmap.conversion.targets.schema import Out, Value
from evmap.conversion.targets.spelling import decoded_tail, short_id

#: Texts of a location that are cut where they are too long.
TEXTS = ("name", "address", "city", "postal_code", "state", "time_zone")

_PRINTABLE_ASCII = re.compile(r"[ -~]*")
#: What ends a line or prints nothing: C0, C1, line and paragraph separator.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

DERIVED_ID: Origins = (("id", "derived"),)
DERIVED_UID = ("uid", "derived")
#: Of a time that was cut.
CUT_STAMP: Origins = (("last_updated", "converted"),)


def of(kind: type[Out], name: str) -> Value:
    """What is known of a member of a kind of object."""
    found: Value = next(member.known for member in members(kind) if member.name == name)
    return found


ID, UID, EVSE_ID = of(Location, "id"), of(Evse, "uid"), of(Evse, "evse_id")
CONNECTOR_ID, REFERENCE = of(Connector, "id"), of(Evse, "physical_reference")
PHONE, WEBSITE = of(Location, "help_phone"), of(BusinessDetails, "website")
PROVIDER = of(Evse, "accepted_service_providers")
TIME = of(Location, "last_updated")
#: What there is to say of a time that was cut.
CUT_TIME = ("EV604", "lossy", "last_updated", str(TIME.length))
DEGREES = {name: of(GeoLocation, name) for name in ("latitude", "longitude")}


def fits(text: str, value: Value) -> bool:
    """Whether a text is a CiString of at most so many characters."""
    return 0 < len(text) <= value.length and _PRINTABLE_ASCII.fullmatch(text) is not None


def cut(text: str, value: Value) -> str:
    """A text without control characters, as long as it may be."""
    return _CONTROL.sub(" ", text)[: value.length].strip()


class StrictOcpi(GuideV3):
    """`ocpi-2.2.1` and `ocpi-2.3.0`: objects that validate, or findings that say why not."""

    list_key = "data"
    envelope = {}
    checks = True

    def __init__(self, guide: Guide, options: Options) -> None:
        self._newer = options.target == "ocpi-2.3.0"
        self.with_help_phone = self.with_providers = self._newer
        super().__init__(guide, options)
        #: Labels of the location under way that would be alike when they are cut.
        self._alike: set[str] = set()

    def spell_standard(self, standard: str) -> str:
        """OCPI's spelling; empty where it has none."""
        spelling = self.guide.standards[standard]
        return spelling.ocpi_2_3_0 if self._newer else spelling.ocpi_2_2_1

    def spell_status(self, status: str) -> str:
        """OCPI's spelling; empty where it has none."""
        return self.guide.spellings[status].ocpi

    def odd_id(self, evse: model.Evse, notes: Notes) -> None:
        """It is left out, and told then."""

    def write(self, location: model.Location, notes: Notes) -> Written:
        """The OCPI object of one location."""
        labels = {evse.physical_reference for evse in location.evses if evse.physical_reference}
        numbers = Counter([cut(label, REFERENCE) for label in labels])
        self._alike = {label for label, number in numbers.items() if number > 1}
        return super().write(location, notes)

    def fit_location(self, location: model.Location, document: Location, notes: Notes) -> Origins:
        """Fit a location in place; return the origins that became others."""
        origins = self._location_id(location, document, notes)
        for name in ("country", "time_zone"):
            if name in location.unread:
                setattr(document, name, None)
                notes.target_says_of(name, "EV608", "dropped", name)
        for name in TEXTS:
            origins += self._cut(document, name, name, sources_of_text(location, name), notes)
        phone = document.help_phone
        if phone is not None and ("phone" in location.unread or not fits(phone, PHONE)):
            document.help_phone = None
            notes.target_says_of("phone", "EV608", "dropped", "help_phone")
        if _cut_time(document):
            notes.target_says_of("last_updated", *CUT_TIME, once=True)
            origins += () if "last_updated" in location.origins else CUT_STAMP
        require(document, ("", (0,)), self.name, notes, location.unread)
        return origins

    def _cut_label(self, reference: str, evse: model.Evse, document: Evse, notes: Notes) -> Origins:
        """Cut a label, or leave it out where another would be cut to the same."""
        name, fitted = "physical_reference", cut(reference, REFERENCE)
        document.physical_reference = fitted if fitted not in self._alike else None
        if not fitted:
            document.physical_reference = None
            notes.target_says_of(name, "EV608", "dropped", name, evse=evse)
        elif document.physical_reference is None:
            notes.target_says_of(name, "EV617", "dropped", evse=evse)
        else:
            notes.target_says_of(name, "EV604", "lossy", name, str(REFERENCE.length), evse=evse)
            return ((name, "converted"),)
        return ()

    def fit_evse(self, evse: model.Evse, document: Evse, notes: Notes) -> Origins:
        """Fit an EVSE in place; return the origins that became others."""
        origins: Origins = ()
        if not fits(evse.uid, UID):
            notes.target_says_of("uid", "EV606", "lossy", "uid", evse=evse)
            document.uid = short_id(evse.uid)
            origins = () if DERIVED_UID in evse.origins else (DERIVED_UID,)
        evse_id = document.evse_id
        if evse_id is not None and not (is_evse_id(evse_id) and fits(evse_id, EVSE_ID)):
            # An id that stands in for the uid is there all the same.
            fate = "restructured" if evse.uid_name == EMI3_ID else "dropped"
            notes.target_says_of("evse_id", "EV608", fate, "evse_id", evse=evse)
            document.evse_id = None
        reference = document.physical_reference
        if reference is not None and cut(reference, REFERENCE) != reference:
            origins += self._cut_label(reference, evse, document, notes)
        if _cut_time(document):
            notes.target_says_of("last_updated", *CUT_TIME, evse=evse, once=True)
            if all(name != "last_updated" for name, _ in evse.origins):
                origins += CUT_STAMP
        require(document, evse.entries[0], self.name, notes)
        return origins

    def fit_connector(
        self, evse: model.Evse, number: int, written: Connector, notes: Notes
    ) -> Origins:
        """Fit a connector in place; return the origins that became others."""
        connector = evse.connectors[number]
        origins: Origins = ()
        if not fits(connector.id, CONNECTOR_ID):
            written.id = short_id(connector.id)
            notes.target_says_of(
                "id", "EV606", "lossy", "connectors.id", evse=evse, connector=number
            )
            origins = DERIVED_ID
        if _cut_time(written):
            notes.target_says_of("last_updated", *CUT_TIME, evse=evse, connector=number, once=True)
            origins += CUT_STAMP if connector.stamp_origin == "copied" else ()
        require(written, (connector.pattern, connector.at), self.name, notes)
        return origins

    def write_point(
        self, point: model.Point, places: list[Place] | None, notes: Notes
    ) -> GeoLocation:
        """A place with at most 7 decimals, and no more characters than OCPI takes."""
        document = super().write_point(point, places, notes)
        for name, value in DEGREES.items():
            text = str(getattr(document, name))
            whole, _, decimals = text.partition(".")
            fitted = f"{whole}.{decimals[:7]}"[: value.length]
            if fitted == text:
                continue
            setattr(document, name, fitted)
            if places is None:
                notes.target_says_of(name, "EV607", "lossy", fitted)
            for pattern, at in places or ():
                notes.target_says("EV607", (f"{pattern}/{name}", at), "lossy", fitted)
        return document

    def fit_providers(self, names: list[str], notes: Notes) -> list[str]:
        """The names of service providers, as long as OCPI takes them."""
        fitted = dict.fromkeys(_provider(name, notes) for name in names)
        return list(filter(None, fitted))

    @staticmethod
    def _location_id(location: model.Location, document: Location, notes: Notes) -> Origins:
        if document.id is None:
            return ()
        if fits(document.id, ID):
            notes.target_says_of("pool_id", "", "renamed")
            return ()
        tail = decoded_tail(document.id)
        if tail is not None and fits(tail, ID):
            document.id = tail
            notes.target_says_of("pool_id", "EV605", "converted")
        else:
            document.id = short_id(document.id)
            name = "poolId" if location.id_is_pool else "id"
            notes.target_says_of("pool_id", "EV606", "lossy", name)
        return DERIVED_ID if location.id_is_pool else ()

    def fit_operator(self, document: BusinessDetails, notes: Notes) -> Origins:
        """Fit the operator in place; return the origins that became others."""
        website = document.website
        if website is not None and not (is_web_address(website) and fits(website, WEBSITE)):
            document.website = None
            notes.target_says_of("website", "EV608", "dropped", "website")
        return self._cut(document, "name", "operator.name", ("operator",), notes)

    @staticmethod
    def _cut(document: Out, name: str, label: str, sources: Sequence[str], notes: Notes) -> Origins:
        """Cut a text in place; it is no copy then. Nothing but control characters is no text."""
        text = getattr(document, name)
        if text is None:
            return ()
        value = of(type(document), name)
        fitted = cut(text, value)
        if fitted == text:
            return ()
        setattr(document, name, fitted or None)
        said = (
            ("EV604", "lossy", label, str(value.length)) if fitted else ("EV608", "dropped", label)
        )
        for source in sources:
            notes.target_says_of(source, *said)
        return ((name, "converted"),) if fitted and value.origin == "copied" else ()


def _provider(name: str, notes: Notes) -> str:
    """The name of a service provider, as long as OCPI takes it; empty where nothing is left."""
    fitted, member = cut(name, PROVIDER), "accepted_service_providers"
    if not fitted:
        notes.target_says_of("provider", "EV608", "dropped", member, value=name)
    elif fitted != name:
        args = (member, str(PROVIDER.length))
        notes.target_says_of("provider", "EV604", "lossy", *args, value=name)
    return fitted


def sources_of_text(location: model.Location, name: str) -> Sequence[str]:
    """The attributes of the model that make up a text of a location."""
    if name != "address":
        return (name,)
    return ("label",) if location.street is None else ("street", "house_number")


def _cut_time(document: Location | Evse | Connector) -> bool:
    """OCPI's DateTime has at most 25 characters; whether one was cut to that."""
    text = document.last_updated
    if text is None or len(text) <= TIME.length:
        return False
    document.last_updated = f"{text[: TIME.length - 1]}Z"
    return True
