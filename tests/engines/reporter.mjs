// A line of JSON for each test, for xtask to count.
export default async function* lines(events) {
  for await (const { type, data } of events) {
    // A file stands above its tests, and is named like a path.
    const isTest = data?.details?.type !== 'suite' && ['test:pass', 'test:fail'].includes(type);
    if (isTest) yield `${JSON.stringify({ name: data.name, passed: type === 'test:pass', skipped: data.skip })}\n`;
  }
}
