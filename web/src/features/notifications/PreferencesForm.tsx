import { Alert, Stack, Text } from "@mantine/core";
import { Info } from "lucide-react";

import {
  getNotificationPreferences,
  patchNotificationPreferences,
  type KindSchedules,
  type PreferencesPatch,
  type PreferencesView,
} from "../../api/generated";
import { useRead, useWrite } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { Lines, Read } from "../../components/States";
import { notificationWords } from "../../words/notifications";
import { useWords } from "../../words/translated";
import { GROUPS, KindRows } from "./KindRows";
import { TimesForm } from "./TimesForm";
import "./preferences.css";

/** Show and change of what the person is told, how, and when; each change is saved at once. */
export function PreferencesForm() {
  const preferences = useRead(["notification-preferences"], (signal) =>
    getNotificationPreferences({ signal }),
  );
  return (
    <Read
      of={preferences}
      waiting={
        <Card>
          <Lines count={12} height={40} />
        </Card>
      }
    >
      {(data) => <Loaded preferences={data} />}
    </Read>
  );
}

function Loaded({ preferences }: { preferences: PreferencesView }) {
  const words = useWords(notificationWords);
  const { person } = useSession();
  // Without If-Match: a change names one kind, or one time, and leaves what others have changed.
  const write = useWrite((body: PreferencesPatch) => patchNotificationPreferences({ body }), {
    done: () => words.saved,
    outdates: [["notification-preferences"]],
  });
  const save = (change: KindSchedules) => write.mutate({ schedules: [change] });
  const free = preferences.schedules.filter((one) => !one.is_fixed);
  const areEmailsOff = free.every((one) => one.email === "OFF");
  return (
    <Stack>
      {person?.isAnonymous ? (
        <Alert color="gray" icon={<Info size={18} />}>
          {words.noAddress}
        </Alert>
      ) : areEmailsOff ? (
        <Alert color="yellow" icon={<Info size={18} />} role="status">
          {words.emailsOff}
        </Alert>
      ) : null}
      {GROUPS.map(({ name, kinds }) => (
        <Card key={name} title={words.groups[name]}>
          <KindRows
            schedules={preferences.schedules.filter((one) => kinds.includes(one.kind))}
            onChange={save}
          />
        </Card>
      ))}
      <TimesForm
        preferences={preferences}
        onChange={(change) => write.mutate(change)}
        onAllEmails={(email) =>
          write.mutate({ schedules: free.map(({ kind }) => ({ kind, email })) })
        }
      />
      <Text size="sm" c="dimmed">
        {words.noWebhooks}
      </Text>
    </Stack>
  );
}
