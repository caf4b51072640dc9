// From custom-elements.json: what type checkers of frameworks and what editors know of the elements. Nothing here is written
// by hand a second time: types of properties are the classes' own, types of events the DOM event map's.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { eventTypes } from './doors.mjs';

const FRAMEWORKS = {
  react: `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Attributes, Elements, Handlers, Tag } from './elements.js';

type Html<T extends Tag> = DetailedHTMLProps<HTMLAttributes<Elements[T]>, Elements[T]>;
type Known<T extends Tag> = Omit<Html<T>, keyof Attributes[T]> &
  Attributes[T] &
  Handlers<T, 'on'> & { class?: string | undefined };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
ELEMENTS
    }
  }
}
`,
  // Preact 10 and 11 call the type of HTML's own attributes differently; both have a <div>.
  preact: `import type { JSX, Ref } from 'preact';
import type { Attributes, Elements, Handlers, Tag } from './elements.js';

type Html = JSX.IntrinsicElements['div'];
type Known<T extends Tag> = Omit<Html, 'ref' | keyof Attributes[T]> &
  Attributes[T] &
  Handlers<T, 'on'> & { ref?: Ref<Elements[T]> | undefined };

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
ELEMENTS
    }
  }
}
`,
  solid: `import type { JSX } from 'solid-js';
import type { Attributes, Elements, Handlers, Properties, Tag } from './elements.js';

type Html<T extends Tag> = JSX.HTMLAttributes<Elements[T]>;
type Prop<T> = { [K in keyof T & string as \`prop:\${K}\`]?: T[K] };
type Known<T extends Tag> = Omit<Html<T>, keyof Attributes[T]> &
  Attributes[T] &
  Prop<Properties[T]> &
  Handlers<T, 'on:'>;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
ELEMENTS
    }
  }
}
`,
  vue: `import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { Attributes, Elements, Events, Tag } from './elements.js';

type Emits<T extends Tag> = { [E in keyof Events[T]]: (event: Events[T][E]) => void };
type Known<T extends Tag> = new () => Elements[T] & {
  /** @deprecated Only for the type checker. */
  $props: Omit<HTMLAttributes, keyof Attributes[T]> & Attributes[T] & PublicProps;
  /** @deprecated Only for the type checker. */
  $emit: EmitFn<Emits<T>>;
};

declare module 'vue' {
  interface GlobalComponents {
ELEMENTS
  }
}
`,
  svelte: `import type { HTMLAttributes } from 'svelte/elements';
import type { Attributes, Elements, Handlers, Tag } from './elements.js';

type Known<T extends Tag> = Omit<HTMLAttributes<Elements[T]>, keyof Attributes[T]> &
  Attributes[T] &
  Handlers<T, 'on'> &
  Handlers<T, 'on:'>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
ELEMENTS
  }
}
`,
};

/** Writes everything below `folder` and returns the files' paths. */
export function writeFrameworks(folder = 'dist') {
  const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const elements = manifest.modules
    .flatMap(({ path, declarations = [] }) => declarations.map((each) => ({ ...each, path })))
    .filter(({ tagName }) => tagName)
    .sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
  const written = [];
  const write = (file, text) => {
    written.push(`${folder}/${file}`);
    writeFileSync(`${folder}/${file}`, text);
  };
  const writeJson = (file, value) => write(file, `${JSON.stringify(value, null, 2)}\n`);
  for (const each of ['frameworks', 'editors']) mkdirSync(`${folder}/${each}`, { recursive: true });

  write('frameworks/elements.d.ts', elementTypes(elements));
  write('frameworks/elements.js', 'export {};\n');
  for (const [framework, text] of Object.entries(FRAMEWORKS)) {
    const [, depth] = /^( *)interface/m.exec(text);
    const lines = elements.map(({ tagName }) => `${depth}  '${tagName}': Known<'${tagName}'>;`);
    write(
      `frameworks/${framework}.d.ts`,
      text.replace('ELEMENTS', () => lines.join('\n')),
    );
    // Imported for its types; there is something to be imported for those who keep such imports.
    write(`frameworks/${framework}.js`, 'export {};\n');
  }
  writeJson('editors/vscode-html.json', vscodeHtml(elements));
  writeJson('editors/vscode-css.json', vscodeCss(elements));
  writeJson('editors/web-types.json', webTypes(elements, { name, version }));
  return written;
}

const doc = (text, indent) => (text ? `${indent}/** ${text.replace(/\s*\n\s*/g, ' ')} */\n` : '');

const fieldsOf = ({ members = [] }) =>
  members.filter(({ kind, static: isStatic, readonly }) => kind === 'field' && !isStatic && !readonly);

/** An attribute's values in HTML: a boolean is there or not, a number is written. */
function attributeType({ type, fieldName }, own) {
  if (type?.text === 'boolean' || type?.text === 'boolean | undefined') return "boolean | '' | undefined";
  if (/\bnumber\b/.test(type?.text ?? '')) return 'number | `${number}` | undefined';
  return fieldName ? `${own}['${fieldName}']` : 'string | undefined';
}

function elementTypes(elements) {
  const imports = elements.map(
    ({ name, path }) => `import type { ${name} } from '../${path.replace(/^dist\//, '')}';`,
  );
  const block = (title, lines) =>
    `export interface ${title} {\n${elements.map((each) => lines(each)).join('')}}\n`;
  return `${imports.join('\n')}
${eventTypes('../components/')}
/** Tag → class. */
${block('Elements', ({ tagName, name }) => `  '${tagName}': ${name};\n`)}
/** Tag → what can be set from script. */
${block('Properties', (element) => {
  const fields = fieldsOf(element).map(
    ({ name, description }) => `${doc(description, '    ')}    ${name}?: ${element.name}['${name}'];\n`,
  );
  return `  '${element.tagName}': {\n${fields.join('')}  };\n`;
})}
/** Tag → what can be written in markup: attributes, and properties by their own names. */
${block('Attributes', (element) => {
  const { attributes = [], name: own } = element;
  const lines = attributes.map(
    (each) =>
      `${doc(each.description, '    ')}    ${/^\w+$/.test(each.name) ? each.name : `'${each.name}'`}?: ${attributeType(each, own)};\n`,
  );
  const more = fieldsOf(element).filter(({ name }) => !attributes.some((each) => each.name === name));
  lines.push(
    ...more.map(({ name, description }) => `${doc(description, '    ')}    ${name}?: ${own}['${name}'];\n`),
  );
  return `  '${element.tagName}': {\n${lines.join('')}  };\n`;
})}
/** Tag → the events it fires. */
${block('Events', ({ tagName, events = [] }) => {
  const lines = events.map(
    ({ name, description }) =>
      `${doc(description, '    ')}    '${name}': GlobalEventHandlersEventMap['${name}'];\n`,
  );
  return `  '${tagName}': {\n${lines.join('')}  };\n`;
})}
export type Tag = keyof Elements;

/** Listeners as attributes, by a framework's prefix. */
export type Handlers<T extends Tag, Prefix extends string> = {
  [E in keyof Events[T] & string as \`\${Prefix}\${E}\`]?: ((event: Events[T][E]) => void) | undefined;
};
`;
}

/** `'inline' | 'drawer' | undefined` → the two. */
const literals = (type = '') => [...type.matchAll(/'([^']*)'/g)].map(([, value]) => value);
const markdown = (value = '') => ({ kind: 'markdown', value });

function vscodeHtml(elements) {
  return {
    version: 1.1,
    tags: elements.map(({ tagName, description, attributes = [], slots = [], events = [] }) => ({
      name: tagName,
      description: markdown(
        [
          description,
          list(
            'Slots',
            slots.map((each) => ({ ...each, name: each.name || '(default)' })),
          ),
          list('Events', events),
        ]
          .filter(Boolean)
          .join('\n\n'),
      ),
      attributes: attributes.map((each) => ({
        name: each.name,
        description: markdown(each.description),
        ...(each.type?.text.startsWith('boolean') && { valueSet: 'v' }),
        ...(literals(each.type?.text).length && {
          values: literals(each.type.text).map((name) => ({ name })),
        }),
      })),
    })),
  };
}

const list = (title, things) =>
  things.length &&
  `**${title}**\n${things.map(({ name, description }) => `- \`${name}\`: ${description}`).join('\n')}`;

/** Each name once; what several elements have is described by the first. */
function once(elements, field) {
  const met = new Map();
  for (const element of elements)
    for (const each of element[field] ?? []) if (!met.has(each.name)) met.set(each.name, each);
  return [...met.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const withDefault = ({ description = '', default: value }) =>
  value ? `${description} Default: \`${value}\`` : description;

function vscodeCss(elements) {
  const described = (name, each) => ({ name, description: markdown(withDefault(each)) });
  return {
    version: 1.1,
    properties: once(elements, 'cssProperties').map((each) => described(each.name, each)),
    pseudoClasses: once(elements, 'cssStates').map((each) => described(`:state(${each.name})`, each)),
    pseudoElements: once(elements, 'cssParts').map((each) => described(`::part(${each.name})`, each)),
  };
}

function webTypes(elements, { name, version }) {
  const plain = ({ name: each, description }) => ({ name: each, description });
  return {
    $schema: 'https://json.schemastore.org/web-types',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map((element) => ({
          name: element.tagName,
          description: element.description,
          attributes: (element.attributes ?? []).map((each) => ({
            ...plain(each),
            ...(each.default && { default: each.default }),
            value: each.type?.text.startsWith('boolean')
              ? { kind: 'no-value', type: 'boolean' }
              : { type: each.type?.text },
          })),
          slots: (element.slots ?? []).map(plain),
          js: {
            properties: fieldsOf(element).map((each) => ({ ...plain(each), type: each.type?.text })),
            events: (element.events ?? []).map(plain),
          },
        })),
      },
      css: {
        properties: once(elements, 'cssProperties').map((each) => ({
          name: each.name,
          description: withDefault(each),
        })),
        'pseudo-elements': once(elements, 'cssParts').map((each) => ({
          name: `part(${each.name})`,
          description: each.description,
        })),
      },
    },
  };
}
