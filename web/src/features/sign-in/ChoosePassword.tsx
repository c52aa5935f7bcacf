import { Alert, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";

import { addressOfReset, resetPassword } from "../../api/people/sign-in";
import { Lines } from "../../components/States";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AttemptFailed } from "./AuthCard";
import { failedField, useAttempt } from "./useAttempt";

/** Choose another password by the code of a link. */
export function ChoosePassword({ code }: { code: string }) {
  const words = useWords(signInWords);
  const check = useAttempt();
  const change = useAttempt();
  const [address, setAddress] = useState<string | null>(null);
  const [password, setPassword] = useState("");
  const [isDone, setDone] = useState(false);
  const checked = useRef<string | null>(null);
  useEffect(() => {
    if (checked.current === code) return;
    checked.current = code;
    void check.run(async () => setAddress(await addressOfReset(code)));
  }, [check, code]);
  if (isDone) {
    return (
      <Stack gap="sm" mt="sm">
        <Alert color="teal" role="status">
          {words.reset.done}
        </Alert>
        <Button component={Link} href="/sign-in">
          {words.signIn.button}
        </Button>
      </Stack>
    );
  }
  if (check.failure || check.error) {
    return (
      <Stack gap="sm" mt="sm">
        <AttemptFailed attempt={check} />
        <Button component={Link} href="/reset" variant="default">
          {words.reset.again}
        </Button>
      </Stack>
    );
  }
  if (address === null) return <Lines count={3} height={40} />;
  const submit = async () => {
    if (await change.run(() => resetPassword(code, password))) setDone(true);
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
        <Text c="dimmed">{words.reset.forAddress(address)}</Text>
        <input type="hidden" autoComplete="username" value={address} readOnly />
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": words.toggle }}
          label={words.newPassword}
          description={words.passwordHint}
          autoComplete="new-password"
          size="md"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={failedField(change) && change.failure ? words.failures[change.failure] : undefined}
        />
        <AttemptFailed attempt={change} />
        <Button type="submit" size="md" loading={change.isRunning} disabled={password.length < 8}>
          {words.reset.save}
        </Button>
      </Stack>
    </form>
  );
}
