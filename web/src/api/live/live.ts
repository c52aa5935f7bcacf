/**
 * News of the ledger: that somebody, perhaps in another tab, has changed something.
 *
 * News says no more than that there is some; who hears it reads again. It comes from Firestore, and
 * where that is blocked from the feed, which is asked every half minute.
 */
import { makeStore } from "../../lib/store";
import { ask } from "../client";
import { followChanges } from "../generated";
import type { HomeView } from "../generated";
import { ApiError } from "../problem";

export interface News {
  /** `progress`: of work that is under way; `notifications`: those of the person. */
  readonly about: "ledger" | "progress" | "notifications";
  /** The number of the last change, which the home page's answer has, too; null if not known. */
  readonly sequence: number | null;
}

const listeners = new Set<(news: News) => void>();

/** Hear news, until the returned function is called. */
export function onNews(listener: (news: News) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tell news to all who listen. */
function tell(about: News["about"], sequence: number | null = null): void {
  for (const listener of [...listeners]) listener({ about, sequence });
}

/** How news comes; `outdated`: the server is newer than the page, which is to be loaded again. */
export type LiveState = "starting" | "live" | "polling" | "outdated";
export const liveState = makeStore<LiveState>("starting");

/** The ledger whose news is wanted, and for whom. */
export interface Subject {
  readonly uid: string;
  readonly tenant: string;
  readonly role: HomeView["role"];
  /** Return the place in the feed up to which the page is up to date. */
  readonly place: () => string | undefined;
}

/** What listeners to documents report. */
export interface Reports {
  readonly tell: (about: News["about"], sequence?: number | null) => void;
  /** Documents come from the server now, or no longer. */
  readonly connected: (isConnected: boolean) => void;
  /** A listener has ended: it was refused, or a document is not as the page knows it. */
  readonly ended: (why: "denied" | "failed" | "outdated") => void;
}

/** Firestore is 145 kB: it is loaded when the page is shown and has had time to draw itself. */
const START_AFTER_MS = 1_000;
/** A connection that takes longer counts as blocked, until it is there. */
const BLOCKED_AFTER_MS = 8_000;
const POLL_EVERY_MS = 30_000;

/** Follow the news of a ledger, until the returned function is called. */
export function followNews(subject: Subject): () => void {
  let isOver = false;
  let unlisten: (() => void) | undefined;
  let unpoll: (() => void) | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  // Others than admins are told of transactions alone, so they ask the feed for the rest as well.
  const polls = (isWanted: boolean) => {
    if (isWanted || subject.role !== "ADMIN") unpoll ??= poll(subject.place);
    else {
      unpoll?.();
      unpoll = undefined;
    }
  };
  const fallBack = () => {
    if (isOver) return;
    liveState.set("polling");
    polls(true);
  };
  const reports: Reports = {
    tell,
    connected: (isConnected) => {
      clearTimeout(waiting);
      if (isOver) return;
      if (isConnected) {
        liveState.set("live");
        polls(false);
      } else waiting = setTimeout(fallBack, BLOCKED_AFTER_MS);
    },
    ended: (why) => {
      if (isOver) return;
      fallBack();
      if (why === "outdated") liveState.set("outdated");
      // The role is another one, or the ledger has gone: the next answer says so.
      else if (why === "denied") tell("ledger");
    },
  };
  liveState.set("starting");
  const starting = setTimeout(() => {
    reports.connected(false);
    import("./live-documents")
      .then(({ listenTo }) => listenTo(subject, reports))
      .then((stop) => {
        if (isOver) stop();
        else unlisten = stop;
      })
      .catch(fallBack);
  }, START_AFTER_MS);
  return () => {
    isOver = true;
    clearTimeout(starting);
    clearTimeout(waiting);
    unlisten?.();
    unpoll?.();
  };
}

/** Ask the feed for changes after a place, while the page is visible. */
function poll(placeOf: () => string | undefined): () => void {
  let known: string | undefined;
  let since: string | undefined;
  const look = async () => {
    const place = placeOf();
    if (!place || document.visibilityState !== "visible" || !navigator.onLine) return;
    if (place !== known) known = since = place;
    try {
      const feed = await ask(followChanges({ query: { since: since ?? place, limit: 1 } }));
      if (feed.items.length > 0) tell("ledger", feed.items.at(-1)?.sequence ?? null);
      // Changes that the role does not see are passed over.
      else since = feed.next_cursor;
    } catch (error) {
      // It is asked again.
      if (!(error instanceof ApiError)) throw error;
    }
  };
  const timer = setInterval(() => void look(), POLL_EVERY_MS);
  return () => clearInterval(timer);
}
