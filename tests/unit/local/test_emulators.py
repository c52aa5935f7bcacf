import json

from local.configuration import Configuration
from local.emulators import configure
from local.processes.stack import ROOT

PROJECT = json.loads((ROOT / "firebase.json").read_text())


def test_the_emulators_listen_where_the_settings_say() -> None:
    emulators = configure(PROJECT, Configuration(1, 2, 3, 4), [5, 6, 7])["emulators"]

    assert emulators == {
        "auth": {"host": "127.0.0.1", "port": 2},
        "firestore": {"host": "127.0.0.1", "port": 3, "websocketPort": 7},
        "pubsub": {"host": "127.0.0.1", "port": 4},
        "hub": {"host": "127.0.0.1", "port": 5},
        "logging": {"host": "127.0.0.1", "port": 6},
        "ui": {"enabled": False},
        "singleProjectMode": True,
    }


def test_the_projects_rules_are_enforced() -> None:
    config = configure(PROJECT, Configuration(), [5, 6, 7])

    assert config["firestore"] == {"rules": "project/firestore.rules"}
    assert (ROOT / PROJECT["firestore"]["rules"]).is_file()


def test_firebase_json_has_the_default_ports() -> None:
    emulators = PROJECT["emulators"]
    ports = [emulators[name]["port"] for name in ("auth", "firestore", "pubsub")]

    defaults = Configuration()
    assert ports == [defaults.auth_port, defaults.firestore_port, defaults.pubsub_port]
