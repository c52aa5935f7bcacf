import { Skeleton } from "@mantine/core";
import { lazy, Suspense, type ReactNode } from "react";

/** Charts that are loaded after the figures. */
export const Bubbles = lazy(() => import("./charts").then((all) => ({ default: all.Bubbles })));
export const DailyLine = lazy(() => import("./charts").then((all) => ({ default: all.DailyLine })));
export const MonthBars = lazy(() => import("./charts").then((all) => ({ default: all.MonthBars })));

/** Keep the place of a chart, at its height, until it is loaded. */
export function Later({ height, children }: { height: number; children: ReactNode }) {
  return (
    <div style={{ minHeight: height }}>
      <Suspense fallback={<Skeleton height={height} radius="md" />}>{children}</Suspense>
    </div>
  );
}
