import { useElementSize } from "@mantine/hooks";
import type { RefCallback } from "react";

/** Measure the width of a chart's container; a chart is drawn once it is above zero. */
export function useWidth(): { readonly ref: RefCallback<HTMLDivElement>; readonly width: number } {
  const { ref, width } = useElementSize<HTMLDivElement>();
  return { ref, width };
}
