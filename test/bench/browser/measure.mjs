// How a subject is measured, in Chromium: what its first load costs, how fast a long cart follows a click, and what stays
// behind when it is put on a page and taken off again.

/** Runs in the page before anything else. */
const WATCH = `
  globalThis.LINES = Number(new URLSearchParams(location.search).get('lines') ?? 3);
  globalThis.bench = { blocking: 0, shift: 0, ready: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) bench.blocking += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) bench.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** Looks once a frame; what it needs itself is the same for all. */
const untilReady = (page, ready) =>
  page.evaluate(
    (source) =>
      new Promise((resolve, reject) => {
        const isReady = new Function(`return Boolean(${source})`);
        setTimeout(() => reject(new Error(`never ready: ${source}`)), 30_000);
        const look = () =>
          isReady()
            ? requestAnimationFrame(() =>
                setTimeout(() => resolve((globalThis.bench.ready = performance.now()))),
              )
            : requestAnimationFrame(look);
        look();
      }),
    ready,
  );

/** Slow 4G as Lighthouse has it. */
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};

async function open(browser, world, index, subject, { lines = 3, slow = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  // Nothing of a peer's own service is asked: its frames are blank pages.
  await context.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) =>
      route.request().resourceType() === 'document'
        ? route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>frame</title>' })
        : route.fulfill({
            contentType: 'application/json',
            body: /datasets/.test(route.request().url()) ? '[]' : '{}',
          }),
  );
  await page.addInitScript(WATCH);
  if (subject.cart) {
    const kept = JSON.stringify({
      version: 1,
      lines: Array.from({ length: lines }, (_, n) => ({ sku: `sku-${n}`, quantity: 1 })),
    });
    await page.addInitScript(
      ([name, text]) => localStorage.setItem(name, text),
      [`store-elements:cart:${world.shop}/store`, kept],
    );
  }
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  if (slow) {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  }
  const files = [];
  page.on('response', (response) => {
    const type = response.request().resourceType();
    if (['script', 'stylesheet'].includes(type) && response.url().startsWith(world.shop))
      files.push(response);
  });
  await page.goto(`${world.shop}/subject/${index}?lines=${lines}`, { waitUntil: 'commit' });
  await untilReady(page, subject.ready);
  return { page, context, session, files };
}

const metrics = async (session) =>
  Object.fromEntries(
    (await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]),
  );

const heap = async (session) => {
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
};

/** One first load with an empty cache. */
export async function firstLoad(browser, world, index, subject, slow) {
  const { page, context, session, files } = await open(browser, world, index, subject, { slow });
  await page.waitForLoadState('networkidle');
  const { ScriptDuration } = await metrics(session);
  const seen = await page.evaluate(() => ({
    ...globalThis.bench,
    frame: performance.getEntriesByType('resource').find(({ initiatorType }) => initiatorType === 'iframe')
      ?.startTime,
  }));
  const sizes = await Promise.all(files.map((file) => file.request().sizes()));
  const result = {
    bytes: sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0),
    files: files.length,
    ui: seen.ready,
    frame: seen.frame,
    script: ScriptDuration * 1000,
    blocking: seen.blocking,
    shift: seen.shift,
    heap: slow ? undefined : await heap(session),
  };
  await context.close();
  return result;
}

/** ms from the click on "one more" to the next paint, in a cart of `lines`. */
export async function quantityChange(browser, world, index, subject, { lines, slow }) {
  const { page, context } = await open(browser, world, index, subject, { lines });
  await page.waitForLoadState('networkidle');
  if (slow) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const times = await page.evaluate(async (source) => {
    const button = new Function(`return ${source}`);
    const painted = () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now());
          channel.port2.postMessage(0);
        }),
      );
    const all = [];
    for (let n = 0; n < 9; n++) {
      await painted();
      const began = performance.now();
      button().dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }));
      // What a framework does in microtasks and in its scheduler is done when the frame is made.
      all.push((await painted()) - began);
    }
    return all;
  }, subject.more);
  await context.close();
  return median(times);
}

/** ms from the page's start until all of `lines` are there. */
export async function longLoad(browser, world, index, subject, lines) {
  const { page, context } = await open(browser, world, index, subject, { lines });
  const { ready } = await page.evaluate(() => globalThis.bench);
  await context.close();
  return ready;
}

/** What a hundred times on and off leaves behind, per cycle. */
export async function leftBehind(browser, world, index, subject, cycles = 100) {
  const { page, context, session } = await open(browser, world, index, subject);
  const turn = (times) =>
    page.evaluate(
      async ([count, tag]) => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        for (let n = 0; n < count; n++) {
          if (tag) {
            const old = document.querySelector(tag);
            const attributes = [...old.attributes].map(({ name, value }) => [name, value]);
            const parent = old.parentNode;
            old.remove();
            await frame();
            const made = document.createElement(tag);
            for (const [name, value] of attributes) made.setAttribute(name, value);
            parent.prepend(made);
          } else {
            globalThis.unmount();
            await frame();
            await globalThis.mount();
          }
          await frame();
          await frame();
        }
      },
      [times, subject.cycle],
    );
  await turn(10);
  await page.waitForLoadState('networkidle');
  const look = async () => ({ heap: await heap(session), ...(await metrics(session)) });
  const before = await look();
  await turn(cycles);
  await page.waitForLoadState('networkidle');
  const after = await look();
  await context.close();
  const grown = (name) => (after[name] - before[name]) / cycles;
  return {
    heap: grown('heap'),
    nodes: grown('Nodes'),
    listeners: grown('JSEventListeners'),
    frames: grown('Frames'),
  };
}

export function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : undefined;
}
