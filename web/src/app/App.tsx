import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense, lazy } from "react";
import { Route, Switch } from "wouter";

import { queryClient } from "../api/queries";
import { Boundary } from "../components/Boundary";
import { Waiting } from "../components/States";
import { LedgerGate } from "./LedgerGate";
import { PAGES } from "./pages";
import { NotFound } from "./NotFound";
import { cssVariables, theme } from "./theme";

const Toasts = lazy(() => import("./Toasts"));

/** The whole app: providers, and the page of the address. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Suspense>
        <Toasts />
      </Suspense>
      <QueryClientProvider client={queryClient}>
        <Boundary>
          <Suspense fallback={<Waiting />}>
            <Switch>
              {PAGES.map(({ path, page: Content, frame }) => (
                <Route key={path} path={path}>
                  {frame === "ledger" ? (
                    <LedgerGate>
                      <Content />
                    </LedgerGate>
                  ) : (
                    <Content />
                  )}
                </Route>
              ))}
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </Boundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
