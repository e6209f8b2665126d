"""Who asks: the client's address, also behind proxies. Plain functions; gunicorn logs by them."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import Any

#: Hosts get networks of this size in IPv6: whoever has one has all addresses in it.
IPV6_PREFIX = 64


def address_of(environ: Mapping[str, Any], hops: int) -> str:
    """Return the client's address, empty where it is not known.

    environ: a WSGI environment. hops: the number of proxies in front; each adds the address that it
    saw to the end of X-Forwarded-For, and what stands before these anyone may have written.
    """
    peer = str(environ.get("REMOTE_ADDR", ""))
    if not hops:
        return _valid(peer)
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-hops:]
    return _valid(forwarded[0].strip()) or _valid(peer)


def group_of(address: str) -> str:
    """Return what shares one limit: an IPv4 address, or the network of an IPv6 address."""
    if ":" not in address:
        return address
    number = int(IPv6Address(address)) >> (128 - IPV6_PREFIX)
    return f"{IPv6Address(number << (128 - IPV6_PREFIX))}/{IPV6_PREFIX}"


def _valid(text: str) -> str:
    """An address in its one spelling; empty for anything else, also for a name or a port."""
    try:
        address = ip_address(text[:50])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Address(int(address))  # without its zone
    return str(address)
