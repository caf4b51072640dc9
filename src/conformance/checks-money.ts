/** What must hold when answers get lost: idempotency, asking, canceling; and giving money back. */
import { isStoreError } from '../errors.js';
import { money } from '../money.js';
import { chargesOf, HOUR, must, mustBeCharged, mustStand, type Bench, type Draft } from './bench.js';
import { pay } from './checks-payment.js';
import { newKey, PRICE } from './shop.js';

const { signal } = new AbortController();

/** A payment made past the store, up to what the shopper does. */
async function started(bench: Bench): Promise<{
  readonly attempt: ReturnType<Bench['attempt']>;
  act(deed: 'pay' | 'cancel'): Promise<void>;
}> {
  const { gateway, processor } = bench;
  const fresh = bench.attempt();
  const { gatewayPaymentId, next } = await gateway.start(fresh, signal);
  const attempt = { ...fresh, gatewayPaymentId };
  return {
    attempt,
    async act(deed) {
      const token = await processor.act(deed, { next, reference: attempt.paymentId });
      if (token !== undefined) await gateway.submit?.(attempt, token, signal).catch(() => undefined);
    },
  };
}

const bookedBack = async ({ processor }: Bench): Promise<number> =>
  ((await processor.refunds?.()) ?? []).reduce((sum, { amount }) => sum + amount.amount, 0);

export const MONEY_CHECKS: readonly Draft[] = [
  {
    name: 'starting again comes to the same payment, also when the first answer was lost (REC-2)',
    async run(bench) {
      const { gateway, processor } = bench;
      const attempt = bench.attempt();
      const [one, two] = [await gateway.start(attempt, signal), await gateway.start(attempt, signal)];
      must(
        one.gatewayPaymentId === two.gatewayPaymentId,
        'the same attempt started twice has two gateway ids',
      );
      for (const { next } of [one, two]) {
        const token = await processor.act('pay', { next, reference: attempt.paymentId });
        if (token !== undefined) await gateway.submit?.(attempt, token, signal);
      }
      const charges = await chargesOf(bench, attempt.paymentId);
      must(charges.length === 1, `an attempt that was started twice was charged ${charges.length} times`);
    },
  },
  {
    name: 'an order whose answer was lost on the way is placed again and charged once (I1)',
    async run(bench) {
      const key = newKey();
      bench.shop.lose('start');
      await bench.shop.place(key).then(
        () => must(false, 'the lost answer of start() went unseen'),
        () => undefined,
      );
      const placed = await bench.shop.place(key);
      if (bench.gateway.submit) bench.shop.lose('submit');
      await bench.act('pay', placed);
      await bench.act('pay', placed);
      await mustBeCharged(bench, 1, 'after answers that were lost');
    },
  },
  {
    name: 'asked, the gateway tells of a payment that no callback told of, also without its id (REC-1)',
    needs: 'retrieve',
    async run(bench) {
      const { gateway, shop } = bench;
      const never = await gateway.retrieve(bench.attempt(), signal);
      must(never === undefined || never.status === 'open', 'a payment nobody started is more than open');
      const placed = await shop.place();
      await bench.act('pay', placed);
      bench.advance(60_000);
      await shop.sweep();
      await mustStand(bench, placed, 'paid', 'after asking, with all callbacks lost');
      const { attempt, act } = await started(bench);
      await act('pay');
      for (const gatewayPaymentId of [attempt.gatewayPaymentId, null]) {
        const report = await gateway.retrieve({ ...attempt, gatewayPaymentId }, signal);
        const how = gatewayPaymentId === null ? 'without its id' : 'by its id';
        must(
          report?.status === 'paid',
          `asked ${how} about a paid payment it says "${String(report?.status)}"`,
        );
        must(
          report.reference === null || report.reference === attempt.paymentId,
          `asked ${how} it names another reference`,
        );
        must(
          report.amount.amount === PRICE && report.amount.currency === bench.currency,
          `asked ${how} it names another amount`,
        );
      }
    },
  },
  {
    name: 'what was canceled can’t be charged any more, and what was charged can’t be canceled',
    needs: 'cancel',
    async run(bench) {
      const { gateway } = bench;
      must(gateway.cancel, 'there is no cancel(); add it, or say in `without` why not');
      const open = await started(bench);
      let ended = false;
      for (let times = 0; times < 2; times++) {
        const report = await gateway.cancel(open.attempt, signal);
        must(
          report === undefined || report.status === 'canceled',
          `canceled, it says "${String(report?.status)}"`,
        );
        ended ||= report !== undefined;
      }
      await open.act('pay').catch(() => undefined);
      // Before a token there may be nothing at the processor that could be ended: the store then hands no token on.
      if (ended || !gateway.submit)
        must((await chargesOf(bench, open.attempt.paymentId)).length === 0, 'a canceled payment was charged');
      const paid = await started(bench);
      await paid.act('pay');
      const report = await gateway.cancel(paid.attempt, signal);
      must(report?.status === 'paid', `a paid payment says "${String(report?.status)}" when it is canceled`);
    },
  },
  {
    name: 'gives back in parts, each once per key, and tells how much in all (T-23)',
    needs: 'refund',
    async run(bench) {
      const { gateway, processor, shop, currency } = bench;
      must(
        gateway.refund && processor.refunds,
        'there is no refund() or no refunds(); add them, or say in `without` why not',
      );
      const placed = await pay(bench);
      const [half, rest] = [500, PRICE - 500];
      const { status } = await shop.refund(placed, half);
      must(status === 201, `a refund was answered ${status}`);
      if (bench.world.without?.callbacks === undefined) await bench.deliverAll();
      bench.advance(HOUR);
      await shop.sweep();
      await mustStand(bench, placed, 'partially_refunded', 'after a part was given back');
      await shop.refund(placed, rest);
      if (bench.world.without?.callbacks === undefined) await bench.deliverAll();
      await mustStand(bench, placed, 'refunded', 'after all was given back');
      must((await bookedBack(bench)) === PRICE, `${await bookedBack(bench)} were given back, not ${PRICE}`);

      const own = await started(bench);
      await own.act('pay');
      const report = await gateway.retrieve(own.attempt, signal);
      const attempt = {
        ...own.attempt,
        gatewayPaymentId: own.attempt.gatewayPaymentId ?? report?.gatewayPaymentId ?? null,
      };
      const key = newKey().slice(0, 30);
      await gateway.refund(attempt, money(100, currency), key, signal);
      await gateway.refund(attempt, money(100, currency), key, signal);
      must(
        (await bookedBack(bench)) === PRICE + 100,
        'one refund, asked for twice under one key, was made twice',
      );
    },
  },
  {
    name: 'gives back no more than was paid',
    needs: 'refund',
    async run(bench) {
      const { gateway, currency } = bench;
      must(gateway.refund, 'there is no refund(); add it, or say in `without` why not');
      const own = await started(bench);
      await own.act('pay');
      must(
        (await chargesOf(bench, own.attempt.paymentId)).length === 1,
        'nothing was charged that could be given back',
      );
      const report = await gateway.retrieve(own.attempt, signal);
      const attempt = {
        ...own.attempt,
        gatewayPaymentId: own.attempt.gatewayPaymentId ?? report?.gatewayPaymentId ?? null,
      };
      const refused = await gateway
        .refund(attempt, money(PRICE + 1, currency), newKey().slice(0, 30), signal)
        .then(
          () => false,
          (error: unknown) => isStoreError(error),
        );
      must(refused, 'a refund of more than was paid must be refused with a StoreError');
      must((await bookedBack(bench)) === 0, 'more was given back than was paid');
    },
  },
];
