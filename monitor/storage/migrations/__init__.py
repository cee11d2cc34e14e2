"""The schema's history: one module in `versions` for each step, none ever changed afterwards.

A new step is a new module whose `down_revision` is the one before, and a new `HEAD` in
`monitor.storage.schema`; the tests say what is still missing between the tables and the steps.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_HERE = Path(__file__).parent


def _config() -> Config:
    config = Config()
    # A percent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    return config


def known() -> frozenset[str]:
    """Return the ids of the revisions that this version knows."""
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables up to date, or to a revision, in the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
