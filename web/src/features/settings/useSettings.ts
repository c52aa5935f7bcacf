import { useState } from "react";

import { useHome } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import {
  getMe,
  getSettings,
  patchMe,
  patchSettings,
  type PersonalPatch,
  type PersonalView,
  type SettingsPatch,
  type SettingsView,
} from "../../api/generated";
import { useRead, useWrite } from "../../api/queries";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";

/** Milliseconds after which the progress of a change of all totals is asked for again. */
const PROGRESS_MS = 1500;

/** A change that met another one: what is in force now, and what was wanted. */
export interface Conflict<Patch, View> {
  readonly wanted: Patch;
  readonly current: View;
}

export interface Saving<Patch, View> {
  readonly isSaving: boolean;
  readonly conflict: Conflict<Patch, View> | null;
  save(patch: Patch, etag: string): Promise<ApiError | null>;
  forget(): void;
}

/** Read the person's profile. */
export function useMe() {
  return useRead(["me"], (signal) => getMe({ signal }));
}

/** Read the settings of the ledger that is shown; while they are being changed, again and again. */
export function useSettings() {
  const home = useHome();
  const isWorking = home.data?.jobs.some((job) => job.kind === "REBUILD") ?? false;
  return useRead(["settings"], (signal) => getSettings({ signal }), {
    refetchInterval: isWorking ? PROGRESS_MS : false,
  });
}

function useSaving<Patch, View>(
  mutate: (variables: { patch: Patch; etag: string }) => Promise<unknown>,
  isSaving: boolean,
): Saving<Patch, View> {
  const [conflict, setConflict] = useState<Conflict<Patch, View> | null>(null);
  const save = async (patch: Patch, etag: string) => {
    setConflict(null);
    try {
      await mutate({ patch, etag });
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== "precondition-failed") return error;
      setConflict({ wanted: patch, current: error.current as View });
      return null;
    }
  };
  return { isSaving, conflict, save, forget: () => setConflict(null) };
}

/** Change the profile. */
export function useSaveMe(): Saving<PersonalPatch, PersonalView> {
  const words = useWords(settingsWords);
  const write = useWrite(
    ({ patch, etag }: { patch: PersonalPatch; etag: string }) =>
      patchMe({ body: patch, headers: { "If-Match": etag } }),
    { done: () => words.saved, showsError: false },
  );
  return useSaving(write.mutateAsync, write.isPending);
}

/** Change the settings of the ledger that is shown. */
export function useSaveSettings(): Saving<SettingsPatch, SettingsView> {
  const words = useWords(settingsWords);
  const write = useWrite(
    ({ patch, etag }: { patch: SettingsPatch; etag: string }) =>
      patchSettings({ body: patch, headers: { "If-Match": etag } }),
    // With 202 nothing is in force yet, and the card shows the progress.
    {
      done: (view) => (view.pending_currency || view.pending_month_start ? null : words.saved),
      showsError: false,
    },
  );
  return useSaving(write.mutateAsync, write.isPending);
}
