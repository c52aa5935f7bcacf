from __future__ import annotations

import pytest

from tests.support.observers.live_documents import live_document_at


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("users/u1", "users/{uid}"),
        ("demo_users/u1/transactions/t1", "{tenant}/transactions/{id}"),
        ("workspaces/w1/settings/rules", "{tenant}/settings/rules"),
    ],
)
def test_a_document_is_found_by_its_path(path: str, kind: str) -> None:
    found = live_document_at(path)

    assert found is not None
    assert found.path == kind


@pytest.mark.parametrize("path", ["drafts/u1", "users/u1/mappings/m1", "users/u1/settings/theme"])
def test_a_document_that_is_not_live_is_not_found(path: str) -> None:
    assert live_document_at(path) is None
