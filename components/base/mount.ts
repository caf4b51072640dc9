/**
 * The place for a gateway's frame: a light-DOM element that the document itself holds, shown inside our element through
 * slots. Gateways refuse shadow roots, and frames inside one can't find each other. If our element stands in shadow roots
 * of others, a slot is relayed upward through each, until the mount is in the document.
 *
 * The mount is made once and never moved: moving an iframe reloads it, and the typed card is gone.
 */
export interface Mount {
  /** In the document, never in a shadow root. */
  readonly element: HTMLElement;
  /** Shows it, or hides it with what was typed into it: no slot takes it, and nothing is moved. */
  show(visible: boolean): void;
  /** Takes the mount and its relays away. */
  remove(): void;
}

/** Shows a new mount in the slot `slot` of `host`, which must be connected. */
export function createMount(host: HTMLElement, slot: string): Mount {
  const name = `store-mount-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
  const relays: HTMLElement[] = [];
  let outer: HTMLElement = host;
  let target = slot;
  for (let root = outer.getRootNode(); root instanceof ShadowRoot; root = outer.getRootNode()) {
    const relay = document.createElement('slot');
    relay.name = name;
    relay.slot = target;
    outer.append(relay);
    relays.push(relay);
    outer = root.host as HTMLElement;
    target = name;
  }
  const element = document.createElement('div');
  element.slot = target;
  element.dataset['storeMount'] = slot;
  outer.append(element);
  assignByHand(relays, element);
  return {
    element,
    show(visible) {
      element.slot = visible ? target : `${target}-hidden`;
      element.hidden = !visible;
    },
    remove() {
      element.remove();
      for (const relay of relays) relay.remove();
    },
  };
}

/** A shadow root with `slotAssignment: 'manual'` shows only what it was told to. */
function assignByHand(relays: readonly HTMLElement[], mount: HTMLElement): void {
  relays.forEach((relay, i) => {
    const root = relay.getRootNode();
    const shown = relays[i + 1] ?? mount;
    if (root instanceof ShadowRoot && root.slotAssignment === 'manual')
      (relay as HTMLSlotElement).assign(shown);
  });
}
