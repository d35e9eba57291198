"""The cluster's database: connections, transactions, what lies in memory, locks, sizes."""

from deploy.boards.asked import stat
from deploy.panels import WINDOW, Board, Panel, Query, Row

# Without the databases that a server makes for itself.
OURS = 'datname!~"template.*|postgres|"'

POSTGRES = Board(
    "warta-postgres",
    "Warta / PostgreSQL",
    [
        Row(
            "Is it well",
            [
                stat("Up", "min(pg_up)", warn=1, bad=0.5),
                stat(
                    "Connections in use",
                    "sum(pg_stat_activity_count) / max(pg_settings_max_connections)",
                    unit="percentunit",
                    warn=0.7,
                    bad=0.9,
                ),
                stat("Longest transaction", "max(pg_stat_activity_max_tx_duration)", unit="s", warn=60, bad=600),
                stat("Size", f"sum(pg_database_size_bytes{{{OURS}}})", unit="bytes"),
                stat("Deadlocks in a day", f"sum(increase(pg_stat_database_deadlocks{{{OURS}}}[1d]))", warn=1),
                stat(
                    "Files for sorts in a day",
                    f"sum(increase(pg_stat_database_temp_bytes{{{OURS}}}[1d]))",
                    unit="bytes",
                ),
            ],
        ),
        Row(
            "What it does",
            [
                Panel(
                    title="Transactions",
                    queries=[
                        Query(f"sum(rate(pg_stat_database_xact_commit{{{OURS}}}[{WINDOW}]))", "committed"),
                        Query(f"sum(rate(pg_stat_database_xact_rollback{{{OURS}}}[{WINDOW}]))", "rolled back"),
                    ],
                    unit="ops",
                ),
                Panel(
                    title="Rows",
                    queries=[
                        Query(f"sum(rate(pg_stat_database_tup_{name}{{{OURS}}}[{WINDOW}]))", name)
                        for name in ("inserted", "updated", "deleted", "fetched")
                    ],
                    unit="ops",
                ),
                Panel(
                    title="Read from memory",
                    queries=[
                        Query(
                            f"sum(rate(pg_stat_database_blks_hit{{{OURS}}}[{WINDOW}])) / "
                            f"(sum(rate(pg_stat_database_blks_hit{{{OURS}}}[{WINDOW}])) + "
                            f"sum(rate(pg_stat_database_blks_read{{{OURS}}}[{WINDOW}])))"
                        )
                    ],
                    unit="percentunit",
                    warn=0.99,
                    bad=0.9,
                    about="Blocks that lay in shared memory already.",
                ),
            ],
        ),
        Row(
            "Who waits",
            [
                Panel(
                    title="Connections by state",
                    queries=[Query("sum by (state) (pg_stat_activity_count)", "{{state}}")],
                ),
                Panel(
                    title="Locks",
                    queries=[Query(f"sum by (mode) (pg_locks_count{{{OURS}}})", "{{mode}}")],
                ),
                Panel(
                    title="Size by database",
                    queries=[Query(f"sum by (datname) (pg_database_size_bytes{{{OURS}}})", "{{datname}}")],
                    unit="bytes",
                ),
            ],
        ),
    ],
)
