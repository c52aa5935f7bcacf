import { Alert, Button, Stack, Text } from "@mantine/core";
import { MailCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link, Redirect, useSearchParams } from "wouter";

import { useSession } from "../../api/people/session";
import { applyCode, renewPerson, sendVerification } from "../../api/people/sign-in";
import { Lines } from "../../components/States";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AttemptFailed, AuthCard } from "./AuthCard";
import { useAttempt } from "./useAttempt";

/** Do what a link in an e-mail of Firebase asks for; Firebase has one address for all of them. */
export default function VerifyPage() {
  const words = useWords(signInWords);
  const [search] = useSearchParams();
  const code = search.get("oobCode");
  const mode = search.get("mode");
  if (code && mode === "resetPassword") {
    return <Redirect to={`/reset?oobCode=${encodeURIComponent(code)}`} replace />;
  }
  return (
    <AuthCard title={words.verify.title}>
      {code ? <Apply code={code} isRecovery={mode === "recoverEmail"} /> : <Ask />}
    </AuthCard>
  );
}

function Apply({ code, isRecovery }: { code: string; isRecovery: boolean }) {
  const words = useWords(signInWords);
  const { status } = useSession();
  const attempt = useAttempt();
  const [isDone, setDone] = useState(false);
  const applied = useRef<string | null>(null);
  useEffect(() => {
    if (applied.current === code) return;
    // A code can be used once, so it is sent once, also when React runs effects twice.
    applied.current = code;
    void attempt.run(() => applyCode(code)).then(setDone);
  }, [attempt, code]);
  if (isDone) {
    return (
      <Stack gap="sm" mt="sm">
        <Alert color="teal" role="status" icon={<MailCheck size={18} />}>
          {isRecovery ? words.verify.recovered : words.verify.done}
        </Alert>
        <Button component={Link} href={status === "signed-in" ? "/home" : "/sign-in"}>
          {words.verify.goOn}
        </Button>
      </Stack>
    );
  }
  if (attempt.failure || attempt.error) {
    return (
      <Stack gap="sm" mt="sm">
        <AttemptFailed attempt={attempt} />
        <Ask />
      </Stack>
    );
  }
  return <Lines count={2} height={36} />;
}

function Ask() {
  const words = useWords(signInWords);
  const { person } = useSession();
  const attempt = useAttempt();
  const [note, setNote] = useState<string | null>(null);
  if (!person?.email) {
    return (
      <Stack gap="sm" mt="sm">
        <Text>{words.verify.noAddress}</Text>
        <Button component={Link} href="/sign-in?to=%2Fverify">
          {words.signIn.button}
        </Button>
      </Stack>
    );
  }
  if (person.emailVerified) {
    return (
      <Stack gap="sm" mt="sm">
        <Alert color="teal" role="status" icon={<MailCheck size={18} />}>
          {words.verify.done}
        </Alert>
        <Button component={Link} href="/home">
          {words.verify.goOn}
        </Button>
      </Stack>
    );
  }
  const send = async () => {
    setNote((await sendVerification()) ? words.verify.sent : words.verify.notSent);
  };
  const check = async () => {
    if (await attempt.run(renewPerson)) setNote(words.verify.notYet);
  };
  return (
    <Stack gap="sm" mt="sm">
      <Text>{words.verify.noCode(person.email)}</Text>
      <AttemptFailed attempt={attempt} />
      <Button loading={attempt.isRunning} onClick={() => void check()}>
        {words.verify.check}
      </Button>
      <Button variant="default" onClick={() => void send()}>
        {words.verify.send}
      </Button>
      <Text role="status" size="sm" c="dimmed">
        {note}
      </Text>
    </Stack>
  );
}
