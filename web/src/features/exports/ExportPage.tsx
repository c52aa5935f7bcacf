import { Button, Stack, Text } from "@mantine/core";
import { HardDriveDownload } from "lucide-react";

import { exportWholeLedger } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { configuration } from "../../lib/configuration";
import { exportWords } from "../../words/exports";
import { useWords } from "../../words/translated";
import { DownloadState } from "./DownloadState";
import { Restore } from "./Restore";
import { Transactions } from "./Transactions";
import { useDownload } from "./useDownload";

export default function ExportPage() {
  const words = useWords(exportWords);
  return (
    <Page title={words.title} description={words.description}>
      <Transactions />
      <Backup />
      <Restore />
    </Page>
  );
}

function Backup() {
  const { backup: words } = useWords(exportWords);
  const { isAdmin, today } = useLedger();
  const download = useDownload();
  return (
    <Card title={words.title}>
      <Stack gap="sm" align="start">
        <Text size="sm" c="dimmed" maw={680}>
          {words.hint}
        </Text>
        {isAdmin ? (
          <>
            <Button
              leftSection={<HardDriveDownload size={16} />}
              loading={download.bytes !== null}
              onClick={() =>
                void download.start(`financeflow-${today}.json`, "application/json", () =>
                  exportWholeLedger({ baseUrl: configuration.longWorkUrl, parseAs: "stream" }),
                )
              }
            >
              {words.button}
            </Button>
            <DownloadState download={download} />
          </>
        ) : (
          <WhyForbidden />
        )}
      </Stack>
    </Card>
  );
}
