/** Keep what the page shows up to date. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { HomeView } from "../generated";
import { LEDGER_KEY, useLedger } from "../ledger";
import { followNews, onNews, type News } from "./live";
import { useLedgerKey } from "../queries";
import { useSession } from "../people/session";

/** News of one action comes in several pieces. */
const COLLECT_MS = 100;
/** Reads of one action are answered within this. */
const SAME_READ_MS = 2_000;
const CLOCK_MS = 60_000;

/**
 * Read again what has changed elsewhere, for as long as a page of the ledger is shown.
 *
 * A query whose `meta.decidesOnNews` is true is left to its page, which listens by `onNews`.
 */
export function useLive(): void {
  const cache = useQueryClient();
  const ledger = JSON.stringify(useLedgerKey());
  const { person } = useSession();
  const { home } = useLedger();
  const { tenant, role, today } = home;
  const { timezone } = home.settings;
  const uid = person?.uid ?? null;

  useEffect(() => {
    if (uid === null) return;
    const key = JSON.parse(ledger) as readonly unknown[];
    const homeOf = () => cache.getQueryData<HomeView>([...key, ...LEDGER_KEY]);
    const place = () => homeOf()?.latest_sequence_cursor;
    const unreact = react(cache, key);
    const unfollow = followNews({ uid, tenant, role, place });
    return () => {
      unfollow();
      unreact();
    };
  }, [cache, ledger, uid, tenant, role]);

  useEffect(() => {
    const key = JSON.parse(ledger) as readonly unknown[];
    const timer = setInterval(() => {
      // A new day: other bills are due, and perhaps another month has begun.
      if (document.visibilityState === "visible" && todayIn(timezone) > today)
        void cache.invalidateQueries({ queryKey: key });
    }, CLOCK_MS);
    return () => clearInterval(timer);
  }, [cache, ledger, timezone, today]);
}

function todayIn(timeZone: string): string {
  // The Swedish form of dates is that of ISO 8601.
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date());
}

/** Read again on news what it makes out of date, until the returned function is called. */
export function react(cache: QueryClient, key: readonly unknown[]): () => void {
  let heard: News[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const homeKey = [...key, ...LEDGER_KEY];
  const readAgain = () => {
    timer = undefined;
    // An own write reads again by itself; afterwards it is known whether the news was of it.
    if (cache.isMutating() > 0 || cache.isFetching({ queryKey: homeKey, exact: true }) > 0) {
      timer = setTimeout(readAgain, COLLECT_MS);
      return;
    }
    const news = heard;
    heard = [];
    const ofLedger = news.filter((one) => one.about === "ledger");
    if (ofLedger.length > 0) {
      const home = cache.getQueryState<HomeView>(homeKey);
      const known = home?.data?.sequence ?? -1;
      const isKnown = ofLedger.every((one) => one.sequence !== null && one.sequence <= known);
      const since = isKnown ? (home?.dataUpdatedAt ?? 0) - SAME_READ_MS : Infinity;
      void cache.invalidateQueries({
        queryKey: key,
        predicate: ({ meta, state }) =>
          meta?.["decidesOnNews"] !== true && state.dataUpdatedAt < since,
      });
      if (!isKnown) return;
    }
    const names = new Set<string>();
    for (const { about } of news) {
      if (about === "progress") names.add("dashboard").add("imports");
      if (about === "notifications") names.add("dashboard").add("notifications");
    }
    for (const name of names) void cache.invalidateQueries({ queryKey: [...key, name] });
  };
  const unhear = onNews((news) => {
    heard.push(news);
    timer ??= setTimeout(readAgain, COLLECT_MS);
  });
  return () => {
    unhear();
    clearTimeout(timer);
  };
}
