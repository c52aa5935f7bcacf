import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { FlaskConical, Plus, Upload } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { newKey } from "../../api/client";
import { addSampleData } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";

/** Say what to do first in a ledger without transactions. */
export function Welcome() {
  const words = useWords(homeWords).welcome;
  const { home, canWrite } = useLedger();
  const [key] = useState(newKey);
  const sample = useWrite(() => addSampleData({ headers: { "Idempotency-Key": key } }), {
    done: () => words.sampled,
  });
  return (
    <section className="card">
      <Stack align="center" gap="sm" py="xl" maw={560} mx="auto">
        <Title order={2} size="h3" ta="center">
          {words.title}
        </Title>
        <Text c="dimmed" ta="center">
          {canWrite ? words.text : words.viewer}
        </Text>
        {canWrite ? (
          <Group justify="center" mt="xs">
            <Button component={Link} href="/add" leftSection={<Plus size={18} />}>
              {words.add}
            </Button>
            <Button
              component={Link}
              href="/import"
              variant="default"
              leftSection={<Upload size={18} />}
            >
              {words.import}
            </Button>
            {home.workspace === null ? (
              <Button
                variant="subtle"
                leftSection={<FlaskConical size={18} />}
                loading={sample.isPending}
                onClick={() => sample.mutate()}
              >
                {words.sample}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </section>
  );
}
