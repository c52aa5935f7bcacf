import { Anchor, Text } from "@mantine/core";
import { useState } from "react";
import { Link, Redirect, useLocation, useSearchParams } from "wouter";

import { useSession } from "../../api/people/session";
import { signIn, signInWithGoogle } from "../../api/people/sign-in";
import { ownPath } from "../../lib/paths";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AuthCard } from "./AuthCard";
import { CredentialForm } from "./CredentialForm";
import { useAttempt } from "./useAttempt";

/** Sign in, and go to the page that was asked for. */
export default function SignInPage() {
  const words = useWords(signInWords);
  const { status, person } = useSession();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const [isLeaving, setLeaving] = useState(false);
  const attempt = useAttempt();
  const to = ownPath(search.get("to"));
  const query = search.has("to") ? `?to=${encodeURIComponent(to)}` : "";
  const isVisitor = person?.isAnonymous ?? false;
  if (status === "signed-in" && !isVisitor && !attempt.isRunning && !isLeaving) {
    return <Redirect to={to} replace />;
  }
  const start = async (work: () => Promise<void>) => {
    if (!(await attempt.run(work))) return;
    setLeaving(true);
    go(to, { replace: true });
  };
  return (
    <AuthCard
      title={words.signIn.title}
      lead={isVisitor ? words.signIn.demo : words.signIn.lead}
      footer={
        <>
          <Text size="sm">
            {words.signIn.none}{" "}
            <Anchor component={Link} href={`/sign-up${query}`} underline="always">
              {words.signUp.link}
            </Anchor>
          </Text>
          <Anchor component={Link} href="/reset" size="sm">
            {words.signIn.forgot}
          </Anchor>
        </>
      }
    >
      <CredentialForm
        isNew={false}
        button={words.signIn.button}
        attempt={attempt}
        onSubmit={(email, password) => void start(() => signIn(email, password))}
        onGoogle={() => void start(signInWithGoogle)}
      />
    </AuthCard>
  );
}
