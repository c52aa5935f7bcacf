import { Button, Divider, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, type ReactNode } from "react";

import { preloadSignIn } from "../../api/people/sign-in";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AttemptFailed } from "./AuthCard";
import { GoogleMark } from "./GoogleMark";
import { failedField, type Attempt } from "./useAttempt";

/** Firebase takes six characters; eight are the least that guidelines ask for. */
const LEAST_LENGTH = 8;

export interface CredentialFormProps {
  readonly button: string;
  readonly isNew: boolean;
  readonly attempt: Attempt;
  /** Shown beside the button while it works. */
  readonly working?: string;
  readonly onSubmit: (email: string, password: string) => void;
  readonly onGoogle: () => void;
  /** Between the fields and the button. */
  readonly children?: ReactNode;
}

/** Ask for address and password, or let Google say who it is. */
export function CredentialForm(props: CredentialFormProps) {
  const { button, isNew, attempt, working, onSubmit, onGoogle, children } = props;
  const words = useWords(signInWords);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (text) =>
        text.trim() === ""
          ? words.missing.email
          : /^\S+@\S+$/.test(text.trim())
            ? null
            : words.failures.addressInvalid,
      password: (text) =>
        text === ""
          ? words.missing.password
          : isNew && text.length < LEAST_LENGTH
            ? words.failures.passwordWeak
            : null,
    },
    onSubmitPreventDefault: "always",
  });
  useEffect(preloadSignIn, []);
  const field = failedField(attempt);
  const message = attempt.failure ? words.failures[attempt.failure] : null;
  useEffect(() => {
    if (field === null || message === null) return;
    form.setFieldError(field, message);
    form.getInputNode(field)?.focus();
    // The form is a new object at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [field, message]);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(
        ({ email, password }) => onSubmit(email.trim(), password),
        (errors) => form.getInputNode(Object.keys(errors)[0] ?? "")?.focus(),
      )}
    >
      <Stack gap="sm">
        <TextInput
          label={words.email}
          type="email"
          autoComplete={isNew ? "email" : "username"}
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          visibilityToggleButtonProps={{ "aria-label": words.toggle }}
          label={words.password}
          description={isNew ? words.passwordHint : undefined}
          autoComplete={isNew ? "new-password" : "current-password"}
          size="md"
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        {children}
        <AttemptFailed attempt={attempt} />
        <Button type="submit" size="md" loading={attempt.isRunning} fullWidth>
          {button}
        </Button>
        {attempt.isRunning && working ? (
          <Text role="status" size="sm" c="dimmed" ta="center">
            {working} …
          </Text>
        ) : null}
        <Divider label={words.or} styles={{ label: { color: "var(--text-soft)" } }} />
        <Button
          variant="default"
          size="md"
          fullWidth
          leftSection={<GoogleMark />}
          disabled={attempt.isRunning}
          onClick={onGoogle}
        >
          {words.google}
        </Button>
      </Stack>
    </form>
  );
}
