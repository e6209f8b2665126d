"""Reading: what stands in the input that is not as v2 documents it."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

ENTRIES = (
    Entry(
        code="EV101",
        severity="warning",
        title="Unknown field",
        message=(
            "No v2 page and no row of the field map knows this field; its value is not in the "
            "output."
        ),
        explanation=(
            "The field map lists every field of the documented v2 responses. A key that is not in "
            "it may be misspelled, added by a program between v2 and you, or newer than the field "
            "map. What it means can't be known, so it is counted as unknown and not guessed at."
        ),
        advice=(
            "Check the spelling, and whether v2 itself sends the key. If it does, report it: the "
            "field map then gets a row."
        ),
    ),
    Entry(
        code="EV102",
        severity="warning",
        title="Value of the wrong type",
        message="The value is not of the documented type ({0}); it is not in the output.",
        explanation=(
            "v2 documents one JSON type for each field. This value has another one, and reading it "
            "as the documented one would be a guess."
        ),
        advice="Mend the value where it was written; v2 itself writes the documented type.",
        by_argument=True,
    ),
    Entry(
        code="EV103",
        severity="warning",
        title="Key written twice",
        message=(
            "The object has this key more than once; the last value counts, this earlier one is "
            "lost."
        ),
        explanation=(
            "JSON does not say which value counts when an object repeats a key. Most readers take "
            "the last one, and so does evmap; some take the first."
        ),
        advice="Find out which program wrote the key twice, and which value it meant.",
    ),
    Entry(
        code="EV104",
        severity="warning",
        title="Not a JSON number",
        message=(
            "NaN, Infinity and endless digits are no JSON numbers; the value is not in the output."
        ),
        explanation=(
            "Some programs write NaN or Infinity where they have no number. JSON has neither, and "
            "a strict reader refuses the whole document for it."
        ),
        advice="Leave the field out where there is no number, as v2 does.",
    ),
    Entry(
        code="EV105",
        severity="notice",
        title="Value read leniently",
        message="The value stands in another JSON type than documented ({0}) but says the same.",
        explanation=(
            'A number may stand as a string ("22.08"), or an id as a number (31). Where only one '
            "reading is possible, it is taken."
        ),
        advice="Nothing to do here; v2 itself writes the documented type.",
        by_argument=True,
    ),
    Entry(
        code="EV106",
        severity="notice",
        title="List collapsed to one object",
        message="v2 documents a list here; the one object was read as a list of one.",
        explanation=(
            "The model behind v2 is XML. Programs that turn XML into JSON often write a list with "
            "one entry as the entry itself; v2's own JSON keeps the list."
        ),
        advice="Nothing to do for the conversion. Your own readers of v2 must expect both forms.",
    ),
    Entry(
        code="EV107",
        severity="notice",
        title="null or something empty instead of a missing field",
        message=(
            "v2 leaves out what it has no data for; null, or an empty text, list or object in the "
            "place of a value, was read as missing."
        ),
        explanation=(
            "Neither v2 nor v3 writes null: a field without data is left out. Programs in between "
            "sometimes fill it in."
        ),
        advice="Nothing to do; in v3, expect the field to be absent.",
    ),
    Entry(
        code="EV108",
        severity="error",
        title="Record that cannot be read",
        message="{0}",
        explanation=(
            "One entry of the list, or one line of the file, is not a v2 record. The others are "
            "converted; its values are counted as unknown, so the ledger still adds up."
        ),
        advice="Mend or remove this record and convert again; its location is not in the output.",
        by_argument=True,
    ),
    Entry(
        code="EV109",
        severity="warning",
        title="Text that is no Unicode text",
        message=(
            "The text holds half of a surrogate pair and cannot be written as UTF-8; it is not in "
            "the output."
        ),
        explanation=(
            r"JSON can name half a character (\ud83d without its second half), UTF-8 can't hold "
            "it. It usually comes from a program that cut a text in the middle of a character."
        ),
        advice="Mend the text at its source.",
    ),
    Entry(
        code="EV110",
        severity="notice",
        title="Encoding other than UTF-8",
        message="The input is {0}; it was read as such, the output is UTF-8.",
        explanation=(
            "JSON between systems is UTF-8. Some tools save it as UTF-16, which can be told from "
            "the first bytes."
        ),
        advice="Nothing to do.",
        by_argument=True,
    ),
    Entry(
        code="EV111",
        severity="notice",
        title="XML response",
        message=(
            "The input is XML; it was read as the JSON that v2 would have sent. Pointers lead "
            "through that JSON, lines and columns through the XML."
        ),
        explanation=(
            "v2 answers requests for .xml too. Its attributes and elements become members side by "
            "side, and the field map tells lists, numbers and truth values. This follows HERE's "
            "documentation: no live XML response has been seen."
        ),
        advice=(
            "Compare the first conversion with the JSON response to the same request, if you still "
            "can; v3 answers in JSON only."
        ),
    ),
    Entry(
        code="EV114",
        severity="notice",
        title="Blanks around a text",
        message="The text begins or ends with blanks; it is read without them.",
        explanation=(
            "Blanks around an id, a code or a name are no part of it, and two systems that treat "
            "them otherwise no longer find each other's records. A text of blanks alone is no "
            "value."
        ),
        advice="Take the blanks off at the source; don't compare the texts of both sides.",
    ),
)
