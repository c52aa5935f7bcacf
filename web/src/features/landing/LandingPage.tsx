import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Redirect, useLocation } from "wouter";

import { ApiError } from "../../api/problem";
import { useSession } from "../../api/session";
import { startDemo } from "../../api/sign-in";
import { Failed } from "../../components/States";

export default function LandingPage() {
  const { status } = useSession();
  const [, go] = useLocation();
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  if (status === "signed-in" && !isStarting) return <Redirect to="/home" replace />;
  const start = async () => {
    setStarting(true);
    try {
      await startDemo();
      go("/home");
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
      setStarting(false);
    }
  };
  return (
    <Center mih="90vh" component="main">
      <Stack align="center" p="md">
        <Title order={1}>FinanceFlow</Title>
        <Text>Personal and team finances that add up.</Text>
        <Button size="lg" loading={isStarting} onClick={() => void start()}>
          Try the demo
        </Button>
        {error ? <Failed error={error} /> : null}
      </Stack>
    </Center>
  );
}
