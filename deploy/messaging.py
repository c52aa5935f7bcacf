"""Steps of the plan for messages: topics, publishers, and dead letters."""

from deploy.accounts import RUNTIME
from deploy.configuration import Configuration
from deploy.gcloud import GRANT_ATTEMPTS, account_id_of, describe, gcloud, variable_of
from deploy.steps import Ask, Ensure, Run, Step
from functions.manifest import (
    FUNCTIONS,
    JOBS_TOPIC,
    NOTIFICATIONS_TOPIC,
    RECURRING_TOPIC,
    ROLLUP_TOPIC,
    Function,
)
from functions.service_accounts import ServiceAccount

PUBLISHERS = {
    ROLLUP_TOPIC: (ServiceAccount.ROLLUP,),
    JOBS_TOPIC: (
        ServiceAccount.JOBS,
        ServiceAccount.ME,
        ServiceAccount.JOB_RUNNER,
        ServiceAccount.RATES,
    ),
    RECURRING_TOPIC: (ServiceAccount.RECURRING,),
    NOTIFICATIONS_TOPIC: (
        ServiceAccount.JOBS,
        ServiceAccount.SHARING,
        ServiceAccount.ME,
        ServiceAccount.JOB_RUNNER,
        ServiceAccount.ROLLUP,
        ServiceAccount.RECURRING,
        ServiceAccount.NOTIFIER,
    ),
}
"""The publishers to each topic."""

PUBSUB_AGENT = "serviceAccount:service-${PROJECT_NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com"


def topics(configuration: Configuration) -> list[Step]:
    """Return the steps that create each topic, its publishers, and its dead-letter topic."""
    return [step for topic in PUBLISHERS for step in _topic_with_dead_letters(configuration, topic)]


def _topic_with_dead_letters(configuration: Configuration, topic: str) -> list[Step]:
    publishers = [RUNTIME[name].member(configuration.project) for name in PUBLISHERS[topic]]
    return [
        _topic(configuration, topic),
        _topic(configuration, dead_letters_of(topic)),
        _dead_letters_kept(configuration, dead_letters_of(topic)),
        *(_grant_publishing(configuration, topic, publisher) for publisher in publishers),
        _grant_publishing(configuration, dead_letters_of(topic), PUBSUB_AGENT),
    ]


def dead_letters_of(topic: str) -> str:
    """Return the name of a topic's dead-letter topic.

    The subscription that stores the dead letters has the same name.
    """
    return f"{topic}-dead-letters"


def _topic(configuration: Configuration, topic: str) -> Step:
    return Ensure(
        f"Topic {topic}",
        describe=gcloud(
            configuration, "pubsub", "topics", "describe", topic, "--format=value(name)"
        ),
        create=gcloud(configuration, "pubsub", "topics", "create", topic),
    )


def _dead_letters_kept(configuration: Configuration, name: str) -> Step:
    kept = ("--expiration-period=never", "--message-retention-duration=31d")
    subscriptions = ("pubsub", "subscriptions")
    return Ensure(
        f"Keep the messages of {name} for 31 days",
        describe=gcloud(configuration, *subscriptions, "describe", name, "--format=value(name)"),
        create=gcloud(configuration, *subscriptions, "create", name, f"--topic={name}", *kept),
        update=gcloud(configuration, *subscriptions, "update", name, *kept),
    )


def _grant_publishing(configuration: Configuration, topic: str, member: str) -> Step:
    command = gcloud(
        configuration,
        *("pubsub", "topics", "add-iam-policy-binding", topic, f"--member={member}"),
        *("--role=roles/pubsub.publisher", "--format=none"),
    )
    return Run(f"Let {account_id_of(member)} publish to {topic}", command, attempts=GRANT_ATTEMPTS)


def dead_lettering(configuration: Configuration) -> list[Step]:
    """Return the steps that move messages to the dead-letter topic after repeated failures."""
    return [
        step
        for function in FUNCTIONS
        if function.topic is not None
        for step in _dead_lettering_of(configuration, function, function.topic)
    ]


def _dead_lettering_of(configuration: Configuration, function: Function, topic: str) -> list[Step]:
    """Return the steps that give the trigger's subscription a dead-letter policy.

    Eventarc creates the subscription, and its retries are configured on it:
    https://cloud.google.com/eventarc/docs/retry-events The Pub/Sub service agent publishes the dead
    letter and acknowledges the original:
    https://cloud.google.com/pubsub/docs/handling-failures#grant_forwarding_permissions
    """
    trigger, subscription = variable_of(function, "TRIGGER"), variable_of(function, "SUBSCRIPTION")
    ask = gcloud(
        configuration,
        *(
            "eventarc",
            "triggers",
            "describe",
            f"${{{trigger}}}",
            f"--location={configuration.region}",
        ),
        "--format=value(transport.pubsub.subscription)",
    )
    return [
        Ask(
            f"Ask for the trigger of {function.name}",
            trigger,
            describe(configuration, function, "eventTrigger.trigger"),
        ),
        Ask(f"Ask for the subscription of {function.name}", subscription, ask),
        _let_pubsub_forward(configuration, f"${{{subscription}}}"),
        _dead_letter_policy(configuration, f"${{{subscription}}}", topic),
    ]


def _let_pubsub_forward(configuration: Configuration, subscription: str) -> Step:
    command = gcloud(
        configuration,
        *("pubsub", "subscriptions", "add-iam-policy-binding", subscription),
        *(f"--member={PUBSUB_AGENT}", "--role=roles/pubsub.subscriber", "--format=none"),
    )
    return Run(
        "Let Pub/Sub remove undeliverable messages from the subscription", command, GRANT_ATTEMPTS
    )


def _dead_letter_policy(configuration: Configuration, subscription: str, topic: str) -> Step:
    # 600 s is the longest possible deadline, and longer than the function's timeout of 540 s.
    command = gcloud(
        configuration,
        *("pubsub", "subscriptions", "update", subscription),
        *(f"--dead-letter-topic={dead_letters_of(topic)}", "--max-delivery-attempts=10"),
        *("--ack-deadline=600", "--min-retry-delay=10s", "--max-retry-delay=600s"),
    )
    return Run("Move a message to the dead letters after ten attempts", command)
