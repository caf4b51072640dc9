/** What the answers are made of. */
import { z } from 'zod';

export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
export const texts = list(z.string());
export const amount = z.int().describe('Minor units of the currency that stands beside it.');
export const currency = z.string().regex(/^[A-Z]{3}$/).describe('ISO 4217'); // prettier-ignore
export const mode = z.enum(['test', 'live']);
export const time = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC.' });

export const picture = z.object({
  url: z.string(),
  alt: z.string(),
  width: z.int(),
  height: z.int(),
  sources: list(z.object({ url: z.string(), width: z.int() })).exactOptional(),
});

export const image = picture.nullable();
