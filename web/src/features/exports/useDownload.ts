import { useState } from "react";

import { ApiError } from "../../api/problem";
import { askWhole } from "../../api/client";
import { saveFile } from "../../lib/files";

interface Fields {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

export interface Download {
  /** Bytes so far; null if none is running. */
  readonly bytes: number | null;
  readonly error: ApiError | null;
  readonly done: { readonly name: string; readonly bytes: number } | null;
  readonly start: (name: string, type: string, request: () => Promise<Fields>) => Promise<void>;
}

/** Collect a body as it comes, and tell how much there is. */
export async function collect(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  tell: (bytes: number) => void,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    bytes += value.byteLength;
    tell(bytes);
  }
}

/** Download what a request answers, with progress; the request must ask for a stream. */
export function useDownload(): Download {
  const [bytes, setBytes] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [done, setDone] = useState<Download["done"]>(null);
  const start: Download["start"] = async (name, type, request) => {
    setError(null);
    setDone(null);
    setBytes(0);
    try {
      const fields = await request();
      await askWhole(Promise.resolve(fields));
      const body = fields.response?.body;
      if (!body) throw new ApiError(null, null);
      const blob = await collect(body, setBytes);
      saveFile(name, type, blob);
      setDone({ name, bytes: blob.size });
    } catch (failure) {
      // A connection that breaks in the middle is no ApiError yet.
      setError(failure instanceof ApiError ? failure : new ApiError(null, null, failure));
    } finally {
      setBytes(null);
    }
  };
  return { bytes, error, done, start };
}
