"""Write the names of countries that the converter knows, from Unicode's CLDR as Babel ships it.

    python tools/country_names.py           write evmap/conversion/facts/country_names.json
    python tools/country_names.py --check   say whether the file is in step with Babel

A country's name in English and in its own official languages, in lower case, with its alpha-3
code. A name that two countries share is
left out: what is not unmistakable is no name.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import iso3166
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

EVMAP = Path(__file__).resolve().parent.parent / "evmap"
FILE = EVMAP / "conversion" / "facts" / "country_names.json"


def languages(alpha2: str) -> list[str]:
    """Return English and the official languages of a country, as far as CLDR has them."""
    official = get_official_languages(alpha2, regional=True, de_facto=True)
    return ["en", *(language for language in official if language != "en")]


def names() -> dict[str, str]:
    """Return name in lower case -> alpha-3 code, in the order of the names."""
    found: dict[str, set[str]] = defaultdict(set)
    for country in iso3166.countries:
        for language in languages(country.alpha2):
            try:
                name = Locale.parse(language).territories.get(country.alpha2)
            except UnknownLocaleError:
                continue
            if name:
                found[name.casefold()].add(country.alpha3)
    return {name: codes.pop() for name, codes in sorted(found.items()) if len(codes) == 1}


def text() -> str:
    """Return what the file holds."""
    return json.dumps(names(), ensure_ascii=False, indent=0) + "\n"


def main() -> int:
    """Write the file, or with `--check` compare it."""
    wanted = text()
    if "--check" in sys.argv[1:]:
        same = FILE.read_text(encoding="utf-8") == wanted
        print("The names are in step." if same else "Run tools/country_names.py and commit.")
        return 0 if same else 1
    FILE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
