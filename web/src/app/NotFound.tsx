import { Anchor, Center, Stack, Text, Title } from "@mantine/core";
import { Link } from "wouter";

import { appWords } from "../words/app";
import { useWords } from "../words/translated";

/** Say that no page has this address. */
export function NotFound() {
  const words = useWords(appWords);
  return (
    <Center mih="70vh" component="main">
      <Stack align="center">
        <Title order={1} size="h2">
          {words.notFound}
        </Title>
        <Text c="dimmed">{words.notFoundHint}</Text>
        <Anchor component={Link} href="/home">
          {words.navigation.home}
        </Anchor>
      </Stack>
    </Center>
  );
}
