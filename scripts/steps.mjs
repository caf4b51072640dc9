// Runs steps (commands) and shows them as one compact table: `npm test` and `npm run check` are lists of steps.
// A step's output is shown only when it failed; a step that ends badly without a failed test is one failure.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Minutes a step may take, unless it says otherwise. */
const MINUTES = 10;

// Ctrl-C reaches only this process (steps have their own groups); leaving through exit() ends them too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command what to run; "node" is this Node
 * @property {boolean} [counts] writes its sums of tests to the file named by COUNTS; otherwise it counts as no test
 * @property {boolean} [live] shows its output while it runs
 * @property {Record<string, string>} [env] added to the environment
 * @property {number} [minutes] after which it is ended
 */

/** @param {Step} step */
function run(step) {
  const folder = mkdtempSync(join(tmpdir(), 'store-elements-step-'));
  const file = join(folder, 'counts.json');
  const began = performance.now();
  const minutes = step.minutes ?? MINUTES;
  const [program, ...args] = step.command.map((word) => word.replace('$COUNTS', file));
  return new Promise((resolve) => {
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      stdio: ['ignore', step.live ? 'inherit' : 'pipe', step.live ? 'inherit' : 'pipe'],
      env: { ...process.env, COUNTS: file, ...step.env },
      detached: true, // its own process group, so that a step which hangs ends with everything it started
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data) => (output += stripVTControlCharacters(String(data))));
    }
    const endGroup = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // it is gone already
      }
    };
    const timer = setTimeout(() => {
      output += `\n${step.name} was ended: it took longer than ${minutes} minutes\n`;
      endGroup();
    }, minutes * 60_000);
    process.once('exit', endGroup);
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', endGroup);
      const counts = step.counts ? readCounts(file) : { passed: 0, failed: 0, skipped: 0 };
      if (step.counts && counts.passed + counts.failed === 0) output += `\n${step.name} ran no test\n`;
      const ok = code === 0 && counts.failed === 0 && (!step.counts || counts.passed > 0);
      if (!ok && counts.failed === 0) counts.failed = 1;
      rmSync(folder, { recursive: true, force: true });
      resolve({ name: step.name, ok, counts, output, seconds: (performance.now() - began) / 1000 });
    });
  });
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/**
 * Runs groups one after another, the steps of one group two at a time. After a group that must be well and is not, nothing more.
 * @param {{steps: Step[], must?: boolean}[]} groups
 */
export async function runAll(groups) {
  const results = [];
  const told = new Set();
  for (const { steps, must } of groups) {
    const queue = [...steps];
    const worker = async () => {
      for (let step = queue.shift(); step; step = queue.shift()) {
        const result = await run(step);
        results.push(result);
        console.log(row(result));
        if (!result.ok) console.log(telling(result.output).trim().replace(/^/gm, '    '));
        for (const [line] of result.output.matchAll(/^skipped: .*$/gm)) told.add(line);
      }
    };
    await Promise.all([worker(), worker()]);
    if (must && results.some(({ ok }) => !ok)) break;
  }
  for (const line of told) console.log(line);
  return results;
}

/** What went wrong: of a test run's output only its list of failures, without the hundreds that passed. */
const telling = (output) => output.slice(Math.max(0, output.lastIndexOf('\n✖ failing tests:')));

function row({ name, ok, counts, seconds }) {
  const tests = counts.passed + counts.failed > 0 && (ok || counts.passed) ? `${counts.passed} passed` : '';
  const failed = !ok ? `${counts.failed} failed` : '';
  const skipped = counts.skipped ? `${counts.skipped} skipped` : '';
  const detail = [tests, failed, skipped].filter(Boolean).join(', ');
  return `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${detail}`.trimEnd();
}

/** The sums of all results; steps that are no tests (lint, size …) count only when they fail. */
export function sums(results) {
  const sum = { passed: 0, failed: 0 };
  for (const { counts } of results) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
  }
  return sum;
}
