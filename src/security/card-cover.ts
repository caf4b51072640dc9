/**
 * Whether a frame can be seen and reached where it stands: by hit tests on a grid over what of it is in view, and by the styles
 * around it. It tells of what it sees and promises nothing: a script that ran before ours can lie to us.
 */

/** The share of a frame in view that other things may lie on: a sticky header, a password manager's icon. */
const TOLERATED = 1 / 3;

/** CSS pixels; less is out of view. */
const LEAST = 12;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Whether something else lies over the frame: a third of it, or any field of another at all. A layer that lets clicks through
 * is overlooked: pages have such layers for harmless things, and what is typed there still goes into the frame. So are the gateway's
 * own frames (`isTheirs`): a wallet's sheet, a bank's question.
 */
export function isCovered(
  frame: HTMLIFrameElement,
  isTheirs: (frame: HTMLIFrameElement) => boolean,
): boolean {
  if (!frame.checkVisibility(VISIBLE)) return false;
  const box = boxInView(frame);
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (width < LEAST || height < LEAST) return false;
  const columns = steps(width, 48, 4, 12);
  const rows = steps(height, 18, 3, 16);
  let others = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = box.left + (width * (column + 0.5)) / columns;
      const y = box.top + (height * (row + 0.5)) / rows;
      const hit = document.elementFromPoint(x, y);
      if (!hit || hit === frame || (hit instanceof HTMLIFrameElement && isTheirs(hit))) continue;
      if (hit.matches(FIELDS)) return true;
      others++;
    }
  }
  return others > columns * rows * TOLERATED;
}

/** Into which something could be typed. */
const FIELDS =
  'input, textarea, select, iframe, object, embed, [contenteditable]:not([contenteditable=false])';

const steps = (length: number, step: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.ceil(length / step)));

/**
 * Whether the frame was made invisible, small or put out of the page, while `beside`, which stands with it, can be seen. What a
 * reader scrolls away is not hidden.
 */
export function isHidden(frame: HTMLIFrameElement, beside: Element): boolean {
  if (!beside.checkVisibility(VISIBLE)) return false;
  if (!frame.checkVisibility(VISIBLE)) return true;
  const box = frame.getBoundingClientRect();
  if (box.width < LEAST || box.height < LEAST) return true;
  if (isOutOfReach(frame, box)) return true;
  let opacity = 1;
  for (const element of around(frame)) {
    const style = getComputedStyle(element);
    opacity *= Number(style.opacity);
    if (/opacity\(|blur\(|brightness\(0|contrast\(0/.test(style.filter)) return true;
    if (element === frame && (style.clipPath !== 'none' || style.pointerEvents === 'none')) return true;
  }
  return opacity < 0.5;
}

/** Whether no scrolling brings it into view: it stands outside what its scroll container can show. */
function isOutOfReach(frame: Element, box: Box): boolean {
  const inner = [...around(frame)].find((element) => element !== frame && scrolls(element));
  const scroller = inner ?? document.documentElement;
  const { left, top } = inner?.getBoundingClientRect() ?? { left: 0, top: 0 };
  const x = box.left - left + (inner?.scrollLeft ?? scrollX);
  const y = box.top - top + (inner?.scrollTop ?? scrollY);
  const { scrollWidth, scrollHeight, clientWidth } = scroller;
  // From right to left, scrolling goes below nought.
  const start = getComputedStyle(scroller).direction === 'rtl' ? clientWidth - scrollWidth : 0;
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  return x + width <= start || y + height <= 0 || x >= start + scrollWidth || y >= scrollHeight;
}

/** What `body` says goes for the window, unless `html` has said something. */
function scrolls(element: Element): boolean {
  if (!/auto|scroll/.test(getComputedStyle(element).overflow)) return false;
  return element !== document.body || getComputedStyle(document.documentElement).overflow !== 'visible';
}

const VISIBLE = { opacityProperty: true, visibilityProperty: true } as const;

/** What of it is inside the window and inside every box around it that scrolls or cuts off. */
function boxInView(frame: Element): Box {
  let { left, top, right, bottom } = frame.getBoundingClientRect();
  const cut = (box: Box): void => {
    left = Math.max(left, box.left);
    top = Math.max(top, box.top);
    right = Math.min(right, box.right);
    bottom = Math.min(bottom, box.bottom);
  };
  for (const element of around(frame)) {
    if (element !== frame && getComputedStyle(element).overflow !== 'visible' && element !== document.body)
      cut(element.getBoundingClientRect());
  }
  cut({
    left: 0,
    top: 0,
    right: document.documentElement.clientWidth,
    bottom: document.documentElement.clientHeight,
  });
  return { left, top, right, bottom };
}

/** It and all it is drawn inside of, through slots and out of shadow roots, up to the document. */
function* around(element: Element): Generator<Element> {
  for (let each: Element | null = element; each && each !== document.documentElement;) {
    yield each;
    const parent: Node | null = each.assignedSlot ?? each.parentNode;
    each = parent instanceof ShadowRoot ? parent.host : (parent as Element | null);
  }
}
