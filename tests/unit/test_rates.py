"""The notation of rate limits."""

import re

import pytest

from shared.repositories.rate_limits import parse_rate


def test_a_rate_is_a_number_of_requests_in_a_window_of_some_seconds() -> None:
    rates = ["5/second", "600/minute", "30/hour", "50/day", "0/hour"]

    assert [parse_rate(rate) for rate in rates] == [
        (5, 1),
        (600, 60),
        (30, 3_600),
        (50, 86_400),
        (0, 3_600),
    ]


@pytest.mark.parametrize("rate", ["", "600", "600 per minute", "600/minutes", "-1/day", "6e2/day"])
def test_another_notation_is_an_error(rate: str) -> None:
    message = f"A rate limit is like 600/minute, and not {rate!r}."

    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_rate(rate)
