"""Words in the exports of banks, by language: names of columns, and texts of transactions.

They are from real exports and the banks' online forms, and independent of the detection's words.
"""

# ruff: noqa: E501 (a header is one line in the bank's file, and is one here)

from __future__ import annotations

LANGUAGES = {
    "ar": "es", "at": "de", "au": "en", "be": "nl", "br": "pt", "ca": "en", "ch": "de", "cz": "cs",
    "de": "de", "es": "es", "firefly-iii": "en", "fr": "fr", "gb": "en", "gr": "el", "hu": "hu",
    "ie": "en", "it": "it", "lv": "lv", "nl": "nl", "no": "no", "nz": "en", "other-software": "en",
    "pl": "pl", "ro": "ro", "us": "en", "za": "en",
}  # fmt: skip

CURRENCIES = {
    "ar": "ARS", "au": "AUD", "br": "BRL", "ca": "CAD", "ch": "CHF", "cz": "CZK", "gb": "GBP",
    "hu": "HUF", "no": "NOK", "nz": "NZD", "pl": "PLN", "ro": "RON", "us": "USD", "za": "ZAR",
    "other-software": "USD",
}  # fmt: skip
"""Where it is not the euro."""

_ORDER = (
    "date_transaction", "second_date", "amount", "amount_debit", "amount_credit", "description",
    "opposing-name", "opposing-iban", "account-iban", "account-name", "currency-code", "note",
    "category-name", "tags", "external-id", "internal_reference", "direction", "amount_foreign",
    "balance", "kind", "branch",
)  # fmt: skip

_NAMES = {
    "en": """Transaction Date/Date/Trans Date|Value Date/Settlement Date|Amount/Transaction Amount
        |Debit/Debit Amount/Money Out/Withdrawals|Credit/Credit Amount/Money In/Deposits
        |Description/Details/Transaction Details/Narrative|Counterparty/Payee/Merchant/Name
        |Counterparty IBAN/Payee Account Number|Account Number/IBAN/Card Number|Account Name/Account
        |Currency/Account Currency|Notes/Memo/Comments|Category|Tags/Labels
        |Transaction ID/Transaction Reference/Reference Number|Reference/Customer Reference
        |Debit/Credit/Type|Foreign Amount|Balance/Running Balance|Transaction Type/Type|Branch/Sort Code""",
    "de": """Buchungstag/Buchungsdatum/Datum|Wertstellung/Valuta/Valutadatum|Betrag/Umsatz/Betrag (EUR)
        |Soll/Belastung/Lastschrift|Haben/Gutschrift|Verwendungszweck/Buchungstext/Beschreibung
        |Auftraggeber~Empfänger/Name/Begünstigter~Zahlungspflichtiger|IBAN des Partners/Kontonummer~IBAN/Gegenkonto
        |Auftragskonto/IBAN Auftragskonto/Konto|Kontobezeichnung/Kontoname|Währung/Waehrung
        |Notiz/Bemerkung/Kommentar|Kategorie|Schlagworte|Transaktions-ID/Referenznummer
        |Kundenreferenz/Mandatsreferenz|Soll~Haben/S~H|Fremdwährungsbetrag|Saldo/Kontostand
        |Umsatzart/Buchungsart|BLZ""",
    "nl": """Datum/Transactiedatum/Boekdatum|Rentedatum/Valutadatum|Bedrag/Bedrag (EUR)|Af/Debet|Bij/Credit
        |Omschrijving/Mededeling/Mededelingen|Naam tegenpartij/Tegenpartij/Begunstigde
        |Tegenrekening/IBAN tegenpartij|Rekening/Rekeningnummer|Naam rekening|Munt/Valuta/Valutacode
        |Opmerking/Notitie|Categorie/Rubriek|Tag|Transactiereferentie/Referentie|Volgnr/Kenmerk
        |Af Bij/Debet~Credit/D~C|Oorspr bedrag|Saldo/Saldo na mutatie|Soort/Code|Kantoor""",
    "fr": """Date/Date opération/Date de l'opération|Date valeur/Date de valeur|Montant|Débit|Crédit
        |Libellé/Libellé opération|Bénéficiaire/Tiers|IBAN bénéficiaire|Numéro de compte|Compte|Devise
        |Commentaire/Notes|Catégorie|Étiquettes|Référence opération|Référence|Sens|Montant devise|Solde|Type|Agence""",
    "es": """Fecha/Fecha operación/F. Operación|Fecha valor/F. Valor|Importe/Monto|Cargo/Gasto (-)/Débito
        |Abono/Ingreso (+)/Crédito|Concepto/Descripción/Detalle|Beneficiario/Comercio|IBAN destino/Cuenta beneficiario
        |Número de cuenta/Cuenta/IBAN|Titular|Divisa/Moneda|Observaciones/Nota|Categoría|Etiquetas
        |Número de operación/ID transacción|Referencia|Debe~Haber|Importe divisa|Saldo|Tipo/Tipo de movimiento|Oficina""",
    "pt": """Data/Data Movimento|Data Valor|Valor/Montante|Débito|Crédito|Descrição/Histórico|Favorecido|Conta destino
        |Conta|Nome|Moeda|Observações|Categoria|Etiquetas|Identificador/Documento|Documento|Tipo|Valor original|Saldo|Tipo|Agência""",
    "it": """Data operazione/Data contabile/Data|Data valuta|Importo/Importo (EUR)|Addebiti/Dare/Uscite|Accrediti/Avere/Entrate
        |Descrizione/Causale/Descrizione operazione|Beneficiario/Controparte/Ordinante|IBAN controparte|Conto/Numero conto/IBAN|Intestatario
        |Divisa/Valuta conto|Note/Annotazioni|Categoria|Etichette|Numero operazione/ID transazione|Riferimento|Segno|Importo in divisa
        |Saldo/Saldo contabile|Tipo operazione|Filiale""",
    "cs": """Datum/Datum zaúčtování/Datum provedení|Datum valuty/Valuta|Částka/Objem|Výdaj|Příjem|Zpráva pro příjemce/Popis/Poznámka
        |Název protistrany/Název protiúčtu|Protiúčet/Číslo protiúčtu|Číslo účtu/Účet|Název účtu|Měna|Vlastní poznámka|Kategorie|Štítky
        |ID transakce/ID pohybu|Variabilní symbol|Směr platby|Původní částka|Zůstatek/Zůstatek na účtu|Typ transakce/Typ|Kód banky""",
    "pl": """Data transakcji/Data operacji/Data księgowania|Data waluty/Data rozliczenia|Kwota/Kwota operacji|Obciążenia/Wydatki|Uznania/Wpływy
        |Opis/Tytuł/Opis operacji|Odbiorca~Zleceniodawca/Nadawca~Odbiorca/Kontrahent|Na konto~Z konta/Rachunek odbiorcy/Numer rachunku nadawcy
        |Numer rachunku/Rachunek|Nazwa rachunku|Waluta|Uwagi|Kategoria|Etykiety|Numer transakcji/Numer referencyjny|Nr dokumentu
        |Strona|Kwota oryginalna|Saldo/Saldo po operacji|Rodzaj transakcji|Oddział""",
    "no": """Dato/Bokføringsdato|Rentedato|Beløp|Ut/Ut fra konto|Inn/Inn på konto|Forklaring/Beskrivelse/Tekst|Mottaker/Navn
        |Mottakerkonto|Fra konto/Kontonummer|Kontonavn|Valuta|Melding|Kategori|Merker|Arkivref/Referanse|Referanse|Type|Valutabeløp|Saldo|Type|Filial""",
    "hu": """Tranzakció dátuma/Könyvelés dátuma/Dátum|Értéknap|Összeg|Terhelés|Jóváírás|Közlemény/Leírás|Partner neve/Ellenoldali név
        |Partner számlaszám|Számlaszám|Számla|Devizanem|Megjegyzés|Kategória|Címkék|Tranzakció azonosító|Hivatkozás|Irány|Eredeti összeg
        |Egyenleg|Típus|Fiók""",
    "ro": """Data tranzacției/Data/Data operațiunii|Data valutei|Suma/Valoare|Debit|Credit|Descriere/Detalii|Nume beneficiar/Beneficiar
        |IBAN beneficiar/Cont beneficiar|Cont/Număr cont|Titular|Moneda/Valuta|Observații|Categorie|Etichete|Referință tranzacție|Referință
        |Sens|Suma originală|Sold|Tip tranzacție|Sucursală""",
    "el": """Ημερομηνία/Ημερομηνία συναλλαγής/Ημ/νία Συναλλαγής|Ημερομηνία αξίας|Ποσό|Χρέωση|Πίστωση|Περιγραφή/Αιτιολογία|Δικαιούχος|IBAN δικαιούχου
        |Αριθμός λογαριασμού|Λογαριασμός|Νόμισμα|Σχόλια|Κατηγορία|Ετικέτες|Αριθμός συναλλαγής|Αναφορά|Χ/Π|Αρχικό ποσό|Υπόλοιπο|Τύπος|Κατάστημα""",
    "lv": """Datums/Date|Valutēšanas datums|Summa/Amount|Debets|Kredīts|Informācija saņēmējam/Maksājuma mērķis/Details
        |Saņēmējs~Maksātājs/Beneficiary~Payer|Saņēmēja konts|Klienta konts/Konta numurs|Konts|Valūta/Currency|Piezīmes|Kategorija|Birkas
        |Arhīva kods/Ieraksta numurs|Atsauce|Debets~Kredīts/D~K|Sākotnējā summa|Atlikums|Maksājuma veids|Filiāle""",
}  # fmt: skip

NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    language: {
        role: tuple(name.replace("~", "/") for name in " ".join(names.split()).strip().split("/"))
        for role, names in zip(_ORDER, text.split("|"), strict=True)
    }
    for language, text in _NAMES.items()
}
"""Names of a column by language and role."""

HEADERS = {
    "au/ing/default": "Date,Description,Credit,Debit,Balance",
    "au/macquarie/default": "Transaction Date,Details,Account,Category,Subcategory,Notes,Debit,Credit,Balance,Original Description",
    "be/bnp-paribas-fortis/default": "Volgnummer,Uitvoeringsdatum,Valutadatum,Bedrag,Valuta rekening,TEGENPARTIJ VAN DE VERRICHTING,Details,Rekeningnummer",
    "ca/capital-one/default": "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit",
    "ca/questrade/default": "Transaction Date,Settlement Date,Action,Symbol,Description,Quantity,Price,Gross Amount,Commission,Net Amount,Currency,Account #,Activity Type,Account Type",
    "ca/rbc/default": "Account Type,Account Number,Transaction Date,Cheque Number,Description 1,Description 2,CAD$,USD$",
    "ca/tangerine/default": "Date,Transaction,Name,Memo,Amount",
    "ch/creditsuisse/default": "Buchungsdatum,Text,Belastung,Gutschrift,Valutadatum",
    "ch/raiffeisen/default": "IBAN,Booked At,Text,Credit/Debit Amount,Balance,Valuta Date",
    "cz/postovnisporitelna/default": "číslo účtu,datum zaúčtování,částka,měna,zůstatek,číslo účtu protistrany,kód banky protistrany,název účtu protistrany,konstantní symbol,variabilní symbol,specifický symbol,označení operace,ID transakce,poznámka,",
    "de/commerzbank/csv-giro": "Buchungstag,Wertstellung,Umsatzart,Buchungstext,Betrag,Währung,Auftraggeberkonto,Bankleitzahl Auftraggeberkonto,IBAN Auftraggeberkonto,Kategorie",
    "de/dkb/csv-giro": "Buchungsdatum,Wertstellung,Status,Zahlungspflichtige*r,Zahlungsempfänger*in,Verwendungszweck,Umsatztyp,IBAN,Betrag (€),Gläubiger-ID,Mandatsreferenz,Kundenreferenz",
    "de/n26/default": "Datum,Empfänger,Kontonummer,Transaktionstyp,Verwendungszweck,Kategorie,Betrag (EUR),Betrag (Fremdwährung),Fremdwährung,Wechselkurs",
    "de/tomorrow/csv-import": "owner,booking_date,valuta_date,recipient_or_sender,iban,tags,description,category,amount,currency",
    "de/volksbank/stuttgart/import": "Bezeichnung Auftragskonto,IBAN Auftragskonto,BIC Auftragskonto,Bankname Auftragskonto,Buchungstag,Valutadatum,Name Zahlungsbeteiligter,IBAN Zahlungsbeteiligter,BIC (SWIFT-Code) Zahlungsbeteiligter,Buchungstext,Verwendungszweck,Betrag,Waehrung,Saldo nach Buchung,Bemerkung,Kategorie,Steuerrelevant,Glaeubiger ID,Mandatsreferenz",
    "es/caixabank/default": "Número de cuenta,Oficina,Divisa,F. Operación,F. Valor,Ingreso (+),Gasto (-),Saldo (+),Saldo (-),Concepto común,Concepto propio,Referencia 1,Referencia 2,Concepto complementario 1,Concepto complementario 2,Concepto complementario 3,Concepto complementario 4,Concepto complementario 5,Concepto complementario 6,Concepto complementario 7,Concepto complementario 8,Concepto complementario 9,Concepto complementario 10",
    "es/n26/default": "Fecha,Beneficiario,Número de cuenta,Tipo de transacción,Concepto,Categoría,Cantidad (EUR),Cantidad (Divisa extranjera),Tipo de divisa extranjera,Tipo de cambio",
    "firefly-iii/5.3.0": "user_id,group_id,journal_id,created_at,updated_at,group_title,type,amount,foreign_amount,currency_code,foreign_currency_code,description,date,source_name,source_iban,source_type,destination_name,destination_iban,destination_type,reconciled,category,budget,bill,tags,notes",
    "fr/fortuneo/default": "Date opération,Date valeur,libellé,Débit,Crédit,",
    "gb/barclays/default": "Number,Date,Account,Amount,Subcategory,Memo",
    "gb/halifax/default": "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance,",
    "gb/monzo/default": "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In",
    "ie/boi/boi": "Date,Details,Debit,Credit,Balance",
    "lv/swedbank/default": "Klienta konts,Ieraksta tips,Datums,Saņēmējs/Maksātājs,Informācija saņēmējam,Summa,Valūta,Debets/Kredīts,Arhīva kods,Maksājuma veids,Refernces numurs,Dokumenta numurs,",
    "nl/argenta/default": "Datum,Bedrag,Af/Bij,Tegenrekening,Naam,Omschrijving",
    "nl/ing/default": "Datum,Naam / Omschrijving,Rekening,Tegenrekening,Code,Af Bij,Bedrag (EUR),Mutatiesoort,Mededelingen,Saldo na mutatie,Tag",
    "nl/knab/knab": "Rekeningnummer,Transactiedatum,Valutacode,CreditDebet,Bedrag,Tegenrekeningnummer,Tegenrekeninghouder,Valutadatum,Betaalwijze,Omschrijving,Type betaling,Machtigingsnummer,Incassant ID,Adres,Referentie,Boekdatum",
    "nl/rabobank/rabobank-new-csv-format": "IBAN/BBAN,Munt,BIC,Volgnr,Datum,Rentedatum,Bedrag,Saldo na trn,Tegenrekening IBAN/BBAN,Naam tegenpartij,Naam uiteindelijke partij,Naam initiërende partij,BIC tegenpartij,Code,Batch ID,Transactiereferentie,Machtigingskenmerk,Incassant ID,Betalingskenmerk,Omschrijving-1,Omschrijving-2,Omschrijving-3,Reden retour,Oorspr bedrag,Oorspr munt,Koers",
    "no/dnb/default": "Dato,Forklaring,Rentedato,Ut fra konto,Inn på konto",
    "no/sparebank1/default": "Dato,Beskrivelse,Rentedato,Inn,Ut,Til konto,Fra konto,",
    "nz/anz/csv-credit": "Card,Type,Amount,Details,TransactionDate,ProcessedDate,ForeignCurrencyAmount,ConversionCharge",
    "nz/westpac/default": "Date,Amount,Other Party,Description,Reference,Particulars,Analysis Code",
    "other-software/mint": "Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes",
    "other-software/moneymoney": "Datum,Wertstellung,Kategorie,Name,Verwendungszweck,Konto,Bank,Betrag,Währung",
    "pl/millenium/default": "Numer rachunku/karty,Data transakcji,Data rozliczenia,Rodzaj transakcji,Na konto/Z konta,Odbiorca/Zleceniodawca,Opis,Obciążenia,Uznania,Saldo,Waluta",
    "us/nc-secu/default": "Process Date,Check Number,Description,Credit Amount,Debit Amount",
    "za/fnb/default": "Date,Amount,Balance,Description",
    "za/investec/default": "Transaction Date,Posting Date,Description,Debits,Credits,Balance",
}  # fmt: skip
"""The header that a bank is known to write, names divided by commas."""

TEXTS = {
    "en": "Card purchase/Direct debit/Standing order/Contactless payment/Cash withdrawal/Monthly fee",
    "de": "Kartenzahlung/Lastschrift Einzug/Dauerauftrag Miete/Überweisung für März/Geldautomat/Gebühr Kontoführung",
    "nl": "Betaalautomaat/Incasso energie/Overboeking huur/Pinbetaling één keer/Geldopname/Kosten pakket",
    "fr": "PAIEMENT CARTE/PRLV SEPA électricité/VIREMENT reçu/RETRAIT DAB/Frais tenue de compte/CHÈQUE émis",
    "es": "Compra tarjeta/Recibo domiciliado/Transferencia a señor/Cajero automático/Comisión mensual/Bizum recibido",
    "pt": "Compra no débito/Transferência recebida/Pagamento de serviços/Saque caixa/Tarifa mensal/Pix enviado",
    "it": "Pagamento POS/Addebito diretto/Bonifico a favore di/Prelievo bancomat/Canone mensile attività/Giroconto",
    "cs": "Platba kartou/Inkaso elektřina/Trvalý příkaz nájem/Výběr z bankomatu/Poplatek za vedení účtu/Příchozí úhrada",
    "pl": "Płatność kartą/Polecenie zapłaty/Przelew wychodzący czynsz/Wypłata z bankomatu/Opłata za kartę/Zakup BLIK",
    "no": "Varekjøp/Avtalegiro strøm/Fast overføring leie/Minibankuttak på kort/Månedsgebyr/Vipps til butikk",
    "hu": "Kártyás vásárlás/Csoportos beszedés/Átutalás bérleti díj/Készpénzfelvétel/Számlavezetési díj/Jóváírás átutalásból",
    "ro": "Plată cu cardul/Debitare directă/Transfer chirie/Retragere numerar/Comision administrare cont/Încasare",
    "el": "Αγορά με κάρτα/Πάγια εντολή/Μεταφορά ενοίκιο/Ανάληψη ΑΤΜ/Προμήθεια/Κατάθεση",
    "lv": "Pirkums ar karti/Rēķina apmaksa/Regulārais maksājums/Skaidras naudas izmaksa/Komisija mēnesī/Pārskaitījums",
}  # fmt: skip

PAYEES = (
    "Amazon", "Shell", "City Bakery", "Green Energy", "Miller & Sons", "Netflix", "Metro Market",
    "Anna Berg", "IKEA", "Telecom One", "Town Pharmacy", "Rail Company", "Jean Petit", "Book Corner",
    "Landlord Ltd", "Sports Club", "Employer Group", "Water Works",
)  # fmt: skip
