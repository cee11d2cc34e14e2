"""Whether a database has this version's tables, and how it gets them."""

from sqlalchemy import Connection, inspect, text

from monitor.storage.problems import DatabaseError

HEAD = "0008"
"""The newest revision in `migrations/versions`; known here so that a start need not import them."""

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('monitor migration'))")


def ensure(connection: Connection, *, migrate: bool) -> None:
    """Return when the schema is this version's, after migrating to it if that is allowed.

    Runs in the connection's transaction: a migration happens as a whole or not at all. Raises
    DatabaseError: the schema is newer, or older and not to be migrated, or not the monitor's.
    """
    if _revision(connection) == HEAD:
        return
    if not migrate:
        raise DatabaseError(
            "the database is not of this version",
            hint="Start this version's `monitor run` once: it brings the tables up to date.",
        )
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    revision = _revision(connection)
    if revision == HEAD:
        return
    # Imported here: it costs a tenth of a second, which no command should pay that only reads.
    from monitor.storage.migrations import known, upgrade  # noqa: PLC0415  # see above

    if revision is not None and revision not in known():
        raise DatabaseError(
            f"the database was made by a newer monitor (schema {revision}, this one knows {HEAD})",
            hint="Install that version again, or restore a backup from before the upgrade.",
        )
    upgrade(connection)


def older(connection: Connection) -> str | None:
    """Return the revision of tables that `ensure` would migrate; None where there are none such."""
    revision = _revision(connection)
    if revision is None or revision == HEAD:
        return None
    from monitor.storage.migrations import known  # noqa: PLC0415  # as in `ensure`

    return revision if revision in known() else None


def _revision(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
    if tables and {"item", "source", "statement"} & set(tables):
        raise DatabaseError(
            "the database holds tables of the same names that are not the monitor's",
            hint="Give the monitor a database, or a schema, of its own.",
        )
    return None
