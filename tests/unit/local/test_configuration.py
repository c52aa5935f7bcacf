import pytest

from local.configuration import VARIABLES, Configuration
from local.errors import LocalStackError


def test_without_variables_the_default_addresses_hold() -> None:
    configuration = Configuration.from_environment({})

    assert configuration.ports() == {
        "PORT": 8787,
        "AUTH_EMULATOR_PORT": 9099,
        "FIRESTORE_EMULATOR_PORT": 8080,
        "PUBSUB_EMULATOR_PORT": 8085,
        "MAIL_PORT": 1025,
        "WEB_PORT": 5173,
    }
    assert configuration.project == "demo-financeflow"
    assert configuration.url == "http://127.0.0.1:8787"


@pytest.mark.parametrize("variable", VARIABLES.values())
def test_each_port_has_a_variable_that_overrides_it_alone(variable: str) -> None:
    ports = Configuration.from_environment({variable: "12345"}).ports()

    assert ports == {**Configuration().ports(), variable: 12345}


def test_an_empty_variable_counts_as_not_set() -> None:
    assert (
        Configuration.from_environment({"PORT": "", "GOOGLE_CLOUD_PROJECT": ""}) == Configuration()
    )


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "8787.0", " "])
def test_what_is_not_a_port_is_refused_by_its_variable(text: str) -> None:
    with pytest.raises(LocalStackError, match="PUBSUB_EMULATOR_PORT"):
        Configuration.from_environment({"PUBSUB_EMULATOR_PORT": text})


def test_the_highest_port_is_a_port() -> None:
    assert Configuration.from_environment({"PORT": "65535"}).port == 65535


def test_a_project_that_may_be_real_is_refused() -> None:
    with pytest.raises(LocalStackError, match="production"):
        Configuration.from_environment({"GOOGLE_CLOUD_PROJECT": "production"})


def test_another_demo_project_is_taken() -> None:
    assert Configuration.from_environment({"GOOGLE_CLOUD_PROJECT": "demo-x"}).project == "demo-x"


def test_other_ports_replace_all_ports_and_nothing_else() -> None:
    configuration = Configuration(project="demo-x").with_ports([1, 2, 3, 4, 5, 6])

    assert configuration == Configuration(1, 2, 3, 4, 5, 6, "demo-x")


def test_clients_are_led_to_the_emulators() -> None:
    assert Configuration(1, 2, 3, 4).client_environment() == {
        "FIREBASE_AUTH_EMULATOR_HOST": "127.0.0.1:2",
        "FIRESTORE_EMULATOR_HOST": "127.0.0.1:3",
        "PUBSUB_EMULATOR_HOST": "127.0.0.1:4",
        "GOOGLE_CLOUD_PROJECT": "demo-financeflow",
        "FIREBASE_API_KEY": "local",
    }
