"""Fencing: who may write a stage's partition, and how a later owner shuts an earlier one out."""

from sqlalchemy import Connection, Engine, bindparam, select

from runtime.state import Owner, StaleOwnerError
from stores.common_tables import owners
from stores.database import insert, writing

# In PostgreSQL the row stays locked until the commit; SQLite has one writer and ignores it.
EPOCH_OF = (
    select(owners.c.epoch)
    .where(
        owners.c.stage == bindparam("stage"),
        owners.c.topic == bindparam("topic"),
        owners.c.partition == bindparam("partition"),
    )
    .with_for_update()
)


def claim(engine: Engine, stage: str, topic: str, partition: int) -> Owner:
    """Raise the partition's epoch, in one statement. Raises StoreUnavailableError."""
    raised = (
        insert(engine, owners)
        .on_conflict_do_update(index_elements=["stage", "topic", "partition"], set_={"epoch": owners.c.epoch + 1})
        .returning(owners.c.epoch)
    )
    row = {"stage": stage, "topic": topic, "partition": partition, "epoch": 1}
    with writing(engine) as connection:
        epoch = connection.execute(raised, row).scalar_one()
    return Owner(stage=stage, topic=topic, partition=partition, epoch=epoch)


def raise_to(engine: Engine, connection: Connection, owner: Owner) -> None:
    """The next claim gets a later epoch than this one, whatever is stored."""
    statement = insert(engine, owners)
    later = statement.on_conflict_do_update(
        index_elements=["stage", "topic", "partition"],
        set_={"epoch": statement.excluded.epoch},
        where=owners.c.epoch < statement.excluded.epoch,
    )
    connection.execute(later, vars(owner))


def check(connection: Connection, owner: Owner) -> None:
    """Raises StaleOwnerError; to be asked inside the write transaction it guards."""
    place = {"stage": owner.stage, "topic": owner.topic, "partition": owner.partition}
    epoch = connection.execute(EPOCH_OF, place).scalar_one_or_none()
    if epoch != owner.epoch:
        raise StaleOwnerError(f"{owner.stage} {owner.topic}/{owner.partition}: epoch {owner.epoch}, now {epoch}")
