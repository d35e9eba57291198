"""Version 0003: polls remember their lists, audit rows say what was brought, indexes hold only what is due."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# By the reason a poll ended with, as in this version.
RESULTS = {
    "unchanged": ("not_modified", "unchanged"),
    "invalid": ("feed_invalid", "sitemap_invalid"),
}


def upgrade() -> None:
    connection = op.get_bind()
    if sa.inspect(connection).has_table("polls"):
        op.add_column("polls", sa.Column("polled", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
        op.add_column("polls", sa.Column("seen", sa.LargeBinary()))
        op.add_column("polls", _words("tempo"))
    if sa.inspect(connection).has_table("poll_log"):
        op.add_column("poll_log", _words("result"))
        for name in ("new", "known", "refused"):
            op.add_column("poll_log", sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
        op.create_index("poll_log_of_source", "poll_log", ["source", "n"])
        _tell_results(connection)
    if sa.inspect(connection).has_table("urls"):
        _index_what_is_due()


def _index_what_is_due() -> None:
    for name in ("ix_urls_due_at", "ix_urls_last_reason", "urls_due_at_host"):
        op.drop_index(name, "urls")
    due = sa.text("due_at IS NOT NULL")
    indexes = (
        ("urls_due", ["due_at"]),
        ("urls_due_at_host", ["host", "due_at"]),
        ("urls_due_on_lane", ["host", "lane", "due_at"]),
    )
    for name, columns in indexes:
        op.create_index(name, "urls", columns, sqlite_where=due, postgresql_where=due)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, server_default=sa.text("''"))


def _tell_results(connection: sa.Connection) -> None:
    connection.exec_driver_sql("UPDATE poll_log SET result = CASE WHEN reason IS NULL THEN 'read' ELSE 'error' END")
    for result, reasons in RESULTS.items():
        update = sa.text("UPDATE poll_log SET result = :result WHERE reason IN :reasons")
        connection.execute(
            update.bindparams(sa.bindparam("reasons", expanding=True)), {"result": result, "reasons": reasons}
        )
