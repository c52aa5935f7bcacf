import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";

import { Dialog } from "../../components/dialogs/Dialog";
import { confirmGoogle, confirmPassword, type SignInMethod } from "../../api/people/account";
import { authFailureOf } from "../../api/people/auth-problem";
import { ask } from "../../api/client";
import { deleteMe } from "../../api/generated";
import { ApiError } from "../../api/problem";
import { signOut } from "../../api/people/sign-in";
import { Failed } from "../../components/States";
import { settingsWords } from "../../words/settings";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";

export interface DeleteAccountProps {
  readonly method: SignInMethod;
  readonly isDemo: boolean;
}

/** Delete the account, after a typed word, and a new sign-in where the last one is long ago. */
export function DeleteAccount({ method, isDemo }: DeleteAccountProps) {
  const words = useWords(settingsWords).account;
  const { failures, toggle } = useWords(signInWords);
  const [, go] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const [needsProof, setNeedsProof] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const close = () => {
    if (isRunning) return;
    setOpen(false);
    setTyped("");
    setPassword("");
    setNeedsProof(false);
    setError(null);
    setFailure(null);
  };
  const erase = async () => {
    setRunning(true);
    setError(null);
    setFailure(null);
    try {
      if (needsProof) await (method === "google" ? confirmGoogle() : confirmPassword(password));
      const receipt = await ask(deleteMe());
      go("/erased", { state: receipt, replace: true });
      await signOut();
    } catch (thrown) {
      const found = authFailureOf(thrown);
      if (found) setFailure(failures[found]);
      else if (!(thrown instanceof ApiError)) throw thrown;
      else if (thrown.code === "recent-sign-in-required") setNeedsProof(true);
      else setError(thrown);
    } finally {
      setRunning(false);
    }
  };
  const isTyped = typed.trim().toUpperCase() === words.word;
  const needsPassword = needsProof && method === "password";
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {words.deleteText}
      </Text>
      <Button variant="default" c="var(--expense)" onClick={() => setOpen(true)}>
        {isDemo ? words.deleteDemo : words.deleteButton}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={words.delete} centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void erase();
          }}
        >
          <Stack gap="sm">
            <Text size="sm">{words.deleteText}</Text>
            <TextInput
              label={words.confirm(words.word)}
              autoComplete="off"
              data-autofocus
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            {needsPassword ? (
              <PasswordInput
                visibilityToggleButtonProps={{ "aria-label": toggle }}
                label={words.present}
                description={words.proof}
                autoComplete="current-password"
                autoFocus
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
              />
            ) : null}
            {needsProof && method === "google" ? <Text size="sm">{words.proofGoogle}</Text> : null}
            {failure ? (
              <Alert color="red" role="alert">
                {failure}
              </Alert>
            ) : null}
            {error ? <Failed error={error} /> : null}
            {isRunning ? (
              <Text role="status" size="sm" c="dimmed">
                {words.deleting} …
              </Text>
            ) : null}
            <Group justify="end">
              <Button variant="default" onClick={close} disabled={isRunning}>
                {words.keep}
              </Button>
              <Button
                type="submit"
                color="red.9"
                loading={isRunning}
                disabled={!isTyped || (needsPassword && password === "")}
              >
                {isDemo ? words.deleteDemo : words.deleteButton}
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
