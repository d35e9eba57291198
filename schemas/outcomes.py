"""The fate of a record at a stage: one of four outcomes, and the fixed list of reasons for all but the first."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of one record at one stage; in = passed + dropped + rejected + retried."""

    PASSED = "passed"
    DROPPED = "dropped"
    REJECTED = "rejected"
    RETRIED = "retried"


class Tier(StrEnum):
    """How long a retried record rests before it is tried again; each tier is a topic of its own."""

    SOON = "10s"
    LATER = "1m"
    MUCH_LATER = "10m"

    @property
    def delay_s(self) -> float:
        return {"10s": 10.0, "1m": 60.0, "10m": 600.0}[self.value]


class Reason(StrEnum):
    """Every reason code a record, a page, a poll or a webhook can carry; `docs/reasons.md` explains each."""

    # Discovery and fetch: what the web answered.
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    FORBIDDEN_ADDRESS = "forbidden_address"
    FORBIDDEN_SCHEME = "forbidden_scheme"
    BAD_URL = "bad_url"
    FOREIGN_HOST = "foreign_host"
    UNKNOWN_SOURCE = "unknown_source"
    HTTP_CLIENT_ERROR = "http_client_error"
    HTTP_GONE = "http_gone"
    HTTP_SERVER_ERROR = "http_server_error"
    HTTP_TOO_MANY = "http_too_many"
    NOT_MODIFIED = "not_modified"
    UNCHANGED = "unchanged"
    REDIRECT_LOOP = "redirect_loop"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    HOST_RESTING = "host_resting"
    TIMEOUT = "timeout"
    CONNECTION_FAILED = "connection_failed"
    TLS_ERROR = "tls_error"
    BAD_ENCODING = "bad_encoding"
    NOT_HTML = "not_html"
    EMPTY_BODY = "empty_body"
    FEED_INVALID = "feed_invalid"
    SITEMAP_INVALID = "sitemap_invalid"
    INDEX_INVALID = "index_invalid"
    EMPTY_LIST = "empty_list"
    FOREIGN_LIST = "foreign_list"
    LIST_MOVED = "list_moved"
    STALE_LIST = "stale_list"
    OFF_TITLE = "off_title"
    TOO_OLD = "too_old"
    OUTSIDE_SPAN = "outside_span"
    ALREADY_KNOWN = "already_known"
    TOMBSTONED = "tombstoned"
    TOO_MANY_TRIES = "too_many_tries"
    FILE_MISSING = "file_missing"
    PAYLOAD_MISSING = "payload_missing"

    # Webhooks: why a change did not reach a receiver, besides what the web answers.
    RECEIVER_MOVED = "receiver_moved"
    CHANGES_FORGOTTEN = "changes_forgotten"

    # Cleaning, normalising, revising, enriching: what the page was.
    NO_ARTICLE = "no_article"
    TOO_SHORT = "too_short"
    NO_TITLE = "no_title"
    LISTING_PAGE = "listing_page"
    LOGIN_PAGE = "login_page"
    CONSENT_PAGE = "consent_page"
    BOT_CHECK = "bot_check"
    SOFT_404 = "soft_404"
    UNPARSABLE_HTML = "unparsable_html"
    TOO_COMPLEX = "too_complex"
    SECOND_READING = "second_reading"
    DOUBTFUL = "doubtful"
    CANONICAL_DISBELIEVED = "canonical_disbelieved"
    DUPLICATE_VERSION = "duplicate_version"
    OLDER_VERSION = "older_version"
    OFF_WATCH = "off_watch"
    TAKEN_DOWN = "taken_down"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    REJUDGED = "rejudged"

    # Relating: what kept an article out of the search for its story.
    NO_DATE = "no_date"
    ALREADY_RELATED = "already_related"

    # The engine: what happened to the record on its way.
    UNDECODABLE = "undecodable"
    UNKNOWN_MAJOR = "unknown_major"
    RECORD_TOO_LARGE = "record_too_large"
    KILLED_WORKER = "killed_worker"
    RETRIES_EXHAUSTED = "retries_exhausted"
    UNEXPECTED_ERROR = "unexpected_error"
    STORE_UNAVAILABLE = "store_unavailable"
    QUARANTINED = "quarantined"


class Fated(Exception):
    """Raised by a stage in place of returning: the record's fate is not to pass. `detail` explains it to a person."""

    outcome: Outcome

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail


class Drop(Fated):
    """The record ends here, as it should: counted, kept nowhere. What a stateful stage has put into memory counts."""

    outcome = Outcome.DROPPED


class Reject(Fated):
    """The record cannot be handled and goes to the dead letters at once."""

    outcome = Outcome.REJECTED


class TryLater(Fated):
    """The record may pass later: it goes to the retry topic of `tier`, or waits in place where its step has none."""

    outcome = Outcome.RETRIED

    def __init__(self, tier: Tier, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.tier = tier
