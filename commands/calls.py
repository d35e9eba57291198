"""The subcommands of `warta`, each as the function that is called; none is imported before."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Subcommands by name, each as `module:function`."""

    help: str
    commands: Mapping[str, str]


COMMANDS: Mapping[str, str | Group] = {
    "run": "commands.run:run",
    "worker": "commands.run:worker",
    "serve": "commands.serve:serve",
    "status": "commands.status:status",
    "demo": "commands.demo:demo",
    "map": "commands.map_:map_",
    "import": "commands.import_:import_",
    "backfill": "commands.backfill:backfill",
    "replay": "commands.replay:replay",
    "migrate": "commands.migrate:migrate",
    "rekey": "commands.rekey:rekey",
    "takedown": "commands.takedown:takedown",
    "disk": "commands.disk:disk",
    "doctor": "commands.doctor:doctor",
    "pause": "commands.pause:pause",
    "resume": "commands.pause:resume",
    "backup": "commands.backup:backup",
    "restore": "commands.backup:restore",
    "rebuild": "commands.rebuild:rebuild",
    "clean": "commands.clean:clean",
    "enrich": "commands.enrich:enrich",
    "trace": "commands.trace:trace",
    "search": "commands.search:search",
    "export": "commands.export:export",
    "tail": "commands.tail:tail",
    "lag": "commands.lag:lag",
    "settings": "commands.settings:settings",
    "outlets": "commands.sources_list:list_",
    "completion": "commands.completion:completion",
    "letters": Group(
        "Dead letters: list, show, replay, discard; release a breaker.",
        {
            "list": "commands.letters:list_",
            "show": "commands.letters_show:show",
            "replay": "commands.letters:replay",
            "discard": "commands.letters:discard",
            "release": "commands.letters:release",
            "quarantine": "commands.letters:quarantine",
        },
    ),
    "archive": Group(
        "The archive of fetched pages: check, rebuild its index.",
        {"check": "commands.archive:check", "rebuild": "commands.archive:rebuild"},
    ),
    "topics": Group("Topics: list, apply.", {"list": "commands.topics:list_", "apply": "commands.topics:apply"}),
    "sources": Group(
        "Outlets: list, check, promote, probe a site, read a list from a file, history of polls and checks.",
        {
            "list": "commands.sources_list:list_",
            "check": "commands.sources:check",
            "promote": "commands.sources_promote:promote",
            "probe": "commands.sources_probe:probe",
            "read": "commands.sources_read:read",
            "history": "commands.sources:history",
        },
    ),
    "watches": Group(
        "Watches: list, show, check, write a new one, test on texts, apply to what is kept.",
        {
            "list": "commands.watches:list_",
            "show": "commands.watches:show",
            "check": "commands.watches:check",
            "new": "commands.watches_new:new",
            "test": "commands.watches_try:try_",
            "apply": "commands.watches_apply:apply",
        },
    ),
    "rules": Group(
        "Rules of the cleaner: list with their files, check those of config/cleaning.",
        {"list": "commands.rules:list_", "check": "commands.rules:check"},
    ),
    "tokens": Group(
        "Tokens of readers of the API: create, list, revoke.",
        {"create": "commands.tokens:create", "list": "commands.tokens:list_", "revoke": "commands.tokens:revoke"},
    ),
    "webhooks": Group(
        "Who is told of changes: add, list, show, pause, resume, replay, rotate a secret, test, remove.",
        {
            "add": "commands.webhooks:add",
            "list": "commands.webhooks:list_",
            "show": "commands.webhooks:show",
            "pause": "commands.webhooks:pause",
            "resume": "commands.webhooks:resume",
            "replay": "commands.webhooks:replay",
            "rotate": "commands.webhooks:rotate",
            "test": "commands.webhooks:try_",
            "remove": "commands.webhooks:remove",
        },
    ),
    "story": "commands.stories_list:story",
    "stories": Group(
        "Articles joined to stories.",
        {"list": "commands.stories_list:list_", "cluster": "commands.stories:cluster"},
    ),
    "schemas": Group("Records as JSON Schema.", {"export": "commands.schemas_:export"}),
    "bench": Group(
        "Measure what is promised, on this machine.",
        {
            "overhead": "commands.benching:overhead",
            "latency": "commands.benching:latency",
            "lanes": "commands.benching:lanes",
            "idle": "commands.benching:idle",
            "kills": "commands.benching:kills",
            "search": "commands.benching:search",
            "serve": "commands.benching:serve",
            "webhooks": "commands.bench_webhooks:webhooks",
            "clean": "commands.benching:clean",
            "memory": "commands.benching:memory",
            "archive": "commands.bench_archive:archive",
            "backup": "commands.bench_backup:backup",
            "state": "commands.bench_state:state",
            "watches": "commands.bench_watches:watches",
            "crawl": "commands.bench_fetch:crawl",
            "crawlers": "commands.bench_crawlers:crawlers",
            "polling": "commands.bench_crawl:polling",
            "frontier": "commands.bench_crawl:frontier",
            "pass-through": "commands.bench_kafka:pass_through",
            "calls": "commands.bench_kafka:calls",
            "cleaners": "commands.bench_kafka:cleaners",
            "recovery": "commands.bench_kafka:recovery",
            "worker-memory": "commands.bench_kafka:worker_memory",
            "kafka": "commands.bench_kafka:kafka",
            "score": "commands.bench_score:score",
            "layers": "commands.bench_layers:layers",
            "stories": "commands.bench_stories:stories",
            "soak": "commands.bench_soak:soak",
            "all": "commands.benching:all_",
        },
    ),
}
