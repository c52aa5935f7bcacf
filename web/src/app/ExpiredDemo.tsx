import { Button } from "@mantine/core";
import { Hourglass } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { authFailureOf } from "../api/people/auth-problem";
import { ApiError } from "../api/problem";
import { useSession } from "../api/people/session";
import { startAnotherDemo } from "../api/people/sign-in";
import { Failed } from "../components/States";
import { gateWords } from "../words/gate";
import { useWords } from "../words/translated";
import { GateMessage } from "./GateMessage";

/** Say that the demo has ended; offer another one, and to keep the data while they are there. */
export default function ExpiredDemo() {
  const words = useWords(gateWords);
  const { person } = useSession();
  const [, go] = useLocation();
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const isVisitor = person?.isAnonymous ?? true;
  const start = async () => {
    setStarting(true);
    try {
      await startAnotherDemo();
      go("/home");
    } catch (failure) {
      if (!(failure instanceof ApiError) && !authFailureOf(failure)) throw failure;
      setError(failure instanceof ApiError ? failure : new ApiError(null, null, failure));
    } finally {
      setStarting(false);
    }
  };
  return (
    <GateMessage
      icon={<Hourglass size={40} />}
      title={words.expired.title}
      text={isVisitor ? words.expired.visitor : words.expired.registered}
      actions={
        <>
          <Button
            component={Link}
            href="/sign-up?keep=1&to=%2Fhome"
            variant={isVisitor ? "default" : "filled"}
          >
            {isVisitor ? words.demo.keep : words.demo.finish}
          </Button>
          <Button
            variant={isVisitor ? "filled" : "default"}
            loading={isStarting}
            onClick={() => void start()}
          >
            {words.expired.start}
          </Button>
        </>
      }
    >
      {error ? <Failed error={error} /> : null}
    </GateMessage>
  );
}
