"""Repositories of a tenant that few requests need, each loaded when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import FirestoreClient

if TYPE_CHECKING:
    from datetime import date

    from google.cloud.firestore import DocumentReference

    from shared.repositories.currencies.reference_rates import ReferenceRateRepository
    from shared.repositories.imports.imports import ImportRepository, MappingRepository
    from shared.repositories.notifications.deliveries import DeliveryRepository
    from shared.repositories.notifications.notifications import NotificationRepository
    from shared.repositories.notifications.outbox import OutboxRepository
    from shared.repositories.notifications.preferences import NotificationPreferenceRepository
    from shared.repositories.notifications.webhooks import WebhookRepository
    from shared.repositories.planning.budgets import BudgetRepository
    from shared.repositories.planning.goals import GoalRepository
    from shared.repositories.planning.observations import ObservationRepository
    from shared.repositories.planning.occurrences import OccurrenceRepository
    from shared.repositories.planning.recurring import RecurringRepository
    from shared.repositories.planning.suggestions import (
        SettledSuggestionRepository,
        SuggestionRepository,
    )
    from shared.repositories.planning.watch import WatchRepository
    from shared.repositories.rules.rules import RuleRepository
    from shared.repositories.sharing.member_lists import InvitationRepository, MemberListRepository


class RepositoriesOnDemand:
    """The part of the store of a tenant with the repositories that few requests need."""

    _client: FirestoreClient
    _root: DocumentReference
    _access: Access
    emitted: list[str]
    touched: list[date]

    @property
    def must_be_announced(self) -> bool:
        """Return whether the commits have emitted events, or touched what a watch looks at."""
        return bool(self.emitted or self.touched)

    @cached_property
    def rules(self) -> RuleRepository:
        """Return the repository of rules, loaded on first use."""
        from shared.repositories.rules.rules import RuleRepository  # noqa: PLC0415 (few requests need it)

        return RuleRepository(self._root, self._access)

    @cached_property
    def recurring(self) -> RecurringRepository:
        """Return the repository of recurring entries, loaded on first use."""
        from shared.repositories.planning.recurring import RecurringRepository  # noqa: PLC0415 (few requests need it)

        return RecurringRepository(self._root, self._access)

    @cached_property
    def occurrences(self) -> OccurrenceRepository:
        """Return the repository of occurrences of recurring entries, loaded on first use."""
        from shared.repositories.planning.occurrences import OccurrenceRepository  # noqa: PLC0415 (few requests need it)

        return OccurrenceRepository(self._root, self._access)

    @cached_property
    def budgets(self) -> BudgetRepository:
        """Return the repository of budgets, loaded on first use."""
        from shared.repositories.planning.budgets import BudgetRepository  # noqa: PLC0415 (few requests need it)

        return BudgetRepository(self._root, self._access)

    @cached_property
    def watch(self) -> WatchRepository:
        """Return the repository of what was seen of the plans, loaded on first use."""
        from shared.repositories.planning.watch import WatchRepository  # noqa: PLC0415 (few requests need it)

        return WatchRepository(self._root, self._access)

    @cached_property
    def goals(self) -> GoalRepository:
        """Return the repository of goals, loaded on first use."""
        from shared.repositories.planning.goals import GoalRepository  # noqa: PLC0415 (few requests need it)

        return GoalRepository(self._root, self._access)

    @cached_property
    def observations(self) -> ObservationRepository:
        """Return the repository of payments for detection, loaded on first use."""
        from shared.repositories.planning.observations import ObservationRepository  # noqa: PLC0415 (few requests need it)

        return ObservationRepository(self._root, self._access)

    @cached_property
    def suggestions(self) -> SuggestionRepository:
        """Return the repository of suggestions of recurring entries, loaded on first use."""
        from shared.repositories.planning.suggestions import SuggestionRepository  # noqa: PLC0415 (few requests need it)

        return SuggestionRepository(self._root, self._access)

    @cached_property
    def settled_suggestions(self) -> SettledSuggestionRepository:
        """Return the repository of suggestions that people have settled, loaded on first use."""
        from shared.repositories.planning.suggestions import SettledSuggestionRepository  # noqa: PLC0415 (few requests need it)

        return SettledSuggestionRepository(self._root, self._access)

    @cached_property
    def imports(self) -> ImportRepository:
        """Return the repository of imports, loaded on first use."""
        from shared.repositories.imports.imports import ImportRepository  # noqa: PLC0415 (few requests need it)

        return ImportRepository(self._root, self._access)

    @cached_property
    def mappings(self) -> MappingRepository:
        """Return the repository of column mappings, loaded on first use."""
        from shared.repositories.imports.imports import MappingRepository  # noqa: PLC0415 (few requests need it)

        return MappingRepository(self._root, self._access)

    @cached_property
    def notifications(self) -> NotificationRepository:
        """Return the repository of a person's notifications, loaded on first use."""
        from shared.repositories.notifications.notifications import NotificationRepository  # noqa: PLC0415 (few requests need it)

        return NotificationRepository(self._root, self._access)

    @cached_property
    def notification_preferences(self) -> NotificationPreferenceRepository:
        """Return the repository of a person's preferences of them, loaded on first use."""
        from shared.repositories.notifications.preferences import NotificationPreferenceRepository  # noqa: PLC0415 (few requests need it)

        return NotificationPreferenceRepository(self._root, self._access)

    @cached_property
    def outbox(self) -> OutboxRepository:
        """Return the repository of events that are to be told, loaded on first use."""
        from shared.repositories.notifications.outbox import OutboxRepository  # noqa: PLC0415 (few requests need it)

        return OutboxRepository(self._root, self._access)

    @cached_property
    def deliveries(self) -> DeliveryRepository:
        """Return the repository of deliveries to a person, loaded on first use."""
        from shared.repositories.notifications.deliveries import DeliveryRepository  # noqa: PLC0415 (few requests need it)

        return DeliveryRepository(self._root, self._access)

    @cached_property
    def webhooks(self) -> WebhookRepository:
        """Return the repository of a person's webhooks, loaded on first use."""
        from shared.repositories.notifications.webhooks import WebhookRepository  # noqa: PLC0415 (few requests need it)

        return WebhookRepository(self._root, self._access)

    @cached_property
    def reference_rates(self) -> ReferenceRateRepository:
        """Return the repository of reference rates, which no tenant owns, loaded on first use."""
        from shared.repositories.currencies.reference_rates import ReferenceRateRepository  # noqa: PLC0415 (few requests need it)

        return ReferenceRateRepository(self._client)

    @cached_property
    def member_list(self) -> MemberListRepository:
        """Return the repository of a workspace's members, loaded on first use."""
        from shared.repositories.sharing.member_lists import MemberListRepository  # noqa: PLC0415 (few requests need it)

        return MemberListRepository(self._client, self._root, self._access)

    @cached_property
    def invitations(self) -> InvitationRepository:
        """Return the repository of invitations, loaded on first use."""
        from shared.repositories.sharing.member_lists import InvitationRepository  # noqa: PLC0415 (few requests need it)

        return InvitationRepository(self._root, self._access)
