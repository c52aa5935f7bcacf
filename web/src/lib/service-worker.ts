/** The service worker, which keeps the app's own files, so that it opens without a connection. */

const RELOADED = "financeflow.reloaded";

/** Register the service worker of the built app, and look for a new version each hour. */
export function startServiceWorker(): void {
  // A part of a former version may be gone when it is first needed; the new version has it.
  window.addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (!navigator.onLine || Date.now() - last < 60_000) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED, String(Date.now()));
    window.location.reload();
  });
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register("/sw.js").then(
    (registration) => setInterval(() => void registration.update(), 3_600_000),
    // Private windows and some policies refuse it; the app works without.
    () => undefined,
  );
}
