"""Which zone a printed time is in: by the zone word, and by the page's host and language where there is none.

Abbreviations are ambiguous ("IST" is India, Ireland or Israel; "BST" Britain or Bangladesh; "CST" Chicago or China):
the country of the page decides, by the table below. Also tells a machine time that calls local time UTC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from reader.text import fold


def _table(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_COUNTRIES = _table(
    """
    uk Europe/London  gb Europe/London  ie Europe/Dublin  de Europe/Berlin  at Europe/Vienna  ch Europe/Zurich
    fr Europe/Paris  be Europe/Brussels  nl Europe/Amsterdam  lu Europe/Luxembourg  es Europe/Madrid
    cat Europe/Madrid  pt Europe/Lisbon  it Europe/Rome  se Europe/Stockholm  dk Europe/Copenhagen
    no Europe/Oslo  fi Europe/Helsinki  pl Europe/Warsaw  cz Europe/Prague  sk Europe/Bratislava
    hu Europe/Budapest  ro Europe/Bucharest  bg Europe/Sofia  gr Europe/Athens  cy Asia/Nicosia
    hr Europe/Zagreb  si Europe/Ljubljana  rs Europe/Belgrade  ua Europe/Kyiv  ru Europe/Moscow
    su Europe/Moscow  by Europe/Minsk  lt Europe/Vilnius  lv Europe/Riga  ee Europe/Tallinn
    is Atlantic/Reykjavik  mt Europe/Malta  tr Europe/Istanbul  am Asia/Yerevan  az Asia/Baku  ge Asia/Tbilisi
    il Asia/Jerusalem  ps Asia/Hebron  lb Asia/Beirut  sy Asia/Damascus  jo Asia/Amman  iq Asia/Baghdad
    sa Asia/Riyadh  kw Asia/Kuwait  qa Asia/Qatar  ae Asia/Dubai  om Asia/Muscat  ye Asia/Aden  eg Africa/Cairo
    ma Africa/Casablanca  dz Africa/Algiers  tn Africa/Tunis  ly Africa/Tripoli  sd Africa/Khartoum
    ng Africa/Lagos  gh Africa/Accra  ke Africa/Nairobi  za Africa/Johannesburg  et Africa/Addis_Ababa
    ir Asia/Tehran  af Asia/Kabul  pk Asia/Karachi  in Asia/Kolkata  lk Asia/Colombo  bd Asia/Dhaka
    np Asia/Kathmandu  cn Asia/Shanghai  hk Asia/Hong_Kong  tw Asia/Taipei  jp Asia/Tokyo  kr Asia/Seoul
    sg Asia/Singapore  my Asia/Kuala_Lumpur  th Asia/Bangkok  vn Asia/Ho_Chi_Minh  ph Asia/Manila
    nz Pacific/Auckland  ar America/Argentina/Buenos_Aires  cl America/Santiago  uy America/Montevideo
    py America/Asuncion  bo America/La_Paz  pe America/Lima  co America/Bogota  ve America/Caracas
    br America/Sao_Paulo  cu America/Havana  us America/New_York  ca America/Toronto  mx America/Mexico_City
    au Australia/Sydney  id Asia/Jakarta  kz Asia/Almaty  uz Asia/Tashkent  kg Asia/Bishkek  md Europe/Chisinau
    """
)
"""Zone of a country, or of the city from which most of its news is published."""
_GENERIC_HOSTS = frozenset(("co", "am", "ly", "ps", "by", "is", "cat", "id", "me", "tv", "io", "ai"))
"""Country domains that are used from everywhere; they count only with the language of the country."""
_LANGUAGES = _table(
    """
    de de  fr fr  it it  nl nl  sv se  da dk  no no  nb no  nn no  fi fi  pl pl  cs cz  sk sk  hu hu  ro ro
    bg bg  el gr  hr hr  uk ua  ru ru  tr tr  hy am  az az  ka ge  he il  fa ir  hi in  ta in  te in  mr in
    gu in  kn in  ml in  ja jp  ko kr  vi vn  th th  ca es  eu es  gl es  lt lt  lv lv  et ee  is is
    id id  ms my  sl si  sr rs  mt mt  be by  kk kz  bs hr  mk rs  bn bd
    """
)
"""Country of a language that is news in one country in the main. English, Spanish, Portuguese, Arabic are not."""
_HOSTS = (
    (re.compile(r"(?:^|\.)(?:theguardian|telegraph|thetimes|ft|bbc|dailymail|reuters|mirror|economist)\.com$"), "uk"),
    (re.compile(r"(?:^|\.)(?:irishtimes|irishexaminer|breakingnews|corkbeo)\.(?:com|ie)$"), "ie"),
    (re.compile(r"(?:^|\.)(?:cnn|nytimes|washingtonpost|wsj|nbcnews|cbsnews|foxnews|usatoday|apnews)\.com$"), "us"),
    (
        re.compile(
            r"(?:^|\.)(?:ndtv|indiatimes|thehindu|hindustantimes|indianexpress|news18|livemint|moneycontrol|firstpost|"
            r"indiatoday|zeenews|jagran|bhaskar)\.(?:com|in)$"
        ),
        "in",
    ),
    (re.compile(r"(?:^|\.)(?:elpais|elmundo|lavanguardia|abc|marca|elconfidencial)\.(?:com|es)$"), "es"),
    (re.compile(r"(?:^|\.)(?:jpost|timesofisrael|ynetnews|haaretz)\.com$"), "il"),
    (re.compile(r"(?:^|\.)(?:clarin|infobae)\.com$"), "ar"),
    (re.compile(r"(?:^|\.)globo\.com$"), "br"),
)
_UTC_HOSTS = re.compile(r"(?:^|\.)(?:aljazeera\.(?:com|net)|sputnik(?:news|globe)\.com)$")
_FIXED = {
    word: int(minutes)
    for word, minutes in _table(
        """
        utc 0  gmt 0  z 0  wet 0  bst 60  west 60  cet 60  mez 60  cest 120  mesz 120  eet 120  eest 180  msk 180
        trt 180  est -300  edt -240  cst -360  cdt -300  mst -420  mdt -360  pst -480  pdt -420  akst -540  hst -600
        ast -240  adt -180  nst -210  ndt -150  brt -180  art -180  cot -300  pet -300  jst 540  kst 540  hkt 480
        sgt 480  ict 420  wib 420  wit 540  wita 480  myt 480  pht 480  pkt 300  npt 345  gst 240  irst 210
        aest 600  aedt 660  acst 570  acdt 630  awst 480  nzst 720  nzdt 780  sast 120  eat 180  cat 120  wat 60
        ist 330  mecca 180
        """
    ).items()
}
"""Minutes east of Greenwich of words that mean one offset (RFC 822 section 5.1 and the usual abbreviations)."""
_AREAS = _table(
    """
    et America/New_York  ct America/Chicago  mt America/Denver  pt America/Los_Angeles  clt America/Santiago
    aet Australia/Sydney  kyiv Europe/Kyiv  paris Europe/Paris  madrid Europe/Madrid  brasilia America/Sao_Paulo
    london Europe/London  dublin Europe/Dublin  tehran Asia/Tehran
    """
)
_BY_COUNTRY: dict[str, dict[str, int]] = {
    "ist": {"ie": 60, "il": 120},
    "bst": {"bd": 360},
    "cst": {"cn": 480, "tw": 480, "hk": 480, "cu": -300},
    "ast": {"sa": 180, "qa": 180, "kw": 180, "ye": 180, "iq": 180},
    "pst": {"ph": 480, "pk": 300},
    "est": {"au": 600},
}
"""Words that mean another offset on the pages of some countries."""
_EITHER: dict[str, tuple[str, ...]] = dict.fromkeys(("est", "edt"), ("America/New_York", "America/Toronto"))
"""Words that are printed carelessly in summer and winter alike, with the homes whose clock is meant."""
_OFFSET = re.compile(r"^([+-])(\d{1,2}):?(\d\d)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is published, as far as can be told: the country (two letters) and the name of its zone."""

    country: str | None = None
    zone_name: str | None = None

    @property
    def zone(self) -> tzinfo | None:
        """The zone of the page, None where it is not known."""
        return named(self.zone_name) if self.zone_name else None


def place(url: str | None, language: str | None) -> Place:
    """Tell where a page is published by its host, else by the region or the language that it states."""
    host = _host(url)
    if _UTC_HOSTS.search(host):
        return Place(None, "UTC")
    for pattern, country in _HOSTS:
        if pattern.search(host):
            return Place(country, _COUNTRIES[country])
    tags = re.split("[-_]", fold(language or ""))
    top = host.rpartition(".")[2]
    region = tags[-1] if len(tags) > 1 and tags[-1] in _COUNTRIES else None
    spoken = _LANGUAGES.get(tags[0])
    loose = top in _GENERIC_HOSTS and spoken != top
    if top in _COUNTRIES and not loose:
        return Place(top, _COUNTRIES[top])
    country = region or spoken
    return Place(country, _COUNTRIES[country]) if country else Place()


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def named(name: str) -> tzinfo | None:
    """Return the zone of the tz database with a name, None where this machine does not know it."""
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def resolve(word: str | None, where: Place, *, local: bool = False) -> tzinfo | None:
    """Return the zone that a printed word means on a page of that place; without a word the page's own.

    `local` says that the label calls its time local ("Uhr"): of an unknown place that is Germany's. None: not known.
    """
    if not word:
        return where.zone or (named("Europe/Berlin") if local else None)
    match = _OFFSET.match(word)
    if match:
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes)) if minutes <= 14 * 60 else None
    if word in _AREAS:
        return named(_AREAS[word])
    if word == "ist" and where.country == "il":
        return where.zone
    special = _BY_COUNTRY.get(word, {}).get(where.country or "")
    if special is not None:
        return timezone(timedelta(minutes=special))
    if where.zone_name in _EITHER.get(word, ()):
        return where.zone
    return timezone(timedelta(minutes=_FIXED[word])) if word in _FIXED else None


def to_utc(day: date, minutes: int, zone: tzinfo) -> int:
    """Return UTC seconds of a time of day in a zone; in the hour that a clock skips or repeats, the earlier reading."""
    return int(datetime(day.year, day.month, day.day, *divmod(minutes, 60), tzinfo=zone).timestamp())


def false_z(machine: str, printed_minutes: int | None, zone: tzinfo | None) -> bool:
    """Whether a machine time calls local time UTC.

    So it is if it ends in "Z", shows the very minute that is printed, and the page's zone is not UTC on that day.
    `machine` is ISO 8601, `printed_minutes` the printed minute of the day, without a zone word of its own.
    """
    if printed_minutes is None or zone is None or not machine.rstrip().endswith(("Z", "z")):
        return False
    try:
        stated = datetime.fromisoformat(machine.strip()[:-1])
    except ValueError:
        return False
    shift = stated.replace(tzinfo=zone).utcoffset()
    return bool(shift) and stated.hour * 60 + stated.minute == printed_minutes


def false_z_page(pairs: Sequence[tuple[str, int | None]], zone: tzinfo | None) -> bool:
    """Whether a whole page calls local time UTC: every pair of machine time and printed minute says so."""
    telling = [(machine, printed) for machine, printed in pairs if printed is not None]
    return bool(telling) and all(false_z(machine, printed, zone) for machine, printed in telling)
