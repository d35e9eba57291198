"""For each alert, series under which it fires and series under which it stays quiet, in promtool's notation.

`at` is when it is looked at, in minutes. A step of a series is `step` minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Series = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    at: int
    fires: Series
    quiet: Series
    step: int = 1


LATE = 'warta_end_to_end_seconds_{}{{stage="articles",lane="live"{}}}'
COUNT, IN_TIME = LATE.format("count", ""), LATE.format("bucket", ',le="60.0"')
ANSWERS = 'warta_http_seconds_count{{code="{}"}}'
FAILED, FINE = ANSWERS.format("5xx"), ANSWERS.format("2xx")
UNREAD = 'warta_oldest_unread_seconds{{stage="{}",topic="{}",partition="0"}}'
STORED = 'warta_records_total{stage="articles",outcome="passed",reason=""}'
WAITING = 'warta_waiting{{stage="clean",what="log",reason="{}"}}'
GAP = WAITING.format("offset_out_of_range")
BREAKER = 'warta_breaker_open{stage="clean"}'
LAG_AGE = 'warta_lag_age_seconds{{stage="clean",process="{}"}}'
LETTERS = 'warta_dead_letters_total{stage="clean",reason="undecodable"}'
FETCHED = 'warta_records_total{{stage="fetch",outcome="{}",reason="{}"}}'
FREE, DISK = (f'warta_disk_{each}bytes{{folder="data"}}' for each in ("free_", ""))
RESTARTS = 'warta_restarts_total{worker="clean-0"}'
SUBSCRIPTIONS = 'warta_webhooks_subscriptions{{state="{}"}}'
WEBHOOK = 'warta_webhooks_behind_seconds{webhook="3f2a9c1e"}'
PAUSED = 'warta_operations_paused{kind="host",name="kabar.example"}'
BACKUP = "warta_operations_backup_age_seconds"
SOURCES = 8


def silent(number: int) -> dict[str, str]:
    """Eight sources, so many of them silent."""
    return {f'warta_meter_silence{{source="s{each}"}}': f"{2 if each < number else 0.5}x60" for each in range(SOURCES)}


def slo(name: str, bad: Series, good: Series) -> dict[str, Case]:
    """At three rates; long windows are looked at in long steps, for promtool works out each."""
    return {
        f"{name}Fast": Case(70, bad, good),
        f"{name}Slow": Case(390, bad, good, step=5),
        f"{name}Leak": Case(4440, bad, good, step=60),
    }


CASES: Mapping[str, Case] = {
    # A fifth late, or only one of a thousand.
    **slo("WartaArticlesLate", {COUNT: "0+10x80", IN_TIME: "0+8x80"}, {COUNT: "0+1000x80", IN_TIME: "0+999x80"}),
    # A tenth fails, or one of a thousand.
    **slo("WartaAnswersFail", {FAILED: "0+10x80", FINE: "0+90x80"}, {FAILED: "0+1x80", FINE: "0+999x80"}),
    "WartaUnreadDeleted": Case(
        5, {WAITING.format("offset_out_of_range"): "1x10"}, {WAITING.format("log_full"): "1x10"}
    ),
    "WartaUnreadNearRetention": Case(
        20,
        {UNREAD.format("clean", "warta.pages"): "201601+60x30"},
        {UNREAD.format("clean", "warta.pages"): "7200+60x30", UNREAD.format("enrich", "articles"): "900000+60x30"},
    ),
    "WartaBreakerOpen": Case(
        5, {'warta_breaker_open{stage="clean"}': "1x10"}, {'warta_breaker_open{stage="clean"}': "0x10"}
    ),
    # The very first letter counts, since the counter was there at 0.
    "WartaDeadLetters": Case(10, {LETTERS: "0 0 0 0 0 1x10"}, {LETTERS: "7x20"}),
    "WartaArchiveBehind": Case(
        10, {UNREAD.format("archive", "pages"): "1801+60x20"}, {UNREAD.format("clean", "pages"): "1801+60x20"}
    ),
    "WartaNothingNew": Case(240, {STORED: "5x300"}, {STORED: "5x200 6x100"}),
    "WartaManySourcesSilent": Case(30, silent(5), silent(4)),
    "WartaSourceSilent": Case(20, silent(1), silent(0)),
    "WartaSourceDrift": Case(
        20,
        {'warta_meter_drift{source="kabar",measure="author"}': "1.2x30"},
        {'warta_meter_drift{source="kabar",measure="author"}': "0.9x30"},
    ),
    "WartaFetchFailing": Case(
        70,
        {FETCHED.format("retried", "timeout"): "0+4x80", FETCHED.format("passed", ""): "0+6x80"},
        {FETCHED.format("retried", "timeout"): "0+1x80", FETCHED.format("dropped", "unchanged"): "0+9x80"},
    ),
    "WartaStageGone": Case(10, {}, {}),
    "WartaWaiting": Case(10, {WAITING.format("store_unavailable"): "1x20"}, {WAITING.format("retry_not_due"): "1x20"}),
    # Two pauses after each other are none of a day.
    "WartaPaused": Case(1500, {PAUSED: "1x400"}, {PAUSED: "1x200 stale 1x200"}, step=5),
    "WartaWebhookDisabled": Case(
        10,
        {SUBSCRIPTIONS.format("disabled"): "1x20"},
        {SUBSCRIPTIONS.format("disabled"): "0x20", SUBSCRIPTIONS.format("paused"): "1x20"},
    ),
    # One that catches up is not behind for long.
    "WartaWebhookBehind": Case(20, {WEBHOOK: "3601+60x40"}, {WEBHOOK: "7200-600x11 stale 0x30"}),
    "WartaUnreadOld": Case(
        10,
        {UNREAD.format("enrich", "articles"): "601+60x20"},
        {UNREAD.format("enrich", "retry.enrich.10m"): "601+60x20", UNREAD.format("enrich", "articles"): "0x20"},
    ),
    "WartaLagUnknown": Case(
        10,
        {LAG_AGE.format("a"): "121+60x20"},
        # One process of several knows it.
        {
            'warta_lag_age_seconds{stage="clean",process="a"}': "121+60x20",
            'warta_lag_age_seconds{stage="clean"}': "5x20",
        },
    ),
    "WartaConfigBroken": Case(10, {"warta_config_broken": "1x20"}, {"warta_config_broken": "0x20"}),
    "WartaDiskFull": Case(10, {FREE: "4x20", DISK: "100x20"}, {FREE: "6x20", DISK: "100x20"}),
    # Twice as fast as three days allow, from under a half; and the same of a disk that is nearly empty.
    "WartaDiskFills": Case(
        480, {FREE: "48000-100x120", DISK: "100000x120"}, {FREE: "99000-100x120", DISK: "100000x120"}, step=5
    ),
    "WartaBackupOld": Case(15, {BACKUP: "129601+60x20"}, {BACKUP: "3600+60x20"}),
    "WartaBackupNever": Case(1500, {BACKUP: "Inf+0x400"}, {BACKUP: "86400+300x400"}, step=5),
    "WartaClockOff": Case(15, {"warta_clock_seconds": "30+60x20"}, {"warta_clock_seconds": "5+60x20"}),
    "WartaTargetDown": Case(5, {'up{job="workers",instance="clean:9101"}': "0x10"}, {'up{job="workers"}': "1x10"}),
    "WartaRestartLoop": Case(15, {RESTARTS: "0 1 2 3x20"}, {RESTARTS: "0 1x20"}),
    "WartaFileDescriptors": Case(
        15,
        {"process_open_fds": "900x20", "process_max_fds": "1024x20"},
        {"process_open_fds": "90x20", "process_max_fds": "1024x20"},
    ),
    "WartaRulesFail": Case(
        15,
        {'prometheus_rule_evaluation_failures_total{rule_group="warta.slo"}': "0+1x20"},
        {'prometheus_rule_evaluation_failures_total{rule_group="warta.slo"}': "3x20"},
    ),
}
# What is never quiet has no case.
ALWAYS = {"WartaWatchdog"}
