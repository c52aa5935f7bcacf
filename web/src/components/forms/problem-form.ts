/** Forms whose invalid fields are told by the API. */
import type { UseFormReturnType } from "@mantine/form";

import { ApiError } from "../../api/problem";

/**
 * Show the messages of a failed request beside the fields of a form, and move the focus to the first.
 *
 * `names` maps fields of the request to fields of the form where they differ. Returns the failure if
 * it is about no field of the form, to be shown as a whole.
 */
export function showProblem<V extends Record<string, unknown>>(
  form: UseFormReturnType<V>,
  error: unknown,
  names: Readonly<Record<string, keyof V & string>> = {},
): ApiError | null {
  if (!(error instanceof ApiError)) throw error;
  const values = form.getValues();
  const found: Record<string, string> = {};
  for (const { field, message } of error.fields) {
    const name = names[field] ?? field;
    const own =
      name in values ? name : (names[name.split(".")[0] ?? ""] ?? name.split(".")[0] ?? "");
    if (own in values) found[own] ??= message;
  }
  form.setErrors(found);
  const first = Object.keys(found)[0];
  if (first === undefined) return error;
  form.getInputNode(first)?.focus();
  return null;
}
