"""Printed times: the forms of many languages, what only looks like one, positions, hostile input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.times.clock_text import PrintedTime, leading, printed_date, read
from reader.formats.times.page_words import page_stamps_in
from reader.formats.times.zone_notes import zone_note


def clock(label: str) -> str | None:
    found = read(label)
    return None if found is None or found.minutes is None else "{:02}:{:02}".format(*divmod(found.minutes, 60))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        *[("22:41", "22:41"), ("17.00", "17:00"), ("9:05", "09:05"), ("[10:15]", "10:15"), ("14:33:00", "14:33")],
        *[("12.31 Uhr", "12:31"), ("9 Uhr 30", "09:30"), ("10 Uhr", "10:00"), ("10:15 Uhr:", "10:15")],
        *[("12h31", "12:31"), ("12 h 31", "12:31"), ("9h", "09:00"), ("14u31", "14:31"), ("14.30 uur", "14:30")],
        *[("1:17 PM", "13:17"), ("1.17pm", "13:17"), ("10am", "10:00"), ("12:05 a.m.", "00:05"), ("12pm", "12:00")],
        *[("noon", "12:00"), ("midnight", "00:00"), ("Mitternacht", "00:00"), ("24:00", "00:00"), ("midi", "12:00")],
        *[("kl. 14.30", "14:30"), ("klo 14.30", "14:30"), ("kello 14.30", "14:30"), ("godz. 14:30", "14:30")],
        *[("ore 14:30", "14:30"), ("a las 14:30", "14:30"), ("às 14h30", "14:30"), ("saat 14.30", "14:30")],
        *[("в 14:30", "14:30"), ("Updated at 10:15", "10:15"), ("14:30 мск", "14:30"), ("+++ 10:15 +++", "10:15")],
        *[("١٢:٣٠", "12:30"), ("۱۲:۳۰", "12:30"), ("१२:३०", "12:30"), ("10:15 ص", "10:15"), ("١٠:١٥ مساءً", "22:15")],
        *[("上午 10:30", "10:30"), ("午後3時15分", "15:15"), ("오전 10:30", "10:30"), ("2:30 μ.μ.", "14:30")],
    ],
)
def test_a_time_of_day(label: str, expected: str) -> None:
    assert clock(label) == expected


@pytest.mark.parametrize(
    ("label", "seconds"),
    [
        *[("4m ago", 240), ("21 mins ago", 1260), ("an hour ago", 3600), ("2h ago", 7200), ("just now", 0)],
        *[("vor 5 Minuten", 300), ("vor einer Stunde", 3600), ("il y a 5 minutes", 300), ("hace 3 horas", 10800)],
        *[("há 5 minutos", 300), ("5 minuti fa", 300), ("5 minuten geleden", 300), ("5 min sedan", 300)],
        *[("for 5 minutter siden", 300), ("5 minuuttia sitten", 300), ("5 minut temu", 300), ("před 5 minutami", 300)],
        *[("acum 5 minute", 300), ("5 perccel ezelőtt", 300), ("πριν από 5 λεπτά", 300), ("2 saat önce", 7200)],
        *[("5 минут назад", 300), ("5 хвилин тому", 300), ("منذ 5 دقائق", 300), ("قبل ٣ ساعات", 10800)],
        *[("1 hr 45 min ago", 6300), ("1 hour, 5 minutes ago", 3900), ("vor 2 Std. 5 Min.", 7500), ("1h 2m ago", 3720)],
        *[("5 मिनट पहले", 300), ("۵ دقیقه پیش", 300), ("3分前", 180), ("3 분 전", 180), ("2小时前", 7200)],
    ],
)
def test_a_distance_from_now(label: str, seconds: int) -> None:
    found = read(label)
    assert found is not None
    assert found.relative
    assert found.ago == seconds


@pytest.mark.parametrize(
    "label",
    [
        *["85'", "45+2'", "57:33", "2:1", "3 : 1", "16:9", "1:32.45", "9.58s", "1:05:23.4", "99:10", "24:30"],
        *["John 3:16", "12.50 Euro", "17.00%", "2.30 km", "10:15 - 11:00", "10:15–11:15 Uhr", "12.34.56.78"],
        *["12.5.2014", "10", "2014", "May", "today", "vor Gericht", "+1.094", "", " ", "::", "10:60", "25h10"],
    ],
)
def test_no_time(label: str) -> None:
    assert read(label) is None


@pytest.mark.parametrize(
    ("label", "zone"),
    [
        *[("12.50 BST", "bst"), ("19:02 (IST)", "ist"), ("16:04 MESZ", "mesz"), ("10.15am ET", "et")],
        *[("14:30 (мск)", "msk"), ("10:15 GMT+3", "+3"), ("10:15 UTC+05:30", "+05:30"), ("10:15", None)],
        *[("5:00PM GMT 31 Dec 2014", "gmt"), ("16:04 Uhr MEZ", "mez"), ("14h30, heure de Paris", None)],
    ],
)
def test_the_zone_word(label: str, zone: str | None) -> None:
    found = leading(label)
    assert found is not None
    assert found.zone == zone


@pytest.mark.parametrize(
    ("label", "day"),
    [
        *[("19:02 (IST), Oct 02", (2, 10, None)), ("5:00PM GMT 31 Dec 2014", (31, 12, 2014))],
        *[("31.12.2014, 10:15 Uhr", (31, 12, 2014)), ("Samstag, 3. Mai, 10:15 Uhr", (3, 5, None))],
        *[("12 تشرين الأول 2023 14:30", (12, 10, 2023)), ("28 сентября 2020, 22:41", (28, 9, 2020))],
        *[("28 सितंबर 2020 22:41", (28, 9, 2020)), ("28 σεπτεμβρίου 2020 22:41", (28, 9, 2020))],
        *[("2023-11-02 14:30", (2, 11, 2023)), ("28. syyskuuta 2020 22:41", (28, 9, 2020))],
    ],
)
def test_a_date_with_the_time(label: str, day: tuple[int, int, int | None]) -> None:
    found = read(label)
    assert found is not None
    assert (found.day, found.month, found.year) == day
    assert found.minutes is not None


def test_relative_and_absolute_run_together() -> None:
    found = read("21 mins ago11:48")
    assert found is not None
    assert (found.ago, found.minutes, found.relative) == (1260, 708, False)


def test_day_words() -> None:
    found = read("gestern, 22:10 Uhr")
    assert found is not None
    assert (found.day_shift, found.local, found.minutes) == (-1, True, 1330)


def test_slashes_are_read_as_the_language_has_them() -> None:
    day_first, month_first = read("3/4/2024 10:15"), read("3/4/2024 10:15", month_first=True)
    assert day_first is not None
    assert month_first is not None
    assert (day_first.day, day_first.month, month_first.day, month_first.month) == (3, 4, 4, 3)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        *[("10.15 Est-ce que la ville", "Est-ce que la ville"), ("12.30 Ist das alles", "Ist das alles")],
        *[("12.31 Uhr: Der Hafen", "Der Hafen"), ("10:15am - The harbour", "The harbour"), ("10:15 | X", "X")],
        *[("10:15 Today the harbour", "Today the harbour"), ("10:15 20 May was the day", "20 May was the day")],
        *[("10:15 Monday will be", "Monday will be"), ("10:15 Hours after the storm", "Hours after the storm")],
        *[("14.05 Uhr Heute beginnt", "Heute beginnt"), ("• 10:15 ET: News", "News"), ("10:15 Mo Fa", "Mo Fa")],
        *[("10:15 5 men are safe", "5 men are safe"), ("10h15. La police", "La police")],
    ],
)
def test_where_the_text_goes_on(text: str, rest: str) -> None:
    found = leading(text)
    assert found is not None
    assert text[found.end :] == rest


@pytest.mark.parametrize("text", ["In 2014 at 10:15", "The 10:15 to Merrin", "At least 5", "10:15 - 11:00 Opening"])
def test_texts_that_open_with_no_time(text: str) -> None:
    assert leading(text) is None


@pytest.mark.parametrize(
    ("text", "day"), [("Montag, 3. März 2031", (3, 3)), ("2 October", (2, 10)), ("10:15", None), ("A day in May", None)]
)
def test_a_heading_that_is_a_date(text: str, day: tuple[int, int] | None) -> None:
    found = printed_date(text)
    assert (None if found is None or found.day is None else (found.day, found.month)) == day


@given(st.text(max_size=300))
def test_never_raises(text: str) -> None:
    for found in (leading(text), read(text), printed_date(text)):
        assert found is None or 0 <= found.label_end <= found.end <= len(text)


@given(
    st.lists(
        st.sampled_from(
            ["10:15", "10.15", " ", "vor", "5", "Minuten", "ago", "Oct", "(", "IST", ")", ",", "12h", "am", "-"]
        )
    )
)
def test_pieces_in_any_order(parts: list[str]) -> None:
    found = leading("".join(parts))
    assert found is None or isinstance(found, PrintedTime)


@pytest.mark.parametrize("unit", ["10:15 ", "vor ", "1", " ", "(", "h", "31.12.", "Oct 02, ", "+++", "मि", "•"])
def test_long_texts_take_no_time(unit: str) -> None:
    started = time.process_time()
    for _ in range(20):
        leading(unit * 20_000)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "stamps"),
    [
        ("Publié le 4 août 2031 à 06h40, mis à jour à 12h31", ["published 04.08.2031 06:40"]),
        ("First published on Tue 4 Aug 2031 10.25 BST", ["published 04.08.2031 10:25"]),
        (
            "Published: August 4, 2031 9:05 AM EDT Updated: August 4, 2031 3:05 PM EDT",
            ["published 04.08.2031 09:05", "changed 04.08.2031 15:05"],
        ),
        ("Aktualisiert am 4. August 2031 um 12:31 Uhr", ["changed 04.08.2031 12:31"]),
        ("Pubblicato il 4 agosto 2031 alle ore 12:40", ["published 04.08.2031 12:40"]),
        ("Actualizado el 4 ago 2031 a las 12:40", ["changed 04.08.2031 12:40"]),
        ("Published 4 August 2031", ["published 04.08.2031 00:00"]),
        ("The report was published on 4 August 2031", []),
        ("He said so in 2031 at 12:40", []),
    ],
)
def test_the_pages_own_stamps_in_words(text: str, stamps: list[str]) -> None:
    found = [
        f"{kind} {time.day:02}.{time.month:02}.{time.year} {(time.minutes or 0) // 60:02}:{(time.minutes or 0) % 60:02}"
        for kind, time in page_stamps_in(text)
    ]
    assert found == stamps


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        *[("All times are Central European Time (CET).", "cet"), ("All times Eastern.", "et"), ("Times in GMT", "gmt")],
        *[("Alle Zeiten in MESZ", "mesz"), ("Toutes les heures sont à l'heure de Paris", "paris")],
        *[("Live blog. All times are local (GMT+2)", "+2"), ("All times AEST", "aest"), ("Время московское", "msk")],
        *[("It happened many times in BST history", None), ("The times of the trains", None), ("All times high", None)],
    ],
)
def test_a_note_on_the_zone_of_all_times(text: str, zone: str | None) -> None:
    assert zone_note(text) == zone


@pytest.mark.parametrize(
    "months",
    [
        "januari februari maart april mei juni juli augustus september oktober november december",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "januar februar marts april maj juni juli august september oktober november december",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "január február március április május június július augusztus szeptember október november december",
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
        "marraskuuta joulukuuta",
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου "
        "Δεκεμβρίου",
    ],
)
def test_all_months_of_a_language(months: str) -> None:
    found = [printed_date(f"4 {name} 2031") for name in months.split()]
    assert [date.month if date else None for date in found] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "minutes", "date"),
    [
        ("8月4日 14時22分", 862, (None, 8, 4)),
        ("2031年3月4日(火) 午後2時22分", 862, (2031, 3, 4)),
        ("2031년 3월 4일 오후 2시 22분", 862, (2031, 3, 4)),
        ("4 Maret 2031, 14.22 WIB", 862, (2031, 3, 4)),
        ("14h22 4/3/2031", 862, (2031, 3, 4)),
        ("4 มีนาคม 2574 14.22 น.", 862, (2031, 3, 4)),
        ("4 במרץ 2031, 14:22", 862, (2031, 3, 4)),
        ("2031 m. kovo 4 d. 14:22", 862, (2031, 3, 4)),
        ("2031. március 4. 14:22", 862, (2031, 3, 4)),
        ("4. ožujka 2031. u 14:22", 862, (2031, 3, 4)),
        ("4 d'agost de 2031 14:22", 862, (2031, 8, 4)),
        ("4 tháng 3, 2031 14:22", 862, (2031, 3, 4)),
    ],
)
def test_dates_of_further_languages(text: str, minutes: int, date: tuple[int | None, int, int]) -> None:
    found = read(text)
    assert found is not None
    assert (found.minutes, (found.year, found.month, found.day)) == (minutes, date)


@pytest.mark.parametrize(
    "text",
    ["5 menit lalu", "5 phút trước", "לפני 5 דקות", "5 นาทีที่แล้ว", "prije 5 minuta", "pred 5 minutami", "преди 5 минути"],
)
def test_distances_of_further_languages(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.ago == 300


def test_the_same_moment_in_universal_time_gives_the_zone() -> None:
    found = read("14:22 (11:22 GMT)")
    assert found is not None
    assert (found.minutes, found.zone) == (862, "+03:00")
    found = read("4 Mar 2031 - 01:22 (05:22 UTC)")
    assert found is not None
    assert (found.minutes, found.zone) == (82, "-04:00")


@pytest.mark.parametrize(
    ("text", "minutes"), [("中午12:30", 750), ("晚上9:05", 1265), ("凌晨1:10", 70), ("⚽ 14:22", 862)]
)
def test_halves_of_the_day_and_icons(text: str, minutes: int) -> None:
    found = read(text)
    assert found is not None
    assert found.minutes == minutes


@pytest.mark.parametrize(
    "text",
    ["Aktualizováno 4. března 2031 v 14:22", "เผยแพร่ 4 มีนาคม 2574 14.22 น.", "Обновлено 4 марта 2031 г. в 14:22"],
)
def test_stamps_of_further_languages(text: str) -> None:
    ((_, found),) = page_stamps_in(text)
    assert (found.year, found.month, found.day, found.minutes) == (2031, 3, 4, 862)
