"""What runs: processes, what they take, and their machine."""

from deploy.panels import WINDOW, Board, Panel, Query, Row

PROCESS = Board(
    "warta-process",
    "Warta / Process",
    [
        Row(
            "Who runs",
            [
                Panel(
                    title="Workers up",
                    queries=[Query("min by (worker) (warta_up)", "{{worker}}")],
                    alert="WartaStageGone",
                    warn=1,
                    bad=0.5,
                ),
                Panel(
                    title="Restarts in 15 minutes",
                    queries=[
                        Query(
                            "sum by (worker) (increase(warta_restarts_total[15m]))",
                            "{{worker}}",
                        )
                    ],
                    warn=1,
                    bad=3,
                    alert="WartaRestartLoop",
                ),
                Panel(
                    title="Versions",
                    queries=[Query("count by (version) (warta_build_info)", "{{version}}")],
                    about="Processes by the version that they run.",
                ),
            ],
        ),
        Row(
            "What they take",
            [
                Panel(
                    title="Processor",
                    queries=[
                        Query(
                            f'sum by (service) (rate(process_cpu_seconds_total{{service!=""}}[{WINDOW}]))',
                            "{{service}}",
                        ),
                    ],
                    unit="percentunit",
                ),
                Panel(
                    title="Memory",
                    queries=[
                        Query(
                            'sum by (service) (process_resident_memory_bytes{service!=""})',
                            "{{service}}",
                        )
                    ],
                    unit="bytes",
                ),
                Panel(
                    title="File descriptors in use",
                    queries=[
                        Query(
                            'max by (service) (process_open_fds{service!=""} / process_max_fds)',
                            "{{service}}",
                        )
                    ],
                    unit="percentunit",
                    warn=0.5,
                    bad=0.8,
                    alert="WartaFileDescriptors",
                ),
            ],
        ),
        Row(
            "Machine",
            [
                Panel(
                    title="Disk left",
                    queries=[
                        Query(
                            "min by (folder) (warta_disk_free_bytes / warta_disk_bytes)",
                            "{{folder}}",
                        )
                    ],
                    unit="percentunit",
                    warn=0.2,
                    bad=0.05,
                    alert="WartaDiskFull",
                ),
                Panel(
                    title="Clock against Prometheus",
                    queries=[
                        Query(
                            "warta_clock_seconds - timestamp(warta_clock_seconds)",
                            "{{instance}}",
                        )
                    ],
                    unit="s",
                    warn=5,
                    bad=20,
                    alert="WartaClockOff",
                ),
                Panel(
                    title="Processes that are scraped",
                    queries=[Query("sum by (job) (up)", "{{job}}")],
                    alert="WartaTargetDown",
                ),
            ],
        ),
    ],
)
