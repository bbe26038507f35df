"""Words around printed times, folded: units and frames of relative times, day words, halves of the day, zones.

Languages: English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian, Finnish, Polish,
Czech, Romanian, Hungarian, Greek, Russian, Ukrainian, Turkish, Arabic, Hindi, Persian; relative times and halves of
the day in Chinese, Japanese and Korean too.
"""

from __future__ import annotations

import re

from reader.text import fold

_UNITS = {
    1: """s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondo secondi secunda
    secunde sekund sekunda sekundy sekunder sekunti sekuntia vterin masodperc masodperce masodperccel секунд секунду
    секунды сек δευτερολεπτα saniye sn ثانية ثواني ثوان ثانیه सेकंड सेकेंड 秒 秒钟 초""",
    60: """minuta minutes minutit minutiem menit phut דקה דקות минути นาที মিনিট
    m min mins mn minute minutes minuten minuto minutos minuti minut minuta minuty minutu minutter minuter
    minuut minuutti minuuttia minutami perc perce perccel λεπτο λεπτα λεπτων минут минуту минуты минуты мин хвилин
    хвилину хвилини хв dakika dk دقيقة دقائق دقيقتين دقیقه मिनट 分 分钟 分鐘 분""",
    3600: """jam gio שעה שעות сата часа sata sati ur urami stundam tundi valandas ชั่วโมง ঘণ্টা ঘন্টা
    h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren timme timmar tim time timer
    tunti tuntia godzin godzine godziny godz hodin hodinou hodinami oraja oraval ωρα ωρες час часа часов часы годин
    годину години год saat ساعة ساعات ساعتين ساعت घंटे घंटा घण्टे 小时 小時 時間 시간""",
    86400: """d day days tag tage tagen jour jours dia dias giorno giorni dag dagen dagar dage dager paiva paivaa dni
    dzien dnem zi zile nap napja nappal ημερα ημερες день дня дней дні днів gun gün يوم أيام يومين روز दिन 天 日 일""",
    604800: """w week weeks woche wochen semaine semaines semana semanas settimana settimane weken vecka veckor uge uger
    uke uker viikko viikkoa tydzien tygodnie tydny неделю недели недель тиждень тижні hafta أسبوع أسابيع هفته सप्ताह""",
}
UNITS = {fold(word): seconds for seconds, words in _UNITS.items() for word in words.split()}
"""Seconds of a unit of time."""
_BEFORE = (
    "vor, il y a, il ya, hace, ha, för, for, före, před, acum, πριν από, πριν, منذ, قبل, před, около, "
    "לפני, prije, pre, pred, prieš, pirms, преди, пре, fa"
)
_AFTER = (
    "yang lalu, lalu, trước, tagasi, ที่แล้ว, ที่ผ่านมา, আগে, "
    "ago, fa, atrás, geleden, sedan, siden, sitten, temu, ezelőtt, назад, тому, тому назад, önce, पहले, "
    "पूर्व, پیش, قبل, "
    "前, 전, earlier"
)
_NOW = (
    "just now, right now, gerade eben, soeben, à l'instant, ahora mismo, agora mesmo, proprio ora, "
    "zojuist, juuri nyt, "
    "przed chwilą, právě teď, most, только что, щойно, şimdi, az önce, الآن, अभी, همین حالا, たった今, 刚刚, 방금"
)
_ONE = "a, an, one, ein, eine, einer, einem, une, un, una, uno, um, uma, en, ett, et, één, een, μια, одну"
DAYS = {
    0: """hari_ini hom_nay היום วันนี้ днес danas danes tana sodien siandien avui আজ
    today heute aujourd'hui hoy hoje oggi vandaag i_dag idag tanaan tänään dzis dzisiaj dnes astazi ma σημερα
    сегодня сьогодні bugün اليوم आज امروز 今天 今日 오늘""",
    -1: """kemarin hom_qua אתמול เมื่อวาน jucer juce vceraj eile vakar ahir গতকাল
    yesterday gestern hier ayer ontem ieri gisteren i_går igår eilen wczoraj včera tegnap χθες вчера вчора dün
    أمس امس कल دیروز 昨天 昨日 어제""",
}
DAY_WORDS = {fold(word.replace("_", " ")): shift for shift, words in DAYS.items() for word in words.split()}
"""Days from the day on which the page was printed."""
_MORNING = (
    "am, a.m., a.m, a m, ante meridiem, π.μ., πμ, ص, صباحا, صباحاً, ق.ظ, ق.ظ., पूर्वाह्न, सुबह, 上午, 午前, 오전, "
    "凌晨, 清晨, 早上, 早晨"
)
_EVENING = (
    "pm, p.m., p.m, p m, μ.μ., μμ, م, مساء, مساءً, ب.ظ, ب.ظ., अपराह्न, शाम, दोपहर, रात, 下午, 午後, 오후, "
    "中午, 傍晚, 晚上, 晚間, 晚间"
)
_NOON = "noon, midday, 12 noon, mittags, midi, mediodía, meio-dia, mezzogiorno, полдень, öğle"
_MIDNIGHT = "midnight, mitternacht, minuit, medianoche, meia-noite, mezzanotte, полночь, północ, gece yarısı"
_LEAD = (
    "at, as of, updated, updated at, last updated, last updated at, posted, posted at, published, "
    "published at, time, um, "
    "stand, aktualisiert, aktualisiert um, gegen, uhrzeit, à, a, mis à jour à, publié à, posté à, a las, "
    "a la, las, "
    "actualizado a las, às, as, atualizado às, alle, ore, alle ore, ora, aggiornato alle, om, kl, kl., "
    "klo, klo., kello, klokken, "
    "klokka, klockan, o, godz, godz., godzina, o godz., o godzinie, v, ve, ora, la ora, ora, в, о, "
    "обновлено в, saat, "
    "στις, ωρα, الساعة, ساعت, समय, update, breaking, neu, new, upd, upd.:"
)
_LOCAL = (
    "uhr, uur, hrs, hours, h, hod, hod., óra, órakor, ч, ч., час, год, године, ώρα, local time, local, "
    "ortszeit, "
    "heure locale, heures, heure, hora local, ora locale, horas, बजे, saat, น."
)
_ZONE_PHRASES = {
    "мск": "msk",
    "по москве": "msk",
    "по мск": "msk",
    "по московскому времени": "msk",
    "по киеву": "kyiv",
    "за київським часом": "kyiv",
    "heure de paris": "paris",
    "hora de madrid": "madrid",
    "hora peninsular": "madrid",
    "hora de brasilia": "brasilia",
    "de brasilia": "brasilia",
    "london time": "london",
    "uk time": "london",
    "irish time": "dublin",
    "moscow time": "msk",
    "kyiv time": "kyiv",
    "british summer time": "bst",
    "greenwich mean time": "gmt",
    "coordinated universal time": "utc",
    "central european time": "cet",
    "central european summer time": "cest",
    "indian standard time": "+5:30",
    "eastern standard time": "et",
    "eastern daylight time": "et",
    "pacific standard time": "pt",
    "pacific daylight time": "pt",
    "eastern time": "et",
    "eastern": "et",
    "pacific time": "pt",
    "central time": "ct",
    "بتوقيت مكة": "mecca",
    "بتوقيت غرينتش": "gmt",
    "بتوقيت جرينتش": "gmt",
    "به وقت تهران": "tehran",
    "tsi": "trt",
    "tsİ": "trt",
}
ZONE_PHRASES = {fold(phrase): word for phrase, word in _ZONE_PHRASES.items()}
"""Zones in words of several parts, with the name by which `zones.resolve` knows them."""
_ZONE_WORDS = """
utc gmt bst ist cet cest mez mesz wet west eet eest msk trt est edt et cst cdt ct mst mdt mt pst pdt pt akst hst ast adt
nst ndt brt art clt cot pet jst kst hkt sgt ict wib wit wita myt pht pkt npt gst irst aest aedt acst acdt awst aet nzst
nzdt sast eat cat wat z
"""
ZONE_WORDS = frozenset(_ZONE_WORDS.split())
"""Zone abbreviations; they count only where they are printed in capitals, for some are words."""


def _any(words: str) -> str:
    parts = {fold(part).strip() for part in words.split(", ")}
    return "|".join(sorted((re.escape(part) for part in parts if part), key=len, reverse=True))


def _keys(table: dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


BEFORE, AFTER, NOW, ONE = _any(_BEFORE), _any(_AFTER), _any(_NOW), _any(_ONE)
UNIT, DAY_WORD = _keys(UNITS), _keys(DAY_WORDS)
MORNING, EVENING, NOON, MIDNIGHT = _any(_MORNING), _any(_EVENING), _any(_NOON), _any(_MIDNIGHT)
LEAD, LOCAL, PHRASE = _any(_LEAD), _any(_LOCAL), _keys(ZONE_PHRASES)
