/** Paying, declining, canceling: what a shopper does, and what the order then says. */
import { departureOf } from '../checkout/departure.js';
import { StoreError } from '../errors.js';
import type { DeclineCode } from '../gateways/gateway-server.js';
import { decimalsOf } from '../money.js';
import { must, mustBeCharged, mustStand, onBench, type Bench, type Draft } from './bench.js';

/** Of the contract (`DeclineCode`); the type makes the list whole. */
const REASONS: Readonly<Record<DeclineCode, true>> = {
  card_declined: true,
  insufficient_funds: true,
  expired_card: true,
  incorrect_cvc: true,
  incorrect_number: true,
  authentication_failed: true,
  limit_exceeded: true,
  not_supported: true,
  try_again_later: true,
};

const SECRET_LIKE = /\b(sk_|rk_|whsec_|EAAA|sq0csp-|sq0atp-)/;

/** Pays as its kind does, until the store knows. */
export async function pay(bench: Bench): Promise<Awaited<ReturnType<Bench['shop']['place']>>> {
  const placed = await bench.shop.place();
  if (bench.gateway.describe().kind === 'offline') {
    const { status } = await bench.shop.markPaid(placed);
    must(status === 200, `that the money has come was answered ${status}`);
    return placed;
  }
  await bench.act('pay', placed);
  if (bench.world.without?.callbacks === undefined) await bench.deliverAll();
  else await bench.shop.sweep();
  return placed;
}

export const PAYMENT_CHECKS: readonly Draft[] = [
  {
    name: 'describes itself as the contract has it, and shows no secret',
    offline: true,
    async run(bench) {
      const { gateway, world } = bench;
      const shown = gateway.describe();
      must(
        /^[a-z][a-z0-9-]{0,31}$/.test(gateway.name),
        'the name is not lower-case letters, digits and dashes',
      );
      must(shown.name === gateway.name && shown.mode === gateway.mode, 'describe() has another name or mode');
      const framed = shown.kind === 'frame';
      must(framed === shown.frame_origins.length > 0, 'frame_origins are for frames, and a frame needs one');
      must(shown.kind !== 'redirect' || shown.redirect_hosts.length > 0, 'a redirect needs redirect_hosts');
      for (const origin of shown.frame_origins)
        must(URL.canParse(origin) && new URL(origin).origin === origin, `"${origin}" is no origin`);
      for (const host of shown.redirect_hosts)
        must(
          URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host,
          `"${host}" is no host`,
        );
      await pay(bench);
      const told = JSON.stringify([shown, bench.shop.told]);
      for (const secret of world.secrets ?? [])
        must(!told.includes(secret), 'a secret reached the page, in describe() or in a next step');
      must(!SECRET_LIKE.test(told), 'something like a secret key reached the page');
    },
  },
  {
    name: 'is paid: one charge of the frozen amount, and the order is paid by the gateway’s word alone',
    offline: true,
    async run(bench) {
      const offline = bench.gateway.describe().kind === 'offline';
      if (offline) {
        const placed = await bench.shop.place();
        must(placed.next.type === 'wait', 'an offline gateway has nothing to be done but to wait');
        await mustStand(bench, placed, 'processing', 'before the money has come');
        await bench.shop.markPaid(placed);
        await mustStand(bench, placed, 'paid', 'after the merchant said that the money has come');
        return;
      }
      const placed = await bench.shop.place();
      await mustStand(bench, placed, 'processing', 'before the shopper did anything');
      await mustBeCharged(bench, 0, 'before the shopper did anything');
      await bench.act('pay', placed);
      await bench.act('pay', placed);
      await mustBeCharged(bench, 1, 'by a shopper who clicked twice');
      if (bench.world.without?.callbacks === undefined) await bench.deliverAll();
      else await bench.shop.sweep();
      const order = await mustStand(bench, placed, 'paid', 'after all callbacks');
      must(order.payments[0]?.status === 'paid', 'the payment is not paid, though the order is');
    },
  },
  {
    name: 'takes and reports amounts rightly in currencies with 0, 2 and 3 decimals (T-24)',
    offline: true,
    async run({ world }) {
      for (const currency of world.currencies ?? ['EUR', 'JPY', 'KWD'])
        await onBench(
          world,
          async (bench) => {
            const placed = await pay(bench);
            const what = `in ${currency} (${decimalsOf(currency)} decimals)`;
            if (bench.gateway.describe().kind !== 'offline') await mustBeCharged(bench, 1, what);
            await mustStand(bench, placed, 'paid', what);
          },
          currency,
        );
    },
  },
  {
    name: 'a decline charges nothing, has a reason of the table, and another try can pay',
    needs: 'decline',
    async run(bench) {
      const placed = await bench.shop.place();
      await bench.act('decline', placed);
      await mustBeCharged(bench, 0, 'after a decline');
      if (bench.world.without?.callbacks === undefined) await bench.deliverAll();
      else await bench.shop.sweep();
      const order = await mustStand(bench, placed, 'unpaid', 'after a decline');
      const reason = order.payments[0]?.decline_code ?? '';
      must(Object.hasOwn(REASONS, reason), `"${reason}" is no reason of the table (DeclineCode)`);
      const again = await bench.shop.payAgain(placed);
      must(again.payment.number === 2, 'the next try is not a payment of its own');
      await bench.act('pay', { ...again, token: placed.token });
      await bench.deliverAll();
      await mustBeCharged(bench, 1, 'after a decline and another try');
      await mustStand(bench, placed, 'paid', 'after a decline and another try');
    },
  },
  {
    name: 'a shopper who cancels is charged nothing, and can pay after all',
    needs: 'shopper_cancel',
    async run(bench) {
      const placed = await bench.shop.place();
      await bench.act('cancel', placed);
      await bench.deliverAll();
      await mustBeCharged(bench, 0, 'after the shopper canceled');
      await mustStand(bench, placed, 'unpaid', 'after the shopper canceled');
      const again = await bench.shop.payAgain(placed);
      await bench.act('pay', { ...again, token: placed.token });
      await bench.deliverAll();
      await mustBeCharged(bench, 1, 'after canceling and paying after all');
      await mustStand(bench, placed, 'paid', 'after canceling and paying after all');
    },
  },
  {
    name: 'sends shoppers nowhere but to hosts it names (T-16)',
    async run({ gateway, attempt }) {
      const shown = gateway.describe();
      const { next } = await gateway.start(attempt(), new AbortController().signal);
      must(
        shown.kind !== 'redirect' || next.type === 'redirect',
        'a redirect gateway answers with a redirect',
      );
      if (next.type !== 'redirect') return;
      try {
        departureOf(
          {
            name: shown.name, kind: shown.kind, mode: shown.mode, frameOrigins: shown.frame_origins,
            redirectHosts: shown.redirect_hosts, values: shown.settings,
          },
          next,
        ); // prettier-ignore
      } catch (error) {
        must(
          !(error instanceof StoreError),
          `no page goes to ${next.url}: it must be HTTPS on one of redirect_hosts`,
        );
        throw error;
      }
    },
  },
];
