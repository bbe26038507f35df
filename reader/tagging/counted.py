"""The words by which it is told what a number counts: states, nouns, and those that stand between."""

from __future__ import annotations

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday".split())


def _table(text: str) -> dict[str, str]:
    """Read lines of "what it is called: words that say it"."""
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {word: name.strip() for name, _, words in lines for word in words.split()}


STATES = _table("""
killed: killed dead died deaths death fatalities fatality killing kill kills dies die slain perished
injured: injured wounded hurt injuries injury injuring wounding wounds injures wound injure
missing: missing unaccounted
detained: detained arrested arrests detains arresting detaining detentions arrest custody jailed imprisoned
displaced: displaced displacing fled homeless uprooted
evacuated: evacuated evacuating evacuates evacuations evacuees
rescued: rescued rescuing rescues saved
hospitalised: hospitalised hospitalized
infected: infected infections
captured: captured capturing captures
released: released freed releases freeing frees releasing
destroyed: destroyed destroying destroys destroy
damaged: damaged damaging damages
shot down: downed intercepted intercepts intercepting downing
trapped: trapped stranded
vaccinated: vaccinated
casualties: casualties casualty
""")
NOUNS = _table("""
people: people persons person individuals
civilians: civilians civilian
soldiers: soldiers soldier servicemen serviceman troops personnel
children: children child minors kids
women: women woman
men: men man
police officers: policemen policeman
fighters: fighters fighter militants militant rebels rebel gunmen insurgents
homes: homes home houses house
tanks: tanks tank
drones: drones drone uavs
missiles: missiles missile
aircraft: aircraft planes plane jets jet warplanes helicopters helicopter
vehicles: vehicles vehicle
students: students student pupils
passengers: passengers passenger
workers: workers worker employees staff
hostages: hostages hostage
prisoners: prisoners prisoner detainees
refugees: refugees refugee
migrants: migrants migrant
patients: patients patient
buildings: buildings building
""")
NO_STATE_ALONE = frozenset(("destroyed", "damaged", "captured", "shot down", "released"))
FILLERS = frozenset(
    "more other others another additional further new newly of its his her their the our them people's "
    "local confirmed total armed armoured armored enemy combat young elderly innocent unarmed foreign "
    "alleged suspected separate different and/or registered daily were was have has had been be being are "
    "is seriously slightly also reportedly now least at critically badly including so far all already about "
    "which who that then estimated".split()
)
CHANGED = frozenset(
    "rose rises fell falls dropped drops grew grows jumped climbed increased decreased declined slipped "
    "shrank expanded gained lost soared plunged surged".split()
)
OF_MONEY = frozenset(
    "aid loan loans deal fine fines package budget contract contracts bailout fund settlement grant grants "
    "project investment lawsuit bill plan debt damage damages reward ransom sale sales profit profits loss "
    "losses revenue bond bonds tax taxes assistance support cost costs programme program scheme".split()
)
LINKING = frozenset(("of", "its", "the", "their", "our", "his", "'s"))
FINITE = frozenset("were was has have had been being be are is reportedly already about which who that then so".split())
STOP = frozenset((".", ";", ":", "!", "?", "\n", '"', "(", ")", "—", "-"))
NOT_COUNTED = frozenset(
    "range tune rate side sides country countries nation nations party parties leader leaders minister "
    "ministers way ways thing things time times point points state states man person day part parts of in "
    "on at and or to for from by with as than is are was were has have had but that which who million "
    "thousand hundred percent dollar dollars men's year's player players goal goals team teams match "
    "matches set sets game games wicket wickets run runs over overs ball balls lap laps member members step "
    "steps area areas front fronts stage term terms".split()
)
TOLL = frozenset(("toll", "number", "count", "total", "tally", "figure"))
CHANGES = frozenset(
    "rises rose risen rise climbs climbed reaches reached reach hits hit jumps jumped grows grew grown "
    "stands stood falls fell dropped passes passed tops topped exceeds exceeded surpasses surpassed to at "
    "now up is was by has had nears".split()
)
MEANT = frozenset(
    "was is were are stood stands rose rises fell falls dropped drops grew grows jumped climbed reached "
    "reaches hit hits slowed eased increased decreased declined remained slipped shrank expanded gained "
    "lost soared plunged surged".split()
)
