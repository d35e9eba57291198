"""A page and its WARC records: nothing of it is lost, any reader of WARC can read them, damage is seen."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from formats.warc.record import BrokenRecordError
from schemas.page import Page
from stores.archive.warc import file_head, records_of
from stores.archive.warc_reading import records_in
from tests.stores.archive import FIRST, SECOND, numbered_page, page
from tests.stores.samples import NOON, later


@pytest.mark.parametrize(
    "original",
    [
        pytest.param(page(), id="a page"),
        pytest.param(page(body=b""), id="an empty body"),
        pytest.param(page(body=bytes(range(256)) * 300), id="a body of any bytes"),
        pytest.param(page().model_copy(update={"status": 799}), id="a status without a name"),
        pytest.param(numbered_page(), id="two parts after a redirect"),
    ],
)
def test_a_page_comes_back_whole_and_its_records_are_the_same_each_time(original: Page) -> None:
    assert records_in(records_of(original)).page == original
    assert records_of(original) == records_of(original)


def test_warcio_reads_responses_request_and_metadata_that_refer_to_each_other() -> None:
    stream = io.BytesIO(records_of(numbered_page()))
    read = []
    for record in ArchiveIterator(stream, check_digests="raise"):
        http = dict(record.http_headers.headers) if record.http_headers else {}
        read.append((record.rec_type, dict(record.rec_headers.headers), http, record.raw_stream.read()))
    first, second, request, redirects, metadata = read

    assert [kind for kind, *_ in read] == ["response", "response", "request", "metadata", "metadata"]
    assert first[1]["WARC-Target-URI"] == "https://kabar.example/berita/nol%20satu?q=%C3%A9"
    assert first[2] == {
        "content-type": "text/html",
        "etag": 'W/"%C3%A9%0D%0AX-Palsu: ya"',
        "content-length": str(len(FIRST)),
    }
    assert (first[3], second[3]) == (FIRST, SECOND)
    assert second[1]["WARC-Target-URI"] == "https://kabar.example/berita/0?page=2"
    assert request[1]["WARC-Concurrent-To"] == metadata[1]["WARC-Refers-To"] == first[1]["WARC-Record-ID"]
    assert redirects[1]["WARC-Refers-To"] == first[1]["WARC-Record-ID"]
    assert redirects[3].decode().splitlines() == [
        "via: https://kabar.example/berita/0",
        "hopsFromSeed: R",
        "redirectedFrom: https://kabar.example/berita/0",
    ]
    assert len({headers["WARC-Record-ID"] for _, headers, *_ in read}) == 5


def test_warcio_reads_revisits_that_name_the_response_with_their_payload() -> None:
    original = numbered_page()
    again = original.model_copy(update={"slot": "2", "fetched_at": later(hours=1), "redirects": ()})
    stream = io.BytesIO(records_of(original) + records_of(again, original))
    read = [
        (record.rec_type, dict(record.rec_headers.headers), record.http_headers, record.raw_stream.read())
        for record in ArchiveIterator(stream, check_digests="raise")
    ]
    responses = [fields for kind, fields, *_ in read if kind == "response"]
    revisits = [fields for kind, fields, *_ in read if kind == "revisit"]

    assert [kind for kind, *_ in read[5:]] == ["revisit", "revisit", "request", "metadata"]
    for response, revisit in zip(responses, revisits, strict=True):
        assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        assert revisit["WARC-Refers-To"] == response["WARC-Record-ID"]
        assert revisit["WARC-Refers-To-Target-URI"] == response["WARC-Target-URI"]
        assert revisit["WARC-Refers-To-Date"] == response["WARC-Date"]
        assert revisit["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]
    assert all(
        payload == b"" and http.get_statuscode() == "200" for kind, _, http, payload in read if kind == "revisit"
    )
    assert read[7][1]["WARC-Concurrent-To"] == revisits[0]["WARC-Record-ID"]


def test_warcios_own_check_passes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "satu.warc.gz"
    again = page(slot="2")
    pages = records_of(page()) + records_of(numbered_page()) + records_of(again, page())
    path.write_bytes(file_head(path.name, NOON) + pages)
    done = subprocess.run(
        [Path(sys.executable).parent / "warcio", "check", "-v", path], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    assert done.stdout.count("digest pass") == 11  # of twelve: it asks no digest of a revisit


SPAN = records_of(numbered_page())


@pytest.mark.parametrize(
    ("span", "said"),
    [
        pytest.param(SPAN[:-1], "is cut off", id="the last byte is missing"),
        pytest.param(SPAN[:40] + bytes([SPAN[40] ^ 1]) + SPAN[41:], "gzip member at 0", id="one bit is wrong"),
        pytest.param(SPAN + b"\0" * 9, "gzip member at", id="zeros after it"),
        pytest.param(b"", "no metadata", id="nothing at all"),
        pytest.param(records_of(page()) + SPAN, "responses", id="another page before it"),
        pytest.param(file_head("x", NOON), "0 responses", id="no page"),
    ],
)
def test_damage_is_told(span: bytes, said: str) -> None:
    with pytest.raises(BrokenRecordError, match=said):
        records_in(span)
