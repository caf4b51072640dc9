// The documentation as static pages in build/docs: guides from docs/*.md, an element's page each from custom-elements.json.
// The demo serves them at /docs/, with the shop behind the live examples: `npm run docs`.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Marked } from 'marked';
import { elementPage, exampleOf } from './element.mjs';
import { guides } from './guides.mjs';
import { escape, render } from './page.mjs';

const out = 'build/docs';
const files = globSync('docs/*.md').map((file) => basename(file, '.md'));
const listed = guides.flatMap(({ names }) => names);
const more = { part: 'More', names: files.filter((name) => !listed.includes(name)) };

const titleOf = (name) => /^# (.+)$/m.exec(readFileSync(`docs/${name}.md`, 'utf8'))?.[1] ?? name;
const slug = (text) =>
  text
    .toLowerCase()
    .replace(/`/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${slug(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    code: ({ text }) => `<pre tabindex="0"><code>${escape(text)}</code></pre>\n`,
    table(token) {
      const head = token.header
        .map((cell) => `<th scope="col">${this.parser.parseInline(cell.tokens)}</th>`)
        .join('');
      const rows = token.rows
        .map(
          (row) =>
            `<tr>${row.map((cell) => `<td>${this.parser.parseInline(cell.tokens)}</td>`).join('')}</tr>`,
        )
        .join('\n');
      return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>\n`;
    },
    link({ href, tokens }) {
      const guide = /^([\w-]+)\.md(#.*)?$/.exec(href);
      if (guide && !files.includes(guide[1]))
        throw new Error(`a link leads to docs/${guide[1]}.md, which does not exist`);
      const to = guide
        ? `/docs/${guide[1]}.html${guide[2] ?? ''}`
        : href.startsWith('../')
          ? undefined
          : href;
      const inside = this.parser.parseInline(tokens);
      // Files of the repository are not served here; their names are.
      return to ? `<a href="${escape(to)}">${inside}</a>` : inside;
    },
  },
});

const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const elements = manifest.modules
  .flatMap(({ declarations = [] }) => declarations)
  .filter(({ tagName }) => tagName)
  .sort((a, b) => (a.tagName < b.tagName ? -1 : 1));

/** Which script of dist/cdn brings an element that the shop's own does not. */
const chunks = JSON.parse(readFileSync('dist/cdn/manifest.json', 'utf8'));
const bringerOf = (tag) =>
  Object.entries(chunks).find(
    ([name, { modules }]) => !name.includes('/') && modules.some((id) => id.endsWith(`components/${tag}.js`)),
  )?.[0];

const nav = [
  ...[...guides, ...(more.names.length ? [more] : [])].map(({ part, names }) => ({
    part,
    pages: names
      .filter((name) => files.includes(name))
      .map((name) => ({ title: titleOf(name), path: `${name}.html` })),
  })),
  {
    part: 'Elements',
    pages: elements.map(({ tagName }) => ({ title: tagName, path: `elements/${tagName}.html` })),
  },
];

const pages = new Map();
for (const name of files) {
  const text = readFileSync(`docs/${name}.md`, 'utf8');
  pages.set(`${name}.html`, { title: titleOf(name), body: marked.parse(text) });
}
for (const declaration of elements) {
  const example = exampleOf(declaration);
  const bringer = bringerOf(declaration.tagName);
  pages.set(`elements/${declaration.tagName}.html`, {
    title: declaration.tagName,
    body: elementPage(declaration, example),
    live: true,
    scripts: bringer && bringer !== 'store-elements.js' ? [bringer] : [],
  });
}
const contents = nav
  .map(
    ({ part, pages: list }) =>
      `<h2>${escape(part)}</h2><ul>${list.map(({ title, path }) => `<li><a href="/docs/${path}">${escape(title)}</a></li>`).join('')}</ul>`,
  )
  .join('');
pages.set('index.html', {
  title: 'Documentation',
  body: `<h1>store-elements</h1><p class="lead">A shop and its checkout for any web page. The card form is the payment gateway’s own frame; only the gateway’s verified callback makes an order paid.</p>${contents}`,
});

rmSync(out, { recursive: true, force: true });
for (const [path, page] of pages) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), render({ path, nav, ...page }));
}
writeFileSync(join(out, 'site.css'), readFileSync('scripts/docs/site.css'));
console.log(`docs: ${pages.size} pages in ${out}`);
