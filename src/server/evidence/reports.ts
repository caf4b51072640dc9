/** `POST /reports`: where browsers and the page watch tell what they saw of the shop's pages. */
import { readJson } from '../json.js';
import { json } from '../problems.js';
import type { Handler } from '../world.js';
import { keep } from './keep.js';
import { readReports } from './read-reports.js';

const TYPES = ['application/json', 'application/reports+json', 'application/csp-report'] as const;

/** The same answer whatever came of it: a browser does nothing with it, and whoever makes reports up learns nothing. */
export const postReports: Handler = async (world, { request }) => {
  const body = await readJson(request, TYPES);
  await keep(world, readReports(body, world.settings.allowedOrigins));
  return json({ received: true });
};
