import { Button, Popover, Text } from "@mantine/core";
import { Lock } from "lucide-react";

import { useLedger } from "../api/ledger";
import { commonWords } from "../words/common";
import { useWords } from "../words/translated";

/** Say, on demand, why something is not offered to the caller's role. */
export function WhyForbidden() {
  const words = useWords(commonWords);
  const { role } = useLedger();
  return (
    <Popover width={260} withArrow>
      <Popover.Target>
        <Button size="xs" variant="subtle" color="gray" leftSection={<Lock size={14} />}>
          {words.errors.forbidden}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{words.errors.forbiddenBecause(words.roles[role])}</Text>
      </Popover.Dropdown>
    </Popover>
  );
}
