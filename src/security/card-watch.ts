/**
 * Watches over a card form while the shopper may type into it (security notes T-01): whether it is the gateway's still, whether
 * something lies over it or hides it, and whether the page itself asks for a card number. A chunk of its own: a form is never
 * kept waiting for it.
 */
import { hasCardField } from './card-fields.js';
import { isCovered, isHidden } from './card-cover.js';
import type { Concern } from './facts.js';

export interface CardWatch {
  /** Looks at once, as before a payment; what is only passing by counts, too. */
  look(): void;
  stop(): void;
}

export interface CardWatchOptions {
  /** The element that holds the gateway's frames; it is in the document. */
  readonly mount: HTMLElement;
  /** Whether a frame of the page is the gateway's own. */
  readonly isTheirs: (frame: HTMLIFrameElement) => boolean;
  /** Whether the shopper may be typing just now: during a payment the gateway's own things lie over the page. */
  readonly isOpen: () => boolean;
  /** What was found, whenever that is something else than before. */
  readonly tell: (concerns: readonly Concern[]) => void;
  /** Something was changed about the frames themselves: whose they are must be looked at again. */
  readonly onFrames: () => void;
}

/** ms between looks. */
const EVERY = 250;

/** Looks between two walks through a page where nothing was added that we hear of; what shadow roots hold is not told. */
const WALK = 20;

export function watchCard({ mount, isTheirs, isOpen, tell, onFrames }: CardWatchOptions): CardWatch {
  const over = new AbortController();
  const { signal } = over;
  let told: readonly Concern[] = [];
  let before = new Set<Concern>();
  let cardField = false;
  let untilWalk = 0;
  let framesChanged = false;

  function see(): Set<Concern> {
    const concerns = new Set<Concern>();
    // Another of our forms shows, or none: nothing is typed here.
    if (mount.hidden || !mount.isConnected) return concerns;
    // Gateways keep small frames beside their form, to talk among themselves.
    const frames = [...mount.querySelectorAll('iframe')].sort((a, b) => area(b) - area(a));
    const beside = mount.parentElement;
    if (frames[0] && beside && isHidden(frames[0], beside)) concerns.add('hidden');
    else if (frames.some((frame) => isCovered(frame, isTheirs))) concerns.add('covered');
    if (cardField) concerns.add('card_field');
    return concerns;
  }

  function scan(): void {
    untilWalk = WALK;
    cardField = hasCardField(document);
  }

  function tick(): void {
    if (document.hidden) return;
    if (framesChanged) {
      framesChanged = false;
      onFrames();
    }
    if (!isOpen()) return settle([]);
    if (--untilWalk < 0) scan();
    const now = see();
    // Seen twice in a row: what fades in or scrolls by is nothing.
    const sure = [...now].filter((each) => before.has(each));
    before = now;
    settle(sure);
  }

  function settle(concerns: readonly Concern[]): void {
    if (concerns.join() === told.join()) return;
    told = Object.freeze([...concerns]);
    tell(told);
  }

  // Not at once: a gateway that exchanges its frame takes the old one off first.
  const changes = new MutationObserver(() => (framesChanged = true));
  changes.observe(mount, { childList: true, subtree: true, attributeFilter: ['src', 'srcdoc', 'sandbox'] });
  signal.addEventListener('abort', () => changes.disconnect());
  const growth = new MutationObserver(() => (untilWalk = 0));
  growth.observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributeFilter: ['autocomplete', 'name', 'id', 'placeholder'],
  });
  signal.addEventListener('abort', () => growth.disconnect());
  const timer = setInterval(tick, EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
  // Where a finger comes down is looked at before it is used.
  document.addEventListener('pointerdown', tick, { capture: true, passive: true, signal });

  return {
    look() {
      scan();
      settle([...see()]);
    },
    stop() {
      over.abort();
      settle([]);
    },
  };
}

const area = ({ clientWidth, clientHeight }: Element): number => clientWidth * clientHeight;
