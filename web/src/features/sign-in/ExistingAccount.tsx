import { Alert, Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";

import { backUpDemo, bringIn } from "../../api/people/keep-demo";
import type { LedgerBackup } from "../../api/generated";
import { ApiError } from "../../api/problem";
import { signIn } from "../../api/people/sign-in";
import { saveFile } from "../../lib/files";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AttemptFailed } from "./AuthCard";
import { useAttempt } from "./useAttempt";

export interface ExistingAccountProps {
  readonly email: string;
  readonly password: string;
  readonly to: string;
  /** The page must not leave by itself while this works. */
  readonly onBusy: (isBusy: boolean) => void;
}

/** Offer to bring a demo into the account that has the address already. */
export function ExistingAccount({ email, password, to, onBusy }: ExistingAccountProps) {
  const words = useWords(signInWords);
  const [, go] = useLocation();
  const attempt = useAttempt();
  // The demo cannot be read any more once another account is signed in.
  const [backup, setBackup] = useState<LedgerBackup | null>(null);
  const [isRefused, setRefused] = useState(false);
  const bring = async () => {
    onBusy(true);
    let isEmpty = true;
    const isDone = await attempt.run(async () => {
      const read = backup ?? (await backUpDemo());
      setBackup(read);
      await signIn(email, password);
      try {
        await bringIn(read);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "ledger-not-empty") throw error;
        isEmpty = false;
      }
    });
    if (!isDone) return;
    if (isEmpty) go(to, { replace: true });
    else setRefused(true);
  };
  const save = () => {
    if (backup) saveFile("financeflow-demo.json", "application/json", JSON.stringify(backup));
  };
  return (
    <Alert role="alert" color="yellow" title={words.existing.title}>
      <Stack gap="xs" align="start">
        <Text size="sm">{isRefused ? words.existing.notEmpty : words.existing.text}</Text>
        <AttemptFailed attempt={attempt} />
        {attempt.failure === "passwordWrong" ? (
          <Text size="sm">{words.failures.passwordWrong}</Text>
        ) : null}
        {isRefused ? (
          <>
            <Button size="xs" onClick={save}>
              {words.existing.save}
            </Button>
            <Button size="xs" variant="default" onClick={() => go(to, { replace: true })}>
              {words.existing.goOn}
            </Button>
          </>
        ) : (
          <Button size="xs" loading={attempt.isRunning} onClick={() => void bring()}>
            {words.existing.button}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
