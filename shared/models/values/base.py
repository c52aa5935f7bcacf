"""Base classes of all pydantic models: frozen, and built when they are first used."""

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """Model whose instances cannot be changed, and whose validator is built on demand.

    Pydantic builds a validator when it is first needed, not when the module is loaded: most models
    of a function are not needed for its first answer. It builds under a lock, so threads may use a
    model for the first time at once. ``tests/unit/values/test_base.py`` builds every model, because
    a mistake in one no longer fails when its module is loaded.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)


class InputModel(FrozenModel):
    """Model of data that another process sends; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid")
