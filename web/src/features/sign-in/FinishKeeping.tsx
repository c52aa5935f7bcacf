import { Button, Stack } from "@mantine/core";
import { useLocation } from "wouter";

import { finishKeeping } from "../../api/people/keep-demo";
import { afterWrite } from "../../api/queries";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AttemptFailed, AuthCard } from "./AuthCard";
import { useAttempt } from "./useAttempt";

/** Finish the takeover of a demo whose visitor has registered already. */
export function FinishKeeping({ to }: { to: string }) {
  const words = useWords(signInWords);
  const [, go] = useLocation();
  const attempt = useAttempt();
  const finish = async () => {
    if (!(await attempt.run(finishKeeping))) return;
    afterWrite.succeeded(words.keep.done, null);
    go(to, { replace: true });
  };
  return (
    <AuthCard title={words.keep.title} lead={words.keep.lead}>
      <Stack gap="sm">
        <AttemptFailed attempt={attempt} />
        <Button size="md" loading={attempt.isRunning} onClick={() => void finish()}>
          {words.keep.finish}
        </Button>
      </Stack>
    </AuthCard>
  );
}
