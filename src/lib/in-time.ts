import { unavailable } from '../db/open.ts';

/** The answer, when it comes within that many milliseconds. @throws its error; as a database that cannot be reached when it takes longer */
export function inTime<T>(patienceMs: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(unavailable(`no answer in ${patienceMs} ms`)), patienceMs).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
