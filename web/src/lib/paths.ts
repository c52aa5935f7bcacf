/** Addresses of pages of this app. */

/**
 * Return an address to go to after the sign-in, if it is a page of this app; else the home page.
 *
 * An address of another origin is refused, in all the ways in which browsers read one: `//host`,
 * `/\host`, with control characters, or with a scheme.
 */
export function ownPath(address: string | null | undefined, fallback = "/home"): string {
  if (!address?.startsWith("/")) return fallback;
  let url: URL;
  try {
    url = new URL(address, window.location.origin);
  } catch {
    return fallback;
  }
  if (url.origin !== window.location.origin) return fallback;
  return url.pathname + url.search + url.hash;
}
