"""Names of months and weekdays as news pages print them, folded, and dates written with them.

Languages of the texts: English, Russian, German, French, Spanish, Italian, Portuguese, Polish, Turkish. Those of
printed stamps besides: Dutch, Swedish, Danish, Norwegian, Finnish, Czech, Romanian, Hungarian, Greek, Ukrainian,
Arabic (with the Levantine names), Hindi, Persian, Indonesian, Malay, Vietnamese, Thai, Bengali, Hebrew, Croatian,
Serbian, Slovene, Slovak, Bulgarian, Estonian, Latvian, Lithuanian, Catalan, Azerbaijani, Icelandic, Albanian,
Belarusian, Macedonian, Kazakh, Filipino, Afrikaans, Basque, Galician, Chinese, Armenian, Georgian, Tamil, Telugu,
Malayalam, Marathi, Urdu. Months count from 1, weekdays from Monday = 0 (as `datetime.date.weekday`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from reader.text import fold

_MONTHS = """
january jan январь января янв januar janner janvier janv enero ene gennaio gen janeiro stycznia styczen ocak
february feb февраль февраля фев februar fevrier fevr febrero febbraio fevereiro fev lutego luty subat
march mar март марта мар marz mrz mars marzo marco marca marzec mart
april apr апрель апреля апр avril avr abril abr aprile kwietnia kwiecien nisan
may май мая mai mayo maggio mag maio maja maj mayis
june jun июнь июня июн juni juin junio giugno giu junho czerwca czerwiec haziran
july jul июль июля июл juli juillet juil julio luglio lug julho lipca lipiec temmuz
august aug август августа авг aout agosto ago sierpnia sierpien agustos
september sept sep сентябрь сентября сен september septembre septiembre settembre set setembro wrzesnia wrzesien eylul
october oct октябрь октября окт oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik ekim
november nov ноябрь ноября ноя november novembre noviembre novembre novembro listopada listopad kasim
december dec декабрь декабря дек dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien aralik
"""
_WEEKDAYS = """
monday понедельник montag lundi lunes lunedi segunda-feira poniedzialek pazartesi
tuesday вторник dienstag mardi martes martedi terca-feira wtorek sali
wednesday среда среду mittwoch mercredi miercoles mercoledi quarta-feira sroda srode carsamba
thursday четверг donnerstag jeudi jueves giovedi quinta-feira czwartek persembe
friday пятница пятницу freitag vendredi viernes venerdi sexta-feira piatek cuma
saturday суббота субботу samstag sonnabend samedi sabado sabato sobota cumartesi
sunday воскресенье sonntag dimanche domingo domenica niedziela niedziele pazar
"""
# More months, for stamps only: in running text some of these words mean other things. "_" stands for a blank.
_EUROPEAN_MONTHS = """
januari tammikuuta tammi ledna leden ianuarie ian januar ιανουαριου ιανουαριος ιαν
februari helmikuuta helmi unora unor februarie február februar φεβρουαριου φεβ
maart mrt marts mars maaliskuuta maalis brezna brezen martie március marcius μαρτιου μαρ
april huhtikuuta huhti dubna duben aprilie április aprilis απριλιου απρ
mei maj mai toukokuuta touko kvetna kveten május majus μαιου μαϊου μαι
juni kesakuuta kesa cervna cerven iunie június junius ιουνιου ιουν
juli heinakuuta heina cervence cervenec iulie július julius ιουλιου ιουλ
augusti augustus elokuuta elo srpna srpen augusztus αυγουστου αυγ
septembrie syyskuuta syys zari szeptember szept σεπτεμβριου σεπ
oktober lokakuuta loka rijna rijen octombrie október οκτωβριου οκτ
november marraskuuta marras listopadu noiembrie νοεμβριου νοε νοεμ
desember des joulukuuta joulu prosince prosinec decembrie δεκεμβριου δεκ
"""
_OTHER_MONTHS = """
січня січ يناير كانون_الثاني جانفي जनवरी ژانویه
лютого лют فبراير شباط فيفري फरवरी फ़रवरी فوریه
березня бер مارس آذار मार्च
квітня кві أبريل ابريل نيسان أفريل अप्रैल آوریل
травня тра مايو أيار ماي मई مه
червня чер يونيو حزيران جوان जून ژوئن
липня лип يوليو تموز جويلية जुलाई ژوئیه
серпня сер أغسطس آب أوت अगस्त اوت
вересня вер سبتمبر أيلول सितंबर सितम्बर سپتامبر
жовтня жов أكتوبر اكتوبر تشرين_الأول अक्टूबर अक्तूबर اکتبر
листопада лис نوفمبر تشرين_الثاني नवंबर नवम्बर نوامبر
грудня гру ديسمبر كانون_الأول दिसंबर दिसम्बर دسامبر
"""
# Croatian "listopada" (October) is missing: in Polish it is November.
_FURTHER_MONTHS = """
januara sijecnja јануара януари jaanuar janvaris janvari sausio gener ינואר בינואר জানুয়ারি มกราคม ม.ค. thang_1
februara veljace фебруара февруари veebruar februaris vasario febrer פברואר בפברואר ফেব্রুয়ারি กุมภาพันธ์ ก.พ. thang_2
marta maret ozujka марта marts marta kovo març מרץ במרץ מרס במרס মার্চ มีนาคม มี.ค. thang_3
aprila travnja априла април aprill aprilis balandzio באפריל אפריל এপ্রিল เมษายน เม.ย. thang_4
maja maja svibnja маја maijs maija geguzes maig מאי במאי মে พฤษภาคม พ.ค. thang_5
juna junija lipnja јуна юни juuni junijs birzelio juny יוני ביוני জুন มิถุนายน มิ.ย. thang_6
jula julija srpnja јула юли juuli julijs liepos juliol יולי ביולי জুলাই กรกฎาคม ก.ค. thang_7
avgusta avgust augusta kolovoza agustus ogos августа augusts rugpjucio agost אוגוסט באוגוסט আগস্ট สิงหาคม ส.ค. thang_8
septembra rujna септембра септември septembris rugsejo setembre ספטמבר בספטמבר সেপ্টেম্বর กันยายน ก.ย. thang_9
oktobra октобра октомври oktoober oktobris spalio octubre אוקטובר באוקטובר অক্টোবর ตุลาคม ต.ค. thang_10
novembra studenoga studenog новембра ноември novembris lapkricio novembre נובמבר בנובמבר নভেম্বর พฤศจิกายน พ.ย. thang_11
decembra disember децембра декември detsember decembris gruodzio desembre דצמבר בדצמבר ডিসেম্বর ธันวาคม ธ.ค. thang_12
"""
_LATIN_MONTHS = """
yanvar janúar janar enero januarie urtarrila xaneiro
fevral febrúar shkurt pebrero februarie otsaila febreiro
mars marso martxoa
apríl prill apirila
maí maiatza
júní qershor iyun hunyo junie ekaina xuño
júlí korrik iyul hulyo julie uztaila xullo
avqust ágúst gusht abuztua abuztuaren
sentyabr shtator setyembre iraila
oktyabr tetor oktubre urria
noyabr nóvember nëntor nobyembre azaroa
dekabr dhjetor disyembre decembro abendua
"""
_EASTERN_MONTHS = """
студзеня јануари қаңтар 一月 հունվար հունվարի იანვარი
лютага февруари ақпан 二月 փետրվար փետրվարի თებერვალი
сакавіка март наурыз 三月 մարտ մարտի მარტი
красавіка сәуір 四月 ապրիլ ապրիլի აპრილი
мај мамыр 五月 մայիս մայիսի მაისი
чэрвеня јуни маусым 六月 հունիս հունիսի ივნისი
ліпеня јули шілде 七月 հուլիս հուլիսի ივლისი
жніўня август тамыз 八月 օգոստոս օգոստոսի აგვისტო
верасня септември қыркүйек 九月 սեպտեմբեր սեպտեմբերի სექტემბერი
кастрычніка октомври қазан 十月 հոկտեմբեր հոկտեմբերի ოქტომბერი
лістапада ноември қараша 十一月 նոյեմբեր նոյեմբերի ნოემბერი
снежня декември желтоқсан 十二月 դեկտեմբեր դեկտեմբերի დეკემბერი
"""
_INDIAN_MONTHS = """
ஜனவரி జనవరి ജനുവരി جنوری
பிப்ரவரி ఫిబ్రవరి ഫെബ്രുവരി फेब्रुवारी فروری
மார்ச் మార్చి മാർച്ച് मार्च مارچ
ஏப்ரல் ఏప్రిల్ ഏപ്രിൽ एप्रिल اپریل
மே మే മേയ് मे مئی
ஜூன் జూన్ ജൂൺ جون
ஜூலை జూలై ജൂലൈ जुलै جولائی
ஆகஸ்ட் ఆగస్టు ഓഗസ്റ്റ് ऑगस्ट اگست
செப்டம்பர் సెప్టెంబర్ സെപ്റ്റംബർ सप्टेंबर ستمبر
அக்டோபர் అక్టోబర్ ഒക്ടോബർ ऑक्टोबर اکتوبر
நவம்பர் నవంబర్ നവംബർ नोव्हेंबर نومبر
டிசம்பர் డిసెంబర్ ഡിസംബർ डिसेंबर دسمبر
"""
# For feeds alone: on pages some of these are words. Where two languages mean two months by one, the larger has it.
_SHORT_MONTHS = """
led sty oca saus sij ianv jaan
uno lut şub veeb vas velj fevr febr
bře bre märts kov ožu
dub kwi nis bal tra
kvě kve máj geg svi
čvn cvn cze haz iun birž jún iyn
čvc cvc lip tem iul liep júl iyl
srp sie ağu avg rugp kol agu ags ogo avq ágú
zář zar wrz eyl szept rugs ruj
říj rij paź paz eki spal
lis kas noi lapkr stu nóv
pro gru ara gruod pros dets
"""
_OTHER_WEEKDAYS = """
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag
mandag tirsdag lørdag søndag maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina
perjantai perjantaina lauantai lauantaina sunnuntai sunnuntaina pondělí úterý středa čtvrtek pátek neděle pondelok
utorok streda štvrtok piatok nedeľa hétfő kedd szerda csütörtök péntek szombat vasárnap luni marți miercuri joi vineri
sâmbătă duminică δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή понеділок вівторок середа четвер п'ятниця
неділя понеделник сряда четвъртък петък събота неделя ponedjeljak ponedeljak utorak srijeda četvrtak petak subota
nedjelja nedelja torek sreda nedelja esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev pirmdiena otrdiena
trešdiena ceturtdiena piektdiena sestdiena svētdiena pirmadienis antradienis trečiadienis ketvirtadienis penktadienis
šeštadienis sekmadienis dilluns dimarts dimecres dijous divendres dissabte diumenge senin selasa rabu kamis jumat sabtu
minggu شنبه یکشنبه یک‌شنبه دوشنبه سه‌شنبه سهشنبه چهارشنبه پنجشنبه پنج‌شنبه جمعه الاثنين الإثنين الثلاثاء الأربعاء الخميس
الجمعة السبت الأحد सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი
შაბათი კვირა երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ կիրակի
"""
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _table(lines: str, first: int) -> dict[str, int]:
    rows = enumerate(lines.strip().split("\n"), first)
    return {fold(name.replace("_", " ")): at for at, line in rows for name in line.split()}


MONTHS = _table(_MONTHS, 1)
_TABLES = (_LATIN_MONTHS, _EASTERN_MONTHS, _INDIAN_MONTHS, _EUROPEAN_MONTHS, _OTHER_MONTHS, _FURTHER_MONTHS, _MONTHS)
STAMP_MONTHS = {name: month for lines in _TABLES for name, month in _table(lines, 1).items()}
"""Months in all languages of stamps."""
FEED_MONTHS = _table(_SHORT_MONTHS, 1) | STAMP_MONTHS
"""These, and more of their abbreviations."""
WEEKDAYS = _table(_WEEKDAYS, 0)
STAMP_WEEKDAYS = "|".join(
    sorted({re.escape(fold(name)) for name in (_WEEKDAYS + _OTHER_WEEKDAYS).split()}, key=len, reverse=True)
)
"""Weekdays in more languages, as a pattern: they stand before dates, and say nothing that the date does not."""


def _names(table: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th|er|\.)?"
_MONTH = rf"(?P<month{{0}}>{_names(MONTHS)})\b\.?"
_YEAR = r"(?P<year{0}>(?:19|20)\d\d)"
DATE = re.compile(
    rf"\b{_DAY.format(1)}(?: de| of)? {_MONTH.format(1)}(?:,? (?:de |del )?{_YEAR.format(1)})?(?!\d)"
    rf"|\b{_MONTH.format(2)} {_DAY.format(2)}(?!\d)(?:,? {_YEAR.format(2)})?(?!\d)"
    rf"|\b{_YEAR.format(3)}-(?P<month3>\d\d)-(?P<day3>\d\d)\b"
)
WEEKDAY = re.compile(rf"(?<!\w)(?P<name>{_names(WEEKDAYS)})(?!\w)")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in words; `year` is None where it is not written. `start` and `end` point into the folded text."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    def on(self, year: int) -> date | None:
        """The calendar day in a year, None where there is no such day (29 February)."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def full(self) -> date | None:
        """The calendar day, None without a year or where there is no such day."""
        return self.on(self.year) if self.year else None


def dates_in(folded: str) -> list[WrittenDate]:
    """Return the dates with a day and a month in a text that has gone through `reader.text.fold`."""
    found: list[WrittenDate] = []
    if not any(char.isdigit() for char in folded):
        return found
    for match in DATE.finditer(folded):
        which = next(n for n in "123" if match[f"day{n}"])
        month = match[f"month{which}"]
        number = MONTHS[month] if month in MONTHS else int(month)
        day = int(match[f"day{which}"])
        year = match[f"year{which}"]
        if 1 <= number <= 12 and 1 <= day <= 31:
            found.append(WrittenDate(day, number, int(year) if year else None, match.start(), match.end()))
    return found
