/** Toasts after writes: what was done, with undo; what failed, and why. */
import { Button, Group, Text } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.css";

import { newKey, askWhole } from "../api/client";
import { undoChange } from "../api/generated";
import { ApiError } from "../api/problem";
import { afterWrite, queryClient } from "../api/queries";
import { commonWords } from "../words/common";
import { wordsOf } from "../words/translated";

async function undo(changeId: string, toast: string): Promise<void> {
  notifications.hide(toast);
  try {
    const answer = await askWhole(
      undoChange({
        path: { id: changeId },
        body: { whole_operation: true },
        headers: { "Idempotency-Key": newKey() },
      }),
    );
    // The answer has the id of the undo, so that the undo can be undone.
    showDone(wordsOf(commonWords).undone, answer.changeId);
    await queryClient.invalidateQueries({ queryKey: ["ledger"] });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    showFailure(error);
  }
}

function showDone(text: string, changeId: string | null): void {
  const id = newKey();
  notifications.show({
    id,
    closeButtonProps: { "aria-label": wordsOf(commonWords).close },
    autoClose: changeId ? 10_000 : 4_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{text}</Text>
        {changeId ? (
          <Button size="compact-sm" variant="light" onClick={() => void undo(changeId, id)}>
            {wordsOf(commonWords).undo}
          </Button>
        ) : null}
      </Group>
    ),
  });
}

function showFailure(error: ApiError): void {
  const { errors, close } = wordsOf(commonWords);
  const text =
    error.code === "network"
      ? navigator.onLine
        ? errors.network
        : errors.offline
      : error.code === "rate-limited" && error.retryAfterS !== null
        ? errors.retryIn(error.retryAfterS)
        : error.message;
  notifications.show({
    color: "red",
    title: errors.title,
    message: text,
    autoClose: 8_000,
    closeButtonProps: { "aria-label": close },
  });
}

afterWrite.succeeded = showDone;
afterWrite.failed = showFailure;

/** Show toasts; loaded after the first page. */
export default function Toasts() {
  return <Notifications position="bottom-center" limit={3} />;
}
