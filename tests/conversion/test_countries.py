"""Any text of v2 becomes a country of ISO 3166-1, or is known to be none."""

from __future__ import annotations

import subprocess
import sys

import iso3166
import pytest

from evmap.conversion.facts.countries import NUMBER_FIRST, REPLACED, alpha2, country, is_alpha2
from tools import country_names

CASES = [
    ("DEU", "DEU", "same"),
    ("USA", "USA", "same"),
    # Another code for the same country.
    ("deu", "DEU", "converted"),
    ("Deu", "DEU", "converted"),
    (" DEU ", "DEU", "converted"),
    ("DE", "DEU", "converted"),
    ("de", "DEU", "converted"),
    ("gb", "GBR", "converted"),
    ("276", "DEU", "converted"),
    ("040", "AUT", "converted"),
    # Withdrawn codes that were replaced by one other.
    ("ROM", "ROU", "converted"),
    ("Burma", "MMR", "assumed"),
    ("Palestine", "PSE", "assumed"),
    ("ZAR", "COD", "converted"),
    ("TMP", "TLS", "converted"),
    ("BUR", "MMR", "converted"),
    # Kosovo: no code of ISO, but the only one in use, from the range that ISO leaves to users.
    ("XKX", "XKX", "same"),
    ("XK", "XKX", "converted"),
    ("Kosovo", "XKX", "assumed"),
    # Names, in English and in the country's own languages.
    ("Germany", "DEU", "assumed"),
    ("GERMANY", "DEU", "assumed"),
    ("Vietnam", "VNM", "assumed"),
    ("Viet Nam", "VNM", "assumed"),
    ("Việt Nam", "VNM", "assumed"),
    ("Romania", "ROU", "assumed"),
    ("Deutschland", "DEU", "assumed"),
    ("Österreich", "AUT", "assumed"),
    ("Schweiz", "CHE", "assumed"),
    ("Suisse", "CHE", "assumed"),
    ("España", "ESP", "assumed"),
    ("Россия", "RUS", "assumed"),
    ("日本", "JPN", "assumed"),
    ("Côte d'Ivoire", "CIV", "assumed"),
    ("Cote d'Ivoire", "CIV", "assumed"),
    ("Reunion", "REU", "assumed"),
    ("Osterreich", "AUT", "assumed"),
    ("Czech Republic", "CZE", "assumed"),
    ("The Netherlands", "NLD", "assumed"),
    ("Holland", "NLD", "assumed"),
    ("Turkey", "TUR", "assumed"),
    ("Türkiye", "TUR", "assumed"),
    ("England", "GBR", "assumed"),
    ("U.S.A.", "USA", "assumed"),
    ("United  States", "USA", "assumed"),
    # Letters that are no ISO codes, but in wide use.
    ("UK", "GBR", "assumed"),
    ("EL", "GRC", "assumed"),
    # No country, or not one.
    ("", None, "unknown"),
    ("   ", None, "unknown"),
    ("D", None, "unknown"),
    ("XX", None, "unknown"),
    ("AB", None, "unknown"),
    ("XQZ", None, "unknown"),
    ("GER", None, "unknown"),
    ("SUN", None, "unknown"),
    ("YUG", None, "unknown"),
    ("Congo", None, "unknown"),
    ("Korea", None, "unknown"),
    ("Europe", None, "unknown"),
    ("Germany?", None, "unknown"),
    ("999", None, "unknown"),
    ("DE\0", None, "unknown"),
    ("D" * 10_000, None, "unknown"),
]


@pytest.mark.parametrize(("text", "code", "how"), CASES)
def test_a_text_is_a_country_or_none(text: str, code: str | None, how: str) -> None:
    assert country(text) == (code, how)


def test_every_code_of_iso_stays() -> None:
    for row in iso3166.countries:
        assert country(row.alpha3) == (row.alpha3, "same")
        assert country(row.alpha2) == (row.alpha3, "converted")
        assert alpha2(row.alpha3) == row.alpha2


def test_withdrawn_codes_are_none_of_today() -> None:
    assert REPLACED.keys().isdisjoint(iso3166.countries_by_alpha3)
    assert set(REPLACED.values()) <= set(iso3166.countries_by_alpha3)


def test_countries_with_the_number_first_are_countries() -> None:
    assert set(iso3166.countries_by_alpha3) >= NUMBER_FIRST


@pytest.mark.parametrize("letters", ["DE", "de", "GB", "XK", "VN"])
def test_two_letters_of_a_real_country(letters: str) -> None:
    assert is_alpha2(letters)


@pytest.mark.parametrize("letters", ["XX", "AB", "UK", "EU", "", "D", "DEU"])
def test_two_letters_of_no_country(letters: str) -> None:
    assert not is_alpha2(letters)


@pytest.mark.parametrize("code", ["XQZ", "DE", ""])
def test_what_is_no_country_has_no_two_letters(code: str) -> None:
    assert alpha2(code) is None


def test_the_names_are_those_of_the_locked_cldr() -> None:
    assert country_names.FILE.read_text(encoding="utf-8") == country_names.text()


def test_the_command_starts_without_the_libraries() -> None:
    code = (
        "import sys, evmap.cli;"
        "print({'iso3166', 'phonenumbers', 'zoneinfo', 'tzdata'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
