import { Group, Loader, Text } from "@mantine/core";
import { CircleCheck } from "lucide-react";

import { Failed } from "../../components/States";
import { usePreferences } from "../../lib/preferences";
import { exportWords } from "../../words/exports";
import { useWords } from "../../words/translated";
import type { Download } from "./useDownload";

/** Return a function that writes a number of bytes as kB or MB. */
function useSize(): (bytes: number) => string {
  const { locale } = usePreferences();
  return (bytes) => {
    const unit = bytes < 1_000_000 ? "kilobyte" : "megabyte";
    const value = unit === "kilobyte" ? bytes / 1000 : bytes / 1_000_000;
    const style = { style: "unit", unit, maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(locale, style).format(value);
  };
}

/** Say how far a download is, that it is done, or why it failed. */
export function DownloadState({ download }: { download: Download }) {
  const words = useWords(exportWords);
  const sizeOf = useSize();
  const { bytes, done, error } = download;
  return (
    <div role="status" style={{ minHeight: 28 }}>
      {error ? (
        <Failed error={error} />
      ) : bytes !== null ? (
        <Group gap="xs">
          <Loader size="xs" />
          <Text size="sm">{bytes === 0 ? words.starting : words.running(sizeOf(bytes))}</Text>
        </Group>
      ) : done ? (
        <Group gap="xs" wrap="nowrap">
          <CircleCheck size={18} color="var(--income)" aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {words.done(done.name, sizeOf(done.bytes))}
          </Text>
        </Group>
      ) : null}
    </div>
  );
}
