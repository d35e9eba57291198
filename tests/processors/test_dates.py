"""Dates as Indonesian pages write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from processors.clean.metadata.dates import parse_date, parse_dates, parse_machine_date

JAKARTA = ZoneInfo("Asia/Jakarta")

MINUTES = [
    ("Rabu, 13 Agu 2025 11:08 WIB", "2025-08-13T11:08+07:00", True),
    ("SABTU, 23 AGUSTUS 2025 | 12:52 WIB", "2025-08-23T12:52+07:00", True),
    ("Senin, 28 Oktober 2024 / 20:19 WIB", "2024-10-28T20:19+07:00", True),
    ("13/7/2025 06:39", "2025-07-13T06:39+07:00", False),
    ("03/09/2025, 15:35 WIB", "2025-09-03T15:35+07:00", True),
    ("11 October 2025 10:02", "2025-10-11T10:02+07:00", False),
    ("30 Apr 2025 08:42 wib.", "2025-04-30T08:42+07:00", True),
    ("Jum'at, 3 Pebruari 2017 - 10.05 WITA", "2017-02-03T10:05+08:00", True),
    ("Jum’at, 5 Sept 2025 pukul 09.30 WIT", "2025-09-05T09:30+09:00", True),
    ("on 16 Feb 2016 at 09:10 WIB", "2016-02-16T09:10+07:00", True),
    ("Kamis, 5 November 2015 14:56 WIB | 1.229 Views", "2015-11-05T14:56+07:00", True),
    ("Selasa, 1 Mei 2018 — 19:38 WIB", "2018-05-01T19:38+07:00", True),
    ("10:02 WIB, 11 Oktober 2025", "2025-10-11T10:02+07:00", True),
    ("Fri, 15 Aug 2025 13:12:00 +0700", "2025-08-15T13:12+07:00", True),
    ("Maret 30, 2015 3:05 pm", "2015-03-30T15:05+07:00", False),
    ("2018-05-01T19:00:00Z", "2018-05-01T19:00+00:00", True),
    ("2025-04-28T10:15:00.123+07:00", "2025-04-28T10:15+07:00", True),
    ("2016-02-16 09:10:56", "2016-02-16T09:10:56+07:00", False),
    ("2024/04/28 10:20:00", "2024-04-28T10:20+07:00", False),
    ("2022-12-10T13-19-56Z", "2022-12-10T13:19:56+07:00", False),
    ("Tue Sep 02 2025 10:00:00 GMT+0700", "2025-09-02T10:00+07:00", True),
    ("Senin, 28 April 2025 / 29 Syawal 1446 H - 10:15 WIB", "2025-04-28T10:15+07:00", True),
    ("28 April 2025 (29 Syawal 1446 Hijriah) pukul 10.15 WITA", "2025-04-28T10:15+08:00", True),
    ("29 Syawal 1446 H / Senin, 28 April 2025 10:15", "2025-04-28T10:15+07:00", False),
    ("28/04/2025 pada pukul 10:15 WIB", "2025-04-28T10:15+07:00", True),
    ("Pukul 10:15 WIT (28/04/2025)", "2025-04-28T10:15+09:00", True),
    ("Mon Apr 28 10:15:00 WIB 2025", "2025-04-28T10:15+07:00", True),
    ("Senin, 28 April 2025 M / 29 Syawal 1446 H, 10.15 WIB", "2025-04-28T10:15+07:00", True),
    ("28 Apr '25 10:15", "2025-04-28T10:15+07:00", False),
    ("April 28, 2025 1:05 p.m.", "2025-04-28T13:05+07:00", False),
    ("Senin, 28 Djuli 2025, 10h15 WIB", "2025-07-28T10:15+07:00", True),
    ("2025.04.28 10:15", "2025-04-28T10:15+07:00", False),
    ("4/28/2025 10:15:00 AM", "2025-04-28T10:15+07:00", False),
    ("04/28/2025 1:05:00 PM", "2025-04-28T13:05+07:00", False),
    ("2025-04-28 1:05:00 PM", "2025-04-28T13:05+07:00", False),
    ("2025-04-28T10:15:00 09:00", "2025-04-28T10:15+09:00", True),
    ("April 28th, 2025 at 10:15 am", "2025-04-28T10:15+07:00", False),
    ("Senin, 11 Ag. 2025 10.15 WIB", "2025-08-11T10:15+07:00", True),
    ("17 Nopember 2014 - 12:00 am", "2014-11-17T00:00+07:00", False),
]
DAYS = [
    ("Senin (28/4/2025)", "2025-04-28"),
    ("Rabu, 19 Juni 2024", "2024-06-19"),
    ("13/7/25", "2025-07-13"),
    ("Maret 30, 2015", "2015-03-30"),
    ("17 February 2017", "2017-02-17"),
    ("1 Agst 2020", "2020-08-01"),
]


@pytest.mark.parametrize(("text", "instant", "zone_stated"), MINUTES, ids=[text for text, _, _ in MINUTES])
def test_a_time_is_read_to_the_minute_with_its_zone(text: str, instant: str, zone_stated: bool) -> None:
    stated = parse_date(text, zone=JAKARTA)

    assert stated is not None
    assert stated.at == datetime.fromisoformat(instant)
    assert stated.minute
    assert stated.zone_stated is zone_stated


@pytest.mark.parametrize(("text", "day"), DAYS, ids=[text for text, _ in DAYS])
def test_a_day_without_a_time_is_its_midnight_and_says_so(text: str, day: str) -> None:
    stated = parse_date(text, zone=JAKARTA)

    assert stated is not None
    assert stated.at.isoformat() == f"{day}T00:00:00+07:00"
    assert not stated.minute


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kemarin",
        "31 Juni 2025",
        "pukul 10.15 WIB",
        "harga 19.000 pada 2018",
        "Rp 1.250.000",
        "28 April",
        "99/99/2025",
        "versi 2.3.1",
    ],
)
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert parse_date(text, zone=JAKARTA) is None


MACHINE = [
    ("1745810100", "2025-04-28T10:15+07:00", True),
    ("1745810100000", "2025-04-28T10:15+07:00", True),
    ("20250428", "2025-04-28T00:00+07:00", False),
    ("20250428101500", "2025-04-28T10:15+07:00", True),
    ("20250428T101500Z", "2025-04-28T10:15+00:00", True),
    ("20250428T1015+0800", "2025-04-28T10:15+08:00", True),
    ("2025-04-28T10:15:00+07:00", "2025-04-28T10:15+07:00", True),
]


@pytest.mark.parametrize(("text", "instant", "minute"), MACHINE, ids=[text for text, _, _ in MACHINE])
def test_a_machine_states_dates_in_digits_too(text: str, instant: str, minute: bool) -> None:
    stated = parse_machine_date(text, zone=JAKARTA)

    assert stated is not None
    assert (stated.at, stated.minute) == (datetime.fromisoformat(instant), minute)


@pytest.mark.parametrize("text", ["20251340", "0812202504", "99999999999", "2025", "abc"])
def test_other_digits_are_no_date_of_a_machine(text: str) -> None:
    assert parse_machine_date(text, zone=JAKARTA) is None


def test_every_date_of_a_text_is_found_in_turn() -> None:
    text = "Diperbarui 29 April 2025 08:00 WIB | Terbit 28 April 2025 10:15 WIB (30/04/2025)"

    assert [stated.at.day for stated in parse_dates(text, zone=JAKARTA)] == [29, 28, 30]
