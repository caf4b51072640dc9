/* global createImageBitmap, ImageData, OffscreenCanvas */
// Compares two folders of pictures, dot by dot, and makes a page of what differs: before, after, and where. A browser reads the
// pictures, so that nothing else has to.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { launch } from '../browsers.mjs';

/** Of 255, in one of red, green and blue: less can't be seen, and may be the rounding of a shadow. */
const SEEN = 8;

/** Runs in a page. How many dots differ, and a picture of where. */
async function differences([before, after, least]) {
  const read = async (base64) =>
    createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  const pictures = [await read(before), await read(after)];
  const [width, height] = ['width', 'height'].map((side) => Math.max(...pictures.map((each) => each[side])));
  const dotsOf = (picture) => {
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, width, height);
  };
  const [one, two] = pictures.map(dotsOf);
  const where = new ImageData(width, height);
  let changed = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const differ = [0, 1, 2, 3].some((part) => Math.abs(one.data[at + part] - two.data[at + part]) > least);
    if (differ) changed += 1;
    const grey = 200 + (one.data[at] + one.data[at + 1] + one.data[at + 2]) / 14;
    where.data.set(differ ? [214, 0, 64, 255] : [grey, grey, grey, 255], at);
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d').putImageData(where, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return { changed, of: width * height, where: bytes.toBase64() };
}

/** What is new, gone or changed. `out` gets `index.html` and the pictures of where. */
export async function compare(before, after, out) {
  const [old, now] = [before, after].map((folder) => readdirSync(folder).filter((f) => f.endsWith('.png')));
  const found = [
    ...old.filter((name) => !now.includes(name)).map((name) => ({ name, what: 'gone' })),
    ...now.filter((name) => !old.includes(name)).map((name) => ({ name, what: 'new' })),
  ];
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const browser = await launch('chromium');
  try {
    const page = await browser.newPage();
    for (const name of now.filter((each) => old.includes(each))) {
      const files = [before, after].map((folder) => readFileSync(join(folder, name)));
      if (files[0].equals(files[1])) continue;
      const told = await page.evaluate(differences, [...files.map((file) => file.toString('base64')), SEEN]);
      if (told.changed === 0) continue;
      writeFileSync(join(out, name), Buffer.from(told.where, 'base64'));
      found.push({ name, what: 'changed', share: told.changed / told.of });
    }
  } finally {
    await browser.close();
  }
  found.sort((a, b) => a.name.localeCompare(b.name));
  writeFileSync(join(out, 'index.html'), pageOf(found, { before, after, out }));
  return { found, compared: now.length };
}

const telling = ({ what, share }) =>
  share === undefined ? what : `${(share * 100).toFixed(share < 0.001 ? 3 : 1)} % of its dots`;

export const rowOf = (each) => `${each.name.replace(/\.png$/, '').padEnd(52)} ${telling(each)}`;

function pageOf(found, { before, after, out }) {
  const picture = (folder, name) => `<img loading="lazy" alt="" src="${relative(out, join(folder, name))}">`;
  const rows = found.map(
    (each) => `<section><h2>${each.name.replace(/\.png$/, '')} <small>${telling(each)}</small></h2><div>
${each.what === 'new' ? '<i>new</i>' : picture(before, each.name)}
${each.what === 'gone' ? '<i>gone</i>' : picture(after, each.name)}
${each.what === 'changed' ? picture(out, each.name) : ''}</div></section>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${found.length} pictures differ</title>
<style>body{font:16px system-ui;margin:2rem}div{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem;align-items:start}
img{max-width:100%;border:1px solid #ccc}small{font-weight:normal;color:#555}</style>
<h1>${found.length} pictures differ</h1><p>Before, after, where.</p>
${rows.join('\n')}</html>\n`;
}
