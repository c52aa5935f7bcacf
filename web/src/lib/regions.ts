/** What a person's region suggests for a new ledger: its currency and its time zone. */

const EURO =
  "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM VA AD ME XK BG".split(" ");

const CURRENCY_OF_REGION: Readonly<Record<string, string>> = {
  ...Object.fromEntries(EURO.map((region) => [region, "EUR"])),
  AR: "ARS",
  AU: "AUD",
  BR: "BRL",
  CA: "CAD",
  CH: "CHF",
  CL: "CLP",
  CN: "CNY",
  CZ: "CZK",
  DK: "DKK",
  GB: "GBP",
  HK: "HKD",
  HU: "HUF",
  IL: "ILS",
  IN: "INR",
  IS: "ISK",
  JP: "JPY",
  KR: "KRW",
  LI: "CHF",
  MX: "MXN",
  NO: "NOK",
  NZ: "NZD",
  PL: "PLN",
  RO: "RON",
  SE: "SEK",
  SG: "SGD",
  TR: "TRY",
  US: "USD",
  ZA: "ZAR",
};

/** Return the region of a locale, such as `AT` of `de-AT`; the likely one if it names none. */
export function regionOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).maximize().region;
  } catch {
    return undefined;
  }
}

/** Return the currency that is usual in the region of a locale; US dollars if it is not known. */
export function currencyOf(locale: string): string {
  return CURRENCY_OF_REGION[regionOf(locale) ?? ""] ?? "USD";
}

/** Return the time zone of the browser. */
export function browserTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
