"""Reading: what stands in the input that is not as v2 documents it."""

from __future__ import annotations

from evmap.conversion.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="EV101",
        severity="warning",
        title="Unknown field",
        message=(
            "No v2 page and no row of the field map knows this field; its value is not in the "
            "output."
        ),
        advice=(
            "Check the spelling; if v2 really sends it, report it so that the field map gets a row."
        ),
    ),
    Entry(
        code="EV102",
        severity="warning",
        title="Value of the wrong type",
        message="The value is not of the documented type ({0}); it is not in the output.",
        advice="Mend the value at its source; v2 writes this field as documented.",
        by_argument=True,
    ),
    Entry(
        code="EV103",
        severity="warning",
        title="Key written twice",
        message=(
            "The object has this key more than once; the last value counts, the earlier one "
            "is lost."
        ),
        advice=(
            "Find out which program wrote the key twice; JSON readers differ in which one "
            "they take."
        ),
    ),
    Entry(
        code="EV104",
        severity="warning",
        title="Not a JSON number",
        message=(
            "NaN, Infinity and endless digits are no JSON numbers; the value is not in the output."
        ),
        advice="Write null or leave the field out where there is no number.",
    ),
    Entry(
        code="EV105",
        severity="notice",
        title="Value read leniently",
        message="The value stands in another JSON type than documented ({0}) but says the same.",
        advice="Nothing to do for the conversion; v2 itself writes the documented type.",
        by_argument=True,
    ),
    Entry(
        code="EV106",
        severity="notice",
        title="List collapsed to one object",
        message="v2 documents a list here; the one object was read as a list of one.",
        advice="Nothing to do; some XML converters write one-element lists this way.",
    ),
    Entry(
        code="EV107",
        severity="notice",
        title="null instead of a missing field",
        message="v2 leaves out what it has no data for; null was read as missing.",
        advice="Nothing to do.",
    ),
    Entry(
        code="EV108",
        severity="error",
        title="Record that cannot be read",
        message="{0}",
        advice="Mend or remove this record; all others were converted.",
        by_argument=True,
    ),
    Entry(
        code="EV109",
        severity="warning",
        title="Text that is no Unicode text",
        message=(
            "The text holds half of a surrogate pair and cannot be written as UTF-8; it is "
            "not in the output."
        ),
        advice="Mend the text at its source.",
    ),
    Entry(
        code="EV110",
        severity="notice",
        title="Encoding other than UTF-8",
        message="The input is {0}; it was read as such, the output is UTF-8.",
        advice="Nothing to do.",
        by_argument=True,
    ),
)
