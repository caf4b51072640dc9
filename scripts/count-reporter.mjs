// A node:test reporter that writes only the sums of the whole run, as JSON, for scripts/test.mjs to add up.
// A file that holds no test, or ends its process before the first one, passes for node:test; here it fails.
export default async function* counts(events) {
  let sum;
  let empty = 0;
  const failedFiles = new Set();
  const seconds = {};
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.nesting === 0 && /\.test\.js$/.test(data.name)) empty++;
    if (type === 'test:fail' && data.file) failedFiles.add(data.file);
    if (type !== 'test:summary') continue;
    if (data.file === undefined) sum = data.counts;
    else seconds[data.file.replace(/^.*\/(?=test\/)/, '')] = data.duration_ms / 1000;
  }
  if (!sum) return;
  const { passed, failed, cancelled, skipped, todo } = sum;
  yield JSON.stringify({
    passed: passed - empty,
    failed: failed + cancelled + empty,
    skipped: skipped + todo,
    failedFiles: [...failedFiles],
    seconds,
  });
}
