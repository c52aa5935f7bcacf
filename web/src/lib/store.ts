/** A value that components can read and follow. */
import { useSyncExternalStore } from "react";

export interface Store<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

/** Make a store with a first value. */
export function makeStore<T>(first: T): Store<T> {
  let current = first;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Read a store in a component, which is rendered again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(
    (changed) => store.subscribe(changed),
    () => store.get(),
  );
}
