/** Serves the gallery alone and opens it in a browser: no store server, no gateway, nothing to wait for. */
import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { createSite } from '../../demo/site.js';

export interface GallerySite {
  readonly url: string;
  close(): void;
}

export async function startGallery(): Promise<GallerySite> {
  const site = createSite({
    store: () => Promise.resolve(new Response('', { status: 404 })),
    gateways: [],
    publicUrl: 'http://localhost',
    trustProxy: false,
  });
  const server = serve({ fetch: site, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', resolve)));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/gallery?bare`,
    close() {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    },
  };
}

/** Everything in the page that is ours to look at, through shadow roots. Runs in the page. */
export interface Look {
  /** Of the page, in px beyond its width. */
  readonly wider: number;
  /** Boxes that cut what is in them, or reach out of the page. */
  readonly cut: readonly string[];
  /** Things to press under 24 × 24 px. */
  readonly small: readonly string[];
  /** Fields and buttons that get no ring when the keyboard is on them. */
  readonly ringless: readonly string[];
  /** Things that move. */
  readonly moving: number;
  /** Fields and buttons without an outline or ground of their own. */
  readonly edgeless: readonly string[];
}

/** Script for the page: `look()` and `styles()`. As text, because the page has no module of ours to import it from. */
export const LOOKS = `
(() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((each) =>
    [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  const main = () => document.querySelector('main');
  const ours = () => all(main()).filter((each) => each.getRootNode() instanceof ShadowRoot && each.localName !== 'style');
  /* A table that became a list keeps its head for the ear only. */
  const seen = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.closest('.hidden, thead');
  const name = (each) => {
    const host = each.getRootNode().host;
    const cls = typeof each.className === 'string' && each.className ? '.' + each.className.trim().replace(/\\s+/g, '.') : '';
    return (host ? host.localName + ' ' : '') + each.localName + cls + (each.id ? '#' + each.id : '');
  };
  const CONTROL = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  // A table of numbers may be pushed along in a box of its own (WCAG 1.4.10 lets it).
  const pushed = (each) => {
    for (let box = each.parentElement; box; box = box.parentElement) if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
    return false;
  };
  globalThis.look = async () => {
    const elements = ours().filter(seen);
    const wide = document.documentElement.clientWidth;
    const cut = elements.filter((each) => {
      if (['svg', 'path', 'img', 'option', 'slot', 'br'].includes(each.localName) || each.closest('svg')) return false;
      const { left, right, width, height } = each.getBoundingClientRect();
      if (width < 1 || height < 1) return false;
      if (left < -1 || right > wide + 1) return !pushed(each);
      const { overflowX, overflowY, display } = getComputedStyle(each);
      // A title that ends in an ellipsis leads to where it stands in full.
      if (each.matches('h3:has(a)') && getComputedStyle(each).webkitLineClamp !== 'none') return false;
      if (display === 'inline' || each.localName === 'input' || each.localName === 'select' || each.localName === 'textarea') return false;
      const clips = (value) => value === 'hidden' || value === 'clip';
      return (clips(overflowX) && each.scrollWidth > each.clientWidth + 1) || (clips(overflowY) && each.scrollHeight > each.clientHeight + 1);
    }).filter((each) => !each.matches('.picture, .image'));
    const controls = elements.filter((each) => each.matches(CONTROL));
    const small = controls.filter((each) => {
      // In a sentence a link is as tall as the line (WCAG 2.5.8, inline); a field in its label is pressed by the label.
      const area = each.closest('label') ?? each;
      const { width, height } = area.getBoundingClientRect();
      const inline = each.localName === 'a' && getComputedStyle(each).display === 'inline';
      return !inline && (width < 23.9 || height < 23.9);
    });
    const ringless = [];
    for (const each of controls.filter((control) => !control.disabled)) {
      each.focus({ preventScroll: true, focusVisible: true });
      const ring = (part) => {
        const { outlineStyle, outlineWidth, content } = getComputedStyle(each, part);
        return (!part || content !== 'none') && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      };
      // Of a link that is a whole card the ring is around the card.
      if (each.getRootNode().activeElement === each && !ring() && !ring('::after')) ringless.push(each);
    }
    document.activeElement?.blur();
    const edgeless = controls.filter((each) => each.matches('.button, .field input:not([type=range]), .field select')).filter((each) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(each);
      return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1;
    });
    const moving = document.getAnimations().filter(({ playState }) => playState === 'running').length;
    return {
      wider: Math.max(0, document.documentElement.scrollWidth - wide),
      cut: cut.map(name), small: small.map(name), ringless: ringless.map(name), edgeless: edgeless.map(name), moving,
    };
  };
  const LOOK = ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'fontStyle', 'fontFamily', 'lineHeight', 'textTransform',
    'textIndent', 'whiteSpace', 'borderTopWidth', 'borderTopStyle', 'borderTopColor', 'borderTopLeftRadius', 'paddingTop',
    'paddingLeft', 'marginTop', 'display', 'listStyleType', 'boxSizing', 'minHeight', 'textDecorationLine', 'opacity', 'visibility'];
  /** Computed styles of everything in our shadow roots, without what hangs on the width of the page. */
  globalThis.styles = () => ours().filter((each) => !['option', 'slot'].includes(each.localName)).map((each) => {
    const computed = getComputedStyle(each);
    return name(each) + ' ' + LOOK.map((key) => key + ':' + computed[key]).join(';');
  });
  /** Boxes of texts and controls, from the inline start of the page, and from the first of them on. */
  globalThis.boxes = () => {
    const rtl = document.documentElement.dir === 'rtl';
    const wide = document.documentElement.clientWidth;
    const all = ours().filter(seen).filter((each) => each.matches('.button, .picture, .field, .choice, .totals > div, .notice, .line, .image'));
    const from = all[0]?.getBoundingClientRect().top ?? 0;
    return all.map((each) => {
        const { left, right, top, height } = each.getBoundingClientRect();
        const start = rtl ? wide - right : left;
        return [name(each), Math.round(start), Math.round(right - left), Math.round(top - from), Math.round(height)].join(' ');
      });
  };
})()`;
