"""URLs of webhooks that are accepted, and IP addresses that are never called."""

from __future__ import annotations

import pytest

from shared.models.notifications.webhooks.addresses import WebhookUrl, is_public

INSIDE = [
    "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::8.8.8.8",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1", "2001:10::1", "2001:20::1",
    "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2606:4700::1%eth0", "fec0::1", "ff02::1",
    "localhost", "",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_is_not_of_the_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "1.1.1.1", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.0.1",
        "172.32.0.1", "169.253.1.1", "2606:4700::1111", "2a00:1450:4001::200e", "2001:4860::8888",
    ],
)  # fmt: skip
def test_an_address_of_the_internet_is_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM:443/a?b=c", "https://example.com/a?b=c"),
        ("https://example.com?b", "https://example.com/?b"),
        ("https://example.com./", "https://example.com/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a-b.example.co.uk/%C3%BC;[x]@~", "https://a-b.example.co.uk/%C3%BC;[x]@~"),
    ],
)
def test_a_url_is_kept_in_one_form(text: str, canonical: str) -> None:
    parsed = WebhookUrl.parse(text)

    assert str(parsed) == canonical
    assert WebhookUrl.parse(canonical) == parsed


@pytest.mark.parametrize(
    "text",
    [
        "", "example.com", "ftp://example.com/", "http://example.com/", "http://example.com:443/",
        "https:///a", "https://",
        "https://user@example.com/", "https://user:pass@example.com/", "https://example.com#a",
        "https://example.com/#a", "https://example.com/a b", "https://example.com/ü",
        "https://example.com/\\@inside", "https://example.com\\@inside/", " https://example.com/",
        "https://example.com/\n", "https://example.com:8443/", "https://example.com:0/",
        "https://example.com:99999/", "https://localhost/", "https://inside/", "https://a.local/",
        "https://metadata.google.internal/", "https://x.localhost/", "https://127.0.0.1/",
        "https://8.8.8.8/", "https://2130706433/", "https://127.1/", "https://0x7f.0.0.1/",
        "https://0177.0.0.0x1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://a..b/",
        "https://-a.example/", "https://a_b.example/", f"https://{'a' * 64}.example/",
        f"https://{'a.' * 130}example/", "https://①②⑦.①/", "https://a%2eb.example/",
        "https://\u202e.example/",
    ],
)  # fmt: skip
def test_any_other_url_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        WebhookUrl.parse(text)


def test_a_local_origin_is_accepted_only_where_it_is_configured() -> None:
    local = "http://127.0.0.1:8787"

    assert str(WebhookUrl.parse(f"{local}/hook", [local])) == f"{local}/hook"
    for other in ("http://127.0.0.1:8788/hook", "https://127.0.0.1:8787/hook", "http://127.0.0.1/"):
        with pytest.raises(ValueError, match="must"):
            WebhookUrl.parse(other, [local])
