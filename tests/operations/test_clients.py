"""The client's address: right behind proxies, and never what the client says itself."""

from __future__ import annotations

import pytest

from evmap.operations.clients import address_of, group_of


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "203.0.113.9, <script>", "10.0.0.1"),
        (1, "203.0.113.9:4711", "10.0.0.1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "2001:DB8:0:0::1", "2001:db8::1"),
        (1, "fe80::1%eth0\n", "fe80::1"),
    ],
)
def test_only_what_our_own_proxies_added_counts(hops: int, forwarded: str, address: str) -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert address_of(environ, hops) == address


@pytest.mark.parametrize("peer", ["", "/run/evmap.sock", "localhost"])
def test_without_an_address_there_is_none(peer: str) -> None:
    assert address_of({"REMOTE_ADDR": peer}, 0) == ""


def test_a_network_of_ipv6_is_one_client_and_each_ipv4_address_is_another() -> None:
    assert group_of("2001:db8:1:2:3:4:5:6") == group_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert group_of("2001:db8:1:3::9") != group_of("2001:db8:1:2::9")
    assert group_of("203.0.113.9") == "203.0.113.9"
    assert group_of("") == ""
