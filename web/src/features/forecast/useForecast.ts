/** Reads of forecasts. */
import { compareScenario, getForecast } from "../../api/generated";
import { useRead } from "../../api/queries";
import type { Amount } from "../../lib/money";
import type { Change } from "./scenario";

export interface Question {
  readonly days: number;
  readonly floor: Amount | null;
}

/** Read the forecast of all accounts. */
export function useForecast({ days, floor }: Question) {
  return useRead(
    ["forecast", days, floor],
    (signal) => getForecast({ query: { days, ...(floor === null ? {} : { floor }) }, signal }),
    { keepsPrevious: true },
  );
}

/** Read the forecast with changes that are not made; nothing is asked without changes. */
export function useScenario({ days, floor }: Question, changes: readonly Change[]) {
  return useRead(
    ["forecast", "scenario", days, floor, changes],
    (signal) => compareScenario({ body: { changes: [...changes], days, floor }, signal }),
    { keepsPrevious: true, enabled: changes.length > 0 },
  );
}
