import { Button } from "@mantine/core";
import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, Redirect, useLocation } from "wouter";

import { authFailureOf } from "../../api/people/auth-problem";
import { ApiError } from "../../api/problem";
import { useSession } from "../../api/people/session";
import { preloadSignIn, startDemo } from "../../api/people/sign-in";
import { SoloFrame } from "../../components/SoloFrame";
import { Failed } from "../../components/States";
import { landingWords } from "../../words/landing";
import { useWords } from "../../words/translated";
import "./landing.css";
import { Preview } from "./Preview";
import { Promises } from "./Promises";

/** Show what FinanceFlow is, and let a visitor try it by one click. */
export default function LandingPage() {
  const words = useWords(landingWords);
  const { status } = useSession();
  const [, go] = useLocation();
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    document.title = "FinanceFlow";
    // When the page has been painted, what the click needs is fetched.
    const idle = setTimeout(preloadSignIn, 1500);
    return () => clearTimeout(idle);
  }, []);
  if (status === "signed-in" && !isStarting) return <Redirect to="/home" replace />;

  const start = async () => {
    setStarting(true);
    setError(null);
    try {
      await startDemo();
      go("/home");
    } catch (failure) {
      if (!(failure instanceof ApiError) && !authFailureOf(failure)) throw failure;
      setError(failure instanceof ApiError ? failure : new ApiError(null, null, failure));
      setStarting(false);
    }
  };

  return (
    <SoloFrame
      actions={
        <Button component={Link} href="/sign-in" variant="subtle" size="sm" px="sm">
          {words.signIn}
        </Button>
      }
    >
      <div className="landing-hero">
        <div>
          <h1 className="landing-title">{words.title}</h1>
          <p className="landing-lead">{words.lead}</p>
          <div
            className="landing-buttons"
            onPointerEnter={preloadSignIn}
            onFocusCapture={preloadSignIn}
          >
            <Button
              size="lg"
              loading={isStarting}
              rightSection={<ArrowRight size={20} aria-hidden />}
              onClick={() => void start()}
            >
              {words.tryDemo}
            </Button>
            <Button component={Link} href="/sign-up" size="lg" variant="default">
              {words.signUp}
            </Button>
          </div>
          <p className="landing-hint" role="status">
            {isStarting ? `${words.starting} …` : words.tryDemoHint}
          </p>
          {error ? <Failed error={error} retry={() => void start()} /> : null}
        </div>
        <Preview />
      </div>
      <Promises />
    </SoloFrame>
  );
}
