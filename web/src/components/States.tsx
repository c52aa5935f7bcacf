/** States of what is read: loading, failed, forbidden, empty. */
import { Alert, Button, Center, Loader, Skeleton, Stack, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Inbox, Lock, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import type { ApiError } from "../api/problem";
import { commonWords } from "../words/common";
import { useWords } from "../words/translated";

/** Return a sentence about a failure, in the language of the page where it is one of the page's own. */
export function useErrorText(): (error: ApiError) => string {
  const { errors } = useWords(commonWords);
  return (error) => {
    if (error.code === "network") return navigator.onLine ? errors.network : errors.offline;
    if (error.code === "rate-limited" && error.retryAfterS !== null) {
      return errors.retryIn(error.retryAfterS);
    }
    return error.message;
  };
}

/** Show a failure with a button that tries again. */
export function Failed({ error, retry }: { error: ApiError; retry?: () => void }) {
  const words = useWords(commonWords);
  const textOf = useErrorText();
  const isForbidden = error.code === "permission-denied";
  return (
    <Alert
      color={isForbidden ? "gray" : "red"}
      role="alert"
      icon={isForbidden ? <Lock size={18} /> : <TriangleAlert size={18} />}
      title={isForbidden ? words.errors.forbidden : words.errors.title}
    >
      <Stack gap="xs" align="start">
        <Text size="sm">{textOf(error)}</Text>
        {error.problem ? (
          <Text size="xs" c="dimmed">
            {words.errors.reference(error.problem.instance)}
          </Text>
        ) : null}
        {retry && !isForbidden ? (
          <Button size="xs" variant="default" onClick={retry}>
            {words.tryAgain}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}

/** Show that there is nothing yet, and what to do. */
export function Empty({
  text,
  action,
  icon,
}: {
  text: string;
  action?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <Center py="xl">
      <Stack align="center" gap="sm" maw={420}>
        <Text c="dimmed" aria-hidden>
          {icon ?? <Inbox size={36} />}
        </Text>
        <Text ta="center" c="dimmed">
          {text}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}

/** Show placeholders of so many lines, as high as what is coming, so that nothing jumps. */
export function Lines({ count = 5, height = 28 }: { count?: number; height?: number }) {
  const words = useWords(commonWords);
  return (
    <Stack gap={8} aria-busy aria-label={words.loading} role="status">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} radius="sm" />
      ))}
    </Stack>
  );
}

/** Show a spinner in the middle, for whole pages. */
export function Waiting() {
  const words = useWords(commonWords);
  return (
    <Center mih="40vh" role="status" aria-label={words.loading}>
      <Loader />
    </Center>
  );
}

export interface ReadProps<T> {
  readonly of: UseQueryResult<T, ApiError>;
  /** Shown while there is no answer; by default lines. */
  readonly waiting?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** Show what a query has read, or why it is not there. Old data stay visible when a refresh fails. */
export function Read<T>({ of, waiting, children }: ReadProps<T>) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Failed error={of.error} retry={() => void of.refetch()} />;
  return <>{waiting ?? <Lines />}</>;
}
