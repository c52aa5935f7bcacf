/** Addresses and keys, which the build or the local server sets. */

export interface Configuration {
  /** Base of the functions' addresses, such as `/api`. */
  readonly apiUrl: string;
  /** Base of the functions' own addresses, for work that takes longer than Netlify's 26 seconds. */
  readonly longWorkUrl: string;
  readonly projectId: string;
  readonly firebaseApiKey: string;
  /** Address of the Auth emulator, such as `http://127.0.0.1:9099`; null in production. */
  readonly authEmulator: string | null;
  /** Host and port of the Firestore emulator; null in production. */
  readonly firestoreEmulator: string | null;
}

/** Read the configuration: what the local server wrote into the page, else the build's variables. */
export function readConfiguration(): Configuration {
  const local = document.getElementById("local-configuration")?.textContent;
  const apiUrl = import.meta.env.VITE_API_URL ?? "/api";
  const built: Configuration = {
    apiUrl,
    longWorkUrl: import.meta.env.VITE_LONG_WORK_URL ?? apiUrl,
    projectId: import.meta.env.VITE_FIREBASE_PROJECT_ID ?? "demo-financeflow",
    firebaseApiKey: import.meta.env.VITE_FIREBASE_API_KEY ?? "local",
    authEmulator: import.meta.env.VITE_AUTH_EMULATOR ?? null,
    firestoreEmulator: import.meta.env.VITE_FIRESTORE_EMULATOR ?? null,
  };
  return local ? { ...built, ...(JSON.parse(local) as Partial<Configuration>) } : built;
}

export const configuration = readConfiguration();
