import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { MailCheck } from "lucide-react";
import { useState } from "react";

import { authFailureOf } from "../../api/people/auth-problem";
import { sendReset } from "../../api/people/sign-in";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AttemptFailed } from "./AuthCard";
import { failedField, useAttempt } from "./useAttempt";

/** Let Firebase send the link; the answer does not tell whether there is an account. */
async function send(email: string): Promise<void> {
  try {
    await sendReset(email);
  } catch (error) {
    if (authFailureOf(error) !== "passwordWrong") throw error;
  }
}

/** Ask for the address that the link is sent to. */
export function AskForReset() {
  const words = useWords(signInWords);
  const attempt = useAttempt();
  const [email, setEmail] = useState("");
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) {
    return (
      <Alert color="teal" role="status" icon={<MailCheck size={18} />} mt="sm">
        {words.reset.sent(sentTo)}
      </Alert>
    );
  }
  const submit = async () => {
    const address = email.trim();
    if (await attempt.run(() => send(address))) setSentTo(address);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="sm">
        <Text c="dimmed">{words.reset.lead}</Text>
        <TextInput
          label={words.email}
          type="email"
          autoComplete="username"
          size="md"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={
            failedField(attempt) && attempt.failure ? words.failures[attempt.failure] : undefined
          }
        />
        <AttemptFailed attempt={attempt} />
        <Button type="submit" size="md" loading={attempt.isRunning}>
          {words.reset.button}
        </Button>
      </Stack>
    </form>
  );
}
