"""Known column names of banks, folded, in many languages, by their meaning."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """Meaning of a column's name; finer than a column's role."""

    DATE = "DATE"
    PLAIN_DATE = "PLAIN_DATE"
    ENTRY_DATE = "ENTRY_DATE"
    BOOKING_DATE = "BOOKING_DATE"
    OTHER_DATE = "OTHER_DATE"
    AMOUNT = "AMOUNT"
    ACCOUNT_AMOUNT = "ACCOUNT_AMOUNT"
    ORIGINAL_AMOUNT = "ORIGINAL_AMOUNT"
    TARGET_AMOUNT = "TARGET_AMOUNT"
    TARGET_CURRENCY = "TARGET_CURRENCY"
    FEE = "FEE"
    RATE = "RATE"
    OTHER_AMOUNT = "OTHER_AMOUNT"
    DEBIT = "DEBIT"
    CREDIT = "CREDIT"
    BALANCE = "BALANCE"
    DIRECTION = "DIRECTION"
    DESCRIPTION = "DESCRIPTION"
    KIND = "KIND"
    STATE = "STATE"
    PAYEE = "PAYEE"
    COUNTERPART = "COUNTERPART"
    EXTERNAL_ID = "EXTERNAL_ID"
    REFERENCE = "REFERENCE"
    CURRENCY = "CURRENCY"
    ACCOUNT_CURRENCY = "ACCOUNT_CURRENCY"
    OTHER_CURRENCY = "OTHER_CURRENCY"
    NOTES = "NOTES"
    CATEGORY = "CATEGORY"
    TAGS = "TAGS"
    CUSTOM_TYPE = "CUSTOM_TYPE"
    ACCOUNT = "ACCOUNT"
    OTHER = "OTHER"


PHRASES: dict[Meaning, str] = {
    Meaning.DATE: """
        transaction date|date of transaction|trans date|trn date|purchase date|date and time|
        transactiedatum|aankoopdatum|transaktionsdatum|transaktionstag|umsatzdatum|umsatztag|
        kaufdatum|belegdatum|einkaufsdatum|date de transaction|date transaction|
        date operation|date de l operation|date d operation|date achat|date d achat|fecha|
        fecha operacion|fecha de operacion|fecha de la operacion|f operacion|
        fecha transaccion|fecha de transaccion|fecha movimiento|fecha de movimiento|
        data da operacao|data operacao|data da transacao|data transacao|data movimento|
        data do movimento|data mov|data operazione|data dell operazione|data transazione|
        data acquisto|datum transakce|datum provedeni|datum a cas|datum operace|datum platby|
        datum zaplaceni|datum transakcie|datum uskutocnenia|data transakcji|data operacji|
        data zlecenia|transaktionsdag|transaktionsdato|kopdatum|kjopsdato|kobsdato|
        tapahtumapaiva|ostopaiva|maksupaiva|tranzakcio datuma|tranzakcio idopontja|
        tranzakcio napja|data tranzactiei|data tranzactie|data operatiunii|darijuma datums|
        ημερομηνια συναλλαγησ|ημ νια συναλλαγησ|ημ νια|started date|date started|
        data efectuarii""",
    Meaning.PLAIN_DATE: """
        date|datum|data|dato|paivamaara|paiva|pvm|ημερομηνια|datums|kuupaev|dag|day|
        dia|jour|giorno|when|timestamp|date time|date utc|datumtijd|dat""",
    Meaning.ENTRY_DATE: """
        booking date|booked at|buchungsdatum|buchungstag|buchtag|buchung|buchungsdat|
        boekdatum|boekingsdatum|datum boeking|date comptable|date de comptabilisation|
        fecha contable|data contabile|data registrazione|data lancamento|
        data contabilizzazione|datum zauctovani|datum uctovani|bokforingsdag|bokforingsdatum|
        bokfort|bokforingsdato|bokfort dato|bogfort|bogforingsdato|kirjauspaiva|
        konyveles datuma|konyveles napja|konyvelesi datum|data inregistrarii|created|
        created on|created at|posting date|posted date|post date|date posted|posted on|
        posted account date|data ksiegowania|data zaksiegowania|kontering""",
    Meaning.BOOKING_DATE: """
        value date|settlement date|settled date|completed date|date completed|cleared date|
        clearing date|effective date|process date|processed date|processing date|
        date processed|interest date|payment date|executed at|execution date|valuta|
        valutadatum|valuta datum|valuta date|valutatag|valutadato|valutadag|
        valuteringsdatum|wertstellung|wertstellungsdatum|wertstellungstag|wert|rentedatum|
        rentedato|verwerkingsdatum|verrekeningsdatum|uitvoeringsdatum|renteberekeningsdatum|
        ausfuhrungsdatum|durchfuhrungsdatum|zahlungsdatum|abrechnungsdatum|verarbeitungsdatum|
        zinsdatum|date valeur|date de valeur|date d execution|date execution|date reglement|
        fecha valor|f valor|fecha de valor|fecha de proceso|data valor|data de valor|
        data valuta|data di valuta|data disponibile|data do processamento|valuta den|
        data addebito|data pagamento|datum valuty|datum splatnosti|data waluty|
        data realizacji|data rozliczenia|valuteringsdag|rentedag|arvopaiva|arvopvm|erteknap|
        erteknapja|ertek datum|ertek datuma|data valutei|data platii|data decontarii|
        data procesarii|ημερομηνια αξιασ|valor|vertibas datums""",
    Meaning.OTHER_DATE: """
        due date|statement date|birth date|expiry date|faellig|falligkeit|falligkeitsdatum|
        statement period|mandate date|forfallsdato|forfallodag|updated at|invoice date|
        rechnungsdatum""",
    Meaning.AMOUNT: """
        amount|credit debit amount|debit credit amount|transaction amount|net amount|value|sum|
        total|billing amount|
        bedrag|bedrag eur|transactiebedrag|betrag|betrag eur|
        umsatz|umsatz in eur|umsatzbetrag|buchungsbetrag|montant|montant eur|montant en eur|
        montant de l operation|montant operation|importe|importe eur|importe euros|monto|
        cantidad|importe operacion|valor r|valor brl|montante|quantia|importancia|importo|
        importo eur|importo euro|ammontare|castka|objem|castka v czk|
        objem transakce|suma|ciastka|castka czk|suma v eur|ciastka eur|suma transakcie|
        kwota|kwota operacji|kwota transakcji|kwota w pln|belopp|
        summa|beloep|belob|belop|belop nok|belop i nok|maara|maara eur|maara euroa|
        osszeg|tranzakcio osszege|forgalom|suma tranzactiei|suma ron|valoare|ποσο|
        ποσο συναλλαγησ|amount eur|amount usd|amount gbp|amount chf|amount cad|amount nok|
        amount sek|amount dkk|price|gross amount|native amount|konverterad summa""",
    Meaning.ACCOUNT_AMOUNT: """
        amount in account currency|castka v mene uctu|kwota w walucie rachunku""",
    Meaning.ORIGINAL_AMOUNT: """
        foreign amount|amount foreign|amount foreign currency|original amount|local amount|
        instructed amount|amount in foreign currency|amount original currency|
        transaction amount foreign|fremdwahrungsbetrag|originalbetrag|betrag in fremdwahrung|
        urspruglicher betrag|ursprungsbetrag|oorspr bedrag|oorspronkelijk bedrag|
        bedrag vreemde valuta|montant devise|montant d origine|montant en devise|
        importe original|importe divisa|importe en divisa|importo in divisa|importo originale|
        importo valuta|valor original|castka v mene transakce|puvodni castka|
        castka v originalni mene|suma v mene|povodna suma|kwota oryginalna|kwota w walucie|
        kwota w walucie operacji|originalbelopp|utlandskt belopp|originalbelop|valutabelop|
        oprindeligt belob|alkuperainen summa|eredeti osszeg|suma originala|foreign spend amount|
        сумма операции в валюте""",
    Meaning.TARGET_AMOUNT: """
        target amount|target amount after fees""",
    Meaning.TARGET_CURRENCY: """
        target currency""",
    Meaning.FEE: """
        fee|fees|charge|charges|commission|gebuhr|gebuhren|provision|kosten|frais|comision|
        commissioni|poplatek|poplatky|prowizja|dij|dijak|jutalek|comision bancar|taxas|
        fee amount|commission amount|комиссия|手续费""",
    Meaning.RATE: """
        exchange rate|rate|fx rate|kurs|wechselkurs|umrechnungskurs|wisselkoers|koers|taux|
        taux de change|tipo de cambio|cambio|tasso di cambio|kurs waluty|arfolyam|curs|курс|汇率""",
    Meaning.OTHER_AMOUNT: """
        tax|vat|quantity|price per unit|gst|cashback|round up|sammel|taxa|total fees""",
    Meaning.DEBIT: """
        debit|debits|debit amount|amount debit|amount debited|withdrawal|withdrawals|
        withdrawal amount|withdrawal amt|money out|paid out|out|spent|spending|amount out|
        charge amount|af|uitgaand|uitgaven|bedrag af|soll|belastung|belastungen|
        lastschrift|ausgang|ausgabe|ausgaben|belastungsbetrag|debet|debito|debitos|debe|
        cargo|cargos|gasto|gastos|retiros|retiro|sortie|depense|depenses|retrait|
        montant debit|debit eur|debit euros|importe cargo|saidas|saida|valor debito|uscite|
        uscita|addebiti|addebito|dare|importo addebito|vydaj|vydaje|na tahu|odpis|
        obciazenia|obciazenie|wydatek|wydatki|kwota obciazenia|ut|uttag|uttak|
        ut fra konto|ut av konto|ut konto|belastet|utgift|utgifter|haevet|haevninger|otto|
        otot|panot ulos|menot|terheles|terhelesek|kiadas|debitare|debitari|suma debit|
        plati|χρεωση|χρεωσεισ|expense|expenses|expense amount|payments""",
    Meaning.CREDIT: """
        credit|credits|credit amount|amount credit|amount credited|deposit|deposits|
        deposit amount|deposit amt|money in|paid in|in|received|amount in|bij|bedrag bij|
        inkomsten|inkomend|haben|gutschrift|gutschriften|eingang|einnahme|einnahmen|
        gutschriftsbetrag|kredit|credito|creditos|haber|abono|abonos|ingreso|ingresos|
        depositos|deposito|entree|entrees|recette|recettes|versement|montant credit|
        credit eur|credit euros|importe abono|entradas|entrada|valor credito|entrate|
        entrata|accrediti|accredito|avere|importo accredito|prijem|prijmy|pripis|uznania|
        uznanie|wplyw|wplywy|kwota uznania|inn|insattning|insattningar|innskudd|
        inn pa konto|inn konto|godskrevet|inntekt|inntekter|indsat|indsaetninger|pano|
        panot|tulot|jovairas|jovairasok|bevetel|creditare|creditari|suma credit|incasari|
        πιστωση|πιστωσεισ|income|income amount|receipts""",
    Meaning.BALANCE: """
        balance|account balance|running balance|balance after|available balance|
        closing balance|ledger balance|resulting balance|saldo|saldo na trn|saldo na mutatie|
        saldo na boeking|saldo nach buchung|kontostand|saldo in eur|saldo eur|solde|
        solde apres operation|saldo disponible|saldo contable|saldo posterior|
        saldo contabilistico|saldo apos|saldo contabile|saldo finale|zustatek|
        zustatek na ucte|zostatok|stav uctu|saldo po operacji|saldo po transakcji|
        saldo koncowe|saldo efter|bokfort saldo|disponibelt|bokfort balanse|
        tilgaengeligt belob|tili saldo|egyenleg|konyvelt egyenleg|zaro egyenleg|sold|
        sold final|sold disponibil|υπολοιπο|anfangssaldo|startsaldo""",
    Meaning.DIRECTION: """
        debit credit|credit debit|debit or credit|d c|c d|dc|cd|dr cr|cr dr|
        credit debit indicator|debit credit indicator|sign|af bij|bij af|af of bij|
        debet credit|credit debet|debet kredit|soll haben|soll haben kennzeichen|s h|
        plus minus|sens|debit credito|debe haber|signo|tipo movimento|dare avere|segno|
        d k|deebet kreedit|in out|direction|richting|debitcredit|smer|smer platby|
        smer uhrady|uznani obciazenie|strona|t j|terheles jovairas|irany|x π|χ π|
        creditdebit|indicator""",
    Meaning.DESCRIPTION: """
        description|title|transaction description|details|transaction details|narrative|narration|
        particulars|transaction|memo description|merchant description|original description|
        long description|text|label|remittance information|payment details|
        payment description|information|omschrijving|mededeling|mededelingen|
        naam omschrijving|betalingskenmerk omschrijving|bericht|details verrichting|
        omschrijving 1|omschrijving 2|omschrijving 3|verwendungszweck|buchungsdetails|
        zahlungsdetails|beschreibung|buchungsbeschreibung|vorgang verwendungszweck|
        zahlungsreferenz text|mitteilung|zweck|buchungsinformation|buchungsinformationen|
        umsatztext|zahlungszweck|libelle|libelle operation|libelle de l operation|
        communication|communications|motif|detail|intitule|descripcion|concepto|
        concepto propio|concepto comun|detalle|concepto complementario|
        descripcion del movimiento|movimiento|descricao|descritivo|historico|lancamento|
        descricao da operacao|descrizione|descrizione operazione|causale|causale descrizione|
        dettagli|dettaglio|popis|popis transakce|popis transakcie|popis operace|zprava|
        zprava pro prijemce|sprava pre prijemcu|ucel platby|poznamka pro prijemce|
        popis platby|detail transakce|informacia pre prijemcu|opis|opis operacji|
        opis transakcji|tytul|tytul operacji|tytulem|szczegoly|tytul przelewu|beskrivning|
        beskrivelse|forklaring|tekst|rubrik transaktion|meddelande|melding|transaktionstext|
        transaksjonstekst|selite|kuvaus|viesti|tapahtuman kuvaus|saaja viesti|kozlemeny|
        megjegyzes kozlemeny|leiras|tranzakcio leirasa|kozlemeny rovat|descriere|detalii|
        detalii tranzactie|detaliile tranzactiei|descrierea tranzactiei|explicatie|explicatii|
        περιγραφη|αιτιολογια|maksajuma merkis|informacija|detalas|detaljas|selgitus|
        specification|what|subject|item|purpose|booking text details""",
    Meaning.KIND: """
        type|transaction type|trans type|tran type|kind|code|transaction code|trans code|
        mutatiesoort|soort|mutatiecode|code mutatie|transactiesoort|transactietype|
        umsatzart|umsatztyp|buchungstext|buchungsart|buchungsschlussel|vorgang|
        textschlussel|transaktionstyp|transaktionsart|art|type d operation|type operation|
        nature|nature de l operation|tipo|tipo de operacion|tipo operacion|
        tipo de movimiento|codigo|tipo de transacao|tipo operazione|codice causale|typ|
        typ transakce|typ operace|typ platby|typ transakcie|typ operacie|rodzaj transakcji|
        rodzaj operacji|typ operacji|typ transakcji|transaktionskod|transaksjonstype|
        transaktionstype|laji|tapahtumalaji|tyyppi|tranzakcio tipusa|tipus|forgalom tipusa|
        tip|tip tranzactie|tipul tranzactiei|τυποσ|ειδοσ|operation|entry type|payment type|
        payment method|activity type|action""",
    Meaning.STATE: """
        status|state|transaction status|payment status|zustand|statut|etat|estado|stato|stav|
        stan|tila|allapot|stare|статус|состояние|状态|状態|ステータス""",
    Meaning.PAYEE: """
        payee|payee name|payer|merchant|merchant name|name|counterparty|counterparty name|
        counter party|beneficiary|beneficiary name|recipient|recipient name|
        recipient or sender|sender|partner|partner name|opposing name|opposing account name|
        to from|other party|other party name|destination name|naam|naam tegenpartij|
        naam tegenrekening|tegenpartij|tegenrekeninghouder|naam begunstigde|begunstigde|
        naam van de tegenpartij|tegenpartij van de verrichting|tegenrekening naam|
        auftraggeber begunstigter|begunstigter|begunstigter zahlungspflichtiger|
        beguenstigter zahlungspflichtiger|empfanger|empfanger zahlungspflichtiger|
        zahlungsempfanger|zahlungspflichtiger|zahlungspflichtige r|zahlungsempfanger in|
        name zahlungsbeteiligter|zahlungsbeteiligter|auftraggeber|auftraggeber empfanger|
        auftraggeber zahlungsempfanger|handler|haendler|partnername|gegenpartei|
        name des partners|beneficiaire|nom|tiers|nom du tiers|contrepartie|
        nom de la contrepartie|emetteur|commercant|donneur d ordre|beneficiario|ordenante|
        ordenante beneficiario|nombre|comercio|titular|contraparte|favorecido|nome|
        destinatario|nome do beneficiario|ordinante|controparte|ordinante beneficiario|
        esercente|nome controparte|protistrana|nazev protiuctu|nazev protistrany|jmeno|
        nazev uctu protistrany|prijemce|obchodnik|protiucet nazev|nazov protistrany|
        nazov protiuctu|prijemca|partner nazov|odbiorca|nadawca|nadawca odbiorca|
        odbiorca zleceniodawca|odbiorca nadawca|kontrahent|dane kontrahenta|nazwa kontrahenta|
        nazwa odbiorcy|nazwa nadawcy|mottagare|avsandare|mottagare avsandare|motpart|
        mottaker|avsender|butikk|modtager|navn|butik|namn|saaja|maksaja|saaja maksaja|
        saajan nimi|nimi|partner neve|ellenoldali nev|kedvezmenyezett|kedvezmenyezett neve|
        ellenoldal neve|nev|nume|nume beneficiar|platitor|nume partener|platitor beneficiar|
        ordonator|δικαιουχοσ|εμποροσ|sanemejs maksatajs|sanemejs|maksatajs|
        sanemeja nosaukums|saaja nimi|doprovodny udaj prijemce|shop|store|vendor""",
    Meaning.COUNTERPART: """
        counterparty iban|counterparty account|counterparty bic|counterparty account number|
        payee account|payee account number|beneficiary account|recipient iban|
        partner account number|partner iban|opposing iban|opposing account|destination iban|
        tegenrekening|tegenrekening iban bban|rekening tegenpartij|rekeningnummer tegenpartij|
        tegenrekeningnummer|gegenkonto|gegenkonto iban|kontonummer iban|
        iban zahlungsbeteiligter|iban des partners|iban auftraggeber|empfanger iban|
        empfangerkonto|iban begunstigter|kontonummer empfanger|iban contrepartie|
        compte contrepartie|compte beneficiaire|cuenta destino|cuenta beneficiario|
        conta destino|iban destino|iban controparte|conto controparte|iban beneficiario|
        protiucet|cislo protiuctu|cislo uctu protistrany|iban protistrany|ucet protistrany|
        kod banky|kod banky protistrany|rachunek odbiorcy|numer rachunku odbiorcy|
        numer rachunku nadawcy|rachunek kontrahenta|konto kontrahenta|na konto z konta|
        nr rachunku nadawcy odbiorcy|rachunek przeciwstawny|mottagarkonto|mottakerkonto|
        modtagerkonto|tilinumero saaja|saajan tilinumero|ellenoldali szamlaszam|ellenszamla|
        partner szamlaszam|cont beneficiar|iban beneficiar|iban partener|cont partener|bic|
        swift|bic swift|blz|bankleitzahl|bank|bank name|bic code|swift code|sort code|
        bank code|bic auftraggeber|codice bic|bic zahlungsbeteiligter|bic partner|banka""",
    Meaning.EXTERNAL_ID: """
        transaction id|transaction identifier|trans id|txn id|id|uuid|unique id|identifier|
        transfer wise id|fitid|fit id|transaction number|transaction reference|reference id|
        bank reference|
        bank transaction id|transactie id|transactiereferentie|transactienummer|
        transaktions id|transaktionsnummer|transaktionsreferenz|buchungsreferenz|
        buchungsnummer|umsatz id|id transaction|identifiant|id operation|numero d operation|
        reference operation|reference de l operation|id transaccion|numero de operacion|
        id transacao|identificador|numero da transacao|id transazione|id operazione|
        identificativo|numero operazione|id transakce|id transakcie|id pohybu|id operace|
        cislo transakce|referencni cislo|reference banky|referencne cislo|
        identyfikator transakcji|id transakcji|numer transakcji|numer referencyjny|
        verifikationsnummer|transaksjons id|arkivreferanse|arkivref|arkistointitunnus|
        tapahtumatunnus|tranzakcio azonosito|tranzakcioazonosito|banki azonosito|
        id tranzactie|numar tranzactie|referinta tranzactie|κωδικοσ συναλλαγησ|
        αριθμοσ συναλλαγησ|dokumenta numurs|arhivesanas kods|ieraksta numurs|journal id|
        sequence number|volgnummer|numero de sequence|sequenznummer|document number|order id""",
    Meaning.REFERENCE: """
        reference|reference number|ref|ref no|ref number|check number|cheque number|cheque|
        check|serial|serial number|your reference|customer reference|end to end reference|
        end to end id|mandate reference|mandate id|creditor id|auth code|kenmerk|
        betalingskenmerk|machtigingskenmerk|volgnr|incassant id|referentie|
        kenmerk tegenrekening|referenz|kundenreferenz|mandatsreferenz|glaubiger id|
        end to end referenz|zahlungsreferenz|referenznummer|belegnummer|beleg|referencia|
        numero de documento|documento|referencia 1|referencia 2|docto|numero documento|
        riferimento|numero assegno|variabilni symbol|variabilny symbol|vs|ks|ss|
        konstantni symbol|specificky symbol|konstantny symbol|referencje|nr dokumentu|
        referens|referanse|numref|kid|viite|viitenumero|viitenro|referencia szam|
        hivatkozas|bizonylatszam|referinta|numar document|αναφορα|sequence|seq|number|no|
        nr""",
    Meaning.CURRENCY: """
        currency|currency code|ccy|curr|munt|muntsoort|valutacode|wahrung|waehrung|devise|
        moneda|divisa|moeda|mena|waluta|valuuta|devizanem|deviza|penznem|valuta kod|νομισμα|
        valsts valuta|币种|货币|通貨|валюта|iso currency|betrag wahrung""",
    Meaning.ACCOUNT_CURRENCY: """
        account currency|valuta rekening|kontowahrung|devise du compte|divisa cuenta|
        mena uctu|waluta rachunku|waluta konta|valuta konta|moneda cont|валюта счета|
        settlement currency|billing currency""",
    Meaning.OTHER_CURRENCY: """
        foreign currency|original currency|local currency|transaction currency|
        currency foreign|type foreign currency|fremdwahrung|originalwahrung|oorspr munt|
        oorspronkelijke munt|vreemde munt|foreign currency code|devise d origine|
        divisa original|valuta originale|mena transakce|puvodni mena|waluta oryginalna|
        waluta operacji|alkuperainen valuutta|eredeti devizanem|transaktionswahrung|
        instructed currency|валюта операции""",
    Meaning.NOTES: """
        notes|note|memo|comment|comments|remark|remarks|additional information|
        additional info|user notes|extra information|opmerking|opmerkingen|notitie|
        toelichting|notiz|notizen|bemerkung|bemerkungen|kommentar|anmerkung|
        weitere informationen|zusatzinformationen|remarque|remarques|commentaire|observacion|
        observaciones|nota|notas|comentario|mas datos|observacoes|observacao|
        informazioni aggiuntive|annotazioni|poznamka|vlastni poznamka|moje poznamka|uwagi|
        notatka|komentarz|notering|anteckning|notat|notits|kommentti|muistiinpano|
        megjegyzes|jegyzet|observatii|comentarii|σημειωσεισ|σχολια|piezimes""",
    Meaning.CATEGORY: """
        category|category name|merchant category|sub category|subcategory|parent category|
        spending category|rubriek|categorie|kategorie|hauptkategorie|unterkategorie|
        umsatzkategorie|rubrique|sous categorie|categoria|subcategoria|sottocategoria|
        kategoria|kategorija|kategori|rubrik|underkategori|luokka|kategoriat|κατηγορια|
        budget category|envelope|personnel category""",
    Meaning.CUSTOM_TYPE: """
        custom type""",
    Meaning.TAGS: """
        tags|tag|labels|hashtags|schlagworte|schlagwort|etiketten|etiquettes|etiquetas|
        etichette|etiqueta|stitky|stitek|etykiety|taggar|etiketter|tunnisteet|cimkek|
        etichete|merker""",
    Meaning.ACCOUNT: """
        account|account number|account name|account no|account id|account iban|iban|
        own account|own iban|card number|card|card no|cardholder|card member|card holder|
        source account|from account|masked card number|rekening|rekeningnummer|iban rekening|
        iban bban|eigen rekening|kaartnummer|naam rekeninghouder|van rekening|konto|
        kontonummer|kontobezeichnung|auftragskonto|iban auftragskonto|iban kontoinhaber|
        kartennummer|kontoname|bezeichnung auftragskonto|eigene iban|karteninhaber|compte|
        numero de compte|numero compte|nom du compte|numero de carte|cuenta|numero de cuenta|
        iban cuenta|tarjeta|numero de tarjeta|conta|numero da conta|cartao|conto|
        numero conto|numero carta|carta|rapporto|ucet|cislo uctu|cislo karty|nazev uctu|
        vlastni ucet|muj ucet|karta|rachunek|numer rachunku|nr rachunku|numer karty|
        numer rachunku karty|z rachunku|tili|tilinumero|kontonavn|kontonamn|kortnummer|
        fra konto|fran konto|szamla|szamlaszam|kartyaszam|cont|numar cont|numar card|
        λογαριασμοσ|αριθμοσ λογαριασμου|konta numurs|klienta konts|owner|till konto|
        til konto|account type|product|produkt|produit|producto""",
    Meaning.OTHER: """
        branch|office|oficina|filiale|filiala|oddzial|pobocka|agence|country|city|town|
        address|postal code|zip|region|phone|mobile|email|emoji|url|web|receipt|
        attachment|adresse|land|ort|plaats|adres|ville|pays|ciudad|pais|citta|paese|
        mesto|zeme|miasto|kraj|by|uhrzeit|tijd|heure|hora|ora|cas|czas|klockslag|tid|
        kello|ido|processed|cleared|reconciled|split|splits|symbol|terminal|batch|
        batch id|user|user id|customer|client|mcc|merchant code|hash|checksum|bill|
        budget|group id|journal type|source type|destination type|card type|
        currency symbol|last four digits|card last four digits|card last 4|last 4 digits|
        card holder full name|cardholder full name|created by|zadal|provedl|misto|
        nazev pobocky|ksiegowanie|numer oddzialu|version|device|time""",
}
