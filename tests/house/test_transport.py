"""One address says how the service is reached; what makes it secure follows."""

import pytest

from config.transport import answered_hosts, transport_settings

PLAIN, SECURE = "http://127.0.0.1:8000", "https://metka.example.org"


def test_a_plain_address_asks_for_nothing() -> None:
    made = transport_settings(PLAIN, proxies=0)
    assert not any(made[name] for name in made if name != "SECURE_REDIRECT_EXEMPT")


def test_a_plain_address_behind_a_proxy_believes_no_header_of_schemes() -> None:
    assert transport_settings(PLAIN, proxies=1)["SECURE_PROXY_SSL_HEADER"] is None


def test_a_secure_address_makes_all_of_it_secure() -> None:
    made = transport_settings(SECURE, proxies=1)
    assert made["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert made["SECURE_HSTS_SECONDS"] >= 31_536_000
    for name in (
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
    ):
        assert made[name] is True


def test_a_secure_address_needs_the_proxy_that_speaks_it() -> None:
    with pytest.raises(ValueError, match="METKA_PROXIES"):
        transport_settings(SECURE, proxies=0)


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (PLAIN, ["127.0.0.1", "localhost", "[::1]"]),
        ("http://[::1]:8000", ["127.0.0.1", "localhost", "[::1]"]),
        (SECURE, ["127.0.0.1", "localhost", "[::1]", "metka.example.org"]),
    ],
)
def test_the_public_host_is_answered(url: str, hosts: list[str]) -> None:
    assert answered_hosts(url) == hosts
