import type { Reporter, SerializedError, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';

/**
 * Ends a run with a line for each test or group that was skipped or failed, and with the plain line "N passed, N failed" that `.ci/run` reads.
 * The reason for a skip is its note, or stands in brackets at the end of the name.
 */
export function closingReporter(): Reporter {
  let vitest: Vitest | undefined;
  return {
    onInit: (started) => void (vitest = started),
    onTestRunEnd(modules, unhandledErrors) {
      // A run of the tests with a certain name reports all others as skipped.
      const isSelection = Boolean(vitest?.getGlobalTestNamePattern());
      const skips = isSelection ? [] : [...new Set(modules.flatMap(describeSkips))];
      const failures = modules.flatMap(describeFailures);
      const lines = [...under('Skipped:', skips), ...under('Failed:', failures), countLine(modules, unhandledErrors)];
      vitest?.logger.log(lines.join('\n'));
    },
  };
}

function under(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [heading, ...lines, ''] : [];
}

/** The tests that failed, and the files and groups of which a hook did. */
function describeFailures(module: TestModule): string[] {
  const groups = [module, ...module.children.allSuites()].filter((group) => group.errors().length > 0);
  const names = [
    ...groups.map((group) => (group.type === 'suite' ? group.fullName : 'the file')),
    ...[...module.children.allTests('failed')].map(({ fullName }) => fullName),
  ];
  return names.map((name) => `  ${module.relativeModuleId}: ${name}`);
}

function describeSkips(module: TestModule): string[] {
  return [...module.children.allTests('skipped')].filter((test) => !hasFailedHook(test)).map((test) => `  ${describeSkip(test)}`);
}

/** A failed beforeAll or afterAll has the tests of its group reported as skipped. */
function hasFailedHook(test: TestCase): boolean {
  return ancestorsOf(test).some((ancestor) => ancestor.errors().length > 0);
}

function describeSkip(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  const skipped = ancestorsOf(test).find((ancestor) => ancestor.type === 'suite' && ancestor.options.mode === 'skip');
  const name = skipped?.type === 'suite' ? skipped.fullName : test.fullName;
  const reason = note === undefined ? '' : ` (${note})`;
  return `${test.module.relativeModuleId}: ${name}${reason}`;
}

/** The outermost first. */
function ancestorsOf(test: TestCase): (TestModule | TestSuite)[] {
  const ancestors: (TestModule | TestSuite)[] = [];
  for (let parent: TestModule | TestSuite | undefined = test.parent; parent; parent = parent.type === 'suite' ? parent.parent : undefined)
    ancestors.unshift(parent);
  return ancestors;
}

/** A file, a hook or the run itself that fails is counted as one failure each. */
function countLine(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): string {
  const count = (state: 'passed' | 'failed') => sum(modules.map(({ children }) => [...children.allTests(state)].length));
  const brokenGroups = sum(
    modules.map((module) => [module, ...module.children.allSuites()].filter((group) => group.errors().length > 0).length),
  );
  return `${count('passed')} passed, ${count('failed') + brokenGroups + unhandledErrors.length} failed`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
