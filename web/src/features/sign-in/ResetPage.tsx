import { Anchor } from "@mantine/core";
import { Link, useSearchParams } from "wouter";

import { signInWords } from "../../words/sign-in";
import { useWords } from "../../words/translated";
import { AuthCard } from "./AuthCard";
import { AskForReset } from "./AskForReset";
import { ChoosePassword } from "./ChoosePassword";

/** Ask for a link to choose another password; opened by such a link, choose it. */
export default function ResetPage() {
  const words = useWords(signInWords);
  const [search] = useSearchParams();
  const code = search.get("oobCode");
  return (
    <AuthCard
      title={words.reset.title}
      footer={
        <Anchor component={Link} href="/sign-in" size="sm">
          {words.reset.back}
        </Anchor>
      }
    >
      {code ? <ChoosePassword code={code} /> : <AskForReset />}
    </AuthCard>
  );
}
