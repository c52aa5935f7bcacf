/** Firebase Auth and Firestore, loaded when they are needed. */
import type { FirebaseApp } from "@firebase/app";
import type { Auth } from "@firebase/auth";
import type { Firestore } from "@firebase/firestore";

import { configuration } from "../../lib/configuration";

let app: Promise<FirebaseApp> | undefined;

function loadApp(): Promise<FirebaseApp> {
  app ??= import("@firebase/app").then(({ initializeApp }) => {
    const { projectId, firebaseApiKey } = configuration;
    const authDomain = `${projectId}.firebaseapp.com`;
    return initializeApp({ projectId, apiKey: firebaseApiKey, authDomain });
  });
  return app;
}

export interface AuthModule {
  readonly auth: Auth;
  readonly sdk: typeof import("@firebase/auth");
}

let authModule: Promise<AuthModule> | undefined;

/** Load Firebase Auth once. */
export function loadAuth(): Promise<AuthModule> {
  authModule ??= Promise.all([loadApp(), import("@firebase/auth")]).then(([app, sdk]) => {
    // Without the resolver of popups, which is given where one is opened: it would load a frame now.
    const auth = sdk.initializeAuth(app, {
      persistence: [sdk.indexedDBLocalPersistence, sdk.browserLocalPersistence],
    });
    if (configuration.authEmulator) {
      sdk.connectAuthEmulator(auth, configuration.authEmulator, { disableWarnings: true });
    }
    return { auth, sdk };
  });
  return authModule;
}

export interface FirestoreModule {
  readonly db: Firestore;
  readonly sdk: typeof import("@firebase/firestore");
}

let firestoreModule: Promise<FirestoreModule> | undefined;

/** Load Firestore once; 145 kB, so not before the first paint. */
export function loadFirestore(): Promise<FirestoreModule> {
  firestoreModule ??= Promise.all([loadApp(), import("@firebase/firestore"), loadAuth()]).then(
    ([app, sdk]) => {
      const db = sdk.initializeFirestore(app, {
        localCache: sdk.persistentLocalCache({ tabManager: sdk.persistentMultipleTabManager() }),
      });
      if (configuration.firestoreEmulator) {
        const [host = "", port = ""] = configuration.firestoreEmulator.split(":");
        sdk.connectFirestoreEmulator(db, host, Number(port));
      }
      return { db, sdk };
    },
  );
  return firestoreModule;
}

/** Close Firestore, and delete what it has kept in the browser; after sign-out. */
export async function closeFirestore(): Promise<void> {
  const closing = firestoreModule;
  firestoreModule = undefined;
  if (!closing) return;
  const { db, sdk } = await closing;
  await sdk.terminate(db);
  // Another tab may still have it open; then that tab deletes it.
  await sdk.clearIndexedDbPersistence(db).catch(() => undefined);
}
