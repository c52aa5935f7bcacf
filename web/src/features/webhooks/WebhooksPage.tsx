import { Button, Stack } from "@mantine/core";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { listWebhooks } from "../../api/generated";
import { useRead } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { Page } from "../../components/Page";
import { Empty, Lines, Read } from "../../components/States";
import { webhookWords } from "../../words/webhooks";
import { useWords } from "../../words/translated";
import { SecretDialog } from "./SecretDialog";
import { WebhookCard } from "./WebhookCard";
import { WebhookForm } from "./WebhookForm";

/** Show the person's webhooks; a demo has none. */
export default function WebhooksPage() {
  const words = useWords(webhookWords);
  const { person } = useSession();
  if (person?.isAnonymous) {
    return (
      <Page title={words.title} description={words.description}>
        <Card>
          <Empty
            icon={<Webhook size={36} />}
            text={words.registration}
            action={
              <Button component={Link} href="/sign-up?keep=1&to=%2Fwebhooks">
                {words.keep}
              </Button>
            }
          />
        </Card>
      </Page>
    );
  }
  return <Registered />;
}

function Registered() {
  const words = useWords(webhookWords);
  const webhooks = useRead(["webhooks"], (signal) => listWebhooks({ signal }));
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<{ text: string | null } | null>(null);
  const add = (
    <Button leftSection={<Plus size={18} aria-hidden />} onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} description={words.description} actions={add}>
      <Read
        of={webhooks}
        waiting={
          <Card>
            <Lines count={4} height={40} />
          </Card>
        }
      >
        {({ items }) =>
          items.length === 0 ? (
            <Card>
              <Empty icon={<Webhook size={36} />} text={words.empty} action={add} />
            </Card>
          ) : (
            <Stack maw={900}>
              {items.map((one) => (
                <WebhookCard key={one.id} webhook={one} onSecret={(text) => setSecret({ text })} />
              ))}
            </Stack>
          )
        }
      </Read>
      <WebhookForm
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onSecret={(text) => setSecret({ text })}
      />
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </Page>
  );
}
