import { Alert, Anchor, Group, List, Stack, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";

import { useLedger } from "../../api/ledger";
import type { ApiError } from "../../api/problem";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Failed } from "../../components/States";
import { configuration } from "../../lib/configuration";
import { importWords } from "../../words/imports";
import { useWords } from "../../words/translated";
import { ChooseFile } from "./ChooseFile";
import { useDraft } from "./preview/draft";
import { problemOf, type FileProblem } from "./file-check";
import { History } from "./History";
import { Mappings } from "./Mappings";
import { Preview } from "./preview/Preview";

/** The page of imports: choose a file, check it, and what was imported before. */
export function ImportStart() {
  const words = useWords(importWords);
  const { canWrite } = useLedger();
  const { draft, reading, read, forget } = useDraft();
  const [problem, setProblem] = useState<FileProblem | null>(null);

  const choose = async (file: File) => {
    forget();
    const found = await problemOf(file);
    setProblem(found);
    if (!found) read(file);
  };

  if (draft) {
    return (
      <Preview
        draft={draft}
        isReading={reading.isPending}
        error={reading.error}
        read={(choices) => read(draft.file, choices)}
        forget={forget}
      />
    );
  }
  return (
    <Page title={words.title} description={words.description}>
      <Card title={words.choose.title}>
        {canWrite ? (
          <Stack gap="sm">
            <ChooseFile isReading={reading.isPending} choose={(file) => void choose(file)} />
            {problem ? (
              <Alert
                color="red"
                role="alert"
                icon={<TriangleAlert size={18} />}
                title={words.problems.title}
              >
                {words.problems[problem]}
              </Alert>
            ) : reading.error ? (
              <Unreadable error={reading.error} />
            ) : null}
            <Group gap="md">
              <Text size="sm" c="dimmed">
                {words.choose.limits}
              </Text>
              <Anchor size="sm" href={`${configuration.apiUrl}/imports/template`} download>
                {words.choose.template}
              </Anchor>
            </Group>
          </Stack>
        ) : (
          <WhyForbidden />
        )}
      </Card>
      <History />
      <Mappings />
    </Page>
  );
}

function Unreadable({ error }: { error: ApiError }) {
  const { problems } = useWords(importWords);
  if (error.code !== "unreadable-file") return <Failed error={error} />;
  return (
    <Alert color="red" role="alert" icon={<TriangleAlert size={18} />} title={problems.unreadable}>
      <List size="sm" spacing={4}>
        <List.Item lang="en">{error.message}</List.Item>
        <List.Item>{problems.unreadableHint}</List.Item>
      </List>
    </Alert>
  );
}
