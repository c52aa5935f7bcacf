import { Alert, Button, Stack, Text } from "@mantine/core";
import { Component, type ReactNode } from "react";

import { commonWords } from "../words/common";
import { wordsOf } from "../words/translated";

interface State {
  readonly error: Error | null;
}

/** Contain a crash: show it in place of what crashed, with a button to try again. */
export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error("unknown", { cause: error }) };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    const words = wordsOf(commonWords);
    return (
      <Alert color="red" role="alert" title={words.errors.crashed}>
        <Stack gap="xs" align="start">
          <Text size="sm">{this.state.error.message}</Text>
          <Button size="xs" variant="default" onClick={() => this.setState({ error: null })}>
            {words.tryAgain}
          </Button>
        </Stack>
      </Alert>
    );
  }
}
