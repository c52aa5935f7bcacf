/** Countries and subdivisions whose public holidays the API knows, with names to choose them by. */

const COUNTRIES =
  "AD AE AL AM AR AT AU AZ BA BD BE BG BH BO BR BY CA CH CL CN CO CR CY CZ DE DK DO DZ EC EE EG ES ET FI FO FR GB GE GG GH GI GL GR GT HK HN HR HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KR KW KZ LA LB LI LK LT LU LV MA MC MD ME MG MK ML MM MN MT MU MX MY MZ NA NG NI NL NO NP NZ OM PA PE PG PH PK PL PR PT PY QA RO RS RU RW SA SE SG SI SK SM SN SV TH TN TR TT TW TZ UA UG US UY UZ VA VE VN XK ZA ZM ZW".split(
    " ",
  );

/** Subdivisions whose holidays differ much from those of the country; their names are their own. */
const SUBDIVISIONS: Readonly<Record<string, string>> = {
  "DE-BW": "Baden-Württemberg",
  "DE-BY": "Bayern",
  "DE-BE": "Berlin",
  "DE-BB": "Brandenburg",
  "DE-HB": "Bremen",
  "DE-HH": "Hamburg",
  "DE-HE": "Hessen",
  "DE-MV": "Mecklenburg-Vorpommern",
  "DE-NI": "Niedersachsen",
  "DE-NW": "Nordrhein-Westfalen",
  "DE-RP": "Rheinland-Pfalz",
  "DE-SL": "Saarland",
  "DE-SN": "Sachsen",
  "DE-ST": "Sachsen-Anhalt",
  "DE-SH": "Schleswig-Holstein",
  "DE-TH": "Thüringen",
  "CH-BE": "Bern",
  "CH-BS": "Basel-Stadt",
  "CH-GE": "Genève",
  "CH-LU": "Luzern",
  "CH-TI": "Ticino",
  "CH-VD": "Vaud",
  "CH-ZH": "Zürich",
  "GB-ENG": "England",
  "GB-NIR": "Northern Ireland",
  "GB-SCT": "Scotland",
  "GB-WLS": "Wales",
};

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Return the name of a calendar of public holidays, such as `DE-BY`. */
export function calendarName(calendar: string, language: string): string {
  const [country = calendar] = calendar.split("-");
  const name = new Intl.DisplayNames([language], { type: "region" }).of(country) ?? country;
  if (country === calendar) return name;
  return `${name}: ${SUBDIVISIONS[calendar] ?? calendar}`;
}

/** Return the calendars to choose from, by name; `present` is among them. */
export function calendarChoices(language: string, present: string | null): Choice[] {
  const codes = new Set([
    ...COUNTRIES,
    ...Object.keys(SUBDIVISIONS),
    ...(present ? [present] : []),
  ]);
  return [...codes]
    .map((value) => ({ value, label: calendarName(value, language) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}
