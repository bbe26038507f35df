"""What the names in JSON of unknown shapes mean: in lower case, without joints, in the languages of interfaces."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TIMES = _words(
    """
    publishedgmt dategmt publishedutc publishedat published publishedon publisheddate publisheddatetime
    datetimepublished publishedtime publishedtimestamp datepublished publishdate publishtime publishat
    publishedtimeiso publicationdate publicationtime pubdate firstpublished firstpublishedat firstpublishdate
    firstpublisheddate firstpublicationdate displaydate displaytime displaydatetime displayedat postedat posted
    postdate posttime date datetime entrytime eventtime eventdate timestamp unixtime unixtimestamp ts time
    createdat created createdon createddate createddatetime createdtimestamp createtime datecreated
    datetimecreated creationdate creationtime insertedat addedat sorttime sortdate datum datumzeit zeit
    zeitpunkt zeitstempel erstellt erstelltam veroeffentlicht veroffentlicht fecha fechapublicacion publicado
    publicadoen datapublicacao datapubblicazione pubblicato datepublication datecreation publie dataora
    julkaistu publicerad publisert publiceret tidspunkt tidspunkter gepubliceerd gepubliceerdop datumtijd
    datapublikacji
    """
)
"""Of the time of publication, the best first."""
UPDATES = _words(
    """
    modifiedgmt updatedat updated updatedon updateddate updatetime updatedtime dateupdated modifiedat modified
    modifiedon modifieddate datemodified modificationdate lastmodified lastupdated lastupdatedat lastupdate
    lastmodifiedat lastmodifieddate lastpublished editedat
    """
)
"""Of the time of the last change."""
HEADS = _words(
    """
    headline headlines title titles heading header subject newstitle head titel titulo titre titolo tittel
    otsikko rubrik tytul ueberschrift overskrift nadpis name
    """
)
"""Of a headline."""
BODIES = _words(
    """
    bodyhtml contenthtml htmlbody htmlcontent htmltext texthtml html body content contents contentelements
    bodymarkdown bodyrich bodyplain articlebody bodytext text message richtext
    fulltext copy blocks paragraphs elements components post comment
    commentary renderedbody markdown inhalt texto contenu contenuto testo tekst texte innhold indhold teksti
    tresc corpo cuerpo contenido conteudo brodtext brodtekst inhoud mensaje mensagem meldung
    """
)
"""Of a whole text."""
SHORT = _words(
    """
    description summary lead excerpt teaser abstract standfirst intro dek
    """
)
"""Of texts that are an entry's own only where it leads nowhere else."""
AUTHORS = _words(
    """
    authors author authorname authordisplayname byline bylines contributors contributor creator credits reporter autor
    autoren autores auteur auteurs autore forfatter skribent redakteur
    """
)
"""Of who wrote it."""
LINKS = _words(
    """
    permalink shareurl sharelink canonicalurl weburl url link href
    """
)
"""Of its address."""
PICTURES = _words(
    """
    image images photo photos picture leadimage featuredimage media gallery
    """
)
"""Of pictures."""
FILMS = _words(
    """
    video videos
    """
)
"""Of films."""
IDS = _words(
    """
    id _id uuid guid uid urn nid identifier externalid key documentid sys _key
    """
)
"""Of its id; `_key` is the name under which it stands."""
KEY = _words(
    """
    iskeyevent keyevent iskeymoment keymoment iskey keypoint highlight ishighlight highlighted ishighlighted
    isimportant important essential wichtig destacado destaque viktig
    """
)
"""Of the mark of a key event."""
PINNED = _words(
    """
    pinned ispinned sticky issticky pinnedpost pin angepinnt fixiert fijado fixado epingle festet
    """
)
"""Of the mark of what stays on top."""
BREAKING = _words(
    """
    breaking isbreaking breakingnews isbreakingnews
    """
)
"""Of the mark of breaking news."""
DELETED = _words(
    """
    deleted isdeleted removed isremoved tombstone
    """
)
"""Of the mark of what was withdrawn."""
STATES = _words(
    """
    status state workflowstate poststatus
    """
)
"""Of what an interface says of the state of an entry."""
KINDS = _words(
    """
    type subtype kind posttype entrytype __typename style label labels tags
    """
)
"""Of its kind."""
WRAPS = _words(
    """
    node _source attributes data item post entry fields content update document
    """
)
"""Of objects that hold the entry itself."""
TALKS = _words(
    """
    user login username upvotes parentid replyto rating price email account
    """
)
"""Of what comments, reviews and goods have and entries do not."""
SPANS = _words(
    """
    end stop until endtime enddate endsat endat duration runtime kickoff
    """
)
"""Of an end: what has a beginning and an end is a programme."""
NEXT = _words(
    """
    next older nexturl nextpage nextpageurl olderurl olderpage nextlink loadmoreurl
    """
)
"""Of the address of what is older."""
MORE = _words(
    """
    hasnextpage hasmore hasnext hasolder moreavailable
    """
)
"""Of the mark that there is more."""
TOTAL = _words(
    """
    total totalcount totalhits totalposts totalentries totalitems totalresults
    """
)
"""Of how many there are."""
PAGERS = _words(
    """
    links pageinfo pagination paging meta _links
    """
)
"""Of objects that say so."""
TYPES = _words(
    """
    type subtype __typename contenttype articletype template format kind layout design
    """
)
"""Of what sort of thing holds a list."""
TITLES = _words(
    """
    headline headlines title titel titulo titre titolo tittel name
    """
)
"""Of the title of what holds a list."""
HOLDERS = _words("timestamps dates date times published created meta metadata publication")
"""Of objects that hold the times."""
LABELS = _words("timelabel printedtime displayminute minute matchminute gameminute spielminute minuto")
"""Of the time as it is to be printed."""
