import { Alert, Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { changePassword } from "../../api/people/account";
import { authFailureOf, fieldOf } from "../../api/people/auth-problem";
import { settingsWords } from "../../words/settings";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";

/** Change the password, which signs out all other devices. */
export function PasswordForm() {
  const words = useWords(settingsWords).account;
  const { failures, passwordHint, toggle } = useWords(signInWords);
  const [isChanging, setChanging] = useState(false);
  const [note, setNote] = useState<{ text: string; isFailure: boolean } | null>(null);
  const form = useForm({
    initialValues: { present: "", next: "" },
    validate: {
      present: (text) => (text === "" ? failures.passwordWrong : null),
      next: (text) => (text.length < 8 ? failures.passwordWeak : null),
    },
  });
  const change = async ({ present, next }: { present: string; next: string }) => {
    setChanging(true);
    setNote(null);
    try {
      await changePassword(present, next);
      form.reset();
      setNote({ text: words.changed, isFailure: false });
    } catch (error) {
      const failure = authFailureOf(error);
      if (!failure) throw error;
      const field = failure === "passwordWeak" ? "next" : fieldOf(failure) ? "present" : null;
      if (field) {
        form.setFieldError(field, failures[failure]);
        form.getInputNode(field)?.focus();
      } else setNote({ text: failures[failure], isFailure: true });
    } finally {
      setChanging(false);
    }
  };
  return (
    <form onSubmit={form.onSubmit((values) => void change(values))}>
      <Stack gap="sm" maw={420}>
        <Text size="sm" c="dimmed">
          {words.passwordText}
        </Text>
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": toggle }}
          label={words.present}
          autoComplete="current-password"
          {...form.getInputProps("present")}
        />
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": toggle }}
          label={words.next}
          description={passwordHint}
          autoComplete="new-password"
          {...form.getInputProps("next")}
        />
        {note ? (
          <Alert color={note.isFailure ? "red" : "teal"} role={note.isFailure ? "alert" : "status"}>
            {note.text}
          </Alert>
        ) : null}
        <Group>
          <Button type="submit" variant="default" loading={isChanging}>
            {words.change}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
