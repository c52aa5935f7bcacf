import { Alert, Stack, Text, Title } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useEffect, type ReactNode } from "react";

import { Failed } from "../../components/States";
import { SoloFrame } from "../../components/SoloFrame";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { failedField, type Attempt } from "./useAttempt";

export interface AuthCardProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
  /** Links below the card. */
  readonly footer?: ReactNode;
}

/** Lay out a page about an account: one card in the middle. */
export function AuthCard({ title, lead, children, footer }: AuthCardProps) {
  useEffect(() => {
    document.title = `${title} · FinanceFlow`;
  }, [title]);
  return (
    <SoloFrame isNarrow>
      <div className="card" style={{ padding: 24 }}>
        <Title order={1} size="h2" mb={4}>
          {title}
        </Title>
        {lead ? (
          <Text c="dimmed" mb="md">
            {lead}
          </Text>
        ) : null}
        {children}
      </div>
      {footer ? (
        <Stack gap={6} mt="md" align="center">
          {footer}
        </Stack>
      ) : null}
    </SoloFrame>
  );
}

/** Show why an attempt failed, unless a field shows it. */
export function AttemptFailed({ attempt }: { attempt: Attempt }) {
  const words = useWords(signInWords);
  if (attempt.error) return <Failed error={attempt.error} />;
  if (!attempt.failure || failedField(attempt)) return null;
  return (
    <Alert color="red" role="alert" icon={<TriangleAlert size={18} />}>
      {words.failures[attempt.failure]}
    </Alert>
  );
}
