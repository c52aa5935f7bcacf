import { Button, Center, Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { renewPerson, sendVerification, signOut } from "../../api/people/sign-in";
import { session, useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { Read, Waiting } from "../../components/States";
import { commonWords } from "../../words/common";
import { joinWords } from "../../words/join";
import { useWords } from "../../words/translated";
import { forgetToken, invitationIdOf, takeToken } from "./invitation-link";
import { Invitation } from "./ReceivedInvitations";
import { useReceivedInvitations } from "./requests";

/** The page of an invitation's link: sign in, verify the address, then accept or decline. */
export default function JoinPage() {
  const { join: words } = useWords(joinWords);
  const { status, person } = useSession();
  const [token] = useState(takeToken);
  useEffect(() => {
    document.title = `${words.title} · FinanceFlow`;
  }, [words.title]);
  if (status === "starting") return <Waiting />;
  return (
    <Center component="main" mih="90vh" p="md">
      <Stack maw={480} w="100%" gap="md">
        <Group gap={8} justify="center">
          <img src="/icon.svg" alt="" width={32} height={32} />
          <Title order={1} size="h3">
            {words.title}
          </Title>
        </Group>
        <Card>
          {token === null ? (
            <Told text={words.noToken}>
              <Button component={Link} href={person ? "/workspaces" : "/"} variant="light">
                {person ? words.toWorkspaces : words.toHome}
              </Button>
            </Told>
          ) : person === null ? (
            <Told text={words.signInFirst}>
              <Button component={Link} href="/sign-in?to=%2Fjoin">
                {words.signIn}
              </Button>
              <Button component={Link} href="/sign-up?to=%2Fjoin" variant="default">
                {words.signUp}
              </Button>
            </Told>
          ) : person.isAnonymous ? (
            <Told text={words.demo}>
              <Button component={Link} href="/sign-up?keep=1&to=%2Fjoin">
                {words.keep}
              </Button>
              <Button component={Link} href="/sign-in?to=%2Fjoin" variant="default">
                {words.signIn}
              </Button>
            </Told>
          ) : person.emailVerified ? (
            <Answer token={token} email={person.email ?? ""} />
          ) : (
            <Verify email={person.email ?? ""} />
          )}
        </Card>
      </Stack>
    </Center>
  );
}

function Told({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Stack gap="md">
      <Text>{text}</Text>
      <Group gap="xs">{children}</Group>
    </Stack>
  );
}

function Verify({ email }: { email: string }) {
  const { join: words } = useWords(joinWords);
  const { errors } = useWords(commonWords);
  const [note, setNote] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const run = async (work: () => Promise<string | null>) => {
    setRunning(true);
    try {
      setNote(await work());
    } catch (error) {
      // Firebase says in a sentence what is wrong, such as too many e-mails.
      setNote(error instanceof Error ? error.message : String(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <Told text={words.verify(email)}>
      <Button
        loading={isRunning}
        onClick={() =>
          void run(async () => ((await sendVerification()) ? words.sent(email) : errors.title))
        }
      >
        {note === null ? words.sendFirst : words.send}
      </Button>
      <Button
        variant="default"
        disabled={isRunning}
        onClick={() =>
          void run(async () => {
            await renewPerson();
            return session.get().person?.emailVerified ? null : words.notYet;
          })
        }
      >
        {words.check}
      </Button>
      <Text size="sm" role="status" w="100%">
        {note}
      </Text>
    </Told>
  );
}

function Answer({ token, email }: { token: string; email: string }) {
  const { join: words } = useWords(joinWords);
  const [, go] = useLocation();
  const invitations = useReceivedInvitations();
  const id = invitationIdOf(token);
  return (
    <Read of={invitations}>
      {({ items }) => {
        const found = items.find((one) => one.id === id);
        if (!found) {
          return (
            <Told text={words.gone(email)}>
              <Button component={Link} href="/workspaces" onClick={forgetToken}>
                {words.toWorkspaces}
              </Button>
              <Button
                variant="default"
                onClick={() => void signOut().then(() => go("/sign-in?to=%2Fjoin"))}
              >
                {words.other}
              </Button>
            </Told>
          );
        }
        return (
          <Invitation
            invitation={{ ...found, token }}
            answered={(isAccepted) => {
              forgetToken();
              go(isAccepted ? "/home" : "/workspaces");
            }}
          />
        );
      }}
    </Read>
  );
}
