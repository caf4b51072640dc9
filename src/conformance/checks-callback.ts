/** Callbacks: late, twice, in any order, old, forged, and junk. */
import type { WirePlacedOrder } from '../api/wire.js';
import { isStoreError } from '../errors.js';
import { HOUR, must, mustBeCharged, mustStand, onBench, type Bench, type Draft } from './bench.js';
import type { Callback } from './world.js';

/** A paid order of which the store has not heard yet. */
async function paidInSilence(bench: Bench): Promise<WirePlacedOrder> {
  const placed = await bench.shop.place();
  await bench.act('pay', placed);
  const callbacks = await bench.processor.callbacks();
  must(callbacks.length > 0, 'the processor has sent no callback of a payment');
  return placed;
}

/** Resolves with nothing when it was refused as it must be. */
async function events(bench: Bench, callback: Callback, what: string): Promise<string | undefined> {
  try {
    return JSON.stringify(await bench.verify(callback));
  } catch (error) {
    must(
      isStoreError(error) && error.code === 'callback_refused',
      `${what} must be refused with the StoreError "callback_refused", not with ${String(error)}`,
    );
    return undefined;
  }
}

const bytesOf = ({ body }: Callback): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;

/** Everything that can be done to a callback by changing one thing of it. Of headers only those that sign it should be there. */
function* tamperings(callback: Callback): Generator<readonly [what: string, Callback, missing?: 'missing']> {
  const { headers } = callback;
  const body = bytesOf(callback);
  const names = Object.keys(headers).filter((name) => name.toLowerCase() !== 'content-type');
  for (const name of names) {
    const value = headers[name] ?? '';
    const others = Object.entries(headers).filter(([each]) => each !== name);
    yield [`without the header ${name}`, { headers: Object.fromEntries(others), body }, 'missing'];
    yield [`with an empty header ${name}`, { headers: { ...headers, [name]: '' }, body }, 'missing'];
    for (let at = 0; at < value.length; at++) {
      const other = value[at] === 'a' ? 'b' : 'a';
      const changed = value.slice(0, at) + other + value.slice(at + 1);
      yield [`with the header ${name} changed at ${at}`, { headers: { ...headers, [name]: changed }, body }];
    }
  }
  for (let at = 0; at < body.length; at++) {
    const changed = new Uint8Array(body);
    changed[at] = changed[at] === 49 ? 50 : 49;
    yield [`with byte ${at} of its body changed`, { headers, body: changed }];
    if (at % 7 === 0) yield [`with its body cut off at ${at}`, { headers, body: body.slice(0, at) }];
  }
  yield ['with a byte added to its body', { headers, body: new Uint8Array([...body, 32]) }];
}

const text = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);

export const CALLBACK_CHECKS: readonly Draft[] = [
  {
    name: 'a callback that comes an hour late is believed',
    needs: 'callbacks',
    async run(bench) {
      const placed = await paidInSilence(bench);
      bench.advance(HOUR);
      await bench.deliverAll();
      await mustStand(bench, placed, 'paid', 'after a late callback');
    },
  },
  {
    name: 'the same callback again is the same event, and changes nothing (T-11)',
    needs: 'callbacks',
    async run(bench) {
      const placed = await paidInSilence(bench);
      for (const callback of await bench.processor.callbacks()) {
        const ids = async (): Promise<string> =>
          (await bench.verify(callback)).map(({ eventId }) => eventId).join();
        must((await ids()) === (await ids()), 'the same bytes twice have two event ids');
        const [first] = await bench.verify(callback);
        must(!first || first.eventId.length > 0, 'an event has an empty id');
        for (let copies = 0; copies < 3; copies++) await bench.shop.deliver(callback);
      }
      await bench.deliverAll();
      await mustBeCharged(bench, 1, 'after callbacks that came four times');
      const order = await mustStand(bench, placed, 'paid', 'after callbacks that came four times');
      must(order.payments.length === 1, 'a repeated callback made a second payment');
    },
  },
  {
    name: 'callbacks in any order come to the same end (T-13)',
    needs: 'callbacks',
    async run({ world }) {
      for (const reversed of [false, true])
        await onBench(world, async (bench) => {
          const placed = await bench.shop.place();
          const other = await bench.shop.place();
          await bench.act('pay', placed);
          if (world.without?.decline === undefined) await bench.act('decline', other);
          const all = [...(await bench.processor.callbacks())];
          const seen = (await Promise.all(all.map((each) => bench.verify(each))))
            .flat()
            .map(({ eventId }) => eventId);
          must(
            new Set(seen).size === seen.length,
            'two different events have one id: the second would be lost',
          );
          if (reversed) all.reverse();
          for (const callback of [...all, ...all]) await bench.shop.deliver(callback);
          const when = reversed ? 'when callbacks come newest first' : 'when callbacks come in order';
          await mustStand(bench, placed, 'paid', when);
          if (world.without?.decline === undefined) await mustStand(bench, other, 'unpaid', when);
        });
    },
  },
  {
    name: 'a forged callback is refused, whatever was changed (T-10)',
    needs: 'callbacks',
    async run(bench) {
      const placed = await paidInSilence(bench);
      const before = (await bench.shop.order(placed)).payment_status;
      for (const callback of await bench.processor.callbacks()) {
        const genuine = await events(bench, callback, 'a genuine callback');
        must(genuine !== undefined, 'a genuine callback was refused');
        for (const [what, forged, missing] of tamperings(callback)) {
          const said = await events(bench, forged, `a callback ${what}`);
          must(
            // One and the same message can be written in two ways (the case of a hexadecimal digit), not in none.
            said === undefined || (said === genuine && !missing),
            `a callback ${what} was believed: ${text(forged.body).slice(0, 200)}`,
          );
        }
      }
      await mustStand(bench, placed, before, 'after forged callbacks only');
    },
  },
  {
    name: 'a callback that was kept for an hour is refused, and so is one from the future (T-11)',
    needs: 'callback_time',
    async run(bench) {
      const placed = await paidInSilence(bench);
      const before = (await bench.shop.order(placed)).payment_status;
      const kept = await bench.processor.callbacks();
      for (const [ms, what] of [
        [HOUR, 'signed an hour ago'],
        [-2 * HOUR, 'signed an hour ahead'],
      ] as const) {
        bench.advance(ms);
        for (const callback of kept)
          must(
            (await events(bench, callback, `a callback ${what}`)) === undefined,
            `a callback ${what} was believed`,
          );
      }
      bench.advance(HOUR);
      await mustStand(bench, placed, before, 'after callbacks that were not fresh');
    },
  },
  {
    name: 'junk for a callback is refused as a callback that is not genuine, and nothing else (T-27)',
    needs: 'callbacks',
    async run(bench) {
      await paidInSilence(bench);
      const [genuine] = await bench.processor.callbacks();
      const junk: readonly (string | Uint8Array)[] = [
        '', '{}', '[]', 'null', '"x"', '{', 'a=b', 'a=b&a=c', '&&=', '%', '\u0000', '[['.repeat(2000), 'x'.repeat(100_000),
        new Uint8Array([0xff, 0xfe, 0x00]), '{"__proto__":{"id":1}}',
      ]; // prettier-ignore
      for (const body of junk) {
        const sample = JSON.stringify(text(body).slice(0, 40));
        for (const headers of [{}, genuine?.headers ?? {}])
          must(
            (await events(bench, { headers, body }, `the body ${sample}`)) === undefined,
            `the body ${sample} was believed`,
          );
      }
    },
  },
];
