import { TextInput, type TextInputProps } from "@mantine/core";
import { forwardRef } from "react";

/** Ask for a day with the browser's own calendar; the value is like `2026-03-31`, or empty. */
export const DayField = forwardRef<HTMLInputElement, TextInputProps>(function DayField(props, ref) {
  return <TextInput ref={ref} type="date" {...props} />;
});
