'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Registers the elements when React has taken over the page, so that it finds the page as the server wrote it. */
export function Elements(): null {
  useEffect(() => {
    void import('../lib/page-store');
  }, []);

  // Every plain click on a link to a page of ours changes the page without loading it, also on links inside the elements.
  const router = useRouter();
  useEffect(() => {
    const clicked = (event: MouseEvent): void => {
      const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
      if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
      event.preventDefault();
      router.push(link.pathname + link.search);
    };
    document.addEventListener('click', clicked);
    return () => document.removeEventListener('click', clicked);
  }, [router]);
  return null;
}
