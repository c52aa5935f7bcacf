import { Skeleton } from "@mantine/core";

import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";

/** Hold the place of a chart and its table. */
export function Waiting({ height = 420 }: { height?: number }) {
  const words = useWords(commonWords);
  return (
    <div role="status" aria-busy aria-label={words.loading}>
      <Skeleton height={height} radius="lg" />
    </div>
  );
}
