/** Time zones to choose from. */

/** Return a time zone with its present distance from UTC, such as `Europe/Berlin (GMT+2)`. */
export function zoneLabel(zone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: "shortOffset",
  }).formatToParts(new Date());
  const offset = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  return `${zone.replaceAll("_", " ")} (${offset})`;
}

/** Return all time zones by name; `present` is among them, and that of the browser is first. */
export function zoneChoices(locale: string, present: string): { value: string; label: string }[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = new Set([own, "UTC", present, ...Intl.supportedValuesOf("timeZone")]);
  return [...zones].filter(Boolean).map((value) => ({ value, label: zoneLabel(value, locale) }));
}
