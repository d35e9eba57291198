"""An article keeps its life when its key or what is believed of its canonical address changes; two never share one."""

from datetime import UTC, datetime, timedelta

from processors.lives import RevisionState
from processors.revise import revise
from schemas.article import Article, Change, CleanedArticle
from schemas.ids import article_id, url_key
from schemas.outcomes import Reason
from tests.memory import DictMemory

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
SHIP = "Kapal Latih Bersandar di Wonsan"
MARKET = "Harga Cabai di Pasar Induk Turun Tajam"
SECTION = "https://kabar.example/dunia/terbaru-hari-ini-dari-luar-negeri"


def text(url: str, title: str, *, canonical: str = "", disbelieved: str = "", hours: int = 0) -> CleanedArticle:
    canonical = canonical or url
    return CleanedArticle(
        id=article_id(canonical),
        page_id=f"{url}-{hours}",
        url=url,
        canonical_url=canonical,
        disbelieved=disbelieved,
        url_key=url_key(url),
        source="kabar",
        fetched_at=NOON + timedelta(hours=hours),
        title=title,
        paragraphs=(f"{title}, kata juru bicara pada hari Senin jam {hours}.",),
    )


def told(memory: DictMemory[RevisionState], *articles: CleanedArticle) -> list[Article]:
    return [made for article in articles for made in revise(article, memory)]


def test_articles_that_share_a_canonical_address_go_by_their_own() -> None:
    memory = DictMemory[RevisionState]()
    ship, market = "https://kabar.example/1/kapal", "https://kabar.example/2/cabai"
    first, second, third = told(
        memory,
        text(ship, SHIP, canonical=SECTION),
        text(market, MARKET, canonical=SECTION),
        # From now on even one that is called alike does.
        text("https://kabar.example/3/kapal", SHIP, canonical=SECTION, hours=1),
    )

    assert first.id == article_id(SECTION)
    assert (second.id, second.canonical_url, second.disbelieved) == (article_id(market), market, SECTION)
    assert third.id == article_id("https://kabar.example/3/kapal")
    assert [made.change for made in (first, second, third)] == [Change.FIRST] * 3
    assert [bool(made.remark()) for made in (first, second, third)] == [False, True, True]
    remark = second.remark()
    assert remark is not None
    assert (remark.reason, remark.detail) == (Reason.CANONICAL_DISBELIEVED, "kabar")


def test_two_addresses_of_one_article_stay_one() -> None:
    first, second = told(
        DictMemory[RevisionState](),
        text("https://kabar.example/1/kapal", SHIP),
        text("https://kabar.example/baca/1", f"{SHIP}, Kata Warga", canonical="https://kabar.example/1/kapal", hours=1),
    )

    assert (second.id, second.revision) == (first.id, 2)


def test_the_page_at_the_shared_address_itself_keeps_it() -> None:
    memory = DictMemory[RevisionState]()
    stolen, own = told(
        memory, text("https://kabar.example/9/x", MARKET, canonical=SECTION), text(SECTION, SHIP, hours=1)
    )

    assert (stolen.id, own.id) == (article_id(SECTION), article_id(SECTION))


def test_an_article_lives_on_when_its_canonical_address_is_no_longer_believed() -> None:
    memory = DictMemory[RevisionState]()
    url, former = "https://kabar.example/1/kapal", "https://kabar.example/dunia/kapal-kapal"
    (before,) = told(memory, text(url, SHIP, canonical=former))
    now = text(url, f"{SHIP} Lagi", disbelieved=former, hours=1)
    (after,) = told(memory, now)
    (later,) = told(memory, text(url, f"{SHIP} Sekali Lagi", disbelieved=former, hours=2))

    assert now.id != before.id
    assert [(made.id, made.revision) for made in (after, later)] == [(before.id, 2), (before.id, 3)]


def test_what_another_article_left_under_the_former_address_is_not_taken_over() -> None:
    memory = DictMemory[RevisionState]()
    former = "https://kabar.example/dunia/kapal-kapal"
    told(memory, text("https://kabar.example/2/cabai", MARKET, canonical=former))
    (ship,) = told(memory, text("https://kabar.example/1/kapal", SHIP, disbelieved=former))

    assert (ship.id, ship.revision) == (article_id("https://kabar.example/1/kapal"), 1)


def test_a_pointer_leads_to_the_life_of_before() -> None:
    memory = DictMemory[RevisionState]()
    (first,) = told(memory, text("https://kabar.example/1/kapal", SHIP))
    now = text("https://kabar.example/baru/kapal", f"{SHIP} Lagi", hours=1)
    memory.put(now.id, RevisionState.pointer(first.id))
    (second,) = told(memory, now)

    assert (second.id, second.revision) == (first.id, 2)


def test_pointers_in_a_circle_end() -> None:
    memory = DictMemory[RevisionState]()
    now = text("https://kabar.example/1/kapal", SHIP)
    memory.put(now.id, RevisionState.pointer("b"))
    memory.put("b", RevisionState.pointer(now.id))

    assert told(memory, now)[0].revision >= 1
