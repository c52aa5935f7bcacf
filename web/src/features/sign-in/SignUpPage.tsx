import { Anchor, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { Link, Redirect, useLocation, useSearchParams } from "wouter";

import { authFailureOf } from "../../api/people/auth-problem";
import { keepByGoogle, keepByPassword } from "../../api/people/keep-demo";
import { afterWrite } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { signInWithGoogle, signUp } from "../../api/people/sign-in";
import { Waiting } from "../../components/States";
import { ownPath } from "../../lib/paths";
import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AuthCard } from "./AuthCard";
import { CredentialForm } from "./CredentialForm";
import { ExistingAccount } from "./ExistingAccount";
import { FinishKeeping } from "./FinishKeeping";
import { useAttempt } from "./useAttempt";

/** Create an account: with an empty ledger, or with that of the visitor's demo. */
export default function SignUpPage() {
  const words = useWords(signInWords);
  const { status, person } = useSession();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const attempt = useAttempt();
  const [isStaying, setStaying] = useState(false);
  // The visitor is one no more as soon as the address is linked, while the ledger is still moved.
  const [isKeeping, setKeeping] = useState(false);
  const [wantsToKeep, setWantsToKeep] = useState(true);
  const [taken, setTaken] = useState<{ email: string; password: string } | null>(null);
  const to = ownPath(search.get("to"));
  if (status === "starting") return <Waiting />;
  const isVisitor = person?.isAnonymous ?? false;
  if (status === "signed-in" && !isVisitor && !attempt.isRunning && !isStaying) {
    // A registration whose takeover was interrupted is finished here.
    if (search.get("keep") === "1") return <FinishKeeping to={to} />;
    return <Redirect to={to} replace />;
  }
  const keeps = (isVisitor && wantsToKeep) || isKeeping || taken !== null;
  const start = async (work: () => Promise<void>) => {
    setStaying(true);
    setKeeping(keeps);
    if (await attempt.run(work)) {
      if (keeps) afterWrite.succeeded(words.keep.done, null);
      go(to, { replace: true });
    }
    setStaying(false);
    setKeeping(false);
  };
  const create = async (email: string, password: string) => {
    setTaken(null);
    if (!keeps) return signUp(email, password);
    try {
      await keepByPassword(email, password);
    } catch (error) {
      if (authFailureOf(error) === "addressInUse") setTaken({ email, password });
      throw error;
    }
  };
  return (
    <AuthCard
      title={keeps ? words.keep.title : words.signUp.title}
      lead={keeps ? words.keep.lead : words.signUp.lead}
      footer={
        isVisitor ? (
          <Anchor component={Link} href={to} size="sm">
            {words.keep.back}
          </Anchor>
        ) : (
          <Text size="sm">
            {words.signUp.has}{" "}
            <Anchor
              component={Link}
              href={`/sign-in?to=${encodeURIComponent(to)}`}
              underline="always"
            >
              {words.signIn.button}
            </Anchor>
          </Text>
        )
      }
    >
      <CredentialForm
        isNew
        button={keeps ? words.keep.button : words.signUp.button}
        attempt={attempt}
        {...(keeps ? { working: words.keep.working } : {})}
        onSubmit={(email, password) => void start(() => create(email, password))}
        onGoogle={() => void start(keeps ? keepByGoogle : signInWithGoogle)}
      >
        {isVisitor ? (
          <Switch
            checked={wantsToKeep}
            onChange={(event) => setWantsToKeep(event.currentTarget.checked)}
            label={words.keep.switch}
            description={words.keep.switchHint}
          />
        ) : null}
        {taken ? <ExistingAccount {...taken} to={to} onBusy={setStaying} /> : null}
      </CredentialForm>
    </AuthCard>
  );
}
