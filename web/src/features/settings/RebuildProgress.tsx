import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { LEDGER_KEY, useHome } from "../../api/ledger";
import { useLedgerKey } from "../../api/queries";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";

export interface RebuildProgressProps {
  readonly label: string;
  /** Set the value that is still in force, which ends the work. */
  readonly onStop: () => void;
  readonly isStopping: boolean;
}

/** Show how far a change of all totals is. */
export function RebuildProgress({ label, onStop, isStopping }: RebuildProgressProps) {
  const words = useWords(settingsWords).ledger;
  const home = useHome();
  const cache = useQueryClient();
  const ledger = useLedgerKey();
  useEffect(() => {
    // The progress is in what the home page shows, which is not asked for by itself.
    const timer = setInterval(() => {
      void cache.invalidateQueries({ queryKey: [...ledger, ...LEDGER_KEY] });
      void cache.invalidateQueries({ queryKey: [...ledger, "settings"] });
    }, 1500);
    return () => clearInterval(timer);
    // The key is a new array at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [cache]);
  const job = home.data?.jobs.find((one) => one.kind === "REBUILD");
  const percent = Math.round((job?.progress ?? 0) * 100);
  return (
    <Stack gap="xs">
      <Text role="status">{label}</Text>
      <Progress
        value={job?.progress === null || job === undefined ? 100 : percent}
        animated
        aria-label={label}
      />
      <Group>
        <Button size="xs" variant="default" loading={isStopping} onClick={onStop}>
          {words.stop}
        </Button>
      </Group>
    </Stack>
  );
}
