/**
 * `store-elements/conformance/browser`: the contract of a gateway's browser half as checks. They run in a page, with the
 * gateway's own script and frames, or a double of them that is as strict. Hand each to your test runner.
 *
 * @example
 * for (const { name, run } of browserConformanceOf({ adapter: myAdapter, settings, world })) it(name, run);
 */
import { isStoreError } from '../errors.js';
import type {
  Appearance,
  ConfirmStep,
  FormState,
  GatewayAdapter,
  GatewaySettings,
  GatewayWorld,
  PaymentForm,
} from '../gateways/gateway.js';
import { money } from '../money.js';

export interface BrowserWorld {
  readonly adapter: GatewayAdapter;
  readonly settings: GatewaySettings;
  /** Types a card that is paid, or whatever the form asks for, until the form is complete. */
  fill(form: HTMLElement): Promise<void>;
  /** A step for `confirm`, of a payment made anew at the gateway: what the server half's `start` answers as `client`. */
  step(): Promise<Pick<ConfirmStep, 'client'> & Partial<ConfirmStep>>;
  /** What was typed, which nothing that leaves the form may hold. */
  readonly typed: readonly string[];
}

export interface BrowserCheck {
  readonly name: string;
  /** @throws Error that says what is not as the contract has it. */
  run(): Promise<void>;
}

const APPEARANCE: Appearance = {
  scheme: 'light', colorText: '#1d1d20', colorMuted: '#5f5f68', colorSurface: '#ffffff', colorBorder: '#8d877c',
  colorAccent: '#2447c9', colorError: '#b3261e', radius: '8px', fontFamily: 'sans-serif', fontSize: '16px',
}; // prettier-ignore
const AMOUNT = money(1230, 'EUR');

/** All checks of the contract's browser half. Each mounts a form of its own and takes it off again. */
export function browserConformanceOf(world: BrowserWorld): readonly BrowserCheck[] {
  const { adapter, settings } = world;
  const check = (name: string, run: (bench: Bench) => Promise<void>): BrowserCheck => ({
    name,
    async run() {
      const bench = createBench(world);
      try {
        await run(bench);
      } finally {
        bench.end();
      }
    },
  });
  return [
    check('offers at least one way to pay, also when it is loaded twice', async (bench) => {
      for (let times = 0; times < 2; times++) {
        const loaded = await adapter.load(settings, bench.world, bench.signal);
        const methods = await loaded.methods({ amount: AMOUNT, locale: 'en', country: 'DE' });
        must(methods.length > 0, 'methods() is empty');
      }
    }),
    check(
      'tells a gateway that can’t be had by a StoreError, and can be loaded after that',
      async (bench) => {
        const values = Object.fromEntries(
          Object.entries(settings.values).map(([name, value]) => [
            name,
            URL.canParse(value) ? 'https://gateway.invalid/none.js' : value,
          ]),
        );
        const elsewhere = { ...settings, values, frameOrigins: ['https://gateway.invalid'] };
        await adapter.load(elsewhere, bench.world, bench.signal).catch((error: unknown) => {
          must(isStoreError(error), `load() failed with ${String(error)}, which is no StoreError`);
        });
        await bench.mount();
      },
    ),
    check(
      'puts its frames into the mount and nowhere else, all of its own origins, closed to the page',
      async (bench) => {
        const before = framesOutside(bench.target);
        await bench.mount();
        const frames = [...bench.target.querySelectorAll('iframe')];
        must(frames.length > 0, 'there is no frame in the mount');
        for (const frame of frames) {
          const origin = URL.canParse(frame.src) ? new URL(frame.src).origin : frame.src;
          must(
            settings.frameOrigins.includes(origin),
            `a frame is of ${origin}, which frameOrigins does not name`,
          );
          must(!isOpen(frame), `the page can look into the frame of ${origin}`);
        }
        must(framesOutside(bench.target) === before, 'it put a frame outside of the mount');
      },
    ),
    check('refuses to send a form that is not filled in, and says so without failing', async (bench) => {
      const form = await bench.mount();
      const { valid } = await form.validate();
      must(!valid, 'an empty form is valid');
      must(
        bench.states.every(({ complete }) => !complete),
        'an empty form called itself complete',
      );
    }),
    check('tells when it is complete, and nothing of what was typed (PCI-1)', async (bench) => {
      const form = await bench.mount();
      await world.fill(bench.target);
      const { valid } = await form.validate();
      must(valid, 'a form that was filled in is not valid');
      must(bench.states.at(-1)?.complete === true, 'a form that was filled in did not call itself complete');
      const told = JSON.stringify(bench.states);
      for (const secret of world.typed)
        must(!told.includes(secret), 'a state of the form holds what was typed');
      const page = new XMLSerializer().serializeToString(document);
      for (const secret of world.typed) must(!page.includes(secret), 'the page holds what was typed');
    }),
    check('keeps what was typed when amount, language and look change', async (bench) => {
      const form = await bench.mount();
      await world.fill(bench.target);
      const frames = [...bench.target.querySelectorAll('iframe')];
      await form.update({
        amount: money(2460, 'EUR'),
        locale: 'en',
        appearance: { ...APPEARANCE, scheme: 'dark' },
      });
      must((await form.validate()).valid, 'after update() the form is not filled in any more');
      const now = [...bench.target.querySelectorAll('iframe')];
      must(
        frames.every((frame) => now.includes(frame)),
        'update() put in another frame: what was typed is gone',
      );
    }),
    check('sends a filled form once it is confirmed, and never says "paid"', async (bench) => {
      const form = await bench.mount();
      await world.fill(bench.target);
      const result = await form.confirm(await stepOf(world), bench.signal);
      must(
        ['submitted', 'processing'].includes(result.kind),
        `confirm() of a card that is paid says "${result.kind}"`,
      );
    }),
    check('settles when it is called off in the middle', async (bench) => {
      const form = await bench.mount();
      await world.fill(bench.target);
      const off = new AbortController();
      const confirmed = form.confirm(await stepOf(world), off.signal);
      off.abort();
      const { kind } = await confirmed;
      must(
        kind !== 'declined' && kind !== 'invalid',
        `a payment that was called off is "${kind}", which nobody can know`,
      );
    }),
    check(
      'leaves nothing behind when it is destroyed, and can be destroyed twice and mounted again',
      async (bench) => {
        const before = document.querySelectorAll('iframe, dialog').length;
        for (let times = 0; times < 2; times++) {
          const form = await bench.mount();
          form.destroy();
          form.destroy();
          must(bench.target.childElementCount === 0, 'the mount is not empty after destroy()');
          must(
            document.querySelectorAll('iframe, dialog').length === before,
            'destroy() left something on the page',
          );
        }
      },
    ),
    check('can be taken off in the middle of mounting', async (bench) => {
      const mounting = bench.mount();
      await Promise.race([mounting, firstChild(bench.target)]);
      bench.callOff();
      await mounting.then(
        (form) => form.destroy(),
        (error: unknown) =>
          must(
            isStoreError(error) || error === bench.signal.reason,
            `mount() failed with ${String(error)}, which is neither a StoreError nor the signal's reason`,
          ),
      );
      must(bench.target.childElementCount === 0, 'a form that was called off is still there');
    }),
  ];
}

interface Bench {
  readonly target: HTMLElement;
  readonly world: GatewayWorld;
  readonly signal: AbortSignal;
  readonly states: FormState[];
  mount(): Promise<PaymentForm>;
  /** The page lets go, as when its element is taken off. */
  callOff(): void;
  end(): void;
}

function createBench({ adapter, settings }: BrowserWorld): Bench {
  const target = document.createElement('div');
  document.body.append(target);
  const over = new AbortController();
  const states: FormState[] = [];
  const forms: PaymentForm[] = [];
  const world: GatewayWorld = { now: () => Date.now(), wait };
  return {
    target,
    world,
    signal: over.signal,
    states,
    async mount() {
      const loaded = await adapter.load(settings, world, over.signal);
      const [method] = await loaded.methods({ amount: AMOUNT, locale: 'en', country: 'DE' });
      const form = await loaded.mount(target, {
        amount: AMOUNT,
        locale: 'en',
        country: 'DE',
        method: method?.id ?? '',
        appearance: APPEARANCE,
        words: { number: 'Card number', expiry: 'Expiry date', code: 'Security code', total: 'Total' },
        button: { mayPress: () => true, pressed: () => undefined },
        onChange: (state) => states.push(state),
        onError: () => undefined,
        signal: over.signal,
      });
      forms.push(form);
      return form;
    },
    callOff: () => over.abort(),
    end() {
      over.abort();
      for (const form of forms) form.destroy();
      target.remove();
    },
  };
}

async function stepOf(world: BrowserWorld): Promise<ConfirmStep> {
  return {
    amount: AMOUNT,
    returnUrl: location.href,
    billing: {
      email: 'ana@example.com', fullName: 'Ana Reyes', lines: ['Teeweg 5'], city: 'Köln', postalCode: '50667', country: 'DE',
    },
    submit: () => Promise.resolve({ kind: 'submitted' }),
    ...(await world.step()),
  }; // prettier-ignore
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

const firstChild = (target: HTMLElement): Promise<void> =>
  new Promise((resolve) => new MutationObserver(() => resolve()).observe(target, { childList: true }));

const framesOutside = (target: HTMLElement): number =>
  [...document.querySelectorAll('iframe')].filter((frame) => !target.contains(frame) && isShown(frame))
    .length;

/** Gateways keep hidden frames of their own for what has no face. */
const isShown = (frame: HTMLElement): boolean => frame.getBoundingClientRect().height > 1;

function isOpen(frame: HTMLIFrameElement): boolean {
  try {
    return frame.contentDocument !== null;
  } catch {
    return false;
  }
}

function must(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}
