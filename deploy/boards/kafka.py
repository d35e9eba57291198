"""The cluster's log: is every partition where it should be, what comes and goes, how long requests take."""

from deploy.boards.asked import stat
from deploy.panels import WINDOW, Board, Panel, Query, Row

# Our topics, without those that Kafka keeps for itself.
OURS = 'topic!~"__.*"'

KAFKA = Board(
    "warta-kafka",
    "Warta / Kafka",
    [
        Row(
            "Is it whole",
            [
                stat("Brokers", "max(kafka_kafkacontroller_activebrokercount)"),
                stat("Controllers that lead", "sum(kafka_kafkacontroller_activecontrollercount)", about="One, always."),
                stat("Partitions offline", "max(kafka_kafkacontroller_offlinepartitionscount)", warn=1, bad=1),
                stat("Under replicated", "sum(kafka_replicamanager_underreplicatedpartitions)", warn=1, bad=10),
                stat("Under min.insync", "sum(kafka_replicamanager_underminisrpartitioncount)", warn=1, bad=1),
                stat("Brokers fenced", "max(kafka_kafkacontroller_fencedbrokercount)", warn=1, bad=1),
            ],
        ),
        Row(
            "What comes and goes",
            [
                Panel(
                    title="Messages in",
                    queries=[
                        Query(f"sum by (topic) (rate(kafka_topic_messagesin_total{{{OURS}}}[{WINDOW}]))", "{{topic}}")
                    ],
                    unit="ops",
                ),
                Panel(
                    title="Bytes in and out",
                    queries=[
                        Query(f"sum(rate(kafka_broker_bytesin_total[{WINDOW}]))", "in"),
                        Query(f"sum(rate(kafka_broker_bytesout_total[{WINDOW}]))", "out"),
                    ],
                    unit="bytes",
                    about="A second.",
                ),
                Panel(
                    title="Requests that failed",
                    queries=[
                        Query(f"sum(rate(kafka_broker_failedproducerequests_total[{WINDOW}]))", "produce"),
                        Query(f"sum(rate(kafka_broker_failedfetchrequests_total[{WINDOW}]))", "fetch"),
                    ],
                    unit="ops",
                ),
            ],
        ),
        Row(
            "What it takes",
            [
                Panel(
                    title="Requests, p95",
                    queries=[Query("max by (request) (kafka_request_ms_95thpercentile / 1000)", "{{request}}")],
                    unit="s",
                    about="EndTxn and TxnOffsetCommit are the settles.",
                ),
                Panel(
                    title="Request handlers idle",
                    queries=[Query("min by (instance) (kafka_request_handlers_idle_ratio)", "{{instance}}")],
                    unit="percentunit",
                    warn=0.5,
                    bad=0.2,
                    about="Up to 2 where a node is broker and controller at once.",
                ),
                Panel(
                    title="Bytes by topic",
                    queries=[Query(f"sum by (topic) (kafka_log_size_bytes{{{OURS}}})", "{{topic}}")],
                    unit="bytes",
                    about="A topic at its limit by size loses its oldest records, read or not: see its retention.",
                ),
                Panel(
                    title="Folders offline",
                    queries=[Query("max by (instance) (kafka_logmanager_offlinelogdirectorycount)", "{{instance}}")],
                    warn=1,
                    bad=1,
                ),
                Panel(
                    title="Heap",
                    queries=[Query('sum by (instance) (jvm_memory_used_bytes{area="heap"})', "{{instance}}")],
                    unit="bytes",
                ),
                Panel(
                    title="Time in garbage collection",
                    queries=[
                        Query(f"sum by (instance) (rate(jvm_gc_collection_seconds_sum[{WINDOW}]))", "{{instance}}")
                    ],
                    unit="percentunit",
                    warn=0.05,
                    bad=0.2,
                ),
            ],
        ),
    ],
)
