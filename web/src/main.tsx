import "@mantine/core/styles.css";
import "./app/app.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { keepOffline } from "./api/offline/offline";
import { queryClient } from "./api/queries";
import { startSession } from "./api/people/session";
import { App } from "./app/App";
import { preferences } from "./lib/preferences";
import { startServiceWorker } from "./lib/service-worker";

document.documentElement.lang = preferences.get().language;
startSession();
keepOffline(queryClient);
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

window.addEventListener("load", () => {
  startServiceWorker();
  void import("./api/offline/queue").then(({ startQueue }) => startQueue());
});
