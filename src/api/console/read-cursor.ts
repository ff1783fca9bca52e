import { ProblemError } from '../problem.ts';

/** What a cursor of the API reads, or `bad` where the API would answer with a problem: the page then shows its first page and says so. */
export function cursorOrBad<Place>(read: () => Place): Place | 'bad' {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProblemError) return 'bad';
    throw error;
  }
}
