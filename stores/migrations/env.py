"""What Alembic runs to migrate: it is handed an open connection, inside whose transaction all of it happens."""

from alembic import context

from stores.common_tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
