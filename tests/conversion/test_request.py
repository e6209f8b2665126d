"""A v2 request in v3: the calls, what becomes of each parameter, and no key in any of it."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evmap.requests import (
    MAX_LENGTH,
    SOURCES,
    NotARequest,
    Translation,
    translate,
    without_keys,
)
from evmap.requests.polyline import encode
from evmap.requests.resources import RESOURCES
from tests.support.site import ROOT

BASE = "https://ev-v2.cc.api.here.com/ev/"
POOL = "276u33db845jn-aGVyZS1ldjplY29tb3ZlbWVudDo4OTU5MDU0ODI"
STATION = "ZTYxMTIzOTItOTFjZC0xMWYxLTg4YzAtNDIwMTBhYTQwMDE5"


def urls(found: Translation) -> list[str]:
    return [call.url for call in found.calls]


def fates(found: Translation) -> dict[str, tuple[str, str]]:
    return {line.parameter: (line.fate, line.becomes) for line in found.lines}


def test_every_line_is_in_use_has_a_source_and_stands_in_one_order() -> None:
    folder = ROOT / "evmap" / "requests"
    text = (folder / "lines.json").read_text(encoding="utf-8")
    found = json.loads(text)
    code = " ".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    assert [kind for kind in found if not re.search(rf'"{kind}"', code)] == []
    assert {line["source"] for line in found.values()} <= SOURCES.keys()
    assert text == json.dumps(dict(sorted(found.items())), indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("resource", ["evses/bulk", "pools/bulk", "stations/bulk"])
def test_the_example_that_an_error_gives_is_itself_a_request(resource: str) -> None:
    with pytest.raises(NotARequest) as refused:
        translate(f"{resource}.json")
    example = str(refused.value).rpartition(" ")[2].removesuffix(".")
    assert example == f"{resource}.json?id=A&id=B"
    assert translate(example).request == f"{BASE}{example}"


def test_of_several_requests_none_is_taken_for_all() -> None:
    with pytest.raises(NotARequest, match="There are 2 requests in this text"):
        translate(f"{BASE}stations.json?prox=1,2,3\n{BASE}pools/bulk.json?id=A")
    said_twice = f"{BASE}stations.json?prox=1,2,3"
    assert translate(f"{said_twice}\n{said_twice}").resource == "stations"
    other = "curl -H 'Referer: https://example.org/map' "
    assert translate(f"{other}'{said_twice}'").resource == "stations"


def test_an_area_becomes_a_search_and_a_look_up() -> None:
    found = translate(f"{BASE}stations.json?prox=52.516667,13.383333,5000&connectortype=30,31")
    search, fetch = urls(found)
    assert search.startswith("https://browse.search.hereapi.com/v1/browse?at=52.516667,13.383333")
    for part in (
        "in=circle:52.516667,13.383333;r=5000",
        "categories=700-7600-0322",
        "show=ev",
        "evStation[connectorTypeIds]=30,31",
        "limit=100",
    ):
        assert f"&{part}" in search
    assert fetch.startswith("https://evcp.hereapi.com/v3/locations?ids={ids}&fields=address,evses")
    assert "&connectorTypes=IEC_62196_T1,IEC_62196_T2" in fetch
    assert fates(found)["prox"][0] == "converted"
    assert fates(found)["connectortype"][0] == "restructured"


def test_a_box_has_its_corners_in_another_order_and_a_centre() -> None:
    (search, _fetch) = urls(translate("stations.json?bbox=52.6,13.2;52.4,13.6"))
    assert "?at=52.5,13.4&in=bbox:13.2,52.4,13.6,52.6&" in search
    (search, _fetch) = urls(translate("stations.json?bbox=52.4,13.2;52.6,13.6"))
    assert "?at=52.5,13.4&in=bbox:13.2,52.4,13.6,52.6&" in search
    for turned in ("52.6,13.6;52.4,13.2", "52.4,13.6;52.6,13.2"):
        (search, _fetch) = urls(translate(f"stations.json?bbox={turned}"))
        assert "?at=52.5,13.4&in=bbox:13.2,52.4,13.6,52.6&" in search
    (search, _fetch) = urls(translate("stations.json?bbox=10,179;0,-179"))
    assert "?at=5,180&in=bbox:179,0,-179,10&" in search


@pytest.mark.parametrize("width", [";2000", ",2000"])
def test_a_corridor_becomes_a_route(width: str) -> None:
    (search, _fetch) = urls(translate(f"stations.json?corridor=52.52,13.38;52.40,13.06{width}"))
    assert "?at=52.52,13.38&route=BFg6xgKgp1xC_tX_v-B;w=2000&" in search
    (search, _fetch) = urls(translate("stations.json?corridor=52.52,13.38;52.40,13.06"))
    assert ";w=1000&" in search


def test_the_polyline_is_that_of_heres_documentation() -> None:
    points = [
        (50.1022829, 8.6982122),
        (50.1020076, 8.6956695),
        (50.1006313, 8.6914960),
        (50.0987800, 8.6875156),
    ]
    assert encode(points) == "BFoz5xJ67i1B1B7PzIhaxL7Y"


def test_every_filter_and_the_paging_have_a_line() -> None:
    found = translate(
        f"{BASE}stations.xml?prox=1,2,3&emsp=1f351b84-cca5-11ed-8155-42010aa40002&powermin=50"
        "&powermax=150&maxresults=500&offset=50&jsoncallback=f&colour=red"
    )
    said = fates(found)
    partners = "evStation[eMobilityServiceProviderPartnerIds]=1f351b84-cca5-11ed-8155-42010aa40002"
    assert said["emsp"] == ("renamed", partners)
    assert said["powermin"] == ("renamed", "evStation[minPower]=50")
    assert said["powermax"] == ("dropped", "")
    assert said["maxresults"] == ("lossy", "limit=100")
    assert said["offset"] == ("dropped", "")
    assert said["jsoncallback"] == ("dropped", "")
    assert said["colour"] == ("unknown", "")
    assert said[".xml"] == ("converted", "JSON")
    assert said["hasMore, count"][0] == "dropped"


def test_a_deprecated_connector_type_can_be_searched_but_not_asked_of_v3() -> None:
    found = translate("stations.json?prox=1,2,3&connectortype=36,45")
    search, fetch = urls(found)
    assert "evStation[connectorTypeIds]=36,45" in search
    assert "connectorTypes" not in fetch
    assert fates(found)["connectortype"][0] == "lossy"


def test_more_connector_types_than_v3_takes_are_left_to_the_search() -> None:
    _search, fetch = urls(translate("stations.json?prox=1,2,3&connectortype=36,31,30,29"))
    assert "connectorTypes" not in fetch


def test_a_count_has_no_counterpart() -> None:
    found = translate("stations/count.json?prox=1,2,3&connectortype=31")
    assert fates(found)["stations/count"][0] == "dropped"
    assert fates(found)["connectortype"] == ("dropped", "")
    assert len(found.calls) == 1


@pytest.mark.parametrize(
    "text", [f"pools/bulk.json?id={POOL}", f"pools/{POOL}.json", f"evses/bulk?id={POOL}"]
)
def test_a_pool_id_stays(text: str) -> None:
    found = translate(text)
    assert f"/v3/locations?ids={POOL}&fields=" in urls(found)[0]
    assert found.request.count(POOL) == 1


def test_many_pools_take_several_calls() -> None:
    ids = [f"evcp0-ZGMyNzMzMWEtYWJj{number:04}" for number in range(250)]
    found = translate("pools/bulk.json?" + "&".join(f"id={one}" for one in ids))
    assert [len(url.split("ids=")[1].split("&")[0].split(",")) for url in urls(found)] == [
        100,
        100,
        50,
    ]


@pytest.mark.parametrize(
    "text", [f"stations/{STATION}.json", f"stations/bulk.json?id={STATION}&id=276u33db-b2c84087"]
)
def test_a_station_id_is_never_fed_to_v3(text: str) -> None:
    found = translate(text)
    assert STATION not in "".join(urls(found))
    assert "{poolId" in urls(found)[0]
    assert fates(found)["id"][0] == "dropped"


@pytest.mark.parametrize(
    ("text", "fields"),
    [("connectortypes.json", "connectorTypes"), ("roamings", "eMobilityServiceProviders")],
)
def test_lists_become_country_metadata(text: str, fields: str) -> None:
    assert f"fields={fields}" in urls(translate(text))[0]


@pytest.mark.parametrize("text", ["powerfeedtypes.json", "connectorstatuses.xml"])
def test_some_lists_become_nothing(text: str) -> None:
    found = translate(text)
    assert found.calls == ()
    assert found.lines[0].fate == "dropped"


SECRET = "Xy9-hush-hush_77"


@pytest.mark.parametrize(
    "text",
    [
        f"{BASE}stations.json?prox=1,2,3&apiKey={SECRET}",
        f"{BASE}stations.json?prox=1,2,3&APIKEY={SECRET};",
        f"{BASE}stations.json?prox=1,2,3;apiKey={SECRET}",
        f"{BASE}stations.json?app_id={SECRET}&app_code={SECRET}&prox=1,2,3",
        f"{BASE}stations.json?prox=1,2,3&token={SECRET}&access_token={SECRET}&sig={SECRET}",
        f"https://me:{SECRET}@ev-v2.cc.api.here.com/ev/stations.json?prox=1,2,3",
        f'curl -H "Authorization: Bearer {SECRET}" "{BASE}stations.json?prox=1,2,3"',
        f"curl -H 'X-API-Key: {SECRET}' \\\n '{BASE}stations/count.json?prox=1,2,3'",
        f"{BASE}stations.json?prox=1,2,3&connectortype={SECRET}&powermin={SECRET}",
        f"{BASE}stations.json?prox={SECRET}",
        f"{BASE}stations.json?prox=1,2,3&{SECRET}=1",
        f"{BASE}stations.json?prox=1,2,3#{SECRET}",
        f"{BASE}connectortypes.json?apiKey={SECRET}",
        f"{BASE}pools/bulk.json?id={POOL}&apiKey={SECRET}",
        f"{BASE}nothing/{SECRET}",
        f"https://evcp.hereapi.com/v3/locations?apiKey={SECRET}",
    ],
)
def test_no_key_is_ever_in_the_result(text: str) -> None:
    try:
        said = repr(translate(text))
    except NotARequest as error:
        said = str(error)
    assert SECRET.lower() not in said.lower()


def test_what_was_taken_out_is_named() -> None:
    found = translate(f"curl -H 'Authorization: Bearer x' '{BASE}stations?prox=1,2,3&apiKey=y'")
    assert found.hidden == ("apiKey", "Authorization")
    assert fates(found)["apiKey"][0] == "same"
    assert all("apiKey={apiKey}" in url for url in urls(found))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no v2 request"),
        ("hello", "no v2 request"),
        ("https://example.org/", "names no resource"),
        ("https://x@[::1", "can't be read"),
        ("https://evcp.hereapi.com/v3/locations?ids=1", "v3 request already"),
        ("https://browse.search.hereapi.com/v1/browse?at=1,2", "HERE Search request"),
        ("stations.json", "needs one of prox, bbox, corridor"),
        ("stations.json?prox=1,2", "prox can't be read"),
        ("stations.json?prox=91,2,3", "prox has a latitude out of range: .* -90 to 90"),
        ("stations.json?prox=1,-181,3", "prox has a longitude out of range: .* -180 to 180"),
        ("stations.json?prox=nan,2,3", "prox has a part that is not a number"),
        ("stations.json?prox=1,east,3", "prox has a part that is not a number"),
        ("stations.json?bbox=1,2;-91,4", "bbox has a latitude out of range"),
        ("stations.json?corridor=1,2;3,200;500", "corridor has a longitude out of range"),
        ("stations.json?bbox=1,2,3,4", "bbox can't be read"),
        ("stations.json?corridor=1,2", "corridor can't be read"),
        ("stations/bulk.json", "needs ids"),
        ("stations/nearby.json", "no resource of this name"),
        ("stations " * 5000, "longer than"),
    ],
)
def test_rubbish_gets_a_clear_message(text: str, says: str) -> None:
    with pytest.raises(NotARequest, match=says):
        translate(text)


def test_every_line_has_a_known_source_and_every_resource_a_translation() -> None:
    for resource in RESOURCES:
        text = resource.replace("{id}", POOL) + f"?prox=1,2,3&id={POOL}"
        found = translate(text)
        assert found.lines
        assert {line.source for line in found.lines} <= SOURCES.keys()


@given(st.text(max_size=300))
def test_any_text_is_a_request_or_a_message(text: str) -> None:
    for given_text in (text, f"stations?{text}", f"stations?prox={text}", f"pools/bulk?id={text}"):
        with suppress(NotARequest):
            translate(given_text)


@pytest.mark.parametrize(
    "text",
    ["36," * 6_000, "s" * 20_000, "stations" * 2_500, "-" * 20_000, "stations." * 2_000 + "\x01"],
)
def test_no_text_takes_long(text: str) -> None:
    begin = time.thread_time()
    with suppress(NotARequest):
        translate(text[:MAX_LENGTH])
    assert time.thread_time() - begin < 0.2


def test_the_word_that_names_a_resource_is_found_between_others() -> None:
    assert (
        translate("GET it from `ev/stations/count.json?prox=1,2,3`,").resource == "stations/count"
    )
    with pytest.raises(NotARequest):
        translate("mystations are 36,36,36")


@pytest.mark.parametrize(
    "text",
    [
        "stations.json?prox=1&apiKey=SECRET&x=1",
        "curl -H 'x-api-key: SECRET' http://example.org",
        "https://user:SECRET@example.org/stations.json",
        '{"apiKey": "SECRET", "b": 1}',
        "apiKey='SECRET'",
        "APP_CODE = SECRET;",
        "token=SECRET",
        "Authorization: Bearer SECRET.SECRET-SECRET",
    ],
)
def test_a_key_is_left_out_in_whatever_form_it_stands(text: str) -> None:
    assert "SECRET" not in without_keys(text)
    assert without_keys(without_keys(text)) == without_keys(text)


@pytest.mark.parametrize(
    "text",
    ["what is an apiKey?", "a token, a key: words", "connectorType: 31", "mail@example.org", "36"],
)
def test_other_words_stay(text: str) -> None:
    assert without_keys(text) == text
