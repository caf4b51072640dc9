/** The world of a purchase by Square: the demo shop as a process, started as its keys say, and the double behind Square's API. */
import { startWorld, type World } from '../world.js';
import {
  ACCESS_TOKEN,
  APPLICATION_ID,
  LOCATION_ID,
  SIGNATURE_KEY,
  startSquareApi,
  type SquareApi,
} from './api.js';

export interface SquareWorld extends World {
  readonly square: SquareApi;
}

const NOTIFICATION_URL = 'https://shop.test/store/callbacks/square';

export async function startSquareWorld(): Promise<SquareWorld> {
  const square = await startSquareApi({ currency: 'USD', notificationUrl: NOTIFICATION_URL });
  const world = await startWorld({
    env: {
      SQUARE_ACCESS_TOKEN: ACCESS_TOKEN,
      SQUARE_APPLICATION_ID: APPLICATION_ID,
      SQUARE_LOCATION_ID: LOCATION_ID,
      SQUARE_WEBHOOK_SIGNATURE_KEY: SIGNATURE_KEY,
      // Not where the callbacks arrive: as behind a proxy (WH-6).
      SQUARE_WEBHOOK_URL: NOTIFICATION_URL,
      SQUARE_API: square.url,
    },
  });
  square.events.deliverTo(`${world.shop}/store/callbacks/square`);
  return {
    ...world,
    square,
    async close() {
      await world.close();
      await square.close();
    },
  };
}
