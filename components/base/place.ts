/** The page's address, for whoever draws: the document's, or the one that a server is drawing (../ssr.ts). */

/** Set only while a server draws, which it does without pausing, so that no two pages meet here. */
let drawing: string | undefined;

/** What relative addresses are relative to. */
export const baseUrl = (): string => drawing ?? document.baseURI;

/** Of the page itself. */
export const pageOrigin = (): string => (drawing ? new URL(drawing).origin : location.origin);

/** Runs `work`, to its end, as if on the page at `url`. */
export function drawAt<T>(url: string, work: () => T): T {
  drawing = url;
  try {
    return work();
  } finally {
    drawing = undefined;
  }
}
