"""The geometry of a v2 request, and what it is in HERE Search."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from evmap.requests import polyline
from evmap.requests.reading import NotARequest, Request
from evmap.requests.result import Line, line

#: Points of a corridor; HERE advises to stay below this for the length of the URL.
MANY_POINTS = 300
USUAL_WIDTH = 1000

Point = tuple[float, float]


class _Impossible(ValueError):
    """A number that cannot be; the message says so of the parameter."""


class Area(msgspec.Struct, frozen=True):
    """A geometry as parameters of HERE Search, with the lines that tell of it."""

    parameters: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def read_area(request: Request) -> Area:
    """The geometry of a request. Raises NotARequest where there is none that can be read."""
    given = [name for name in READERS if request.get(name)]
    if not given:
        raise NotARequest(
            f"{request.resource} needs one of {', '.join(READERS)}, and none has a value. "
            "For example prox=52.52,13.38,5000."
        )
    first, *others = given
    try:
        area = READERS[first](request.get(first) or "")
    except _Impossible as error:
        raise NotARequest(f"{first} {error} Write it as {FORMS[first]}.") from error
    except (ValueError, IndexError) as error:
        raise NotARequest(f"{first} can't be read. Write it as {FORMS[first]}.") from error
    rest = [line("other-geometry", name=name, first=first) for name in others]
    return Area(area.parameters, (*area.lines, *rest))


def _prox(text: str) -> Area:
    latitude, longitude, radius = _numbers(text)
    _check((latitude, longitude))
    metres = str(math.ceil(radius))
    at = _point((latitude, longitude))
    told = line("prox", f"{at},{metres}", at=at, metres=metres)
    return Area((("at", at), ("in", f"circle:{at};r={metres}")), (told,))


def _bbox(text: str) -> Area:
    first, second = (_pair(part) for part in text.split(";"))
    _check(first, second)
    (north, west), (south, east) = first, second
    order = ""
    if north < south or (east - west) % 360 > 180:
        order = "The corners came in another order; v2 documents top left, then bottom right. "
    if north < south:
        north, south = south, north
    if (east - west) % 360 > 180:  # the other way round the world is no box of 400 km
        west, east = east, west
    box = ",".join(map(_number, (west, south, east, north)))
    at = _point(((north + south) / 2, _middle(west, east)))
    corners = f"{_point((north, west))};{_point((south, east))}"
    told = line("bbox", corners, box=box, at=at, order=order)
    return Area((("at", at), ("in", f"bbox:{box}")), (told,))


def _corridor(text: str) -> Area:
    parts = [_numbers(part) for part in text.split(";") if part.strip()]
    width: float | None = None
    if len(parts[-1]) != 2:
        *_, width = parts.pop() if len(parts[-1]) == 1 else [parts[-1].pop()]
    points = [(part[0], part[1]) for part in parts]
    if len(points) < 2 or any(len(part) != 2 for part in parts):
        raise ValueError("no line")
    _check(*points)
    metres = str(math.ceil(width)) if width else str(USUAL_WIDTH)
    route = f"{polyline.encode(points)};w={metres}"
    at = _point(points[0])
    long = ""
    if len(points) > MANY_POINTS:
        long = f" {len(points)} points make a long URL: simplify the line to {MANY_POINTS}."
    value = ";".join(map(_point, points[:3])) + (f" and {len(points) - 3} more" * (len(points) > 3))
    kind = "corridor" if width else "corridor-usual"
    told = line(kind, value, route=route, at=at, metres=metres, long=long)
    return Area((("at", at), ("route", route)), (told,))


READERS: dict[str, Callable[[str], Area]] = {"prox": _prox, "bbox": _bbox, "corridor": _corridor}
FORMS = {
    "prox": "latitude,longitude,metres: prox=52.52,13.38,5000",
    "bbox": "top latitude,left longitude;bottom latitude,right longitude: bbox=52.6,13.2;52.4,13.6",
    "corridor": "latitude,longitude;latitude,longitude;...;metres: "
    "corridor=52.52,13.38;52.40,13.06;2000",
}

NO_NUMBER = "has a part that is not a number."
NO_LATITUDE = "has a latitude out of range: latitudes are from -90 to 90, and come first."
NO_LONGITUDE = "has a longitude out of range: longitudes are from -180 to 180, and come second."


def _numbers(text: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise _Impossible(NO_NUMBER) from error
    if not all(map(math.isfinite, numbers)):
        raise _Impossible(NO_NUMBER)
    return numbers


def _pair(text: str) -> Point:
    first, second = _numbers(text)
    return first, second


def _check(*points: Point) -> None:
    for latitude, longitude in points:
        if abs(latitude) > 90:
            raise _Impossible(NO_LATITUDE)
        if abs(longitude) > 180:
            raise _Impossible(NO_LONGITUDE)


def _middle(west: float, east: float) -> float:
    if west <= east:
        return (west + east) / 2
    middle = (west + east + 360) / 2
    return middle - 360 if middle > 180 else middle


def _point(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
