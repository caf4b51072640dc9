/** The boxes around single card fields: light DOM without a style sheet of its own, so their look is set property by property. */
import type { Appearance, FieldWords } from '../gateway.js';

export interface Box {
  /** Where the gateway's field goes. */
  readonly mount: HTMLElement;
  mark(what: 'focus' | 'invalid', on: boolean): void;
  /** The name or the edge of the box was pressed. */
  onPress(press: () => void): void;
}

export interface Boxes {
  of(name: keyof FieldWords): Box;
  dress(look: Appearance): void;
  /** What is wrong, below the fields; empty for nothing. */
  tell(message: string): void;
}

export function makeBoxes(target: HTMLElement, words: FieldWords, appearance: Appearance): Boxes {
  let look = appearance;
  const group = element('div', {
    display: 'flex',
    'flex-wrap': 'wrap',
    gap: '12px',
    'line-height': '1.5',
  });
  const note = element('p', {
    margin: '0',
    'font-size': '14px',
    'font-weight': '550',
    flex: '1 1 100%',
  });
  note.setAttribute('role', 'alert');
  const made = { number: makeBox(), expiry: makeBox(), code: makeBox() };

  function makeBox(): Box & { readonly all: HTMLElement; readonly name: HTMLElement; paint(): void } {
    const all = element('div', { display: 'grid', gap: '4px', flex: '1 1 7.5rem' });
    // No label: a frame can't be labelled, and Stripe names its field for screen readers itself.
    const name = element('span', { 'font-size': '15px', 'font-weight': '550' });
    const mount = element('div', { padding: '10px 12px', 'border-width': '1px', 'border-style': 'solid' });
    const marks = { focus: false, invalid: false };
    all.append(name, mount);
    return {
      all,
      name,
      mount,
      paint() {
        const edge = marks.invalid ? look.colorError : marks.focus ? look.colorAccent : look.colorBorder;
        set(mount, {
          'border-color': edge,
          'border-radius': look.radius,
          background: look.colorSurface,
          'box-shadow': marks.focus || marks.invalid ? `0 0 0 1px ${edge}` : 'none',
        });
        set(name, { color: look.colorText, 'font-family': look.fontFamily });
      },
      mark(what, on) {
        marks[what] = on;
        this.paint();
      },
      onPress: (press) => all.addEventListener('click', press),
    };
  }

  function dress(next: Appearance): void {
    look = next;
    for (const box of Object.values(made)) box.paint();
    set(note, { color: look.colorError, 'font-family': look.fontFamily });
  }

  for (const [name, box] of Object.entries(made)) {
    box.name.textContent = words[name as keyof FieldWords];
    group.append(box.all);
  }
  set(made.number.all, { flex: '1 1 100%' });
  note.hidden = true;
  group.append(note);
  target.append(group);
  dress(appearance);
  return {
    of: (name) => made[name],
    dress,
    tell(message) {
      note.textContent = message;
      note.hidden = !message;
    },
  };
}

type Properties = Readonly<Record<string, string>>;

function set(on: HTMLElement, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) on.style.setProperty(name, value);
}

function element(tag: 'div' | 'span' | 'p', properties: Properties): HTMLElement {
  const made = document.createElement(tag);
  set(made, properties);
  return made;
}
