"""Random names for a child's case: a reference for addresses, three words for the telephone.

The words are short, easy to spell and to say, mean nothing about anybody, and are neither names of
people nor of places. No word stands in two lists, so that the order cannot be mistaken.
"""

import secrets

# No vowels and nothing that looks like something else: no word can appear, none is misread.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
REFERENCE_LENGTH = 10
REFERENCE = f"[{ALPHABET}]{{{REFERENCE_LENGTH}}}"

LIVING = """
abborre ejder andunge anka apelsin bagge banan beckasin bi bisam björk blomma blåbär blåmes
blåsippa blåval bofink bok bäver citron delfin domherre duva ek ekorre elefant en fasan
fikus fisk fiskmås fjäril flamingo flodhäst flundra fläder fågel får fölunge galt gepard get
giraff gnu gran groda gråsparv gräs gräshoppa gröngöling gullviva gås gädda gök hallon hare
havtorn hermelin hjortron humla hund hägg häger häst hökuggla igelkott insjö järv kalv
kamel kanin kanel kastanj katt klöver koala koltrast korp kråka krabba krokus kyckling känguru
körsbär lamm lavendel lejon lemur ljung lodjur lo lom lunnefågel lupin lärka lönn löv maskros
mullvad mus myra mås mård nejlon neonfisk nyckelpiga näbbmus näktergal noshörning nors oliv
orre otter panda papegoja pelikan persika pil pingvin pion plommon ponny potatis päron pärlfisk
rabarber rapphöna ren renlav ripa rova råbock räka räv rönn rönnbär rödhake röding salamander sarv
segelmås sengångare sill siska skarv skata sköldpadda smultron smörblomma snigel snöhare
snöripa sparv spindel steglits strut struts svala svan svamp säl sädesärla tall talgoxe tapir
tiger tistel tjäder tofsvipa torsk trana trast tulpan tupp uggla uroxe utter vallmo valross
valnöt varan vessla vide vipa vitsippa vråk zebra åkerbär älg äpple ärla ödla öring
"""
THINGS = """
ankare ark armband backe bagare badboll ballong band barkbåt basker bassäng berg bild bil blyerts
bläck blås boll bord borste bro brev bricka brunn brygga bräda burk buss byrå byxa båge bår båt
bälte bänk cello cirkel cykel dagbok dal damm dans dator deg diktbok disk docka dragkrok drake
droppe duk dusch dyna dörr eldstad etui fana fartyg fickur film filt fiol fjäder fjäll flagga
flotte flöjt form fotboll frack fyr fåtölj fönster gaffel gardin garn gitarr glob
godis golv grind groplek grävskopa gubbhatt gunga gård gåta halsduk handske hatt
hav hink hiss hjul hjälm hus hylla häck häl hängmatta jacka jojo kam kamera kanot kappa
karta kartong karusell kastrull kikare kittel klarinett klocka knapp knut koffert kola
kompass kopp korg kork krita krona krok kub kudde kula kvast kälke källa lada lampa lapp
lastbil ler lexikon linjal loft lucka luffarspel luva lykta lås låda mapp matta mejsel melodi
metspö moln mugg måne möbel mössa nyckel näsduk odling ordbok orgel oxel paddel paket palett
papper paraply park pensel penna pjäs plan planka plåster pool portfölj postkort prick
pussel påse pärla pärm racket radio ram ratt regnrock ring robot rosett ruta ryggsäck rör
sadel saga segel sele sil sits sked skepp skjorta sko skog skola skylt skål släde
socka soffa sol spade spegel spår spann stege stjärna stig stol strand strumpa ström
stuga stånd sång säng tåg tak tavla tallrik tand tavelram tejp telefon tidning torg
torn tornfönster tråd trappa triangel trumma trumpet tröja tub tvål tält tärning ugn ull vagn valla
vante vas vattenkanna vev vimpel vind vindruta visa vykort våg vår väg väska väst äventyr ö öga
"""
ENDINGS = """
ett två tre fyra fem sex sju åtta nio tio elva tolv tjugo hundra tusen röd gul blå grön vit rosa
lila brun silver guld snabb lugn glad rund mjuk varm ny stor liten hög låg lång kort tidig sen
"""


def _words(text: str, *, but_not=()) -> tuple[str, ...]:
    return tuple(sorted(set(text.split()) - set(but_not)))


FIRST = _words(LIVING)
SECOND = _words(THINGS, but_not=FIRST)
THIRD = _words(ENDINGS, but_not=FIRST + SECOND)


def new_reference() -> str:
    """Return ten random characters: 47 bits, not to be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def new_spoken() -> str:
    """Return three random words, such as ekorre-båt-sju. Rarely one that is taken."""
    return "-".join(secrets.choice(words) for words in (FIRST, SECOND, THIRD))


def spoken_number(number: int) -> str:
    """Return the three words with this number: all different until they have all been used."""
    number, third = divmod(number, len(THIRD))
    number, second = divmod(number, len(SECOND))
    return f"{FIRST[number % len(FIRST)]}-{SECOND[second]}-{THIRD[third]}"
