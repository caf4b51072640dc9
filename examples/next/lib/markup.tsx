'use client';

import { useCallback } from 'react';

/**
 * HTML with shadow roots. In the first page React finds what the server wrote, less the templates that became shadow roots. In a
 * page that it changes to, the browser's own parser puts it in: innerHTML knows no shadow roots.
 */
export function Markup({ html }: { html: string }) {
  const fill = useCallback(
    (box: HTMLElement | null) => {
      if (!box || box.firstChild) return;
      if ('setHTMLUnsafe' in box) box.setHTMLUnsafe(html);
      else (box as HTMLElement).innerHTML = html;
    },
    [html],
  );
  const __html = typeof document === 'undefined' ? html : '';
  return <div className="drawn" ref={fill} suppressHydrationWarning dangerouslySetInnerHTML={{ __html }} />;
}
